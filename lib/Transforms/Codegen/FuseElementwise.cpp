//===- FuseElementwise.cpp - one pass over memory for several -------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Conversion/SumOfProducts.h"
#include "per/Transforms/Codegen/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace mlir::per {
#define GEN_PASS_DEF_FUSEELEMENTWISEPASS
#include "per/Transforms/Codegen/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

/// The most operations of a body that are computed again for each user.
constexpr int64_t kCheapOperations = 6;
/// A cheap producer's operands are smaller than its result by this factor.
constexpr int64_t kCheapRatio = 4;

static int64_t numElements(Value tensor) {
  auto type = dyn_cast<RankedTensorType>(tensor.getType());
  return type && type.hasStaticShape() ? type.getNumElements() : 0;
}

/// Whether to compute an operation again costs less than to read its result.
static bool isCheap(linalg::GenericOp producer) {
  if (producer.getNumReductionLoops())
    return false;
  int64_t numOperations = producer.getBody()->getOperations().size() - 1;
  if (numOperations > kCheapOperations)
    return false;
  int64_t size = numElements(producer.getResult(0));
  return llvm::all_of(producer.getDpsInputs(), [&](Value input) {
    return kCheapRatio * numElements(input) <= size;
  });
}

/// Whether a consumer would compute each element of its producer many times, by
/// more than a few operations or by slow ones.
static bool isRepeated(linalg::GenericOp producer, linalg::GenericOp consumer) {
  int64_t iterations = 1;
  for (int64_t size : consumer.getStaticLoopRanges()) {
    if (ShapedType::isDynamic(size))
      return false;
    iterations *= size;
  }
  if (iterations < kCheapRatio * numElements(producer.getResult(0)))
    return false;
  Block *body = producer.getBody();
  return int64_t(body->getOperations().size()) - 1 > kCheapOperations ||
         llvm::any_of(*body, [](Operation &op) {
           return isa<math::MathDialect>(op.getDialect()) ||
                  isa<arith::DivFOp>(op);
         });
}

static bool shouldFuse(OpOperand *operand) {
  auto producer = operand->get().getDefiningOp<linalg::GenericOp>();
  auto consumer = dyn_cast<linalg::GenericOp>(operand->getOwner());
  if (!producer || !consumer || matchSumOfProducts(consumer))
    return false;
  return isCheap(producer) ||
         (producer->hasOneUse() && !isRepeated(producer, consumer));
}

/// The operand of the first user of a producer, if the user has the same loops
/// and keeps what the producer computes for the others.
static OpOperand *findFirstUse(linalg::GenericOp producer) {
  if (producer.getNumReductionLoops() || producer->use_empty())
    return nullptr;
  Block *block = producer->getBlock();
  Operation *first = nullptr;
  for (Operation *user : producer->getUsers()) {
    Operation *ancestor = block->findAncestorOpInBlock(*user);
    if (ancestor && (!first || ancestor->isBeforeInBlock(first)))
      first = ancestor;
  }
  auto consumer = dyn_cast_or_null<linalg::GenericOp>(first);
  if (!consumer || consumer.getNumReductionLoops() ||
      consumer.getNumLoops() != producer.getNumLoops())
    return nullptr;
  // A body that reads elements anywhere in the result needs all of it before.
  if (llvm::any_of(producer->getUsers(), [&](Operation *user) {
        return consumer->isProperAncestor(user);
      }))
    return nullptr;
  for (OpOperand &operand : consumer->getOpOperands())
    if (operand.get().getDefiningOp() == producer &&
        consumer.isDpsInput(&operand) &&
        consumer.getMatchingIndexingMap(&operand).isPermutation())
      return &operand;
  return nullptr;
}

/// Makes one operand of inputs that are the same tensor, read in the same
/// order: else a producer would be computed for each of them, and so would its
/// own producers, twice as many at every step.
static linalg::GenericOp mergeEqualInputs(RewriterBase &rewriter,
                                          linalg::GenericOp op) {
  SmallVector<AffineMap> maps;
  SmallVector<Value> inputs;
  SmallVector<unsigned> numbers; // of the merged input, by input
  for (OpOperand *input : op.getDpsInputOperands()) {
    AffineMap map = op.getMatchingIndexingMap(input);
    unsigned number = 0;
    while (number < inputs.size() &&
           (inputs[number] != input->get() || maps[number] != map))
      ++number;
    if (number == inputs.size()) {
      inputs.push_back(input->get());
      maps.push_back(map);
    }
    numbers.push_back(number);
  }
  if (inputs.size() == numbers.size())
    return op;
  for (OpOperand &output : op.getDpsInitsMutable())
    maps.push_back(op.getMatchingIndexingMap(&output));
  rewriter.setInsertionPoint(op);
  auto merged = linalg::GenericOp::create(
      rewriter, op.getLoc(), op.getResultTypes(), inputs, op.getOutputs(), maps,
      op.getIteratorTypesArray());
  Block *body = rewriter.createBlock(&merged.getRegion());
  for (Value operand : merged->getOperands())
    body->addArgument(getElementTypeOrSelf(operand), op.getLoc());
  SmallVector<Value> arguments;
  for (unsigned number : numbers)
    arguments.push_back(body->getArgument(number));
  llvm::append_range(arguments, body->getArguments().drop_front(inputs.size()));
  rewriter.mergeBlocks(op.getBody(), body, arguments);
  rewriter.replaceOp(op, merged);
  return merged;
}

/// Fuses a producer into its first user, and gives the others the result of the
/// fused operation.
static bool fuseIntoFirstUse(RewriterBase &rewriter,
                             linalg::GenericOp producer) {
  OpOperand *operand = findFirstUse(producer);
  if (!operand)
    return false;
  linalg::GenericOp consumer =
      mergeEqualInputs(rewriter, cast<linalg::GenericOp>(operand->getOwner()));
  operand = findFirstUse(producer);
  // Read in two orders, it would be needed twice all the same.
  bool isReadOnce = llvm::count_if(consumer->getOperands(), [&](Value value) {
                      return value.getDefiningOp() == producer;
                    }) == 1;
  if (!operand || !isReadOnce || !linalg::areElementwiseOpsFusable(operand))
    return false;
  rewriter.setInsertionPoint(consumer);
  FailureOr<linalg::ElementwiseOpFusionResult> fused =
      linalg::fuseElementwiseOps(rewriter, operand);
  if (failed(fused))
    return false;
  for (auto [before, after] : fused->replacements)
    rewriter.replaceUsesWithIf(before, after, [&](OpOperand &use) {
      return use.getOwner() != fused->fusedOp;
    });
  rewriter.eraseOp(consumer);
  if (producer->use_empty())
    rewriter.eraseOp(producer);
  return true;
}

namespace {
struct FuseElementwisePass
    : per::impl::FuseElementwisePassBase<FuseElementwisePass> {
  using FuseElementwisePassBase::FuseElementwisePassBase;
  void runOnOperation() override {
    if (failed(fuse()))
      return signalPassFailure();
    if (!severalResults)
      return;
    IRRewriter rewriter(&getContext());
    SmallVector<linalg::GenericOp> producers;
    getOperation()->walk(
        [&](linalg::GenericOp op) { producers.push_back(op); });
    struct Listener : RewriterBase::Listener {
      llvm::SmallPtrSet<Operation *, 16> erased;
      SmallVector<linalg::GenericOp> added;
      void notifyOperationErased(Operation *op) override { erased.insert(op); }
      void notifyOperationInserted(Operation *op,
                                   OpBuilder::InsertPoint) override {
        erased.erase(op);
        if (auto generic = dyn_cast<linalg::GenericOp>(op))
          added.push_back(generic);
      }
    } listener;
    rewriter.setListener(&listener);
    while (!producers.empty()) {
      linalg::GenericOp producer = producers.pop_back_val();
      if (listener.erased.contains(producer))
        continue;
      if (fuseIntoFirstUse(rewriter, producer))
        llvm::append_range(producers, listener.added);
      listener.added.clear();
    }
    // Equal operands of a fused operation are one, unused results go.
    if (failed(fuse()))
      signalPassFailure();
  }

  LogicalResult fuse() {
    RewritePatternSet patterns(&getContext());
    linalg::populateElementwiseOpsFusionPatterns(patterns, shouldFuse);
    linalg::populateEraseUnusedOperandsAndResultsPatterns(patterns);
    return applyPatternsGreedily(getOperation(), std::move(patterns));
  }
};
} // namespace
