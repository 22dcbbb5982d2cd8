//===- Sort.cpp - sorts ---------------------------------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ForeignOps.h"
#include "ScalarBody.h"

#include "per/Builder/MergeSort.h"
#include "per/Conversion/ImportToLinalg.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::imported;

/// Whether an element must stand before another, by the comparator of a sort.
static Value isBefore(OpBuilder &builder, Operation *op, ValueRange element,
                      ValueRange other) {
  SmallVector<Value> arguments;
  for (auto [first, second] : llvm::zip_equal(element, other))
    llvm::append_values(arguments, first, second);
  ScalarBody comparator(builder, op->getRegion(0));
  comparator.setScalars(arguments);
  return comparator.getResults()[0];
}

LogicalResult mlir::per::convertImportedSort(RewriterBase &rewriter,
                                             Operation *op) {
  unsigned numInputs = op->getNumOperands();
  std::optional<SmallVector<int64_t>> dimension = getInts(op, "dimension");
  if (numInputs == 0 || op->getOperandTypes() != op->getResultTypes() ||
      !hasRegions(op, 1) || !isStatic(op) || !dimension ||
      dimension->size() != 1)
    return rewriter.notifyMatchFailure(
        op, "expected a dimension, and operands of static shapes");
  if (op->getRegion(0).getNumArguments() != 2 * numInputs)
    return rewriter.notifyMatchFailure(
        op, "expected a comparator of two arguments for each operand");
  auto type = cast<RankedTensorType>(op->getOperand(0).getType());
  int64_t rank = type.getRank(), dim = (*dimension)[0];
  if (dim < 0)
    dim += rank;
  if (dim < 0 || dim >= rank)
    return rewriter.notifyMatchFailure(op, "its dimension is out of range");
  int64_t size = type.getDimSize(dim);
  if (size <= 1) {
    rewriter.replaceOp(op, op->getOperands());
    return success();
  }

  Location loc = op->getLoc();
  SmallVector<int64_t> outer(type.getShape());
  outer[dim] = 1;
  SmallVector<OpFoldResult> ones(rank, rewriter.getIndexAttr(1));
  SmallVector<OpFoldResult> sizes = ones;
  sizes[dim] = rewriter.getIndexAttr(size);
  SmallVector<Value> results = buildLoops(
      rewriter, loc, outer, op->getOperands(),
      [&](OpBuilder &builder, ValueRange position, ValueRange carried) {
        SmallVector<OpFoldResult> offsets =
            llvm::map_to_vector(position, [](Value v) -> OpFoldResult {
              return getAsOpFoldResult(v);
            });
        SmallVector<Value> rows;
        for (Value input : carried)
          rows.push_back(tensor::ExtractSliceOp::create(
              builder, loc,
              RankedTensorType::get(
                  {size},
                  cast<RankedTensorType>(input.getType()).getElementType()),
              input, offsets, sizes, ones));
        rows = buildMergeSort(
            builder, loc, rows, builder.getIndexAttr(size),
            [&](OpBuilder &inner, ValueRange element, ValueRange other) {
              return isBefore(inner, op, element, other);
            });
        SmallVector<Value> sorted;
        for (auto [row, input] : llvm::zip_equal(rows, carried))
          sorted.push_back(tensor::InsertSliceOp::create(
              builder, loc, row, input, offsets, sizes, ones));
        return sorted;
      });
  rewriter.replaceOp(op, results);
  return success();
}
