//===- LayerInputs.cpp - the way up from the input of a layer -------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "LayerInputs.h"

#include "ControlFlow.h"
#include "SoftmaxTerms.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::per;

const ViewValue *mlir::per::stripConversions(const ViewValue *value) {
  while (value->def) {
    const ViewNode *node = value->def;
    bool isConversion =
        node->isFloatFunction() && node->function == ScalarFunction::Identity;
    if (node->kind != NodeKind::Barrier && !isConversion)
      break;
    value = AnalysisContext::elementOperands(value)[0];
  }
  return value;
}

LayerInputSearch::LayerInputSearch(const AnalysisContext &context)
    : context(context), softmaxTerms(findSoftmaxTerms(context)) {}

llvm::SetVector<ViewValue *>
LayerInputSearch::findSources(ViewValue *value,
                              llvm::SetVector<ViewNode *> &hiding) {
  llvm::SetVector<ViewValue *> sources;
  DenseSet<const ViewValue *> seen;
  SmallVector<ViewValue *> worklist = {value};
  auto isActive = [&](const ViewValue *operand) {
    return context.activity.isActive(operand);
  };
  while (!worklist.empty()) {
    ViewValue *next = worklist.pop_back_val();
    if (!next->isFloat() || !context.activity.isActive(next) ||
        !seen.insert(next).second)
      continue;
    if (context.siteValues.contains(next)) {
      sources.insert(next);
      continue;
    }
    const Step &step = getStep(next);
    if (step.isSource)
      sources.insert(next);
    else if (step.next.empty() && next->def && !next->def->isUnderstood &&
             llvm::any_of(next->def->operands, isActive))
      hiding.insert(next->def);
    llvm::append_range(worklist, step.next);
  }
  return sources;
}

const LayerInputSearch::Step &LayerInputSearch::getStep(ViewValue *value) {
  auto it = steps.find(value);
  if (it == steps.end())
    it = steps.try_emplace(value, decide(value)).first;
  return it->second;
}

LayerInputSearch::Step LayerInputSearch::decide(ViewValue *value) const {
  Step step;
  const ViewNode *node = value->def;
  if (!node) {
    step.next = getForwardedValues(value);
    return step;
  }
  switch (node->kind) {
  case NodeKind::While:
  case NodeKind::Branch:
  case NodeKind::Region:
  case NodeKind::Barrier:
    step.next = getForwardedValues(value);
    return step;
  case NodeKind::Reshape:
  case NodeKind::Transpose:
  case NodeKind::Reverse:
  case NodeKind::Slice:
  case NodeKind::Broadcast:
  case NodeKind::Pad:
  case NodeKind::DynamicSlice:
  case NodeKind::Gather:
  case NodeKind::ReduceWindow:
    step.next = {node->operands[0]};
    return step;
  case NodeKind::Reduce:
  case NodeKind::Sort: // result i is made of operand i
    step.next = {node->operands[value->index]};
    return step;
  case NodeKind::Concatenate:
  case NodeKind::Scatter:
    step.next.assign(node->operands.begin(), node->operands.end());
    return step;
  case NodeKind::DynamicUpdateSlice:
    step.next = {node->operands[0], node->operands[1]};
    return step;
  default:
    if (node->isFloatFunction())
      return decideElementwise(value);
    return step;
  }
}

LayerInputSearch::Step
LayerInputSearch::decideElementwise(ViewValue *value) const {
  const ViewNode *node = value->def;
  const Activity &activity = context.activity;
  SmallVector<ViewValue *, 4> active = context.activeOperands(value);
  Step step;
  switch (node->function) {
  case ScalarFunction::Identity:
  case ScalarFunction::Negate:
    step.next = {node->operands[0]};
    return step;
  case ScalarFunction::Add:
  case ScalarFunction::Subtract:
    return decideSum(value, active);
  case ScalarFunction::Multiply:
  case ScalarFunction::Divide:
    return decideProduct(value, active);
  case ScalarFunction::Select:
    // A mask, or a gate per row: dropout, padded rows.
    if (!activity.isActive(node->operands[0]) ||
        activity.isBroadcastStatistic(node->operands[0])) {
      step.next = {node->operands[1], node->operands[2]};
      return step;
    }
    return decideNonlinear(value);
  default:
    return decideNonlinear(value);
  }
}

/// Active operands that are no statistics or gates.
static SmallVector<ViewValue *, 2>
getFullOperands(const AnalysisContext &context, ArrayRef<ViewValue *> active) {
  return llvm::filter_to_vector<2>(active, [&](const ViewValue *operand) {
    return !context.activity.isBroadcastStatistic(operand);
  });
}

LayerInputSearch::Step
LayerInputSearch::decideSum(ViewValue *value,
                            ArrayRef<ViewValue *> active) const {
  SmallVector<ViewValue *, 2> full = getFullOperands(context, active);
  if (full.size() == 2 && isJointSum(context, value))
    return decideNonlinear(value);
  Step step;
  step.next = full;
  return step;
}

LayerInputSearch::Step
LayerInputSearch::decideProduct(ViewValue *value,
                                ArrayRef<ViewValue *> active) const {
  const ViewNode *node = value->def;
  SmallVector<ViewValue *, 2> full = getFullOperands(context, active);
  bool hasActiveDivisor = node->function == ScalarFunction::Divide &&
                          !active.empty() && active.back() == node->operands[1];
  if (hasActiveDivisor &&
      (active.size() == 1 || llvm::is_contained(full, active.back())))
    return decideNonlinear(value); // 1 / (1 + exp(-x))
  if (full.size() == 2)
    return decideNonlinear(value); // o * tanh(c), silu(a) * b, x * x
  Step step;
  if (full.size() != 1)
    return step;
  for (const ViewValue *other : active)
    if (other != full.front() && isOwnSum(context, full.front(), other))
      return step; // softmax
  step.next = full;
  return step;
}

/// A value that is not linear by its node alone: a source, unless it is part of
/// a softmax, or affine as a whole.
LayerInputSearch::Step
LayerInputSearch::decideNonlinear(ViewValue *value) const {
  Step step;
  if (value->def->function == ScalarFunction::Exp &&
      softmaxTerms.contains(context.cls(value)))
    return step;
  if (!isAffine(context, value)) {
    step.isSource = true;
    return step;
  }
  ConeOptions options;
  options.budget = getAffineBudget(context);
  Cone cone = buildCone(context, value, options);
  for (ViewValue *leaf : cone.leaves)
    if (context.activity.isActive(leaf) &&
        !context.activity.isBroadcastStatistic(leaf))
      step.next.push_back(leaf);
  return step;
}

//===----------------------------------------------------------------------===//
// Layers and normalisations
//===----------------------------------------------------------------------===//

bool mlir::per::isLayer(const AnalysisContext &context,
                        const ViewNode *contraction, unsigned operandIndex) {
  const ViewValue *other = contraction->operands[1 - operandIndex];
  if (context.activity.isActive(other) || !contraction->contraction ||
      contraction->contraction->isConvolution ||
      !contraction->contraction->sides[1 - operandIndex].free.empty())
    return true;
  unsigned cls = context.cls(contraction->operands[operandIndex]);
  for (const ViewValue *member : context.numbering.getMembers(cls))
    for (const ViewUse &use : member->uses)
      if (use.node->kind == NodeKind::Contraction &&
          !context.activity.isForward(use.node->results[0]))
        return true;
  return false;
}

bool mlir::per::isOwnSum(const AnalysisContext &context,
                         const ViewValue *numerator,
                         const ViewValue *denominator) {
  constexpr unsigned maxSteps = 12;
  for (unsigned step = 0; step < maxSteps && denominator->def; ++step) {
    const ViewNode *node = denominator->def;
    switch (node->kind) {
    case NodeKind::Reduce:
      return context.cls(stripConversions(node->operands[0])) ==
             context.cls(stripConversions(numerator));
    case NodeKind::Broadcast:
    case NodeKind::Reshape:
    case NodeKind::Transpose:
      denominator = node->operands[0];
      continue;
    case NodeKind::Barrier:
      denominator = node->operands[denominator->index];
      continue;
    case NodeKind::Elementwise:
      break;
    default:
      return false;
    }
    SmallVector<const ViewValue *, 2> active;
    for (const ViewValue *operand : node->operands)
      if (context.activity.isActive(operand) && !context.constant(operand))
        active.push_back(operand);
    switch (node->function) {
    case ScalarFunction::Identity:
    case ScalarFunction::Negate:
    case ScalarFunction::Add:
    case ScalarFunction::Maximum:
    case ScalarFunction::Select:
    case ScalarFunction::Multiply:
    case ScalarFunction::Divide:
      if (active.size() != 1)
        return false;
      denominator = active.front();
      continue;
    default:
      return false;
    }
  }
  return false;
}
