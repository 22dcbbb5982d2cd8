//===- Passes.h - passes on per ops -----------------------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_DIALECT_PER_TRANSFORMS_PASSES_H
#define PER_DIALECT_PER_TRANSFORMS_PASSES_H

#include "mlir/Pass/Pass.h"

namespace mlir::per {

#define GEN_PASS_DECL
#include "per/Dialect/PER/Transforms/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "per/Dialect/PER/Transforms/Passes.h.inc"

} // namespace mlir::per

#endif // PER_DIALECT_PER_TRANSFORMS_PASSES_H
