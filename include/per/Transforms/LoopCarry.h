//===- LoopCarry.h - values carried out of loops ----------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// Adds a carried value to the loops around a place, so that something computed
// in them can be accumulated or collected.
//
//===----------------------------------------------------------------------===//

#ifndef PER_TRANSFORMS_LOOPCARRY_H
#define PER_TRANSFORMS_LOOPCARRY_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/Operation.h"

namespace mlir::per {

/// Builds the next value of a carry from its value at the start of the
/// iteration. The builder stands right before the body's terminator.
using CarryUpdate = function_ref<Value(OpBuilder &, Location, Value)>;

/// Adds a carry to a loop: `stablehlo.while` (by name, in generic form),
/// `scf.while` or `scf.for`. It starts as `init` and becomes what `update`
/// builds in the body. The loop operation is replaced by one with the same
/// regions, whose values stay valid; uses of its results are rerouted. Returns
/// the new operation's last result, or failure (with a diagnostic) if the
/// operation is no such loop.
FailureOr<Value> addLoopCarry(Operation *loop, Value init, CarryUpdate update);

} // namespace mlir::per

#endif // PER_TRANSFORMS_LOOPCARRY_H
