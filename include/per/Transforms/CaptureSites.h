//===- CaptureSites.h - what a step computes at its sites -------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// Two edits for looking into a step, and for the numerical check of an attached
// one: with v_j fixed directions,
//
//   sum_j <cotangent_j, v_j> = (loss(epsilon) - loss(-epsilon)) / (2 epsilon)
//
// where loss(epsilon) has every activation y_j replaced by y_j + epsilon v_j.
//
//===----------------------------------------------------------------------===//

#ifndef PER_TRANSFORMS_CAPTURESITES_H
#define PER_TRANSFORMS_CAPTURESITES_H

#include "per/Transforms/AttachRegularizers.h"

namespace mlir::per {

/// What of a site is returned.
enum class Captured : uint8_t {
  Activations,
  Cotangents,
  /// R(h), by the options of the attach step, without lambda.
  Penalties,
  /// <cotangent, v> with the direction v of the site.
  CotangentProducts,
};

/// Adds one result for each selected site to the function, in the order of the
/// sites. Out of loops tensors come with a leading dimension for each, the
/// iterations in the order in which they run, and numbers as sums; out of
/// branches as zero where another block is taken; out of manual regions as the
/// tensor or the sum of all devices. A penalty is that of the whole batch: the
/// mean over micro-batches and over devices that share the batch. In a loop
/// over optimizer steps every step has its own. Lambda and the weights of
/// `options` are not used. Emits an error if a value cannot leave the regions
/// around it.
LogicalResult captureSites(ModuleOp module, Captured what,
                           const AttachOptions &options);

/// Adds an argument epsilon (a rank-0 tensor of f32, at the end) and replaces
/// the forward uses of each selected activation y whose cotangent was found by
/// y + epsilon * v, v a unit vector that depends on the site alone.
LogicalResult perturbSites(ModuleOp module, const AttachOptions &options);

} // namespace mlir::per

#endif // PER_TRANSFORMS_CAPTURESITES_H
