//===- SplitSums.cpp - long sums in parts ---------------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Conversion/SumOfProducts.h"
#include "per/Transforms/Codegen/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mlir::per {
#define GEN_PASS_DEF_SPLITSUMSPASS
#include "per/Transforms/Codegen/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

/// The most terms that one number adds up, one after the other.
constexpr int64_t kLongSum = 256;
/// The fewest, so that parts are small beside what they are sums of, and how
/// many of a loop that is split.
constexpr int64_t kShortPart = 32, kPart = 64;
/// The numbers that add up a sum along the innermost loop, if it may be one of
/// vectors.
constexpr int64_t kLanes = 64;

namespace {
/// A sum over some loops, and which of them a part has.
struct Sum {
  linalg::GenericOp op;
  SmallVector<int64_t> sizes;
  /// Loops of the sum that become parallel: each iteration is a part.
  SmallVector<unsigned> outer;
  /// A loop of which only so many iterations are in a part, if any.
  std::optional<unsigned> split;
  int64_t splitSize = 0;
};
} // namespace

/// The addition to the output, if there is one output.
static arith::AddFOp getAddition(linalg::GenericOp op) {
  return op.getBody()
      ->getTerminator()
      ->getOperand(0)
      .getDefiningOp<arith::AddFOp>();
}

/// Whether an operation adds up numbers that do not depend on their sum.
static bool isSum(linalg::GenericOp op) {
  if (op.getNumDpsInits() != 1 || !op.getNumReductionLoops() ||
      !op.hasPureTensorSemantics() || isContraction(op))
    return false;
  Value output = op.getRegionOutputArgs()[0];
  arith::AddFOp sum = getAddition(op);
  return sum && output.hasOneUse() && *output.getUsers().begin() == sum &&
         op.getIndexingMapsArray().back().isProjectedPermutation() &&
         !op.hasIndexSemantics();
}

/// Finds the parts of a sum that is long, from the innermost loop to the
/// outermost.
static std::optional<Sum> findParts(linalg::GenericOp op) {
  Sum sum;
  sum.op = op;
  sum.sizes = op.getStaticLoopRanges();
  if (llvm::any_of(sum.sizes, ShapedType::isDynamic))
    return std::nullopt;
  bool hasLanes = bitEnumContainsAll(getAddition(op).getFastmath(),
                                     arith::FastMathFlags::reassoc);
  int64_t part = 1; // additions one after the other
  SmallVector<utils::IteratorType> iterators = op.getIteratorTypesArray();
  for (unsigned loop : llvm::reverse(llvm::seq<unsigned>(iterators.size()))) {
    if (iterators[loop] != utils::IteratorType::reduction ||
        sum.sizes[loop] == 1)
      continue;
    int64_t lanes = hasLanes && loop + 1 == iterators.size() ? kLanes : 1;
    int64_t length = llvm::divideCeil(sum.sizes[loop], lanes);
    if (!sum.split && sum.outer.empty() && part * length <= kLongSum) {
      part *= length;
      continue;
    }
    if (sum.split || !sum.outer.empty() || part >= kShortPart) {
      sum.outer.push_back(loop);
      continue;
    }
    sum.split = loop;
    sum.splitSize = llvm::divideCeil(kPart, part) * lanes;
  }
  if (sum.outer.empty() && !sum.split)
    return std::nullopt;
  // What is split must be a dimension of each operand, not a sum of two.
  AffineExpr split =
      sum.split ? getAffineDimExpr(*sum.split, op.getContext()) : AffineExpr();
  for (AffineMap map : op.getIndexingMapsArray())
    for (AffineExpr expr : map.getResults())
      if (split && expr != split && expr.isFunctionOfDim(*sum.split))
        return std::nullopt;
  std::reverse(sum.outer.begin(), sum.outer.end());
  return sum;
}

/// The dimension of an operand that a loop goes along, if any.
static std::optional<unsigned> dimOf(AffineMap map, unsigned loop) {
  for (auto [dim, expr] : llvm::enumerate(map.getResults()))
    if (expr.isFunctionOfDim(loop))
      return dim;
  return std::nullopt;
}

static Value slice(ImplicitLocOpBuilder &b, Value tensor, unsigned dim,
                   int64_t offset, int64_t size) {
  auto type = cast<RankedTensorType>(tensor.getType());
  SmallVector<int64_t> offsets(type.getRank(), 0), sizes(type.getShape());
  offsets[dim] = offset;
  sizes[dim] = size;
  SmallVector<OpFoldResult> ones(type.getRank(), b.getIndexAttr(1));
  return tensor::ExtractSliceOp::create(
      b, tensor, getAsIndexOpFoldResult(b.getContext(), offsets),
      getAsIndexOpFoldResult(b.getContext(), sizes), ones);
}

/// A dimension as two, of which the second has `size` elements.
static Value splitDim(ImplicitLocOpBuilder &b, Value tensor, unsigned dim,
                      int64_t size) {
  auto type = cast<RankedTensorType>(tensor.getType());
  SmallVector<int64_t> shape(type.getShape());
  shape[dim] /= size;
  shape.insert(shape.begin() + dim + 1, size);
  SmallVector<ReassociationIndices> groups;
  for (int64_t i = 0, next = 0; i < type.getRank(); ++i) {
    groups.push_back({next++});
    if (i == dim)
      groups.back().push_back(next++);
  }
  return tensor::ExpandShapeOp::create(b, type.clone(shape), tensor, groups);
}

/// The operation with other operands, and loops as its maps have them.
static linalg::GenericOp cloneWith(ImplicitLocOpBuilder &b,
                                   linalg::GenericOp op, ValueRange inputs,
                                   Value output, ArrayRef<AffineMap> maps,
                                   ArrayRef<utils::IteratorType> iterators) {
  auto result = linalg::GenericOp::create(b, output.getType(), inputs, output,
                                          maps, iterators);
  IRMapping mapping;
  op.getRegion().cloneInto(&result.getRegion(), mapping);
  return result;
}

/// Adds up the iterations that are left when a loop is split.
static Value addRest(ImplicitLocOpBuilder &b, const Sum &sum) {
  linalg::GenericOp op = sum.op;
  Value output = op.getOutputs()[0];
  if (!sum.split)
    return output;
  int64_t size = sum.sizes[*sum.split], rest = size % sum.splitSize;
  if (rest == 0)
    return output;
  SmallVector<Value> inputs;
  for (OpOperand *input : op.getDpsInputOperands()) {
    auto dim = dimOf(op.getMatchingIndexingMap(input), *sum.split);
    inputs.push_back(dim ? slice(b, input->get(), *dim, size - rest, rest)
                         : input->get());
  }
  return cloneWith(b, op, inputs, output, op.getIndexingMapsArray(),
                   op.getIteratorTypesArray())
      .getResult(0);
}

/// The sums of the parts, by outer loop.
static linalg::GenericOp addParts(ImplicitLocOpBuilder &b, Sum sum) {
  linalg::GenericOp op = sum.op;
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  SmallVector<utils::IteratorType> iterators = op.getIteratorTypesArray();
  SmallVector<Value> inputs = op.getInputs();
  if (sum.split) {
    // The loop becomes two: the second is the part's.
    unsigned loop = *sum.split, numLoops = iterators.size();
    int64_t whole = sum.sizes[loop] / sum.splitSize;
    SmallVector<AffineExpr> renumbered;
    for (unsigned i = 0; i < numLoops; ++i)
      renumbered.push_back(b.getAffineDimExpr(i + (i > loop)));
    for (auto [number, map] : llvm::enumerate(maps)) {
      auto dim = dimOf(map, loop);
      map = map.replaceDimsAndSymbols(renumbered, {}, numLoops + 1, 0);
      if (!dim)
        continue;
      Value &input = inputs[number];
      if (whole * sum.splitSize != sum.sizes[loop])
        input = slice(b, input, *dim, 0, whole * sum.splitSize);
      input = splitDim(b, input, *dim, sum.splitSize);
      map = map.insertResult(b.getAffineDimExpr(loop + 1), *dim + 1);
    }
    iterators.insert(iterators.begin() + loop, utils::IteratorType::reduction);
    sum.sizes[loop] = whole;
    sum.sizes.insert(sum.sizes.begin() + loop + 1, sum.splitSize);
    sum.outer.push_back(loop);
  }
  auto type = cast<RankedTensorType>(op.getResult(0).getType());
  SmallVector<int64_t> shape;
  AffineMap &output = maps.back();
  for (auto [number, loop] : llvm::enumerate(sum.outer)) {
    iterators[loop] = utils::IteratorType::parallel;
    shape.push_back(sum.sizes[loop]);
    output = output.insertResult(b.getAffineDimExpr(loop), number);
  }
  llvm::append_range(shape, type.getShape());
  Value zero =
      arith::ConstantOp::create(b, b.getFloatAttr(type.getElementType(), 0.0));
  Value empty = tensor::EmptyOp::create(b, shape, type.getElementType());
  Value zeros = linalg::FillOp::create(b, zero, empty).getResult(0);
  return cloneWith(b, op, inputs, zeros, maps, iterators);
}

/// Adds the sums of the parts to a tensor.
static linalg::GenericOp addTogether(ImplicitLocOpBuilder &b, Value parts,
                                     Value output) {
  unsigned numLoops = cast<RankedTensorType>(parts.getType()).getRank();
  unsigned numParallel = cast<RankedTensorType>(output.getType()).getRank();
  unsigned numOuter = numLoops - numParallel;
  AffineMap identity = b.getMultiDimIdentityMap(numLoops);
  SmallVector<utils::IteratorType> iterators(numLoops,
                                             utils::IteratorType::parallel);
  std::fill_n(iterators.begin(), numOuter, utils::IteratorType::reduction);
  return linalg::GenericOp::create(
      b, output.getType(), parts, output,
      ArrayRef<AffineMap>{identity, AffineMap::getMinorIdentityMap(
                                        numLoops, numParallel, b.getContext())},
      iterators, [&](OpBuilder &nested, Location loc, ValueRange values) {
        // Along the innermost loop it is a sum of vectors.
        auto flags = numParallel == 0 ? arith::FastMathFlags::reassoc
                                      : arith::FastMathFlags::none;
        Value sum =
            arith::AddFOp::create(nested, loc, values[1], values[0], flags);
        linalg::YieldOp::create(nested, loc, sum);
      });
}

namespace {
struct SplitSumsPass : per::impl::SplitSumsPassBase<SplitSumsPass> {
  void runOnOperation() override {
    SmallVector<linalg::GenericOp> operations;
    getOperation()->walk([&](linalg::GenericOp op) {
      if (isSum(op))
        operations.push_back(op);
    });
    while (!operations.empty()) {
      std::optional<Sum> sum = findParts(operations.pop_back_val());
      if (!sum)
        continue;
      ImplicitLocOpBuilder b(sum->op.getLoc(), sum->op);
      Value output = addRest(b, *sum);
      Value parts = addParts(b, *sum).getResult(0);
      linalg::GenericOp total = addTogether(b, parts, output);
      sum->op.getResult(0).replaceAllUsesWith(total.getResult(0));
      sum->op.erase();
      // The parts may be many.
      operations.push_back(total);
    }
  }
};
} // namespace
