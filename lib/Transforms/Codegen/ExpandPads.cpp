//===- ExpandPads.cpp - padding as slices of a larger tensor --------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Transforms/Codegen/Passes.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mlir::per {
#define GEN_PASS_DEF_EXPANDPADSPASS
#include "per/Transforms/Codegen/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

namespace {
/// A part of a tensor.
struct Slab {
  SmallVector<int64_t> offsets, sizes, strides;
};
} // namespace

static SmallVector<OpFoldResult> asIndices(OpBuilder &b,
                                           ArrayRef<int64_t> values) {
  return getAsIndexOpFoldResult(b.getContext(), values);
}

/// Puts a tensor into a part of another.
static Value insert(ImplicitLocOpBuilder &b, Value source, Value target,
                    const Slab &slab) {
  return tensor::InsertSliceOp::create(
      b, source, target, asIndices(b, slab.offsets), asIndices(b, slab.sizes),
      asIndices(b, slab.strides));
}

/// Fills a part of a tensor with a value.
static Value fill(ImplicitLocOpBuilder &b, Value value, Value target,
                  const Slab &slab) {
  Value part =
      tensor::EmptyOp::create(b, slab.sizes, getElementTypeOrSelf(target));
  part = linalg::FillOp::create(b, value, part).getResult(0);
  return insert(b, part, target, slab);
}

/// The most elements of a padded tensor by those of its source for which later
/// operations read the source there.
constexpr int64_t kPaddedRatio = 2;

/// Lets operations after the pad read its source from the padded tensor, so
/// that the source needs no memory of its own.
static void readFromPadded(ImplicitLocOpBuilder &b, Value source, Value padded,
                           const Slab &inside) {
  Operation *insertion = padded.getDefiningOp();
  Operation *definition = source.getDefiningOp();
  if (!definition || definition->getBlock() != insertion->getBlock() ||
      cast<ShapedType>(padded.getType()).getNumElements() >
          kPaddedRatio * cast<ShapedType>(source.getType()).getNumElements())
    return;
  auto isLaterInput = [&](OpOperand &use) {
    Operation *user = use.getOwner();
    auto op = dyn_cast<DestinationStyleOpInterface>(user);
    Operation *ancestor = insertion->getBlock()->findAncestorOpInBlock(*user);
    return ancestor && insertion->isBeforeInBlock(ancestor) &&
           (isa<tensor::PadOp>(user) || (op && op.isDpsInput(&use)));
  };
  if (llvm::none_of(source.getUses(), isLaterInput))
    return;
  Value slice = tensor::ExtractSliceOp::create(
      b, cast<RankedTensorType>(source.getType()), padded,
      asIndices(b, inside.offsets), asIndices(b, inside.sizes),
      asIndices(b, inside.strides));
  source.replaceUsesWithIf(slice, isLaterInput);
}

/// Expands a pad of known sizes with one value.
static LogicalResult expandPad(tensor::PadOp pad) {
  Value value = pad.getConstantPaddingValue();
  RankedTensorType type = pad.getResultType(), source = pad.getSourceType();
  ArrayRef<int64_t> low = pad.getStaticLow(), high = pad.getStaticHigh();
  if (!value || !type.hasStaticShape() || !source.hasStaticShape() ||
      llvm::any_of(low, ShapedType::isDynamic) ||
      llvm::any_of(high, ShapedType::isDynamic))
    return failure();
  ImplicitLocOpBuilder b(pad.getLoc(), pad);
  // The value may be defined in the body.
  if (Operation *definition = value.getDefiningOp();
      definition && definition->getParentOp() == pad)
    value = b.clone(*definition)->getResult(0);
  Value result =
      tensor::EmptyOp::create(b, type.getShape(), type.getElementType());
  // The border of a dimension goes around what earlier dimensions leave.
  Slab inside{SmallVector<int64_t>(type.getRank(), 0),
              llvm::to_vector(type.getShape()),
              SmallVector<int64_t>(type.getRank(), 1)};
  for (int64_t dim = 0; dim < type.getRank(); ++dim) {
    const int64_t size = source.getDimSize(dim);
    Slab border = inside;
    if (low[dim] == 1 && high[dim] == 1) {
      // One slice has both: bufferization compares each with each.
      border.sizes[dim] = 2;
      border.strides[dim] = size + 1;
      result = fill(b, value, result, border);
    } else {
      border.sizes[dim] = low[dim];
      if (low[dim])
        result = fill(b, value, result, border);
      border.offsets[dim] = low[dim] + size;
      border.sizes[dim] = high[dim];
      if (high[dim])
        result = fill(b, value, result, border);
    }
    inside.offsets[dim] = low[dim];
    inside.sizes[dim] = size;
  }
  Value padded = insert(b, pad.getSource(), result, inside);
  pad.getResult().replaceAllUsesWith(padded);
  readFromPadded(b, pad.getSource(), padded, inside);
  pad.erase();
  return success();
}

namespace {
struct ExpandPadsPass : per::impl::ExpandPadsPassBase<ExpandPadsPass> {
  void runOnOperation() override {
    SmallVector<tensor::PadOp> pads;
    getOperation()->walk([&](tensor::PadOp pad) { pads.push_back(pad); });
    for (tensor::PadOp pad : pads)
      (void)expandPad(pad);
  }
};
} // namespace
