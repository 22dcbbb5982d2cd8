//===- Placements.h - how a manual computation is fed -----------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_FRONTEND_STABLEHLO_PLACEMENTS_H
#define PER_LIB_FRONTEND_STABLEHLO_PLACEMENTS_H

#include "per/Analysis/GraphView.h"

namespace mlir::per::stablehlo {

/// The shardings of `in_shardings` or `out_shardings`, one a value, as they are
/// written; empty if they are not of this form.
SmallVector<std::string> getShardings(Operation *op, StringRef name);

/// The elements of the first list in brackets of `text`; empty if there is
/// none.
SmallVector<StringRef> splitList(StringRef text);

/// Enters the shardings of the operands and results of a manual computation,
/// as far as they can be read. Shardy's attributes are known by their text
/// only.
void describePlacements(ViewNode *region);

} // namespace mlir::per::stablehlo

#endif // PER_LIB_FRONTEND_STABLEHLO_PLACEMENTS_H
