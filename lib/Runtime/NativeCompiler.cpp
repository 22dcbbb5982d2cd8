//===- NativeCompiler.cpp - from linalg to code in this process -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Runtime/NativeCompiler.h"

#include "per/Pipelines/Pipelines.h"
#include "per/Transforms/Codegen/Entries.h"

#include "mlir/Pass/PassManager.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/raw_sha1_ostream.h"

using namespace mlir;
using namespace mlir::per;

/// The instruction set that `native` stands for.
static llvm::StringRef resolveISA(const NativeOptions &options) {
  if (options.isa != "native")
    return options.isa;
  return options.compile.triple.empty() ? getHostISA() : "generic";
}

/// Runs the pipeline `per-to-cpu`.
static LogicalResult lower(ModuleOp module, const NativeOptions &options) {
  const llvm::StringRef name = resolveISA(options);
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
  pipeline.pairs = hasFastPairs(options.compile.cpu);
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

/// The digest of a module before the pipeline, without locations, and of all
/// that its code depends on.
static std::string getKey(ModuleOp module, const NativeOptions &options) {
  llvm::raw_sha1_ostream stream;
  stream << CodeCache::getCompilerVersion() << '\n'
         << getHostDescription() << '\n'
         << resolveISA(options) << '\n'
         << options.threads << '\n'
         << options.pipeline << '\n'
         << options.compile.triple << '\n'
         << options.compile.cpu << '\n'
         << options.compile.partSize << '\n';
  // Text, since bytecode has the locations in it.
  module->print(stream, OpPrintingFlags().printGenericOpForm());
  return llvm::toHex(stream.sha1(), /*LowerCase=*/true);
}

FailureOr<CachedCode> per::compileNative(ModuleOp module,
                                         const NativeOptions &options) {
  auto compile = [&]() -> FailureOr<ObjectCode> {
    if (!module->hasAttr(kEntriesAttr) && failed(lower(module, options)))
      return failure();
    if (options.profiledCalls)
      *options.profiledCalls = instrumentCalls(module);
    return compileToObjectCode(module, options.compile);
  };
  const bool isCached =
      !options.cacheDirectory.empty() && !options.profiledCalls;
  if (!isCached)
    return compileWithCache("", "", compile);
  return compileWithCache(options.cacheDirectory, getKey(module, options),
                          compile);
}
