//===- Kept.cpp - operations kept from the importer
//------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "Kept.h"

#include "ForeignOps.h"

#include "per/Conversion/ImportToLinalg.h"
#include "per/Frontend/StableHLO.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StructuredOpsUtils.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::imported;

std::optional<Combiner> imported::parseCombiner(StringRef name) {
  return llvm::StringSwitch<std::optional<Combiner>>(name)
      .Case("add", Combiner::Add)
      .Case("multiply", Combiner::Multiply)
      .Case("maximum", Combiner::Maximum)
      .Case("minimum", Combiner::Minimum)
      .Case("and", Combiner::And)
      .Case("or", Combiner::Or)
      .Default(std::nullopt);
}

std::optional<Combiner> imported::getRegionCombiner(Region &region,
                                                    StringRef &name) {
  Block &block = region.front();
  if (block.getNumArguments() != 2 || block.getOperations().size() != 2)
    return std::nullopt;
  Operation &op = block.front();
  Operation *terminator = block.getTerminator();
  Value a = block.getArgument(0), b = block.getArgument(1);
  bool takesBoth = op.getNumOperands() == 2 &&
                   ((op.getOperand(0) == a && op.getOperand(1) == b) ||
                    (op.getOperand(0) == b && op.getOperand(1) == a));
  name = op.getName().getStringRef();
  if (!takesBoth || op.getNumResults() != 1 ||
      terminator->getOperands() != op.getResults() ||
      !name.consume_front("stablehlo."))
    return std::nullopt;
  return parseCombiner(name);
}

static TypedAttr getNeutralFloat(Combiner combiner, FloatType type) {
  switch (combiner) {
  case Combiner::Add:
    return FloatAttr::get(type, 0.0);
  case Combiner::Multiply:
    return FloatAttr::get(type, 1.0);
  case Combiner::Maximum:
    return FloatAttr::get(type, -std::numeric_limits<double>::infinity());
  case Combiner::Minimum:
    return FloatAttr::get(type, std::numeric_limits<double>::infinity());
  case Combiner::And:
  case Combiner::Or:
    return {};
  }
  llvm_unreachable("all combiners are handled");
}

static APInt getNeutralInteger(Combiner combiner, unsigned width,
                               bool isUnsigned) {
  switch (combiner) {
  case Combiner::Add:
  case Combiner::Or:
    return APInt::getZero(width);
  case Combiner::Multiply:
    return APInt(width, 1);
  case Combiner::And:
    return APInt::getAllOnes(width);
  case Combiner::Maximum:
    return isUnsigned ? APInt::getZero(width) : APInt::getSignedMinValue(width);
  case Combiner::Minimum:
    return isUnsigned ? APInt::getMaxValue(width)
                      : APInt::getSignedMaxValue(width);
  }
  llvm_unreachable("all combiners are handled");
}

TypedAttr imported::getNeutral(Combiner combiner, Type type) {
  if (auto number = dyn_cast<FloatType>(type))
    return getNeutralFloat(combiner, number);
  auto integer = dyn_cast<IntegerType>(type);
  if (!integer)
    return {};
  // Booleans are ordered as unsigned numbers are.
  bool isUnsigned = integer.isUnsigned() || integer.getWidth() == 1;
  return IntegerAttr::get(
      type, getNeutralInteger(combiner, integer.getWidth(), isUnsigned));
}

Value imported::combine(OpBuilder &builder, Location loc, Combiner combiner,
                        bool isUnsigned, Value a, Value b) {
  bool isFloat = isa<FloatType>(a.getType());
  switch (combiner) {
  case Combiner::Add:
    return isFloat ? arith::AddFOp::create(builder, loc, a, b).getResult()
                   : arith::AddIOp::create(builder, loc, a, b).getResult();
  case Combiner::Multiply:
    return isFloat ? arith::MulFOp::create(builder, loc, a, b).getResult()
                   : arith::MulIOp::create(builder, loc, a, b).getResult();
  case Combiner::Maximum:
    if (isFloat)
      return arith::MaximumFOp::create(builder, loc, a, b);
    return isUnsigned ? arith::MaxUIOp::create(builder, loc, a, b).getResult()
                      : arith::MaxSIOp::create(builder, loc, a, b).getResult();
  case Combiner::Minimum:
    if (isFloat)
      return arith::MinimumFOp::create(builder, loc, a, b);
    return isUnsigned ? arith::MinUIOp::create(builder, loc, a, b).getResult()
                      : arith::MinSIOp::create(builder, loc, a, b).getResult();
  case Combiner::And:
    return arith::AndIOp::create(builder, loc, a, b);
  case Combiner::Or:
    return arith::OrIOp::create(builder, loc, a, b);
  }
  llvm_unreachable("all combiners are handled");
}

/// The rows of a tensor along a dimension: what follows the dimension is one
/// row, what precedes it numbers the sequences.
static Value createCumulative(OpBuilder &builder, Operation *op, int64_t dim,
                              Combiner combiner, TypedAttr neutral,
                              bool isReversed, bool isUnsigned) {
  Location loc = op->getLoc();
  Value input = op->getOperand(0);
  auto type = cast<RankedTensorType>(input.getType());
  int64_t rank = type.getRank(), size = type.getDimSize(dim);
  auto rowType = RankedTensorType::get(type.getShape().drop_front(dim + 1),
                                       type.getElementType());
  SmallVector<OpFoldResult> ones(rank, builder.getIndexAttr(1));
  SmallVector<OpFoldResult> sizes = ones;
  for (int64_t i = dim + 1; i < rank; ++i)
    sizes[i] = builder.getIndexAttr(type.getDimSize(i));
  AffineMap identity = builder.getMultiDimIdentityMap(rowType.getRank());
  SmallVector<utils::IteratorType> iterators(rowType.getRank(),
                                             utils::IteratorType::parallel);

  auto visitSequence = [&](OpBuilder &outer, ValueRange sequence,
                           ValueRange carried) -> SmallVector<Value> {
    Value first = arith::ConstantOp::create(outer, loc, neutral);
    Value row = tensor::EmptyOp::create(outer, loc, rowType.getShape(),
                                        rowType.getElementType());
    row = linalg::FillOp::create(outer, loc, first, row).getResult(0);
    auto visitRow = [&](OpBuilder &inner, ValueRange along,
                        ValueRange state) -> SmallVector<Value> {
      Value k = along[0];
      if (isReversed)
        k = arith::SubIOp::create(inner, loc, createIndex(inner, loc, size - 1),
                                  k);
      SmallVector<OpFoldResult> offsets(rank, inner.getIndexAttr(0));
      for (auto [i, index] : llvm::enumerate(sequence))
        offsets[i] = getAsOpFoldResult(index);
      offsets[dim] = getAsOpFoldResult(k);
      Value next = tensor::ExtractSliceOp::create(inner, loc, rowType, input,
                                                  offsets, sizes, ones);
      // In place: the row is carried, not read back from the result.
      Value sum =
          linalg::GenericOp::create(
              inner, loc, rowType, next, state[1],
              ArrayRef<AffineMap>{identity, identity}, iterators,
              [&](OpBuilder &body, Location, ValueRange elements) {
                linalg::YieldOp::create(body, loc,
                                        combine(body, loc, combiner, isUnsigned,
                                                elements[1], elements[0]));
              })
              .getResult(0);
      Value result = tensor::InsertSliceOp::create(inner, loc, sum, state[0],
                                                   offsets, sizes, ones);
      return {result, sum};
    };
    return {buildLoops(outer, loc, size, {carried[0], row}, visitRow)[0]};
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
  rewriter.replaceOp(op, createCumulative(rewriter, op, dim, *combiner, neutral,
                                          bool(getForeignAttr(op, "reverse")),
                                          isUnsigned));
  return success();
}

LogicalResult mlir::per::convertImportedConcatenate(RewriterBase &rewriter,
                                                    Operation *op) {
  std::optional<SmallVector<int64_t>> dimension = getInts(op, "dimension");
  if (op->getNumOperands() == 0 || op->getNumResults() != 1 || !isStatic(op) ||
      !dimension || dimension->size() != 1)
    return rewriter.notifyMatchFailure(
        op, "expected a dimension, and operands of static shapes");
  auto type = cast<RankedTensorType>(op->getResult(0).getType());
  int64_t rank = type.getRank(), dim = (*dimension)[0], size = 0;
  if (dim < 0 || dim >= rank)
    return rewriter.notifyMatchFailure(op, "its dimension is out of range");
  for (Value input : op->getOperands()) {
    SmallVector<int64_t> shape(
        cast<RankedTensorType>(input.getType()).getShape());
    if (static_cast<int64_t>(shape.size()) != rank)
      return rewriter.notifyMatchFailure(op, "its operands differ in rank");
    size += std::exchange(shape[dim], type.getDimSize(dim));
    if (shape != type.getShape())
      return rewriter.notifyMatchFailure(op, "its operands do not fit");
  }
  if (size != type.getDimSize(dim))
    return rewriter.notifyMatchFailure(op, "its operands do not fit");

  Location loc = op->getLoc();
  Value result = tensor::EmptyOp::create(rewriter, loc, type.getShape(),
                                         type.getElementType());
  SmallVector<OpFoldResult> offsets(rank, rewriter.getIndexAttr(0));
  SmallVector<OpFoldResult> ones(rank, rewriter.getIndexAttr(1));
  int64_t offset = 0;
  for (Value input : op->getOperands()) {
    auto shape = cast<RankedTensorType>(input.getType()).getShape();
    offsets[dim] = rewriter.getIndexAttr(offset);
    offset += shape[dim];
    SmallVector<OpFoldResult> sizes =
        llvm::map_to_vector(shape, [&](int64_t n) -> OpFoldResult {
          return rewriter.getIndexAttr(n);
        });
    result = tensor::InsertSliceOp::create(rewriter, loc, input, result,
                                           offsets, sizes, ones);
  }
  rewriter.replaceOp(op, result);
  return success();
}
