//===- AdjointDiscovery.cpp - sites and their cotangents -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Analysis/AdjointDiscovery.h"
#include "SiteSearch.h"
#include "per/Analysis/Filters.h"
#include "per/Analysis/Weight.h"

using namespace mlir;
using namespace mlir::per;

static SiteResult analyzeSite(const AnalysisContext &context, ViewValue *site) {
  SiteResult result;
  result.value = site;
  result.sampleDims = inferSampleDims(context, site);
  result.family = recognizeFamily(context, site);

  DenseSet<unsigned> coOperands = collectCoOperands(context, site);
  SiteSearch search(context, site, coOperands);
  bool isFound = search.run();
  search.report(result);
  if (!isFound && result.numCandidates == 0) {
    GradientVerdict verdict = judgeMissingAdjoint(context, site);
    if (verdict == GradientVerdict::NoGradient) {
      result.status = SiteStatus::NoGradient;
      result.reason = "no gradient passes through it";
      return result;
    }
    if (verdict == GradientVerdict::GradientInLoss) {
      result.isGradientInLoss = true;
      result.reason = "its weight gradient is a part of the loss: the loss "
                      "result depends on updated parameters, or is made of a "
                      "gradient; name the loss of one step as the result";
      return result;
    }
  }
  if (hasAdjointInForwardHalf(context, site, coOperands)) {
    result.status = SiteStatus::Failed;
    result.reason =
        "the loss depends on a gradient that was taken through this activation";
  }
  return result;
}

/// In a graph of several optimizer steps, sites without a gradient belong to
/// those whose loss is not returned. They are no sites of the step, and the
/// others are numbered as in a graph of that step alone.
static void setAsideOtherSteps(DiscoveryResult &result) {
  if (llvm::none_of(result.sites, [](const SiteResult &site) {
        return site.isGradientInLoss;
      }))
    return;
  SmallVector<SiteResult, 0> own;
  for (SiteResult &site : result.sites) {
    if (site.status == SiteStatus::NoGradient) {
      result.otherSteps.push_back(std::move(site));
      continue;
    }
    site.index = own.size();
    own.push_back(std::move(site));
  }
  result.sites = std::move(own);
}

DiscoveryResult per::discoverAdjoints(AnalysisContext &context) {
  SiteList list = findSites(context);
  DiscoveryResult result;
  result.numContractions = list.numContractions;
  result.numContractionsWithoutSite = list.numContractionsWithoutSite;
  result.notUnderstood = std::move(list.notUnderstood);
  result.hiding = std::move(list.hiding);
  SmallVector<ViewValue *> cotangents;
  for (auto [index, site] : llvm::enumerate(list.sites)) {
    SiteResult &entry = result.sites.emplace_back(analyzeSite(context, site));
    entry.index = index;
    if (entry.status == SiteStatus::Found)
      cotangents.push_back(entry.adjoint.cotangent);
  }
  DeviceLayouts layouts(context.view);
  for (SiteResult &site : result.sites)
    site.weight.numShards =
        inferWeightOfPenalty(layouts, site.value, site.sampleDims).numShards;
  if (cotangents.empty())
    return result;

  std::string scaledStart = findScaledStart(context, cotangents);
  for (SiteResult &site : result.sites) {
    if (site.isGradientInLoss) {
      // Another step's activation was found: this one is of an earlier step.
      site.status = SiteStatus::NoGradient;
      site.reason =
          "its gradient is a part of the loss: it belongs to an "
          "earlier optimizer step than the one whose loss is returned";
    }
    if (site.status != SiteStatus::Found)
      continue;
    site.weight = inferWeight(context, layouts, site.value, site.sampleDims,
                              site.adjoint);
    if (site.weight.known && !scaledStart.empty()) {
      site.weight.known = false;
      site.weight.reason = scaledStart;
    }
  }
  setAsideOtherSteps(result);
  return result;
}

static bool hasAdjoint(const DiscoveryResult &result) {
  return llvm::any_of(result.sites, [](const SiteResult &site) {
    return site.status == SiteStatus::Found;
  });
}

Discovery per::discoverAdjoints(const GraphView &view, ViewValue *loss,
                                const AnalysisBounds &bounds, uint64_t seed) {
  Discovery discovery;
  discovery.context =
      std::make_unique<AnalysisContext>(view, loss, bounds, seed);
  discovery.result = discoverAdjoints(*discovery.context);
  if (hasAdjoint(discovery.result))
    return discovery;

  SmallVector<LoopIteration, 1> iterations;
  const GraphView *current = &view;
  while (std::optional<LoopIteration> iteration =
             enterLossLoop(*current, loss)) {
    iterations.push_back(std::move(*iteration));
    current = iterations.back().view.get();
    loss = iterations.back().loss;
    auto context =
        std::make_unique<AnalysisContext>(*current, loss, bounds, seed);
    DiscoveryResult result = discoverAdjoints(*context);
    if (!hasAdjoint(result))
      continue;
    discovery.iterations = std::move(iterations);
    discovery.context = std::move(context);
    discovery.result = std::move(result);
    break;
  }
  return discovery;
}
