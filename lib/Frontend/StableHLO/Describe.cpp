//===- Describe.cpp - the parts of a node by its kind ---------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "Describe.h"

#include "ForeignAttrs.h"
#include "per/Frontend/StableHLONames.h"

#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/SmallBitVector.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::stablehlo;

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

static bool isFloatOrBoolean(Type type) {
  Type element = getElementTypeOrSelf(type);
  return isa<FloatType>(element) || element.isInteger(1);
}

static bool isNumber(Type type) {
  return isFloatOrBoolean(type) || getElementTypeOrSelf(type).isIntOrIndex();
}

/// Whether a conversion keeps every value that the analysis cares about: to
/// floats, and from integers or booleans to integers.
static bool isValueConversion(Type from, Type to) {
  from = getElementTypeOrSelf(from);
  to = getElementTypeOrSelf(to);
  if (isa<FloatType>(to) || from == to)
    return true;
  return !to.isInteger(1) && !isa<FloatType>(from);
}

OperationInfo stablehlo::refineByTypes(Operation *op, OperationInfo info) {
  if (info.kind != NodeKind::Elementwise || op->getNumResults() != 1)
    return info;
  Type result = op->getResult(0).getType();
  OperationInfo pure = info;
  pure.kind = NodeKind::Pure;
  if (info.function == ScalarFunction::Identity)
    return op->getNumOperands() != 1 || op->getOperand(0).getType() == result ||
                   (isNumber(op->getOperand(0).getType()) && isNumber(result) &&
                    isValueConversion(op->getOperand(0).getType(), result))
               ? info
               : pure;
  if (!isNumber(result) || !llvm::all_of(op->getOperandTypes(), isNumber)) {
    pure.isUnderstood = false; // complex, quantized
    return pure;
  }
  if (isFloatOrBoolean(result) &&
      llvm::all_of(op->getOperandTypes(), isFloatOrBoolean))
    return info;
  return isExactOnIntegers(info.function) ? info : pure;
}

//===----------------------------------------------------------------------===//
// Shapes
//===----------------------------------------------------------------------===//

static InFlightDiagnostic emitMalformed(ViewNode *node) {
  return node->op->emitOpError("is malformed: ");
}

static bool haveSameShape(const ViewValue *a, const ViewValue *b) {
  return succeeded(verifyCompatibleShape(a->shape, b->shape));
}

/// Operands have the result's shape, except predicates and bounds of rank 0.
static LogicalResult checkElementwise(ViewNode *node) {
  if (node->results.size() != 1)
    return emitMalformed(node)
           << "expected 1 result, got " << node->results.size();
  if (node->operands.size() != getArity(node->function))
    return emitMalformed(node) << "expected " << getArity(node->function)
                               << " operands, got " << node->operands.size();
  for (auto [index, operand] : llvm::enumerate(node->operands)) {
    bool mayBeScalar =
        (node->function == ScalarFunction::Select && index == 0) ||
        (node->function == ScalarFunction::Clamp && index != 1);
    if (mayBeScalar && operand->isRanked && operand->shape.empty())
      continue;
    if (!haveSameShape(operand, node->results[0]))
      return emitMalformed(node)
             << "operand " << index << " and the result differ in shape";
  }
  return success();
}

/// Dims are distinct dimensions of `value`.
static LogicalResult checkDims(ViewNode *node, const ViewValue *value) {
  llvm::SmallBitVector isNamed(value->shape.size());
  for (int64_t dim : node->dims) {
    if (dim < 0 || dim >= static_cast<int64_t>(value->shape.size()) ||
        isNamed[dim])
      return emitMalformed(node)
             << "dimension " << dim << " is out of range or named twice";
    isNamed.set(dim);
  }
  return success();
}

static LogicalResult describeBroadcast(ViewNode *node, bool hasDims) {
  const ViewValue *operand = node->operands[0], *result = node->results[0];
  if (!hasDims) { // stablehlo.broadcast adds dimensions in front
    int64_t added = result->shape.size() - operand->shape.size();
    for (int64_t dim = 0, e = operand->shape.size(); dim < e; ++dim)
      node->dims.push_back(added + dim);
  }
  if (node->dims.size() != operand->shape.size())
    return emitMalformed(node)
           << "expected " << operand->shape.size()
           << " broadcast dimensions, got " << node->dims.size();
  return checkDims(node, result);
}

/// One start index for each dimension of operand 0, after `first` operands.
static LogicalResult checkStartIndices(ViewNode *node, unsigned first) {
  size_t expected = first + node->operands[0]->shape.size();
  if (node->operands.size() == expected)
    return success();
  return emitMalformed(node) << "expected " << expected << " operands, got "
                             << node->operands.size();
}

//===----------------------------------------------------------------------===//
// Bodies
//===----------------------------------------------------------------------===//

/// The function of a body that combines its two arguments by one operation.
static std::optional<ScalarFunction> getCombiner(Operation *op) {
  if (op->getNumRegions() == 0 || op->getNumResults() != 1)
    return std::nullopt;
  // The body of select_and_scatter that combines is the last.
  Region &region = op->getRegions().back();
  if (!region.hasOneBlock())
    return std::nullopt;
  Block &body = region.front();
  if (body.getNumArguments() != 2 || body.getOperations().size() != 2)
    return std::nullopt;
  Operation &combine = body.front(), &yield = body.back();
  OperationInfo info = refineByTypes(&combine, getOperationInfo(&combine));
  if (info.kind != NodeKind::Elementwise || combine.getNumOperands() != 2 ||
      !isCommutative(info.function) || combine.getNumResults() != 1 ||
      yield.getNumOperands() != 1 ||
      yield.getOperand(0) != combine.getResult(0))
    return std::nullopt;
  Value first = body.getArgument(0), second = body.getArgument(1);
  Value lhs = combine.getOperand(0), rhs = combine.getOperand(1);
  if (!(lhs == first && rhs == second) && !(lhs == second && rhs == first))
    return std::nullopt;
  return info.function;
}

//===----------------------------------------------------------------------===//
// All kinds
//===----------------------------------------------------------------------===//

LogicalResult stablehlo::describeNode(ViewNode *node,
                                      const OperationInfo &info) {
  bool hasDims = false;
  if (!info.dimsAttr.empty()) {
    auto dims = getDims(node->op, info.dimsAttr);
    if (!dims)
      return emitMalformed(node)
             << "expected an attribute '" << info.dimsAttr << "' of integers";
    node->dims = *dims;
    hasDims = true;
  }
  bool isShapeOp = llvm::is_contained(
      {NodeKind::Broadcast, NodeKind::Reshape, NodeKind::Transpose,
       NodeKind::Reverse, NodeKind::Slice, NodeKind::Pad, NodeKind::Concatenate,
       NodeKind::DynamicSlice, NodeKind::DynamicUpdateSlice, NodeKind::Gather,
       NodeKind::Contraction, NodeKind::Constant},
      node->kind);
  if (isShapeOp && node->results.size() != 1)
    return emitMalformed(node)
           << "expected 1 result, got " << node->results.size();

  switch (node->kind) {
  case NodeKind::Elementwise:
    return checkElementwise(node);
  case NodeKind::Constant:
    node->splat = getSplat(getForeignAttr(node->op, "value"));
    return success();
  case NodeKind::Broadcast:
    return describeBroadcast(node, hasDims);
  case NodeKind::Transpose:
    if (node->dims.size() != node->operands[0]->shape.size())
      return emitMalformed(node)
             << "expected a permutation of " << node->operands[0]->shape.size()
             << " dimensions";
    return checkDims(node, node->operands[0]);
  case NodeKind::Reverse:
  case NodeKind::Concatenate:
    return checkDims(node, node->operands[0]);
  case NodeKind::DynamicSlice:
    return checkStartIndices(node, 1);
  case NodeKind::DynamicUpdateSlice:
    return checkStartIndices(node, 2);
  case NodeKind::Gather:
    node->dims = getGatherOffsetDims(node->op);
    return checkDims(node, node->results[0]);
  case NodeKind::Contraction: {
    FailureOr<ContractionDims> dims = getContractionDims(node->op);
    if (failed(dims))
      return failure();
    node->contraction = *dims;
    return success();
  }
  case NodeKind::Reduce:
  case NodeKind::ReduceWindow:
  case NodeKind::SelectAndScatter:
  case NodeKind::Scatter:
    if (std::optional<ScalarFunction> combiner = getCombiner(node->op)) {
      node->function = *combiner;
      node->hasCombiner = true;
    } else if (node->kind == NodeKind::Reduce ||
               node->kind == NodeKind::ReduceWindow) {
      node->isUnderstood = false;
    }
    return checkDims(node, node->operands[0]);
  case NodeKind::Barrier:
    if (node->operands.size() != node->results.size())
      return emitMalformed(node)
             << "expected as many results as operands ("
             << node->operands.size() << "), got " << node->results.size();
    return success();
  default:
    return success();
  }
}
