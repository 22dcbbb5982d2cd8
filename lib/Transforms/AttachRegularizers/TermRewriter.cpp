//===- TermRewriter.cpp - puts terms into cotangents ------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// The value c is often shared: the derivative of an addition hands the same
// value to a residual branch. So c itself stays, and
//
//   %c1 = per.gradient ... outs(%c)
//
// is read only by a clone of the per-element path from c to the terminals; the
// uses of each terminal then read its clone.
//
//===----------------------------------------------------------------------===//

#include "TermRewriter.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/IRMapping.h"

using namespace mlir;
using namespace mlir::per;

Value TermRewriter::getCurrent(Value original) const {
  Value now = current.lookup(original);
  return now ? now : original;
}

/// The operations between the cotangent and the terminals, as they are now, in
/// program order: those of the analysis, or clones of them that an earlier edit
/// put in their place.
SmallVector<Operation *, 8> TermRewriter::collectPath(const Adjoint &adjoint,
                                                      Value cotangent) const {
  DenseSet<Operation *> allowed;
  SmallVector<Operation *, 8> pending;
  for (ViewValue *value : adjoint.path)
    pending.push_back(value->def->op);
  while (!pending.empty()) {
    Operation *op = pending.pop_back_val();
    if (!allowed.insert(op).second)
      continue;
    auto clones = clonesOf.find(op);
    if (clones != clonesOf.end())
      pending.append(clones->second.begin(), clones->second.end());
  }

  DenseMap<Operation *, bool> depends;
  std::function<bool(Operation *)> visit = [&](Operation *op) -> bool {
    auto [entry, isNew] = depends.try_emplace(op, false);
    if (!isNew)
      return entry->second;
    bool result = false;
    for (Value operand : op->getOperands()) {
      Operation *def = operand.getDefiningOp();
      if (operand == cotangent)
        result = true;
      else if (def && allowed.contains(def))
        result |= visit(def);
    }
    return depends[op] = result;
  };
  for (ViewValue *terminal : adjoint.terminals)
    visit(getCurrent(terminal->ir).getDefiningOp());

  SmallVector<Operation *, 8> path;
  for (auto [op, reads] : depends)
    if (reads)
      path.push_back(op);
  llvm::sort(path,
             [](Operation *a, Operation *b) { return a->isBeforeInBlock(b); });
  return path;
}

LogicalResult TermRewriter::attach(const SitePlan &plan,
                                   const Operands &operands) {
  const SiteResult &site = *plan.site;
  const Adjoint &adjoint = site.adjoint;
  auto fail = [&](const Twine &reason) {
    return emitError(plan.getLoc())
           << "cannot attach a term to site " << site.index << ": " << reason;
  };
  // On linalg, a value may be inside the body of a fused operation.
  if (!site.value->ir || !adjoint.cotangent->ir ||
      llvm::any_of(adjoint.terminals, [](ViewValue *v) { return !v->ir; }))
    return fail("its activation or cotangent is inside of a fused operation; "
                "attach before fusion");

  // The cotangent may come from outside: a branch captures it.
  ViewBlock *home = adjoint.path.front()->block;
  if (llvm::any_of(adjoint.path,
                   [&](ViewValue *v) { return v->block != home; }))
    return fail("the way from its cotangent to its inputs crosses the boundary "
                "of a branch or loop");

  Value cotangent = getCurrent(adjoint.cotangent->ir);
  SmallVector<Operation *, 8> path = collectPath(adjoint, cotangent);
  for (ViewValue *terminal : adjoint.terminals)
    if (!llvm::is_contained(path, getCurrent(terminal->ir).getDefiningOp()))
      return fail("the term of another site has taken its place");
  Operation *first = path.front();

  Value activation = reader.read(site.value, first, home);
  if (!activation) {
    InFlightDiagnostic diagnostic =
        fail("its activation is not available in the backward half, and cannot "
             "be recomputed there or saved for it; give loops values of static "
             "shapes, and let a region split its operands (in_specs of "
             "shard_map) instead of cutting a part out by the device's number");
    diagnostic.attachNote(first->getLoc()) << "the term is needed here";
    return diagnostic;
  }
  FailureOr<Value> scale = regions.enter(operands.scale, home);
  FailureOr<Value> slices = regions.enter(operands.slices, home);
  if (failed(scale) || failed(slices))
    return failure();

  TermEdit edit(site.index, plan.getLoc());
  edit.activation = site.value->ir;
  edit.cotangent = adjoint.cotangent->ir;
  edit.mode = adjoint.mode;
  edit.tolerance = adjoint.tolerance;
  edit.coneSize = adjoint.coneSize;
  edit.plan = {operands.regularizer, plan.sampleDims, plan.factor,
               plan.features, operands.regularizer.getNumSlices()};

  OpBuilder builder(first);
  auto term = GradientOp::create(builder, plan.getLoc(), cotangent.getType(),
                                 operands.regularizer, activation, *slices,
                                 *scale, cotangent, plan.sampleDims);
  edit.term = term;

  IRMapping onPath;
  onPath.map(cotangent, term.getResult());
  for (Operation *op : path) {
    builder.setInsertionPoint(op);
    Operation *clone = builder.clone(*op, onPath);
    clonesOf[op].push_back(clone);
    edit.clones.push_back(clone);
  }
  for (ViewValue *terminal : adjoint.terminals) {
    Value from = getCurrent(terminal->ir);
    Value to = onPath.lookup(from);
    // On the path too: what is behind a terminal may be used beside the path.
    from.replaceAllUsesWith(to);
    current[terminal->ir] = to;
    edit.rerouted.push_back({from, to});
  }
  edit.path = std::move(path);
  record.edits.push_back(std::move(edit));
  return success();
}
