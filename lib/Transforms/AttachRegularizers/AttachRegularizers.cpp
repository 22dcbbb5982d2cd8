//===- AttachRegularizers.cpp - terms in a training step --------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "AddPenalties.h"
#include "SaveActivations.h"
#include "SiteRemarks.h"
#include "StepInputs.h"
#include "SupportListener.h"
#include "TermRewriter.h"

#include "per/Transforms/AttachSteps.h"

using namespace mlir;
using namespace mlir::per;

/// A function that nobody differentiated has all its contractions in the
/// forward half. So has one whose loss is made of a gradient: its sites say so.
static LogicalResult verifyHasBackwardHalf(const AnalyzedStep &step) {
  if (llvm::any_of(step.result.sites, [](const SiteResult &site) {
        return site.isGradientInLoss;
      }))
    return success();
  for (ViewNode *node : step.context->view.nodes)
    if (node->kind == NodeKind::Contraction &&
        !step.context->activity.isForward(node->results.front()))
      return success();
  func::FuncOp function = step.function;
  return emitError(function.getLoc(), "function '")
         << function.getName()
         << "' has no backward half: every contraction leads to the loss; "
            "differentiate it first, or use differentiated=false";
}

FailureOr<AttachedStep>
per::attachTerms(ModuleOp module, const AttachOptions &options,
                 function_ref<void(AnalyzedStep &)> revise) {
  FailureOr<RegularizerAttrInterface> regularizer =
      verifyOptions(module, options);
  if (failed(regularizer))
    return failure();
  FailureOr<AnalyzedStep> step =
      analyzeStep(module, options.function, options.lossResult, options.bounds);
  if (failed(step) || failed(verifyHasBackwardHalf(*step)))
    return failure();
  FailureOr<SmallVector<const SiteResult *>> selected =
      selectSites(*step, options.sites);
  if (failed(selected))
    return failure();
  if (saveActivations(*step, *selected)) {
    step = analyzeStep(module, options.function, options.lossResult,
                       options.bounds);
    if (failed(step))
      return failure();
  }
  if (revise)
    revise(*step);

  AttachedStep attached;
  attached.frontend = step->frontend;
  attached.report = startReport(step->result, *regularizer);
  FailureOr<SmallVector<SitePlan>> plans =
      planSites(*step, *regularizer, options, attached.report);
  if (failed(plans))
    return failure();

  attached.record.emplace(step->function);
  EditRecord &record = *attached.record;
  for (const LoopIteration &iteration : step->iterations)
    record.loops.push_back(iteration.loop);
  for (const SiteResult &site : step->result.sites)
    record.sites.push_back(site.value->ir);
  for (const SiteResult &site : step->result.otherSteps)
    record.sites.push_back(site.value->ir);
  StepInputs inputs(*step->frontend, step->function, options, record.support);
  record.inputs = inputs.getSources();
  TermRewriter rewriter(*step->context, *step->frontend, record);
  for (const SitePlan &plan : *plans) {
    TermRewriter::Operands operands;
    operands.regularizer = *regularizer;
    operands.scale = inputs.getScale(plan.getComputeType(), plan.factor);
    if (int64_t slices = regularizer->getNumSlices())
      operands.slices =
          inputs.getSlices(plan.site->index, plan.features, slices,
                           plan.getComputeType(), plan.getLoc());
    if (failed(rewriter.attach(plan, operands)))
      return failure();
    plan.report->status = "attached";
    remarkAttached(*plan.report, plan.getLoc());
  }
  return attached;
}

/// Erases the originals of cloned operations that nothing reads any more.
static void eraseDeadPaths(const EditRecord &record) {
  llvm::SetVector<Operation *> pending;
  for (const TermEdit &edit : record.edits)
    pending.insert(edit.path.begin(), edit.path.end());
  DenseSet<Operation *> paths(pending.begin(), pending.end());
  while (!pending.empty()) {
    Operation *op = pending.pop_back_val();
    if (!op->use_empty())
      continue;
    SmallVector<Value, 4> operands(op->getOperands());
    paths.erase(op);
    op->erase();
    for (Value operand : operands)
      if (Operation *def = operand.getDefiningOp())
        if (paths.contains(def))
          pending.insert(def);
  }
}

LogicalResult per::finishAttached(AttachedStep &step,
                                  const AttachOptions &options) {
  EditRecord &record = *step.record;
  if (failed(proveEdits(record, *step.frontend, options.lossResult,
                        options.bounds)))
    return failure();
  eraseDeadPaths(record);
  step.record.reset();
  return success();
}

FailureOr<AttachReport> per::attachRegularizers(ModuleOp module,
                                                const AttachOptions &options) {
  // A term of weight zero is no term: the analysis runs on a copy.
  OwningOpRef<ModuleOp> copy;
  if (options.lambda.kind == ScalarSource::Kind::Constant &&
      options.lambda.constant == 0)
    copy = module.clone();
  if (copy)
    module = copy.get();
  if (!options.isDifferentiated)
    return addPenalties(module, options);
  FailureOr<AttachedStep> step = attachTerms(module, options);
  if (failed(step) || failed(finishAttached(*step, options)))
    return failure();
  return step->report;
}
