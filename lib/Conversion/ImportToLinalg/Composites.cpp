//===- Composites.cpp - composites and functions with an op of their own --===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ForeignOps.h"
#include "Kept.h"

#include "per/Conversion/ImportToLinalg.h"
#include "per/Conversion/Passes.h"
#include "per/Frontend/StableHLO.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StructuredOpsUtils.h"
#include "mlir/IR/TypeUtilities.h"

namespace mlir::per {
#define GEN_PASS_DEF_EXPANDCOMPOSITESPASS
#include "per/Conversion/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::imported;

/// erf of at most 32 bits: the importer's polynomial is 7 units in the last
/// place off. That of f64 is exact.
static bool isKeptErf(Operation *op, StringRef name) {
  return name == "chlo.erf" && op->getNumOperands() == 1 &&
         op->getOperandTypes() == op->getResultTypes() && isStatic(op) &&
         isa<Float32Type, BFloat16Type, Float16Type>(
             getElementTypeOrSelf(op->getResult(0)));
}

static void keepErf(Operation *op) {
  OpBuilder builder(op);
  OperationState state(op->getLoc(), erfName, op->getOperands(),
                       op->getResultTypes());
  op->replaceAllUsesWith(builder.create(state));
  op->erase();
}

static void callDecomposition(Operation *op) {
  auto callee =
      dyn_cast_or_null<FlatSymbolRefAttr>(getForeignAttr(op, "decomposition"));
  if (!callee)
    return;
  OpBuilder builder(op);
  op->replaceAllUsesWith(func::CallOp::create(
      builder, op->getLoc(), callee, op->getResultTypes(), op->getOperands()));
  op->erase();
}

void mlir::per::expandComposites(Operation *root) {
  root->walk([](Operation *op) {
    StringRef name = op->getName().getStringRef();
    if (isKeptErf(op, name))
      return keepErf(op);
    if (name != "stablehlo.composite")
      return;
    auto composite = dyn_cast_or_null<StringAttr>(getForeignAttr(op, "name"));
    if (composite && isKeptErf(op, composite.getValue()))
      keepErf(op);
    else
      callDecomposition(op);
  });
}

LogicalResult mlir::per::convertImportedErf(RewriterBase &rewriter,
                                            Operation *op) {
  if (!isKeptErf(op, "chlo.erf"))
    return rewriter.notifyMatchFailure(
        op, "expected one operand of a static shape and of f32, bf16 or f16");
  Location loc = op->getLoc();
  auto type = cast<RankedTensorType>(op->getResult(0).getType());
  Value empty = tensor::EmptyOp::create(rewriter, loc, type.getShape(),
                                        type.getElementType());
  AffineMap identity = rewriter.getMultiDimIdentityMap(type.getRank());
  SmallVector<utils::IteratorType> iterators(type.getRank(),
                                             utils::IteratorType::parallel);
  rewriter.replaceOpWithNewOp<linalg::GenericOp>(
      op, type, op->getOperand(0), empty,
      ArrayRef<AffineMap>{identity, identity}, iterators,
      [](OpBuilder &body, Location loc, ValueRange elements) {
        Value x = elements[0];
        Type narrow = x.getType(), wide = body.getF32Type();
        if (narrow != wide)
          x = arith::ExtFOp::create(body, loc, wide, x);
        Value y = math::ErfOp::create(body, loc, x);
        if (narrow != wide)
          y = arith::TruncFOp::create(body, loc, narrow, y);
        linalg::YieldOp::create(body, loc, y);
      });
  return success();
}

namespace {
struct ExpandCompositesPass final
    : per::impl::ExpandCompositesPassBase<ExpandCompositesPass> {
  void runOnOperation() override { expandComposites(getOperation()); }
};
} // namespace
