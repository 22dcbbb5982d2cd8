//===- Linalg.cpp - linalg on tensors -------------------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Frontend/Linalg.h"

#include "../StableHLO/ManualComputation.h"
#include "ViewBuilder.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mlir::per;

/// An elementwise linalg.generic over tensors of one shape, which bufferization
/// and all lowerings of linalg take (arith on tensors needs another pass
/// first).
static Value
createElementwise(OpBuilder &builder, Location loc, ValueRange inputs,
                  Type elementType,
                  function_ref<Value(OpBuilder &, ValueRange)> createBody) {
  auto type = cast<RankedTensorType>(inputs.front().getType());
  Value init = tensor::EmptyOp::create(
      builder, loc, tensor::getMixedSizes(builder, loc, inputs.front()),
      elementType);
  SmallVector<AffineMap> maps(inputs.size() + 1,
                              builder.getMultiDimIdentityMap(type.getRank()));
  SmallVector<utils::IteratorType> iterators(type.getRank(),
                                             utils::IteratorType::parallel);
  auto build = [&](OpBuilder &body, Location bodyLoc, ValueRange arguments) {
    linalg::YieldOp::create(body, bodyLoc,
                            createBody(body, arguments.drop_back()));
  };
  return linalg::GenericOp::create(builder, loc, type.clone(elementType),
                                   inputs, init, maps, iterators, build)
      .getResult(0);
}

static Value createConstant(OpBuilder &builder, Location loc, Type type,
                            Attribute element) {
  auto tensor = RankedTensorType::get({}, type);
  return arith::ConstantOp::create(builder, loc, tensor,
                                   DenseElementsAttr::get(tensor, element));
}

namespace {
class LinalgFrontend final : public per::stablehlo::ManualComputationFrontend {
public:
  StringRef getName() const override { return "linalg"; }

  FailureOr<std::unique_ptr<GraphView>>
  buildView(Operation *function) const override {
    auto view = std::make_unique<GraphView>();
    if (failed(linalgview::ViewBuilder(*view).buildFunction(function)))
      return failure();
    return view;
  }

  Value createScalarConstant(OpBuilder &builder, Location loc, FloatType type,
                             double value) const override {
    return createConstant(builder, loc, type,
                          builder.getFloatAttr(type, value));
  }

  Value createIntegerConstant(OpBuilder &builder, Location loc,
                              IntegerType type, int64_t value) const override {
    return createConstant(builder, loc, type,
                          builder.getIntegerAttr(type, value));
  }

  Value createZero(OpBuilder &builder, Location loc,
                   RankedTensorType type) const override {
    return arith::ConstantOp::create(builder, loc, type,
                                     builder.getZeroAttr(type));
  }

  Value createMultiply(OpBuilder &builder, Location loc, Value lhs,
                       Value rhs) const override {
    return createElementwise(
        builder, loc, {lhs, rhs}, getElementTypeOrSelf(lhs),
        [&](OpBuilder &body, ValueRange arguments) -> Value {
          return arith::MulFOp::create(body, loc, arguments[0], arguments[1]);
        });
  }

  Value createAdd(OpBuilder &builder, Location loc, Value lhs,
                  Value rhs) const override {
    return createElementwise(
        builder, loc, {lhs, rhs}, getElementTypeOrSelf(lhs),
        [&](OpBuilder &body, ValueRange arguments) -> Value {
          Value first = arguments[0], second = arguments[1];
          if (first.getType().isInteger())
            return arith::AddIOp::create(body, loc, first, second);
          return arith::AddFOp::create(body, loc, first, second);
        });
  }

  Value createConvert(OpBuilder &builder, Location loc, Value value,
                      FloatType type) const override {
    auto from = cast<FloatType>(getElementTypeOrSelf(value));
    if (from == type)
      return value;
    return createElementwise(
        builder, loc, value, type,
        [&](OpBuilder &body, ValueRange arguments) -> Value {
          if (from.getWidth() < type.getWidth())
            return arith::ExtFOp::create(body, loc, type, arguments[0]);
          if (from.getWidth() > type.getWidth())
            return arith::TruncFOp::create(body, loc, type, arguments[0]);
          // bf16 and f16 hold different numbers: over f32.
          Value wide =
              arith::ExtFOp::create(body, loc, body.getF32Type(), arguments[0]);
          return arith::TruncFOp::create(body, loc, type, wide);
        });
  }

  Value createSignlessCast(OpBuilder &builder, Location loc,
                           Value value) const override {
    auto type = cast<RankedTensorType>(value.getType());
    if (type.getElementType().isSignlessInteger())
      return value;
    Type signless = builder.getIntegerType(type.getElementTypeBitWidth());
    return tensor::BitcastOp::create(builder, loc, type.clone(signless), value);
  }

  Value createStackRead(OpBuilder &builder, Location loc, Value stack,
                        Value index) const override {
    auto type = cast<RankedTensorType>(stack.getType());
    if (!type.hasStaticShape())
      return {};
    StackSlice slice = getStackSlice(builder, loc, type, index);
    return tensor::ExtractSliceOp::create(
        builder, loc, type.clone(type.getShape().drop_front()), stack,
        slice.offsets, slice.sizes, slice.strides);
  }

  Value createStackWrite(OpBuilder &builder, Location loc, Value stack,
                         Value value, Value index) const override {
    StackSlice slice = getStackSlice(
        builder, loc, cast<RankedTensorType>(stack.getType()), index);
    return tensor::InsertSliceOp::create(
        builder, loc, value, stack, slice.offsets, slice.sizes, slice.strides);
  }

private:
  struct StackSlice {
    SmallVector<OpFoldResult> offsets, sizes, strides;
  };
  /// The slice at `index` in the first dimension.
  static StackSlice getStackSlice(OpBuilder &builder, Location loc,
                                  RankedTensorType stack, Value index) {
    if (isa<RankedTensorType>(index.getType()))
      index = tensor::ExtractOp::create(builder, loc, index, ValueRange{});
    if (!index.getType().isIndex())
      index = arith::IndexCastOp::create(builder, loc, builder.getIndexType(),
                                         index);
    int64_t rank = stack.getRank();
    StackSlice slice;
    slice.offsets.assign(rank, builder.getIndexAttr(0));
    slice.strides.assign(rank, builder.getIndexAttr(1));
    slice.offsets.front() = index;
    slice.sizes.push_back(builder.getIndexAttr(1));
    for (int64_t size : stack.getShape().drop_front())
      slice.sizes.push_back(builder.getIndexAttr(size));
    return slice;
  }
};
} // namespace

const Frontend &mlir::per::getLinalgFrontend() {
  static const LinalgFrontend frontend;
  return frontend;
}
