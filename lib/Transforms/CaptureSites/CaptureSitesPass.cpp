//===- CaptureSitesPass.cpp - captures and perturbations as passes --------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "../AttachRegularizers/SitePassOptions.h"

#include "per/Dialect/PER/IR/PER.h"
#include "per/Transforms/Passes.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/Support/Error.h"

namespace mlir::per {
#define GEN_PASS_DEF_CAPTURESITESPASS
#define GEN_PASS_DEF_PERTURBSITESPASS
#include "per/Transforms/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

namespace {
struct CaptureSitesPass : per::impl::CaptureSitesPassBase<CaptureSitesPass> {
  using Base::Base;

  void runOnOperation() override {
    AttachOptions options;
    options.function = function;
    options.lossResult = lossResult;
    options.regularizer = regularizer;
    options.reduction = reduction;
    options.sites = getSiteSelection(sitesLocation, sitesFamily, sitesIndex);
    options.bounds = getAnalysisBounds(coneBudgets, closureBudget, familyBudget,
                                       candidateBudget);
    // Penalties are R(h) itself.
    options.lambda.constant = 1;
    Location loc = getOperation().getLoc();
    if (failed(
            takeOption(ScalarSource::parse(seed), loc, "seed", options.seed)) ||
        failed(
            takeOption(ScalarSource::parse(step), loc, "step", options.step)) ||
        failed(takeOption(parseSampleDims(sampleDims), loc, "sample-dims",
                          options.sampleDims)) ||
        failed(captureSites(getOperation(), what, options)))
      signalPassFailure();
  }
};

struct PerturbSitesPass : per::impl::PerturbSitesPassBase<PerturbSitesPass> {
  using Base::Base;

  void runOnOperation() override {
    AttachOptions options;
    options.function = function;
    options.lossResult = lossResult;
    options.sites = getSiteSelection(sitesLocation, sitesFamily, sitesIndex);
    options.bounds = getAnalysisBounds(coneBudgets, closureBudget, familyBudget,
                                       candidateBudget);
    if (failed(takeOption(ScalarSource::parse(step), getOperation().getLoc(),
                          "step", options.step)) ||
        failed(perturbSites(getOperation(), options)))
      signalPassFailure();
  }
};
} // namespace
