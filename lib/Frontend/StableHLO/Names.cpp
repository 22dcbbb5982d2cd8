//===- Names.cpp - names of StableHLO operations --------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Frontend/StableHLONames.h"

#include "llvm/ADT/StringMap.h"

using namespace mlir;
using namespace mlir::per;

namespace {
struct NameEntry {
  ScalarFunction function;
  llvm::StringLiteral name;
};
struct DirectionEntry {
  ScalarFunction function;
  llvm::StringLiteral direction;
};
} // namespace

// The first name of a function is the one that is written.
static constexpr NameEntry kNames[] = {
    {ScalarFunction::Identity, "stablehlo.convert"},
    {ScalarFunction::Identity, "stablehlo.reduce_precision"},
    {ScalarFunction::Negate, "stablehlo.negate"},
    {ScalarFunction::Abs, "stablehlo.abs"},
    {ScalarFunction::Sign, "stablehlo.sign"},
    {ScalarFunction::Exp, "stablehlo.exponential"},
    {ScalarFunction::ExpMinusOne, "stablehlo.exponential_minus_one"},
    {ScalarFunction::Log, "stablehlo.log"},
    {ScalarFunction::LogPlusOne, "stablehlo.log_plus_one"},
    {ScalarFunction::Logistic, "stablehlo.logistic"},
    {ScalarFunction::Tanh, "stablehlo.tanh"},
    {ScalarFunction::Sqrt, "stablehlo.sqrt"},
    {ScalarFunction::Rsqrt, "stablehlo.rsqrt"},
    {ScalarFunction::Cbrt, "stablehlo.cbrt"},
    {ScalarFunction::Sine, "stablehlo.sine"},
    {ScalarFunction::Cosine, "stablehlo.cosine"},
    {ScalarFunction::Tan, "stablehlo.tan"},
    {ScalarFunction::Tan, "chlo.tan"},
    {ScalarFunction::Sinh, "chlo.sinh"},
    {ScalarFunction::Cosh, "chlo.cosh"},
    {ScalarFunction::Asin, "chlo.asin"},
    {ScalarFunction::Acos, "chlo.acos"},
    {ScalarFunction::Atan, "chlo.atan"},
    {ScalarFunction::Asinh, "chlo.asinh"},
    {ScalarFunction::Acosh, "chlo.acosh"},
    {ScalarFunction::Atanh, "chlo.atanh"},
    {ScalarFunction::Erf, "chlo.erf"},
    {ScalarFunction::Erfc, "chlo.erfc"},
    {ScalarFunction::ErfInv, "chlo.erf_inv"},
    {ScalarFunction::Lgamma, "chlo.lgamma"},
    {ScalarFunction::Digamma, "chlo.digamma"},
    {ScalarFunction::Square, "chlo.square"},
    {ScalarFunction::Floor, "stablehlo.floor"},
    {ScalarFunction::Ceil, "stablehlo.ceil"},
    {ScalarFunction::RoundNearestEven, "stablehlo.round_nearest_even"},
    {ScalarFunction::RoundNearestAwayFromZero, "stablehlo.round_nearest_afz"},
    {ScalarFunction::IsFinite, "stablehlo.is_finite"},
    {ScalarFunction::Not, "stablehlo.not"},
    {ScalarFunction::Add, "stablehlo.add"},
    {ScalarFunction::Subtract, "stablehlo.subtract"},
    {ScalarFunction::Multiply, "stablehlo.multiply"},
    {ScalarFunction::Divide, "stablehlo.divide"},
    {ScalarFunction::Remainder, "stablehlo.remainder"},
    {ScalarFunction::Power, "stablehlo.power"},
    {ScalarFunction::Atan2, "stablehlo.atan2"},
    {ScalarFunction::Maximum, "stablehlo.maximum"},
    {ScalarFunction::Minimum, "stablehlo.minimum"},
    {ScalarFunction::And, "stablehlo.and"},
    {ScalarFunction::Or, "stablehlo.or"},
    {ScalarFunction::Xor, "stablehlo.xor"},
    {ScalarFunction::Select, "stablehlo.select"},
    {ScalarFunction::Clamp, "stablehlo.clamp"},
};

static constexpr DirectionEntry kDirections[] = {
    {ScalarFunction::CompareEQ, "EQ"}, {ScalarFunction::CompareNE, "NE"},
    {ScalarFunction::CompareLT, "LT"}, {ScalarFunction::CompareLE, "LE"},
    {ScalarFunction::CompareGT, "GT"}, {ScalarFunction::CompareGE, "GE"},
};

std::optional<ScalarFunction>
mlir::per::lookupStableHLOFunction(StringRef opName) {
  static const llvm::StringMap<ScalarFunction> table = [] {
    llvm::StringMap<ScalarFunction> map;
    for (const NameEntry &entry : kNames)
      map[entry.name] = entry.function;
    return map;
  }();
  auto it = table.find(opName);
  if (it == table.end())
    return std::nullopt;
  return it->second;
}

StringRef mlir::per::getStableHLOName(ScalarFunction function) {
  if (!getComparisonDirection(function).empty())
    return "stablehlo.compare";
  for (const NameEntry &entry : kNames)
    if (entry.function == function)
      return entry.name;
  return {};
}

std::optional<ScalarFunction> mlir::per::lookupComparison(StringRef direction) {
  for (const DirectionEntry &entry : kDirections)
    if (entry.direction == direction)
      return entry.function;
  return std::nullopt;
}

StringRef mlir::per::getComparisonDirection(ScalarFunction function) {
  for (const DirectionEntry &entry : kDirections)
    if (entry.function == function)
      return entry.direction;
  return {};
}
