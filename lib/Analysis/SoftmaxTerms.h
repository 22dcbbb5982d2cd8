//===- SoftmaxTerms.h - exponentials that a softmax is made of --*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_ANALYSIS_SOFTMAXTERMS_H
#define PER_LIB_ANALYSIS_SOFTMAXTERMS_H

#include "per/Analysis/AnalysisContext.h"

namespace mlir::per {

/// The classes of exponentials of the forward half that are numerators or
/// results of a softmax, however it is spelled:
///   e / sum(e),  e * (1 / sum(e)),  (e @ v) / sum(e),  exp(s - log(sum(e))).
/// An exponential whose sum divides something else, or whose sum's logarithm
/// makes a loss, is none: it is an activation like any other.
DenseSet<unsigned> findSoftmaxTerms(const AnalysisContext &context);

} // namespace mlir::per

#endif // PER_LIB_ANALYSIS_SOFTMAXTERMS_H
