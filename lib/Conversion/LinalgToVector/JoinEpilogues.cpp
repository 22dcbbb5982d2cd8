//===- JoinEpilogues.cpp - contractions beside what reads them ------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "Contraction.h"
#include "Epilogue.h"

#include "per/Conversion/Passes.h"
#include "per/Conversion/SumOfProducts.h"

#include "mlir/Analysis/SliceAnalysis.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

namespace mlir::per {
#define GEN_PASS_DEF_JOINEPILOGUESPASS
#include "per/Conversion/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

/// Whether an operation may read or write a buffer of one of these roots: a
/// view or an allocation of it does neither.
static bool mayUse(Operation *op, ArrayRef<Value> roots) {
  if (isa<ViewLikeOpInterface, memref::AllocOp>(op))
    return false;
  WalkResult result = op->walk([&](Operation *nested) {
    for (Value operand : nested->getOperands()) {
      if (!isa<BaseMemRefType>(operand.getType()))
        continue;
      Value root = findRoot(operand);
      if (!root || llvm::is_contained(roots, root))
        return WalkResult::interrupt();
    }
    return WalkResult::advance();
  });
  return result.wasInterrupted();
}

/// Whether an operation reads these buffers at most.
static bool onlyReads(Operation *op, ArrayRef<Value> roots) {
  auto linalgOp = dyn_cast<linalg::LinalgOp>(op);
  if (!linalgOp || !linalgOp.hasPureBufferSemantics())
    return !mayUse(op, roots);
  return llvm::all_of(linalgOp.getDpsInits(), [&](Value output) {
    Value root = findRoot(output);
    return root && !llvm::is_contained(roots, root);
  });
}

/// The next operation in the block that uses the output of a contraction.
static linalg::GenericOp findReader(const Contraction &c) {
  Value output = findRoot(c.output.operand->get());
  if (!output)
    return {};
  for (Operation *op = c.op->getNextNode(); op; op = op->getNextNode())
    if (mayUse(op, output))
      return dyn_cast<linalg::GenericOp>(op);
  return {};
}

/// Roots of the operands; null where they are not known.
static SmallVector<Value> rootsOf(ValueRange operands) {
  return llvm::map_to_vector(operands, findRoot);
}

/// Operations between two in a block that make what the second uses, if they
/// can be moved: constants, views, and allocations.
static llvm::SetVector<Operation *> collectHelpers(Operation *first,
                                                   Operation *second) {
  llvm::SetVector<Operation *> helpers;
  BackwardSliceOptions options;
  options.filter = [&](Operation *op) {
    return op->getBlock() == first->getBlock() && first->isBeforeInBlock(op) &&
           (isa<memref::AllocOp>(op) || isMemoryEffectFree(op));
  };
  options.omitUsesFromAbove = false;
  (void)getBackwardSlice(second, &helpers, options);
  return helpers;
}

/// Moves a contraction and its reader together: the reader up as far as it can
/// go, and the contraction down to it.
///
/// Returns:
///   whether nothing on the way kept them apart.
static bool moveTogether(const Contraction &c, linalg::GenericOp reader) {
  SmallVector<Value> inputs = rootsOf(reader.getDpsInputs()),
                     outputs = rootsOf(reader.getDpsInits()),
                     sources = rootsOf(
                         {c.left.operand->get(), c.right.operand->get()});
  llvm::SetVector<Operation *> helpers = collectHelpers(c.op, reader);
  llvm::SmallPtrSet<Operation *, 8> made;
  auto addDefinitions = [&](Operation *user) {
    for (Value operand : user->getOperands())
      if (Operation *definition = operand.getDefiningOp())
        made.insert(definition);
  };
  addDefinitions(reader);
  llvm::for_each(helpers, addDefinitions);
  Operation *last = c.op; // that has to be before the reader
  for (Operation *op = c.op->getNextNode(); op != reader;
       op = op->getNextNode()) {
    if (helpers.contains(op))
      continue;
    if (made.contains(op) || mayUse(op, outputs) || !onlyReads(op, inputs))
      last = op;
  }
  for (Operation *op = c.op; op != last;) {
    op = op->getNextNode();
    if (!helpers.contains(op) && !onlyReads(op, sources))
      return false;
  }
  for (Operation *helper : helpers) {
    if (!last->isBeforeInBlock(helper))
      continue;
    helper->moveAfter(last);
    last = helper;
  }
  reader->moveAfter(last);
  if (c.zeros)
    c.zeros->moveBefore(reader);
  c.op->moveBefore(reader);
  return true;
}

/// Lets the contraction add up where the epilogue writes to, so that the output
/// needs no memory of its own, if nothing else reads it.
static void shareOutput(Contraction &c) {
  linalg::GenericOp epilogue = c.epilogue;
  Value output = c.output.operand->get();
  if (!output.getDefiningOp<memref::AllocOp>() ||
      llvm::any_of(output.getUsers(), [&](Operation *user) {
        return user != c.op && user != c.zeros && user != epilogue;
      }))
    return;
  OpOperand *read =
      *llvm::find_if(epilogue.getDpsInputOperands(),
                     [&](OpOperand *input) { return input->get() == output; });
  AffineMap map = epilogue.getMatchingIndexingMap(read);
  for (OpOperand &result : epilogue.getDpsInitsMutable()) {
    Value buffer = result.get();
    bool isRead = llvm::any_of(epilogue.getDpsInputs(), [&](Value input) {
      return findRoot(input) == findRoot(buffer);
    });
    if (isRead || epilogue.getMatchingIndexingMap(&result) != map ||
        cast<ShapedType>(buffer.getType()).getShape() !=
            cast<ShapedType>(output.getType()).getShape())
      continue;
    auto setOutput = [&](Value value) {
      c.op->setOperand(c.output.operand->getOperandNumber(), value);
      read->set(value);
      if (c.zeros)
        c.zeros->setOperand(1, value);
    };
    setOutput(buffer);
    std::optional<Contraction> shared = matchContraction(c.op);
    if (shared && shared->epilogue) {
      output.getDefiningOp()->erase();
      return;
    }
    setOutput(output);
  }
}

static void joinEpilogue(linalg::LinalgOp op) {
  std::optional<Contraction> c = matchContraction(op);
  if (!c)
    return;
  linalg::GenericOp reader = findReader(*c);
  if (!reader || !matchEpilogue(*c, reader) || !moveTogether(*c, reader))
    return;
  shareOutput(*c);
}

namespace {
struct JoinEpiloguesPass : per::impl::JoinEpiloguesPassBase<JoinEpiloguesPass> {
  void runOnOperation() override {
    SmallVector<linalg::LinalgOp> contractions;
    getOperation()->walk([&](linalg::LinalgOp op) {
      if (op.hasPureBufferSemantics() && matchSumOfProducts(op))
        contractions.push_back(op);
    });
    for (linalg::LinalgOp op : contractions)
      joinEpilogue(op);
  }
};
} // namespace
