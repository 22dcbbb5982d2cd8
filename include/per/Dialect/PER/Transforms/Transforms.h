//===- Transforms.h - rewrites of per ops -----------------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_DIALECT_PER_TRANSFORMS_TRANSFORMS_H
#define PER_DIALECT_PER_TRANSFORMS_TRANSFORMS_H

#include "per/Dialect/PER/IR/PER.h"

#include "mlir/IR/PatternMatch.h"

namespace mlir::per {

/// Makes the norms of a `per.slices` on tensors explicit: builds a
/// `per.slice_norms` over all elements of the destination, and a `per.slices`
/// that takes its result. Returns the new slices and leaves the op in place.
/// Fails for an op that takes norms already or does not normalise, and on
/// memrefs.
FailureOr<Value> decomposeSlices(OpBuilder &b, SlicesOp op);

/// `decomposeSlices` as a pattern.
void populateDecomposeSlicesPatterns(RewritePatternSet &patterns);

} // namespace mlir::per

#endif // PER_DIALECT_PER_TRANSFORMS_TRANSFORMS_H
