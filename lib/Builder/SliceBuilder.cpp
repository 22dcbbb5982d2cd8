//===- SliceBuilder.cpp - the slices as tensor operations -----------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Builder/SliceBuilder.h"

#include "per/Support/Slices.h"

using namespace mlir;
using namespace mlir::per;

/// Philox4x32 on elements, word by word as in philox4x32.
static std::array<Element, 4> buildPhilox(ElementBuilder &e,
                                          std::array<Element, 4> counter,
                                          std::array<Element, 2> key) {
  Type word = e.unsignedInteger(32);
  auto [c0, c1, c2, c3] = counter;
  auto xor3 = [&](Element a, Element b, Element c) {
    return e.binary(ScalarFunction::Xor, e.binary(ScalarFunction::Xor, a, b),
                    c);
  };
  for (unsigned round = 0; round < kPhiloxRounds; ++round) {
    auto [low0, high0] =
        e.multiplyWide(e.integer(kPhiloxMultipliers[0], word), c0);
    auto [low1, high1] =
        e.multiplyWide(e.integer(kPhiloxMultipliers[1], word), c2);
    c0 = xor3(high1, c1, key[0]);
    c1 = low1;
    c2 = xor3(high0, c3, key[1]);
    c3 = low0;
    for (unsigned i : {0, 1})
      key[i] = e.add(key[i], e.integer(kPhiloxKeySteps[i], word));
  }
  return {c0, c1, c2, c3};
}

namespace {
/// The tables of one form of normal16, as values.
struct NormalTables {
  NormalForm form;
  SmallVector<Value> tables;

  NormalTables(TensorBuilder &b, NormalForm form) : form(form) {
    if (form == NormalForm::Table) {
      tables.push_back(b.table(getNormal16Table()));
      return;
    }
    for (const auto *table :
         {&kNormal16Constant, &kNormal16Linear, &kNormal16Quadratic})
      tables.push_back(b.table(*table));
  }

  /// normal16 of `bits` (a `ui32` below 2^16), as an `i16`.
  Element lookup(ElementBuilder &e, Element bits) const;

private:
  Element evaluateQuadratics(ElementBuilder &e, Element bits) const;
};
} // namespace

Element NormalTables::lookup(ElementBuilder &e, Element bits) const {
  if (form == NormalForm::Quadratics)
    return evaluateQuadratics(e, bits);
  // The sign is in the table too: the bits are not used again afterwards, so
  // XLA does not compute them a second time where v is used.
  return e.lookup(tables[0], e.convert(bits, e.signedInteger(32)));
}

Element NormalTables::evaluateQuadratics(ElementBuilder &e,
                                         Element bits) const {
  Type word = e.unsignedInteger(32), i32 = e.signedInteger(32);
  auto constant = [&](uint64_t value) { return e.integer(value, word); };
  auto mask = [&](Element x, uint64_t bitmask) {
    return e.binary(ScalarFunction::And, x, constant(bitmask));
  };
  Element m =
      e.binary(ScalarFunction::Or, mask(e.shiftLeft(bits, constant(1)), 0xffff),
               constant(1));
  Element leadingZeros = e.sub(e.countLeadingZeros(m), constant(16));
  Element n = mask(e.shiftLeft(m, leadingZeros), 0xffff);
  Element segment = mask(e.add(e.shiftLeft(leadingZeros, constant(2)),
                               e.shiftRight(n, constant(13))),
                         63);
  Element u = e.sub(e.convert(mask(n, 0x1fff), i32), e.integer(4096, i32));
  Element index = e.convert(segment, i32);
  auto coefficient = [&](unsigned degree) {
    return e.convert(e.lookup(tables[degree], index), i32);
  };
  // round(u * x / 2^15)
  auto scaled = [&](Element x) {
    Element product = e.add(e.mul(u, x), e.integer(0x4000, i32));
    return e.shiftRight(product, e.integer(15, i32));
  };
  Element slope = e.add(coefficient(1), scaled(coefficient(2)));
  Element r = e.add(coefficient(0), scaled(slope));
  r = e.binary(ScalarFunction::Maximum, r, e.integer(1, i32));
  Element isPositive =
      e.binary(ScalarFunction::CompareEQ, mask(bits, 0x8000), constant(0));
  Element v = e.select(isPositive, r, e.sub(e.integer(0, i32), r));
  return e.convert(v, e.signedInteger(16));
}

/// The bits of every element, 16 each in an `i32`: the rows of the matrix are
/// elements, the columns slices.
static Value buildBits(TensorBuilder &b, const SliceKey &key,
                       OpFoldResult firstRow, OpFoldResult firstColumn,
                       const TensorShape &numCounters) {
  OpBuilder &builder = b.getBuilder();
  Type i32 = builder.getI32Type(), i64 = builder.getI64Type();
  auto asWord = [&](OpFoldResult position) { return b.scalar(position, i32); };
  MapOperand operands[] = {{key.seed, {}},
                           {key.step, {}},
                           {asWord(firstRow), {}},
                           {asWord(firstColumn), {}}};
  // The two elements of a counter, each with the bits of its four slices in one
  // integer. XLA computes the words again for every matrix that it joins, and
  // vectorises it if the rows are joined, but not if the columns are.
  SmallVector<Value> elements = b.map(
      numCounters, operands, SmallVector<Type>(2, i64),
      [&](ElementBuilder &e, ArrayRef<Element> x) {
        Type word = e.unsignedInteger(32), wide = e.unsignedInteger(64);
        auto position = [&](unsigned dim, Element first) {
          return e.add(e.index(dim, word), e.convert(first, word));
        };
        std::array<Element, 4> words =
            buildPhilox(e,
                        {position(0, x[2]), position(1, x[3]),
                         e.integer(key.site, word), e.integer(0, word)},
                        {e.convert(x[0], word), e.convert(x[1], word)});
        auto pack = [&](function_ref<Element(Element)> getHalf) {
          Element packed = e.convert(getHalf(words[0]), wide);
          for (unsigned i : {1, 2, 3})
            packed = e.binary(ScalarFunction::Or, packed,
                              e.shiftLeft(e.convert(getHalf(words[i]), wide),
                                          e.integer(16 * i, wide)));
          return packed;
        };
        return SmallVector<Element>{
            pack([&](Element w) {
              return e.binary(ScalarFunction::And, w, e.integer(0xffff, word));
            }),
            pack([&](Element w) {
              return e.shiftRight(w, e.integer(16, word));
            })};
      });
  Value rows = b.interleave(elements, 0);
  SmallVector<Value> slices =
      b.map(b.getShape(rows), sameShape(rows), SmallVector<Type>(4, i32),
            [&](ElementBuilder &e, ArrayRef<Element> x) {
              Type word = e.unsignedInteger(32), wide = e.unsignedInteger(64);
              Element packed = e.convert(x[0], wide);
              SmallVector<Element> bits;
              for (unsigned i : {0, 1, 2, 3})
                bits.push_back(e.convert(
                    e.binary(ScalarFunction::And,
                             e.shiftRight(packed, e.integer(16 * i, wide)),
                             e.integer(0xffff, wide)),
                    word));
              return bits;
            });
  return b.interleave(slices, 1);
}

Value mlir::per::buildSlices(TensorBuilder &b, const SliceKey &key,
                             const SliceTile &tile, NormalForm form) {
  OpBuilder &builder = b.getBuilder();
  OpFoldResult oddElement = b.lowBits(tile.element, 1);
  OpFoldResult oddSlice = b.lowBits(tile.slice, 2);
  // A counter gives 2 elements of 4 slices; cover the tile with whole ones.
  auto numBlocks = [&](OpFoldResult first, OpFoldResult extent,
                       unsigned shift) {
    OpFoldResult roundUp = builder.getIndexAttr((int64_t(1) << shift) - 1);
    return b.shiftRight(b.add(b.add(first, extent), roundUp), shift);
  };
  OpFoldResult rows = numBlocks(oddElement, tile.numElements, 1);
  OpFoldResult columns = numBlocks(oddSlice, tile.numSlices, 2);
  Value bits = buildBits(b, key, b.shiftRight(tile.element, 1),
                         b.shiftRight(tile.slice, 2), {rows, columns});
  NormalTables tables(b, form);
  Value v =
      b.map(b.getShape(bits), sameShape(bits), builder.getI16Type(),
            [&](ElementBuilder &e, ArrayRef<Element> x) {
              return tables.lookup(e, e.convert(x[0], e.unsignedInteger(32)));
            });
  return b.slice(v, {oddElement, oddSlice}, {tile.numElements, tile.numSlices});
}

/// The sum over the operands of their squares, a matrix of `i64`. At most four
/// operands: a square is below 2^30, so that four fit in 32 bits.
static Value buildSquares(TensorBuilder &b, ArrayRef<Value> operands) {
  Type i64 = b.getBuilder().getI64Type();
  SmallVector<MapOperand> parts = llvm::map_to_vector(operands, sameShape);
  return b.map(b.getShape(operands.front()), parts, i64,
               [&](ElementBuilder &e, ArrayRef<Element> x) {
                 Type word = e.unsignedInteger(32);
                 Element sum;
                 for (Element v : x) {
                   Element wide = e.convert(v, e.signedInteger(32));
                   Element square = e.convert(e.mul(wide, wide), word);
                   sum = sum.value ? e.add(sum, square) : square;
                 }
                 return e.convert(sum, i64);
               });
}

Value mlir::per::buildSliceNorms(TensorBuilder &b, Value v, NormalForm form) {
  constexpr int64_t numParts = 4;
  TensorShape shape = b.getShape(v);
  std::optional<int64_t> rows = getConstantIntValue(shape[0]);
  if (form == NormalForm::Quadratics || !rows || *rows % numParts)
    return b.sum(buildSquares(b, v), {0});
  // XLA reduces 64-bit integers slowly: let it have a quarter of them.
  OpBuilder &builder = b.getBuilder();
  OpFoldResult zero = builder.getIndexAttr(0);
  OpFoldResult part = builder.getIndexAttr(*rows / numParts);
  SmallVector<Value> parts;
  for (int64_t i = 0; i < numParts; ++i)
    parts.push_back(b.slice(v,
                            {builder.getIndexAttr(*rows / numParts * i), zero},
                            {part, shape[1]}));
  return b.sum(buildSquares(b, parts), {0});
}

Value mlir::per::buildDirections(TensorBuilder &b, Value v, Value norms,
                                 Type type) {
  OpBuilder &builder = b.getBuilder();
  Type f32 = builder.getF32Type(), f64 = builder.getF64Type();
  // In f64, where square root and division are correctly rounded and the norm
  // is exact; the bits of the result are part of the definition.
  Value inverse = b.map(b.getShape(norms), sameShape(norms), f32,
                        [&](ElementBuilder &e, ArrayRef<Element> x) {
                          Element root = e.unary(ScalarFunction::Sqrt,
                                                 e.convert(x[0], f64));
                          return e.convert(e.div(e.real(1, f64), root), f32);
                        });
  Type wide = type.isF64() ? f64 : f32;
  MapOperand operands[] = {sameShape(v), {inverse, {1}}};
  return b.map(b.getShape(v), operands, type,
               [&](ElementBuilder &e, ArrayRef<Element> x) {
                 Element theta =
                     e.mul(e.convert(x[0], wide), e.convert(x[1], wide));
                 return e.convert(theta, type);
               });
}
