//===- OneDNNCall.h - sums of products as operations of oneDNN --*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_CONVERSION_LINALGTOONEDNN_ONEDNNCALL_H
#define PER_LIB_CONVERSION_LINALGTOONEDNN_ONEDNNCALL_H

#include "../LinalgToVector/Contraction.h"

#include "per/Support/OneDNNOperation.h"

#include <array>

namespace mlir::per {

/// The places of the operands in arrays of three.
enum OneDNNRole { Source, Weights, Destination };

/// An operation of oneDNN that computes what one of linalg does.
struct OneDNNCall {
  OneDNNOperation operation;
  /// Where the operands lie, by role.
  std::array<Access, 3> accesses;

  /// Makes the tensor of a role longer by a dimension that is a loop of the
  /// contraction, or of one element without a loop.
  void addDimension(const Contraction &c, OneDNNRole role,
                    std::optional<unsigned> loop);
  OneDNNTensor &getTensor(OneDNNRole role);
};

/// The same as a product of matrices, with the batch in front; none if it is
/// not one, or if an operand has no neighbours along its last two dimensions,
/// where oneDNN is slow.
std::optional<OneDNNCall> matchOneDNNProduct(const Contraction &c);

/// The same as a convolution or the gradient of its weights: sums of products
/// where an operand is addressed by sums of two loops, or by several loops of
/// rows that are no single one.
std::optional<OneDNNCall> matchOneDNNConvolution(const Contraction &c);

/// An operation in equal parts, and a last one that may be smaller.
struct OneDNNParts {
  int64_t count = 1;
  OneDNNOperation part, last;
  /// The distance between parts, in elements, by role.
  std::array<int64_t, 3> steps = {0, 0, 0};
};

/// Divides an operation into one part for each thread, or fewer.
OneDNNParts divide(const OneDNNOperation &operation, int64_t threads);

} // namespace mlir::per

#endif // PER_LIB_CONVERSION_LINALGTOONEDNN_ONEDNNCALL_H
