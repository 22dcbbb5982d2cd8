//===- MakeSignless.cpp - unsigned integers become signless ones ----------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ForeignOps.h"

#include "per/Conversion/ImportToLinalg.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::imported;

static Type getSignless(Type type) {
  if (auto integer = dyn_cast<IntegerType>(type))
    return integer.isSignless()
               ? type
               : IntegerType::get(type.getContext(), integer.getWidth());
  if (auto tensor = dyn_cast<RankedTensorType>(type))
    return tensor.clone(getSignless(tensor.getElementType()));
  if (auto function = dyn_cast<FunctionType>(type)) {
    auto inputs = llvm::map_to_vector(function.getInputs(), getSignless);
    auto results = llvm::map_to_vector(function.getResults(), getSignless);
    return FunctionType::get(type.getContext(), inputs, results);
  }
  return type;
}

/// Keeps what the type of a scatter's indices says of their sign.
static void markUnsignedIndices(Operation *op) {
  if (op->getName().getStringRef() != "stablehlo.scatter")
    return;
  Value indices = op->getOperand(op->getNumResults());
  if (getElementTypeOrSelf(indices).isUnsignedInteger())
    op->setAttr(unsignedIndicesName, UnitAttr::get(op->getContext()));
}

void mlir::per::makeSignless(Operation *root) {
  root->walk(markUnsignedIndices);
  root->walk([](Operation *op) {
    for (Value result : op->getResults())
      result.setType(getSignless(result.getType()));
    for (Region &region : op->getRegions())
      for (Block &block : region)
        for (BlockArgument argument : block.getArguments())
          argument.setType(getSignless(argument.getType()));
    if (auto function = dyn_cast<func::FuncOp>(op))
      function.setType(getSignless(function.getFunctionType()));
  });
  root->walk([](UnrealizedConversionCastOp cast) {
    if (cast.getOperandTypes() != cast.getResultTypes())
      return;
    cast.replaceAllUsesWith(cast.getOperands());
    cast.erase();
  });
}
