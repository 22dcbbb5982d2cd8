//===- Filters.h - is a matched value really the cotangent ------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// Structural tests of a match. Every wrong edit that was ever seen came from a
// structural coincidence, never from sampling; these tests reject them.
//
//===----------------------------------------------------------------------===//

#ifndef PER_ANALYSIS_FILTERS_H
#define PER_ANALYSIS_FILTERS_H

#include "per/Analysis/Match.h"

namespace mlir::per {

/// Enters the class of an operand of a contraction in `block`, and of the
/// values that it is a copy, transpose or slice of.
void collectBases(const AnalysisContext &context, ViewValue *operand,
                  const ViewBlock *block, DenseSet<unsigned> &bases);

/// The contractions that read a site in the forward half through linear and
/// shape-only nodes, as the bases of their other operands.
DenseSet<unsigned> collectCoOperands(const AnalysisContext &context,
                                     ViewValue *site);

/// The layer test: going up from `cotangent` outside the forward half, one
/// meets a value that the site is contracted with: the cotangent comes out of a
/// transposed contraction. Rejects tangents of forward mode. `throughForward`:
/// the backward half to look at lies in the forward half itself.
bool passesLayerTest(const AnalysisContext &context, ViewValue *site,
                     ViewValue *cotangent, const DenseSet<unsigned> &coOperands,
                     bool throughForward = false);

enum class ConsumerVerdict : uint8_t {
  Agrees,
  /// The site, or the cotangent, reaches no contraction per element.
  Unknown,
  Disagrees,
};

/// The consumer test: the coefficient of the site in what a contraction reads
/// equals that of the transposed contraction's result in the cotangent.
class ConsumerTest {
public:
  ConsumerTest(const AnalysisContext &context, ViewValue *site);
  ConsumerVerdict test(ViewValue *cotangent) const;

private:
  struct Reader {
    Samples coefficient;
    DenseSet<unsigned> coOperands;
  };
  const AnalysisContext &context;
  double tolerance;
  SmallVector<Reader, 2> readers;
};

/// Whether the loss itself depends on a gradient taken through the site (double
/// differentiation): it has an adjoint inside the forward half.
bool hasAdjointInForwardHalf(const AnalysisContext &context, ViewValue *site,
                             const DenseSet<unsigned> &coOperands);

/// Why a site has no adjoint.
enum class GradientVerdict : uint8_t {
  /// Proved: no gradient passes through it.
  NoGradient,
  /// Its weight gradient is in the backward slice of the loss: the loss depends
  /// on parameters that were updated by it (or is itself a gradient's norm).
  GradientInLoss,
  /// Neither can be told: an adjoint may have been missed.
  Unknown,
};
GradientVerdict judgeMissingAdjoint(const AnalysisContext &context,
                                    ViewValue *site);

} // namespace mlir::per

#endif // PER_ANALYSIS_FILTERS_H
