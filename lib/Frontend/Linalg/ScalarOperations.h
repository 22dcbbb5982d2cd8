//===- ScalarOperations.h - arith and math, element by element --*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_FRONTEND_LINALG_SCALAROPERATIONS_H
#define PER_LIB_FRONTEND_LINALG_SCALAROPERATIONS_H

#include "per/Analysis/GraphView.h"

namespace mlir::per::linalgview {

/// The node of an operation on scalars, or on tensors element by element.
struct ScalarOperation {
  NodeKind kind = NodeKind::Pure;
  ScalarFunction function = ScalarFunction::Identity;
  bool isUnderstood = true;
  /// What congruent nodes must agree in, beside kind and function.
  std::string key;
};

/// Reads an operation of arith, math or of an unknown dialect by what it does
/// to one element. Operations without effects that are not known are Pure;
/// integer ones among them are understood, since no activation is an integer.
ScalarOperation getScalarOperation(Operation *op);

} // namespace mlir::per::linalgview

#endif // PER_LIB_FRONTEND_LINALG_SCALAROPERATIONS_H
