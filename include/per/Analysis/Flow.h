//===- Flow.h - data flow across block boundaries ---------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// Steps up and down the data flow of a view which also cross the boundaries of
// loops, branches and manual regions.
//
//===----------------------------------------------------------------------===//

#ifndef PER_ANALYSIS_FLOW_H
#define PER_ANALYSIS_FLOW_H

#include "per/Analysis/AnalysisContext.h"

#include "llvm/ADT/STLFunctionalExtras.h"

namespace mlir::per {

/// Calls `visit` for every value that `value` is directly made of: operands; of
/// a carried value of a loop the initial and the yielded one; of the result of
/// a branch the predicate and what the blocks yield; of a barrier's result the
/// matching operand.
void forEachSource(const ViewValue *value,
                   llvm::function_ref<void(ViewValue *)> visit);

/// Calls `visit` for every value that the use makes directly: results of the
/// node; block arguments and results if it is a loop, region or barrier, or the
/// terminator of a block. A use as a result of the function makes none.
void forEachTarget(ViewUse use, llvm::function_ref<void(ViewValue *)> visit);

/// The innermost loop around `block` (inclusive); null if there is none.
ViewNode *getEnclosingLoop(const ViewBlock *block);

/// Whether `block` is `ancestor` or lies in it.
bool isInside(const ViewBlock *block, const ViewBlock *ancestor);

} // namespace mlir::per

#endif // PER_ANALYSIS_FLOW_H
