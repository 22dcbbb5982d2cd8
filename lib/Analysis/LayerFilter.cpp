//===- LayerFilter.cpp - cotangents come out of transposed contractions -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Analysis/Filters.h"
#include "per/Analysis/Flow.h"

#include <queue>

using namespace mlir;
using namespace mlir::per;

/// Bounds of the walks down to readers and up to transposed contractions.
constexpr unsigned kMaxReaderWalk = 20000, kMaxLayerWalk = 4000;

static bool isTransparent(const ViewNode *node) {
  switch (node->kind) {
  case NodeKind::Transpose:
  case NodeKind::Reshape:
  case NodeKind::Reverse:
  case NodeKind::Slice:
  case NodeKind::DynamicSlice:
  case NodeKind::Broadcast:
  case NodeKind::Barrier:
    return true;
  case NodeKind::Elementwise:
    return node->function == ScalarFunction::Identity;
  default:
    return false;
  }
}

void per::collectBases(const AnalysisContext &context, ViewValue *operand,
                       const ViewBlock *block, DenseSet<unsigned> &bases) {
  while (true) {
    // Branches save weights too.
    operand = context.numbering.resolveInBlock(operand, block);
    unsigned cls = context.cls(operand);
    bases.insert(cls);
    bases.insert(context.numbering.getReshapeRoot(cls));
    if (!operand->def || context.activity.isActive(operand) ||
        !isTransparent(operand->def))
      return;
    operand = AnalysisContext::elementOperands(operand).front();
  }
}

DenseSet<unsigned> per::collectCoOperands(const AnalysisContext &context,
                                          ViewValue *site) {
  DenseSet<unsigned> coOperands;
  DenseSet<const ViewValue *> seen;
  SmallVector<ViewValue *> worklist = {site};
  while (!worklist.empty() && seen.size() < kMaxReaderWalk) {
    ViewValue *value = worklist.pop_back_val();
    if (!seen.insert(value).second)
      continue;
    for (ViewUse use : value->uses) {
      const ViewNode *node = use.node;
      if (node->kind == NodeKind::Contraction && use.operandIndex < 2) {
        if (context.activity.isForward(node->results.front()))
          collectBases(context, node->operands[1 - use.operandIndex],
                       node->block, coOperands);
        continue;
      }
      forEachTarget(use, [&](ViewValue *target) {
        if (context.activity.isForward(target))
          worklist.push_back(target);
      });
    }
  }
  return coOperands;
}

/// Everything in the blocks around `site` that it is made of.
static llvm::BitVector collectAncestors(const AnalysisContext &context,
                                        ViewValue *site) {
  llvm::BitVector ancestors(context.view.values.size());
  SmallVector<ViewValue *> worklist = {site};
  while (!worklist.empty()) {
    ViewValue *value = worklist.pop_back_val();
    if (ancestors.test(value->id))
      continue;
    ancestors.set(value->id);
    if (value->def)
      llvm::append_range(worklist, value->def->operands);
  }
  return ancestors;
}

/// Whether `value`, as read in `block`, is a co-operand, or a copy, transpose
/// or slice of one.
static bool isCoOperand(const AnalysisContext &context, ViewValue *value,
                        const ViewBlock *block,
                        const DenseSet<unsigned> &coOperands) {
  DenseSet<unsigned> bases;
  collectBases(context, value, block, bases);
  return llvm::any_of(bases,
                      [&](unsigned cls) { return coOperands.contains(cls); });
}

bool per::passesLayerTest(const AnalysisContext &context, ViewValue *site,
                          ViewValue *cotangent,
                          const DenseSet<unsigned> &coOperands,
                          bool throughForward) {
  llvm::BitVector ancestors;
  if (throughForward)
    ancestors = collectAncestors(context, site);

  // Latest first: the contraction is usually near.
  auto isEarlier = [](const ViewValue *a, const ViewValue *b) {
    return std::make_pair(a->getPosition(), a->id) <
           std::make_pair(b->getPosition(), b->id);
  };
  std::priority_queue<ViewValue *, std::vector<ViewValue *>,
                      decltype(isEarlier)>
      queue(isEarlier);
  DenseSet<const ViewValue *> seen = {cotangent};
  queue.push(cotangent);
  bool isFound = false;
  for (unsigned step = 0; !queue.empty() && !isFound && step < kMaxLayerWalk;
       ++step) {
    ViewValue *value = queue.top();
    queue.pop();
    auto push = [&](ViewValue *source) {
      if (!seen.insert(source).second)
        return;
      queue.push(source);
      // A weight stands early in the program: do not wait for its turn.
      isFound |= isCoOperand(context, source, value->block, coOperands);
    };
    bool mayPass = !context.activity.isForward(value) ||
                   (throughForward && value->def && !ancestors.test(value->id));
    if (mayPass)
      forEachSource(value, push);
    else if (value->def && isTransparent(value->def))
      // A weight is often reached through its own transpose or conversion in
      // the forward half.
      llvm::for_each(AnalysisContext::elementOperands(value), push);
  }
  return isFound;
}
