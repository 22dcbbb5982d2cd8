//===- Verdicts.cpp - sites without a cotangent of their own -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "SiteReaders.h"
#include "per/Analysis/Filters.h"
#include "per/Analysis/Flow.h"

using namespace mlir;
using namespace mlir::per;

/// The cone that verdicts look at: the middle budget.
static ConeOptions getVerdictConeOptions(const AnalysisContext &context,
                                         SampleMode mode) {
  ConeOptions options;
  const auto &budgets = context.bounds.coneBudgets;
  options.budget = budgets[budgets.size() / 2];
  options.mode = mode;
  return options;
}

bool per::hasAdjointInForwardHalf(const AnalysisContext &context,
                                  ViewValue *site,
                                  const DenseSet<unsigned> &coOperands) {
  Cone cone = buildCone(context, site,
                        getVerdictConeOptions(context, SampleMode::ByClass));
  if (hasConstantDerivatives(context, cone))
    return false;
  Family family(context, cone);
  llvm::MapVector<ViewValue *, bool> candidates;
  for (ViewNode *node : family.getMixedForwardNodes())
    for (ViewValue *operand : node->operands)
      if (operand->isFloat() && operand->shape == site->shape &&
          !family.isKnown(operand, node->block))
        candidates.insert({operand, true});

  double tolerance = getTolerances(context, site).front();
  ClosureOptions options{SampleMode::ByClass, &family,
                         /*throughForward=*/true};
  for (auto [candidate, unused] : candidates) {
    Closure closure = buildClosure(context, candidate, options);
    Matches matches = matchCoefficients(context, cone, closure, tolerance);
    if (!matches.empty() && findCut(context, cone, matches).isComplete() &&
        passesLayerTest(context, site, candidate, coOperands,
                        /*throughForward=*/true))
      return true;
  }
  return false;
}

namespace {
/// Follows what reads a site and its family.
class ReaderWalk {
public:
  explicit ReaderWalk(const AnalysisContext &context) : context(context) {}

  /// Whether everything outside the forward half that reads `values` is a
  /// contraction or a reduction, or another value of them, through steps that
  /// are fully understood; and what reads `others` the first two.
  bool hasOnlyInertReaders(ArrayRef<ViewValue *> values,
                           ArrayRef<ViewValue *> others) {
    DenseSet<const ViewValue *> family(values.begin(), values.end());
    SmallVector<ViewValue *> worklist(values);
    llvm::append_range(worklist, others);
    DenseSet<const ViewValue *> seen;
    while (!worklist.empty()) {
      ViewValue *value = worklist.pop_back_val();
      if (!seen.insert(value).second)
        continue;
      for (ViewUse use : value->uses)
        if (!visit(use, family.contains(value), worklist))
          return false;
    }
    return true;
  }

private:
  bool visit(ViewUse use, bool isFamily,
             SmallVectorImpl<ViewValue *> &worklist) {
    const ViewNode *node = use.node;
    if (!node->results.empty() &&
        context.activity.isForward(node->results.front()))
      return true;
    if (!node->isUnderstood)
      return false;
    switch (node->kind) {
    case NodeKind::Contraction:
    case NodeKind::Reduce:
    case NodeKind::ReduceWindow:
      return true;
    case NodeKind::Elementwise:
      // Per-element readers of the family belong to it, as nothing is mixed.
      // Those of a transposed copy may combine it with a cotangent of that
      // shape.
      return isFamily || AnalysisContext::elementFunction(node) == std::nullopt;
    case NodeKind::Reshape:
    case NodeKind::Transpose:
    case NodeKind::Reverse:
    case NodeKind::Slice:
    case NodeKind::Pad:
    case NodeKind::Broadcast:
    case NodeKind::Concatenate:
    case NodeKind::Return:
      forEachTarget(use, [&](ViewValue *target) {
        if (!context.activity.isForward(target))
          worklist.push_back(target);
      });
      return true;
    default:
      return false;
    }
  }

  const AnalysisContext &context;
};
} // namespace

static SmallVector<int64_t> getSortedShape(const ViewValue *value) {
  SmallVector<int64_t> shape(ArrayRef<int64_t>(value->shape));
  llvm::sort(shape);
  return shape;
}

/// Whether a contraction of the forward half reads the site and gives something
/// of the shape of a weight that another one contracts the site with, over
/// other dimensions: the gradient of that weight.
static bool hasWeightGradientInForwardHalf(const AnalysisContext &context,
                                           ViewValue *site) {
  SmallVector<SiteReader> readers = collectReaders(context, site);
  llvm::erase_if(readers, [&](const SiteReader &reader) {
    return !context.activity.isForward(reader.node->results.front());
  });
  auto isGradientOf = [](const SiteReader &gradient, const SiteReader &layer) {
    if (getSortedShape(gradient.node->results.front()) !=
        getSortedShape(layer.getCoOperand()))
      return false;
    if (gradient.node->contraction->isConvolution)
      return true;
    SmallVector<int64_t, 4> contracted = layer.getContractedDims();
    return llvm::none_of(gradient.getContractedDims(), [&](int64_t dim) {
      return llvm::is_contained(contracted, dim);
    });
  };
  return llvm::any_of(readers, [&](const SiteReader &gradient) {
    return llvm::any_of(readers, [&](const SiteReader &layer) {
      return gradient.node != layer.node && isGradientOf(gradient, layer);
    });
  });
}

/// What the leaves are other layouts of. A backward half may combine those with
/// the cotangent, in their own layout: seen where operations were fused.
static SmallVector<ViewValue *>
getSourcesOfLeaves(const AnalysisContext &context, const Cone &cone) {
  SmallVector<ViewValue *> sources;
  for (ViewValue *value : cone.leaves)
    while (const ViewNode *node = value->def) {
      if (node->kind != NodeKind::Reshape &&
          node->kind != NodeKind::Transpose && node->kind != NodeKind::Reverse)
        break;
      value = node->operands[0];
      if (!context.activity.isActive(value))
        break;
      sources.push_back(value);
    }
  return sources;
}

GradientVerdict per::judgeMissingAdjoint(const AnalysisContext &context,
                                         ViewValue *site) {
  if (hasWeightGradientInForwardHalf(context, site))
    return GradientVerdict::GradientInLoss;
  // Numbering that is too weak to see through a barrier hides an adjoint.
  if (llvm::any_of(context.view.nodes, [](const ViewNode *node) {
        return node->kind == NodeKind::Barrier;
      }))
    return GradientVerdict::Unknown;
  Cone cone = buildCone(context, site,
                        getVerdictConeOptions(context, SampleMode::ByClass));
  Family family(context, cone);
  if (!family.getMixedNodes().empty() || family.isTruncated())
    return GradientVerdict::Unknown;
  SmallVector<ViewValue *> values;
  for (ViewValue *value : family.getValues())
    llvm::append_range(values,
                       context.numbering.getMembers(context.cls(value)));
  if (!ReaderWalk(context).hasOnlyInertReaders(
          values, getSourcesOfLeaves(context, cone)))
    return GradientVerdict::Unknown;
  return GradientVerdict::NoGradient;
}
