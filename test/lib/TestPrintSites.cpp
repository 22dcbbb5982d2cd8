//===- TestPrintSites.cpp - prints the hidden activations of a function ---===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Analysis/Sites.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Pass/Pass.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"

#include <chrono>

using namespace mlir;
using namespace mlir::per;

static void printShape(raw_ostream &os, const ViewValue *value) {
  for (int64_t size : value->shape)
    if (ShapedType::isDynamic(size))
      os << "?x";
    else
      os << size << 'x';
  os << value->elementType;
}

/// Name of the operation that makes the value, or "argument".
static StringRef getMaker(const ViewValue *value) {
  return value->def ? value->def->getOpName() : "argument";
}

static void printSites(raw_ostream &os, const AnalysisContext &context,
                       const SiteList &list) {
  for (auto [index, site] : llvm::enumerate(list.sites)) {
    os << "site " << index << ": ";
    printShape(os, site);
    os << " " << getMaker(site) << ", " << recognizeFamily(context, site)
       << ", samples [";
    llvm::interleaveComma(inferSampleDims(context, site), os);
    os << "]\n";
  }
  os << "contractions: " << list.numContractions << ", without a site "
     << list.numContractionsWithoutSite << "\n";
  for (const ViewNode *node : list.notUnderstood)
    os << "not understood: " << node->getOpName() << "\n";
}

/// Numbers the nodes with blocks in program order.
static llvm::DenseMap<const ViewNode *, unsigned>
numberControlFlow(const GraphView &view) {
  llvm::DenseMap<const ViewNode *, unsigned> numbers;
  for (const ViewNode *node : view.nodes)
    if (!node->blocks.empty())
      numbers.try_emplace(node, numbers.size());
  return numbers;
}

/// Prints loops and stacks, and for each site the values congruent to it with
/// the block that they stand in: what rematerialisation and loops make.
static void printCongruence(raw_ostream &os, const AnalysisContext &context,
                            const SiteList &list) {
  auto numbers = numberControlFlow(context.view);
  auto printPlace = [&](const ViewBlock *block) {
    if (!block->parent)
      os << " in main";
    for (; block->parent; block = block->parent->block)
      os << " in " << block->parent->getOpName() << " "
         << numbers.lookup(block->parent);
  };
  for (const ViewNode *node : context.view.nodes) {
    if (node->kind != NodeKind::While)
      continue;
    os << "loop " << numbers.lookup(node) << ":";
    if (std::optional<int64_t> count = context.numbering.getTripCount(node))
      os << " " << *count << " iterations";
    for (const ValueNumbering::Stack &stack : context.numbering.getStacks())
      if (stack.loop == node) {
        os << ", stack of ";
        printShape(os, stack.written);
      }
    os << "\n";
  }
  for (auto [index, site] : llvm::enumerate(list.sites))
    for (const ViewValue *member :
         context.numbering.getMembers(context.cls(site))) {
      os << "site " << index << " is " << getMaker(member);
      printPlace(member->block);
      os << "\n";
    }
}

namespace {
struct TestPrintSites
    : public PassWrapper<TestPrintSites, OperationPass<ModuleOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(TestPrintSites)

  TestPrintSites() = default;
  TestPrintSites(const TestPrintSites &pass) : PassWrapper(pass) {}

  StringRef getArgument() const final { return "test-per-print-sites"; }
  StringRef getDescription() const final {
    return "print the hidden activations of @main to the error stream";
  }

  Option<unsigned> loss{*this, "loss",
                        llvm::cl::desc("number of the loss among the results"),
                        llvm::cl::init(0)};
  Option<bool> congruence{*this, "congruence",
                          llvm::cl::desc("print loops and congruent values"),
                          llvm::cl::init(false)};
  Option<bool> timing{*this, "timing",
                      llvm::cl::desc("print milliseconds of each part"),
                      llvm::cl::init(false)};

  void runOnOperation() override {
    Operation *function = SymbolTable::lookupSymbolIn(getOperation(), "main");
    if (!function) {
      getOperation().emitError("expected a function @main");
      return signalPassFailure();
    }
    FailureOr<std::unique_ptr<GraphView>> view =
        getFrontend(getOperation()).buildView(function);
    if (failed(view))
      return signalPassFailure();
    ArrayRef<ViewValue *> results = (*view)->main->getReturn()->operands;
    if (loss >= results.size()) {
      function->emitError("expected a result ") << loss.getValue();
      return signalPassFailure();
    }
    auto now = [] { return std::chrono::steady_clock::now(); };
    auto start = now();
    AnalysisContext context(**view, results[loss]);
    auto afterContext = now();
    SiteList list = findSites(context);
    auto afterSites = now();
    printSites(llvm::errs(), context, list);
    if (congruence)
      printCongruence(llvm::errs(), context, list);
    if (timing) {
      auto print = [](StringRef name, auto from, auto to) {
        std::chrono::duration<double, std::milli> duration = to - from;
        llvm::errs() << name << ": " << duration.count() << " ms\n";
      };
      llvm::errs() << "nodes: " << (*view)->nodes.size() << "\n";
      print("numbering and activity", start, afterContext);
      print("sites", afterContext, afterSites);
      print("dims and families", afterSites, now());
    }
    markAllAnalysesPreserved();
  }
};
} // namespace

namespace mlir::per::test {
void registerTestPrintSites();
void registerTestPrintSites() { PassRegistration<TestPrintSites>(); }
} // namespace mlir::per::test
