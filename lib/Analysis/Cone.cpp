//===- Cone.cpp - the per-element ancestors of a value --------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Analysis/Cone.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <cmath>
#include <queue>

using namespace mlir;
using namespace mlir::per;

SampleKey mlir::per::getSampleKey(const AnalysisContext &context,
                                  const ViewValue *value, SampleMode mode) {
  if (mode == SampleMode::ByValue)
    return value->id;
  return SampleKey(1) << 32 | context.cls(value);
}

bool Cone::isLeaf(const ViewValue *value) const {
  return llvm::is_contained(leaves, value);
}

namespace {
/// Operands of one node as samples: those of the cone, or a constant's.
class OperandSamples {
public:
  OperandSamples(const AnalysisContext &context, const Cone &cone)
      : context(context), cone(cone) {}

  ArrayRef<const Samples *> get(const ViewValue *value) {
    pointers.clear();
    ArrayRef<ViewValue *> operands = AnalysisContext::elementOperands(value);
    assert(operands.size() <= std::size(constants) && "at most ternary");
    for (auto [index, operand] : llvm::enumerate(operands)) {
      if (std::optional<double> number = context.constant(operand)) {
        constants[index].fill(*number);
        pointers.push_back(&constants[index]);
        continue;
      }
      auto it = cone.samples.find(getSampleKey(context, operand, cone.mode));
      assert(it != cone.samples.end() && "operands come before uses");
      pointers.push_back(&it->second);
    }
    return pointers;
  }

private:
  const AnalysisContext &context;
  const Cone &cone;
  Samples constants[3];
  SmallVector<const Samples *, 3> pointers;
};

/// Latest definition first.
struct EarlierDefinition {
  bool operator()(const ViewValue *a, const ViewValue *b) const {
    return std::make_pair(a->getPosition(), a->id) <
           std::make_pair(b->getPosition(), b->id);
  }
};
} // namespace

/// Fills in the nodes, the leaves and the largest constant.
static void collectNodes(const AnalysisContext &context, unsigned budget,
                         Cone &cone) {
  std::priority_queue<ViewValue *, SmallVector<ViewValue *, 16>,
                      EarlierDefinition>
      queue;
  DenseSet<const ViewValue *> seen;
  queue.push(cone.root);
  seen.insert(cone.root);
  const Activity &activity = context.activity;
  while (!queue.empty()) {
    ViewValue *value = queue.top();
    queue.pop();
    bool isInner = AnalysisContext::elementFunction(value->def).has_value();
    if (value != cone.root)
      isInner = isInner && !context.siteValues.contains(value) &&
                activity.isActive(value) &&
                !activity.isBroadcastStatistic(value);
    if (!isInner || cone.order.size() >= budget) {
      cone.truncated |= isInner;
      cone.leaves.push_back(value);
      continue;
    }
    cone.order.push_back(value);
    for (ViewValue *operand : AnalysisContext::elementOperands(value)) {
      if (std::optional<double> number = context.constant(operand)) {
        double size = std::abs(*number);
        if (size > 1 && size <= 1000)
          cone.largestConstant = std::max(cone.largestConstant, size);
      } else if (seen.insert(operand).second) {
        queue.push(operand);
      }
    }
  }
  std::reverse(cone.order.begin(), cone.order.end());
}

/// Draws the samples of the leaves.
static void drawLeaves(const AnalysisContext &context, std::optional<bool> mask,
                       Cone &cone) {
  const Activity &activity = context.activity;
  for (const ViewValue *leaf : cone.leaves) {
    auto [it, isNew] =
        cone.samples.try_emplace(getSampleKey(context, leaf, cone.mode));
    if (!isNew)
      continue;
    bool isCoefficient =
        !activity.isActive(leaf) || activity.isBroadcastStatistic(leaf);
    if (mask && leaf->isBoolean()) {
      it->second.fill(*mask ? 1 : 0);
    } else if (mask && isCoefficient) {
      std::uniform_real_distribution<double> anyNumber(0.5, 2);
      it->second.fill(anyNumber(context.random));
    } else {
      it->second = context.drawSamples(leaf->isBoolean(), cone.largestConstant);
    }
  }
}

/// One reverse sweep: the derivative of the root by every node and leaf.
static void differentiate(const AnalysisContext &context, Cone &cone) {
  OperandSamples operandSamples(context, cone);
  cone.gradients[cone.root].fill(1);
  for (const ViewValue *value : llvm::reverse(cone.order)) {
    auto found = cone.gradients.find(value);
    if (found == cone.gradients.end())
      continue;
    Samples gradient = found->second;
    ScalarFunction function = *AnalysisContext::elementFunction(value->def);
    ArrayRef<const Samples *> operands = operandSamples.get(value);
    auto own = cone.samples.find(getSampleKey(context, value, cone.mode));
    const Samples &result = own->second;
    for (auto [index, operand] :
         llvm::enumerate(AnalysisContext::elementOperands(value))) {
      Samples partial;
      if (!operand->isFloat() || context.constant(operand) ||
          !evaluatePartial(function, index, operands, result, partial))
        continue;
      auto [it, isNew] = cone.gradients.try_emplace(operand);
      for (unsigned i = 0; i < kNumSamples; ++i) {
        double term = gradient[i] * partial[i];
        it->second[i] = isNew ? term : it->second[i] + term;
      }
    }
  }
}

Cone mlir::per::buildCone(const AnalysisContext &context, ViewValue *root,
                          const ConeOptions &options) {
  Cone cone;
  cone.root = root;
  cone.mode = options.mode;
  collectNodes(context, options.budget, cone);
  drawLeaves(context, options.mask, cone);
  OperandSamples operandSamples(context, cone);
  for (const ViewValue *value : cone.order) {
    Samples result = evaluate(*AnalysisContext::elementFunction(value->def),
                              operandSamples.get(value));
    cone.samples[getSampleKey(context, value, cone.mode)] = result;
  }
  differentiate(context, cone);
  return cone;
}

unsigned mlir::per::getAffineBudget(const AnalysisContext &context) {
  ArrayRef<unsigned> budgets = context.bounds.coneBudgets;
  return budgets.size() > 1 ? budgets[1] : budgets.back();
}

bool mlir::per::isAffine(const AnalysisContext &context, ViewValue *value) {
  ConeOptions options;
  options.budget = getAffineBudget(context);
  for (bool mask : {true, false}) {
    options.mask = mask;
    Cone cone = buildCone(context, value, options);
    for (const ViewValue *leaf : cone.leaves) {
      auto gradient = cone.gradients.find(leaf);
      if (context.activity.isActive(leaf) && gradient != cone.gradients.end() &&
          !samplesAreConstant(gradient->second))
        return false;
    }
  }
  return true;
}
