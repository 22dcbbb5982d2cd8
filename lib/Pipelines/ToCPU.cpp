//===- ToCPU.cpp - from linalg on tensors to LLVM for processors ----------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Pipelines/Pipelines.h"

#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace mlir::per;

namespace {
/// A part of the pipeline, as text.
struct Stage {
  StringRef name;
  std::string passes;
};
} // namespace

/// The passes that only make the code faster, or its sums more accurate.
static constexpr StringLiteral optionalPasses[] = {
    "linalg-fold-unit-extent-dims",
    "per-fold-reshapes",
    "per-fuse-elementwise",
    "per-compare-rectified",
    "per-order-outputs",
    "per-fold-additions",
    "per-sink-products",
    "per-interchange-loops",
    "per-split-sums",
    "per-pack-operands",
    "loop-invariant-code-motion",
    "per-expand-pads",
    "eliminate-empty-tensors",
    "per-join-epilogues",
    "per-outline-kernels",
    "convert-linalg-to-vector",
    "convert-linalg-to-threads",
    "per-parallel-to-openmp",
    "per-approximate-math",
};

/// The name of oneDNN as a provider.
static constexpr StringLiteral kOneDNN = "onednn";

namespace {
/// Writes lists of passes, without those that are disabled.
class PassLists {
public:
  explicit PassLists(const ToCPUOptions &options) {
    for (StringRef pass : options.disable)
      disabled.insert(pass);
  }

  std::string onModule(ArrayRef<std::string> passes) const {
    SmallVector<StringRef> kept;
    for (StringRef pass : passes)
      if (!pass.empty() && !disabled.contains(pass.split('{').first))
        kept.push_back(pass);
    return llvm::join(kept, ",");
  }

  std::string onFunctions(ArrayRef<std::string> passes) const {
    std::string list = onModule(passes);
    return list.empty() ? list : "func.func(" + list + ")";
  }

private:
  llvm::SmallDenseSet<StringRef> disabled;
};
} // namespace

static SmallVector<Stage> getStages(const ToCPUOptions &options) {
  std::string isa = KernelTarget::get(options.target).name;
  std::string threads = std::to_string(options.threads);
  PassLists lists(options);
  auto onModule = [&](ArrayRef<std::string> passes) {
    return lists.onModule(passes);
  };
  auto onFunctions = [&](ArrayRef<std::string> passes) {
    return lists.onFunctions(passes);
  };
  bool isThreaded = options.threads > 1;
  std::string callOneDNN;
  if (llvm::is_contained(options.providers, kOneDNN))
    callOneDNN = "convert-linalg-to-onednn{target=" + isa +
                 " threads=" + threads +
                 " min-work=" + std::to_string(options.providerMinWork) + "}";
  std::string tiles =
      options.tiles.empty() ? "" : " tiles=" + llvm::join(options.tiles, ",");
  return {
      {"destinations",
       onModule({"inline", "symbol-dce", "per-results-to-destinations"})},
      {"terms", onModule({"func.func(convert-per-to-linalg{keep-sampled "
                          "keep-analytic expand-read})",
                          "canonicalize", "cse"})},
      {"fusion",
       onFunctions({"linalg-fold-unit-extent-dims", "canonicalize", "cse",
                    "per-fold-reshapes", "per-fuse-elementwise", "canonicalize",
                    "cse", "per-compare-rectified", "per-order-outputs",
                    "per-fold-additions", "per-sink-products", "canonicalize",
                    "per-interchange-loops", "per-split-sums"})},
      {"packing",
       onModule({"per-pack-operands",
                 onFunctions({"loop-invariant-code-motion"}), "cse"})},
      {"buffers",
       // On the module: alone, a function may not write to its arguments.
       // No cse after that: each destination is one of its own.
       onModule({onFunctions({"per-expand-pads", "per-split-empty-tensors",
                              "per-detach-arguments"}),
                 "eliminate-empty-tensors",
                 "func.func(empty-tensor-to-alloc-tensor)",
                 "one-shot-bufferize{bufferize-function-boundaries "
                 "allow-return-allocs-from-loops "
                 "unknown-type-conversion=identity-layout-map "
                 "function-boundary-type-conversion=identity-layout-map}",
                 "canonicalize", "per-drop-results", "canonicalize", "cse",
                 "func.func(per-own-carried-buffers,canonicalize)"})},
      {"kernels",
       onModule({"convert-per-to-vector{target=" + isa + " threads=" + threads +
                     " pairs=" + (options.pairs ? "true}" : "false}"),
                 "func.func(per-convert-copies)", "canonicalize", "cse",
                 onFunctions({"per-join-epilogues"}), "per-outline-kernels",
                 options.separateBuffers ? "per-plan-arena{separate-buffers}"
                                         : "per-plan-arena",
                 "canonicalize"})},
      {"loops",
       onModule({callOneDNN,
                 "convert-linalg-to-vector{target=" + isa +
                     " threads=" + threads + tiles + "}",
                 onFunctions(
                     {"convert-linalg-to-threads{threads=" + threads + "}",
                      "convert-linalg-to-loops", "per-approximate-math",
                      "per-expand-erf", "cse", "loop-invariant-code-motion"}),
                 isThreaded ? "per-parallel-to-openmp{threads=" + threads + "}"
                            : ""})},
      {"llvm",
       // LLVM calls library functions for bf16 that are not everywhere. Calls
       // of the math library need declarations, so that pass is one for the
       // module, as is the conversion of what may declare something.
       onModule({"func.func(math-extend-to-supported-types,"
                 "convert-math-to-llvm)",
                 "convert-math-to-libm",
                 "func.func(arith-emulate-unsupported-floats{source-types=bf16 "
                 "target-type=f32},arith-expand{include-bf16=true},"
                 "expand-strided-metadata,lower-affine,convert-scf-to-cf,"
                 "convert-to-llvm{filter-dialects=arith,index,ub,vector})",
                 "convert-to-llvm", "reconcile-unrealized-casts",
                 // Fields of descriptors, a third of all operations: from
                 // below, so that one round finds what has no users any more.
                 "llvm.func(canonicalize{region-simplify=disabled "
                 "top-down=false max-iterations=1})",
                 "per-pack-entries{isa=" + isa + " threads=" + threads + "}"})},
  };
}

/// Fails with an error if a pass is to be left out that the others need.
static LogicalResult checkDisabled(const ToCPUOptions &options,
                                   raw_ostream &errors) {
  for (StringRef pass : options.disable) {
    if (llvm::is_contained(optionalPasses, pass))
      continue;
    errors << "per-to-cpu: the pass '" << pass
           << "' cannot be disabled; those that can are ";
    llvm::interleaveComma(optionalPasses, errors);
    errors << "\n";
    return failure();
  }
  return success();
}

static LogicalResult checkProviders(const ToCPUOptions &options,
                                    raw_ostream &errors) {
  for (StringRef provider : options.providers) {
    if (provider == kOneDNN)
      continue;
    errors << "per-to-cpu: there is no provider '" << provider << "'; there is "
           << kOneDNN << "\n";
    return failure();
  }
  return success();
}

LogicalResult mlir::per::buildToCPUPipeline(OpPassManager &manager,
                                            const ToCPUOptions &options,
                                            raw_ostream &errors) {
  if (options.threads < 1) {
    errors << "per-to-cpu: expected at least one thread, got "
           << options.threads << "\n";
    return failure();
  }
  if (failed(checkDisabled(options, errors)) ||
      failed(checkProviders(options, errors)))
    return failure();
  SmallVector<Stage> stages = getStages(options);
  const Stage *last = llvm::find_if(stages, [&](const Stage &stage) {
    return stage.name == options.stopAfter;
  });
  if (last == stages.end()) {
    errors << "per-to-cpu: there is no stage '" << options.stopAfter
           << "'; stages are ";
    llvm::interleaveComma(stages, errors,
                          [&](const Stage &stage) { errors << stage.name; });
    errors << "\n";
    return failure();
  }
  for (const Stage &stage : ArrayRef<Stage>(stages.begin(), last + 1))
    if (failed(parsePassPipeline(stage.passes, manager, errors)))
      return failure();
  return success();
}

void mlir::per::registerPERPipelines() {
  PassPipelineRegistration<ToCPUOptions>(
      "per-to-cpu",
      "Compile linalg on tensors, with operations of per, for "
      "processors: to the LLVM dialect",
      [](OpPassManager &manager, const ToCPUOptions &options) {
        if (failed(buildToCPUPipeline(manager, options)))
          llvm::report_fatal_error("per-to-cpu: invalid options",
                                   /*gen_crash_diag=*/false);
      });
}
