//===- Compiler.cpp - the passes on module text -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "Compiler.h"

#include "Diagnostics.h"

#include "per/InitAllDialects.h"
#include "per/InitAllPasses.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Verifier.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/InitAllPasses.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"

using namespace mlir;
using namespace mlir::per;

/// The dialects of every context. Built once; contexts copy from it.
static const DialectRegistry &getRegistry() {
  static const DialectRegistry *registry = [] {
    auto *result = new DialectRegistry;
    mlir::registerAllDialects(*result);
    mlir::registerAllExtensions(*result);
    mlir::registerAllPasses();
    per::registerAllDialects(*result);
    per::registerAllPasses();
    return result;
  }();
  return *registry;
}

/// Parses `text` in a context of its own, and gives the module to `use`;
/// returns the remarks.
static std::vector<std::string>
useModule(const std::string &text,
          const std::function<LogicalResult(ModuleOp)> &use) {
  MLIRContext context(getRegistry(), MLIRContext::Threading::DISABLED);
  // StableHLO, shardy and whatever else the framework uses stay unregistered.
  context.allowUnregisteredDialects();
  // Edits are called as functions, without a pass manager that loads dialects.
  context.loadDialect<PERDialect, arith::ArithDialect, linalg::LinalgDialect,
                      tensor::TensorDialect>();
  // A whole operation in generic form is not readable in a message.
  context.printOpOnDiagnostic(false);
  python::DiagnosticCollector diagnostics(context);
  OwningOpRef<ModuleOp> module =
      parseSourceString<ModuleOp>(text, ParserConfig(&context), "module");
  if (!module || failed(use(*module)))
    throw python::CompileError(diagnostics.getErrorText());
  return diagnostics.takeRemarks();
}

void python::withModule(const std::string &text,
                        const std::function<LogicalResult(ModuleOp)> &use) {
  useModule(text, use);
}

python::CompiledText
python::editModule(const std::string &text,
                   const std::function<LogicalResult(ModuleOp)> &edit) {
  CompiledText result;
  result.remarks = useModule(text, [&](ModuleOp module) -> LogicalResult {
    if (failed(edit(module)) || failed(verify(module)))
      return failure();
    result.text = printModule(module, /*withLocations=*/true);
    return success();
  });
  return result;
}

std::string python::printModule(ModuleOp module, bool withLocations) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  module.print(stream, OpPrintingFlags().printGenericOpForm().enableDebugInfo(
                           /*enable=*/withLocations,
                           /*prettyForm=*/false));
  return text;
}

LogicalResult python::runPipeline(ModuleOp module,
                                  const std::string &pipeline) {
  std::string message;
  llvm::raw_string_ostream stream(message);
  FailureOr<OpPassManager> passes = parsePassPipeline(pipeline, stream);
  if (failed(passes))
    throw CompileError("cannot parse the pass pipeline: " + message);
  PassManager manager(module.getContext());
  static_cast<OpPassManager &>(manager) = std::move(*passes);
  return manager.run(module);
}
