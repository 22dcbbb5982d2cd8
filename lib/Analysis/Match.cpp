//===- Match.cpp - coefficients that equal derivatives -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Analysis/Match.h"

using namespace mlir;
using namespace mlir::per;

/// The spacing of a float type at 1.
static double getEpsilon(Type type) {
  const llvm::fltSemantics &semantics =
      cast<FloatType>(type).getFloatSemantics();
  return std::ldexp(1.0, 1 - int(llvm::APFloat::semanticsPrecision(semantics)));
}

SmallVector<double, 2> per::getTolerances(const AnalysisContext &context,
                                          ViewValue *site) {
  // The types that the site is rounded to before something reads it.
  double coarsest = 0;
  SmallVector<ViewValue *> worklist = {site};
  DenseSet<ViewValue *> seen;
  while (!worklist.empty()) {
    ViewValue *value = worklist.pop_back_val();
    if (!value->isFloat() || !seen.insert(value).second)
      continue;
    coarsest = std::max(coarsest, getEpsilon(value->elementType));
    for (ViewUse use : value->uses) {
      const ViewNode *node = use.node;
      bool isTransparent = node->kind == NodeKind::Reshape ||
                           node->kind == NodeKind::Transpose ||
                           (node->kind == NodeKind::Elementwise &&
                            node->function == ScalarFunction::Identity);
      if (isTransparent && context.activity.isForward(node->results.front()))
        worklist.push_back(node->results.front());
    }
  }
  constexpr double doubleTolerance = 1e-6, tolerance = 2e-6, ulps = 16;
  if (coarsest < 1e-10)
    return {doubleTolerance};
  return {tolerance, ulps * coarsest};
}

bool per::hasConstantDerivatives(const AnalysisContext &context,
                                 const Cone &cone) {
  return llvm::all_of(cone.leaves, [&](ViewValue *leaf) {
    auto it = cone.gradients.find(leaf);
    return !context.activity.isActive(leaf) || it == cone.gradients.end() ||
           samplesAreConstant(it->second);
  });
}

/// Rejects nearly all pairs at the price of a few samples.
static bool mayAgree(const Samples &a, const Samples &b, double tolerance) {
  for (unsigned i : {1, 2, 7}) {
    if (!std::isfinite(a[i]) || !std::isfinite(b[i]))
      continue;
    if (std::abs(a[i] - b[i]) > tolerance * (1 + std::abs(b[i])))
      return false;
  }
  return true;
}

Matches per::matchCoefficients(const AnalysisContext &context, const Cone &cone,
                               const Closure &closure, double tolerance,
                               ArrayRef<ViewValue *> within, bool withInner) {
  Matches matches;
  auto matchNode = [&](ViewValue *node) {
    if (node == cone.root || !context.activity.isActive(node) ||
        matches.count(node))
      return;
    auto it = cone.gradients.find(node);
    if (it == cone.gradients.end())
      return;
    const Samples &gradient = it->second;
    SmallVector<ViewValue *, 2> hits;
    for (ViewValue *value : closure.order) {
      if (!value->ir && !withInner)
        continue;
      if (!within.empty() && !llvm::is_contained(within, value))
        continue;
      const Samples &coefficient = closure.coefficients.find(value)->second;
      if (mayAgree(coefficient, gradient, tolerance) &&
          samplesAgree(coefficient, gradient, tolerance))
        hits.push_back(value);
    }
    if (!hits.empty() && !samplesAreConstant(gradient))
      matches.insert({node, std::move(hits)});
  };
  llvm::for_each(cone.leaves, matchNode);
  llvm::for_each(cone.order, matchNode);
  return matches;
}

static bool hasInfluence(const Samples &gradient) {
  return llvm::any_of(gradient,
                      [](double x) { return !std::isnan(x) && x != 0; });
}

Cut per::findCut(const AnalysisContext &context, const Cone &cone,
                 const Matches &matches) {
  Cut cut;
  DenseSet<ViewValue *> seen;
  SmallVector<ViewValue *> worklist = {cone.root};
  while (!worklist.empty()) {
    ViewValue *value = worklist.pop_back_val();
    if (!seen.insert(value).second)
      continue;
    if (value != cone.root) {
      auto gradient = cone.gradients.find(value);
      if (!context.activity.isActive(value) ||
          gradient == cone.gradients.end() || !hasInfluence(gradient->second))
        continue;
      if (matches.count(value)) {
        cut.values.push_back(value);
        continue;
      }
      if (cone.isLeaf(value)) {
        cut.missing.push_back(value);
        continue;
      }
    }
    for (ViewValue *operand : AnalysisContext::elementOperands(value))
      if (operand->isFloat() && !context.constant(operand))
        worklist.push_back(operand);
  }
  return cut;
}
