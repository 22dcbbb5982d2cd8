//===- FillToVector.h - small fills by one function -*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_CONVERSION_LINALGTOVECTOR_FILLTOVECTOR_H
#define PER_LIB_CONVERSION_LINALGTOVECTOR_FILLTOVECTOR_H

#include "Contraction.h"

#include <array>

namespace mlir::per {

class KernelBuilder;

/// A number written to a part of a buffer of f32.
struct Fill {
  /// Loops of the function that fills; the last is along neighbours.
  static constexpr unsigned numLoops = 4;
  linalg::FillOp op;
  Access target;
  std::array<int64_t, numLoops> sizes, strides;
};

/// None for what threads had better share.
std::optional<Fill> matchFill(linalg::LinalgOp op);

/// Replaces the operation by a call of a function that the module has once: a
/// step fills the borders of many buffers, each of its own shape.
void convertFill(KernelBuilder &k, Fill &fill);

} // namespace mlir::per

#endif // PER_LIB_CONVERSION_LINALGTOVECTOR_FILLTOVECTOR_H
