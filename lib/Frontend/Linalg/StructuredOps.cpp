//===- StructuredOps.cpp - linalg operations without reduction ------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ViewBuilder.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::linalgview;

LogicalResult ViewBuilder::buildStructured(linalg::LinalgOp op,
                                           ViewBlock *block) {
  if (std::optional<LogicalResult> result = tryContraction(op, block))
    return *result;
  return op.getNumReductionLoops() > 0 ? buildReduction(op, block)
                                       : buildParallel(op, block);
}

LogicalResult ViewBuilder::buildParallel(linalg::LinalgOp op,
                                         ViewBlock *block) {
  BodyScope body({block, op}, op.getStaticLoopRanges());
  if (failed(readOperands(op, body)))
    return failure();
  Block *ir = op.getBlock();
  for (Operation &inner : ir->without_terminator())
    if (failed(translate(&inner, body)))
      return failure();

  for (auto [result, yielded, init] :
       llvm::zip_equal(op->getResults(), ir->getTerminator()->getOperands(),
                       op.getDpsInitsMutable())) {
    FailureOr<ViewValue *> value = lookup(yielded, body);
    if (failed(value))
      return failure();
    AffineMap map = op.getMatchingIndexingMap(&init);
    ViewValue *placed = *value;
    if (map.isPermutation() && !map.isIdentity()) {
      SmallVector<int64_t> permutation;
      for (AffineExpr expr : map.getResults())
        permutation.push_back(cast<AffineDimExpr>(expr).getPosition());
      placed = emitTranspose(body.place, placed, permutation);
    } else if (!map.isIdentity()) {
      // Elements of the destination that no iteration writes, or many do.
      auto type = cast<RankedTensorType>(result.getType());
      placed =
          emit(body.place, NodeKind::Pure, {placed, view.lookup(init.get())},
               type.getElementType(), type.getShape());
      placed->def->isUnderstood = false;
      placed->def->key = keys.getShallowKey(op);
    }
    bind(body.place, result, placed);
  }
  return success();
}
