//===- LinalgBuilder.cpp - TensorBuilder for linalg -----------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Builder/LinalgBuilder.h"

#include "ElementBuilders.h"

#include "per/Builder/MergeSort.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::per;

Value LinalgBuilder::createEmpty(const TensorShape &shape, Type elementType) {
  return tensor::EmptyOp::create(builder, loc, shape,
                                 getStorageType(elementType));
}

Value LinalgBuilder::createZero(const TensorShape &shape, Type elementType) {
  Value zero =
      arith::ConstantOp::create(builder, loc, builder.getZeroAttr(elementType));
  Value empty = createEmpty(shape, elementType);
  return linalg::FillOp::create(builder, loc, zero, empty).getResult(0);
}

SmallVector<Value> LinalgBuilder::map(const TensorShape &shape,
                                      ArrayRef<MapOperand> operands,
                                      TypeRange elementTypes, MultiBody body) {
  MLIRContext *context = builder.getContext();
  unsigned rank = shape.size();
  SmallVector<AffineMap> maps;
  SmallVector<Value> inputs, outputs;
  for (const MapOperand &operand : operands) {
    SmallVector<AffineExpr> dims =
        llvm::map_to_vector(operand.dims, [&](int64_t dim) {
          return getAffineDimExpr(dim, context);
        });
    maps.push_back(AffineMap::get(rank, 0, dims, context));
    inputs.push_back(operand.value);
  }
  for (Type type : elementTypes) {
    maps.push_back(AffineMap::getMultiDimIdentityMap(rank, context));
    outputs.push_back(createEmpty(shape, type));
  }
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  auto generic = linalg::GenericOp::create(
      builder, loc, ValueRange(outputs).getTypes(), inputs, outputs, maps,
      iterators, [&](OpBuilder &nested, Location nestedLoc, ValueRange args) {
        LinalgElementBuilder elements(nested, nestedLoc);
        SmallVector<Element> x;
        for (Value arg : args.take_front(inputs.size()))
          x.push_back({arg, arg.getType()});
        SmallVector<Value> results;
        for (auto [element, type] :
             llvm::zip_equal(body(elements, x), elementTypes))
          results.push_back(elements.convert(element, type).value);
        linalg::YieldOp::create(nested, nestedLoc, results);
      });
  return llvm::to_vector_of<Value>(generic.getResults());
}

Value LinalgBuilder::contract(Value a, bool transposeA, Value b,
                              bool transposeB, Type elementType) {
  MLIRContext *context = builder.getContext();
  TensorShape shapeA = getShape(a), shapeB = getShape(b);
  Value init = createZero(
      {shapeA[transposeA ? 1 : 0], shapeB[transposeB ? 0 : 1]}, elementType);
  AffineExpr row, column, k;
  bindDims(context, row, column, k);
  auto mapOf = [&](bool transposed, AffineExpr first, AffineExpr second) {
    if (transposed)
      std::swap(first, second);
    return AffineMap::get(3, 0, {first, second}, context);
  };
  SmallVector<AffineMap> maps = {mapOf(transposeA, row, k),
                                 mapOf(transposeB, k, column),
                                 mapOf(false, row, column)};
  auto matmul = linalg::MatmulOp::create(builder, loc, init.getType(),
                                         ValueRange{a, b}, init);
  matmul.setIndexingMapsAttr(builder.getAffineMapArrayAttr(maps));
  return matmul.getResult(0);
}

Value LinalgBuilder::sum(Value tensor, ArrayRef<int64_t> dims) {
  TensorShape shape;
  for (auto [dim, extent] : llvm::enumerate(getShape(tensor)))
    if (!llvm::is_contained(dims, dim))
      shape.push_back(extent);
  Value init = createZero(shape, getElementType(tensor));
  auto reduce = linalg::ReduceOp::create(
      builder, loc, tensor, init, dims,
      [&](OpBuilder &nested, Location nestedLoc, ValueRange args) {
        LinalgElementBuilder elements(nested, nestedLoc);
        Type type = args[0].getType();
        Element total = elements.add({args[1], type}, {args[0], type});
        linalg::YieldOp::create(nested, nestedLoc, total.value);
      });
  return reduce.getResult(0);
}

Value LinalgBuilder::slice(Value tensor, const TensorShape &offsets,
                           const TensorShape &sizes) {
  SmallVector<OpFoldResult> strides(offsets.size(), builder.getIndexAttr(1));
  return tensor::ExtractSliceOp::create(builder, loc, tensor, offsets, sizes,
                                        strides);
}

SmallVector<Value> LinalgBuilder::sortRows(ArrayRef<Value> matrices) {
  TensorShape shape = getShape(matrices.front());
  Value numRows = getValueOrCreateConstantIndexOp(builder, loc, shape[0]);
  OpFoldResult one = builder.getIndexAttr(1), zero = builder.getIndexAttr(0);
  TensorShape sizes = {one, shape[1]}, strides = {one, one};
  int64_t size = getConstantIntValue(shape[1]).value_or(ShapedType::kDynamic);
  auto sortRow = [&](OpBuilder &inner, Location, Value row,
                     ValueRange carried) {
    TensorShape offsets = {row, zero};
    SmallVector<Value> vectors, sorted;
    for (Value matrix : carried)
      vectors.push_back(tensor::ExtractSliceOp::create(
          inner, loc, RankedTensorType::get(size, getElementType(matrix)),
          matrix, offsets, sizes, strides));
    vectors = buildMergeSort(
        inner, loc, vectors, shape[1],
        [&](OpBuilder &nested, ValueRange element, ValueRange other) {
          return arith::CmpIOp::create(nested, loc, arith::CmpIPredicate::slt,
                                       element.front(), other.front());
        });
    for (auto [vector, matrix] : llvm::zip_equal(vectors, carried))
      sorted.push_back(tensor::InsertSliceOp::create(inner, loc, vector, matrix,
                                                     offsets, sizes, strides));
    scf::YieldOp::create(inner, loc, sorted);
  };
  auto loop = scf::ForOp::create(
      builder, loc, arith::ConstantIndexOp::create(builder, loc, 0), numRows,
      arith::ConstantIndexOp::create(builder, loc, 1), matrices, sortRow);
  return llvm::to_vector_of<Value>(loop.getResults());
}

Value LinalgBuilder::scatterRows(Value values, Value positions) {
  TensorShape shape = getShape(values);
  SmallVector<Value> upper =
      getValueOrCreateConstantIndexOp(builder, loc, shape);
  SmallVector<Value> lower(2, arith::ConstantIndexOp::create(builder, loc, 0));
  SmallVector<Value> steps(2, arith::ConstantIndexOp::create(builder, loc, 1));
  Value empty = createEmpty(shape, getElementType(values));
  scf::LoopNest nest = scf::buildLoopNest(
      builder, loc, lower, upper, steps, empty,
      [&](OpBuilder &inner, Location, ValueRange at, ValueRange carried) {
        Value value = tensor::ExtractOp::create(inner, loc, values, at);
        Value position = arith::IndexCastOp::create(
            inner, loc, inner.getIndexType(),
            tensor::ExtractOp::create(inner, loc, positions, at));
        Value inserted =
            tensor::InsertOp::create(inner, loc, value, carried.front(),
                                     ValueRange{at.front(), position});
        return scf::ValueVector{inserted};
      });
  return nest.results.front();
}

void LinalgBuilder::assertRows(Value tensor, int64_t numRows,
                               StringRef message) {
  OpFoldResult extent = getShape(tensor)[0];
  if (getConstantIntValue(extent))
    return;
  Value needed = arith::ConstantIndexOp::create(builder, loc, numRows);
  Value holds = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::uge,
                                      cast<Value>(extent), needed);
  cf::AssertOp::create(builder, loc, holds, message);
}

Value LinalgBuilder::transpose(Value tensor, ArrayRef<int64_t> permutation) {
  TensorShape shape = getShape(tensor), permuted;
  for (int64_t dim : permutation)
    permuted.push_back(shape[dim]);
  Value init = createEmpty(permuted, getElementType(tensor));
  return linalg::TransposeOp::create(builder, loc, tensor, init, permutation)
      ->getResult(0);
}

/// The dimensions first, first + 1, ... , last - 1.
static ReassociationIndices dimRange(int64_t first, int64_t last) {
  return llvm::to_vector<2>(llvm::seq<int64_t>(first, last));
}

Value LinalgBuilder::flatten(Value tensor, unsigned numRows) {
  unsigned rank = getRank(tensor);
  if (numRows != 0 && numRows != rank) {
    if (rank == 2)
      return tensor;
    SmallVector<ReassociationIndices> groups = {dimRange(0, numRows),
                                                dimRange(numRows, rank)};
    return tensor::CollapseShapeOp::create(builder, loc, tensor, groups);
  }
  // One of the two groups is empty: a vector, and a unit dimension for it.
  if (rank > 1)
    tensor = tensor::CollapseShapeOp::create(
        builder, loc, tensor,
        SmallVector<ReassociationIndices>{dimRange(0, rank)});
  TensorShape matrix(2, builder.getIndexAttr(1));
  SmallVector<ReassociationIndices> groups;
  if (rank != 0) {
    matrix[numRows == 0 ? 1 : 0] = getShape(tensor)[0];
    groups.push_back(dimRange(0, 2));
  }
  SmallVector<int64_t> extents;
  SmallVector<Value> unused;
  dispatchIndexOpFoldResults(matrix, unused, extents);
  return tensor::ExpandShapeOp::create(
      builder, loc, RankedTensorType::get(extents, getElementType(tensor)),
      tensor, groups, matrix);
}

/// The number in row-major order of the current element of a body, counted over
/// the dimensions from `first` on that `extents` has.
static Value getLinearIndex(OpBuilder &builder, Location loc, unsigned first,
                            ValueRange extents) {
  Value index = arith::ConstantIndexOp::create(builder, loc, 0);
  for (auto [offset, extent] : llvm::enumerate(extents)) {
    Value position = linalg::IndexOp::create(builder, loc, first + offset);
    Value scaled = arith::MulIOp::create(builder, loc, index, extent);
    index = arith::AddIOp::create(builder, loc, scaled, position);
  }
  return index;
}

/// `unflatten` where rows or columns become several dimensions of dynamic size.
/// There a tensor.expand_shape is valid, but upstream's lowering of what it
/// bufferizes to (expand-strided-metadata of LLVM 22) crashes. So every element
/// is read by its number.
static Value gatherUnflattened(OpBuilder &builder, Location loc, Value matrix,
                               unsigned numRows, const TensorShape &shape,
                               Value empty) {
  SmallVector<Value> extents =
      getValueOrCreateConstantIndexOp(builder, loc, shape);
  unsigned rank = shape.size();
  AffineMap map = builder.getMultiDimIdentityMap(rank);
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  auto generic = linalg::GenericOp::create(
      builder, loc, empty.getType(), ValueRange(), empty, map, iterators,
      [&](OpBuilder &nested, Location nestedLoc, ValueRange) {
        ArrayRef<Value> all = extents;
        Value row =
            getLinearIndex(nested, nestedLoc, 0, all.take_front(numRows));
        Value column =
            getLinearIndex(nested, nestedLoc, numRows, all.drop_front(numRows));
        Value element = tensor::ExtractOp::create(nested, nestedLoc, matrix,
                                                  ValueRange{row, column});
        linalg::YieldOp::create(nested, nestedLoc, element);
      });
  return generic.getResult(0);
}

Value LinalgBuilder::unflatten(Value matrix, unsigned numRows,
                               const TensorShape &shape) {
  unsigned rank = shape.size();
  SmallVector<int64_t> extents;
  SmallVector<Value> unused;
  dispatchIndexOpFoldResults(shape, unused, extents);
  auto type = RankedTensorType::get(extents, getElementType(matrix));
  auto countDynamic = [](ArrayRef<int64_t> part) {
    return llvm::count_if(part, ShapedType::isDynamic);
  };
  ArrayRef<int64_t> sizes = extents;
  if (countDynamic(sizes.take_front(numRows)) > 1 ||
      countDynamic(sizes.drop_front(numRows)) > 1)
    return gatherUnflattened(builder, loc, matrix, numRows, shape,
                             createEmpty(shape, type.getElementType()));
  if (numRows != 0 && numRows != rank) {
    if (rank == 2)
      return matrix;
    SmallVector<ReassociationIndices> groups = {dimRange(0, numRows),
                                                dimRange(numRows, rank)};
    return tensor::ExpandShapeOp::create(builder, loc, type, matrix, groups,
                                         shape);
  }
  SmallVector<ReassociationIndices> all;
  if (rank != 0)
    all.push_back(dimRange(0, 2));
  Value vector = tensor::CollapseShapeOp::create(builder, loc, matrix, all);
  if (rank <= 1)
    return vector;
  return tensor::ExpandShapeOp::create(
      builder, loc, type, vector,
      SmallVector<ReassociationIndices>{dimRange(0, rank)}, shape);
}

Value LinalgBuilder::table(ArrayRef<int16_t> entries) {
  auto type = RankedTensorType::get(entries.size(), builder.getI16Type());
  return arith::ConstantOp::create(builder, loc,
                                   DenseElementsAttr::get(type, entries));
}

TensorShape LinalgBuilder::getShape(Value tensor) {
  return tensor::getMixedSizes(builder, loc, tensor);
}

FailureOr<Value> LinalgBuilder::asTensor(Value value) {
  if (isa<TensorType>(value.getType()))
    return value;
  return Value(tensor::FromElementsOp::create(
      builder, loc, RankedTensorType::get({}, value.getType()), value));
}

Value LinalgBuilder::scalar(OpFoldResult value, Type type) {
  if (std::optional<int64_t> constant = getConstantIntValue(value))
    return arith::ConstantOp::create(
        builder, loc,
        DenseElementsAttr::get(RankedTensorType::get({}, type),
                               builder.getIntegerAttr(type, *constant)));
  Value cast =
      arith::IndexCastOp::create(builder, loc, type, ::cast<Value>(value));
  return *asTensor(cast);
}

OpFoldResult LinalgBuilder::apply(AffineExpr expression,
                                  ArrayRef<OpFoldResult> operands) {
  return affine::makeComposedFoldedAffineApply(builder, loc, expression,
                                               operands);
}

OpFoldResult LinalgBuilder::add(OpFoldResult a, OpFoldResult b) {
  AffineExpr x, y;
  bindSymbols(builder.getContext(), x, y);
  return apply(x + y, {a, b});
}

OpFoldResult LinalgBuilder::shiftRight(OpFoldResult value, unsigned shift) {
  AffineExpr x;
  bindSymbols(builder.getContext(), x);
  return apply(x.floorDiv(int64_t(1) << shift), {value});
}

OpFoldResult LinalgBuilder::lowBits(OpFoldResult value, unsigned shift) {
  AffineExpr x;
  bindSymbols(builder.getContext(), x);
  return apply(x % (int64_t(1) << shift), {value});
}
