//===- TestMutateRandomly.cpp - random damage to attached functions -------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// Attaches a regulariser many times, changes one thing at random each time, and
// runs the proof. It must notice, unless the changed operation provably
// computes what it did before. Half of the changes are to what was made by the
// edit.
//
//===----------------------------------------------------------------------===//

#include "per/Dialect/PER/IR/PER.h"
#include "per/Transforms/AttachSteps.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Pass/Pass.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/Support/raw_ostream.h"

#include <random>

using namespace mlir;
using namespace mlir::per;

namespace {
/// One random change to an attached function.
class RandomMutation {
public:
  RandomMutation(EditRecord &record, uint64_t seed);

  /// Changes something; false if the draw had no place for its change.
  bool apply();
  /// Whether the changed operation is a duplicate of what it was. Changes the
  /// function.
  bool isEquivalent(const AttachedStep &step);

  StringRef getKind() const { return kind; }
  const std::string &getText() const { return text; }

private:
  size_t draw(size_t size) { return random() % size; }
  template <typename RangeT> auto &pick(RangeT &range) {
    return range[draw(range.size())];
  }
  Value pickValue(Operation *user, Type type, ArrayRef<Value> among);
  bool changeOperand(OpOperand &use, Value value);
  bool reroute();
  bool useNewValue();
  bool slipIn();
  bool swapOperands();
  bool changeAttribute();
  bool drop();
  bool move();

  EditRecord &record;
  std::mt19937_64 random;
  SmallVector<Operation *> originals, made;
  SmallVector<Value> values, newValues;
  StringRef kind;
  std::string text;
  /// What was changed, with a duplicate of its state before; null: something
  /// that has no equivalent.
  Operation *changed = nullptr;
  SmallVector<Value> oldOperands;
  Value replaced, replacement;
  bool sameAttributes = true;
};
} // namespace

RandomMutation::RandomMutation(EditRecord &record, uint64_t seed)
    : record(record), random(seed) {
  DenseSet<Operation *> isMade(record.support.begin(), record.support.end());
  for (TermEdit &edit : record.edits) {
    isMade.insert(edit.term);
    isMade.insert(edit.clones.begin(), edit.clones.end());
  }
  Operation *function = record.before.getFunction();
  for (Value argument : function->getRegion(0).getArguments())
    values.push_back(argument);
  function->walk<WalkOrder::PreOrder>([&](Operation *op) {
    if (op == function)
      return;
    bool isNew = isMade.contains(op);
    (isNew ? made : originals).push_back(op);
    for (Value result : op->getResults()) {
      values.push_back(result);
      if (isNew)
        newValues.push_back(result);
    }
  });
}

/// Whether `value` is defined before `user`. (Regions of unregistered
/// operations count as graphs, in which everything dominates everything.)
static bool isDefinedBefore(Value value, Operation *user) {
  Operation *ancestor = value.getParentBlock()->findAncestorOpInBlock(*user);
  Operation *def = value.getDefiningOp();
  return ancestor && (!def || def->isBeforeInBlock(ancestor));
}

/// A value of `type` that `user` can read; null if there is none.
Value RandomMutation::pickValue(Operation *user, Type type,
                                ArrayRef<Value> among) {
  SmallVector<Value> candidates;
  for (Value value : among)
    if (value.getType() == type && isDefinedBefore(value, user))
      candidates.push_back(value);
  return candidates.empty() ? Value() : pick(candidates);
}

bool RandomMutation::changeOperand(OpOperand &use, Value value) {
  if (!value || value == use.get())
    return false;
  changed = use.getOwner();
  oldOperands.assign(changed->operand_begin(), changed->operand_end());
  llvm::raw_string_ostream(text)
      << "operand " << use.getOperandNumber() << " of " << *changed;
  use.set(value);
  return true;
}

bool RandomMutation::reroute() {
  kind = "operand rerouted";
  Operation *op = draw(2) ? pick(made) : pick(originals);
  if (op->getNumOperands() == 0)
    return false;
  OpOperand &use = op->getOpOperand(draw(op->getNumOperands()));
  return changeOperand(use, pickValue(op, use.get().getType(), values));
}

bool RandomMutation::useNewValue() {
  kind = "use of a new value";
  Operation *op = pick(originals);
  if (op->getNumOperands() == 0)
    return false;
  OpOperand &use = op->getOpOperand(draw(op->getNumOperands()));
  return changeOperand(use, pickValue(op, use.get().getType(), newValues));
}

bool RandomMutation::slipIn() {
  kind = "operation slipped in";
  Operation *op = draw(2) ? pick(made) : pick(originals);
  if (op->getNumOperands() == 0)
    return false;
  OpOperand &use = op->getOpOperand(draw(op->getNumOperands()));
  OpBuilder builder(op);
  OperationState state(op->getLoc(), "stablehlo.negate", use.get(),
                       use.get().getType());
  return changeOperand(use, builder.create(state)->getResult(0));
}

bool RandomMutation::swapOperands() {
  kind = "operands swapped";
  Operation *op = draw(2) ? pick(made) : pick(originals);
  if (op->getNumOperands() < 2)
    return false;
  OpOperand &a = op->getOpOperand(draw(op->getNumOperands()));
  OpOperand &b = op->getOpOperand(draw(op->getNumOperands()));
  Value first = a.get(), second = b.get();
  if (first.getType() != second.getType() || !changeOperand(a, second))
    return false;
  b.set(first);
  return true;
}

bool RandomMutation::changeAttribute() {
  kind = "attribute changed";
  Operation *op = draw(4) ? pick(made) : pick(originals);
  llvm::raw_string_ostream(text) << *op;
  changed = op;
  oldOperands.assign(op->operand_begin(), op->operand_end());
  sameAttributes = false;
  if (auto term = dyn_cast<GradientOp>(op)) {
    SmallVector<int64_t> dims(term.getSampleDims());
    if (dims.empty())
      dims.push_back(0);
    else
      dims.pop_back();
    term.setSampleDims(dims);
    return true;
  }
  if (auto slices = dyn_cast<SlicesOp>(op)) {
    slices.setSite(slices.getSite() + 1 + draw(3));
    return true;
  }
  // Constants of generic operations.
  auto properties =
      dyn_cast_or_null<DictionaryAttr>(op->getPropertiesAsAttribute());
  auto value = properties ? properties.getAs<DenseElementsAttr>("value")
                          : DenseElementsAttr();
  if (value && value.isSplat() && isa<FloatType>(value.getElementType())) {
    auto number = value.getSplatValue<APFloat>();
    APFloat other(number.getSemantics(), "1.5");
    NamedAttrList list(properties);
    if (number.isFinite())
      other = other + number;
    list.set("value", DenseElementsAttr::get(value.getType(), other));
    return succeeded(op->setPropertiesFromAttribute(
        list.getDictionary(op->getContext()), [&] { return op->emitError(); }));
  }
  // What is attached to a helper changes nothing.
  if (record.support.contains(op))
    return false;
  op->setDiscardableAttr("changed", UnitAttr::get(op->getContext()));
  return true;
}

bool RandomMutation::drop() {
  kind = "operation dropped";
  Operation *op = draw(2) ? pick(made) : pick(originals);
  if (op->getNumResults() != 1)
    return false;
  llvm::raw_string_ostream(text) << *op;
  Value other = pickValue(op, op->getResult(0).getType(), values);
  if (!other)
    return false;
  op->getResult(0).replaceAllUsesWith(other);
  // Nothing requires a helper; whether it is needed is asked of its users.
  if (record.support.contains(op)) {
    replaced = op->getResult(0);
    replacement = other;
  } else {
    op->erase();
  }
  return true;
}

bool RandomMutation::move() {
  kind = "operation moved";
  Operation *op = pick(originals);
  Operation *next = op->getNextNode();
  if (!next || next->hasTrait<OpTrait::IsTerminator>() ||
      !llvm::is_contained(originals, next) || !next->getNextNode() ||
      llvm::is_contained(op->getUsers(), next) || next->getNumRegions())
    return false;
  llvm::raw_string_ostream(text) << *op;
  op->moveAfter(next);
  return true;
}

bool RandomMutation::apply() {
  if (made.empty())
    return false;
  switch (draw(7)) {
  case 0:
    return reroute();
  case 1:
    return useNewValue();
  case 2:
    return slipIn();
  case 3:
    return swapOperands();
  case 4:
    return changeAttribute();
  case 5:
    return drop();
  default:
    return move();
  }
}

bool RandomMutation::isEquivalent(const AttachedStep &step) {
  if ((!changed && !replaced) || !sameAttributes)
    return false;
  Operation *before = nullptr;
  if (changed) {
    before = OpBuilder(changed).clone(*changed);
    before->setOperands(oldOperands);
  }
  FailureOr<std::unique_ptr<GraphView>> view =
      step.frontend->buildView(record.before.getFunction());
  if (failed(view))
    return false;
  const GraphView &graph = **view;
  ConstantFolder constants(graph);
  ValueNumbering numbering(graph, constants);
  auto areEqual = [&](auto pair) {
    ViewValue *a = graph.lookup(std::get<0>(pair));
    ViewValue *b = graph.lookup(std::get<1>(pair));
    return a && b && numbering.areCongruent(a, b);
  };
  if (!changed)
    return areEqual(std::make_pair(replaced, replacement));
  return llvm::all_of(llvm::zip(changed->getOperands(), oldOperands),
                      areEqual) ||
         (changed->getNumResults() &&
          llvm::all_of(llvm::zip(changed->getResults(), before->getResults()),
                       areEqual));
}

namespace {
struct TestMutateRandomly
    : PassWrapper<TestMutateRandomly, OperationPass<ModuleOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(TestMutateRandomly)

  TestMutateRandomly() = default;
  TestMutateRandomly(const TestMutateRandomly &other) : PassWrapper(other) {}

  StringRef getArgument() const final { return "test-per-mutate-randomly"; }
  StringRef getDescription() const final {
    return "attach a regulariser, change one thing at random, prove it; many "
           "times";
  }
  void getDependentDialects(DialectRegistry &registry) const override {
    registry.insert<PERDialect, linalg::LinalgDialect, tensor::TensorDialect>();
  }

  void runOnOperation() override {
    AttachOptions options;
    options.regularizer = regularizer;
    options.lambda.kind = ScalarSource::Kind::NewArgument;
    options.seed.constant = 7;
    options.step.kind = ScalarSource::Kind::NewArgument;
    options.lossScale.emplace().constant = 8;
    llvm::MapVector<StringRef, unsigned> noticed;
    unsigned numEquivalent = 0, numMissed = 0, numDone = 0;
    for (unsigned draw = 0; numDone < count && draw < 20 * count; ++draw) {
      OwningOpRef<ModuleOp> module = getOperation().clone();
      // Neither the remarks of the sites nor the errors of the proof are news.
      ScopedDiagnosticHandler silence(&getContext(),
                                      [](Diagnostic &) { return success(); });
      FailureOr<AttachedStep> step = attachTerms(*module, options);
      if (failed(step)) {
        llvm::errs() << "cannot attach\n";
        return signalPassFailure();
      }
      RandomMutation mutation(*step->record, seed + draw);
      if (!mutation.apply())
        continue;
      ++numDone;
      if (failed(proveEdits(*step->record, *step->frontend, options.lossResult,
                            options.bounds))) {
        ++noticed[mutation.getKind()];
      } else if (mutation.isEquivalent(*step)) {
        ++numEquivalent;
      } else {
        ++numMissed;
        llvm::errs() << "missed: " << mutation.getKind() << ": "
                     << mutation.getText() << " (seed " << seed + draw << ")\n";
      }
    }
    for (auto [kind, number] : noticed)
      llvm::outs() << "noticed: " << kind << ": " << number << "\n";
    llvm::outs() << "mutations: " << numDone
                 << ", equivalent: " << numEquivalent
                 << ", missed: " << numMissed << "\n";
    if (numMissed)
      signalPassFailure();
  }

  Option<unsigned> count{*this, "count", llvm::cl::desc("number of mutations"),
                         llvm::cl::init(100)};
  Option<uint64_t> seed{*this, "seed", llvm::cl::desc("of the first mutation"),
                        llvm::cl::init(0)};
  Option<std::string> regularizer{*this, "regularizer",
                                  llvm::cl::desc("what is attached"),
                                  llvm::cl::init("#per.projected_error")};
};
} // namespace

namespace mlir::per::test {
void registerTestMutateRandomly();
void registerTestMutateRandomly() { PassRegistration<TestMutateRandomly>(); }
} // namespace mlir::per::test
