//===- EditProof.cpp - proof of an attached training step -------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// Parts (b) to (d) of the proof, on a fresh view of the new function.
// Part (a) is in StructureProof.cpp and TermProof.cpp.
//
//===----------------------------------------------------------------------===//

#include "TermProof.h"

#include "per/Analysis/Filters.h"
#include "per/Analysis/LoopIteration.h"
#include "per/Dialect/PER/IR/PER.h"

#include "mlir/IR/Diagnostics.h"

using namespace mlir;
using namespace mlir::per;

namespace {
/// Samples of the proof: none that the analysis drew.
constexpr uint64_t kProofSeed = 0x9e3779b97f4a7c15;
/// Path and clones stand side by side in the new graph, and so do those of
/// other sites: closures of it are larger than those that were searched.
constexpr unsigned kClosureGrowth = 4;

class EditProver {
public:
  EditProver(const AnalysisContext &context, const TermEdit &edit)
      : context(context), view(context.view), edit(edit) {}

  LogicalResult prove();

private:
  LogicalResult fail(const Twine &obligation) const {
    return emitError(edit.loc)
           << "internal error: the edit of site " << edit.site
           << " failed its proof: " << obligation;
  }
  LogicalResult findValues();
  LogicalResult proveActivation() const;
  LogicalResult proveCoefficients(const Cone &cone, const Family &family) const;
  LogicalResult proveContainment() const;
  LogicalResult proveCompleteness(const Family &family) const;

  const AnalysisContext &context;
  const GraphView &view;
  const TermEdit &edit;
  ViewValue *site = nullptr, *read = nullptr, *cotangent = nullptr,
            *sum = nullptr;
  SmallVector<ViewValue *, 2> terminals;
};
} // namespace

LogicalResult EditProver::findValues() {
  auto term = dyn_cast<GradientOp>(edit.term);
  if (!term)
    return fail("the term is no per.gradient");
  site = view.lookup(edit.activation);
  read = view.lookup(term.getActivations());
  cotangent = view.lookup(term.getOutput());
  sum = view.lookup(term.getResult());
  for (auto [from, to] : edit.rerouted)
    terminals.push_back(view.lookup(to));
  if (!site || !read || !cotangent || !sum ||
      llvm::is_contained(terminals, nullptr))
    return fail("a value of the edit is not in the new function");
  return success();
}

/// (b), first half: T reads y, not another site.
LogicalResult EditProver::proveActivation() const {
  ViewValue *resolved = context.numbering.resolveInBlock(read, sum->block);
  if (!context.numbering.areCongruent(resolved, site))
    return fail("the term reads a value that is not known to be the site's");
  return success();
}

/// (b): with T as a free variable, its coefficient in the terminals is the
/// derivative of y by a cut of its inputs, and each terminal is needed.
LogicalResult EditProver::proveCoefficients(const Cone &cone,
                                            const Family &family) const {
  Closure closure = buildClosure(
      context, sum, {edit.mode, &family, /*throughForward=*/false});
  Matches matches =
      matchCoefficients(context, cone, closure, edit.tolerance, terminals);
  Cut cut = findCut(context, cone, matches);
  if (!cut.isComplete())
    return fail("the terminals do not carry the derivative of the activation");
  DenseSet<ViewValue *> used;
  for (ViewValue *value : cut.values)
    used.insert(matches[value].begin(), matches[value].end());
  for (ViewValue *terminal : terminals)
    if (!used.contains(terminal))
      return fail("a terminal carries no derivative of the activation");
  return success();
}

/// (c): nothing between the term and the terminals is used elsewhere, and
/// nothing new is in the forward half.
LogicalResult EditProver::proveContainment() const {
  DenseSet<Operation *> clones(edit.clones.begin(), edit.clones.end());
  DenseSet<Value> ends;
  for (auto [from, to] : edit.rerouted)
    ends.insert(to);
  auto check = [&](Operation *op) -> LogicalResult {
    for (Value result : op->getResults()) {
      ViewValue *value = view.lookup(result);
      if (value && context.activity.isForward(value))
        return fail("the edit reaches the forward half");
      if (ends.contains(result))
        continue;
      for (Operation *user : result.getUsers())
        if (!clones.contains(user))
          return fail("the term escapes on the way to the terminals");
    }
    return success();
  };
  if (failed(check(edit.term)))
    return failure();
  for (Operation *clone : edit.clones)
    if (failed(check(clone)))
      return failure();
  return success();
}

/// (d): what combines the cotangent with y's family passes the terminals, and
/// the cotangent still is one by structure.
LogicalResult EditProver::proveCompleteness(const Family &family) const {
  Closure closure = buildClosure(
      context, cotangent, {edit.mode, &family, /*throughForward=*/false});
  if (findEscape(family, closure, terminals))
    return fail("part of the cotangent bypasses the term");
  if (!passesRootTest(context, family, cotangent, terminals))
    return fail("what the cotangent is a multiple of bypasses the term");
  if (!passesLayerTest(context, site, cotangent,
                       collectCoOperands(context, site)))
    return fail("the cotangent does not come from a contraction with what the "
                "activation is contracted with");
  if (ConsumerTest(context, site).test(cotangent) == ConsumerVerdict::Disagrees)
    return fail("the cotangent disagrees with the contraction that reads the "
                "activation");
  return success();
}

LogicalResult EditProver::prove() {
  if (failed(findValues()) || failed(proveActivation()))
    return failure();
  ConeOptions options;
  options.budget = edit.coneSize;
  options.mode = edit.mode;
  Cone cone = buildCone(context, site, options);
  Family family(context, cone);
  if (failed(proveContainment()) || failed(proveCoefficients(cone, family)))
    return failure();
  return proveCompleteness(family);
}

/// Enters the loops that the analysis entered: the same loop must collect the
/// loss of the new function.
static FailureOr<SmallVector<LoopIteration, 1>>
enterLoops(const EditRecord &record, const GraphView &view,
           const ViewValue *loss) {
  SmallVector<LoopIteration, 1> iterations;
  for (Operation *loop : record.loops) {
    std::optional<LoopIteration> iteration =
        iterations.empty()
            ? enterLossLoop(view, loss)
            : enterLossLoop(*iterations.back().view, iterations.back().loss);
    if (!iteration || iteration->loop != loop)
      return emitError(loop->getLoc(),
                       "internal error: the attached function failed its "
                       "proof: the loss is no longer collected by this loop");
    iterations.push_back(std::move(*iteration));
  }
  return iterations;
}

LogicalResult per::proveEdits(const EditRecord &record,
                              const Frontend &frontend, unsigned lossResult,
                              AnalysisBounds bounds) {
  if (failed(proveStructure(record)))
    return failure();
  FailureOr<std::unique_ptr<GraphView>> view =
      frontend.buildView(record.before.getFunction());
  if (failed(view))
    return failure();
  ViewValue *loss = (*view)->main->getReturn()->operands[lossResult];
  FailureOr<SmallVector<LoopIteration, 1>> iterations =
      enterLoops(record, **view, loss);
  if (failed(iterations))
    return failure();
  const GraphView &entered =
      iterations->empty() ? **view : *iterations->back().view;
  if (!iterations->empty())
    loss = iterations->back().loss;
  bounds.closureBudget *= kClosureGrowth;
  AnalysisContext context(entered, loss, bounds, kProofSeed);
  for (Value site : record.sites)
    if (ViewValue *value = entered.lookup(site))
      context.siteValues.insert(value);
  if (failed(proveTerms(record, context)))
    return failure();
  for (const TermEdit &edit : record.edits)
    if (failed(EditProver(context, edit).prove()))
      return failure();
  return success();
}
