//===- Weight.h - does the weight of a term follow from the graph *- C++
//-*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_ANALYSIS_WEIGHT_H
#define PER_ANALYSIS_WEIGHT_H

#include "per/Analysis/AdjointDiscovery.h"
#include "per/Analysis/DeviceLayout.h"

namespace mlir::per {

/// What the graph says about the weight 1/b of a site's term: per-example
/// gradients, and loops over micro-batches. An ordinary step is known.
WeightFacts inferWeight(const AnalysisContext &context,
                        const DeviceLayouts &layouts, ViewValue *site,
                        ArrayRef<int64_t> sampleDims, const Adjoint &adjoint);

/// The same of a penalty in a loss that is not differentiated yet: where a loop
/// sums it up, whether its iterations are parts of one mean is not known.
WeightFacts inferWeightOfPenalty(const DeviceLayouts &layouts,
                                 const ViewValue *site,
                                 ArrayRef<int64_t> sampleDims);

/// What scales the start of the backward half, and is not the loss itself: a
/// loss scale, as a reason for the report; empty if nothing was seen.
std::string findScaledStart(const AnalysisContext &context,
                            ArrayRef<ViewValue *> cotangents);

} // namespace mlir::per

#endif // PER_ANALYSIS_WEIGHT_H
