//===- Entries.cpp - the entries of a compiled module ---------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Transforms/Codegen/Entries.h"

using namespace mlir;
using namespace mlir::per;

LogicalResult mlir::per::updateEntries(
    ModuleOp module,
    function_ref<LogicalResult(FunctionOpInterface, NamedAttrList &)> update) {
  auto entries = module->getAttrOfType<ArrayAttr>(kEntriesAttr);
  if (!entries)
    return module.emitError("expected the attribute '")
           << kEntriesAttr << "'; run per-results-to-destinations before";
  SmallVector<Attribute> updated;
  for (Attribute attribute : entries) {
    auto dictionary = dyn_cast<DictionaryAttr>(attribute);
    auto name =
        dictionary ? dictionary.getAs<StringAttr>("name") : StringAttr();
    if (!name)
      return module.emitError("expected dictionaries with a name in '")
             << kEntriesAttr << "'";
    auto function =
        module.lookupSymbol<FunctionOpInterface>(entrySymbol(name.getValue()));
    if (!function || function.isExternal())
      return module.emitError("expected a function '")
             << entrySymbol(name.getValue()) << "' for an entry of '"
             << kEntriesAttr << "'";
    NamedAttrList entry(dictionary);
    if (failed(update(function, entry)))
      return failure();
    updated.push_back(entry.getDictionary(module.getContext()));
  }
  module->setAttr(kEntriesAttr, ArrayAttr::get(module.getContext(), updated));
  return success();
}
