//===- Kept.cpp - operations kept from the importer -----------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "Kept.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::imported;

std::optional<Combiner> imported::parseCombiner(StringRef name) {
  return llvm::StringSwitch<std::optional<Combiner>>(name)
      .Case("add", Combiner::Add)
      .Case("multiply", Combiner::Multiply)
      .Case("maximum", Combiner::Maximum)
      .Case("minimum", Combiner::Minimum)
      .Case("and", Combiner::And)
      .Case("or", Combiner::Or)
      .Default(std::nullopt);
}

std::optional<Combiner> imported::getRegionCombiner(Region &region,
                                                    StringRef &name) {
  Block &block = region.front();
  if (block.getNumArguments() != 2 || block.getOperations().size() != 2)
    return std::nullopt;
  Operation &op = block.front();
  Operation *terminator = block.getTerminator();
  Value a = block.getArgument(0), b = block.getArgument(1);
  bool takesBoth = op.getNumOperands() == 2 &&
                   ((op.getOperand(0) == a && op.getOperand(1) == b) ||
                    (op.getOperand(0) == b && op.getOperand(1) == a));
  name = op.getName().getStringRef();
  if (!takesBoth || op.getNumResults() != 1 ||
      terminator->getOperands() != op.getResults() ||
      !name.consume_front("stablehlo."))
    return std::nullopt;
  return parseCombiner(name);
}

static TypedAttr getNeutralFloat(Combiner combiner, FloatType type) {
  switch (combiner) {
  case Combiner::Add:
    return FloatAttr::get(type, 0.0);
  case Combiner::Multiply:
    return FloatAttr::get(type, 1.0);
  case Combiner::Maximum:
    return FloatAttr::get(type, -std::numeric_limits<double>::infinity());
  case Combiner::Minimum:
    return FloatAttr::get(type, std::numeric_limits<double>::infinity());
  case Combiner::And:
  case Combiner::Or:
    return {};
  }
  llvm_unreachable("all combiners are handled");
}

static APInt getNeutralInteger(Combiner combiner, unsigned width,
                               bool isUnsigned) {
  switch (combiner) {
  case Combiner::Add:
  case Combiner::Or:
    return APInt::getZero(width);
  case Combiner::Multiply:
    return APInt(width, 1);
  case Combiner::And:
    return APInt::getAllOnes(width);
  case Combiner::Maximum:
    return isUnsigned ? APInt::getZero(width) : APInt::getSignedMinValue(width);
  case Combiner::Minimum:
    return isUnsigned ? APInt::getMaxValue(width)
                      : APInt::getSignedMaxValue(width);
  }
  llvm_unreachable("all combiners are handled");
}

TypedAttr imported::getNeutral(Combiner combiner, Type type) {
  if (auto number = dyn_cast<FloatType>(type))
    return getNeutralFloat(combiner, number);
  auto integer = dyn_cast<IntegerType>(type);
  if (!integer)
    return {};
  // Booleans are ordered as unsigned numbers are.
  bool isUnsigned = integer.isUnsigned() || integer.getWidth() == 1;
  return IntegerAttr::get(
      type, getNeutralInteger(combiner, integer.getWidth(), isUnsigned));
}

Value imported::combine(OpBuilder &builder, Location loc, Combiner combiner,
                        bool isUnsigned, Value a, Value b) {
  bool isFloat = isa<FloatType>(a.getType());
  switch (combiner) {
  case Combiner::Add:
    return isFloat ? arith::AddFOp::create(builder, loc, a, b).getResult()
                   : arith::AddIOp::create(builder, loc, a, b).getResult();
  case Combiner::Multiply:
    return isFloat ? arith::MulFOp::create(builder, loc, a, b).getResult()
                   : arith::MulIOp::create(builder, loc, a, b).getResult();
  case Combiner::Maximum:
    if (isFloat)
      return arith::MaximumFOp::create(builder, loc, a, b);
    return isUnsigned ? arith::MaxUIOp::create(builder, loc, a, b).getResult()
                      : arith::MaxSIOp::create(builder, loc, a, b).getResult();
  case Combiner::Minimum:
    if (isFloat)
      return arith::MinimumFOp::create(builder, loc, a, b);
    return isUnsigned ? arith::MinUIOp::create(builder, loc, a, b).getResult()
                      : arith::MinSIOp::create(builder, loc, a, b).getResult();
  case Combiner::And:
    return arith::AndIOp::create(builder, loc, a, b);
  case Combiner::Or:
    return arith::OrIOp::create(builder, loc, a, b);
  }
  llvm_unreachable("all combiners are handled");
}
