//===- TileTable.h - sizes of register tiles --------------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_CONVERSION_LINALGTOVECTOR_TILETABLE_H
#define PER_LIB_CONVERSION_LINALGTOVECTOR_TILETABLE_H

#include "per/Conversion/Kernels.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/Support/Error.h"

namespace mlir::per {

/// Rows of the output, and vectors of its columns, whose sums are registers.
struct TileSize {
  int64_t rows, vectors;
};

/// The tile of a contraction, by the number of vectors that its columns are.
class TileTable {
public:
  /// The sizes that fit into the registers of the target.
  static TileTable get(const KernelTarget &target);

  /// Replaces entries: `ROWSxVECTORS` for outputs of any number of vectors that
  /// has no entry of its own, and `NUMBER:ROWSxVECTORS`. Fails with a message
  /// for other texts, and sizes that no processor has registers for.
  llvm::Error set(llvm::StringRef entry);

  /// The tile of outputs with so many vectors of columns; it has no more rows
  /// than the table says, and no more vectors than the output.
  TileSize lookup(int64_t vectors) const;

private:
  TileSize other;
  llvm::SmallDenseMap<int64_t, TileSize> exact;
};

} // namespace mlir::per

#endif // PER_LIB_CONVERSION_LINALGTOVECTOR_TILETABLE_H
