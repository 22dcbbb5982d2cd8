//===- StepInputs.h - lambda, seed and step as values -----------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_STEPINPUTS_H
#define PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_STEPINPUTS_H

#include "SupportListener.h"

#include "per/Transforms/AttachRegularizers.h"
#include "per/Transforms/EditProof.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace mlir::per {

/// Checks lambda, seed, step and the loss scale against the function: ranges of
/// constants, numbers and types of arguments. Emits an error each.
LogicalResult verifyStepInputs(func::FuncOp function,
                               const AttachOptions &options);

/// The seed or step as a signless scalar of 32 bits: of the argument, or, where
/// that is null, the constant of the source.
Value createWord(const Frontend &frontend, OpBuilder &builder, Location loc,
                 const ScalarSource &source, Value argument);

/// The run-time scalars that terms read, made at the start of the function.
class StepInputs {
public:
  /// Adds the new arguments. Operations are entered into `support`.
  StepInputs(const Frontend &frontend, func::FuncOp function,
             const AttachOptions &options,
             llvm::SetVector<Operation *> &support);

  /// Where lambda, seed, step and the loss scale come from.
  TermInputs getSources() const;
  /// lambda * factor (* loss scale), a rank-0 tensor of the compute type.
  Value getScale(FloatType type, double factor);
  /// The directions of a site, d x s, of the compute type.
  Value getSlices(unsigned site, int64_t features, int64_t slices,
                  FloatType type, Location loc);

private:
  Value getFloat(const ScalarSource &source, Value argument, FloatType type);
  Value getWord(const ScalarSource &source, Value argument, Value &cache);

  const Frontend &frontend;
  const AttachOptions &options;
  SupportListener listener;
  OpBuilder builder;
  Location loc;
  Value lambda, seed, step, lossScale; // arguments; null for constants
  Value seedWord, stepWord;            // made on first use
  DenseMap<std::pair<Type, uint64_t>, Value> scales; // by the factor's bits
};

} // namespace mlir::per

#endif // PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_STEPINPUTS_H
