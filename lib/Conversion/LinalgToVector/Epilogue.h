//===- Epilogue.h - elementwise operations on tiles of sums -----*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_CONVERSION_LINALGTOVECTOR_EPILOGUE_H
#define PER_LIB_CONVERSION_LINALGTOVECTOR_EPILOGUE_H

#include "Contraction.h"

#include "../KernelBuilder.h"

namespace mlir::per {

/// The allocation or argument of a function that a buffer is, or is a view of;
/// null if that is not known.
Value findRoot(Value buffer);

/// Gives the contraction an operation as its epilogue: all loops parallel, each
/// element of the output read once, by a short body of arithmetic of its type.
/// What it writes is read by neither operand of the contraction.
///
/// Returns:
///   whether the operation is one.
bool matchEpilogue(Contraction &c, linalg::GenericOp op);

/// The same with the operation directly after, if there is one.
void matchEpilogue(Contraction &c);

/// Writes what the epilogue computes from vectors of the contraction's output.
class EpilogueEmitter {
public:
  EpilogueEmitter(KernelBuilder &k, const Contraction &c);

  /// Whether the epilogue writes to the output itself.
  bool replacesOutput() const;

  /// Computes the results for one vector of columns of type f32 or f64.
  /// `places` are positions in the operands, by number.
  void emit(Num sum, ArrayRef<Num> places, Num mask);

  /// Asks for what `emit` reads there: its lines are far from those before.
  void request(ArrayRef<Num> places);

private:
  bool reads(OpOperand &operand) const;
  Num load(unsigned operand, Num place, Num mask, VectorType type);

  KernelBuilder &k;
  const Contraction &c;
  SmallVector<Value> buffers; // flat, by operand
};

} // namespace mlir::per

#endif // PER_LIB_CONVERSION_LINALGTOVECTOR_EPILOGUE_H
