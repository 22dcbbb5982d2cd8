//===- LoopNumbering.cpp - loops and the stacks that they write -----------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// A differentiated loop is two: the forward one writes residuals into stacks,
// the backward one reads them, mostly from the last to the first. All classes
// in the body of a loop speak of one iteration; what makes those of two loops
// comparable is that the one reads stacks of the other, at an index that is
// affine in its own induction variable. That index gets the class of the index
// at which the stacks were written.
//
//===----------------------------------------------------------------------===//

#include "ControlFlow.h"
#include "ValueNumberingImpl.h"

#include "llvm/ADT/STLExtras.h"

#include <cmath>

using namespace mlir;
using namespace mlir::per;

using Impl = ValueNumbering::Impl;

static const ViewValue *stripBarriers(const ViewValue *value) {
  while (value->def && value->def->kind == NodeKind::Barrier)
    value = value->def->operands[value->index];
  return value;
}

//===----------------------------------------------------------------------===//
// Induction
//===----------------------------------------------------------------------===//

/// The induction variable is a scalar integer carry that the body adds a
/// constant to and that the condition reads.
void Impl::findInduction(const ViewNode *loop, LoopFacts &facts) const {
  for (unsigned carry = 0; carry < loop->operands.size(); ++carry) {
    const ViewValue *argument = getLoopBody(loop)->arguments[carry];
    const ViewNode *update = getLoopYield(loop, carry)->def;
    if (!argument->shape.empty() || argument->isFloat() || !update ||
        update->kind != NodeKind::Elementwise ||
        update->function != ScalarFunction::Add ||
        getLoopCondition(loop)->arguments[carry]->uses.empty())
      continue;
    for (unsigned i : {0, 1}) {
      std::optional<double> step =
          constants.getConstant(update->operands[1 - i]);
      if (update->operands[i] != argument || !step || *step == 0)
        continue;
      facts.inductionCarry = carry;
      facts.step = *step;
      return;
    }
  }
}

/// Whether `index` is +-(induction variable of `loop`) plus a constant, through
/// clamps and the wrap of negative indices.
bool Impl::isAffineIndex(const ViewValue *index, const ViewNode *loop) const {
  auto facts = loops.find(loop);
  if (facts == loops.end() || !facts->second.inductionCarry)
    return false;
  const ViewValue *induction =
      getLoopBody(loop)->arguments[*facts->second.inductionCarry];
  constexpr unsigned maxSteps = 8;
  for (unsigned step = 0; step < maxSteps; ++step) {
    if (index == induction)
      return true;
    const ViewNode *node = index->def;
    if (!node || node->kind != NodeKind::Elementwise)
      return false;
    SmallVector<const ViewValue *, 3> variable;
    for (const ViewValue *operand : node->operands)
      if (!constants.getConstant(operand))
        variable.push_back(operand);
    switch (node->function) {
    case ScalarFunction::Select: // index < 0 ? index + n : index
      if (variable.empty())
        return false;
      break;
    case ScalarFunction::Identity:
    case ScalarFunction::Negate:
    case ScalarFunction::Add:
    case ScalarFunction::Subtract:
    case ScalarFunction::Maximum:
    case ScalarFunction::Minimum:
    case ScalarFunction::Clamp:
      if (variable.size() != 1)
        return false;
      break;
    default:
      return false;
    }
    index = variable.back();
  }
  return false;
}

/// lhs `function` rhs, as a number of iterations of first, first + step, ...
static std::optional<int64_t> countIterations(ScalarFunction function,
                                              double first, double bound,
                                              double step) {
  double count;
  switch (function) {
  case ScalarFunction::CompareLT:
  case ScalarFunction::CompareGT:
    count = std::ceil((bound - first) / step);
    break;
  case ScalarFunction::CompareLE:
  case ScalarFunction::CompareGE:
    count = std::floor((bound - first) / step) + 1;
    break;
  case ScalarFunction::CompareNE:
    count = (bound - first) / step;
    if (count != std::floor(count) || count < 0)
      return std::nullopt;
    break;
  default:
    return std::nullopt;
  }
  bool isUpward = function == ScalarFunction::CompareLT ||
                  function == ScalarFunction::CompareLE;
  if (function != ScalarFunction::CompareNE && isUpward != (step > 0))
    return std::nullopt;
  return static_cast<int64_t>(std::max(count, 0.0));
}

std::optional<int64_t>
ValueNumbering::getTripCount(const ViewNode *loop) const {
  auto it = impl->loops.find(loop);
  if (it == impl->loops.end() || !it->second.inductionCarry)
    return std::nullopt;
  unsigned carry = *it->second.inductionCarry;
  const ViewBlock *condition = getLoopCondition(loop);
  const ViewNode *compare = condition->getReturn()->operands[0]->def;
  if (!compare || compare->kind != NodeKind::Elementwise ||
      compare->operands.size() != 2 ||
      compare->operands[0] != condition->arguments[carry])
    return std::nullopt;
  const ConstantFolder &constants = impl->constants;
  std::optional<double> first = constants.getConstant(loop->operands[carry]);
  std::optional<double> bound = constants.getConstant(compare->operands[1]);
  if (!first || !bound)
    return std::nullopt;
  return countIterations(compare->function, *first, *bound, it->second.step);
}

//===----------------------------------------------------------------------===//
// Stacks
//===----------------------------------------------------------------------===//

/// The class of a value that a loop about to be numbered reads from outside, in
/// a branch what a block of an earlier one yielded; nothing if it is made
/// inside.
static std::optional<unsigned> getOuterClass(const Impl &impl, ViewValue *value,
                                             const ViewNode *loop) {
  while (!impl.hasClass(value)) {
    const ViewNode *parent = value->block->parent;
    if (value->def && value->def->kind == NodeKind::Barrier)
      value = value->def->operands[value->index];
    else if (!value->def && parent && parent->kind == NodeKind::While &&
             isInvariantCarry(parent, value->index))
      value = parent->operands[value->index];
    else
      return std::nullopt;
  }
  return impl.getClass(impl.resolveInBlock(value, loop->block));
}

/// Finds reads of stacks of earlier loops in `loop`, and enters their indices.
/// Returns whether the iterations of `loop` mirror others, rather than being
/// in step with them.
bool Impl::alignWithStacks(const ViewNode *loop) {
  const ViewBlock *body = getLoopBody(loop);
  bool isMirror = false;
  auto begin = view.nodes.begin() + loop->position + 1;
  auto end = view.nodes.begin() + body->getReturn()->position;
  for (const ViewNode *node : llvm::make_range(begin, end)) {
    if (node->kind != NodeKind::DynamicSlice)
      continue;
    std::optional<Class> cls = getOuterClass(*this, node->operands[0], loop);
    auto found = cls ? stackOfClass.find(*cls) : stackOfClass.end();
    if (found == stackOfClass.end())
      continue;
    const Stack &stack = stacks[found->second];
    ViewValue *index = node->operands[1];
    if (index->block != body || !isAffineIndex(index, loop) ||
        !stackIndices.try_emplace({body, stack.loop}, index).second)
      continue;
    knownIndices.try_emplace(index, getClass(stack.index));
    // An index is an argument only if it is the induction variable.
    isMirror |= index->def || stack.index->def;
  }
  return isMirror;
}

/// Enters the results that hold one value an iteration: the body writes it at
/// an index that is affine in the induction variable.
void Impl::collectStacks(const ViewNode *loop) {
  const ViewBlock *body = getLoopBody(loop);
  for (const ViewValue *result : loop->results) {
    unsigned carry = result->index;
    const ViewNode *update = stripBarriers(getLoopYield(loop, carry))->def;
    if (!update || update->kind != NodeKind::DynamicUpdateSlice ||
        stripBarriers(update->operands[0]) != body->arguments[carry] ||
        update->operands.size() < 3)
      continue;
    ViewValue *written = update->operands[1], *index = update->operands[2];
    auto isZero = [&](const ViewValue *start) {
      return constants.getConstant(start) == 0.0;
    };
    ArrayRef<int64_t> shape = written->shape;
    if (shape.empty() || shape.front() != 1 ||
        shape.drop_front() != ArrayRef<int64_t>(result->shape).drop_front() ||
        !llvm::all_of(llvm::drop_begin(update->operands, 3), isZero) ||
        !isAffineIndex(index, loop))
      continue;
    if (stackOfClass.try_emplace(getClass(result), stacks.size()).second)
      stacks.push_back({const_cast<ViewNode *>(loop), carry, written, index});
  }
}

//===----------------------------------------------------------------------===//
// Entry and exit
//===----------------------------------------------------------------------===//

void Impl::enterLoop(const ViewNode *loop) {
  LoopFacts &facts = loops[loop];
  facts.recurrences.resize(loop->operands.size());
  findInduction(loop, facts);
  bool isMirror = alignWithStacks(loop);
  const ViewBlock *condition = getLoopCondition(loop);
  const ViewBlock *body = getLoopBody(loop);
  for (auto [carry, init] : llvm::enumerate(loop->operands))
    if (isInvariantCarry(loop, carry))
      assign(body->arguments[carry], getClass(init));
  // The n-th value of a recurrence stands for iteration n. In a loop that
  // mirrors another, classes speak of that one's iterations: what it carries
  // must not be taken for the same recurrence there.
  if (!isMirror)
    assignRecurrences(loop);
  for (ViewValue *argument : body->arguments) {
    if (!hasClass(argument)) {
      auto known = knownIndices.find(argument);
      if (known != knownIndices.end())
        assign(argument, known->second);
      else
        assignNew(argument);
    }
    assign(condition->arguments[argument->index], getClass(argument));
  }
}

void Impl::leaveLoop(const ViewNode *loop) {
  const LoopFacts &facts = loops[loop];
  for (auto [carry, result] : llvm::enumerate(loop->results)) {
    if (isInvariantCarry(loop, carry)) {
      assign(result, getClass(loop->operands[carry]));
      continue;
    }
    std::optional<unsigned> recurrence = facts.recurrences[carry];
    if (recurrence && facts.condition)
      assignByKey(result, {RecurrenceResultKey, *recurrence, *facts.condition});
    else
      assignNew(result);
  }
  collectStacks(loop);
}
