//===- CreateTensorBuilder.h - tensor operations of a level -----*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_TRANSFORMS_CREATETENSORBUILDER_H
#define PER_LIB_TRANSFORMS_CREATETENSORBUILDER_H

#include "per/Analysis/GraphView.h"
#include "per/Builder/TensorBuilder.h"

namespace mlir::per {

/// The builder of tensor operations for a level of IR.
std::unique_ptr<TensorBuilder>
createTensorBuilder(const Frontend &frontend, OpBuilder &builder, Location loc);

} // namespace mlir::per

#endif // PER_LIB_TRANSFORMS_CREATETENSORBUILDER_H
