//===- AttachRegularizersPass.cpp - the attach step as a pass ---*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "SitePassOptions.h"

#include "per/Dialect/PER/IR/PER.h"
#include "per/Transforms/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

namespace mlir::per {
#define GEN_PASS_DEF_ATTACHREGULARIZERSPASS
#include "per/Transforms/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

namespace {
struct AttachRegularizersPass
    : per::impl::AttachRegularizersPassBase<AttachRegularizersPass> {
  using Base::Base;

  void runOnOperation() override {
    FailureOr<AttachOptions> options = getOptions();
    if (failed(options))
      return signalPassFailure();
    FailureOr<AttachReport> attached =
        attachRegularizers(getOperation(), *options);
    if (failed(attached) || failed(writeReport(*attached)))
      signalPassFailure();
  }

private:
  FailureOr<AttachOptions> getOptions() {
    AttachOptions options;
    options.function = function;
    options.regularizer = regularizer;
    options.reduction = reduction;
    options.sites = getSiteSelection(sitesLocation, sitesFamily, sitesIndex);
    options.lossResult = lossResult;
    options.weights.assign(weights.begin(), weights.end());
    options.skipFailedSites = onFailure == FailurePolicy::Skip;
    options.isDifferentiated = differentiated;
    options.bounds = getAnalysisBounds(coneBudgets, closureBudget, familyBudget,
                                       candidateBudget);
    if (failed(takeOption(ScalarSource::parse(lambda), getOperation().getLoc(),
                          "lambda", options.lambda)) ||
        failed(takeOption(ScalarSource::parse(seed), getOperation().getLoc(),
                          "seed", options.seed)) ||
        failed(takeOption(ScalarSource::parse(step), getOperation().getLoc(),
                          "step", options.step)) ||
        failed(takeOption(parseSampleDims(sampleDims), getOperation().getLoc(),
                          "sample-dims", options.sampleDims)))
      return failure();
    if (!lossScale.empty() &&
        failed(takeOption(ScalarSource::parse(lossScale),
                          getOperation().getLoc(), "loss-scale",
                          options.lossScale.emplace())))
      return failure();
    return options;
  }

  /// Writes the whole report, or leaves the file as it was.
  LogicalResult writeReport(const AttachReport &attached) {
    if (report.empty())
      return success();
    llvm::Error error = llvm::writeToOutput(report, [&](llvm::raw_ostream &os) {
      os << attached.toJSON();
      return llvm::Error::success();
    });
    if (error)
      return emitError(getOperation().getLoc(), "cannot write the report: ")
             << llvm::toString(std::move(error));
    return success();
  }
};
} // namespace
