//===- StableHLO.h - StableHLO in generic form ------------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// Reads and writes StableHLO operations as unregistered ones, by name: the
// project depends on no StableHLO library and on no version of it.
//
//===----------------------------------------------------------------------===//

#ifndef PER_FRONTEND_STABLEHLO_H
#define PER_FRONTEND_STABLEHLO_H

#include "per/Analysis/GraphView.h"

namespace mlir::per {

/// The StableHLO level.
const Frontend &getStableHLOFrontend();

/// An attribute of a foreign operation, inherent (`<{...}>`) or discardable.
Attribute getForeignAttr(Operation *op, StringRef name);

} // namespace mlir::per

#endif // PER_FRONTEND_STABLEHLO_H
