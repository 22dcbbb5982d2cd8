//===- TilingUtils.cpp - tiles of tensors and memrefs -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "TilingUtils.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Interfaces/ValueBoundsOpInterface.h"

using namespace mlir;
using namespace mlir::per;

OpFoldResult mlir::per::getSize(OpBuilder &b, Location loc, Value shaped,
                                int64_t dim) {
  if (isa<TensorType>(shaped.getType()))
    return tensor::getMixedSize(b, loc, shaped, dim);
  return memref::getMixedSize(b, loc, shaped, dim);
}

Range mlir::per::getRange(OpBuilder &b, Location loc, Value shaped,
                          int64_t dim) {
  return {b.getIndexAttr(0), getSize(b, loc, shaped, dim), b.getIndexAttr(1)};
}

Value mlir::per::getTile(OpBuilder &b, Location loc, Value shaped,
                         ArrayRef<OpFoldResult> offsets,
                         ArrayRef<OpFoldResult> sizes,
                         SmallVectorImpl<Operation *> &generatedSlices) {
  SmallVector<OpFoldResult> strides(offsets.size(), b.getIndexAttr(1));
  Operation *slice;
  if (isa<TensorType>(shaped.getType()))
    slice =
        tensor::ExtractSliceOp::create(b, loc, shaped, offsets, sizes, strides);
  else
    slice = memref::SubViewOp::create(b, loc, shaped, offsets, sizes, strides);
  generatedSlices.push_back(slice);
  return slice->getResult(0);
}

bool mlir::per::coversDim(Value shaped, int64_t dim, OpFoldResult offset,
                          OpFoldResult size) {
  if (!isZeroInteger(offset))
    return false;
  int64_t whole = cast<ShapedType>(shaped.getType()).getDimSize(dim);
  std::optional<int64_t> constant = getConstantIntValue(size);
  if (constant && !ShapedType::isDynamic(whole))
    return *constant == whole;
  FailureOr<bool> equal =
      ValueBoundsConstraintSet::areEqual(size, {shaped, dim});
  return succeeded(equal) && *equal;
}

TilingResult
mlir::per::getTilingResult(Operation *tiled,
                           SmallVector<Operation *> generatedSlices) {
  return {{tiled},
          SmallVector<Value>(tiled->getResults()),
          std::move(generatedSlices)};
}
