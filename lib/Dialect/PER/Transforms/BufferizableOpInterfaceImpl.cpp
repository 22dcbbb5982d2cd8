//===- BufferizableOpInterfaceImpl.cpp - per ops on buffers -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "BufferizableOpInterfaceImpl.h"

#include "per/Dialect/PER/IR/PER.h"

#include "mlir/Dialect/Bufferization/IR/DstBufferizableOpInterfaceImpl.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/OpDefinition.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::bufferization;

/// The operands that an op on buffers takes as scalars.
static SmallVector<OpOperand *> getScalars(SlicesOp op) {
  return {&op.getSeedMutable(), &op.getStepMutable()};
}
static SmallVector<OpOperand *> getScalars(SliceNormsOp op) {
  return {&op.getSeedMutable(), &op.getStepMutable()};
}
static SmallVector<OpOperand *> getScalars(PenaltyOp op) {
  return {&op.getScaleMutable()};
}
static SmallVector<OpOperand *> getScalars(GradientOp op) {
  return {&op.getScaleMutable()};
}

namespace {

/// Rank-0 tensors of scalars are loaded before the op; the op itself is cloned
/// with buffers for tensors, and has no result.
template <typename OpT>
struct PEROpModel
    : DstBufferizableOpInterfaceExternalModel<PEROpModel<OpT>, OpT> {
  bool bufferizesToMemoryRead(Operation *op, OpOperand &operand,
                              const AnalysisState &) const {
    // The destination of per.slices is overwritten as a whole.
    return !isa<SlicesOp>(op) ||
           !cast<DestinationStyleOpInterface>(op).isDpsInit(&operand);
  }

  LogicalResult bufferize(Operation *op, RewriterBase &rewriter,
                          const BufferizationOptions &options,
                          BufferizationState &state) const {
    auto dstOp = cast<DestinationStyleOpInterface>(op);
    if (dstOp.hasPureBufferSemantics())
      return success();
    OpBuilder::InsertionGuard guard(rewriter);
    rewriter.setInsertionPoint(op);
    SmallVector<OpOperand *> scalars = getScalars(cast<OpT>(op));
    SmallVector<Value> operands;
    for (OpOperand &operand : op->getOpOperands()) {
      if (!isa<TensorType>(operand.get().getType())) {
        operands.push_back(operand.get());
        continue;
      }
      FailureOr<Value> buffer =
          getBuffer(rewriter, operand.get(), options, state);
      if (failed(buffer))
        return failure();
      operands.push_back(
          llvm::is_contained(scalars, &operand)
              ? memref::LoadOp::create(rewriter, op->getLoc(), *buffer)
                    .getResult()
              : *buffer);
    }
    mlir::clone(rewriter, op, /*newResultTypes=*/TypeRange{}, operands);
    Value output = operands[dstOp.getDpsInitOperand(0)->getOperandNumber()];
    replaceOpWithBufferizedValues(rewriter, op, output);
    return success();
  }
};

} // namespace

void mlir::per::attachBufferizableOpInterface(MLIRContext &context) {
  SlicesOp::attachInterface<PEROpModel<SlicesOp>>(context);
  SliceNormsOp::attachInterface<PEROpModel<SliceNormsOp>>(context);
  PenaltyOp::attachInterface<PEROpModel<PenaltyOp>>(context);
  GradientOp::attachInterface<PEROpModel<GradientOp>>(context);
}
