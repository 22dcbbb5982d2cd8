//===- NativeTool.h - what per-run and per-compile share --------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_TOOLS_COMMON_NATIVETOOL_H
#define PER_TOOLS_COMMON_NATIVETOOL_H

#include "per/Runtime/ObjectCode.h"
#include "per/Runtime/Profile.h"

#include "llvm/Support/CommandLine.h"

namespace mlir::per::tool {

/// The options that `--help` shows.
llvm::cl::OptionCategory &getCategory();

/// Reads the command line. `name` stands before errors.
void parseCommandLine(int argc, char **argv, const char *name,
                      llvm::StringRef overview);

/// Prints an error, and exits.
[[noreturn]] void fail(const llvm::Twine &message);

void check(llvm::Error error);

/// Writes what is left for standard output; prints an error and exits if that
/// fails, for example on a full disk.
void flushOutput();

template <typename T> T check(llvm::Expected<T> value) {
  if (!value)
    fail(llvm::toString(value.takeError()));
  return std::move(*value);
}

/// Compiles the module that the command line names, with its options, or
/// prints errors and exits. `cpu` is the processor if no option names one;
/// `singleObject`: everything in one object file; `profiledCalls`: see
/// NativeOptions.
ObjectCode compileInput(llvm::StringRef cpu, bool singleObject = false,
                        std::vector<ProfiledCall> *profiledCalls = nullptr);

} // namespace mlir::per::tool

#endif // PER_TOOLS_COMMON_NATIVETOOL_H
