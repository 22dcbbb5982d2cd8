//===- AddPenalties.cpp - penalties in the loss -----------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "AddPenalties.h"

#include "../Regions/RegionExit.h"
#include "SitePenalty.h"
#include "SiteRemarks.h"

#include "llvm/ADT/MapVector.h"

using namespace mlir;
using namespace mlir::per;

/// loss + penalties, in the type of the loss.
static void addToLoss(const AnalyzedStep &step, unsigned lossResult,
                      ArrayRef<Value> penalties) {
  func::FuncOp function = step.function;
  Operation *terminator = function.getBody().front().getTerminator();
  OpBuilder builder(terminator);
  Location loc = terminator->getLoc();
  OpOperand &result = terminator->getOpOperand(lossResult);
  auto type = cast<FloatType>(getElementTypeOrSelf(result.get().getType()));
  // One sum a compute type: it is rounded once.
  llvm::MapVector<Type, Value> totals;
  for (Value penalty : penalties) {
    Value &total = totals[getElementTypeOrSelf(penalty.getType())];
    total = total ? step.frontend->createAdd(builder, loc, total, penalty)
                  : penalty;
  }
  Value loss = result.get();
  for (auto [computeType, total] : totals) {
    if (computeType != type)
      total = step.frontend->createConvert(builder, loc, total, type);
    loss = step.frontend->createAdd(builder, loc, loss, total);
  }
  result.set(loss);
}

FailureOr<AttachReport> per::addPenalties(ModuleOp module,
                                          const AttachOptions &options) {
  FailureOr<RegularizerAttrInterface> regularizer =
      verifyOptions(module, options);
  if (failed(regularizer))
    return failure();
  FailureOr<AnalyzedStep> step = findStepSites(
      module, options.function, options.lossResult, options.bounds);
  if (failed(step))
    return failure();
  AttachReport report = startReport(step->result, *regularizer);
  FailureOr<SmallVector<SitePlan>> plans =
      planSites(*step, *regularizer, options, report);
  if (failed(plans))
    return failure();
  PenaltyBuilder builder(*step, *regularizer, options);
  SmallVector<LeavingValue> leaving;
  for (const SitePlan &plan : *plans) {
    FailureOr<Value> penalty = builder.build(plan, plan.factor);
    if (failed(penalty))
      return failure();
    leaving.push_back(
        {*penalty, plan.site->value, plan.getLoc(), /*isSummed=*/true});
  }
  RegionExit exit(*step->view, *step->frontend);
  FailureOr<SmallVector<Value>> penalties = exit.leave(leaving);
  if (failed(penalties))
    return failure();
  addToLoss(*step, options.lossResult, *penalties);
  for (const SitePlan &plan : *plans) {
    plan.report->status = "attached";
    remarkAttached(*plan.report, plan.getLoc());
  }
  return report;
}
