//===- Expansion.h - per operations as tensor operations --------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// What both conversions share: everything between a per operation and the
// mathematics of its regulariser.
//
//===----------------------------------------------------------------------===//

#ifndef PER_CONVERSION_EXPANSION_H
#define PER_CONVERSION_EXPANSION_H

#include "per/Builder/SliceBuilder.h"
#include "per/Dialect/PER/IR/PER.h"

namespace mlir::per {

/// Builds per operations on tensors with a TensorBuilder. The activations
/// become a matrix of samples and features in the compute type: f64 for f64
/// activations, f32 for all others. A term is rounded once, to the type of its
/// destination.
class Expander {
public:
  Expander(TensorBuilder &builder, NormalForm normalForm)
      : b(builder), normalForm(normalForm) {}

  /// Replaces the operation at the builder's insertion point. Other operations
  /// than per's are left alone. Emits an error on failure.
  LogicalResult expand(Operation *op);

private:
  FailureOr<Value> build(SlicesOp op);
  FailureOr<Value> build(SliceNormsOp op);
  FailureOr<Value> build(PenaltyOp op);
  FailureOr<Value> build(GradientOp op);

  FailureOr<SliceKey> getKey(Operation *op, Value seed, Value step,
                             uint64_t site);
  LogicalResult verifyTile(Operation *op, const SliceTile &tile);
  FailureOr<Value> getOperand(Operation *op, Value value, StringRef name);

  TensorBuilder &b;
  NormalForm normalForm;
};

} // namespace mlir::per

#endif // PER_CONVERSION_EXPANSION_H
