//===- Reductions.cpp - linalg operations that reduce ---------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ScalarOperations.h"
#include "ViewBuilder.h"

#include <limits>

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::linalgview;

/// Whether starting a reduction from `init` changes nothing.
static bool isNeutral(const ViewValue *init, ScalarFunction combiner) {
  if (isUninitialized(init))
    return true;
  std::optional<double> number = getSplatConstant(init);
  if (!number)
    return false;
  switch (combiner) {
  case ScalarFunction::Add:
  case ScalarFunction::Or:
  case ScalarFunction::Xor:
    return *number == 0;
  case ScalarFunction::Multiply:
  case ScalarFunction::And:
    return *number == 1;
  case ScalarFunction::Maximum:
    return *number == -std::numeric_limits<double>::infinity();
  case ScalarFunction::Minimum:
    return *number == std::numeric_limits<double>::infinity();
  default:
    return false;
  }
}

ViewValue *ViewBuilder::accumulate(Place place, ViewValue *value,
                                   ViewValue *init, ScalarFunction combiner) {
  if (isNeutral(init, combiner))
    return value;
  return emitFunction(place, combiner, {value, init}, value->elementType);
}

namespace {
/// `yield combiner(init, other)`.
struct Combination {
  Operation *op;
  ScalarFunction function;
  Value other;
};
} // namespace

static std::optional<Combination> matchCombination(linalg::LinalgOp op) {
  Block *body = op.getBlock();
  if (op->getNumResults() != 1 || body->getNumArguments() == 0)
    return std::nullopt;
  BlockArgument init = body->getArguments().back();
  Operation *combine = body->getTerminator()->getOperand(0).getDefiningOp();
  if (!combine || combine->getBlock() != body || !init.hasOneUse() ||
      combine->getNumOperands() != 2 ||
      !llvm::is_contained(combine->getOperands(), init))
    return std::nullopt;
  ScalarOperation scalar = getScalarOperation(combine);
  if (scalar.kind != NodeKind::Elementwise || !isCommutative(scalar.function))
    return std::nullopt;
  Value other = combine->getOperand(combine->getOperand(0) == init ? 1 : 0);
  return Combination{combine, scalar.function, other};
}

/// The operand that a window slides over, if the operation is such a one: its
/// other operands only give the window's shape.
static OpOperand *getWindowed(linalg::LinalgOp op, Value combined) {
  auto argument = dyn_cast<BlockArgument>(combined);
  if (!argument || argument.getOwner() != op.getBlock())
    return nullptr;
  for (BlockArgument other : op.getBlock()->getArguments().drop_back())
    if (other != argument && !other.use_empty())
      return nullptr;
  OpOperand *operand = &op->getOpOperand(argument.getArgNumber());
  AffineMap map = op.getMatchingIndexingMap(operand);
  bool isWindow = llvm::any_of(map.getResults(), [&](AffineExpr expr) {
    return !isa<AffineDimExpr, AffineConstantExpr>(expr);
  });
  return isWindow ? operand : nullptr;
}

/// The value of the output map's shape from one over the parallel dimensions in
/// their order; null if the map is of another kind.
static std::optional<SmallVector<int64_t>> getParallelOrder(linalg::LinalgOp op,
                                                            AffineMap map) {
  SmallVector<unsigned> parallel;
  op.getParallelDims(parallel);
  SmallVector<int64_t> permutation;
  for (AffineExpr expr : map.getResults()) {
    if (isa<AffineConstantExpr>(expr))
      continue;
    auto dim = dyn_cast<AffineDimExpr>(expr);
    auto *it = dim ? llvm::find(parallel, dim.getPosition()) : parallel.end();
    if (it == parallel.end())
      return std::nullopt;
    permutation.push_back(it - parallel.begin());
  }
  if (permutation.size() != parallel.size())
    return std::nullopt;
  return permutation;
}

LogicalResult ViewBuilder::buildReduction(linalg::LinalgOp op,
                                          ViewBlock *block) {
  BodyScope body({block, op}, op.getStaticLoopRanges());
  // Others are of several values, or by a body that is no single operation:
  // argmax, Welford's variance.
  std::optional<Combination> combination = matchCombination(op);
  if (!combination)
    return buildUnknown(op, block);
  OpOperand *init = op.getDpsInitOperand(0);
  ViewValue *start = view.lookup(init->get());
  if (!start)
    return op->emitError("an operand is used before its definition");
  auto type = cast<RankedTensorType>(op->getResult(0).getType());

  if (OpOperand *windowed = getWindowed(op, combination->other)) {
    ViewValue *operand = view.lookup(windowed->get());
    if (!operand)
      return op->emitError("an operand is used before its definition");
    ViewValue *result = emit(body.place, NodeKind::ReduceWindow, operand,
                             type.getElementType(), type.getShape());
    ViewNode *node = result->def;
    node->function = combination->function;
    node->hasCombiner = true;
    llvm::raw_string_ostream os(node->key);
    op.getMatchingIndexingMap(windowed).print(os);
    op.getMatchingIndexingMap(init).print(os);
    llvm::interleaveComma(body.domain, os);
    bind(body.place, op->getResult(0),
         accumulate(body.place, result, start, combination->function));
    return success();
  }

  auto permutation = getParallelOrder(op, op.getMatchingIndexingMap(init));
  if (!permutation)
    return buildUnknown(op, block);
  if (failed(readOperands(op, body)))
    return failure();
  for (Operation &inner : op.getBlock()->without_terminator())
    if (&inner != combination->op && failed(translate(&inner, body)))
      return failure();
  FailureOr<ViewValue *> element = lookup(combination->other, body);
  if (failed(element))
    return failure();

  SmallVector<int64_t> shape, reduced;
  for (auto [dim, iterator] : llvm::enumerate(op.getIteratorTypesArray())) {
    if (iterator == utils::IteratorType::parallel)
      shape.push_back(body.domain[dim]);
    else
      reduced.push_back(dim);
  }
  ViewValue *result = emit(body.place, NodeKind::Reduce, *element,
                           type.getElementType(), shape);
  result->def->function = combination->function;
  result->def->hasCombiner = true;
  result->def->dims.assign(reduced.begin(), reduced.end());
  if (!llvm::is_sorted(*permutation))
    result = emitTranspose(body.place, result, *permutation);
  if (result->shape.size() != static_cast<size_t>(type.getRank()))
    result = emitReshape(body.place, result, type.getShape());
  bind(body.place, op->getResult(0),
       accumulate(body.place, result, start, combination->function));
  return success();
}
