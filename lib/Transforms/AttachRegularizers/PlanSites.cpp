//===- PlanSites.cpp - which sites get which term ---------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "SiteRemarks.h"
#include "StepInputs.h"

#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/Diagnostics.h"

#include <cmath>

using namespace mlir;
using namespace mlir::per;

static FailureOr<RegularizerAttrInterface> parseRegularizer(ModuleOp module,
                                                            StringRef text) {
  // The parser reports where in the text it stopped.
  Attribute attribute = parseAttribute(text, module.getContext());
  auto regularizer = dyn_cast_or_null<RegularizerAttrInterface>(attribute);
  if (!regularizer)
    return emitError(module.getLoc(), "expected a regulariser such as "
                                      "#per.projected_error, got '")
           << text << "'";
  return regularizer;
}

FailureOr<RegularizerAttrInterface>
per::verifyOptions(ModuleOp module, const AttachOptions &options) {
  FailureOr<RegularizerAttrInterface> regularizer =
      parseRegularizer(module, options.regularizer);
  if (failed(regularizer))
    return failure();
  if (ShapedType::isDynamic(regularizer->getNumSlices()))
    return emitError(module.getLoc(), "'")
           << options.regularizer
           << "' leaves the number of slices open: expected a number, such as "
              "slices = 256";
  // That there is such a function is checked with the function.
  if (auto function = module.lookupSymbol<func::FuncOp>(options.function))
    if (failed(verifyStepInputs(function, options)))
      return failure();
  return regularizer;
}

/// Multiplies the factors with the measured weights, if there are any.
static LogicalResult applyWeights(func::FuncOp function,
                                  MutableArrayRef<SitePlan> plans,
                                  ArrayRef<double> weights) {
  if (weights.empty())
    return success();
  if (weights.size() != plans.size())
    return emitError(function.getLoc(), "expected one weight for each of the ")
           << plans.size() << " attached sites, got " << weights.size();
  for (auto [plan, weight] : llvm::zip(plans, weights)) {
    if (!(weight > 0 && std::isfinite(weight)))
      return emitError(function.getLoc(),
                       "weights must be finite and positive, got ")
             << weight;
    plan.factor *= weight;
    plan.report->weightKnown = true;
    plan.report->message = "measured";
  }
  return success();
}

/// The selected sites that get a term; what becomes of the others is said here.
FailureOr<SmallVector<SitePlan>>
per::planSites(const AnalyzedStep &step, RegularizerAttrInterface regularizer,
               const AttachOptions &options, AttachReport &report) {
  FailureOr<SmallVector<const SiteResult *>> selected =
      selectSites(step, options.sites);
  if (failed(selected))
    return failure();
  SmallVector<SitePlan> plans;
  bool isValid = succeeded(reportHiding(step.result, !options.skipFailedSites));
  for (const SiteResult *site : *selected) {
    SiteReport &row = report.sites[site->index];
    Location loc = site->value->def->getLoc();
    if (site->status == SiteStatus::Failed && !options.skipFailedSites) {
      isValid = succeeded(reportFailed(*site)) && isValid;
      continue;
    }
    if (site->status != SiteStatus::Found) {
      row.status =
          site->status == SiteStatus::Failed ? "failed" : "no_gradient";
      row.message = site->reason;
      remarkSkipped(row, loc);
      continue;
    }
    FailureOr<SitePlan> plan = planSite(*site, regularizer, options);
    if (failed(plan)) {
      isValid = false;
      continue;
    }
    plan->report = &row;
    row.sampleDims = plan->sampleDims;
    row.samples = plan->samples;
    row.features = plan->features;
    if (regularizer.couplesSamples() && row.microBatches != 1)
      remarkMicroBatches(row, regularizer, loc);
    plans.push_back(*plan);
  }
  for (const SiteResult &site : step.result.otherSteps)
    remarkOtherStep(site);
  if (!isValid)
    return failure();
  func::FuncOp function = step.function;
  if (plans.empty())
    return emitError(function.getLoc(), "no site gets a term: ")
           << step.result.sites.size() << " found, " << selected->size()
           << " selected, none of them attached";
  if (failed(applyWeights(function, plans, options.weights)))
    return failure();
  return plans;
}
