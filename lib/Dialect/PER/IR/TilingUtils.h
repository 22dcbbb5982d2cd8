//===- TilingUtils.h - tiles of tensors and memrefs -------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_DIALECT_PER_IR_TILINGUTILS_H
#define PER_LIB_DIALECT_PER_IR_TILINGUTILS_H

#include "mlir/IR/Builders.h"
#include "mlir/Interfaces/TilingInterface.h"

namespace mlir::per {

/// Size of a dimension of a ranked tensor or memref.
OpFoldResult getSize(OpBuilder &b, Location loc, Value shaped, int64_t dim);

/// The range of a dimension of a ranked tensor or memref: 0 to its size.
Range getRange(OpBuilder &b, Location loc, Value shaped, int64_t dim);

/// The tile of a ranked tensor or memref, as an op that is added to
/// `generatedSlices`.
Value getTile(OpBuilder &b, Location loc, Value shaped,
              ArrayRef<OpFoldResult> offsets, ArrayRef<OpFoldResult> sizes,
              SmallVectorImpl<Operation *> &generatedSlices);

/// Whether a tile surely covers a whole dimension of `shaped`.
bool coversDim(Value shaped, int64_t dim, OpFoldResult offset,
               OpFoldResult size);

/// The result of a tiled op that has one result, or none on memrefs.
TilingResult getTilingResult(Operation *tiled,
                             SmallVector<Operation *> generatedSlices);

} // namespace mlir::per

#endif // PER_LIB_DIALECT_PER_IR_TILINGUTILS_H
