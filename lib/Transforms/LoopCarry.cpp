//===- LoopCarry.cpp - values carried out of loops --------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Transforms/LoopCarry.h"

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
  OperationState state(loop->getLoc(), loop->getName());
  state.addOperands(loop->getOperands());
  state.addOperands(init);
  state.addTypes(loop->getResultTypes());
  state.addTypes(init.getType());
  state.addAttributes(loop->getDiscardableAttrDictionary().getValue());
  state.propertiesAttr = loop->getPropertiesAsAttribute();
  for (Region &region : loop->getRegions())
    state.addRegion()->takeBody(region);
  OpBuilder builder(loop);
  Operation *wider = builder.create(state);

  Location loc = init.getLoc();
  wider->getRegion(0).front().addArgument(init.getType(), loc);
  Block &body = wider->getRegion(1).front();
  Value carry = body.addArgument(init.getType(), loc);
  Operation *yield = &body.back();
  builder.setInsertionPoint(yield);
  Value next = update(builder, loc, carry);
  yield->insertOperands(yield->getNumOperands(), next);

  loop->replaceAllUsesWith(wider->getResults().drop_back());
  loop->erase();
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
