//===- Passes.td - passes on training graphs-------------------*- tablegen -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_TRANSFORMS_PASSES_TD
#define PER_TRANSFORMS_PASSES_TD

include "mlir/Pass/PassBase.td"

#endif // PER_TRANSFORMS_PASSES_TD
