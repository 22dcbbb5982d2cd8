//===- ManualComputation.h - operands of shard_map regions ------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_FRONTEND_STABLEHLO_MANUALCOMPUTATION_H
#define PER_LIB_FRONTEND_STABLEHLO_MANUALCOMPUTATION_H

#include "per/Analysis/GraphView.h"

namespace mlir::per::stablehlo {

/// The isolated regions of both levels: `sdy.manual_computation`, which the
/// legalization to linalg leaves as it is. Each function fails if shardings are
/// not understood.
class ManualComputationFrontend : public Frontend {
public:
  /// The operand is replicated over the mesh.
  FailureOr<Value> addRegionOperand(Operation *region, Value value) const final;
  /// The operand is sharded as it was yielded.
  Value addRegionOperandFrom(Operation *region, Value value,
                             OpResult result) const final;
  /// The result is entered into `out_shardings`.
  FailureOr<RankedTensorType>
  declareRegionResult(Operation *region, RankedTensorType type,
                      ArrayRef<MeshAxes> axes) const final;
};

} // namespace mlir::per::stablehlo

#endif // PER_LIB_FRONTEND_STABLEHLO_MANUALCOMPUTATION_H
