//===- LoopRecurrences.cpp - congruent carries of loops -------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// A loop that is recomputed (rematerialisation, random bits) often carries more
// or less than the original: residual stacks, other results. So loops are not
// compared as a whole, but by carry. What a carry is, is written down as the
// part of the body that its next value depends on, with the carries met on the
// way, their initial values, and what is read from outside. Equal texts are
// equal recurrences, and have equal values in every iteration.
//
//===----------------------------------------------------------------------===//

#include "ControlFlow.h"
#include "ValueNumberingImpl.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::per;

using Impl = ValueNumbering::Impl;

namespace {
/// Words of the text of a recurrence.
enum RecurrenceWord : unsigned { Seen, Outer, Carry, Inner };
} // namespace

/// A cheap number that equal carries share: type of the carry and signature of
/// the node that makes its next value.
unsigned Impl::getCarryFingerprint(const ViewNode *loop, unsigned carry) {
  const ViewNode *update = getLoopYield(loop, carry)->def;
  return table.intern({FingerprintKey,
                       signatures.getType(loop->operands[carry]),
                       update ? signatures.getSignature(update) : 0});
}

/// Counts in how many loops each fingerprint occurs: a carry that no other loop
/// can have need not be written down.
void Impl::countCarries() {
  for (const ViewNode *node : view.nodes) {
    if (node->kind != NodeKind::While)
      continue;
    for (unsigned carry = 0; carry < node->operands.size(); ++carry) {
      auto &[last, count] = carryCounts[getCarryFingerprint(node, carry)];
      count += last != node;
      last = node;
    }
  }
}

/// The recurrence of which `root`, a value of the body or of the condition, is
/// the next value; nothing if it is random, opaque or too large.
std::optional<Impl::Recurrence> Impl::findRecurrence(const ViewNode *loop,
                                                     const ViewValue *root) {
  constexpr unsigned maxNumWords = 1 << 14;
  const ViewBlock *body = getLoopBody(loop);
  SmallVector<unsigned> words = {RecurrenceKey};
  DenseMap<const ViewValue *, unsigned> seen;
  SmallVector<const ViewValue *> worklist = {root};
  bool isConstant = true;
  while (!worklist.empty()) {
    const ViewValue *value = worklist.pop_back_val();
    bool isInside =
        value->block == body || value->block == getLoopCondition(loop);
    if (isInside && !value->def) {
      value = body->arguments[value->index]; // the condition's are the same
      isInside = !isInvariantCarry(loop, value->index);
    }
    if (!isInside && !value->def && value->block == body)
      value = loop->operands[value->index];
    if (!isInside) {
      isConstant &= constants.getConstant(value).has_value();
      words.append({Outer, getClass(value)});
      continue;
    }
    auto [it, isNew] = seen.try_emplace(value, seen.size());
    if (!isNew) {
      words.append({Seen, it->second});
      continue;
    }
    if (words.size() > maxNumWords)
      return std::nullopt;
    if (!value->def) {
      const ViewValue *init = loop->operands[value->index];
      isConstant &= constants.getConstant(init).has_value();
      words.append({Carry, getClass(init)});
      worklist.push_back(getLoopYield(loop, value->index));
      continue;
    }
    const ViewNode *node = value->def;
    if (!signatures.isPure(node))
      return std::nullopt;
    words.append({Inner, signatures.getSignature(node), value->index});
    llvm::append_range(worklist, node->operands);
    llvm::append_range(worklist, signatures.getCaptures(node));
  }
  return Recurrence{table.intern(words), isConstant};
}

/// Gives arguments of the loop's body the classes of equal recurrences.
void Impl::assignRecurrences(const ViewNode *loop) {
  const ViewBlock *body = getLoopBody(loop);
  LoopFacts &facts = loops[loop];
  SmallVector<std::optional<Recurrence>> recurrences(loop->operands.size());
  bool any = false;
  // Counters and the like are equal in all loops. They are the same only in
  // loops that are in step with each other, so that one carries something of
  // the other's.
  std::optional<unsigned> group;
  for (ViewValue *argument : body->arguments) {
    unsigned carry = argument->index;
    if (hasClass(argument) || knownIndices.contains(argument) ||
        carryCounts[getCarryFingerprint(loop, carry)].second < 2)
      continue;
    std::optional<Recurrence> recurrence = findRecurrence(loop, argument);
    recurrences[carry] = recurrence;
    if (!recurrence)
      continue;
    any = true;
    facts.recurrences[carry] = recurrence->number;
    auto known = groupOfRecurrence.find(recurrence->number);
    if (!recurrence->isConstant && !group && known != groupOfRecurrence.end())
      group = known->second;
  }
  if (!any)
    return;
  if (!group)
    group = numGroups++;
  for (ViewValue *argument : body->arguments) {
    const std::optional<Recurrence> &recurrence = recurrences[argument->index];
    if (!recurrence)
      continue;
    if (!recurrence->isConstant)
      groupOfRecurrence.try_emplace(recurrence->number, *group);
    assignByKey(argument, {RecurrenceArgumentKey, recurrence->number,
                           recurrence->isConstant ? *group : ~0u});
  }
  std::optional<Recurrence> condition =
      findRecurrence(loop, getLoopCondition(loop)->getReturn()->operands[0]);
  if (condition)
    facts.condition = condition->number;
}
