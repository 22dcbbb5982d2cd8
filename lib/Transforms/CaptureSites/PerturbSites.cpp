//===- PerturbSites.cpp - activations moved along directions ----*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "SiteDirection.h"

#include "../AttachRegularizers/StepInputs.h"
#include "../CreateTensorBuilder.h"
#include "../Regions/RegionEntry.h"

#include "per/Analysis/Flow.h"
#include "per/Transforms/CaptureSites.h"

using namespace mlir;
using namespace mlir::per;

/// Whether what the use makes is in the forward half.
static bool isForwardUse(const AnalysisContext &context, ViewUse use) {
  bool result = false;
  forEachTarget(use, [&](ViewValue *target) {
    result |= context.activity.isForward(target);
  });
  return result;
}

/// y + epsilon * v after y, and its forward uses rerouted to it.
static LogicalResult perturb(const AnalyzedStep &step, const SiteResult &site,
                             const ScalarSource &draw, Value functionEpsilon,
                             RegionEntry &regions) {
  FailureOr<Value> entered =
      regions.enter(createSiteDirection(step, site, draw), site.value->block);
  FailureOr<Value> epsilon = regions.enter(functionEpsilon, site.value->block);
  if (failed(entered) || failed(epsilon))
    return failure();
  Value direction = *entered;
  Value activation = site.value->ir;
  OpBuilder builder(activation.getContext());
  builder.setInsertionPointAfterValue(activation);
  auto tensors =
      createTensorBuilder(*step.frontend, builder, activation.getLoc());
  Type type = getElementTypeOrSelf(activation.getType());
  Value moved = tensors->map(
      tensors->getShape(activation),
      {sameShape(activation), sameShape(direction), MapOperand{*epsilon, {}}},
      type, [&](ElementBuilder &b, ArrayRef<Element> operands) {
        Type wide = type.isF64() ? type : operands[1].type;
        Element step =
            b.mul(b.convert(operands[1], wide), b.convert(operands[2], wide));
        return b.convert(b.add(b.convert(operands[0], wide), step), type);
      });
  // Bodies that are not entered read values of the outside too.
  DenseSet<Operation *> readers, withBodies;
  for (ViewUse use : site.value->uses)
    if (isForwardUse(*step.context, use)) {
      readers.insert(use.node->op);
      if (use.node->blocks.empty())
        withBodies.insert(use.node->op);
    }
  activation.replaceUsesWithIf(moved, [&](OpOperand &operand) {
    Operation *reader = operand.getOwner();
    if (readers.contains(reader))
      return true;
    while (reader && !withBodies.contains(reader))
      reader = reader->getParentOp();
    return reader != nullptr;
  });
  return success();
}

LogicalResult per::perturbSites(ModuleOp module, const AttachOptions &options) {
  FailureOr<AnalyzedStep> step =
      analyzeStep(module, options.function, options.lossResult, options.bounds);
  if (failed(step) || failed(verifyIsOneStep(*step)) ||
      failed(verifyStepInputs(step->function, options)))
    return failure();
  FailureOr<SmallVector<const SiteResult *>> sites =
      selectUsableSites(*step, options, /*needsCotangent=*/true);
  if (failed(sites))
    return failure();
  func::FuncOp function = step->function;
  MLIRContext *context = module.getContext();
  unsigned index = function.getNumArguments();
  if (failed(function.insertArgument(
          index, RankedTensorType::get({}, Float32Type::get(context)),
          DictionaryAttr::get(context),
          NameLoc::get(StringAttr::get(context, "per_epsilon")))))
    return failure();
  SmallVector<RegionCapture> captures;
  RegionEntry regions(*step->frontend, captures);
  for (const SiteResult *site : *sites)
    if (failed(perturb(*step, *site, options.step, function.getArgument(index),
                       regions)))
      return failure();
  return success();
}
