//===- SelectAndScatter.cpp - gradients of pooling ------------------------===//
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
/// The windows of the operation, and whether they may reach over the edge.
struct Windows {
  SmallVector<int64_t> sizes, strides, low;
  bool arePadded = false;
};

/// Builds the loop of one operation. The element that is selected in a window
/// is carried as its value, its position, and whether there is one yet.
class SelectAndScatterBuilder {
public:
  SelectAndScatterBuilder(Operation *op, const Windows &windows)
      : op(op), loc(op->getLoc()), windows(windows), operand(op->getOperand(0)),
        source(op->getOperand(1)),
        type(cast<RankedTensorType>(operand.getType())) {}

  Value build(OpBuilder &builder);

private:
  /// The selection after one element of the window of a source element.
  SmallVector<Value> select(OpBuilder &builder, ValueRange window,
                            ValueRange inWindow, ValueRange selected);
  Value scatter(OpBuilder &builder, Value result, ValueRange window,
                ValueRange at);

  Operation *op;
  Location loc;
  const Windows &windows;
  Value operand, source;
  RankedTensorType type;
};
} // namespace

SmallVector<Value> SelectAndScatterBuilder::select(OpBuilder &builder,
                                                   ValueRange window,
                                                   ValueRange inWindow,
                                                   ValueRange selected) {
  auto index = [&](int64_t value) { return createIndex(builder, loc, value); };
  auto land = [&](Value a, Value b) -> Value {
    return arith::AndIOp::create(builder, loc, a, b);
  };
  int64_t rank = type.getRank();
  Value best = selected[0], isSelected = selected[rank + 1];
  Value isInside =
      arith::ConstantOp::create(builder, loc, builder.getBoolAttr(true));
  SmallVector<Value> at;
  for (int64_t dim = 0; dim < rank; ++dim) {
    Value first = arith::MulIOp::create(builder, loc, window[dim],
                                        index(windows.strides[dim]));
    Value position = arith::AddIOp::create(builder, loc, first, inWindow[dim]);
    if (windows.arePadded) {
      position = arith::SubIOp::create(builder, loc, position,
                                       index(windows.low[dim]));
      auto require = [&](arith::CmpIPredicate predicate, int64_t bound) {
        isInside =
            land(isInside, arith::CmpIOp::create(builder, loc, predicate,
                                                 position, index(bound)));
      };
      require(arith::CmpIPredicate::sge, 0);
      require(arith::CmpIPredicate::slt, type.getDimSize(dim));
      // The element is read in any case.
      position = arith::MaxSIOp::create(builder, loc, position, index(0));
      position = arith::MinSIOp::create(builder, loc, position,
                                        index(type.getDimSize(dim) - 1));
    }
    at.push_back(position);
  }
  Value element = tensor::ExtractOp::create(builder, loc, operand, at);
  ScalarBody keeps(builder, op->getRegion(0));
  keeps.setScalars({best, element});
  Value yes =
      arith::ConstantOp::create(builder, loc, builder.getBoolAttr(true));
  Value isKept = land(isSelected, keeps.getResults()[0]);
  Value isTaken =
      land(isInside, arith::XOrIOp::create(builder, loc, isKept, yes));
  SmallVector<Value> results = {
      arith::SelectOp::create(builder, loc, isTaken, element, best)};
  for (int64_t dim = 0; dim < rank; ++dim)
    results.push_back(arith::SelectOp::create(builder, loc, isTaken, at[dim],
                                              selected[1 + dim]));
  results.push_back(arith::OrIOp::create(builder, loc, isSelected, isInside));
  return results;
}

Value SelectAndScatterBuilder::scatter(OpBuilder &builder, Value result,
                                       ValueRange window, ValueRange at) {
  Value old = tensor::ExtractOp::create(builder, loc, result, at);
  Value added = tensor::ExtractOp::create(builder, loc, source, window);
  ScalarBody body(builder, op->getRegion(1));
  body.setScalars({old, added});
  return tensor::InsertOp::create(builder, loc, body.getResults()[0], result,
                                  at);
}

Value SelectAndScatterBuilder::build(OpBuilder &builder) {
  Value init =
      tensor::ExtractOp::create(builder, loc, op->getOperand(2), ValueRange());
  Value empty = tensor::EmptyOp::create(builder, loc, type.getShape(),
                                        type.getElementType());
  Value filled = linalg::FillOp::create(builder, loc, init, empty).getResult(0);
  ArrayRef<int64_t> shape = cast<RankedTensorType>(source.getType()).getShape();
  auto visitWindow = [&](OpBuilder &outer, ValueRange window,
                         ValueRange carried) -> SmallVector<Value> {
    SmallVector<Value> none = {arith::ConstantOp::create(
        outer, loc, outer.getZeroAttr(type.getElementType()))};
    none.append(type.getRank(), createIndex(outer, loc, 0));
    none.push_back(
        arith::ConstantOp::create(outer, loc, outer.getBoolAttr(false)));
    SmallVector<Value> selected = buildLoops(
        outer, loc, windows.sizes, none,
        [&](OpBuilder &inner, ValueRange inWindow, ValueRange selected) {
          return select(inner, window, inWindow, selected);
        });
    Value isSelected = selected.pop_back_val();
    ValueRange at = ArrayRef<Value>(selected).drop_front();
    if (!windows.arePadded)
      return {scatter(outer, carried[0], window, at)};
    // A window may lie in the padding as a whole.
    auto guarded = scf::IfOp::create(
        outer, loc, isSelected,
        [&](OpBuilder &then, Location) {
          scf::YieldOp::create(then, loc,
                               scatter(then, carried[0], window, at));
        },
        [&](OpBuilder &otherwise, Location) {
          scf::YieldOp::create(otherwise, loc, carried);
        });
    return {guarded.getResult(0)};
  };
  return buildLoops(builder, loc, shape, filled, visitWindow)[0];
}

LogicalResult mlir::per::convertImportedSelectAndScatter(RewriterBase &rewriter,
                                                         Operation *op) {
  if (op->getNumOperands() != 3 || op->getNumResults() != 1 ||
      !hasRegions(op, 2) || !isStatic(op) ||
      op->getOperand(0).getType() != op->getResult(0).getType())
    return rewriter.notifyMatchFailure(
        op, "expected an operand, a source and an initial value of static "
            "shapes");
  auto type = cast<RankedTensorType>(op->getOperand(0).getType());
  auto source = cast<RankedTensorType>(op->getOperand(1).getType());
  size_t rank = type.getRank();
  SmallVector<int64_t> ones(rank, 1), zeros(2 * rank, 0);
  Windows windows;
  windows.sizes = getInts(op, "window_dimensions").value_or(ones);
  windows.strides = getInts(op, "window_strides").value_or(ones);
  SmallVector<int64_t> padding = getInts(op, "padding").value_or(zeros);
  if (windows.sizes.size() != rank || windows.strides.size() != rank ||
      padding.size() != 2 * rank ||
      source.getRank() != static_cast<int64_t>(rank) ||
      source.getElementType() != type.getElementType())
    return rewriter.notifyMatchFailure(
        op, "its windows do not fit the types of its operands");
  for (size_t dim = 0; dim < rank; ++dim) {
    int64_t low = padding[2 * dim], high = padding[2 * dim + 1];
    int64_t extent = type.getDimSize(dim) + low + high;
    windows.low.push_back(low);
    windows.arePadded |= low != 0 || high != 0;
    int64_t count =
        extent < windows.sizes[dim]
            ? 0
            : (extent - windows.sizes[dim]) / windows.strides[dim] + 1;
    if (count != source.getDimSize(dim))
      return rewriter.notifyMatchFailure(
          op, "its windows do not fit the types of its operands");
  }
  rewriter.replaceOp(op, SelectAndScatterBuilder(op, windows).build(rewriter));
  return success();
}
