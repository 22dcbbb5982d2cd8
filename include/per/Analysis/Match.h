//===- Match.h - coefficients that equal derivatives ------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// Matching a closure against a cone, and choosing where the term is read.
//
//===----------------------------------------------------------------------===//

#ifndef PER_ANALYSIS_MATCH_H
#define PER_ANALYSIS_MATCH_H

#include "per/Analysis/Closure.h"

#include "llvm/ADT/MapVector.h"

namespace mlir::per {

/// For nodes p of a cone, the values of a closure whose coefficient is dy/dp,
/// in program order.
using Matches = llvm::MapVector<ViewValue *, SmallVector<ViewValue *, 2>>;

/// The tolerances to try for a site, in turn: that of exact derivatives, and
/// that of the coarsest float type which the site passes up to its readers.
SmallVector<double, 2> getTolerances(const AnalysisContext &context,
                                     ViewValue *site);

/// Whether the derivative of the root by every active leaf of the cone is
/// constant: an affine function, which nothing can match.
bool hasConstantDerivatives(const AnalysisContext &context, const Cone &cone);

/// Constant derivatives never match: they would match c itself. `within`
/// restricts the values that may match; empty: all. Values inside of an
/// operation, which cannot be rerouted, match `withInner` only.
Matches matchCoefficients(const AnalysisContext &context, const Cone &cone,
                          const Closure &closure, double tolerance,
                          ArrayRef<ViewValue *> within = {},
                          bool withInner = false);

/// The walk down from the root of the cone that stops at matched values.
struct Cut {
  SmallVector<ViewValue *, 2> values;
  /// Leaves with influence on the root that it reached: inputs without adjoint.
  SmallVector<ViewValue *, 2> missing;

  bool isComplete() const { return missing.empty() && !values.empty(); }
};
Cut findCut(const AnalysisContext &context, const Cone &cone,
            const Matches &matches);

/// The escape test: a value in which the closure's root was combined with the
/// active part of the family, and which leaves the per-element region without
/// having passed a terminal; null if there is none.
ViewValue *findEscape(const Family &family, const Closure &closure,
                      ArrayRef<ViewValue *> terminals);

/// The root test: if c is a constant multiple of some u, everything that u
/// feeds must pass the terminals too.
bool passesRootTest(const AnalysisContext &context, const Family &family,
                    ViewValue *cotangent, ArrayRef<ViewValue *> terminals);

/// The most upstream matches of the cut through which everything must pass that
/// combines c with the family; empty if there are none.
SmallVector<ViewValue *, 2>
chooseTerminals(const AnalysisContext &context, const Family &family,
                const Closure &closure, const Matches &matches, const Cut &cut);

/// The values of the closure on the way to the terminals, terminals included,
/// in program order.
SmallVector<ViewValue *, 8> collectPath(const Closure &closure,
                                        ArrayRef<ViewValue *> terminals);

} // namespace mlir::per

#endif // PER_ANALYSIS_MATCH_H
