//===- Entries.h - the entries of a compiled module -------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_TRANSFORMS_CODEGEN_ENTRIES_H
#define PER_TRANSFORMS_CODEGEN_ENTRIES_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Interfaces/FunctionInterfaces.h"

namespace mlir::per {

/// The attribute of a module that describes its entries, the functions that are
/// called from outside: see `per-results-to-destinations`.
constexpr StringLiteral kEntriesAttr = "per.entries";

/// The symbol of the entry `name`. Names like `main` and `step` are taken in
/// every process.
inline std::string entrySymbol(StringRef name) { return ("per_" + name).str(); }

/// Calls `update` for each entry with its function and its description, which
/// it may change. Fails with an error if the module has no entries, if one has
/// no function, or if `update` fails.
LogicalResult updateEntries(
    ModuleOp module,
    function_ref<LogicalResult(FunctionOpInterface, NamedAttrList &)> update);

/// The same for functions of one kind.
template <typename FunctionOp>
LogicalResult
updateEntries(ModuleOp module,
              function_ref<LogicalResult(FunctionOp, NamedAttrList &)> update) {
  return updateEntries(
      module,
      [&](FunctionOpInterface function, NamedAttrList &entry) -> LogicalResult {
        auto typed = dyn_cast<FunctionOp>(function.getOperation());
        if (!typed)
          return function.emitOpError("expected a '")
                 << FunctionOp::getOperationName() << "'";
        return update(typed, entry);
      });
}

} // namespace mlir::per

#endif // PER_TRANSFORMS_CODEGEN_ENTRIES_H
