//===- NormalCells.cpp - cells of equal probability -----------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "NormalCells.h"

using namespace mlir;
using namespace mlir::per;

static constexpr double kSqrtHalfOverPi = 0.39894228040143267794; // phi(0)

//===----------------------------------------------------------------------===//
// Quantiles: M. J. Wichura, Algorithm AS 241: The percentage points of the
// normal distribution, Applied Statistics 37 (1988), its form PPND16 with a
// relative error of 1e-16. Coefficients from the constant one on.
//===----------------------------------------------------------------------===//

// |p - 1/2| <= 0.425, in 0.180625 - (p - 1/2)^2.
static constexpr double kCentralNumerator[] = {
    3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
    1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
    3.3430575583588128105e4, 2.5090809287301226727e3};
static constexpr double kCentralDenominator[] = {1.0,
                                                 4.2313330701600911252e1,
                                                 6.8718700749205790830e2,
                                                 5.3941960214247511077e3,
                                                 2.1213794301586595867e4,
                                                 3.9307895800092710610e4,
                                                 2.8729085735721942674e4,
                                                 5.2264952788528545610e3};
// Smaller p down to exp(-25), in sqrt(-log p) - 1.6.
static constexpr double kTailNumerator[] = {
    1.42343711074968357734e0,  4.63033784615654529590e0,
    5.76949722146069140550e0,  3.64784832476320460504e0,
    1.27045825245236838258e0,  2.41780725177450611770e-1,
    2.27238449892691845833e-2, 7.74545014278341407640e-4};
static constexpr double kTailDenominator[] = {1.0,
                                              2.05319162663775882187e0,
                                              1.67638483018380384940e0,
                                              6.89767334985100004550e-1,
                                              1.48103976427480074590e-1,
                                              1.51986665636164571966e-2,
                                              5.47593808499534494600e-4,
                                              1.05075007164441684324e-9};

static Element buildPolynomial(ElementBuilder &e, ArrayRef<double> coefficients,
                               Element x) {
  Element value = e.real(coefficients.back(), x.type);
  for (double coefficient : llvm::reverse(coefficients.drop_back()))
    value = e.add(e.mul(value, x), coefficient);
  return value;
}

static Element buildQuotient(ElementBuilder &e, ArrayRef<double> numerator,
                             ArrayRef<double> denominator, Element x) {
  return e.div(buildPolynomial(e, numerator, x),
               buildPolynomial(e, denominator, x));
}

/// The quantile of a probability from exp(-25) to 1/2.
static Element buildLowerQuantile(ElementBuilder &e, Element p) {
  Element off = e.add(p, -0.5);
  Element inCentre = e.sub(e.real(0.180625, p.type), e.mul(off, off));
  Element central = e.mul(
      off, buildQuotient(e, kCentralNumerator, kCentralDenominator, inCentre));
  Element logarithm = e.unary(ScalarFunction::Log, p);
  Element inTail =
      e.add(e.unary(ScalarFunction::Sqrt, e.mul(logarithm, -1)), -1.6);
  Element tail =
      e.mul(buildQuotient(e, kTailNumerator, kTailDenominator, inTail), -1);
  Element isTail =
      e.binary(ScalarFunction::CompareLT, p, e.real(0.5 - 0.425, p.type));
  return e.select(isTail, tail, central);
}

//===----------------------------------------------------------------------===//
// Edges
//===----------------------------------------------------------------------===//

Value NormalCells::mapEdges(double sign, EdgeBody body) {
  OpBuilder &builder = b.getBuilder();
  Type f64 = builder.getF64Type();
  OpFoldResult numEdges = b.add(count, builder.getIndexAttr(1));
  MapOperand total = {b.scalar(count, builder.getI32Type()), {}};
  return b.map(
      {numEdges}, total, f64, [&](ElementBuilder &e, ArrayRef<Element> x) {
        Element edge = e.index(0, x[0].type);
        // The law is symmetric: of the two tails, the smaller one.
        Element above = e.sub(x[0], edge);
        Element isUpper = e.binary(ScalarFunction::CompareLT, above, edge);
        Element tail = e.convert(e.select(isUpper, above, edge), f64);
        Element total = e.convert(x[0], f64);
        Element zero = e.real(0, f64);
        Element q = buildLowerQuantile(e, e.div(tail, total));
        Element gauss = e.unary(ScalarFunction::Exp, e.mul(e.mul(q, q), -0.5));
        Element value = body(e, q, e.mul(gauss, kSqrtHalfOverPi));
        value = e.mul(value, total);
        value = e.select(isUpper, e.mul(value, sign), value);
        Element isOutermost = e.binary(ScalarFunction::CompareEQ, tail, zero);
        return e.select(isOutermost, zero, value);
      });
}

Value NormalCells::buildDensities() {
  if (!densities)
    densities = mapEdges(
        1, [](ElementBuilder &, Element, Element density) { return density; });
  return densities;
}

std::pair<Value, Value> NormalCells::splitEdges(Value edges) {
  OpFoldResult zero = b.getBuilder().getIndexAttr(0);
  OpFoldResult one = b.getBuilder().getIndexAttr(1);
  return {b.slice(edges, {zero}, {count}), b.slice(edges, {one}, {count})};
}

//===----------------------------------------------------------------------===//
// Cells, by parts: phi' = -q phi, and (q phi)' = phi - q^2 phi
//===----------------------------------------------------------------------===//

std::pair<Value, Value> NormalCells::buildEdges() {
  auto [lower, upper] = splitEdges(buildDensities());
  return {b.convert(lower, type), b.convert(upper, type)};
}

Value NormalCells::buildMeans() {
  auto [lower, upper] = splitEdges(buildDensities());
  MapOperand operands[] = {sameShape(lower), sameShape(upper)};
  return b.map({count}, operands, type,
               [&](ElementBuilder &e, ArrayRef<Element> density) {
                 return e.convert(e.sub(density[0], density[1]), type);
               });
}

Value NormalCells::buildVariances() {
  auto [lower, upper] = splitEdges(buildDensities());
  auto [lowerMoment, upperMoment] = splitEdges(
      mapEdges(-1, [](ElementBuilder &e, Element q, Element density) {
        return e.mul(q, density);
      }));
  MapOperand operands[] = {sameShape(lower), sameShape(upper),
                           sameShape(lowerMoment), sameShape(upperMoment)};
  return b.map({count}, operands, type,
               [&](ElementBuilder &e, ArrayRef<Element> x) {
                 Element mean = e.sub(x[0], x[1]);
                 Element square = e.add(e.sub(x[2], x[3]), 1);
                 Element variance = e.sub(square, e.mul(mean, mean));
                 // Of a narrow cell, no more than rounding is left.
                 Element zero = e.real(0, variance.type);
                 return e.convert(
                     e.binary(ScalarFunction::Maximum, variance, zero), type);
               });
}
