//===- Arena.cpp - working memory of compiled steps -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Runtime/Arena.h"

#include "llvm/Support/MathExtras.h"

#include <cerrno>
#include <sys/mman.h>

using namespace mlir::per;

/// Of x86-64 and of most arm64 systems.
static constexpr size_t hugePage = size_t(2) << 20;

llvm::Expected<std::unique_ptr<Arena>> Arena::allocate(size_t bytes) {
  // Whole huge pages, and room to begin at the border of one.
  const size_t size = llvm::alignTo(std::max<size_t>(bytes, 1), hugePage);
  void *memory = mmap(nullptr, size + hugePage, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED)
    return llvm::createStringError(
        std::error_code(errno, std::generic_category()),
        "cannot allocate the %zu bytes of working memory of a step", size);
  // The ends around the aligned part go back.
  char *begin = static_cast<char *>(memory);
  const size_t skipped =
      llvm::alignTo(reinterpret_cast<uintptr_t>(begin), hugePage) -
      reinterpret_cast<uintptr_t>(begin);
  if (skipped)
    munmap(begin, skipped);
  munmap(begin + skipped + size, hugePage - skipped);
  begin += skipped;
#ifdef MADV_HUGEPAGE
  // A wish: kernels without huge pages answer with an error, and all is well.
  (void)madvise(begin, size, MADV_HUGEPAGE);
#endif
  return std::unique_ptr<Arena>(new Arena(begin, size));
}

Arena::~Arena() { munmap(memory, bytes); }

llvm::Expected<std::unique_ptr<Arena>> ArenaPool::acquire() {
  {
    std::lock_guard<std::mutex> lock(mutex);
    if (!unused.empty()) {
      std::unique_ptr<Arena> arena = std::move(unused.back());
      unused.pop_back();
      return std::move(arena);
    }
  }
  return Arena::allocate(bytes);
}

void ArenaPool::release(std::unique_ptr<Arena> arena) {
  std::lock_guard<std::mutex> lock(mutex);
  unused.push_back(std::move(arena));
}
