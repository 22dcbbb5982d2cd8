//===- Contraction.h - sums of products over buffers ------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_CONVERSION_LINALGTOVECTOR_CONTRACTION_H
#define PER_LIB_CONVERSION_LINALGTOVECTOR_CONTRACTION_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

#include <optional>

namespace mlir::per {

/// Where an operand's elements lie: the distance between neighbours along each
/// loop of the contraction, in elements. All accesses are affine in the loops,
/// so an address is a sum: a convolution is no different from a product.
struct Access {
  OpOperand *operand;
  SmallVector<int64_t> strides; // by loop
  int64_t origin = 0;           // of the iteration (0, ..., 0)
};

/// output[...] += left[...] * right[...] over loops of known sizes, with the
/// loops in their roles. `right` has the loop of columns, along which elements
/// of the output are neighbours, and elements of right are too unless it is
/// transposed; `left` is the same for all of them. Loops of one role that run
/// through memory like one are one.
struct Contraction {
  linalg::LinalgOp op;
  SmallVector<int64_t> sizes;
  Access left, right, output;
  /// The loop of the vectors.
  unsigned column;
  /// Parallel loops that `right` does not have, the outermost in the output
  /// first; and those that all have.
  SmallVector<unsigned> rows, batches;
  /// Loops of the sum, outermost first.
  SmallVector<unsigned> sums;
  /// Elements of right are neighbours along the last loop of the sum.
  bool isTransposed = false;
  /// The operation before, if the sum starts from its zeros.
  linalg::FillOp zeros;
  /// The elementwise operation after, if it can be computed from tiles of the
  /// output in registers, and where its operands lie: by operand, along the
  /// loops of the contraction.
  linalg::GenericOp epilogue;
  SmallVector<Access> epilogueOperands;

  int64_t sizeOf(ArrayRef<unsigned> loops) const;
};

/// The access of an operand, a buffer or a tensor in row-major order; none if
/// it is not affine in the loops, or not of static shape and strides.
std::optional<Access> getAccess(linalg::LinalgOp op, OpOperand *operand);

/// What all sums of products of buffers or tensors of static shape are, in
/// whatever order their elements lie: without the roles of the loops, and with
/// `left` and `right` in the order of the operation.
std::optional<Contraction> matchProductSum(linalg::LinalgOp op);

/// Makes one loop of neighbours in a list, outermost first, that run through
/// all operands like one: the inner one, with all iterations.
void mergeLoops(SmallVector<unsigned> &loops, MutableArrayRef<int64_t> sizes,
                ArrayRef<Access> operands);

/// The contraction that an operation is; none if it is not one, or if neither
/// operand is as `right` has to be.
std::optional<Contraction> matchContraction(linalg::LinalgOp op);

/// An operand that keeps the columns of a contraction from being neighbours,
/// and its loop that would have to be the innermost in memory.
struct OperandToPack {
  OpOperand *operand;
  unsigned column;
};
std::optional<OperandToPack> findOperandToPack(linalg::LinalgOp op);

} // namespace mlir::per

#endif // PER_LIB_CONVERSION_LINALGTOVECTOR_CONTRACTION_H
