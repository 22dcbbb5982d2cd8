//===- PseudoHuber.cpp - smooth form of huber ----------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Builder/TensorBuilder.h"
#include "per/Dialect/PER/IR/PER.h"

using namespace mlir;
using namespace mlir::per;

LogicalResult
PseudoHuberAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                        APFloat delta) {
  if (delta.isZero() || delta.isNegative())
    return emitError() << "expected a positive delta";
  return success();
}

bool PseudoHuberAttr::couplesFeatures() const { return false; }

/// sqrt(1 + (h/delta)^2)
static Element buildRoot(ElementBuilder &e, Element h, double delta) {
  Element ratio = e.mul(h, 1 / delta);
  return e.unary(ScalarFunction::Sqrt, e.add(e.mul(ratio, ratio), 1));
}

Value PseudoHuberAttr::buildPenalty(TensorBuilder &b, Value activations,
                                    Value) const {
  double delta = getDelta().convertToDouble();
  return b.sumAll(
      b.map(activations, [&](ElementBuilder &e, ArrayRef<Element> h) {
        // delta^2 (root - 1) = h^2 / (root + 1), which does not cancel.
        Element root = buildRoot(e, h[0], delta);
        return e.mul(h[0], e.div(h[0], e.add(root, 1)));
      }));
}

Value PseudoHuberAttr::buildGradient(TensorBuilder &b, Value activations,
                                     Value) const {
  double delta = getDelta().convertToDouble();
  return b.map(activations, [&](ElementBuilder &e, ArrayRef<Element> h) {
    return e.div(h[0], buildRoot(e, h[0], delta));
  });
}
