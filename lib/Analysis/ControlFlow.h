//===- ControlFlow.h - loops, branches and regions of a view ----*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_ANALYSIS_CONTROLFLOW_H
#define PER_LIB_ANALYSIS_CONTROLFLOW_H

#include "per/Analysis/GraphView.h"

namespace mlir::per {

inline ViewBlock *getLoopCondition(const ViewNode *loop) {
  return loop->blocks[0];
}
inline ViewBlock *getLoopBody(const ViewNode *loop) { return loop->blocks[1]; }

/// What the body of `loop` yields for its carried value `carry`.
inline ViewValue *getLoopYield(const ViewNode *loop, unsigned carry) {
  return getLoopBody(loop)->getReturn()->operands[carry];
}

/// Whether every iteration passes the carried value on as it is.
inline bool isInvariantCarry(const ViewNode *loop, unsigned carry) {
  return getLoopYield(loop, carry) == getLoopBody(loop)->arguments[carry];
}

/// The values that a result of a While, Branch, Region or Barrier, or an
/// argument of a block, takes: initial and yielded values, the yielded values
/// of all branches, the operand. Empty for any other value.
SmallVector<ViewValue *, 2> getForwardedValues(const ViewValue *value);

/// The values that take the value of `use`'s operand, in the same sense; none
/// for uses by any other node.
SmallVector<ViewValue *, 3> getForwardingValues(const ViewUse &use);

} // namespace mlir::per

#endif // PER_LIB_ANALYSIS_CONTROLFLOW_H
