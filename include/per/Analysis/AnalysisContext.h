//===- AnalysisContext.h - what all parts of the analysis share -*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_ANALYSIS_ANALYSISCONTEXT_H
#define PER_ANALYSIS_ANALYSISCONTEXT_H

#include "per/Analysis/Activity.h"
#include "per/Analysis/GraphView.h"
#include "per/Analysis/ValueNumbering.h"

#include <random>

namespace mlir::per {

/// Bounds of the search. When one is hit, the site's message says which.
struct AnalysisBounds {
  /// Nodes of the cone of a site, tried in turn.
  SmallVector<unsigned, 3> coneBudgets = {12, 40, 140};
  /// Nodes of the forward closure of a candidate.
  unsigned closureBudget = 64;
  /// New values of the family of a cone.
  unsigned familyBudget = 200;
  /// Candidates for the cotangent of one site.
  unsigned candidateBudget = 64;
};

/// Everything known of one function, computed once. The view stays unchanged.
struct AnalysisContext {
  AnalysisContext(const GraphView &view, ViewValue *loss,
                  AnalysisBounds bounds = {}, uint64_t seed = 0);

  const GraphView &view;
  ViewValue *loss;
  AnalysisBounds bounds;
  ConstantFolder constants;
  ValueNumbering numbering;
  Activity activity;
  /// Source of the samples: deterministic, the same on every run.
  uint64_t seed;
  mutable std::mt19937_64 random;
  /// The sites found so far; cones stop there.
  DenseSet<const ViewValue *> siteValues;

  // Shorthands.
  std::optional<double> constant(const ViewValue *v) const {
    return constants.getConstant(v);
  }
  unsigned cls(const ViewValue *v) const { return numbering.getClass(v); }

  /// The function that the node computes per element: an Elementwise node on
  /// floats or booleans, a broadcast of a scalar, a barrier (Identity);
  /// nothing otherwise.
  static std::optional<ScalarFunction> elementFunction(const ViewNode *node);
  /// The operands that matter for `value` as a per-element function of its
  /// defining node: all, or the matching one of a barrier.
  static ArrayRef<ViewValue *> elementOperands(const ViewValue *value);
  /// Active, not constant float operands of the defining node.
  SmallVector<ViewValue *, 4> activeOperands(const ViewValue *value) const;

  /// Fresh random samples: normal at several scales; every sixth uniform on
  /// +-1.6 `largest` if that is not 0; bits for booleans.
  Samples drawSamples(bool isBoolean, double largest = 0) const;
  /// The same samples for one class wherever they are drawn.
  Samples drawSamplesOfClass(unsigned cls, bool isBoolean) const;
};

/// |a - b| <= tolerance (1 + |b|) on all finite samples, of which there must be
/// enough (40) to tell.
bool samplesAgree(const Samples &a, const Samples &b, double tolerance);
/// Whether the samples are all one number (within 1e-6).
bool samplesAreConstant(const Samples &samples);

} // namespace mlir::per

#endif // PER_ANALYSIS_ANALYSISCONTEXT_H
