//===- Scatter.cpp - scatters ---------------------------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ForeignOps.h"
#include "ScalarBody.h"

#include "per/Conversion/ImportToLinalg.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StructuredOpsUtils.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::imported;

namespace {
/// The dimension numbers of a scatter, with the names of the specification, and
/// what follows from them.
struct ScatterDims {
  SmallVector<int64_t> updateWindow, insertedWindow, inputBatching,
      indicesBatching, scatteredDims;
  int64_t indexVectorDim = 0;
  /// The dimensions of the updates that number the windows, and their sizes.
  SmallVector<int64_t> updateScatter, updateScatterSizes;
  /// The size of the window in each dimension of the operand.
  SmallVector<int64_t> window;
};

/// Builds the loop of one scatter.
class ScatterBuilder {
public:
  ScatterBuilder(Operation *op, const ScatterDims &dims)
      : op(op), dims(dims), numInputs((op->getNumOperands() - 1) / 2) {}

  SmallVector<Value> build(OpBuilder &builder);

private:
  Value getIndices() const { return op->getOperand(numInputs); }
  Value getUpdates(unsigned i) const {
    return op->getOperand(numInputs + 1 + i);
  }
  SmallVector<Value> getStarts(OpBuilder &builder, ValueRange position);
  Value isInside(OpBuilder &builder, ValueRange starts);
  SmallVector<Value> update(OpBuilder &builder, ValueRange position,
                            ValueRange starts, ValueRange carried);
  SmallVector<Value> updateElements(OpBuilder &builder, ValueRange position,
                                    ValueRange starts, ValueRange carried);
  SmallVector<Value> updateWindows(OpBuilder &builder, ValueRange position,
                                   ValueRange starts, ValueRange carried);

  Operation *op;
  const ScatterDims &dims;
  unsigned numInputs;
};
} // namespace

static std::optional<ScatterDims> readDims(Operation *op, int64_t rank,
                                           RankedTensorType indices,
                                           RankedTensorType updates) {
  StringRef text = getText(op, "scatter_dimension_numbers");
  if (!text.contains("scatter<"))
    return std::nullopt;
  ScatterDims dims;
  SmallVector<int64_t> vectorDim;
  std::pair<StringRef, SmallVector<int64_t> *> lists[] = {
      {"update_window_dims", &dims.updateWindow},
      {"inserted_window_dims", &dims.insertedWindow},
      {"input_batching_dims", &dims.inputBatching},
      {"scatter_indices_batching_dims", &dims.indicesBatching},
      {"scatter_dims_to_operand_dims", &dims.scatteredDims},
      {"index_vector_dim", &vectorDim}};
  for (auto &[key, list] : lists) {
    std::optional<SmallVector<int64_t>> values = getIntsOf(text, key);
    if (!values)
      return std::nullopt;
    *list = *values;
  }
  if (!vectorDim.empty())
    dims.indexVectorDim = vectorDim[0];
  for (const auto &list :
       {dims.insertedWindow, dims.inputBatching, dims.scatteredDims})
    if (llvm::any_of(list, [&](int64_t dim) { return dim >= rank; }))
      return std::nullopt;
  for (int64_t dim : dims.updateWindow)
    if (dim >= updates.getRank())
      return std::nullopt;
  int64_t numScatterDims =
      indices.getRank() - (dims.indexVectorDim < indices.getRank());
  if (dims.inputBatching.size() != dims.indicesBatching.size() ||
      dims.updateWindow.size() + dims.insertedWindow.size() +
              dims.inputBatching.size() !=
          static_cast<size_t>(rank) ||
      updates.getRank() !=
          numScatterDims + static_cast<int64_t>(dims.updateWindow.size()))
    return std::nullopt;

  for (int64_t dim = 0; dim < updates.getRank(); ++dim)
    if (!llvm::is_contained(dims.updateWindow, dim)) {
      dims.updateScatter.push_back(dim);
      dims.updateScatterSizes.push_back(updates.getDimSize(dim));
    }
  unsigned next = 0;
  for (int64_t dim = 0; dim < rank; ++dim) {
    bool isOne = llvm::is_contained(dims.insertedWindow, dim) ||
                 llvm::is_contained(dims.inputBatching, dim);
    dims.window.push_back(
        isOne ? 1 : updates.getDimSize(dims.updateWindow[next++]));
  }
  return dims;
}

/// Where the window of an update begins in the operand.
SmallVector<Value> ScatterBuilder::getStarts(OpBuilder &builder,
                                             ValueRange position) {
  Location loc = op->getLoc();
  auto type = cast<RankedTensorType>(getIndices().getType());
  SmallVector<Value> starts(dims.window.size(), createIndex(builder, loc, 0));
  for (auto [number, dim] : llvm::enumerate(dims.scatteredDims)) {
    SmallVector<Value> at(position);
    if (dims.indexVectorDim < type.getRank())
      at.insert(at.begin() + dims.indexVectorDim,
                createIndex(builder, loc, number));
    Value start = tensor::ExtractOp::create(builder, loc, getIndices(), at);
    Type index = builder.getIndexType();
    if (op->hasAttr(unsignedIndicesName))
      starts[dim] = arith::IndexCastUIOp::create(builder, loc, index, start);
    else
      starts[dim] = arith::IndexCastOp::create(builder, loc, index, start);
  }
  for (auto [dim, batch] :
       llvm::zip_equal(dims.inputBatching, dims.indicesBatching))
    starts[dim] = position[batch - (batch > dims.indexVectorDim)];
  return starts;
}

/// Whether the window lies in the operand.
Value ScatterBuilder::isInside(OpBuilder &builder, ValueRange starts) {
  Location loc = op->getLoc();
  auto type = cast<RankedTensorType>(op->getOperand(0).getType());
  Value result;
  auto require = [&](arith::CmpIPredicate predicate, Value start, int64_t n) {
    Value bound = createIndex(builder, loc, n);
    Value holds = arith::CmpIOp::create(builder, loc, predicate, start, bound);
    result =
        result ? arith::AndIOp::create(builder, loc, result, holds) : holds;
  };
  for (int64_t dim : dims.scatteredDims) {
    int64_t last = type.getDimSize(dim) - dims.window[dim];
    require(arith::CmpIPredicate::sge, starts[dim], 0);
    require(arith::CmpIPredicate::sle, starts[dim], last);
  }
  return result;
}

SmallVector<Value> ScatterBuilder::updateElements(OpBuilder &builder,
                                                  ValueRange position,
                                                  ValueRange starts,
                                                  ValueRange carried) {
  Location loc = op->getLoc();
  auto type = cast<RankedTensorType>(getUpdates(0).getType());
  SmallVector<Value> at(type.getRank(), createIndex(builder, loc, 0));
  for (auto [dim, index] : llvm::zip_equal(dims.updateScatter, position))
    at[dim] = index;
  SmallVector<Value> arguments;
  for (Value input : carried)
    arguments.push_back(tensor::ExtractOp::create(builder, loc, input, starts));
  for (unsigned i = 0; i < numInputs; ++i)
    arguments.push_back(
        tensor::ExtractOp::create(builder, loc, getUpdates(i), at));
  ScalarBody body(builder, op->getRegion(0));
  body.setScalars(arguments);
  SmallVector<Value> results;
  for (auto [value, input] : llvm::zip_equal(body.getResults(), carried))
    results.push_back(
        tensor::InsertOp::create(builder, loc, value, input, starts));
  return results;
}

SmallVector<Value> ScatterBuilder::updateWindows(OpBuilder &builder,
                                                 ValueRange position,
                                                 ValueRange starts,
                                                 ValueRange carried) {
  Location loc = op->getLoc();
  auto getFolded = [](ValueRange values) {
    return llvm::map_to_vector(
        values, [](Value v) -> OpFoldResult { return getAsOpFoldResult(v); });
  };
  auto getConstants = [&](ArrayRef<int64_t> values) {
    return llvm::map_to_vector(values, [&](int64_t n) -> OpFoldResult {
      return builder.getIndexAttr(n);
    });
  };
  // The window in the operand and in the updates; the tensor of one window has
  // the dimensions of the updates' window.
  SmallVector<OpFoldResult> offsets = getFolded(starts);
  SmallVector<OpFoldResult> sizes = getConstants(dims.window);
  SmallVector<OpFoldResult> ones(sizes.size(), builder.getIndexAttr(1));
  auto updatesType = cast<RankedTensorType>(getUpdates(0).getType());
  SmallVector<OpFoldResult> updateOffsets(updatesType.getRank(),
                                          builder.getIndexAttr(0));
  SmallVector<OpFoldResult> updateSizes = getConstants(updatesType.getShape());
  SmallVector<OpFoldResult> updateOnes(updatesType.getRank(),
                                       builder.getIndexAttr(1));
  for (auto [dim, index] : llvm::zip_equal(dims.updateScatter, position)) {
    updateOffsets[dim] = getAsOpFoldResult(index);
    updateSizes[dim] = builder.getIndexAttr(1);
  }
  SmallVector<int64_t> shape;
  for (int64_t dim : dims.updateWindow)
    shape.push_back(updatesType.getDimSize(dim));

  SmallVector<Value> windows, updates;
  SmallVector<Type> types;
  for (auto [i, input] : llvm::enumerate(carried)) {
    Type element = cast<RankedTensorType>(input.getType()).getElementType();
    auto type = RankedTensorType::get(shape, element);
    types.push_back(type);
    windows.push_back(tensor::ExtractSliceOp::create(builder, loc, type, input,
                                                     offsets, sizes, ones));
    updates.push_back(
        tensor::ExtractSliceOp::create(builder, loc, type, getUpdates(i),
                                       updateOffsets, updateSizes, updateOnes));
  }
  AffineMap identity = builder.getMultiDimIdentityMap(shape.size());
  SmallVector<AffineMap> maps(2 * numInputs, identity);
  SmallVector<utils::IteratorType> iterators(shape.size(),
                                             utils::IteratorType::parallel);
  auto combined = linalg::GenericOp::create(
      builder, loc, types, updates, windows, maps, iterators,
      [&](OpBuilder &inner, Location, ValueRange elements) {
        SmallVector<Value> arguments(elements.drop_front(numInputs));
        llvm::append_range(arguments, elements.take_front(numInputs));
        ScalarBody body(inner, op->getRegion(0));
        body.setScalars(arguments);
        linalg::YieldOp::create(inner, loc, body.getResults());
      });
  SmallVector<Value> results;
  for (auto [window, input] : llvm::zip_equal(combined.getResults(), carried))
    results.push_back(tensor::InsertSliceOp::create(builder, loc, window, input,
                                                    offsets, sizes, ones));
  return results;
}

SmallVector<Value> ScatterBuilder::update(OpBuilder &builder,
                                          ValueRange position,
                                          ValueRange starts,
                                          ValueRange carried) {
  bool isElement = llvm::all_of(dims.window, [](int64_t n) { return n == 1; });
  return isElement ? updateElements(builder, position, starts, carried)
                   : updateWindows(builder, position, starts, carried);
}

SmallVector<Value> ScatterBuilder::build(OpBuilder &builder) {
  Location loc = op->getLoc();
  return buildLoops(
      builder, loc, dims.updateScatterSizes,
      op->getOperands().take_front(numInputs),
      [&](OpBuilder &inner, ValueRange position, ValueRange carried) {
        SmallVector<Value> starts = getStarts(inner, position);
        Value inside = isInside(inner, starts);
        if (!inside)
          return update(inner, position, starts, carried);
        auto guarded = scf::IfOp::create(
            inner, loc, inside,
            [&](OpBuilder &then, Location) {
              scf::YieldOp::create(then, loc,
                                   update(then, position, starts, carried));
            },
            [&](OpBuilder &otherwise, Location) {
              scf::YieldOp::create(otherwise, loc, carried);
            });
        return SmallVector<Value>(guarded.getResults());
      });
}

LogicalResult mlir::per::convertImportedScatter(RewriterBase &rewriter,
                                                Operation *op) {
  unsigned numInputs = op->getNumResults();
  if (op->getNumOperands() != 2 * numInputs + 1 || numInputs == 0 ||
      !hasRegions(op, 1) || !isStatic(op))
    return rewriter.notifyMatchFailure(
        op, "expected inputs, indices and updates of static shapes");
  Region &body = op->getRegion(0);
  if (body.getNumArguments() != 2 * numInputs ||
      body.front().getTerminator()->getNumOperands() != numInputs)
    return rewriter.notifyMatchFailure(
        op, "expected a body of two arguments and a result for each input");
  auto input = cast<RankedTensorType>(op->getOperand(0).getType());
  auto indices = cast<RankedTensorType>(op->getOperand(numInputs).getType());
  auto updates =
      cast<RankedTensorType>(op->getOperand(numInputs + 1).getType());
  std::optional<ScatterDims> dims =
      readDims(op, input.getRank(), indices, updates);
  if (!dims)
    return rewriter.notifyMatchFailure(
        op, "its scatter_dimension_numbers cannot be read, or do not fit the "
            "types");
  for (auto [dim, size] : llvm::enumerate(dims->window))
    if (size > input.getDimSize(dim))
      return rewriter.notifyMatchFailure(
          op, "its window is larger than the operand");
  rewriter.replaceOp(op, ScatterBuilder(op, *dims).build(rewriter));
  return success();
}
