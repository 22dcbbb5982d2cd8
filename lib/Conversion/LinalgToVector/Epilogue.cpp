//===- Epilogue.cpp - elementwise operations on tiles of sums -------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "Epilogue.h"

#include "Flatten.h"
#include "VectorBody.h"

#include "per/Conversion/Epilogues.h"

#include "mlir/Interfaces/ViewLikeInterface.h"

using namespace mlir;
using namespace mlir::per;

/// The most operations of a body: it is repeated for each vector of a tile.
constexpr size_t kShortBody = 16;

Value mlir::per::findRoot(Value buffer) {
  while (auto view = buffer.getDefiningOp<ViewLikeOpInterface>())
    buffer = view.getViewSource();
  if (auto argument = dyn_cast<BlockArgument>(buffer))
    return isa<FunctionOpInterface>(argument.getOwner()->getParentOp())
               ? buffer
               : Value();
  return buffer.getDefiningOp<memref::AllocOp>() ? buffer : Value();
}

static bool areApart(Value a, Value b) {
  Value left = findRoot(a), right = findRoot(b);
  return left && right && left != right;
}

/// Where an operand of the epilogue lies, along the loops of the contraction:
/// `loops` has the one for each loop of the epilogue.
static std::optional<Access> getEpilogueAccess(const Contraction &c,
                                               linalg::GenericOp op,
                                               OpOperand &operand,
                                               ArrayRef<unsigned> loops) {
  auto type = dyn_cast<MemRefType>(operand.get().getType());
  if (!type || !op.getMatchingIndexingMap(&operand).isProjectedPermutation())
    return std::nullopt;
  std::optional<Access> own = getAccess(op, &operand);
  if (!own)
    return std::nullopt;
  Access access{&operand, SmallVector<int64_t>(c.sizes.size(), 0), own->origin};
  for (auto [loop, stride] : llvm::zip_equal(loops, own->strides))
    access.strides[loop] = stride;
  return access;
}

bool mlir::per::matchEpilogue(Contraction &c, linalg::GenericOp op) {
  Value output = c.output.operand->get();
  linalg::LinalgOp contraction = c.op;
  AffineMap written = contraction.getMatchingIndexingMap(c.output.operand);
  if (!op.hasPureBufferSemantics() || op.getNumReductionLoops() ||
      !contraction.hasPureBufferSemantics() ||
      !written.isProjectedPermutation() ||
      !isArithmetic(op, getElementTypeOrSelf(output), kShortBody))
    return false;
  SmallVector<OpOperand *> reads;
  for (OpOperand *input : op.getDpsInputOperands())
    if (input->get() == output)
      reads.push_back(input);
  if (reads.size() != 1)
    return false;
  AffineMap read = op.getMatchingIndexingMap(reads[0]);
  if (!read.isPermutation())
    return false;
  SmallVector<unsigned> loops(op.getNumLoops());
  for (auto [mine, theirs] :
       llvm::zip_equal(read.getResults(), written.getResults()))
    loops[cast<AffineDimExpr>(mine).getPosition()] =
        cast<AffineDimExpr>(theirs).getPosition();
  SmallVector<Access> accesses;
  for (OpOperand &operand : op->getOpOperands()) {
    std::optional<Access> access = getEpilogueAccess(c, op, operand, loops);
    if (!access)
      return false;
    int64_t stride = access->strides[c.column];
    bool isOutput = op.isDpsInit(&operand);
    if (stride != 1 && (isOutput || stride != 0))
      return false;
    if (isOutput && (!areApart(operand.get(), c.left.operand->get()) ||
                     !areApart(operand.get(), c.right.operand->get())))
      return false;
    // Two operands in one place are at the same position of it.
    for (const Access &other : accesses) {
      Value mine = operand.get(), theirs = other.operand->get();
      bool isWritten = isOutput || op.isDpsInit(other.operand) ||
                       mine == output || theirs == output;
      bool areSame = mine == theirs && access->strides == other.strides &&
                     access->origin == other.origin;
      if (isWritten && !areSame && !areApart(mine, theirs))
        return false;
    }
    accesses.push_back(std::move(*access));
  }
  c.epilogue = op;
  c.epilogueOperands = std::move(accesses);
  return true;
}

void mlir::per::matchEpilogue(Contraction &c) {
  if (auto next = dyn_cast_or_null<linalg::GenericOp>(c.op->getNextNode()))
    (void)matchEpilogue(c, next);
}

linalg::GenericOp mlir::per::findEpilogue(linalg::LinalgOp op) {
  std::optional<Contraction> c = matchContraction(op);
  return c ? c->epilogue : linalg::GenericOp();
}

EpilogueEmitter::EpilogueEmitter(KernelBuilder &k, const Contraction &c)
    : k(k), c(c) {
  for (const Access &access : c.epilogueOperands)
    buffers.push_back(flatten(k, access));
}

bool EpilogueEmitter::replacesOutput() const {
  linalg::GenericOp op = c.epilogue;
  return llvm::is_contained(op.getDpsInits(), c.output.operand->get());
}

/// Whether it is read, and not the sum.
bool EpilogueEmitter::reads(OpOperand &operand) const {
  linalg::GenericOp op = c.epilogue;
  return !op.getMatchingBlockArgument(&operand).use_empty() &&
         operand.get() != c.output.operand->get();
}

void EpilogueEmitter::request(ArrayRef<Num> places) {
  for (OpOperand &operand : c.epilogue->getOpOperands()) {
    unsigned number = operand.getOperandNumber();
    if (reads(operand) && c.epilogueOperands[number].strides[c.column] == 1)
      k.prefetch(buffers[number], {places[number]}, /*locality=*/3);
  }
}

Num EpilogueEmitter::load(unsigned operand, Num place, Num mask,
                          VectorType type) {
  Value buffer = buffers[operand];
  if (c.epilogueOperands[operand].strides[c.column] == 0)
    return k.broadcast(k.load(buffer, {place}), type);
  return k.loadMasked(buffer, {place}, mask, type);
}

void EpilogueEmitter::emit(Num sum, ArrayRef<Num> places, Num mask) {
  auto type = cast<VectorType>(sum.getType());
  linalg::GenericOp op = c.epilogue;
  Block *body = op.getBlock();
  VectorBody vectors(k, type.getNumElements());
  for (OpOperand &operand : op->getOpOperands()) {
    BlockArgument argument = op.getMatchingBlockArgument(&operand);
    unsigned number = operand.getOperandNumber();
    if (reads(operand))
      vectors.set(argument, load(number, places[number], mask, type));
    else if (!argument.use_empty())
      vectors.set(argument, sum);
  }
  for (Operation &nested : body->without_terminator())
    vectors.add(nested);
  SmallVector<Num> results =
      llvm::map_to_vector(body->getTerminator()->getOperands(),
                          [&](Value value) { return vectors.get(value); });
  for (auto [i, result] : llvm::enumerate(results)) {
    unsigned number = op.getNumDpsInputs() + i;
    k.storeMasked(result, buffers[number], {places[number]}, mask);
  }
}
