//===- ViewBuilder.cpp - the view of a linalg-on-tensors function ---------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ViewBuilder.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::linalgview;

//===----------------------------------------------------------------------===//
// Nodes
//===----------------------------------------------------------------------===//

ViewValue *ViewBuilder::emit(Place place, NodeKind kind,
                             ArrayRef<ViewValue *> operands, Type elementType,
                             ArrayRef<int64_t> shape) {
  // An alias of an unsigned value hands its type on: it must not tell congruent
  // values apart.
  if (elementType.isSignedInteger() || elementType.isUnsignedInteger())
    elementType = IntegerType::get(elementType.getContext(),
                                   elementType.getIntOrFloatBitWidth());
  ViewNode *node = view.createNode(place.block, kind, place.op, operands);
  return view.createResult(node, RankedTensorType::get(shape, elementType),
                           /*ir=*/{});
}

ViewValue *ViewBuilder::emitFunction(Place place, ScalarFunction function,
                                     ArrayRef<ViewValue *> operands,
                                     Type elementType) {
  ViewValue *result = emit(place, NodeKind::Elementwise, operands, elementType,
                           operands.front()->shape);
  result->def->function = function;
  return result;
}

ViewValue *ViewBuilder::emitScalarConstant(Place place, Type type,
                                           double value) {
  ViewValue *result = emit(place, NodeKind::Constant, {}, type, {});
  result->def->splat = value;
  return result;
}

ViewValue *ViewBuilder::emitBroadcast(Place place, ViewValue *value,
                                      ArrayRef<int64_t> shape,
                                      ArrayRef<int64_t> dims) {
  ViewValue *result =
      emit(place, NodeKind::Broadcast, value, value->elementType, shape);
  result->def->dims.assign(dims.begin(), dims.end());
  return result;
}

ViewValue *ViewBuilder::emitReshape(Place place, ViewValue *value,
                                    ArrayRef<int64_t> shape) {
  return emit(place, NodeKind::Reshape, value, value->elementType, shape);
}

ViewValue *ViewBuilder::emitTranspose(Place place, ViewValue *value,
                                      ArrayRef<int64_t> permutation) {
  SmallVector<int64_t> shape;
  for (int64_t dim : permutation)
    shape.push_back(value->shape[dim]);
  ViewValue *result =
      emit(place, NodeKind::Transpose, value, value->elementType, shape);
  result->def->dims.assign(permutation.begin(), permutation.end());
  return result;
}

void ViewBuilder::bind(Place place, Value result, ViewValue *value) {
  bool isOwn = value->def && value->def->op == place.op && !value->ir;
  if (!isOwn) {
    ViewNode *copy =
        view.createNode(place.block, NodeKind::Elementwise, place.op, value);
    view.createResult(copy, result.getType(), result);
    return;
  }
  value->ir = result;
  view.alias(result, value);
}

FailureOr<SmallVector<ViewValue *>> ViewBuilder::lookupOperands(Operation *op) {
  SmallVector<ViewValue *> operands;
  for (Value operand : op->getOperands()) {
    operands.push_back(view.lookup(operand));
    if (!operands.back())
      return op->emitError("an operand is used before its definition");
  }
  return operands;
}

LogicalResult ViewBuilder::buildUnknown(Operation *op, ViewBlock *block) {
  llvm::SetVector<Value> captures;
  std::string key = keys.getKey(op, captures);
  FailureOr<SmallVector<ViewValue *>> operands = lookupOperands(op);
  if (failed(operands))
    return failure();
  for (Value capture : captures)
    if (ViewValue *value = view.lookup(capture))
      operands->push_back(value);
  NodeKind kind = isMemoryEffectFree(op) ? NodeKind::Pure : NodeKind::Opaque;
  ViewNode *node = view.createNode(block, kind, op, *operands);
  node->key = std::move(key);
  node->isUnderstood = false;
  for (OpResult result : op->getResults())
    view.createResult(node, result.getType(), result);
  return success();
}

std::optional<double> linalgview::getSplatConstant(const ViewValue *value) {
  while (const ViewNode *node = value->def) {
    switch (node->kind) {
    case NodeKind::Constant:
      return node->splat;
    case NodeKind::Broadcast:
    case NodeKind::Reshape:
    case NodeKind::Transpose:
      value = node->operands[0];
      continue;
    case NodeKind::Elementwise:
      if (node->function != ScalarFunction::Identity)
        return std::nullopt;
      value = node->operands[0];
      continue;
    default:
      return std::nullopt;
    }
  }
  return std::nullopt;
}

bool linalgview::isUninitialized(const ViewValue *value) {
  return value->def && isa<tensor::EmptyOp>(value->def->op);
}

//===----------------------------------------------------------------------===//
// Operations
//===----------------------------------------------------------------------===//

/// Memory has no place in a graph of values.
static LogicalResult checkLevel(Operation *op) {
  auto isMemory = [](Type type) { return isa<BaseMemRefType>(type); };
  if (llvm::none_of(op->getOperandTypes(), isMemory) &&
      llvm::none_of(op->getResultTypes(), isMemory))
    return success();
  return op->emitError("unexpected memref in a linalg-on-tensors function: "
                       "expected a module before bufferization");
}

LogicalResult ViewBuilder::buildReturn(Operation *op, ValueRange values,
                                       ViewBlock *block) {
  SmallVector<ViewValue *> operands;
  for (Value value : values) {
    operands.push_back(view.lookup(value));
    if (!operands.back())
      return op->emitError("an operand is used before its definition");
  }
  view.createNode(block, NodeKind::Return, op, operands);
  return success();
}

LogicalResult ViewBuilder::buildOperation(Operation *op, ViewBlock *block) {
  if (failed(checkLevel(op)))
    return failure();
  if (auto structured = dyn_cast<linalg::LinalgOp>(op))
    return buildStructured(structured, block);
  if (isa<arith::ConstantOp>(op))
    return buildConstant(op, block);
  if (auto loop = dyn_cast<scf::ForOp>(op))
    return buildFor(loop, block);
  if (auto loop = dyn_cast<scf::WhileOp>(op))
    return buildWhile(loop, block);
  if (auto branch = dyn_cast<scf::IfOp>(op))
    return buildIf(branch, block);
  if (auto branch = dyn_cast<scf::IndexSwitchOp>(op))
    return buildSwitch(branch, block);
  if (isa<scf::YieldOp>(op))
    return buildReturn(op, op->getOperands(), block);
  if (std::optional<LogicalResult> result = tryTensorOperation(op, block))
    return *result;
  if (isa_and_present<arith::ArithDialect, math::MathDialect>(op->getDialect()))
    return buildElementwise(op, block);
  constexpr StringRef ofBase[] = {"stablehlo", "chlo", "sdy", "per", "func"};
  if (llvm::is_contained(ofBase, op->getName().getDialectNamespace()) ||
      isa<tensor::EmptyOp>(op))
    return stablehlo::ViewBuilder::buildOperation(op, block);
  return buildUnknown(op, block);
}
