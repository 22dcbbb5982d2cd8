//===- OptimizeModule.h - one LLVM module to an object file -----*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_RUNTIME_OPTIMIZEMODULE_H
#define PER_LIB_RUNTIME_OPTIMIZEMODULE_H

#include "per/Runtime/ObjectCode.h"

#include "llvm/IR/Module.h"
#include "llvm/Target/TargetMachine.h"

namespace mlir::per {

/// Makes every machine that LLVM knows available.
void initializeTargets();

/// A code generator for position-independent code. Each thread needs its own.
llvm::Expected<std::unique_ptr<llvm::TargetMachine>>
createTargetMachine(const TargetCPU &target);

/// Optimises a module, and returns the bytes of its object file. The module's
/// context is for nothing else.
std::string compileModule(llvm::Module &module, llvm::TargetMachine &machine);

} // namespace mlir::per

#endif // PER_LIB_RUNTIME_OPTIMIZEMODULE_H
