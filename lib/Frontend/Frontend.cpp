//===- Frontend.cpp - the level of a module -------------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Frontend/StableHLO.h"

using namespace mlir;
using namespace mlir::per;

const Frontend &mlir::per::getFrontend(Operation *module) {
  return getStableHLOFrontend();
}
