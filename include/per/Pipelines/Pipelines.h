//===- Pipelines.h - pipelines of passes ------------------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_PIPELINES_PIPELINES_H
#define PER_PIPELINES_PIPELINES_H

#include "per/Conversion/Kernels.h"

#include "mlir/Pass/PassOptions.h"
#include "llvm/Support/raw_ostream.h"

namespace mlir::per {

/// Options of `per-to-cpu`.
struct ToCPUOptions : PassPipelineOptions<ToCPUOptions> {
  Option<KernelISA> target{
      *this, "target", llvm::cl::desc("Instructions that the code may use"),
      llvm::cl::init(KernelISA::AVX512),
      llvm::cl::values(
          clEnumValN(KernelISA::AVX512BF16, "avx512bf16",
                     "those of avx512, and AVX-512 BF16"),
          clEnumValN(KernelISA::AVX512, "avx512",
                     "vectors of 512 bits, AVX-512 F, BW, CD, DQ, VL"),
          clEnumValN(KernelISA::AVX2, "avx2",
                     "vectors of 256 bits, AVX2 and FMA"),
          clEnumValN(KernelISA::Generic, "generic",
                     "vectors of 128 bits, no particular instructions"))};
  Option<int64_t> threads{*this, "threads",
                          llvm::cl::desc("Threads that share a step"),
                          llvm::cl::init(1)};
  Option<std::string> stopAfter{
      *this, "stop-after",
      llvm::cl::desc("The last stage that runs: destinations, terms, fusion, "
                     "packing, buffers, kernels, loops or llvm"),
      llvm::cl::init("llvm")};
  ListOption<std::string> disable{
      *this, "disable",
      llvm::cl::desc("Passes to leave out, of those that only make the code "
                     "faster: to find the one that a wrong result is due to")};
  ListOption<std::string> tiles{
      *this, "tiles",
      llvm::cl::desc("Tiles of contractions, as of convert-linalg-to-vector: "
                     "ROWSxVECTORS, or NUMBER:ROWSxVECTORS for outputs whose "
                     "columns are so many vectors")};
  ListOption<std::string> providers{
      *this, "providers",
      llvm::cl::desc("Libraries that the code may call where they are faster: "
                     "onednn. Without any, none is needed")};
  Option<int64_t> providerMinWork{
      *this, "provider-min-work",
      llvm::cl::desc("The fewest products of an operation that a provider is "
                     "called for, as of convert-linalg-to-onednn"),
      llvm::cl::init(32768)};
  Option<bool> pairs{
      *this, "pairs",
      llvm::cl::desc("Multiply the bf16 of a term's products two at a time "
                     "where the target has an instruction, as of "
                     "convert-per-to-vector"),
      llvm::cl::init(true)};
  Option<bool> separateBuffers{
      *this, "separate-buffers",
      llvm::cl::desc("Allocate and free each buffer by itself: tools that "
                     "check accesses to memory see their bounds"),
      llvm::cl::init(false)};
};

/// Appends the passes of `per-to-cpu`, from linalg on tensors with operations
/// of per to the LLVM dialect. Fails with a message in `errors` if the options
/// are not valid.
LogicalResult buildToCPUPipeline(OpPassManager &manager,
                                 const ToCPUOptions &options,
                                 raw_ostream &errors = llvm::errs());

/// Registers the pipelines of the project, for tools and plugins.
void registerPERPipelines();

} // namespace mlir::per

#endif // PER_PIPELINES_PIPELINES_H
