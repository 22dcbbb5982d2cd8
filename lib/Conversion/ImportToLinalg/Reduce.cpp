//===- Reduce.cpp - reductions --------------------------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ForeignOps.h"
#include "ScalarBody.h"

#include "per/Conversion/ImportToLinalg.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StructuredOpsUtils.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::imported;

/// Tensors of the results' types that hold the initial values.
static SmallVector<Value> createInits(RewriterBase &rewriter, Operation *op) {
  Location loc = op->getLoc();
  SmallVector<Value> inits;
  unsigned numInputs = op->getNumResults();
  for (unsigned i = 0; i < numInputs; ++i) {
    auto type = cast<RankedTensorType>(op->getResult(i).getType());
    Value value = tensor::ExtractOp::create(
        rewriter, loc, op->getOperand(numInputs + i), ValueRange());
    Value empty = tensor::EmptyOp::create(rewriter, loc, type.getShape(),
                                          type.getElementType());
    inits.push_back(
        linalg::FillOp::create(rewriter, loc, value, empty).getResult(0));
  }
  return inits;
}

LogicalResult mlir::per::convertImportedReduce(RewriterBase &rewriter,
                                               Operation *op) {
  unsigned numInputs = op->getNumResults();
  std::optional<SmallVector<int64_t>> dims = getInts(op, "dimensions");
  if (numInputs == 0 || op->getNumOperands() != 2 * numInputs || !dims ||
      !hasRegions(op, 1) || !isStatic(op) ||
      op->getRegion(0).getNumArguments() != 2 * numInputs)
    return rewriter.notifyMatchFailure(
        op, "expected dimensions, operands of static shapes, and a body of two "
            "arguments for each operand");
  auto type = cast<RankedTensorType>(op->getOperand(0).getType());
  SmallVector<utils::IteratorType> iterators(type.getRank(),
                                             utils::IteratorType::parallel);
  for (int64_t dim : *dims) {
    if (dim < 0 || dim >= type.getRank())
      return rewriter.notifyMatchFailure(op, "its dimensions are out of range");
    iterators[dim] = utils::IteratorType::reduction;
  }
  SmallVector<AffineExpr> kept;
  SmallVector<int64_t> shape;
  for (auto [dim, iterator] : llvm::enumerate(iterators))
    if (iterator == utils::IteratorType::parallel) {
      kept.push_back(rewriter.getAffineDimExpr(dim));
      shape.push_back(type.getDimSize(dim));
    }
  for (unsigned i = 0; i < numInputs; ++i)
    if (cast<ShapedType>(op->getOperand(i).getType()).getShape() !=
            type.getShape() ||
        cast<ShapedType>(op->getResult(i).getType()).getShape() !=
            ArrayRef<int64_t>(shape))
      return rewriter.notifyMatchFailure(op,
                                         "its dimensions do not fit the types");

  SmallVector<AffineMap> maps(numInputs,
                              rewriter.getMultiDimIdentityMap(type.getRank()));
  maps.append(numInputs,
              AffineMap::get(type.getRank(), 0, kept, rewriter.getContext()));
  auto result = linalg::GenericOp::create(
      rewriter, op->getLoc(), op->getResultTypes(),
      op->getOperands().take_front(numInputs), createInits(rewriter, op), maps,
      iterators, [&](OpBuilder &builder, Location loc, ValueRange elements) {
        SmallVector<Value> arguments(elements.drop_front(numInputs));
        llvm::append_range(arguments, elements.take_front(numInputs));
        ScalarBody body(builder, op->getRegion(0));
        body.setScalars(arguments);
        linalg::YieldOp::create(builder, loc, body.getResults());
      });
  rewriter.replaceOp(op, result);
  return success();
}
