//===- CreateTensorBuilder.cpp - tensor operations of a level ---*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "CreateTensorBuilder.h"

#include "per/Builder/LinalgBuilder.h"
#include "per/Builder/StableHLOBuilder.h"
#include "per/Frontend/StableHLO.h"

using namespace mlir;
using namespace mlir::per;

std::unique_ptr<TensorBuilder>
per::createTensorBuilder(const Frontend &frontend, OpBuilder &builder,
                         Location loc) {
  if (&frontend == &getStableHLOFrontend())
    return std::make_unique<StableHLOBuilder>(builder, loc);
  return std::make_unique<LinalgBuilder>(builder, loc);
}
