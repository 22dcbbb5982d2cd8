//===- Cone.h - the per-element ancestors of a value ------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_ANALYSIS_CONE_H
#define PER_ANALYSIS_CONE_H

#include "per/Analysis/AnalysisContext.h"

namespace mlir::per {

/// How samples are shared between values of a cone.
enum class SampleMode : uint8_t {
  ByValue, // each SSA value has its own
  ByClass, // congruent values share them (rematerialised copies)
};

/// The key under which samples of a value are kept: its id, or its class, in
/// disjoint ranges.
using SampleKey = uint64_t;
SampleKey getSampleKey(const AnalysisContext &context, const ViewValue *value,
                       SampleMode mode);

/// Options of a cone.
struct ConeOptions {
  unsigned budget = 12;
  SampleMode mode = SampleMode::ByValue;
  /// Affinity test: coefficients (inactive values, broadcast statistics) are
  /// held at one number and all masks have this value.
  std::optional<bool> mask;
};

/// The per-element ancestors of `root` up to a budget, latest definition first,
/// evaluated on random samples, with the derivative of the root by every node.
struct Cone {
  ViewValue *root = nullptr;
  SampleMode mode = SampleMode::ByValue;
  /// Inner nodes in program order; the root is the last.
  SmallVector<ViewValue *, 16> order;
  /// Not per-element, inactive, a broadcast statistic, another site, or cut by
  /// the budget: independent variables.
  SmallVector<ViewValue *, 8> leaves;
  DenseMap<SampleKey, Samples> samples;
  /// d root / d value, by SSA value in both modes. Missing: identically zero.
  DenseMap<const ViewValue *, Samples> gradients;
  /// Largest constant in (1, 1000] met: the scale of clipping functions.
  double largestConstant = 0;
  /// Whether the budget cut the cone.
  bool truncated = false;

  bool isLeaf(const ViewValue *value) const;
};

Cone buildCone(const AnalysisContext &context, ViewValue *root,
               const ConeOptions &options);

/// The budget of the cones that are tested for affinity: the second.
unsigned getAffineBudget(const AnalysisContext &context);

/// Whether `value` is affine in all its full-shape active leaves, coefficients
/// held fixed, with all masks true and with all masks false.
bool isAffine(const AnalysisContext &context, ViewValue *value);

} // namespace mlir::per

#endif // PER_ANALYSIS_CONE_H
