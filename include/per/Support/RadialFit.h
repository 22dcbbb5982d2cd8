//===- RadialFit.h - approximations of the radial forms ---------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// The exact forms of projected_error are functions of r = |h| alone, for a
// number of features d that is known at compile time:
//
//   gradient factor   1F1( 1/2; d/2 + 1; -r^2/2) = sqrt(w) P(2w - 1)
//   penalty           1F1(-1/2; d/2;     -r^2/2) = P(2w - 1) / sqrt(w)
//
// with w = scale / (r^2 + scale), which is 1 at r = 0 and falls to 0. P is a
// polynomial in Chebyshev form, fitted here in double precision.
//
//===----------------------------------------------------------------------===//

#ifndef PER_SUPPORT_RADIALFIT_H
#define PER_SUPPORT_RADIALFIT_H

#include <optional>
#include <vector>

namespace mlir::per {

enum class RadialForm { Gradient, Penalty };

struct RadialFit {
  RadialForm form = RadialForm::Gradient;
  double scale = 1;
  /// Coefficients of P in Chebyshev polynomials, from degree 0 on.
  std::vector<double> coefficients;
  /// Largest relative error found on a dense grid over all r.
  double error = 0;

  double evaluate(double r) const;
};

/// The exact value that `fitRadialForm` approximates.
double evaluateRadialForm(RadialForm form, double numFeatures, double r);

/// A fit of the smallest degree found whose relative error is at most
/// `tolerance`, for all r; none if there is none of degree below 128.
std::optional<RadialFit> fitRadialForm(RadialForm form, double numFeatures,
                                       double tolerance);

} // namespace mlir::per

#endif // PER_SUPPORT_RADIALFIT_H
