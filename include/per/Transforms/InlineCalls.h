//===- InlineCalls.h - calls of a function, inlined -------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_TRANSFORMS_INLINECALLS_H
#define PER_TRANSFORMS_INLINECALLS_H

#include "mlir/IR/BuiltinOps.h"

namespace mlir::per {

/// Replaces all calls that `function` reaches by the bodies of the callees,
/// whatever operations are in them, and erases private functions that nothing
/// refers to any more. Fails with a diagnostic on recursion, on callees without
/// a body or of several blocks, and if there is no such function; the module
/// may then be changed in part.
LogicalResult inlineCalls(ModuleOp module, StringRef function);

} // namespace mlir::per

#endif // PER_TRANSFORMS_INLINECALLS_H
