//===- SiteDirection.cpp - a fixed direction of a site ----------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "SiteDirection.h"

#include "../AttachRegularizers/StepInputs.h"
#include "../CreateTensorBuilder.h"

#include "per/Dialect/PER/IR/PER.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Diagnostics.h"

using namespace mlir;
using namespace mlir::per;

/// Key of the directions: slices of a step that no training run reaches first.
static constexpr int64_t kDirectionSeed = 0x5eed;

Value per::createSiteDirection(const AnalyzedStep &step, const SiteResult &site,
                               const ScalarSource &draw) {
  func::FuncOp function = step.function;
  OpBuilder builder = OpBuilder::atBlockBegin(&function.getBody().front());
  Location loc = site.value->def->getLoc();
  Value seed = step.frontend->createIntegerConstant(
      builder, loc, builder.getI32Type(), kDirectionSeed);
  Value argument;
  if (draw.kind == ScalarSource::Kind::Argument)
    argument = function.getArgument(draw.argument);
  Value drawWord = createWord(*step.frontend, builder, loc, draw, argument);
  SmallVector<int64_t, 2> shape = {site.value->getNumElements(), 1};
  Value empty =
      tensor::EmptyOp::create(builder, loc, shape, builder.getF32Type());
  auto slices = SlicesOp::create(builder, loc, empty.getType(), seed, drawWord,
                                 /*element_offset=*/Value(),
                                 /*slice_offset=*/Value(), /*norms=*/Value(),
                                 empty, site.index);
  TensorShape extents;
  for (int64_t size : site.value->shape)
    extents.push_back(builder.getIndexAttr(size));
  return createTensorBuilder(*step.frontend, builder, loc)
      ->unflatten(slices->getResult(0), extents.size(), extents);
}

LogicalResult per::verifyIsOneStep(const AnalyzedStep &step) {
  if (step.iterations.empty())
    return success();
  return emitError(step.iterations.back().loop->getLoc(),
                   "the sites are in a loop over optimizer steps, of which the "
                   "losses and cotangents are no pairs; take a function of one "
                   "step");
}

FailureOr<SmallVector<const SiteResult *>>
per::selectUsableSites(const AnalyzedStep &step, const AttachOptions &options,
                       bool needsCotangent) {
  FailureOr<SmallVector<const SiteResult *>> selected =
      selectSites(step, options.sites);
  if (failed(selected))
    return failure();
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
