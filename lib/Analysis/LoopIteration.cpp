//===- LoopIteration.cpp - one iteration of a loop as a function ----------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Analysis/LoopIteration.h"
#include "ControlFlow.h"

#include "llvm/ADT/DenseSet.h"

using namespace mlir;
using namespace mlir::per;

//===----------------------------------------------------------------------===//
// The loss of an iteration
//===----------------------------------------------------------------------===//

/// The scalar that the loop collects in its carried value `carry`; null if it
/// collects none.
static ViewValue *getCollectedScalar(const ViewNode *loop, unsigned carry) {
  const ViewValue *argument = getLoopBody(loop)->arguments[carry];
  ViewValue *value = getLoopYield(loop, carry);
  if (value == argument || !value->isFloat())
    return nullptr;
  const ViewNode *node = value->def;
  if (node && node->kind == NodeKind::DynamicUpdateSlice &&
      node->operands[0] == argument)
    value = node->operands[1];
  else if (node && node->kind == NodeKind::Elementwise &&
           node->function == ScalarFunction::Add &&
           llvm::is_contained(node->operands, argument))
    value = node->operands[node->operands[0] == argument ? 1 : 0];
  if (value->getNumElements() != 1)
    return nullptr;
  while (value->def && !value->shape.empty() &&
         (value->def->kind == NodeKind::Reshape ||
          value->def->kind == NodeKind::Broadcast))
    value = value->def->operands.front();
  return value;
}

namespace {
struct CollectedLoss {
  ViewNode *loop;
  ViewValue *value;
};
} // namespace

/// The loop that collects what `loss` is made of, if there is exactly one.
static std::optional<CollectedLoss> findCollectedLoss(const ViewValue *loss) {
  SmallVector<const ViewValue *> worklist = {loss};
  DenseSet<const ViewValue *> seen;
  std::optional<CollectedLoss> found;
  while (!worklist.empty()) {
    const ViewValue *value = worklist.pop_back_val();
    if (!value->isFloat() || !value->def || !seen.insert(value).second)
      continue;
    if (value->def->kind != NodeKind::While) {
      llvm::append_range(worklist, value->def->operands);
      continue;
    }
    ViewValue *scalar = getCollectedScalar(value->def, value->index);
    if (!scalar || (found && found->value != scalar))
      return std::nullopt;
    found = {value->def, scalar};
  }
  return found;
}

//===----------------------------------------------------------------------===//
// The view of an iteration
//===----------------------------------------------------------------------===//

namespace {
/// Copies parts of one view to another.
class ViewCopier {
public:
  explicit ViewCopier(GraphView &target) : target(target) {}

  void copyArgument(ViewBlock *block, const ViewValue *argument) {
    map[argument] =
        target.createArgument(block, getType(argument), argument->ir);
  }
  void rename(const ViewValue *value, const ViewValue *as) {
    map[value] = map.lookup(as);
    if (value->ir)
      target.alias(value->ir, map[value]);
  }

  void copyNode(ViewBlock *block, const ViewNode *node) {
    SmallVector<ViewValue *> operands;
    for (const ViewValue *operand : node->operands)
      operands.push_back(map.lookup(operand));
    ViewNode *copy = target.createNode(block, node->kind, node->op, operands);
    copy->function = node->function;
    copy->hasCombiner = node->hasCombiner;
    copy->isUnderstood = node->isUnderstood;
    copy->dims = node->dims;
    copy->splat = node->splat;
    copy->contraction = node->contraction;
    copy->operandPlacements = node->operandPlacements;
    copy->resultPlacements = node->resultPlacements;
    copy->mesh = node->mesh;
    copy->reducedAxes = node->reducedAxes;
    copy->key = node->key;
    for (const ViewBlock *inner : node->blocks) {
      ViewBlock *innerCopy = target.createBlock(copy, inner->ir);
      for (const ViewValue *argument : inner->arguments)
        copyArgument(innerCopy, argument);
      for (const ViewNode *innerNode : inner->nodes)
        copyNode(innerCopy, innerNode);
    }
    for (const ViewValue *result : node->results)
      map[result] = target.createResult(copy, getType(result), result->ir);
  }

  ViewValue *lookup(const ViewValue *value) const { return map.lookup(value); }

private:
  static Type getType(const ViewValue *value) {
    if (value->ir)
      return value->ir.getType();
    if (!value->isRanked || value->shape.empty())
      return value->elementType;
    return RankedTensorType::get(value->shape, value->elementType);
  }

  GraphView &target;
  DenseMap<const ViewValue *, ViewValue *> map;
};
} // namespace

/// Copies what stands before `node` in the blocks around it, outermost first.
static void copyPrefix(ViewCopier &copier, ViewBlock *target,
                       const ViewNode *node) {
  const ViewBlock *block = node->block;
  if (block->parent)
    copyPrefix(copier, target, block->parent);
  for (const ViewValue *argument : block->arguments)
    copier.copyArgument(target, argument);
  for (const ViewNode *before : block->nodes) {
    if (before == node)
      return;
    copier.copyNode(target, before);
  }
}

std::optional<LoopIteration> per::enterLossLoop(const GraphView &view,
                                                const ViewValue *loss) {
  std::optional<CollectedLoss> collected = findCollectedLoss(loss);
  if (!collected)
    return std::nullopt;
  const ViewNode *loop = collected->loop;
  // What stands inside of a manual region is isolated from the function, which
  // a flat view of the iteration would hide.
  for (const ViewBlock *block = loop->block; block->parent;
       block = block->parent->block)
    if (block->parent->kind == NodeKind::Region)
      return std::nullopt;
  const ViewBlock *body = getLoopBody(loop);

  LoopIteration iteration;
  iteration.loop = loop->op;
  iteration.view = std::make_unique<GraphView>();
  iteration.view->function = view.function;
  ViewBlock *main = iteration.view->createBlock(nullptr, body->ir);
  ViewCopier copier(*iteration.view);
  copyPrefix(copier, main, loop);
  for (const ViewValue *argument : body->arguments) {
    if (isInvariantCarry(loop, argument->index))
      copier.rename(argument, loop->operands[argument->index]);
    else
      copier.copyArgument(main, argument);
  }
  for (const ViewNode *node : body->nodes)
    copier.copyNode(main, node);
  iteration.loss = copier.lookup(collected->value);
  return iteration;
}
