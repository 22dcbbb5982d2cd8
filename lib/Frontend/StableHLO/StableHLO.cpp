//===- StableHLO.cpp - StableHLO in generic form --------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Frontend/StableHLO.h"

#include "ManualComputation.h"
#include "ViewBuilder.h"
#include "per/Frontend/StableHLONames.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mlir::per;

/// An operation with one result, as StableHLO's own printer would write it:
/// attributes are properties.
static Value create(OpBuilder &builder, Location loc, StringRef name,
                    ValueRange operands, Type result,
                    ArrayRef<NamedAttribute> properties = {}) {
  OperationState state(loc, name, operands, result);
  if (!properties.empty())
    state.propertiesAttr = builder.getDictionaryAttr(properties);
  return builder.create(state)->getResult(0);
}

static Value createConstant(OpBuilder &builder, Location loc, Type type,
                            Attribute element) {
  auto tensor = RankedTensorType::get({}, type);
  NamedAttribute value =
      builder.getNamedAttr("value", DenseElementsAttr::get(tensor, element));
  return create(builder, loc, "stablehlo.constant", {}, tensor, value);
}

namespace {
class StableHLOFrontend final
    : public per::stablehlo::ManualComputationFrontend {
public:
  StringRef getName() const override { return "stablehlo"; }

  FailureOr<std::unique_ptr<GraphView>>
  buildView(Operation *function) const override {
    auto view = std::make_unique<GraphView>();
    if (failed(per::stablehlo::ViewBuilder(*view).buildFunction(function)))
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
    NamedAttribute value =
        builder.getNamedAttr("value", builder.getZeroAttr(type));
    return create(builder, loc, "stablehlo.constant", {}, type, value);
  }

  Value createMultiply(OpBuilder &builder, Location loc, Value lhs,
                       Value rhs) const override {
    return create(builder, loc, getStableHLOName(ScalarFunction::Multiply),
                  {lhs, rhs}, lhs.getType());
  }

  Value createAdd(OpBuilder &builder, Location loc, Value lhs,
                  Value rhs) const override {
    return create(builder, loc, getStableHLOName(ScalarFunction::Add),
                  {lhs, rhs}, lhs.getType());
  }

  Value createConvert(OpBuilder &builder, Location loc, Value value,
                      FloatType type) const override {
    auto tensor = cast<RankedTensorType>(value.getType());
    return create(builder, loc, getStableHLOName(ScalarFunction::Identity),
                  value, tensor.clone(type));
  }

  Value createSignlessCast(OpBuilder &builder, Location loc,
                           Value value) const override {
    auto type = cast<RankedTensorType>(value.getType());
    if (type.getElementType().isSignlessInteger())
      return value;
    Type signless = builder.getIntegerType(type.getElementTypeBitWidth());
    return create(builder, loc, "stablehlo.bitcast_convert", value,
                  type.clone(signless));
  }

  Value createStackRead(OpBuilder &builder, Location loc, Value stack,
                        Value index) const override {
    auto type = cast<RankedTensorType>(stack.getType());
    if (!type.hasStaticShape())
      return {};
    SmallVector<int64_t> sizes(type.getShape());
    sizes.front() = 1;
    SmallVector<Value> operands = {stack};
    llvm::append_range(operands,
                       getStackStarts(builder, loc, index, type.getRank()));
    Value slice = create(
        builder, loc, "stablehlo.dynamic_slice", operands, type.clone(sizes),
        builder.getNamedAttr("slice_sizes",
                             builder.getDenseI64ArrayAttr(sizes)));
    return create(builder, loc, "stablehlo.reshape", slice,
                  type.clone(ArrayRef(sizes).drop_front()));
  }

  Value createStackWrite(OpBuilder &builder, Location loc, Value stack,
                         Value value, Value index) const override {
    auto type = cast<RankedTensorType>(stack.getType());
    SmallVector<int64_t> sizes(type.getShape());
    sizes.front() = 1;
    Value slice =
        create(builder, loc, "stablehlo.reshape", value, type.clone(sizes));
    SmallVector<Value> operands = {stack, slice};
    llvm::append_range(operands,
                       getStackStarts(builder, loc, index, type.getRank()));
    return create(builder, loc, "stablehlo.dynamic_update_slice", operands,
                  type);
  }

private:
  /// The start of the slice at `index` of a stack: zero in the other
  /// dimensions.
  SmallVector<Value> getStackStarts(OpBuilder &builder, Location loc,
                                    Value index, int64_t rank) const {
    SmallVector<Value> starts = {index};
    if (rank > 1) {
      auto type = cast<IntegerType>(getElementTypeOrSelf(index.getType()));
      starts.append(rank - 1, createIntegerConstant(builder, loc, type, 0));
    }
    return starts;
  }
};
} // namespace

const Frontend &mlir::per::getStableHLOFrontend() {
  static const StableHLOFrontend frontend;
  return frontend;
}
