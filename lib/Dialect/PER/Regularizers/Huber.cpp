//===- Huber.cpp - quadratic, then linear --------------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Builder/TensorBuilder.h"
#include "per/Dialect/PER/IR/PER.h"

using namespace mlir;
using namespace mlir::per;

LogicalResult HuberAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                APFloat delta) {
  if (delta.isZero() || delta.isNegative())
    return emitError() << "expected a positive delta";
  return success();
}

bool HuberAttr::couplesFeatures() const { return false; }

Value HuberAttr::buildPenalty(TensorBuilder &b, Value activations,
                              Value) const {
  double delta = getDelta().convertToDouble();
  return b.sumAll(b.map(activations, [&](ElementBuilder &e,
                                         ArrayRef<Element> h) {
    // With m = min(|h|, delta): m^2 / 2 + delta (|h| - m).
    Element magnitude = e.unary(ScalarFunction::Abs, h[0]);
    Element m =
        e.binary(ScalarFunction::Minimum, magnitude, e.real(delta, h[0].type));
    return e.add(e.mul(e.mul(m, m), 0.5), e.mul(e.sub(magnitude, m), delta));
  }));
}

Value HuberAttr::buildGradient(TensorBuilder &b, Value activations,
                               Value) const {
  double delta = getDelta().convertToDouble();
  return b.map(activations, [&](ElementBuilder &e, ArrayRef<Element> h) {
    Type type = h[0].type;
    Element bounded =
        e.binary(ScalarFunction::Maximum, h[0], e.real(-delta, type));
    return e.binary(ScalarFunction::Minimum, bounded, e.real(delta, type));
  });
}
