//===- Fills.cpp - tensors of one number ----------------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "Fills.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"

using namespace mlir;

Value per::getFillValue(Operation *op) {
  if (auto fill = dyn_cast_or_null<linalg::FillOp>(op))
    return fill.getInputs()[0];
  auto generic = dyn_cast_or_null<linalg::GenericOp>(op);
  if (!generic || generic.getNumDpsInputs() || generic.getNumDpsInits() != 1 ||
      !llvm::hasSingleElement(*generic.getBody()))
    return {};
  Value yielded = generic.getBody()->getTerminator()->getOperand(0);
  return isa<BlockArgument>(yielded) ? Value() : yielded;
}
