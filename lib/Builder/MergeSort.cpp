//===- MergeSort.cpp - vectors sorted together ----------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// A pass merges neighbouring sorted runs of one width from one buffer into
// another; a loop of two passes brings the vectors back to where they were, so
// that bufferization needs no copy.
//
//===----------------------------------------------------------------------===//

#include "per/Builder/MergeSort.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::per;

namespace {
class MergeSorter {
public:
  MergeSorter(OpBuilder &builder, Location loc, OpFoldResult size,
              IsBefore isBefore)
      : loc(loc), isBefore(isBefore), extent(size),
        size(getValueOrCreateConstantIndexOp(builder, loc, size)) {}

  SmallVector<Value> sort(OpBuilder &builder, ValueRange vectors);

private:
  /// Pairs of passes until one run is left.
  Value countPairsOfPasses(OpBuilder &builder);
  /// One pass: runs of `width` elements in `from`, merged two by two into `to`.
  SmallVector<Value> merge(OpBuilder &builder, ValueRange from, ValueRange to,
                           Value width);
  /// One element of a pass, number `k`; carries `to` and the next elements of
  /// the left and the right run.
  SmallVector<Value> mergeElement(OpBuilder &builder, ValueRange from,
                                  Value width, Value k, ValueRange carried);
  Value index(OpBuilder &builder, int64_t value) {
    return arith::ConstantIndexOp::create(builder, loc, value);
  }

  Location loc;
  IsBefore isBefore;
  OpFoldResult extent;
  Value size;
};
} // namespace

SmallVector<Value> MergeSorter::mergeElement(OpBuilder &builder,
                                             ValueRange from, Value width,
                                             Value k, ValueRange carried) {
  using Predicate = arith::CmpIPredicate;
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
  Value one = index(builder, 1);
  Value both = add(width, width);
  Value mask = arith::SubIOp::create(builder, loc, both, one);
  Value phase = arith::AndIOp::create(builder, loc, k, mask);
  Value start = arith::SubIOp::create(builder, loc, k, phase);
  Value middle = least(add(start, width), size);
  Value end = least(add(start, both), size);
  Value isStart = compare(Predicate::eq, phase, index(builder, 0));
  left = select(isStart, start, left);
  right = select(isStart, middle, right);

  SmallVector<Value> leftElements, rightElements;
  Value last = arith::SubIOp::create(builder, loc, size, one);
  Value leftAt = least(left, last);
  Value rightAt = least(right, last);
  for (Value vector : from) {
    leftElements.push_back(
        tensor::ExtractOp::create(builder, loc, vector, leftAt));
    rightElements.push_back(
        tensor::ExtractOp::create(builder, loc, vector, rightAt));
  }
  Value leftIsEmpty = compare(Predicate::uge, left, middle);
  Value rightHasMore = compare(Predicate::ult, right, end);
  Value rightIsNext =
      arith::AndIOp::create(builder, loc, rightHasMore,
                            isBefore(builder, rightElements, leftElements));
  Value takeRight =
      arith::OrIOp::create(builder, loc, leftIsEmpty, rightIsNext);

  SmallVector<Value> results;
  for (auto [vector, a, b] : llvm::zip_equal(to, leftElements, rightElements))
    results.push_back(tensor::InsertOp::create(
        builder, loc, select(takeRight, b, a), vector, k));
  results.push_back(select(takeRight, left, add(left, one)));
  results.push_back(select(takeRight, add(right, one), right));
  return results;
}

SmallVector<Value> MergeSorter::merge(OpBuilder &builder, ValueRange from,
                                      ValueRange to, Value width) {
  Value zero = index(builder, 0);
  SmallVector<Value> inits(to);
  inits.append({zero, zero});
  auto loop = scf::ForOp::create(
      builder, loc, zero, size, index(builder, 1), inits,
      [&](OpBuilder &inner, Location, Value k, ValueRange carried) {
        scf::YieldOp::create(inner, loc,
                             mergeElement(inner, from, width, k, carried));
      });
  return SmallVector<Value>(loop.getResults().drop_back(2));
}

Value MergeSorter::countPairsOfPasses(OpBuilder &builder) {
  if (std::optional<int64_t> constant = getConstantIntValue(extent))
    return index(builder,
                 *constant <= 1
                     ? 0
                     : llvm::divideCeil(llvm::Log2_64_Ceil(*constant), 2));
  // As many passes as `size - 1` has bits.
  Type i64 = builder.getI64Type();
  Value one = index(builder, 1);
  Value last = arith::SubIOp::create(
      builder, loc, arith::MaxUIOp::create(builder, loc, size, one), one);
  Value zeros = math::CountLeadingZerosOp::create(
      builder, loc, arith::IndexCastOp::create(builder, loc, i64, last));
  Value passes = arith::SubIOp::create(
      builder, loc, index(builder, 65),
      arith::IndexCastOp::create(builder, loc, builder.getIndexType(), zeros));
  return arith::ShRUIOp::create(builder, loc, passes, one);
}

SmallVector<Value> MergeSorter::sort(OpBuilder &builder, ValueRange vectors) {
  unsigned n = vectors.size();
  SmallVector<Value> inits(vectors);
  // Not tensor.empty: common subexpression elimination would make one of two,
  // and bufferization sees no conflict between writes to what was never read.
  for (Value vector : vectors) {
    auto type = cast<RankedTensorType>(vector.getType());
    SmallVector<Value> dynamic;
    if (type.isDynamicDim(0))
      dynamic.push_back(size);
    inits.push_back(
        bufferization::AllocTensorOp::create(builder, loc, type, dynamic));
  }
  inits.push_back(index(builder, 1));
  auto loop = scf::ForOp::create(
      builder, loc, index(builder, 0), countPairsOfPasses(builder),
      index(builder, 1), inits,
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

SmallVector<Value> mlir::per::buildMergeSort(OpBuilder &builder, Location loc,
                                             ValueRange vectors,
                                             OpFoldResult size,
                                             IsBefore isBefore) {
  return MergeSorter(builder, loc, size, isBefore).sort(builder, vectors);
}
