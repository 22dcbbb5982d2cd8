//===- JointSum.cpp - sums that are one function --------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "LayerInputs.h"

#include "llvm/ADT/STLExtras.h"

#include <queue>

using namespace mlir;
using namespace mlir::per;

namespace {
/// Where the polynomial region above a value ends.
struct PolynomialFrontier {
  DenseSet<unsigned> all;
  /// Those that stand inside a product of two active values.
  DenseSet<unsigned> inProduct;
};
} // namespace

/// The active operands through which `value` is a polynomial; empty if it is
/// none. `isProduct` tells whether it multiplies two of them.
static SmallVector<ViewValue *, 4>
getPolynomialOperands(const AnalysisContext &context, ViewValue *value,
                      bool &isProduct) {
  isProduct = false;
  std::optional<ScalarFunction> function =
      AnalysisContext::elementFunction(value->def);
  if (!function || context.siteValues.contains(value) ||
      context.activity.isBroadcastStatistic(value))
    return {};
  SmallVector<ViewValue *, 4> active = context.activeOperands(value);
  switch (*function) {
  case ScalarFunction::Add:
  case ScalarFunction::Subtract:
  case ScalarFunction::Negate:
    return active;
  case ScalarFunction::Identity:
    // A broadcast or a barrier ends the region.
    return value->def->isFloatFunction() ? active
                                         : SmallVector<ViewValue *, 4>();
  case ScalarFunction::Multiply:
    isProduct = active.size() == 2;
    return active;
  case ScalarFunction::Divide:
    if (active.size() == 1 && active[0] != value->def->operands[1])
      return active;
    return {};
  default:
    return {};
  }
}

static PolynomialFrontier getFrontier(const AnalysisContext &context,
                                      ViewValue *value) {
  constexpr unsigned maxNumSeen = 64;
  PolynomialFrontier frontier;
  DenseSet<std::pair<unsigned, unsigned>> seen;
  SmallVector<std::pair<ViewValue *, bool>> worklist = {{value, false}};
  while (!worklist.empty() && seen.size() < maxNumSeen) {
    auto [next, isInProduct] = worklist.pop_back_val();
    unsigned cls = context.cls(next);
    if (!seen.insert({cls, isInProduct}).second)
      continue;
    bool isProduct;
    SmallVector<ViewValue *, 4> operands =
        getPolynomialOperands(context, next, isProduct);
    for (ViewValue *operand : operands)
      worklist.push_back({operand, isInProduct || isProduct});
    if (!operands.empty())
      continue;
    frontier.all.insert(cls);
    if (isInProduct)
      frontier.inProduct.insert(cls);
  }
  return frontier;
}

/// Whether the whole active per-element cone of `value` passes through one
/// value (class) above it.
static bool hasDominator(const AnalysisContext &context, ViewValue *value) {
  constexpr unsigned maxNumNodes = 48;
  auto isEarlier = [](const ViewValue *a, const ViewValue *b) {
    return std::make_pair(a->getPosition(), a->id) <
           std::make_pair(b->getPosition(), b->id);
  };
  std::priority_queue<ViewValue *, SmallVector<ViewValue *, 16>,
                      decltype(isEarlier)>
      queue(isEarlier);
  DenseSet<unsigned> seen = {context.cls(value)};
  bool hasLeaf = false;
  queue.push(value);
  for (unsigned number = 0; !queue.empty(); ++number) {
    ViewValue *next = queue.top();
    if (next != value && queue.size() == 1 && !hasLeaf)
      return true;
    queue.pop();
    if (number == maxNumNodes)
      return false;
    if (!AnalysisContext::elementFunction(next->def) ||
        (next != value && context.siteValues.contains(next))) {
      if (hasLeaf)
        return false;
      hasLeaf = true;
      continue;
    }
    for (ViewValue *operand : AnalysisContext::elementOperands(next))
      if ((operand->isFloat() || operand->isBoolean()) &&
          context.activity.isActive(operand) && !context.constant(operand) &&
          !context.activity.isBroadcastStatistic(operand) &&
          seen.insert(context.cls(operand)).second)
        queue.push(operand);
  }
  return hasLeaf;
}

bool mlir::per::isJointSum(const AnalysisContext &context, ViewValue *value) {
  SmallVector<ViewValue *, 4> operands = context.activeOperands(value);
  if (operands.size() != 2)
    return false;
  PolynomialFrontier a = getFrontier(context, operands[0]);
  PolynomialFrontier b = getFrontier(context, operands[1]);
  for (unsigned cls : a.all)
    if (b.all.contains(cls) &&
        (a.inProduct.contains(cls) || b.inProduct.contains(cls)))
      return true; // (1 - z) n + z h
  return hasDominator(context, value) && !isAffine(context, value);
}
