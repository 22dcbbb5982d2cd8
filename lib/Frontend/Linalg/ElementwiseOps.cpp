//===- ElementwiseOps.cpp - scalars, and bodies element by element --------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "../StableHLO/ForeignAttrs.h"
#include "ScalarOperations.h"
#include "ViewBuilder.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::linalgview;

LogicalResult ViewBuilder::buildConstant(Operation *op, ViewBlock *block) {
  ViewNode *node = view.createNode(block, NodeKind::Constant, op, {});
  node->key = keys.getShallowKey(op);
  node->splat = stablehlo::getSplat(cast<arith::ConstantOp>(op).getValue());
  view.createResult(node, op->getResult(0).getType(), op->getResult(0));
  return success();
}

/// An index cast that keeps the number (indices fit into 32 bits). As an alias,
/// what indexes a stack is the counter of the loop.
static bool isIndexAlias(Operation *op) {
  if (!isa<arith::IndexCastOp, arith::IndexCastUIOp>(op))
    return false;
  auto isWide = [](Type type) {
    Type element = getElementTypeOrSelf(type);
    return element.isIndex() || element.getIntOrFloatBitWidth() >= 32;
  };
  return isWide(op->getOperand(0).getType()) &&
         isWide(op->getResult(0).getType());
}

LogicalResult ViewBuilder::buildElementwise(Operation *op, ViewBlock *block) {
  if (op->getNumResults() != 1)
    return buildUnknown(op, block);
  Type type = op->getResult(0).getType();
  auto tensor = dyn_cast<RankedTensorType>(type);
  if (!tensor && !type.isIntOrIndexOrFloat())
    return buildUnknown(op, block); // vectors, complex numbers
  if (isIndexAlias(op)) {
    FailureOr<SmallVector<ViewValue *>> operands = lookupOperands(op);
    if (failed(operands))
      return failure();
    view.alias(op->getResult(0), operands->front());
    return success();
  }
  BodyScope scope({block, op});
  if (tensor)
    scope.domain.assign(tensor.getShape().begin(), tensor.getShape().end());
  if (failed(translate(op, scope)))
    return failure();
  bind(scope.place, op->getResult(0), scope.values.lookup(op->getResult(0)));
  return success();
}

//===----------------------------------------------------------------------===//
// Bodies
//===----------------------------------------------------------------------===//

FailureOr<ViewValue *> ViewBuilder::lookup(Value value, BodyScope &body) {
  if (ViewValue *local = body.values.lookup(value))
    return local;
  ViewValue *outer = view.lookup(value);
  if (!outer)
    return body.place.op->emitError("an operand is used before its definition");
  if (outer->shape != ArrayRef(body.domain) && outer->shape.empty())
    outer = emitBroadcast(body.place, outer, body.domain, {});
  body.values[value] = outer;
  return outer;
}

ViewValue *ViewBuilder::emitScalarOperation(Operation *op, BodyScope &body,
                                            ArrayRef<ViewValue *> operands,
                                            Type type) {
  Place place = body.place;
  auto apply = [&](ScalarFunction function, ArrayRef<ViewValue *> inputs) {
    return emitFunction(place, function, inputs, type);
  };
  // Those whose operands are not in the order of the function.
  if (isa<math::FPowIOp>(op))
    return apply(
        ScalarFunction::Power,
        {operands[0], emitFunction(place, ScalarFunction::Identity, operands[1],
                                   operands[0]->elementType)});
  if (isa<math::FmaOp>(op))
    return apply(
        ScalarFunction::Add,
        {apply(ScalarFunction::Multiply, operands.take_front(2)), operands[2]});
  if (isa<math::ClampFOp>(op))
    return apply(ScalarFunction::Clamp,
                 {operands[1], operands[0], operands[2]});
  if (isa<math::IsNaNOp>(op))
    return apply(ScalarFunction::CompareUnordered, {operands[0], operands[0]});

  ScalarOperation scalar = getScalarOperation(op);
  ViewValue *result = emit(place, scalar.kind, operands, type, body.domain);
  result->def->function = scalar.function;
  result->def->isUnderstood = scalar.isUnderstood;
  result->def->key = scalar.kind == NodeKind::Elementwise
                         ? std::move(scalar.key)
                         : keys.getShallowKey(op);
  return result;
}

LogicalResult ViewBuilder::translate(Operation *op, BodyScope &body) {
  if (auto branch = dyn_cast<scf::IfOp>(op))
    return translateIf(branch, body);
  if (auto extract = dyn_cast<tensor::ExtractOp>(op))
    return translateExtract(extract, body);
  if (auto index = dyn_cast<linalg::IndexOp>(op)) {
    ViewValue *value =
        emit(body.place, NodeKind::Iota, {}, index.getType(), body.domain);
    value->def->key = "dim=" + std::to_string(index.getDim());
    body.values[index] = value;
    return success();
  }
  if (auto constant = dyn_cast<arith::ConstantOp>(op)) {
    Type element = getElementTypeOrSelf(constant.getType());
    ViewValue *value =
        emit(body.place, NodeKind::Constant, {}, element, body.domain);
    value->def->splat = stablehlo::getSplat(constant.getValue());
    value->def->key = keys.getShallowKey(op);
    body.values[constant] = value;
    return success();
  }
  SmallVector<ViewValue *> operands;
  for (Value operand : op->getOperands()) {
    FailureOr<ViewValue *> value = lookup(operand, body);
    if (failed(value))
      return failure();
    operands.push_back(*value);
  }
  if (isIndexAlias(op)) {
    body.values[op->getResult(0)] = operands[0];
    return success();
  }
  for (OpResult result : op->getResults())
    body.values[result] = emitScalarOperation(
        op, body, operands, getElementTypeOrSelf(result.getType()));
  return success();
}

/// A branch per element is a select.
LogicalResult ViewBuilder::translateIf(scf::IfOp op, BodyScope &body) {
  FailureOr<ViewValue *> predicate = lookup(op.getCondition(), body);
  if (failed(predicate))
    return failure();
  SmallVector<SmallVector<ViewValue *>, 2> yielded;
  for (Region &region : op->getRegions()) {
    if (region.empty())
      continue;
    for (Operation &inner : region.front().without_terminator())
      if (failed(translate(&inner, body)))
        return failure();
    yielded.emplace_back();
    for (Value value : region.front().getTerminator()->getOperands()) {
      FailureOr<ViewValue *> result = lookup(value, body);
      if (failed(result))
        return failure();
      yielded.back().push_back(*result);
    }
  }
  for (auto [index, result] : llvm::enumerate(op.getResults()))
    body.values[result] = emitFunction(
        body.place, ScalarFunction::Select,
        {*predicate, yielded[0][index], yielded[1][index]}, result.getType());
  return success();
}

/// Whether a value is made of indices and constants alone.
static bool isMadeOfIndices(const ViewValue *value, unsigned depth = 12) {
  const ViewNode *node = value->def;
  if (!node || depth == 0)
    return false;
  switch (node->kind) {
  case NodeKind::Iota:
  case NodeKind::Constant:
    return true;
  case NodeKind::Broadcast:
  case NodeKind::Pure:
  case NodeKind::Elementwise:
    return !node->operands.empty() &&
           llvm::all_of(node->operands, [&](const ViewValue *operand) {
             return isMadeOfIndices(operand, depth - 1);
           });
  default:
    return false;
  }
}

/// Positions that are made of indices move elements and are a slice: so are
/// concatenations written. Other positions are data, and make a gather.
LogicalResult ViewBuilder::translateExtract(tensor::ExtractOp op,
                                            BodyScope &body) {
  ViewValue *table = view.lookup(op.getTensor());
  if (!table)
    return op.emitError("an operand is used before its definition");
  SmallVector<ViewValue *> operands = {table};
  for (Value index : op.getIndices()) {
    FailureOr<ViewValue *> value = lookup(index, body);
    if (failed(value))
      return failure();
    operands.push_back(*value);
  }
  if (operands.size() == 1) {
    body.values[op] = emitBroadcast(body.place, table, body.domain, {});
    return success();
  }
  bool isSlice =
      llvm::all_of(ArrayRef(operands).drop_front(), [](const ViewValue *index) {
        return isMadeOfIndices(index);
      });
  ViewValue *result =
      emit(body.place, isSlice ? NodeKind::Slice : NodeKind::Gather, operands,
           op.getType(), body.domain);
  result->def->key = "extract";
  body.values[op] = result;
  return success();
}
