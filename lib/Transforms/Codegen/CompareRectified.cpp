//===- CompareRectified.cpp - signs of what is rectified ------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Transforms/Codegen/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace mlir::per {
#define GEN_PASS_DEF_COMPARERECTIFIEDPASS
#include "per/Transforms/Codegen/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

/// Whether an operand is used for whether it is above zero, and for nothing
/// else.
static bool isComparedOnly(OpOperand &use) {
  auto op = dyn_cast<linalg::GenericOp>(use.getOwner());
  if (!op || !op.isDpsInput(&use))
    return false;
  BlockArgument argument = op.getMatchingBlockArgument(&use);
  return llvm::all_of(argument.getUses(), [](OpOperand &nested) {
    auto compare = dyn_cast<arith::CmpFOp>(nested.getOwner());
    return compare && compare.getPredicate() == arith::CmpFPredicate::OGT &&
           nested.getOperandNumber() == 0 &&
           matchPattern(compare.getRhs(), m_AnyZeroFloat());
  });
}

/// The result of an operation that is max(x, 0) for an x of its body, in the
/// order of this map; null if there is none.
static Value findRectified(linalg::GenericOp op, Value x, AffineMap map) {
  if (op.getNumReductionLoops() || !map.isPermutation())
    return {};
  for (OpResult result : op->getResults()) {
    Value yielded =
        op.getBlock()->getTerminator()->getOperand(result.getResultNumber());
    auto maximum = yielded.getDefiningOp<arith::MaximumFOp>();
    if (!maximum || op.getIndexingMapMatchingResult(result) != map)
      continue;
    bool isFirst = maximum.getLhs() == x;
    if ((isFirst || maximum.getRhs() == x) &&
        matchPattern(isFirst ? maximum.getRhs() : maximum.getLhs(),
                     m_AnyZeroFloat()))
      return result;
  }
  return {};
}

/// max(x, 0) for a tensor x: a result of the operation that computes x, or of
/// one that reads it.
static Value findRectified(Value tensor) {
  if (auto result = dyn_cast<OpResult>(tensor))
    if (auto op = dyn_cast<linalg::GenericOp>(result.getOwner())) {
      Value x =
          op.getBlock()->getTerminator()->getOperand(result.getResultNumber());
      if (Value rectified =
              findRectified(op, x, op.getIndexingMapMatchingResult(result)))
        return rectified;
    }
  for (OpOperand &use : tensor.getUses())
    if (auto op = dyn_cast<linalg::GenericOp>(use.getOwner());
        op && op.isDpsInput(&use))
      if (Value rectified = findRectified(op, op.getMatchingBlockArgument(&use),
                                          op.getMatchingIndexingMap(&use)))
        return rectified;
  return {};
}

/// Reads the sign of x from max(x, 0), if x is needed for nothing else then.
static void compareRectified(Value x) {
  Value rectified = findRectified(x);
  if (!rectified || rectified.getType() != x.getType())
    return;
  Operation *source = rectified.getDefiningOp();
  SmallVector<OpOperand *> comparisons;
  for (OpOperand &use : x.getUses()) {
    if (use.getOwner() == source)
      continue;
    Operation *ancestor =
        source->getBlock()->findAncestorOpInBlock(*use.getOwner());
    if (!isComparedOnly(use) || !ancestor || !source->isBeforeInBlock(ancestor))
      return;
    comparisons.push_back(&use);
  }
  for (OpOperand *use : comparisons)
    use->set(rectified);
}

namespace {
struct CompareRectifiedPass
    : per::impl::CompareRectifiedPassBase<CompareRectifiedPass> {
  void runOnOperation() override {
    SmallVector<Value> compared;
    getOperation()->walk([&](linalg::GenericOp op) {
      for (OpOperand *input : op.getDpsInputOperands())
        if (isa<RankedTensorType>(input->get().getType()) &&
            isComparedOnly(*input))
          compared.push_back(input->get());
    });
    for (Value x : compared)
      compareRectified(x);
    // Results that nobody reads any more go.
    RewritePatternSet patterns(&getContext());
    linalg::populateEraseUnusedOperandsAndResultsPatterns(patterns);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};
} // namespace
