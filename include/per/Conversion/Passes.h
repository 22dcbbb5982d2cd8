//===- Passes.h - conversions of per ----------------------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_CONVERSION_PASSES_H
#define PER_CONVERSION_PASSES_H

#include "per/Conversion/Kernels.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

namespace mlir::per {

/// Expands the per operations in `root` into linalg on tensors. Emits errors.
/// With `keepSampled` and `keepAnalytic` those terms of projected_error, and
/// those slices, are left that `convertPERToVector` takes; with `expandRead`
/// not the analytic gradients that linalg or tensor operations read.
LogicalResult convertPERToLinalg(Operation *root, bool keepSampled = false,
                                 bool keepAnalytic = false,
                                 bool expandRead = false);

/// Replaces sampled terms on buffers and their slices by calls of kernels,
/// which it adds to the module. Emits errors.
LogicalResult convertPERToVector(ModuleOp module, const KernelTarget &target);

/// Expands the per operations in `root` into StableHLO. Emits errors.
LogicalResult convertPERToStableHLO(Operation *root);

/// Terms outside of their step.
struct OutlinedTerms {
  /// A module with a function on tensors for each term.
  OwningOpRef<ModuleOp> kernels;
  /// The custom calls of them in the step.
  SmallVector<Operation *> calls;
};

/// The target of the custom calls: the name under which XLA knows the handler.
constexpr llvm::StringLiteral kCallTarget = "per_native_term";

/// Replaces the terms in `module` that draw slices by custom calls of functions
/// in another module. Emits errors.
FailureOr<OutlinedTerms> outlineTerms(ModuleOp module);

/// Says by which name the handler finds the functions of such calls.
void setLibrary(ArrayRef<Operation *> calls, StringRef library);

#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "per/Conversion/Passes.h.inc"

} // namespace mlir::per

#endif // PER_CONVERSION_PASSES_H
