//===- Diagnostics.cpp - diagnostics and remarks as text -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "Diagnostics.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::per;

std::string python::describeLocation(Location location) {
  // JAX nests: the name scope outside, then the call stack as call sites of
  // named file positions, innermost callee first.
  StringRef scope;
  FileLineColLoc position;
  location->walk([&](Location inner) {
    if (auto name = dyn_cast<NameLoc>(inner); name && scope.empty())
      scope = name.getName();
    position = dyn_cast<FileLineColLoc>(inner);
    return position ? WalkResult::interrupt() : WalkResult::advance();
  });
  std::string text;
  llvm::raw_string_ostream stream(text);
  stream << scope;
  if (position)
    stream << (scope.empty() ? "" : " (") << position.getFilename().getValue()
           << ':' << position.getLine() << ':' << position.getColumn()
           << (scope.empty() ? "" : ")");
  return text.empty() ? "unknown location" : text;
}

python::DiagnosticCollector::DiagnosticCollector(MLIRContext &context)
    : handler(&context, [this](Diagnostic &diagnostic) { take(diagnostic); }) {}

void python::DiagnosticCollector::take(Diagnostic &diagnostic) {
  std::string text =
      describeLocation(diagnostic.getLocation()) + ": " + diagnostic.str();
  if (diagnostic.getSeverity() == DiagnosticSeverity::Remark) {
    remarks.push_back(std::move(text));
    return;
  }
  if (!errors.empty())
    errors += '\n';
  errors += text;
  for (Diagnostic &note : diagnostic.getNotes())
    errors +=
        "\n  note: " + describeLocation(note.getLocation()) + ": " + note.str();
}

std::string python::DiagnosticCollector::getErrorText() const {
  return errors.empty() ? "the compiler failed without a message" : errors;
}
