//===- OwnCarriedBuffers.cpp - one memory for each carried buffer ---------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Transforms/Codegen/Passes.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

namespace mlir::per {
#define GEN_PASS_DEF_OWNCARRIEDBUFFERSPASS
#include "per/Transforms/Codegen/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

static bool isBuffer(Value value) { return isa<MemRefType>(value.getType()); }

/// The buffer that a value is a cast or a view of.
static Value rootOf(Value value) {
  while (auto view = value.getDefiningOp<ViewLikeOpInterface>())
    value = view.getViewSource();
  return value;
}

/// Whether a value is the whole of a buffer, under another type at most.
static bool isSame(Value value, Value buffer) {
  while (auto cast = value.getDefiningOp<memref::CastOp>())
    value = cast.getSource();
  return value == buffer;
}

/// A buffer of its own, before an operation.
static Value allocateLike(ImplicitLocOpBuilder &b, Value like) {
  auto type = cast<MemRefType>(like.getType());
  return memref::AllocOp::create(
      b, MemRefType::get(type.getShape(), type.getElementType()));
}

static Value castTo(ImplicitLocOpBuilder &b, Value buffer, Type type) {
  if (buffer.getType() == type)
    return buffer;
  return memref::CastOp::create(b, type, buffer);
}

/// Copies values to buffers as if all at once.
static void copyTogether(ImplicitLocOpBuilder &b, MutableArrayRef<Value> from,
                         ArrayRef<Value> to) {
  // What would be read after it is written is saved first.
  for (unsigned i = 0; i < from.size(); ++i) {
    if (isSame(from[i], to[i]))
      continue;
    if (!llvm::is_contained(to, rootOf(from[i])))
      continue;
    Value saved = allocateLike(b, from[i]);
    memref::CopyOp::create(b, from[i], saved);
    from[i] = saved;
  }
  for (auto [source, target] : llvm::zip_equal(from, to))
    if (!isSame(source, target))
      memref::CopyOp::create(b, source, target);
}

/// The positions of buffers among values.
static SmallVector<unsigned> bufferPositions(ValueRange values) {
  SmallVector<unsigned> positions;
  for (auto [i, value] : llvm::enumerate(values))
    if (isBuffer(value))
      positions.push_back(i);
  return positions;
}

template <typename RangeT>
static SmallVector<Value> pick(RangeT values, ArrayRef<unsigned> positions) {
  return llvm::map_to_vector(positions,
                             [&](unsigned i) -> Value { return values[i]; });
}

/// Whether a buffer is allocated for a loop to carry it: nothing else sees what
/// the loop writes.
static bool isAllocatedFor(Value buffer, Operation *loop) {
  auto allocation = buffer.getDefiningOp<memref::AllocOp>();
  if (!allocation || allocation->getBlock() != loop->getBlock() ||
      llvm::count(loop->getOperands(), buffer) != 1)
    return false;
  return llvm::all_of(buffer.getUsers(), [&](Operation *user) {
    if (user == loop)
      return true;
    Operation *ancestor = loop->getBlock()->findAncestorOpInBlock(*user);
    return ancestor && ancestor->isBeforeInBlock(loop) &&
           !isa<ViewLikeOpInterface>(user);
  });
}

/// The buffers that a loop carries, with the initial values in them.
static SmallVector<Value> ownInitial(ImplicitLocOpBuilder &b,
                                     ArrayRef<Value> values, Operation *loop) {
  SmallVector<Value> owned;
  for (Value value : values) {
    if (isAllocatedFor(value, loop)) {
      owned.push_back(value);
      continue;
    }
    owned.push_back(allocateLike(b, value));
    memref::CopyOp::create(b, value, owned.back());
  }
  return owned;
}

static void replaceUses(ImplicitLocOpBuilder &b, ArrayRef<Value> values,
                        ArrayRef<Value> buffers) {
  for (auto [value, buffer] : llvm::zip_equal(values, buffers))
    Value(value).replaceAllUsesWith(castTo(b, buffer, value.getType()));
}

// Below, operands and results of buffers become dead: the iteration argument is
// not used, and yields what is passed in. Canonicalisation removes them.

static void convertFor(scf::ForOp loop) {
  SmallVector<unsigned> positions = bufferPositions(loop.getInitArgs());
  if (positions.empty())
    return;
  ImplicitLocOpBuilder b(loop.getLoc(), loop);
  SmallVector<Value> initial = pick(loop.getInitArgs(), positions);
  SmallVector<Value> owned = ownInitial(b, initial, loop);
  auto yield = cast<scf::YieldOp>(loop.getBody()->getTerminator());
  SmallVector<Value> carried = pick(loop.getRegionIterArgs(), positions);
  b.setInsertionPointToStart(loop.getBody());
  replaceUses(b, carried, owned);
  b.setInsertionPoint(yield);
  SmallVector<Value> yielded = pick(yield.getOperands(), positions);
  copyTogether(b, yielded, owned);
  for (auto [position, argument] : llvm::zip_equal(positions, carried))
    yield.setOperand(position, argument);
  b.setInsertionPointAfter(loop);
  replaceUses(b, pick(loop.getResults(), positions), owned);
}

static void convertWhile(scf::WhileOp loop) {
  ImplicitLocOpBuilder b(loop.getLoc(), loop);
  SmallVector<unsigned> before = bufferPositions(loop.getInits());
  SmallVector<Value> initial = pick(loop.getInits(), before);
  SmallVector<Value> owned = ownInitial(b, initial, loop);
  SmallVector<Value> carried = pick(loop.getBeforeArguments(), before);
  b.setInsertionPointToStart(loop.getBeforeBody());
  replaceUses(b, carried, owned);

  // What the condition hands on: mostly the carried buffers themselves.
  scf::ConditionOp condition = loop.getConditionOp();
  SmallVector<unsigned> after = bufferPositions(condition.getArgs());
  SmallVector<Value> handed = pick(condition.getArgs(), after);
  SmallVector<Value> passed;
  b.setInsertionPoint(loop);
  for (Value value : handed) {
    const Value *same = llvm::find_if(
        owned, [&](Value buffer) { return isSame(value, buffer); });
    passed.push_back(same != owned.end() ? *same : allocateLike(b, value));
  }
  b.setInsertionPoint(condition);
  copyTogether(b, handed, passed);
  b.setInsertionPointToStart(loop.getAfterBody());
  replaceUses(b, pick(loop.getAfterArguments(), after), passed);
  b.setInsertionPointAfter(loop);
  replaceUses(b, pick(loop.getResults(), after), passed);

  scf::YieldOp yield = loop.getYieldOp();
  b.setInsertionPoint(yield);
  SmallVector<Value> yielded = pick(yield.getOperands(), before);
  copyTogether(b, yielded, owned);
  for (auto [position, value] : llvm::zip_equal(before, initial))
    yield.setOperand(position, value);
  // Nothing reads what is handed on; it only has to be of the type.
  for (auto [position, value] : llvm::zip_equal(after, passed))
    condition.getArgsMutable()[position].assign(
        castTo(b, value, loop.getAfterArguments()[position].getType()));
}

/// An operation whose regions each yield its results.
static void convertBranches(Operation *branches) {
  SmallVector<unsigned> positions = bufferPositions(branches->getResults());
  if (positions.empty())
    return;
  ImplicitLocOpBuilder b(branches->getLoc(), branches);
  SmallVector<Value> results = pick(branches->getResults(), positions);
  SmallVector<Value> owned;
  for (Value result : results)
    owned.push_back(allocateLike(b, result));
  for (Region &region : branches->getRegions()) {
    Operation *yield = region.front().getTerminator();
    SmallVector<Value> yielded = pick(yield->getOperands(), positions);
    b.setInsertionPoint(yield);
    copyTogether(b, yielded, owned);
    for (auto [position, buffer] : llvm::zip_equal(positions, owned))
      yield->setOperand(
          position, castTo(b, buffer, branches->getResult(position).getType()));
  }
  b.setInsertionPointAfter(branches);
  replaceUses(b, results, owned);
}

static LogicalResult verifyShapes(Operation *op) {
  auto isDynamic = [](Value value) {
    return isBuffer(value) &&
           !cast<MemRefType>(value.getType()).hasStaticShape();
  };
  if (llvm::any_of(op->getResults(), isDynamic))
    return op->emitOpError("carries a buffer of dynamic shape, which cannot "
                           "have a memory of its own");
  return success();
}

namespace {
struct OwnCarriedBuffersPass
    : per::impl::OwnCarriedBuffersPassBase<OwnCarriedBuffersPass> {
  void runOnOperation() override {
    WalkResult result = getOperation().walk([](Operation *op) -> WalkResult {
      if (!isa<scf::ForOp, scf::WhileOp, scf::IfOp, scf::IndexSwitchOp>(op))
        return WalkResult::advance();
      if (failed(verifyShapes(op)))
        return failure();
      if (auto loop = dyn_cast<scf::ForOp>(op))
        convertFor(loop);
      else if (auto loop = dyn_cast<scf::WhileOp>(op))
        convertWhile(loop);
      else
        convertBranches(op);
      return WalkResult::advance();
    });
    if (result.wasInterrupted())
      signalPassFailure();
  }
};
} // namespace
