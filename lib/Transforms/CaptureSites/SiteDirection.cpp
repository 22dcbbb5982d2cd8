//===- SiteDirection.cpp - a fixed direction of a site ----------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "SiteDirection.h"

#include "per/Builder/LinalgBuilder.h"
#include "per/Builder/StableHLOBuilder.h"
#include "per/Dialect/PER/IR/PER.h"
#include "per/Frontend/StableHLO.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Diagnostics.h"

using namespace mlir;
using namespace mlir::per;

/// Key of the directions: slices of a step that no training run reaches first.
static constexpr int64_t kDirectionSeed = 0x5eed;

std::unique_ptr<TensorBuilder>
per::createTensorBuilder(const Frontend &frontend, OpBuilder &builder,
                         Location loc) {
  if (&frontend == &getStableHLOFrontend())
    return std::make_unique<StableHLOBuilder>(builder, loc);
  return std::make_unique<LinalgBuilder>(builder, loc);
}

Value per::createSiteDirection(const AnalyzedStep &step,
                               const SiteResult &site) {
  func::FuncOp function = step.function;
  OpBuilder builder = OpBuilder::atBlockBegin(&function.getBody().front());
  Location loc = site.value->def->getLoc();
  Value seed = step.frontend->createIntegerConstant(
      builder, loc, builder.getI32Type(), kDirectionSeed);
  Value stepWord = step.frontend->createIntegerConstant(
      builder, loc, builder.getI32Type(), 0);
  SmallVector<int64_t, 2> shape = {site.value->getNumElements(), 1};
  Value empty =
      tensor::EmptyOp::create(builder, loc, shape, builder.getF32Type());
  auto slices = SlicesOp::create(builder, loc, empty.getType(), seed, stepWord,
                                 /*element_offset=*/Value(),
                                 /*slice_offset=*/Value(), /*norms=*/Value(),
                                 empty, site.index);
  TensorShape extents;
  for (int64_t size : site.value->shape)
    extents.push_back(builder.getIndexAttr(size));
  return createTensorBuilder(*step.frontend, builder, loc)
      ->unflatten(slices->getResult(0), extents.size(), extents);
}

FailureOr<SmallVector<const SiteResult *>>
per::selectUsableSites(const AnalyzedStep &step, const AttachOptions &options,
                       bool needsCotangent) {
  FailureOr<SmallVector<const SiteResult *>> selected =
      selectSites(step, options.sites);
  if (failed(selected))
    return failure();
  if (!step.iterations.empty())
    return emitError(step.iterations.back().loop->getLoc(),
                     "the sites are in a loop over optimizer steps: their "
                     "tensors and products cannot be returned; take a function "
                     "of one step");
  SmallVector<const SiteResult *> usable;
  for (const SiteResult *site : *selected) {
    Location loc = site->value->def->getLoc();
    if (!site->value->ir)
      return emitError(loc)
             << "site " << site->index << " is inside of a fused operation";
    if (site->value->getNumElements() < 1)
      return emitError(loc)
             << "site " << site->index << " has a dynamic or empty shape";
    if (!needsCotangent || site->status == SiteStatus::Found) {
      usable.push_back(site);
      continue;
    }
    if (site->status == SiteStatus::Failed && !options.skipFailedSites)
      return emitError(loc)
             << "site " << site->index << " has no cotangent: " << site->reason;
  }
  func::FuncOp function = step.function;
  if (usable.empty())
    return emitError(function.getLoc(), "no site is selected: ")
           << step.result.sites.size() << " found";
  return usable;
}
