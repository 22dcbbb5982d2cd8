//===- Arena.h - working memory of compiled steps ---------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_RUNTIME_ARENA_H
#define PER_RUNTIME_ARENA_H

#include "llvm/Support/Error.h"

#include <memory>
#include <mutex>
#include <vector>

namespace mlir::per {

/// Pages from the system, huge ones where it gives them. Kept between calls: a
/// large malloc for each step costs a page fault for each page of each step.
class Arena {
public:
  static llvm::Expected<std::unique_ptr<Arena>> allocate(size_t bytes);
  ~Arena();

  void *data() const { return memory; }

private:
  Arena(void *memory, size_t bytes) : memory(memory), bytes(bytes) {}

  void *memory;
  size_t bytes;
};

/// Arenas of one size. Each call that runs at the same time as others has its
/// own, so calls of several threads do not wait for each other; an arena that
/// was given back serves the next call.
class ArenaPool {
public:
  explicit ArenaPool(size_t bytes) : bytes(bytes) {}

  llvm::Expected<std::unique_ptr<Arena>> acquire();
  void release(std::unique_ptr<Arena> arena);

private:
  const size_t bytes;
  std::mutex mutex;
  std::vector<std::unique_ptr<Arena>> unused;
};

} // namespace mlir::per

#endif // PER_RUNTIME_ARENA_H
