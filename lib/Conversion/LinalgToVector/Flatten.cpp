//===- Flatten.cpp - buffers as one row of elements -----------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "Flatten.h"

using namespace mlir;
using namespace mlir::per;

Value mlir::per::flatten(KernelBuilder &k, const Access &access) {
  Value buffer = access.operand->get();
  auto type = cast<MemRefType>(buffer.getType());
  SmallVector<int64_t> strides;
  int64_t offset;
  (void)type.getStridesAndOffset(strides, offset);
  int64_t extent = 1;
  for (auto [size, stride] : llvm::zip_equal(type.getShape(), strides))
    extent += (size - 1) * stride;
  Type element = type.getElementType();
  auto layout = StridedLayoutAttr::get(k.b.getContext(), offset, {1});
  OpFoldResult start = k.b.getIndexAttr(offset);
  if (ShapedType::isDynamic(offset))
    start = memref::ExtractStridedMetadataOp::create(k.b, buffer).getOffset();
  Value flat = memref::ReinterpretCastOp::create(
      k.b, MemRefType::get({extent}, element, layout), buffer, start,
      ArrayRef<OpFoldResult>{k.b.getIndexAttr(extent)},
      ArrayRef<OpFoldResult>{k.b.getIndexAttr(1)});
  if (!element.isBF16())
    return flat;
  return UnrealizedConversionCastOp::create(
             k.b, MemRefType::get({extent}, k.i16, layout), flat)
      .getResult(0);
}
