//===- Passes.td - conversions of per -----------------------*- tablegen -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_CONVERSION_PASSES_TD
#define PER_CONVERSION_PASSES_TD

include "mlir/Pass/PassBase.td"

#endif // PER_CONVERSION_PASSES_TD
