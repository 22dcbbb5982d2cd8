//===- DetachArguments.cpp - arguments are copied before they change ------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Transforms/Codegen/Passes.h"

#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"

namespace mlir::per {
#define GEN_PASS_DEF_DETACHARGUMENTSPASS
#include "per/Transforms/Codegen/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

/// The operand whose memory the result of an operation may be in; null if the
/// result has one of its own.
static OpOperand *getDestination(OpResult result) {
  Operation *op = result.getOwner();
  if (auto destination = dyn_cast<DestinationStyleOpInterface>(op))
    return destination.getTiedOpOperand(result);
  if (auto insert = dyn_cast<tensor::InsertOp>(op))
    return &insert.getDestMutable();
  if (auto insert = dyn_cast<tensor::InsertSliceOp>(op))
    return &insert.getDestMutable();
  if (isa<tensor::ExpandShapeOp, tensor::CollapseShapeOp, tensor::CastOp,
          tensor::ExtractSliceOp>(op))
    return &op->getOpOperand(0);
  return nullptr;
}

/// Whether a value is the initial one of a function's argument, or a part of
/// it.
static bool isArgument(Value value) {
  while (isa_and_nonnull<tensor::ExpandShapeOp, tensor::CollapseShapeOp,
                         tensor::CastOp, tensor::ExtractSliceOp>(
      value.getDefiningOp()))
    value = value.getDefiningOp()->getOperand(0);
  auto argument = dyn_cast<BlockArgument>(value);
  return argument && isa<func::FuncOp>(argument.getOwner()->getParentOp());
}

static Value copy(OpBuilder &b, Value tensor) {
  return bufferization::AllocTensorOp::create(
      b, tensor.getLoc(), cast<RankedTensorType>(tensor.getType()),
      /*dynamicSizes=*/ValueRange(), /*copy=*/tensor);
}

/// Saves arguments that are results, if one of them may be overwritten before.
static void
saveResults(ArrayRef<bufferization::MaterializeInDestinationOp> results) {
  if (results.size() < 2)
    return;
  OpBuilder b(results.front());
  for (bufferization::MaterializeInDestinationOp result : results)
    if (isArgument(result.getSource()))
      result.getSourceMutable().set(copy(b, result.getSource()));
}

/// Gives the initial tensor of a loop a memory that no argument has.
static void detach(OpOperand &initial) {
  OpOperand *use = &initial;
  while (auto result = dyn_cast<OpResult>(use->get())) {
    OpOperand *next = getDestination(result);
    if (!next)
      break;
    use = next;
  }
  Value root = use->get();
  OpBuilder b(use->getOwner());
  if (auto empty = root.getDefiningOp<tensor::EmptyOp>()) {
    use->set(bufferization::AllocTensorOp::create(
        b, empty.getLoc(), empty.getType(), empty.getDynamicSizes()));
    return;
  }
  auto argument = dyn_cast<BlockArgument>(root);
  if (!argument || !isa<func::FuncOp>(argument.getOwner()->getParentOp()))
    return;
  b.setInsertionPoint(initial.getOwner());
  initial.set(copy(b, initial.get()));
}

namespace {
struct DetachArgumentsPass
    : per::impl::DetachArgumentsPassBase<DetachArgumentsPass> {
  void runOnOperation() override {
    getOperation().walk([](LoopLikeOpInterface loop) {
      if (!isa<scf::ForOp, scf::WhileOp>(loop))
        return;
      for (OpOperand &initial : loop.getInitsMutable())
        if (isa<RankedTensorType>(initial.get().getType()))
          detach(initial);
    });
    SmallVector<bufferization::MaterializeInDestinationOp> results;
    getOperation().walk([&](bufferization::MaterializeInDestinationOp op) {
      if (op->getBlock() != &getOperation().front())
        return;
      if (op.getSource() == op.getDest()) {
        op->replaceAllUsesWith(ValueRange(op.getSource()));
        op.erase();
        return;
      }
      results.push_back(op);
    });
    saveResults(results);
  }
};
} // namespace
