//===- SiteRemarks.h - what the user is told of each site -------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_SITEREMARKS_H
#define PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_SITEREMARKS_H

#include "SitePlan.h"

#include "per/Transforms/AttachRegularizers.h"

namespace mlir::per {

/// The rows of all sites, as the analysis left them.
AttachReport startReport(const DiscoveryResult &result,
                         RegularizerAttrInterface regularizer);

/// A site whose adjoint was found: one remark with all of its row.
void remarkAttached(const SiteReport &row, Location loc);
/// A site that gets no term, and why.
void remarkSkipped(const SiteReport &row, Location loc);
/// A term that couples samples, at a site that sees a part of the batch at a
/// time: it is the term of that part.
void remarkMicroBatches(const SiteReport &row,
                        RegularizerAttrInterface regularizer, Location loc);
/// An activation of another optimizer step.
void remarkOtherStep(const SiteResult &site);
/// A site without adjoint as an error, with notes at the best partial matches.
LogicalResult reportFailed(const SiteResult &site);
/// What is not understood on the way to a layer: an error each, or a remark.
LogicalResult reportHiding(const DiscoveryResult &result, bool isError);

} // namespace mlir::per

#endif // PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_SITEREMARKS_H
