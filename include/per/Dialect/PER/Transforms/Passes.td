//===- Passes.td - passes on per ops --------------------------*- tablegen -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_DIALECT_PER_TRANSFORMS_PASSES_TD
#define PER_DIALECT_PER_TRANSFORMS_PASSES_TD

include "mlir/Pass/PassBase.td"

#endif // PER_DIALECT_PER_TRANSFORMS_PASSES_TD
