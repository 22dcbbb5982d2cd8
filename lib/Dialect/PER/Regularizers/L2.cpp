//===- L2.cpp - sum of squares -------------------------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Builder/TensorBuilder.h"
#include "per/Dialect/PER/IR/PER.h"

using namespace mlir;
using namespace mlir::per;

bool L2Attr::couplesFeatures() const { return false; }

Value L2Attr::buildPenalty(TensorBuilder &b, Value activations, Value) const {
  return b.sumAll(
      b.map(activations, [](ElementBuilder &e, ArrayRef<Element> h) {
        return e.mul(h[0], h[0]);
      }));
}

Value L2Attr::buildGradient(TensorBuilder &b, Value activations, Value) const {
  return b.map(activations, [](ElementBuilder &e, ArrayRef<Element> h) {
    return e.mul(h[0], 2);
  });
}
