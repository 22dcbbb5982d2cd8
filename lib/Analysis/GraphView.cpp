//===- GraphView.cpp - a training graph as the analysis sees it -----------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Analysis/GraphView.h"

#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/STLExtras.h"

#include <cassert>

using namespace mlir;
using namespace mlir::per;

Frontend::~Frontend() = default;

//===----------------------------------------------------------------------===//
// Values and nodes
//===----------------------------------------------------------------------===//

int64_t ViewValue::getNumElements() const {
  if (!isRanked || llvm::any_of(shape, ShapedType::isDynamic))
    return -1;
  int64_t count = 1;
  for (int64_t size : shape)
    count *= size;
  return count;
}

unsigned ViewValue::getPosition() const {
  if (def)
    return def->position;
  // Arguments count as their block's first node. A block under construction
  // may be empty: then the node that holds it.
  if (!block->nodes.empty())
    return block->nodes.front()->position;
  return block->parent ? block->parent->position : 0;
}

bool ViewNode::isFloatFunction() const {
  auto isFloatOrBoolean = [](const ViewValue *value) {
    return value->isFloat() || value->isBoolean();
  };
  return kind == NodeKind::Elementwise &&
         llvm::all_of(operands, isFloatOrBoolean) &&
         llvm::all_of(results, isFloatOrBoolean);
}

//===----------------------------------------------------------------------===//
// Construction
//===----------------------------------------------------------------------===//

ViewBlock *GraphView::createBlock(ViewNode *parent, Block *ir) {
  ViewBlock *block = &blockStorage.emplace_back();
  block->parent = parent;
  block->ir = ir;
  if (parent)
    parent->blocks.push_back(block);
  else
    main = block;
  return block;
}

/// Splits a type into element type and shape. Scalars are ranked, of rank 0.
static void setType(ViewValue &value, Type type) {
  value.elementType = getElementTypeOrSelf(type);
  if (auto shaped = dyn_cast<ShapedType>(type)) {
    value.isRanked = shaped.hasRank();
    if (shaped.hasRank())
      value.shape.assign(shaped.getShape().begin(), shaped.getShape().end());
    return;
  }
  value.isRanked = type.isIntOrIndexOrFloat();
}

ViewValue *GraphView::createArgument(ViewBlock *block, Type type, Value ir) {
  ViewValue *value = &valueStorage.emplace_back();
  value->id = values.size();
  value->ir = ir;
  value->block = block;
  value->index = block->arguments.size();
  setType(*value, type);
  block->arguments.push_back(value);
  values.push_back(value);
  if (ir)
    byValue[ir] = value;
  return value;
}

ViewNode *GraphView::createNode(ViewBlock *block, NodeKind kind, Operation *op,
                                ArrayRef<ViewValue *> operands) {
  ViewNode *node = &nodeStorage.emplace_back();
  node->position = nodes.size();
  node->kind = kind;
  node->op = op;
  node->block = block;
  node->operands.assign(operands.begin(), operands.end());
  for (auto [index, operand] : llvm::enumerate(operands)) {
    assert(operand && "operand without a view");
    operand->uses.push_back({node, static_cast<unsigned>(index)});
  }
  block->nodes.push_back(node);
  nodes.push_back(node);
  return node;
}

ViewValue *GraphView::createResult(ViewNode *node, Type type, Value ir) {
  ViewValue *value = &valueStorage.emplace_back();
  value->id = values.size();
  value->ir = ir;
  value->def = node;
  value->index = node->results.size();
  value->block = node->block;
  setType(*value, type);
  node->results.push_back(value);
  values.push_back(value);
  if (ir)
    byValue[ir] = value;
  return value;
}
