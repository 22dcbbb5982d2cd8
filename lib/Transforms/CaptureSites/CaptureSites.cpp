//===- CaptureSites.cpp - what a step computes at its sites -----*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "SiteDirection.h"

#include "../AttachRegularizers/AddPenalties.h"
#include "../AttachRegularizers/StepInputs.h"

#include "per/Transforms/CaptureSites.h"

#include "mlir/IR/Diagnostics.h"

using namespace mlir;
using namespace mlir::per;

namespace {
class Capturer {
public:
  Capturer(const AnalyzedStep &step, const AttachOptions &options)
      : step(step), options(options) {}

  LogicalResult captureEach(ArrayRef<const SiteResult *> sites, Captured what);
  LogicalResult capturePenalties(ArrayRef<const SiteResult *> sites);
  void finish();

private:
  FailureOr<Value> captureTensor(const SiteResult &site, ViewValue *value);
  FailureOr<Value> captureProduct(const SiteResult &site);
  Value createZero(FloatType type, Location loc);

  const AnalyzedStep &step;
  const AttachOptions &options;
  SiteAccumulator accumulator;
  SmallVector<Value> captured;
};
} // namespace

Value Capturer::createZero(FloatType type, Location loc) {
  func::FuncOp function = step.function;
  OpBuilder builder = OpBuilder::atBlockBegin(&function.getBody().front());
  return step.frontend->createScalarConstant(builder, loc, type, 0);
}

FailureOr<Value> Capturer::captureTensor(const SiteResult &site,
                                         ViewValue *value) {
  if (value->block->parent)
    return emitError(site.value->def->getLoc())
           << "site " << site.index << " is inside of '"
           << value->block->parent->getOpName()
           << "': its tensors cannot be returned, only numbers (penalties, "
              "cotangent-products)";
  return value->ir;
}

/// <cotangent, v>, summed over the iterations of the cotangent's loops.
FailureOr<Value> Capturer::captureProduct(const SiteResult &site) {
  ViewValue *cotangent = site.adjoint.cotangent;
  Location loc = site.value->def->getLoc();
  Value direction = createSiteDirection(step, site);
  Type type = direction.getType();
  type = getElementTypeOrSelf(type);
  return accumulator.accumulate(
      cotangent, createZero(cast<FloatType>(type), loc),
      [&](OpBuilder &builder, Value current) {
        auto tensors = createTensorBuilder(*step.frontend, builder, loc);
        Value wide = tensors->convert(cotangent->ir, type);
        Value products = tensors->map(
            tensors->getShape(wide), {sameShape(wide), sameShape(direction)},
            type, [](ElementBuilder &b, ArrayRef<Element> operands) {
              return b.mul(operands[0], operands[1]);
            });
        return step.frontend->createAdd(builder, loc, current,
                                        tensors->sumAll(products));
      });
}

static unsigned getDepth(const ViewBlock *block) {
  return block->parent ? 1 + getDepth(block->parent->block) : 0;
}

LogicalResult Capturer::captureEach(ArrayRef<const SiteResult *> sites,
                                    Captured what) {
  auto getValue = [&](unsigned index) {
    return what == Captured::Activations ? sites[index]->value
                                         : sites[index]->adjoint.cotangent;
  };
  // Outermost values first: a carry replaces a loop, whose results would be
  // gone when they are read later.
  SmallVector<unsigned> order =
      llvm::to_vector(llvm::seq<unsigned>(sites.size()));
  llvm::sort(order, [&](unsigned a, unsigned b) {
    return std::make_pair(getDepth(getValue(a)->block), a) <
           std::make_pair(getDepth(getValue(b)->block), b);
  });
  captured.resize(sites.size());
  for (unsigned index : order) {
    FailureOr<Value> value =
        what == Captured::CotangentProducts
            ? captureProduct(*sites[index])
            : captureTensor(*sites[index], getValue(index));
    if (failed(value))
      return failure();
    captured[index] = *value;
  }
  return success();
}

LogicalResult Capturer::capturePenalties(ArrayRef<const SiteResult *> sites) {
  func::FuncOp function = step.function;
  FailureOr<RegularizerAttrInterface> regularizer =
      verifyOptions(function->getParentOfType<ModuleOp>(), options);
  if (failed(regularizer))
    return failure();
  llvm::SetVector<Operation *> made;
  StepInputs inputs(*step.frontend, function, options, made);
  for (const SiteResult *site : sites) {
    FailureOr<SitePlan> plan = planSite(*site, *regularizer, options);
    if (failed(plan))
      return failure();
    FloatType type = plan->getComputeType();
    Value scale = inputs.getScale(type, plan->factor), slices;
    if (int64_t count = regularizer->getNumSlices())
      slices = inputs.getSlices(site->index, plan->features, count, type,
                                plan->getLoc());
    FailureOr<Value> sum = accumulator.accumulate(
        site->value, inputs.getZero(type),
        [&](OpBuilder &builder, Value current) {
          return PenaltyOp::create(builder, plan->getLoc(), current.getType(),
                                   *regularizer, site->value->ir, slices, scale,
                                   current, plan->sampleDims)
              .getResult();
        });
    if (failed(sum))
      return failure();
    captured.push_back(*sum);
  }
  return success();
}

/// The captured values as results, after the function's own.
void Capturer::finish() {
  func::FuncOp function = step.function;
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

LogicalResult per::captureSites(ModuleOp module, Captured what,
                                const AttachOptions &options) {
  bool needsCotangent =
      what == Captured::Cotangents || what == Captured::CotangentProducts;
  FailureOr<AnalyzedStep> step =
      needsCotangent ? analyzeStep(module, options.function, options.lossResult,
                                   options.bounds)
                     : findStepSites(module, options.function,
                                     options.lossResult, options.bounds);
  if (failed(step))
    return failure();
  FailureOr<SmallVector<const SiteResult *>> sites =
      selectUsableSites(*step, options, needsCotangent);
  if (failed(sites))
    return failure();
  Capturer capturer(*step, options);
  if (what == Captured::Penalties) {
    if (failed(capturer.capturePenalties(*sites)))
      return failure();
  } else if (failed(capturer.captureEach(*sites, what))) {
    return failure();
  }
  capturer.finish();
  return success();
}
