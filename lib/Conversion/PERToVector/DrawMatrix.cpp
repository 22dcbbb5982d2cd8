//===- DrawMatrix.cpp - the slices of a site as a matrix ------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// For terms without a kernel of their own, which read their slices as a matrix.
// Panels are drawn as for those that have one, stored before their norms are
// known, and scaled by the inverses of these while they are in a cache.
//
//===----------------------------------------------------------------------===//

#include "Generators.h"

using namespace mlir;
using namespace mlir::per;

SmallVector<Value> mlir::per::allocateDrawWorkspace(KernelBuilder &k,
                                                    Num slices) {
  int64_t threads = k.target.threads;
  Num numColumns = roundUp(slices, k.columns);
  return {
      allocateBuffer(
          k, k.f32,
          {k.constant(kPanelElements * threads), k.constant(k.columns)}),
      allocateBuffer(k, k.i64, {numColumns}),
      allocateBuffer(k, k.f32, {numColumns}),
      allocateBuffer(k, k.i32,
                     {k.constant(4 * threads),
                      roundUp(k.constant(kPanelElements / 2), k.lanes / 2)})};
}

/// Runs `body` for both vectors of a row of a panel: with the column, and a
/// mask for the vector of which not all are slices.
static void forVectors(KernelBuilder &k, Num numSlices,
                       function_ref<void(Num, std::optional<Num>)> body) {
  Num all = k.constant(k.columns);
  auto run = [&](bool isMasked) {
    for (int64_t first = 0; first < k.columns; first += k.lanes) {
      std::optional<Num> mask;
      if (isMasked)
        mask = k.mask(numSlices, first);
      body(k.constant(first), mask);
    }
  };
  k.doIf(isLess(numSlices, all), [&] { run(true); }, [&] { run(false); });
}

func::FuncOp mlir::per::getDrawMatrix(KernelBuilder &k) {
  func::FuncOp pairConstants = getPairConstants(k);
  func::FuncOp drawColumns =
      getDrawColumns(k, /*keepWords=*/false, PanelForm::Numbers);
  SmallVector<Type> types = {k.matrix(k.f32),
                             k.i32,
                             k.i32,
                             k.i32,
                             k.panel(),
                             k.vectorOf(k.i64),
                             k.vectorOf(k.f32),
                             k.matrix(k.i32)};
  auto build = [&](ArrayRef<Num> args) {
    Value out = args[0], panels = args[4], norms = args[5], inverse = args[6];
    Num elements = k.dim(out, 0), slices = k.dim(out, 1);
    Num groups = divideUp(slices, k.columns);
    VectorType vector = k.vec(k.f32);
    int64_t threads = k.target.threads;
    auto drawGroup = [&](Num group, Value pairs, Num panelRow) {
      Num firstSlice = group * k.columns, next = firstSlice + k.columns;
      Num numSlices = minimum(k.constant(k.columns), slices - firstSlice);
      k.loop(firstSlice, next, k.lanes,
             [&](Num i) { k.store(k.splat(k.vec(k.i64), 0), norms, {i}); });
      k.loop(elements, kPanelElements, [&](Num element) {
        Num count = minimum(k.constant(kPanelElements), elements - element);
        k.call(pairConstants, {pairs, element / 2, divideUp(count, 4) * 2,
                               args[1], args[2], args[3]});
        k.call(drawColumns, {pairs, count, panels, panelRow, norms, firstSlice,
                             args[1], args[2], args[3]});
        forVectors(k, numSlices, [&](Num column, std::optional<Num> mask) {
          k.loop(count, 1, [&](Num row) {
            Num v = k.loadVector(panels, {panelRow + row, column}, vector);
            SmallVector<Num> at = {element + row, firstSlice + column};
            mask ? k.storeMasked(v, out, at, *mask) : k.store(v, out, at);
          });
        });
      });
      invertNorms(k, norms, inverse, slices, firstSlice, next);
      forVectors(k, numSlices, [&](Num column, std::optional<Num> mask) {
        Num factor = k.loadVector(inverse, {firstSlice + column}, vector);
        k.loop(elements, 1, [&](Num row) {
          SmallVector<Num> at = {row, firstSlice + column};
          if (mask)
            return k.storeMasked(k.loadMasked(out, at, *mask, vector) * factor,
                                 out, at, *mask);
          k.store(k.loadVector(out, at, vector) * factor, out, at);
        });
      });
    };
    k.forThreads([&](Num thread) {
      Value pairs = args[7];
      if (threads > 1)
        pairs = k.rowsOf(pairs, thread * 4, k.constant(4));
      Num first = thread * groups / threads;
      Num last = (thread + 1) * groups / threads;
      k.loop(first, last, 1, [&](Num group) {
        drawGroup(group, pairs, thread * kPanelElements);
      });
    });
  };
  return k.function("per_draw_matrix_" + k.target.name, types, build);
}
