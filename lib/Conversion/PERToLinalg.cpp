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
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlow.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

namespace mlir::per {
#define GEN_PASS_DEF_CONVERTPERTOLINALGPASS
#include "per/Conversion/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

/// Whether slices are whole ones, without norms, in a tensor of their own.
static bool areWhole(SlicesOp slices) {
  return slices.getResult() && slices.drawsWholeSlices() &&
         slices.getOutput().getDefiningOp<tensor::EmptyOp>();
}

/// Whether `convert-per-to-vector` has a kernel that draws the slices as a
/// matrix.
static bool isDrawnAsMatrix(Operation *op) {
  auto slices = dyn_cast<SlicesOp>(op);
  return slices && areWhole(slices) &&
         getElementTypeOrSelf(slices.getOutput().getType()).isF32();
}

/// Whether `convert-per-to-vector` has a kernel for the term, once it is on
/// buffers: its slices are whole ones in a tensor of their own.
static bool isSampled(Operation *op) {
  auto isSampledTerm = [](Operation *op) {
    auto hasKernel = [](auto term) {
      auto regularizer = dyn_cast<ProjectedErrorAttr>(term.getRegularizer());
      return regularizer && regularizer.drawsSlices() &&
             !getElementTypeOrSelf(term.getActivations().getType()).isF64();
    };
    if (auto gradient = dyn_cast<GradientOp>(op))
      return hasKernel(gradient);
    auto penalty = dyn_cast<PenaltyOp>(op);
    return penalty && hasKernel(penalty);
  };
  if (auto slices = dyn_cast<SlicesOp>(op))
    return areWhole(slices) && !slices.getResult().use_empty() &&
           llvm::all_of(slices.getResult().getUsers(), isSampledTerm);
  Value slices;
  if (auto gradient = dyn_cast<GradientOp>(op))
    slices = gradient.getSlices();
  else if (auto penalty = dyn_cast<PenaltyOp>(op))
    slices = penalty.getSlices();
  auto drawn = slices ? slices.getDefiningOp<SlicesOp>() : SlicesOp();
  return drawn && isSampled(drawn);
}

static bool isAnalytic(Operation *op) {
  auto isExact = [](auto term) {
    return term && isa<ProjectedErrorAttr>(term.getRegularizer()) &&
           !term.getSlices();
  };
  return isExact(dyn_cast<GradientOp>(op)) || isExact(dyn_cast<PenaltyOp>(op));
}

/// Whether an operation is a gradient whose elements those that read it can
/// compute in passing: a kernel would be one more pass over memory.
static bool isReadGradient(Operation *op) {
  return isa<GradientOp>(op) &&
         llvm::any_of(op->getUsers(), [](Operation *user) {
           return isa<linalg::LinalgOp>(user) ||
                  isa<tensor::TensorDialect>(user->getDialect());
         });
}

LogicalResult mlir::per::convertPERToLinalg(Operation *root, bool keepSampled,
                                            bool keepAnalytic,
                                            bool expandRead) {
  OpBuilder builder(root->getContext());
  LinalgBuilder tensors(builder, root->getLoc());
  Expander expander(tensors, NormalForm::Quadratics);
  WalkResult result = root->walk([&](Operation *op) -> WalkResult {
    if ((keepSampled && (isSampled(op) || isDrawnAsMatrix(op))) ||
        (keepAnalytic && isAnalytic(op) && !(expandRead && isReadGradient(op))))
      return WalkResult::advance();
    return expander.expand(op);
  });
  return failure(result.wasInterrupted());
}

namespace {
struct ConvertPERToLinalgPass
    : per::impl::ConvertPERToLinalgPassBase<ConvertPERToLinalgPass> {
  using ConvertPERToLinalgPassBase::ConvertPERToLinalgPassBase;
  void runOnOperation() override {
    if (failed(convertPERToLinalg(getOperation(), keepSampled, keepAnalytic,
                                  expandRead)))
      signalPassFailure();
  }
};
} // namespace
