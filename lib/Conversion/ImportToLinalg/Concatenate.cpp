//===- Concatenate.cpp - concatenations -----------------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ForeignOps.h"

#include "per/Conversion/ImportToLinalg.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::imported;

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
