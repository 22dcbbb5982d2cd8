//===- Epilogues.h - elementwise operations after contractions --*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_CONVERSION_EPILOGUES_H
#define PER_CONVERSION_EPILOGUES_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace mlir::per {

/// The operation directly after one on buffers that `convert-linalg-to-vector`
/// computes together with it, from its output in registers; null if there is
/// none. The two may be moved together only.
linalg::GenericOp findEpilogue(linalg::LinalgOp op);

} // namespace mlir::per

#endif // PER_CONVERSION_EPILOGUES_H
