//===- ImportToLinalg.h - what an importer leaves, in linalg ----*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// StableHLO's own legalization turns most of a training step into linalg on
// tensors. The functions here convert what it leaves, one a family of
// operations. The operations are unregistered ones, known by name; what their
// regions compute has been legalized already, and types are signless.
//
// Each replaces one operation. Where it cannot, it changes nothing and tells
// the rewriter's listener why (`notifyMatchFailure`).
//
//===----------------------------------------------------------------------===//

#ifndef PER_CONVERSION_IMPORTTOLINALG_H
#define PER_CONVERSION_IMPORTTOLINALG_H

#include "mlir/IR/PatternMatch.h"

namespace mlir::per {

/// stablehlo.while: an scf.for where a carried integer counts from one bound to
/// another, else an scf.while.
LogicalResult convertImportedWhile(RewriterBase &rewriter, Operation *op);

/// stablehlo.case: an scf.index_switch, or an scf.if for two branches. An index
/// out of range takes the last branch.
LogicalResult convertImportedCase(RewriterBase &rewriter, Operation *op);

/// stablehlo.if: an scf.if.
LogicalResult convertImportedIf(RewriterBase &rewriter, Operation *op);

/// stablehlo.optimization_barrier, and the constraints of shardy on where a
/// value lives: their operands.
LogicalResult convertImportedBarrier(RewriterBase &rewriter, Operation *op);

/// stablehlo.reduce: a linalg.generic. The legalization leaves those without a
/// dimension.
LogicalResult convertImportedReduce(RewriterBase &rewriter, Operation *op);

/// stablehlo.scatter: a loop over the updates, in order. An update whose window
/// does not lie in the operand as a whole is left out, as XLA does.
LogicalResult convertImportedScatter(RewriterBase &rewriter, Operation *op);

/// stablehlo.sort: a merge sort of every row; always stable.
LogicalResult convertImportedSort(RewriterBase &rewriter, Operation *op);

/// stablehlo.select_and_scatter: a loop over the windows.
LogicalResult convertImportedSelectAndScatter(RewriterBase &rewriter,
                                              Operation *op);

/// per_import.cumulative: a loop along the dimension.
LogicalResult convertImportedCumulative(RewriterBase &rewriter, Operation *op);

/// per_import.erf: math.erf of f32 in a linalg.generic.
LogicalResult convertImportedErf(RewriterBase &rewriter, Operation *op);

/// per_import.convolution: a linalg.generic for each phase of the output; one
/// if the input is not dilated.
LogicalResult convertImportedConvolution(RewriterBase &rewriter, Operation *op);

/// per_import.concatenate: insertions into one tensor.
LogicalResult convertImportedConcatenate(RewriterBase &rewriter, Operation *op);

/// Makes all integers of values and functions in `root` signless and erases the
/// casts between the kinds. What depends on the sign says so by itself: after
/// legalization all but the start indices of a scatter, which get the
/// attribute `per_import.unsigned_indices`.
void makeSignless(Operation *root);

/// Unrolls loops of at most `maxTrips` iterations, a constant number, whose
/// body is elementwise, so that it fuses with what is around it: the rounds of
/// a threefry generator.
LogicalResult unrollElementwiseLoops(Operation *root, int64_t maxTrips);

/// Lets products, convolutions, sums and cumulative sums of bf16 and f16 in
/// StableHLO add up in f32 and round once, as XLA does.
void widenSums(Operation *root);

/// Replaces composites by calls of their decompositions, and keeps erf from the
/// importer: see `per-expand-composites`.
void expandComposites(Operation *root);

/// Widens sums and renames operations that the importer would convert worse:
/// see `per-prepare-import`.
void prepareImport(Operation *root);

/// All conversions of this header. One error lists the operations that cannot
/// be converted.
LogicalResult finishImport(Operation *root, int64_t maxUnrolledTrips);

} // namespace mlir::per

#endif // PER_CONVERSION_IMPORTTOLINALG_H
