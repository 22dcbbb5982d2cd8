//===- WidenSums.cpp - sums of 16-bit floats in f32 -----------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// The legalization adds up in the type of the result: a product of bf16 over
// 1024 terms is then wrong by 4 %. XLA adds up in f32.
//
//===----------------------------------------------------------------------===//

#include "ForeignOps.h"
#include "Kept.h"

#include "per/Conversion/ImportToLinalg.h"

#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::imported;

static bool isNarrow(Type type) {
  auto number = dyn_cast<FloatType>(getElementTypeOrSelf(type));
  return number && number.getWidth() == 16;
}

static Type getWide(Type type) {
  return cast<RankedTensorType>(type).clone(
      Float32Type::get(type.getContext()));
}

static Value createConvert(OpBuilder &builder, Location loc, Value value,
                           Type type) {
  OperationState state(loc, "stablehlo.convert", value, type);
  return builder.create(state)->getResult(0);
}

/// Lets the operation yield f32, and what uses it the narrow type.
static void widenResult(Operation *op) {
  Value result = op->getResult(0);
  Type narrow = result.getType();
  result.setType(getWide(narrow));
  OpBuilder builder(op->getContext());
  builder.setInsertionPointAfter(op);
  Value converted = createConvert(builder, op->getLoc(), result, narrow);
  result.replaceAllUsesExcept(converted, converted.getDefiningOp());
}

static void widenOperands(Operation *op) {
  OpBuilder builder(op);
  for (OpOperand &operand : op->getOpOperands())
    operand.set(createConvert(builder, op->getLoc(), operand.get(),
                              getWide(operand.get().getType())));
}

/// A sum or product of one operand, with a body of one operation.
static void widenReduction(Operation *op) {
  StringRef name;
  std::optional<Combiner> combiner =
      hasRegions(op, 1) ? getRegionCombiner(op->getRegion(0), name)
                        : std::nullopt;
  if (combiner != Combiner::Add && combiner != Combiner::Multiply)
    return;
  widenOperands(op);
  widenResult(op);
  Block &body = op->getRegion(0).front();
  for (BlockArgument argument : body.getArguments())
    argument.setType(getWide(argument.getType()));
  Value combined = body.front().getResult(0);
  combined.setType(getWide(combined.getType()));
}

void mlir::per::widenSums(Operation *root) {
  SmallVector<Operation *> products, reductions;
  root->walk([&](Operation *op) {
    StringRef name = op->getName().getStringRef();
    bool isProduct = name == "stablehlo.dot_general" ||
                     name == "stablehlo.dot" || name == "stablehlo.convolution";
    bool isReduction =
        (name == "stablehlo.reduce" || name == "stablehlo.reduce_window") &&
        op->getNumOperands() == 2;
    if (!(isProduct || isReduction) || op->getNumResults() != 1 ||
        !isStatic(op) || !isNarrow(op->getResult(0).getType()))
      return;
    if (isProduct)
      products.push_back(op);
    else if (llvm::all_of(op->getOperandTypes(), isNarrow))
      reductions.push_back(op);
  });
  llvm::for_each(products, widenResult);
  llvm::for_each(reductions, widenReduction);
}
