//===- OptimizeModule.cpp - one LLVM module to an object file -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "OptimizeModule.h"

#include "llvm/Analysis/CGSCCPassManager.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
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

/// What is left to do after the passes of MLIR, which have inlined, shared and
/// moved what they could: addresses, loops of scalars into vectors, and what
/// they leave behind. O3 takes two to three times as long, and no step of the
/// benchmarks is faster for it.
static constexpr llvm::StringLiteral kPasses =
    "function<eager-inv>("
    "sroa,early-cse<memssa>,simplifycfg,"
    "instcombine<max-iterations=1;no-verify-fixpoint>,"
    "loop-mssa(loop-rotate<header-duplication>,licm<allowspeculation>),"
    "loop-vectorize<no-interleave-forced-only;no-vectorize-forced-only>,"
    "early-cse<memssa>,simplifycfg,"
    "slp-vectorizer,vector-combine,"
    "instcombine<max-iterations=1;no-verify-fixpoint>,"
    "loop-mssa(licm<allowspeculation>),simplifycfg)";

/// Stores numbers of bf16 that were made of their bits as these bits. Else the
/// optimiser selects between vectors of bf16, and processors without such
/// instructions do that by a function of the compiler's own library.
static void storeBits(llvm::Module &module) {
  for (llvm::Function &function : module)
    for (llvm::Instruction &instruction : llvm::instructions(function)) {
      auto *store = llvm::dyn_cast<llvm::StoreInst>(&instruction);
      if (!store ||
          !store->getValueOperand()->getType()->getScalarType()->isBFloatTy())
        continue;
      auto *cast = llvm::dyn_cast<llvm::BitCastInst>(store->getValueOperand());
      if (cast && cast->getSrcTy()->isIntOrIntVectorTy())
        store->setOperand(0, cast->getOperand(0));
    }
}

static void optimize(llvm::Module &module, llvm::TargetMachine &machine) {
  storeBits(module);
  llvm::PassBuilder builder(&machine);
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager components;
  llvm::ModuleAnalysisManager modules;
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(components);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, components, modules);
  llvm::ModulePassManager passes;
  llvm::cantFail(builder.parsePassPipeline(passes, kPasses));
  passes.run(module, modules);
}

namespace {
/// Code generation without a pass that takes a third of its time, with those
/// that serve it alone: the addresses in a tile differ by constants, and no
/// step is faster for it.
class CodeGenerator : public llvm::legacy::PassManager {
public:
  void add(llvm::Pass *pass) override {
    static constexpr llvm::StringLiteral leftOut[] = {
        "Canonicalize Freeze Instructions in Loops", "Loop Strength Reduction"};
    if (llvm::is_contained(leftOut, pass->getPassName()))
      delete pass;
    else
      PassManager::add(pass);
  }
};
} // namespace

std::string mlir::per::compileModule(llvm::Module &module,
                                     llvm::TargetMachine &machine) {
  optimize(module, machine);
  llvm::SmallVector<char, 0> object;
  llvm::raw_svector_ostream stream(object);
  CodeGenerator generator;
  // Every target that makes object files has this.
  [[maybe_unused]] const bool isUnsupported = machine.addPassesToEmitFile(
      generator, stream, nullptr, llvm::CodeGenFileType::ObjectFile);
  assert(!isUnsupported && "a target without object files");
  generator.run(module);
  return std::string(object.begin(), object.end());
}
