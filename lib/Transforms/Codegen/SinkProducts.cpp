//===- SinkProducts.cpp - one product after a loop ------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// A loop over time adds the product of an activation and a cotangent to the
// gradient of a weight in each iteration. The gradient is as large as the
// weight and goes through memory each time, for a sum of as many products as a
// batch has samples. Here the loop keeps the factors, and one product of them
// all follows it.
//
//===----------------------------------------------------------------------===//

#include "Fills.h"

#include "per/Conversion/SumOfProducts.h"
#include "per/Transforms/Codegen/Passes.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/ADT/BitVector.h"

namespace mlir::per {
#define GEN_PASS_DEF_SINKPRODUCTSPASS
#include "per/Transforms/Codegen/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

//===----------------------------------------------------------------------===//
// Positions
//===----------------------------------------------------------------------===//

/// The constant that a value is where some others are known; null if it depends
/// on more than those.
static Attribute evaluate(Value value,
                          llvm::DenseMap<Value, Attribute> &known) {
  if (auto found = known.find(value); found != known.end())
    return found->second;
  Operation *op = value.getDefiningOp();
  if (!op)
    return {};
  SmallVector<Attribute> operands;
  auto generic = dyn_cast<linalg::GenericOp>(op);
  for (Value operand : generic ? generic.getInputs() : op->getOperands()) {
    operands.push_back(evaluate(operand, known));
    if (!operands.back())
      return {};
  }
  Attribute result;
  if (generic) {
    // Arithmetic on tensors of one element.
    auto type = dyn_cast<RankedTensorType>(value.getType());
    if (!type || type.getRank() != 0 || generic.getNumLoops() != 0)
      return {};
    for (auto [argument, operand] :
         llvm::zip(generic.getBody()->getArguments(), operands))
      if (auto elements = dyn_cast<DenseElementsAttr>(operand);
          elements && elements.isSplat())
        known[argument] = elements.getSplatValue<Attribute>();
    unsigned number = cast<OpResult>(value).getResultNumber();
    Attribute element =
        evaluate(generic.getBody()->getTerminator()->getOperand(number), known);
    if (element)
      result = DenseElementsAttr::get(type, element);
  } else {
    SmallVector<OpFoldResult> results;
    if (op->getNumResults() != 1 || op->getNumRegions() ||
        !isMemoryEffectFree(op) || failed(op->fold(operands, results)) ||
        results.empty())
      return {};
    auto other = dyn_cast<Value>(results[0]);
    result = other ? evaluate(other, known) : cast<Attribute>(results[0]);
  }
  return known[value] = result;
}

/// Whether a value of a loop from 0 to `count` is each number below that in
/// one iteration.
static bool isPermutation(scf::ForOp loop, Value index, int64_t count) {
  llvm::BitVector seen(count);
  for (int64_t i = 0; i < count; ++i) {
    llvm::DenseMap<Value, Attribute> known;
    known[loop.getInductionVar()] =
        IntegerAttr::get(loop.getInductionVar().getType(), i);
    auto place = dyn_cast_or_null<IntegerAttr>(evaluate(index, known));
    if (!place || place.getInt() < 0 || place.getInt() >= count ||
        seen[place.getInt()])
      return false;
    seen.set(place.getInt());
  }
  return true;
}

/// Positions are computed for so many iterations at most.
constexpr int64_t kMostIterations = 1 << 14;

/// The number of iterations of a loop that counts them from 0; none if it is
/// not known, or too large or small.
static std::optional<int64_t> countIterations(scf::ForOp loop) {
  std::optional<int64_t> count = getConstantIntValue(loop.getUpperBound());
  if (getConstantIntValue(loop.getLowerBound()) != 0 ||
      getConstantIntValue(loop.getStep()) != 1 || !count || *count < 2 ||
      *count > kMostIterations)
    return std::nullopt;
  return count;
}

//===----------------------------------------------------------------------===//
// Sums
//===----------------------------------------------------------------------===//

/// The sum of products that a loop adds to a tensor which it carries for
/// nothing else; none if there is none.
static linalg::LinalgOp findCarriedSum(scf::ForOp loop, unsigned position) {
  BlockArgument carried = loop.getRegionIterArg(position);
  Value yielded = loop.getYieldedValues()[position];
  auto sum = yielded.getDefiningOp<linalg::LinalgOp>();
  bool isSum = sum && sum->getBlock() == loop.getBody() &&
               sum->getNumResults() == 1 && yielded.hasOneUse() &&
               carried.hasOneUse() && sum.getDpsInits()[0] == carried &&
               isContraction(sum);
  return isSum ? sum : linalg::LinalgOp();
}

namespace {
/// Moves sums out of a loop.
class ProductSinker {
public:
  ProductSinker(IRRewriter &rewriter, scf::ForOp loop, int64_t count)
      : rewriter(rewriter), loop(loop), count(count) {}

  /// Replaces the sum that the loop carries at a position, if there is one and
  /// it takes no more memory.
  void sink(unsigned position);

private:
  bool isInvariant(Value value) { return loop.isDefinedOutsideOfLoop(value); }
  bool isElement(RankedTensorType whole, RankedTensorType part,
                 OffsetSizeAndStrideOpInterface op);
  tensor::ExtractSliceOp getSlice(Value value);
  Value findStack(Value value, Value index);
  bool isWorthwhile(linalg::LinalgOp sum, Value index);
  void addStack(Value value, Value index);
  Value getIndex(linalg::LinalgOp sum);
  void createProduct(linalg::GenericOp sum, unsigned position,
                     ArrayRef<Value> factors);

  IRRewriter &rewriter;
  scf::ForOp loop;
  int64_t count;
  /// Whether positions in the loop are permutations of its iterations.
  llvm::DenseMap<Value, bool> permutations;
};
} // namespace

/// Whether a part is one element, at some position, of the first dimension of a
/// tensor of all iterations.
bool ProductSinker::isElement(RankedTensorType whole, RankedTensorType part,
                              OffsetSizeAndStrideOpInterface op) {
  ArrayRef<int64_t> shape = whole.getShape();
  return whole.getRank() > 0 && shape[0] == count &&
         part.getShape() == shape.drop_front() && op.getStaticSizes()[0] == 1 &&
         op.isDynamicOffset(0) &&
         llvm::all_of(op.getStaticStrides(),
                      [](int64_t stride) { return stride == 1; });
}

/// The part of a tensor from outside of the loop that a value is: one element
/// of the first dimension, another one in each iteration.
tensor::ExtractSliceOp ProductSinker::getSlice(Value value) {
  auto slice = value.getDefiningOp<tensor::ExtractSliceOp>();
  bool isPart = slice && isInvariant(slice.getSource()) &&
                isElement(slice.getSourceType(), slice.getType(), slice);
  if (isPart) {
    auto [entry, isNew] =
        permutations.try_emplace(slice.getDynamicOffset(0), false);
    if (isNew)
      entry->second = isPermutation(loop, entry->first, count);
    isPart = entry->second;
  }
  return isPart ? slice : tensor::ExtractSliceOp();
}

/// The tensor of a value in all iterations by a position, if there is one: from
/// outside, or a result of the loop.
Value ProductSinker::findStack(Value value, Value index) {
  tensor::ExtractSliceOp slice = getSlice(value);
  if (slice && slice.getMixedOffsets()[0] == OpFoldResult(index))
    return slice.getSource();
  for (auto [yielded, carried, result] :
       llvm::zip_equal(loop.getYieldedValues(), loop.getRegionIterArgs(),
                       loop.getResults())) {
    auto insert = yielded.getDefiningOp<tensor::InsertSliceOp>();
    if (insert && insert.getSource() == value && insert.getDest() == carried &&
        isElement(insert.getDestType(), insert.getSourceType(), insert) &&
        insert.getMixedOffsets()[0] == OpFoldResult(index))
      return result;
  }
  return {};
}

/// Whether the factors of all iterations are no larger than the sum, which the
/// loop does not hold any more.
bool ProductSinker::isWorthwhile(linalg::LinalgOp sum, Value index) {
  int64_t elements = 0;
  bool isVarying = false;
  for (Value factor : sum.getDpsInputs()) {
    auto type = dyn_cast<RankedTensorType>(factor.getType());
    if (!type || !type.hasStaticShape())
      return false;
    isVarying |= !isInvariant(factor);
    if (!isInvariant(factor) && !findStack(factor, index))
      elements += type.getNumElements();
  }
  auto type = cast<RankedTensorType>(sum->getResult(0).getType());
  return isVarying && type.hasStaticShape() &&
         elements * count <= type.getNumElements();
}

/// Lets the loop put a value of each iteration into a tensor.
void ProductSinker::addStack(Value value, Value index) {
  Location loc = value.getLoc();
  auto type = cast<RankedTensorType>(value.getType());
  SmallVector<int64_t> shape = {count};
  llvm::append_range(shape, type.getShape());
  rewriter.setInsertionPoint(loop);
  Value empty =
      tensor::EmptyOp::create(rewriter, loc, shape, type.getElementType());
  auto insert = [&](OpBuilder &b, Location,
                    ArrayRef<BlockArgument> stack) -> SmallVector<Value> {
    SmallVector<OpFoldResult> offsets(shape.size(), b.getIndexAttr(0));
    SmallVector<OpFoldResult> strides(shape.size(), b.getIndexAttr(1));
    SmallVector<OpFoldResult> sizes =
        getAsIndexOpFoldResult(b.getContext(), shape);
    offsets[0] = index;
    sizes[0] = b.getIndexAttr(1);
    return {tensor::InsertSliceOp::create(b, loc, value, stack.back(), offsets,
                                          sizes, strides)};
  };
  auto extended =
      cast<LoopLikeOpInterface>(loop.getOperation())
          .replaceWithAdditionalYields(
              rewriter, empty, /*replaceInitOperandUsesInLoop=*/false, insert);
  loop = cast<scf::ForOp>(*extended);
  // Its arguments are others, perhaps where the old ones were.
  permutations.clear();
}

/// The sum over all iterations, with the iterations as its first loop.
void ProductSinker::createProduct(linalg::GenericOp sum, unsigned position,
                                  ArrayRef<Value> factors) {
  MLIRContext *context = rewriter.getContext();
  SmallVector<AffineMap> maps;
  for (auto [map, factor] : llvm::zip(sum.getIndexingMapsArray(), factors)) {
    AffineMap shifted = map.shiftDims(1);
    SmallVector<AffineExpr> places(shifted.getResults());
    if (cast<RankedTensorType>(factor.getType()).getRank() !=
        int64_t(map.getNumResults()))
      places.insert(places.begin(), getAffineDimExpr(0, context));
    maps.push_back(AffineMap::get(shifted.getNumDims(), 0, places, context));
  }
  maps.push_back(sum.getIndexingMapsArray().back().shiftDims(1));
  SmallVector<utils::IteratorType> iterators = {utils::IteratorType::reduction};
  llvm::append_range(iterators, sum.getIteratorTypesArray());

  rewriter.setInsertionPointAfter(loop);
  Value init = loop.getInitArgs()[position];
  if (Value number = getFillValue(init.getDefiningOp())) {
    auto type = cast<RankedTensorType>(init.getType());
    Value empty = tensor::EmptyOp::create(
        rewriter, sum.getLoc(), type.getShape(), type.getElementType());
    init = linalg::FillOp::create(rewriter, sum.getLoc(), number, empty)
               .getResult(0);
  }
  auto product = linalg::GenericOp::create(
      rewriter, sum.getLoc(), init.getType(), factors, init, maps, iterators);
  rewriter.cloneRegionBefore(sum.getRegion(), product.getRegion(),
                             product.getRegion().end());
  rewriter.replaceAllUsesWith(loop.getResult(position), product.getResult(0));
  // The loop carries what nobody uses.
  rewriter.replaceOp(sum, loop.getRegionIterArg(position));
}

/// The position by which factors are collected. Tensors of all iterations that
/// are there already say it: the order of the sum does not matter, but it has
/// to be one.
Value ProductSinker::getIndex(linalg::LinalgOp sum) {
  for (Value factor : sum.getDpsInputs())
    if (tensor::ExtractSliceOp slice = getSlice(factor))
      return slice.getDynamicOffset(0);
  return loop.getInductionVar();
}

void ProductSinker::sink(unsigned position) {
  linalg::LinalgOp sum = findCarriedSum(loop, position);
  if (!sum || !isWorthwhile(sum, getIndex(sum)))
    return;
  auto generic = dyn_cast<linalg::GenericOp>(sum.getOperation());
  if (!generic) {
    rewriter.setInsertionPoint(sum);
    generic = *linalg::generalizeNamedOp(rewriter, sum);
  }
  // Another tensor makes another loop, with other arguments.
  for (OpOperand &factor : generic->getOpOperands())
    if (generic.isDpsInput(&factor) && !isInvariant(factor.get()) &&
        !findStack(factor.get(), getIndex(generic)))
      addStack(factor.get(), getIndex(generic));
  SmallVector<Value> factors;
  for (Value factor : generic.getInputs())
    factors.push_back(
        isInvariant(factor) ? factor : findStack(factor, getIndex(generic)));
  createProduct(generic, position, factors);
}

namespace {
struct SinkProductsPass : per::impl::SinkProductsPassBase<SinkProductsPass> {
  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    SmallVector<scf::ForOp> loops;
    getOperation()->walk([&](scf::ForOp loop) { loops.push_back(loop); });
    for (scf::ForOp loop : loops) {
      std::optional<int64_t> count = countIterations(loop);
      if (!count)
        continue;
      ProductSinker sinker(rewriter, loop, *count);
      for (unsigned i = 0, e = loop.getNumResults(); i < e; ++i)
        sinker.sink(i);
    }
  }
};
} // namespace
