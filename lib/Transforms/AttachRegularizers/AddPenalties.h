//===- AddPenalties.h - penalties in the loss -------------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_ADDPENALTIES_H
#define PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_ADDPENALTIES_H

#include "SitePlan.h"

#include "per/Transforms/AttachSteps.h"

namespace mlir::per {

/// Sums something over the executions of a site: in the block of the site,
/// right before its end, `build` makes the next value of the sum from the
/// current one. Loops around the site get a carry. The sum starts as `init` at
/// the function's level; its final value is returned. Fails, with a diagnostic
/// at the site, if the site is in a branch or a manual region.
class SiteAccumulator {
public:
  using Build = function_ref<Value(OpBuilder &, Value)>;
  FailureOr<Value> accumulate(const ViewValue *site, Value init, Build build);

private:
  FailureOr<Value> addCarries(ArrayRef<Operation *> loops, Value init,
                              Build build);
  /// Loops are replaced as they get carries.
  DenseMap<Operation *, Operation *> replaced;
};

/// Adds lambda * R(h) of the selected sites to the loss of a function that is
/// not differentiated.
FailureOr<AttachReport> addPenalties(ModuleOp module,
                                     const AttachOptions &options);

} // namespace mlir::per

#endif // PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_ADDPENALTIES_H
