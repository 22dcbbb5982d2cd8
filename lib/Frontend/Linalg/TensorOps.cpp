//===- TensorOps.cpp - operations on shapes -------------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ViewBuilder.h"

#include "mlir/IR/Matchers.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::linalgview;

/// Whether `op` is one value under another type: between signless and unsigned
/// integers, at the borders of a legalization.
static bool isIntegerAlias(Operation *op) {
  auto isInteger = [](Type type) {
    return getElementTypeOrSelf(type).isIntOrIndex();
  };
  return isa<UnrealizedConversionCastOp, tensor::BitcastOp>(op) &&
         op->getNumOperands() == 1 && op->getNumResults() == 1 &&
         isInteger(op->getOperand(0).getType()) &&
         isInteger(op->getResult(0).getType());
}

std::optional<LogicalResult> ViewBuilder::tryTensorOperation(Operation *op,
                                                             ViewBlock *block) {
  if (isIntegerAlias(op)) {
    FailureOr<SmallVector<ViewValue *>> operands = lookupOperands(op);
    if (failed(operands))
      return failure();
    view.alias(op->getResult(0), operands->front());
    return success();
  }
  if (auto extract = dyn_cast<tensor::ExtractOp>(op))
    return buildExtract(extract, block);
  if (auto fromElements = dyn_cast<tensor::FromElementsOp>(op))
    return buildFromElements(fromElements, block);
  if (auto pad = dyn_cast<tensor::PadOp>(op))
    return buildPad(pad, block);
  if (auto slice = dyn_cast<tensor::ExtractSliceOp>(op))
    return buildExtractSlice(slice, block);
  if (auto slice = dyn_cast<tensor::InsertSliceOp>(op))
    return buildInsertSlice(slice, block);

  // One node each; operands after the first are shapes or indices.
  struct Description {
    NodeKind kind;
    unsigned numValueOperands;
    SmallVector<int64_t> dims;
  };
  auto description =
      TypeSwitch<Operation *, std::optional<Description>>(op)
          .Case<tensor::ExpandShapeOp, tensor::CollapseShapeOp,
                tensor::ReshapeOp, tensor::CastOp>(
              [](auto) { return Description{NodeKind::Reshape, 1, {}}; })
          .Case<tensor::SplatOp>(
              [](auto) { return Description{NodeKind::Broadcast, 1, {}}; })
          .Case<tensor::ConcatOp>([](tensor::ConcatOp concat) {
            return Description{NodeKind::Concatenate,
                               ~0u,
                               {static_cast<int64_t>(concat.getDim())}};
          })
          .Case<tensor::GatherOp>(
              [](auto) { return Description{NodeKind::Gather, 2, {}}; })
          .Case<tensor::DimOp>(
              [](auto) { return Description{NodeKind::Pure, 0, {}}; })
          .Default(std::nullopt);
  if (!description)
    return std::nullopt;
  FailureOr<SmallVector<ViewValue *>> operands = lookupOperands(op);
  if (failed(operands))
    return failure();
  std::string key = keys.getShallowKey(op);
  if (description->kind == NodeKind::Reshape)
    key.clear(); // the type of the result says it all
  unsigned numValues =
      std::min<unsigned>(description->numValueOperands, operands->size());
  for (ViewValue *shape : ArrayRef(*operands).drop_front(numValues))
    key += " shape%" + std::to_string(shape->id);
  operands->truncate(numValues);
  ViewNode *node = view.createNode(block, description->kind, op, *operands);
  node->dims.assign(description->dims.begin(), description->dims.end());
  node->key = std::move(key);
  view.createResult(node, op->getResult(0).getType(), op->getResult(0));
  return success();
}

/// The element of a rank-0 tensor is that tensor.
LogicalResult ViewBuilder::buildExtract(tensor::ExtractOp op,
                                        ViewBlock *block) {
  FailureOr<SmallVector<ViewValue *>> operands = lookupOperands(op);
  if (failed(operands))
    return failure();
  Place place{block, op};
  if (operands->size() > 1) {
    auto isConstant = [](Value index) {
      return matchPattern(index, m_Constant());
    };
    bool isSlice = llvm::all_of(op.getIndices(), isConstant);
    ViewValue *result =
        emit(place, isSlice ? NodeKind::Slice : NodeKind::Gather, *operands,
             op.getType(), {});
    result->def->key = "extract";
    bind(place, op, result);
    return success();
  }
  if (op.getType().isIntOrIndex())
    view.alias(op, operands->front());
  else
    bind(place, op, operands->front());
  return success();
}

LogicalResult ViewBuilder::buildFromElements(tensor::FromElementsOp op,
                                             ViewBlock *block) {
  FailureOr<SmallVector<ViewValue *>> operands = lookupOperands(op);
  if (failed(operands))
    return failure();
  Place place{block, op};
  ArrayRef<int64_t> shape = op.getType().getShape();
  Type element = op.getType().getElementType();
  if (operands->size() == 1) {
    if (!shape.empty())
      bind(place, op, emitReshape(place, operands->front(), shape));
    else if (element.isIntOrIndex())
      view.alias(op, operands->front());
    else
      bind(place, op, operands->front());
    return success();
  }
  for (ViewValue *&operand : *operands)
    operand = emitReshape(place, operand, {1});
  ViewValue *result = emit(place, NodeKind::Concatenate, *operands, element,
                           {static_cast<int64_t>(operands->size())});
  result->def->dims.push_back(0);
  if (shape.size() != 1)
    result = emitReshape(place, result, shape);
  bind(place, op, result);
  return success();
}

LogicalResult ViewBuilder::buildPad(tensor::PadOp op, ViewBlock *block) {
  Value padding = op.getConstantPaddingValue();
  if (!padding)
    return buildUnknown(op, block);
  ViewValue *source = view.lookup(op.getSource());
  ViewValue *value = view.lookup(padding);
  Place place{block, op};
  if (!value) // a constant in the body
    if (auto *constant = padding.getDefiningOp();
        constant && constant->getParentOp() == op) {
      BodyScope scope(place);
      if (failed(translate(constant, scope)))
        return failure();
      value = scope.values.lookup(padding);
    }
  if (!source || !value)
    return op.emitError("an operand is used before its definition");
  ViewNode *node = view.createNode(block, NodeKind::Pad, op, {source, value});
  node->key = keys.getShallowKey(op);
  for (Value size : llvm::concat<Value>(op.getLow(), op.getHigh()))
    if (ViewValue *known = view.lookup(size))
      node->key += " size%" + std::to_string(known->id);
  view.createResult(node, op.getType(), op);
  return success();
}
