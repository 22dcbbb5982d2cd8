//===- InterchangeLoops.cpp - the innermost loop goes through memory ------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Conversion/SumOfProducts.h"
#include "per/Transforms/Codegen/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"

namespace mlir::per {
#define GEN_PASS_DEF_INTERCHANGELOOPSPASS
#include "per/Transforms/Codegen/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

/// How far apart the elements of all operands are along each loop, in bytes of
/// memory traffic: large operands count for more.
static std::optional<SmallVector<double>> getCosts(linalg::GenericOp op) {
  SmallVector<double> costs(op.getNumLoops(), 0);
  for (OpOperand &operand : op->getOpOperands()) {
    auto type = dyn_cast<RankedTensorType>(operand.get().getType());
    if (!type)
      continue;
    if (!type.hasStaticShape())
      return std::nullopt;
    SmallVector<int64_t> strides = computeStrides(type.getShape());
    AffineMap map = op.getMatchingIndexingMap(&operand);
    for (auto [expr, stride] : llvm::zip_equal(map.getResults(), strides))
      for (unsigned loop = 0; loop < costs.size(); ++loop)
        if (expr.isFunctionOfDim(loop))
          costs[loop] += double(stride) * type.getNumElements();
  }
  return costs;
}

/// Permutes the loops so that the cheapest is the innermost.
static FailureOr<linalg::GenericOp> interchange(RewriterBase &rewriter,
                                                linalg::GenericOp op) {
  auto costs = getCosts(op);
  if (!costs)
    return op;
  SmallVector<int64_t> sizes = op.getStaticLoopRanges();
  SmallVector<unsigned> order =
      llvm::to_vector(llvm::seq<unsigned>(0, op.getNumLoops()));
  auto key = [&](unsigned loop) {
    // A loop of one iteration is no loop: outermost.
    bool isSingle = sizes[loop] == 1;
    return std::make_tuple(!isSingle, -(*costs)[loop], loop);
  };
  llvm::sort(order, [&](unsigned a, unsigned b) { return key(a) < key(b); });
  if (llvm::is_sorted(order))
    return op;
  rewriter.setInsertionPoint(op);
  return linalg::interchangeGenericOp(rewriter, op, order);
}

/// Allows vectors in a reduction along the innermost loop.
static void allowReassociation(linalg::GenericOp op) {
  if (op.getNumLoops() == 0 ||
      op.getIteratorTypesArray().back() != utils::IteratorType::reduction)
    return;
  for (OpOperand &yielded : op.getBody()->getTerminator()->getOpOperands()) {
    Operation *combiner = yielded.get().getDefiningOp();
    BlockArgument output = op.getMatchingBlockArgument(
        op.getDpsInitOperand(yielded.getOperandNumber()));
    if (!combiner || !llvm::is_contained(combiner->getOperands(), output) ||
        !isa<arith::AddFOp, arith::MulFOp>(combiner))
      continue;
    auto flags = arith::FastMathFlagsAttr::get(op.getContext(),
                                               arith::FastMathFlags::reassoc);
    combiner->setAttr("fastmath", flags);
  }
}

namespace {
struct InterchangeLoopsPass
    : per::impl::InterchangeLoopsPassBase<InterchangeLoopsPass> {
  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    SmallVector<linalg::GenericOp> operations;
    getOperation()->walk([&](linalg::GenericOp op) {
      if (op.hasPureTensorSemantics() && !isContraction(op))
        operations.push_back(op);
    });
    for (linalg::GenericOp op : operations) {
      FailureOr<linalg::GenericOp> interchanged = interchange(rewriter, op);
      if (failed(interchanged))
        return signalPassFailure();
      allowReassociation(*interchanged);
    }
  }
};
} // namespace
