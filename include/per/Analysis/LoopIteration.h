//===- LoopIteration.h - one iteration of a loop as a function --*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// A function may run many optimizer steps in a loop and return their losses.
// Everything in such a loop is in the backward slice of the returned loss, also
// the backward half. The analysis then looks at one iteration alone.
//
//===----------------------------------------------------------------------===//

#ifndef PER_ANALYSIS_LOOPITERATION_H
#define PER_ANALYSIS_LOOPITERATION_H

#include "per/Analysis/GraphView.h"

namespace mlir::per {

/// One iteration of a loop as a function of its own: what stands before the
/// loop, then its body. Carried values that change are arguments. The nodes
/// refer to the same operations as those of the whole view.
struct LoopIteration {
  std::unique_ptr<GraphView> view;
  /// The loss of the iteration.
  ViewValue *loss = nullptr;
  Operation *loop = nullptr;
};

/// If `loss` is made of scalars that one loop collects (stacks, sums up, or
/// carries), the iteration of that loop; nothing otherwise.
std::optional<LoopIteration> enterLossLoop(const GraphView &view,
                                           const ViewValue *loss);

} // namespace mlir::per

#endif // PER_ANALYSIS_LOOPITERATION_H
