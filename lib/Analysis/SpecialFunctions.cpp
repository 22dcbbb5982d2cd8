//===- SpecialFunctions.cpp - functions that libm does not have -----------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "SpecialFunctions.h"

#include "llvm/Support/MathExtras.h"

#include <cmath>
#include <limits>

using namespace mlir;

static constexpr double kPi = llvm::numbers::pi;
static constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
static constexpr double kInfinity = std::numeric_limits<double>::infinity();

double per::inverseErf(double x) {
  if (!(std::abs(x) <= 1))
    return kNaN;
  if (std::abs(x) == 1)
    return std::copysign(kInfinity, x);
  // Winitzki's formula is right to 2e-3; each Halley step triples the digits.
  // Iterate on erf or erfc, whichever is small and so has its relative digits.
  double target = std::abs(x), tail = 1 - target;
  constexpr double a = 0.147;
  double logarithm = std::log1p(-x * x);
  double half = 2 / (kPi * a) + logarithm / 2;
  double y = std::sqrt(std::sqrt(half * half - logarithm / a) - half);
  for (int iteration = 0; iteration < 3; ++iteration) {
    double slope = 2 * llvm::numbers::inv_sqrtpi * std::exp(-y * y);
    double residual = target < 0.5 ? std::erf(y) - target : tail - std::erfc(y);
    double newton = residual / slope;
    y -= newton / (1 + y * newton);
  }
  return std::copysign(y, x);
}

double per::logGamma(double x) {
  int sign;
  return ::lgamma_r(x, &sign);
}

/// Below this argument the recurrence is used, above it the asymptotic series:
/// its first omitted term is below 1e-16 there.
static constexpr double kAsymptotic = 12;

double per::digamma(double x) {
  if (x <= 0) {
    if (x == std::floor(x))
      return kNaN;
    return digamma(1 - x) - kPi / std::tan(kPi * x); // reflection
  }
  double sum = 0;
  for (; x < kAsymptotic; ++x)
    sum -= 1 / x;
  double u = 1 / (x * x);
  double series =
      u * (1.0 / 12 -
           u * (1.0 / 120 -
                u * (1.0 / 252 -
                     u * (1.0 / 240 - u * (1.0 / 132 - u * 691.0 / 32760)))));
  return sum + std::log(x) - 0.5 / x - series;
}

double per::trigamma(double x) {
  if (x <= 0) {
    if (x == std::floor(x))
      return kInfinity;
    double sine = std::sin(kPi * x);
    return kPi * kPi / (sine * sine) - trigamma(1 - x); // reflection
  }
  double sum = 0;
  for (; x < kAsymptotic; ++x)
    sum += 1 / (x * x);
  double u = 1 / (x * x);
  double series =
      u / x *
      (1.0 / 6 -
       u * (1.0 / 30 -
            u * (1.0 / 42 -
                 u * (1.0 / 30 - u * (5.0 / 66 - u * 691.0 / 2730)))));
  return sum + 1 / x + u / 2 + series;
}
