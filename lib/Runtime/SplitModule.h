//===- SplitModule.h - a module as parts that are compiled apart -*- C++ -*-==//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_RUNTIME_SPLITMODULE_H
#define PER_LIB_RUNTIME_SPLITMODULE_H

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/IR/Module.h"

namespace mlir::per {

/// A module of the LLVM dialect, whose functions are distributed over parts of
/// about equal size. The number of parts is that of operations by `partSize`,
/// and depends on nothing else; one if that is 0, or if there is more in the
/// module than functions and globals.
class ModuleParts {
public:
  /// `prefix` comes before the names of private symbols.
  ModuleParts(ModuleOp module, StringRef prefix, unsigned partSize);

  size_t size() const { return functions.size(); }

  /// A module with the functions of a part, and what they need of the others:
  /// declarations, and copies of small constants, whose values the optimiser
  /// sees. Several threads may call this at the same time.
  OwningOpRef<ModuleOp> build(size_t part) const;

  /// Makes private symbols of a translated part visible to the others, and to
  /// nothing else: other steps of a program have kernels of the same names.
  void hidePrivate(llvm::Module &part) const;

private:
  void addSymbol(Operation *symbol, OpBuilder &builder, bool isFirst) const;

  mutable ModuleOp module;
  StringRef prefix;
  llvm::StringMap<Operation *> symbols;
  llvm::StringSet<> hidden; // private symbols that parts share
  SmallVector<SmallVector<LLVM::LLVMFuncOp>> functions; // by part
};

} // namespace mlir::per

#endif // PER_LIB_RUNTIME_SPLITMODULE_H
