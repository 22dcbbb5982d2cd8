//===- LinalgElementBuilder.cpp - bodies of linalg.generic ----------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ElementBuilders.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::per;

static std::optional<arith::CmpFPredicate>
getFloatPredicate(ScalarFunction function) {
  switch (function) {
  case ScalarFunction::CompareEQ:
    return arith::CmpFPredicate::OEQ;
  case ScalarFunction::CompareNE:
    return arith::CmpFPredicate::UNE;
  case ScalarFunction::CompareLT:
    return arith::CmpFPredicate::OLT;
  case ScalarFunction::CompareLE:
    return arith::CmpFPredicate::OLE;
  case ScalarFunction::CompareGT:
    return arith::CmpFPredicate::OGT;
  case ScalarFunction::CompareGE:
    return arith::CmpFPredicate::OGE;
  default:
    return std::nullopt;
  }
}

static std::optional<arith::CmpIPredicate>
getIntegerPredicate(ScalarFunction function, bool isSigned) {
  using Predicate = arith::CmpIPredicate;
  switch (function) {
  case ScalarFunction::CompareEQ:
    return Predicate::eq;
  case ScalarFunction::CompareNE:
    return Predicate::ne;
  case ScalarFunction::CompareLT:
    return isSigned ? Predicate::slt : Predicate::ult;
  case ScalarFunction::CompareLE:
    return isSigned ? Predicate::sle : Predicate::ule;
  case ScalarFunction::CompareGT:
    return isSigned ? Predicate::sgt : Predicate::ugt;
  case ScalarFunction::CompareGE:
    return isSigned ? Predicate::sge : Predicate::uge;
  default:
    return std::nullopt;
  }
}

Value LinalgElementBuilder::applyToFloats(ScalarFunction function,
                                          ValueRange x) {
  switch (function) {
  case ScalarFunction::Negate:
    return arith::NegFOp::create(builder, loc, x[0]);
  case ScalarFunction::Abs:
    return math::AbsFOp::create(builder, loc, x[0]);
  case ScalarFunction::Exp:
    return math::ExpOp::create(builder, loc, x[0]);
  case ScalarFunction::Log:
    return math::LogOp::create(builder, loc, x[0]);
  case ScalarFunction::Tanh:
    return math::TanhOp::create(builder, loc, x[0]);
  case ScalarFunction::Sqrt:
    return math::SqrtOp::create(builder, loc, x[0]);
  case ScalarFunction::Erf:
    return math::ErfOp::create(builder, loc, x[0]);
  case ScalarFunction::Add:
    return arith::AddFOp::create(builder, loc, x[0], x[1]);
  case ScalarFunction::Subtract:
    return arith::SubFOp::create(builder, loc, x[0], x[1]);
  case ScalarFunction::Multiply:
    return arith::MulFOp::create(builder, loc, x[0], x[1]);
  case ScalarFunction::Divide:
    return arith::DivFOp::create(builder, loc, x[0], x[1]);
  case ScalarFunction::Maximum:
    return arith::MaximumFOp::create(builder, loc, x[0], x[1]);
  case ScalarFunction::Minimum:
    return arith::MinimumFOp::create(builder, loc, x[0], x[1]);
  default:
    break;
  }
  if (auto predicate = getFloatPredicate(function))
    return arith::CmpFOp::create(builder, loc, *predicate, x[0], x[1]);
  llvm_unreachable("function of floats that the linalg emitter lacks");
}

Value LinalgElementBuilder::applyToIntegers(ScalarFunction function,
                                            ValueRange x, bool isSigned) {
  switch (function) {
  case ScalarFunction::Add:
    return arith::AddIOp::create(builder, loc, x[0], x[1]);
  case ScalarFunction::Subtract:
    return arith::SubIOp::create(builder, loc, x[0], x[1]);
  case ScalarFunction::Multiply:
    return arith::MulIOp::create(builder, loc, x[0], x[1]);
  case ScalarFunction::And:
    return arith::AndIOp::create(builder, loc, x[0], x[1]);
  case ScalarFunction::Or:
    return arith::OrIOp::create(builder, loc, x[0], x[1]);
  case ScalarFunction::Xor:
    return arith::XOrIOp::create(builder, loc, x[0], x[1]);
  case ScalarFunction::Maximum:
    if (isSigned)
      return arith::MaxSIOp::create(builder, loc, x[0], x[1]);
    return arith::MaxUIOp::create(builder, loc, x[0], x[1]);
  default:
    break;
  }
  if (auto predicate = getIntegerPredicate(function, isSigned))
    return arith::CmpIOp::create(builder, loc, *predicate, x[0], x[1]);
  llvm_unreachable("function of integers that the linalg emitter lacks");
}

static bool isComparison(ScalarFunction function) {
  return getFloatPredicate(function).has_value();
}

Element LinalgElementBuilder::apply(ScalarFunction function,
                                    ArrayRef<Element> operands) {
  SmallVector<Value> x = llvm::map_to_vector(
      operands, [](const Element &element) { return element.value; });
  Type type = operands.back().type;
  if (function == ScalarFunction::Select)
    return {arith::SelectOp::create(builder, loc, x[0], x[1], x[2]), type};
  if (function == ScalarFunction::Sign) {
    // 1, -1, or the operand itself, which is a zero or a NaN.
    Element zero = real(0, type);
    Element negative =
        select(binary(ScalarFunction::CompareLT, operands[0], zero),
               real(-1, type), operands[0]);
    return select(binary(ScalarFunction::CompareGT, operands[0], zero),
                  real(1, type), negative);
  }
  Value result = isa<FloatType>(type)
                     ? applyToFloats(function, x)
                     : applyToIntegers(function, x, !isUnsigned(type));
  return {result, isComparison(function) ? signedInteger(1) : type};
}

Element LinalgElementBuilder::constant(TypedAttr value, Type type) {
  if (auto integer = dyn_cast<IntegerAttr>(value))
    value = IntegerAttr::get(getStorageType(type), integer.getValue());
  return {arith::ConstantOp::create(builder, loc, value), type};
}

Element LinalgElementBuilder::index(unsigned dim, Type type) {
  Value position = linalg::IndexOp::create(builder, loc, dim);
  return {
      arith::IndexCastOp::create(builder, loc, getStorageType(type), position),
      type};
}

Element LinalgElementBuilder::convert(Element element, Type type) {
  Type from = getStorageType(element.type), to = getStorageType(type);
  Value x = element.value;
  if (from == to)
    return {x, type};
  unsigned fromWidth = from.getIntOrFloatBitWidth();
  unsigned toWidth = to.getIntOrFloatBitWidth();
  if (isa<FloatType>(from) && isa<FloatType>(to)) {
    if (fromWidth < toWidth)
      return {arith::ExtFOp::create(builder, loc, to, x), type};
    if (fromWidth > toWidth)
      return {arith::TruncFOp::create(builder, loc, to, x), type};
    // Between bf16 and f16, through f32.
    return convert(convert(element, Float32Type::get(getContext())), type);
  }
  if (isa<FloatType>(to)) {
    if (isUnsigned(element.type))
      return {arith::UIToFPOp::create(builder, loc, to, x), type};
    return {arith::SIToFPOp::create(builder, loc, to, x), type};
  }
  assert(isa<IntegerType>(from) && "floats are not converted to integers");
  if (fromWidth > toWidth)
    return {arith::TruncIOp::create(builder, loc, to, x), type};
  if (isUnsigned(element.type))
    return {arith::ExtUIOp::create(builder, loc, to, x), type};
  return {arith::ExtSIOp::create(builder, loc, to, x), type};
}

Element LinalgElementBuilder::bitcast(Element element, Type type) {
  return {arith::BitcastOp::create(builder, loc, getStorageType(type),
                                   element.value),
          type};
}

Element LinalgElementBuilder::shiftLeft(Element element, Element amount) {
  return {arith::ShLIOp::create(builder, loc, element.value, amount.value),
          element.type};
}

Element LinalgElementBuilder::shiftRight(Element element, Element amount) {
  if (isUnsigned(element.type))
    return {arith::ShRUIOp::create(builder, loc, element.value, amount.value),
            element.type};
  return {arith::ShRSIOp::create(builder, loc, element.value, amount.value),
          element.type};
}

Element LinalgElementBuilder::countLeadingZeros(Element element) {
  return {math::CountLeadingZerosOp::create(builder, loc, element.value),
          element.type};
}

std::pair<Element, Element> LinalgElementBuilder::multiplyWide(Element a,
                                                               Element b) {
  auto product = arith::MulUIExtendedOp::create(builder, loc, a.value, b.value);
  return {{product.getLow(), a.type}, {product.getHigh(), a.type}};
}

Element LinalgElementBuilder::lookup(Value table, Element index) {
  Value position = arith::IndexCastOp::create(
      builder, loc, builder.getIndexType(), index.value);
  return {tensor::ExtractOp::create(builder, loc, table, position),
          getElementType(table)};
}
