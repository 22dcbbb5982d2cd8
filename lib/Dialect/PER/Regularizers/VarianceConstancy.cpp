//===- VarianceConstancy.cpp - variance constancy loss -------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Builder/TensorBuilder.h"
#include "per/Dialect/PER/IR/PER.h"

using namespace mlir;
using namespace mlir::per;

LogicalResult
VarianceConstancyAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                              int64_t n, APFloat beta) {
  if (n < 2)
    return emitError() << "expected n of at least 2, got " << n;
  if (n > std::numeric_limits<int32_t>::max() / 2)
    return emitError() << "expected n below 2^30, got " << n;
  if (beta.isZero() || beta.isNegative())
    return emitError() << "expected a positive beta";
  return success();
}

bool VarianceConstancyAttr::couplesFeatures() const { return false; }
bool VarianceConstancyAttr::couplesSamples() const { return true; }

double VarianceConstancyAttr::normalization(double, double features) const {
  return features;
}

double VarianceConstancyAttr::sumNormalization(double, double features) const {
  return features;
}

LogicalResult
VarianceConstancyAttr::verifySite(function_ref<InFlightDiagnostic()> emitError,
                                  int64_t samples, int64_t) const {
  if (ShapedType::isDynamic(samples) || samples >= 2 * getN())
    return success();
  return emitError() << "expected at least " << 2 * getN() << " samples for "
                     << Attribute(*this) << ", got " << samples;
}

namespace {
/// Mean and unbiased variance of each feature over a group of samples.
struct Moments {
  Value mean, variance;
};
} // namespace

static Moments buildMoments(TensorBuilder &b, Value activations, int64_t first,
                            int64_t n) {
  OpBuilder &builder = b.getBuilder();
  TensorShape shape = b.getShape(activations);
  Value group = b.slice(activations,
                        {builder.getIndexAttr(first), builder.getIndexAttr(0)},
                        {builder.getIndexAttr(n), shape[1]});
  Value mean =
      b.map(b.sum(group, {0}), [&](ElementBuilder &e, ArrayRef<Element> x) {
        return e.mul(x[0], 1.0 / n);
      });
  MapOperand operands[] = {sameShape(group), {mean, {1}}};
  Value squares =
      b.map(b.getShape(group), operands, getElementType(activations),
            [](ElementBuilder &e, ArrayRef<Element> x) {
              Element centred = e.sub(x[0], x[1]);
              return e.mul(centred, centred);
            });
  Value variance =
      b.map(b.sum(squares, {0}), [&](ElementBuilder &e, ArrayRef<Element> x) {
        return e.mul(x[0], 1.0 / (n - 1));
      });
  return {mean, variance};
}

static std::pair<Moments, Moments>
buildBothMoments(TensorBuilder &b, Value activations, int64_t n) {
  b.assertRows(activations, 2 * n,
               "variance_constancy needs at least 2n samples");
  return {buildMoments(b, activations, 0, n),
          buildMoments(b, activations, n, n)};
}

Value VarianceConstancyAttr::buildPenalty(TensorBuilder &b, Value activations,
                                          Value) const {
  double beta = getBeta().convertToDouble();
  auto [first, second] = buildBothMoments(b, activations, getN());
  MapOperand operands[] = {sameShape(first.variance),
                           sameShape(second.variance)};
  return b.sumAll(b.map(b.getShape(first.variance), operands,
                        getElementType(activations),
                        [&](ElementBuilder &e, ArrayRef<Element> v) {
                          Element ratio = e.div(v[0], e.add(v[1], beta));
                          Element off = e.sub(e.real(1, ratio.type), ratio);
                          return e.mul(off, off);
                        }));
}

Value VarianceConstancyAttr::buildGradient(TensorBuilder &b, Value activations,
                                           Value) const {
  int64_t n = getN();
  double beta = getBeta().convertToDouble();
  Type type = getElementType(activations);
  auto [first, second] = buildBothMoments(b, activations, n);
  // The derivatives by the two variances, times 2 / (n - 1), which is what
  // (h - mean) is multiplied by in the derivative of a variance.
  MapOperand variances[] = {sameShape(first.variance),
                            sameShape(second.variance)};
  SmallVector<Value> factors = b.map(
      b.getShape(first.variance), variances, {type, type},
      [&](ElementBuilder &e, ArrayRef<Element> v) -> SmallVector<Element> {
        Element denominator = e.add(v[1], beta);
        Element ratio = e.div(v[0], denominator);
        Element off = e.sub(ratio, e.real(1, type));
        Element byFirst = e.mul(e.div(off, denominator), 4.0 / (n - 1));
        return {byFirst, e.mul(e.mul(byFirst, ratio), -1)};
      });
  MapOperand operands[] = {sameShape(activations),
                           {first.mean, {1}},
                           {second.mean, {1}},
                           {factors[0], {1}},
                           {factors[1], {1}}};
  return b.map(b.getShape(activations), operands, type,
               [&](ElementBuilder &e, ArrayRef<Element> x) {
                 Type i32 = e.signedInteger(32);
                 Element row = e.index(0, i32);
                 auto isBelow = [&](int64_t bound) {
                   return e.binary(ScalarFunction::CompareLT, row,
                                   e.integer(bound, i32));
                 };
                 Element inFirst = e.mul(e.sub(x[0], x[1]), x[3]);
                 Element inSecond = e.mul(e.sub(x[0], x[2]), x[4]);
                 Element rest =
                     e.select(isBelow(2 * n), inSecond, e.real(0, type));
                 return e.select(isBelow(n), inFirst, rest);
               });
}
