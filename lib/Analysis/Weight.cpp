//===- Weight.cpp - does the weight of a term follow from the graph -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Analysis/Weight.h"
#include "SiteReaders.h"
#include "per/Analysis/Flow.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;
using namespace mlir::per;

//===----------------------------------------------------------------------===//
// Per-example gradients
//===----------------------------------------------------------------------===//

/// The sample dimension whose size is how many times the gradient is larger
/// than the weight, if there is exactly one.
static std::optional<int64_t> findRepeatedDim(const ViewValue *site,
                                              ArrayRef<int64_t> sampleDims,
                                              const ViewValue *gradient,
                                              const ViewValue *weight) {
  int64_t numWeights = weight->getNumElements();
  int64_t numGradients = gradient->getNumElements();
  if (numWeights <= 0 || numGradients <= numWeights ||
      numGradients % numWeights != 0)
    return std::nullopt;
  std::optional<int64_t> found;
  for (int64_t dim : sampleDims) {
    if (site->shape[dim] != numGradients / numWeights)
      continue;
    if (found)
      return std::nullopt;
    found = dim;
  }
  return found;
}

/// Sample dimensions that every weight gradient of the site keeps.
static SmallVector<int64_t, 2>
findPerExampleDims(const AnalysisContext &context, ViewValue *site,
                   ArrayRef<int64_t> sampleDims) {
  SmallVector<SiteReader> layers, gradients;
  DenseSet<int64_t> layerBatching;
  for (SiteReader &reader : collectReaders(context, site)) {
    ViewValue *result = reader.node->results.front();
    bool hasActiveOther = context.activity.isActive(reader.getCoOperand());
    if (context.activity.isForward(result) && !hasActiveOther) {
      for (int64_t dim : reader.getBatchingDims())
        layerBatching.insert(dim);
      layers.push_back(reader);
    } else if (!context.activity.isForwardClass(result) && hasActiveOther) {
      gradients.push_back(reader);
    }
  }
  if (layers.empty())
    return {};

  std::optional<SmallVector<int64_t, 4>> common;
  for (const SiteReader &gradient : gradients) {
    const ViewValue *result = gradient.node->results.front();
    // A multiple of some weight's size: a gradient of it, of one or of each
    // example. Anything else is another layer that reads the site.
    const ViewValue *weight = nullptr;
    for (const SiteReader &layer : layers) {
      const ViewValue *candidate = layer.getCoOperand();
      if (candidate->getNumElements() > 0 &&
          result->getNumElements() % candidate->getNumElements() == 0)
        weight = candidate;
    }
    if (!weight)
      continue;
    SmallVector<int64_t, 4> dims;
    if (gradient.node->contraction->isConvolution) {
      // Grouped convolutions hold the examples among their features.
      if (auto dim = findRepeatedDim(site, sampleDims, result, weight))
        dims.push_back(*dim);
    } else if (result->getNumElements() > weight->getNumElements()) {
      dims = gradient.getBatchingDims();
    }
    llvm::erase_if(dims, [&](int64_t dim) {
      return !llvm::is_contained(sampleDims, dim) ||
             layerBatching.contains(dim);
    });
    if (common)
      llvm::erase_if(
          *common, [&](int64_t dim) { return !llvm::is_contained(dims, dim); });
    else
      common = std::move(dims);
  }
  if (!common)
    return {};
  llvm::sort(*common);
  return SmallVector<int64_t, 2>(common->begin(), common->end());
}

//===----------------------------------------------------------------------===//
// Micro-batches
//===----------------------------------------------------------------------===//

/// The loops that compute both the site and what reads its cotangent in one
/// iteration, innermost first.
static SmallVector<ViewNode *, 1> findCommonLoops(const ViewValue *site,
                                                  const Adjoint &adjoint) {
  SmallVector<ViewNode *, 1> loops;
  for (ViewNode *loop = getEnclosingLoop(adjoint.path.front()->block); loop;
       loop = getEnclosingLoop(loop->block))
    if (llvm::any_of(loop->blocks, [&](ViewBlock *block) {
          return isInside(site->block, block);
        }))
      loops.push_back(loop);
  return loops;
}

//===----------------------------------------------------------------------===//
// Shards
//===----------------------------------------------------------------------===//

/// The manual region around what reads the cotangent, if the site is not in it:
/// a region that was differentiated from outside.
static const ViewNode *findDifferentiatedRegion(const ViewValue *site,
                                                const Adjoint &adjoint) {
  for (const ViewBlock *block = adjoint.path.front()->block; block->parent;
       block = block->parent->block)
    if (block->parent->kind == NodeKind::Region)
      return isInside(site->block, block) ? nullptr : block->parent;
  return nullptr;
}

/// The number of devices that hold parts of the site's samples: 1 outside of
/// manual regions, 0 if it is not known.
static int64_t countShards(const DeviceLayouts &layouts, const ViewValue *site,
                           ArrayRef<int64_t> sampleDims) {
  const ViewNode *region = getManualRegion(site->block);
  if (!region)
    return 1;
  std::optional<DeviceLayout> layout = layouts.getLayout(site);
  return layout ? countParts(region, *layout, sampleDims) : 0;
}

static constexpr llvm::StringLiteral kUnknownShards =
    "it is not clear how the devices of a manual region share the batch of the "
    "loss";

WeightFacts per::inferWeightOfPenalty(const DeviceLayouts &layouts,
                                      const ViewValue *site,
                                      ArrayRef<int64_t> sampleDims) {
  WeightFacts facts;
  int64_t shards = countShards(layouts, site, sampleDims);
  facts.numShards = std::max<int64_t>(shards, 1);
  if (shards == 0) {
    facts.known = false;
    facts.reason = kUnknownShards;
  } else if (getEnclosingLoop(site->block)) {
    facts.known = false;
    facts.reason = "a loop computes the activation, and its penalty is summed "
                   "over the iterations";
  }
  return facts;
}

WeightFacts per::inferWeight(const AnalysisContext &context,
                             const DeviceLayouts &layouts, ViewValue *site,
                             ArrayRef<int64_t> sampleDims,
                             const Adjoint &adjoint) {
  WeightFacts facts;
  facts.perExampleDims = findPerExampleDims(context, site, sampleDims);
  SmallVector<ViewNode *, 1> loops = findCommonLoops(site, adjoint);
  for (const ViewNode *loop : loops)
    facts.microBatches *= context.numbering.getTripCount(loop).value_or(0);
  if (!loops.empty()) {
    facts.known = false;
    facts.reason = "a loop computes both the activation and its cotangent "
                   "(micro-batches), and may or may not divide by their number";
  }
  int64_t shards = countShards(layouts, site, sampleDims);
  if (!findDifferentiatedRegion(site, adjoint)) {
    facts.microBatches *= shards;
  } else if (shards != 0) {
    facts.numShards = shards;
  } else {
    facts.known = false;
    facts.reason = kUnknownShards;
  }
  return facts;
}

//===----------------------------------------------------------------------===//
// Scaled start of the backward half
//===----------------------------------------------------------------------===//

namespace {
/// A factor between the loss and what was differentiated.
struct Factor {
  ViewValue *value;
  bool isInverse;
};
} // namespace

/// The factors of the loss, down to the first step that is no product with a
/// coefficient.
static SmallVector<Factor> collectLossFactors(const AnalysisContext &context) {
  SmallVector<Factor> factors;
  ViewValue *value = context.loss;
  while (const ViewNode *node = value->def) {
    if (node->kind == NodeKind::Reshape) {
      value = node->operands.front();
      continue;
    }
    if (node->kind != NodeKind::Elementwise)
      break;
    if (node->function == ScalarFunction::Identity ||
        node->function == ScalarFunction::Negate) {
      value = node->operands.front();
      continue;
    }
    bool isDivision = node->function == ScalarFunction::Divide;
    if (!isDivision && node->function != ScalarFunction::Multiply)
      break;
    ViewValue *lhs = node->operands[0], *rhs = node->operands[1];
    if (!context.activity.isActive(rhs)) {
      factors.push_back({rhs, isDivision});
      value = lhs;
    } else if (!isDivision && !context.activity.isActive(lhs)) {
      factors.push_back({lhs, false});
      value = rhs;
    } else {
      break;
    }
  }
  return factors;
}

/// Whether two factors of the loss cancel.
static bool doCancel(const AnalysisContext &context, const Factor &a,
                     const Factor &b) {
  std::optional<double> x = context.constant(a.value);
  std::optional<double> y = context.constant(b.value);
  if (!x != !y)
    return false;
  if (!x)
    return a.isInverse != b.isInverse &&
           context.numbering.areCongruent(a.value, b.value);
  double left = a.isInverse ? 1 / *x : *x, right = b.isInverse ? 1 / *y : *y;
  return std::abs(left * right - 1) < 1e-6 &&
         std::abs(std::abs(left) - 1) > 1e-6;
}

/// A scalar argument of the function from which the cotangents are computed,
/// and the loss is not.
static ViewValue *findForeignScalar(const AnalysisContext &context,
                                    ArrayRef<ViewValue *> cotangents) {
  SmallVector<ViewValue *> worklist(cotangents);
  llvm::BitVector seen(context.view.values.size());
  while (!worklist.empty()) {
    ViewValue *value = worklist.pop_back_val();
    if (seen.test(value->id) || context.activity.isForwardClass(value))
      continue;
    seen.set(value->id);
    bool isArgument = !value->def && !value->block->parent;
    if (isArgument && value->isFloat() && value->shape.empty())
      return value;
    forEachSource(value,
                  [&](ViewValue *source) { worklist.push_back(source); });
  }
  return nullptr;
}

std::string per::findScaledStart(const AnalysisContext &context,
                                 ArrayRef<ViewValue *> cotangents) {
  SmallVector<Factor> factors = collectLossFactors(context);
  for (auto [i, first] : llvm::enumerate(factors))
    for (const Factor &second : ArrayRef(factors).drop_front(i + 1))
      if (doCancel(context, first, second))
        return "the loss is multiplied and divided by one factor (loss "
               "scaling)";
  if (ViewValue *scalar = findForeignScalar(context, cotangents))
    return llvm::formatv("the backward half is scaled by argument {0}, which "
                         "the loss does not depend on",
                         scalar->index);
  return "";
}
