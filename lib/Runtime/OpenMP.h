//===- OpenMP.h - the OpenMP library, when code needs it --------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_RUNTIME_OPENMP_H
#define PER_LIB_RUNTIME_OPENMP_H

#include "llvm/Support/Error.h"

namespace mlir::per {

/// Whether a symbol is one of OpenMP's.
bool isOpenMPSymbol(llvm::StringRef name);

/// The address of a symbol of LLVM's OpenMP library, which is loaded at the
/// first call: the one that the process has, the file that the environment
/// variable PER_OPENMP_LIBRARY names, or what the system finds.
llvm::Expected<void *> lookupOpenMPSymbol(const std::string &name);

} // namespace mlir::per

#endif // PER_LIB_RUNTIME_OPENMP_H
