//===- Branches.cpp - branches and barriers -------------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ForeignOps.h"

#include "per/Conversion/ImportToLinalg.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::imported;

/// The number or truth in operand 0.
static Value extractSelector(RewriterBase &rewriter, Operation *op) {
  return tensor::ExtractOp::create(rewriter, op->getLoc(), op->getOperand(0),
                                   ValueRange());
}

static void moveBranch(RewriterBase &rewriter, Region &from, Region &to) {
  OpBuilder::InsertionGuard guard(rewriter);
  to.getBlocks().clear();
  rewriter.inlineRegionBefore(from, to, to.begin());
  Operation *terminator = to.front().getTerminator();
  rewriter.setInsertionPoint(terminator);
  rewriter.replaceOpWithNewOp<scf::YieldOp>(terminator,
                                            terminator->getOperands());
}

static void convertToIf(RewriterBase &rewriter, Operation *op, Value condition,
                        Region &whenTrue, Region &whenFalse) {
  auto result =
      scf::IfOp::create(rewriter, op->getLoc(), op->getResultTypes(), condition,
                        /*addThenBlock=*/true, /*addElseBlock=*/true);
  moveBranch(rewriter, whenTrue, result.getThenRegion());
  moveBranch(rewriter, whenFalse, result.getElseRegion());
  rewriter.replaceOp(op, result);
}

static LogicalResult checkBranches(RewriterBase &rewriter, Operation *op) {
  auto selector = op->getNumOperands() == 1
                      ? getStaticTensor(op->getOperand(0).getType())
                      : RankedTensorType();
  if (!selector || selector.getRank() != 0 ||
      !selector.getElementType().isInteger())
    return rewriter.notifyMatchFailure(
        op, "expected one operand, an integer tensor of rank 0");
  for (Region &region : op->getRegions())
    if (!region.hasOneBlock() || region.getNumArguments() ||
        region.front().empty() ||
        region.front().getTerminator()->getOperandTypes() !=
            op->getResultTypes())
      return rewriter.notifyMatchFailure(
          op, "expected branches without arguments that return the results");
  return success();
}

LogicalResult mlir::per::convertImportedIf(RewriterBase &rewriter,
                                           Operation *op) {
  if (failed(checkBranches(rewriter, op)))
    return failure();
  if (op->getNumRegions() != 2)
    return rewriter.notifyMatchFailure(op, "expected two branches");
  convertToIf(rewriter, op, extractSelector(rewriter, op), op->getRegion(0),
              op->getRegion(1));
  return success();
}

LogicalResult mlir::per::convertImportedCase(RewriterBase &rewriter,
                                             Operation *op) {
  if (failed(checkBranches(rewriter, op)))
    return failure();
  unsigned numBranches = op->getNumRegions();
  if (numBranches == 0)
    return rewriter.notifyMatchFailure(op, "expected at least one branch");
  Location loc = op->getLoc();
  if (numBranches == 1) {
    Block &only = op->getRegion(0).front();
    Operation *terminator = only.getTerminator();
    SmallVector<Value> results(terminator->getOperands());
    rewriter.inlineBlockBefore(&only, op);
    rewriter.replaceOp(op, results);
    rewriter.eraseOp(terminator);
    return success();
  }
  Value number = extractSelector(rewriter, op);
  if (numBranches == 2) {
    Value zero = arith::ConstantOp::create(
        rewriter, loc, rewriter.getZeroAttr(number.getType()));
    Value isFirst = arith::CmpIOp::create(
        rewriter, loc, arith::CmpIPredicate::eq, number, zero);
    convertToIf(rewriter, op, isFirst, op->getRegion(0), op->getRegion(1));
    return success();
  }
  SmallVector<int64_t> cases =
      llvm::to_vector(llvm::seq<int64_t>(0, numBranches - 1));
  Value index = arith::IndexCastOp::create(rewriter, loc,
                                           rewriter.getIndexType(), number);
  auto result = scf::IndexSwitchOp::create(rewriter, loc, op->getResultTypes(),
                                           index, cases, numBranches - 1);
  for (unsigned i = 0; i + 1 < numBranches; ++i)
    moveBranch(rewriter, op->getRegion(i), result.getCaseRegions()[i]);
  moveBranch(rewriter, op->getRegion(numBranches - 1),
             result.getDefaultRegion());
  rewriter.replaceOp(op, result);
  return success();
}

LogicalResult mlir::per::convertImportedBarrier(RewriterBase &rewriter,
                                                Operation *op) {
  if (op->getOperandTypes() != op->getResultTypes())
    return rewriter.notifyMatchFailure(
        op, "expected results of the operands' types");
  rewriter.replaceOp(op, op->getOperands());
  return success();
}
