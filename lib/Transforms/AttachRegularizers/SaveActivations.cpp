//===- SaveActivations.cpp - activations that nobody saved ------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "SaveActivations.h"

#include "../Regions/BranchResult.h"
#include "../Regions/ManualRegionResult.h"
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

/// The MLIR value as it is now: an earlier site may have replaced the operation
/// around a region, and the arguments of its blocks.
static Value getCurrent(const ViewValue *value) {
  if (!value->def)
    return value->block->ir->getArgument(value->index);
  ArrayRef<ViewBlock *> blocks = value->def->blocks;
  return blocks.empty()
             ? value->ir
             : blocks.front()->ir->getParentOp()->getResult(value->index);
}

/// A stack of `value`, which the body of a loop computes in each iteration, at
/// the index and of the length of one that the loop has. Returns the loop's
/// result.
static FailureOr<Value> addStack(const Frontend &frontend, Value value,
                                 const ValueNumbering::Stack &known) {
  Block *body = value.getParentBlock();
  Value index = getCurrent(known.index);
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

namespace {
/// What has to happen to a value on its way out of a loop, a branch or a manual
/// region.
struct Exit {
  const ViewNode *node;
  /// Of a loop: it stacks the value as it stacks something else already.
  const ValueNumbering::Stack *stack = nullptr;
};

/// The way of an activation to where its term belongs.
struct Way {
  SmallVector<Exit> exits; // innermost first
  /// Set where the activation leaves a manual region, and enters another one
  /// over the same devices: that of the term, and how the devices hold it.
  const ViewNode *reader = nullptr;
  DeviceLayout layout;
};
} // namespace

static const ViewNode *getOuterRegion(const ViewNode *region) {
  return region ? getManualRegion(region->block) : nullptr;
}

/// None if the backward half does not see all of it, or the activation is where
/// the term is.
static std::optional<Way> findWay(const AnalyzedStep &step,
                                  const SiteResult &site) {
  const ViewBlock *home = site.adjoint.path.front()->block;
  const ViewNode *producer = getManualRegion(site.value->block);
  Way way;
  if (getManualRegion(home) != producer) {
    way.reader = getManualRegion(home);
    if (!producer || !way.reader ||
        getOuterRegion(producer) != getOuterRegion(way.reader))
      return std::nullopt;
    std::optional<DeviceLayout> layout =
        DeviceLayouts(step.context->view).getLayout(site.value);
    if (!layout)
      return std::nullopt;
    way.layout = std::move(*layout);
  }
  for (const ViewBlock *block = site.value->block; !isInside(home, block);
       block = block->parent->block) {
    Exit exit = {block->parent};
    if (exit.node->kind == NodeKind::While) {
      exit.stack = findStack(step, site, exit.node);
      if (!exit.stack ||
          ShapedType::isDynamic(
              exit.node->results[exit.stack->carry]->shape.front()))
        return std::nullopt;
    }
    way.exits.push_back(exit);
  }
  if (way.exits.empty())
    return std::nullopt;
  return way;
}

/// The result of a manual region of which each device holds `value`: the
/// activation itself, which the region may yield already, or a stack of it.
static FailureOr<Value> leaveManualRegion(const AnalyzedStep &step,
                                          const SiteResult &site, Value value,
                                          const ViewNode *region,
                                          const DeviceLayout &layout) {
  ArrayRef<ViewValue *> yielded = region->blocks.front()->getReturn()->operands;
  Block *body = value.getParentBlock();
  for (auto [number, candidate] : llvm::enumerate(yielded))
    if (value == getCurrent(site.value) &&
        body->getTerminator()->getOperand(number).getType() ==
            value.getType() &&
        step.context->numbering.areCongruent(candidate, site.value))
      return Value(body->getParentOp()->getResult(number));
  return addManualRegionResult(*step.frontend, value, layout);
}

/// Whether the function was changed.
static bool save(const AnalyzedStep &step, const SiteResult &site) {
  Value activation = getCurrent(site.value);
  auto type = dyn_cast<RankedTensorType>(activation.getType());
  std::optional<Way> way = findWay(step, site);
  if (!type || !type.hasStaticShape() || !way)
    return false;
  FailureOr<Value> value = activation;
  OpResult parts;
  for (const Exit &exit : way->exits) {
    if (exit.stack) {
      value = addStack(*step.frontend, *value, *exit.stack);
    } else if (exit.node->kind == NodeKind::Branch) {
      value = leaveBranch(*step.frontend, *value);
    } else {
      value = leaveManualRegion(step, site, *value, exit.node, way->layout);
      if (succeeded(value))
        parts = cast<OpResult>(*value);
    }
    if (failed(value))
      return true; // with a diagnostic
  }
  if (way->reader)
    // An earlier site may have replaced the operation around the block.
    step.frontend->addRegionOperandFrom(
        way->reader->blocks.front()->ir->getParentOp(), *value, parts);
  return true;
}

bool per::saveActivations(const AnalyzedStep &step,
                          ArrayRef<const SiteResult *> sites) {
  SmallVector<const SiteResult *> hidden;
  for (const SiteResult *site : sites)
    if (site->status == SiteStatus::Found && site->value->ir &&
        site->adjoint.cotangent->ir && !isReadable(step, *site))
      hidden.push_back(site);
  bool isChanged = false;
  for (const SiteResult *site : hidden)
    isChanged |= save(step, *site);
  return isChanged;
}
