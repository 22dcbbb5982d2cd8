//===- PanelCopy.h - an operand in the order of the tiles -------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_CONVERSION_LINALGTOVECTOR_PANELCOPY_H
#define PER_LIB_CONVERSION_LINALGTOVECTOR_PANELCOPY_H

#include "Contraction.h"

#include "../KernelBuilder.h"

namespace mlir::per {

/// The iterations of a loop of the sum, in a block.
struct SumLoop {
  unsigned loop;
  int64_t size;
};

/// Copies the right operand of a contraction into panels: a few vectors of
/// columns, with a row for each iteration of a block of the sum. Tiles read a
/// panel from its start to its end; the operand's own rows may be far apart, or
/// be columns.
class PanelCopy {
public:
  /// Panels of `width` vectors, `distance` elements apart.
  PanelCopy(KernelBuilder &k, const Contraction &c, int64_t width,
            VectorType vector, int64_t distance);

  /// Copies so many columns from a position in `source`, the flat operand, to
  /// one in `panels`. Lanes of the last vector that are no columns are zeros.
  void emit(Value source, Num from, ArrayRef<SumLoop> block, int64_t columns,
            Value panels, Num to);

private:
  void copyRows(Num from, ArrayRef<SumLoop> block, int64_t columns, Num to);
  void copyColumns(Num from, ArrayRef<SumLoop> block, int64_t columns, Num to);
  Num placeOf(Num vectorNumber, Num to);
  Num load(Num place, int64_t count);
  int64_t rowDistance(ArrayRef<SumLoop> inner) const;

  KernelBuilder &k;
  const Contraction &c;
  int64_t width;
  VectorType vector;
  int64_t lanes, distance;
  Value source, panels;
};

} // namespace mlir::per

#endif // PER_LIB_CONVERSION_LINALGTOVECTOR_PANELCOPY_H
