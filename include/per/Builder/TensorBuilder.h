//===- TensorBuilder.h - tensor operations of any level ---------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// A small vocabulary of tensor operations. The mathematics of a regulariser and
// the drawing of slices are written once against it; an emitter for linalg and
// one for StableHLO (LinalgBuilder.h, StableHLOBuilder.h) turn it into IR.
//
//===----------------------------------------------------------------------===//

#ifndef PER_BUILDER_TENSORBUILDER_H
#define PER_BUILDER_TENSORBUILDER_H

#include "per/Analysis/ScalarFunction.h"

#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Value.h"

namespace mlir::per {

/// One element of a tensor, inside the body of a map. Integers have a sign in
/// `type` (`i32` is signed, `ui32` is not), whatever the level stores.
struct Element {
  Value value;
  Type type;
};

/// Builds the body of a map: a function of one element of each operand.
class ElementBuilder {
public:
  explicit ElementBuilder(MLIRContext *context) : context(context) {}
  virtual ~ElementBuilder();

  /// A function of elements of one type. Of integers: the arithmetic, logic and
  /// comparisons of the vocabulary, wrapping around. Comparisons give an `i1`.
  virtual Element apply(ScalarFunction function,
                        ArrayRef<Element> operands) = 0;
  virtual Element constant(TypedAttr value, Type type) = 0;
  /// The position of the element along a dimension of the result.
  virtual Element index(unsigned dim, Type type) = 0;
  /// The same number in another type: floats are rounded to nearest even,
  /// integers wrap around.
  virtual Element convert(Element element, Type type) = 0;
  /// The same bits as a number of another type of the same width.
  virtual Element bitcast(Element element, Type type) = 0;
  /// Shifts by `amount`, less than the width, of the same type as `element`. A
  /// shift to the right is arithmetic for signed integers.
  virtual Element shiftLeft(Element element, Element amount) = 0;
  virtual Element shiftRight(Element element, Element amount) = 0;
  virtual Element countLeadingZeros(Element element) = 0;
  /// The low and the high half of the product of two `ui32`.
  virtual std::pair<Element, Element> multiplyWide(Element a, Element b) = 0;
  /// Entry `index` (`i32`) of a table of TensorBuilder.
  virtual Element lookup(Value table, Element index) = 0;

  // Shorthands.
  Element real(double value, Type type);
  Element integer(uint64_t value, Type type);
  Element unary(ScalarFunction function, Element a) {
    return apply(function, {a});
  }
  Element binary(ScalarFunction function, Element a, Element b) {
    return apply(function, {a, b});
  }
  Element add(Element a, Element b);
  Element add(Element a, double b) { return add(a, real(b, a.type)); }
  Element sub(Element a, Element b);
  Element mul(Element a, Element b);
  Element mul(Element a, double b) { return mul(a, real(b, a.type)); }
  Element div(Element a, Element b);
  Element select(Element condition, Element ifTrue, Element ifFalse);

  MLIRContext *getContext() const { return context; }
  Type signedInteger(unsigned width) const {
    return IntegerType::get(context, width);
  }
  Type unsignedInteger(unsigned width) const {
    return IntegerType::get(context, width, IntegerType::Unsigned);
  }

private:
  MLIRContext *context;
};

/// Extents of a tensor; dynamic ones are index values.
using TensorShape = SmallVector<OpFoldResult>;

/// An operand of a map: dimension k of `value` is dimension `dims[k]` of the
/// result, and `value` is repeated along the others.
struct MapOperand {
  Value value;
  SmallVector<int64_t> dims;
};

/// Builds tensor operations at an insertion point. All tensors are of floats or
/// signless integers.
class TensorBuilder {
public:
  using Body = function_ref<Element(ElementBuilder &, ArrayRef<Element>)>;
  using MultiBody =
      function_ref<SmallVector<Element>(ElementBuilder &, ArrayRef<Element>)>;

  TensorBuilder(OpBuilder &builder, Location loc)
      : builder(builder), loc(loc) {}
  virtual ~TensorBuilder();

  /// Tensors of the given shape whose elements are computed by `body` from the
  /// corresponding elements of the operands.
  virtual SmallVector<Value> map(const TensorShape &shape,
                                 ArrayRef<MapOperand> operands,
                                 TypeRange elementTypes, MultiBody body) = 0;
  /// The product of two matrices, either of them transposed first. The sums
  /// are of `elementType`, which holds products of the operands' elements.
  virtual Value contract(Value a, bool transposeA, Value b, bool transposeB,
                         Type elementType) = 0;
  /// The sum over some dimensions, of the operand's element type.
  virtual Value sum(Value tensor, ArrayRef<int64_t> dims) = 0;
  /// `sizes` elements of each dimension, from `offsets` on.
  virtual Value slice(Value tensor, const TensorShape &offsets,
                      const TensorShape &sizes) = 0;
  virtual Value transpose(Value tensor, ArrayRef<int64_t> permutation) = 0;
  /// A matrix: the first `numRows` dimensions become its rows, the other ones
  /// its columns, in row-major order.
  virtual Value flatten(Value tensor, unsigned numRows) = 0;
  /// The inverse of `flatten`.
  virtual Value unflatten(Value matrix, unsigned numRows,
                          const TensorShape &shape) = 0;
  /// Matrices of one shape, row by row (dimension 0) or column by column (1):
  /// row or column j of matrix i becomes number j*n + i, with n matrices.
  virtual Value interleave(ArrayRef<Value> matrices, unsigned dim);
  /// Matrices of one shape whose rows are sorted, each row of all of them by
  /// one permutation: the integers of the first matrix, as signed ones, ascend,
  /// and equal ones keep their order.
  virtual SmallVector<Value> sortRows(ArrayRef<Value> matrices) = 0;
  /// The matrix with `values[i, j]` at `[i, positions[i, j]]`. Positions are
  /// `i32`, and those of a row a permutation.
  virtual Value scatterRows(Value values, Value positions) = 0;
  /// Stops with `message` at run time if a dynamic first dimension has fewer
  /// than `numRows` entries.
  virtual void assertRows(Value tensor, int64_t numRows, StringRef message) = 0;
  /// A constant vector of 16-bit integers, for ElementBuilder::lookup.
  virtual Value table(ArrayRef<int16_t> entries) = 0;
  /// Extents of a tensor.
  virtual TensorShape getShape(Value tensor) = 0;
  /// The value as a tensor: itself, or of rank 0 if it is a scalar.
  virtual FailureOr<Value> asTensor(Value value) = 0;
  /// A position or an extent as a tensor of rank 0 of an integer type.
  virtual Value scalar(OpFoldResult value, Type type) = 0;
  /// The sum of two extents or positions, and `value` divided by 2^shift.
  virtual OpFoldResult add(OpFoldResult a, OpFoldResult b) = 0;
  virtual OpFoldResult shiftRight(OpFoldResult value, unsigned shift) = 0;
  /// The remainder of `value` divided by 2^shift.
  virtual OpFoldResult lowBits(OpFoldResult value, unsigned shift) = 0;

  // Shorthands.
  /// A map with one result.
  Value map(const TensorShape &shape, ArrayRef<MapOperand> operands,
            Type elementType, Body body);
  /// A map over one tensor, to the same type.
  Value map(Value operand, Body body);
  /// The sum of all elements, of rank 0.
  Value sumAll(Value tensor);
  /// A conversion of all elements; the tensor itself if it has that type.
  Value convert(Value tensor, Type elementType);

  OpBuilder &getBuilder() { return builder; }
  Location getLoc() const { return loc; }
  void setLoc(Location newLoc) { loc = newLoc; }

protected:
  OpBuilder &builder;
  Location loc;
};

/// Element type of a tensor.
inline Type getElementType(Value tensor) {
  return cast<ShapedType>(tensor.getType()).getElementType();
}

/// Rank of a tensor.
inline int64_t getRank(Value tensor) {
  return cast<ShapedType>(tensor.getType()).getRank();
}

/// The operand that `tensor` is when it has the shape of the result.
MapOperand sameShape(Value tensor);

} // namespace mlir::per

#endif // PER_BUILDER_TENSORBUILDER_H
