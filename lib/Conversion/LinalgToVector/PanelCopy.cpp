//===- PanelCopy.cpp - an operand in the order of the tiles ---------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "PanelCopy.h"

#include "TransposeSquare.h"

using namespace mlir;
using namespace mlir::per;

/// Iterations of the sum from the request of a line to its use: the processor
/// does not guess a line that is far from the one before.
constexpr int64_t kPrefetchDistance = 16;

PanelCopy::PanelCopy(KernelBuilder &k, const Contraction &c, int64_t width,
                     VectorType vector, int64_t distance)
    : k(k), c(c), width(width), vector(vector), lanes(vector.getNumElements()),
      distance(distance) {}

/// Elements of a panel from one iteration to the next, of a loop with these
/// inside.
int64_t PanelCopy::rowDistance(ArrayRef<SumLoop> inner) const {
  int64_t result = width * lanes;
  for (const SumLoop &loop : inner)
    result *= loop.size;
  return result;
}

/// Where a vector of columns of a row of the panels is.
Num PanelCopy::placeOf(Num vectorNumber, Num to) {
  Num panel = vectorNumber / width;
  return to + panel * distance + (vectorNumber - panel * width) * lanes;
}

/// The first elements of a vector of the source; the others are zeros.
Num PanelCopy::load(Num place, int64_t count) {
  VectorType stored =
      k.vec(cast<MemRefType>(source.getType()).getElementType(), lanes);
  Num mask = count < lanes ? k.firstLanes(count, lanes) : Num();
  Num part = k.loadMasked(source, {place}, mask, stored);
  return k.convertFloat(part, vector.getElementType());
}

/// The columns are neighbours: rows, vector by vector.
void PanelCopy::copyRows(Num from, ArrayRef<SumLoop> block, int64_t columns,
                         Num to) {
  if (!block.empty()) {
    ArrayRef<SumLoop> inner = block.drop_front();
    const SumLoop &loop = block[0];
    k.loop(k.constant(loop.size), 1, [&](Num i) {
      copyRows(from + i * c.right.strides[loop.loop], inner, columns,
               to + i * rowDistance(inner));
    });
    return;
  }
  int64_t ahead = kPrefetchDistance * c.right.strides[c.sums.back()];
  for (int64_t first = 0; first < columns; first += lanes) {
    k.store(load(from + first, columns - first), panels,
            {placeOf(k.constant(first / lanes), to)});
    k.prefetch(source, {from + (ahead + first)}, /*locality=*/3);
  }
}

/// Iterations of the sum are neighbours: squares are transposed in registers.
void PanelCopy::copyColumns(Num from, ArrayRef<SumLoop> block, int64_t columns,
                            Num to) {
  const SumLoop &loop = block[0];
  ArrayRef<SumLoop> inner = block.drop_front();
  if (!inner.empty()) {
    k.loop(k.constant(loop.size), 1, [&](Num i) {
      copyColumns(from + i * c.right.strides[loop.loop], inner, columns,
                  to + i * rowDistance(inner));
    });
    return;
  }
  // Along the sum first: as many streams as a vector has lanes.
  auto forSquares = [&](int64_t count, function_ref<void(Num, int64_t)> body) {
    int64_t whole = count / lanes * lanes;
    if (whole == lanes)
      body(k.constant(0), lanes);
    else if (whole)
      k.loop(k.constant(whole), lanes, [&](Num i) { body(i, lanes); });
    if (whole != count)
      body(k.constant(whole), count - whole);
  };
  forSquares(columns, [&](Num column, int64_t numColumns) {
    Num first = from + column * c.right.strides[c.column];
    Num target = placeOf(column / lanes, to);
    forSquares(loop.size, [&](Num row, int64_t numRows) {
      transposeSquare(
          k, vector,
          {source, first + row, k.constant(c.right.strides[c.column])},
          {panels, target + row * (width * lanes), k.constant(width * lanes)},
          numRows, numColumns, lanes);
    });
  });
}

void PanelCopy::emit(Value source, Num from, ArrayRef<SumLoop> block,
                     int64_t columns, Value panels, Num to) {
  this->source = source;
  this->panels = panels;
  if (c.isTransposed)
    copyColumns(from, block, columns, to);
  else
    copyRows(from, block, columns, to);
}
