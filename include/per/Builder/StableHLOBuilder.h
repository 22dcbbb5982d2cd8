//===- StableHLOBuilder.h - TensorBuilder for StableHLO ---------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// Emits StableHLO as unregistered operations in generic form, with the
// properties that jaxlib prints and parses. All shapes must be static.
//
//===----------------------------------------------------------------------===//

#ifndef PER_BUILDER_STABLEHLOBUILDER_H
#define PER_BUILDER_STABLEHLOBUILDER_H

#include "per/Builder/TensorBuilder.h"

#include "llvm/ADT/DenseMap.h"

namespace mlir::per {

class StableHLOBuilder final : public TensorBuilder {
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
  Value interleave(ArrayRef<Value> matrices, unsigned dim) override;
  /// Tables are held once a function, at its entry.
  Value table(ArrayRef<int16_t> entries) override;
  TensorShape getShape(Value tensor) override;
  FailureOr<Value> asTensor(Value value) override;
  Value scalar(OpFoldResult value, Type type) override;
  OpFoldResult add(OpFoldResult a, OpFoldResult b) override;
  OpFoldResult shiftRight(OpFoldResult value, unsigned shift) override;
  OpFoldResult lowBits(OpFoldResult value, unsigned shift) override;

  /// Creates an operation with one result; `properties` are inherent
  /// attributes.
  Value create(StringRef name, Type type, ValueRange operands,
               ArrayRef<NamedAttribute> properties = {});
  Value createConstant(ElementsAttr value);

private:
  Value reshape(Value tensor, ArrayRef<int64_t> shape);

  llvm::DenseMap<std::pair<Block *, const int16_t *>, Value> tables;
};

} // namespace mlir::per

#endif // PER_BUILDER_STABLEHLOBUILDER_H
