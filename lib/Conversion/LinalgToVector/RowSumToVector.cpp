//===- RowSumToVector.cpp - sums along memory in registers ----------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// Rows of a tensor that lies in a larger one are many short pieces: the numbers
// that add up a row stay in registers from one piece to the next, which they do
// not in the loops that linalg makes.
//
//===----------------------------------------------------------------------===//

#include "RowSumToVector.h"

#include "Flatten.h"
#include "VectorBody.h"

#include "../KernelBuilder.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mlir::per;

/// Numbers that add up a row, as many as `per-split-sums` counts on.
constexpr int64_t kNumSums = 64;
/// The most operations of a body.
constexpr size_t kLongBody = 32;

/// The addition to the output; null if the body ends otherwise, or if its order
/// is not free.
static arith::AddFOp findAddition(linalg::GenericOp op) {
  auto addition = op.getBlock()
                      ->getTerminator()
                      ->getOperand(0)
                      .getDefiningOp<arith::AddFOp>();
  Value sum = op.getRegionOutputArgs()[0];
  if (!addition || !sum.hasOneUse() ||
      !llvm::is_contained(addition.getOperands(), sum) ||
      !bitEnumContainsAll(addition.getFastmath(),
                          arith::FastMathFlags::reassoc))
    return {};
  return addition;
}

std::optional<RowSum> mlir::per::matchRowSum(linalg::LinalgOp linalgOp) {
  auto op = dyn_cast<linalg::GenericOp>(linalgOp.getOperation());
  if (!op || !op.hasPureBufferSemantics() || op.getNumDpsInits() != 1 ||
      !op.getNumDpsInputs() || !op.getNumReductionLoops())
    return std::nullopt;
  Type element = getElementTypeOrSelf(op.getDpsInits()[0].getType());
  if ((!element.isF32() && !element.isF64()) ||
      !isArithmetic(op, element, kLongBody) || !findAddition(op))
    return std::nullopt;
  RowSum sum;
  sum.op = op;
  sum.sizes = op.getStaticLoopRanges();
  if (llvm::any_of(sum.sizes, [](int64_t size) { return size < 1; }))
    return std::nullopt;
  for (OpOperand &operand : op->getOpOperands()) {
    std::optional<Access> access = getAccess(op, &operand);
    if (!access)
      return std::nullopt;
    if (op.isDpsInit(&operand))
      sum.output = *access;
    else
      sum.inputs.push_back(*access);
  }
  for (auto [loop, iterator] : llvm::enumerate(op.getIteratorTypesArray())) {
    if (sum.sizes[loop] == 1)
      continue;
    bool isRow = iterator == utils::IteratorType::parallel;
    if (isRow == (sum.output.strides[loop] == 0))
      return std::nullopt;
    (isRow ? sum.rows : sum.sums).push_back(loop);
  }
  if (sum.sums.empty())
    return std::nullopt;
  // The output is in one place for all of them.
  mergeLoops(sum.sums, sum.sizes, sum.inputs);
  unsigned last = sum.sums.back();
  bool hasNeighbours = false;
  for (const Access &input : sum.inputs) {
    if (input.strides[last] != 0 && input.strides[last] != 1)
      return std::nullopt;
    hasNeighbours |= input.strides[last] == 1;
  }
  if (!hasNeighbours)
    return std::nullopt;
  return sum;
}

namespace {
class RowSumEmitter {
public:
  RowSumEmitter(KernelBuilder &k, RowSum &sum)
      : k(k), sum(sum), addition(findAddition(sum.op)) {
    Type element = getElementTypeOrSelf(sum.op.getDpsInits()[0].getType());
    lanes = k.lanes * 32 / element.getIntOrFloatBitWidth();
    vector = k.vec(element, lanes);
    numSums = std::max<int64_t>(kNumSums / lanes, 1);
  }
  void emit();

private:
  using Places = SmallVector<Num, 4>; // in the inputs

  void forRows(ArrayRef<unsigned> rows, Places inputs, Num output);
  void emitRow(Places inputs, Num output);
  SmallVector<Num> addLoops(ArrayRef<unsigned> loops, Places inputs,
                            ArrayRef<Num> sums);
  Num addVector(Num total, ArrayRef<Num> inputs, int64_t count);
  Places advance(ArrayRef<Num> inputs, unsigned loop, Num iteration);

  KernelBuilder &k;
  RowSum &sum;
  arith::AddFOp addition;
  VectorType vector;
  int64_t lanes, numSums;
  SmallVector<Value> buffers;
  Value output;
};
} // namespace

RowSumEmitter::Places RowSumEmitter::advance(ArrayRef<Num> inputs,
                                             unsigned loop, Num iteration) {
  Places next;
  for (auto [place, access] : llvm::zip_equal(inputs, sum.inputs))
    next.push_back(access.strides[loop] == 0
                       ? place
                       : place + iteration * access.strides[loop]);
  return next;
}

/// Adds what the body computes from the first elements of vectors.
Num RowSumEmitter::addVector(Num total, ArrayRef<Num> inputs, int64_t count) {
  VectorBody body(k, lanes);
  Num mask = count < lanes ? k.firstLanes(count, lanes) : Num();
  for (auto [buffer, place, access] :
       llvm::zip_equal(buffers, inputs, sum.inputs)) {
    Num part;
    if (access.strides[sum.sums.back()] == 0)
      part = k.broadcast(k.load(buffer, {place}), vector);
    else
      part = k.loadMasked(buffer, {place}, mask, vector);
    body.set(sum.op.getMatchingBlockArgument(access.operand), part);
  }
  for (Operation &op : sum.op.getBlock()->without_terminator())
    if (&op != addition)
      body.add(op);
  Value output = sum.op.getRegionOutputArgs()[0];
  Num added = body.get(addition.getLhs() == output ? addition.getRhs()
                                                   : addition.getLhs());
  Num next = total + added;
  return Value(mask) ? select(mask, next, total) : next;
}

SmallVector<Num> RowSumEmitter::addLoops(ArrayRef<unsigned> loops,
                                         Places inputs, ArrayRef<Num> sums) {
  unsigned loop = loops[0];
  if (loops.size() > 1)
    return k.loop(k.constant(sum.sizes[loop]), 1, sums,
                  [&](Num i, ArrayRef<Num> carried) {
                    return addLoops(loops.drop_front(),
                                    advance(inputs, loop, i), carried);
                  });
  int64_t size = sum.sizes[loop], step = numSums * lanes;
  int64_t whole = size / step * step;
  auto addStep = [&](Num i, ArrayRef<Num> carried, int64_t count) {
    SmallVector<Num> next(carried);
    for (int64_t s = 0; s * lanes < count; ++s)
      next[s] = addVector(next[s], advance(inputs, loop, i + s * lanes),
                          count - s * lanes);
    return next;
  };
  SmallVector<Num> result(sums);
  if (whole)
    result = k.loop(k.constant(whole), step, result,
                    [&](Num i, ArrayRef<Num> carried) {
                      return addStep(i, carried, step);
                    });
  if (whole != size)
    result = addStep(k.constant(whole), result, size - whole);
  return result;
}

void RowSumEmitter::emitRow(Places inputs, Num place) {
  Num zero = k.num(arith::ConstantOp::create(k.b, k.b.getZeroAttr(vector)));
  SmallVector<Num> sums =
      addLoops(sum.sums, inputs, SmallVector<Num>(numSums, zero));
  for (; sums.size() > 1; sums.resize(sums.size() / 2))
    for (size_t i = 0; i < sums.size() / 2; ++i)
      sums[i] = sums[i] + sums[i + sums.size() / 2];
  Num total = k.num(vector::ReductionOp::create(
      k.b, vector::CombiningKind::ADD, sums[0], arith::FastMathFlags::reassoc));
  k.store(k.load(output, {place}) + total, output, {place});
}

void RowSumEmitter::forRows(ArrayRef<unsigned> rows, Places inputs, Num place) {
  if (rows.empty())
    return emitRow(inputs, place);
  unsigned loop = rows[0];
  auto body = [&](Num i) {
    forRows(rows.drop_front(), advance(inputs, loop, i),
            place + i * sum.output.strides[loop]);
  };
  int64_t size = sum.sizes[loop], threads = k.target.threads, work = 1;
  for (int64_t iterations : sum.sizes)
    work *= iterations;
  bool isOutermost = loop == sum.rows[0];
  if (!isOutermost || threads == 1 || size < threads || work < kParallelWork)
    return k.loop(k.constant(size), 1, body);
  k.forThreads([&](Num thread) {
    k.loop(thread * size / threads, (thread + 1) * size / threads, 1, body);
  });
}

void RowSumEmitter::emit() {
  Places origins;
  for (const Access &access : sum.inputs) {
    buffers.push_back(flatten(k, access));
    origins.push_back(k.constant(access.origin));
  }
  output = flatten(k, sum.output);
  forRows(sum.rows, origins, k.constant(sum.output.origin));
  sum.op->erase();
}

void mlir::per::convertRowSum(KernelBuilder &k, RowSum &sum) {
  k.b.setLoc(sum.op.getLoc());
  k.b.setInsertionPoint(sum.op);
  RowSumEmitter(k, sum).emit();
}
