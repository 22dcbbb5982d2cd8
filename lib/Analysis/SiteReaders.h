//===- SiteReaders.h - contractions that read a site ------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_ANALYSIS_SITEREADERS_H
#define PER_LIB_ANALYSIS_SITEREADERS_H

#include "per/Analysis/AnalysisContext.h"

namespace mlir::per {

/// A contraction that reads a copy of a site through shape steps.
struct SiteReader {
  ViewNode *node;
  /// The operand that the copy is.
  unsigned index;
  /// The site's dimension that each dimension of the operand is; -1 for one
  /// that is none alone.
  SmallVector<int64_t, 4> siteDims;

  ViewValue *getCoOperand() const { return node->operands[1 - index]; }
  /// Dimensions of the site that the contraction keeps as batching dimensions.
  SmallVector<int64_t, 4> getBatchingDims() const {
    return toSiteDims(node->contraction->sides[index].batching);
  }
  SmallVector<int64_t, 4> getContractedDims() const {
    return toSiteDims(node->contraction->sides[index].contracting);
  }

private:
  SmallVector<int64_t, 4> toSiteDims(ArrayRef<int64_t> dims) const;
};

/// All of them, in both halves.
SmallVector<SiteReader> collectReaders(const AnalysisContext &context,
                                       const ViewValue *site);

} // namespace mlir::per

#endif // PER_LIB_ANALYSIS_SITEREADERS_H
