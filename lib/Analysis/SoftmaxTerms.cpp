//===- SoftmaxTerms.cpp - exponentials that a softmax is made of ----------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "SoftmaxTerms.h"

#include "ControlFlow.h"
#include "LayerInputs.h"

#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace mlir::per;

static bool isFunction(const ViewNode *node, ScalarFunction function) {
  return node && node->isFloatFunction() && node->function == function;
}

static bool isSum(const ViewNode *node) {
  return node->kind == NodeKind::Reduce && node->hasCombiner &&
         node->function == ScalarFunction::Add;
}

//===----------------------------------------------------------------------===//
// Ways through the graph
//===----------------------------------------------------------------------===//

/// The operands that are still totals where `value` is one: what is moved,
/// scaled, guarded against 0, or joined with the totals of other parts.
static SmallVector<ViewValue *, 2> getTotals(const ViewValue *value) {
  const ViewNode *node = value->def;
  if (!node)
    return getForwardedValues(value);
  switch (node->kind) {
  case NodeKind::While:
  case NodeKind::Branch:
  case NodeKind::Region:
  case NodeKind::Barrier:
    return getForwardedValues(value);
  case NodeKind::Broadcast:
  case NodeKind::Reshape:
  case NodeKind::Transpose:
  case NodeKind::Slice:
  case NodeKind::DynamicSlice:
  case NodeKind::Reduce:
    return {node->operands[0]};
  case NodeKind::Concatenate:
    return llvm::to_vector<2>(node->operands);
  case NodeKind::Elementwise:
    break;
  default:
    return {};
  }
  switch (node->function) {
  case ScalarFunction::Divide:
    return {node->operands[0]};
  case ScalarFunction::Identity:
  case ScalarFunction::Abs:
  case ScalarFunction::Add:
  case ScalarFunction::Multiply:
  case ScalarFunction::Maximum:
  case ScalarFunction::Select:
    return llvm::to_vector<2>(node->operands);
  default:
    return {};
  }
}

/// The operands that a numerator of `value`'s quotient may be behind: all but
/// those of functions that are not linear.
static SmallVector<ViewValue *, 2> getNumerators(const ViewValue *value) {
  const ViewNode *node = value->def;
  if (!node || !node->isFloatFunction()) {
    SmallVector<ViewValue *, 2> forwarded = getForwardedValues(value);
    if (forwarded.empty() && node)
      return llvm::to_vector<2>(node->operands);
    return forwarded;
  }
  switch (node->function) {
  case ScalarFunction::Divide:
    return {node->operands[0]};
  case ScalarFunction::Identity:
  case ScalarFunction::Negate:
  case ScalarFunction::Add:
  case ScalarFunction::Subtract:
  case ScalarFunction::Multiply:
  case ScalarFunction::Maximum:
  case ScalarFunction::Minimum:
  case ScalarFunction::Clamp:
  case ScalarFunction::Select:
    return llvm::to_vector<2>(node->operands);
  default:
    return {};
  }
}

/// The forward values that `use` makes, if they are affine in the used one with
/// a factor that is not active, or are its elements elsewhere.
static SmallVector<ViewValue *, 3> getScaled(const AnalysisContext &context,
                                             const ViewUse &use) {
  const ViewNode *node = use.node;
  SmallVector<ViewValue *, 3> targets = getForwardingValues(use);
  auto isOtherActive = [&] {
    return context.activity.isActive(node->operands[1 - use.operandIndex]);
  };
  switch (node->kind) {
  case NodeKind::Broadcast:
  case NodeKind::Reshape:
  case NodeKind::Transpose:
  case NodeKind::Slice:
    targets.push_back(node->results[0]);
    break;
  case NodeKind::Reduce: // over a dimension of size 1
    if (use.operandIndex == 0 && isSum(node) &&
        node->operands[0]->getNumElements() ==
            node->results[0]->getNumElements())
      targets.push_back(node->results[0]);
    break;
  default:
    if (isFunction(node, ScalarFunction::Identity) ||
        isFunction(node, ScalarFunction::Negate) ||
        isFunction(node, ScalarFunction::Add) ||
        isFunction(node, ScalarFunction::Subtract) ||
        (isFunction(node, ScalarFunction::Multiply) && !isOtherActive()))
      targets.push_back(node->results[0]);
  }
  llvm::erase_if(targets, [&](const ViewValue *target) {
    return !context.activity.isForward(target);
  });
  return targets;
}

//===----------------------------------------------------------------------===//
// Sums and what they normalise
//===----------------------------------------------------------------------===//

/// The value without conversions, masks and scales.
static const ViewValue *stripMasks(const AnalysisContext &context,
                                   const ViewValue *value) {
  while (true) {
    value = stripConversions(value);
    bool isMasked = isFunction(value->def, ScalarFunction::Select) &&
                    !context.activity.isActive(value->def->operands[0]);
    if (!isMasked && !isFunction(value->def, ScalarFunction::Multiply))
      return value;
    SmallVector<ViewValue *, 4> active = context.activeOperands(value);
    if (active.size() != 1)
      return value;
    value = active.front();
  }
}

/// The classes of the exponentials whose sums `value` is a total of.
static DenseSet<unsigned> findSummed(const AnalysisContext &context,
                                     const ViewValue *value) {
  DenseSet<unsigned> classes;
  llvm::SetVector<const ViewValue *> worklist;
  worklist.insert(value);
  for (unsigned i = 0; i < worklist.size(); ++i) {
    const ViewValue *next = worklist[i];
    if (next->def && isSum(next->def)) {
      const ViewValue *summand = stripMasks(context, next->def->operands[0]);
      if (isFunction(summand->def, ScalarFunction::Exp))
        classes.insert(context.cls(summand));
    }
    for (const ViewValue *total : getTotals(next))
      if (context.activity.isActive(total))
        worklist.insert(total);
  }
  return classes;
}

/// Those of `classes` that one of the values is made of, nearest first: most
/// searches end at once.
static DenseSet<unsigned> findReached(const AnalysisContext &context,
                                      ArrayRef<const ViewValue *> values,
                                      const DenseSet<unsigned> &classes) {
  DenseSet<unsigned> reached;
  llvm::SetVector<const ViewValue *> worklist(values.begin(), values.end());
  for (unsigned i = 0; i < worklist.size() && reached.size() < classes.size();
       ++i) {
    const ViewValue *next = worklist[i];
    if (!context.activity.isActive(next))
      continue;
    if (classes.contains(context.cls(next)))
      reached.insert(context.cls(next));
    for (const ViewValue *numerator : getNumerators(next))
      worklist.insert(numerator);
  }
  return reached;
}

/// What is divided by the divisor of `quotient`: its numerator, or what is
/// multiplied by a reciprocal.
static SmallVector<const ViewValue *> getDivided(const AnalysisContext &context,
                                                 const ViewNode *quotient) {
  if (context.activity.isActive(quotient->operands[0]))
    return {quotient->operands[0]};
  SmallVector<const ViewValue *> divided;
  llvm::SetVector<const ViewValue *> reciprocals;
  reciprocals.insert(quotient->results[0]);
  for (unsigned i = 0; i < reciprocals.size(); ++i)
    for (const ViewUse &use : reciprocals[i]->uses) {
      bool isProduct = isFunction(use.node, ScalarFunction::Multiply) ||
                       use.node->kind == NodeKind::Contraction;
      if (isProduct && context.activity.isForward(use.node->results[0]))
        divided.push_back(use.node->operands[1 - use.operandIndex]);
      for (const ViewValue *scaled : getScaled(context, use))
        reciprocals.insert(scaled);
    }
  return divided;
}

/// The classes of the exponentials of sums with `logarithm`.
static DenseSet<unsigned> findExponentials(const AnalysisContext &context,
                                           const ViewValue *logarithm) {
  DenseSet<unsigned> classes;
  llvm::SetVector<const ViewValue *> worklist;
  worklist.insert(logarithm);
  for (unsigned i = 0; i < worklist.size(); ++i)
    for (const ViewUse &use : worklist[i]->uses) {
      if (isFunction(use.node, ScalarFunction::Exp) &&
          context.activity.isForward(use.node->results[0]))
        classes.insert(context.cls(use.node->results[0]));
      for (const ViewValue *scaled : getScaled(context, use))
        worklist.insert(scaled);
    }
  return classes;
}

DenseSet<unsigned> per::findSoftmaxTerms(const AnalysisContext &context) {
  DenseSet<unsigned> terms;
  for (const ViewNode *node : context.view.nodes) {
    if (node->results.empty() || !context.activity.isForward(node->results[0]))
      continue;
    if (isFunction(node, ScalarFunction::Divide)) {
      DenseSet<unsigned> summed = findSummed(context, node->operands[1]);
      if (!summed.empty())
        for (unsigned cls :
             findReached(context, getDivided(context, node), summed))
          terms.insert(cls);
    } else if (isFunction(node, ScalarFunction::Log) ||
               isFunction(node, ScalarFunction::LogPlusOne)) {
      DenseSet<unsigned> summed = findSummed(context, node->operands[0]);
      if (summed.empty())
        continue;
      DenseSet<unsigned> exponentials =
          findExponentials(context, node->results[0]);
      if (exponentials.empty())
        continue;
      terms.insert_range(summed);
      terms.insert_range(exponentials);
    }
  }
  return terms;
}
