//===- ExpandErf.cpp - math.erf as polynomials ----------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Conversion/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/TypeUtilities.h"

namespace mlir::per {
#define GEN_PASS_DEF_EXPANDERFPASS
#include "per/Conversion/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

namespace {
struct ExpandErfPass : per::impl::ExpandErfPassBase<ExpandErfPass> {
  using ExpandErfPassBase::ExpandErfPassBase;
  void runOnOperation() override {
    getOperation()->walk([&](math::ErfOp op) {
      if (!getElementTypeOrSelf(op.getType()).isF32() ||
          isa<TensorType>(op.getType()))
        return;
      OpBuilder builder(op);
      op.replaceAllUsesWith(
          buildErfF32(builder, op.getLoc(), op.getOperand(), fma));
      op.erase();
    });
  }
};
} // namespace
