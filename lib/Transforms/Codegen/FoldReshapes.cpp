//===- FoldReshapes.cpp - elementwise operations on whole shapes ----------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Conversion/SumOfProducts.h"
#include "per/Transforms/Codegen/Passes.h"

#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace mlir::per {
#define GEN_PASS_DEF_FOLDRESHAPESPASS
#include "per/Transforms/Codegen/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

/// More than functions were seen to need.
constexpr int64_t kRewritesPerOperation = 1;

/// Whether a reshape and an operation beside it change places: contractions
/// keep the loops that they have.
static bool shouldFold(OpOperand *operand) {
  Operation *producer = operand->get().getDefiningOp();
  Operation *consumer = operand->getOwner();
  auto generic = dyn_cast<linalg::GenericOp>(
      isa<linalg::GenericOp>(consumer) ? consumer : producer);
  return generic && !matchSumOfProducts(generic);
}

namespace {
struct FoldReshapesPass : per::impl::FoldReshapesPassBase<FoldReshapesPass> {
  void runOnOperation() override {
    MLIRContext *context = &getContext();
    SmallVector<linalg::ReduceOp> reductions;
    getOperation()->walk([&](linalg::ReduceOp op) {
      if (op.hasPureTensorSemantics())
        reductions.push_back(op);
    });
    IRRewriter rewriter(context);
    for (linalg::ReduceOp op : reductions) {
      rewriter.setInsertionPoint(op);
      (void)linalg::generalizeNamedOp(rewriter, op);
    }
    RewritePatternSet patterns(context);
    linalg::populateFoldReshapeOpsByExpansionPatterns(patterns, shouldFold);
    tensor::CollapseShapeOp::getCanonicalizationPatterns(patterns, context);
    tensor::ExpandShapeOp::getCanonicalizationPatterns(patterns, context);
    tensor::EmptyOp::getCanonicalizationPatterns(patterns, context);
    // Reshapes that only add dimensions of one element can change places
    // without end. What is left after so many rewrites is as right as before.
    int64_t numOperations = 0;
    getOperation()->walk([&](Operation *) { ++numOperations; });
    GreedyRewriteConfig config;
    config.setMaxNumRewrites(kRewritesPerOperation * numOperations);
    (void)applyPatternsGreedily(getOperation(), std::move(patterns), config);
  }
};
} // namespace
