//===- SliceOps.cpp - slices that are read and written --------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ViewBuilder.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::linalgview;

/// Sizes and strides, and offsets where all are static. Dynamic ones are named
/// by the number of their value.
static std::string getSliceKey(const GraphView &view,
                               OffsetSizeAndStrideOpInterface op,
                               bool withOffsets) {
  std::string key;
  llvm::raw_string_ostream os(key);
  auto print = [&](StringRef name, ArrayRef<OpFoldResult> values) {
    os << name << '[';
    for (OpFoldResult value : values) {
      if (std::optional<int64_t> number = getConstantIntValue(value))
        os << *number << ',';
      else if (ViewValue *known = view.lookup(cast<Value>(value)))
        os << '%' << known->id << ',';
      else
        os << "?,";
    }
    os << ']';
  };
  if (withOffsets)
    print("offsets", op.getMixedOffsets());
  print("sizes", op.getMixedSizes());
  print("strides", op.getMixedStrides());
  return key;
}

/// The index that a dynamic slice was asked for: StableHLO moves a slice that
/// would leave the tensor back into it, which the legalization writes out as
/// min(max(index, 0), bound). The slice on StableHLO has that index too.
static Value stripClamp(Value index, int64_t bound) {
  auto upper = index.getDefiningOp<arith::MinSIOp>();
  if (!upper || getConstantIntValue(upper.getRhs()) != bound)
    return index;
  auto lower = upper.getLhs().getDefiningOp<arith::MaxSIOp>();
  if (!lower || getConstantIntValue(lower.getRhs()) != 0)
    return index;
  return lower.getLhs();
}

static bool areStatic(ArrayRef<OpFoldResult> values) {
  return llvm::all_of(values, [](OpFoldResult value) {
    return getConstantIntValue(value).has_value();
  });
}

/// One start index for each dimension of the sliced tensor.
FailureOr<SmallVector<ViewValue *>>
ViewBuilder::getStarts(OffsetSizeAndStrideOpInterface op,
                       ArrayRef<int64_t> shape, Place place) {
  SmallVector<ViewValue *> starts;
  for (auto [offset, size, extent] :
       llvm::zip_equal(op.getMixedOffsets(), op.getMixedSizes(), shape)) {
    if (std::optional<int64_t> number = getConstantIntValue(offset)) {
      starts.push_back(
          emitScalarConstant(place, IndexType::get(op->getContext()), *number));
      continue;
    }
    Value index = cast<Value>(offset);
    std::optional<int64_t> length = getConstantIntValue(size);
    if (length && !ShapedType::isDynamic(extent))
      index = stripClamp(index, extent - *length);
    starts.push_back(view.lookup(index));
    if (!starts.back())
      return op->emitError("an operand is used before its definition");
  }
  return starts;
}

/// The sizes of a slice before unit dimensions are dropped.
static SmallVector<int64_t> getFullShape(OffsetSizeAndStrideOpInterface op) {
  SmallVector<int64_t> shape;
  for (OpFoldResult size : op.getMixedSizes())
    shape.push_back(getConstantIntValue(size).value_or(ShapedType::kDynamic));
  return shape;
}

LogicalResult ViewBuilder::buildExtractSlice(tensor::ExtractSliceOp op,
                                             ViewBlock *block) {
  ViewValue *source = view.lookup(op.getSource());
  if (!source)
    return op.emitError("an operand is used before its definition");
  Place place{block, op};
  SmallVector<ViewValue *> operands = {source};
  bool isStatic = areStatic(op.getMixedOffsets());
  if (!isStatic) {
    FailureOr<SmallVector<ViewValue *>> starts =
        getStarts(op, source->shape, place);
    if (failed(starts))
      return failure();
    llvm::append_range(operands, *starts);
  }
  SmallVector<int64_t> shape = getFullShape(op);
  ViewValue *result =
      emit(place, isStatic ? NodeKind::Slice : NodeKind::DynamicSlice, operands,
           source->elementType, shape);
  result->def->key = getSliceKey(view, op, isStatic);
  if (op.getType().getRank() != static_cast<int64_t>(shape.size()))
    result = emitReshape(place, result, op.getType().getShape());
  bind(place, op, result);
  return success();
}

LogicalResult ViewBuilder::buildInsertSlice(tensor::InsertSliceOp op,
                                            ViewBlock *block) {
  ViewValue *source = view.lookup(op.getSource());
  ViewValue *destination = view.lookup(op.getDest());
  if (!source || !destination)
    return op.emitError("an operand is used before its definition");
  Place place{block, op};
  SmallVector<int64_t> shape = getFullShape(op);
  if (shape.size() != source->shape.size())
    source = emitReshape(place, source, shape);

  // Into a constant: edges and gaps, of the gradient of a strided operation.
  std::optional<double> filled = getSplatConstant(destination);
  bool isStatic = areStatic(op.getMixedOffsets());
  Type element = op.getType().getElementType();
  SmallVector<ViewValue *> operands;
  if (isStatic && filled) {
    operands = {source, emitScalarConstant(place, element, *filled)};
  } else {
    FailureOr<SmallVector<ViewValue *>> starts =
        getStarts(op, destination->shape, place);
    if (failed(starts))
      return failure();
    operands = {destination, source};
    llvm::append_range(operands, *starts);
  }
  ViewValue *result = emit(
      place, isStatic && filled ? NodeKind::Pad : NodeKind::DynamicUpdateSlice,
      operands, element, op.getType().getShape());
  result->def->key = getSliceKey(view, op, isStatic && filled);
  bind(place, op, result);
  return success();
}
