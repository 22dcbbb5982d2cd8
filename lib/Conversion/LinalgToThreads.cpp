//===- LinalgToThreads.cpp - loops that threads share ---------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "KernelBuilder.h"

#include "per/Conversion/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

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

/// Gives each thread a part of the loop's iterations, one after the other.
static void shareLoop(RewriterBase &rewriter, scf::ForOp loop, int64_t size,
                      int64_t threads) {
  rewriter.setInsertionPoint(loop);
  ImplicitLocOpBuilder b(loop.getLoc(), rewriter);
  auto constant = [&](int64_t value) {
    return arith::ConstantIndexOp::create(b, value);
  };
  Value zero = constant(0), one = constant(1), count = constant(threads);
  auto parallel = scf::ParallelOp::create(b, zero, count, one);
  Value thread = parallel.getInductionVars()[0];
  rewriter.moveOpBefore(loop, parallel.getBody()->getTerminator());
  b.setInsertionPoint(loop);
  Value first, part;
  if (size % threads == 0) {
    part = constant(size / threads);
    first = arith::MulIOp::create(b, thread, part);
  } else {
    auto firstOf = [&](Value number) -> Value {
      Value scaled = arith::MulIOp::create(b, number, constant(size));
      return arith::DivUIOp::create(b, scaled, count);
    };
    first = firstOf(thread);
    Value next = firstOf(arith::AddIOp::create(b, thread, one));
    part = arith::SubIOp::create(b, next, first);
  }
  // From zero: where the number of iterations is constant, LLVM sees it.
  loop.setLowerBound(zero);
  loop.setUpperBound(part);
  b.setInsertionPointToStart(loop.getBody());
  Value i = loop.getInductionVar();
  auto position = arith::AddIOp::create(b, first, i);
  rewriter.replaceAllUsesExcept(i, position, position);
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
      int64_t size = op.getStaticLoopRanges()[*shared];
      rewriter.eraseOp(op);
      shareLoop(rewriter, cast<scf::ForOp>((*loops)[*shared]), size, threads);
    }
  }
};
} // namespace
