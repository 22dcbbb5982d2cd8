//===- TestFrontendCreate.cpp - what a frontend creates -------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Analysis/GraphView.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/TypeUtilities.h"
#include "mlir/Pass/Pass.h"

#include <limits>

using namespace mlir;
using namespace mlir::per;

namespace {
/// Makes `main(x, stack, i)` return, by what the frontend creates,
///   x * x + convert(stack[i]), i + 1, 1/3, infinity.
struct TestFrontendCreatePass
    : public PassWrapper<TestFrontendCreatePass, OperationPass<ModuleOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(TestFrontendCreatePass)

  StringRef getArgument() const final { return "test-per-frontend-create"; }
  StringRef getDescription() const final {
    return "return values made by every creation method of the frontend";
  }

  void runOnOperation() override {
    auto main = getOperation().lookupSymbol<func::FuncOp>("main");
    if (!main || main.isExternal() || main.getNumArguments() != 3) {
      getOperation().emitError("expected a function main(x, stack, i)");
      return signalPassFailure();
    }
    const Frontend &frontend = getFrontend(getOperation());
    Operation *terminator = main.getBody().front().getTerminator();
    OpBuilder builder(terminator);
    Location loc = terminator->getLoc();
    Value x = main.getArgument(0), stack = main.getArgument(1),
          i = main.getArgument(2);
    auto type = cast<FloatType>(getElementTypeOrSelf(x.getType()));

    Value square = frontend.createMultiply(builder, loc, x, x);
    Value read = frontend.createConvert(
        builder, loc, frontend.createStackRead(builder, loc, stack, i), type);
    Value one = frontend.createIntegerConstant(
        builder, loc, cast<IntegerType>(getElementTypeOrSelf(i.getType())), 1);
    Value infinity = frontend.createScalarConstant(
        builder, loc, type, std::numeric_limits<double>::infinity());
    Value third = frontend.createScalarConstant(builder, loc, type, 1.0 / 3);
    Value zero = frontend.createZero(builder, loc,
                                     cast<RankedTensorType>(stack.getType()));
    Value row = frontend.createStackRead(builder, loc, stack, i);
    Value written = frontend.createStackWrite(builder, loc, zero, row, i);
    terminator->setOperands({frontend.createAdd(builder, loc, square, read),
                             frontend.createAdd(builder, loc, i, one), third,
                             infinity, written});
  }
};
} // namespace

namespace mlir::per::test {
void registerTestFrontendCreate();
void registerTestFrontendCreate() {
  PassRegistration<TestFrontendCreatePass>();
}
} // namespace mlir::per::test
