//===- AddPenalties.cpp - penalties in the loss -----------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "AddPenalties.h"

#include "SiteRemarks.h"
#include "StepInputs.h"

#include "llvm/ADT/MapVector.h"

using namespace mlir;
using namespace mlir::per;

namespace {
class PenaltyAdder {
public:
  PenaltyAdder(const AnalyzedStep &step, RegularizerAttrInterface regularizer,
               const AttachOptions &options)
      : step(step), regularizer(regularizer), options(options),
        inputs(*step.frontend, step.function, options, made) {}

  LogicalResult add(const SitePlan &plan);
  void finish();

private:
  const AnalyzedStep &step;
  RegularizerAttrInterface regularizer;
  const AttachOptions &options;
  llvm::SetVector<Operation *> made;
  StepInputs inputs;
  SiteAccumulator accumulator;
  /// One sum a compute type.
  llvm::MapVector<Type, Value> totals;
};
} // namespace

LogicalResult PenaltyAdder::add(const SitePlan &plan) {
  FloatType type = plan.getComputeType();
  Value scale = inputs.getScale(type, plan.factor);
  Value slices;
  if (int64_t count = regularizer.getNumSlices())
    slices = inputs.getSlices(plan.site->index, plan.features, count, type,
                              plan.getLoc());
  Value &total = totals[type];
  if (!total)
    total = inputs.getZero(type);
  FailureOr<Value> sum = accumulator.accumulate(
      plan.site->value, total, [&](OpBuilder &builder, Value current) {
        return PenaltyOp::create(builder, plan.getLoc(), current.getType(),
                                 regularizer, plan.site->value->ir, slices,
                                 scale, current, plan.sampleDims)
            .getResult();
      });
  if (failed(sum))
    return failure();
  total = *sum;
  return success();
}

/// loss + penalties, in the type of the loss.
void PenaltyAdder::finish() {
  func::FuncOp function = step.function;
  Operation *terminator = function.getBody().front().getTerminator();
  OpBuilder builder(terminator);
  Location loc = terminator->getLoc();
  OpOperand &result = terminator->getOpOperand(options.lossResult);
  auto type = cast<FloatType>(getElementTypeOrSelf(result.get().getType()));
  Value loss = result.get();
  for (auto [computeType, total] : totals) {
    Value penalty = total;
    if (computeType != type)
      penalty = step.frontend->createConvert(builder, loc, penalty, type);
    loss = step.frontend->createAdd(builder, loc, loss, penalty);
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
  PenaltyAdder adder(*step, *regularizer, options);
  for (const SitePlan &plan : *plans) {
    if (failed(adder.add(plan)))
      return failure();
    plan.report->status = "attached";
    remarkAttached(*plan.report, plan.getLoc());
  }
  adder.finish();
  return report;
}
