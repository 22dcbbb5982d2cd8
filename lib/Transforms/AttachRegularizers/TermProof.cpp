//===- TermProof.cpp - proof of what the terms compute ----------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "TermProof.h"

#include "per/Dialect/PER/IR/PER.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/TypeUtilities.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include <cmath>

using namespace mlir;
using namespace mlir::per;

namespace {
class TermProver {
public:
  TermProver(const EditRecord &record, const AnalysisContext &context)
      : record(record), context(context) {}

  LogicalResult proveTerm(const TermEdit &edit) const;
  LogicalResult proveSupport() const;
  LogicalResult proveCapture(const RegionCapture &capture) const;

private:
  /// A product of numbers and arguments of the function.
  struct Product {
    double number = 1;
    SmallVector<Value, 2> arguments;
  };

  LogicalResult fail(const TermEdit &edit, const Twine &obligation) const {
    return emitError(edit.loc)
           << "internal error: the edit of site " << edit.site
           << " failed its proof: " << obligation;
  }
  bool isElementwise(Operation *op) const;
  bool crossesRegion(Value value, Operation *user) const;
  ViewValue *leaveRegions(ViewValue *value) const;
  bool multiplyOut(ViewValue *value, Product &product) const;
  bool isScale(Value value, double factor) const;
  bool isWord(Value value, const StepScalar &source) const;
  LogicalResult proveSlices(const TermEdit &edit, Value slices,
                            Type activation) const;

  const EditRecord &record;
  const AnalysisContext &context;
};
} // namespace

/// What a value is outside of the isolated regions that it was passed into.
ViewValue *TermProver::leaveRegions(ViewValue *value) const {
  while (value && !value->def && value->block->parent &&
         value->block->parent->kind == NodeKind::Region)
    value = value->block->parent->operands[value->index];
  return value;
}

bool TermProver::multiplyOut(ViewValue *value, Product &product) const {
  value = leaveRegions(value);
  if (!value)
    return false;
  if (std::optional<double> number = context.constant(value)) {
    product.number *= *number;
    return true;
  }
  if (!value->def) {
    product.arguments.push_back(value->ir);
    return value->block == context.view.main;
  }
  if (!value->def->isFloatFunction())
    return false;
  switch (value->def->function) {
  case ScalarFunction::Identity: // a conversion
    return multiplyOut(value->def->operands[0], product);
  case ScalarFunction::Multiply:
    return multiplyOut(value->def->operands[0], product) &&
           multiplyOut(value->def->operands[1], product);
  default:
    return false;
  }
}

/// Whether `value` is lambda * factor (* loss scale).
bool TermProver::isScale(Value value, double factor) const {
  Product wanted;
  wanted.number = factor;
  auto multiply = [&](const StepScalar &source) {
    if (source.argument)
      wanted.arguments.push_back(source.argument);
    else
      wanted.number *= source.number;
  };
  multiply(record.inputs.lambda);
  if (record.inputs.lossScale)
    multiply(*record.inputs.lossScale);

  Product found;
  if (!multiplyOut(context.view.lookup(value), found) ||
      !std::is_permutation(found.arguments.begin(), found.arguments.end(),
                           wanted.arguments.begin(), wanted.arguments.end()))
    return false;
  // The number was rounded once, to f32 at least.
  constexpr double relative = 1.2e-7, smallest = 1.5e-45;
  return std::abs(found.number - wanted.number) <=
         relative * std::abs(wanted.number) + smallest;
}

/// Whether `value` is the 32 bits of `source`.
bool TermProver::isWord(Value value, const StepScalar &source) const {
  ViewValue *word = leaveRegions(context.view.lookup(value));
  // A cast to a signless integer changes the type, and nothing else does.
  while (word && word->def && record.support.contains(word->def->op) &&
         word->def->operands.size() == 1 &&
         word->def->operands[0]->elementType != word->elementType)
    word = leaveRegions(word->def->operands[0]);
  if (!word)
    return false;
  if (source.argument)
    return word->ir == source.argument;
  std::optional<double> number = context.constant(word);
  return number && static_cast<uint32_t>(static_cast<int64_t>(*number)) ==
                       static_cast<uint32_t>(source.number);
}

LogicalResult TermProver::proveSlices(const TermEdit &edit, Value slices,
                                      Type activation) const {
  if (!slices)
    return edit.plan.numSlices == 0 ? success()
                                    : fail(edit, "the term has no slices");
  ViewValue *value = leaveRegions(context.view.lookup(slices));
  auto op =
      value && value->def ? dyn_cast<SlicesOp>(value->def->op) : SlicesOp();
  if (!op)
    return fail(edit, "the slices of the term are of no per.slices");
  if (!op.getOutput().getDefiningOp<tensor::EmptyOp>())
    return fail(edit, "the slices of the term are written over another value");
  auto type = cast<ShapedType>(op->getResult(0).getType());
  bool isWide = getElementTypeOrSelf(activation).isF64();
  if (op.getSite() != edit.site || !op.drawsWholeSlices() ||
      type.getElementType().isF64() != isWide ||
      type.getShape() !=
          ArrayRef<int64_t>{edit.plan.features, edit.plan.numSlices})
    return fail(edit, "the slices of the term are not those of the site");
  if (!isWord(op.getSeed(), record.inputs.seed) ||
      !isWord(op.getStep(), record.inputs.step))
    return fail(edit, "the slices of the term are of another seed or step");
  return success();
}

LogicalResult TermProver::proveTerm(const TermEdit &edit) const {
  auto term = dyn_cast<GradientOp>(edit.term);
  if (!term || Attribute(term.getRegularizer()) != edit.plan.regularizer)
    return fail(edit, "the term is not of the regulariser that was asked for");
  if (term.getSampleDims() != ArrayRef<int64_t>(edit.plan.sampleDims))
    return fail(edit, "the term has other sample dimensions than planned");
  if (!isScale(term.getScale(), edit.plan.factor))
    return fail(edit, "the scale of the term is not that of the options");
  for (Value operand : edit.term->getOperands())
    if (crossesRegion(operand, edit.term))
      return fail(edit, "the term reads a value from outside of its region");
  for (Operation *clone : edit.clones)
    if (!isElementwise(clone))
      return fail(edit, "a '" + clone->getName().getStringRef() +
                            "' was cloned, which is not per element");
  return proveSlices(edit, term.getSlices(), term.getActivations().getType());
}

/// Whether `user` stands in an isolated region that `value` is not in.
bool TermProver::crossesRegion(Value value, Operation *user) const {
  const ViewValue *read = context.view.lookup(value);
  const ViewValue *result = context.view.lookup(user->getResult(0));
  if (!read || !result)
    return true;
  for (const ViewBlock *block = result->block; block != read->block;
       block = block->parent->block)
    if (!block->parent || block->parent->kind == NodeKind::Region)
      return true;
  return false;
}

bool TermProver::isElementwise(Operation *op) const {
  ViewValue *value = op->getNumResults() == 1
                         ? context.view.lookup(op->getResult(0))
                         : nullptr;
  return value && AnalysisContext::elementFunction(value->def);
}

/// Whether evaluating `node` once more changes nothing else.
static bool isPure(const ViewNode *node) {
  switch (node->kind) {
  case NodeKind::Elementwise:
  case NodeKind::Constant:
  case NodeKind::Iota:
  case NodeKind::Broadcast:
  case NodeKind::Reshape:
  case NodeKind::Transpose:
  case NodeKind::Reverse:
  case NodeKind::Slice:
  case NodeKind::Pad:
  case NodeKind::Concatenate:
  case NodeKind::DynamicSlice:
  case NodeKind::Pure:
    return node->isUnderstood;
  default:
    return false;
  }
}

LogicalResult TermProver::proveSupport() const {
  for (Operation *op : record.support) {
    // Operations of this project, and destinations.
    if (op->getName().isRegistered() && isMemoryEffectFree(op))
      continue;
    ViewValue *value =
        op->getNumResults() ? context.view.lookup(op->getResult(0)) : nullptr;
    if (!value || !value->def || !isPure(value->def))
      return op->emitError("internal error: the attached function failed its "
                           "proof: what was made for a term may have effects");
  }
  return success();
}

LogicalResult TermProver::proveCapture(const RegionCapture &capture) const {
  ViewValue *result = capture.region->getNumResults()
                          ? context.view.lookup(capture.region->getResult(0))
                          : nullptr;
  if (!result)
    return success(); // nothing leaves it, so no term can stand there
  const ViewNode *node = result->def;
  auto operands = ArrayRef<std::string>(node->operandPlacements);
  if (operands.size() !=
          capture.operandPlacements.size() + capture.values.size() ||
      operands.take_front(capture.operandPlacements.size()) !=
          ArrayRef<std::string>(capture.operandPlacements) ||
      node->resultPlacements != capture.resultPlacements)
    return capture.region->emitError(
        "internal error: the attached function failed its proof: an operand or "
        "result of the region is placed in another way than before");
  return success();
}

LogicalResult per::proveTerms(const EditRecord &record,
                              const AnalysisContext &context) {
  TermProver prover(record, context);
  if (failed(prover.proveSupport()))
    return failure();
  for (const RegionCapture &capture : record.captures)
    if (failed(prover.proveCapture(capture)))
      return failure();
  for (const TermEdit &edit : record.edits)
    if (failed(prover.proveTerm(edit)))
      return failure();
  return success();
}
