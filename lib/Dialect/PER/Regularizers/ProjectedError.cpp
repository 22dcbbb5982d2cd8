//===- ProjectedError.cpp - projected error function (PER) ---------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Builder/TensorBuilder.h"
#include "per/Dialect/PER/IR/PER.h"
#include "per/Support/RadialFit.h"

using namespace mlir;
using namespace mlir::per;

static constexpr double kSqrtHalf = 0.70710678118654752440;
static constexpr double kSqrtTwoOverPi = 0.79788456080286535588;

LogicalResult
ProjectedErrorAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                           int64_t slices, Estimator estimator,
                           Products products) {
  if (slices < 1 && !ShapedType::isDynamic(slices))
    return emitError() << "expected at least one slice, got " << slices;
  if (products != Products::Full && estimator != Estimator::MonteCarlo)
    return emitError() << "expected no type of products: the "
                       << stringifyEstimator(estimator)
                       << " estimator has none with directions";
  return success();
}

int64_t ProjectedErrorAttr::getNumSlices() const {
  return getEstimator() == Estimator::MonteCarlo ? getSlices() : 0;
}

Attribute ProjectedErrorAttr::withNumSlices(int64_t slices) const {
  if (!drawsSlices())
    return *this;
  return ProjectedErrorAttr::get(getContext(), slices, getEstimator(),
                                 getProducts());
}

double ProjectedErrorAttr::normalization(double samples, double) const {
  return getEstimator() == Estimator::MonteCarlo ? samples * getSlices()
                                                 : samples;
}

double ProjectedErrorAttr::sumNormalization(double, double) const {
  return getEstimator() == Estimator::MonteCarlo ? getSlices() : 1;
}

LogicalResult
ProjectedErrorAttr::verifySite(function_ref<InFlightDiagnostic()> emitError,
                               int64_t, int64_t features) const {
  if (getEstimator() == Estimator::Analytic && ShapedType::isDynamic(features))
    return emitError() << "the analytic estimator needs a static number of "
                          "features; use monte_carlo";
  return success();
}

/// erf(t / sqrt 2)
static Element buildErf(ElementBuilder &e, Element t) {
  return e.unary(ScalarFunction::Erf, e.mul(t, kSqrtHalf));
}

//===----------------------------------------------------------------------===//
// Monte Carlo: a mean over directions (Algorithm 1 of the paper)
//===----------------------------------------------------------------------===//

/// A matrix as an operand of products. f64 is rounded to f32 first, as in
/// kernels: no processor converts it to bf16 at once.
static Value roundOperand(TensorBuilder &b, Value matrix, Products products) {
  if (products == Products::Full)
    return matrix;
  Type type = BFloat16Type::get(matrix.getContext());
  Type single = Float32Type::get(matrix.getContext());
  MapOperand operands[] = {sameShape(matrix)};
  return b.map(b.getShape(matrix), operands, type,
               [&](ElementBuilder &e, ArrayRef<Element> x) {
                 return e.convert(e.convert(x[0], single), type);
               });
}

/// T = H Theta. `slices` is rounded already.
static Value project(TensorBuilder &b, Value activations, Value slices,
                     Products products) {
  return b.contract(roundOperand(b, activations, products), false, slices,
                    false, getElementType(activations));
}

static Value buildSampledPenalty(TensorBuilder &b, Value activations,
                                 Value slices, Products products) {
  Value projections =
      project(b, activations, roundOperand(b, slices, products), products);
  return b.sumAll(b.map(projections, [](ElementBuilder &e,
                                        ArrayRef<Element> t) {
    Element exponent = e.mul(e.mul(t[0], t[0]), -0.5);
    Element gauss = e.unary(ScalarFunction::Exp, exponent);
    return e.add(e.mul(t[0], buildErf(e, t[0])), e.mul(gauss, kSqrtTwoOverPi));
  }));
}

static Value buildSampledGradient(TensorBuilder &b, Value activations,
                                  Value slices, Products products) {
  slices = roundOperand(b, slices, products);
  Value projections = project(b, activations, slices, products);
  Value errors = b.map(projections, [](ElementBuilder &e, ArrayRef<Element> t) {
    return buildErf(e, t[0]);
  });
  return b.contract(roundOperand(b, errors, products), false, slices, true,
                    getElementType(activations));
}

//===----------------------------------------------------------------------===//
// Analytic: a function of the norm of a sample
//===----------------------------------------------------------------------===//

/// The value of a fit for the squared norm `r2`.
static Element buildRadialForm(ElementBuilder &e, const RadialFit &fit,
                               Element r2) {
  Type type = r2.type;
  Element w = e.div(e.real(fit.scale, type), e.add(r2, fit.scale));
  // Clenshaw's recurrence for the sum of c_k T_k(y).
  Element y = e.add(e.mul(w, 2), -1);
  Element twiceY = e.mul(y, 2);
  Element next = e.real(0, type), afterNext = e.real(0, type);
  for (double c : llvm::reverse(llvm::drop_begin(fit.coefficients))) {
    Element current = e.add(e.sub(e.mul(twiceY, next), afterNext), c);
    afterNext = next;
    next = current;
  }
  Element polynomial =
      e.add(e.sub(e.mul(y, next), afterNext), fit.coefficients.front());
  Element root = e.unary(ScalarFunction::Sqrt, w);
  return fit.form == RadialForm::Gradient ? e.mul(polynomial, root)
                                          : e.div(polynomial, root);
}

/// sqrt(2/pi) times the radial form of every sample, a vector; null if the fit
/// fails.
static Value buildRadialForms(TensorBuilder &b, Value activations,
                              RadialForm form) {
  Type type = getElementType(activations);
  auto numFeatures = getConstantIntValue(b.getShape(activations)[1]);
  if (!numFeatures)
    return {};
  std::optional<RadialFit> fit =
      fitRadialForm(form, *numFeatures, type.isF64() ? 1e-12 : 1e-7);
  if (!fit)
    return {};
  Value squares =
      b.map(activations, [](ElementBuilder &e, ArrayRef<Element> h) {
        return e.mul(h[0], h[0]);
      });
  return b.map(b.sum(squares, {1}),
               [&](ElementBuilder &e, ArrayRef<Element> r2) {
                 return e.mul(buildRadialForm(e, *fit, r2[0]), kSqrtTwoOverPi);
               });
}

static Value buildExactPenalty(TensorBuilder &b, Value activations) {
  Value forms = buildRadialForms(b, activations, RadialForm::Penalty);
  return forms ? b.sumAll(forms) : Value();
}

static Value buildExactGradient(TensorBuilder &b, Value activations) {
  Value forms = buildRadialForms(b, activations, RadialForm::Gradient);
  if (!forms)
    return {};
  TensorShape shape = b.getShape(activations);
  double numFeatures = *getConstantIntValue(shape[1]);
  MapOperand operands[] = {sameShape(activations), {forms, {0}}};
  return b.map(shape, operands, getElementType(activations),
               [&](ElementBuilder &e, ArrayRef<Element> x) {
                 return e.mul(x[0], e.mul(x[1], 1 / numFeatures));
               });
}

//===----------------------------------------------------------------------===//
// The interface
//===----------------------------------------------------------------------===//

Value ProjectedErrorAttr::buildPenalty(TensorBuilder &b, Value activations,
                                       Value slices) const {
  return getEstimator() == Estimator::Analytic
             ? buildExactPenalty(b, activations)
             : buildSampledPenalty(b, activations, slices, getProducts());
}

Value ProjectedErrorAttr::buildGradient(TensorBuilder &b, Value activations,
                                        Value slices) const {
  return getEstimator() == Estimator::Analytic
             ? buildExactGradient(b, activations)
             : buildSampledGradient(b, activations, slices, getProducts());
}
