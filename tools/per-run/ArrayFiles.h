//===- ArrayFiles.h - .npy and .npz files -----------------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_TOOLS_PER_RUN_ARRAYFILES_H
#define PER_TOOLS_PER_RUN_ARRAYFILES_H

#include "Array.h"

namespace mlir::per {

llvm::Expected<Array> readNpyFile(const std::string &path);

/// Reads all arrays of an .npz file, compressed or not.
llvm::Expected<ArrayMap> readNpzFile(const std::string &path);

/// An array that is to be written: its name, type and elements.
struct NamedArray {
  std::string name;
  std::string type;
  llvm::ArrayRef<int64_t> shape;
  llvm::ArrayRef<char> data;
};

/// Writes an .npz file as a whole or not at all, without compression.
llvm::Error writeNpzFile(const std::string &path,
                         llvm::ArrayRef<NamedArray> arrays);

} // namespace mlir::per

#endif // PER_TOOLS_PER_RUN_ARRAYFILES_H
