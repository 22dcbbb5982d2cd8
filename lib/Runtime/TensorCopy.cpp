//===- TensorCopy.cpp - copies between layouts of a tensor ----------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "TensorCopy.h"

#include "llvm/ADT/STLExtras.h"

#include <cstring>

using namespace mlir::per;

TensorCopy::TensorCopy(const OneDNNTensor &from, const OneDNNTensor &to)
    : runBytes(from.isBF16 ? 2 : 4) {
  for (auto [size, stride, other] :
       llvm::zip_equal(from.sizes, from.strides, to.strides))
    if (size > 1)
      loops.push_back({size, stride * runBytes, other * runBytes});
  llvm::sort(loops, [](const Loop &a, const Loop &b) { return a.to > b.to; });
  while (!loops.empty() && loops.back().from == runBytes &&
         loops.back().to == runBytes) {
    runBytes *= loops.back().size;
    loops.pop_back();
  }
}

/// Runs of words of that many bytes, up to so many, are copied without a call.
constexpr int64_t kWord = 32, kShortRun = 1024;

static void copyRuns(const char *from, char *to, int64_t size, int64_t fromStep,
                     int64_t toStep, int64_t bytes) {
  for (int64_t i = 0; i < size; ++i) {
    const char *source = from + i * fromStep;
    char *target = to + i * toStep;
    for (int64_t byte = 0; byte < bytes; byte += kWord)
      std::memcpy(target + byte, source + byte, kWord);
  }
}

void TensorCopy::runLoop(size_t number, const char *from, char *to) const {
  const Loop &loop = loops[number];
  if (number + 1 == loops.size() && runBytes % kWord == 0 &&
      runBytes <= kShortRun)
    return copyRuns(from, to, loop.size, loop.from, loop.to, runBytes);
  for (int64_t i = 0; i < loop.size; ++i)
    if (number + 1 == loops.size())
      std::memcpy(to + i * loop.to, from + i * loop.from, runBytes);
    else
      runLoop(number + 1, from + i * loop.from, to + i * loop.to);
}

void TensorCopy::run(const void *from, void *to) const {
  if (loops.empty())
    std::memcpy(to, from, runBytes);
  else
    runLoop(0, static_cast<const char *>(from), static_cast<char *>(to));
}
