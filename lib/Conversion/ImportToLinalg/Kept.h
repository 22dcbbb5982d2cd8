//===- Kept.h - operations kept from the importer ---------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// What `per-prepare-import` writes and the conversions read.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_CONVERSION_IMPORTTOLINALG_KEPT_H
#define PER_LIB_CONVERSION_IMPORTTOLINALG_KEPT_H

#include "mlir/IR/PatternMatch.h"

#include <optional>

namespace mlir::per::imported {

/// `per_import.concatenate (inputs...) {dimension}`.
inline constexpr StringLiteral concatenateName = "per_import.concatenate";

/// `per_import.convolution`: a stablehlo.convolution under another name.
inline constexpr StringLiteral convolutionName = "per_import.convolution";

/// `per_import.cumulative (x) {dimension, reverse, combiner}`: element k of the
/// result combines the elements up to k, or from k where it is reversed.
inline constexpr StringLiteral cumulativeName = "per_import.cumulative";

/// `per_import.erf (x)`.
inline constexpr StringLiteral erfName = "per_import.erf";

/// A function of two numbers with a neutral one.
enum class Combiner { Add, Multiply, Maximum, Minimum, And, Or };

/// By the name of the StableHLO operation, `stablehlo.` left out; unsigned
/// integers have a maximum and a minimum of their own.
std::optional<Combiner> parseCombiner(StringRef name);

/// The operation that a region applies to its two arguments, if it is a
/// combiner; `name` is set to its name, `stablehlo.` left out.
std::optional<Combiner> getRegionCombiner(Region &region, StringRef &name);

/// The neutral element of a combiner, for a signed, signless or unsigned
/// integer or a float type.
TypedAttr getNeutral(Combiner combiner, Type type);

/// The combination of two scalars of signless or float type.
Value combine(OpBuilder &builder, Location loc, Combiner combiner,
              bool isUnsigned, Value a, Value b);

} // namespace mlir::per::imported

#endif // PER_LIB_CONVERSION_IMPORTTOLINALG_KEPT_H
