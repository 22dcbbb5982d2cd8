//===- SlicedWasserstein.cpp - distance of a batch to N(0, I) -------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// Along one direction, the point x of rank i (from 1) of b gets the mass of
// N(0, 1) between the quantiles of a = (i-1)/b and c = i/b. With sum semantics,
// that is b times the distance:
//
//   p = 1:  sum_i b \int_a^c |x - Q(u)| du,   derivative
//           clamp(b erf(x/sqrt 2) - (2i - 1 - b), -1, 1)
//   p = 2:  sum_i b \int_a^c (x - Q(u))^2 du, derivative 2 (x - mean of cell i)
//
//===----------------------------------------------------------------------===//

#include "NormalCells.h"

#include "per/Dialect/PER/IR/PER.h"

using namespace mlir;
using namespace mlir::per;

static constexpr double kSqrtHalf = 0.70710678118654752440;
static constexpr double kSqrtHalfOverPi = 0.39894228040143267794;

LogicalResult
SlicedWassersteinAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                              int64_t p, int64_t slices) {
  if (p != 1 && p != 2)
    return emitError() << "expected p of 1 or 2, got " << p;
  if (slices < 1 && !ShapedType::isDynamic(slices))
    return emitError() << "expected at least one slice, got " << slices;
  return success();
}

int64_t SlicedWassersteinAttr::getNumSlices() const { return getSlices(); }

Attribute SlicedWassersteinAttr::withNumSlices(int64_t slices) const {
  return SlicedWassersteinAttr::get(getContext(), getP(), slices);
}

bool SlicedWassersteinAttr::couplesSamples() const { return true; }

double SlicedWassersteinAttr::normalization(double samples, double) const {
  return samples * getSlices();
}

double SlicedWassersteinAttr::sumNormalization(double, double) const {
  return getSlices();
}

LogicalResult
SlicedWassersteinAttr::verifySite(function_ref<InFlightDiagnostic()> emitError,
                                  int64_t samples, int64_t) const {
  // Ranks are counted in 32 bits.
  constexpr int64_t kMaxSamples = int64_t(1) << 30;
  if (ShapedType::isDynamic(samples) || samples <= kMaxSamples)
    return success();
  return emitError() << "expected at most 2^30 samples for " << Attribute(*this)
                     << ", got " << samples;
}

//===----------------------------------------------------------------------===//
// Sorting: by integers, which have one order on every level
//===----------------------------------------------------------------------===//

static unsigned getWidth(Type type) { return type.getIntOrFloatBitWidth(); }

/// Flips the bits below the sign of negative integers: of the bits of a float
/// it makes an integer in the same order, and the other way round.
static Element flipNegative(ElementBuilder &e, Element bits) {
  unsigned width = getWidth(bits.type);
  Element sign = e.shiftRight(bits, e.integer(width - 1, bits.type));
  Element mask = e.binary(
      ScalarFunction::And, sign,
      e.integer(APInt::getSignedMaxValue(width).getZExtValue(), bits.type));
  return e.binary(ScalarFunction::Xor, bits, mask);
}

static Element buildKey(ElementBuilder &e, Element x) {
  // Zeros of both signs are a tie.
  Element zero = e.real(0, x.type);
  x = e.select(e.binary(ScalarFunction::CompareEQ, x, zero), zero, x);
  return flipNegative(e, e.bitcast(x, e.signedInteger(getWidth(x.type))));
}

static Element readKey(ElementBuilder &e, Element key, Type type) {
  return e.bitcast(flipNegative(e, key), type);
}

/// The projections, a row for each slice.
static Value buildProjections(TensorBuilder &b, Value activations,
                              Value slices) {
  Value projections = b.contract(activations, false, slices, false,
                                 getElementType(activations));
  return b.transpose(projections, {1, 0});
}

/// A function of a projection at its rank, which is the column of the map, and
/// of other operands.
using RankedBody =
    function_ref<Element(ElementBuilder &, Element, ArrayRef<Element>)>;

/// Computes something of each projection; the results stand by rank.
static Value mapSorted(TensorBuilder &b, Value projections,
                       ArrayRef<MapOperand> others, RankedBody body) {
  Type type = getElementType(projections);
  Type keyType = b.getBuilder().getIntegerType(getWidth(type));
  Value keys = b.map(b.getShape(projections), sameShape(projections), keyType,
                     [&](ElementBuilder &e, ArrayRef<Element> x) {
                       return buildKey(e, x[0]);
                     });
  Value sorted = b.sortRows(keys).front();
  SmallVector<MapOperand> operands = {sameShape(sorted)};
  llvm::append_range(operands, others);
  return b.map(b.getShape(sorted), operands, type,
               [&](ElementBuilder &e, ArrayRef<Element> x) {
                 return body(e, readKey(e, x[0], type), x.drop_front());
               });
}

/// The same; the results stand where their projections did.
static Value mapByRank(TensorBuilder &b, Value projections,
                       ArrayRef<MapOperand> others, RankedBody body) {
  Type type = getElementType(projections);
  Type i32 = b.getBuilder().getI32Type(), i64 = b.getBuilder().getI64Type();
  // Key and position share an integer where they fit: one operand to sort.
  bool isPacked = getWidth(type) == 32;
  SmallVector<Type> types(1, i64);
  if (!isPacked)
    types.push_back(i32);
  SmallVector<Value> keys = b.map(
      b.getShape(projections), sameShape(projections), types,
      [&](ElementBuilder &e, ArrayRef<Element> x) -> SmallVector<Element> {
        Element key = buildKey(e, x[0]);
        Element position = e.index(1, e.signedInteger(32));
        if (!isPacked)
          return {key, position};
        Type wide = e.signedInteger(64);
        Element high = e.shiftLeft(e.convert(key, wide), e.integer(32, wide));
        return {e.binary(ScalarFunction::Or, high, e.convert(position, wide))};
      });
  SmallVector<Value> sorted = b.sortRows(keys);
  SmallVector<MapOperand> operands = {sameShape(sorted.front())};
  llvm::append_range(operands, others);
  SmallVector<Value> results = b.map(
      b.getShape(projections), operands, {type, i32},
      [&](ElementBuilder &e, ArrayRef<Element> x) -> SmallVector<Element> {
        Type word = e.signedInteger(32);
        Element key = x[0];
        if (isPacked)
          key = e.convert(e.shiftRight(key, e.integer(32, key.type)), word);
        return {body(e, readKey(e, key, type), x.drop_front()),
                e.convert(x[0], word)};
      });
  return b.scatterRows(results[0], isPacked ? results[1] : sorted[1]);
}

//===----------------------------------------------------------------------===//
// The distances
//===----------------------------------------------------------------------===//

/// b erf(x/sqrt 2) - (2i - 1 - b), for the rank i that the map is at: where x
/// lies in its cell, which is between -1 and 1.
static Element buildPlaceInCell(ElementBuilder &e, Element x, Element count) {
  Type type = x.type;
  Element rank = e.index(1, count.type); // i - 1
  Element centre =
      e.sub(e.add(e.add(rank, rank), e.integer(1, count.type)), count);
  Element erf = e.unary(ScalarFunction::Erf, e.mul(x, kSqrtHalf));
  return e.sub(e.mul(erf, e.convert(count, type)), e.convert(centre, type));
}

/// b \int_a^c |x - Q(u)| du: that of the cell's mean, and more if x lies in the
/// cell, by twice what is beyond x there.
static Element buildCellDistance(ElementBuilder &e, Element x, Element mean,
                                 Element lowerEdge, Element upperEdge,
                                 Element count) {
  Type type = x.type;
  Element zero = e.real(0, type), one = e.real(1, type);
  Element off = e.sub(x, mean);
  Element isLower = e.binary(ScalarFunction::CompareLT, off, zero);
  Element place = buildPlaceInCell(e, x, count);
  Element edge = e.select(isLower, lowerEdge, upperEdge);
  Element fromEdge = e.select(isLower, e.add(place, 1), e.sub(place, one));
  Element gauss = e.unary(ScalarFunction::Exp, e.mul(e.mul(x, x), -0.5));
  Element density =
      e.mul(e.mul(gauss, kSqrtHalfOverPi), e.convert(count, type));
  Element beyond = e.add(e.mul(e.sub(density, edge), 2), e.mul(x, fromEdge));
  Element isInside = e.binary(ScalarFunction::CompareLT,
                              e.unary(ScalarFunction::Abs, place), one);
  beyond = e.binary(ScalarFunction::Maximum, beyond, zero);
  return e.add(e.unary(ScalarFunction::Abs, off),
               e.select(isInside, beyond, zero));
}

Value SlicedWassersteinAttr::buildPenalty(TensorBuilder &b, Value activations,
                                          Value slices) const {
  OpFoldResult samples = b.getShape(activations)[0];
  Value projections = buildProjections(b, activations, slices);
  NormalCells cells(b, samples, getElementType(activations));
  MapOperand mean = {cells.buildMeans(), {1}};
  if (getP() == 2) {
    MapOperand operands[] = {mean, {cells.buildVariances(), {1}}};
    return b.sumAll(
        mapSorted(b, projections, operands,
                  [](ElementBuilder &e, Element x, ArrayRef<Element> cell) {
                    Element off = e.sub(x, cell[0]);
                    return e.add(e.mul(off, off), cell[1]);
                  }));
  }
  auto [lower, upper] = cells.buildEdges();
  MapOperand operands[] = {
      mean,
      {lower, {1}},
      {upper, {1}},
      {b.scalar(samples, b.getBuilder().getI32Type()), {}}};
  return b.sumAll(
      mapSorted(b, projections, operands,
                [](ElementBuilder &e, Element x, ArrayRef<Element> o) {
                  return buildCellDistance(e, x, o[0], o[1], o[2], o[3]);
                }));
}

Value SlicedWassersteinAttr::buildGradient(TensorBuilder &b, Value activations,
                                           Value slices) const {
  Type type = getElementType(activations);
  OpFoldResult samples = b.getShape(activations)[0];
  Value projections = buildProjections(b, activations, slices);
  Value derivatives;
  if (getP() == 2) {
    MapOperand mean = {NormalCells(b, samples, type).buildMeans(), {1}};
    derivatives =
        mapByRank(b, projections, mean,
                  [](ElementBuilder &e, Element x, ArrayRef<Element> cell) {
                    return e.mul(e.sub(x, cell[0]), 2);
                  });
  } else {
    MapOperand count = {b.scalar(samples, b.getBuilder().getI32Type()), {}};
    derivatives = mapByRank(
        b, projections, count,
        [&](ElementBuilder &e, Element x, ArrayRef<Element> count) {
          Element place = buildPlaceInCell(e, x, count[0]);
          place = e.binary(ScalarFunction::Maximum, place, e.real(-1, type));
          return e.binary(ScalarFunction::Minimum, place, e.real(1, type));
        });
  }
  return b.contract(derivatives, true, slices, true,
                    getElementType(derivatives));
}
