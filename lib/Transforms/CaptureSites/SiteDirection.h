//===- SiteDirection.h - a fixed direction of a site ------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_TRANSFORMS_CAPTURESITES_SITEDIRECTION_H
#define PER_LIB_TRANSFORMS_CAPTURESITES_SITEDIRECTION_H

#include "per/Transforms/AttachSteps.h"

namespace mlir::per {

/// A pseudo-random unit vector of the shape of the site, in f32, made at the
/// start of the function. It depends on the site and on the number `draw`.
Value createSiteDirection(const AnalyzedStep &step, const SiteResult &site,
                          const ScalarSource &draw);

/// Sites with a static shape and a cotangent that the selection names; an error
/// for others of them if `needsCotangent`.
FailureOr<SmallVector<const SiteResult *>>
selectUsableSites(const AnalyzedStep &step, const AttachOptions &options,
                  bool needsCotangent);

/// An error if the function runs several optimizer steps.
LogicalResult verifyIsOneStep(const AnalyzedStep &step);

} // namespace mlir::per

#endif // PER_LIB_TRANSFORMS_CAPTURESITES_SITEDIRECTION_H
