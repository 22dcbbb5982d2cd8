//===- LinalgToVector.cpp - loop nests of linalg on vectors ---------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ContractionToVector.h"
#include "FillToVector.h"
#include "RowSumToVector.h"
#include "TransposeToVector.h"

#include "../KernelBuilder.h"

#include "per/Conversion/Passes.h"
#include "per/Conversion/SumOfProducts.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace mlir::per {
#define GEN_PASS_DEF_CONVERTLINALGTOVECTORPASS
#include "per/Conversion/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

namespace {
struct ConvertLinalgToVectorPass
    : per::impl::ConvertLinalgToVectorPassBase<ConvertLinalgToVectorPass> {
  using ConvertLinalgToVectorPassBase::ConvertLinalgToVectorPassBase;
  void runOnOperation() override {
    if (failed(verifyThreads(getOperation(), threads)))
      return signalPassFailure();
    KernelTarget machine = KernelTarget::get(target);
    machine.threads = threads;
    TileTable table = TileTable::get(machine);
    for (StringRef entry : tiles)
      if (llvm::Error error = table.set(entry)) {
        getOperation().emitError(llvm::toString(std::move(error)));
        return signalPassFailure();
      }
    KernelBuilder k(getOperation(), machine);
    // Contractions take what follows them along.
    SmallVector<linalg::LinalgOp> contractions, others;
    getOperation().walk([&](linalg::LinalgOp op) {
      if (matchSumOfProducts(op))
        contractions.push_back(op);
    });
    for (linalg::LinalgOp op : contractions)
      if (std::optional<Contraction> contraction = matchContraction(op))
        convertContraction(k, *contraction, table);
    getOperation().walk([&](linalg::LinalgOp op) { others.push_back(op); });
    for (linalg::LinalgOp op : others)
      if (std::optional<Transposition> copy = matchTransposition(op))
        convertTransposition(k, *copy);
      else if (std::optional<RowSum> sum = matchRowSum(op))
        convertRowSum(k, *sum);
      else if (std::optional<Fill> fill = matchFill(op))
        convertFill(k, *fill);
  }
};
} // namespace
