//===- TestMutateAttached.cpp - damages attached functions ----------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// Attaches a regulariser, damages the result in one way, and runs the proof,
// which has to notice. With `planned`, what the analysis found is replaced by
// what attributes of the operations say, so that the edit is carried out and
// recorded faithfully, but is wrong:
//
//   test.cotangent = [N]   the result is the cotangent of site N
//   test.terminal = [N]    the result is a terminal of site N
//   test.by_class          (beside the first) congruent values share samples
//
//===----------------------------------------------------------------------===//

#include "per/Analysis/Match.h"
#include "per/Dialect/PER/IR/PER.h"
#include "per/Transforms/AttachSteps.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Pass/Pass.h"

using namespace mlir;
using namespace mlir::per;

//===----------------------------------------------------------------------===//
// Wrong plans
//===----------------------------------------------------------------------===//

/// Whether the list `name` of `op` holds `site`.
static bool names(Operation *op, StringRef name, unsigned site) {
  auto list = op->getAttrOfType<ArrayAttr>(name);
  return list &&
         llvm::any_of(list.getAsRange<IntegerAttr>(),
                      [&](IntegerAttr n) { return n.getValue() == site; });
}

static void revisePlans(AnalyzedStep &step) {
  AnalysisContext &context = *step.context;
  for (SiteResult &site : step.result.sites) {
    Adjoint adjoint;
    step.function->walk([&](Operation *op) {
      if (names(op, "test.terminal", site.index))
        adjoint.terminals.push_back(step.view->lookup(op->getResult(0)));
      if (!names(op, "test.cotangent", site.index))
        return;
      adjoint.cotangent = step.view->lookup(op->getResult(0));
      if (op->hasAttr("test.by_class"))
        adjoint.mode = SampleMode::ByClass;
    });
    if (!adjoint.cotangent)
      continue;
    ConeOptions options;
    options.budget = context.bounds.coneBudgets.back();
    options.mode = adjoint.mode;
    Cone cone = buildCone(context, site.value, options);
    Family family(context, cone);
    Closure closure =
        buildClosure(context, adjoint.cotangent,
                     {adjoint.mode, &family, /*throughForward=*/true});
    adjoint.path = collectPath(closure, adjoint.terminals);
    adjoint.tolerance = getTolerances(context, site.value).front();
    adjoint.coneSize = cone.order.size();
    site.adjoint = adjoint;
    site.status = SiteStatus::Found;
  }
}

//===----------------------------------------------------------------------===//
// Damages
//===----------------------------------------------------------------------===//

namespace {
/// One attached function. Every method damages its first edit, and fails if
/// there is no place for it.
class Damage {
public:
  explicit Damage(EditRecord &record)
      : record(record), edit(record.edits.front()),
        term(cast<GradientOp>(edit.term)), from(edit.rerouted.front().first),
        to(edit.rerouted.front().second) {}

  LogicalResult apply(StringRef mutation);

private:
  LogicalResult applyToTerm(StringRef mutation);
  LogicalResult applyToClones(StringRef mutation);
  LogicalResult applyToOriginals(StringRef mutation);

  /// A use of `value` that is not by one of the clones.
  OpOperand &findOutsideUse(Value value) const;
  Operation *create(OpBuilder &builder, StringRef name, Value operand) const;
  Operation *getReturn() const;

  EditRecord &record;
  TermEdit &edit;
  GradientOp term;
  Value from, to;
};
} // namespace

OpOperand &Damage::findOutsideUse(Value value) const {
  for (OpOperand &use : value.getUses())
    if (!llvm::is_contained(edit.clones, use.getOwner()))
      return use;
  llvm_unreachable("a terminal is used");
}

Operation *Damage::create(OpBuilder &builder, StringRef name,
                          Value operand) const {
  OperationState state(edit.loc, name, operand, operand.getType());
  return builder.create(state);
}

Operation *Damage::getReturn() const {
  return record.before.getFunction()->getRegion(0).front().getTerminator();
}

LogicalResult Damage::applyToTerm(StringRef mutation) {
  MLIRContext *context = term->getContext();
  if (mutation == "other-site") {
    term.getActivationsMutable().assign(record.edits.back().activation);
  } else if (mutation == "other-activation-class") {
    // Something of the right shape that is no activation: the cotangent.
    term.getActivationsMutable().assign(term.getOutput());
  } else if (mutation == "sample-dims") {
    term.setSampleDims(ArrayRef<int64_t>{});
  } else if (mutation == "regularizer") {
    term.setRegularizerAttr(L1Attr::get(context));
  } else if (mutation == "scale") {
    // Twice what it should be, made of nothing but what was made for it.
    OpBuilder builder(term);
    OperationState state(edit.loc, "stablehlo.add",
                         {term.getScale(), term.getScale()},
                         term.getScale().getType());
    Operation *sum = builder.create(state);
    record.support.insert(sum);
    term.getScaleMutable().assign(sum->getResult(0));
  } else if (mutation == "slices-site") {
    term.getSlices().getDefiningOp<SlicesOp>().setSite(edit.site + 1);
  } else if (mutation == "slices-step") {
    auto slices = term.getSlices().getDefiningOp<SlicesOp>();
    slices.getStepMutable().assign(slices.getSeed());
  } else if (mutation == "slices-gone") {
    term.getSlicesMutable().clear();
  } else if (mutation == "effect") {
    OpBuilder builder(term);
    Operation *call = create(builder, "stablehlo.custom_call", term.getScale());
    call->setAttr("has_side_effect", builder.getBoolAttr(true));
    record.support.insert(call);
  } else if (mutation == "support-used") {
    for (OpOperand &operand : getReturn()->getOpOperands())
      if (operand.get().getType() == term.getScale().getType()) {
        operand.set(term.getScale());
        return success();
      }
    return failure();
  } else {
    return failure();
  }
  return success();
}

LogicalResult Damage::applyToClones(StringRef mutation) {
  Operation *clone = edit.clones.back();
  if (mutation == "missing-terminal") {
    findOutsideUse(to).set(from);
  } else if (mutation == "slipped-in") {
    OpOperand &use = findOutsideUse(to);
    OpBuilder builder(use.getOwner());
    use.set(create(builder, "stablehlo.negate", to)->getResult(0));
  } else if (mutation == "all-uses") {
    term.getOutput().replaceAllUsesExcept(term.getResult(), term);
  } else if (mutation == "inside-used") {
    // The term itself, by what read the terminal.
    findOutsideUse(to).set(term.getResult());
  } else if (mutation == "clone-operand") {
    clone->setOperand(0, clone->getOperand(clone->getNumOperands() - 1));
  } else if (mutation == "clone-attribute") {
    clone->setAttr("changed", UnitAttr::get(clone->getContext()));
  } else if (mutation == "clone-operation") {
    OpBuilder builder(clone);
    Operation *other =
        create(builder, "stablehlo.negate", clone->getOperand(0));
    clone->getResult(0).replaceAllUsesWith(other->getResult(0));
    for (auto &[original, now] : edit.rerouted)
      if (now == clone->getResult(0))
        now = other->getResult(0);
    edit.clones.back() = other;
    clone->erase();
  } else {
    return failure();
  }
  return success();
}

LogicalResult Damage::applyToOriginals(StringRef mutation) {
  MLIRContext *context = term->getContext();
  Operation *function = record.before.getFunction();
  if (mutation == "gone") {
    edit.path.back()->erase(); // dead since its terminal was rerouted
  } else if (mutation == "attribute") {
    edit.activation.getDefiningOp()->setAttr("changed", UnitAttr::get(context));
  } else if (mutation == "function-attribute") {
    function->setAttr("changed", UnitAttr::get(context));
  } else if (mutation == "block-argument") {
    Operation *reduction = nullptr;
    function->walk([&](Operation *op) {
      if (op != function && op->getNumRegions())
        reduction = op;
    });
    if (!reduction)
      return failure();
    reduction->getRegion(0).addArgument(to.getType(), edit.loc);
  } else if (mutation == "moved") {
    Operation *op = edit.activation.getDefiningOp();
    op->moveAfter(op->getNextNode());
  } else if (mutation == "results") {
    for (OpOperand &a : getReturn()->getOpOperands())
      for (OpOperand &b : getReturn()->getOpOperands())
        if (a.get() != b.get() && a.get().getType() == b.get().getType()) {
          Value first = a.get();
          a.set(b.get());
          b.set(first);
          return success();
        }
    return failure();
  } else {
    return failure();
  }
  return success();
}

LogicalResult Damage::apply(StringRef mutation) {
  if (succeeded(applyToTerm(mutation)) || succeeded(applyToClones(mutation)) ||
      succeeded(applyToOriginals(mutation)))
    return success();
  return emitError(edit.loc) << "no mutation '" << mutation << "' here";
}

//===----------------------------------------------------------------------===//
// Pass
//===----------------------------------------------------------------------===//

namespace {
struct TestMutateAttached
    : PassWrapper<TestMutateAttached, OperationPass<ModuleOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(TestMutateAttached)

  TestMutateAttached() = default;
  TestMutateAttached(const TestMutateAttached &other) : PassWrapper(other) {}

  StringRef getArgument() const final { return "test-per-mutate-attached"; }
  StringRef getDescription() const final {
    return "attach a regulariser, damage the result, and prove it";
  }
  void getDependentDialects(DialectRegistry &registry) const override {
    registry.insert<PERDialect, linalg::LinalgDialect, tensor::TensorDialect>();
  }

  void runOnOperation() override {
    AttachOptions options;
    options.regularizer = regularizer;
    options.lambda.constant = 0.5;
    options.seed.constant = 1;
    options.step.constant = 2;
    options.skipFailedSites = true;
    bool isPlan = mutation == "planned";
    FailureOr<AttachedStep> step =
        isPlan ? attachTerms(getOperation(), options, revisePlans)
               : attachTerms(getOperation(), options);
    if (failed(step))
      return signalPassFailure();
    if (!isPlan && mutation != "none" &&
        failed(Damage(*step->record).apply(mutation)))
      return signalPassFailure();
    if (failed(proveEdits(*step->record, *step->frontend, options.lossResult,
                          options.bounds)))
      signalPassFailure();
  }

  Option<std::string> mutation{*this, "mutation",
                               llvm::cl::desc("what is damaged"),
                               llvm::cl::init("none")};
  Option<std::string> regularizer{*this, "regularizer",
                                  llvm::cl::desc("what is attached"),
                                  llvm::cl::init("#per.l2")};
};
} // namespace

namespace mlir::per::test {
void registerTestMutateAttached();
void registerTestMutateAttached() { PassRegistration<TestMutateAttached>(); }
} // namespace mlir::per::test
