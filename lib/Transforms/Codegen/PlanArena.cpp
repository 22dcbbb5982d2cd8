//===- PlanArena.cpp - all buffers of an entry in one block ---------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Transforms/Codegen/Entries.h"
#include "per/Transforms/Codegen/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Bufferization/Transforms/BufferViewFlowAnalysis.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "llvm/Support/MathExtras.h"

namespace mlir::per {
#define GEN_PASS_DEF_PLANARENAPASS
#include "per/Transforms/Codegen/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

constexpr int64_t kAlignment = 64;

namespace {
/// A buffer, the operations from its allocation to its last use, numbered in
/// the order of the text, and its place.
struct Buffer {
  memref::AllocOp allocation;
  Operation *lastUse;
  int64_t size;
  int64_t first, last;
  int64_t offset = 0;

  bool isAliveWith(const Buffer &other) const {
    return first <= other.last && other.first <= last;
  }
};

/// The numbers of an operation and of the last one inside of it.
class Numbering {
public:
  explicit Numbering(Operation *root) { number(root); }
  int64_t first(Operation *op) const { return numbers.at(op).first; }
  int64_t last(Operation *op) const { return numbers.at(op).second; }

private:
  void number(Operation *op) {
    int64_t start = next++;
    for (Region &region : op->getRegions())
      for (Block &block : region)
        for (Operation &nested : block)
          number(&nested);
    numbers[op] = {start, next - 1};
  }

  int64_t next = 0;
  DenseMap<Operation *, std::pair<int64_t, int64_t>> numbers;
};
} // namespace

static FailureOr<int64_t> sizeOf(memref::AllocOp allocation) {
  MemRefType type = allocation.getType();
  if (!type.hasStaticShape() || !type.getLayout().isIdentity())
    return allocation.emitOpError(
        "needs a static shape and the identity layout to have a place in the "
        "arena");
  // An element of i1 is a byte.
  int64_t bytes = llvm::divideCeil(type.getElementTypeBitWidth(), 8);
  return llvm::alignTo(type.getNumElements() * bytes, kAlignment);
}

/// The buffer and what may be views of it. The analysis does not look through
/// operations that it does not know, such as conversion casts.
static SetVector<Value> collectViews(Value buffer,
                                     const BufferViewFlowAnalysis &analysis) {
  SetVector<Value> views;
  views.insert(buffer);
  for (unsigned i = 0; i < views.size(); ++i) {
    auto known = analysis.resolve(views[i]);
    views.insert(known.begin(), known.end());
    for (Operation *user : views[i].getUsers())
      for (Value result : user->getResults())
        if (isa<BaseMemRefType>(result.getType()))
          views.insert(result);
  }
  return views;
}

/// The last operation that uses the buffer or a view of it: one in the block
/// that allocates it. Fails if a view leaves this block.
static FailureOr<Operation *>
findLastUse(memref::AllocOp allocation,
            const BufferViewFlowAnalysis &analysis) {
  Block *block = allocation->getBlock();
  Operation *last = allocation;
  for (Value view : collectViews(allocation.getResult(), analysis))
    for (Operation *user : view.getUsers()) {
      Operation *ancestor = block->findAncestorOpInBlock(*user);
      if (!ancestor || ancestor->hasTrait<OpTrait::IsTerminator>())
        return allocation.emitOpError(
            "outlives the region that allocates it; run "
            "per-own-carried-buffers before");
      if (last->isBeforeInBlock(ancestor))
        last = ancestor;
    }
  return last;
}

static FailureOr<SmallVector<Buffer>> collectBuffers(func::FuncOp function) {
  BufferViewFlowAnalysis analysis(function);
  Numbering numbering(function);
  SmallVector<Buffer> buffers;
  WalkResult result =
      function.walk([&](memref::AllocOp allocation) -> WalkResult {
        if (allocation->getParentOfType<scf::ParallelOp>() ||
            allocation->getParentOfType<scf::ForallOp>())
          return WalkResult::advance();
        FailureOr<int64_t> size = sizeOf(allocation);
        if (failed(size))
          return failure();
        FailureOr<Operation *> last = findLastUse(allocation, analysis);
        if (failed(last))
          return failure();
        buffers.push_back({allocation, *last, *size,
                           numbering.first(allocation), numbering.last(*last)});
        return success();
      });
  if (result.wasInterrupted())
    return failure();
  return buffers;
}

/// Gives each buffer an offset.
///
/// Returns:
///   the size of the block.
static int64_t placeBuffers(MutableArrayRef<Buffer> buffers) {
  SmallVector<Buffer *> bySize =
      llvm::map_to_vector(buffers, [](Buffer &buffer) { return &buffer; });
  llvm::sort(bySize, [](const Buffer *a, const Buffer *b) {
    return std::make_pair(-a->size, a->first) <
           std::make_pair(-b->size, b->first);
  });
  SmallVector<const Buffer *> placed; // by offset
  int64_t total = 0;
  for (Buffer *buffer : bySize) {
    int64_t offset = 0;
    for (const Buffer *other : placed) {
      if (!buffer->isAliveWith(*other))
        continue;
      if (offset + buffer->size <= other->offset)
        break;
      offset = std::max(offset, other->offset + other->size);
    }
    buffer->offset = offset;
    total = std::max(total, offset + buffer->size);
    placed.insert(llvm::upper_bound(placed, buffer,
                                    [](const Buffer *a, const Buffer *b) {
                                      return a->offset < b->offset;
                                    }),
                  buffer);
  }
  return total;
}

static void eraseDeallocations(Buffer &buffer) {
  for (Operation *user :
       llvm::make_early_inc_range(buffer.allocation.getResult().getUsers()))
    if (isa<memref::DeallocOp>(user))
      user->erase();
}

/// Replaces the allocations by views of the arena.
static void useArena(MutableArrayRef<Buffer> buffers, Value arena) {
  OpBuilder b(arena.getContext());
  DenseMap<int64_t, Value> offsets;
  for (Buffer &buffer : buffers) {
    Value &offset = offsets[buffer.offset];
    if (!offset) {
      b.setInsertionPointToStart(arena.getParentBlock());
      offset = arith::ConstantIndexOp::create(b, arena.getLoc(), buffer.offset);
    }
    b.setInsertionPoint(buffer.allocation);
    auto view = memref::ViewOp::create(b, buffer.allocation.getLoc(),
                                       buffer.allocation.getType(), arena,
                                       offset, ValueRange());
    eraseDeallocations(buffer);
    buffer.allocation.replaceAllUsesWith(view.getResult());
    buffer.allocation.erase();
  }
}

/// Makes the allocations as tight as they can be: no bytes for an alignment,
/// and freed after the last use.
static void useHeap(MutableArrayRef<Buffer> buffers) {
  for (Buffer &buffer : buffers) {
    if (isa<memref::DeallocOp>(buffer.lastUse))
      buffer.lastUse = buffer.lastUse->getPrevNode();
    eraseDeallocations(buffer);
    buffer.allocation.removeAlignmentAttr();
    OpBuilder b(buffer.allocation.getContext());
    b.setInsertionPointAfter(buffer.lastUse);
    memref::DeallocOp::create(b, buffer.allocation.getLoc(),
                              buffer.allocation.getResult());
  }
}

/// Returns:
///   the bytes of the block.
static FailureOr<int64_t> planFunction(func::FuncOp function, bool separate) {
  FailureOr<SmallVector<Buffer>> buffers = collectBuffers(function);
  if (failed(buffers))
    return failure();
  int64_t total = separate ? 0 : placeBuffers(*buffers);
  Builder b(function.getContext());
  unsigned position = function.getNumArguments();
  if (failed(function.insertArgument(
          position, MemRefType::get({total}, b.getI8Type()),
          b.getDictionaryAttr(
              b.getNamedAttr("llvm.align", b.getI64IntegerAttr(kAlignment))),
          function.getLoc())))
    return failure();
  if (separate)
    useHeap(*buffers);
  else
    useArena(*buffers, function.getArgument(position));
  return total;
}

namespace {
struct PlanArenaPass : per::impl::PlanArenaPassBase<PlanArenaPass> {
  using PlanArenaPassBase::PlanArenaPassBase;

  void runOnOperation() override {
    if (failed(updateEntries<func::FuncOp>(
            getOperation(), [&](func::FuncOp function, NamedAttrList &entry) {
              FailureOr<int64_t> bytes =
                  planFunction(function, separateBuffers);
              if (failed(bytes))
                return failure();
              entry.set(
                  "arena_bytes",
                  IntegerAttr::get(IntegerType::get(function.getContext(), 64),
                                   *bytes));
              return success();
            })))
      signalPassFailure();
  }
};
} // namespace
