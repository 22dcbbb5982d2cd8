//===- Contractions.cpp - matrix products and convolutions ----------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// A contraction is what yields `add(destination, multiply(a, b))`, through
// conversions between floats. With plain dimensions in the maps of both factors
// it is a product; with others, a convolution. An outer product contracts
// nothing; it is told from an elementwise product by its use of the
// destination.
//
//===----------------------------------------------------------------------===//

#include "ViewBuilder.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::linalgview;

static Operation *getDefInBody(Value value, Block *body) {
  Operation *op = value.getDefiningOp();
  return op && op->getBlock() == body ? op : nullptr;
}

/// The multiplication of the body, if it is a contraction's.
static Operation *matchProduct(linalg::LinalgOp op) {
  Block *body = op.getBlock();
  if (op->getNumResults() != 1 || body->getNumArguments() < 3)
    return nullptr;
  BlockArgument init = body->getArguments().back();
  Operation *add = getDefInBody(body->getTerminator()->getOperand(0), body);
  if (!isa_and_present<arith::AddFOp, arith::AddIOp, arith::OrIOp>(add) ||
      !init.hasOneUse() || !llvm::is_contained(add->getOperands(), init))
    return nullptr;
  Value other = add->getOperand(add->getOperand(0) == init ? 1 : 0);
  Operation *product = getDefInBody(other, body);
  while (isa_and_present<arith::ExtFOp, arith::TruncFOp>(product))
    product = getDefInBody(product->getOperand(0), body);
  return isa_and_present<arith::MulFOp, arith::MulIOp, arith::AndIOp>(product)
             ? product
             : nullptr;
}

FailureOr<ViewValue *> ViewBuilder::buildFactor(linalg::LinalgOp op,
                                                Value factor, ViewBlock *block,
                                                AffineMap &map) {
  Block *body = op.getBlock();
  llvm::SetVector<Operation *> prologue;
  SmallVector<BlockArgument> arguments;
  SmallVector<Value> worklist = {factor};
  while (!worklist.empty()) {
    Value value = worklist.pop_back_val();
    if (auto argument = dyn_cast<BlockArgument>(value)) {
      if (!llvm::is_contained(arguments, argument))
        arguments.push_back(argument);
      continue;
    }
    Operation *inner = getDefInBody(value, body);
    if (!inner || !prologue.insert(inner))
      continue;
    if (isa<linalg::IndexOp>(inner) || inner->getNumRegions() > 0)
      return failure();
    llvm::append_range(worklist, inner->getOperands());
  }
  if (arguments.empty())
    return failure();
  auto getMap = [&](BlockArgument argument) {
    return op.getMatchingIndexingMap(
        &op->getOpOperand(argument.getArgNumber()));
  };
  map = getMap(arguments.front());
  BodyScope scope({block, op});
  for (BlockArgument argument : arguments) {
    ViewValue *operand = view.lookup(op->getOperand(argument.getArgNumber()));
    if (!operand || getMap(argument) != map)
      return failure();
    scope.domain.assign(operand->shape.begin(), operand->shape.end());
    scope.values[argument] = operand;
  }
  for (Operation &inner : *body)
    if (prologue.contains(&inner) && failed(translate(&inner, scope)))
      return failure();
  return scope.values.lookup(factor);
}

static bool readsDim(AffineMap map, unsigned dim) {
  return llvm::any_of(map.getResults(), [&](AffineExpr expr) {
    return expr.isFunctionOfDim(dim);
  });
}

/// The position of the result of `map` that is the dimension itself.
static std::optional<int64_t> getPosition(AffineMap map, unsigned dim) {
  for (auto [position, expr] : llvm::enumerate(map.getResults()))
    if (auto plain = dyn_cast<AffineDimExpr>(expr))
      if (plain.getPosition() == dim)
        return position;
  return std::nullopt;
}

static bool isPlain(AffineMap map) {
  return llvm::all_of(map.getResults(), [](AffineExpr expr) {
    return isa<AffineDimExpr, AffineConstantExpr>(expr);
  });
}

/// Enters the positions that `side` does not name as free.
static void completeSide(ContractionDims::Side &side, unsigned rank) {
  for (int64_t position = 0; position < rank; ++position)
    if (!llvm::is_contained(side.batching, position) &&
        !llvm::is_contained(side.contracting, position))
      side.free.push_back(position);
}

static ContractionDims getProductDims(ArrayRef<AffineMap> factors,
                                      AffineMap output) {
  ContractionDims dims;
  for (unsigned dim = 0; dim < output.getNumDims(); ++dim) {
    bool isShared = readsDim(factors[0], dim) && readsDim(factors[1], dim);
    bool isKept = readsDim(output, dim);
    for (unsigned i = 0; i < 2; ++i) {
      std::optional<int64_t> position = getPosition(factors[i], dim);
      if (!position || (isKept && !isShared))
        continue;
      auto &side = dims.sides[i];
      (isKept ? side.batching : side.contracting).push_back(*position);
    }
  }
  for (unsigned i = 0; i < 2; ++i)
    completeSide(dims.sides[i], factors[i].getNumResults());
  return dims;
}

/// Of the input, the batch is kept: what the output indexes and the filter does
/// not. Of the filter, the output features are, also those in groups.
static ContractionDims getConvolutionDims(ArrayRef<AffineMap> factors,
                                          AffineMap output) {
  ContractionDims dims;
  dims.isConvolution = true;
  unsigned input = isPlain(factors[0]) ? 1 : 0;
  for (unsigned i = 0; i < 2; ++i) {
    for (auto [position, expr] : llvm::enumerate(factors[i].getResults())) {
      auto dim = dyn_cast<AffineDimExpr>(expr);
      bool isFree =
          dim && readsDim(output, dim.getPosition()) &&
          (i != input || !readsDim(factors[1 - i], dim.getPosition()));
      auto &side = dims.sides[i];
      (isFree ? side.free : side.contracting).push_back(position);
    }
  }
  return dims;
}

/// The maps, by a numbering of the loops that does not depend on their order.
static std::string getMapsKey(ArrayRef<AffineMap> maps) {
  MLIRContext *context = maps.front().getContext();
  unsigned numDims = maps.front().getNumDims();
  SmallVector<AffineExpr> names(numDims);
  unsigned next = 0;
  for (AffineMap map : maps)
    for (AffineExpr expr : map.getResults())
      expr.walk([&](AffineExpr part) {
        auto dim = dyn_cast<AffineDimExpr>(part);
        if (dim && !names[dim.getPosition()])
          names[dim.getPosition()] = getAffineDimExpr(next++, context);
      });
  for (AffineExpr &name : names)
    if (!name)
      name = getAffineDimExpr(next++, context);
  std::string key;
  llvm::raw_string_ostream os(key);
  for (AffineMap map : maps) {
    map.replaceDimsAndSymbols(names, {}, numDims, 0).print(os);
    os << ' ';
  }
  return key;
}

/// The order that StableHLO gives the dimensions of a product: batching ones,
/// free ones of the left, free ones of the right.
static SmallVector<unsigned> getStandardOrder(const ContractionDims &dims,
                                              ArrayRef<AffineMap> factors,
                                              AffineMap output) {
  SmallVector<unsigned> order;
  auto append = [&](unsigned side, ArrayRef<int64_t> positions) {
    for (int64_t position : positions)
      if (auto dim = dyn_cast<AffineDimExpr>(factors[side].getResult(position)))
        if (readsDim(output, dim.getPosition()))
          order.push_back(dim.getPosition());
  };
  append(0, dims.sides[0].batching);
  append(0, dims.sides[0].free);
  append(1, dims.sides[1].free);
  return order;
}

std::optional<LogicalResult> ViewBuilder::tryContraction(linalg::LinalgOp op,
                                                         ViewBlock *block) {
  Operation *product = matchProduct(op);
  if (!product)
    return std::nullopt;
  ViewValue *init = view.lookup(op.getDpsInitOperand(0)->get());
  if (!init)
    return op->emitError("an operand is used before its definition");
  AffineMap maps[2];
  ViewValue *factors[2];
  // Nodes of a factor that turns out to be none would be dead: harmless.
  for (unsigned i = 0; i < 2; ++i) {
    FailureOr<ViewValue *> factor =
        buildFactor(op, product->getOperand(i), block, maps[i]);
    if (failed(factor))
      return std::nullopt;
    factors[i] = *factor;
  }
  AffineMap output = op.getMatchingIndexingMap(op.getDpsInitOperand(0));
  unsigned numDims = output.getNumDims();
  if (op.getNumReductionLoops() == 0) {
    bool readsAll = llvm::all_of(llvm::seq(numDims), [&](unsigned dim) {
      return readsDim(maps[0], dim) || readsDim(maps[1], dim);
    });
    if (maps[0] == maps[1] || !readsAll)
      return std::nullopt;
  }

  Place place{block, op};
  auto type = cast<RankedTensorType>(op->getResult(0).getType());
  bool isProduct = isPlain(maps[0]) && isPlain(maps[1]);
  ContractionDims dims = isProduct ? getProductDims(maps, output)
                                   : getConvolutionDims(maps, output);
  SmallVector<int64_t> shape(type.getShape()), permutation;
  std::string key = getMapsKey({maps[0], maps[1], output});
  if (isProduct && output.isProjectedPermutation()) {
    SmallVector<unsigned> order = getStandardOrder(dims, maps, output);
    bool isComplete = order.size() == output.getNumResults();
    for (AffineExpr expr : output.getResults()) {
      auto *it = llvm::find(order, cast<AffineDimExpr>(expr).getPosition());
      isComplete &= it != order.end();
      permutation.push_back(it - order.begin());
    }
    if (!isComplete || llvm::is_sorted(permutation)) {
      permutation.clear();
    } else {
      for (auto [position, from] : llvm::enumerate(permutation))
        shape[from] = type.getDimSize(position);
      key = getMapsKey({maps[0], maps[1],
                        AffineMap::getMultiDimMapWithTargets(
                            numDims, order, op->getContext())});
    }
  }
  ViewValue *result =
      emit(place, NodeKind::Contraction, {factors[0], factors[1]},
           type.getElementType(), shape);
  result->def->contraction = dims;
  result->def->key = std::move(key);
  if (!permutation.empty())
    result = emitTranspose(place, result, permutation);
  bind(place, op->getResult(0),
       accumulate(place, result, init, ScalarFunction::Add));
  return success();
}
