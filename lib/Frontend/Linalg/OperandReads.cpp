//===- OperandReads.cpp - operands of structured operations ---------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// An indexing map is read as the operations on shapes that it stands for:
// reversal, slice, loss of unit dimensions, transposition, broadcast.
//
//===----------------------------------------------------------------------===//

#include "ViewBuilder.h"

#include "llvm/ADT/SmallBitVector.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::linalgview;

static std::string toString(AffineMap map) {
  std::string text;
  llvm::raw_string_ostream os(text);
  map.print(os);
  return text;
}

namespace {
/// What one result of an indexing map reads.
struct Access {
  enum Kind { Whole, Reversed, Part, Element, Unknown } kind = Unknown;
  unsigned dim = 0; // of the domain; Whole, Reversed, Part
};
} // namespace

/// The one dimension that an expression depends on; none if it has several.
static std::optional<unsigned> getOnlyDim(AffineExpr expr, unsigned numDims) {
  std::optional<unsigned> only;
  for (unsigned dim = 0; dim < numDims; ++dim) {
    if (!expr.isFunctionOfDim(dim))
      continue;
    if (only)
      return std::nullopt;
    only = dim;
  }
  return only;
}

/// Whether an expression of one dimension is a multiple of it plus a constant;
/// divisions repeat elements, and remainders go round.
static bool isLinear(AffineExpr expr) {
  bool result = true;
  expr.walk([&](AffineExpr part) {
    switch (part.getKind()) {
    case AffineExprKind::FloorDiv:
    case AffineExprKind::CeilDiv:
    case AffineExprKind::Mod:
      result = false;
      break;
    default:
      break;
    }
  });
  return result;
}

static Access classify(AffineExpr expr, unsigned numDims, int64_t size,
                       ArrayRef<int64_t> domain) {
  if (auto dim = dyn_cast<AffineDimExpr>(expr))
    return {domain[dim.getPosition()] == size ? Access::Whole : Access::Part,
            dim.getPosition()};
  if (isa<AffineConstantExpr>(expr))
    return {Access::Element};
  std::optional<unsigned> dim = getOnlyDim(expr, numDims);
  if (!dim || !isLinear(expr))
    return {};
  AffineExpr reversed = -getAffineDimExpr(*dim, expr.getContext()) + (size - 1);
  bool isReversed = !ShapedType::isDynamic(size) && domain[*dim] == size &&
                    simplifyAffineExpr(expr - reversed, numDims, 0) == 0;
  return {isReversed ? Access::Reversed : Access::Part, *dim};
}

ViewValue *ViewBuilder::readOperand(Place place, ViewValue *value,
                                    AffineMap map, ArrayRef<int64_t> domain) {
  if (map.isIdentity() && value->shape == domain)
    return value;
  SmallVector<Access> accesses;
  llvm::SmallBitVector isRead(domain.size());
  bool isGather = false;
  for (auto [expr, size] : llvm::zip_equal(map.getResults(), value->shape)) {
    Access access = classify(expr, map.getNumDims(), size, domain);
    bool isIndexed =
        access.kind != Access::Element && access.kind != Access::Unknown;
    // A diagonal, a window, or elements that are repeated.
    isGather |= access.kind == Access::Unknown ||
                (isIndexed && isRead.test(access.dim));
    if (isIndexed)
      isRead.set(access.dim);
    accesses.push_back(access);
  }
  if (isGather) {
    ViewValue *result =
        emit(place, NodeKind::Gather, value, value->elementType, domain);
    result->def->key = toString(map);
    return result;
  }

  SmallVector<int64_t> reversed, kept, dims;
  SmallVector<int64_t> box(value->shape.begin(), value->shape.end());
  bool isBox = false;
  for (auto [position, access] : llvm::enumerate(accesses)) {
    if (access.kind == Access::Reversed)
      reversed.push_back(position);
    if (access.kind == Access::Part) {
      box[position] = domain[access.dim];
      isBox = true;
    }
    if (access.kind == Access::Element) {
      isBox |= box[position] != 1;
      box[position] = 1;
      continue;
    }
    kept.push_back(box[position]);
    dims.push_back(access.dim);
  }
  if (!reversed.empty()) {
    value =
        emit(place, NodeKind::Reverse, value, value->elementType, value->shape);
    value->def->dims.assign(reversed.begin(), reversed.end());
  }
  if (isBox) {
    value = emit(place, NodeKind::Slice, value, value->elementType, box);
    value->def->key = toString(map);
  }
  if (kept.size() != box.size())
    value = emitReshape(place, value, kept);
  if (!llvm::is_sorted(dims)) {
    SmallVector<int64_t> permutation =
        llvm::to_vector(llvm::seq<int64_t>(0, dims.size()));
    llvm::sort(permutation,
               [&](int64_t a, int64_t b) { return dims[a] < dims[b]; });
    value = emitTranspose(place, value, permutation);
    llvm::sort(dims);
  }
  if (dims.size() != domain.size())
    value = emitBroadcast(place, value, domain, dims);
  return value;
}

LogicalResult ViewBuilder::readOperands(linalg::LinalgOp op, BodyScope &body) {
  Block *block = op.getBlock();
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  for (BlockArgument argument : block->getArguments()) {
    if (argument.use_empty())
      continue;
    unsigned number = argument.getArgNumber();
    ViewValue *operand = view.lookup(op->getOperand(number));
    if (!operand)
      return op->emitError("an operand is used before its definition");
    body.values[argument] =
        readOperand(body.place, operand, maps[number], body.domain);
  }
  return success();
}
