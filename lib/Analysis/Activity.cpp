//===- Activity.cpp - forward half and activity of a view -----------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Analysis/Activity.h"

#include "ControlFlow.h"
#include "per/Analysis/AnalysisContext.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::per;

/// Marks the backward slice of `loss`.
static void markForward(ViewValue *loss, llvm::BitVector &forward) {
  SmallVector<const ViewValue *> worklist = {loss};
  while (!worklist.empty()) {
    const ViewValue *value = worklist.pop_back_val();
    if (forward.test(value->id))
      continue;
    forward.set(value->id);
    llvm::append_range(worklist, getForwardedValues(value));
    const ViewNode *node = value->def ? value->def : value->block->parent;
    if (!node)
      continue;
    switch (node->kind) {
    case NodeKind::While:
      // How often the loop runs decides on every value that it carries.
      worklist.push_back(getLoopCondition(node)->getReturn()->operands[0]);
      break;
    case NodeKind::Branch:
      worklist.push_back(node->operands[0]);
      break;
    case NodeKind::Region:
    case NodeKind::Barrier:
      break;
    default:
      llvm::append_range(worklist, node->operands);
    }
  }
}

namespace {
/// Spreads a mark from operands to results, through loops, branches and
/// regions, each value once.
class ForwardSpread {
public:
  ForwardSpread(llvm::BitVector &marked, bool onlyFloats)
      : marked(marked), onlyFloats(onlyFloats) {}

  void mark(const ViewValue *value) {
    if (marked.test(value->id) || (onlyFloats && !value->isFloat()))
      return;
    marked.set(value->id);
    worklist.push_back(value);
  }

  void run() {
    while (!worklist.empty()) {
      const ViewValue *value = worklist.pop_back_val();
      for (const ViewUse &use : value->uses)
        visit(use);
    }
  }

private:
  void visit(const ViewUse &use) {
    switch (use.node->kind) {
    case NodeKind::While:
    case NodeKind::Region:
    case NodeKind::Barrier:
    case NodeKind::Return:
      for (const ViewValue *next : getForwardingValues(use))
        mark(next);
      break;
    case NodeKind::Branch:
      break; // operand 0 selects
    default:
      for (const ViewValue *result : use.node->results)
        mark(result);
    }
  }

  llvm::BitVector &marked;
  bool onlyFloats;
  SmallVector<const ViewValue *> worklist;
};
} // namespace

/// Whether `broadcast` repeats elements of its operand.
static bool isExpanding(const ViewNode *broadcast) {
  const ViewValue *operand = broadcast->operands[0];
  const ViewValue *result = broadcast->results[0];
  int64_t from = operand->getNumElements(), to = result->getNumElements();
  if (from >= 0 && to >= 0)
    return from < to;
  if (operand->shape.size() < result->shape.size())
    return true;
  for (auto [index, dim] : llvm::enumerate(broadcast->dims))
    if (operand->shape[index] != result->shape[dim])
      return true;
  return false;
}

/// Whether `value` consists of broadcast statistics, given what is known of
/// the values before it.
static bool computeStatistic(const ViewValue *value,
                             const ConstantFolder &constants,
                             const llvm::BitVector &active,
                             const llvm::BitVector &statistics) {
  auto allOf = [&](ArrayRef<ViewValue *> operands) {
    bool any = false;
    for (const ViewValue *operand : operands) {
      if (!active.test(operand->id) || constants.getConstant(operand))
        continue;
      any = true;
      if (!statistics.test(operand->id))
        return false;
    }
    return any;
  };
  const ViewNode *node = value->def;
  if (!node) {
    node = value->block->parent;
    return node && node->kind == NodeKind::Region &&
           allOf(getForwardedValues(value));
  }
  switch (node->kind) {
  case NodeKind::Broadcast:
    return isExpanding(node) || statistics.test(node->operands[0]->id);
  case NodeKind::Reshape:
  case NodeKind::Transpose:
    return statistics.test(node->operands[0]->id);
  case NodeKind::Branch:
  case NodeKind::Region:
  case NodeKind::Barrier:
    return allOf(getForwardedValues(value));
  default:
    return AnalysisContext::elementFunction(node) && allOf(node->operands);
  }
}

/// Marks all broadcast statistics, in program order.
static void markStatistics(const GraphView &view,
                           const ConstantFolder &constants,
                           const llvm::BitVector &active,
                           llvm::BitVector &statistics) {
  auto visit = [&](ArrayRef<ViewValue *> values) {
    for (const ViewValue *value : values)
      if (active.test(value->id) &&
          computeStatistic(value, constants, active, statistics))
        statistics.set(value->id);
  };
  for (const ViewNode *node : view.nodes) {
    const ViewNode *parent = node->block->parent;
    if (node->kind == NodeKind::Region)
      visit(node->blocks[0]->arguments);
    else if (node->kind == NodeKind::Return && parent &&
             node->block == parent->blocks.back())
      visit(parent->results);
    else if (node->blocks.empty())
      visit(node->results);
  }
}

/// Whether the node makes active values, whatever its operands: see
/// `Activity::isActive`.
static bool isActiveSource(const ViewNode *node,
                           const llvm::BitVector &dependent) {
  auto isDependent = [&](const ViewValue *value) {
    return dependent.test(value->id);
  };
  switch (node->kind) {
  case NodeKind::Contraction:
  case NodeKind::Gather:
    return llvm::any_of(node->operands, isDependent);
  case NodeKind::Opaque:
    // An unknown function of positions only is a table.
    return node->operands.empty() ||
           llvm::any_of(node->operands, [](const ViewValue *value) {
             return value->isFloat();
           });
  default:
    return false;
  }
}

Activity::Activity(const GraphView &view, const ConstantFolder &constants,
                   const ValueNumbering &numbering, ViewValue *loss)
    : numbering(numbering) {
  unsigned numValues = view.values.size();
  for (llvm::BitVector *marks : {&forward, &dependent, &active, &statistics})
    marks->resize(numValues);

  markForward(loss, forward);
  for (const ViewValue *value : view.values)
    if (isForward(value))
      forwardClasses.insert(numbering.getClass(value));

  ForwardSpread spreadDependent(dependent, /*onlyFloats=*/true);
  for (const ViewValue *argument : view.main->arguments)
    spreadDependent.mark(argument);
  for (const ViewNode *node : view.nodes)
    if (node->kind == NodeKind::Opaque)
      for (const ViewValue *result : node->results)
        spreadDependent.mark(result);
  spreadDependent.run();

  ForwardSpread spreadActive(active, /*onlyFloats=*/false);
  for (const ViewNode *node : view.nodes)
    if (isActiveSource(node, dependent))
      for (const ViewValue *result : node->results)
        spreadActive.mark(result);
  spreadActive.run();

  markStatistics(view, constants, active, statistics);
}

bool Activity::isForwardClass(const ViewValue *value) const {
  return isForward(value) || forwardClasses.contains(numbering.getClass(value));
}
