//===- SiteSearch.cpp - the search for one site's adjoint -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "SiteSearch.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;
using namespace mlir::per;

bool SiteSearch::run() {
  for (SampleMode mode : {SampleMode::ByValue, SampleMode::ByClass}) {
    std::optional<size_t> size;
    for (unsigned budget : context.bounds.coneBudgets) {
      ConeOptions options;
      options.budget = budget;
      options.mode = mode;
      Cone cone = buildCone(context, site, options);
      if (size == cone.order.size())
        break;
      size = cone.order.size();
      coneTruncated = cone.truncated;
      if (tryCone(cone))
        return true;
      if (best == Stage::Ambiguous)
        return false;
    }
  }
  return false;
}

bool SiteSearch::tryCone(const Cone &cone) {
  if (hasConstantDerivatives(context, cone))
    return false;
  Family family(context, cone);
  familyTruncated |= family.isTruncated();
  isInsideOperation |=
      llvm::any_of(family.getMixedNodes(), [](const ViewNode *node) {
        return !node->results.front()->ir;
      });
  bool isTruncated = false;
  SmallVector<ViewValue *> candidates =
      collectCandidates(context, site, family, isTruncated);
  candidatesTruncated |= isTruncated;
  numCandidates = std::max<unsigned>(numCandidates, candidates.size());
  if (candidates.empty()) {
    note(Stage::NoCandidate, {});
    return false;
  }

  SmallVector<Closure, 0> closures;
  closures.reserve(candidates.size());
  for (ViewValue *candidate : candidates) {
    closures.push_back(buildClosure(context, candidate, {cone.mode, &family}));
    closureTruncated |= closures.back().truncated;
  }
  for (double tolerance : getTolerances(context, site)) {
    if (tryTolerance(cone, family, closures, tolerance))
      return true;
    if (best == Stage::Ambiguous)
      return false;
  }
  return false;
}

bool SiteSearch::tryTolerance(const Cone &cone, const Family &family,
                              ArrayRef<Closure> closures, double tolerance) {
  SmallVector<Group> groups =
      filter(matchAll(cone, family, closures, tolerance));
  if (groups.empty())
    return false;
  if (groups.size() > 1) {
    SmallVector<ViewValue *, 2> cotangents;
    for (const Group &group : groups)
      cotangents.push_back(getBest(group).closure->root);
    note(Stage::Ambiguous, cotangents, groups.size());
    return false;
  }
  if (isInsideOperation &&
      hasInnerAdjoint(cone, closures, tolerance, groups.front())) {
    note(Stage::Ambiguous, getBest(groups.front()).closure->root, 2);
    return false;
  }
  accept(cone, groups.front(), tolerance);
  return true;
}

bool SiteSearch::hasInnerAdjoint(const Cone &cone, ArrayRef<Closure> closures,
                                 double tolerance, const Group &group) {
  return llvm::any_of(closures, [&](const Closure &closure) {
    bool isRelated = llvm::any_of(group.entries, [&](const auto &entry) {
      return entry.closure->contains(closure.root) ||
             closure.contains(entry.closure->root);
    });
    auto isComplete = [&](bool withInner) {
      Matches matches = matchCoefficients(context, cone, closure, tolerance,
                                          /*within=*/{}, withInner);
      return !matches.empty() && findCut(context, cone, matches).isComplete();
    };
    // Those that match without were judged by the filters.
    return !isRelated && !isComplete(false) && isComplete(true) &&
           passesLayerTest(context, site, closure.root, coOperands) &&
           consumerTest->test(closure.root) != ConsumerVerdict::Disagrees;
  });
}

SmallVector<SiteSearch::Group> SiteSearch::matchAll(const Cone &cone,
                                                    const Family &family,
                                                    ArrayRef<Closure> closures,
                                                    double tolerance) {
  SmallVector<Group> groups;
  for (const Closure &closure : closures) {
    Matches matches = matchCoefficients(context, cone, closure, tolerance);
    if (matches.empty()) {
      note(Stage::NoMatch, {});
      continue;
    }
    Cut cut = findCut(context, cone, matches);
    if (!cut.isComplete()) {
      note(Stage::PartialCut, closure.root, cut.values.size(),
           cut.values.size() + cut.missing.size());
      continue;
    }
    SmallVector<ViewValue *, 2> terminals =
        chooseTerminals(context, family, closure, matches, cut);
    if (terminals.empty()) {
      note(Stage::Escape, closure.root);
      continue;
    }
    llvm::sort(terminals, [](ViewValue *a, ViewValue *b) {
      return a->getPosition() < b->getPosition();
    });
    auto *group = llvm::find_if(
        groups, [&](const Group &g) { return g.terminals == terminals; });
    if (group == groups.end()) {
      groups.push_back({terminals, {}});
      group = std::prev(groups.end());
    }
    group->entries.push_back({&closure, std::move(matches), std::move(cut)});
  }
  return groups;
}

/// Of two terminal sets where one contains the other, or lies downstream of it,
/// keeps the upstream or the larger one.
template <typename GroupT> static void prune(SmallVectorImpl<GroupT> &groups) {
  constexpr unsigned maxWalk = 300;
  auto isBelow = [](ViewValue *value, ArrayRef<ViewValue *> targets) {
    SmallVector<ViewValue *> worklist = {value};
    DenseSet<ViewValue *> seen;
    for (unsigned step = 0; !worklist.empty() && step < maxWalk; ++step) {
      ViewValue *current = worklist.pop_back_val();
      if (current != value && llvm::is_contained(targets, current))
        return true;
      if (AnalysisContext::elementFunction(current->def) &&
          seen.insert(current).second)
        llvm::append_range(worklist, current->def->operands);
    }
    return false;
  };

  llvm::BitVector dropped(groups.size());
  for (auto [i, group] : llvm::enumerate(groups))
    for (auto [j, other] : llvm::enumerate(groups)) {
      if (i == j || dropped[j])
        continue;
      ArrayRef<ViewValue *> mine = group.terminals, theirs = other.terminals;
      auto isTheirs = [&](ViewValue *v) {
        return llvm::is_contained(theirs, v);
      };
      bool isContained =
          mine.size() < theirs.size() && llvm::all_of(mine, isTheirs);
      bool isDownstream =
          llvm::none_of(mine, isTheirs) &&
          llvm::all_of(mine, [&](ViewValue *v) { return isBelow(v, theirs); });
      if (isContained || isDownstream)
        dropped.set(i);
    }
  if (dropped.all())
    return;
  SmallVector<GroupT> kept;
  for (auto [i, group] : llvm::enumerate(groups))
    if (!dropped[i])
      kept.push_back(std::move(group));
  groups = std::move(kept);
}

SmallVector<SiteSearch::Group> SiteSearch::filter(SmallVector<Group> groups) {
  llvm::erase_if(groups, [&](const Group &group) {
    ViewValue *first = group.entries.front().closure->root;
    if (passesLayerTest(context, site, first, coOperands))
      return false;
    note(Stage::Layer, first);
    return true;
  });
  if (groups.empty())
    return groups;

  if (!consumerTest)
    consumerTest.emplace(context, site);
  SmallVector<Group> agreeing, unknown;
  for (Group &group : groups) {
    ViewValue *cotangent = getBest(group).closure->root;
    switch (consumerTest->test(cotangent)) {
    case ConsumerVerdict::Agrees:
      agreeing.push_back(std::move(group));
      break;
    case ConsumerVerdict::Unknown:
      unknown.push_back(std::move(group));
      break;
    case ConsumerVerdict::Disagrees:
      note(Stage::Consumer, cotangent);
      break;
    }
  }
  SmallVector<Group> &kept = agreeing.empty() ? unknown : agreeing;
  prune(kept);
  return std::move(kept);
}

const SiteSearch::Group::Entry &SiteSearch::getBest(const Group &group) const {
  auto getRank = [&](const Group::Entry &entry) {
    ViewValue *root = entry.closure->root;
    return std::make_pair(root->elementType == site->elementType,
                          root->getPosition());
  };
  const Group::Entry *best = &group.entries.front();
  for (const Group::Entry &entry : group.entries)
    if (getRank(entry) > getRank(*best))
      best = &entry;
  return *best;
}

void SiteSearch::accept(const Cone &cone, const Group &group,
                        double tolerance) {
  const Group::Entry &entry = getBest(group);
  best = Stage::Found;
  adjoint.cotangent = entry.closure->root;
  adjoint.cut = entry.cut.values;
  adjoint.terminals = group.terminals;
  adjoint.path = collectPath(*entry.closure, group.terminals);
  adjoint.mode = cone.mode;
  adjoint.tolerance = tolerance;
  adjoint.coneSize = cone.order.size();
  for (ViewValue *input : adjoint.cut) {
    const Samples &gradient = cone.gradients.find(input)->second;
    for (ViewValue *value : entry.matches.find(input)->second) {
      if (!llvm::is_contained(group.terminals, value))
        continue;
      const Samples &found = entry.closure->coefficients.find(value)->second;
      for (unsigned i = 0; i < kNumSamples; ++i) {
        double error =
            std::abs(found[i] - gradient[i]) / (1 + std::abs(gradient[i]));
        if (std::isfinite(error))
          adjoint.error = std::max(adjoint.error, error);
      }
    }
  }
}

void SiteSearch::note(Stage stage, ArrayRef<ViewValue *> partial,
                      unsigned matched, unsigned inputs) {
  bool isBetter = stage > best || (stage == best && matched > numMatched);
  if (!isBetter)
    return;
  best = stage;
  numMatched = matched;
  numInputs = inputs;
  partialMatches.assign(partial.begin(), partial.end());
}

std::string SiteSearch::describeBounds() const {
  const AnalysisBounds &bounds = context.bounds;
  SmallVector<std::string> hit;
  if (coneTruncated)
    hit.push_back(
        llvm::formatv("cone of {0} nodes", bounds.coneBudgets.back()));
  if (familyTruncated)
    hit.push_back(llvm::formatv("family of {0} values", bounds.familyBudget));
  if (closureTruncated)
    hit.push_back(llvm::formatv("closure of {0} nodes", bounds.closureBudget));
  if (candidatesTruncated)
    hit.push_back(llvm::formatv("{0} candidates", bounds.candidateBudget));
  if (hit.empty())
    return "";
  return "; bounds that were hit: " + llvm::join(hit, ", ");
}

void SiteSearch::report(SiteResult &result) const {
  result.numCandidates = numCandidates;
  if (best == Stage::Found) {
    result.status = SiteStatus::Found;
    result.adjoint = adjoint;
    return;
  }
  result.status = SiteStatus::Failed;
  result.partialMatches = partialMatches;
  std::string tried =
      llvm::formatv("{0} candidate{1} for its cotangent tried: ", numCandidates,
                    numCandidates == 1 ? "" : "s");
  switch (best) {
  case Stage::Affine:
    result.reason =
        "its derivative is constant within the bounds of the search";
    break;
  case Stage::NoCandidate:
    result.reason = "nothing outside the forward half combines its derivative "
                    "with another value of its shape";
    break;
  case Stage::NoMatch:
    result.reason = tried + "none is multiplied by its derivative";
    break;
  case Stage::PartialCut:
    result.reason =
        tried + llvm::formatv("the best gives the adjoints of only {0} of {1} "
                              "inputs of the activation",
                              numMatched, numInputs)
                    .str();
    break;
  case Stage::Escape:
    result.reason = tried +
                    "a part of the best one's products with the activation's "
                    "derivative bypasses the matched values";
    break;
  case Stage::Layer:
    result.reason = tried +
                    "the matched one does not come out of a contraction "
                    "with what the activation is contracted with";
    break;
  case Stage::Consumer:
    result.reason = tried + "the matched one disagrees with the contraction "
                            "that reads the activation";
    break;
  case Stage::Ambiguous:
    result.reason =
        tried +
        llvm::formatv("ambiguous, {0} different adjoints match", numMatched)
            .str();
    break;
  case Stage::Found:
    break;
  }
  if (isInsideOperation)
    result.reason += "; what combines its derivative with other values is "
                     "inside of fused operations: attach before fusion";
  result.reason += describeBounds();
}
