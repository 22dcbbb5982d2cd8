//===- LoopCarry.cpp - values carried out of loops --------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Transforms/LoopCarry.h"

#include "WidenOperation.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace mlir::per;

/// A loop whose condition and body regions both take all carried values, as
/// `stablehlo.while`; the body's terminator yields them.
static bool isWhileForm(Operation *op) {
  if (op->getNumRegions() != 2 || !op->getRegion(0).hasOneBlock() ||
      !op->getRegion(1).hasOneBlock())
    return false;
  auto carried = op->getOperandTypes();
  Block &body = op->getRegion(1).front();
  return llvm::equal(op->getResultTypes(), carried) &&
         llvm::equal(op->getRegion(0).front().getArgumentTypes(), carried) &&
         llvm::equal(body.getArgumentTypes(), carried) && !body.empty() &&
         llvm::equal(body.back().getOperandTypes(), carried);
}

static Value addWhileCarry(Operation *loop, Value init, CarryUpdate update) {
  Operation *wider = widenOperation(loop, init, init.getType());
  Location loc = init.getLoc();
  Block &condition = wider->getRegion(0).front();
  Value forwarded = condition.addArgument(init.getType(), loc);
  if (auto forward = dyn_cast<scf::ConditionOp>(&condition.back()))
    forward.getArgsMutable().append(forwarded);
  Block &body = wider->getRegion(1).front();
  Value carry = body.addArgument(init.getType(), loc);
  Operation *yield = &body.back();
  OpBuilder builder(yield);
  Value next = update(builder, loc, carry);
  yield->insertOperands(yield->getNumOperands(), next);
  return wider->getResults().back();
}

FailureOr<Value> per::addLoopCarry(Operation *loop, Value init,
                                   CarryUpdate update) {
  if (auto forOp = dyn_cast<scf::ForOp>(loop)) {
    IRRewriter rewriter(loop->getContext());
    rewriter.setInsertionPoint(loop);
    NewYieldValuesFn yield = [&](OpBuilder &builder, Location loc,
                                 ArrayRef<BlockArgument> carries) {
      return SmallVector<Value>{update(builder, loc, carries.back())};
    };
    FailureOr<LoopLikeOpInterface> wider = forOp.replaceWithAdditionalYields(
        rewriter, init,
        /*replaceInitOperandUsesInLoop=*/false, yield);
    if (failed(wider))
      return loop->emitError("cannot carry a value through this loop");
    return (*wider)->getResults().back();
  }
  if (!isWhileForm(loop))
    return loop->emitError("cannot carry a value through this loop: expected a "
                           "while loop over tensors or scf.for");
  return addWhileCarry(loop, init, update);
}
