//===- AnalyzeStep.cpp - from a module to its sites -------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Analysis/Weight.h"
#include "per/Transforms/AttachSteps.h"
#include "per/Transforms/InlineCalls.h"

#include "llvm/Support/Regex.h"

using namespace mlir;
using namespace mlir::per;

/// A float, or a rank-0 tensor of floats.
static bool isFloatScalar(Type type) {
  if (isa<FloatType>(type))
    return true;
  auto tensor = dyn_cast<RankedTensorType>(type);
  return tensor && tensor.getRank() == 0 &&
         isa<FloatType>(tensor.getElementType());
}

static FailureOr<func::FuncOp> findFunction(ModuleOp module, StringRef name,
                                            unsigned lossResult) {
  auto function = module.lookupSymbol<func::FuncOp>(name);
  if (!function) {
    InFlightDiagnostic diagnostic =
        emitError(module.getLoc(), "no function is named '") << name << "'";
    for (auto other : module.getOps<func::FuncOp>())
      if (!other.isPrivate())
        diagnostic.attachNote(other.getLoc())
            << "there is '" << other.getName() << "'";
    return diagnostic;
  }
  if (function.isExternal())
    return emitError(function.getLoc(), "function '")
           << name << "' has no body";
  if (!function.getBody().hasOneBlock())
    return emitError(function.getLoc(), "function '")
           << name
           << "' has more than one block: expected structured control "
              "flow";
  unsigned numResults = function.getNumResults();
  if (numResults == 0)
    return emitError(function.getLoc(), "function '")
           << name << "' returns nothing: expected a loss among its results";
  if (lossResult >= numResults)
    return emitError(function.getLoc(), "the loss is result ")
           << lossResult << " of a function that has " << numResults;
  Type type = function.getResultTypes()[lossResult];
  if (!isFloatScalar(type))
    return emitError(function.getLoc(), "the loss, result ")
           << lossResult << ", must be a floating scalar, got " << type;
  return function;
}

static LogicalResult reportNoSites(func::FuncOp function,
                                   const AnalyzedStep &step) {
  unsigned numIntegers = 0;
  for (ViewNode *node : step.view->nodes)
    numIntegers += node->kind == NodeKind::Contraction &&
                   !node->operands.empty() && !node->operands[0]->isFloat();
  InFlightDiagnostic diagnostic =
      emitError(function.getLoc(),
                "no hidden activation was found: the loss depends on ")
      << step.result.numContractions
      << (step.result.numContractions == 1 ? " contraction" : " contractions")
      << ", and none of them reads a nonlinear function of another";
  if (numIntegers)
    diagnostic.attachNote() << numIntegers
                            << " of the function's contractions are of "
                               "integers, which have no gradient";
  for (ViewNode *node : ArrayRef(step.result.notUnderstood).take_front(8))
    diagnostic.attachNote(node->getLoc())
        << "'" << node->getOpName() << "' is not understood";
  if (step.result.numContractions == 0)
    diagnostic.attachNote() << "is the right result named as the loss?";
  return diagnostic;
}

/// The function, its calls inlined, and its view.
static FailureOr<AnalyzedStep> viewStep(ModuleOp module, StringRef name,
                                        unsigned lossResult) {
  FailureOr<func::FuncOp> function = findFunction(module, name, lossResult);
  if (failed(function) || failed(inlineCalls(module, name)))
    return failure();
  AnalyzedStep step;
  step.function = *function;
  step.frontend = &getFrontend(module);
  FailureOr<std::unique_ptr<GraphView>> view =
      step.frontend->buildView(*function);
  if (failed(view))
    return failure();
  step.view = std::move(*view);
  return step;
}

static ViewValue *getLoss(const AnalyzedStep &step, unsigned lossResult) {
  return step.view->main->getReturn()->operands[lossResult];
}

FailureOr<AnalyzedStep> per::analyzeStep(ModuleOp module, StringRef function,
                                         unsigned lossResult,
                                         const AnalysisBounds &bounds) {
  FailureOr<AnalyzedStep> step = viewStep(module, function, lossResult);
  if (failed(step))
    return failure();
  Discovery discovery =
      discoverAdjoints(*step->view, getLoss(*step, lossResult), bounds);
  step->iterations = std::move(discovery.iterations);
  step->context = std::move(discovery.context);
  step->result = std::move(discovery.result);
  if (step->result.sites.empty())
    return reportNoSites(step->function, *step);
  return step;
}

FailureOr<AnalyzedStep> per::findStepSites(ModuleOp module, StringRef function,
                                           unsigned lossResult,
                                           const AnalysisBounds &bounds) {
  FailureOr<AnalyzedStep> step = viewStep(module, function, lossResult);
  if (failed(step))
    return failure();
  step->context = std::make_unique<AnalysisContext>(
      *step->view, getLoss(*step, lossResult), bounds);
  SiteList list = findSites(*step->context);
  step->result.numContractions = list.numContractions;
  step->result.numContractionsWithoutSite = list.numContractionsWithoutSite;
  step->result.notUnderstood = list.notUnderstood;
  step->result.hiding = list.hiding;
  DeviceLayouts layouts(*step->view);
  for (ViewValue *value : list.sites) {
    SiteResult &site = step->result.sites.emplace_back();
    site.index = step->result.sites.size() - 1;
    site.value = value;
    site.sampleDims = inferSampleDims(*step->context, value);
    site.family = recognizeFamily(*step->context, value);
    site.weight = inferWeightOfPenalty(layouts, value, site.sampleDims);
    site.status = SiteStatus::Found;
  }
  if (step->result.sites.empty())
    return reportNoSites(step->function, *step);
  return step;
}

FailureOr<SmallVector<const SiteResult *>>
per::selectSites(const AnalyzedStep &step, const SiteSelection &selection) {
  func::FuncOp function = step.function;
  const DiscoveryResult &result = step.result;
  llvm::Regex pattern(selection.location);
  std::string problem;
  if (!selection.location.empty() && !pattern.isValid(problem))
    return emitError(function.getLoc())
           << "invalid regular expression for site locations '"
           << selection.location << "': " << problem;
  for (unsigned index : selection.indices)
    if (index >= result.sites.size())
      return emitError(function.getLoc())
             << "no site has index " << index << ": the function has "
             << result.sites.size()
             << (result.sites.size() == 1 ? " site" : " sites");

  SmallVector<const SiteResult *> selected;
  for (const SiteResult &site : result.sites) {
    if (!selection.location.empty() &&
        !pattern.match(getLocationName(site.value->def->getLoc())))
      continue;
    if (!selection.families.empty() &&
        !llvm::is_contained(selection.families, site.family))
      continue;
    if (!selection.indices.empty() &&
        !llvm::is_contained(selection.indices, site.index))
      continue;
    selected.push_back(&site);
  }
  return selected;
}
