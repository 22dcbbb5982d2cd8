//===- Compiler.h - the passes on module text -------------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// What the Python package needs of the compiler, free of Python: module text
// in, module text out. Each call has its own MLIRContext, so calls of several
// threads do not meet. jaxlib has its own copy of MLIR in the same process;
// only text crosses between the two.
//
//===----------------------------------------------------------------------===//

#ifndef PER_PYTHON_BINDINGS_COMPILER_H
#define PER_PYTHON_BINDINGS_COMPILER_H

#include "mlir/IR/BuiltinOps.h"

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace mlir::per::python {

/// Errors with their notes, one a line, readable: location first.
class CompileError : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

struct CompiledText {
  /// The module in MLIR's generic form, with locations.
  std::string text;
  /// Remarks of the passes, one string each, with location.
  std::vector<std::string> remarks;
};

/// Parses `text`, and gives the module to `use`. Throws CompileError with
/// everything that was diagnosed if either fails.
void withModule(const std::string &text,
                const std::function<LogicalResult(ModuleOp)> &use);

/// Parses `text`, runs `edit` on the module, and prints it. Throws CompileError
/// with everything that was diagnosed if any step fails.
CompiledText editModule(const std::string &text,
                        const std::function<LogicalResult(ModuleOp)> &edit);

/// The module in MLIR's generic form.
std::string printModule(ModuleOp module, bool withLocations);

/// Runs a textual pass pipeline. Throws CompileError if it does not parse.
LogicalResult runPipeline(ModuleOp module, const std::string &pipeline);

} // namespace mlir::per::python

#endif // PER_PYTHON_BINDINGS_COMPILER_H
