//===- WholeFile.h - files written whole or not at all ----------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_RUNTIME_WHOLEFILE_H
#define PER_RUNTIME_WHOLEFILE_H

#include "llvm/Support/Error.h"

namespace mlir::per {

/// Writes a file as a whole or not at all: into a temporary file beside it,
/// which is then renamed. `-` is standard output. Fails with the file's name if
/// the disk is full or the place cannot be written.
llvm::Error writeWholeFile(llvm::StringRef path, llvm::StringRef bytes);

} // namespace mlir::per

#endif // PER_RUNTIME_WHOLEFILE_H
