//===- ViewBuilder.h - the view of a linalg-on-tensors function -*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_FRONTEND_LINALG_VIEWBUILDER_H
#define PER_LIB_FRONTEND_LINALG_VIEWBUILDER_H

#include "../StableHLO/ViewBuilder.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

namespace mlir::per::linalgview {

/// Where nodes are made: at the end of a block, as parts of one operation.
struct Place {
  ViewBlock *block;
  Operation *op;
};

/// The body of a structured operation, evaluated for every element of its
/// iteration domain at once: each scalar in it is a tensor of that shape.
struct BodyScope {
  explicit BodyScope(Place place, ArrayRef<int64_t> domain = {})
      : place(place), domain(domain) {}

  Place place;
  SmallVector<int64_t> domain;
  DenseMap<Value, ViewValue *> values;
};

/// Builds the view of one function. A structured operation without reduction is
/// one node for each operation of its body; contractions, reductions and
/// operations on shapes are one node each, as on StableHLO. Operations of
/// StableHLO, `func` and `per` are left to the base.
class ViewBuilder : public stablehlo::ViewBuilder {
public:
  using stablehlo::ViewBuilder::ViewBuilder;

protected:
  LogicalResult buildOperation(Operation *op, ViewBlock *block) override;

private:
  // Nodes.
  ViewValue *emit(Place place, NodeKind kind, ArrayRef<ViewValue *> operands,
                  Type elementType, ArrayRef<int64_t> shape);
  ViewValue *emitFunction(Place place, ScalarFunction function,
                          ArrayRef<ViewValue *> operands, Type elementType);
  ViewValue *emitScalarConstant(Place place, Type type, double value);
  ViewValue *emitBroadcast(Place place, ViewValue *value,
                           ArrayRef<int64_t> shape, ArrayRef<int64_t> dims);
  ViewValue *emitReshape(Place place, ViewValue *value,
                         ArrayRef<int64_t> shape);
  ViewValue *emitTranspose(Place place, ViewValue *value,
                           ArrayRef<int64_t> permutation);
  /// Makes `result` the MLIR value of the last node of an operation; a copy of
  /// `value` if that is the value of another operation.
  void bind(Place place, Value result, ViewValue *value);
  FailureOr<SmallVector<ViewValue *>> lookupOperands(Operation *op);
  /// One node that says no more than what it reads and gives.
  LogicalResult buildUnknown(Operation *op, ViewBlock *block);

  // Scalars and elements (ElementwiseOps.cpp).
  LogicalResult buildConstant(Operation *op, ViewBlock *block);
  LogicalResult buildElementwise(Operation *op, ViewBlock *block);
  LogicalResult translate(Operation *op, BodyScope &body);
  LogicalResult translateIf(scf::IfOp op, BodyScope &body);
  LogicalResult translateExtract(tensor::ExtractOp op, BodyScope &body);
  FailureOr<ViewValue *> lookup(Value value, BodyScope &body);
  ViewValue *emitScalarOperation(Operation *op, BodyScope &body,
                                 ArrayRef<ViewValue *> operands, Type type);

  // Structured operations (StructuredOps.cpp, Reductions.cpp,
  // Contractions.cpp, OperandReads.cpp).
  LogicalResult buildStructured(linalg::LinalgOp op, ViewBlock *block);
  LogicalResult buildParallel(linalg::LinalgOp op, ViewBlock *block);
  LogicalResult buildReduction(linalg::LinalgOp op, ViewBlock *block);
  /// None if the operation is no contraction.
  std::optional<LogicalResult> tryContraction(linalg::LinalgOp op,
                                              ViewBlock *block);
  /// A factor of a contraction, over the dimensions of the operands that it is
  /// computed from; `map` says how the domain indexes it.
  FailureOr<ViewValue *> buildFactor(linalg::LinalgOp op, Value factor,
                                     ViewBlock *block, AffineMap &map);
  /// An operand as the body sees it: a value of the domain's shape.
  ViewValue *readOperand(Place place, ViewValue *value, AffineMap map,
                         ArrayRef<int64_t> domain);
  LogicalResult readOperands(linalg::LinalgOp op, BodyScope &body);
  /// `value`, combined with the destination that the operation started from.
  ViewValue *accumulate(Place place, ViewValue *value, ViewValue *init,
                        ScalarFunction combiner);

  // Operations on shapes (TensorOps.cpp, SliceOps.cpp).
  std::optional<LogicalResult> tryTensorOperation(Operation *op,
                                                  ViewBlock *block);
  LogicalResult buildExtract(tensor::ExtractOp op, ViewBlock *block);
  LogicalResult buildFromElements(tensor::FromElementsOp op, ViewBlock *block);
  LogicalResult buildPad(tensor::PadOp op, ViewBlock *block);
  LogicalResult buildExtractSlice(tensor::ExtractSliceOp op, ViewBlock *block);
  LogicalResult buildInsertSlice(tensor::InsertSliceOp op, ViewBlock *block);
  FailureOr<SmallVector<ViewValue *>>
  getStarts(OffsetSizeAndStrideOpInterface op, ArrayRef<int64_t> shape,
            Place place);

  // Loops and branches (Loops.cpp).
  LogicalResult buildFor(scf::ForOp op, ViewBlock *block);
  LogicalResult buildWhile(scf::WhileOp op, ViewBlock *block);
  LogicalResult buildIf(scf::IfOp op, ViewBlock *block);
  LogicalResult buildSwitch(scf::IndexSwitchOp op, ViewBlock *block);
  LogicalResult buildReturn(Operation *op, ValueRange values, ViewBlock *block);
};

/// The number that all elements of a value are, if it is a constant or made of
/// one by operations on shapes.
std::optional<double> getSplatConstant(const ViewValue *value);

/// Whether a value has no content of its own (`tensor.empty`).
bool isUninitialized(const ViewValue *value);

} // namespace mlir::per::linalgview

#endif // PER_LIB_FRONTEND_LINALG_VIEWBUILDER_H
