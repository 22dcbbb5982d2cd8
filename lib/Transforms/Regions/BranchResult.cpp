//===- BranchResult.cpp - values out of branches ----------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "BranchResult.h"

#include "WidenOperation.h"

using namespace mlir;

/// A branch whose regions take nothing and yield its results: `stablehlo.if`,
/// `stablehlo.case`, and `scf.if` and `scf.index_switch` with results.
static bool isBranchForm(Operation *op) {
  return llvm::all_of(op->getRegions(), [&](Region &region) {
    return region.hasOneBlock() && region.front().getNumArguments() == 0 &&
           !region.front().empty() &&
           llvm::equal(region.front().back().getOperandTypes(),
                       op->getResultTypes());
  });
}

FailureOr<Value>
per::addBranchResult(Value value, function_ref<Value(OpBuilder &)> otherwise) {
  Block *taken = value.getParentBlock();
  Operation *branch = taken->getParentOp();
  if (!isBranchForm(branch))
    return branch->emitError(
        "cannot bring a value out of this branch: expected "
        "blocks without arguments that yield its results");
  for (Region &region : branch->getRegions()) {
    Operation *yield = &region.front().back();
    OpBuilder builder(yield);
    Value result = &region.front() == taken ? value : otherwise(builder);
    yield->insertOperands(yield->getNumOperands(), result);
  }
  return widenOperation(branch, {}, value.getType())->getResults().back();
}
