//===- Contraction.cpp - sums of products over buffers --------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "Contraction.h"

#include "Epilogue.h"

#include "per/Conversion/SumOfProducts.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Interfaces/LoopLikeInterface.h"

using namespace mlir;
using namespace mlir::per;

int64_t Contraction::sizeOf(ArrayRef<unsigned> loops) const {
  int64_t size = 1;
  for (unsigned loop : loops)
    size *= sizes[loop];
  return size;
}

/// The operand that a value of the body is, widened at most.
static OpOperand *operandOf(linalg::LinalgOp op, Value value) {
  if (auto widened = value.getDefiningOp<arith::ExtFOp>())
    value = widened.getIn();
  auto argument = dyn_cast<BlockArgument>(value);
  if (!argument || argument.getOwner() != op.getBlock())
    return nullptr;
  return op.getMatchingOpOperand(argument);
}

std::optional<std::pair<OpOperand *, OpOperand *>>
mlir::per::matchSumOfProducts(linalg::LinalgOp op) {
  if (op.getNumDpsInits() != 1 || op.getNumReductionLoops() == 0 ||
      op.getNumDpsInputs() != 2 || op.getBlock()->getNumArguments() != 3)
    return std::nullopt;
  Block *body = op.getBlock();
  Value yielded = body->getTerminator()->getOperand(0);
  auto sum = yielded.getDefiningOp<arith::AddFOp>();
  if (!sum)
    return std::nullopt;
  Value output = op.getMatchingBlockArgument(op.getDpsInitOperand(0));
  Value other = sum.getLhs() == output ? sum.getRhs() : sum.getLhs();
  if (!llvm::is_contained(sum.getOperands(), output))
    return std::nullopt;
  auto product = other.getDefiningOp<arith::MulFOp>();
  if (!product)
    return std::nullopt;
  OpOperand *left = operandOf(op, product.getLhs());
  OpOperand *right = operandOf(op, product.getRhs());
  if (!left || !right || !op.isDpsInput(left) || !op.isDpsInput(right))
    return std::nullopt;
  return std::make_pair(left, right);
}

bool mlir::per::isContraction(linalg::LinalgOp op) {
  auto operands = matchSumOfProducts(op);
  if (!operands)
    return false;
  AffineMap left = op.getMatchingIndexingMap(operands->first);
  AffineMap right = op.getMatchingIndexingMap(operands->second);
  SmallVector<int64_t> sizes = op.getStaticLoopRanges();
  for (auto [loop, iterator] : llvm::enumerate(op.getIteratorTypesArray()))
    if (iterator == utils::IteratorType::parallel && sizes[loop] != 1 &&
        !(left.isFunctionOfDim(loop) && right.isFunctionOfDim(loop)))
      return true;
  return false;
}

/// Adds `factor` times an affine expression to a sum of multiples of loops.
static LogicalResult accumulate(AffineExpr expr, int64_t factor,
                                Access &access) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expr)) {
    access.origin += factor * constant.getValue();
    return success();
  }
  if (auto dim = dyn_cast<AffineDimExpr>(expr)) {
    access.strides[dim.getPosition()] += factor;
    return success();
  }
  auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!binary)
    return failure();
  if (binary.getKind() == AffineExprKind::Add)
    return success(succeeded(accumulate(binary.getLHS(), factor, access)) &&
                   succeeded(accumulate(binary.getRHS(), factor, access)));
  if (binary.getKind() != AffineExprKind::Mul)
    return failure();
  auto constant = dyn_cast<AffineConstantExpr>(binary.getRHS());
  return constant
             ? accumulate(binary.getLHS(), factor * constant.getValue(), access)
             : failure();
}

/// The distances between neighbours along each dimension of an operand.
static std::optional<SmallVector<int64_t>> getStrides(Type type) {
  auto shaped = dyn_cast<ShapedType>(type);
  if (!shaped || !shaped.hasStaticShape())
    return std::nullopt;
  auto buffer = dyn_cast<MemRefType>(type);
  if (!buffer)
    return computeStrides(shaped.getShape());
  SmallVector<int64_t> strides;
  int64_t offset;
  if (failed(buffer.getStridesAndOffset(strides, offset)) ||
      llvm::any_of(strides, ShapedType::isDynamic))
    return std::nullopt;
  return strides;
}

std::optional<Access> mlir::per::getAccess(linalg::LinalgOp op,
                                           OpOperand *operand) {
  auto strides = getStrides(operand->get().getType());
  if (!strides)
    return std::nullopt;
  AffineMap map = op.getMatchingIndexingMap(operand);
  Access access{operand, SmallVector<int64_t>(op.getNumLoops(), 0)};
  for (auto [expr, stride] : llvm::zip_equal(map.getResults(), *strides))
    if (failed(accumulate(expr, stride, access)))
      return std::nullopt;
  return access;
}

/// The fill of the output with zeros, directly before.
static linalg::FillOp findZeros(linalg::LinalgOp op) {
  auto fill = dyn_cast_or_null<linalg::FillOp>(op->getPrevNode());
  if (!fill || fill.getDpsInits()[0] != op.getDpsInits()[0] ||
      !matchPattern(fill.getInputs()[0], m_AnyZeroFloat()))
    return {};
  return fill;
}

static bool isParallel(utils::IteratorType iterator) {
  return iterator == utils::IteratorType::parallel;
}

/// A transposed operand's neighbours are at least that many.
constexpr int64_t kTransposedSum = 8;

/// The loop along which the output's neighbours are right's columns: adjacent
/// ones, or apart in memory.
static std::optional<unsigned> findColumn(Contraction &c, bool isTransposed) {
  std::optional<unsigned> column;
  for (auto [loop, iterator] : llvm::enumerate(c.op.getIteratorTypesArray())) {
    int64_t stride = c.right.strides[loop];
    if (isParallel(iterator) && c.output.strides[loop] == 1 &&
        (isTransposed ? stride > 1 : stride == 1) &&
        c.left.strides[loop] == 0 && c.sizes[loop] >= (isTransposed ? 2 : 1) &&
        (!column || c.sizes[loop] > c.sizes[*column]))
      column = loop;
  }
  return column;
}

void mlir::per::mergeLoops(SmallVector<unsigned> &loops,
                           MutableArrayRef<int64_t> sizes,
                           ArrayRef<Access> operands) {
  for (unsigned i = 1; i < loops.size();) {
    unsigned outer = loops[i - 1], inner = loops[i];
    bool areOne = llvm::all_of(operands, [&](const Access &access) {
      return access.strides[outer] == access.strides[inner] * sizes[inner];
    });
    if (!areOne) {
      ++i;
      continue;
    }
    sizes[inner] *= sizes[outer];
    loops.erase(loops.begin() + i - 1);
  }
}

/// Gives the loops their roles, with `right` as the operand of the columns.
static bool assignLoops(Contraction &c, bool isTransposed) {
  std::optional<unsigned> column = findColumn(c, isTransposed);
  if (!column)
    return false;
  c.column = *column;
  for (auto [loop, iterator] : llvm::enumerate(c.op.getIteratorTypesArray())) {
    if (loop == c.column || c.sizes[loop] == 1)
      continue;
    if (!isParallel(iterator))
      c.sums.push_back(loop);
    else if (c.right.strides[loop] == 0)
      c.rows.push_back(loop);
    else
      c.batches.push_back(loop);
  }
  llvm::sort(c.rows, [&](unsigned a, unsigned b) {
    return std::make_pair(-c.output.strides[a], a) <
           std::make_pair(-c.output.strides[b], b);
  });
  if (isTransposed) {
    auto *neighbours = llvm::find_if(c.sums, [&](unsigned loop) {
      return c.right.strides[loop] == 1 && c.sizes[loop] >= kTransposedSum;
    });
    if (neighbours == c.sums.end())
      return false;
    std::rotate(neighbours, neighbours + 1, c.sums.end());
  }
  c.isTransposed = isTransposed;
  return true;
}

/// The same with either operand as `right`.
static std::optional<Contraction> assignOperands(const Contraction &c,
                                                 bool isTransposed) {
  for (bool swapped : {false, true}) {
    Contraction assigned = c;
    if (swapped)
      std::swap(assigned.left, assigned.right);
    if (assignLoops(assigned, isTransposed))
      return assigned;
  }
  return std::nullopt;
}

std::optional<Contraction> mlir::per::matchProductSum(linalg::LinalgOp op) {
  auto operands = matchSumOfProducts(op);
  if (!operands)
    return std::nullopt;
  std::optional<Access> left = getAccess(op, operands->first);
  std::optional<Access> right = getAccess(op, operands->second);
  std::optional<Access> output = getAccess(op, op.getDpsInitOperand(0));
  if (!left || !right || !output)
    return std::nullopt;
  Type element = getElementTypeOrSelf(output->operand->get().getType());
  if (!element.isF32() && !element.isF64())
    return std::nullopt;
  Contraction c;
  c.op = op;
  c.sizes = op.getStaticLoopRanges();
  c.left = *left;
  c.right = *right;
  c.output = *output;
  c.zeros = findZeros(op);
  if (llvm::any_of(c.sizes, [](int64_t size) { return size < 1; }))
    return std::nullopt;
  // Two loops that reach one element of the output would add twice.
  for (auto [loop, iterator] : llvm::enumerate(op.getIteratorTypesArray()))
    if (isParallel(iterator) == (c.output.strides[loop] == 0) &&
        c.sizes[loop] != 1)
      return std::nullopt;
  return c;
}

std::optional<Contraction> mlir::per::matchContraction(linalg::LinalgOp op) {
  std::optional<Contraction> loops = matchProductSum(op);
  if (!loops)
    return std::nullopt;
  std::optional<Contraction> c = assignOperands(*loops, /*isTransposed=*/false);
  if (!c)
    c = assignOperands(*loops, /*isTransposed=*/true);
  if (!c)
    return std::nullopt;
  matchEpilogue(*c);
  SmallVector<Access> operands(c->epilogueOperands);
  operands.append({c->left, c->right, c->output});
  for (SmallVector<unsigned> *role : {&c->rows, &c->sums, &c->batches})
    mergeLoops(*role, c->sizes, operands);
  return c;
}

/// Rows that are two loops or fewer share a panel wherever they are.
constexpr size_t kSharingRows = 2;

std::optional<OperandToPack> mlir::per::findOperandToPack(linalg::LinalgOp op) {
  std::optional<Contraction> loops = matchProductSum(op);
  if (!loops)
    return std::nullopt;
  std::optional<Contraction> c = matchContraction(op);
  if (c && !c->isTransposed)
    return std::nullopt;
  // What does not depend on the iteration is transposed once for all of them.
  auto loop = op->getParentOfType<LoopLikeOpInterface>();
  if (c && c->rows.size() <= kSharingRows &&
      !(loop && loop.isDefinedOutsideOfLoop(c->right.operand->get())))
    return std::nullopt;
  for (bool swapped : {false, true}) {
    const Access &left = swapped ? loops->right : loops->left;
    const Access &right = swapped ? loops->left : loops->right;
    AffineMap map = op.getMatchingIndexingMap(right.operand);
    if (!map.isProjectedPermutation())
      continue;
    for (auto [loop, iterator] : llvm::enumerate(op.getIteratorTypesArray()))
      if (isParallel(iterator) && loops->sizes[loop] > 1 &&
          loops->output.strides[loop] == 1 && left.strides[loop] == 0 &&
          right.strides[loop] > 1)
        return OperandToPack{right.operand, unsigned(loop)};
  }
  return std::nullopt;
}
