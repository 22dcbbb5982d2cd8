//===- Fills.h - tensors of one number --------------------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_TRANSFORMS_CODEGEN_FILLS_H
#define PER_LIB_TRANSFORMS_CODEGEN_FILLS_H

#include "mlir/IR/Value.h"

namespace mlir::per {

/// The number that an operation fills a tensor with: a `linalg.fill`, or an
/// elementwise operation without inputs. None if it does something else.
Value getFillValue(Operation *op);

} // namespace mlir::per

#endif // PER_LIB_TRANSFORMS_CODEGEN_FILLS_H
