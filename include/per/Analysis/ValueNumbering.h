//===- ValueNumbering.h - constants and congruence of a view ----*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// Which values of a training graph are compile-time scalars, and which are
// equal: recomputed copies behind optimisation barriers (rematerialisation),
// and reads of the residual stacks that a forward loop wrote.
//
//===----------------------------------------------------------------------===//

#ifndef PER_ANALYSIS_VALUENUMBERING_H
#define PER_ANALYSIS_VALUENUMBERING_H

#include "per/Analysis/GraphView.h"

namespace mlir::per {

/// Compile-time scalars: splat constants, folded through per-element functions,
/// shape operations and loop-invariant carries. Computed once, in one sweep.
class ConstantFolder {
public:
  explicit ConstantFolder(const GraphView &view);
  /// The number that every element of `value` is, if it is known.
  std::optional<double> getConstant(const ViewValue *value) const;

private:
  std::optional<double> foldElementwise(const ViewNode *node) const;
  std::vector<std::optional<double>> constants; // by value id
};

/// Numbers the values of a view so that congruent values share a class.
///
/// Beside the usual hash of (kind, function, operands, attributes, type):
/// a barrier's result is its operand; a size-preserving reshape shares the
/// reshape root of its operand; a loop-invariant carry is its initial value;
/// carries of two loops with equal recurrences (initial values, captures and
/// what the body does, by structure) are equal in every iteration and at the
/// end; a read of the residual stack that a loop wrote, at the index of the
/// mirrored iteration, is the value that the loop wrote. Random and opaque
/// nodes are always new.
///
/// Classes of values in loop bodies speak of one iteration: that of the loop
/// itself or, in a loop that reads residual stacks, of the mirrored one.
class ValueNumbering {
public:
  using Class = unsigned;

  ValueNumbering(const GraphView &view, const ConstantFolder &constants);

  Class getClass(const ViewValue *value) const;
  bool areCongruent(const ViewValue *a, const ViewValue *b) const {
    return getClass(a) == getClass(b);
  }
  /// All values of a class, in program order.
  ArrayRef<ViewValue *> getMembers(Class cls) const;
  /// The value that `value` is for a reader in `block`: inside block i of a
  /// branch, the result of an earlier branch on the same predicate is what
  /// block i of that one yielded (residuals of a differentiated conditional).
  /// Otherwise `value` itself.
  ViewValue *resolveInBlock(ViewValue *value, const ViewBlock *block) const;
  /// Whether at most one of the blocks runs in one iteration: they lie in
  /// different blocks of a branch, or of two branches on the same predicate.
  bool areExclusive(const ViewBlock *a, const ViewBlock *b) const;
  /// The class with size-preserving reshapes stripped.
  Class getReshapeRoot(Class cls) const;

  /// A loop result that collects one value per iteration in its first
  /// dimension.
  struct Stack {
    ViewNode *loop;
    /// The loop's result (and carry) that is the stack.
    unsigned carry;
    /// What the body writes, of shape 1 x ....
    ViewValue *written;
    /// Where in the stack: affine in the induction variable, most often it.
    ViewValue *index;
  };
  /// The stacks, in program order of their loops.
  ArrayRef<Stack> getStacks() const;
  /// A value in `block` that is the index, in the stacks of `loop`, of the
  /// iteration that the current iteration of `block`'s loop mirrors; null if
  /// no stack of `loop` is read in `block`.
  ViewValue *getStackIndex(const ViewBlock *block, const ViewNode *loop) const;
  /// The induction variable of a loop (argument of the body), or null.
  ViewValue *getInductionVariable(const ViewNode *loop) const;
  /// Number of iterations, if the loop counts from a constant to a constant.
  std::optional<int64_t> getTripCount(const ViewNode *loop) const;

  ~ValueNumbering();

  struct Impl;

private:
  std::unique_ptr<Impl> impl;
};

} // namespace mlir::per

#endif // PER_ANALYSIS_VALUENUMBERING_H
