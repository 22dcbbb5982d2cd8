//===- PERToStableHLO.cpp - expansion into StableHLO ----------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Builder/StableHLOBuilder.h"
#include "per/Conversion/Expansion.h"
#include "per/Conversion/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"

namespace mlir::per {
#define GEN_PASS_DEF_CONVERTPERTOSTABLEHLOPASS
#include "per/Conversion/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

/// Checks what StableHLO cannot express: dynamic shapes and positions.
static LogicalResult verifyStatic(Operation *op) {
  for (Value value : op->getOperands()) {
    auto tensor = dyn_cast<TensorType>(value.getType());
    if (tensor && !tensor.hasStaticShape())
      return op->emitOpError()
             << "needs static shapes to be expanded into StableHLO, got "
             << tensor << "; trace the step with fixed sizes, or use "
             << "convert-per-to-linalg";
    if (value.getType().isIndex() && !matchPattern(value, m_Constant()))
      return op->emitOpError("needs constant offsets and sizes to be expanded "
                             "into StableHLO");
  }
  return success();
}

/// Removes destinations and constants of other dialects, which XLA's importer
/// does not know: what is still used becomes a StableHLO constant.
static void convertHelpers(Operation *root, StableHLOBuilder &tensors) {
  SmallVector<Operation *> helpers;
  root->walk([&](Operation *op) {
    if (isa<tensor::EmptyOp, arith::ConstantOp>(op))
      helpers.push_back(op);
  });
  for (Operation *op : helpers) {
    auto constant = dyn_cast<arith::ConstantOp>(op);
    auto value =
        constant ? dyn_cast<ElementsAttr>(constant.getValue()) : ElementsAttr();
    if (value && !op->use_empty()) {
      tensors.setLoc(op->getLoc());
      tensors.getBuilder().setInsertionPoint(op);
      op->getResult(0).replaceAllUsesWith(tensors.createConstant(value));
    }
    if (op->use_empty())
      op->erase();
  }
}

LogicalResult mlir::per::convertPERToStableHLO(Operation *root) {
  MLIRContext *context = root->getContext();
  OpBuilder builder(context);
  StableHLOBuilder tensors(builder, root->getLoc());
  Expander expander(tensors, NormalForm::Table);
  bool isExpanded = false;
  WalkResult result = root->walk([&](Operation *op) -> WalkResult {
    if (!isa_and_nonnull<PERDialect>(op->getDialect()))
      return WalkResult::advance();
    if (!context->allowsUnregisteredDialects())
      return op->emitOpError("is expanded into unregistered operations; run "
                             "with --allow-unregistered-dialect");
    isExpanded = true;
    if (failed(verifyStatic(op)))
      return failure();
    return expander.expand(op);
  });
  if (result.wasInterrupted())
    return failure();
  if (isExpanded)
    convertHelpers(root, tensors);
  return success();
}

namespace {
struct ConvertPERToStableHLOPass
    : per::impl::ConvertPERToStableHLOPassBase<ConvertPERToStableHLOPass> {
  void runOnOperation() override {
    if (failed(convertPERToStableHLO(getOperation())))
      signalPassFailure();
  }
};
} // namespace
