//===- While.cpp - loops --------------------------------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ForeignOps.h"
#include "ScalarBody.h"

#include "per/Conversion/ImportToLinalg.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::imported;

namespace {
/// A loop `while (i < upper) { ...; i += step; }` over the carried value of the
/// number `counter`.
struct CountedLoop {
  unsigned counter;
  /// A value outside of the loop.
  Value upper;
  int64_t step;
  std::optional<int64_t> constantLower, constantUpper;
};
} // namespace

/// What the body yields for a carried value.
static Value getYielded(Operation *op, unsigned number) {
  return op->getRegion(1).front().getTerminator()->getOperand(number);
}

/// The value outside of the loop that a value of the condition always is.
static Value getInvariant(Operation *op, Value value) {
  auto argument = dyn_cast<BlockArgument>(value);
  if (argument && argument.getOwner() == &op->getRegion(0).front()) {
    unsigned number = argument.getArgNumber();
    bool unchanged =
        getYielded(op, number) == op->getRegion(1).getArgument(number);
    return unchanged ? op->getOperand(number) : Value();
  }
  return op->getRegion(0).isAncestor(value.getParentRegion()) &&
                 !getConstantInt(value)
             ? Value()
             : value;
}

/// The constant that is added to the carried value in every iteration; 0 if
/// there is none.
static int64_t getStep(Operation *op, unsigned number) {
  std::optional<LoneScalarOp> add = getLoneScalarOp(getYielded(op, number));
  if (!add || !isa<arith::AddIOp>(add->op))
    return 0;
  Value counter = op->getRegion(1).getArgument(number);
  for (unsigned i : {0, 1})
    if (add->operands[i] == counter)
      return getConstantInt(add->operands[1 - i]).value_or(0);
  return 0;
}

static std::optional<CountedLoop> matchCountedLoop(Operation *op) {
  Value proceed = op->getRegion(0).front().getTerminator()->getOperand(0);
  std::optional<LoneScalarOp> compare = getLoneScalarOp(proceed);
  if (!compare || !isa<arith::CmpIOp>(compare->op))
    return std::nullopt;
  auto counter = dyn_cast<BlockArgument>(compare->operands[0]);
  if (!counter || counter.getOwner() != &op->getRegion(0).front())
    return std::nullopt;

  CountedLoop loop;
  loop.counter = counter.getArgNumber();
  loop.upper = getInvariant(op, compare->operands[1]);
  loop.step = getStep(op, loop.counter);
  if (!loop.upper || loop.step <= 0)
    return std::nullopt;
  loop.constantLower = getConstantInt(op->getOperand(loop.counter));
  loop.constantUpper = getConstantInt(loop.upper);
  bool isConstant = loop.constantLower && loop.constantUpper;
  // A larger step could pass the largest integer.
  if (!isConstant && loop.step != 1)
    return std::nullopt;
  arith::CmpIPredicate predicate =
      cast<arith::CmpIOp>(compare->op).getPredicate();
  bool isPositive =
      isConstant && *loop.constantLower >= 0 && *loop.constantUpper >= 0;
  if (predicate == arith::CmpIPredicate::slt ||
      (predicate == arith::CmpIPredicate::ult && isPositive))
    return loop;
  return std::nullopt;
}

/// A bound as an index, outside of the loop.
static Value createBound(RewriterBase &rewriter, Location loc, Value tensor,
                         std::optional<int64_t> constant) {
  if (constant)
    return createIndex(rewriter, loc, *constant);
  if (isa<TensorType>(tensor.getType()))
    tensor = tensor::ExtractOp::create(rewriter, loc, tensor, ValueRange());
  return arith::IndexCastOp::create(rewriter, loc, rewriter.getIndexType(),
                                    tensor);
}

/// An index as the tensor that counts.
static Value createCounter(OpBuilder &builder, Location loc, Type type,
                           Value index) {
  Value scalar = arith::IndexCastOp::create(
      builder, loc, cast<RankedTensorType>(type).getElementType(), index);
  return tensor::FromElementsOp::create(builder, loc, type, scalar);
}

static void convertToFor(RewriterBase &rewriter, Operation *op,
                         const CountedLoop &loop) {
  Location loc = op->getLoc();
  Value init = op->getOperand(loop.counter);
  Value lower = createBound(rewriter, loc, init, loop.constantLower);
  Value upper = createBound(rewriter, loc, loop.upper, loop.constantUpper);
  Value step = createIndex(rewriter, loc, loop.step);
  SmallVector<Value> inits(op->getOperands());
  inits.erase(inits.begin() + loop.counter);
  auto result = scf::ForOp::create(rewriter, loc, lower, upper, step, inits);

  // The body, with the counter made of the induction variable.
  OpBuilder::InsertionGuard guard(rewriter);
  Block *body = result.getBody();
  if (!body->empty())
    rewriter.eraseOp(body->getTerminator());
  rewriter.setInsertionPointToEnd(body);
  SmallVector<Value> arguments(result.getRegionIterArgs());
  arguments.insert(
      arguments.begin() + loop.counter,
      createCounter(rewriter, loc, init.getType(), result.getInductionVar()));
  rewriter.inlineBlockBefore(&op->getRegion(1).front(), body, body->end(),
                             arguments);
  Operation *terminator = body->getTerminator();
  SmallVector<Value> yielded(terminator->getOperands());
  yielded.erase(yielded.begin() + loop.counter);
  rewriter.setInsertionPoint(terminator);
  rewriter.replaceOpWithNewOp<scf::YieldOp>(terminator, yielded);

  // What the counter is in the end.
  rewriter.setInsertionPointAfter(result);
  Value last;
  if (loop.constantLower && loop.constantUpper) {
    int64_t distance =
        std::max<int64_t>(0, *loop.constantUpper - *loop.constantLower);
    int64_t trips = (distance + loop.step - 1) / loop.step;
    last = createIndex(rewriter, loc, *loop.constantLower + trips * loop.step);
  } else {
    last = arith::MaxSIOp::create(rewriter, loc, lower, upper);
  }
  SmallVector<Value> results(result.getResults());
  results.insert(results.begin() + loop.counter,
                 createCounter(rewriter, loc, init.getType(), last));
  rewriter.replaceOp(op, results);
}

static void convertToWhile(RewriterBase &rewriter, Operation *op) {
  Location loc = op->getLoc();
  auto result = scf::WhileOp::create(
      rewriter, loc, op->getResultTypes(), op->getOperands(),
      [&](OpBuilder &builder, Location, ValueRange carried) {
        ScalarBody condition(builder, op->getRegion(0));
        condition.setTensors(carried);
        scf::ConditionOp::create(builder, loc, condition.getResults()[0],
                                 carried);
      },
      nullptr);
  OpBuilder::InsertionGuard guard(rewriter);
  Region &after = result.getAfter();
  after.getBlocks().clear();
  rewriter.inlineRegionBefore(op->getRegion(1), after, after.begin());
  Operation *terminator = after.front().getTerminator();
  rewriter.setInsertionPoint(terminator);
  rewriter.replaceOpWithNewOp<scf::YieldOp>(terminator,
                                            terminator->getOperands());
  rewriter.replaceOp(op, result);
}

LogicalResult mlir::per::convertImportedWhile(RewriterBase &rewriter,
                                              Operation *op) {
  if (!hasRegions(op, 2) || op->getOperandTypes() != op->getResultTypes())
    return rewriter.notifyMatchFailure(
        op, "expected a condition, a body, and results of the operands' types");
  for (Region &region : op->getRegions())
    if (region.getArgumentTypes() != op->getOperandTypes())
      return rewriter.notifyMatchFailure(
          op, "expected regions with arguments of the operands' types");
  Operation *proceed = op->getRegion(0).front().getTerminator();
  Operation *yield = op->getRegion(1).front().getTerminator();
  if (proceed->getNumOperands() != 1 ||
      yield->getOperandTypes() != op->getOperandTypes())
    return rewriter.notifyMatchFailure(
        op, "expected a condition of one value, and a body that yields values "
            "of the operands' types");
  if (std::optional<CountedLoop> loop = matchCountedLoop(op))
    convertToFor(rewriter, op, *loop);
  else
    convertToWhile(rewriter, op);
  return success();
}
