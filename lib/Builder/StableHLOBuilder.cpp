//===- StableHLOBuilder.cpp - TensorBuilder for StableHLO -----------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Builder/StableHLOBuilder.h"

#include "ElementBuilders.h"

#include "mlir/IR/Matchers.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/FunctionInterfaces.h"

using namespace mlir;
using namespace mlir::per;

/// The extents of a shape, all of them static.
static SmallVector<int64_t> getExtents(const TensorShape &shape) {
  return llvm::map_to_vector(shape, [](OpFoldResult extent) {
    return cast<IntegerAttr>(cast<Attribute>(extent)).getInt();
  });
}

static ArrayRef<int64_t> getExtents(Value tensor) {
  return cast<RankedTensorType>(tensor.getType()).getShape();
}

/// An attribute of StableHLO, which is not registered.
static Attribute getStableHLOAttr(Builder &builder, const Twine &text) {
  return OpaqueAttr::get(builder.getStringAttr("stablehlo"), text.str(),
                         builder.getNoneType());
}

Value StableHLOBuilder::create(StringRef name, Type type, ValueRange operands,
                               ArrayRef<NamedAttribute> properties) {
  OperationState state(loc, name, operands, type);
  if (!properties.empty())
    state.propertiesAttr = builder.getDictionaryAttr(properties);
  return builder.create(state)->getResult(0);
}

Value StableHLOBuilder::createConstant(ElementsAttr value) {
  return create("stablehlo.constant", value.getType(), {},
                builder.getNamedAttr("value", value));
}

SmallVector<Value> StableHLOBuilder::map(const TensorShape &shape,
                                         ArrayRef<MapOperand> operands,
                                         TypeRange elementTypes,
                                         MultiBody body) {
  SmallVector<int64_t> extents = getExtents(shape);
  StableHLOElementBuilder elements(*this, extents);
  SmallVector<Element> x =
      llvm::map_to_vector(operands, [&](const MapOperand &operand) {
        return elements.broadcast(operand);
      });
  SmallVector<Value> results;
  for (auto [element, type] : llvm::zip_equal(body(elements, x), elementTypes))
    results.push_back(elements.convert(element, type).value);
  return results;
}

Value StableHLOBuilder::contract(Value a, bool transposeA, Value b,
                                 bool transposeB, Type elementType) {
  std::string dims = "dot<lhs_contracting_dimensions = [" +
                     std::to_string(transposeA ? 0 : 1) +
                     "], rhs_contracting_dimensions = [" +
                     std::to_string(transposeB ? 1 : 0) + "]>";
  Attribute highest = getStableHLOAttr(builder, "precision HIGHEST");
  NamedAttribute properties[] = {
      builder.getNamedAttr("dot_dimension_numbers",
                           getStableHLOAttr(builder, dims)),
      builder.getNamedAttr("precision_config",
                           builder.getArrayAttr({highest, highest}))};
  auto type = RankedTensorType::get(
      {getExtents(a)[transposeA ? 1 : 0], getExtents(b)[transposeB ? 0 : 1]},
      elementType);
  return create("stablehlo.dot_general", type, {a, b}, properties);
}

Value StableHLOBuilder::sum(Value tensor, ArrayRef<int64_t> dims) {
  Type elementType = getElementType(tensor);
  auto scalarType = RankedTensorType::get({}, elementType);
  SmallVector<int64_t> extents;
  for (auto [dim, extent] : llvm::enumerate(getExtents(tensor)))
    if (!llvm::is_contained(dims, dim))
      extents.push_back(extent);
  Value zero = createConstant(
      DenseElementsAttr::get(scalarType, builder.getZeroAttr(elementType)));
  OperationState state(loc, "stablehlo.reduce", {tensor, zero},
                       RankedTensorType::get(extents, elementType));
  state.propertiesAttr = builder.getDictionaryAttr(
      builder.getNamedAttr("dimensions", builder.getDenseI64ArrayAttr(dims)));
  Region *region = state.addRegion();
  {
    OpBuilder::InsertionGuard guard(builder);
    Block *block =
        builder.createBlock(region, {}, {scalarType, scalarType}, {loc, loc});
    Value total = create("stablehlo.add", scalarType, block->getArguments());
    builder.create(OperationState(loc, "stablehlo.return", total, TypeRange()));
  }
  return builder.create(state)->getResult(0);
}

Value StableHLOBuilder::slice(Value tensor, const TensorShape &offsets,
                              const TensorShape &sizes) {
  SmallVector<int64_t> starts = getExtents(offsets), limits;
  SmallVector<int64_t> extents = getExtents(sizes);
  if (ArrayRef<int64_t>(extents) == getExtents(tensor))
    return tensor;
  for (auto [start, extent] : llvm::zip_equal(starts, extents))
    limits.push_back(start + extent);
  SmallVector<int64_t> strides(starts.size(), 1);
  NamedAttribute properties[] = {
      builder.getNamedAttr("limit_indices",
                           builder.getDenseI64ArrayAttr(limits)),
      builder.getNamedAttr("start_indices",
                           builder.getDenseI64ArrayAttr(starts)),
      builder.getNamedAttr("strides", builder.getDenseI64ArrayAttr(strides))};
  return create("stablehlo.slice",
                RankedTensorType::get(extents, getElementType(tensor)), tensor,
                properties);
}

SmallVector<Value> StableHLOBuilder::sortRows(ArrayRef<Value> matrices) {
  // Without another operand, equal ones are the same; XLA is faster then.
  bool isStable = matrices.size() > 1;
  OperationState state(loc, "stablehlo.sort", matrices,
                       ValueRange(matrices).getTypes());
  state.propertiesAttr = builder.getDictionaryAttr(
      {builder.getNamedAttr("dimension", builder.getI64IntegerAttr(1)),
       builder.getNamedAttr("is_stable", builder.getBoolAttr(isStable))});
  Region *region = state.addRegion();
  {
    OpBuilder::InsertionGuard guard(builder);
    SmallVector<Type> types;
    for (Value matrix : matrices)
      types.append(2, RankedTensorType::get({}, getElementType(matrix)));
    Block *block = builder.createBlock(
        region, {}, types, SmallVector<Location>(types.size(), loc));
    Type key = getElementType(matrices.front());
    StableHLOElementBuilder elements(*this, {});
    Element isLess =
        elements.binary(ScalarFunction::CompareLT, {block->getArgument(0), key},
                        {block->getArgument(1), key});
    builder.create(
        OperationState(loc, "stablehlo.return", isLess.value, TypeRange()));
  }
  return llvm::to_vector_of<Value>(builder.create(state)->getResults());
}

Value StableHLOBuilder::scatterRows(Value values, Value positions) {
  // Each index is a pair: the row, and the position in it.
  SmallVector<int64_t> extents(getExtents(values));
  StableHLOElementBuilder elements(*this, extents);
  Type i32 = builder.getI32Type();
  Value rows = elements.index(0, i32).value;
  extents.push_back(1);
  Value parts[] = {reshape(rows, extents), reshape(positions, extents)};
  extents.back() = 2;
  Value indices = create(
      "stablehlo.concatenate", RankedTensorType::get(extents, i32), parts,
      builder.getNamedAttr("dimension", builder.getI64IntegerAttr(2)));
  Type elementType = getElementType(values);
  auto scalarType = RankedTensorType::get({}, elementType);
  Value zero = createConstant(
      DenseElementsAttr::get(scalarType, builder.getZeroAttr(elementType)));
  Value operand =
      create("stablehlo.broadcast_in_dim", values.getType(), zero,
             builder.getNamedAttr("broadcast_dimensions",
                                  builder.getDenseI64ArrayAttr({})));
  OperationState state(loc, "stablehlo.scatter", {operand, indices, values},
                       values.getType());
  state.propertiesAttr = builder.getDictionaryAttr(
      {builder.getNamedAttr("indices_are_sorted", builder.getBoolAttr(false)),
       builder.getNamedAttr(
           "scatter_dimension_numbers",
           getStableHLOAttr(builder, "scatter<inserted_window_dims = [0, 1], "
                                     "scatter_dims_to_operand_dims = [0, 1], "
                                     "index_vector_dim = 2>")),
       builder.getNamedAttr("unique_indices", builder.getBoolAttr(true))});
  Region *region = state.addRegion();
  {
    OpBuilder::InsertionGuard guard(builder);
    Block *block =
        builder.createBlock(region, {}, {scalarType, scalarType}, {loc, loc});
    builder.create(OperationState(loc, "stablehlo.return",
                                  block->getArgument(1), TypeRange()));
  }
  return builder.create(state)->getResult(0);
}

void StableHLOBuilder::assertRows(Value, int64_t, StringRef) {
  // All shapes are static: the verifier has checked them.
}

Value StableHLOBuilder::transpose(Value tensor, ArrayRef<int64_t> permutation) {
  SmallVector<int64_t> extents = llvm::map_to_vector(
      permutation, [&](int64_t dim) { return getExtents(tensor)[dim]; });
  return create("stablehlo.transpose",
                RankedTensorType::get(extents, getElementType(tensor)), tensor,
                builder.getNamedAttr(
                    "permutation", builder.getDenseI64ArrayAttr(permutation)));
}

Value StableHLOBuilder::reshape(Value tensor, ArrayRef<int64_t> shape) {
  if (getExtents(tensor) == shape)
    return tensor;
  return create("stablehlo.reshape",
                RankedTensorType::get(shape, getElementType(tensor)), tensor);
}

Value StableHLOBuilder::flatten(Value tensor, unsigned numRows) {
  ArrayRef<int64_t> extents = getExtents(tensor);
  return reshape(tensor, {llvm::product_of(extents.take_front(numRows)),
                          llvm::product_of(extents.drop_front(numRows))});
}

Value StableHLOBuilder::unflatten(Value matrix, unsigned numRows,
                                  const TensorShape &shape) {
  return reshape(matrix, getExtents(shape));
}

Value StableHLOBuilder::interleave(ArrayRef<Value> matrices, unsigned dim) {
  SmallVector<int64_t> result(getExtents(matrices.front()));
  SmallVector<int64_t> part = result, stacked = result;
  part.insert(part.begin() + dim + 1, 1);
  stacked.insert(stacked.begin() + dim + 1, matrices.size());
  result[dim] *= matrices.size();
  SmallVector<Value> parts = llvm::map_to_vector(
      matrices, [&](Value matrix) { return reshape(matrix, part); });
  auto type = RankedTensorType::get(stacked, getElementType(matrices.front()));
  Value joined = create(
      "stablehlo.concatenate", type, parts,
      builder.getNamedAttr("dimension", builder.getI64IntegerAttr(dim + 1)));
  // Without the barrier XLA fuses the matrices' producers into every reader and
  // computes them again there, nearly half the time of a term.
  joined = create("stablehlo.optimization_barrier", type, joined);
  return reshape(joined, result);
}

Value StableHLOBuilder::table(ArrayRef<int16_t> entries) {
  // The entry block of the function, which dominates every use.
  Operation *function = builder.getInsertionBlock()->getParentOp();
  if (!isa<FunctionOpInterface>(function))
    function = function->getParentOfType<FunctionOpInterface>();
  Block *entry = &function->getRegion(0).front();
  Value &table = tables[{entry, entries.data()}];
  if (table)
    return table;
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(entry);
  auto type = RankedTensorType::get(entries.size(), builder.getI16Type());
  table = createConstant(DenseElementsAttr::get(type, entries));
  return table;
}

TensorShape StableHLOBuilder::getShape(Value tensor) {
  return getAsIndexOpFoldResult(builder.getContext(), getExtents(tensor));
}

FailureOr<Value> StableHLOBuilder::asTensor(Value value) {
  if (isa<TensorType>(value.getType()))
    return value;
  TypedAttr constant;
  if (!matchPattern(value, m_Constant(&constant)))
    return failure();
  return createConstant(DenseElementsAttr::get(
      RankedTensorType::get({}, value.getType()), constant));
}

static int64_t getStatic(OpFoldResult value) {
  return *getConstantIntValue(value);
}

Value StableHLOBuilder::scalar(OpFoldResult value, Type type) {
  return createConstant(
      DenseElementsAttr::get(RankedTensorType::get({}, type),
                             builder.getIntegerAttr(type, getStatic(value))));
}

OpFoldResult StableHLOBuilder::add(OpFoldResult a, OpFoldResult b) {
  return builder.getIndexAttr(getStatic(a) + getStatic(b));
}

OpFoldResult StableHLOBuilder::shiftRight(OpFoldResult value, unsigned shift) {
  return builder.getIndexAttr(getStatic(value) >> shift);
}

OpFoldResult StableHLOBuilder::lowBits(OpFoldResult value, unsigned shift) {
  return builder.getIndexAttr(getStatic(value) & ((int64_t(1) << shift) - 1));
}
