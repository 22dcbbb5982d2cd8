//===- RegionEntry.cpp - values inside of isolated regions ------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "RegionEntry.h"

using namespace mlir;
using namespace mlir::per;

FailureOr<Value> RegionEntry::enter(Value value, ViewBlock *block) {
  if (!value || !block->parent)
    return value;
  // From the outermost region inwards.
  FailureOr<Value> outside = enter(value, block->parent->block);
  if (failed(outside) || block->parent->kind != NodeKind::Region)
    return outside;
  Operation *region = block->parent->op;
  Value &inside = entered[{region, *outside}];
  if (inside)
    return inside;
  FailureOr<Value> argument = frontend.addRegionOperand(region, *outside);
  if (failed(argument))
    return failure();
  addCapture(block->parent, *outside);
  return inside = *argument;
}

void RegionEntry::addCapture(const ViewNode *region, Value value) {
  auto *capture = llvm::find_if(captures, [&](const RegionCapture &known) {
    return known.region == region->op;
  });
  if (capture == captures.end())
    capture = &captures.emplace_back(RegionCapture{
        region->op, {}, region->operandPlacements, region->resultPlacements});
  capture->values.push_back(value);
}

static const ViewNode *getEnclosingRegion(const ViewBlock *block) {
  for (; block->parent; block = block->parent->block)
    if (block->parent->kind == NodeKind::Region)
      return block->parent;
  return nullptr;
}

Value RegionEntry::enterFrom(const ViewValue *value, const ViewBlock *block,
                             const ValueNumbering &numbering) {
  const ViewNode *producer = getEnclosingRegion(value->block);
  const ViewNode *reader = getEnclosingRegion(block);
  if (!producer || !reader || producer->block != reader->block ||
      producer->position >= reader->position)
    return {};
  ArrayRef<ViewValue *> yielded =
      producer->blocks.front()->getReturn()->operands;
  const auto *same = llvm::find_if(yielded, [&](const ViewValue *candidate) {
    return candidate->ir && candidate->ir.getType() == value->ir.getType() &&
           numbering.areCongruent(candidate, value);
  });
  if (same == yielded.end())
    return {};
  auto result = cast<OpResult>(producer->results[same - yielded.begin()]->ir);
  Value &inside = entered[{reader->op, result}];
  if (inside)
    return inside;
  inside = frontend.addRegionOperandFrom(reader->op, result);
  if (inside)
    addCapture(reader, result);
  return inside;
}
