//===- per-plugin.cpp - the project as a plugin of mlir-opt -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// Names of passes are known to a tool once the pass plugin is loaded; use
// `--pass-pipeline=` for them. The dialect plugin must be loaded for the ops.
//
//===----------------------------------------------------------------------===//

#include "per/InitAllDialects.h"
#include "per/InitAllPasses.h"

#include "mlir/Tools/Plugins/DialectPlugin.h"
#include "mlir/Tools/Plugins/PassPlugin.h"
#include "llvm/Support/Compiler.h"

using namespace mlir;

extern "C" LLVM_ATTRIBUTE_WEAK DialectPluginLibraryInfo
mlirGetDialectPluginInfo() {
  return {
      MLIR_PLUGIN_API_VERSION, "PER", PER_VERSION,
      [](DialectRegistry *registry) { per::registerAllDialects(*registry); }};
}

extern "C" LLVM_ATTRIBUTE_WEAK PassPluginLibraryInfo mlirGetPassPluginInfo() {
  return {MLIR_PLUGIN_API_VERSION, "PER", PER_VERSION,
          [] { per::registerAllPasses(); }};
}
