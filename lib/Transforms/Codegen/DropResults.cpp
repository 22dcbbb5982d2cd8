//===- DropResults.cpp - entries return nothing
//-----------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Transforms/Codegen/Entries.h"
#include "per/Transforms/Codegen/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace mlir::per {
#define GEN_PASS_DEF_DROPRESULTSPASS
#include "per/Transforms/Codegen/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

static LogicalResult dropResults(func::FuncOp function) {
  auto result =
      cast<func::ReturnOp>(function.getBody().front().getTerminator());
  for (Value value : result.getOperands()) {
    auto argument = dyn_cast<BlockArgument>(value);
    if (!argument || argument.getOwner() != &function.getBody().front())
      return function.emitOpError("returns a buffer that is not an argument");
  }
  result.getOperandsMutable().clear();
  return function.eraseResults(BitVector(function.getNumResults(), /*t=*/true));
}

namespace {
struct DropResultsPass : per::impl::DropResultsPassBase<DropResultsPass> {
  void runOnOperation() override {
    if (failed(updateEntries<func::FuncOp>(
            getOperation(), [](func::FuncOp function, NamedAttrList &) {
              return dropResults(function);
            })))
      signalPassFailure();
  }
};
} // namespace
