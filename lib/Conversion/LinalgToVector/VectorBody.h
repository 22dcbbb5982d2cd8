//===- VectorBody.h - bodies of linalg on vectors ---------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_CONVERSION_LINALGTOVECTOR_VECTORBODY_H
#define PER_LIB_CONVERSION_LINALGTOVECTOR_VECTORBODY_H

#include "../KernelBuilder.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/IRMapping.h"

namespace mlir::per {

/// Whether a body is at most so many operations of arithmetic on numbers of one
/// type, which all operands have: the same for vectors.
bool isArithmetic(linalg::GenericOp op, Type element, size_t most);

/// The body of an operation for as many elements as a vector has lanes.
class VectorBody {
public:
  VectorBody(KernelBuilder &k, int64_t lanes) : k(k), lanes(lanes) {}

  void set(Value argument, Num vector) { vectors.map(argument, Value(vector)); }
  /// The vector for a value; what is defined outside is the same in all lanes.
  Num get(Value value);
  /// Repeats an operation on vectors.
  void add(Operation &op);

private:
  KernelBuilder &k;
  int64_t lanes;
  IRMapping vectors;
};

} // namespace mlir::per

#endif // PER_LIB_CONVERSION_LINALGTOVECTOR_VECTORBODY_H
