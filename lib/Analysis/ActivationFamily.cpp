//===- ActivationFamily.cpp - names of activations, for reports -----------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// An activation is recognised by value: on the samples of its cone it equals a
// known function of one of the values above it, however it was written.
//
//===----------------------------------------------------------------------===//

#include "LayerInputs.h"
#include "per/Analysis/Sites.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include <algorithm>
#include <cmath>
#include <limits>

using namespace mlir;
using namespace mlir::per;

//===----------------------------------------------------------------------===//
// Known functions
//===----------------------------------------------------------------------===//

static double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }
static double softplus(double x) {
  return std::log1p(std::exp(-std::abs(x))) + std::max(x, 0.0);
}
static double relu6(double x) { return std::clamp(x, 0.0, 6.0); }
static double elu(double x) { return x > 0 ? x : std::expm1(x); }

namespace {
struct KnownFunction {
  StringRef name;
  double (*evaluate)(double);
};
} // namespace

static constexpr double kSqrt2 = 1.41421356237309504880;
static constexpr double kSqrt2OverPi = 0.79788456080286535588;

static const KnownFunction knownFunctions[] = {
    {"relu", [](double x) { return std::max(x, 0.0); }},
    {"relu6", relu6},
    {"relu_squared", [](double x) { return x > 0 ? x * x : 0; }},
    {"abs", [](double x) { return std::abs(x); }},
    {"elu", elu},
    {"selu",
     [](double x) {
       return 1.05070098735548049342 *
              (x > 0 ? x : 1.67326324235437728481 * std::expm1(x));
     }},
    {"gelu", [](double x) { return 0.5 * x * std::erfc(-x / kSqrt2); }},
    {"gelu_tanh",
     [](double x) {
       return 0.5 * x *
              (1 + std::tanh(kSqrt2OverPi * (x + 0.044715 * x * x * x)));
     }},
    {"silu", [](double x) { return x * sigmoid(x); }},
    {"mish", [](double x) { return x * std::tanh(softplus(x)); }},
    {"softplus", softplus},
    {"log_sigmoid", [](double x) { return -softplus(-x); }},
    {"squareplus", [](double x) { return 0.5 * (x + std::sqrt(x * x + 4)); }},
    {"tanh", [](double x) { return std::tanh(x); }},
    {"lecun_tanh", [](double x) { return 1.7159 * std::tanh(2 * x / 3); }},
    {"sigmoid", sigmoid},
    {"soft_sign", [](double x) { return x / (1 + std::abs(x)); }},
    {"hard_tanh", [](double x) { return std::clamp(x, -1.0, 1.0); }},
    {"hard_sigmoid", [](double x) { return relu6(x + 3) / 6; }},
    {"hard_swish", [](double x) { return x * relu6(x + 3) / 6; }},
    {"gaussian", [](double x) { return std::exp(-x * x); }},
    {"log_cosh",
     [](double x) {
       return std::abs(x) + std::log1p(std::exp(-2 * std::abs(x))) -
              std::log(2.0);
     }},
    {"sine", [](double x) { return std::sin(x); }},
    {"snake", [](double x) { return x + std::sin(x) * std::sin(x); }},
    {"square", [](double x) { return x * x; }},
};

//===----------------------------------------------------------------------===//
// Comparison
//===----------------------------------------------------------------------===//

/// The largest of |f(x) - y| / (1 + |y|) over the finite samples; infinite as
/// soon as it passes `bound`, or if too few samples are finite.
static double measureError(llvm::function_ref<double(double)> function,
                           const Samples &x, const Samples &y, double bound) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  constexpr unsigned minNumFinite = 40;
  double error = 0;
  unsigned numFinite = 0;
  for (unsigned i = 0; i < kNumSamples; ++i) {
    double value = function(x[i]);
    if (!std::isfinite(value) || !std::isfinite(y[i]))
      continue;
    error = std::max(error, std::abs(value - y[i]) / (1 + std::abs(y[i])));
    if (error > bound)
      return infinity;
    ++numFinite;
  }
  return numFinite < minNumFinite ? infinity : error;
}

/// Families with a parameter, which one sample determines.
static StringRef recognizeParametric(const Samples &x, const Samples &y,
                                     double tolerance) {
  unsigned at = llvm::min_element(x) - x.begin();
  double low = x[at], atLow = y[at];
  auto matches = [&](llvm::function_ref<double(double)> function) {
    return measureError(function, x, y, tolerance) <= tolerance;
  };
  if (!(low < -1) || !std::isfinite(atLow))
    return "";
  double slope = atLow / low;
  if (matches([&](double x) { return x > 0 ? x : slope * x; }))
    return slope == 1 ? "" : "leaky_relu";
  double alpha = atLow / std::expm1(low);
  if (matches([&](double x) { return x > 0 ? x : alpha * std::expm1(x); }))
    return "elu";
  double scale = -atLow;
  if (scale > 0 && matches([&](double x) {
        return x > 0 ? x : scale * std::expm1(x / scale);
      }))
    return "celu";
  // x sigmoid(beta x): the sample nearest to 1 says beta.
  auto isNearer = [](double a, double b) {
    return std::abs(a - 1) < std::abs(b - 1);
  };
  at = llvm::min_element(x, isNearer) - x.begin();
  double gate = y[at] / x[at];
  double beta = gate > 0 && gate < 1 ? std::log(gate / (1 - gate)) / x[at] : 0;
  if (beta != 0 && matches([&](double x) { return x * sigmoid(beta * x); }))
    return "swish";
  return "";
}

/// x where it is positive, a coefficient of the cone times x elsewhere.
static bool isPRelu(const AnalysisContext &context, const Cone &cone,
                    const Samples &x, const Samples &y, double tolerance) {
  for (const ViewValue *leaf : cone.leaves) {
    if (context.activity.isActive(leaf) || !leaf->isFloat())
      continue;
    const Samples &slope =
        cone.samples.find(getSampleKey(context, leaf, cone.mode))->second;
    bool matches = true;
    for (unsigned i = 0; i < kNumSamples && matches; ++i) {
      double expected = x[i] > 0 ? x[i] : slope[i] * x[i];
      matches = std::abs(expected - y[i]) <= tolerance * (1 + std::abs(y[i]));
    }
    if (matches)
      return true;
  }
  return false;
}

static double getTolerance(const ViewValue *value) {
  // Constants of an activation are rounded to its type.
  unsigned width = value->elementType.getIntOrFloatBitWidth();
  return width > 16 ? 2e-5 : value->elementType.isBF16() ? 2e-2 : 2e-3;
}

/// The function of one value that `value` is; empty if none is known.
static StringRef recognizeUnary(const AnalysisContext &context,
                                ViewValue *value) {
  ConeOptions options;
  options.budget = context.bounds.coneBudgets.back();
  options.mode = SampleMode::ByClass;
  Cone cone = buildCone(context, value, options);
  auto getSamples = [&](const ViewValue *v) -> const Samples & {
    return cone.samples.find(getSampleKey(context, v, cone.mode))->second;
  };
  const Samples &y = getSamples(value);
  double tolerance = getTolerance(value);

  // A bounded value equals its own hard_tanh: values that are the result itself
  // (a sum with zero, a copy) say nothing.
  auto isResult = [&](const ViewValue *input) {
    auto identity = [](double x) { return x; };
    return measureError(identity, getSamples(input), y, tolerance) <= tolerance;
  };
  SmallVector<const ViewValue *> inputs;
  for (const ViewValue *input :
       llvm::concat<ViewValue *>(cone.leaves, cone.order))
    if (input != value && input->isFloat() &&
        context.activity.isActive(input) && !isResult(input))
      inputs.push_back(input);
  StringRef best;
  double bestError = tolerance;
  for (const ViewValue *input : inputs)
    for (const KnownFunction &function : knownFunctions) {
      double error =
          measureError(function.evaluate, getSamples(input), y, bestError);
      if (error < bestError || (best.empty() && error <= tolerance)) {
        best = function.name;
        bestError = error;
      }
    }
  for (const ViewValue *input : inputs) {
    if (!best.empty())
      break;
    best = recognizeParametric(getSamples(input), y, tolerance);
    if (best.empty() && isPRelu(context, cone, getSamples(input), y, tolerance))
      best = "prelu";
  }
  return best;
}

//===----------------------------------------------------------------------===//
// Functions of two values
//===----------------------------------------------------------------------===//

/// A product of two values, by what the one or both of them are.
static StringRef recognizeProduct(StringRef a, StringRef b) {
  if (a.empty())
    std::swap(a, b);
  if (a.empty())
    return "bilinear";
  if (!b.empty()) {
    // sigmoid(o) tanh(c): the output of an LSTM.
    bool hasGate = a == "sigmoid" || b == "sigmoid";
    return hasGate && a != b ? "gated" : "elementwise";
  }
  if (a == "sigmoid")
    return "glu";
  if (a == "silu" || a == "swish")
    return "swiglu";
  if (a.starts_with("gelu"))
    return "geglu";
  if (a == "relu")
    return "reglu";
  return "gated";
}

StringRef mlir::per::recognizeFamily(const AnalysisContext &context,
                                     ViewValue *site) {
  StringRef unary = recognizeUnary(context, site);
  if (!unary.empty())
    return unary;
  auto *value = const_cast<ViewValue *>(stripConversions(site));
  SmallVector<ViewValue *, 4> active;
  if (AnalysisContext::elementFunction(value->def))
    active = context.activeOperands(value);
  if (active.size() != 2 || context.cls(active[0]) == context.cls(active[1]))
    return "elementwise";
  switch (value->def->function) {
  case ScalarFunction::Maximum:
    return "maxout";
  case ScalarFunction::Multiply:
    return recognizeProduct(recognizeUnary(context, active[0]),
                            recognizeUnary(context, active[1]));
  default:
    return "elementwise";
  }
}
