//===- Extensions.cpp - interfaces that per ops get outside -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Dialect/PER/Transforms/Extensions.h"

#include "BufferizableOpInterfaceImpl.h"

#include "per/Dialect/PER/Transforms/Transforms.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/IR/LinalgInterfaces.h"

using namespace mlir;
using namespace mlir::per;

namespace {

/// What `transform.structured.decompose_interface` applies.
struct DecomposeSlicesModel
    : linalg::AggregatedOpInterface::ExternalModel<DecomposeSlicesModel,
                                                   SlicesOp> {
  FailureOr<SmallVector<Value>> decomposeOperation(Operation *op,
                                                   OpBuilder &b) const {
    FailureOr<Value> slices = decomposeSlices(b, cast<SlicesOp>(op));
    if (failed(slices))
      return failure();
    return SmallVector<Value>{*slices};
  }
};

} // namespace

void mlir::per::registerPERExtensions(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, PERDialect *) {
    attachBufferizableOpInterface(*context);
    SlicesOp::attachInterface<DecomposeSlicesModel>(*context);
  });
}
