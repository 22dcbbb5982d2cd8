//===- Passes.h - from linalg to native code --------------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_TRANSFORMS_CODEGEN_PASSES_H
#define PER_TRANSFORMS_CODEGEN_PASSES_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

namespace mlir::per {

#define GEN_PASS_DECL
#include "per/Transforms/Codegen/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "per/Transforms/Codegen/Passes.h.inc"

} // namespace mlir::per

#endif // PER_TRANSFORMS_CODEGEN_PASSES_H
