//===- ToCPU.cpp - from linalg on tensors to LLVM for processors ----------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Pipelines/Pipelines.h"

#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::per;

namespace {
/// A part of the pipeline, as text.
struct Stage {
  StringRef name;
  std::string passes;
};
} // namespace

static SmallVector<Stage> getStages(const ToCPUOptions &options) {
  std::string isa = KernelTarget::get(options.target).name;
  std::string threads = std::to_string(options.threads);
  std::string machine = "target=" + isa + " threads=" + threads;
  // Scopes of the stack are inlined before there are blocks.
  std::string openMP =
      options.threads == 1
          ? ""
          : ",convert-scf-to-openmp{num-threads=" + threads + "},canonicalize";
  return {
      {"destinations", "inline,symbol-dce,per-results-to-destinations"},
      {"terms", "func.func(convert-per-to-linalg{keep-sampled keep-analytic}),"
                "canonicalize,cse"},
      {"fusion", "func.func(linalg-fold-unit-extent-dims,canonicalize,cse,"
                 "per-fuse-elementwise,canonicalize,cse,per-order-outputs,"
                 "per-fold-additions,per-interchange-loops)"},
      {"packing",
       "per-pack-operands,func.func(loop-invariant-code-motion),cse"},
      {"buffers",
       // On the module: alone, a function may not write to its arguments.
       // No cse after that: each destination is one of its own.
       "func.func(per-expand-pads,per-split-empty-tensors),"
       "eliminate-empty-tensors,"
       "func.func(empty-tensor-to-alloc-tensor),"
       "one-shot-bufferize{bufferize-function-boundaries "
       "allow-return-allocs-from-loops "
       "unknown-type-conversion=identity-layout-map "
       "function-boundary-type-conversion=identity-layout-map},"
       "canonicalize,per-drop-results,"
       "canonicalize,cse,"
       "func.func(per-own-carried-buffers,canonicalize)"},
      {"kernels", "convert-per-to-vector{" + machine +
                      "},func.func(per-convert-copies),canonicalize,cse,"
                      "per-plan-arena,canonicalize,per-outline-kernels"},
      {"loops", "convert-linalg-to-vector{" + machine +
                    "},convert-linalg-to-threads{threads=" + threads +
                    "},func.func(convert-linalg-to-loops,per-approximate-math,"
                    "per-expand-erf),"
                    "canonicalize,cse,loop-invariant-code-motion" +
                    openMP},
      {"llvm",
       // LLVM calls library functions for bf16 that are not everywhere.
       "func.func(arith-emulate-unsupported-floats{source-types=bf16 "
       "target-type=f32},arith-expand{include-bf16=true}),"
       "expand-strided-metadata,lower-affine,convert-scf-to-cf,"
       "convert-vector-to-llvm,convert-math-to-llvm,convert-math-to-libm,"
       "convert-to-llvm,reconcile-unrealized-casts,per-pack-entries{isa=" +
           isa + " threads=" + threads + "}"},
  };
}

LogicalResult mlir::per::buildToCPUPipeline(OpPassManager &manager,
                                            const ToCPUOptions &options) {
  if (options.threads < 1) {
    llvm::errs() << "per-to-cpu: expected at least one thread, got "
                 << options.threads << "\n";
    return failure();
  }
  SmallVector<Stage> stages = getStages(options);
  const Stage *last = llvm::find_if(stages, [&](const Stage &stage) {
    return stage.name == options.stopAfter;
  });
  if (last == stages.end()) {
    llvm::errs() << "per-to-cpu: there is no stage '" << options.stopAfter
                 << "'; stages are ";
    llvm::interleaveComma(stages, llvm::errs(), [](const Stage &stage) {
      llvm::errs() << stage.name;
    });
    llvm::errs() << "\n";
    return failure();
  }
  for (const Stage &stage : ArrayRef<Stage>(stages.begin(), last + 1))
    if (failed(parsePassPipeline(stage.passes, manager)))
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
