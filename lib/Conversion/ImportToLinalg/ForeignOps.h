//===- ForeignOps.h - operations that the importer left ---------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// What the conversions of this folder share: reading operations of StableHLO,
// which are unregistered, and building loops over tensors.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_CONVERSION_IMPORTTOLINALG_FOREIGNOPS_H
#define PER_LIB_CONVERSION_IMPORTTOLINALG_FOREIGNOPS_H

#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/PatternMatch.h"

#include <optional>

namespace mlir::per::imported {

/// Marks a scatter whose indices were unsigned.
inline constexpr StringLiteral unsignedIndicesName =
    "per_import.unsigned_indices";

/// The integers of an attribute (a dense array, a dense tensor in row-major
/// order, or one integer); none if there is no such attribute.
std::optional<SmallVector<int64_t>> getInts(Operation *op, StringRef name);

/// The boolean of an attribute; false if there is none.
bool getFlag(Operation *op, StringRef name);

/// The text of an attribute of StableHLO, `<...>` included; empty if there is
/// none.
StringRef getText(Operation *op, StringRef name);

/// The integers of `key = [...]`, or the one of `key = n`, in such a text;
/// empty if the key is absent. None if the text is malformed.
std::optional<SmallVector<int64_t>> getIntsOf(StringRef text, StringRef key);

/// The type as a ranked tensor of static shape; null for others.
RankedTensorType getStaticTensor(Type type);

/// Whether all operands and results are ranked tensors of static shape.
bool isStatic(Operation *op);

/// The operation's regions, each of one block; none if there are more or fewer
/// regions or blocks.
bool hasRegions(Operation *op, unsigned count);

/// An index constant.
Value createIndex(OpBuilder &builder, Location loc, int64_t value);

/// Builds a perfect nest of loops over a box, with tensors carried. A dimension
/// of size 1 has no loop. `body` gets one index for each dimension.
SmallVector<Value> buildLoops(
    OpBuilder &builder, Location loc, ArrayRef<int64_t> sizes,
    ValueRange carried,
    function_ref<SmallVector<Value>(OpBuilder &, ValueRange, ValueRange)> body);

} // namespace mlir::per::imported

#endif // PER_LIB_CONVERSION_IMPORTTOLINALG_FOREIGNOPS_H
