//===- SitePassOptions.h - options shared by passes on sites ----*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_SITEPASSOPTIONS_H
#define PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_SITEPASSOPTIONS_H

#include "per/Transforms/AttachRegularizers.h"

#include "mlir/IR/Diagnostics.h"
#include "llvm/Support/Error.h"

namespace mlir::per {

/// The selection and the bounds that the options of a pass name; an empty list
/// of budgets is the default.
SiteSelection getSiteSelection(StringRef location,
                               ArrayRef<std::string> families,
                               ArrayRef<unsigned> indices);
AnalysisBounds getAnalysisBounds(ArrayRef<unsigned> coneBudgets,
                                 unsigned closureBudget, unsigned familyBudget,
                                 unsigned candidateBudget);

/// Parses `auto` (nothing), `none` (an empty list) or a list like `0,1`.
llvm::Expected<std::optional<SmallVector<int64_t>>>
parseSampleDims(StringRef text);

/// The parsed value of an option, or an error that names it.
template <typename T>
LogicalResult takeOption(llvm::Expected<T> parsed, Location loc,
                         StringRef option, T &value) {
  if (!parsed)
    return emitError(loc) << "option '" << option
                          << "': " << llvm::toString(parsed.takeError());
  value = std::move(*parsed);
  return success();
}

} // namespace mlir::per

#endif // PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_SITEPASSOPTIONS_H
