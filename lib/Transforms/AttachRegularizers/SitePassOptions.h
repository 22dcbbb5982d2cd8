//===- SitePassOptions.h - options shared by passes on sites ----*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_SITEPASSOPTIONS_H
#define PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_SITEPASSOPTIONS_H

#include "per/Transforms/AttachRegularizers.h"

namespace mlir::per {

/// The selection that the options of a pass name.
template <typename PassT>
SiteSelection getSiteSelection(const PassT &pass) {
  SiteSelection selection;
  selection.location = pass.sitesLocation;
  selection.families.assign(pass.sitesFamily.begin(), pass.sitesFamily.end());
  selection.indices.assign(pass.sitesIndex.begin(), pass.sitesIndex.end());
  return selection;
}

/// The bounds that the options of a pass name.
template <typename PassT>
AnalysisBounds getAnalysisBounds(const PassT &pass) {
  AnalysisBounds bounds;
  if (!pass.coneBudgets.empty())
    bounds.coneBudgets.assign(pass.coneBudgets.begin(), pass.coneBudgets.end());
  bounds.closureBudget = pass.closureBudget;
  bounds.familyBudget = pass.familyBudget;
  bounds.candidateBudget = pass.candidateBudget;
  return bounds;
}

/// Parses `auto` (nothing), `none` (an empty list) or a list like `0,1`.
llvm::Expected<std::optional<SmallVector<int64_t>>>
parseSampleDims(StringRef text);

} // namespace mlir::per

#endif // PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_SITEPASSOPTIONS_H
