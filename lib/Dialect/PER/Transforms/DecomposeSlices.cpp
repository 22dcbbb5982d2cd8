//===- DecomposeSlices.cpp - explicit norms of per.slices -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Dialect/PER/Transforms/Passes.h"
#include "per/Dialect/PER/Transforms/Transforms.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Transforms/WalkPatternRewriteDriver.h"

namespace mlir::per {
#define GEN_PASS_DEF_DECOMPOSESLICESPASS
#include "per/Dialect/PER/Transforms/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

FailureOr<Value> mlir::per::decomposeSlices(OpBuilder &b, SlicesOp op) {
  if (!op.getResult() || !op.computesNorms())
    return failure();
  Location loc = op.getLoc();
  Value output = op.getOutput();
  Value elements = getValueOrCreateConstantIndexOp(
      b, loc, tensor::getMixedSize(b, loc, output, 0));
  SmallVector<OpFoldResult> slices{tensor::getMixedSize(b, loc, output, 1)};
  Value empty = tensor::EmptyOp::create(b, loc, slices, b.getI64Type());
  Value zero = arith::ConstantOp::create(b, loc, b.getI64IntegerAttr(0));
  Value zeros = linalg::FillOp::create(b, loc, zero, empty).getResult(0);
  Value norms =
      SliceNormsOp::create(b, loc, zeros.getType(), op.getSeed(), op.getStep(),
                           elements, /*element_offset=*/Value(),
                           op.getSliceOffset(), zeros, op.getSiteAttr())
          .getResult();
  auto whole =
      SlicesOp::create(b, loc, output.getType(), op.getSeed(), op.getStep(),
                       /*element_offset=*/Value(), op.getSliceOffset(), norms,
                       output, op.getSiteAttr());
  whole->setDiscardableAttrs(op->getDiscardableAttrDictionary());
  return whole.getResult();
}

namespace {

struct DecomposeSlices : OpRewritePattern<SlicesOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(SlicesOp op,
                                PatternRewriter &rewriter) const override {
    FailureOr<Value> slices = decomposeSlices(rewriter, op);
    if (failed(slices))
      return rewriter.notifyMatchFailure(
          op, "not on tensors, or does not sum norms itself");
    rewriter.replaceOp(op, *slices);
    return success();
  }
};

struct DecomposeSlicesPass
    : per::impl::DecomposeSlicesPassBase<DecomposeSlicesPass> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    populateDecomposeSlicesPatterns(patterns);
    walkAndApplyPatterns(getOperation(), std::move(patterns));
  }
};

} // namespace

void mlir::per::populateDecomposeSlicesPatterns(RewritePatternSet &patterns) {
  patterns.add<DecomposeSlices>(patterns.getContext());
}
