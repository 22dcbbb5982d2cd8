//===- NativeTool.cpp - what per-run and per-compile share -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "NativeTool.h"

#include "per/InitAllDialects.h"
#include "per/InitAllPasses.h"
#include "per/Runtime/NativeCompiler.h"

#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/InitAllPasses.h"
#include "mlir/Parser/Parser.h"

#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/WithColor.h"

#include <csignal>

using namespace mlir;
using namespace mlir::per;
namespace cl = llvm::cl;

static cl::OptionCategory category("options");
static const char *toolName = "";

static cl::opt<std::string> inputFile(cl::Positional, cl::Required,
                                      cl::desc("<module>"), cl::cat(category));
static cl::opt<std::string> cpu(
    "cpu",
    cl::desc("Processor to compile for: `native`, this one (the default of "
             "per-run), or a name of LLVM, e.g. x86-64-v3 (per-compile: any "
             "with the instruction set, if omitted)"),
    cl::value_desc("name"), cl::cat(category));
static cl::opt<std::string>
    triple("triple",
           cl::desc("Machine to compile for, a name of LLVM, e.g. "
                    "aarch64-linux-gnu; this one, if omitted"),
           cl::value_desc("name"), cl::cat(category));
static cl::opt<std::string> instructionSet(
    "isa",
    cl::desc("Instruction set of per-to-cpu: avx512bf16, avx512, avx2, "
             "generic, or `native` (default), the most that this machine has; "
             "generic "
             "for another machine"),
    cl::init("native"), cl::cat(category));
static cl::opt<std::string>
    pipelineOptions("pipeline",
                    cl::desc("Further options of per-to-cpu, e.g. "
                             "disable=per-fuse-elementwise"),
                    cl::value_desc("options"), cl::cat(category));
// LLVM's library has a hidden option of the name `threads`.
static cl::opt<unsigned>
    threads("num-threads", cl::desc("Threads that share a step (default 1)"),
            cl::init(1), cl::cat(category));
static cl::opt<unsigned> partSize(
    "part-size",
    cl::desc("LLVM instructions of one object file; several are compiled in "
             "parallel (default 3000; 0: one file)"),
    cl::init(CompileOptions().partSize), cl::cat(category));
static cl::opt<std::string> cacheDirectory(
    "cache-dir",
    cl::desc("Folder of compiled code; PER_CACHE_DIR, or `per` in "
             "XDG_CACHE_HOME or ~/.cache, if omitted; empty: no cache"),
    cl::value_desc("folder"), cl::cat(category));

cl::OptionCategory &tool::getCategory() { return category; }

void tool::parseCommandLine(int argc, char **argv, const char *name,
                            llvm::StringRef overview) {
  toolName = name;
  // A file that would become too large is an error of writing, as on a full
  // disk, not a crash.
  std::signal(SIGXFSZ, SIG_IGN);
  cl::HideUnrelatedOptions(category);
  cl::ParseCommandLineOptions(argc, argv, overview);
}

void tool::flushOutput() {
  llvm::outs().flush();
  const std::error_code code = llvm::outs().error();
  // An error that nobody asks for is a crash at the end of the process.
  llvm::outs().clear_error();
  if (code)
    fail("cannot write to standard output: " + code.message());
}

void tool::fail(const llvm::Twine &message) {
  llvm::WithColor::error(llvm::errs(), toolName) << message << '\n';
  std::exit(1);
}

void tool::check(llvm::Error error) {
  if (error)
    fail(llvm::toString(std::move(error)));
}

ObjectCode tool::compileInput(llvm::StringRef defaultCPU, bool singleObject,
                              std::vector<ProfiledCall> *profiledCalls) {
  DialectRegistry registry;
  mlir::registerAllDialects(registry);
  mlir::registerAllExtensions(registry);
  per::registerAllDialects(registry);
  // The pipeline names its passes.
  mlir::registerAllPasses();
  per::registerAllPasses();
  MLIRContext context(registry);
  context.printOpOnDiagnostic(false);
  llvm::SourceMgr sources;
  SourceMgrDiagnosticHandler handler(sources, &context);
  OwningOpRef<ModuleOp> module =
      parseSourceFile<ModuleOp>(inputFile, sources, &context);
  if (!module)
    std::exit(1);

  NativeOptions options;
  options.isa = instructionSet;
  options.threads = threads;
  options.pipeline = pipelineOptions;
  options.profiledCalls = profiledCalls;
  options.compile.triple = triple;
  options.compile.cpu = cpu.getNumOccurrences() ? cpu : defaultCPU.str();
  options.compile.partSize = singleObject ? 0 : partSize;
  options.cacheDirectory = cacheDirectory.getNumOccurrences()
                               ? std::string(cacheDirectory)
                               : CodeCache::getDefaultDirectory();
  FailureOr<CachedCode> compiled = compileNative(*module, options);
  if (failed(compiled))
    std::exit(1);
  if (!compiled->cacheError.empty())
    llvm::WithColor::warning(llvm::errs(), toolName)
        << compiled->cacheError << '\n';
  return std::move(compiled->code);
}
