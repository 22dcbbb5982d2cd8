//===- LinalgBuilder.h - TensorBuilder for linalg ---------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// Emits linalg, arith, math and tensor operations on tensors, and loops of scf
// for what linalg has no operation for. Shapes may be dynamic.
//
//===----------------------------------------------------------------------===//

#ifndef PER_BUILDER_LINALGBUILDER_H
#define PER_BUILDER_LINALGBUILDER_H

#include "per/Builder/TensorBuilder.h"

namespace mlir::per {

class LinalgBuilder final : public TensorBuilder {
public:
  using TensorBuilder::map;
  using TensorBuilder::TensorBuilder;

  SmallVector<Value> map(const TensorShape &shape,
                         ArrayRef<MapOperand> operands, TypeRange elementTypes,
                         MultiBody body) override;
  Value contract(Value a, bool transposeA, Value b, bool transposeB,
                 Type elementType) override;
  Value sum(Value tensor, ArrayRef<int64_t> dims) override;
  Value slice(Value tensor, const TensorShape &offsets,
              const TensorShape &sizes) override;
  Value transpose(Value tensor, ArrayRef<int64_t> permutation) override;
  Value flatten(Value tensor, unsigned numRows) override;
  Value unflatten(Value matrix, unsigned numRows,
                  const TensorShape &shape) override;
  SmallVector<Value> sortRows(ArrayRef<Value> matrices) override;
  Value scatterRows(Value values, Value positions) override;
  void assertRows(Value tensor, int64_t numRows, StringRef message) override;
  Value table(ArrayRef<int16_t> entries) override;
  TensorShape getShape(Value tensor) override;
  FailureOr<Value> asTensor(Value value) override;
  Value scalar(OpFoldResult value, Type type) override;
  OpFoldResult add(OpFoldResult a, OpFoldResult b) override;
  OpFoldResult shiftRight(OpFoldResult value, unsigned shift) override;
  OpFoldResult lowBits(OpFoldResult value, unsigned shift) override;

private:
  Value createEmpty(const TensorShape &shape, Type elementType);
  Value createZero(const TensorShape &shape, Type elementType);
  OpFoldResult apply(AffineExpr expression, ArrayRef<OpFoldResult> operands);
};

} // namespace mlir::per

#endif // PER_BUILDER_LINALGBUILDER_H
