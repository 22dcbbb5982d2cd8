//===- CaptureSites.cpp - what a step computes at its sites -----*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "SiteDirection.h"

#include "../AttachRegularizers/SitePenalty.h"
#include "../AttachRegularizers/StepInputs.h"
#include "../CreateTensorBuilder.h"
#include "../Regions/RegionExit.h"

#include "per/Transforms/CaptureSites.h"

#include "mlir/IR/Diagnostics.h"

using namespace mlir;
using namespace mlir::per;

/// <cotangent, v> of one execution, at the end of the cotangent's block.
static FailureOr<Value> buildProduct(const AnalyzedStep &step,
                                     const SiteResult &site,
                                     const ScalarSource &draw,
                                     RegionEntry &regions) {
  ViewValue *cotangent = site.adjoint.cotangent;
  FailureOr<Value> direction =
      regions.enter(createSiteDirection(step, site, draw), cotangent->block);
  if (failed(direction))
    return failure();
  Type type = getElementTypeOrSelf(direction->getType());
  OpBuilder builder(cotangent->ir.getParentBlock()->getTerminator());
  auto tensors =
      createTensorBuilder(*step.frontend, builder, site.value->def->getLoc());
  Value wide = tensors->convert(cotangent->ir, type);
  Value products = tensors->map(
      tensors->getShape(wide), {sameShape(wide), sameShape(*direction)}, type,
      [](ElementBuilder &b, ArrayRef<Element> operands) {
        return b.mul(operands[0], operands[1]);
      });
  return tensors->sumAll(products);
}

static FailureOr<SmallVector<LeavingValue>>
buildProducts(const AnalyzedStep &step, ArrayRef<const SiteResult *> sites,
              const ScalarSource &draw) {
  SmallVector<RegionCapture> captures;
  RegionEntry regions(*step.frontend, captures);
  SmallVector<LeavingValue> products;
  for (const SiteResult *site : sites) {
    FailureOr<Value> product = buildProduct(step, *site, draw, regions);
    if (failed(product))
      return failure();
    products.push_back(
        {*product, site->value, site->value->def->getLoc(), /*isSummed=*/true});
  }
  return products;
}

/// What R is multiplied with where the site is, so that the sum over its
/// executions is that of the whole batch: its micro-batches, and examples whose
/// gradients are kept apart, are parts of one mean.
static FailureOr<double> getPenaltyFactor(const SitePlan &plan) {
  const SiteResult &site = *plan.site;
  if (site.weight.microBatches == 0)
    return emitError(plan.getLoc())
           << "site " << site.index
           << " is computed in parts (micro-batches, devices of a manual "
              "region) whose number is not known before the step runs: its "
              "penalty has no known weight; take a loop from a constant to a "
              "constant, and let a region split its operands (in_specs of "
              "shard_map) instead of cutting a part out by the device's number";
  double parts = site.weight.microBatches;
  for (int64_t dim : site.weight.perExampleDims)
    if (llvm::is_contained(plan.sampleDims, dim))
      parts *= site.value->shape[dim];
  return plan.factor / parts;
}

static FailureOr<SmallVector<LeavingValue>>
buildPenalties(const AnalyzedStep &step, ArrayRef<const SiteResult *> sites,
               const AttachOptions &options) {
  FailureOr<RegularizerAttrInterface> regularizer =
      verifyOptions(step.function->getParentOfType<ModuleOp>(), options);
  if (failed(regularizer))
    return failure();
  PenaltyBuilder builder(step, *regularizer, options);
  SmallVector<LeavingValue> penalties;
  for (const SiteResult *site : sites) {
    FailureOr<SitePlan> plan = planSite(*site, *regularizer, options);
    if (failed(plan))
      return failure();
    FailureOr<double> factor = getPenaltyFactor(*plan);
    if (failed(factor))
      return failure();
    FailureOr<Value> penalty = builder.build(*plan, *factor);
    if (failed(penalty))
      return failure();
    penalties.push_back(
        {*penalty, site->value, plan->getLoc(), /*isSummed=*/true});
  }
  return penalties;
}

static SmallVector<LeavingValue>
collectTensors(ArrayRef<const SiteResult *> sites, bool areCotangents) {
  return llvm::map_to_vector(sites, [&](const SiteResult *site) {
    ViewValue *value = areCotangents ? site->adjoint.cotangent : site->value;
    return LeavingValue{value->ir, site->value, site->value->def->getLoc()};
  });
}

/// The captured values as results, after the function's own.
static void appendResults(func::FuncOp function, ArrayRef<Value> captured) {
  Operation *terminator = function.getBody().front().getTerminator();
  for (Value value : captured) {
    terminator->insertOperands(terminator->getNumOperands(), value);
    LogicalResult inserted =
        function.insertResult(function.getNumResults(), value.getType(),
                              DictionaryAttr::get(function.getContext()));
    assert(succeeded(inserted) && "the end is a valid place");
    (void)inserted;
  }
}

static FailureOr<SmallVector<LeavingValue>>
buildCaptured(const AnalyzedStep &step, ArrayRef<const SiteResult *> sites,
              Captured what, const AttachOptions &options) {
  switch (what) {
  case Captured::Activations:
  case Captured::Cotangents:
    return collectTensors(sites, what == Captured::Cotangents);
  case Captured::Penalties:
    return buildPenalties(step, sites, options);
  case Captured::CotangentProducts:
    return buildProducts(step, sites, options.step);
  }
  llvm_unreachable("unknown kind of captured value");
}

LogicalResult per::captureSites(ModuleOp module, Captured what,
                                const AttachOptions &options) {
  bool needsCotangent =
      what == Captured::Cotangents || what == Captured::CotangentProducts;
  FailureOr<AnalyzedStep> step =
      analyzeStep(module, options.function, options.lossResult, options.bounds);
  if (failed(step))
    return failure();
  FailureOr<SmallVector<const SiteResult *>> sites =
      selectUsableSites(*step, options, needsCotangent);
  if (failed(sites))
    return failure();
  if (what == Captured::CotangentProducts &&
      (failed(verifyIsOneStep(*step)) ||
       failed(verifyStepInputs(step->function, options))))
    return failure();
  FailureOr<SmallVector<LeavingValue>> values =
      buildCaptured(*step, *sites, what, options);
  if (failed(values))
    return failure();
  // Optimizer steps are apart from each other, iterations of one step are not.
  RegionExit exit(
      *step->view, *step->frontend,
      llvm::map_to_vector(step->iterations, [](const LoopIteration &iteration) {
        return iteration.loop;
      }));
  FailureOr<SmallVector<Value>> captured = exit.leave(*values);
  if (failed(captured))
    return failure();
  appendResults(step->function, *captured);
  return success();
}
