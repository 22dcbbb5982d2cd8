//===- Sites.cpp - the hidden activations of a training graph -------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Analysis/Sites.h"

#include "LayerInputs.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::per;

static SmallVector<const ViewNode *, 4>
getForwardUsers(const AnalysisContext &context, const ViewValue *value) {
  SmallVector<const ViewNode *, 4> users;
  for (const ViewUse &use : value->uses)
    if (llvm::any_of(use.node->results, [&](const ViewValue *result) {
          return context.activity.isForward(result);
        }))
      users.push_back(use.node);
  return users;
}

static bool isAffineStep(const ViewNode *node) {
  if (!node->isFloatFunction())
    return false;
  switch (node->function) {
  case ScalarFunction::Add:
  case ScalarFunction::Subtract:
  case ScalarFunction::Multiply:
  case ScalarFunction::Divide:
  case ScalarFunction::Negate:
    return true;
  default:
    return false;
  }
}

/// Affine operations with compile-time scalars that alone consume a value
/// belong to the activation (the scale of selu); the 1/keep of a dropout, whose
/// result is masked, does not.
static ViewValue *climb(const AnalysisContext &context, ViewValue *value) {
  while (true) {
    SmallVector<const ViewNode *, 4> users = getForwardUsers(context, value);
    if (users.size() != 1 || users[0]->block != value->block ||
        !isAffineStep(users[0]))
      return value;
    const ViewNode *user = users[0];
    bool isDivisor =
        user->function == ScalarFunction::Divide && user->operands[1] == value;
    bool othersAreConstant =
        llvm::all_of(user->operands, [&](const ViewValue *operand) {
          return operand == value || context.constant(operand);
        });
    ViewValue *result = user->results[0];
    if (isDivisor || !othersAreConstant ||
        context.activeOperands(result).size() != 1)
      return value;
    for (const ViewNode *next : getForwardUsers(context, result))
      if (next->isFloatFunction() && next->function == ScalarFunction::Select &&
          !context.activity.isActive(next->operands[0]) &&
          !context.constant(next->operands[0]))
        return value;
    value = result;
  }
}

/// Forward nodes with active operands that the adapter does not understand.
static SmallVector<ViewNode *>
findNotUnderstood(const AnalysisContext &context) {
  auto isActive = [&](const ViewValue *value) {
    return context.activity.isActive(value);
  };
  auto isForward = [&](const ViewValue *value) {
    return context.activity.isForward(value);
  };
  return llvm::filter_to_vector(context.view.nodes, [&](const ViewNode *node) {
    return !node->isUnderstood && llvm::any_of(node->results, isForward) &&
           llvm::any_of(node->operands, isActive);
  });
}

SiteList mlir::per::findSites(AnalysisContext &context) {
  SiteList list;
  list.notUnderstood = findNotUnderstood(context);
  LayerInputSearch search(context);
  // One site a class; but what different blocks of a branch compute are sites
  // of their own, as each has its own cotangent.
  DenseMap<unsigned, SmallVector<const ViewValue *, 1>> sitesOfClass;
  for (ViewNode *node : context.view.nodes) {
    if (node->kind != NodeKind::Contraction ||
        !context.activity.isForward(node->results[0]))
      continue;
    ++list.numContractions;
    llvm::SetVector<ViewNode *> hiding[2];
    llvm::SetVector<ViewValue *> sources[2] = {
        search.findSources(node->operands[0], hiding[0]),
        search.findSources(node->operands[1], hiding[1])};
    bool hasSite = false;
    for (unsigned i : {0, 1}) {
      if ((sources[i].empty() && hiding[i].empty()) ||
          !isLayer(context, node, i))
        continue;
      list.hiding.insert(hiding[i].begin(), hiding[i].end());
      for (ViewValue *source : sources[i]) {
        // What reaches both operands is an output in a Gram matrix or in a
        // squared error.
        if (sources[1 - i].contains(source))
          continue;
        hasSite = true;
        ViewValue *site = climb(context, source);
        auto &others = sitesOfClass[context.cls(site)];
        if (llvm::any_of(others, [&](const ViewValue *other) {
              return !context.numbering.areExclusive(other->block, site->block);
            }))
          continue;
        others.push_back(site);
        context.siteValues.insert(site);
        list.sites.push_back(site);
      }
    }
    list.numContractionsWithoutSite += !hasSite;
  }
  llvm::sort(list.sites, [](const ViewValue *a, const ViewValue *b) {
    return std::make_pair(a->getPosition(), a->id) <
           std::make_pair(b->getPosition(), b->id);
  });
  return list;
}
