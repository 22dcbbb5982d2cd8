//===- ElementBuilders.h - bodies of maps, by level -------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_BUILDER_ELEMENTBUILDERS_H
#define PER_LIB_BUILDER_ELEMENTBUILDERS_H

#include "per/Builder/StableHLOBuilder.h"

#include "llvm/ADT/MapVector.h"

namespace mlir::per {

/// Emits arith and math operations on scalars, inside a linalg.generic.
class LinalgElementBuilder final : public ElementBuilder {
public:
  LinalgElementBuilder(OpBuilder &builder, Location loc)
      : ElementBuilder(builder.getContext()), builder(builder), loc(loc) {}

  Element apply(ScalarFunction function, ArrayRef<Element> operands) override;
  Element constant(TypedAttr value, Type type) override;
  Element index(unsigned dim, Type type) override;
  Element convert(Element element, Type type) override;
  Element bitcast(Element element, Type type) override;
  Element shiftLeft(Element element, Element amount) override;
  Element shiftRight(Element element, Element amount) override;
  Element countLeadingZeros(Element element) override;
  std::pair<Element, Element> multiplyWide(Element a, Element b) override;
  Element lookup(Value table, Element index) override;

private:
  Value applyToFloats(ScalarFunction function, ValueRange x);
  Value applyToIntegers(ScalarFunction function, ValueRange x, bool isSigned);

  OpBuilder &builder;
  Location loc;
};

/// The type that holds an element at the levels without signed types.
inline Type getStorageType(Type type) {
  auto integer = dyn_cast<IntegerType>(type);
  return integer ? IntegerType::get(type.getContext(), integer.getWidth())
                 : type;
}

inline bool isUnsigned(Type type) { return type.isUnsignedInteger(); }

/// Emits StableHLO operations on whole tensors of one shape.
class StableHLOElementBuilder final : public ElementBuilder {
public:
  StableHLOElementBuilder(StableHLOBuilder &builder, ArrayRef<int64_t> shape)
      : ElementBuilder(builder.getBuilder().getContext()), builder(builder),
        shape(shape) {}

  Element apply(ScalarFunction function, ArrayRef<Element> operands) override;
  Element constant(TypedAttr value, Type type) override;
  Element index(unsigned dim, Type type) override;
  Element convert(Element element, Type type) override;
  Element bitcast(Element element, Type type) override;
  Element shiftLeft(Element element, Element amount) override;
  Element shiftRight(Element element, Element amount) override;
  Element countLeadingZeros(Element element) override;
  std::pair<Element, Element> multiplyWide(Element a, Element b) override;
  Element lookup(Value table, Element index) override;

  /// An operand of the map, brought to the map's shape.
  Element broadcast(const MapOperand &operand);

private:
  Element create(StringRef name, Type type, ArrayRef<Element> operands,
                 ArrayRef<NamedAttribute> properties = {});
  Element compare(ScalarFunction function, ArrayRef<Element> operands);

  StableHLOBuilder &builder;
  ArrayRef<int64_t> shape;
  llvm::DenseMap<Attribute, Value> constants;
};

} // namespace mlir::per

#endif // PER_LIB_BUILDER_ELEMENTBUILDERS_H
