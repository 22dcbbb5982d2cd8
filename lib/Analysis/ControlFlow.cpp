//===- ControlFlow.cpp - loops, branches and regions of a view ------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ControlFlow.h"

using namespace mlir;
using namespace mlir::per;

SmallVector<ViewValue *, 2>
mlir::per::getForwardedValues(const ViewValue *value) {
  const ViewNode *node = value->def ? value->def : value->block->parent;
  if (!node)
    return {};
  unsigned index = value->index;
  switch (node->kind) {
  case NodeKind::While:
    return {node->operands[index], getLoopYield(node, index)};
  case NodeKind::Region:
    if (!value->def)
      return {node->operands[index]};
    return {node->blocks[0]->getReturn()->operands[index]};
  case NodeKind::Branch: {
    SmallVector<ViewValue *, 2> yielded;
    for (const ViewBlock *block : node->blocks)
      yielded.push_back(block->getReturn()->operands[index]);
    return yielded;
  }
  case NodeKind::Barrier:
    return {node->operands[index]};
  default:
    return {};
  }
}

SmallVector<ViewValue *, 3> mlir::per::getForwardingValues(const ViewUse &use) {
  const ViewNode *node = use.node;
  unsigned index = use.operandIndex;
  auto ofLoop = [&](const ViewNode *loop) -> SmallVector<ViewValue *, 3> {
    return {loop->results[index], getLoopCondition(loop)->arguments[index],
            getLoopBody(loop)->arguments[index]};
  };
  switch (node->kind) {
  case NodeKind::While:
    return ofLoop(node);
  case NodeKind::Region:
    return {node->blocks[0]->arguments[index]};
  case NodeKind::Barrier:
    return {node->results[index]};
  case NodeKind::Return: {
    const ViewNode *parent = node->block->parent;
    if (!parent)
      return {};
    if (parent->kind == NodeKind::While) {
      if (node->block == getLoopCondition(parent))
        return {};
      return ofLoop(parent);
    }
    return {parent->results[index]};
  }
  default:
    return {};
  }
}
