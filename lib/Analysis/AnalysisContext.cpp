//===- AnalysisContext.cpp - what all parts of the analysis share ---------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Analysis/AnalysisContext.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <cmath>

using namespace mlir;
using namespace mlir::per;

AnalysisContext::AnalysisContext(const GraphView &view, ViewValue *loss,
                                 AnalysisBounds bounds, uint64_t seed)
    : view(view), loss(loss), bounds(std::move(bounds)), constants(view),
      numbering(view, constants), activity(view, constants, numbering, loss),
      seed(seed), random(seed) {}

std::optional<ScalarFunction>
AnalysisContext::elementFunction(const ViewNode *node) {
  if (!node)
    return std::nullopt;
  // A barrier passes values of any type, each by itself.
  if (node->kind == NodeKind::Barrier)
    return ScalarFunction::Identity;
  if (node->isFloatFunction())
    return node->function;
  if (node->kind != NodeKind::Broadcast)
    return std::nullopt;
  const ViewValue *operand = node->operands[0];
  bool isScalar = operand->isRanked && operand->shape.empty();
  if (!isScalar || !(operand->isFloat() || operand->isBoolean()))
    return std::nullopt;
  return ScalarFunction::Identity;
}

ArrayRef<ViewValue *> AnalysisContext::elementOperands(const ViewValue *value) {
  ArrayRef<ViewValue *> operands = value->def->operands;
  if (value->def->kind == NodeKind::Barrier)
    return operands.slice(value->index, 1);
  return operands;
}

SmallVector<ViewValue *, 4>
AnalysisContext::activeOperands(const ViewValue *value) const {
  SmallVector<ViewValue *, 4> result;
  for (ViewValue *operand : elementOperands(value))
    if (operand->isFloat() && activity.isActive(operand) && !constant(operand))
      result.push_back(operand);
  return result;
}

//===----------------------------------------------------------------------===//
// Samples
//===----------------------------------------------------------------------===//

/// Uniform on [0, 1). The distributions of the standard library differ between
/// its implementations.
static double drawUniform(std::mt19937_64 &random) {
  return static_cast<double>(random() >> 11) * 0x1p-53;
}

static Samples draw(std::mt19937_64 &random, bool isBoolean, double largest) {
  constexpr double scales[] = {0.05, 0.5, 1, 3, 10, 1};
  constexpr double pi = 3.14159265358979323846;
  Samples samples;
  if (isBoolean) {
    for (double &sample : samples)
      sample = drawUniform(random) < 0.5 ? 1 : 0;
    return samples;
  }
  static_assert(kNumSamples % 2 == 0, "normals are drawn in pairs");
  for (unsigned i = 0; i < kNumSamples; i += 2) {
    double radius = std::sqrt(-2 * std::log(1 - drawUniform(random)));
    double angle = 2 * pi * drawUniform(random);
    samples[i] = radius * std::cos(angle);
    samples[i + 1] = radius * std::sin(angle);
  }
  for (unsigned i = 0; i < kNumSamples; ++i) {
    samples[i] *= scales[i % 6];
    if (largest != 0 && i % 6 == 5)
      samples[i] = 1.6 * largest * (2 * drawUniform(random) - 1);
  }
  return samples;
}

Samples AnalysisContext::drawSamples(bool isBoolean, double largest) const {
  return draw(random, isBoolean, largest);
}

Samples AnalysisContext::drawSamplesOfClass(unsigned cls,
                                            bool isBoolean) const {
  std::mt19937_64 ofClass(seed ^ (0x9E3779B97F4A7C15ull * (cls + 1)));
  return draw(ofClass, isBoolean, /*largest=*/0);
}

bool mlir::per::samplesAgree(const Samples &a, const Samples &b,
                             double tolerance) {
  constexpr unsigned minNumFinite = 40;
  unsigned numFinite = 0;
  for (unsigned i = 0; i < kNumSamples; ++i) {
    if (!std::isfinite(a[i]) || !std::isfinite(b[i]))
      continue;
    if (std::abs(a[i] - b[i]) > tolerance * (1 + std::abs(b[i])))
      return false;
    ++numFinite;
  }
  return numFinite >= minNumFinite;
}

bool mlir::per::samplesAreConstant(const Samples &samples) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (double sample : samples) {
    if (!std::isfinite(sample))
      continue;
    low = std::min(low, sample);
    high = std::max(high, sample);
  }
  if (low > high)
    return true; // none is finite
  double largest = std::max(std::abs(low), std::abs(high));
  return high - low <= 1e-6 * (1e-6 + largest);
}
