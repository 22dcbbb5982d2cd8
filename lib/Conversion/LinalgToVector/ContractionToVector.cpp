//===- ContractionToVector.cpp - sums of products in registers ------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// The loops, from the outside:
//
//   batches, or rows but for the last two       shared by threads
//     blocks of the sum                         right's part stays cached
//       panels of columns                       a few vectors wide
//         rows                                  in tiles
//           the block of the sum                with the tile in registers
//
// (Goto, van de Geijn, "Anatomy of high-performance matrix multiplication", ACM
// TOMS 2008.) A panel whose rows are far apart in memory is copied first: its
// lines would fall into a few sets of the caches. So many panels are copied
// together as the second cache holds, and all of them go by a tile of rows: a
// row of the output, which may be far from the next, is written in one piece.
//
//===----------------------------------------------------------------------===//

#include "ContractionToVector.h"

#include "Epilogue.h"
#include "Flatten.h"
#include "PanelCopy.h"

#include "../KernelBuilder.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace mlir::per;

/// The most iterations of the sum with a tile in registers: at two vectors of
/// columns their part of the right operand is 64 KiB.
constexpr int64_t kSumBlock = 512;
/// A sum that is not much longer stays whole.
constexpr int64_t kWholeSum = 640;
/// Bytes between rows of a panel from which on it is copied, for so many tiles.
constexpr int64_t kFarApart = 1024;
constexpr int64_t kCopiedTiles = 3;
/// Bytes of panels that are copied together: a part of the second cache.
constexpr int64_t kPanelGroupBytes = 1 << 18;
/// Bytes of the stack for the panels of all threads.
constexpr int64_t kPanelBytes = 1 << 21;
/// Iterations of the sum from the request of a line to its use.
constexpr int64_t kPrefetchDistance = 16;
/// The same where rows of the right operand are far apart and few tiles share
/// them: so many rows are read side by side, each from its start to its end.
constexpr int64_t kStreamedRows = 16;
/// Iterations of the sum, at most, that are written out one after the other,
/// and products in them: a tile has enough of them to hide the loop, and code
/// takes time to compile.
constexpr int64_t kMostUnrolled = 4;
constexpr int64_t kUnrolledProducts = 32;
/// A sum this short reads and writes more of the output than of the operands.
constexpr int64_t kShortSum = 64;

namespace {
/// Addresses of an iteration, one for each operand, and for those of the
/// epilogue.
struct Position {
  Num left, right, output;
  SmallVector<Num, 4> epilogue;
};

/// A tile of rows: how many, along the last row loop and the one before.
struct TileShape {
  int64_t inner = 1, outer = 1;
};

class ContractionEmitter {
public:
  ContractionEmitter(KernelBuilder &k, Contraction &c, const TileTable &tiles);

  void emit();

private:
  using Body = function_ref<void(Position)>;

  Position advance(Position p, unsigned loop, Num iteration);
  Position advance(Position p, unsigned loop, int64_t iterations);
  void forEach(ArrayRef<unsigned> loops, Position p, Body body);
  void forTiles(unsigned loop, int64_t tile, bool share, Position p,
                function_ref<void(Position, int64_t)> body,
                function_ref<void(Num)> prologue = nullptr);
  void forThreads(Position p, Body body);
  void forSumBlocks(Position p,
                    function_ref<void(Position, ArrayRef<SumLoop>)> body);
  bool hasOneBlockedLoop() const;
  void forPanels(Position p, ArrayRef<SumLoop> block);
  void forCopiedPanels(Position p, ArrayRef<SumLoop> block);
  SmallVector<Num> masksOf(int64_t columns);
  bool hasFarRows() const;
  int64_t numTiles() const;
  int64_t numPanelSets() const;
  void allocatePanels();
  int64_t panelSize() const;
  using TileBody = function_ref<void(Position, TileShape)>;
  void forRows(Position p, TileBody body);
  void emitTile(Position p, TileShape shape, int64_t columns,
                ArrayRef<SumLoop> block);
  void storeTile(Position p, ArrayRef<Num> sums, TileShape shape,
                 ArrayRef<Num> masks);
  void forEpilogue(Position p, TileShape shape, int64_t vectors,
                   function_ref<void(int64_t, ArrayRef<Num>)> body);
  SmallVector<int64_t> rowOffsets(const Access &access, TileShape shape) const;
  bool sharesFactors(unsigned loop, int64_t iterations,
                     ArrayRef<int64_t> rowOffsets) const;
  SmallVector<Num> emitSum(ArrayRef<SumLoop> block, Position p,
                           ArrayRef<Num> sums, ArrayRef<int64_t> rowOffsets,
                           ArrayRef<Num> masks);
  SmallVector<Num> emitProducts(Position p, ArrayRef<Num> sums,
                                ArrayRef<int64_t> rowOffsets,
                                ArrayRef<Num> masks);
  SmallVector<Num> loadColumns(Position p, ArrayRef<Num> masks);
  void requestRow(Position p, int64_t vectors);
  void chooseTile(const TileTable &table);
  void makeTilesPlain();

  KernelBuilder &k;
  Contraction &c;
  Type compute;
  int64_t lanes;
  VectorType vector;
  Value left, right, output; // flat
  /// Vectors of columns in a panel, and rows in a tile.
  int64_t width;
  TileShape tile;
  /// Row loops that are not tiled, and those that are: the last first.
  SmallVector<unsigned> plainRows, tiledRows;
  bool blocksSum;
  int64_t sumBlock;
  /// What follows the sum, and whether the tiles are those of its last block.
  std::optional<EpilogueEmitter> epilogue;
  bool isLastBlock = true;
  bool parallel, copiesPanels;
  /// Where so many panels are copied to, if they are, and the thread's part.
  int64_t panelGroup = 1;
  Value panel;
  Num panelStart;
  /// Which tiled loop threads share, if the outer loops are not enough.
  enum class Shared { Outer, Panels, Rows } shared = Shared::Outer;
};
} // namespace

/// Sizes of nearly equal tiles of at most `most`.
static int64_t balance(int64_t size, int64_t most) {
  return llvm::divideCeil(size, llvm::divideCeil(size, most));
}

/// The part of the threads' time in which they have work, with so many equal
/// pieces of it.
static double usedShare(int64_t pieces, int64_t threads) {
  return double(pieces) / (threads * llvm::divideCeil(pieces, threads));
}

ContractionEmitter::ContractionEmitter(KernelBuilder &k, Contraction &c,
                                       const TileTable &tiles)
    : k(k), c(c),
      compute(getElementTypeOrSelf(c.output.operand->get().getType())),
      lanes(k.lanes * 32 / compute.getIntOrFloatBitWidth()),
      vector(k.vec(compute, lanes)) {
  int64_t work = 2 * c.sizeOf(c.sums) * c.sizeOf(c.rows) * c.sizeOf(c.batches) *
                 c.sizes[c.column];
  parallel = k.target.threads > 1 && work >= kParallelWork;
  chooseTile(tiles);
  bool streams = !c.isTransposed && hasFarRows() && numTiles() < kCopiedTiles;
  sumBlock = streams ? kStreamedRows : kSumBlock;
  blocksSum = c.sizeOf(c.sums) > (streams ? 4 * kStreamedRows : kWholeSum);
  if (copiesPanels) {
    // With many threads the blocks of the sum are shorter.
    int64_t rowBytes = width * lanes * (compute.getIntOrFloatBitWidth() / 8);
    int64_t rows =
        std::max<int64_t>(kPanelBytes / (numPanelSets() * rowBytes), 1);
    if (rows < panelSize() / (width * lanes)) {
      sumBlock = rows;
      blocksSum = true;
    }
    int64_t bytes = panelSize() / (width * lanes) * rowBytes;
    int64_t most =
        std::min(kPanelBytes / numPanelSets(), kPanelGroupBytes) / bytes;
    int64_t panels = llvm::divideCeil(c.sizes[c.column], width * lanes);
    if (shared == Shared::Panels)
      panels = llvm::divideCeil(panels, k.target.threads);
    panelGroup = balance(panels, std::max<int64_t>(most, 1));
  }
}

void ContractionEmitter::chooseTile(const TileTable &table) {
  int64_t vectors = llvm::divideCeil(c.sizes[c.column], lanes);
  auto [most, tileVectors] = table.lookup(vectors);
  width = tileVectors;
  SmallVector<unsigned> rows = c.rows;
  if (!rows.empty()) {
    tiledRows.push_back(rows.pop_back_val());
    tile.inner = balance(c.sizes[tiledRows[0]], most);
  }
  if (!rows.empty() && 2 * tile.inner <= most) {
    tiledRows.push_back(rows.pop_back_val());
    tile.outer = balance(c.sizes[tiledRows[1]], most / tile.inner);
  }
  plainRows = rows;
  copiesPanels =
      c.isTransposed || (hasFarRows() && numTiles() >= kCopiedTiles &&
                         c.sizeOf(c.sums) > kShortSum);
  if (!parallel)
    return;
  int64_t outer =
      c.sizeOf(c.batches) * (copiesPanels ? 1 : c.sizeOf(plainRows));
  int64_t panels = llvm::divideCeil(vectors, width);
  int64_t tiles =
      tiledRows.empty()
          ? 1
          : llvm::divideCeil(c.sizes[tiledRows.back()],
                             tiledRows.size() == 2 ? tile.outer : tile.inner);
  int64_t threads = k.target.threads;
  if (outer >= 2 * threads || outer >= std::max(panels, tiles)) {
    if (tiledRows.size() == 1 && !copiesPanels &&
        usedShare(outer * tiles, threads) > usedShare(outer, threads))
      makeTilesPlain();
    return;
  }
  shared =
      panels >= tiles || panels >= 4 * threads ? Shared::Panels : Shared::Rows;
}

/// Makes the tiles of the one tiled loop iterations of a plain one, which
/// threads share with the others, if it is tiled without a rest.
void ContractionEmitter::makeTilesPlain() {
  unsigned loop = tiledRows[0], tiles = c.sizes.size();
  if (c.sizes[loop] % tile.inner != 0)
    return;
  c.sizes.push_back(c.sizes[loop] / tile.inner);
  c.sizes[loop] = tile.inner;
  auto addStride = [&](Access &access) {
    access.strides.push_back(tile.inner * access.strides[loop]);
  };
  addStride(c.left);
  addStride(c.right);
  addStride(c.output);
  llvm::for_each(c.epilogueOperands, addStride);
  c.rows.push_back(tiles);
  plainRows.push_back(tiles);
}

Position ContractionEmitter::advance(Position p, unsigned loop, Num iteration) {
  auto move = [&](Num position, const Access &access) {
    int64_t stride = access.strides[loop];
    return stride == 0 ? position : position + iteration * stride;
  };
  Position next{move(p.left, c.left),
                move(p.right, c.right),
                move(p.output, c.output),
                {}};
  if (epilogue)
    for (auto [place, access] : llvm::zip_equal(p.epilogue, c.epilogueOperands))
      next.epilogue.push_back(move(place, access));
  return next;
}

Position ContractionEmitter::advance(Position p, unsigned loop,
                                     int64_t iterations) {
  return advance(p, loop, k.constant(iterations));
}

void ContractionEmitter::forEach(ArrayRef<unsigned> loops, Position p,
                                 Body body) {
  if (loops.empty())
    return body(p);
  k.loop(k.constant(c.sizes[loops[0]]), 1, [&](Num i) {
    forEach(loops.drop_front(), advance(p, loops[0], i), body);
  });
}

/// Calls the body for whole tiles in a loop, and for the rest. With `share`
/// each thread takes a part of the tiles, after the prologue.
void ContractionEmitter::forTiles(unsigned loop, int64_t tile, bool share,
                                  Position p,
                                  function_ref<void(Position, int64_t)> body,
                                  function_ref<void(Num)> prologue) {
  int64_t whole = c.sizes[loop] / tile, rest = c.sizes[loop] % tile;
  auto emitRest = [&] { body(advance(p, loop, whole * tile), rest); };
  if (share) {
    int64_t threads = k.target.threads;
    k.forThreads([&](Num thread) {
      if (prologue)
        prologue(thread);
      Num first = thread * whole / threads,
          last = (thread + 1) * whole / threads;
      k.loop(first, last, 1,
             [&](Num i) { body(advance(p, loop, i * tile), tile); });
      // The first has no more whole tiles than any other.
      if (rest)
        k.doIf(isEqual(thread, k.constant(0)), emitRest);
    });
    return;
  }
  if (whole == 1)
    body(p, tile);
  else if (whole > 1)
    k.loop(k.constant(whole), 1,
           [&](Num i) { body(advance(p, loop, i * tile), tile); });
  if (rest)
    emitRest();
}

/// The outermost loops, which threads share.
void ContractionEmitter::forThreads(Position p, Body body) {
  SmallVector<unsigned> loops = c.batches;
  // With the sum in blocks all rows go by a block while it is in the caches,
  // and they share copied panels.
  if (!copiesPanels && (!blocksSum || (parallel && shared == Shared::Outer))) {
    llvm::append_range(loops, plainRows);
    plainRows.clear();
  }
  if (!parallel || shared != Shared::Outer || loops.empty())
    return forEach(loops, p, body);
  // Each thread takes a part of all iterations.
  int64_t threads = k.target.threads;
  Num count = k.constant(c.sizeOf(loops));
  k.forThreads([&](Num thread) {
    panelStart = thread * (panelGroup * panelSize());
    Num first = thread * count / threads, last = (thread + 1) * count / threads;
    k.loop(first, last, 1, [&](Num i) {
      Position q = p;
      for (unsigned loop : llvm::reverse(loops)) {
        Num outer = i / c.sizes[loop];
        q = advance(q, loop, i - outer * c.sizes[loop]);
        i = outer;
      }
      body(q);
    });
  });
}

/// Whether the blocks of the sum are parts of its first loop.
bool ContractionEmitter::hasOneBlockedLoop() const {
  int64_t inner = 1;
  for (unsigned loop : ArrayRef<unsigned>(c.sums).drop_front())
    inner *= c.sizes[loop];
  return inner <= sumBlock;
}

/// Splits the sum: some outer loops, a part of the next, the inner ones whole.
void ContractionEmitter::forSumBlocks(
    Position p, function_ref<void(Position, ArrayRef<SumLoop>)> body) {
  SmallVector<SumLoop> block;
  if (!blocksSum) {
    for (unsigned loop : c.sums)
      block.push_back({loop, c.sizes[loop]});
    return body(p, block);
  }
  int64_t inner = 1;
  SmallVector<unsigned> outer = c.sums;
  while (!outer.empty() && inner * c.sizes[outer.back()] <= sumBlock) {
    inner *= c.sizes[outer.back()];
    block.insert(block.begin(), {outer.back(), c.sizes[outer.back()]});
    outer.pop_back();
  }
  if (outer.empty())
    return body(p, block);
  unsigned split = outer.pop_back_val();
  int64_t part =
      balance(c.sizes[split], std::max<int64_t>(sumBlock / inner, 1));
  auto emitBlock = [&](Position q, int64_t size) {
    SmallVector<SumLoop> whole = block;
    whole.insert(whole.begin(), {split, size});
    body(q, whole);
  };
  if (!epilogue)
    return forEach(outer, p, [&](Position q) {
      forTiles(split, part, /*share=*/false, q, emitBlock);
    });
  // Only tiles of the last block have an epilogue.
  int64_t before = (c.sizes[split] - 1) / part;
  isLastBlock = false;
  k.loop(k.constant(before), 1,
         [&](Num i) { emitBlock(advance(p, split, i * part), part); });
  isLastBlock = true;
  emitBlock(advance(p, split, before * part), c.sizes[split] - before * part);
}

/// Whether the rows of a panel are far apart in memory.
bool ContractionEmitter::hasFarRows() const {
  Type element = getElementTypeOrSelf(c.right.operand->get().getType());
  int64_t bytes = element.getIntOrFloatBitWidth() / 8;
  return !c.sums.empty() && c.right.strides[c.sums.back()] * bytes >= kFarApart;
}

/// Tiles of rows that share a panel.
int64_t ContractionEmitter::numTiles() const {
  return c.sizeOf(c.rows) / (tile.inner * tile.outer);
}

/// Masks of a panel's vectors: none where all lanes are columns.
SmallVector<Num> ContractionEmitter::masksOf(int64_t columns) {
  SmallVector<Num> masks;
  for (int64_t first = 0; first < columns; first += lanes) {
    int64_t count = columns - first;
    masks.push_back(count >= lanes ? Num() : k.firstLanes(count, lanes));
  }
  return masks;
}

/// How many threads copy panels at the same time.
int64_t ContractionEmitter::numPanelSets() const {
  return parallel && shared != Shared::Rows ? k.target.threads : 1;
}

/// A part for each thread that copies, on the stack of the kernel.
void ContractionEmitter::allocatePanels() {
  OpBuilder::InsertionGuard guard(k.b);
  k.b.setInsertionPointToStart(
      &c.op->getParentOfType<func::FuncOp>().getBody().front());
  panel = memref::AllocaOp::create(
      k.b,
      MemRefType::get({numPanelSets() * panelGroup * panelSize()}, compute),
      k.b.getI64IntegerAttr(64));
  panelStart = k.constant(0);
}

int64_t ContractionEmitter::panelSize() const {
  return (blocksSum ? sumBlock : c.sizeOf(c.sums)) * width * lanes;
}

void ContractionEmitter::forPanels(Position p, ArrayRef<SumLoop> block) {
  if (copiesPanels)
    return forCopiedPanels(p, block);
  // The output goes by in the order of memory.
  if (!blocksSum && c.sizeOf(c.sums) <= kShortSum && shared != Shared::Panels)
    return forRows(p, [&](Position q, TileShape shape) {
      forTiles(c.column, width * lanes, /*share=*/false, q,
               [&](Position r, int64_t columns) {
                 emitTile(r, shape, columns, block);
               });
    });
  forTiles(c.column, width * lanes, shared == Shared::Panels, p,
           [&](Position q, int64_t columns) {
             forRows(q, [&](Position r, TileShape shape) {
               emitTile(r, shape, columns, block);
             });
           });
}

void ContractionEmitter::forCopiedPanels(Position p, ArrayRef<SumLoop> block) {
  PanelCopy copy(k, c, width, vector, panelSize());
  int64_t wide = width * lanes;
  auto forGroup = [&](Position q, int64_t columns) {
    copy.emit(right, q.right, block, columns, panel, panelStart);
    // Below, the panel is the right operand.
    Access access = c.right;
    Value buffer = right;
    right = panel;
    int64_t stride = wide;
    for (const SumLoop &loop : llvm::reverse(block)) {
      c.right.strides[loop.loop] = stride;
      stride *= loop.size;
    }
    int64_t whole = columns / wide, rest = columns % wide;
    forRows(q, [&](Position tile, TileShape shape) {
      auto forPanel = [&](Num number, int64_t count) {
        Position r = advance(tile, c.column, number * wide);
        r.right = panelStart + number * panelSize();
        emitTile(r, shape, count, block);
      };
      if (whole == 1)
        forPanel(k.constant(0), wide);
      else if (whole > 1)
        k.loop(k.constant(whole), 1, [&](Num i) { forPanel(i, wide); });
      if (rest)
        forPanel(k.constant(whole), rest);
    });
    c.right = access;
    right = buffer;
  };
  forTiles(
      c.column, panelGroup * wide, shared == Shared::Panels, p, forGroup,
      [&](Num thread) { panelStart = thread * (panelGroup * panelSize()); });
}

void ContractionEmitter::forRows(Position p, TileBody body) {
  bool share = shared == Shared::Rows;
  forEach(plainRows, p, [&](Position q) {
    if (tiledRows.empty())
      return body(q, {});
    if (tiledRows.size() == 1)
      return forTiles(tiledRows[0], tile.inner, share, q,
                      [&](Position r, int64_t size) { body(r, {size, 1}); });
    forTiles(
        tiledRows[1], tile.outer, share, q, [&](Position r, int64_t outer) {
          forTiles(tiledRows[0], tile.inner, /*share=*/false, r,
                   [&](Position s, int64_t inner) { body(s, {inner, outer}); });
        });
  });
}

/// Where the rows of a tile are, from the first.
SmallVector<int64_t> ContractionEmitter::rowOffsets(const Access &access,
                                                    TileShape shape) const {
  SmallVector<int64_t> offsets;
  for (int64_t i = 0; i < shape.outer; ++i)
    for (int64_t j = 0; j < shape.inner; ++j) {
      int64_t offset = 0;
      if (!tiledRows.empty())
        offset += j * access.strides[tiledRows[0]];
      if (tiledRows.size() == 2)
        offset += i * access.strides[tiledRows[1]];
      offsets.push_back(offset);
    }
  return offsets;
}

void ContractionEmitter::emitTile(Position p, TileShape shape, int64_t columns,
                                  ArrayRef<SumLoop> block) {
  SmallVector<Num> masks = masksOf(columns);
  SmallVector<int64_t> rows = rowOffsets(c.output, shape);
  auto load = [&](int64_t row, int64_t i) {
    Num place = p.output + (row + i * lanes);
    return k.loadMasked(output, {place}, masks[i], vector);
  };
  SmallVector<Num> sums;
  for (int64_t row : rows)
    for (size_t i = 0; i < masks.size(); ++i)
      // A block's sum is added as a whole: its terms are small beside the sum
      // of all, and would lose digits one by one.
      sums.push_back(blocksSum || c.zeros ? k.num(arith::ConstantOp::create(
                                                k.b, k.b.getZeroAttr(vector)))
                                          : load(row, i));
  if (epilogue && isLastBlock)
    forEpilogue(p, shape, masks.size(), [&](int64_t, ArrayRef<Num> places) {
      epilogue->request(places);
    });
  sums = emitSum(block, p, sums, rowOffsets(c.left, shape), masks);
  if (blocksSum)
    for (auto [r, row] : llvm::enumerate(rows))
      for (size_t i = 0; i < masks.size(); ++i) {
        Num &sum = sums[r * masks.size() + i];
        sum = load(row, i) + sum;
      }
  storeTile(p, sums, shape, masks);
}

void ContractionEmitter::storeTile(Position p, ArrayRef<Num> sums,
                                   TileShape shape, ArrayRef<Num> masks) {
  bool hasEpilogue = epilogue && isLastBlock;
  if (!hasEpilogue || !epilogue->replacesOutput()) {
    for (auto [r, row] : llvm::enumerate(rowOffsets(c.output, shape)))
      for (auto [i, mask] : llvm::enumerate(masks)) {
        Num place = p.output + (row + int64_t(i) * lanes);
        Num sum = sums[r * masks.size() + i];
        k.storeMasked(sum, output, {place}, mask);
      }
  }
  if (!hasEpilogue)
    return;
  forEpilogue(p, shape, masks.size(), [&](int64_t sum, ArrayRef<Num> places) {
    epilogue->emit(sums[sum], places, masks[sum % masks.size()]);
  });
}

/// Runs `body` for the sums of a tile, by number, with the places in the
/// epilogue's operands that belong to them.
void ContractionEmitter::forEpilogue(
    Position p, TileShape shape, int64_t vectors,
    function_ref<void(int64_t, ArrayRef<Num>)> body) {
  SmallVector<SmallVector<int64_t>> offsets;
  for (const Access &access : c.epilogueOperands)
    offsets.push_back(rowOffsets(access, shape));
  for (int64_t sum = 0; sum < shape.outer * shape.inner * vectors; ++sum) {
    int64_t row = sum / vectors, column = sum % vectors * lanes;
    SmallVector<Num> places;
    for (auto [operand, access] : llvm::enumerate(c.epilogueOperands))
      places.push_back(
          p.epilogue[operand] +
          (offsets[operand][row] + column * access.strides[c.column]));
    body(sum, places);
  }
}

/// Whether some of so many iterations of a loop, one after the other, read the
/// same element of the left operand for different rows, as the windows of a
/// convolution do. Side by side LLVM would keep such elements in registers, and
/// sums of the tile in memory.
bool ContractionEmitter::sharesFactors(unsigned loop, int64_t iterations,
                                       ArrayRef<int64_t> rowOffsets) const {
  llvm::SmallDenseSet<int64_t, 32> offsets(rowOffsets.begin(),
                                           rowOffsets.end());
  int64_t stride = c.left.strides[loop];
  return stride != 0 && llvm::any_of(rowOffsets, [&](int64_t row) {
           return llvm::any_of(llvm::seq<int64_t>(1, iterations),
                               [&](int64_t ahead) {
                                 return offsets.contains(row + ahead * stride);
                               });
         });
}

SmallVector<Num> ContractionEmitter::emitSum(ArrayRef<SumLoop> block,
                                             Position p, ArrayRef<Num> sums,
                                             ArrayRef<int64_t> rowOffsets,
                                             ArrayRef<Num> masks) {
  if (block.empty())
    return emitProducts(p, sums, rowOffsets, masks);
  auto [loop, size] = block[0];
  ArrayRef<SumLoop> inner = block.drop_front();
  // Small loops inside of others are unrolled, and the innermost in part.
  int64_t unroll = 1;
  if (inner.empty())
    for (int64_t factor = kMostUnrolled; factor > 1 && unroll == 1; --factor)
      if (size % factor == 0 &&
          factor * int64_t(sums.size()) <= kUnrolledProducts &&
          !sharesFactors(loop, factor, rowOffsets))
        unroll = factor;
  auto body = [&, loop = loop](Num i, ArrayRef<Num> carried) {
    SmallVector<Num> next(carried);
    for (int64_t u = 0; u < unroll; ++u)
      next = emitSum(inner, advance(advance(p, loop, i), loop, u), next,
                     rowOffsets, masks);
    return next;
  };
  if (size == unroll)
    return body(k.constant(0), sums);
  return k.loop(k.constant(size), unroll, sums, body);
}

/// The right operand's vectors of one iteration.
SmallVector<Num> ContractionEmitter::loadColumns(Position p,
                                                 ArrayRef<Num> masks) {
  VectorType stored =
      k.vec(cast<MemRefType>(right.getType()).getElementType(), lanes);
  SmallVector<Num> parts;
  for (auto [i, mask] : llvm::enumerate(masks)) {
    Num place = p.right + int64_t(i) * lanes;
    // A copied panel has whole vectors.
    Num part =
        k.loadMasked(right, {place}, right == panel ? Num() : mask, stored);
    parts.push_back(k.convertFloat(part, compute));
  }
  return parts;
}

/// Asks for a row of a panel that is needed later: the processor does not guess
/// a line that is far from the one before.
void ContractionEmitter::requestRow(Position p, int64_t vectors) {
  int64_t ahead = kPrefetchDistance * c.right.strides[c.sums.back()];
  for (int64_t i = 0; i < vectors; ++i)
    k.prefetch(right, {p.right + (ahead + i * lanes)}, /*locality=*/3);
}

SmallVector<Num> ContractionEmitter::emitProducts(Position p,
                                                  ArrayRef<Num> sums,
                                                  ArrayRef<int64_t> rowOffsets,
                                                  ArrayRef<Num> masks) {
  SmallVector<Num> parts = loadColumns(p, masks);
  if (right != panel && hasFarRows())
    requestRow(p, parts.size());
  SmallVector<Num> next;
  for (auto [r, row] : llvm::enumerate(rowOffsets)) {
    Num factor = k.convertFloat(k.load(left, {p.left + row}), compute);
    Num factors = k.broadcast(factor, vector);
    for (auto [i, part] : llvm::enumerate(parts))
      next.push_back(k.fma(factors, part, sums[r * parts.size() + i]));
  }
  return next;
}

void ContractionEmitter::emit() {
  left = flatten(k, c.left);
  right = flatten(k, c.right);
  output = flatten(k, c.output);
  Position origin{k.constant(c.left.origin),
                  k.constant(c.right.origin),
                  k.constant(c.output.origin),
                  {}};
  if (c.epilogue && (!blocksSum || hasOneBlockedLoop())) {
    epilogue.emplace(k, c);
    for (const Access &access : c.epilogueOperands)
      origin.epilogue.push_back(k.constant(access.origin));
  }
  if (copiesPanels)
    allocatePanels();
  forThreads(origin, [&](Position p) {
    forSumBlocks(
        p, [&](Position q, ArrayRef<SumLoop> block) { forPanels(q, block); });
  });
  if (c.zeros && !blocksSum)
    c.zeros->erase();
  if (epilogue)
    c.epilogue->erase();
  c.op->erase();
}

void mlir::per::convertContraction(KernelBuilder &k, Contraction &c,
                                   const TileTable &tiles) {
  k.b.setLoc(c.op.getLoc());
  k.b.setInsertionPoint(c.op);
  ContractionEmitter(k, c, tiles).emit();
}
