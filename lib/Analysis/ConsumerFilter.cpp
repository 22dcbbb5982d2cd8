//===- ConsumerFilter.cpp - both sides of a site must agree -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Analysis/Filters.h"

using namespace mlir;
using namespace mlir::per;

/// Bounds of the walks from a site to its readers and from a cotangent to
/// transposed contractions.
constexpr unsigned kMaxDownWalk = 40, kMaxUpWalk = 60;

/// Nodes that leave the coefficient of every element as it is.
static bool isShapeStep(const ViewNode *node) {
  switch (node->kind) {
  case NodeKind::Reshape:
  case NodeKind::Transpose:
  case NodeKind::Pad:
  case NodeKind::Slice:
    return true;
  case NodeKind::Elementwise:
    return node->function == ScalarFunction::Identity;
  default:
    return false;
  }
}

ConsumerTest::ConsumerTest(const AnalysisContext &context, ViewValue *site)
    : context(context), tolerance(getTolerances(context, site).back()) {
  ClosureOptions options;
  options.mode = SampleMode::ByClass;
  options.throughForward = true;
  Closure closure = buildClosure(context, site, options);

  SmallVector<ViewValue *> starts = {site};
  llvm::copy_if(closure.order, std::back_inserter(starts),
                [&](ViewValue *v) { return context.activity.isForward(v); });
  for (ViewValue *start : starts) {
    const Samples &coefficient = closure.coefficients.find(start)->second;
    SmallVector<ViewValue *> worklist = {start};
    for (unsigned step = 0; !worklist.empty() && step < kMaxDownWalk; ++step) {
      ViewValue *value = worklist.pop_back_val();
      for (ViewUse use : value->uses) {
        const ViewNode *node = use.node;
        if (node->results.empty() ||
            !context.activity.isForward(node->results.front()))
          continue;
        if (node->kind == NodeKind::Contraction && use.operandIndex < 2) {
          Reader &reader = readers.emplace_back();
          reader.coefficient = coefficient;
          collectBases(context, node->operands[1 - use.operandIndex],
                       node->block, reader.coOperands);
        } else if (isShapeStep(node)) {
          worklist.push_back(node->results.front());
        }
      }
    }
  }
}

/// The transposed contraction that `value` is the result of through shape
/// steps, or null.
static const ViewNode *getContraction(const AnalysisContext &context,
                                      const ViewValue *value) {
  while (value->def && isShapeStep(value->def))
    value = value->def->operands.front();
  if (!value->def || value->def->kind != NodeKind::Contraction ||
      context.activity.isForward(value))
    return nullptr;
  return value->def;
}

ConsumerVerdict ConsumerTest::test(ViewValue *cotangent) const {
  if (readers.empty())
    return ConsumerVerdict::Unknown;
  ConsumerVerdict verdict = ConsumerVerdict::Unknown;
  DenseSet<ViewValue *> seen;
  SmallVector<ViewValue *> worklist = {cotangent};
  for (unsigned step = 0; !worklist.empty() && step < kMaxUpWalk; ++step) {
    ViewValue *value = worklist.pop_back_val();
    if (!value->def || context.activity.isForward(value) ||
        !seen.insert(value).second)
      continue;

    if (const ViewNode *contraction = getContraction(context, value)) {
      DenseSet<unsigned> bases;
      for (ViewValue *operand : contraction->operands)
        collectBases(context, operand, contraction->block, bases);
      std::optional<Closure> closure;
      for (const Reader &reader : readers) {
        if (llvm::none_of(reader.coOperands,
                          [&](unsigned cls) { return bases.contains(cls); }))
          continue;
        if (!closure) {
          ClosureOptions options;
          options.mode = SampleMode::ByClass;
          closure = buildClosure(context, value, options);
        }
        auto it = closure->coefficients.find(cotangent);
        if (it == closure->coefficients.end())
          continue;
        if (samplesAgree(it->second, reader.coefficient, tolerance))
          return ConsumerVerdict::Agrees;
        verdict = ConsumerVerdict::Disagrees;
      }
      continue;
    }
    if (AnalysisContext::elementFunction(value->def))
      for (ViewValue *operand : AnalysisContext::elementOperands(value))
        if (operand->shape == cotangent->shape)
          worklist.push_back(operand);
  }
  return verdict;
}
