//===- PEROps.cpp - effects, folding and canonicalisation of per ops -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Dialect/PER/IR/PER.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/PatternMatch.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::per;

#define GET_OP_CLASSES
#include "per/Dialect/PER/IR/PEROps.cpp.inc"

//===----------------------------------------------------------------------===//
// Effects
//===----------------------------------------------------------------------===//

namespace {
using Effects =
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>;
} // namespace

/// Inputs in memory are read, the destination is written, and read too if the
/// op adds to it. Tensors have no effects.
static void addEffects(DestinationStyleOpInterface op, bool readsInit,
                       Effects &effects) {
  auto add = [&](MemoryEffects::Effect *effect, OpOperand &operand) {
    effects.emplace_back(effect, &operand, /*stage=*/0,
                         /*effectOnFullRegion=*/true,
                         SideEffects::DefaultResource::get());
  };
  for (OpOperand &operand : op->getOpOperands()) {
    if (!isa<BaseMemRefType>(operand.get().getType()))
      continue;
    bool isInit = op.isDpsInit(&operand);
    if (!isInit || readsInit)
      add(MemoryEffects::Read::get(), operand);
    if (isInit)
      add(MemoryEffects::Write::get(), operand);
  }
}

static Speculation::Speculatability
speculatability(DestinationStyleOpInterface op) {
  return op.hasPureTensorSemantics() ? Speculation::Speculatable
                                     : Speculation::NotSpeculatable;
}

void SlicesOp::getEffects(Effects &effects) {
  addEffects(*this, /*readsInit=*/false, effects);
}
void SliceNormsOp::getEffects(Effects &effects) {
  addEffects(*this, /*readsInit=*/true, effects);
}
void PenaltyOp::getEffects(Effects &effects) {
  addEffects(*this, /*readsInit=*/true, effects);
}
void GradientOp::getEffects(Effects &effects) {
  addEffects(*this, /*readsInit=*/true, effects);
}

Speculation::Speculatability SlicesOp::getSpeculatability() {
  return speculatability(*this);
}
Speculation::Speculatability SliceNormsOp::getSpeculatability() {
  return speculatability(*this);
}
Speculation::Speculatability PenaltyOp::getSpeculatability() {
  return speculatability(*this);
}
Speculation::Speculatability GradientOp::getSpeculatability() {
  return speculatability(*this);
}

//===----------------------------------------------------------------------===//
// Samples and features
//===----------------------------------------------------------------------===//

template <typename OpT> static SmallVector<int64_t> featureDims(OpT op) {
  int64_t rank = cast<ShapedType>(op.getActivations().getType()).getRank();
  SmallVector<int64_t> dims;
  for (int64_t dim = 0; dim < rank; ++dim)
    if (!llvm::is_contained(op.getSampleDims(), dim))
      dims.push_back(dim);
  return dims;
}

/// Product of the sizes of `dims`, at most the largest number; a static 0 wins
/// over an unknown size.
template <typename OpT>
static int64_t numElements(OpT op, ArrayRef<int64_t> dims) {
  auto type = cast<ShapedType>(op.getActivations().getType());
  uint64_t count = 1;
  bool isDynamic = false;
  for (int64_t dim : dims) {
    if (type.isDynamicDim(dim))
      isDynamic = true;
    else
      count = llvm::SaturatingMultiply<uint64_t>(count, type.getDimSize(dim));
  }
  if (isDynamic && count != 0)
    return ShapedType::kDynamic;
  return std::min<uint64_t>(count, std::numeric_limits<int64_t>::max());
}

SmallVector<int64_t> PenaltyOp::getFeatureDims() { return featureDims(*this); }
int64_t PenaltyOp::getNumSamples() {
  return numElements(*this, getSampleDims());
}
int64_t PenaltyOp::getNumFeatures() {
  return numElements(*this, getFeatureDims());
}

SmallVector<int64_t> GradientOp::getFeatureDims() { return featureDims(*this); }
int64_t GradientOp::getNumSamples() {
  return numElements(*this, getSampleDims());
}
int64_t GradientOp::getNumFeatures() {
  return numElements(*this, getFeatureDims());
}

//===----------------------------------------------------------------------===//
// Folding
//===----------------------------------------------------------------------===//

static bool isZero(Attribute scale) {
  if (auto number = dyn_cast_or_null<FloatAttr>(scale))
    return number.getValue().isZero();
  auto elements = dyn_cast_or_null<DenseFPElementsAttr>(scale);
  return elements && elements.isSplat() &&
         elements.getSplatValue<APFloat>().isZero();
}

/// A term with a constant scale of 0 is no term. (Adding 0 would turn a -0 of
/// the destination into +0; the vanilla step has the -0.)
template <typename OpT>
static LogicalResult foldTerm(OpT op, Attribute scale,
                              SmallVectorImpl<OpFoldResult> &results) {
  if (op.getResult() && isZero(scale)) {
    results.push_back(op.getOutput());
    return success();
  }
  return memref::foldMemRefCast(op);
}

LogicalResult PenaltyOp::fold(FoldAdaptor adaptor,
                              SmallVectorImpl<OpFoldResult> &results) {
  return foldTerm(*this, adaptor.getScale(), results);
}

LogicalResult GradientOp::fold(FoldAdaptor adaptor,
                               SmallVectorImpl<OpFoldResult> &results) {
  return foldTerm(*this, adaptor.getScale(), results);
}

//===----------------------------------------------------------------------===//
// Canonicalisation
//===----------------------------------------------------------------------===//

namespace {

/// `element_offset(%c0)` ==> nothing: 0 is what no offset means.
template <typename OpT> struct DropZeroOffsets : OpRewritePattern<OpT> {
  using OpRewritePattern<OpT>::OpRewritePattern;
  LogicalResult matchAndRewrite(OpT op,
                                PatternRewriter &rewriter) const override {
    auto isZeroOffset = [](Value offset) {
      return offset && matchPattern(offset, m_Zero());
    };
    bool element = isZeroOffset(op.getElementOffset());
    bool slice = isZeroOffset(op.getSliceOffset());
    if (!element && !slice)
      return rewriter.notifyMatchFailure(op, "no offset is a constant 0");
    rewriter.modifyOpInPlace(op, [&] {
      if (element)
        op.getElementOffsetMutable().clear();
      if (slice)
        op.getSliceOffsetMutable().clear();
    });
    return success();
  }
};

/// Erases a term on buffers whose scale is a constant 0.
template <typename OpT> struct EraseZeroTerm : OpRewritePattern<OpT> {
  using OpRewritePattern<OpT>::OpRewritePattern;
  LogicalResult matchAndRewrite(OpT op,
                                PatternRewriter &rewriter) const override {
    Attribute scale;
    if (op.getResult() || !matchPattern(op.getScale(), m_Constant(&scale)) ||
        !isZero(scale))
      return rewriter.notifyMatchFailure(op, "not a zero term on buffers");
    rewriter.eraseOp(op);
    return success();
  }
};

/// `slices = ?` with a d x 32 operand ==> `slices = 32`.
template <typename OpT> struct StaticSliceCount : OpRewritePattern<OpT> {
  using OpRewritePattern<OpT>::OpRewritePattern;
  LogicalResult matchAndRewrite(OpT op,
                                PatternRewriter &rewriter) const override {
    RegularizerAttrInterface regularizer = op.getRegularizer();
    if (!ShapedType::isDynamic(regularizer.getNumSlices()))
      return rewriter.notifyMatchFailure(op, "number of slices is known");
    int64_t slices = cast<ShapedType>(op.getSlices().getType()).getDimSize(1);
    if (ShapedType::isDynamic(slices))
      return rewriter.notifyMatchFailure(op, "operand has a dynamic size");
    rewriter.modifyOpInPlace(op, [&] {
      op.setRegularizerAttr(
          cast<RegularizerAttrInterface>(regularizer.withNumSlices(slices)));
    });
    return success();
  }
};

} // namespace

void SlicesOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                           MLIRContext *context) {
  patterns.add<DropZeroOffsets<SlicesOp>>(context);
}
void SliceNormsOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                               MLIRContext *context) {
  patterns.add<DropZeroOffsets<SliceNormsOp>>(context);
}
void PenaltyOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                            MLIRContext *context) {
  patterns.add<EraseZeroTerm<PenaltyOp>, StaticSliceCount<PenaltyOp>>(context);
}
void GradientOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                             MLIRContext *context) {
  patterns.add<EraseZeroTerm<GradientOp>, StaticSliceCount<GradientOp>>(
      context);
}
