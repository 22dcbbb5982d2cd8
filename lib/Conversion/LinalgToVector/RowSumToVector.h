//===- RowSumToVector.h - sums along memory in registers --------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_CONVERSION_LINALGTOVECTOR_ROWSUMTOVECTOR_H
#define PER_LIB_CONVERSION_LINALGTOVECTOR_ROWSUMTOVECTOR_H

#include "Contraction.h"

namespace mlir::per {

class KernelBuilder;

/// A sum of what is computed from elements that are neighbours in memory, in an
/// order that is free.
struct RowSum {
  linalg::GenericOp op;
  SmallVector<int64_t> sizes;
  SmallVector<Access> inputs;
  Access output;
  /// Parallel loops, and those of the sum: the last is that of the neighbours.
  SmallVector<unsigned> rows, sums;
};

std::optional<RowSum> matchRowSum(linalg::LinalgOp op);

/// Replaces the operation by loops that add vectors.
void convertRowSum(KernelBuilder &k, RowSum &sum);

} // namespace mlir::per

#endif // PER_LIB_CONVERSION_LINALGTOVECTOR_ROWSUMTOVECTOR_H
