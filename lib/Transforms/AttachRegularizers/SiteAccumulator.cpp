//===- SiteAccumulator.cpp - sums over executions of a site -----*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "AddPenalties.h"

#include "per/Transforms/LoopCarry.h"

#include "mlir/IR/Diagnostics.h"

using namespace mlir;
using namespace mlir::per;

FailureOr<Value> SiteAccumulator::accumulate(const ViewValue *site, Value init,
                                             Build build) {
  Value ir = site->ir;
  Location loc = ir.getLoc();
  // Outermost loop first.
  SmallVector<Operation *, 2> loops;
  ViewBlock *block = site->block;
  for (; block->parent; block = block->parent->block) {
    ViewNode *parent = block->parent;
    if (parent->kind != NodeKind::While)
      return emitError(loc)
             << "the site is inside of '" << parent->getOpName()
             << "', out of which nothing can be accumulated: expected the "
                "function's level or loops";
    Operation *loop = parent->op;
    while (Operation *wider = replaced.lookup(loop))
      loop = wider;
    loops.insert(loops.begin(), loop);
  }
  if (!loops.empty())
    return addCarries(loops, init, build);
  OpBuilder builder(&block->ir->back());
  return build(builder, init);
}

FailureOr<Value> SiteAccumulator::addCarries(ArrayRef<Operation *> loops,
                                             Value init, Build build) {
  LogicalResult inner = success();
  FailureOr<Value> total = addLoopCarry(
      loops.front(), init, [&](OpBuilder &builder, Location, Value carry) {
        if (loops.size() == 1)
          return build(builder, carry);
        FailureOr<Value> nested = addCarries(loops.drop_front(), carry, build);
        if (succeeded(nested))
          return *nested;
        inner = failure();
        return carry;
      });
  if (failed(total) || failed(inner))
    return failure();
  replaced[loops.front()] = total->getDefiningOp();
  return total;
}
