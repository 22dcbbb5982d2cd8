//===- LinalgToThreads.cpp - loops that threads share ---------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "KernelBuilder.h"

#include "per/Conversion/Passes.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace mlir::per {
#define GEN_PASS_DEF_CONVERTLINALGTOTHREADSPASS
#include "per/Conversion/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

/// The first loop with enough iterations for all threads, if it is parallel and
/// those outside of it have one iteration.
static std::optional<unsigned> findShared(linalg::LinalgOp op,
                                          int64_t threads) {
  SmallVector<utils::IteratorType> iterators = op.getIteratorTypesArray();
  for (auto [loop, size] : llvm::enumerate(op.getStaticLoopRanges())) {
    if (size == 1)
      continue;
    bool isShared =
        iterators[loop] == utils::IteratorType::parallel && size >= threads;
    return isShared ? std::optional<unsigned>(loop) : std::nullopt;
  }
  return std::nullopt;
}

static int64_t workOf(linalg::LinalgOp op) {
  int64_t work = op.getBlock()->getOperations().size();
  for (int64_t size : op.getStaticLoopRanges()) {
    if (ShapedType::isDynamic(size))
      return 0;
    work *= size;
  }
  return work;
}

static void makeParallel(RewriterBase &rewriter, scf::ForOp loop) {
  rewriter.setInsertionPoint(loop);
  auto parallel = scf::ParallelOp::create(
      rewriter, loop.getLoc(), ValueRange{loop.getLowerBound()},
      ValueRange{loop.getUpperBound()}, ValueRange{loop.getStep()});
  rewriter.eraseOp(loop.getBody()->getTerminator());
  rewriter.inlineBlockBefore(loop.getBody(),
                             parallel.getBody()->getTerminator(),
                             parallel.getInductionVars());
  rewriter.eraseOp(loop);
}

namespace {
struct ConvertLinalgToThreadsPass
    : per::impl::ConvertLinalgToThreadsPassBase<ConvertLinalgToThreadsPass> {
  using ConvertLinalgToThreadsPassBase::ConvertLinalgToThreadsPassBase;
  void runOnOperation() override {
    if (failed(verifyThreads(getOperation(), threads)))
      return signalPassFailure();
    if (threads == 1)
      return;
    SmallVector<linalg::LinalgOp> operations;
    getOperation()->walk([&](linalg::LinalgOp op) {
      if (op.hasPureBufferSemantics() && workOf(op) >= minWork)
        operations.push_back(op);
    });
    IRRewriter rewriter(&getContext());
    for (linalg::LinalgOp op : operations) {
      std::optional<unsigned> shared = findShared(op, threads);
      if (!shared)
        continue;
      rewriter.setInsertionPoint(op);
      FailureOr<linalg::LinalgLoops> loops =
          linalg::linalgOpToLoops(rewriter, op);
      if (failed(loops))
        continue;
      rewriter.eraseOp(op);
      makeParallel(rewriter, cast<scf::ForOp>((*loops)[*shared]));
    }
  }
};
} // namespace
