//===- TransposeToVector.h - copies in another order ------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_CONVERSION_LINALGTOVECTOR_TRANSPOSETOVECTOR_H
#define PER_LIB_CONVERSION_LINALGTOVECTOR_TRANSPOSETOVECTOR_H

#include "Contraction.h"

namespace mlir::per {

class KernelBuilder;

/// A copy whose neighbours in the source are not neighbours in the target.
struct Transposition {
  linalg::LinalgOp op;
  SmallVector<int64_t> sizes;
  Access source, target;
  /// The loops along which elements of source and target are neighbours.
  unsigned inSource, inTarget;
};

std::optional<Transposition> matchTransposition(linalg::LinalgOp op);

/// Replaces the operation by loops that transpose squares in registers.
void convertTransposition(KernelBuilder &k, Transposition &transposition);

} // namespace mlir::per

#endif // PER_LIB_CONVERSION_LINALGTOVECTOR_TRANSPOSETOVECTOR_H
