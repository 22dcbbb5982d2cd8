//===- Flatten.h - buffers as one row of elements ---------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_CONVERSION_LINALGTOVECTOR_FLATTEN_H
#define PER_LIB_CONVERSION_LINALGTOVECTOR_FLATTEN_H

#include "Contraction.h"

#include "../KernelBuilder.h"

namespace mlir::per {

/// The buffer of an operand as one row of elements, in which an access is a
/// position. Elements of bf16 move as integers of 16 bits.
Value flatten(KernelBuilder &k, const Access &access);

} // namespace mlir::per

#endif // PER_LIB_CONVERSION_LINALGTOVECTOR_FLATTEN_H
