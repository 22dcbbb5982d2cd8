//===- Loops.cpp - loops and branches of scf ------------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ViewBuilder.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::linalgview;

/// A counting loop is a while loop that carries its counter:
///   while (i < upper) { body; i += step }.
LogicalResult ViewBuilder::buildFor(scf::ForOp op, ViewBlock *block) {
  ViewValue *lower = view.lookup(op.getLowerBound());
  ViewValue *upper = view.lookup(op.getUpperBound());
  ViewValue *step = view.lookup(op.getStep());
  SmallVector<ViewValue *> operands = {lower};
  for (Value init : op.getInitArgs())
    operands.push_back(view.lookup(init));
  if (!upper || !step || llvm::is_contained(operands, nullptr))
    return op.emitError("an operand is used before its definition");
  ViewNode *node = view.createNode(block, NodeKind::While, op, operands);
  node->key = "scf.for";

  Type counterType = op.getInductionVar().getType();
  ViewBlock *condition = view.createBlock(node, /*ir=*/nullptr);
  ViewValue *counter = view.createArgument(condition, counterType, {});
  for (Value init : op.getInitArgs())
    view.createArgument(condition, init.getType(), {});
  Place inCondition{condition, op};
  ViewValue *goesOn =
      emitFunction(inCondition, ScalarFunction::CompareLT, {counter, upper},
                   IntegerType::get(op.getContext(), 1));
  view.createNode(condition, NodeKind::Return, op, goesOn);

  ViewBlock *body = view.createBlock(node, op.getBody());
  for (BlockArgument argument : op.getBody()->getArguments())
    view.createArgument(body, argument);
  for (Operation &inner : op.getBody()->without_terminator())
    if (failed(buildOperation(&inner, body)))
      return failure();
  SmallVector<ViewValue *> yielded = {
      emitFunction({body, op}, ScalarFunction::Add, {body->arguments[0], step},
                   counterType)};
  Operation *yield = op.getBody()->getTerminator();
  for (Value value : yield->getOperands()) {
    yielded.push_back(view.lookup(value));
    if (!yielded.back())
      return yield->emitError("an operand is used before its definition");
  }
  view.createNode(body, NodeKind::Return, yield, yielded);

  view.createResult(node, counterType, {});
  for (OpResult result : op.getResults())
    view.createResult(node, result.getType(), result);
  return success();
}

/// Both regions carry the same values, and the condition passes them on as they
/// are: the only form that is entered.
static bool isPlainWhile(scf::WhileOp op) {
  return op.getConditionOp().getArgs() == op.getBeforeArguments() &&
         op.getAfterArguments().size() == op.getInits().size();
}

LogicalResult ViewBuilder::buildWhile(scf::WhileOp op, ViewBlock *block) {
  if (!isPlainWhile(op))
    return buildUnknown(op, block);
  FailureOr<SmallVector<ViewValue *>> operands = lookupOperands(op);
  if (failed(operands))
    return failure();
  ViewNode *node = view.createNode(block, NodeKind::While, op, *operands);
  node->key = "scf.while";
  ViewBlock *condition = view.createBlock(node, op.getBeforeBody());
  for (BlockArgument argument : op.getBeforeArguments())
    view.createArgument(condition, argument);
  for (Operation &inner : op.getBeforeBody()->without_terminator())
    if (failed(buildOperation(&inner, condition)))
      return failure();
  if (failed(buildReturn(op.getConditionOp(),
                         op.getConditionOp().getCondition(), condition)) ||
      failed(buildBlock(*op.getAfterBody(), node)))
    return failure();
  for (OpResult result : op.getResults())
    view.createResult(node, result.getType(), result);
  return success();
}

LogicalResult ViewBuilder::buildIf(scf::IfOp op, ViewBlock *block) {
  FailureOr<SmallVector<ViewValue *>> operands = lookupOperands(op);
  if (failed(operands))
    return failure();
  ViewNode *node = view.createNode(block, NodeKind::Branch, op, *operands);
  node->key = "scf.if";
  for (Region &region : op->getRegions())
    if (!region.empty() && failed(buildBlock(region.front(), node)))
      return failure();
  for (OpResult result : op.getResults())
    view.createResult(node, result.getType(), result);
  return success();
}

/// Cases 0, 1, ... and the default behind them are the blocks in that order, so
/// that equal numbers of two switches with as many blocks are equal choices.
/// Other switches are not entered.
LogicalResult ViewBuilder::buildSwitch(scf::IndexSwitchOp op,
                                       ViewBlock *block) {
  for (auto [number, value] : llvm::enumerate(op.getCases()))
    if (value != static_cast<int64_t>(number))
      return buildUnknown(op, block);
  FailureOr<SmallVector<ViewValue *>> operands = lookupOperands(op);
  if (failed(operands))
    return failure();
  ViewNode *node = view.createNode(block, NodeKind::Branch, op, *operands);
  node->key = "scf.index_switch";
  for (Region &region : op.getCaseRegions())
    if (failed(buildBlock(region.front(), node)))
      return failure();
  if (failed(buildBlock(op.getDefaultRegion().front(), node)))
    return failure();
  for (OpResult result : op.getResults())
    view.createResult(node, result.getType(), result);
  return success();
}
