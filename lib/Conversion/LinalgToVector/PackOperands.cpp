//===- PackOperands.cpp - operands in the order of the vectors ------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "Contraction.h"

#include "per/Conversion/Passes.h"

#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

namespace mlir::per {
#define GEN_PASS_DEF_PACKOPERANDSPASS
#include "per/Conversion/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

/// Copies a tensor with one dimension moved to the end.
static Value moveLast(OpBuilder &b, Location loc, Value tensor, int64_t last) {
  auto type = cast<RankedTensorType>(tensor.getType());
  SmallVector<int64_t> order;
  for (int64_t dim = 0; dim < type.getRank(); ++dim)
    if (dim != last)
      order.push_back(dim);
  order.push_back(last);
  SmallVector<int64_t> shape = llvm::map_to_vector(
      order, [&](int64_t dim) { return type.getDimSize(dim); });
  Value empty = tensor::EmptyOp::create(b, loc, shape, type.getElementType());
  return linalg::TransposeOp::create(b, loc, tensor, empty, order)
      ->getResult(0);
}

static void packOperand(linalg::LinalgOp op, OperandToPack pack) {
  IRRewriter rewriter(op);
  AffineMap map = op.getMatchingIndexingMap(pack.operand);
  unsigned number = pack.operand->getOperandNumber();
  auto generic = dyn_cast<linalg::GenericOp>(op.getOperation());
  if (!generic)
    generic = *linalg::generalizeNamedOp(rewriter, op);
  rewriter.setInsertionPoint(generic);
  AffineExpr column = rewriter.getAffineDimExpr(pack.column);
  SmallVector<AffineExpr> results;
  int64_t last = 0;
  for (auto [dim, expr] : llvm::enumerate(map.getResults())) {
    if (expr == column)
      last = dim;
    else
      results.push_back(expr);
  }
  results.push_back(column);
  Value packed =
      moveLast(rewriter, generic.getLoc(), generic->getOperand(number), last);
  generic->setOperand(number, packed);
  SmallVector<AffineMap> maps = generic.getIndexingMapsArray();
  maps[number] =
      AffineMap::get(map.getNumDims(), 0, results, rewriter.getContext());
  generic.setIndexingMapsAttr(rewriter.getAffineMapArrayAttr(maps));
}

namespace {
struct PackOperandsPass : per::impl::PackOperandsPassBase<PackOperandsPass> {
  void runOnOperation() override {
    SmallVector<linalg::LinalgOp> operations;
    getOperation()->walk([&](linalg::LinalgOp op) {
      if (op.hasPureTensorSemantics())
        operations.push_back(op);
    });
    for (linalg::LinalgOp op : operations)
      if (std::optional<OperandToPack> pack = findOperandToPack(op))
        packOperand(op, *pack);
  }
};
} // namespace
