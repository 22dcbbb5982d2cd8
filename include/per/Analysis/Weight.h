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

/// What the graph says about the weight 1/b of a term: per-example gradients,
/// loops over micro-batches, a scaled start of the backward half. An ordinary
/// step is known.
WeightFacts inferWeight(const AnalysisContext &context, ViewValue *site,
                        ArrayRef<int64_t> sampleDims, ViewValue *cotangent);

} // namespace mlir::per

#endif // PER_ANALYSIS_WEIGHT_H
