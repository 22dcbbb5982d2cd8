//===- Closure.h - coefficients of a value in what depends on it *- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// The forward per-element closure of a value c: what depends on c, with the
// coefficient of c in it (a dual number with tangent 1 on c). Everything that
// is unknown is a free random variable, so that a coefficient which agrees
// with a derivative on all samples is that derivative.
//
//===----------------------------------------------------------------------===//

#ifndef PER_ANALYSIS_CLOSURE_H
#define PER_ANALYSIS_CLOSURE_H

#include "per/Analysis/Family.h"

namespace mlir::per {

/// What depends on `root` per element, within its block and the blocks in it
/// that capture values.
struct Closure {
  ViewValue *root = nullptr;
  /// In program order, without the root.
  SmallVector<ViewValue *, 16> order;
  /// Of the values of `order`, and 1 of the root. Missing: none is known.
  DenseMap<const ViewValue *, Samples> coefficients;
  /// Nodes that read the root but in which its coefficient vanishes
  /// (comparisons, rounding).
  DenseSet<const ViewNode *> vanishing;
  /// Whether the bound on its size was hit, and the nodes that were left then.
  bool truncated = false;
  SmallVector<ViewNode *> unvisited;

  bool contains(const ViewValue *value) const {
    return coefficients.count(value) != 0;
  }
};

struct ClosureOptions {
  SampleMode mode = SampleMode::ByValue;
  /// Samples of the known values; null: nothing but constants is known.
  const Family *family = nullptr;
  /// Whether to go on through values of the forward half.
  bool throughForward = false;
};

/// A term (`NodeKind::Term`) is passed with coefficient 1 of its cotangent; as
/// the root, its result is a free variable like any other.
Closure buildClosure(const AnalysisContext &context, ViewValue *root,
                     const ClosureOptions &options);

/// The operands that count per element of a node in a closure: all, or the
/// cotangent of a term.
ArrayRef<ViewValue *> getClosureOperands(const ViewNode *node);

/// Whether a node that reads a value of the closure is followed: it is
/// per element (or a term), of floats, and not outside of the root's block.
bool mayEnterClosure(const Closure &closure, const ViewNode *node);

} // namespace mlir::per

#endif // PER_ANALYSIS_CLOSURE_H
