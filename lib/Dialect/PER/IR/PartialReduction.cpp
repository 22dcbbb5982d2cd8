//===- PartialReduction.cpp - reductions split among threads -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// per.penalty and per.slice_norms as parallel loops: each iteration computes a
// tile and adds it to an entry of its own in a tensor of zeros, and the entries
// are then added to the destination. That tensor has the dimensions of the
// result, then one for each dimension that is split.
//
//   %zeros = linalg.fill ... : tensor<4xf32>
//   %parts = scf.forall (%t) in (4) shared_outs(%o = %zeros) {
//     %part = per.penalty ... outs(%o[%t])
//   }
//   linalg.reduce { arith.addf } ins(%parts) outs(%destination)
//
//===----------------------------------------------------------------------===//

#include "TilingUtils.h"

#include "per/Dialect/PER/IR/PER.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mlir::per;

namespace {
using Sizes = ArrayRef<OpFoldResult>;
using SizeVector = SmallVector<OpFoldResult>;
} // namespace

/// The loop that is the dimension of a result, if it has one: the slices of the
/// norms. A penalty has none.
static std::optional<unsigned> resultLoop(Operation *op) {
  return isa<SliceNormsOp>(op) ? std::optional<unsigned>(0) : std::nullopt;
}

static FailureOr<SmallVector<Value>>
createZeros(DestinationStyleOpInterface op, OpBuilder &b, Location loc,
            Sizes sizes, const SetVector<unsigned> &reductionDims) {
  if (!op.hasPureTensorSemantics())
    return op->emitOpError("expected tensors, to reduce in parts");
  SizeVector shape;
  if (std::optional<unsigned> loop = resultLoop(op))
    shape.push_back(sizes[*loop]);
  for (unsigned dim : reductionDims)
    shape.push_back(sizes[dim]);
  Type elementType = getElementTypeOrSelf(op.getDpsInits()[0].getType());
  Value empty = tensor::EmptyOp::create(b, loc, shape, elementType);
  Value zero = arith::ConstantOp::create(b, loc, b.getZeroAttr(elementType));
  return SmallVector<Value>{
      linalg::FillOp::create(b, loc, zero, empty).getResult(0)};
}

/// The entry of one iteration: offsets and sizes in the tensor of zeros.
static void getEntry(Operation *op, OpBuilder &b, Sizes offsets, Sizes sizes,
                     Sizes iterations, SizeVector &entryOffsets,
                     SizeVector &entrySizes) {
  entryOffsets.clear();
  entrySizes.clear();
  if (std::optional<unsigned> loop = resultLoop(op)) {
    entryOffsets.push_back(offsets[*loop]);
    entrySizes.push_back(sizes[*loop]);
  }
  llvm::append_range(entryOffsets, iterations);
  entrySizes.append(iterations.size(), b.getIndexAttr(1));
}

/// The destination of one iteration, of the rank of the result.
static tensor::ExtractSliceOp getEntryTile(Operation *op, OpBuilder &b,
                                           Location loc, Value zeros,
                                           Sizes offsets, Sizes sizes,
                                           Sizes iterations) {
  SizeVector entryOffsets, entrySizes;
  getEntry(op, b, offsets, sizes, iterations, entryOffsets, entrySizes);
  SizeVector strides(entryOffsets.size(), b.getIndexAttr(1));
  SizeVector resultSizes(ArrayRef(entrySizes).drop_back(iterations.size()));
  auto type =
      RankedTensorType::get(std::get<0>(decomposeMixedValues(resultSizes)),
                            getElementTypeOrSelf(zeros.getType()));
  return tensor::ExtractSliceOp::create(b, loc, type, zeros, entryOffsets,
                                        entrySizes, strides);
}

static MergeResult merge(DestinationStyleOpInterface op, OpBuilder &b,
                         Location loc, ValueRange parts,
                         const SetVector<unsigned> &reductionDims) {
  int64_t rank = cast<ShapedType>(parts[0].getType()).getRank();
  int64_t first = rank - static_cast<int64_t>(reductionDims.size());
  auto reduce = linalg::ReduceOp::create(
      b, loc, parts, op.getDpsInits(),
      llvm::to_vector(llvm::seq<int64_t>(first, rank)),
      [](OpBuilder &b, Location loc, ValueRange args) {
        Value sum =
            isa<FloatType>(args[0].getType())
                ? arith::AddFOp::create(b, loc, args[0], args[1]).getResult()
                : arith::AddIOp::create(b, loc, args[0], args[1]);
        linalg::YieldOp::create(b, loc, sum);
      });
  return {{reduce}, SmallVector<Value>(reduce.getResults())};
}

/// Only loops whose iterations are independent have one entry each.
static LogicalResult checkStrategy(Operation *op,
                                   ReductionTilingStrategy strategy) {
  if (strategy == ReductionTilingStrategy::PartialReductionOuterParallel)
    return success();
  return op->emitOpError("reduces in parts only in a parallel loop: use "
                         "tile_reduction_using_forall, or tile_using_for");
}

//===----------------------------------------------------------------------===//
// per.penalty
//===----------------------------------------------------------------------===//

FailureOr<SmallVector<Value>>
PenaltyOp::generateInitialTensorForPartialReduction(
    OpBuilder &b, Location loc, Sizes sizes,
    const SetVector<unsigned> &reductionDims) {
  return createZeros(*this, b, loc, sizes, reductionDims);
}

FailureOr<TilingResult> PenaltyOp::tileToPartialReduction(
    OpBuilder &b, Location loc, ReductionTilingStrategy strategy,
    ValueRange init, Sizes offsets, Sizes sizes, const SetVector<unsigned> &,
    Sizes iterations) {
  if (failed(checkStrategy(*this, strategy)))
    return failure();
  auto entry = getEntryTile(*this, b, loc, init[0], offsets, sizes, iterations);
  FailureOr<TilingResult> tile = getTileInto(b, entry, offsets, sizes);
  if (succeeded(tile))
    tile->generatedSlices.push_back(entry);
  return tile;
}

FailureOr<MergeResult>
PenaltyOp::mergeReductions(OpBuilder &b, Location loc, ValueRange parts,
                           const SetVector<unsigned> &reductionDims) {
  return merge(*this, b, loc, parts, reductionDims);
}

LogicalResult PenaltyOp::getPartialResultTilePosition(
    OpBuilder &b, unsigned, ReductionTilingStrategy, Sizes offsets, Sizes sizes,
    const SetVector<unsigned> &, Sizes iterations, SizeVector &resultOffsets,
    SizeVector &resultSizes) {
  getEntry(*this, b, offsets, sizes, iterations, resultOffsets, resultSizes);
  return success();
}

//===----------------------------------------------------------------------===//
// per.slice_norms
//===----------------------------------------------------------------------===//

FailureOr<SmallVector<Value>>
SliceNormsOp::generateInitialTensorForPartialReduction(
    OpBuilder &b, Location loc, Sizes sizes,
    const SetVector<unsigned> &reductionDims) {
  return createZeros(*this, b, loc, sizes, reductionDims);
}

FailureOr<TilingResult> SliceNormsOp::tileToPartialReduction(
    OpBuilder &b, Location loc, ReductionTilingStrategy strategy,
    ValueRange init, Sizes offsets, Sizes sizes, const SetVector<unsigned> &,
    Sizes iterations) {
  if (failed(checkStrategy(*this, strategy)))
    return failure();
  auto entry = getEntryTile(*this, b, loc, init[0], offsets, sizes, iterations);
  return getTilingResult(getTileInto(b, entry, offsets, sizes), {entry});
}

FailureOr<MergeResult>
SliceNormsOp::mergeReductions(OpBuilder &b, Location loc, ValueRange parts,
                              const SetVector<unsigned> &reductionDims) {
  return merge(*this, b, loc, parts, reductionDims);
}

LogicalResult SliceNormsOp::getPartialResultTilePosition(
    OpBuilder &b, unsigned, ReductionTilingStrategy, Sizes offsets, Sizes sizes,
    const SetVector<unsigned> &, Sizes iterations, SizeVector &resultOffsets,
    SizeVector &resultSizes) {
  getEntry(*this, b, offsets, sizes, iterations, resultOffsets, resultSizes);
  return success();
}
