//===- TestScalarFunctions.cpp - values and partials as a table -----------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Analysis/ScalarFunction.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

#include <cmath>

using namespace mlir;
using namespace mlir::per;

/// Operands that cover the domains of all functions: both signs, small, large.
static Samples getOperand(unsigned index) {
  Samples samples;
  for (unsigned i = 0; i < kNumSamples; ++i) {
    double magnitude = std::pow(10.0, (i % 8) * 0.45 - 2.2);
    samples[i] = (i % 2 ? -1 : 1) * magnitude * (1 + 0.01 * i + 0.07 * index);
    if (index > 0)
      samples[i] *= std::sin(1.7 * i + index);
  }
  return samples;
}

static void print(StringRef name, StringRef column, const Samples &samples) {
  llvm::errs() << name << ' ' << column;
  for (double sample : samples)
    llvm::errs() << ' ' << llvm::format("%.17g", sample);
  llvm::errs() << '\n';
}

namespace {
/// One line a column: name of the function, `x0`, `x1`, ... for the operands,
/// `y` for the value, `d0`, `d1`, ... for the partials that are not zero.
struct TestScalarFunctionsPass
    : public PassWrapper<TestScalarFunctionsPass, OperationPass<ModuleOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(TestScalarFunctionsPass)

  StringRef getArgument() const final { return "test-per-scalar-functions"; }
  StringRef getDescription() const final {
    return "print values and partials of all scalar functions";
  }

  void runOnOperation() override {
    for (unsigned f = 0; f <= static_cast<unsigned>(ScalarFunction::Clamp); ++f)
      printFunction(static_cast<ScalarFunction>(f));
  }

  void printFunction(ScalarFunction function) {
    Samples x[3];
    SmallVector<const Samples *> operands;
    for (unsigned i = 0; i < getArity(function); ++i) {
      x[i] = getOperand(i);
      operands.push_back(&x[i]);
    }
    if (function == ScalarFunction::Select)
      for (double &predicate : x[0])
        predicate = predicate > 0;
    StringRef name = per::getName(function);
    for (auto [i, operand] : llvm::enumerate(operands))
      print(name, "x" + std::to_string(i), *operand);
    Samples y = evaluate(function, operands);
    print(name, "y", y);
    for (unsigned i = 0; i < operands.size(); ++i) {
      Samples partial;
      if (evaluatePartial(function, i, operands, y, partial))
        print(name, "d" + std::to_string(i), partial);
    }
  }
};
} // namespace

namespace mlir::per::test {
void registerTestScalarFunctions();
void registerTestScalarFunctions() {
  PassRegistration<TestScalarFunctionsPass>();
}
} // namespace mlir::per::test
