//===- Family.h - what is computable from the cone of a site ----*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// The family of a cone: everything that is computable per element from its
// values (masks, saved residuals, 1 - y^2, recomputed copies). A backward half
// combines the family of y with the cotangent of y; where it does, the
// candidates for the cotangent are found.
//
//===----------------------------------------------------------------------===//

#ifndef PER_ANALYSIS_FAMILY_H
#define PER_ANALYSIS_FAMILY_H

#include "per/Analysis/Cone.h"

#include "llvm/ADT/DenseSet.h"

namespace mlir::per {

/// The per-element closure of the values of a cone, with their samples.
class Family {
public:
  Family(const AnalysisContext &context, const Cone &cone);

  SampleMode getMode() const { return mode; }
  /// The samples of `value` for a reader in `block`; null if it is not in the
  /// family.
  const Samples *lookup(ViewValue *value, const ViewBlock *block) const;
  /// In the family, or a compile-time scalar.
  bool isKnown(ViewValue *value, const ViewBlock *block) const;
  /// In the family, and depends on an active leaf of the cone.
  bool isActive(ViewValue *value, const ViewBlock *block) const;
  /// Per-element nodes outside the forward half that combine a value of the
  /// family with one that is unknown.
  ArrayRef<ViewNode *> getMixedNodes() const { return mixed; }
  /// Per-element nodes inside the forward half that do.
  ArrayRef<ViewNode *> getMixedForwardNodes() const { return mixedForward; }
  /// Values of the family, each congruent copy too in class mode.
  ArrayRef<ViewValue *> getValues() const { return values; }
  /// Whether the bound on its size was hit.
  bool isTruncated() const { return truncated; }

private:
  SampleKey getKey(ViewValue *value, const ViewBlock *block) const;
  /// Whether the root is not computed when `block` runs: what that block reads
  /// is nothing of the family.
  bool isExclusive(const ViewBlock *block) const {
    return context.numbering.areExclusive(root->block, block);
  }
  void addValue(ViewValue *value, const Samples &samples, bool isActive);
  void visitUse(ViewNode *node);
  void visitBarrier(ViewNode *node);
  void visitYield(ViewUse use, ViewValue *value);
  /// The value, in class mode every congruent one.
  SmallVector<ViewValue *, 4> getCopies(ViewValue *value) const;

  const AnalysisContext &context;
  const ViewValue *root;
  SampleMode mode;
  DenseMap<SampleKey, Samples> samples;
  DenseSet<SampleKey> active;
  SmallVector<ViewValue *> values;
  SmallVector<ViewNode *> mixed, mixedForward;
  DenseSet<const ViewNode *> done;
  unsigned numAdded = 0;
  bool truncated = false;
};

/// Values that may be the cotangent of `site`: unknown operands of its shape of
/// the mixed nodes, and a few steps further up through linear functions of one
/// unknown. Latest first. `isTruncated` is set if the bound was hit.
SmallVector<ViewValue *> collectCandidates(const AnalysisContext &context,
                                           const ViewValue *site,
                                           const Family &family,
                                           bool &isTruncated);

} // namespace mlir::per

#endif // PER_ANALYSIS_FAMILY_H
