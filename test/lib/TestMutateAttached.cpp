//===- TestMutateAttached.cpp - damages attached functions ----------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// Attaches #per.l2, damages the result in one way, and runs the proof, which
// has to notice.
//
//===----------------------------------------------------------------------===//

#include "per/Dialect/PER/IR/PER.h"
#include "per/Transforms/AttachSteps.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Pass/Pass.h"

using namespace mlir;
using namespace mlir::per;

/// A use of `value` that is not by one of `own`.
static OpOperand &findOutsideUse(Value value, const TermEdit &edit) {
  for (OpOperand &use : value.getUses())
    if (!llvm::is_contained(edit.clones, use.getOwner()))
      return use;
  llvm_unreachable("a terminal is used");
}

static LogicalResult mutate(StringRef mutation, EditRecord &record) {
  TermEdit &edit = record.edits.front();
  auto term = cast<GradientOp>(edit.term);
  auto [from, to] = edit.rerouted.front();
  if (mutation == "none")
    return success();
  if (mutation == "missing-terminal") {
    findOutsideUse(to, edit).set(from);
    return success();
  }
  if (mutation == "slipped-in") {
    OpOperand &use = findOutsideUse(to, edit);
    OpBuilder builder(use.getOwner());
    OperationState state(use.getOwner()->getLoc(), "stablehlo.negate", to,
                         to.getType());
    use.set(builder.create(state)->getResult(0));
    return success();
  }
  if (mutation == "all-uses") {
    term.getOutput().replaceAllUsesExcept(term.getResult(), term);
    return success();
  }
  if (mutation == "other-site") {
    term.getActivationsMutable().assign(record.edits.back().activation);
    return success();
  }
  if (mutation == "other-activation-class") {
    // Something of the right shape that is no activation: the cotangent.
    term.getActivationsMutable().assign(term.getOutput());
    return success();
  }
  if (mutation == "gone") {
    edit.path.back()->erase(); // dead since its terminal was rerouted
    return success();
  }
  if (mutation == "support-used") {
    Value scale = term.getScale();
    for (OpOperand &operand : record.before.getFunction()
                                  ->getRegion(0)
                                  .front()
                                  .back()
                                  .getOpOperands())
      if (operand.get().getType() == scale.getType()) {
        operand.set(scale);
        return success();
      }
  }
  return emitError(edit.loc) << "no mutation '" << mutation << "' here";
}

namespace {
struct TestMutateAttached
    : PassWrapper<TestMutateAttached, OperationPass<ModuleOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(TestMutateAttached)

  TestMutateAttached() = default;
  TestMutateAttached(const TestMutateAttached &other) : PassWrapper(other) {}

  StringRef getArgument() const final { return "test-per-mutate-attached"; }
  StringRef getDescription() const final {
    return "attach #per.l2, damage the result, and prove it";
  }
  void getDependentDialects(DialectRegistry &registry) const override {
    registry.insert<PERDialect, linalg::LinalgDialect, tensor::TensorDialect>();
  }

  void runOnOperation() override {
    AttachOptions options;
    options.regularizer = "#per.l2";
    options.lambda.constant = 0.5;
    FailureOr<AttachedStep> step = attachTerms(getOperation(), options);
    if (failed(step) || failed(mutate(mutation, *step->record)) ||
        failed(proveEdits(*step->record, *step->frontend, options.lossResult,
                          options.bounds)))
      signalPassFailure();
  }

  Option<std::string> mutation{*this, "mutation",
                               llvm::cl::desc("what is damaged"),
                               llvm::cl::init("none")};
};
} // namespace

namespace mlir::per::test {
void registerTestMutateAttached();
void registerTestMutateAttached() { PassRegistration<TestMutateAttached>(); }
} // namespace mlir::per::test
