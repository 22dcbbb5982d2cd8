//===- SplitModule.h - one LLVM module as several ---------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_RUNTIME_SPLITMODULE_H
#define PER_LIB_RUNTIME_SPLITMODULE_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/IR/Module.h"

#include <vector>

namespace mlir::per {

/// A module as bitcode, which another context can read in another thread.
using Bitcode = llvm::SmallVector<char, 0>;

/// Distributes the functions of a module over several of about equal size. The
/// number is that of instructions by `partSize`; 0: one. Local symbols that
/// more than one part may need become hidden ones with `prefix` before their
/// names.
std::vector<Bitcode> splitModule(llvm::Module &module, llvm::StringRef prefix,
                                 unsigned partSize);

} // namespace mlir::per

#endif // PER_LIB_RUNTIME_SPLITMODULE_H
