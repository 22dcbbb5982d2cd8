//===- SplitEmptyTensors.cpp - a destination for each use -----------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Transforms/Codegen/Passes.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

namespace mlir::per {
#define GEN_PASS_DEF_SPLITEMPTYTENSORSPASS
#include "per/Transforms/Codegen/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

namespace {
struct SplitEmptyTensorsPass
    : per::impl::SplitEmptyTensorsPassBase<SplitEmptyTensorsPass> {
  void runOnOperation() override {
    // Fills first: each copy uses an empty tensor.
    splitAll<linalg::FillOp>();
    splitAll<tensor::EmptyOp>();
  }

  template <typename OpT> void splitAll() {
    SmallVector<OpT> operations;
    getOperation().walk([&](OpT op) { operations.push_back(op); });
    for (OpT op : operations)
      if (op->getNumResults())
        split(op);
  }

  /// Gives each use as a destination a copy of the operation.
  static void split(Operation *op) {
    for (OpOperand &use : llvm::make_early_inc_range(op->getUses())) {
      auto destination = dyn_cast<DestinationStyleOpInterface>(use.getOwner());
      if (isa<linalg::FillOp>(op) &&
          !(destination && destination.isDpsInit(&use)))
        continue;
      OpBuilder b(use.getOwner());
      use.set(b.clone(*op)->getResult(0));
    }
    if (op->use_empty())
      op->erase();
  }
};
} // namespace
