//===- TransposeToVector.cpp - copies in another order --------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// A square of as many vectors as a vector has lanes is transposed in registers:
// log2(lanes) rounds, each of which exchanges the off-diagonal blocks of
// squares of half the size.
//
//===----------------------------------------------------------------------===//

#include "TransposeToVector.h"

#include "Flatten.h"
#include "TransposeSquare.h"

using namespace mlir;
using namespace mlir::per;

std::optional<Transposition>
mlir::per::matchTransposition(linalg::LinalgOp op) {
  if (op.getNumDpsInputs() != 1 || op.getNumDpsInits() != 1 ||
      op.getNumReductionLoops() != 0)
    return std::nullopt;
  Block *body = op.getBlock();
  if (body->getTerminator()->getOperand(0) != body->getArgument(0))
    return std::nullopt;
  std::optional<Access> source = getAccess(op, op.getDpsInputOperand(0));
  std::optional<Access> target = getAccess(op, op.getDpsInitOperand(0));
  Type element = getElementTypeOrSelf(op.getDpsInits()[0].getType());
  if (!source || !target || !element.isIntOrFloat() ||
      element.getIntOrFloatBitWidth() < 16)
    return std::nullopt;
  Transposition t;
  t.op = op;
  t.sizes = op.getStaticLoopRanges();
  t.source = *source;
  t.target = *target;
  std::optional<unsigned> inSource, inTarget;
  for (unsigned loop = 0; loop < t.sizes.size(); ++loop) {
    if (t.sizes[loop] < 4)
      continue;
    if (source->strides[loop] == 1)
      inSource = loop;
    if (target->strides[loop] == 1)
      inTarget = loop;
  }
  if (!inSource || !inTarget || inSource == inTarget ||
      source->strides[*inTarget] <= 1)
    return std::nullopt;
  t.inSource = *inSource;
  t.inTarget = *inTarget;
  return t;
}

namespace {
class TranspositionEmitter {
public:
  TranspositionEmitter(KernelBuilder &k, Transposition &t) : k(k), t(t) {
    element = getElementTypeOrSelf(t.op.getDpsInits()[0].getType());
    if (element.isBF16())
      element = k.i16;
    lanes = std::min(k.lanes, k.lanes * 32 / element.getIntOrFloatBitWidth());
  }
  void emit();

private:
  void forEach(unsigned loop, Num from, Num to);

  KernelBuilder &k;
  Transposition &t;
  Type element;
  int64_t lanes;
  Value source, target;
};
} // namespace

/// The loops from `loop` on, by squares along two of them.
void TranspositionEmitter::forEach(unsigned loop, Num from, Num to) {
  if (loop < t.sizes.size()) {
    if (loop == t.inSource || loop == t.inTarget || t.sizes[loop] == 1)
      return forEach(loop + 1, from, to);
    k.loop(k.constant(t.sizes[loop]), 1, [&](Num i) {
      forEach(loop + 1, from + i * t.source.strides[loop],
              to + i * t.target.strides[loop]);
    });
    return;
  }
  auto forTiles = [&](unsigned loop, function_ref<void(Num, int64_t)> body) {
    int64_t whole = t.sizes[loop] / lanes * lanes;
    if (whole)
      k.loop(k.constant(whole), lanes, [&](Num i) { body(i, lanes); });
    if (whole != t.sizes[loop])
      body(k.constant(whole), t.sizes[loop] - whole);
  };
  forTiles(t.inSource, [&](Num i, int64_t rows) {
    forTiles(t.inTarget, [&](Num j, int64_t columns) {
      Num sourceStride = k.constant(t.source.strides[t.inTarget]);
      Num targetStride = k.constant(t.target.strides[t.inSource]);
      transposeSquare(k, k.vec(element, lanes),
                      {source, from + i + j * sourceStride, sourceStride},
                      {target, to + i * targetStride + j, targetStride}, rows,
                      columns, columns);
    });
  });
}

void TranspositionEmitter::emit() {
  source = flatten(k, t.source);
  target = flatten(k, t.target);
  forEach(0, k.constant(t.source.origin), k.constant(t.target.origin));
  t.op->erase();
}

void mlir::per::convertTransposition(KernelBuilder &k, Transposition &t) {
  k.b.setLoc(t.op.getLoc());
  k.b.setInsertionPoint(t.op);
  TranspositionEmitter(k, t).emit();
}
