//===- ProductTiles.cpp - products with a panel, tiled to registers -------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// A tile of the destination, a few rows by two vectors of columns, stays in
// registers during the whole sum. Each step loads two vectors of the panel and
// multiplies them by one number, or pair, of each row of the matrix. Where one
// vector has all columns, tiles have one.
//
//===----------------------------------------------------------------------===//

#include "BF16Pairs.h"
#include "Generators.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mlir::per;

static std::string nameOf(Type type) {
  std::string name;
  llvm::raw_string_ostream(name) << type;
  return name;
}

/// Arguments: the matrix and its first row; the panel and its first row; the
/// number of its rows; the destination and the position in it; the number of
/// columns; whether to add.
static func::FuncOp getTile(KernelBuilder &k, int64_t numRows, int64_t width,
                            Type destination, PanelForm form) {
  SmallVector<Type> types = {
      k.matrix(k.f32),       k.index, k.panel(), k.index, k.index,
      k.matrix(destination), k.index, k.index,   k.index, k.i1};
  return k.function(
      "per_tile_" + prefixOf(form) + Twine(numRows) + "x" +
          Twine(width * k.lanes) + "_" + nameOf(destination) + "_" +
          k.target.name,
      types, [&](ArrayRef<Num> args) {
        Value matrix = args[0], panel = args[2], output = args[5];
        Num firstRow = args[1], panelRow = args[3], length = args[4];
        Num outputRow = args[6], outputColumn = args[7];
        VectorType vector = k.vec(k.f32);
        auto at = [&](int64_t row, int64_t half) -> SmallVector<Num> {
          return {outputRow + row, outputColumn + half * k.lanes};
        };
        // They are needed when the sum is done.
        for (int64_t row = 0; row < numRows; ++row)
          for (int64_t half = 0; half < width; ++half)
            k.prefetch(output, at(row, half), /*locality=*/3);

        Num zero =
            k.num(arith::ConstantOp::create(k.b, k.b.getZeroAttr(vector)));
        SmallVector<Num> zeros(width * numRows, zero);
        SmallVector<Num> sums =
            k.loop(length, 1, zeros, [&](Num i, ArrayRef<Num> sums) {
              SmallVector<Num> parts(width);
              for (int64_t half = 0; half < width; ++half)
                parts[half] = k.loadVector(
                    panel, {panelRow + i, k.constant(half * k.lanes)}, vector);
              SmallVector<Num> next;
              for (int64_t row = 0; row < numRows; ++row) {
                Num factor =
                    k.broadcast(k.load(matrix, {firstRow + row, i}), vector);
                for (int64_t half = 0; half < width; ++half) {
                  Num sum = sums[width * row + half];
                  next.push_back(
                      form == PanelForm::Pairs
                          ? addPairProducts(k, factor, parts[half], sum)
                          : k.fma(factor, parts[half], sum));
                }
              }
              return next;
            });

        // Where the sum starts anew no lane of the destination is read.
        Num add = k.broadcast(args[9], k.vec(k.i1));
        for (int64_t half = 0; half < width; ++half) {
          Num mask = k.mask(args[8], half * k.lanes);
          Num read = mask & add;
          for (int64_t row = 0; row < numRows; ++row) {
            Num old =
                k.loadMasked(output, at(row, half), read, k.vec(destination));
            Num sum = sums[width * row + half] + k.convertFloat(old, k.f32);
            k.storeMasked(k.convertFloat(sum, destination), output,
                          at(row, half), mask);
          }
        }
      });
}

/// Asks for a tile's share of some rows, a line at a time.
static void prefetchRows(KernelBuilder &k, ArrayRef<Num> args, Num tile,
                         Num numTiles) {
  Value matrix = args[0];
  Num firstRow = args[1], numRows = args[2];
  Num column = args[3], numColumns = args[4];
  int64_t line =
      512 / getElementTypeOrSelf(matrix.getType()).getIntOrFloatBitWidth();
  k.loop(tile * numRows / numTiles, (tile + 1) * numRows / numTiles, 1,
         [&](Num row) {
           k.loop(numColumns, line, [&](Num x) {
             k.prefetch(matrix, {firstRow + row, column + x}, /*locality=*/2);
           });
         });
}

func::FuncOp mlir::per::getProduct(KernelBuilder &k, Type destination,
                                   Type prefetched, PanelForm form) {
  SmallVector<Type> types = {
      k.matrix(k.f32), k.panel(), k.index, k.index, k.matrix(destination),
      k.index,         k.index,   k.index, k.index, k.i1};
  types.push_back(k.matrix(prefetched));
  types.append(4, k.index);
  std::string name = ("per_product_" + prefixOf(form) + nameOf(destination) +
                      "_prefetch_" + nameOf(prefetched) + "_" + k.target.name)
                         .str();
  return k.function(name, types, [&](ArrayRef<Num> args) {
    SmallVector<func::FuncOp> tiles;
    for (int64_t width : {1, 2})
      for (int64_t rows = 1; rows <= k.target.tileRows; ++rows)
        tiles.push_back(getTile(k, rows, width, destination, form));
    // Tiles of nearly equal height: none is much slower than the others.
    Num numRows = args[7];
    Num numTiles = divideUp(numRows, k.target.tileRows);
    Num isNarrow = isLess(args[8], k.constant(k.lanes + 1));
    Num wide = select(isNarrow, k.constant(0), k.constant(k.target.tileRows));
    k.loop(numTiles, 1, [&](Num i) {
      Num first = i * numRows / numTiles;
      Num height = (i + 1) * numRows / numTiles - first;
      prefetchRows(k, args.drop_front(10), i, numTiles);
      SmallVector<int64_t> cases =
          llvm::to_vector(llvm::seq<int64_t>(1, tiles.size()));
      auto choice = scf::IndexSwitchOp::create(k.b, TypeRange(), height + wide,
                                               k.b.getDenseI64ArrayAttr(cases),
                                               cases.size());
      for (auto [region, tile] :
           llvm::zip_equal(choice->getRegions(),
                           // The default region comes first.
                           llvm::concat<func::FuncOp>(
                               MutableArrayRef(tiles).take_back(1),
                               MutableArrayRef(tiles).drop_back(1)))) {
        OpBuilder::InsertionGuard guard(k.b);
        k.b.setInsertionPointToStart(&region.emplaceBlock());
        k.call(tile, {args[0], first, args[1], args[2], args[3], args[4],
                      args[5] + first, args[6], args[8], args[9]});
        scf::YieldOp::create(k.b);
      }
    });
  });
}
