//===- Weight.h - does the weight of a term follow from the graph *- C++
//-*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_ANALYSIS_WEIGHT_H
#define PER_ANALYSIS_WEIGHT_H

#include "per/Analysis/AdjointDiscovery.h"

namespace mlir::per {

/// What the graph says about the weight 1/b of a site's term: per-example
/// gradients, and loops over micro-batches. An ordinary step is known.
WeightFacts inferWeight(const AnalysisContext &context, ViewValue *site,
                        ArrayRef<int64_t> sampleDims, const Adjoint &adjoint);

/// What scales the start of the backward half, and is not the loss itself: a
/// loss scale, as a reason for the report; empty if nothing was seen.
std::string findScaledStart(const AnalysisContext &context,
                            ArrayRef<ViewValue *> cotangents);

} // namespace mlir::per

#endif // PER_ANALYSIS_WEIGHT_H
