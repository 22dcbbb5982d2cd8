//===- ConfluentHypergeometric.cpp - 1F1 of the radial forms --------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// From Euler's integral with t = q^2 / (1 + q^2), for b > 1/2:
//
//   1F1(1/2; b; -x) = I(b, x) / I(b, 0),
//   I(b, x) = integral over q >= 0 of exp(-x q^2/(1+q^2)) (1+q^2)^(-b).
//
// The integrand is positive, even and analytic near the real line. With
// q = w sinh(s), w its width, the trapezoid rule converges geometrically, and a
// sum of positive terms loses no accuracy. So one rule serves every b and x,
// where the power series and the asymptotic series each fail for some.
//
//===----------------------------------------------------------------------===//

#include "per/Support/ConfluentHypergeometric.h"

#include <cmath>

/// I(b, x), by the trapezoid rule in s.
static double integrate(double b, double x) {
  constexpr double step = 0.125;
  double width = 1 / std::sqrt(x + b);
  double sum = 0.5; // the integrand in s over the width, at s = 0
  for (int k = 1;; ++k) {
    double s = k * step;
    double q = width * std::sinh(s);
    double q2 = q * q;
    double term =
        std::exp(-x * (q2 / (1 + q2)) - b * std::log1p(q2)) * std::cosh(s);
    sum += term;
    // Beyond the width the terms fall at least like exp(-s/2) for b >= 1.
    if (s > 3 && term < 1e-18 * sum)
      return sum * width * step;
  }
}

double mlir::per::evaluateKummerHalf(double b, double x) {
  if (b == 0.5)
    return std::exp(-x);
  return x == 0 ? 1 : integrate(b, x) / integrate(b, 0);
}

double mlir::per::evaluateKummerMinusHalf(double b, double x) {
  // A relation between contiguous functions; all of its terms are positive.
  return evaluateKummerHalf(b, x) + x / b * evaluateKummerHalf(b + 1, x);
}
