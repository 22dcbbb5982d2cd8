//===- PackEntries.cpp - entries that take an array of pointers -----------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Transforms/Codegen/Entries.h"
#include "per/Transforms/Codegen/Passes.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mlir::per {
#define GEN_PASS_DEF_PACKENTRIESPASS
#include "per/Transforms/Codegen/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

static LogicalResult addPacked(LLVM::LLVMFuncOp function) {
  ImplicitLocOpBuilder b(function.getLoc(), function.getContext());
  auto pointer = LLVM::LLVMPointerType::get(b.getContext());
  auto isPointer = [&](Type type) { return type == pointer; };
  if (!llvm::all_of(function.getArgumentTypes(), isPointer))
    return function.emitOpError("expected pointers as arguments");
  b.setInsertionPointAfter(function);
  auto packed = LLVM::LLVMFuncOp::create(
      b, (function.getName() + "_packed").str(),
      LLVM::LLVMFunctionType::get(LLVM::LLVMVoidType::get(b.getContext()),
                                  pointer));
  b.setInsertionPointToStart(packed.addEntryBlock(b));
  SmallVector<Value> arguments;
  for (unsigned i = 0, e = function.getNumArguments(); i < e; ++i) {
    Value place =
        LLVM::GEPOp::create(b, pointer, pointer, packed.getArgument(0),
                            ArrayRef<LLVM::GEPArg>{int32_t(i)});
    arguments.push_back(LLVM::LoadOp::create(b, pointer, place));
  }
  LLVM::CallOp::create(b, function, arguments);
  LLVM::ReturnOp::create(b, ValueRange());
  return success();
}

namespace {
struct PackEntriesPass : per::impl::PackEntriesPassBase<PackEntriesPass> {
  using PackEntriesPassBase::PackEntriesPassBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    if (failed(updateEntries<LLVM::LLVMFuncOp>(
            module, [&](LLVM::LLVMFuncOp function, NamedAttrList &entry) {
              Builder b(&getContext());
              entry.set("isa", b.getStringAttr(isa));
              entry.set("threads", b.getI64IntegerAttr(threads));
              return addPacked(function);
            })))
      signalPassFailure();
  }
};
} // namespace
