//===- Cumulative.cpp - cumulative sums -----------------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ForeignOps.h"
#include "Kept.h"

#include "per/Conversion/ImportToLinalg.h"
#include "per/Frontend/StableHLO.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StructuredOpsUtils.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::imported;

namespace {
/// Builds the loops of one operation: over the sequences, which the dimensions
/// before `dim` number, and along each. What follows `dim` is one row, or one
/// scalar where nothing does.
class CumulativeBuilder {
public:
  CumulativeBuilder(Operation *op, int64_t dim, Combiner combiner,
                    TypedAttr neutral, bool isUnsigned)
      : loc(op->getLoc()), input(op->getOperand(0)),
        type(cast<RankedTensorType>(input.getType())), dim(dim),
        combiner(combiner), neutral(neutral), isUnsigned(isUnsigned),
        isReversed(bool(getForeignAttr(op, "reverse"))),
        rowType(RankedTensorType::get(type.getShape().drop_front(dim + 1),
                                      type.getElementType())) {}

  Value build(OpBuilder &builder);

private:
  bool isScalar() const { return rowType.getRank() == 0; }
  Value createNeutralRow(OpBuilder &builder);
  /// The result and the row after one step at `position`: the indices of the
  /// sequence, and the one along it.
  SmallVector<Value> createStep(OpBuilder &builder, ValueRange position,
                                Value result, Value row);
  SmallVector<Value> createScalarStep(OpBuilder &builder, ValueRange position,
                                      Value result, Value sum);

  Location loc;
  Value input;
  RankedTensorType type;
  int64_t dim;
  Combiner combiner;
  TypedAttr neutral;
  bool isUnsigned, isReversed;
  RankedTensorType rowType;
};
} // namespace

Value CumulativeBuilder::createNeutralRow(OpBuilder &builder) {
  Value scalar = arith::ConstantOp::create(builder, loc, neutral);
  if (isScalar())
    return scalar;
  Value row = tensor::EmptyOp::create(builder, loc, rowType.getShape(),
                                      rowType.getElementType());
  return linalg::FillOp::create(builder, loc, scalar, row).getResult(0);
}

SmallVector<Value> CumulativeBuilder::createScalarStep(OpBuilder &builder,
                                                       ValueRange position,
                                                       Value result,
                                                       Value sum) {
  Value next = tensor::ExtractOp::create(builder, loc, input, position);
  sum = combine(builder, loc, combiner, isUnsigned, sum, next);
  return {tensor::InsertOp::create(builder, loc, sum, result, position), sum};
}

SmallVector<Value> CumulativeBuilder::createStep(OpBuilder &builder,
                                                 ValueRange position,
                                                 Value result, Value row) {
  int64_t rank = type.getRank();
  SmallVector<OpFoldResult> ones(rank, builder.getIndexAttr(1));
  SmallVector<OpFoldResult> sizes = ones;
  SmallVector<OpFoldResult> offsets(rank, builder.getIndexAttr(0));
  for (auto [i, index] : llvm::enumerate(position))
    offsets[i] = getAsOpFoldResult(index);
  for (int64_t i = dim + 1; i < rank; ++i)
    sizes[i] = builder.getIndexAttr(type.getDimSize(i));
  Value next = tensor::ExtractSliceOp::create(builder, loc, rowType, input,
                                              offsets, sizes, ones);
  AffineMap identity = builder.getMultiDimIdentityMap(rowType.getRank());
  SmallVector<utils::IteratorType> iterators(rowType.getRank(),
                                             utils::IteratorType::parallel);
  // In place: the row is carried, not read back from the result.
  row = linalg::GenericOp::create(
            builder, loc, rowType, next, row,
            ArrayRef<AffineMap>{identity, identity}, iterators,
            [&](OpBuilder &body, Location, ValueRange elements) {
              linalg::YieldOp::create(body, loc,
                                      combine(body, loc, combiner, isUnsigned,
                                              elements[1], elements[0]));
            })
            .getResult(0);
  return {tensor::InsertSliceOp::create(builder, loc, row, result, offsets,
                                        sizes, ones),
          row};
}

Value CumulativeBuilder::build(OpBuilder &builder) {
  int64_t size = type.getDimSize(dim);
  auto visitSequence = [&](OpBuilder &outer, ValueRange sequence,
                           ValueRange carried) -> SmallVector<Value> {
    auto visit = [&](OpBuilder &inner, ValueRange along, ValueRange state) {
      Value k = along[0];
      if (isReversed)
        k = arith::SubIOp::create(inner, loc, createIndex(inner, loc, size - 1),
                                  k);
      SmallVector<Value> position(sequence);
      position.push_back(k);
      return isScalar() ? createScalarStep(inner, position, state[0], state[1])
                        : createStep(inner, position, state[0], state[1]);
    };
    Value row = createNeutralRow(outer);
    return {buildLoops(outer, loc, size, {carried[0], row}, visit)[0]};
  };
  Value result = tensor::EmptyOp::create(builder, loc, type.getShape(),
                                         type.getElementType());
  return buildLoops(builder, loc, type.getShape().take_front(dim), result,
                    visitSequence)[0];
}

LogicalResult mlir::per::convertImportedCumulative(RewriterBase &rewriter,
                                                   Operation *op) {
  std::optional<SmallVector<int64_t>> dimension = getInts(op, "dimension");
  auto name = dyn_cast_or_null<StringAttr>(getForeignAttr(op, "combiner"));
  std::optional<Combiner> combiner =
      name ? parseCombiner(name.getValue()) : std::nullopt;
  if (op->getNumOperands() != 1 || op->getNumResults() != 1 || !isStatic(op) ||
      op->getOperandTypes() != op->getResultTypes() || !dimension ||
      dimension->size() != 1 || !combiner)
    return rewriter.notifyMatchFailure(
        op, "expected a dimension, a known combiner, and one operand of static "
            "shape");
  auto type = cast<RankedTensorType>(op->getOperand(0).getType());
  int64_t dim = (*dimension)[0];
  if (dim < 0 || dim >= type.getRank())
    return rewriter.notifyMatchFailure(op, "its dimension is out of range");
  bool isUnsigned =
      getForeignAttr(op, "unsigned") || type.getElementType().isInteger(1);
  Type element = type.getElementType();
  TypedAttr neutral = getNeutral(
      *combiner, isUnsigned ? IntegerType::get(op->getContext(),
                                               element.getIntOrFloatBitWidth(),
                                               IntegerType::Unsigned)
                            : element);
  if (!neutral)
    return rewriter.notifyMatchFailure(
        op, "its combiner has no neutral number of this type");
  if (isUnsigned)
    neutral = IntegerAttr::get(element, cast<IntegerAttr>(neutral).getValue());
  CumulativeBuilder cumulative(op, dim, *combiner, neutral, isUnsigned);
  rewriter.replaceOp(op, cumulative.build(rewriter));
  return success();
}
