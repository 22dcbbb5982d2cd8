//===- SampledKernel.cpp - Monte Carlo terms with slices drawn in place ---===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// The term of a b x d matrix H with d x s slices Theta = V diag(r), where V are
// integers and r the inverses of their norms (docs/slices.md):
//
//   T = H V, E = erf(T diag(r) / sqrt 2) (scale diag(r)), C += E V^T
//
// The columns of T and E take r, so that V is never scaled and its norms need
// not be known before it is used. V is drawn in panels where a product reads
// them. The second product needs them in another order: its panels are drawn
// again, or transposed from words of two elements that the first draw kept, if
// these are few enough for a cache. With more than one block of samples the
// panels of both orders stay for the next blocks.
//
// With products of bf16 the operands, H, V and E, are rounded where they are
// written for a product, as pairs of the sum's iterations where that is faster.
// The norms are those of V as it was drawn.
//
//===----------------------------------------------------------------------===//

#include "BF16Pairs.h"
#include "Generators.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using namespace mlir::per;

static constexpr double kSqrtHalf = 0.70710678118654752440;
static constexpr double kSqrtTwoOverPi = 0.79788456080286535588;
/// Numbers behind each row of a matrix in the workspace: rows whose distance is
/// a power of two compete for the same lines of the cache.
static constexpr int64_t kRowPadding = 16;

namespace {
struct Workspace {
  Value rows;              // of H, contiguous, as operands
  Value projections;       // T, then E if it is of numbers
  Value columns, columnsT; // panels of V, and of V^T
  Value norms, inverse;    // of each slice
  Value pairs;             // constants of the generator
  Value words;             // V for the second product; none if drawn again
  Value errors;            // E; of pairs in a matrix of its own
};
} // namespace

/// Types of a workspace's parts, in order.
static SmallVector<Type> workspaceTypes(KernelBuilder &k) {
  return {k.matrix(k.f32), k.matrix(k.f32),   k.panel(),
          k.panel(),       k.vectorOf(k.i64), k.vectorOf(k.f32),
          k.matrix(k.i32), k.matrix(k.i32),   k.matrix(k.f32)};
}

Value mlir::per::allocateBuffer(KernelBuilder &k, Type element,
                                ArrayRef<Num> sizes) {
  SmallVector<int64_t> shape;
  SmallVector<Value> dynamic;
  for (Num size : sizes) {
    std::optional<int64_t> constant = getConstantIntValue(Value(size));
    shape.push_back(constant.value_or(ShapedType::kDynamic));
    if (!constant)
      dynamic.push_back(size);
  }
  return memref::AllocOp::create(k.b, MemRefType::get(shape, element), dynamic,
                                 k.b.getI64IntegerAttr(64));
}

SmallVector<Value> mlir::per::allocateWorkspace(KernelBuilder &k,
                                                const KernelTerm &term,
                                                Num samples, Num features,
                                                Num slices, Num panelElements) {
  auto allocate = [&](Type element, ArrayRef<Num> sizes) {
    return allocateBuffer(k, element, sizes);
  };
  auto max = [&](Num x, Num y) {
    return k.num(k.b.createOrFold<arith::MaxUIOp>(x, y));
  };
  auto asIndex = [&](Num flag) {
    return k.cast(k.zeroExtend(flag, k.i64), k.index);
  };
  Num block = minimum(samples, k.constant(kSampleBlock));
  // 1 if panels stay for other blocks of samples.
  Num keep = asIndex(isLess(k.constant(kSampleBlock), samples));
  Num numColumns = roundUp(slices, k.columns);
  Num chunks = divideUp(features, kPanelElements);
  auto numPanels = [&](Num all) { return (all - 1) * keep + 1; };
  Num panelRows = panelElements / perRow(term.form);
  Num panelRowsT = roundUp(slices, k.lanes) / perRow(term.form);
  Num columnRows = numPanels(chunks * (numColumns / k.columns)) * panelRows;
  Num rowRows = numPanels(divideUp(features, k.columns)) * panelRowsT;
  Num wordRows = roundUp(divideUp(features, 2), k.lanes);
  Num fits =
      isLess(wordRows * numColumns, k.constant(k.target.keptBytes / 4 + 1));
  wordRows = wordRows * asIndex(fits) * (k.constant(1) - keep);
  // Each thread has rows, a panel and constants of its own; T is shared, unless
  // threads have blocks of their own.
  int64_t threads = k.target.threads;
  Num columnRowsOfAll = max(columnRows, panelRows * threads);
  Num blocks = block, errorRows = k.constant(0);
  if (term.isGradient) {
    rowRows = max(rowRows, panelRowsT * threads);
    blocks = block * (keep * (threads - 1) + 1);
    if (term.form == PanelForm::Pairs)
      errorRows = blocks;
  } else {
    rowRows = wordRows = k.constant(0);
  }
  return {allocate(k.f32, {block * threads, panelRows + kRowPadding}),
          allocate(k.f32, {blocks, numColumns + kRowPadding}),
          allocate(k.f32, {columnRowsOfAll, k.constant(k.columns)}),
          allocate(k.f32, {rowRows, k.constant(k.columns)}),
          allocate(k.i64, {numColumns}),
          allocate(k.f32, {numColumns}),
          allocate(k.i32, {k.constant(4 * threads),
                           roundUp(panelElements / 2, k.lanes / 2)}),
          allocate(k.i32, {wordRows, numColumns + kRowPadding}),
          allocate(k.f32, {errorRows, numColumns / 2 + kRowPadding})};
}

/// Copies a part of some rows, as operands, so that a product reads them in
/// order. Elements behind the last one of a pair are zeros.
static void copyRows(KernelBuilder &k, Value from, Num firstRow, Num column,
                     Num numRows, Num numColumns, Value to, PanelForm form) {
  Type element = cast<MemRefType>(from.getType()).getElementType();
  int64_t width = perRow(form) * k.lanes;
  Num whole = numColumns / width * width, rest = numColumns - whole;
  Num targetMask = k.mask(divideUp(rest, perRow(form)), 0);
  SmallVector<Num> masks;
  for (int64_t first = 0; first < width; first += k.lanes)
    masks.push_back(k.mask(rest, first));
  auto copy = [&](Num row, Num i, ArrayRef<Num> masks, Num targetMask) {
    SmallVector<Num> parts;
    for (auto [part, mask] : llvm::enumerate(masks)) {
      Num at = column + i + int64_t(part) * k.lanes;
      Num x = k.loadMasked(from, {firstRow + row, at}, mask, k.vec(element));
      parts.push_back(k.convertFloat(x, k.f32));
    }
    Num operands = parts[0];
    if (form == PanelForm::Pairs)
      operands = pairNeighbours(k, parts[0], parts[1]);
    else if (form == PanelForm::Rounded)
      operands = roundToBF16(k, operands);
    k.storeMasked(operands, to, {row, i / perRow(form)}, targetMask);
  };
  k.loop(numRows, 1, [&](Num row) {
    SmallVector<Num> all(perRow(form));
    k.loop(whole, width, [&](Num i) { copy(row, i, all, Num()); });
    copy(row, whole, masks, targetMask);
  });
}

void mlir::per::invertNorms(KernelBuilder &k, Value norms, Value inverse,
                            Num slices, Num first, Num last) {
  int64_t count = k.lanes / 2;
  VectorType wide = k.vec(k.i64, count);
  SmallVector<int64_t> order = llvm::to_vector(llvm::seq<int64_t>(0, count));
  k.loop(first, last, count, [&](Num i) {
    Value norm = k.loadVector(norms, {i}, wide);
    Num root = k.num(math::SqrtOp::create(
        k.b, arith::SIToFPOp::create(k.b, k.vec(k.f64, count), norm)));
    Num result = k.convertFloat(root.like(1.0) / root, k.f32);
    Num column = k.constant(k.i64, order) + k.broadcast(k.cast(i, k.i64), wide);
    Num isSlice = isLess(column, k.broadcast(k.cast(slices, k.i64), wide));
    k.store(select(isSlice, result, result.like(0.0)), inverse, {i});
  });
}

/// A mask of the lanes from a column on that are slices.
static Num areSlices(KernelBuilder &k, Num column, Num slices) {
  Type word = k.i32;
  SmallVector<int64_t> order = llvm::to_vector(llvm::seq<int64_t>(0, k.lanes));
  Num columns =
      k.constant(word, order) + k.broadcast(k.cast(column, word), k.vec(word));
  return isLess(columns, k.broadcast(k.cast(slices, word), k.vec(word)));
}

/// E from T: of numbers in place, or of pairs.
static void buildErrors(KernelBuilder &k, Value projections, Value inverses,
                        Value errors, Num slices, Num numRows, Num first,
                        Num last, Num scale, PanelForm form) {
  VectorType vector = k.vec(k.f32);
  auto build = [&](Num row, Num i) {
    Num inverse = k.loadVector(inverses, {i}, vector);
    Num t = k.loadVector(projections, {row, i}, vector) * inverse;
    Num x = t * t.like(kSqrtHalf);
    Num e = k.num(buildErfF32(k.b, k.b.getLoc(), x, k.target.hasFMA));
    return e * (inverse * k.broadcast(scale, vector));
  };
  auto buildPart = [&](Num row, Num i) {
    // What nobody wrote of T may be a NaN, and the last pair be half of it.
    Num e = build(row, i);
    return select(areSlices(k, i, slices), e, e.like(0.0));
  };
  k.loop(numRows, 1, [&](Num row) {
    if (form != PanelForm::Pairs)
      return k.loop(first, last, k.lanes, [&](Num i) {
        Num e = build(row, i);
        k.store(form == PanelForm::Rounded ? roundToBF16(k, e) : e, errors,
                {row, i});
      });
    k.loop(first, last, k.columns, [&](Num i) {
      Num x = buildPart(row, i), y = buildPart(row, i + k.lanes);
      k.store(pairNeighbours(k, x, y), errors, {row, i / 2});
    });
  });
}

/// The sum of the penalties of all projections, added to lanes of f64.
static Num sumPenalties(KernelBuilder &k, Workspace &w, Num numRows,
                        Num numColumns, Num slices, Num total) {
  VectorType vector = k.vec(k.f32);
  auto addRow = [&](Num row, ArrayRef<Num> total) -> SmallVector<Num> {
    Num zero = k.num(arith::ConstantOp::create(k.b, k.b.getZeroAttr(vector)));
    auto add = [&](Num i, ArrayRef<Num> sum) -> SmallVector<Num> {
      Num inverse = k.loadVector(w.inverse, {i}, vector);
      Num t = k.loadVector(w.projections, {row, i}, vector) * inverse;
      Location loc = k.b.getLoc();
      Num e =
          k.num(buildErfF32(k.b, loc, t * t.like(kSqrtHalf), k.target.hasFMA));
      Num gauss =
          k.num(buildExpF32(k.b, loc, t * t * t.like(-0.5), k.target.hasFMA));
      Num term = k.fma(t, e, gauss * t.like(kSqrtTwoOverPi));
      return {sum[0] + select(areSlices(k, i, slices), term, zero)};
    };
    Num sum = k.loop(numColumns, k.lanes, {zero}, add)[0];
    return {total[0] + k.convertFloat(sum, k.f64)};
  };
  return k.loop(numRows, 1, {total}, addRow)[0];
}

//===----------------------------------------------------------------------===//
// The kernel
//===----------------------------------------------------------------------===//

namespace {
/// From one number to another.
struct Range {
  Num first, last;
};

class SampledKernel {
public:
  SampledKernel(KernelBuilder &k, const KernelTerm &term, const Workspace &w,
                Value h, Value out, KernelKey key, Num slices,
                Num panelElements)
      : k(k), term(term), w(w), h(h), out(out), key(key), slices(slices),
        panelRows(panelElements / perRow(term.form)),
        panelRowsT(roundUp(slices, k.lanes) / perRow(term.form)),
        zero(k.constant(0)), samples(k.dim(h, 0)), features(k.dim(h, 1)),
        groups(divideUp(slices, k.columns)),
        chunks(divideUp(features, kPanelElements)),
        panels(divideUp(features, k.columns)), block(k.constant(kSampleBlock)),
        hasBlocks(isLess(block, samples)),
        hasWords(isLess(zero, k.dim(w.words, 0))) {
    // Functions are made outside of loops.
    pairConstants = getPairConstants(k);
    drawColumns = getDrawColumns(k, /*keepWords=*/false, term.form);
    product = getProduct(k, k.f32, term.activations, term.form);
    if (term.isGradient) {
      drawAndKeep = getDrawColumns(k, /*keepWords=*/true, term.form);
      drawRows = getDrawRows(k, term.form);
      transposeWords = getTransposeWords(k, term.form);
      productT = getProduct(k, term.output, k.i32, term.form);
    }
  }

  void buildGradient(Num scale);
  void buildPenalty(Num scale);

private:
  Range shareOf(Num count, Num thread) {
    int64_t threads = k.target.threads;
    return {thread * count / threads, (thread + 1) * count / threads};
  }
  /// A thread's part of a buffer that all have `rows` rows of.
  Value ownRows(Value buffer, Num thread, Num rows) {
    return k.target.threads == 1 ? buffer
                                 : k.rowsOf(buffer, thread * rows, rows);
  }
  Num columnsOf(Num group) { return group * k.columns; }
  void clearNorms();
  /// Draws all panels of both orders, for all blocks of samples.
  void drawAll();
  void drawColumnPanel(Value pairs, Num element, Num count, Num group,
                       Num panelRow);
  void setPairs(Value pairs, Num element, Num count);
  /// T of some rows and groups of columns, a chunk of elements at a time.
  void project(Num thread, Value projections, Num firstRow, Num numRows,
               Range range);
  /// C of some rows and panels of columns.
  void update(Num thread, Value errors, Num firstRow, Num numRows, Range range);
  void invert(Range range) {
    invertNorms(k, w.norms, w.inverse, slices, columnsOf(range.first),
                columnsOf(range.last));
  }
  /// Rows of a panel for so many iterations of the sum.
  Num rowsFor(Num iterations) {
    return divideUp(iterations, perRow(term.form));
  }
  Num lastOf(Num element) {
    return minimum(k.constant(kPanelElements), features - element);
  }

  KernelBuilder &k;
  const KernelTerm &term;
  Workspace w;
  Value h, out;
  KernelKey key;
  Num slices, panelRows, panelRowsT, zero, samples, features, groups, chunks,
      panels, block, hasBlocks, hasWords;
  func::FuncOp pairConstants, drawColumns, product;
  func::FuncOp drawAndKeep, drawRows, transposeWords, productT;
};
} // namespace

void SampledKernel::clearNorms() {
  Num zeros = k.splat(k.vec(k.i64), 0);
  k.loop(columnsOf(groups), k.lanes,
         [&](Num i) { k.store(zeros, w.norms, {i}); });
}

void SampledKernel::setPairs(Value pairs, Num element, Num count) {
  k.call(pairConstants, {pairs, element / 2, divideUp(count, 4) * 2, key.seed,
                         key.step, key.site});
}

void SampledKernel::drawColumnPanel(Value pairs, Num element, Num count,
                                    Num group, Num panelRow) {
  SmallVector<Value> operands = {pairs,    count,    w.columns,
                                 panelRow, w.norms,  columnsOf(group),
                                 key.seed, key.step, key.site};
  auto draw = [&] { k.call(drawColumns, operands); };
  if (!term.isGradient)
    return draw();
  auto drawKept = [&] {
    SmallVector<Value> all = operands;
    all.append({w.words, element / 2});
    k.call(drawAndKeep, all);
  };
  k.doIf(hasWords, drawKept, draw);
}

void SampledKernel::drawAll() {
  k.forThreads([&](Num thread) {
    Range range = shareOf(groups, thread);
    Value pairs = ownRows(w.pairs, thread, k.constant(4));
    k.loop(chunks, 1, [&](Num chunk) {
      Num element = chunk * kPanelElements, count = lastOf(element);
      setPairs(pairs, element, count);
      k.loop(range.first, range.last, 1, [&](Num group) {
        drawColumnPanel(pairs, element, count, group,
                        (chunk * groups + group) * panelRows);
      });
    });
    invert(range);
    if (!term.isGradient)
      return;
    Range share = shareOf(panels, thread);
    k.loop(share.first, share.last, 1, [&](Num x) {
      k.call(drawRows, {w.columnsT, x * panelRowsT, slices, x * k.columns,
                        key.seed, key.step, key.site});
    });
  });
}

void SampledKernel::project(Num thread, Value projections, Num firstRow,
                            Num numRows, Range range) {
  Value rows = ownRows(w.rows, thread, minimum(block, samples));
  Value pairs = ownRows(w.pairs, thread, k.constant(4));
  k.loop(chunks, 1, [&](Num chunk) {
    Num element = chunk * kPanelElements, count = lastOf(element);
    copyRows(k, h, firstRow, element, numRows, count, rows, term.form);
    k.doIf(hasBlocks, [] {}, [&] { setPairs(pairs, element, count); });
    Num add = isLess(zero, chunk);
    Num next = minimum(element + kPanelElements, features);
    k.loop(range.first, range.last, 1, [&](Num group) {
      Num ownPanel = thread * panelRows;
      Num panelRow =
          select(hasBlocks, (chunk * groups + group) * panelRows, ownPanel);
      k.doIf(
          hasBlocks, [] {},
          [&] { drawColumnPanel(pairs, element, count, group, ownPanel); });
      Num numColumns =
          minimum(k.constant(k.columns), slices - columnsOf(group));
      Num part = group - range.first, parts = range.last - range.first;
      Range share = {part * numRows / parts, (part + 1) * numRows / parts};
      k.call(product, {rows, w.columns, panelRow, rowsFor(count), projections,
                       zero, columnsOf(group), numRows, numColumns, add,
                       // A share of the rows of the next chunk.
                       h, firstRow + share.first, share.last - share.first,
                       next, lastOf(next)});
    });
  });
}

void SampledKernel::update(Num thread, Value errors, Num firstRow, Num numRows,
                           Range range) {
  Num yes = k.num(arith::ConstantOp::create(k.b, k.b.getBoolAttr(true)));
  Num numWordRows = k.dim(w.words, 0); // 0 if none are kept
  k.loop(range.first, range.last, 1, [&](Num x) {
    Num element = x * k.columns;
    Num count = minimum(k.constant(k.columns), features - element);
    Num ownPanel = thread * panelRowsT;
    Num panelRow = select(hasBlocks, x * panelRowsT, ownPanel);
    auto transposeKept = [&] {
      k.call(transposeWords,
             {w.columnsT, ownPanel, slices, w.words, element / 2});
    };
    auto drawAgain = [&] {
      k.call(drawRows, {w.columnsT, ownPanel, slices, element, key.seed,
                        key.step, key.site});
    };
    k.doIf(
        hasBlocks, [] {}, [&] { k.doIf(hasWords, transposeKept, drawAgain); });
    // The words of the next panel.
    Num next = (element + k.columns) / 2;
    Num numWords =
        minimum(k.constant(k.lanes), numWordRows - minimum(next, numWordRows));
    k.call(productT, {errors, w.columnsT, panelRow, rowsFor(slices), out,
                      firstRow, element, numRows, count, yes, w.words, next,
                      numWords, zero, slices});
  });
}

void SampledKernel::buildGradient(Num scale) {
  clearNorms();
  // Threads share the columns of a single block, or have blocks of their own.
  auto single = [&] {
    Value errors = term.form == PanelForm::Pairs ? w.errors : w.projections;
    k.forThreads([&](Num thread) {
      Range range = shareOf(groups, thread);
      project(thread, w.projections, zero, samples, range);
      invert(range);
      buildErrors(k, w.projections, w.inverse, errors, slices, samples,
                  columnsOf(range.first), columnsOf(range.last), scale,
                  term.form);
    });
    k.forThreads([&](Num thread) {
      update(thread, errors, zero, samples, shareOf(panels, thread));
    });
  };
  auto blocks = [&] {
    drawAll();
    k.forThreads([&](Num thread) {
      Value own = ownRows(w.projections, thread, block);
      Value errors = term.form == PanelForm::Pairs
                         ? ownRows(w.errors, thread, block)
                         : own;
      Range range = shareOf(divideUp(samples, kSampleBlock), thread);
      k.loop(range.first, range.last, 1, [&](Num i) {
        Num firstRow = i * kSampleBlock;
        Num numRows = minimum(block, samples - firstRow);
        project(thread, own, firstRow, numRows, {zero, groups});
        buildErrors(k, own, w.inverse, errors, slices, numRows, zero,
                    columnsOf(groups), scale, term.form);
        update(thread, errors, firstRow, numRows, {zero, panels});
      });
    });
  };
  k.doIf(hasBlocks, blocks, single);
}

void SampledKernel::buildPenalty(Num scale) {
  clearNorms();
  k.doIf(hasBlocks, [&] { drawAll(); });
  Num none =
      k.num(arith::ConstantOp::create(k.b, k.b.getZeroAttr(k.vec(k.f64))));
  auto body = [&](Num firstRow, ArrayRef<Num> total) -> SmallVector<Num> {
    Num numRows = minimum(block, samples - firstRow);
    k.forThreads([&](Num thread) {
      Range range = shareOf(groups, thread);
      project(thread, w.projections, firstRow, numRows, range);
      k.doIf(hasBlocks, [] {}, [&] { invert(range); });
    });
    return {sumPenalties(k, w, numRows, columnsOf(groups), slices, total[0])};
  };
  Num total = k.loop(samples, kSampleBlock, {none}, body)[0];
  Num sum = k.num(
      vector::ReductionOp::create(k.b, vector::CombiningKind::ADD, total));
  Num old = k.convertFloat(k.load(out, {}), k.f64);
  Num result = old + sum * k.convertFloat(scale, k.f64);
  k.store(k.convertFloat(result, term.output), out, {});
}

func::FuncOp mlir::per::getSampledKernel(KernelBuilder &k,
                                         const KernelTerm &term) {
  Type output = term.isGradient ? k.matrix(term.output)
                                : MemRefType::get({}, term.output);
  SmallVector<Type> types = {k.matrix(term.activations),
                             output,
                             k.f32,
                             k.i32,
                             k.i32,
                             k.i32,
                             k.index,
                             k.index};
  llvm::append_range(types, workspaceTypes(k));
  std::string name;
  llvm::raw_string_ostream(name)
      << "per_sampled_" << prefixOf(term.form)
      << (term.isGradient ? "gradient_" : "penalty_") << term.activations << "_"
      << term.output << "_" << k.target.name;

  return k.function(name, types, [&](ArrayRef<Num> args) {
    Value h = args[0], out = args[1];
    Num scale = args[2], seed = args[3], step = args[4], site = args[5];
    Num slices = args[6], panelElements = args[7];
    Workspace w{args[8],  args[9],  args[10], args[11], args[12],
                args[13], args[14], args[15], args[16]};
    SampledKernel kernel(k, term, w, h, out, {seed, step, site}, slices,
                         panelElements);
    if (term.isGradient)
      kernel.buildGradient(scale);
    else
      kernel.buildPenalty(scale);
  });
}
