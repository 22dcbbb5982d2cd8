//===- OutlineKernels.cpp - loop nests as functions -----------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "Capture.h"

#include "per/Conversion/Epilogues.h"
#include "per/Transforms/Codegen/Entries.h"
#include "per/Transforms/Codegen/Passes.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

namespace mlir::per {
#define GEN_PASS_DEF_OUTLINEKERNELSPASS
#include "per/Transforms/Codegen/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

namespace {
/// Operations of one kernel in order, and the values that it takes.
struct Kernel {
  explicit Kernel(linalg::LinalgOp op) : main(op) {}

  Operation *main; // the others serve it
  SmallVector<Operation *> operations;
  Capture capture;

  void add(Operation *op) {
    operations.push_back(op);
    capture.add(op);
  }
  bool canOutline() const;
};
} // namespace

/// Whether all buffers are whole ones, so that no two of them overlap, and of a
/// type that is a bare pointer.
bool Kernel::canOutline() const {
  if (!capture.canBeBarePointers())
    return false;
  return llvm::all_of(capture.getArguments(), [](Value value) {
    if (!isa<BaseMemRefType>(value.getType()))
      return true;
    if (auto argument = dyn_cast<BlockArgument>(value))
      if (!isa<func::FuncOp>(argument.getOwner()->getParentOp()))
        return false;
    Operation *definition = value.getDefiningOp();
    return !definition || isa<memref::ViewOp, memref::AllocOp>(definition);
  });
}

/// The operation that initialises what `op` adds to, if nothing between them
/// uses the buffer; null if there is none.
static linalg::FillOp findFill(linalg::LinalgOp op) {
  if (op.getNumDpsInits() != 1 || op.getNumReductionLoops() == 0)
    return {};
  Value output = op.getDpsInits()[0];
  Operation *last = nullptr;
  for (Operation *user : output.getUsers()) {
    Operation *ancestor = op->getBlock()->findAncestorOpInBlock(*user);
    if (!ancestor || ancestor == op || !ancestor->isBeforeInBlock(op))
      continue;
    // A view may be used at any place.
    if (isa<ViewLikeOpInterface>(ancestor))
      return {};
    if (!last || last->isBeforeInBlock(ancestor))
      last = ancestor;
  }
  auto fill = dyn_cast_or_null<linalg::FillOp>(last);
  return fill && fill.getDpsInits()[0] == output ? fill : linalg::FillOp();
}

namespace {
/// The kernels of a module.
class Outliner {
public:
  explicit Outliner(ModuleOp module) : module(module), symbols(module) {}

  void outline(func::FuncOp function);

private:
  void outline(const Kernel &kernel);
  func::FuncOp build(const Kernel &kernel);

  ModuleOp module;
  SymbolTable symbols;
  llvm::StringMap<func::FuncOp> kernels; // by text, without the name
  unsigned numKernels = 0;
};
} // namespace

void Outliner::outline(func::FuncOp function) {
  SmallVector<linalg::LinalgOp> operations;
  function.walk([&](linalg::LinalgOp op) { operations.push_back(op); });
  llvm::SmallPtrSet<Operation *, 16> taken; // by the kernel of another
  SmallVector<Kernel> found;
  for (linalg::LinalgOp op : operations) {
    Kernel kernel(op);
    if (linalg::FillOp fill = findFill(op)) {
      kernel.add(fill);
      taken.insert(fill);
    }
    kernel.add(op);
    if (linalg::GenericOp epilogue = findEpilogue(op)) {
      kernel.add(epilogue);
      taken.insert(epilogue);
    }
    found.push_back(std::move(kernel));
  }
  for (const Kernel &kernel : found)
    if (kernel.operations.size() > 1 || !taken.contains(kernel.operations[0]))
      outline(kernel);
}

void Outliner::outline(const Kernel &kernel) {
  if (!kernel.canOutline())
    return;
  Operation *last = kernel.operations.back();
  func::FuncOp function = build(kernel);
  OpBuilder b(last);
  func::CallOp::create(b, kernel.main->getLoc(), function,
                       kernel.capture.getArguments());
  for (Operation *op : llvm::reverse(kernel.operations))
    op->erase();
}

func::FuncOp Outliner::build(const Kernel &kernel) {
  OpBuilder b(module.getContext());
  Location loc = kernel.main->getLoc();
  IRMapping mapping;
  func::FuncOp function =
      kernel.capture.createFunction(loc, "kernel", TypeRange(), mapping);
  for (BlockArgument argument : function.getArguments())
    if (isa<MemRefType>(argument.getType()))
      function.setArgAttr(argument.getArgNumber(),
                          LLVM::LLVMDialect::getNoAliasAttrName(),
                          b.getUnitAttr());
  b.setInsertionPointToEnd(&function.front());
  for (Operation *op : kernel.operations)
    b.clone(*op, mapping);
  func::ReturnOp::create(b, loc);

  std::string text;
  llvm::raw_string_ostream stream(text);
  function->print(stream, OpPrintingFlags().useLocalScope());
  auto [known, isNew] = kernels.try_emplace(text, function);
  if (!isNew) {
    function->erase();
    return known->second;
  }
  function.setSymName(("per_kernel_" + kernel.main->getName().stripDialect() +
                       "_" + Twine(numKernels++))
                          .str());
  symbols.insert(function);
  return function;
}

namespace {
struct OutlineKernelsPass
    : per::impl::OutlineKernelsPassBase<OutlineKernelsPass> {
  void runOnOperation() override {
    Outliner outliner(getOperation());
    if (failed(updateEntries<func::FuncOp>(
            getOperation(), [&](func::FuncOp function, NamedAttrList &) {
              outliner.outline(function);
              return success();
            })))
      signalPassFailure();
  }
};
} // namespace
