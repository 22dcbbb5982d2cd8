//===- Family.cpp - what is computable from the cone of a site -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Analysis/Family.h"

using namespace mlir;
using namespace mlir::per;

static Samples splatSamples(double value) {
  Samples samples;
  samples.fill(value);
  return samples;
}

SampleKey Family::getKey(ViewValue *value, const ViewBlock *block) const {
  return getSampleKey(context, context.numbering.resolveInBlock(value, block),
                      mode);
}

const Samples *Family::lookup(ViewValue *value, const ViewBlock *block) const {
  if (isExclusive(block))
    return nullptr;
  auto it = samples.find(getKey(value, block));
  return it == samples.end() ? nullptr : &it->second;
}

bool Family::isKnown(ViewValue *value, const ViewBlock *block) const {
  return lookup(value, block) || context.constant(value);
}

bool Family::isActive(ViewValue *value, const ViewBlock *block) const {
  return !isExclusive(block) && active.contains(getKey(value, block));
}

void Family::addValue(ViewValue *value, const Samples &valueSamples,
                      bool isActive) {
  SampleKey key = getSampleKey(context, value, mode);
  samples.try_emplace(key, valueSamples);
  if (isActive)
    active.insert(key);
  values.push_back(value);
}

/// In class mode a barrier is transparent; in value mode its results are
/// copies.
void Family::visitBarrier(ViewNode *node) {
  if (mode == SampleMode::ByClass || isExclusive(node->block))
    return;
  for (auto [operand, result] :
       llvm::zip_equal(node->operands, node->results)) {
    const Samples *known = lookup(operand, node->block);
    if (known && !lookup(result, node->block))
      addValue(result, Samples(*known), isActive(operand, node->block));
  }
}

void Family::visitUse(ViewNode *node) {
  if (node->kind == NodeKind::Barrier)
    return visitBarrier(node);
  if (done.contains(node) || isExclusive(node->block))
    return;
  std::optional<ScalarFunction> function =
      AnalysisContext::elementFunction(node);
  if (!function)
    return;

  ViewValue *result = node->results.front();
  SmallVector<Samples, 3> constants(node->operands.size());
  SmallVector<const Samples *, 3> operands;
  bool dependsOnActive = false;
  for (auto [index, operand] : llvm::enumerate(node->operands)) {
    const Samples *known = lookup(operand, node->block);
    if (!known) {
      std::optional<double> constant = context.constant(operand);
      if (!constant) {
        auto &nodes = context.activity.isForward(result) ? mixedForward : mixed;
        nodes.push_back(node);
        return;
      }
      constants[index] = splatSamples(*constant);
      known = &constants[index];
    }
    operands.push_back(known);
    dependsOnActive |= isActive(operand, node->block);
  }

  done.insert(node);
  if (lookup(result, node->block))
    return;
  if (numAdded == context.bounds.familyBudget) {
    truncated = true;
    return;
  }
  ++numAdded;
  addValue(result, evaluate(*function, operands), dependsOnActive);
}

SmallVector<ViewValue *, 4> Family::getCopies(ViewValue *value) const {
  if (mode == SampleMode::ByValue)
    return {value};
  return SmallVector<ViewValue *, 4>(
      context.numbering.getMembers(context.cls(value)));
}

/// If `use` yields `value` from a branch: the result is that value inside later
/// branches on the same predicate.
void Family::visitYield(ViewUse use, ViewValue *value) {
  if (use.node->kind != NodeKind::Return)
    return;
  ViewNode *branch = use.node->block->parent;
  if (!branch || branch->kind != NodeKind::Branch)
    return;
  for (ViewValue *copy : getCopies(branch->results[use.operandIndex]))
    for (ViewUse later : copy->uses) {
      if (context.numbering.areCongruent(
              context.numbering.resolveInBlock(copy, later.node->block), value))
        visitUse(later.node);
      visitYield(later, value);
    }
}

/// Drops nodes that were entered more than once or completed later.
static void tidy(SmallVectorImpl<ViewNode *> &nodes,
                 const DenseSet<const ViewNode *> &done) {
  DenseSet<const ViewNode *> seen;
  llvm::erase_if(nodes, [&](ViewNode *node) {
    return done.contains(node) || !seen.insert(node).second;
  });
}

Family::Family(const AnalysisContext &context, const Cone &cone)
    : context(context), root(cone.root), mode(cone.mode),
      samples(cone.samples) {
  for (ViewValue *leaf : cone.leaves) {
    if (context.activity.isActive(leaf))
      active.insert(getSampleKey(context, leaf, mode));
    values.push_back(leaf);
  }
  for (ViewValue *value : cone.order) {
    active.insert(getSampleKey(context, value, mode));
    values.push_back(value);
  }

  DenseSet<SampleKey> visited;
  // Grows while it is walked.
  for (unsigned i = 0; i < values.size(); ++i) {
    ViewValue *value = values[i];
    if (!visited.insert(getSampleKey(context, value, mode)).second)
      continue;
    for (ViewValue *copy : getCopies(value))
      for (ViewUse use : copy->uses) {
        visitUse(use.node);
        visitYield(use, copy);
      }
  }
  tidy(mixed, done);
  tidy(mixedForward, done);
}

/// The one unknown float operand of a linear step, or null.
static ViewValue *getLinearSource(const ViewValue *value,
                                  const Family &family) {
  const ViewNode *node = value->def;
  if (!node || node->kind != NodeKind::Elementwise)
    return nullptr;
  switch (node->function) {
  case ScalarFunction::Multiply:
  case ScalarFunction::Divide:
  case ScalarFunction::Select:
  case ScalarFunction::Negate:
  case ScalarFunction::Identity:
    break;
  default:
    return nullptr;
  }
  ViewValue *source = nullptr;
  for (ViewValue *operand : node->operands) {
    if (!operand->isFloat() || family.isKnown(operand, node->block))
      continue;
    if (source)
      return nullptr;
    source = operand;
  }
  return source;
}

SmallVector<ViewValue *> per::collectCandidates(const AnalysisContext &context,
                                                const ViewValue *site,
                                                const Family &family,
                                                bool &isTruncated) {
  /// Steps up from an operand of a mixed node.
  constexpr unsigned maxSteps = 4;
  SmallVector<ViewValue *> candidates;
  DenseSet<const ViewValue *> seen;
  for (ViewNode *node : family.getMixedNodes())
    for (ViewValue *operand : node->operands) {
      if (family.isKnown(operand, node->block))
        continue;
      ViewValue *value = operand;
      for (unsigned step = 0; value && step <= maxSteps; ++step) {
        if (!value->isFloat() || value->shape != site->shape ||
            context.activity.isForwardClass(value) ||
            !seen.insert(value).second)
          break;
        if (value->ir) // others are inside of an operation
          candidates.push_back(value);
        value = getLinearSource(value, family);
      }
    }
  llvm::sort(candidates, [](ViewValue *a, ViewValue *b) {
    return std::make_pair(a->getPosition(), a->id) >
           std::make_pair(b->getPosition(), b->id);
  });
  isTruncated = candidates.size() > context.bounds.candidateBudget;
  if (isTruncated)
    candidates.truncate(context.bounds.candidateBudget);
  return candidates;
}
