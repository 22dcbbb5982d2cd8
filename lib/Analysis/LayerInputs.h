//===- LayerInputs.h - the way up from the input of a layer -----*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_ANALYSIS_LAYERINPUTS_H
#define PER_LIB_ANALYSIS_LAYERINPUTS_H

#include "per/Analysis/Cone.h"

#include "llvm/ADT/SetVector.h"

namespace mlir::per {

/// Whether an operand of a forward contraction makes it a layer: the other
/// operand brings a dimension of its own, or is active, or the gradient of the
/// other operand is taken. Others are found in losses.
bool isLayer(const AnalysisContext &context, const ViewNode *contraction,
             unsigned operandIndex);

/// A sum of two active values that is one function of shared variables (GRU,
/// x + tanh(x), softplus by parts) rather than a residual addition.
bool isJointSum(const AnalysisContext &context, ViewValue *value);

/// Whether `denominator` is (a broadcast of) the plain sum of `numerator`: a
/// normalisation as in a softmax.
bool isOwnSum(const AnalysisContext &context, const ViewValue *numerator,
              const ViewValue *denominator);

/// `value` without conversions between float types and barriers.
const ViewValue *stripConversions(const ViewValue *value);

/// Walks up from values through linear and shape-only operations to nonlinear
/// per-element values. What a value is, is decided once.
class LayerInputSearch {
public:
  explicit LayerInputSearch(const AnalysisContext &context);

  /// The nonlinear per-element values that reach `value`. Nodes that are not
  /// understood and end the search are entered into `hiding`.
  llvm::SetVector<ViewValue *> findSources(ViewValue *value,
                                           llvm::SetVector<ViewNode *> &hiding);

private:
  /// What the search does at one value.
  struct Step {
    bool isSource = false;
    SmallVector<ViewValue *, 2> next;
  };
  const Step &getStep(ViewValue *value);
  Step decide(ViewValue *value) const;
  Step decideElementwise(ViewValue *value) const;
  Step decideSum(ViewValue *value, ArrayRef<ViewValue *> active) const;
  Step decideProduct(ViewValue *value, ArrayRef<ViewValue *> active) const;
  Step decideNonlinear(ViewValue *value) const;

  const AnalysisContext &context;
  /// Classes of exponentials that are no activations.
  DenseSet<unsigned> softmaxTerms;
  DenseMap<const ViewValue *, Step> steps;
};

} // namespace mlir::per

#endif // PER_LIB_ANALYSIS_LAYERINPUTS_H
