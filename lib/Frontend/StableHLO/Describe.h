//===- Describe.h - the parts of a node by its kind -------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_FRONTEND_STABLEHLO_DESCRIBE_H
#define PER_LIB_FRONTEND_STABLEHLO_DESCRIBE_H

#include "Operations.h"

namespace mlir::per::stablehlo {

/// The kind of the node for `op`: that of `info`, unless the types make it one
/// that the analysis cannot follow per element (conversions to integers,
/// bitwise logic, complex numbers).
OperationInfo refineByTypes(Operation *op, OperationInfo info);

/// Fills in what the node's kind needs: dims, splat, contraction, combiner.
/// Results exist already. Fails with a diagnostic if the operation is not well
/// formed.
LogicalResult describeNode(ViewNode *node, const OperationInfo &info);

} // namespace mlir::per::stablehlo

#endif // PER_LIB_FRONTEND_STABLEHLO_DESCRIBE_H
