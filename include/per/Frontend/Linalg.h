//===- Linalg.h - linalg on tensors -----------------------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// Reads a training step after its import from StableHLO or PyTorch: linalg,
// arith, math, tensor and scf, and what the import leaves of StableHLO. It must
// come straight from there: common subexpression elimination and fusion hide
// the shape of forward and backward half.
//
//===----------------------------------------------------------------------===//

#ifndef PER_FRONTEND_LINALG_H
#define PER_FRONTEND_LINALG_H

#include "per/Analysis/GraphView.h"

namespace mlir::per {

/// The level of linalg on tensors.
const Frontend &getLinalgFrontend();

} // namespace mlir::per

#endif // PER_FRONTEND_LINALG_H
