//===- ScalarOperations.cpp - arith and math, element by element ----------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ScalarOperations.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/TypeUtilities.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::linalgview;
using Function = ScalarFunction;

/// Functions of floats, whatever their type.
static std::optional<Function> lookupFloatFunction(Operation *op) {
  return TypeSwitch<Operation *, std::optional<Function>>(op)
      .Case<arith::AddFOp>([](auto) { return Function::Add; })
      .Case<arith::SubFOp>([](auto) { return Function::Subtract; })
      .Case<arith::MulFOp>([](auto) { return Function::Multiply; })
      .Case<arith::DivFOp>([](auto) { return Function::Divide; })
      .Case<arith::RemFOp>([](auto) { return Function::Remainder; })
      .Case<arith::NegFOp>([](auto) { return Function::Negate; })
      .Case<arith::MaximumFOp, arith::MaxNumFOp>(
          [](auto) { return Function::Maximum; })
      .Case<arith::MinimumFOp, arith::MinNumFOp>(
          [](auto) { return Function::Minimum; })
      .Case<arith::ExtFOp, arith::TruncFOp, arith::SIToFPOp>(
          [](auto) { return Function::Identity; })
      .Case<math::AbsFOp>([](auto) { return Function::Abs; })
      .Case<math::ExpOp>([](auto) { return Function::Exp; })
      .Case<math::ExpM1Op>([](auto) { return Function::ExpMinusOne; })
      .Case<math::LogOp>([](auto) { return Function::Log; })
      .Case<math::Log1pOp>([](auto) { return Function::LogPlusOne; })
      .Case<math::TanhOp>([](auto) { return Function::Tanh; })
      .Case<math::SqrtOp>([](auto) { return Function::Sqrt; })
      .Case<math::RsqrtOp>([](auto) { return Function::Rsqrt; })
      .Case<math::CbrtOp>([](auto) { return Function::Cbrt; })
      .Case<math::SinOp>([](auto) { return Function::Sine; })
      .Case<math::CosOp>([](auto) { return Function::Cosine; })
      .Case<math::TanOp>([](auto) { return Function::Tan; })
      .Case<math::SinhOp>([](auto) { return Function::Sinh; })
      .Case<math::CoshOp>([](auto) { return Function::Cosh; })
      .Case<math::AsinOp>([](auto) { return Function::Asin; })
      .Case<math::AcosOp>([](auto) { return Function::Acos; })
      .Case<math::AtanOp>([](auto) { return Function::Atan; })
      .Case<math::AsinhOp>([](auto) { return Function::Asinh; })
      .Case<math::AcoshOp>([](auto) { return Function::Acosh; })
      .Case<math::AtanhOp>([](auto) { return Function::Atanh; })
      .Case<math::ErfOp>([](auto) { return Function::Erf; })
      .Case<math::ErfcOp>([](auto) { return Function::Erfc; })
      .Case<math::FloorOp>([](auto) { return Function::Floor; })
      .Case<math::CeilOp>([](auto) { return Function::Ceil; })
      .Case<math::RoundEvenOp>([](auto) { return Function::RoundNearestEven; })
      .Case<math::RoundOp>(
          [](auto) { return Function::RoundNearestAwayFromZero; })
      .Case<math::PowFOp>([](auto) { return Function::Power; })
      .Case<math::Atan2Op>([](auto) { return Function::Atan2; })
      .Case<math::CopySignOp>([](auto) { return Function::CopySign; })
      .Case<math::IsFiniteOp>([](auto) { return Function::IsFinite; })
      .Default(std::nullopt);
}

/// Signed functions of integers, whose values are those on the same real
/// numbers. Integers of one bit are booleans here, 0 or 1.
static std::optional<Function> lookupIntegerFunction(Operation *op) {
  return TypeSwitch<Operation *, std::optional<Function>>(op)
      .Case<arith::AddIOp>([](auto) { return Function::Add; })
      .Case<arith::SubIOp>([](auto) { return Function::Subtract; })
      .Case<arith::MulIOp>([](auto) { return Function::Multiply; })
      .Case<arith::MaxSIOp>([](auto) { return Function::Maximum; })
      .Case<arith::MinSIOp>([](auto) { return Function::Minimum; })
      .Case<arith::ExtSIOp, arith::TruncIOp, arith::IndexCastOp>(
          [](auto) { return Function::Identity; })
      .Case<math::AbsIOp>([](auto) { return Function::Abs; })
      .Default(std::nullopt);
}

static std::optional<Function> lookupBooleanFunction(Operation *op) {
  return TypeSwitch<Operation *, std::optional<Function>>(op)
      .Case<arith::AndIOp, arith::MulIOp, arith::MinUIOp>(
          [](auto) { return Function::And; })
      .Case<arith::OrIOp, arith::MaxUIOp>([](auto) { return Function::Or; })
      .Case<arith::XOrIOp, arith::AddIOp>([](auto) { return Function::Xor; })
      .Default(std::nullopt);
}

static std::optional<Function> getFunction(arith::CmpFPredicate predicate) {
  switch (predicate) {
  case arith::CmpFPredicate::OEQ:
  case arith::CmpFPredicate::UEQ:
    return Function::CompareEQ;
  case arith::CmpFPredicate::ONE:
  case arith::CmpFPredicate::UNE:
    return Function::CompareNE;
  case arith::CmpFPredicate::OLT:
  case arith::CmpFPredicate::ULT:
    return Function::CompareLT;
  case arith::CmpFPredicate::OLE:
  case arith::CmpFPredicate::ULE:
    return Function::CompareLE;
  case arith::CmpFPredicate::OGT:
  case arith::CmpFPredicate::UGT:
    return Function::CompareGT;
  case arith::CmpFPredicate::OGE:
  case arith::CmpFPredicate::UGE:
    return Function::CompareGE;
  case arith::CmpFPredicate::ORD:
    return Function::CompareOrdered;
  case arith::CmpFPredicate::UNO:
    return Function::CompareUnordered;
  default:
    return std::nullopt;
  }
}

/// Of signed integers; of booleans, whose order is that of unsigned ones.
static std::optional<Function> getFunction(arith::CmpIPredicate predicate,
                                           bool isBoolean) {
  using Predicate = arith::CmpIPredicate;
  switch (predicate) {
  case Predicate::eq:
    return Function::CompareEQ;
  case Predicate::ne:
    return Function::CompareNE;
  default:
    break;
  }
  bool isUnsigned = predicate == Predicate::ult ||
                    predicate == Predicate::ule ||
                    predicate == Predicate::ugt || predicate == Predicate::uge;
  if (isUnsigned != isBoolean)
    return std::nullopt;
  switch (predicate) {
  case Predicate::slt:
  case Predicate::ult:
    return Function::CompareLT;
  case Predicate::sle:
  case Predicate::ule:
    return Function::CompareLE;
  case Predicate::sgt:
  case Predicate::ugt:
    return Function::CompareGT;
  default:
    return Function::CompareGE;
  }
}

static bool isBoolean(Type type) {
  return getElementTypeOrSelf(type).isInteger(1);
}

static bool isInteger(Type type) {
  return getElementTypeOrSelf(type).isIntOrIndex();
}

static std::optional<Function> lookupFunction(Operation *op) {
  if (op->getNumResults() != 1)
    return std::nullopt;
  if (auto compare = dyn_cast<arith::CmpFOp>(op))
    return getFunction(compare.getPredicate());
  if (auto compare = dyn_cast<arith::CmpIOp>(op))
    return getFunction(compare.getPredicate(),
                       isBoolean(compare.getLhs().getType()));
  if (isa<arith::SelectOp>(op))
    return Function::Select;
  // Unsigned integers of more than one bit are not what their signless type
  // says once the highest bit is set.
  if (isa<arith::UIToFPOp, arith::ExtUIOp>(op) &&
      isBoolean(op->getOperand(0).getType()))
    return Function::Identity;
  if (auto conversion = dyn_cast<arith::SIToFPOp>(op))
    return isBoolean(conversion.getIn().getType())
               ? std::nullopt // true is -1
               : std::optional(Function::Identity);
  if (std::optional<Function> function = lookupFloatFunction(op))
    return function;
  if (op->getNumOperands() == 0 ||
      !llvm::all_of(op->getOperandTypes(), isInteger))
    return std::nullopt;
  if (isBoolean(op->getResult(0).getType()))
    return isBoolean(op->getOperand(0).getType()) ? lookupBooleanFunction(op)
                                                  : std::nullopt;
  if (isBoolean(op->getOperand(0).getType()))
    return std::nullopt;
  return lookupIntegerFunction(op);
}

ScalarOperation linalgview::getScalarOperation(Operation *op) {
  ScalarOperation result;
  if (auto compare = dyn_cast<arith::CmpFOp>(op))
    result.key = stringifyCmpFPredicate(compare.getPredicate());
  if (std::optional<Function> function = lookupFunction(op)) {
    result.kind = NodeKind::Elementwise;
    result.function = *function;
    return result;
  }
  if (!isMemoryEffectFree(op) || op->getNumRegions() != 0) {
    result.kind = NodeKind::Opaque;
    result.isUnderstood = false;
    return result;
  }
  bool isConversionToBits =
      isa<arith::FPToSIOp, arith::FPToUIOp, arith::UIToFPOp, arith::SIToFPOp,
          arith::BitcastOp>(op);
  result.isUnderstood =
      isConversionToBits || (llvm::all_of(op->getOperandTypes(), isInteger) &&
                             llvm::all_of(op->getResultTypes(), isInteger));
  return result;
}
