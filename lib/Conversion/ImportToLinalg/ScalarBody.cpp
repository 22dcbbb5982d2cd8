//===- ScalarBody.cpp - bodies on tensors of rank 0, on scalars -----------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ScalarBody.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::imported;

void ScalarBody::setScalars(ValueRange values) {
  scalars.map(region.getArguments(), values);
}

void ScalarBody::setTensors(ValueRange values) {
  tensors.map(region.getArguments(), values);
}

SmallVector<Value> ScalarBody::getResults() {
  SmallVector<Value> results;
  for (Value value : region.front().getTerminator()->getOperands())
    results.push_back(getScalar(value));
  return results;
}

bool ScalarBody::isInside(Value value) const {
  return region.isAncestor(value.getParentRegion());
}

/// Whether every value that a generic computes with is a scalar.
static bool isScalarGeneric(Operation *op) {
  auto generic = dyn_cast_or_null<linalg::GenericOp>(op);
  return generic && generic.getNumLoops() == 0 &&
         generic->getNumResults() == 1 && generic.hasPureTensorSemantics();
}

Value ScalarBody::getScalar(Value value) {
  if (Value known = scalars.lookupOrNull(value))
    return known;
  bool isTensor = isa<TensorType>(value.getType());
  Value scalar;
  if (!isTensor) {
    scalar = getTensor(value);
  } else if (Operation *def = value.getDefiningOp();
             def && isInside(value) && isScalarGeneric(def)) {
    scalar = inlineGeneric(cast<linalg::GenericOp>(def));
  } else {
    DenseElementsAttr splat;
    Location loc = value.getLoc();
    if (matchPattern(value, m_Constant(&splat)) && splat.isSplat())
      scalar = arith::ConstantOp::create(
          builder, loc, cast<TypedAttr>(splat.getSplatValue<Attribute>()));
    else
      scalar = tensor::ExtractOp::create(builder, loc, getTensor(value),
                                         ValueRange());
  }
  scalars.map(value, scalar);
  return scalar;
}

Value ScalarBody::getTensor(Value value) {
  if (Value known = tensors.lookupOrNull(value))
    return known;
  if (!isInside(value))
    return value;
  if (Value scalar = scalars.lookupOrNull(value);
      scalar && isa<TensorType>(value.getType())) {
    Value made = tensor::FromElementsOp::create(builder, value.getLoc(),
                                                value.getType(), scalar);
    tensors.map(value, made);
    return made;
  }
  clone(value.getDefiningOp());
  return tensors.lookup(value);
}

void ScalarBody::clone(Operation *op) {
  for (Value operand : op->getOperands())
    tensors.map(operand, getTensor(operand));
  llvm::SetVector<Value> captured;
  getUsedValuesDefinedAbove(op->getRegions(), captured);
  for (Value value : captured)
    tensors.map(value, getTensor(value));
  builder.clone(*op, tensors);
}

Value ScalarBody::inlineGeneric(linalg::GenericOp op) {
  IRMapping mapping;
  llvm::SetVector<Value> captured;
  getUsedValuesDefinedAbove(op.getRegion(), captured);
  for (Value value : captured)
    mapping.map(value, getTensor(value));
  for (OpOperand &operand : op->getOpOperands()) {
    BlockArgument argument = op.getMatchingBlockArgument(&operand);
    if (!argument.use_empty())
      mapping.map(argument, getScalar(operand.get()));
  }
  for (Operation &inner : op.getBody()->without_terminator())
    builder.clone(inner, mapping);
  return mapping.lookupOrDefault(op.getBody()->getTerminator()->getOperand(0));
}

std::optional<LoneScalarOp> imported::getLoneScalarOp(Value tensor) {
  auto generic = tensor.getDefiningOp<linalg::GenericOp>();
  if (!isScalarGeneric(generic))
    return std::nullopt;
  Operation *yield = generic.getBody()->getTerminator();
  Operation *op = yield->getOperand(0).getDefiningOp();
  if (!op || op->getBlock() != generic.getBody() || op->getNumRegions())
    return std::nullopt;
  LoneScalarOp lone{op, {}};
  for (Value operand : op->getOperands()) {
    auto argument = dyn_cast<BlockArgument>(operand);
    if (argument && argument.getOwner() == generic.getBody())
      operand = generic.getMatchingOpOperand(argument)->get();
    else if (operand.getParentBlock() == generic.getBody())
      return std::nullopt;
    lone.operands.push_back(operand);
  }
  return lone;
}

std::optional<int64_t> imported::getConstantInt(Value value) {
  APInt integer;
  if (!matchPattern(value, m_ConstantInt(&integer)) ||
      integer.getSignificantBits() > 64)
    return std::nullopt;
  return integer.getSExtValue();
}
