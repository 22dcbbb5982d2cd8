//===- Sort.cpp - sorts ---------------------------------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// A bottom-up merge sort: stable, n log n comparisons, without recursion. A
// pass merges neighbouring sorted runs of one width from one buffer into
// another; a loop of two passes brings the row back to where it was, so that
// bufferization needs no copy.
//
//===----------------------------------------------------------------------===//

#include "ForeignOps.h"
#include "ScalarBody.h"

#include "per/Conversion/ImportToLinalg.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::imported;

namespace {
/// Sorts rows: one tensor of rank 1 for each operand of the operation.
class RowSorter {
public:
  RowSorter(Operation *op, int64_t size)
      : op(op), loc(op->getLoc()), size(size) {}

  SmallVector<Value> sort(OpBuilder &builder, ValueRange rows);

private:
  /// One pass: runs of `width` elements in `from`, merged two by two into `to`.
  SmallVector<Value> merge(OpBuilder &builder, ValueRange from, ValueRange to,
                           Value width);
  /// One element of a pass, number `k`; carries `to` and the next elements of
  /// the left and the right run.
  SmallVector<Value> mergeElement(OpBuilder &builder, ValueRange from,
                                  Value width, Value k, ValueRange carried);
  /// Whether the right elements must stand before the left ones.
  Value isBefore(OpBuilder &builder, ValueRange right, ValueRange left);

  Operation *op;
  Location loc;
  int64_t size;
};
} // namespace

Value RowSorter::isBefore(OpBuilder &builder, ValueRange right,
                          ValueRange left) {
  SmallVector<Value> arguments;
  for (auto [first, second] : llvm::zip_equal(right, left))
    llvm::append_values(arguments, first, second);
  ScalarBody comparator(builder, op->getRegion(0));
  comparator.setScalars(arguments);
  return comparator.getResults()[0];
}

SmallVector<Value> RowSorter::mergeElement(OpBuilder &builder, ValueRange from,
                                           Value width, Value k,
                                           ValueRange carried) {
  using Predicate = arith::CmpIPredicate;
  auto index = [&](int64_t value) { return createIndex(builder, loc, value); };
  auto add = [&](Value a, Value b) -> Value {
    return arith::AddIOp::create(builder, loc, a, b);
  };
  auto least = [&](Value a, Value b) -> Value {
    return arith::MinUIOp::create(builder, loc, a, b);
  };
  auto select = [&](Value condition, Value a, Value b) -> Value {
    return arith::SelectOp::create(builder, loc, condition, a, b);
  };
  auto compare = [&](Predicate predicate, Value a, Value b) -> Value {
    return arith::CmpIOp::create(builder, loc, predicate, a, b);
  };
  ValueRange to = carried.drop_back(2);
  Value left = carried[to.size()], right = carried[to.size() + 1];

  // The two runs of element k: [start, middle) and [middle, end). Widths are
  // powers of two.
  Value both = add(width, width);
  Value mask = arith::SubIOp::create(builder, loc, both, index(1));
  Value phase = arith::AndIOp::create(builder, loc, k, mask);
  Value start = arith::SubIOp::create(builder, loc, k, phase);
  Value middle = least(add(start, width), index(size));
  Value end = least(add(start, both), index(size));
  Value isStart = compare(Predicate::eq, phase, index(0));
  left = select(isStart, start, left);
  right = select(isStart, middle, right);

  SmallVector<Value> leftElements, rightElements;
  Value leftAt = least(left, index(size - 1));
  Value rightAt = least(right, index(size - 1));
  for (Value row : from) {
    leftElements.push_back(
        tensor::ExtractOp::create(builder, loc, row, leftAt));
    rightElements.push_back(
        tensor::ExtractOp::create(builder, loc, row, rightAt));
  }
  Value leftIsEmpty = compare(Predicate::uge, left, middle);
  Value rightHasMore = compare(Predicate::ult, right, end);
  Value rightIsNext =
      arith::AndIOp::create(builder, loc, rightHasMore,
                            isBefore(builder, rightElements, leftElements));
  Value takeRight =
      arith::OrIOp::create(builder, loc, leftIsEmpty, rightIsNext);

  SmallVector<Value> results;
  for (auto [row, a, b] : llvm::zip_equal(to, leftElements, rightElements))
    results.push_back(tensor::InsertOp::create(
        builder, loc, select(takeRight, b, a), row, k));
  results.push_back(select(takeRight, left, add(left, index(1))));
  results.push_back(select(takeRight, add(right, index(1)), right));
  return results;
}

SmallVector<Value> RowSorter::merge(OpBuilder &builder, ValueRange from,
                                    ValueRange to, Value width) {
  Value zero = createIndex(builder, loc, 0);
  SmallVector<Value> inits(to);
  inits.append({zero, zero});
  auto loop = scf::ForOp::create(
      builder, loc, zero, createIndex(builder, loc, size),
      createIndex(builder, loc, 1), inits,
      [&](OpBuilder &inner, Location, Value k, ValueRange carried) {
        scf::YieldOp::create(inner, loc,
                             mergeElement(inner, from, width, k, carried));
      });
  return SmallVector<Value>(loop.getResults().drop_back(2));
}

SmallVector<Value> RowSorter::sort(OpBuilder &builder, ValueRange rows) {
  unsigned n = rows.size();
  SmallVector<Value> inits(rows);
  // Not tensor.empty: common subexpression elimination would make one of two,
  // and bufferization sees no conflict between writes to what was never read.
  for (Value row : rows)
    inits.push_back(bufferization::AllocTensorOp::create(
        builder, loc, cast<RankedTensorType>(row.getType()), ValueRange()));
  inits.push_back(createIndex(builder, loc, 1));
  Value twoPasses =
      createIndex(builder, loc, llvm::divideCeil(llvm::Log2_64_Ceil(size), 2));
  auto loop = scf::ForOp::create(
      builder, loc, createIndex(builder, loc, 0), twoPasses,
      createIndex(builder, loc, 1), inits,
      [&](OpBuilder &inner, Location, Value, ValueRange carried) {
        Value width = carried.back();
        Value twice = arith::AddIOp::create(inner, loc, width, width);
        SmallVector<Value> there =
            merge(inner, carried.take_front(n), carried.slice(n, n), width);
        SmallVector<Value> results =
            merge(inner, there, carried.take_front(n), twice);
        llvm::append_range(results, there);
        results.push_back(arith::AddIOp::create(inner, loc, twice, twice));
        scf::YieldOp::create(inner, loc, results);
      });
  return SmallVector<Value>(loop.getResults().take_front(n));
}

LogicalResult mlir::per::convertImportedSort(RewriterBase &rewriter,
                                             Operation *op) {
  unsigned numInputs = op->getNumOperands();
  std::optional<SmallVector<int64_t>> dimension = getInts(op, "dimension");
  if (numInputs == 0 || op->getOperandTypes() != op->getResultTypes() ||
      !hasRegions(op, 1) || !isStatic(op) || !dimension ||
      dimension->size() != 1)
    return rewriter.notifyMatchFailure(
        op, "expected a dimension, and operands of static shapes");
  if (op->getRegion(0).getNumArguments() != 2 * numInputs)
    return rewriter.notifyMatchFailure(
        op, "expected a comparator of two arguments for each operand");
  auto type = cast<RankedTensorType>(op->getOperand(0).getType());
  int64_t rank = type.getRank(), dim = (*dimension)[0];
  if (dim < 0)
    dim += rank;
  if (dim < 0 || dim >= rank)
    return rewriter.notifyMatchFailure(op, "its dimension is out of range");
  int64_t size = type.getDimSize(dim);
  if (size <= 1) {
    rewriter.replaceOp(op, op->getOperands());
    return success();
  }

  Location loc = op->getLoc();
  SmallVector<int64_t> outer(type.getShape());
  outer[dim] = 1;
  SmallVector<OpFoldResult> ones(rank, rewriter.getIndexAttr(1));
  SmallVector<OpFoldResult> sizes = ones;
  sizes[dim] = rewriter.getIndexAttr(size);
  SmallVector<Value> results = buildLoops(
      rewriter, loc, outer, op->getOperands(),
      [&](OpBuilder &builder, ValueRange position, ValueRange carried) {
        SmallVector<OpFoldResult> offsets =
            llvm::map_to_vector(position, [](Value v) -> OpFoldResult {
              return getAsOpFoldResult(v);
            });
        SmallVector<Value> rows;
        for (Value input : carried)
          rows.push_back(tensor::ExtractSliceOp::create(
              builder, loc,
              RankedTensorType::get(
                  {size},
                  cast<RankedTensorType>(input.getType()).getElementType()),
              input, offsets, sizes, ones));
        rows = RowSorter(op, size).sort(builder, rows);
        SmallVector<Value> sorted;
        for (auto [row, input] : llvm::zip_equal(rows, carried))
          sorted.push_back(tensor::InsertSliceOp::create(
              builder, loc, row, input, offsets, sizes, ones));
        return sorted;
      });
  rewriter.replaceOp(op, results);
  return success();
}
