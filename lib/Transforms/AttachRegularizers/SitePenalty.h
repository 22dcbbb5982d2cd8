//===- SitePenalty.h - the value of a regulariser at a site -----*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_SITEPENALTY_H
#define PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_SITEPENALTY_H

#include "../Regions/RegionEntry.h"
#include "SitePlan.h"
#include "StepInputs.h"

#include "per/Transforms/AttachSteps.h"

namespace mlir::per {

/// Makes the penalties of sites, each in the block of its site.
class PenaltyBuilder {
public:
  PenaltyBuilder(const AnalyzedStep &step, RegularizerAttrInterface regularizer,
                 const AttachOptions &options)
      : regularizer(regularizer), frontend(*step.frontend),
        inputs(frontend, step.function, options, made),
        regions(frontend, captures) {}

  /// lambda * factor * (sum over samples of R), a rank-0 tensor of the compute
  /// type at the end of the site's block. Emits an error if that is a region
  /// into which nothing can be passed.
  FailureOr<Value> build(const SitePlan &plan, double factor);

private:
  RegularizerAttrInterface regularizer;
  const Frontend &frontend;
  // What proofs of other edits want to know.
  llvm::SetVector<Operation *> made;
  SmallVector<RegionCapture> captures;
  StepInputs inputs;
  RegionEntry regions;
};

} // namespace mlir::per

#endif // PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_SITEPENALTY_H
