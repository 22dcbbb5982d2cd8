//===- OpenMP.cpp - the OpenMP library, when code needs it -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "OpenMP.h"

#include "llvm/ADT/StringRef.h"

#include <cstdlib>
#include <dlfcn.h>
#include <string>
#include <vector>

using namespace mlir::per;

bool mlir::per::isOpenMPSymbol(llvm::StringRef name) {
  return name.starts_with("__kmpc_") || name.starts_with("omp_") ||
         name.starts_with("kmp_");
}

/// Loads the library; null with `message` filled if there is none.
static void *load(std::string &message) {
  // Two copies of it in a process end the process.
  static constexpr const char *probe = "__kmpc_fork_call";
  if (dlsym(RTLD_DEFAULT, probe))
    return RTLD_DEFAULT;
  std::vector<std::string> names;
  if (const char *chosen = std::getenv("PER_OPENMP_LIBRARY"))
    names = {chosen};
  else
    names = {"libomp.so.5", "libomp.so", PER_LLVM_LIBRARY_DIR "/libomp.so"};
  for (const std::string &name : names) {
    void *handle = dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle && dlsym(handle, probe))
      return handle;
    message += (message.empty() ? "" : "; ") +
               (handle ? name + " has no " + probe : std::string(dlerror()));
  }
  return nullptr;
}

llvm::Expected<void *> mlir::per::lookupOpenMPSymbol(const std::string &name) {
  static std::string message;
  static void *const library = load(message);
  // RTLD_DEFAULT is the null pointer on Linux.
  if (!message.empty() && library == nullptr)
    return llvm::createStringError(
        "the code runs on several threads and needs LLVM's OpenMP library "
        "(Debian package libomp-22-dev), which cannot be loaded: " +
        message);
  if (void *address = dlsym(library, name.c_str()))
    return address;
  return llvm::createStringError("the OpenMP library has no " + name);
}
