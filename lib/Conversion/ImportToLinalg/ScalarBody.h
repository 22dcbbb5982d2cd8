//===- ScalarBody.h - bodies on tensors of rank 0, on scalars ---*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_CONVERSION_IMPORTTOLINALG_SCALARBODY_H
#define PER_LIB_CONVERSION_IMPORTTOLINALG_SCALARBODY_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/IRMapping.h"

namespace mlir::per::imported {

/// Copies what a region computes, on scalars.
///
/// The importer turns the body of a scatter or a comparator into operations on
/// tensors of rank 0: a `linalg.generic` without loops for every scalar
/// operation. This takes the bodies of those out. Other operations are copied
/// as they are, with tensors around them.
class ScalarBody {
public:
  ScalarBody(OpBuilder &builder, Region &region)
      : builder(builder), region(region) {}

  /// Gives the region's arguments as scalars, or as the tensors that they are.
  void setScalars(ValueRange values);
  void setTensors(ValueRange values);

  /// The values that the region's terminator takes, as scalars.
  SmallVector<Value> getResults();

private:
  bool isInside(Value value) const;
  Value getScalar(Value value);
  Value getTensor(Value value);
  Value inlineGeneric(linalg::GenericOp op);
  void clone(Operation *op);

  OpBuilder &builder;
  Region &region;
  IRMapping scalars, tensors;
};

/// A scalar operation that stands alone in a `linalg.generic` without loops:
/// the operation, and the value that each of its operands is outside.
struct LoneScalarOp {
  Operation *op;
  SmallVector<Value> operands;
};

/// The operation that computes a tensor of rank 0, if it is one.
std::optional<LoneScalarOp> getLoneScalarOp(Value tensor);

/// The integer that a scalar, or a tensor of rank 0, always is.
std::optional<int64_t> getConstantInt(Value value);

} // namespace mlir::per::imported

#endif // PER_LIB_CONVERSION_IMPORTTOLINALG_SCALARBODY_H
