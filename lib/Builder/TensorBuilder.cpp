//===- TensorBuilder.cpp - tensor operations of any level -----------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Builder/TensorBuilder.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/ADT/Sequence.h"

using namespace mlir;
using namespace mlir::per;

ElementBuilder::~ElementBuilder() = default;
TensorBuilder::~TensorBuilder() = default;

Element ElementBuilder::real(double value, Type type) {
  return constant(FloatAttr::get(type, value), type);
}

Element ElementBuilder::integer(uint64_t value, Type type) {
  auto integerType = cast<IntegerType>(type);
  APInt bits(integerType.getWidth(), value, /*isSigned=*/false,
             /*implicitTrunc=*/true);
  return constant(IntegerAttr::get(type, bits), type);
}

Element ElementBuilder::add(Element a, Element b) {
  return binary(ScalarFunction::Add, a, b);
}
Element ElementBuilder::sub(Element a, Element b) {
  return binary(ScalarFunction::Subtract, a, b);
}
Element ElementBuilder::mul(Element a, Element b) {
  return binary(ScalarFunction::Multiply, a, b);
}
Element ElementBuilder::div(Element a, Element b) {
  return binary(ScalarFunction::Divide, a, b);
}
Element ElementBuilder::select(Element condition, Element ifTrue,
                               Element ifFalse) {
  return apply(ScalarFunction::Select, {condition, ifTrue, ifFalse});
}

Value TensorBuilder::map(const TensorShape &shape,
                         ArrayRef<MapOperand> operands, Type elementType,
                         Body body) {
  return map(shape, operands, TypeRange(elementType),
             [&](ElementBuilder &e, ArrayRef<Element> elements) {
               return SmallVector<Element>{body(e, elements)};
             })
      .front();
}

Value TensorBuilder::map(Value operand, Body body) {
  return map(getShape(operand), sameShape(operand), getElementType(operand),
             body);
}

Value TensorBuilder::interleave(ArrayRef<Value> matrices, unsigned dim) {
  // A dimension more, behind `dim`, counts the matrices.
  TensorShape shape = getShape(matrices.front());
  shape.insert(shape.begin() + dim + 1, builder.getIndexAttr(matrices.size()));
  SmallVector<int64_t> dims = {0, dim == 0 ? 2 : 1};
  SmallVector<MapOperand> operands = llvm::map_to_vector(
      matrices, [&](Value matrix) { return MapOperand{matrix, dims}; });
  Value stacked = map(shape, operands, getElementType(matrices.front()),
                      [&](ElementBuilder &e, ArrayRef<Element> x) {
                        Type word = e.unsignedInteger(32);
                        Element chosen = x.back();
                        for (size_t i = matrices.size() - 1; i-- > 0;) {
                          Element isChosen = e.binary(ScalarFunction::CompareEQ,
                                                      e.index(dim + 1, word),
                                                      e.integer(i, word));
                          chosen = e.select(isChosen, x[i], chosen);
                        }
                        return chosen;
                      });
  return flatten(stacked, dim == 0 ? 2 : 1);
}

Value TensorBuilder::sumAll(Value tensor) {
  // Dimension by dimension: in f32 the rounding errors of one long sum would
  // grow with the number of all elements.
  for (int64_t dim = getRank(tensor) - 1; dim >= 0; --dim)
    tensor = sum(tensor, {dim});
  return tensor;
}

Value TensorBuilder::convert(Value tensor, Type elementType) {
  if (getElementType(tensor) == elementType)
    return tensor;
  return map(getShape(tensor), sameShape(tensor), elementType,
             [&](ElementBuilder &e, ArrayRef<Element> x) {
               return e.convert(x[0], elementType);
             });
}

MapOperand mlir::per::sameShape(Value tensor) {
  return {tensor, llvm::to_vector(llvm::seq<int64_t>(getRank(tensor)))};
}
