//===- CodeCache.h - compiled code on disk ----------------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_RUNTIME_CODECACHE_H
#define PER_RUNTIME_CODECACHE_H

#include "per/Runtime/ObjectCode.h"

namespace mlir::per {

/// A folder of compiled code, one file for each module and processor. Processes
/// may share it: files appear whole, by a rename, and hold a checksum; one that
/// is damaged counts as absent, and is replaced. Files that were not used for a
/// week go, and the oldest ones when there is more than a gigabyte.
class CodeCache {
public:
  /// `directory` is made if it is not there.
  static llvm::Expected<CodeCache> open(llvm::StringRef directory);

  /// What the environment says: PER_CACHE_DIR, or the folder `per` in
  /// XDG_CACHE_HOME or ~/.cache. Empty if it says nothing.
  static std::string getDefaultDirectory();

  /// What made the code, as a part of keys: another build of this library, or
  /// of LLVM, may make other code of the same module.
  static std::string getCompilerVersion();

  std::optional<ObjectCode> load(llvm::StringRef key) const;
  llvm::Error store(llvm::StringRef key, const ObjectCode &code) const;

  /// The file of a key.
  std::string getPath(llvm::StringRef key) const;

private:
  explicit CodeCache(llvm::StringRef directory) : directory(directory) {}

  std::string directory;
};

/// Compiled code, and how it was come by.
struct CachedCode {
  ObjectCode code;
  bool wasCached = false;
  /// Why the cache could not be used; empty if it could.
  std::string cacheError;
};

/// What `compile` makes, or the cache in `directory` has at `key`; without a
/// cache if `directory` is empty or cannot be used.
FailureOr<CachedCode>
compileWithCache(llvm::StringRef directory, llvm::StringRef key,
                 llvm::function_ref<FailureOr<ObjectCode>()> compile);

} // namespace mlir::per

#endif // PER_RUNTIME_CODECACHE_H
