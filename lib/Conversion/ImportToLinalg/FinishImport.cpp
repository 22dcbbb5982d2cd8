//===- FinishImport.cpp - all conversions of what an importer leaves ------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "Kept.h"

#include "per/Conversion/ImportToLinalg.h"
#include "per/Conversion/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/StringSwitch.h"

namespace mlir::per {
#define GEN_PASS_DEF_FINISHIMPORTPASS
#include "per/Conversion/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

using Conversion = LogicalResult (*)(RewriterBase &, Operation *);

static Conversion lookupConversion(StringRef name) {
  return llvm::StringSwitch<Conversion>(name)
      .Case("stablehlo.while", convertImportedWhile)
      .Case("stablehlo.case", convertImportedCase)
      .Case("stablehlo.if", convertImportedIf)
      .Case("stablehlo.optimization_barrier", convertImportedBarrier)
      .Case("sdy.sharding_constraint", convertImportedBarrier)
      .Case("sdy.reshard", convertImportedBarrier)
      .Case("stablehlo.reduce", convertImportedReduce)
      .Case("stablehlo.scatter", convertImportedScatter)
      .Case("stablehlo.sort", convertImportedSort)
      .Case("stablehlo.select_and_scatter", convertImportedSelectAndScatter)
      .Case(imported::cumulativeName, convertImportedCumulative)
      .Case(imported::erfName, convertImportedErf)
      .Case(imported::convolutionName, convertImportedConvolution)
      .Case(imported::concatenateName, convertImportedConcatenate)
      .Default(nullptr);
}

namespace {
/// Keeps the reason of the last conversion that failed.
struct FailureListener final : RewriterBase::Listener {
  void notifyMatchFailure(Location loc,
                          function_ref<void(Diagnostic &)> describe) override {
    Diagnostic diagnostic(loc, DiagnosticSeverity::Error);
    describe(diagnostic);
    reason = diagnostic.str();
  }
  std::string reason;
};

/// An operation that stays, and why. The operation itself may go away with one
/// around it.
struct Leftover {
  Location loc;
  OperationName name;
  std::string reason;
};
} // namespace

/// Whether the operation says what its parent says already: the terminators of
/// regions that are listed themselves.
static bool isTerminatorOfRegion(Operation *op) {
  return op->getName().getStringRef().ends_with(".return");
}

/// Declarations of devices. Those that are used have users in the list.
static void eraseMeshes(Operation *root) {
  root->walk([](Operation *op) {
    if (op->getName().getStringRef() == "sdy.mesh")
      op->erase();
  });
}

static SmallVector<Leftover> convertAll(Operation *root) {
  eraseMeshes(root);
  SmallVector<Operation *> foreign;
  // Inner operations first: the bodies of others are then what they stay.
  root->walk([&](Operation *op) {
    if ((!op->isRegistered() && !isTerminatorOfRegion(op)) ||
        isa<UnrealizedConversionCastOp>(op))
      foreign.push_back(op);
  });
  FailureListener listener;
  IRRewriter rewriter(root->getContext(), &listener);
  SmallVector<Leftover> left;
  for (Operation *op : foreign) {
    Conversion convert = lookupConversion(op->getName().getStringRef());
    if (!convert) {
      left.push_back({op->getLoc(), op->getName(), "has no conversion"});
      continue;
    }
    rewriter.setInsertionPoint(op);
    if (failed(convert(rewriter, op)))
      left.push_back({op->getLoc(), op->getName(), std::move(listener.reason)});
  }
  return left;
}

static LogicalResult reportLeft(ArrayRef<Leftover> left) {
  const Leftover *located = llvm::find_if(left, [](const Leftover &leftover) {
    return !isa<UnknownLoc>(leftover.loc);
  });
  if (located == left.end())
    located = left.begin();
  InFlightDiagnostic error =
      emitError(located->loc, "cannot convert ")
      << left.size() << (left.size() == 1 ? " operation" : " operations")
      << " to linalg; compute without it, or compile for XLA";
  for (const Leftover &leftover : left)
    error.attachNote(leftover.loc)
        << "'" << leftover.name << "': " << leftover.reason;
  return error;
}

LogicalResult mlir::per::finishImport(Operation *root,
                                      int64_t maxUnrolledTrips) {
  makeSignless(root);
  SmallVector<Leftover> left = convertAll(root);
  if (!left.empty())
    return reportLeft(left);
  return unrollElementwiseLoops(root, maxUnrolledTrips);
}

namespace {
struct FinishImportPass final
    : per::impl::FinishImportPassBase<FinishImportPass> {
  using FinishImportPassBase::FinishImportPassBase;
  void runOnOperation() override {
    if (failed(finishImport(getOperation(), maxUnrolledTrips)))
      signalPassFailure();
  }
};
} // namespace
