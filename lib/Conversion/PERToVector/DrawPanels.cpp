//===- DrawPanels.cpp - panels of slices, drawn where they are used -------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// docs/slices.md on vectors: the integers v of a panel, as f32. A word of
// Philox holds two elements of one slice, a counter four slices, so both
// layouts of a panel come from the order of lanes, without a transposition.
//
// A product of 32 by 32 bits needs 64, so Philox runs on lanes of i64 whose
// high half is never looked at. Counters are (pair, group, site, 0), with
// pair = element / 2 and group = slice / 4; in the first three rounds most
// words depend on the pair or on the group alone:
//
//   round 1   x0 = hi(M1 site) ^ group ^ k0     x1 = lo(M1 site)
//             x2 = hi(M0 pair) ^ k1             x3 = lo(M0 pair)
//   round 2   y0 = hi(M1 x2) ^ x1 ^ k0'         y1 = lo(M1 x2)
//             y2 = (hi(M0 x0) ^ k1') ^ x3       y3 = lo(M0 x0)
//   round 3   z0 = hi(M1 y2) ^ (y1 ^ k0'')      z1 = lo(M1 y2)
//             z2 = y3 ^ (hi(M0 y0) ^ k1'')      z3 = lo(M0 y0)
//
//===----------------------------------------------------------------------===//

#include "BF16Pairs.h"
#include "Generators.h"
#include "per/Support/Slices.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using namespace mlir::per;

namespace {

/// What of a counter's fourth round depends on its pair.
struct PairConstants {
  Num x3, a, b, c;
};

/// What of it depends on its group of slices.
struct GroupConstants {
  Num high, low;
};

/// Philox and normal16 on vectors.
class Drawer {
public:
  Drawer(KernelBuilder &k, KernelKey key)
      : k(k), words(k.vec(k.i32)), wide(k.vec(k.i64, k.lanes / 2)) {
    for (unsigned round = 0; round < kPhiloxRounds; ++round) {
      keys[0].push_back(key.seed +
                        wordOf(round * uint64_t(kPhiloxKeySteps[0])));
      keys[1].push_back(key.step +
                        wordOf(round * uint64_t(kPhiloxKeySteps[1])));
    }
    site = key.site;
  }

  /// On scalars of i64 or on `wide` vectors; low halves count.
  PairConstants pairConstants(Num pair);
  GroupConstants groupConstants(Num group);

  /// The four words of the counters of some vectors of pairs and groups.
  /// Vectors are independent chains: the processor overlaps them.
  SmallVector<std::array<Num, 4>> draw(ArrayRef<PairConstants> pairs,
                                       ArrayRef<GroupConstants> groups);

  /// The words of `even` in even lanes, those of `odd` in odd ones.
  Num interleave(Num even, Num odd);

  /// normal16 of both halves of each word, in place.
  Num normal(Num bits);

  /// A word in every lane.
  Num everywhere(Num word) { return k.bitcast(k.broadcast(word, words), wide); }

private:
  int64_t wordOf(uint64_t word) { return int32_t(uint32_t(word)); }
  /// The product with a multiplier of Philox, of 64 bits.
  Num multiply(Num x, unsigned which);
  Num high(Num product) { return shiftRight(product, 32); }
  /// The same in the low halves; the high ones are not looked at. Processors
  /// shift vectors of 512 bits on one port, and shuffle on another.
  Num highByShuffle(Num product) {
    SmallVector<int64_t> positions;
    for (int64_t lane = 1; lane < k.lanes; lane += 2)
      positions.append(2, lane);
    Num halves = k.bitcast(product, words);
    return k.bitcast(k.shuffle(halves, halves, positions), wide);
  }
  /// A key or another scalar of i32 beside `x`.
  Num beside(Num word, Num x) {
    return isa<VectorType>(x.getType()) ? everywhere(word)
                                        : k.zeroExtend(word, k.i64);
  }
  Num key(unsigned which, unsigned round, Num x) {
    return beside(keys[which][round], x);
  }
  Num normalByQuadratics(Num bits);
  Num normalByTable(Num bits);
  Num table(const std::array<int16_t, 64> &entries, Num segment);

  KernelBuilder &k;
  VectorType words, wide;
  SmallVector<Num> keys[2];
  Num site;
};

} // namespace

//===----------------------------------------------------------------------===//
// Philox
//===----------------------------------------------------------------------===//

Num Drawer::multiply(Num x, unsigned which) {
  return (x & int64_t(0xffffffff)) * int64_t(kPhiloxMultipliers[which]);
}

PairConstants Drawer::pairConstants(Num pair) {
  Num siteProduct = multiply(k.zeroExtend(site, k.i64), 1);
  Num x1 = beside(k.truncate(siteProduct, k.i32), pair);
  Num p = multiply(pair, 0);
  Num x2 = high(p) ^ key(1, 0, pair);
  Num q = multiply(x2, 1);
  Num y0 = high(q) ^ x1 ^ key(0, 1, pair);
  Num r = multiply(y0, 0);
  return {p, q ^ key(0, 2, pair), high(r) ^ key(1, 2, pair), r};
}

GroupConstants Drawer::groupConstants(Num group) {
  Num siteProduct = multiply(k.zeroExtend(site, k.i64), 1);
  Num siteHigh = beside(k.truncate(high(siteProduct), k.i32), group);
  Num p = multiply(siteHigh ^ group ^ key(0, 0, group), 0);
  return {high(p) ^ key(1, 1, group), p};
}

SmallVector<std::array<Num, 4>> Drawer::draw(ArrayRef<PairConstants> pairs,
                                             ArrayRef<GroupConstants> groups) {
  SmallVector<std::array<Num, 4>> chains;
  for (auto [pair, group] : llvm::zip_equal(pairs, groups)) {
    Num p = multiply(group.high ^ pair.x3, 1);
    chains.push_back({high(p) ^ pair.a, p, group.low ^ pair.b, pair.c});
  }
  for (unsigned round = 3; round < kPhiloxRounds; ++round) {
    Num k0 = everywhere(keys[0][round]), k1 = everywhere(keys[1][round]);
    for (auto &[c0, c1, c2, c3] : chains) {
      Num p0 = multiply(c0, 0), p1 = multiply(c2, 1);
      c0 = high(p1) ^ c1 ^ k0;
      c1 = p1;
      c2 = highByShuffle(p0) ^ c3 ^ k1;
      c3 = p0;
    }
  }
  return chains;
}

Num Drawer::interleave(Num even, Num odd) {
  SmallVector<int64_t> positions;
  for (int64_t lane = 0; lane < k.lanes; lane += 2)
    llvm::append_values(positions, lane, k.lanes + lane);
  return k.shuffle(k.bitcast(even, words), k.bitcast(odd, words), positions);
}

//===----------------------------------------------------------------------===//
// The normal law
//===----------------------------------------------------------------------===//

Num Drawer::table(const std::array<int16_t, 64> &entries, Num segment) {
  auto half = [&](int64_t first) {
    SmallVector<int64_t> values(entries.begin() + first,
                                entries.begin() + first + 32);
    return k.constant(k.i16, values);
  };
  return k.intrinsic("llvm.x86.avx512.vpermi2var.hi.512", k.vec(k.i16, 32),
                     {half(0), segment, half(32)});
}

Num Drawer::normalByQuadratics(Num bits) {
  VectorType shorts = k.vec(k.i16, 2 * k.lanes);
  Num one = Num(k.b, bits).like(int64_t(1));
  Num m = (bits + bits) | one;
  // Leading zeros of both halves of a word: m is odd, so that each has a one.
  Num word = k.bitcast(m, words);
  auto leadingZeros = [&](Num x) {
    return k.num(math::CountLeadingZerosOp::create(k.b, x));
  };
  Num sixteen = word.like(int64_t(16));
  Num zeros = k.bitcast(leadingZeros(shiftLeft(word, sixteen)) |
                            shiftLeft(leadingZeros(word), sixteen),
                        shorts);
  Num n = shiftLeft(m, zeros);
  // The instruction looks at the low six bits of a position alone.
  Num segment = shiftLeft(zeros, zeros.like(int64_t(2))) + shiftRight(n, 13);
  Num u = (n & 0x1fff) - 4096;
  auto scaled = [&](Num x) {
    return k.intrinsic("llvm.x86.avx512.pmul.hr.sw.512", shorts, {u, x});
  };
  Num slope = table(kNormal16Linear, segment) +
              scaled(table(kNormal16Quadratic, segment));
  Num r = table(kNormal16Constant, segment) + scaled(slope);
  return k.num(arith::MaxSIOp::create(k.b, r, one));
}

/// A table of the 32768 values of positive sign.
static constexpr llvm::StringLiteral kTableName = "per_normal16";

Num Drawer::normalByTable(Num bits) {
  auto type = MemRefType::get({32768}, k.i16);
  if (!k.module.lookupSymbol(kTableName)) {
    OpBuilder::InsertionGuard guard(k.b);
    k.b.setInsertionPointToStart(k.module.getBody());
    auto values = DenseElementsAttr::get(
        RankedTensorType::get({32768}, k.i16),
        ArrayRef<int16_t>(getNormal16Table()).take_front(32768));
    memref::GlobalOp::create(k.b, kTableName, k.b.getStringAttr("private"),
                             type, values, /*constant=*/true,
                             k.b.getI64IntegerAttr(64));
  }
  Value table = memref::GetGlobalOp::create(k.b, type, kTableName);
  int64_t count = 2 * k.lanes;
  Num position = k.zeroExtend(bits & 0x7fff, k.i32);
  Value all = arith::ConstantOp::create(
      k.b, DenseElementsAttr::get(k.vec(k.i1, count), true));
  Value none =
      arith::ConstantOp::create(k.b, k.b.getZeroAttr(k.vec(k.i16, count)));
  Value zero = k.constant(0);
  return k.num(vector::GatherOp::create(k.b, k.vec(k.i16, count), table,
                                        ValueRange{zero}, position, all, none));
}

Num Drawer::normal(Num word) {
  Num bits = k.bitcast(word, k.vec(k.i16, 2 * k.lanes));
  Num r = k.target.hasAVX512 ? normalByQuadratics(bits) : normalByTable(bits);
  Num zero = bits.like(int64_t(0));
  return select(isLess(bits, zero), zero - r, r);
}

//===----------------------------------------------------------------------===//
// Panels
//===----------------------------------------------------------------------===//

static constexpr int64_t kPairs = 2; // chains at a time

/// lo(word), sign extended
static Num lowHalf(Num word) {
  return shiftRightSigned(shiftLeft(word, word.like(int64_t(16))), 16);
}
static Num highHalf(Num word) { return shiftRightSigned(word, 16); }

/// The sums of products of the two elements in each word; the machine must have
/// AVX2.
static Num multiplyAdd(KernelBuilder &k, Num x, Num y) {
  StringRef name = k.target.lanes == 16 ? "llvm.x86.avx512.pmaddw.d.512"
                                        : "llvm.x86.avx2.pmadd.wd";
  VectorType shorts = k.vec(k.i16, 2 * k.lanes);
  return k.intrinsic(name, k.vec(k.i32),
                     {k.bitcast(x, shorts), k.bitcast(y, shorts)});
}

/// lo(word), sign extended. One instruction instead of two.
static Num lowElement(KernelBuilder &k, Num word) {
  return k.target.hasAVX2 ? multiplyAdd(k, word, word.like(int64_t(1)))
                          : lowHalf(word);
}

/// v0^2 + v1^2 of the two elements in each word.
static Num sumOfSquares(KernelBuilder &k, Num word) {
  if (k.target.hasAVX2)
    return multiplyAdd(k, word, word);
  Num low = lowHalf(word), high = highHalf(word);
  return low * low + high * high;
}

/// Stores two rows of numbers, or one of pairs, from 32-bit integers.
static void storeRows(KernelBuilder &k, Num first, Num second, Value panel,
                      Num row, int64_t column, PanelForm form) {
  Num at = k.constant(column);
  Num x = k.toFloat(first), y = k.toFloat(second);
  if (form == PanelForm::Pairs)
    return k.store(pairLanes(k, x, y), panel, {row, at});
  if (form == PanelForm::Rounded) {
    x = roundToBF16(k, x);
    y = roundToBF16(k, y);
  }
  k.store(x, panel, {row, at});
  k.store(y, panel, {row + 1, at});
}

func::FuncOp mlir::per::getPairConstants(KernelBuilder &k) {
  SmallVector<Type> types = {k.matrix(k.i32), k.index, k.index,
                             k.i32,           k.i32,   k.i32};
  return k.function(
      "per_pair_constants_" + k.target.name, types, [&](ArrayRef<Num> args) {
        Drawer drawer(k, {args[3], args[4], args[5]});
        int64_t count = k.lanes / 2;
        SmallVector<int64_t> order =
            llvm::to_vector(llvm::seq<int64_t>(0, count));
        k.loop(args[2], count, [&](Num i) {
          Num first =
              k.broadcast(k.cast(args[1] + i, k.i64), k.vec(k.i64, count));
          PairConstants pair =
              drawer.pairConstants(first + k.constant(k.i64, order));
          std::array<Num, 4> values = {pair.x3, pair.a, pair.b, pair.c};
          for (auto [row, value] : llvm::enumerate(values))
            k.store(k.truncate(value, k.i32), args[0], {k.constant(row), i});
        });
      });
}

/// Draws four elements of all columns; returns the sums of squares.
static SmallVector<Num>
drawFourElements(KernelBuilder &k, Drawer &drawer, GroupConstants group,
                 Value pairs, Num firstPair, Value panel, Num row,
                 ArrayRef<Num> sums, std::optional<Num> numLeft, Value words,
                 Num wordRow, Num slice, PanelForm form) {
  SmallVector<PairConstants> constants;
  for (int64_t e = 0; e < kPairs; ++e) {
    auto get = [&](int64_t column) {
      return drawer.everywhere(
          k.load(pairs, {k.constant(column), firstPair + e}));
    };
    constants.push_back({get(0), get(1), get(2), get(3)});
  }
  auto chains = drawer.draw(constants, {group, group});

  // Each chain: words 0 and 1, then 2 and 3, of one group beside each other;
  // then the four of one group. The lower half of the groups comes first,
  // because groups stand in this order in the lanes (see getDrawColumns).
  SmallVector<int64_t> lower, upper;
  for (int64_t block = 0; block < k.lanes; block += 4) {
    llvm::append_values(lower, block, block + 1, k.lanes + block,
                        k.lanes + block + 1);
    llvm::append_values(upper, block + 2, block + 3, k.lanes + block + 2,
                        k.lanes + block + 3);
  }
  Num squares[2];
  for (auto [e, chain] : llvm::enumerate(chains)) {
    Num first = drawer.interleave(chain[0], chain[1]);
    Num second = drawer.interleave(chain[2], chain[3]);
    Num v[2] = {
        k.bitcast(drawer.normal(k.shuffle(first, second, lower)), k.vec(k.i32)),
        k.bitcast(drawer.normal(k.shuffle(first, second, upper)),
                  k.vec(k.i32))};
    for (int64_t half = 0; half < 2; ++half) {
      if (numLeft) {
        // Elements behind the last one are zeros.
        Num zero = k.num(*numLeft).like(int64_t(0));
        Num one = zero.like(int64_t(-1)), low = zero.like(int64_t(0xffff));
        Num left = *numLeft - zero.like(int64_t(2 * e));
        Num keep = select(isLess(zero.like(int64_t(1)), left), one,
                          select(isLess(zero, left), low, zero));
        v[half] = v[half] & k.broadcast(keep, k.vec(k.i32));
      }
      if (words)
        k.store(v[half], words,
                {wordRow + firstPair + e, slice + half * k.lanes});
      storeRows(k, lowElement(k, v[half]), highHalf(v[half]), panel,
                row + int64_t(2 * e) / perRow(form), half * k.lanes, form);
      Num square = sumOfSquares(k, v[half]);
      squares[half] = e == 0 ? square : squares[half] + square;
    }
  }
  // Four squares are below 2^32, without a sign.
  return {sums[0] + (squares[0] & 0xffff), sums[1] + (squares[1] & 0xffff),
          sums[2] + shiftRight(squares[0], 16),
          sums[3] + shiftRight(squares[1], 16)};
}

func::FuncOp mlir::per::getDrawColumns(KernelBuilder &k, bool keepWords,
                                       PanelForm form) {
  SmallVector<Type> types = {
      k.matrix(k.i32), k.index, k.panel(), k.index, k.vectorOf(k.i64),
      k.index,         k.i32,   k.i32,     k.i32};
  std::string name = ("per_draw_columns_" + prefixOf(form)).str();
  if (keepWords) {
    types.append({k.matrix(k.i32), k.index});
    name += "keep_";
  }
  return k.function(name + k.target.name, types, [&](ArrayRef<Num> args) {
    Value pairs = args[0], panel = args[2], norms = args[4];
    Num numElements = args[1], firstRow = args[3], slice = args[5];
    Drawer drawer(k, {args[6], args[7], args[8]});
    Value words;
    Num wordRow;
    if (keepWords) {
      words = args[9];
      wordRow = args[10];
    }
    // Even lanes hold the lower half of the groups, odd ones the upper.
    SmallVector<int64_t> order;
    for (int64_t lane = 0; lane < k.lanes / 2; ++lane)
      order.push_back(lane / 2 + (lane % 2) * (k.lanes / 4));
    VectorType wide = k.vec(k.i64, k.lanes / 2);
    Num group =
        k.constant(k.i64, order) + k.broadcast(k.cast(slice / 4, k.i64), wide);
    GroupConstants constants = drawer.groupConstants(group);

    Num whole = numElements / 4 * 4;
    // Sums of the low and of the high halves of squares: no overflow.
    SmallVector<Num> zeros(4, k.splat(k.vec(k.i32), 0));
    SmallVector<Num> sums =
        k.loop(whole, 4, zeros, [&](Num i, ArrayRef<Num> sums) {
          return drawFourElements(k, drawer, constants, pairs, i / 2, panel,
                                  firstRow + i / perRow(form), sums,
                                  std::nullopt, words, wordRow, slice, form);
        });
    Num rest = numElements - whole;
    // A loop of at most one turn: its results are sums too.
    sums = k.loop(divideUp(rest, 4), 1, sums, [&](Num, ArrayRef<Num> sums) {
      return drawFourElements(k, drawer, constants, pairs, whole / 2, panel,
                              firstRow + whole / perRow(form), sums,
                              k.cast(rest, k.i32), words, wordRow, slice, form);
    });
    for (int64_t half = 0; half < 2; ++half) {
      Num at = slice + half * k.lanes;
      Num sixteen = k.splat(k.vec(k.i64), 16);
      Num sum = k.zeroExtend(sums[half], k.i64) +
                shiftLeft(k.zeroExtend(sums[2 + half], k.i64), sixteen);
      k.store(k.loadVector(norms, {at}, k.vec(k.i64)) + sum, norms, {at});
    }
  });
}

/// Stores two rows of numbers, or one of pairs, from 16-bit integers.
static void storeShorts(KernelBuilder &k, Num first, Num second, Value panel,
                        Num row, PanelForm form) {
  for (int64_t column = 0; column < k.columns; column += k.lanes) {
    SmallVector<int64_t> positions =
        llvm::to_vector(llvm::seq<int64_t>(column, column + k.lanes));
    auto widen = [&](Num v) {
      Value part = k.shuffle(v, v, positions);
      return k.num(arith::ExtSIOp::create(k.b, k.vec(k.i32), part));
    };
    storeRows(k, widen(first), widen(second), panel, row, column, form);
  }
}

func::FuncOp mlir::per::getDrawRows(KernelBuilder &k, PanelForm form) {
  SmallVector<Type> types = {k.panel(), k.index, k.index, k.index,
                             k.i32,     k.i32,   k.i32};
  return k.function(
      "per_draw_rows_" + prefixOf(form) + k.target.name, types,
      [&](ArrayRef<Num> args) {
        Value panel = args[0];
        Num firstRow = args[1], numSlices = args[2], element = args[3];
        Drawer drawer(k, {args[4], args[5], args[6]});
        VectorType wide = k.vec(k.i64, k.lanes / 2);
        SmallVector<PairConstants> pairs;
        for (int64_t e = 0; e < kPairs; ++e) {
          SmallVector<int64_t> order;
          for (int64_t lane = 0; lane < k.lanes / 2; ++lane)
            order.push_back(2 * lane + e);
          Num first = k.broadcast(k.cast(element / 2, k.i64), wide);
          pairs.push_back(
              drawer.pairConstants(first + k.constant(k.i64, order)));
        }
        k.loop(divideUp(numSlices, 4), 1, [&](Num i) {
          GroupConstants scalars = drawer.groupConstants(k.cast(i, k.i64));
          GroupConstants group = {
              drawer.everywhere(k.truncate(scalars.high, k.i32)),
              drawer.everywhere(k.truncate(scalars.low, k.i32))};
          auto chains = drawer.draw(pairs, {group, group});
          auto draw = [&](int64_t word) {
            return drawer.normal(
                drawer.interleave(chains[0][word], chains[1][word]));
          };
          for (int64_t word = 0; word < 4; word += 2) {
            Num first = draw(word), second = draw(word + 1);
            storeShorts(k, first, second, panel,
                        firstRow + (i * 4 + word) / perRow(form), form);
          }
        });
      });
}

func::FuncOp mlir::per::getTransposeWords(KernelBuilder &k, PanelForm form) {
  SmallVector<Type> types = {k.panel(), k.index, k.index, k.matrix(k.i32),
                             k.index};
  return k.function(
      "per_transpose_words_" + prefixOf(form) + k.target.name, types,
      [&](ArrayRef<Num> args) {
        Value panel = args[0], words = args[3];
        Num firstRow = args[1], numSlices = args[2], wordRow = args[4];
        k.loop(numSlices, k.lanes, [&](Num slice) {
          SmallVector<Num> rows;
          for (int64_t pair = 0; pair < k.lanes; ++pair)
            rows.push_back(
                k.loadVector(words, {wordRow + pair, slice}, k.vec(k.i32)));
          k.transpose(rows);
          VectorType shorts = k.vec(k.i16, 2 * k.lanes);
          for (int64_t i = 0; i < k.lanes; i += 2)
            storeShorts(k, k.bitcast(rows[i], shorts),
                        k.bitcast(rows[i + 1], shorts), panel,
                        firstRow + (slice + i) / perRow(form), form);
        });
      });
}
