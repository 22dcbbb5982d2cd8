//===- Closure.cpp - coefficients of a value in what depends on it -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Analysis/Closure.h"
#include "per/Analysis/Flow.h"

#include <queue>
#include <unordered_map>

using namespace mlir;
using namespace mlir::per;

ArrayRef<ViewValue *> per::getClosureOperands(const ViewNode *node) {
  ArrayRef<ViewValue *> operands = node->operands;
  return node->kind == NodeKind::Term ? operands.take_front() : operands;
}

bool per::mayEnterClosure(const Closure &closure, const ViewNode *node) {
  bool isElement =
      node->kind == NodeKind::Term || (node->kind != NodeKind::Barrier &&
                                       AnalysisContext::elementFunction(node));
  // Captured by a branch or a loop, it goes on there.
  return isElement && isInside(node->block, closure.root->block) &&
         node->results.front()->isFloat();
}

namespace {
/// Builds one closure; holds the samples of everything met on the way.
class ClosureBuilder {
public:
  ClosureBuilder(const AnalysisContext &context, ViewValue *root,
                 const ClosureOptions &options)
      : context(context), options(options),
        rootKey(getSampleKey(context, root, options.mode)) {
    closure.root = root;
    Samples ones;
    ones.fill(1);
    closure.coefficients[root] = ones;
    values[root] = context.drawSamples(/*isBoolean=*/false);
    pushUses(root);
  }

  Closure build() {
    unsigned numNodes = 0;
    while (!queue.empty()) {
      ViewNode *node = context.view.nodes[queue.top()];
      queue.pop();
      if (++numNodes > context.bounds.closureBudget) {
        closure.truncated = true;
        closure.unvisited.push_back(node);
        continue;
      }
      visit(node);
    }
    return std::move(closure);
  }

private:
  void pushUses(const ViewValue *value) {
    for (ViewUse use : value->uses)
      if (mayEnterClosure(closure, use.node) && queued.insert(use.node).second)
        queue.push(use.node->position);
  }

  void visit(ViewNode *node) {
    ViewValue *result = node->results.front();
    if (!options.throughForward && context.activity.isForwardClass(result))
      return;

    ArrayRef<ViewValue *> operands = getClosureOperands(node);
    SmallVector<const Samples *, 3> samples;
    for (ViewValue *operand : operands)
      samples.push_back(getSamples(operand, node->block));

    if (node->kind == NodeKind::Term) {
      auto it = closure.coefficients.find(operands.front());
      if (it == closure.coefficients.end())
        return; // the root is read by the term itself
      Samples sum = context.drawSamples(/*isBoolean=*/false);
      for (unsigned i = 0; i < kNumSamples; ++i)
        sum[i] += (*samples.front())[i];
      return enter(result, sum, Samples(it->second));
    }

    ScalarFunction function = *AnalysisContext::elementFunction(node);
    Samples value = evaluate(function, samples);
    Samples coefficient;
    coefficient.fill(0);
    for (auto [index, operand] : llvm::enumerate(operands)) {
      auto it = closure.coefficients.find(operand);
      Samples partial;
      if (it == closure.coefficients.end() ||
          !evaluatePartial(function, index, samples, value, partial))
        continue;
      for (unsigned i = 0; i < kNumSamples; ++i)
        coefficient[i] += it->second[i] * partial[i];
    }
    if (llvm::all_of(coefficient, [](double x) { return x == 0; })) {
      closure.vanishing.insert(node);
      return;
    }
    enter(result, value, coefficient);
  }

  void enter(ViewValue *result, const Samples &value,
             const Samples &coefficient) {
    values[result] = value;
    closure.coefficients[result] = coefficient;
    closure.order.push_back(result);
    pushUses(result);
  }

  /// The samples of an operand. Pointers stay valid until `enter`.
  const Samples *getSamples(ViewValue *operand, const ViewBlock *block) {
    auto local = values.find(operand);
    if (local != values.end())
      return &local->second;
    const ViewValue *resolved =
        context.numbering.resolveInBlock(operand, block);
    SampleKey key = getSampleKey(context, resolved, options.mode);
    // A copy of the root has its value, but is another variable.
    if (key == rootKey)
      return &values.find(closure.root)->second;
    if (options.family)
      if (const Samples *known = options.family->lookup(operand, block))
        return known;
    auto [it, isNew] = freeVariables.try_emplace(key);
    if (!isNew)
      return &it->second;
    if (std::optional<double> constant = context.constant(operand))
      it->second.fill(*constant);
    else if (options.mode == SampleMode::ByClass)
      it->second = context.drawSamplesOfClass(context.cls(resolved),
                                              operand->isBoolean());
    else
      it->second = context.drawSamples(operand->isBoolean());
    return &it->second;
  }

  const AnalysisContext &context;
  const ClosureOptions &options;
  Closure closure;
  SampleKey rootKey;
  DenseMap<const ViewValue *, Samples> values;
  std::unordered_map<SampleKey, Samples> freeVariables;
  DenseSet<const ViewNode *> queued;
  std::priority_queue<unsigned, std::vector<unsigned>, std::greater<>> queue;
};
} // namespace

Closure per::buildClosure(const AnalysisContext &context, ViewValue *root,
                          const ClosureOptions &options) {
  return ClosureBuilder(context, root, options).build();
}
