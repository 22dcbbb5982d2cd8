//===- OptimizeModule.cpp - one LLVM module to an object file -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "OptimizeModule.h"

#include "llvm/Analysis/CGSCCPassManager.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/TargetSelect.h"

using namespace mlir::per;

void mlir::per::initializeTargets() {
  // Once: several threads may compile.
  [[maybe_unused]] static const bool isDone = [] {
    llvm::InitializeAllTargetInfos();
    llvm::InitializeAllTargets();
    llvm::InitializeAllTargetMCs();
    llvm::InitializeAllAsmPrinters();
    return true;
  }();
}

llvm::Expected<std::unique_ptr<llvm::TargetMachine>>
mlir::per::createTargetMachine(const TargetCPU &target) {
  initializeTargets();
  const llvm::Triple triple(target.triple);
  std::string message;
  const llvm::Target *registered =
      llvm::TargetRegistry::lookupTarget(triple, message);
  if (!registered)
    return llvm::createStringError(message);
  llvm::TargetOptions options;
  // A product and a sum become one instruction, as in XLA's code.
  options.AllowFPOpFusion = llvm::FPOpFusion::Fast;
  return std::unique_ptr<llvm::TargetMachine>(registered->createTargetMachine(
      triple, target.cpu, target.features, options, llvm::Reloc::PIC_,
      /*CM=*/std::nullopt, llvm::CodeGenOptLevel::Aggressive));
}

static void optimize(llvm::Module &module, llvm::TargetMachine &machine) {
  llvm::PipelineTuningOptions tuning;
  tuning.SLPVectorization = true; // as clang does at this level
  // Tiles are unrolled already, and the vectorizer interleaves: it is a third
  // of the time, and steps are not faster for it.
  tuning.LoopUnrolling = false;
  llvm::PassBuilder builder(&machine, tuning);
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager components;
  llvm::ModuleAnalysisManager modules;
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(components);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, components, modules);
  builder.buildPerModuleDefaultPipeline(llvm::OptimizationLevel::O3)
      .run(module, modules);
}

std::string mlir::per::compileModule(llvm::Module &module,
                                     llvm::TargetMachine &machine) {
  optimize(module, machine);
  llvm::SmallVector<char, 0> object;
  llvm::raw_svector_ostream stream(object);
  llvm::legacy::PassManager generator;
  // Every target that makes object files has this.
  [[maybe_unused]] const bool isUnsupported = machine.addPassesToEmitFile(
      generator, stream, nullptr, llvm::CodeGenFileType::ObjectFile);
  assert(!isUnsupported && "a target without object files");
  generator.run(module);
  return std::string(object.begin(), object.end());
}
