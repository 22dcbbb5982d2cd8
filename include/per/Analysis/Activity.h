//===- Activity.h - forward half and activity of a view ---------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_ANALYSIS_ACTIVITY_H
#define PER_ANALYSIS_ACTIVITY_H

#include "per/Analysis/ValueNumbering.h"

#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseSet.h"

namespace mlir::per {

/// Which values make the loss, and which depend on what the network computed.
class Activity {
public:
  Activity(const GraphView &view, const ConstantFolder &constants,
           const ValueNumbering &numbering, ViewValue *loss);

  /// In the backward slice of the loss, through loops, branches and regions.
  bool isForward(const ViewValue *value) const { return forward[value->id]; }
  /// Forward, or congruent to a forward value.
  bool isForwardClass(const ViewValue *value) const;
  /// Depends on a float argument of the function, through float values only.
  bool isDependent(const ViewValue *value) const {
    return dependent[value->id];
  }
  /// Depends on a contraction or gather of a dependent value, or on an opaque
  /// node (but one that reads integers only). What is not active (parameters,
  /// inputs, masks, tables) is a coefficient of the network's functions.
  bool isActive(const ViewValue *value) const { return active[value->id]; }
  /// All active content of the value comes from expanding broadcasts: a
  /// statistic or gate per row or channel. A coefficient too.
  bool isBroadcastStatistic(const ViewValue *value) const {
    return statistics[value->id];
  }

private:
  const ValueNumbering &numbering;
  llvm::BitVector forward, dependent, active, statistics; // by value id
  DenseSet<ValueNumbering::Class> forwardClasses;
};

} // namespace mlir::per

#endif // PER_ANALYSIS_ACTIVITY_H
