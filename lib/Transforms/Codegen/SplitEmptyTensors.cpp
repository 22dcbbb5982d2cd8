//===- SplitEmptyTensors.cpp - a destination for each use -----------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Transforms/Codegen/Passes.h"

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
    SmallVector<tensor::EmptyOp> tensors;
    getOperation().walk([&](tensor::EmptyOp op) { tensors.push_back(op); });
    for (tensor::EmptyOp op : tensors) {
      for (OpOperand &use : llvm::make_early_inc_range(op->getUses())) {
        OpBuilder b(use.getOwner());
        use.set(b.clone(*op)->getResult(0));
      }
      op.erase();
    }
  }
};
} // namespace
