//===- StableHLONames.h - names of StableHLO operations ---------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// The one table between per-element functions and StableHLO or CHLO
// operations: what the adapter reads and what emitters write.
//
//===----------------------------------------------------------------------===//

#ifndef PER_FRONTEND_STABLEHLONAMES_H
#define PER_FRONTEND_STABLEHLONAMES_H

#include "per/Analysis/ScalarFunction.h"

#include <optional>

namespace mlir::per {

/// The function of a per-element operation, by the operation's full name, such
/// as "stablehlo.add" or "chlo.erf". None for other operations, and for
/// `stablehlo.compare`, whose function depends on its direction.
std::optional<ScalarFunction> lookupStableHLOFunction(StringRef opName);

/// The operation that computes the function, the StableHLO one where there is
/// one: "stablehlo.compare" for comparisons, "stablehlo.convert" for Identity.
/// Empty for the functions that no single operation computes (CopySign, the
/// ordered and unordered comparisons).
StringRef getStableHLOName(ScalarFunction function);

/// The comparison of a direction (EQ, NE, GE, GT, LE, LT).
std::optional<ScalarFunction> lookupComparison(StringRef direction);

/// The direction of a comparison; empty for other functions.
StringRef getComparisonDirection(ScalarFunction function);

} // namespace mlir::per

#endif // PER_FRONTEND_STABLEHLONAMES_H
