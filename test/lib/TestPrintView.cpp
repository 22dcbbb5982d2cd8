//===- TestPrintView.cpp - prints the view of a function ------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Analysis/GraphView.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Pass/Pass.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::per;

static StringRef getKindName(NodeKind kind) {
  switch (kind) {
  case NodeKind::Elementwise:
    return "elementwise";
  case NodeKind::Constant:
    return "constant";
  case NodeKind::Iota:
    return "iota";
  case NodeKind::Broadcast:
    return "broadcast";
  case NodeKind::Reshape:
    return "reshape";
  case NodeKind::Transpose:
    return "transpose";
  case NodeKind::Reverse:
    return "reverse";
  case NodeKind::Slice:
    return "slice";
  case NodeKind::Pad:
    return "pad";
  case NodeKind::Concatenate:
    return "concatenate";
  case NodeKind::DynamicSlice:
    return "dynamic_slice";
  case NodeKind::DynamicUpdateSlice:
    return "dynamic_update_slice";
  case NodeKind::Gather:
    return "gather";
  case NodeKind::Scatter:
    return "scatter";
  case NodeKind::Reduce:
    return "reduce";
  case NodeKind::ReduceWindow:
    return "reduce_window";
  case NodeKind::SelectAndScatter:
    return "select_and_scatter";
  case NodeKind::Sort:
    return "sort";
  case NodeKind::Contraction:
    return "contraction";
  case NodeKind::While:
    return "while";
  case NodeKind::Branch:
    return "branch";
  case NodeKind::Region:
    return "region";
  case NodeKind::Barrier:
    return "barrier";
  case NodeKind::Term:
    return "term";
  case NodeKind::Random:
    return "random";
  case NodeKind::Return:
    return "return";
  case NodeKind::Pure:
    return "pure";
  case NodeKind::Opaque:
    return "opaque";
  }
  llvm_unreachable("covered switch");
}

namespace {
/// Prints one line a node:
///   position: kind function [dims] results <- operands "key"
/// with values as %id of the view, and nested blocks indented.
class ViewPrinter {
public:
  ViewPrinter(llvm::raw_ostream &os, unsigned keyLength)
      : os(os), keyLength(keyLength) {}

  void print(const ViewBlock &block, unsigned indent);

private:
  void print(const ViewNode &node, unsigned indent);
  void print(const ContractionDims &dims);
  void printDefinition(const ViewValue &value);

  llvm::raw_ostream &os;
  unsigned keyLength;
};
} // namespace

void ViewPrinter::printDefinition(const ViewValue &value) {
  os << '%' << value.id << ':';
  for (int64_t size : value.shape) {
    if (ShapedType::isDynamic(size))
      os << '?';
    else
      os << size;
    os << 'x';
  }
  os << value.elementType;
}

void ViewPrinter::print(const ContractionDims &dims) {
  os << (dims.isConvolution ? " convolution" : " product");
  for (const ContractionDims::Side &side : dims.sides) {
    os << " [";
    llvm::interleaveComma(side.batching, os);
    os << " | ";
    llvm::interleaveComma(side.contracting, os);
    os << " | ";
    llvm::interleaveComma(side.free, os);
    os << ']';
  }
}

void ViewPrinter::print(const ViewNode &node, unsigned indent) {
  os.indent(indent) << node.position << ": " << getKindName(node.kind);
  if (node.kind == NodeKind::Elementwise || node.hasCombiner)
    os << ' ' << getName(node.function);
  if (node.kind == NodeKind::Elementwise && !node.isFloatFunction())
    os << " integer";
  if (!node.dims.empty()) {
    os << " [";
    llvm::interleaveComma(node.dims, os);
    os << ']';
  }
  if (node.splat)
    os << " splat " << *node.splat;
  if (node.contraction)
    print(*node.contraction);
  if (!node.isUnderstood)
    os << " not-understood";
  for (const ViewValue *result : node.results) {
    os << ' ';
    printDefinition(*result);
  }
  os << " <-";
  for (const ViewValue *operand : node.operands)
    os << " %" << operand->id;
  os << " \"" << StringRef(node.key).take_front(keyLength) << "\"\n";
  for (const ViewBlock *block : node.blocks)
    print(*block, indent + 2);
}

void ViewPrinter::print(const ViewBlock &block, unsigned indent) {
  os.indent(indent) << "block";
  for (const ViewValue *argument : block.arguments) {
    os << ' ';
    printDefinition(*argument);
  }
  os << '\n';
  for (const ViewNode *node : block.nodes)
    print(*node, indent + 2);
}

namespace {
struct TestPrintViewPass
    : public PassWrapper<TestPrintViewPass, OperationPass<ModuleOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(TestPrintViewPass)
  TestPrintViewPass() = default;
  TestPrintViewPass(const TestPrintViewPass &other) : PassWrapper(other) {}

  StringRef getArgument() const final { return "test-per-print-view"; }
  StringRef getDescription() const final {
    return "print the analysis' view of a function to the error stream";
  }

  void runOnOperation() override {
    Operation *root = SymbolTable::lookupSymbolIn(getOperation(), function);
    if (!root) {
      getOperation().emitError("found no function '") << function << "'";
      return signalPassFailure();
    }
    FailureOr<std::unique_ptr<GraphView>> view =
        getFrontend(getOperation()).buildView(root);
    if (failed(view))
      return signalPassFailure();
    ViewPrinter(llvm::errs(), keyLength).print(*(*view)->main, 0);
  }

  Option<std::string> function{*this, "function",
                               llvm::cl::desc("name of the function"),
                               llvm::cl::init("main")};
  Option<unsigned> keyLength{*this, "key-length",
                             llvm::cl::desc("characters of the key to print"),
                             llvm::cl::init(40)};
};
} // namespace

namespace mlir::per::test {
void registerTestPrintView();
void registerTestPrintView() { PassRegistration<TestPrintViewPass>(); }
} // namespace mlir::per::test
