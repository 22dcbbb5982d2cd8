//===- per-compile.cpp - compiles a training step ahead of time -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// Writes the native code of a module as an object file or a library, and a
// header for C and C++.
//
//===----------------------------------------------------------------------===//

#include "../common/NativeTool.h"
#include "Header.h"
#include "Library.h"

#include "per/Runtime/WholeFile.h"
#include "per/Support/OneDNNOperation.h"

#include "llvm/Support/InitLLVM.h"

using namespace mlir::per;
using tool::check;
namespace cl = llvm::cl;

static cl::opt<std::string> outputFile(
    "o", cl::Required,
    cl::desc(
        "File for the code: .o, .a (its parts are compiled in parallel) or "
        ".so"),
    cl::value_desc("file"), cl::cat(tool::getCategory()));
static cl::opt<std::string> headerFile("header",
                                       cl::desc("File for the C header"),
                                       cl::value_desc("file.h"),
                                       cl::cat(tool::getCategory()));

/// Ends the tool if the code needs what no library has that it is linked with.
static void checkLinkable(const ObjectCode &code) {
  auto symbols = code.findUndefinedSymbols();
  if (!symbols)
    check(symbols.takeError());
  if (llvm::any_of(*symbols, isOneDNNSymbol))
    tool::fail("code with providers=onednn runs where this project loads it "
               "(per-run, Python, Executable), which makes its operations; "
               "compile without the provider");
}

int main(int argc, char **argv) {
  llvm::InitLLVM initialize(argc, argv);
  tool::parseCommandLine(argc, argv, "per-compile",
                         "compiles a training step ahead of time\n");
  const llvm::StringRef output = outputFile;
  const bool isObject = output.ends_with(".o");
  if (!isObject && !output.ends_with(".a") && !output.ends_with(".so"))
    tool::fail("expected a file .o, .a or .so as output, got '" + output + "'");
  const ObjectCode code = tool::compileInput(/*cpu=*/"", isObject);
  checkLinkable(code);
  if (isObject)
    check(writeWholeFile(output, code.objects.front()));
  else if (output.ends_with(".a"))
    check(writeArchive(output, code));
  else
    check(writeSharedLibrary(output, code));
  if (!headerFile.empty())
    check(writeWholeFile(headerFile, makeHeader(code)));
  return 0;
}
