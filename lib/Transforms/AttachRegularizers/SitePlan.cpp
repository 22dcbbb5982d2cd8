//===- SitePlan.cpp - a site that gets a term -------------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "SitePlan.h"

#include "mlir/IR/Diagnostics.h"

using namespace mlir;
using namespace mlir::per;

FloatType SitePlan::getComputeType() const {
  MLIRContext *context = site->value->elementType.getContext();
  if (site->value->elementType.isF64())
    return Float64Type::get(context);
  return Float32Type::get(context);
}

/// Whether the site stands in a manual region (shard_map), where the batch is
/// one device's shard.
static bool isInRegion(const ViewValue *value) {
  for (ViewBlock *block = value->block; block && block->parent;
       block = block->parent->block)
    if (block->parent->kind == NodeKind::Region)
      return true;
  return false;
}

static LogicalResult verifySampleDims(Location loc, ArrayRef<int64_t> dims,
                                      int64_t rank) {
  DenseSet<int64_t> seen;
  for (int64_t dim : dims) {
    if (dim < 0 || dim >= rank)
      return emitError(loc) << "sample dimension " << dim
                            << " does not exist: the site has rank " << rank;
    if (!seen.insert(dim).second)
      return emitError(loc) << "sample dimension " << dim << " is given twice";
  }
  return success();
}

FailureOr<SitePlan> per::planSite(const SiteResult &site,
                                  RegularizerAttrInterface regularizer,
                                  const AttachOptions &options) {
  SitePlan plan;
  plan.site = &site;
  Location loc = plan.getLoc();
  if (!site.value->ir)
    return emitError(loc) << "site " << site.index
                          << " is inside of a fused operation: attach before "
                             "fusion";
  ArrayRef<int64_t> shape = site.value->shape;
  if (!site.value->isRanked || llvm::any_of(shape, ShapedType::isDynamic))
    return emitError(loc) << "site " << site.index
                          << " has a dynamic shape: attaching needs static "
                             "shapes";
  plan.sampleDims = options.sampleDims ? *options.sampleDims : site.sampleDims;
  if (failed(verifySampleDims(loc, plan.sampleDims, shape.size())))
    return failure();
  llvm::sort(plan.sampleDims);

  // Samples that the weight gradient keeps apart (per-example gradients) are
  // each an example of its own: they do not count in the mean.
  double counted = site.weight.numShards;
  for (auto [dim, size] : llvm::enumerate(shape)) {
    int64_t position = dim;
    if (!llvm::is_contained(plan.sampleDims, position)) {
      plan.features *= size;
      continue;
    }
    plan.samples *= size;
    if (!llvm::is_contained(site.weight.perExampleDims, position))
      counted *= size;
  }
  if (plan.samples == 0 || plan.features == 0)
    return emitError(loc) << "site " << site.index << " is empty: it has "
                          << plan.samples << " samples of " << plan.features
                          << " features";
  if (failed(regularizer.verifySite([&] { return emitError(loc); },
                                    plan.samples, plan.features)))
    return failure();
  if (regularizer.couplesSamples() && isInRegion(site.value))
    return emitError(loc) << "'" << regularizer.getRegularizerName()
                          << "' couples samples, but site " << site.index
                          << " holds one device's shard of them (shard_map)";
  plan.factor =
      1 / (options.reduction == Reduction::Mean
               ? regularizer.normalization(counted, plan.features)
               : regularizer.sumNormalization(counted, plan.features));
  return plan;
}
