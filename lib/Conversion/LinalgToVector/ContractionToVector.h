//===- ContractionToVector.h - sums of products in registers ----*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_CONVERSION_LINALGTOVECTOR_CONTRACTIONTOVECTOR_H
#define PER_LIB_CONVERSION_LINALGTOVECTOR_CONTRACTIONTOVECTOR_H

#include "Contraction.h"
#include "TileTable.h"

namespace mlir::per {

class KernelBuilder;

/// Replaces the operation of a contraction, and the zeros before, by loops on
/// vectors.
void convertContraction(KernelBuilder &k, Contraction &contraction,
                        const TileTable &tiles);

} // namespace mlir::per

#endif // PER_LIB_CONVERSION_LINALGTOVECTOR_CONTRACTIONTOVECTOR_H
