//===- ExampleRegularizer.cpp - the example of the guide ------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// The regulariser of docs/adding-a-regularizer.md: R(H) = sum of log cosh(h).
//
//===----------------------------------------------------------------------===//

#include "per/Builder/TensorBuilder.h"
#include "per/Dialect/PER/IR/PER.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "mlir/IR/DialectRegistry.h"
#include "llvm/ADT/TypeSwitch.h"

#include "ExampleDialect.h.inc"
#define GET_ATTRDEF_CLASSES
#include "ExampleAttrs.h.inc"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::example;

#include "ExampleDialect.cpp.inc"
#define GET_ATTRDEF_CLASSES
#include "ExampleAttrs.cpp.inc"

void ExampleDialect::initialize() { addAttributes<LogCoshAttr>(); }

StringRef LogCoshAttr::getRegularizerName() const { return "log_cosh"; }

bool LogCoshAttr::couplesFeatures() const { return false; }

Value LogCoshAttr::buildPenalty(TensorBuilder &b, Value activations,
                                Value) const {
  return b.sumAll(
      b.map(activations, [](ElementBuilder &e, ArrayRef<Element> h) {
        // |h| + log((1 + exp(-2|h|)) / 2), which does not overflow.
        Element magnitude = e.unary(ScalarFunction::Abs, h[0]);
        Element decay = e.unary(ScalarFunction::Exp, e.mul(magnitude, -2));
        Element half = e.mul(e.add(decay, 1), 0.5);
        return e.add(magnitude, e.unary(ScalarFunction::Log, half));
      }));
}

Value LogCoshAttr::buildGradient(TensorBuilder &b, Value activations,
                                 Value) const {
  return b.map(activations, [](ElementBuilder &e, ArrayRef<Element> h) {
    return e.unary(ScalarFunction::Tanh, h[0]);
  });
}

namespace mlir::per::test {
void registerExampleDialect(DialectRegistry &registry);
void registerExampleDialect(DialectRegistry &registry) {
  registry.insert<ExampleDialect>();
}
} // namespace mlir::per::test
