//===- ScalarFunction.h - functions of one element --------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// The vocabulary of per-element functions: what the adapters translate
// operations to, and what the analysis evaluates and differentiates on random
// samples in double precision.
//
//===----------------------------------------------------------------------===//

#ifndef PER_ANALYSIS_SCALARFUNCTION_H
#define PER_ANALYSIS_SCALARFUNCTION_H

#include "mlir/Support/LLVM.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <array>

namespace mlir::per {

/// A function of one element of each operand. Comparisons and logic give 0
/// or 1.
enum class ScalarFunction : uint8_t {
  // Unary.
  Identity, // a copy, a conversion between float types, a rounding of precision
  Negate,
  Abs,
  Sign,
  Exp,
  ExpMinusOne,
  Log,
  LogPlusOne,
  Logistic,
  Tanh,
  Sqrt,
  Rsqrt,
  Cbrt,
  Sine,
  Cosine,
  Tan,
  Sinh,
  Cosh,
  Asin,
  Acos,
  Atan,
  Asinh,
  Acosh,
  Atanh,
  Erf,
  Erfc,
  ErfInv,
  Lgamma,
  Digamma,
  Square,
  Floor,
  Ceil,
  RoundNearestEven,
  RoundNearestAwayFromZero,
  IsFinite,
  Not,
  // Binary.
  Add,
  Subtract,
  Multiply,
  Divide,
  Remainder,
  Power,
  Atan2,
  Maximum,
  Minimum,
  CopySign,
  And,
  Or,
  Xor,
  CompareEQ,
  CompareNE,
  CompareLT,
  CompareLE,
  CompareGT,
  CompareGE,
  CompareOrdered,   // neither is NaN
  CompareUnordered, // one is NaN
  // Ternary.
  Select, // predicate, if true, if false
  Clamp,  // lower bound, operand, upper bound
};

/// Name of the function as reports print it, e.g. "multiply".
StringRef getName(ScalarFunction function);

/// Number of operands: 1, 2 or 3.
unsigned getArity(ScalarFunction function);

/// Whether the function commutes in its (two) operands.
bool isCommutative(ScalarFunction function);

/// Whether the function on integers is the one on the same real numbers, as
/// long as the result is in the range of the type.
bool isExactOnIntegers(ScalarFunction function);

/// Values of one graph value on the random samples of the analysis.
constexpr unsigned kNumSamples = 96;
using Samples = std::array<double, kNumSamples>;

/// Evaluates the function on samples of its operands.
Samples evaluate(ScalarFunction function, ArrayRef<const Samples *> operands);

/// The partial derivative by operand `index`, on the same samples; `result` is
/// what `evaluate` gave. Returns false, and leaves `partial` alone, if the
/// derivative is identically zero (comparisons, rounding, predicates). Ties
/// have measure zero and may give either one-sided derivative.
bool evaluatePartial(ScalarFunction function, unsigned index,
                     ArrayRef<const Samples *> operands, const Samples &result,
                     Samples &partial);

} // namespace mlir::per

#endif // PER_ANALYSIS_SCALARFUNCTION_H
