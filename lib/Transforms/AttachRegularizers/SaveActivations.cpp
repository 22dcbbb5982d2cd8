//===- SaveActivations.cpp - activations that no loop saved -----*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "SaveActivations.h"

#include "../Regions/BranchResult.h"
#include "ActivationReader.h"

#include "per/Analysis/Flow.h"
#include "per/Transforms/LoopCarry.h"

#include "mlir/IR/Diagnostics.h"

using namespace mlir;
using namespace mlir::per;

/// Whether a term at the site's cotangent could read the activation. What the
/// attempt makes is erased again.
static bool isReadable(const AnalyzedStep &step, const SiteResult &site) {
  llvm::SetVector<Operation *> made;
  ActivationReader reader(*step.context, *step.frontend, made);
  const ViewValue *first = site.adjoint.path.front();
  bool isRead =
      reader.read(site.value, first->def->op, first->block) != nullptr;
  while (!made.empty())
    made.pop_back_val()->erase();
  return isRead;
}

/// The loop around the site, if there are only branches between them.
static const ViewNode *getLoopOf(const ViewValue *site) {
  const ViewNode *parent = site->block->parent;
  while (parent && parent->kind == NodeKind::Branch)
    parent = parent->block->parent;
  return parent && parent->kind == NodeKind::While ? parent : nullptr;
}

/// The body of that loop as it is now: it may have been replaced.
static Block *getLoopBody(const ViewValue *site) {
  Value value = site->ir;
  Block *block = value.getParentBlock();
  for (const ViewNode *parent = site->block->parent;
       parent->kind == NodeKind::Branch; parent = parent->block->parent)
    block = block->getParentOp()->getBlock();
  return block;
}

/// A stack of the loop that is read where the site's term belongs: it says at
/// which index an iteration is written, and how many there are.
static const ValueNumbering::Stack *findStack(const AnalyzedStep &step,
                                              const SiteResult &site,
                                              const ViewNode *loop) {
  const ValueNumbering &numbering = step.context->numbering;
  const ViewBlock *home = site.adjoint.path.front()->block;
  bool isRead = false;
  for (const ViewBlock *block = home; block;
       block = block->parent ? block->parent->block : nullptr)
    isRead |= numbering.getStackIndex(block, loop) != nullptr;
  if (!isRead)
    return nullptr;
  for (const ValueNumbering::Stack &stack : numbering.getStacks())
    if (stack.loop == loop && stack.index->ir && stack.written->isRanked)
      return &stack;
  return nullptr;
}

/// The value outside of the branch around it: zero where it is not computed.
static FailureOr<Value> leaveBranch(const Frontend &frontend, Value value) {
  auto type = cast<RankedTensorType>(value.getType());
  Location loc = value.getLoc();
  return addBranchResult(value, [&](OpBuilder &builder) {
    return frontend.createZero(builder, loc, type);
  });
}

/// A stack of the site in the body of a loop: what each iteration computes, at
/// `index`. Returns the loop's result.
static FailureOr<Value> addStack(const Frontend &frontend, Value activation,
                                 Block *body, Value index, int64_t count) {
  Location loc = activation.getLoc();
  FailureOr<Value> value = activation;
  while (value->getParentBlock() != body) {
    value = leaveBranch(frontend, *value);
    if (failed(value))
      return failure();
  }
  auto type = cast<RankedTensorType>(value->getType());
  SmallVector<int64_t> shape = {count};
  llvm::append_range(shape, type.getShape());
  OpBuilder builder(body->getParentOp());
  Value empty = frontend.createZero(builder, loc, type.clone(shape));
  return addLoopCarry(body->getParentOp(), empty,
                      [&](OpBuilder &builder, Location, Value stack) {
                        return frontend.createStackWrite(builder, loc, stack,
                                                         *value, index);
                      });
}

/// Whether the function was changed.
static bool save(const AnalyzedStep &step, const SiteResult &site) {
  const Frontend &frontend = *step.frontend;
  const ViewNode *loop = getLoopOf(site.value);
  const ValueNumbering::Stack *known =
      loop ? findStack(step, site, loop) : nullptr;
  if (!known)
    return false;
  auto type = dyn_cast<RankedTensorType>(site.value->ir.getType());
  int64_t count = loop->results[known->carry]->shape.front();
  if (!type || !type.hasStaticShape() || ShapedType::isDynamic(count))
    return false;
  // An earlier site's stack may have replaced the arguments of the body.
  Block *body = getLoopBody(site.value);
  Value index = known->index->def ? known->index->ir
                                  : body->getArgument(known->index->index);
  FailureOr<Value> stack =
      addStack(frontend, site.value->ir, body, index, count);
  // As the residuals of the loop, out to where the backward half can read it.
  const ViewBlock *home = site.adjoint.path.front()->block;
  for (const ViewBlock *block = loop->block;
       succeeded(stack) && !isInside(home, block) &&
       block->parent->kind == NodeKind::Branch;
       block = block->parent->block)
    stack = leaveBranch(frontend, *stack);
  return true;
}

bool per::saveActivations(const AnalyzedStep &step,
                          ArrayRef<const SiteResult *> sites) {
  SmallVector<const SiteResult *> hidden;
  for (const SiteResult *site : sites)
    if (site->status == SiteStatus::Found && site->value->ir &&
        site->adjoint.cotangent->ir && getLoopOf(site->value) &&
        !isReadable(step, *site))
      hidden.push_back(site);
  bool isChanged = false;
  for (const SiteResult *site : hidden)
    isChanged |= save(step, *site);
  return isChanged;
}
