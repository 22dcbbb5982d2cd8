//===- Sites.h - the hidden activations of a training graph -----*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_ANALYSIS_SITES_H
#define PER_ANALYSIS_SITES_H

#include "per/Analysis/AnalysisContext.h"

#include "llvm/ADT/SetVector.h"

namespace mlir::per {

/// The activations, and what was seen on the way to them.
struct SiteList {
  /// One value a congruence class, in program order; of those that different
  /// blocks of a branch compute, each.
  SmallVector<ViewValue *> sites;
  /// Contractions of the forward half, and those that no site reaches.
  unsigned numContractions = 0;
  unsigned numContractionsWithoutSite = 0;
  /// Forward nodes with active operands that the adapter does not understand:
  /// they may hide a site. In program order.
  SmallVector<ViewNode *> notUnderstood;
  /// Those of them that stand between a layer's contraction and what it reads.
  llvm::SetVector<ViewNode *> hiding;
};

/// Finds the outermost nonlinear per-element values of the forward half that
/// reach a contraction through linear or shape-only operations. Enters them
/// into `context.siteValues`.
SiteList findSites(AnalysisContext &context);

/// Sample dimensions of a site: those that no contraction that reads it
/// contracts or convolves, and that are not reduced on the way to it. In order.
/// A dimension of which only a part is contracted (samples and time steps in
/// one) stays a sample dimension. A site of rank 1 has none.
SmallVector<int64_t> inferSampleDims(const AnalysisContext &context,
                                     const ViewValue *site);

/// The activation family for reports: relu, leaky_relu, elu, gelu, silu, tanh,
/// sigmoid, softplus, ..., or "elementwise". Recognised by value, on samples.
StringRef recognizeFamily(const AnalysisContext &context, ViewValue *site);

} // namespace mlir::per

#endif // PER_ANALYSIS_SITES_H
