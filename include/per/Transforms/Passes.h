//===- Passes.h - passes on training graphs ---------------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_TRANSFORMS_PASSES_H
#define PER_TRANSFORMS_PASSES_H

#include "per/Transforms/AttachRegularizers.h"
#include "per/Transforms/CaptureSites.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

namespace mlir::per {

#define GEN_PASS_DECL
#include "per/Transforms/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "per/Transforms/Passes.h.inc"

} // namespace mlir::per

#endif // PER_TRANSFORMS_PASSES_H
