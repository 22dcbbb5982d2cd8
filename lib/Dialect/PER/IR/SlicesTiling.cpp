//===- SlicesTiling.cpp - tiles of per.slices and per.slice_norms -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// An entry is a function of its element and its slice, so a tile is the same op
// with the tile's offsets added.
//
//===----------------------------------------------------------------------===//

#include "TilingUtils.h"

#include "per/Dialect/PER/IR/PER.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace mlir::per;

/// `base + offset` as an operand; null for a constant 0.
static Value addOffset(OpBuilder &b, Location loc, Value base,
                       OpFoldResult offset) {
  if (!base)
    return isZeroInteger(offset)
               ? Value()
               : getValueOrCreateConstantIndexOp(b, loc, offset);
  AffineExpr sum = b.getAffineSymbolExpr(0) + b.getAffineSymbolExpr(1);
  OpFoldResult total = affine::makeComposedFoldedAffineApply(
      b, loc, sum, {OpFoldResult(base), offset});
  return getValueOrCreateConstantIndexOp(b, loc, total);
}

static Type resultType(Value output) {
  return isa<TensorType>(output.getType()) ? output.getType() : Type();
}

//===----------------------------------------------------------------------===//
// per.slices: elements and slices, both parallel
//===----------------------------------------------------------------------===//

SmallVector<utils::IteratorType> SlicesOp::getLoopIteratorTypes() {
  return {utils::IteratorType::parallel, utils::IteratorType::parallel};
}

SmallVector<Range> SlicesOp::getIterationDomain(OpBuilder &b) {
  return {getRange(b, getLoc(), getOutput(), 0),
          getRange(b, getLoc(), getOutput(), 1)};
}

static FailureOr<TilingResult> tileSlices(SlicesOp op, OpBuilder &b,
                                          ArrayRef<OpFoldResult> offsets,
                                          ArrayRef<OpFoldResult> sizes) {
  if (op.computesNorms() && !coversDim(op.getOutput(), 0, offsets[0], sizes[0]))
    return failure();
  Location loc = op.getLoc();
  SmallVector<Operation *> generatedSlices;
  Value output =
      getTile(b, loc, op.getOutput(), offsets, sizes, generatedSlices);
  Value norms;
  if (op.getNorms())
    norms =
        getTile(b, loc, op.getNorms(), offsets[1], sizes[1], generatedSlices);
  auto tiled =
      SlicesOp::create(b, loc, resultType(output), op.getSeed(), op.getStep(),
                       addOffset(b, loc, op.getElementOffset(), offsets[0]),
                       addOffset(b, loc, op.getSliceOffset(), offsets[1]),
                       norms, output, op.getSiteAttr());
  tiled->setDiscardableAttrs(op->getDiscardableAttrDictionary());
  return getTilingResult(tiled, std::move(generatedSlices));
}

FailureOr<TilingResult>
SlicesOp::getTiledImplementation(OpBuilder &b, ArrayRef<OpFoldResult> offsets,
                                 ArrayRef<OpFoldResult> sizes) {
  FailureOr<TilingResult> result = tileSlices(*this, b, offsets, sizes);
  if (failed(result))
    return emitOpError("cannot be tiled over elements without norms: use "
                       "per-decompose-slices before");
  return result;
}

LogicalResult SlicesOp::getResultTilePosition(
    OpBuilder &, unsigned, ArrayRef<OpFoldResult> offsets,
    ArrayRef<OpFoldResult> sizes, SmallVector<OpFoldResult> &resultOffsets,
    SmallVector<OpFoldResult> &resultSizes) {
  resultOffsets.assign(offsets.begin(), offsets.end());
  resultSizes.assign(sizes.begin(), sizes.end());
  return success();
}

LogicalResult SlicesOp::getIterationDomainTileFromResultTile(
    OpBuilder &, unsigned, ArrayRef<OpFoldResult> offsets,
    ArrayRef<OpFoldResult> sizes,
    SmallVectorImpl<OpFoldResult> &iterDomainOffsets,
    SmallVectorImpl<OpFoldResult> &iterDomainSizes) {
  iterDomainOffsets.assign(offsets.begin(), offsets.end());
  iterDomainSizes.assign(sizes.begin(), sizes.end());
  return success();
}

FailureOr<TilingResult>
SlicesOp::generateResultTileValue(OpBuilder &b, unsigned,
                                  ArrayRef<OpFoldResult> offsets,
                                  ArrayRef<OpFoldResult> sizes) {
  return tileSlices(*this, b, offsets, sizes);
}

//===----------------------------------------------------------------------===//
// per.slice_norms: slices parallel, elements a reduction
//===----------------------------------------------------------------------===//

SmallVector<utils::IteratorType> SliceNormsOp::getLoopIteratorTypes() {
  return {utils::IteratorType::parallel, utils::IteratorType::reduction};
}

SmallVector<Range> SliceNormsOp::getIterationDomain(OpBuilder &b) {
  return {
      getRange(b, getLoc(), getOutput(), 0),
      {b.getIndexAttr(0), getAsOpFoldResult(getElements()), b.getIndexAttr(1)}};
}

SliceNormsOp SliceNormsOp::getTileInto(OpBuilder &b, Value output,
                                       ArrayRef<OpFoldResult> offsets,
                                       ArrayRef<OpFoldResult> sizes) {
  auto tiled = SliceNormsOp::create(
      b, getLoc(), resultType(output), getSeed(), getStep(),
      getValueOrCreateConstantIndexOp(b, getLoc(), sizes[1]),
      addOffset(b, getLoc(), getElementOffset(), offsets[1]),
      addOffset(b, getLoc(), getSliceOffset(), offsets[0]), output,
      getSiteAttr());
  tiled->setDiscardableAttrs((*this)->getDiscardableAttrDictionary());
  return tiled;
}

FailureOr<TilingResult>
SliceNormsOp::getTiledImplementation(OpBuilder &b,
                                     ArrayRef<OpFoldResult> offsets,
                                     ArrayRef<OpFoldResult> sizes) {
  SmallVector<Operation *> generatedSlices;
  Value output =
      getTile(b, getLoc(), getOutput(), offsets[0], sizes[0], generatedSlices);
  return getTilingResult(getTileInto(b, output, offsets, sizes),
                         std::move(generatedSlices));
}

LogicalResult SliceNormsOp::getResultTilePosition(
    OpBuilder &, unsigned, ArrayRef<OpFoldResult> offsets,
    ArrayRef<OpFoldResult> sizes, SmallVector<OpFoldResult> &resultOffsets,
    SmallVector<OpFoldResult> &resultSizes) {
  resultOffsets.assign({offsets[0]});
  resultSizes.assign({sizes[0]});
  return success();
}

LogicalResult SliceNormsOp::getIterationDomainTileFromResultTile(
    OpBuilder &b, unsigned, ArrayRef<OpFoldResult> offsets,
    ArrayRef<OpFoldResult> sizes,
    SmallVectorImpl<OpFoldResult> &iterDomainOffsets,
    SmallVectorImpl<OpFoldResult> &iterDomainSizes) {
  iterDomainOffsets.assign({offsets[0], b.getIndexAttr(0)});
  iterDomainSizes.assign({sizes[0], getAsOpFoldResult(getElements())});
  return success();
}

FailureOr<TilingResult>
SliceNormsOp::generateResultTileValue(OpBuilder &b, unsigned resultNumber,
                                      ArrayRef<OpFoldResult> offsets,
                                      ArrayRef<OpFoldResult> sizes) {
  SmallVector<OpFoldResult> domainOffsets, domainSizes;
  if (failed(getIterationDomainTileFromResultTile(
          b, resultNumber, offsets, sizes, domainOffsets, domainSizes)))
    return failure();
  return getTiledImplementation(b, domainOffsets, domainSizes);
}
