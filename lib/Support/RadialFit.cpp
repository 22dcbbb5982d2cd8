//===- RadialFit.cpp - approximations of the radial forms -----------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Support/RadialFit.h"

#include "per/Support/ConfluentHypergeometric.h"

#include <algorithm>
#include <cmath>

using namespace mlir::per;

static constexpr double kPi = 3.14159265358979323846;
static constexpr unsigned kNumNodes = 128;
static constexpr unsigned kNumGridPoints = 400;

double mlir::per::evaluateRadialForm(RadialForm form, double numFeatures,
                                     double r) {
  double x = r * r / 2;
  return form == RadialForm::Gradient
             ? evaluateKummerHalf(numFeatures / 2 + 1, x)
             : evaluateKummerMinusHalf(numFeatures / 2, x);
}

/// The factor beside P, as a function of w.
static double getFactor(RadialForm form, double w) {
  return form == RadialForm::Gradient ? std::sqrt(w) : 1 / std::sqrt(w);
}

/// Clenshaw's recurrence for the sum of c_k T_k(y).
static double evaluateChebyshev(const std::vector<double> &c, double y) {
  double next = 0, afterNext = 0;
  for (size_t k = c.size() - 1; k > 0; --k) {
    double current = c[k] + 2 * y * next - afterNext;
    afterNext = next;
    next = current;
  }
  return c[0] + y * next - afterNext;
}

double RadialFit::evaluate(double r) const {
  double w = scale / (r * r + scale);
  return evaluateChebyshev(coefficients, 2 * w - 1) * getFactor(form, w);
}

namespace {
/// A form of one d in the variable w of one scale.
class Problem {
public:
  Problem(RadialForm form, double numFeatures, double scale)
      : form(form), numFeatures(numFeatures), scale(scale) {}

  /// The function that P approximates.
  double getTarget(double w) const {
    double r = std::sqrt(scale * (1 - w) / w);
    return evaluateRadialForm(form, numFeatures, r) / getFactor(form, w);
  }

  /// Coefficients of the interpolation in the Chebyshev nodes.
  std::vector<double> interpolate() const {
    std::vector<double> values(kNumNodes), c(kNumNodes);
    for (unsigned j = 0; j < kNumNodes; ++j)
      values[j] = getTarget((1 + std::cos(kPi * (j + 0.5) / kNumNodes)) / 2);
    for (unsigned k = 0; k < kNumNodes; ++k) {
      double sum = 0;
      for (unsigned j = 0; j < kNumNodes; ++j)
        sum += values[j] * std::cos(kPi * k * (j + 0.5) / kNumNodes);
      c[k] = (k == 0 ? 1.0 : 2.0) / kNumNodes * sum;
    }
    return c;
  }

  /// Largest relative error on a grid that is denser at both ends.
  double measureError(const std::vector<double> &c) const {
    double error = 0;
    for (auto [w, value] : grid)
      error = std::max(error,
                       std::abs(evaluateChebyshev(c, 2 * w - 1) / value - 1));
    return error;
  }

  void buildGrid() {
    for (unsigned j = 0; j <= kNumGridPoints; ++j) {
      double w = (1 - std::cos(kPi * j / kNumGridPoints)) / 2;
      w = std::max(w, 1e-12); // r up to 1e6 times the scale's root
      grid.emplace_back(w, getTarget(w));
    }
  }

private:
  RadialForm form;
  double numFeatures, scale;
  std::vector<std::pair<double, double>> grid;
};
} // namespace

/// The smallest degree at which the tail of the coefficients, which bounds the
/// error of leaving it out, is below `tolerance` of the smallest value of P.
static unsigned estimateDegree(const std::vector<double> &c, double smallest,
                               double tolerance) {
  double tail = 0;
  unsigned degree = c.size() - 1;
  for (; degree > 0; --degree) {
    tail += std::abs(c[degree]);
    if (tail > tolerance * smallest)
      break;
  }
  return degree;
}

std::optional<RadialFit> mlir::per::fitRadialForm(RadialForm form,
                                                  double numFeatures,
                                                  double tolerance) {
  // A scale of d suits a large d; small ones need a larger one (measured). Of
  // several, the one with the smallest degree is taken.
  double base = std::max(numFeatures, 16.0);
  std::optional<RadialFit> best;
  for (double multiple : {1.0, 2.0, 4.0}) {
    Problem problem(form, numFeatures, base * multiple);
    std::vector<double> c = problem.interpolate();
    // P is monotone: its smallest value is at an end.
    double smallest = std::min(problem.getTarget(1), problem.getTarget(1e-12));
    unsigned degree = estimateDegree(c, smallest, tolerance);
    if (best && degree + 1 >= best->coefficients.size())
      continue;
    problem.buildGrid();
    // The bound is rarely sharp: lower the degree while the error allows it.
    std::optional<RadialFit> fit;
    for (;; --degree) {
      std::vector<double> kept(c.begin(), c.begin() + degree + 1);
      double error = problem.measureError(kept);
      if (!(error <= tolerance))
        break;
      fit = {form, base * multiple, std::move(kept), error};
      if (degree == 0)
        break;
    }
    if (fit && (!best || fit->coefficients.size() < best->coefficients.size()))
      best = std::move(fit);
  }
  return best;
}
