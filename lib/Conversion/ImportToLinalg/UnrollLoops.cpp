//===- UnrollLoops.cpp - short elementwise loops, unrolled ----------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Conversion/ImportToLinalg.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/SCF/Utils/Utils.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mlir::per;

/// How many operations an unrolled loop may become.
static constexpr int64_t maxUnrolledOps = 2048;

static bool isElementwise(Operation &op) {
  if (auto generic = dyn_cast<linalg::GenericOp>(op))
    return generic.getNumParallelLoops() == generic.getNumLoops();
  // Where elements are written one by one, nothing fuses.
  if (isa<tensor::InsertOp, tensor::InsertSliceOp>(op))
    return false;
  return isa<arith::ArithDialect, math::MathDialect, tensor::TensorDialect>(
             op.getDialect()) ||
         isa<scf::YieldOp>(op);
}

static bool isWorthUnrolling(scf::ForOp loop, int64_t maxTrips) {
  std::optional<APInt> trips = loop.getStaticTripCount();
  if (!trips || trips->ugt(maxTrips))
    return false;
  Block &body = *loop.getBody();
  int64_t numOps = body.getOperations().size();
  return trips->getSExtValue() * numOps <= maxUnrolledOps &&
         llvm::all_of(body, isElementwise) &&
         !body.getOps<linalg::GenericOp>().empty();
}

/// The element of a constant that the slice is, if it is one element of one.
static TypedAttr getExtractedConstant(tensor::ExtractSliceOp slice) {
  DenseElementsAttr constant;
  if (!slice.getType().hasStaticShape() ||
      slice.getType().getNumElements() != 1 ||
      !matchPattern(slice.getSource(), m_Constant(&constant)))
    return {};
  auto offsets = slice.getStaticOffsets();
  if (llvm::any_of(offsets, ShapedType::isDynamic))
    return {};
  SmallVector<uint64_t> at(offsets.begin(), offsets.end());
  return DenseElementsAttr::get(slice.getType(),
                                constant.getValues<Attribute>()[at]);
}

/// The rotations of a threefry round are elements of a constant that is carried
/// from round to round.
static void foldExtractedConstants(Operation *root) {
  root->walk([](tensor::ExtractSliceOp slice) {
    TypedAttr element = getExtractedConstant(slice);
    if (!element)
      return;
    OpBuilder builder(slice);
    slice.replaceAllUsesWith(
        arith::ConstantOp::create(builder, slice.getLoc(), element)
            .getResult());
    slice.erase();
  });
}

LogicalResult mlir::per::unrollElementwiseLoops(Operation *root,
                                                int64_t maxTrips) {
  // Inner loops first: without them, the loop around may qualify.
  SmallVector<scf::ForOp> loops;
  root->walk([&](scf::ForOp loop) { loops.push_back(loop); });
  for (scf::ForOp loop : loops)
    if (isWorthUnrolling(loop, maxTrips) && failed(loopUnrollFull(loop)))
      return loop.emitOpError("cannot be unrolled");
  foldExtractedConstants(root);
  return success();
}
