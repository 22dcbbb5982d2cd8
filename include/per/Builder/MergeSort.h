//===- MergeSort.h - vectors sorted together --------------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// A bottom-up merge sort as loops of scf on tensors: stable, n log n
// comparisons, without recursion.
//
//===----------------------------------------------------------------------===//

#ifndef PER_BUILDER_MERGESORT_H
#define PER_BUILDER_MERGESORT_H

#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/Builders.h"

namespace mlir::per {

/// Builds whether one element must stand before another: one value of each of
/// the vectors for either. An order in which no element is before itself.
using IsBefore =
    function_ref<Value(OpBuilder &, ValueRange element, ValueRange other)>;

/// Sorts tensors of rank 1 with `size` elements each, all of them by the same
/// permutation. Elements of which none is before the other keep their order.
SmallVector<Value> buildMergeSort(OpBuilder &builder, Location loc,
                                  ValueRange vectors, OpFoldResult size,
                                  IsBefore isBefore);

} // namespace mlir::per

#endif // PER_BUILDER_MERGESORT_H
