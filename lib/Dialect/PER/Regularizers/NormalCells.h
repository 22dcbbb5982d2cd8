//===- NormalCells.h - cells of equal probability ---------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// The optimal transport of N(0, 1) to b points on a line cuts the line into b
// cells of probability 1/b, in order: the smallest point gets all of the first
// cell. What a distance needs to know of the cells does not depend on the
// points; it is computed here, in f64.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_DIALECT_PER_REGULARIZERS_NORMALCELLS_H
#define PER_LIB_DIALECT_PER_REGULARIZERS_NORMALCELLS_H

#include "per/Builder/TensorBuilder.h"

namespace mlir::per {

/// Builds vectors with an entry for each cell, of a float type.
class NormalCells {
public:
  /// The cells of `count` points; 2^30 at most.
  NormalCells(TensorBuilder &b, OpFoldResult count, Type type)
      : b(b), count(count), type(type) {}

  /// The mean of N(0, 1) in each cell.
  Value buildMeans();
  /// The variance of N(0, 1) in each cell.
  Value buildVariances();
  /// The density at the two edges of each cell, times the number of cells.
  std::pair<Value, Value> buildEdges();

private:
  /// What a map makes of a lower quantile and the density there.
  using EdgeBody = function_ref<Element(ElementBuilder &, Element quantile,
                                        Element density)>;

  /// `count` times something at each of the `count + 1` edges, in f64; 0 at the
  /// two outermost ones. `sign` is what the upper half is multiplied by.
  Value mapEdges(double sign, EdgeBody body);
  Value buildDensities();
  /// The entries of the lower and of the upper edge of each cell.
  std::pair<Value, Value> splitEdges(Value edges);

  TensorBuilder &b;
  OpFoldResult count;
  Type type;
  Value densities;
};

} // namespace mlir::per

#endif // PER_LIB_DIALECT_PER_REGULARIZERS_NORMALCELLS_H
