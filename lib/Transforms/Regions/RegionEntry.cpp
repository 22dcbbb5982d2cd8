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
