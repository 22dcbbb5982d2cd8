//===- ManualComputation.h - operands of shard_map regions ------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_FRONTEND_STABLEHLO_MANUALCOMPUTATION_H
#define PER_LIB_FRONTEND_STABLEHLO_MANUALCOMPUTATION_H

#include "per/Analysis/GraphView.h"

namespace mlir::per::stablehlo {

/// Adds an operand to an `sdy.manual_computation`, replicated over its mesh,
/// and returns the argument of its body. Fails with a diagnostic if its
/// shardings are not understood.
FailureOr<Value> addManualComputationOperand(Operation *op, Value value);

/// The same for the result of another `sdy.manual_computation`, sharded as it
/// was yielded. Null if the axes differ or the shardings are not understood.
Value addManualComputationOperandFrom(Operation *op, OpResult result);

/// Enters a further result into `out_shardings`, split along the axes of each
/// dimension, and returns the type of the whole. Fails with a diagnostic if the
/// shardings are not understood.
FailureOr<RankedTensorType>
declareManualComputationResult(Operation *op, RankedTensorType type,
                               ArrayRef<MeshAxes> axes);

} // namespace mlir::per::stablehlo

#endif // PER_LIB_FRONTEND_STABLEHLO_MANUALCOMPUTATION_H
