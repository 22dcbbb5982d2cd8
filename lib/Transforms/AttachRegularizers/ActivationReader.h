//===- ActivationReader.h - an activation where it is needed ----*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_ACTIVATIONREADER_H
#define PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_ACTIVATIONREADER_H

#include "per/Analysis/AnalysisContext.h"

#include "llvm/ADT/SetVector.h"

namespace mlir::per {

/// Finds or makes a value that equals an activation of the forward half and can
/// be read at a place of the backward half.
class ActivationReader {
public:
  /// Operations that are made are entered into `support`.
  ActivationReader(const AnalysisContext &context, const Frontend &frontend,
                   llvm::SetVector<Operation *> &support);

  /// A value that is `site` at `place` and dominates it: a recomputed copy of
  /// the same block, else the activation itself, or the result of the branch
  /// that computed it, else a read of the residual stacks that the forward
  /// loops wrote, else recomputed per element. Null if there is none. `home` is
  /// the block of `place` in the view.
  Value read(ViewValue *site, Operation *place, ViewBlock *home);

private:
  bool isAvailable(const ViewValue *value, Operation *place) const;
  SmallVector<ViewValue *, 2> getNames(ViewValue *value,
                                       const ViewBlock *home) const;
  ViewValue *getIndex(const ViewNode *loop, Operation *place,
                      ViewBlock *home) const;
  Value readStack(ViewValue *value, Operation *place, ViewBlock *home);
  Value recompute(Value value, Operation *place, ViewBlock *home,
                  unsigned depth);
  Value findCongruent(ViewValue *value, Operation *place) const;

  const AnalysisContext &context;
  const Frontend &frontend;
  llvm::SetVector<Operation *> &support;
  SmallVector<ViewValue *, 0> branchResults;
  DenseMap<Value, Value> recomputed; // at the current place
};

} // namespace mlir::per

#endif // PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_ACTIVATIONREADER_H
