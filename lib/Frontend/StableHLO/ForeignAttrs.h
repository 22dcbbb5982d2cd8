//===- ForeignAttrs.h - attributes of unregistered operations ---*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_FRONTEND_STABLEHLO_FOREIGNATTRS_H
#define PER_LIB_FRONTEND_STABLEHLO_FOREIGNATTRS_H

#include "per/Analysis/GraphView.h"
#include "per/Frontend/StableHLO.h"

namespace mlir::per::stablehlo {

/// All attributes that say what the operation means, sorted by name: the
/// inherent ones, and the discardable ones (which older writers used for the
/// same) except those that only say where to compute it.
SmallVector<NamedAttribute> getMeaningfulAttrs(Operation *op);

/// A list of dimensions, in any of the spellings of StableHLO's versions: a
/// dense array, a dense tensor, one integer. None if there is no such
/// attribute.
std::optional<SmallVector<int64_t, 4>> getDims(Operation *op, StringRef name);

/// The word after `keyword` in an attribute such as
/// `#stablehlo<comparison_direction EQ>`, or the string of a string attribute.
StringRef getKeywordAttr(Operation *op, StringRef name, StringRef keyword);

/// The one number that all elements of a constant are, if they are; booleans
/// are 0 or 1.
std::optional<double> getSplat(Attribute value);

/// The dimensions of stablehlo.dot_general, dot or a convolution. None, after
/// a diagnostic, if they are absent or contradict the operand types.
FailureOr<ContractionDims> getContractionDims(Operation *op);

/// The dimensions of the result of stablehlo.gather that lie within a slice of
/// the table; empty if that cannot be read.
SmallVector<int64_t, 4> getGatherOffsetDims(Operation *op);

} // namespace mlir::per::stablehlo

#endif // PER_LIB_FRONTEND_STABLEHLO_FOREIGNATTRS_H
