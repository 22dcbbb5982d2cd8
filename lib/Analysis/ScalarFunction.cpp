//===- ScalarFunction.cpp - functions of one element ----------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Analysis/ScalarFunction.h"

#include "SpecialFunctions.h"

#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/MathExtras.h"

#include <cassert>
#include <cmath>

using namespace mlir;
using namespace mlir::per;
using SF = ScalarFunction;

//===----------------------------------------------------------------------===//
// Facts
//===----------------------------------------------------------------------===//

namespace {
struct Facts {
  SF function;
  llvm::StringLiteral name;
  unsigned arity;
};
} // namespace

static constexpr Facts kFacts[] = {
    {SF::Identity, "identity", 1},
    {SF::Negate, "negate", 1},
    {SF::Abs, "abs", 1},
    {SF::Sign, "sign", 1},
    {SF::Exp, "exp", 1},
    {SF::ExpMinusOne, "exp_minus_one", 1},
    {SF::Log, "log", 1},
    {SF::LogPlusOne, "log_plus_one", 1},
    {SF::Logistic, "logistic", 1},
    {SF::Tanh, "tanh", 1},
    {SF::Sqrt, "sqrt", 1},
    {SF::Rsqrt, "rsqrt", 1},
    {SF::Cbrt, "cbrt", 1},
    {SF::Sine, "sine", 1},
    {SF::Cosine, "cosine", 1},
    {SF::Tan, "tan", 1},
    {SF::Sinh, "sinh", 1},
    {SF::Cosh, "cosh", 1},
    {SF::Asin, "asin", 1},
    {SF::Acos, "acos", 1},
    {SF::Atan, "atan", 1},
    {SF::Asinh, "asinh", 1},
    {SF::Acosh, "acosh", 1},
    {SF::Atanh, "atanh", 1},
    {SF::Erf, "erf", 1},
    {SF::Erfc, "erfc", 1},
    {SF::ErfInv, "erf_inv", 1},
    {SF::Lgamma, "lgamma", 1},
    {SF::Digamma, "digamma", 1},
    {SF::Square, "square", 1},
    {SF::Floor, "floor", 1},
    {SF::Ceil, "ceil", 1},
    {SF::RoundNearestEven, "round_nearest_even", 1},
    {SF::RoundNearestAwayFromZero, "round_nearest_away_from_zero", 1},
    {SF::IsFinite, "is_finite", 1},
    {SF::Not, "not", 1},
    {SF::Add, "add", 2},
    {SF::Subtract, "subtract", 2},
    {SF::Multiply, "multiply", 2},
    {SF::Divide, "divide", 2},
    {SF::Remainder, "remainder", 2},
    {SF::Power, "power", 2},
    {SF::Atan2, "atan2", 2},
    {SF::Maximum, "maximum", 2},
    {SF::Minimum, "minimum", 2},
    {SF::CopySign, "copy_sign", 2},
    {SF::And, "and", 2},
    {SF::Or, "or", 2},
    {SF::Xor, "xor", 2},
    {SF::CompareEQ, "compare_eq", 2},
    {SF::CompareNE, "compare_ne", 2},
    {SF::CompareLT, "compare_lt", 2},
    {SF::CompareLE, "compare_le", 2},
    {SF::CompareGT, "compare_gt", 2},
    {SF::CompareGE, "compare_ge", 2},
    {SF::CompareOrdered, "compare_ordered", 2},
    {SF::CompareUnordered, "compare_unordered", 2},
    {SF::Select, "select", 3},
    {SF::Clamp, "clamp", 3},
};

// The table is indexed by the enumerators: it must list them in order.
static constexpr bool factsAreInOrder() {
  for (unsigned i = 0; i < std::size(kFacts); ++i)
    if (static_cast<unsigned>(kFacts[i].function) != i)
      return false;
  return std::size(kFacts) == static_cast<unsigned>(SF::Clamp) + 1;
}
static_assert(factsAreInOrder(), "kFacts does not follow ScalarFunction");

static const Facts &getFacts(SF function) {
  return kFacts[static_cast<unsigned>(function)];
}

StringRef mlir::per::getName(SF function) { return getFacts(function).name; }

unsigned mlir::per::getArity(SF function) { return getFacts(function).arity; }

bool mlir::per::isCommutative(SF function) {
  switch (function) {
  case SF::Add:
  case SF::Multiply:
  case SF::Maximum:
  case SF::Minimum:
  case SF::And:
  case SF::Or:
  case SF::Xor:
  case SF::CompareEQ:
  case SF::CompareNE:
  case SF::CompareOrdered:
  case SF::CompareUnordered:
    return true;
  default:
    return false;
  }
}

bool mlir::per::isExactOnIntegers(SF function) {
  switch (function) {
  case SF::Identity:
  case SF::Negate:
  case SF::Abs:
  case SF::Sign:
  case SF::Add:
  case SF::Subtract:
  case SF::Multiply:
  case SF::Maximum:
  case SF::Minimum:
  case SF::CompareEQ:
  case SF::CompareNE:
  case SF::CompareLT:
  case SF::CompareLE:
  case SF::CompareGT:
  case SF::CompareGE:
  case SF::Select:
  case SF::Clamp:
    return true;
  default:
    return false;
  }
}

//===----------------------------------------------------------------------===//
// Loops over the samples
//===----------------------------------------------------------------------===//

using Operands = ArrayRef<const Samples *>;

template <typename Function>
static Samples map1(Operands operands, Function &&function) {
  Samples result;
  const Samples &x = *operands[0];
  for (unsigned i = 0; i < kNumSamples; ++i)
    result[i] = function(x[i]);
  return result;
}

template <typename Function>
static Samples map2(Operands operands, Function &&function) {
  Samples result;
  const Samples &x = *operands[0], &y = *operands[1];
  for (unsigned i = 0; i < kNumSamples; ++i)
    result[i] = function(x[i], y[i]);
  return result;
}

template <typename Function>
static Samples map3(Operands operands, Function &&function) {
  Samples result;
  const Samples &x = *operands[0], &y = *operands[1], &z = *operands[2];
  for (unsigned i = 0; i < kNumSamples; ++i)
    result[i] = function(x[i], y[i], z[i]);
  return result;
}

static Samples fill(double value) {
  Samples result;
  result.fill(value);
  return result;
}

// Maximum and minimum give NaN if an operand is NaN, as StableHLO's do.
static double maximum(double x, double y) { return x > y || x != x ? x : y; }
static double minimum(double x, double y) { return x < y || x != x ? x : y; }
static double sign(double x) { return x > 0 ? 1 : x < 0 ? -1 : x; }
static double logistic(double x) { return 1 / (1 + std::exp(-x)); }

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

Samples mlir::per::evaluate(SF function, Operands operands) {
  assert(operands.size() == getArity(function) && "wrong number of operands");
  auto unary = [&](auto &&f) { return map1(operands, f); };
  auto binary = [&](auto &&f) { return map2(operands, f); };
  switch (function) {
  case SF::Identity:
    return *operands[0];
  case SF::Negate:
    return unary([](double x) { return -x; });
  case SF::Abs:
    return unary([](double x) { return std::abs(x); });
  case SF::Sign:
    return unary(sign);
  case SF::Exp:
    return unary([](double x) { return std::exp(x); });
  case SF::ExpMinusOne:
    return unary([](double x) { return std::expm1(x); });
  case SF::Log:
    return unary([](double x) { return std::log(x); });
  case SF::LogPlusOne:
    return unary([](double x) { return std::log1p(x); });
  case SF::Logistic:
    return unary(logistic);
  case SF::Tanh:
    return unary([](double x) { return std::tanh(x); });
  case SF::Sqrt:
    return unary([](double x) { return std::sqrt(x); });
  case SF::Rsqrt:
    return unary([](double x) { return 1 / std::sqrt(x); });
  case SF::Cbrt:
    return unary([](double x) { return std::cbrt(x); });
  case SF::Sine:
    return unary([](double x) { return std::sin(x); });
  case SF::Cosine:
    return unary([](double x) { return std::cos(x); });
  case SF::Tan:
    return unary([](double x) { return std::tan(x); });
  case SF::Sinh:
    return unary([](double x) { return std::sinh(x); });
  case SF::Cosh:
    return unary([](double x) { return std::cosh(x); });
  case SF::Asin:
    return unary([](double x) { return std::asin(x); });
  case SF::Acos:
    return unary([](double x) { return std::acos(x); });
  case SF::Atan:
    return unary([](double x) { return std::atan(x); });
  case SF::Asinh:
    return unary([](double x) { return std::asinh(x); });
  case SF::Acosh:
    return unary([](double x) { return std::acosh(x); });
  case SF::Atanh:
    return unary([](double x) { return std::atanh(x); });
  case SF::Erf:
    return unary([](double x) { return std::erf(x); });
  case SF::Erfc:
    return unary([](double x) { return std::erfc(x); });
  case SF::ErfInv:
    return unary(inverseErf);
  case SF::Lgamma:
    return unary(logGamma);
  case SF::Digamma:
    return unary(digamma);
  case SF::Square:
    return unary([](double x) { return x * x; });
  case SF::Floor:
    return unary([](double x) { return std::floor(x); });
  case SF::Ceil:
    return unary([](double x) { return std::ceil(x); });
  case SF::RoundNearestEven:
    return unary([](double x) { return std::nearbyint(x); });
  case SF::RoundNearestAwayFromZero:
    return unary([](double x) { return std::round(x); });
  case SF::IsFinite:
    return unary([](double x) -> double { return std::isfinite(x); });
  case SF::Not:
    return unary([](double x) -> double { return x == 0; });
  case SF::Add:
    return binary([](double x, double y) { return x + y; });
  case SF::Subtract:
    return binary([](double x, double y) { return x - y; });
  case SF::Multiply:
    return binary([](double x, double y) { return x * y; });
  case SF::Divide:
    return binary([](double x, double y) { return x / y; });
  case SF::Remainder:
    return binary([](double x, double y) { return std::fmod(x, y); });
  case SF::Power:
    return binary([](double x, double y) { return std::pow(x, y); });
  case SF::Atan2:
    return binary([](double x, double y) { return std::atan2(x, y); });
  case SF::Maximum:
    return binary(maximum);
  case SF::Minimum:
    return binary(minimum);
  case SF::CopySign:
    return binary([](double x, double y) { return std::copysign(x, y); });
  case SF::And:
    return binary([](double x, double y) -> double { return x && y; });
  case SF::Or:
    return binary([](double x, double y) -> double { return x || y; });
  case SF::Xor:
    return binary([](double x, double y) -> double { return !x != !y; });
  case SF::CompareEQ:
    return binary([](double x, double y) -> double { return x == y; });
  case SF::CompareNE:
    return binary([](double x, double y) -> double { return x != y; });
  case SF::CompareLT:
    return binary([](double x, double y) -> double { return x < y; });
  case SF::CompareLE:
    return binary([](double x, double y) -> double { return x <= y; });
  case SF::CompareGT:
    return binary([](double x, double y) -> double { return x > y; });
  case SF::CompareGE:
    return binary([](double x, double y) -> double { return x >= y; });
  case SF::CompareOrdered:
    return binary(
        [](double x, double y) -> double { return x == x && y == y; });
  case SF::CompareUnordered:
    return binary(
        [](double x, double y) -> double { return x != x || y != y; });
  case SF::Select:
    return map3(operands, [](double predicate, double x, double y) {
      return predicate ? x : y;
    });
  case SF::Clamp:
    return map3(operands, [](double low, double x, double high) {
      return minimum(maximum(x, low), high);
    });
  }
  llvm_unreachable("covered switch");
}

//===----------------------------------------------------------------------===//
// Partial derivatives
//===----------------------------------------------------------------------===//

/// The derivative of a function of one element, from the operand x and the
/// result y, is stored to `out`; false if it is identically zero.
static bool differentiateUnary(SF function, Operands operands,
                               const Samples &result, Samples &out) {
  const Samples *pair[] = {operands[0], &result};
  auto set = [&](auto &&f) {
    out = map2(pair, f);
    return true;
  };
  constexpr double twoOverSqrtPi = 2 * llvm::numbers::inv_sqrtpi;
  switch (function) {
  case SF::Identity:
    out = fill(1);
    return true;
  case SF::Negate:
    out = fill(-1);
    return true;
  case SF::Abs:
    return set([](double x, double) { return sign(x); });
  case SF::Exp:
    return set([](double, double y) { return y; });
  case SF::ExpMinusOne:
    return set([](double x, double) { return std::exp(x); });
  case SF::Log:
    return set([](double x, double) { return 1 / x; });
  case SF::LogPlusOne:
    return set([](double x, double) { return 1 / (1 + x); });
  case SF::Logistic:
    return set([](double x, double y) { return y * logistic(-x); });
  case SF::Tanh:
    // Not 1 - y^2, which has no digits left where tanh saturates.
    return set([](double x, double) {
      double c = std::cosh(std::min(std::max(x, -300.0), 300.0));
      return 1 / (c * c);
    });
  case SF::Sqrt:
    return set([](double, double y) { return 0.5 / y; });
  case SF::Rsqrt:
    return set([](double x, double y) { return -0.5 * y / x; });
  case SF::Cbrt:
    return set([](double, double y) { return 1 / (3 * y * y); });
  case SF::Sine:
    return set([](double x, double) { return std::cos(x); });
  case SF::Cosine:
    return set([](double x, double) { return -std::sin(x); });
  case SF::Tan:
    return set([](double, double y) { return 1 + y * y; });
  case SF::Sinh:
    return set([](double x, double) { return std::cosh(x); });
  case SF::Cosh:
    return set([](double x, double) { return std::sinh(x); });
  case SF::Asin:
    return set([](double x, double) { return 1 / std::sqrt(1 - x * x); });
  case SF::Acos:
    return set([](double x, double) { return -1 / std::sqrt(1 - x * x); });
  case SF::Atan:
    return set([](double x, double) { return 1 / (1 + x * x); });
  case SF::Asinh:
    return set([](double x, double) { return 1 / std::sqrt(1 + x * x); });
  case SF::Acosh:
    return set([](double x, double) { return 1 / std::sqrt(x * x - 1); });
  case SF::Atanh:
    return set([](double x, double) { return 1 / (1 - x * x); });
  case SF::Erf:
    return set(
        [=](double x, double) { return twoOverSqrtPi * std::exp(-x * x); });
  case SF::Erfc:
    return set(
        [=](double x, double) { return -twoOverSqrtPi * std::exp(-x * x); });
  case SF::ErfInv:
    return set(
        [=](double, double y) { return std::exp(y * y) / twoOverSqrtPi; });
  case SF::Lgamma:
    return set([](double x, double) { return digamma(x); });
  case SF::Digamma:
    return set([](double x, double) { return trigamma(x); });
  case SF::Square:
    return set([](double x, double) { return 2 * x; });
  default: // steps and logic
    return false;
  }
}

/// The same for a function of two elements, by operand `index`.
static bool differentiateBinary(SF function, unsigned index, Operands operands,
                                const Samples &result, Samples &out) {
  const Samples *triple[] = {operands[0], operands[1], &result};
  auto set = [&](auto &&byFirst, auto &&bySecond) {
    out = index == 0 ? map3(triple, byFirst) : map3(triple, bySecond);
    return true;
  };
  switch (function) {
  case SF::Add:
    out = fill(1);
    return true;
  case SF::Subtract:
    out = fill(index == 0 ? 1 : -1);
    return true;
  case SF::Multiply:
    out = *operands[1 - index];
    return true;
  case SF::Divide:
    return set([](double, double b, double) { return 1 / b; },
               [](double a, double b, double) { return -a / (b * b); });
  case SF::Remainder:
    return set([](double, double, double) { return 1.0; },
               [](double a, double b, double) { return -std::trunc(a / b); });
  case SF::Power:
    return set(
        [](double a, double b, double) { return b * std::pow(a, b - 1); },
        [](double a, double, double y) { return y * std::log(a); });
  case SF::Atan2:
    return set([](double a, double b, double) { return b / (a * a + b * b); },
               [](double a, double b, double) { return -a / (a * a + b * b); });
  case SF::Maximum:
    return set([](double a, double b, double) -> double { return a >= b; },
               [](double a, double b, double) -> double { return !(a >= b); });
  case SF::Minimum:
    return set([](double a, double b, double) -> double { return a <= b; },
               [](double a, double b, double) -> double { return !(a <= b); });
  case SF::CopySign:
    if (index == 1)
      return false;
    return set(
        [](double a, double b, double) {
          return std::signbit(a) == std::signbit(b) ? 1.0 : -1.0;
        },
        [](double, double, double) { return 0.0; });
  default: // comparisons and logic
    return false;
  }
}

bool mlir::per::evaluatePartial(SF function, unsigned index, Operands operands,
                                const Samples &result, Samples &partial) {
  assert(operands.size() == getArity(function) && index < operands.size());
  switch (function) {
  case SF::Select:
    if (index == 0)
      return false;
    partial = map1(operands, [&](double predicate) -> double {
      return (predicate != 0) == (index == 1);
    });
    return true;
  case SF::Clamp:
    partial = map3(operands, [&](double low, double x, double high) -> double {
      bool isAbove = maximum(x, low) > high, isBelow = low > x;
      if (index == 2)
        return isAbove;
      return !isAbove && isBelow == (index == 0);
    });
    return true;
  default:
    if (operands.size() == 1)
      return differentiateUnary(function, operands, result, partial);
    return differentiateBinary(function, index, operands, result, partial);
  }
}
