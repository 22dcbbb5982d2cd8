//===- NativeCompiler.cpp - from linalg to code in this process -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Runtime/NativeCompiler.h"

#include "per/Pipelines/Pipelines.h"
#include "per/Transforms/Codegen/Entries.h"

#include "mlir/Pass/PassManager.h"

#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using namespace mlir::per;

/// Runs the pipeline `per-to-cpu`.
static LogicalResult lower(ModuleOp module, const NativeOptions &options) {
  llvm::StringRef name = options.isa;
  if (name == "native")
    name = options.compile.triple.empty() ? getHostISA() : "generic";
  const auto isa = llvm::StringSwitch<std::optional<KernelISA>>(name)
                       .Case("avx512bf16", KernelISA::AVX512BF16)
                       .Case("avx512", KernelISA::AVX512)
                       .Case("avx2", KernelISA::AVX2)
                       .Case("generic", KernelISA::Generic)
                       .Default(std::nullopt);
  if (!isa)
    return module.emitError("unknown instruction set '")
           << name << "'; expected native, avx512bf16, avx512, avx2 or generic";
  if (options.threads == 0)
    return module.emitError("expected at least one thread");
  ToCPUOptions pipeline;
  pipeline.target = *isa;
  pipeline.threads = options.threads;
  std::string message;
  llvm::raw_string_ostream errors(message);
  PassManager manager(module.getContext());
  // A third of the time of the passes; a build with assertions takes it.
#ifdef NDEBUG
  manager.enableVerifier(false);
#endif
  if (failed(pipeline.parseFromString(options.pipeline, errors)) ||
      failed(buildToCPUPipeline(manager, pipeline, errors)))
    return module.emitError(StringRef(message).rtrim());
  return manager.run(module);
}

FailureOr<CachedCode> per::compileNative(ModuleOp module,
                                         const NativeOptions &options) {
  if (!module->hasAttr(kEntriesAttr) && failed(lower(module, options)))
    return failure();
  if (options.profiledCalls)
    *options.profiledCalls = instrumentCalls(module);
  return compileWithCache(module, options.compile, options.cacheDirectory);
}
