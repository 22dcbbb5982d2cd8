//===- ForeignAttrs.cpp - attributes of unregistered operations -----------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ForeignAttrs.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/ADT/APFloat.h"

using namespace mlir;
using namespace mlir::per;

/// The properties of an unregistered operation are one dictionary.
static DictionaryAttr getProperties(Operation *op) {
  return dyn_cast_or_null<DictionaryAttr>(op->getPropertiesAsAttribute());
}

Attribute mlir::per::getForeignAttr(Operation *op, StringRef name) {
  if (DictionaryAttr properties = getProperties(op))
    if (Attribute attr = properties.get(name))
      return attr;
  return op->getDiscardableAttr(name);
}

/// Discardable attributes that say where and how to compute, not what.
static bool isPlacement(StringRef name) {
  constexpr StringRef names[] = {"mhlo.sharding",
                                 "mhlo.frontend_attributes",
                                 "mhlo.original_value",
                                 "mhlo.layout_mode",
                                 "mhlo.memory_kind",
                                 "sdy.sharding",
                                 "xla.sdy.sharding",
                                 "result_layout",
                                 "xla_shape"};
  return llvm::is_contained(names, name) || name.starts_with("jax.");
}

SmallVector<NamedAttribute> stablehlo::getMeaningfulAttrs(Operation *op) {
  SmallVector<NamedAttribute> attrs;
  if (DictionaryAttr properties = getProperties(op))
    llvm::append_range(attrs, properties);
  for (NamedAttribute attr : op->getDiscardableAttrs())
    if (!isPlacement(attr.getName()))
      attrs.push_back(attr);
  llvm::sort(attrs);
  return attrs;
}

std::optional<SmallVector<int64_t, 4>> stablehlo::getDims(Operation *op,
                                                          StringRef name) {
  Attribute attr = getForeignAttr(op, name);
  SmallVector<int64_t, 4> dims;
  if (auto array = dyn_cast_or_null<DenseI64ArrayAttr>(attr)) {
    llvm::append_range(dims, array.asArrayRef());
    return dims;
  }
  if (auto elements = dyn_cast_or_null<DenseIntElementsAttr>(attr)) {
    for (const APInt &value : elements.getValues<APInt>())
      dims.push_back(value.getSExtValue());
    return dims;
  }
  if (auto integer = dyn_cast_or_null<IntegerAttr>(attr)) {
    dims.push_back(integer.getInt());
    return dims;
  }
  return std::nullopt;
}

StringRef stablehlo::getKeywordAttr(Operation *op, StringRef name,
                                    StringRef keyword) {
  Attribute attr = getForeignAttr(op, name);
  if (auto string = dyn_cast_or_null<StringAttr>(attr))
    return string.getValue();
  auto opaque = dyn_cast_or_null<OpaqueAttr>(attr);
  if (!opaque)
    return {};
  StringRef text = opaque.getAttrData();
  if (!text.consume_front(keyword))
    return {};
  return text.trim(" <>");
}

static double toDouble(APFloat value) {
  bool losesInfo;
  value.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven,
                &losesInfo);
  return value.convertToDouble();
}

static double toDouble(const APInt &value, Type type) {
  bool isSigned = type.isSignedInteger() || type.isIndex() ||
                  (type.isSignlessInteger() && !type.isInteger(1));
  return value.roundToDouble(isSigned);
}

std::optional<double> stablehlo::getSplat(Attribute value) {
  if (auto number = dyn_cast_or_null<FloatAttr>(value))
    return toDouble(number.getValue());
  if (auto number = dyn_cast_or_null<IntegerAttr>(value))
    return toDouble(number.getValue(), number.getType());
  auto elements = dyn_cast_or_null<DenseElementsAttr>(value);
  if (!elements || elements.empty())
    return std::nullopt;
  // A constant that is no splat attribute may still list equal elements.
  Type type = elements.getElementType();
  if (isa<FloatType>(type)) {
    auto range = elements.getValues<APFloat>();
    auto isFirst = [first = *range.begin()](const APFloat &other) {
      return other.bitwiseIsEqual(first);
    };
    if (!elements.isSplat() && !llvm::all_of(range, isFirst))
      return std::nullopt;
    return toDouble(*range.begin());
  }
  if (!type.isIntOrIndex())
    return std::nullopt;
  auto range = elements.getValues<APInt>();
  if (!elements.isSplat() && !llvm::all_equal(range))
    return std::nullopt;
  return toDouble(*range.begin(), type);
}
