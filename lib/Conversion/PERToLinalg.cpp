//===- PERToLinalg.cpp - expansion into linalg ----------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Builder/LinalgBuilder.h"
#include "per/Conversion/Expansion.h"
#include "per/Conversion/Passes.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlow.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

namespace mlir::per {
#define GEN_PASS_DEF_CONVERTPERTOLINALGPASS
#include "per/Conversion/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

LogicalResult mlir::per::convertPERToLinalg(Operation *root) {
  OpBuilder builder(root->getContext());
  LinalgBuilder tensors(builder, root->getLoc());
  Expander expander(tensors, NormalForm::Quadratics);
  WalkResult result = root->walk(
      [&](Operation *op) { return WalkResult(expander.expand(op)); });
  return failure(result.wasInterrupted());
}

namespace {
struct ConvertPERToLinalgPass
    : per::impl::ConvertPERToLinalgPassBase<ConvertPERToLinalgPass> {
  void runOnOperation() override {
    if (failed(convertPERToLinalg(getOperation())))
      signalPassFailure();
  }
};
} // namespace
