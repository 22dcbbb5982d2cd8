//===- TestPrintAdjoints.cpp - prints what the analysis found -------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Analysis/AdjointDiscovery.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

#include "llvm/Support/Format.h"

#include <chrono>

using namespace mlir;
using namespace mlir::per;

namespace {
/// Runs the adjoint discovery on one function, whose calls were inlined, and
/// prints one line a site. Sites are numbered in program order.
struct TestPrintAdjointsPass
    : public PassWrapper<TestPrintAdjointsPass, OperationPass<ModuleOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(TestPrintAdjointsPass)

  TestPrintAdjointsPass() = default;
  TestPrintAdjointsPass(const TestPrintAdjointsPass &other)
      : PassWrapper(other) {}

  StringRef getArgument() const override { return "test-per-print-adjoints"; }
  StringRef getDescription() const override {
    return "Print the sites of a training step and their cotangents";
  }

  void runOnOperation() override {
    Operation *function =
        SymbolTable::lookupSymbolIn(getOperation(), functionName.getValue());
    if (!function) {
      getOperation()->emitError("no function @") << functionName.getValue();
      return signalPassFailure();
    }
    FailureOr<std::unique_ptr<GraphView>> view =
        getFrontend(getOperation()).buildView(function);
    if (failed(view))
      return signalPassFailure();
    ArrayRef<ViewValue *> results = (*view)->main->getReturn()->operands;
    if (lossResult >= results.size()) {
      function->emitError("has no result ") << lossResult;
      return signalPassFailure();
    }

    auto start = std::chrono::steady_clock::now();
    Discovery discovery = discoverAdjoints(**view, results[lossResult]);
    const DiscoveryResult &result = discovery.result;
    std::chrono::duration<double, std::milli> elapsed =
        std::chrono::steady_clock::now() - start;

    llvm::outs() << "adjoints of @" << functionName << ": "
                 << result.sites.size() << " sites, " << result.numContractions
                 << " contractions";
    if (!discovery.iterations.empty())
      llvm::outs() << ", in a loop";
    llvm::outs() << "\n";
    for (const SiteResult &site : result.sites) {
      llvm::outs() << "site " << site.index << ": ";
      print(site);
    }
    for (const SiteResult &site : result.otherSteps) {
      llvm::outs() << "other step: ";
      print(site);
    }
    if (printTime)
      llvm::outs() << "time: " << (*view)->nodes.size() << " nodes, "
                   << llvm::format("%.1f", elapsed.count()) << " ms\n";
  }

private:
  static void printValue(const ViewValue *value) {
    if (value->def)
      llvm::outs() << value->def->getOpName();
    else
      llvm::outs() << "argument";
  }

  static void print(const SiteResult &site) {
    printValue(site.value);
    llvm::outs() << " ";
    llvm::interleave(site.value->shape, llvm::outs(), "x");
    llvm::outs() << "x" << site.value->elementType << " " << site.family
                 << " samples (";
    llvm::interleaveComma(site.sampleDims, llvm::outs());
    llvm::outs() << "): ";
    switch (site.status) {
    case SiteStatus::Found: {
      const Adjoint &adjoint = site.adjoint;
      llvm::outs() << "cotangent ";
      printValue(adjoint.cotangent);
      llvm::outs() << ", by "
                   << (adjoint.mode == SampleMode::ByValue ? "value" : "class")
                   << ", cut " << adjoint.cut.size() << ", terminals "
                   << adjoint.terminals.size() << ", path "
                   << adjoint.path.size();
      if (!site.weight.perExampleDims.empty()) {
        llvm::outs() << ", per example (";
        llvm::interleaveComma(site.weight.perExampleDims, llvm::outs());
        llvm::outs() << ")";
      }
      if (!site.weight.known)
        llvm::outs() << ", weight assumed: " << site.weight.reason;
      break;
    }
    case SiteStatus::NoGradient:
      llvm::outs() << "skipped: " << site.reason;
      break;
    case SiteStatus::Failed:
      llvm::outs() << "failed: " << site.reason;
      break;
    }
    llvm::outs() << "\n";
  }

  Option<std::string> functionName{*this, "function",
                                   llvm::cl::desc("Name of the function"),
                                   llvm::cl::init("main")};
  Option<unsigned> lossResult{*this, "loss-result",
                              llvm::cl::desc("The result that is the loss"),
                              llvm::cl::init(0)};
  Option<bool> printTime{*this, "print-time",
                         llvm::cl::desc("Print how long the analysis took"),
                         llvm::cl::init(false)};
};
} // namespace

namespace mlir::per::test {
void registerTestPrintAdjoints();
void registerTestPrintAdjoints() { PassRegistration<TestPrintAdjointsPass>(); }
} // namespace mlir::per::test
