//===- Diagnostics.h - diagnostics and remarks as text ----------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_PYTHON_BINDINGS_DIAGNOSTICS_H
#define PER_PYTHON_BINDINGS_DIAGNOSTICS_H

#include "mlir/IR/Diagnostics.h"

#include <string>
#include <vector>

namespace mlir::per::python {

/// Where an operation comes from, for people: the name scope of the model and
/// the innermost line of source, `jit(step)/jvp(Net)/tanh (train.py:12:8)`.
std::string describeLocation(Location location);

/// Takes all diagnostics of a context while it lives. The context has no engine
/// for optimisation remarks: the passes' remarks come as diagnostics too.
class DiagnosticCollector {
public:
  explicit DiagnosticCollector(MLIRContext &context);

  /// The errors and warnings with their notes, one a line. Never empty.
  std::string getErrorText() const;
  std::vector<std::string> takeRemarks() { return std::move(remarks); }

private:
  void take(Diagnostic &diagnostic);

  std::string errors;
  std::vector<std::string> remarks;
  ScopedDiagnosticHandler handler;
};

} // namespace mlir::per::python

#endif // PER_PYTHON_BINDINGS_DIAGNOSTICS_H
