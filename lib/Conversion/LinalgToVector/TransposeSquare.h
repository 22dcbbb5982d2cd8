//===- TransposeSquare.h - squares transposed in registers -*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_CONVERSION_LINALGTOVECTOR_TRANSPOSESQUARE_H
#define PER_LIB_CONVERSION_LINALGTOVECTOR_TRANSPOSESQUARE_H

#include "../KernelBuilder.h"

namespace mlir::per {

/// Vectors of a flat buffer: where the first one starts, and how many elements
/// later the next.
struct VectorsOf {
  Value buffer;
  Num place, stride;
};

/// Writes the transpose of a matrix of at most as many rows and columns as
/// `vector` has lanes.
///
/// Reads `columns` vectors of `rows` elements, converts them to the elements of
/// `vector`, and writes `rows` vectors of `written` elements; those from
/// `columns` on are zeros. A whole square is a call of a function that the
/// module has once: its shuffles take LLVM as long as the rest of a kernel.
void transposeSquare(KernelBuilder &k, VectorType vector, VectorsOf source,
                     VectorsOf target, int64_t rows, int64_t columns,
                     int64_t written);

} // namespace mlir::per

#endif // PER_LIB_CONVERSION_LINALGTOVECTOR_TRANSPOSESQUARE_H
