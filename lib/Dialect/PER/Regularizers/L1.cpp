//===- L1.cpp - sum of absolute values -----------------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Builder/TensorBuilder.h"
#include "per/Dialect/PER/IR/PER.h"

using namespace mlir;
using namespace mlir::per;

bool L1Attr::couplesFeatures() const { return false; }

Value L1Attr::buildPenalty(TensorBuilder &b, Value activations, Value) const {
  return b.sumAll(
      b.map(activations, [](ElementBuilder &e, ArrayRef<Element> h) {
        return e.unary(ScalarFunction::Abs, h[0]);
      }));
}

Value L1Attr::buildGradient(TensorBuilder &b, Value activations, Value) const {
  return b.map(activations, [](ElementBuilder &e, ArrayRef<Element> h) {
    return e.unary(ScalarFunction::Sign, h[0]);
  });
}
