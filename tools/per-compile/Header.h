//===- Header.h - C headers of compiled steps -------------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_TOOLS_PER_COMPILE_HEADER_H
#define PER_TOOLS_PER_COMPILE_HEADER_H

#include "per/Runtime/ObjectCode.h"

namespace mlir::per {

/// A header for C and C++ with the functions of compiled code: for each its
/// prototype, with the names and shapes of the arguments, and the size of its
/// working memory.
std::string makeHeader(const ObjectCode &code);

} // namespace mlir::per

#endif // PER_TOOLS_PER_COMPILE_HEADER_H
