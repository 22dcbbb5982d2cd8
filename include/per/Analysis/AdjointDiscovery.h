//===- AdjointDiscovery.h - sites and their cotangents ----------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// Finds, in a training step that is already differentiated, every hidden
// activation y and the place where a term belongs in its cotangent. The result
// is data; rewriters (of MLIR, of foreign graphs) carry it out.
//
// Principle: with y = f(p1..pk) per element, a value v behind the loss is a
// summand of the cotangent of p_i through y iff the coefficient of some value c
// in v equals dy/dp_i. Then c is the cotangent of y. `docs/attach.md`.
//
//===----------------------------------------------------------------------===//

#ifndef PER_ANALYSIS_ADJOINTDISCOVERY_H
#define PER_ANALYSIS_ADJOINTDISCOVERY_H

#include "per/Analysis/AnalysisContext.h"
#include "per/Analysis/Cone.h"
#include "per/Analysis/LoopIteration.h"
#include "per/Analysis/Sites.h"

namespace mlir::per {

/// Where the term of one site enters.
struct Adjoint {
  /// The cotangent c of y.
  ViewValue *cotangent = nullptr;
  /// Inputs of y (nodes of its cone) whose cotangents were matched: every
  /// active path from y down meets one.
  SmallVector<ViewValue *, 2> cut;
  /// The matched values: what must read c + term instead of c.
  SmallVector<ViewValue *, 2> terminals;
  /// The per-element values from c (excluded) to the terminals (included) that
  /// depend on c, in program order: what the rewriter clones.
  SmallVector<ViewValue *, 8> path;
  SampleMode mode = SampleMode::ByValue;
  double tolerance = 0;
  /// Largest relative difference between a matched coefficient and dy/dp.
  double error = 0;
  /// Size of the cone that was needed.
  unsigned coneSize = 0;
};

enum class SiteStatus : uint8_t {
  Found,
  /// No gradient passes through the site (target network, stop_gradient).
  NoGradient,
  /// No adjoint, or several that disagree; `reason` says why.
  Failed,
};

/// Whether the weight of the term (1/b of the full batch) follows from the
/// graph.
struct WeightFacts {
  /// False: assumed to be that of an ordinary step; `reason` says what leaves
  /// it open (a loop over micro-batches, a scaled start of the backward half).
  bool known = true;
  std::string reason;
  /// How many times loops and devices of a manual region compute both the
  /// activation and its cotangent in one step, each time of another part of the
  /// batch; 0: not known.
  int64_t microBatches = 1;
  /// Sample dimensions that the weight gradient of the site's reader keeps as
  /// batching dimensions (per-example gradients): not counted in 1/b.
  SmallVector<int64_t, 2> perExampleDims;
  /// Devices that share the batch of the loss, where the site is in a manual
  /// region and the loss outside of it: 1/b counts their samples too.
  int64_t numShards = 1;
};

struct SiteResult {
  /// Program order among all sites of the step, before any selection.
  unsigned index = 0;
  ViewValue *value = nullptr;
  SmallVector<int64_t> sampleDims;
  StringRef family;
  SiteStatus status = SiteStatus::Failed;
  Adjoint adjoint;
  WeightFacts weight;
  /// Failed: what was tried and the best partial match, one sentence.
  std::string reason;
  /// Number of candidates for the cotangent that were tried, and those that
  /// matched in part, for notes at their locations.
  unsigned numCandidates = 0;
  SmallVector<ViewValue *, 2> partialMatches;
  /// Failed: its weight gradient is in the backward slice of the loss. The loss
  /// depends on updated parameters, or is made of a gradient.
  bool isGradientInLoss = false;
};

struct DiscoveryResult {
  SmallVector<SiteResult, 0> sites;
  /// Activations of other optimizer steps than the one whose loss is returned:
  /// they have no gradient, and no number.
  SmallVector<SiteResult, 0> otherSteps;
  unsigned numContractions = 0;
  unsigned numContractionsWithoutSite = 0;
  SmallVector<ViewNode *> notUnderstood;
  /// See `SiteList`.
  llvm::SetVector<ViewNode *> hiding;
};

/// Runs the whole analysis on `context`.
DiscoveryResult discoverAdjoints(AnalysisContext &context);

/// The result of an analysis with all that it refers to.
struct Discovery {
  /// The loops that were entered to find the loss of one optimizer step,
  /// outermost first. The context is that of the last iteration, or of the
  /// whole function.
  SmallVector<LoopIteration, 1> iterations;
  std::unique_ptr<AnalysisContext> context;
  DiscoveryResult result;
};

/// Runs the whole analysis on a function. If it finds no adjoint, and the loss
/// is collected by a loop, it looks at one iteration of that loop.
Discovery discoverAdjoints(const GraphView &view, ViewValue *loss,
                           const AnalysisBounds &bounds = {},
                           uint64_t seed = 0);

} // namespace mlir::per

#endif // PER_ANALYSIS_ADJOINTDISCOVERY_H
