//===- ActivationReader.cpp - an activation where it is needed --*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ActivationReader.h"

#include "SupportListener.h"

#include "per/Analysis/Flow.h"

#include "mlir/IR/IRMapping.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;
using namespace mlir::per;

/// Operations that are recomputed in a row, at most.
static constexpr unsigned kRecomputeDepth = 12;

ActivationReader::ActivationReader(const AnalysisContext &context,
                                   const Frontend &frontend,
                                   llvm::SetVector<Operation *> &support)
    : context(context), frontend(frontend), support(support) {
  for (const ViewNode *node : context.view.nodes)
    if (node->kind == NodeKind::Branch)
      llvm::append_range(branchResults, node->results);
}

/// `value`, and the results of branches that are it for a reader in `home`.
SmallVector<ViewValue *, 2>
ActivationReader::getNames(ViewValue *value, const ViewBlock *home) const {
  SmallVector<ViewValue *, 2> names = {value};
  for (ViewValue *result : branchResults)
    if (result->ir && result->ir.getType() == value->ir.getType() &&
        context.numbering.areCongruent(
            context.numbering.resolveInBlock(result, home), value))
      names.push_back(result);
  return names;
}

/// Whether `value` dominates `place`: an enclosing block defines it earlier,
/// and no isolated region lies in between.
bool ActivationReader::isAvailable(const ViewValue *value,
                                   Operation *place) const {
  Value ir = value->ir;
  if (!ir)
    return false;
  Block *block = ir.getParentBlock();
  Operation *ancestor = place;
  while (ancestor->getBlock() != block) {
    ancestor = ancestor->getParentOp();
    if (!ancestor || ancestor == context.view.function)
      return false;
    for (Value result : ancestor->getResults()) {
      ViewValue *known = context.view.lookup(result);
      if (known && known->def && known->def->kind == NodeKind::Region)
        return false;
    }
  }
  Operation *def = ir.getDefiningOp();
  return !def || (def != ancestor && def->isBeforeInBlock(ancestor));
}

Value ActivationReader::findCongruent(ViewValue *value,
                                      Operation *place) const {
  ArrayRef<ViewValue *> members =
      context.numbering.getMembers(context.cls(value));
  for (ViewValue *member : members)
    if (member->ir && member->ir.getType() == value->ir.getType() &&
        isAvailable(member, place))
      return member->ir;
  return {};
}

Value ActivationReader::read(ViewValue *site, Operation *place,
                             ViewBlock *home) {
  if (!site->ir)
    return {};
  // A recomputed copy next to the place: reading the original would keep it
  // alive across the backward half, against the user's rematerialisation.
  for (ViewValue *member : context.numbering.getMembers(context.cls(site)))
    if (member != site && !context.activity.isForward(member) && member->ir &&
        member->ir.getType() == site->ir.getType() &&
        member->ir.getParentBlock() == place->getBlock() &&
        isAvailable(member, place))
      return member->ir;
  SmallVector<ViewValue *, 2> names = getNames(site, home);
  for (ViewValue *name : names)
    if (isAvailable(name, place))
      return name->ir;
  for (ViewValue *name : names)
    if (Value value = readStack(name, place, home))
      return value;
  recomputed.clear();
  size_t before = support.size();
  if (Value value = recompute(site->ir, place, home, kRecomputeDepth))
    return value;
  // What a failed attempt left behind is dead.
  while (support.size() > before)
    support.pop_back_val()->erase();
  return {};
}

/// The index at which an iteration around `home` reads the stacks of `loop`;
/// null if none does, or not before `place`.
ViewValue *ActivationReader::getIndex(const ViewNode *loop, Operation *place,
                                      ViewBlock *home) const {
  for (ViewBlock *block = home; block;
       block = block->parent ? block->parent->block : nullptr)
    if (ViewValue *index = context.numbering.getStackIndex(block, loop))
      if (isAvailable(index, place))
        return index;
  return nullptr;
}

Value ActivationReader::readStack(ViewValue *value, Operation *place,
                                  ViewBlock *home) {
  const ValueNumbering &numbering = context.numbering;
  unsigned root = numbering.getReshapeRoot(context.cls(value));
  auto type = cast<RankedTensorType>(value->ir.getType());
  for (const ValueNumbering::Stack &stack : numbering.getStacks()) {
    if (numbering.getReshapeRoot(context.cls(stack.written)) != root)
      continue;
    ViewValue *values = stack.loop->results[stack.carry];
    auto stackType = dyn_cast<RankedTensorType>(values->ir.getType());
    if (!stackType || stackType.getShape().drop_front() != type.getShape())
      continue;
    ViewValue *index = getIndex(stack.loop, place, home);
    if (!index)
      continue;
    SmallVector<ViewValue *, 2> names = getNames(values, home);
    Value readable;
    for (ViewValue *name : names)
      if (!readable)
        readable = findCongruent(name, place);
    // An inner loop's stack is itself on a stack of the loop around it.
    for (ViewValue *name : names)
      if (!readable && getEnclosingLoop(name->block))
        readable = readStack(name, place, home);
    if (!readable)
      continue;
    SupportListener listener(support);
    OpBuilder builder(place, &listener);
    return frontend.createStackRead(builder, place->getLoc(), readable,
                                    index->ir);
  }
  return {};
}

/// Whether the result is a function of the operands alone, cheap enough to be
/// computed again, so that a clone is congruent to it.
static bool isRecomputable(const ViewValue *value) {
  if (!value || !value->def)
    return false;
  switch (value->def->kind) {
  case NodeKind::Elementwise:
  case NodeKind::Constant:
  case NodeKind::Iota:
  case NodeKind::Broadcast:
  case NodeKind::Reshape:
  case NodeKind::Transpose:
  case NodeKind::Reverse:
  case NodeKind::Slice:
  case NodeKind::Pad:
  case NodeKind::Concatenate:
    return true;
  default:
    return false;
  }
}

Value ActivationReader::recompute(Value value, Operation *place,
                                  ViewBlock *home, unsigned depth) {
  if (Value known = recomputed.lookup(value))
    return known;
  ViewValue *viewed = context.view.lookup(value);
  if (viewed)
    for (ViewValue *name : getNames(viewed, home))
      // A cast of integers is viewed as what it casts.
      if (Value congruent = findCongruent(name, place);
          congruent && congruent.getType() == value.getType())
        return recomputed[value] = congruent;
  Operation *op = value.getDefiningOp();
  // A destination of a linalg operation (tensor.empty) has no node of its own.
  bool isDestination =
      op && op->getNumOperands() == 0 && isMemoryEffectFree(op);
  if (depth == 0 || !op || !(isDestination || isRecomputable(viewed)))
    return {};
  // Bodies of linalg operations read scalars and tensors of the outside too.
  llvm::SetVector<Value> inputs(op->operand_begin(), op->operand_end());
  getUsedValuesDefinedAbove(op->getRegions(), inputs);
  IRMapping copies;
  for (Value input : inputs) {
    Value copy = recompute(input, place, home, depth - 1);
    if (!copy)
      return {};
    copies.map(input, copy);
  }
  SupportListener listener(support);
  OpBuilder builder(place, &listener);
  Operation *clone = builder.clone(*op, copies);
  return recomputed[value] =
             clone->getResult(cast<OpResult>(value).getResultNumber());
}
