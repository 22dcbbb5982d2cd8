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
/// Sorted runs that stand next to each other, [left, leftEnd) and [right,
/// rightEnd), of which nothing is merged yet.
struct Runs {
  Value left, leftEnd, right, rightEnd;
};

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
  SmallVector<Value> mergeAll(OpBuilder &builder, ValueRange from,
                              ValueRange to, Value width);
  SmallVector<Value> mergeRuns(OpBuilder &builder, ValueRange from,
                               ValueRange to, Runs runs);
  /// Stores the next element of a merge at `position`: that of the right run if
  /// `takeRight`.
  void store(OpBuilder &builder, ValueRange left, ValueRange right,
             Value takeRight, Value position, MutableArrayRef<Value> to);
  SmallVector<Value> load(OpBuilder &builder, ValueRange from, Value position);

  Value index(OpBuilder &builder, int64_t value) {
    return arith::ConstantIndexOp::create(builder, loc, value);
  }
  Value add(OpBuilder &builder, Value a, Value b) {
    return arith::AddIOp::create(builder, loc, a, b);
  }
  Value sub(OpBuilder &builder, Value a, Value b) {
    return arith::SubIOp::create(builder, loc, a, b);
  }
  Value least(OpBuilder &builder, Value a, Value b) {
    return arith::MinUIOp::create(builder, loc, a, b);
  }
  /// 1 or 0. Positions move by it: a select would become a branch, which would
  /// be mispredicted half of the time.
  Value count(OpBuilder &builder, Value flag) {
    return arith::IndexCastUIOp::create(builder, loc, builder.getIndexType(),
                                        flag);
  }

  Location loc;
  IsBefore isBefore;
  OpFoldResult extent;
  Value size;
};
} // namespace

SmallVector<Value> MergeSorter::load(OpBuilder &builder, ValueRange from,
                                     Value position) {
  return llvm::map_to_vector(from, [&](Value vector) -> Value {
    return tensor::ExtractOp::create(builder, loc, vector, position);
  });
}

void MergeSorter::store(OpBuilder &builder, ValueRange left, ValueRange right,
                        Value takeRight, Value position,
                        MutableArrayRef<Value> to) {
  for (auto [vector, a, b] : llvm::zip_equal(to, left, right)) {
    Value element = arith::SelectOp::create(builder, loc, takeRight, b, a);
    vector = tensor::InsertOp::create(builder, loc, element, vector, position);
  }
}

SmallVector<Value> MergeSorter::mergeRuns(OpBuilder &builder, ValueRange from,
                                          ValueRange to, Runs runs) {
  Value zero = index(builder, 0), one = index(builder, 1);
  Value numRight = sub(builder, runs.rightEnd, runs.right);
  Value numLeft = sub(builder, runs.leftEnd, runs.left);
  // From both ends at once, for as long as neither run can be empty: two chains
  // of dependent operations instead of one.
  Value numSafe = least(builder, numLeft, numRight);
  SmallVector<Value> inits(to);
  inits.append({runs.left, runs.leftEnd, runs.right, runs.rightEnd});
  auto both = scf::ForOp::create(
      builder, loc, zero, numSafe, one, inits,
      [&](OpBuilder &b, Location, Value k, ValueRange carried) {
        SmallVector<Value> results(carried.drop_back(4));
        ValueRange at = carried.take_back(4);
        SmallVector<Value> left = load(b, from, at[0]);
        SmallVector<Value> right = load(b, from, at[2]);
        Value takeRight = isBefore(b, right, left);
        store(b, left, right, takeRight, add(b, runs.left, k), results);
        Value isRight = count(b, takeRight);
        Value nextLeft = sub(b, add(b, at[0], one), isRight);
        Value nextRight = add(b, at[2], isRight);

        Value lastLeft = sub(b, at[1], one), lastRight = sub(b, at[3], one);
        left = load(b, from, lastLeft);
        right = load(b, from, lastRight);
        // The last of equal ones is the right one.
        Value leaveRight = isBefore(b, right, left);
        Value position = sub(b, sub(b, runs.rightEnd, one), k);
        store(b, right, left, leaveRight, position, results);
        Value isLeft = count(b, leaveRight);
        results.append({nextLeft, sub(b, at[1], isLeft), nextRight,
                        add(b, lastRight, isLeft)});
        scf::YieldOp::create(b, loc, results);
      });

  // What is left of runs of different lengths: the end of a pass.
  ValueRange ends = both.getResults().take_back(4);
  Value leftEnd = ends[1], rightEnd = ends[3];
  Value last = sub(builder, size, one);
  SmallVector<Value> rest(both.getResults().drop_back(4));
  rest.append({ends[0], ends[2]});
  auto single = scf::ForOp::create(
      builder, loc, add(builder, runs.left, numSafe),
      sub(builder, runs.rightEnd, numSafe), one, rest,
      [&](OpBuilder &b, Location, Value k, ValueRange carried) {
        using Predicate = arith::CmpIPredicate;
        SmallVector<Value> results(carried.drop_back(2));
        Value nextLeft = carried[results.size()];
        Value nextRight = carried[results.size() + 1];
        SmallVector<Value> left = load(b, from, least(b, nextLeft, last));
        SmallVector<Value> right = load(b, from, least(b, nextRight, last));
        Value leftIsEmpty =
            arith::CmpIOp::create(b, loc, Predicate::uge, nextLeft, leftEnd);
        Value rightHasMore =
            arith::CmpIOp::create(b, loc, Predicate::ult, nextRight, rightEnd);
        Value rightIsNext = arith::AndIOp::create(b, loc, rightHasMore,
                                                  isBefore(b, right, left));
        Value takeRight =
            arith::OrIOp::create(b, loc, leftIsEmpty, rightIsNext);
        store(b, left, right, takeRight, k, results);
        Value isRight = count(b, takeRight);
        results.push_back(sub(b, add(b, nextLeft, one), isRight));
        results.push_back(add(b, nextRight, isRight));
        scf::YieldOp::create(b, loc, results);
      });
  return SmallVector<Value>(single.getResults().drop_back(2));
}

SmallVector<Value> MergeSorter::mergeAll(OpBuilder &builder, ValueRange from,
                                         ValueRange to, Value width) {
  auto loop = scf::ForOp::create(
      builder, loc, index(builder, 0), size, add(builder, width, width), to,
      [&](OpBuilder &b, Location, Value start, ValueRange carried) {
        Value middle = least(b, add(b, start, width), size);
        Value end = least(b, add(b, middle, width), size);
        scf::YieldOp::create(
            b, loc, mergeRuns(b, from, carried, {start, middle, middle, end}));
      });
  return SmallVector<Value>(loop.getResults());
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
            mergeAll(inner, carried.take_front(n), carried.slice(n, n), width);
        SmallVector<Value> results =
            mergeAll(inner, there, carried.take_front(n), twice);
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
