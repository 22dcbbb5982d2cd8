//===- Executable.cpp - compiled code in this process -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Runtime/Executable.h"

#include "OneDNN.h"
#include "OpenMP.h"

#include "per/Runtime/Arena.h"
#include "per/Runtime/Profile.h"
#include "per/Support/OneDNNOperation.h"

#include "llvm/ExecutionEngine/Orc/AbsoluteSymbols.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/ExecutionEngine/Orc/MapperJITLinkMemoryManager.h"
#include "llvm/ExecutionEngine/Orc/ObjectLinkingLayer.h"
#include "llvm/Support/TargetSelect.h"

#include <dlfcn.h>

using namespace mlir::per;

struct Executable::Implementation {
  using Function = void(void **);

  Implementation(std::unique_ptr<llvm::orc::LLJIT> jit,
                 std::vector<EntryPoint> entries, size_t arenaBytes)
      : jit(std::move(jit)), entries(std::move(entries)), arenas(arenaBytes) {}

  std::unique_ptr<llvm::orc::LLJIT> jit;
  std::vector<EntryPoint> entries;
  std::vector<Function *> functions;
  ArenaPool arenas;
};

/// Addresses of what the code uses. Not every symbol of the process is
/// offered: a function of ours that got lost must not become one of another
/// library that happens to have its name.
static llvm::Expected<llvm::orc::SymbolMap>
resolve(llvm::ArrayRef<std::string> names, llvm::orc::LLJIT &jit) {
  llvm::orc::SymbolMap symbols;
  for (const std::string &name : names) {
    void *address = nullptr;
    if (name == profileSymbol) {
      address = reinterpret_cast<void *>(&recordProfile);
    } else if (isOpenMPSymbol(name) || isOneDNNSymbol(name)) {
      llvm::Expected<void *> found = isOpenMPSymbol(name)
                                         ? lookupOpenMPSymbol(name)
                                         : lookupOneDNNSymbol(name);
      if (!found)
        return found.takeError();
      address = *found;
    } else {
      for (const char *library : {"libc.so.6", "libm.so.6", "libgcc_s.so.1"})
        if (void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL); !address)
          address = handle ? dlsym(handle, name.c_str()) : nullptr;
      if (!address)
        return llvm::createStringError(
            "the code calls '" + name +
            "', which the C and math libraries do not have");
    }
    symbols[jit.mangleAndIntern(name)] = {
        llvm::orc::ExecutorAddr::fromPtr(address),
        llvm::JITSymbolFlags::Exported | llvm::JITSymbolFlags::Callable};
  }
  return symbols;
}

/// A linker in this process, without a platform: the code has no constructors,
/// no thread-local data, and no exceptions.
static llvm::Expected<std::unique_ptr<llvm::orc::LLJIT>>
createLinker(const llvm::Triple &triple, size_t objectBytes) {
  llvm::InitializeNativeTarget();
  llvm::InitializeNativeTargetAsmPrinter();
  // One region for all objects: hidden symbols of each other must be within
  // reach of a 32-bit displacement.
  const size_t region = std::max<size_t>(size_t(64) << 20, 2 * objectBytes);
  return llvm::orc::LLJITBuilder()
      .setJITTargetMachineBuilder(llvm::orc::JITTargetMachineBuilder(triple))
      .setLinkProcessSymbolsByDefault(false)
      .setPlatformSetUp(llvm::orc::setUpInactivePlatform)
      .setObjectLinkingLayerCreator(
          [region](llvm::orc::ExecutionSession &session)
              -> llvm::Expected<std::unique_ptr<llvm::orc::ObjectLayer>> {
            auto memory =
                llvm::orc::MapperJITLinkMemoryManager::CreateWithMapper<
                    llvm::orc::InProcessMemoryMapper>(region);
            if (!memory)
              return memory.takeError();
            return std::make_unique<llvm::orc::ObjectLinkingLayer>(
                session, std::move(*memory));
          })
      .create();
}

Executable::Executable(std::unique_ptr<Implementation> implementation)
    : implementation(std::move(implementation)) {}

Executable::~Executable() = default;

llvm::Expected<std::unique_ptr<Executable>> Executable::load(ObjectCode code) {
  if (llvm::Error error = checkHostRuns(code.target))
    return std::move(error);
  size_t objectBytes = 0, arenaBytes = 0;
  for (const std::string &object : code.objects)
    objectBytes += object.size();
  for (const EntryPoint &entry : code.entries)
    arenaBytes = std::max<size_t>(arenaBytes, entry.arenaBytes);

  auto jit = createLinker(llvm::Triple(code.target.triple), objectBytes);
  if (!jit)
    return jit.takeError();
  auto undefined = code.findUndefinedSymbols();
  if (!undefined)
    return undefined.takeError();
  auto symbols = resolve(*undefined, **jit);
  if (!symbols)
    return symbols.takeError();
  llvm::orc::JITDylib &library = (*jit)->getMainJITDylib();
  if (!symbols->empty())
    if (llvm::Error error =
            library.define(llvm::orc::absoluteSymbols(std::move(*symbols))))
      return std::move(error);
  for (const std::string &object : code.objects)
    if (llvm::Error error = (*jit)->addObjectFile(
            llvm::MemoryBuffer::getMemBufferCopy(object, "per")))
      return std::move(error);

  auto implementation = std::make_unique<Implementation>(
      std::move(*jit), std::move(code.entries), arenaBytes);
  for (const EntryPoint &entry : implementation->entries) {
    auto address = implementation->jit->lookup(entry.getPackedSymbol());
    if (!address)
      return address.takeError();
    implementation->functions.push_back(
        address->toPtr<Implementation::Function *>());
  }
  return std::unique_ptr<Executable>(new Executable(std::move(implementation)));
}

llvm::ArrayRef<EntryPoint> Executable::getEntries() const {
  return implementation->entries;
}

llvm::Expected<unsigned> Executable::lookup(llvm::StringRef name) const {
  std::string known;
  for (auto [number, entry] : llvm::enumerate(implementation->entries)) {
    if (entry.name == name)
      return number;
    known += (known.empty() ? "" : ", ") + entry.name;
  }
  return llvm::createStringError("there is no function '" + name +
                                 "'; there are: " + known);
}

// UBSan looks for a function's type in front of it, where code that was loaded
// has none, and at its start no memory.
LLVM_NO_SANITIZE("function")
llvm::Error Executable::call(unsigned entry, llvm::ArrayRef<void *> pointers) {
  llvm::Expected<std::unique_ptr<Arena>> arena =
      implementation->arenas.acquire();
  if (!arena)
    return arena.takeError();
  llvm::SmallVector<void *, 64> all(pointers);
  all.push_back((*arena)->data());
  implementation->functions[entry](all.data());
  implementation->arenas.release(std::move(*arena));
  return llvm::Error::success();
}
