//===- VectorMath.cpp - polynomials for transcendental functions ----------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// The polynomials were fitted by iteratively reweighted least squares in double
// precision to the least largest relative error of the function, and rounded
// to f32 from the highest coefficient down, the others being fitted again each
// time. python/tests/test_vector_math.py measures their error.
//
//===----------------------------------------------------------------------===//

#include "per/Conversion/Kernels.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

using namespace mlir;
using namespace mlir::per;

/// exp(x) on |x| <= ln(2)/2 (1 + 2^-6), error 5.7e-9.
static constexpr float kExp[] = {1.0f,          1.0f,          0.499999940f,
                                 0.166665092f,  0.0416685268f, 0.00837013498f,
                                 0.00138116605f};
/// erf(x) / x - 1, a polynomial of x^2, for |x| below the middle: error 2.2e-8.
static constexpr float kErfSmall[] = {0.12837916612625f, -0.3761252462863f,
                                      0.11282140761613f, -0.0267789065837f,
                                      0.00501195900142f, -0.0006090342649f};
/// log(1 - erf(x)) above it: error 1.9e-9 of erf(x).
static constexpr float kLogErfc[] = {
    -0.0001775163109f, -1.1277495622634f, -0.6370596885681f, -0.1040374264121f,
    0.02227711863815f, -0.0030556158162f, 0.00019718262774f};
static constexpr float kErfMiddle = 0.9f;
/// erf(x) is 1 in f32 from here on.
static constexpr float kErfEnd = 4.0f;

namespace {
/// Arithmetic on f32 scalars or vectors of them.
class F32Builder {
public:
  F32Builder(OpBuilder &builder, Location loc, Type type, bool useFMA)
      : b(loc, builder), type(type), useFMA(useFMA) {}

  Value real(float value) { return splat(b.getF32FloatAttr(value)); }
  Value integer(int32_t value) { return splat(b.getI32IntegerAttr(value)); }
  Value fma(Value x, Value y, Value z) {
    if (useFMA)
      return math::FmaOp::create(b, x, y, z);
    auto contract = arith::FastMathFlagsAttr::get(
        b.getContext(), arith::FastMathFlags::contract);
    Value product = arith::MulFOp::create(b, x, y, contract);
    return arith::AddFOp::create(b, product, z, contract);
  }
  Value mul(Value x, Value y) { return arith::MulFOp::create(b, x, y); }
  Value sub(Value x, Value y) { return arith::SubFOp::create(b, x, y); }
  Value asInteger(Value x) {
    return arith::BitcastOp::create(b, withElement(b.getI32Type()), x);
  }
  Value asFloat(Value x) { return arith::BitcastOp::create(b, type, x); }
  Value select(arith::CmpFPredicate predicate, Value x, Value y, Value then,
               Value otherwise) {
    Value condition = arith::CmpFOp::create(b, predicate, x, y);
    return arith::SelectOp::create(b, condition, then, otherwise);
  }
  /// The polynomial with these coefficients, from the constant one on.
  Value polynomial(ArrayRef<float> coefficients, Value x) {
    Value sum = real(coefficients.back());
    for (float c : llvm::reverse(coefficients.drop_back()))
      sum = fma(sum, x, real(c));
    return sum;
  }
  /// exp(x), for x in [-87, 88].
  Value exp(Value x);

  ImplicitLocOpBuilder b;

private:
  Type withElement(Type element) {
    if (auto vector = dyn_cast<VectorType>(type))
      return vector.cloneWith(std::nullopt, element);
    return element;
  }
  Value splat(TypedAttr element) {
    Type full = withElement(element.getType());
    if (auto vector = dyn_cast<VectorType>(full))
      element = SplatElementsAttr::get(vector, element);
    return arith::ConstantOp::create(b, element);
  }

  Type type;
  bool useFMA;
};
} // namespace

Value F32Builder::exp(Value x) {
  // Adding 1.5 * 2^23 rounds to an integer and leaves it in the low bits.
  Value magic = real(12582912.0f);
  Value z = fma(x, real(1.44269504f), magic);
  Value n = sub(z, magic);
  // ln 2 in two parts; products with the first one are exact.
  Value rest = fma(n, real(-0.693359375f), x);
  rest = fma(n, real(2.12194440e-4f), rest);
  Value fraction = polynomial(kExp, rest);
  Value bits = arith::AddIOp::create(b, asInteger(z), integer(127));
  Value power = asFloat(arith::ShLIOp::create(b, bits, integer(23)));
  return mul(fraction, power);
}

Value mlir::per::buildExpF32(OpBuilder &builder, Location loc, Value x,
                             bool useFMA) {
  F32Builder b(builder, loc, x.getType(), useFMA);
  // Comparisons with a NaN are false: it stays.
  Value low = b.real(-87.0f), high = b.real(88.0f);
  x = b.select(arith::CmpFPredicate::OLT, x, low, low, x);
  x = b.select(arith::CmpFPredicate::OGT, x, high, high, x);
  return b.exp(x);
}

Value mlir::per::buildErfF32(OpBuilder &builder, Location loc, Value x,
                             bool useFMA) {
  F32Builder b(builder, loc, x.getType(), useFMA);
  Value bits = b.asInteger(x);
  Value magnitude =
      b.asFloat(arith::AndIOp::create(b.b, bits, b.integer(0x7fffffff)));
  Value end = b.real(kErfEnd);
  magnitude =
      b.select(arith::CmpFPredicate::OGT, magnitude, end, end, magnitude);
  Value square = b.mul(magnitude, magnitude);
  Value small = b.fma(magnitude, b.polynomial(kErfSmall, square), magnitude);
  Value large = b.sub(b.real(1.0f), b.exp(b.polynomial(kLogErfc, magnitude)));
  Value result = b.select(arith::CmpFPredicate::OLT, magnitude,
                          b.real(kErfMiddle), small, large);
  Value sign =
      arith::AndIOp::create(b.b, bits, b.integer(int32_t(0x80000000u)));
  return b.asFloat(arith::OrIOp::create(b.b, b.asInteger(result), sign));
}
