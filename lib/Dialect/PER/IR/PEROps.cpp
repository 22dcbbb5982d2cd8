//===- PEROps.cpp - verification and folding of per ops -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Dialect/PER/IR/PER.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace mlir::per;

#define GET_OP_CLASSES
#include "per/Dialect/PER/IR/PEROps.cpp.inc"

// Stubs, to be written.
template <typename OpT> static int64_t product(OpT op, bool samples) {
  ArrayRef<int64_t> shape =
      cast<ShapedType>(op.getActivations().getType()).getShape();
  int64_t n = 1;
  for (int64_t i = 0, e = shape.size(); i < e; ++i) {
    if (llvm::is_contained(op.getSampleDims(), i) != samples)
      continue;
    if (ShapedType::isDynamic(shape[i]))
      return ShapedType::kDynamic;
    n *= shape[i];
  }
  return n;
}

LogicalResult SlicesOp::verify() { return success(); }
void SlicesOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>> &) {}

LogicalResult SliceNormsOp::verify() { return success(); }
void SliceNormsOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>> &) {}

LogicalResult PenaltyOp::verify() { return success(); }
void PenaltyOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>> &) {}

LogicalResult GradientOp::verify() { return success(); }
void GradientOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>> &) {}

LogicalResult PenaltyOp::fold(FoldAdaptor, SmallVectorImpl<OpFoldResult> &) {
  return failure();
}
int64_t PenaltyOp::getNumSamples() { return product(*this, true); }
int64_t PenaltyOp::getNumFeatures() { return product(*this, false); }

LogicalResult GradientOp::fold(FoldAdaptor, SmallVectorImpl<OpFoldResult> &) {
  return failure();
}
int64_t GradientOp::getNumSamples() { return product(*this, true); }
int64_t GradientOp::getNumFeatures() { return product(*this, false); }

void SlicesOp::getCanonicalizationPatterns(RewritePatternSet &, MLIRContext *) {
}
