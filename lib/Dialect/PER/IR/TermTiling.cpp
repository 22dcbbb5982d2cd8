//===- TermTiling.cpp - tiles of per.penalty and per.gradient -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// The iteration space of a term has the dimensions of its activations and, if
// it draws, the slices as last one. A term is a sum, so each tile adds its
// share to the destination. A dimension that the regulariser couples must stay
// whole: its type is `reduction`, and a tile of it is an error.
//
//===----------------------------------------------------------------------===//

#include "TilingUtils.h"

#include "per/Dialect/PER/IR/PER.h"

#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace mlir::per;

template <typename OpT> static int64_t activationRank(OpT op) {
  return cast<ShapedType>(op.getActivations().getType()).getRank();
}

template <typename OpT> static bool isSampleDim(OpT op, int64_t dim) {
  return llvm::is_contained(op.getSampleDims(), dim);
}

/// Whether a dimension of the activations must not be split.
template <typename OpT> static bool isCoupled(OpT op, int64_t dim) {
  return isSampleDim(op, dim) ? op.getRegularizer().couplesSamples()
                              : op.getRegularizer().couplesFeatures();
}

/// The first coupled dimension that a tile would split, if there is one.
template <typename OpT>
static std::optional<int64_t> findSplitDim(OpT op,
                                           ArrayRef<OpFoldResult> offsets,
                                           ArrayRef<OpFoldResult> sizes) {
  for (int64_t dim = 0, e = activationRank(op); dim < e; ++dim)
    if (isCoupled(op, dim) &&
        !coversDim(op.getActivations(), dim, offsets[dim], sizes[dim]))
      return dim;
  return std::nullopt;
}

template <typename OpT>
static SmallVector<Range> termDomain(OpT op, OpBuilder &b) {
  SmallVector<Range> domain;
  for (int64_t dim = 0, e = activationRank(op); dim < e; ++dim)
    domain.push_back(getRange(b, op.getLoc(), op.getActivations(), dim));
  if (op.getSlices())
    domain.push_back(getRange(b, op.getLoc(), op.getSlices(), 1));
  return domain;
}

/// The regulariser of a tile: a term of as many slices as the tile has.
template <typename OpT>
static RegularizerAttrInterface tileRegularizer(OpT op, OpFoldResult offset,
                                                OpFoldResult size) {
  if (coversDim(op.getSlices(), 1, offset, size))
    return op.getRegularizer();
  int64_t slices = getConstantIntValue(size).value_or(ShapedType::kDynamic);
  return cast<RegularizerAttrInterface>(
      op.getRegularizer().withNumSlices(slices));
}

/// Builds the tile of a term; its share is added to `outputTile`.
template <typename OpT>
static TilingResult buildTile(OpT op, OpBuilder &b, Value outputTile,
                              ArrayRef<OpFoldResult> offsets,
                              ArrayRef<OpFoldResult> sizes,
                              SmallVector<Operation *> generatedSlices) {
  Location loc = op.getLoc();
  int64_t rank = activationRank(op);
  Value activations =
      getTile(b, loc, op.getActivations(), offsets.take_front(rank),
              sizes.take_front(rank), generatedSlices);
  RegularizerAttrInterface regularizer = op.getRegularizer();
  Value slices;
  if (op.getSlices()) {
    regularizer = tileRegularizer(op, offsets.back(), sizes.back());
    slices = getTile(
        b, loc, op.getSlices(), {b.getIndexAttr(0), offsets.back()},
        {getSize(b, loc, op.getSlices(), 0), sizes.back()}, generatedSlices);
  }
  Type resultType = op.getResult() ? outputTile.getType() : Type();
  auto tiled = OpT::create(b, loc, resultType, regularizer, activations, slices,
                           op.getScale(), outputTile, op.getSampleDimsAttr());
  tiled->setDiscardableAttrs(op->getDiscardableAttrDictionary());
  return getTilingResult(tiled, std::move(generatedSlices));
}

/// Emits why a tile is refused; succeeds if it is not.
template <typename OpT>
static LogicalResult checkTile(OpT op, ArrayRef<OpFoldResult> offsets,
                               ArrayRef<OpFoldResult> sizes) {
  std::optional<int64_t> dim = findSplitDim(op, offsets, sizes);
  if (!dim)
    return success();
  return op.emitOpError("cannot be tiled over dimension ")
         << *dim << ": " << Attribute(op.getRegularizer()) << " couples the "
         << (isSampleDim(op, *dim) ? "samples of a batch"
                                   : "features of a sample");
}

//===----------------------------------------------------------------------===//
// per.penalty: all dimensions are reductions
//===----------------------------------------------------------------------===//

SmallVector<utils::IteratorType> PenaltyOp::getLoopIteratorTypes() {
  return SmallVector<utils::IteratorType>(activationRank(*this) +
                                              bool(getSlices()),
                                          utils::IteratorType::reduction);
}

SmallVector<Range> PenaltyOp::getIterationDomain(OpBuilder &b) {
  return termDomain(*this, b);
}

FailureOr<TilingResult> PenaltyOp::getTileInto(OpBuilder &b, Value output,
                                               ArrayRef<OpFoldResult> offsets,
                                               ArrayRef<OpFoldResult> sizes) {
  if (failed(checkTile(*this, offsets, sizes)))
    return failure();
  return buildTile(*this, b, output, offsets, sizes, /*generatedSlices=*/{});
}

FailureOr<TilingResult>
PenaltyOp::getTiledImplementation(OpBuilder &b, ArrayRef<OpFoldResult> offsets,
                                  ArrayRef<OpFoldResult> sizes) {
  return getTileInto(b, getOutput(), offsets, sizes);
}

LogicalResult
PenaltyOp::getResultTilePosition(OpBuilder &, unsigned, ArrayRef<OpFoldResult>,
                                 ArrayRef<OpFoldResult>,
                                 SmallVector<OpFoldResult> &resultOffsets,
                                 SmallVector<OpFoldResult> &resultSizes) {
  resultOffsets.clear();
  resultSizes.clear();
  return success();
}

//===----------------------------------------------------------------------===//
// per.gradient: samples and features parallel, slices a reduction
//===----------------------------------------------------------------------===//

SmallVector<utils::IteratorType> GradientOp::getLoopIteratorTypes() {
  SmallVector<utils::IteratorType> types;
  for (int64_t dim = 0, e = activationRank(*this); dim < e; ++dim)
    types.push_back(isCoupled(*this, dim) ? utils::IteratorType::reduction
                                          : utils::IteratorType::parallel);
  if (getSlices())
    types.push_back(utils::IteratorType::reduction);
  return types;
}

SmallVector<Range> GradientOp::getIterationDomain(OpBuilder &b) {
  return termDomain(*this, b);
}

static TilingResult tileGradient(GradientOp op, OpBuilder &b,
                                 ArrayRef<OpFoldResult> offsets,
                                 ArrayRef<OpFoldResult> sizes) {
  int64_t rank = activationRank(op);
  SmallVector<Operation *> generatedSlices;
  Value output =
      getTile(b, op.getLoc(), op.getOutput(), offsets.take_front(rank),
              sizes.take_front(rank), generatedSlices);
  return buildTile(op, b, output, offsets, sizes, std::move(generatedSlices));
}

FailureOr<TilingResult>
GradientOp::getTiledImplementation(OpBuilder &b, ArrayRef<OpFoldResult> offsets,
                                   ArrayRef<OpFoldResult> sizes) {
  if (failed(checkTile(*this, offsets, sizes)))
    return failure();
  return tileGradient(*this, b, offsets, sizes);
}

LogicalResult GradientOp::getResultTilePosition(
    OpBuilder &, unsigned, ArrayRef<OpFoldResult> offsets,
    ArrayRef<OpFoldResult> sizes, SmallVector<OpFoldResult> &resultOffsets,
    SmallVector<OpFoldResult> &resultSizes) {
  int64_t rank = activationRank(*this);
  resultOffsets = llvm::to_vector(offsets.take_front(rank));
  resultSizes = llvm::to_vector(sizes.take_front(rank));
  return success();
}

/// All slices, and the tile of the result in the dimensions of the activations.
LogicalResult GradientOp::getIterationDomainTileFromResultTile(
    OpBuilder &b, unsigned, ArrayRef<OpFoldResult> offsets,
    ArrayRef<OpFoldResult> sizes,
    SmallVectorImpl<OpFoldResult> &iterDomainOffsets,
    SmallVectorImpl<OpFoldResult> &iterDomainSizes) {
  iterDomainOffsets.assign(offsets.begin(), offsets.end());
  iterDomainSizes.assign(sizes.begin(), sizes.end());
  if (getSlices()) {
    iterDomainOffsets.push_back(b.getIndexAttr(0));
    iterDomainSizes.push_back(getSize(b, getLoc(), getSlices(), 1));
  }
  return success();
}

/// A consumer may ask for any tile, so a refusal is no error here.
FailureOr<TilingResult>
GradientOp::generateResultTileValue(OpBuilder &b, unsigned resultNumber,
                                    ArrayRef<OpFoldResult> offsets,
                                    ArrayRef<OpFoldResult> sizes) {
  if (findSplitDim(*this, offsets, sizes))
    return failure();
  SmallVector<OpFoldResult> domainOffsets, domainSizes;
  if (failed(getIterationDomainTileFromResultTile(
          b, resultNumber, offsets, sizes, domainOffsets, domainSizes)))
    return failure();
  return tileGradient(*this, b, domainOffsets, domainSizes);
}
