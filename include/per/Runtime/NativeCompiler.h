//===- NativeCompiler.h - from linalg to code in this process ---*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_RUNTIME_NATIVECOMPILER_H
#define PER_RUNTIME_NATIVECOMPILER_H

#include "per/Runtime/CodeCache.h"
#include "per/Runtime/Profile.h"

namespace mlir::per {

struct NativeOptions {
  /// avx512bf16, avx512, avx2, generic, or `native`: the most that this machine
  /// has.
  std::string isa = "native";
  /// Threads that share a step.
  unsigned threads = 1;
  /// Further options of `per-to-cpu`, as text.
  std::string pipeline;
  /// If not null: the code records times of its calls, which are listed here.
  /// Such code is not cached.
  std::vector<ProfiledCall> *profiledCalls = nullptr;
  CompileOptions compile;
  /// The folder of compiled code; empty: none.
  std::string cacheDirectory;
};

/// Compiles a module: one of linalg on tensors by way of `per-to-cpu`, which
/// changes the module, one that is lowered already (with `per.entries`) as it
/// is. Code that is in the cache takes no pass. All passes, and in the context
/// all dialects and their extensions, must be registered.
FailureOr<CachedCode> compileNative(ModuleOp module,
                                    const NativeOptions &options);

} // namespace mlir::per

#endif // PER_RUNTIME_NATIVECOMPILER_H
