//===- Operations.h - what StableHLO operations do --------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_FRONTEND_STABLEHLO_OPERATIONS_H
#define PER_LIB_FRONTEND_STABLEHLO_OPERATIONS_H

#include "per/Analysis/GraphView.h"

namespace mlir::per::stablehlo {

/// What the adapter knows of an operation by its name.
struct OperationInfo {
  NodeKind kind = NodeKind::Opaque;
  /// Name of the attribute with the node's `dims`; empty if it has none.
  StringRef dimsAttr = {};
  /// At least so many operands.
  unsigned minOperands = 0;
  /// Operands that hold values; the rest are shapes, which only have to be
  /// the same for congruent nodes.
  unsigned numValueOperands = ~0u;
  /// See ViewNode::isUnderstood.
  bool isUnderstood = true;
  /// Elementwise.
  ScalarFunction function = ScalarFunction::Identity;
};

/// What `op` does. Composites and custom calls that stand for a known operation
/// are read as it. An operation of an unknown name is Opaque.
OperationInfo getOperationInfo(Operation *op);

} // namespace mlir::per::stablehlo

#endif // PER_LIB_FRONTEND_STABLEHLO_OPERATIONS_H
