//===- ManualComputation.h - operands of shard_map regions ------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_FRONTEND_STABLEHLO_MANUALCOMPUTATION_H
#define PER_LIB_FRONTEND_STABLEHLO_MANUALCOMPUTATION_H

#include "mlir/IR/Operation.h"

namespace mlir::per::stablehlo {

/// Adds an operand to an `sdy.manual_computation`, replicated over its mesh,
/// and returns the argument of its body. Fails with a diagnostic if its
/// shardings are not understood.
FailureOr<Value> addManualComputationOperand(Operation *op, Value value);

/// The same for the result of another `sdy.manual_computation`, sharded as it
/// was yielded. Null if the axes differ or the shardings are not understood.
Value addManualComputationOperandFrom(Operation *op, OpResult result);

} // namespace mlir::per::stablehlo

#endif // PER_LIB_FRONTEND_STABLEHLO_MANUALCOMPUTATION_H
