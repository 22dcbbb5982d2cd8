//===- SliceBuilder.h - the slices as tensor operations ---------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// Builds the slices that per/Support/Slices.h defines, with the same bits.
//
//===----------------------------------------------------------------------===//

#ifndef PER_BUILDER_SLICEBUILDER_H
#define PER_BUILDER_SLICEBUILDER_H

#include "per/Builder/TensorBuilder.h"

namespace mlir::per {

/// How the 16 random bits of an element become a normal integer; all forms have
/// the same bits.
enum class NormalForm : uint8_t {
  Quadratics, // three small tables and integer arithmetic
  Table,      // one table of all 65,536 values: the fastest form under XLA
};

/// What the slices of a site are a function of. Seed and step are rank-0
/// tensors of `i32`.
struct SliceKey {
  Value seed, step;
  uint32_t site = 0;
};

/// A tile of the matrix of a site: elements are rows, slices are columns.
struct SliceTile {
  OpFoldResult element, slice; // of its first entry
  OpFoldResult numElements, numSlices;
};

/// The integers v of a tile, as a matrix of `i16`.
Value buildSlices(TensorBuilder &b, const SliceKey &key, const SliceTile &tile,
                  NormalForm form);

/// The sums of the squares of each column of v, as a vector of `i64`.
Value buildSliceNorms(TensorBuilder &b, Value v, NormalForm form);

/// The unit directions of the integers v, whose whole columns have the squared
/// norms `norms`, as a matrix of a float type.
Value buildDirections(TensorBuilder &b, Value v, Value norms, Type type);

} // namespace mlir::per

#endif // PER_BUILDER_SLICEBUILDER_H
