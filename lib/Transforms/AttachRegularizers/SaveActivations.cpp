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

/// A stack of `value`, which the body of a loop computes in each iteration, at
/// the index and of the length of one that the loop has. Returns the loop's
/// result.
static FailureOr<Value> addStack(const Frontend &frontend, Value value,
                                 const ValueNumbering::Stack &known) {
  // An earlier site's stack may have replaced the arguments of the body.
  Block *body = value.getParentBlock();
  Value index = known.index->def ? known.index->ir
                                 : body->getArgument(known.index->index);
  auto type = cast<RankedTensorType>(value.getType());
  SmallVector<int64_t> shape = {
      known.loop->results[known.carry]->shape.front()};
  llvm::append_range(shape, type.getShape());
  Location loc = value.getLoc();
  OpBuilder builder(body->getParentOp());
  Value empty = frontend.createZero(builder, loc, type.clone(shape));
  return addLoopCarry(body->getParentOp(), empty,
                      [&](OpBuilder &builder, Location, Value stack) {
                        return frontend.createStackWrite(builder, loc, stack,
                                                         value, index);
                      });
}

/// What has to happen to a value on its way out of a branch or a loop: a loop
/// stacks it as it stacks something else already.
struct Exit {
  const ValueNumbering::Stack *stack = nullptr; // null: a branch
};

/// The ways out of the blocks around the site, innermost first, to where the
/// backward half can read it; none if one of them is closed.
static SmallVector<Exit> findExits(const AnalyzedStep &step,
                                   const SiteResult &site) {
  const ViewBlock *home = site.adjoint.path.front()->block;
  SmallVector<Exit> exits;
  for (const ViewBlock *block = site.value->block; !isInside(home, block);
       block = block->parent->block) {
    Exit exit;
    if (block->parent->kind == NodeKind::While) {
      exit.stack = findStack(step, site, block->parent);
      if (!exit.stack ||
          ShapedType::isDynamic(
              block->parent->results[exit.stack->carry]->shape.front()))
        return {};
    } else if (block->parent->kind != NodeKind::Branch) {
      return {};
    }
    exits.push_back(exit);
  }
  return exits;
}

/// Whether the function was changed.
static bool save(const AnalyzedStep &step, const SiteResult &site) {
  auto type = dyn_cast<RankedTensorType>(site.value->ir.getType());
  SmallVector<Exit> exits = findExits(step, site);
  if (!type || !type.hasStaticShape() || exits.empty())
    return false;
  FailureOr<Value> value = site.value->ir;
  for (const Exit &exit : exits) {
    value = exit.stack ? addStack(*step.frontend, *value, *exit.stack)
                       : leaveBranch(*step.frontend, *value);
    if (failed(value))
      break; // with a diagnostic
  }
  return true;
}

bool per::saveActivations(const AnalyzedStep &step,
                          ArrayRef<const SiteResult *> sites) {
  SmallVector<const SiteResult *> hidden;
  for (const SiteResult *site : sites)
    if (site->status == SiteStatus::Found && site->value->ir &&
        site->adjoint.cotangent->ir && getEnclosingLoop(site->value->block) &&
        !isReadable(step, *site))
      hidden.push_back(site);
  bool isChanged = false;
  for (const SiteResult *site : hidden)
    isChanged |= save(step, *site);
  return isChanged;
}
