//===- AttachRegularizers.cpp - terms in a training step --------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "SiteRemarks.h"
#include "StepInputs.h"
#include "SupportListener.h"
#include "TermRewriter.h"

#include "per/Transforms/AttachSteps.h"

#include "mlir/AsmParser/AsmParser.h"

using namespace mlir;
using namespace mlir::per;

static FailureOr<RegularizerAttrInterface>
parseRegularizer(ModuleOp module, StringRef text) {
  // The parser reports where in the text it stopped.
  Attribute attribute = parseAttribute(text, module.getContext());
  auto regularizer = dyn_cast_or_null<RegularizerAttrInterface>(attribute);
  if (!regularizer)
    return module.emitError("expected a regulariser such as "
                            "#per.projected_error, got '")
           << text << "'";
  return regularizer;
}

/// A function that nobody differentiated has all its contractions in the
/// forward half.
static LogicalResult verifyHasBackwardHalf(const AnalyzedStep &step) {
  for (ViewNode *node : step.view->nodes)
    if (node->kind == NodeKind::Contraction &&
        !step.context->activity.isForward(node->results.front()))
      return success();
  func::FuncOp function = step.function;
  return function.emitError("function '")
         << function.getName()
         << "' has no backward half: every contraction leads to the loss; "
            "differentiate it first, or use differentiated=false";
}

/// The selected sites that get a term; what becomes of the others is said here.
static FailureOr<SmallVector<SitePlan>>
planSites(const AnalyzedStep &step, RegularizerAttrInterface regularizer,
          const AttachOptions &options, AttachReport &report) {
  FailureOr<SmallVector<const SiteResult *>> selected =
      selectSites(step, options.sites);
  if (failed(selected))
    return failure();
  SmallVector<SitePlan> plans;
  bool isValid = true;
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
    plans.push_back(*plan);
  }
  if (!isValid)
    return failure();
  func::FuncOp function = step.function;
  if (plans.empty())
    return function.emitError("no site gets a term: ")
           << step.result.sites.size() << " found, " << selected->size()
           << " selected, none of them attached";
  if (!options.weights.empty() && options.weights.size() != plans.size())
    return function.emitError("expected one weight for each of the ")
           << plans.size() << " attached sites, got "
           << options.weights.size();
  for (auto [plan, weight] : llvm::zip(plans, options.weights)) {
    if (!(weight > 0 && std::isfinite(weight)))
      return function.emitError("weights must be finite and positive, got ")
             << weight;
    plan.factor *= weight;
    plan.report->weightKnown = true;
    plan.report->message = "measured";
  }
  return plans;
}

FailureOr<AttachedStep> per::attachTerms(ModuleOp module,
                                         const AttachOptions &options) {
  FailureOr<RegularizerAttrInterface> regularizer =
      parseRegularizer(module, options.regularizer);
  if (failed(regularizer))
    return failure();
  if (auto function = module.lookupSymbol<func::FuncOp>(options.function))
    if (failed(verifyStepInputs(function, options)))
      return failure();
  FailureOr<AnalyzedStep> step = analyzeStep(module, options.function,
                                             options.lossResult, options.bounds);
  if (failed(step) || failed(verifyHasBackwardHalf(*step)))
    return failure();

  AttachedStep attached;
  attached.frontend = step->frontend;
  attached.report = startReport(step->result, *regularizer);
  FailureOr<SmallVector<SitePlan>> plans =
      planSites(*step, *regularizer, options, attached.report);
  if (failed(plans))
    return failure();

  attached.record.emplace(step->function);
  EditRecord &record = *attached.record;
  for (const SiteResult &site : step->result.sites)
    record.sites.push_back(site.value->ir);
  StepInputs inputs(*step->frontend, step->function, options, record.support);
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

FailureOr<AttachReport>
per::attachRegularizers(ModuleOp module, const AttachOptions &options) {
  if (!options.isDifferentiated)
    return addPenalties(module, options);
  // A term of weight zero is no term: the analysis runs on a copy.
  OwningOpRef<ModuleOp> copy;
  if (options.lambda.kind == ScalarSource::Kind::Constant &&
      options.lambda.constant == 0)
    copy = module.clone();
  FailureOr<AttachedStep> step =
      attachTerms(copy ? copy.get() : module, options);
  if (failed(step) || failed(finishAttached(*step, options)))
    return failure();
  return step->report;
}
