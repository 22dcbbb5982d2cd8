//===- Library.h - files that other programs link with ----------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_TOOLS_PER_COMPILE_LIBRARY_H
#define PER_TOOLS_PER_COMPILE_LIBRARY_H

#include "per/Runtime/ObjectCode.h"

namespace mlir::per {

/// Writes the objects as a static library (.a).
llvm::Error writeArchive(llvm::StringRef path, const ObjectCode &code);

/// Links the objects to a shared library (.so) with the system's compiler.
llvm::Error writeSharedLibrary(llvm::StringRef path, const ObjectCode &code);

} // namespace mlir::per

#endif // PER_TOOLS_PER_COMPILE_LIBRARY_H
