//===- Array.h - arrays in files and in memory ------------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_TOOLS_PER_RUN_ARRAY_H
#define PER_TOOLS_PER_RUN_ARRAY_H

#include "per/Runtime/EntryPoint.h"

#include <map>
#include <string>
#include <vector>

namespace mlir::per {

/// An array of one of NumPy's types, row-major, in this machine's byte order.
struct Array {
  /// NumPy's kind and size, without the byte order: f4, i8, b1, V2.
  std::string type;
  std::vector<int64_t> shape;
  std::vector<char> data;
};

/// Arrays by name, in the order of their names.
using ArrayMap = std::map<std::string, Array>;

/// NumPy's type for the elements of a tensor. Integers without a sign are
/// signed ones; bfloat16, which NumPy does not have, is two opaque bytes.
std::string getNumPyType(const TensorSpec &spec);

/// Fails, and says why, if an array cannot be a tensor of this type.
llvm::Error checkArray(const Array &array, const TensorSpec &spec);

} // namespace mlir::per

#endif // PER_TOOLS_PER_RUN_ARRAY_H
