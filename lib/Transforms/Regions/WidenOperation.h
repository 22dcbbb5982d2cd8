//===- WidenOperation.h - more operands and results -------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_TRANSFORMS_REGIONS_WIDENOPERATION_H
#define PER_LIB_TRANSFORMS_REGIONS_WIDENOPERATION_H

#include "mlir/IR/Operation.h"

namespace mlir::per {

/// Replaces an operation by one that takes and returns more, after what it took
/// and returned. The regions move to the new operation, so that the values in
/// them stay valid; uses of its results are rerouted. What the regions take and
/// yield is left to the caller. Returns the new operation.
Operation *widenOperation(Operation *op, ValueRange operands,
                          TypeRange results);

} // namespace mlir::per

#endif // PER_LIB_TRANSFORMS_REGIONS_WIDENOPERATION_H
