//===- Frontend.cpp - the level of a module -------------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Frontend/Linalg.h"
#include "per/Frontend/StableHLO.h"

using namespace mlir;
using namespace mlir::per;

const Frontend &mlir::per::getFrontend(Operation *module) {
  WalkResult result = module->walk([](Operation *op) {
    return op->getName().getDialectNamespace() == "linalg"
               ? WalkResult::interrupt()
               : WalkResult::advance();
  });
  return result.wasInterrupted() ? getLinalgFrontend() : getStableHLOFrontend();
}
