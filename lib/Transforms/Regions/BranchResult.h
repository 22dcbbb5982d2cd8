//===- BranchResult.h - values out of branches ------------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_TRANSFORMS_REGIONS_BRANCHRESULT_H
#define PER_LIB_TRANSFORMS_REGIONS_BRANCHRESULT_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/Operation.h"

namespace mlir::per {

/// Adds a result to the branch operation around `value`: `value` where its
/// block is taken, what `otherwise` builds in each of the other blocks. The
/// branch is replaced, see `widenOperation`. Fails, with a diagnostic, if the
/// operation is not of the form that is known: no operands of regions, one
/// block a region, whose terminator yields the results.
FailureOr<Value> addBranchResult(Value value,
                                 function_ref<Value(OpBuilder &)> otherwise);

} // namespace mlir::per

#endif // PER_LIB_TRANSFORMS_REGIONS_BRANCHRESULT_H
