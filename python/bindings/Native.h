//===- Native.h - native code for the Python package ------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_PYTHON_BINDINGS_NATIVE_H
#define PER_PYTHON_BINDINGS_NATIVE_H

#include "per/Runtime/Executable.h"
#include "per/Runtime/NativeCompiler.h"

#include <nanobind/nanobind.h>

#include <stdexcept>

namespace mlir::per::python {

/// This machine cannot load or run compiled code.
class TargetError : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// Compiled code with how it was come by.
struct LoadedCode {
  std::unique_ptr<Executable> executable;
  bool wasCached = false;
  /// Why the cache on disk could not be used; empty if it could.
  std::string cacheError;
};

/// Compiles the text of a module, after `prepare` if that is given, and loads
/// the code. Throws CompileError or TargetError.
LoadedCode
compileAndLoad(const std::string &text, const NativeOptions &options,
               llvm::function_ref<LogicalResult(ModuleOp)> prepare = {});

/// Adds what runs native code to the extension module.
void bindNative(nanobind::module_ &module);

} // namespace mlir::per::python

#endif // PER_PYTHON_BINDINGS_NATIVE_H
