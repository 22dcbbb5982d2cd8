//===- Flow.cpp - data flow across block boundaries -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Analysis/Flow.h"
#include "ControlFlow.h"

using namespace mlir;
using namespace mlir::per;

void per::forEachSource(const ViewValue *value,
                        llvm::function_ref<void(ViewValue *)> visit) {
  SmallVector<ViewValue *, 2> forwarded = getForwardedValues(value);
  llvm::for_each(forwarded, visit);
  if (!value->def)
    return;
  if (value->def->kind == NodeKind::Branch)
    visit(value->def->operands.front());
  else if (forwarded.empty())
    llvm::for_each(value->def->operands, visit);
}

void per::forEachTarget(ViewUse use,
                        llvm::function_ref<void(ViewValue *)> visit) {
  SmallVector<ViewValue *, 3> forwarding = getForwardingValues(use);
  llvm::for_each(forwarding, visit);
  if (forwarding.empty())
    llvm::for_each(use.node->results, visit); // none of a Return
}

ViewNode *per::getEnclosingLoop(const ViewBlock *block) {
  for (; block->parent; block = block->parent->block)
    if (block->parent->kind == NodeKind::While)
      return block->parent;
  return nullptr;
}

bool per::isInside(const ViewBlock *block, const ViewBlock *ancestor) {
  while (block != ancestor && block->parent)
    block = block->parent->block;
  return block == ancestor;
}
