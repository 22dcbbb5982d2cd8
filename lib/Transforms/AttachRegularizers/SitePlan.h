//===- SitePlan.h - a site that gets a term ---------------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_SITEPLAN_H
#define PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_SITEPLAN_H

#include "per/Dialect/PER/IR/PER.h"
#include "per/Transforms/AttachSteps.h"

namespace mlir::per {

/// A selected site, with what its term is made of.
struct SitePlan {
  const SiteResult *site = nullptr;
  SmallVector<int64_t> sampleDims;
  int64_t samples = 1, features = 1;
  /// What the scale is multiplied with: measured weight / normalisation.
  double factor = 1;
  /// Where the site's row of the report is.
  SiteReport *report = nullptr;

  Location getLoc() const { return site->value->def->getLoc(); }
  /// f64 for f64 activations, else f32.
  FloatType getComputeType() const;
};

/// Shapes, sample dimensions and normalisation of a site's term. Emits an error
/// at the site if the term is not defined there.
FailureOr<SitePlan> planSite(const SiteResult &site,
                             RegularizerAttrInterface regularizer,
                             const AttachOptions &options);

/// Plans the selected sites that get a term, and says what becomes of the
/// others in remarks and report. Emits an error for each that fails, if there
/// is none left, and for weights that do not fit.
FailureOr<SmallVector<SitePlan>> planSites(const AnalyzedStep &step,
                                           RegularizerAttrInterface regularizer,
                                           const AttachOptions &options,
                                           AttachReport &report);

/// Checks what can be checked before the analysis: the regulariser's text, and
/// lambda, seed and step.
FailureOr<RegularizerAttrInterface> verifyOptions(ModuleOp module,
                                                  const AttachOptions &options);

} // namespace mlir::per

#endif // PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_SITEPLAN_H
