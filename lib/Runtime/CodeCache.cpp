//===- CodeCache.cpp - compiled code on disk -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Runtime/CodeCache.h"

#include "per/Runtime/WholeFile.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/CachePruning.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <chrono>
#include <cstdlib>
#include <dlfcn.h>

using namespace mlir;
using namespace mlir::per;

llvm::Expected<CodeCache> CodeCache::open(llvm::StringRef directory) {
  std::error_code code = llvm::sys::fs::create_directories(directory);
  if (!code && !llvm::sys::fs::is_directory(directory))
    code = std::make_error_code(std::errc::not_a_directory);
  if (code)
    return llvm::createStringError("cannot make the cache folder '" +
                                   directory + "': " + code.message());
  return CodeCache(directory);
}

std::string CodeCache::getDefaultDirectory() {
  llvm::SmallString<128> path;
  auto read = [&](const char *name) {
    const char *value = std::getenv(name);
    path = value ? value : "";
    return !path.empty();
  };
  if (read("PER_CACHE_DIR"))
    return path.str().str();
  if (read("XDG_CACHE_HOME"))
    llvm::sys::path::append(path, "per");
  else if (read("HOME"))
    llvm::sys::path::append(path, ".cache", "per");
  return path.str().str();
}

/// The file that has the code of this library.
static std::string getLibraryFile() {
  Dl_info info;
  const bool isFound = dladdr(reinterpret_cast<void *>(&getLibraryFile), &info);
  // Of a program it is the name by which it was called.
  return isFound && llvm::sys::fs::exists(info.dli_fname) ? info.dli_fname
                                                          : "/proc/self/exe";
}

std::string CodeCache::getCompilerVersion() {
  static const std::string version = [] {
    llvm::sys::fs::file_status status;
    std::string text = LLVM_VERSION_STRING;
    if (!llvm::sys::fs::status(getLibraryFile(), status))
      for (int64_t number :
           {int64_t(status.getSize()),
            int64_t(
                status.getLastModificationTime().time_since_epoch().count())})
        text += " " + llvm::itostr(number);
    return text;
  }();
  return version;
}

std::string CodeCache::getPath(llvm::StringRef key) const {
  llvm::SmallString<128> path(directory);
  // pruneCache looks at files of this name only.
  llvm::sys::path::append(path, "llvmcache-per-" + key);
  return path.str().str();
}

std::optional<ObjectCode> CodeCache::load(llvm::StringRef key) const {
  const std::string path = getPath(key);
  int descriptor = 0;
  if (llvm::sys::fs::openFileForRead(path, descriptor))
    return std::nullopt;
  auto file = llvm::sys::fs::convertFDToNativeFile(descriptor);
  auto buffer = llvm::MemoryBuffer::getOpenFile(
      file, path, /*FileSize=*/-1, /*RequiresNullTerminator=*/false);
  // The time of access decides what is pruned; many systems do not keep it.
  (void)llvm::sys::fs::setLastAccessAndModificationTime(
      descriptor, std::chrono::system_clock::now());
  (void)llvm::sys::fs::closeFile(file);
  if (!buffer)
    return std::nullopt;
  llvm::Expected<ObjectCode> code =
      ObjectCode::deserialize((*buffer)->getBuffer());
  if (code)
    return std::move(*code);
  llvm::consumeError(code.takeError());
  return std::nullopt;
}

llvm::Error CodeCache::store(llvm::StringRef key,
                             const ObjectCode &code) const {
  if (llvm::Error error = writeWholeFile(getPath(key), code.serialize()))
    return error;
  llvm::CachePruningPolicy policy;
  policy.MaxSizeBytes = uint64_t(1) << 30;
  llvm::pruneCache(directory, policy);
  return llvm::Error::success();
}

FailureOr<CachedCode>
per::compileWithCache(llvm::StringRef directory, llvm::StringRef key,
                      llvm::function_ref<FailureOr<ObjectCode>()> compile) {
  CachedCode result;
  std::optional<CodeCache> cache;
  if (!directory.empty()) {
    if (llvm::Expected<CodeCache> opened = CodeCache::open(directory))
      cache = std::move(*opened);
    else
      result.cacheError = llvm::toString(opened.takeError());
  }
  if (cache) {
    if (std::optional<ObjectCode> code = cache->load(key)) {
      result.code = std::move(*code);
      result.wasCached = true;
      return result;
    }
  }
  FailureOr<ObjectCode> code = compile();
  if (failed(code))
    return failure();
  result.code = std::move(*code);
  if (cache)
    if (llvm::Error error = cache->store(key, result.code))
      result.cacheError = llvm::toString(std::move(error));
  return result;
}
