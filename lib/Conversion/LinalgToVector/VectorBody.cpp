//===- VectorBody.cpp - bodies of linalg on vectors -----------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "VectorBody.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mlir::per;

bool mlir::per::isArithmetic(linalg::GenericOp op, Type element, size_t most) {
  Block *body = op.getBlock();
  if (body->getOperations().size() > most + 1)
    return false;
  if (llvm::any_of(op->getOperandTypes(), [&](Type type) {
        return getElementTypeOrSelf(type) != element;
      }))
    return false;
  return llvm::all_of(body->without_terminator(), [&](Operation &nested) {
    return isa<arith::ArithDialect>(nested.getDialect()) &&
           OpTrait::hasElementwiseMappableTraits(&nested) &&
           llvm::all_of(nested.getResultTypes(), [&](Type type) {
             return type == element || type.isInteger(1);
           });
  });
}

Num VectorBody::get(Value value) {
  if (!vectors.contains(value))
    set(value, k.broadcast(k.num(value), k.vec(value.getType(), lanes)));
  return k.num(vectors.lookup(value));
}

void VectorBody::add(Operation &op) {
  OperationState state(k.b.getLoc(), op.getName());
  for (Value operand : op.getOperands())
    state.addOperands(Value(get(operand)));
  for (Type result : op.getResultTypes())
    state.addTypes(k.vec(result, lanes));
  state.attributes = op.getAttrs();
  vectors.map(op.getResults(), k.b.create(state)->getResults());
}
