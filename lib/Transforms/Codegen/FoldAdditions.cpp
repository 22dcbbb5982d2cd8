//===- FoldAdditions.cpp - sums of products that add to something ---------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Conversion/SumOfProducts.h"
#include "per/Transforms/Codegen/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Dominance.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/PatternMatch.h"

namespace mlir::per {
#define GEN_PASS_DEF_FOLDADDITIONSPASS
#include "per/Transforms/Codegen/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

/// Whether an operation adds its two inputs, element by element.
static bool isAddition(linalg::GenericOp op) {
  if (op.getNumDpsInputs() != 2 || op.getNumDpsInits() != 1 ||
      !llvm::all_of(op.getIndexingMapsArray(),
                    [](AffineMap map) { return map.isIdentity(); }))
    return false;
  Block *body = op.getBody();
  auto sum =
      body->getTerminator()->getOperand(0).getDefiningOp<arith::AddFOp>();
  return sum && llvm::is_contained(sum.getOperands(), body->getArgument(0)) &&
         llvm::is_contained(sum.getOperands(), body->getArgument(1));
}

/// A sum of products from zero that nothing but `addition` uses.
static linalg::LinalgOp getSum(Value value) {
  auto op = value.getDefiningOp<linalg::LinalgOp>();
  if (!op || !value.hasOneUse() || !matchSumOfProducts(op))
    return {};
  auto fill = op.getDpsInits()[0].getDefiningOp<linalg::FillOp>();
  return fill && matchPattern(fill.getInputs()[0], m_AnyZeroFloat())
             ? op
             : linalg::LinalgOp();
}

namespace {
struct FoldAdditionsPass : per::impl::FoldAdditionsPassBase<FoldAdditionsPass> {
  void runOnOperation() override {
    DominanceInfo dominance(getOperation());
    IRRewriter rewriter(&getContext());
    SmallVector<linalg::GenericOp> additions;
    getOperation()->walk([&](linalg::GenericOp op) {
      if (op.hasPureTensorSemantics() && isAddition(op))
        additions.push_back(op);
    });
    for (linalg::GenericOp addition : additions)
      for (unsigned position : {0, 1}) {
        linalg::LinalgOp sum = getSum(addition.getInputs()[position]);
        Value other = addition.getInputs()[1 - position];
        if (!sum || sum->getBlock() != addition->getBlock() ||
            other.getType() != addition->getResult(0).getType() ||
            other == sum->getResult(0))
          continue;
        if (!dominance.properlyDominates(other, sum))
          rewriter.moveOpBefore(sum, addition);
        rewriter.modifyOpInPlace(
            sum, [&] { sum.getDpsInitsMutable()[0].set(other); });
        rewriter.replaceOp(addition, sum);
        break;
      }
  }
};
} // namespace
