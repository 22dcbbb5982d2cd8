//===- Passes.h - conversions of per ----------------------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_CONVERSION_PASSES_H
#define PER_CONVERSION_PASSES_H

#include "mlir/Pass/Pass.h"

namespace mlir::per {

/// Expands the per operations in `root` into linalg on tensors. Emits errors.
LogicalResult convertPERToLinalg(Operation *root);

/// Expands the per operations in `root` into StableHLO. Emits errors.
LogicalResult convertPERToStableHLO(Operation *root);

#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "per/Conversion/Passes.h.inc"

} // namespace mlir::per

#endif // PER_CONVERSION_PASSES_H
