//===- OutlineParallel.cpp - bodies of parallel loops as functions --------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "Capture.h"

#include "per/Transforms/Codegen/Passes.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace mlir::per {
#define GEN_PASS_DEF_OUTLINEPARALLELPASS
#include "per/Transforms/Codegen/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

/// Whether no other pointer of the function leads to the buffer.
static bool isUnaliased(Value buffer) {
  if (auto argument = dyn_cast<BlockArgument>(buffer)) {
    auto function = dyn_cast<func::FuncOp>(argument.getOwner()->getParentOp());
    return function &&
           function.getArgAttr(argument.getArgNumber(),
                               LLVM::LLVMDialect::getNoAliasAttrName());
  }
  return isa_and_nonnull<memref::AllocaOp, memref::AllocOp>(
      buffer.getDefiningOp());
}

/// Tells LLVM that the buffers of a body do not overlap, if it is known of all.
static void addNoAlias(func::FuncOp body, ArrayRef<Value> values) {
  SmallVector<unsigned> buffers;
  for (auto [number, value] : llvm::enumerate(values)) {
    if (!isa<BaseMemRefType>(value.getType()))
      continue;
    if (!isUnaliased(value))
      return;
    buffers.push_back(number);
  }
  // Else an argument is more than one pointer.
  if (!body->hasAttr("llvm.bareptr"))
    return;
  for (unsigned number : buffers)
    body.setArgAttr(number, LLVM::LLVMDialect::getNoAliasAttrName(),
                    UnitAttr::get(body.getContext()));
}

static void outline(scf::ParallelOp loop, SymbolTable &symbols) {
  auto parent = loop->getParentOfType<func::FuncOp>();
  Capture capture;
  capture.add(loop.getRegion());
  IRMapping mapping;
  func::FuncOp body = capture.createFunction(
      loop.getLoc(), (parent.getSymName() + "_part").str(),
      ValueRange(loop.getInductionVars()).getTypes(), mapping);
  addNoAlias(body, capture.getArguments());
  mapping.map(loop.getInductionVars(),
              body.getArguments().take_back(loop.getNumLoops()));
  Block &source = *loop.getBody(), &target = body.front();
  target.getOperations().splice(target.end(), source.getOperations(),
                                source.begin(), std::prev(source.end()));
  target.walk([&](Operation *op) {
    for (OpOperand &operand : op->getOpOperands())
      operand.set(mapping.lookupOrDefault(operand.get()));
  });
  OpBuilder b = OpBuilder::atBlockEnd(&target);
  func::ReturnOp::create(b, loop.getLoc());
  symbols.insert(body);

  b.setInsertionPointToStart(&source);
  SmallVector<Value> arguments(capture.getArguments());
  llvm::append_range(arguments, loop.getInductionVars());
  func::CallOp::create(b, loop.getLoc(), body, arguments);
}

namespace {
struct OutlineParallelPass
    : per::impl::OutlineParallelPassBase<OutlineParallelPass> {
  void runOnOperation() override {
    SmallVector<scf::ParallelOp> loops;
    for (auto function : getOperation().getOps<func::FuncOp>())
      function.walk<WalkOrder::PreOrder>([&](scf::ParallelOp loop) {
        if (loop.getInitVals().empty())
          loops.push_back(loop);
        return WalkResult::skip();
      });
    SymbolTable symbols(getOperation());
    for (scf::ParallelOp loop : loops)
      outline(loop, symbols);
  }
};
} // namespace
