//===- OneDNN.h - operations of oneDNN that code calls ----------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_RUNTIME_ONEDNN_H
#define PER_LIB_RUNTIME_ONEDNN_H

#include "llvm/Support/Error.h"

namespace mlir::per {

/// The address of a symbol of `per/Support/OneDNNOperation.h`: the function, or
/// an operation, which is made at the first call and kept until the process
/// ends. Loads oneDNN; fails if it cannot be loaded, or if it has no code for
/// the operation on this machine.
llvm::Expected<void *> lookupOneDNNSymbol(llvm::StringRef name);

} // namespace mlir::per

#endif // PER_LIB_RUNTIME_ONEDNN_H
