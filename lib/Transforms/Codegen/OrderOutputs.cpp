//===- OrderOutputs.cpp - contractions in the order of their reader -------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Conversion/SumOfProducts.h"
#include "per/Transforms/Codegen/Passes.h"

#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"

namespace mlir::per {
#define GEN_PASS_DEF_ORDEROUTPUTSPASS
#include "per/Transforms/Codegen/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

/// The order of a result's dimensions in which its only user reads it; none if
/// the user reads it in the order that it has, or in no order.
static std::optional<SmallVector<int64_t>> findOrder(Value result) {
  if (!result.hasOneUse())
    return std::nullopt;
  OpOperand &use = *result.getUses().begin();
  SmallVector<int64_t> order;
  if (auto transpose = dyn_cast<linalg::TransposeOp>(use.getOwner())) {
    if (transpose.getInput() != result)
      return std::nullopt;
    llvm::append_range(order, transpose.getPermutation());
  } else if (auto reader = dyn_cast<linalg::GenericOp>(use.getOwner())) {
    AffineMap map = reader.getMatchingIndexingMap(&use);
    if (!reader.isDpsInput(&use) || !map.isPermutation())
      return std::nullopt;
    // Dimension `order[i]` is read by loop i.
    AffineMap inverse = inversePermutation(map);
    for (AffineExpr expr : inverse.getResults())
      order.push_back(cast<AffineDimExpr>(expr).getPosition());
  } else {
    return std::nullopt;
  }
  if (llvm::is_sorted(order))
    return std::nullopt;
  return order;
}

/// Gives the result of a contraction its dimensions in another order.
static void reorder(RewriterBase &rewriter, linalg::LinalgOp op,
                    linalg::FillOp fill, ArrayRef<int64_t> order) {
  OpOperand *use = &*op->getResult(0).getUses().begin();
  Operation *reader = use->getOwner();
  unsigned number = use->getOperandNumber();
  rewriter.setInsertionPoint(op);
  auto generic = dyn_cast<linalg::GenericOp>(op.getOperation());
  if (!generic)
    generic = *linalg::generalizeNamedOp(rewriter, op);
  rewriter.setInsertionPoint(generic);
  auto type = cast<RankedTensorType>(generic->getResult(0).getType());
  SmallVector<int64_t> shape = applyPermutation(type.getShape(), order);
  Value empty = tensor::EmptyOp::create(rewriter, generic.getLoc(), shape,
                                        type.getElementType());
  Value zeros = linalg::FillOp::create(rewriter, generic.getLoc(),
                                       fill.getInputs(), empty)
                    .getResult(0);
  SmallVector<AffineMap> maps = generic.getIndexingMapsArray();
  AffineMap &output = maps.back();
  output = AffineMap::get(output.getNumDims(), 0,
                          applyPermutation(output.getResults(), order),
                          rewriter.getContext());
  rewriter.modifyOpInPlace(generic, [&] {
    generic.getOutputsMutable().assign(zeros);
    generic.setIndexingMapsAttr(rewriter.getAffineMapArrayAttr(maps));
    generic->getResult(0).setType(zeros.getType());
  });
  if (isa<linalg::TransposeOp>(reader)) {
    rewriter.replaceOp(reader, generic);
    return;
  }
  auto elementwise = cast<linalg::GenericOp>(reader);
  SmallVector<AffineMap> readerMaps = elementwise.getIndexingMapsArray();
  AffineMap &read = readerMaps[number];
  read = AffineMap::get(read.getNumDims(), 0,
                        applyPermutation(read.getResults(), order),
                        rewriter.getContext());
  rewriter.modifyOpInPlace(elementwise, [&] {
    elementwise.setIndexingMapsAttr(rewriter.getAffineMapArrayAttr(readerMaps));
  });
}

namespace {
struct OrderOutputsPass : per::impl::OrderOutputsPassBase<OrderOutputsPass> {
  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    SmallVector<linalg::LinalgOp> operations;
    getOperation()->walk([&](linalg::LinalgOp op) {
      if (op.hasPureTensorSemantics() && matchSumOfProducts(op))
        operations.push_back(op);
    });
    for (linalg::LinalgOp op : operations) {
      auto fill = op.getDpsInits()[0].getDefiningOp<linalg::FillOp>();
      auto type = cast<RankedTensorType>(op->getResult(0).getType());
      if (!fill || !type.hasStaticShape())
        continue;
      if (auto order = findOrder(op->getResult(0)))
        reorder(rewriter, op, fill, *order);
    }
  }
};
} // namespace
