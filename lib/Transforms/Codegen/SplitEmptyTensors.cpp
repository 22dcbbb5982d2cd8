//===- SplitEmptyTensors.cpp - a destination for each use -----------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "Fills.h"

#include "per/Transforms/Codegen/Passes.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Interfaces/LoopLikeInterface.h"

namespace mlir::per {
#define GEN_PASS_DEF_SPLITEMPTYTENSORSPASS
#include "per/Transforms/Codegen/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

/// Whether the tensor is written to there, at once or by a loop.
static bool isDestination(OpOperand &use) {
  Operation *user = use.getOwner();
  if (auto loop = dyn_cast<LoopLikeOpInterface>(user))
    return bool(loop.getTiedLoopRegionIterArg(&use));
  auto destination = dyn_cast<DestinationStyleOpInterface>(user);
  return destination && destination.isDpsInit(&use);
}

/// Gives each use as a destination a copy of the operation.
static void split(Operation *op) {
  bool onlyDestinations = getFillValue(op) != nullptr;
  for (OpOperand &use : llvm::make_early_inc_range(op->getUses())) {
    if (onlyDestinations && !isDestination(use))
      continue;
    OpBuilder b(use.getOwner());
    use.set(b.clone(*op)->getResult(0));
  }
  if (op->use_empty())
    op->erase();
}

namespace {
struct SplitEmptyTensorsPass
    : per::impl::SplitEmptyTensorsPassBase<SplitEmptyTensorsPass> {
  void runOnOperation() override {
    // Fills first: each copy uses an empty tensor.
    splitAll([](Operation *op) { return bool(getFillValue(op)); });
    splitAll([](Operation *op) { return isa<tensor::EmptyOp>(op); });
  }

  void splitAll(function_ref<bool(Operation *)> isSplit) {
    SmallVector<Operation *> operations;
    getOperation().walk([&](Operation *op) {
      if (op->getNumResults() && isSplit(op))
        operations.push_back(op);
    });
    llvm::for_each(operations, split);
  }
};
} // namespace
