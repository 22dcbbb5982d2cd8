//===- ViewBuilder.cpp - the view of a StableHLO function -----------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ViewBuilder.h"

#include "Describe.h"
#include "DeviceMesh.h"
#include "ForeignAttrs.h"
#include "Placements.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::stablehlo;

LogicalResult ViewBuilder::buildFunction(Operation *function) {
  auto func = dyn_cast<FunctionOpInterface>(function);
  if (!func || func.isExternal())
    return function->emitError("expected a function with a body");
  Region &body = func.getFunctionBody();
  if (!body.hasOneBlock())
    return function->emitError(
        "expected a function of one block, got branches between blocks");
  view.function = function;
  return buildBlock(body.front(), /*parent=*/nullptr);
}

LogicalResult ViewBuilder::buildBlock(Block &ir, ViewNode *parent) {
  ViewBlock *block = view.createBlock(parent, &ir);
  for (BlockArgument argument : ir.getArguments())
    view.createArgument(block, argument);
  for (Operation &op : ir)
    if (failed(buildOperation(&op, block)))
      return failure();
  if (block->nodes.empty() || block->getReturn()->kind != NodeKind::Return)
    return (parent ? parent->op : view.function)
        ->emitError("expected a block that ends with a return");
  return success();
}

/// Operations that stand for another level, or for what comes before this one.
static LogicalResult checkLevel(Operation *op) {
  StringRef name = op->getName().getStringRef();
  if (name == "func.call" || name == "call")
    return op->emitError("unexpected call: inline calls first "
                         "(per-inline-calls)");
  constexpr StringRef others[] = {"linalg", "scf",    "cf",   "affine",
                                  "arith",  "memref", "math", "vector"};
  StringRef dialect = op->getName().getDialectNamespace();
  if (llvm::is_contained(others, dialect))
    return op->emitError("unexpected operation of dialect '")
           << dialect << "' in a StableHLO function";
  return success();
}

/// The operands of `op` in the order of the view: values that a per.gradient
/// reads come after the cotangent that it adds to, which is its destination.
static SmallVector<Value> getOperandsInOrder(Operation *op,
                                             const OperationInfo &info) {
  SmallVector<Value> operands(op->getOperands());
  if (info.kind == NodeKind::Term)
    std::rotate(operands.begin(), operands.end() - 1, operands.end());
  if (operands.size() > info.numValueOperands)
    operands.truncate(info.numValueOperands);
  return operands;
}

LogicalResult ViewBuilder::buildOperation(Operation *op, ViewBlock *block) {
  if (failed(checkLevel(op)))
    return failure();
  OperationInfo info = refineByTypes(op, getOperationInfo(op));
  if (op->getNumOperands() < info.minOperands)
    return op->emitOpError("is malformed: expected at least ")
           << info.minOperands << " operands, got " << op->getNumOperands();
  if (info.kind == NodeKind::Return &&
      (op->getNumResults() || op->getNextNode()))
    return op->emitOpError("is malformed: expected a return at the end of its "
                           "block, without results");

  bool isEntered = llvm::is_contained(
      {NodeKind::While, NodeKind::Branch, NodeKind::Region}, info.kind);
  llvm::SetVector<Value> captures;
  std::string key =
      isEntered ? keys.getShallowKey(op) : keys.getKey(op, captures);

  SmallVector<Value> irOperands = getOperandsInOrder(op, info);
  llvm::append_range(irOperands, captures);
  SmallVector<ViewValue *> operands;
  for (Value operand : irOperands) {
    operands.push_back(view.lookup(operand));
    if (!operands.back())
      return op->emitError("an operand is used before its definition");
  }
  for (Value shape : op->getOperands().drop_front(
           std::min(info.numValueOperands, op->getNumOperands())))
    if (ViewValue *value = view.lookup(shape))
      key += " shape%" + std::to_string(value->id);

  ViewNode *node = view.createNode(block, info.kind, op, operands);
  node->key = std::move(key);
  node->function = info.function;
  node->isUnderstood = info.isUnderstood;
  if (node->kind == NodeKind::Region) {
    describePlacements(node);
    node->mesh = getManualMesh(op);
  }
  if (node->kind == NodeKind::Reduce)
    node->reducedAxes = getReducedAxes(op);
  if (isEntered && failed(enterRegions(node)))
    return failure();
  for (OpResult result : op->getResults())
    view.createResult(node, result.getType(), result);
  return describeNode(node, info);
}

//===----------------------------------------------------------------------===//
// Loops, branches, regions
//===----------------------------------------------------------------------===//

LogicalResult ViewBuilder::checkBlock(ViewNode *node, unsigned number,
                                      unsigned numArguments,
                                      unsigned numYielded) {
  const ViewBlock *block = node->blocks[number];
  if (block->arguments.size() == numArguments &&
      block->getReturn()->operands.size() == numYielded)
    return success();
  return node->op->emitOpError("is malformed: expected region ")
         << number << " to take " << numArguments << " values and return "
         << numYielded << ", got " << block->arguments.size() << " and "
         << block->getReturn()->operands.size();
}

LogicalResult ViewBuilder::enterRegions(ViewNode *node) {
  Operation *op = node->op;
  unsigned numRegions = op->getNumRegions();
  unsigned numOperands = op->getNumOperands();
  unsigned numResults = op->getNumResults();
  if (numRegions == 0 || (node->kind == NodeKind::While && numRegions != 2) ||
      (node->kind == NodeKind::Region && numRegions != 1))
    return op->emitOpError("is malformed: unexpected number of regions ")
           << numRegions;
  for (Region &region : op->getRegions()) {
    if (!region.hasOneBlock())
      return op->emitOpError("is malformed: expected regions of one block");
    if (failed(buildBlock(region.front(), node)))
      return failure();
  }
  switch (node->kind) {
  case NodeKind::While:
    if (numOperands != numResults)
      return op->emitOpError("is malformed: expected as many results as "
                             "operands (")
             << numOperands << "), got " << numResults;
    return success(succeeded(checkBlock(node, 0, numOperands, 1)) &&
                   succeeded(checkBlock(node, 1, numOperands, numResults)));
  case NodeKind::Region:
    return checkBlock(node, 0, numOperands, numResults);
  default:
    for (unsigned number = 0; number < numRegions; ++number)
      if (failed(checkBlock(node, number, 0, numResults)))
        return failure();
    return success();
  }
}
