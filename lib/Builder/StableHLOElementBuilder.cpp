//===- StableHLOElementBuilder.cpp - elementwise StableHLO ----------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ElementBuilders.h"

#include "per/Frontend/StableHLONames.h"

#include "mlir/IR/BuiltinAttributes.h"

using namespace mlir;
using namespace mlir::per;

Element StableHLOElementBuilder::create(StringRef name, Type type,
                                        ArrayRef<Element> operands,
                                        ArrayRef<NamedAttribute> properties) {
  SmallVector<Value> values = llvm::map_to_vector(
      operands, [](const Element &element) { return element.value; });
  return {builder.create(name, RankedTensorType::get(shape, type), values,
                         properties),
          type};
}

Element StableHLOElementBuilder::compare(ScalarFunction function,
                                         ArrayRef<Element> operands) {
  Type type = operands[0].type;
  StringRef kind = isa<FloatType>(type) ? "FLOAT"
                   : isUnsigned(type)   ? "UNSIGNED"
                                        : "SIGNED";
  auto enumAttr = [&](StringRef name, StringRef value) -> Attribute {
    std::string data = (name + " " + value).str();
    return OpaqueAttr::get(StringAttr::get(getContext(), "stablehlo"), data,
                           NoneType::get(getContext()));
  };
  NamedAttribute properties[] = {
      {StringAttr::get(getContext(), "compare_type"),
       enumAttr("comparison_type", kind)},
      {StringAttr::get(getContext(), "comparison_direction"),
       enumAttr("comparison_direction", getComparisonDirection(function))}};
  return create("stablehlo.compare", signedInteger(1), operands, properties);
}

Element StableHLOElementBuilder::apply(ScalarFunction function,
                                       ArrayRef<Element> operands) {
  if (!getComparisonDirection(function).empty())
    return compare(function, operands);
  StringRef name = getStableHLOName(function);
  assert(!name.empty() && "function that no StableHLO operation computes");
  return create(name, operands.back().type, operands);
}

Element StableHLOElementBuilder::constant(TypedAttr value, Type type) {
  // A scalar and a broadcast, as JAX writes it: XLA folds it into its users.
  Value &cached = constants[value];
  if (!cached) {
    Value scalar = builder.createConstant(
        DenseElementsAttr::get(RankedTensorType::get({}, type), value));
    cached = broadcast({scalar, {}}).value;
  }
  return {cached, type};
}

Element StableHLOElementBuilder::index(unsigned dim, Type type) {
  Builder &attrs = builder.getBuilder();
  return create(
      "stablehlo.iota", type, {},
      attrs.getNamedAttr("iota_dimension", attrs.getI64IntegerAttr(dim)));
}

Element StableHLOElementBuilder::convert(Element element, Type type) {
  if (element.type == type)
    return element;
  bool isSameWidth =
      element.type.getIntOrFloatBitWidth() == type.getIntOrFloatBitWidth();
  if (isa<IntegerType>(element.type) && isa<IntegerType>(type) && isSameWidth)
    return bitcast(element, type);
  return create("stablehlo.convert", type, element);
}

Element StableHLOElementBuilder::bitcast(Element element, Type type) {
  return create("stablehlo.bitcast_convert", type, element);
}

Element StableHLOElementBuilder::shiftLeft(Element element, Element amount) {
  return create("stablehlo.shift_left", element.type, {element, amount});
}

Element StableHLOElementBuilder::shiftRight(Element element, Element amount) {
  return create(isUnsigned(element.type) ? "stablehlo.shift_right_logical"
                                         : "stablehlo.shift_right_arithmetic",
                element.type, {element, amount});
}

Element StableHLOElementBuilder::countLeadingZeros(Element element) {
  return create("stablehlo.count_leading_zeros", element.type, element);
}

std::pair<Element, Element> StableHLOElementBuilder::multiplyWide(Element a,
                                                                  Element b) {
  Type wide = unsignedInteger(64);
  Element product = mul(convert(a, wide), convert(b, wide));
  Element high = shiftRight(product, integer(32, wide));
  return {convert(product, a.type), convert(high, a.type)};
}

Element StableHLOElementBuilder::lookup(Value table, Element index) {
  Builder &attrs = builder.getBuilder();
  // Each index is a vector of one coordinate, along a dimension at the end.
  SmallVector<int64_t> extents(shape);
  extents.push_back(1);
  Value positions =
      builder.create("stablehlo.reshape",
                     RankedTensorType::get(extents, index.type), index.value);
  std::string numbers = "gather<collapsed_slice_dims = [0], start_index_map = "
                        "[0], index_vector_dim = " +
                        std::to_string(shape.size()) + ">";
  NamedAttribute properties[] = {
      attrs.getNamedAttr("dimension_numbers",
                         OpaqueAttr::get(attrs.getStringAttr("stablehlo"),
                                         numbers, attrs.getNoneType())),
      attrs.getNamedAttr("indices_are_sorted", attrs.getBoolAttr(false)),
      attrs.getNamedAttr("slice_sizes", attrs.getDenseI64ArrayAttr({1}))};
  Type type = getElementType(table);
  return create("stablehlo.gather", type,
                {Element{table, type}, Element{positions, index.type}},
                properties);
}

Element StableHLOElementBuilder::broadcast(const MapOperand &operand) {
  auto type = cast<RankedTensorType>(operand.value.getType());
  if (type.getShape() == shape)
    return {operand.value, type.getElementType()};
  Builder &attrs = builder.getBuilder();
  return create("stablehlo.broadcast_in_dim", type.getElementType(),
                Element{operand.value, type.getElementType()},
                attrs.getNamedAttr("broadcast_dimensions",
                                   attrs.getDenseI64ArrayAttr(operand.dims)));
}
