//===- Divide.cpp - operations of oneDNN in parts for threads -------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "OneDNNCall.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::per;

namespace {
/// Where a loop that threads can share is in the tensors, by role, and the
/// least number of iterations of a part that is worth a thread.
struct SharedLoop {
  std::array<std::optional<unsigned>, 3> dims;
  int64_t grain;
};
} // namespace

/// Iterations of a part for one thread of rows or columns: those of a vector.
constexpr int64_t kGrain = 16;

static SmallVector<SharedLoop> getSharedLoops(const OneDNNOperation &op) {
  if (op.kind == OneDNNOperation::Kind::Product) {
    SmallVector<SharedLoop> loops;
    unsigned row = op.source.sizes.size() - 2, column = row + 1;
    for (unsigned batch = 0; batch < row; ++batch)
      loops.push_back({{batch, batch, batch}, 1});
    loops.push_back({{row, std::nullopt, row}, kGrain});
    loops.push_back({{std::nullopt, column, column}, kGrain});
    return loops;
  }
  SharedLoop image{{0, std::nullopt, 0}, 1};
  SharedLoop outputChannel{{std::nullopt, 0, 1}, kGrain};
  SharedLoop inputChannel{{1, 1, std::nullopt}, kGrain};
  SmallVector<SharedLoop> loops;
  if (op.kind == OneDNNOperation::Kind::Convolution)
    loops.push_back(image);
  if (!op.hasGroups())
    loops.push_back(outputChannel);
  if (!op.hasGroups() && op.kind == OneDNNOperation::Kind::WeightsGradient)
    loops.push_back(inputChannel);
  return loops;
}

OneDNNParts mlir::per::divide(const OneDNNOperation &operation,
                              int64_t threads) {
  OneDNNParts parts;
  parts.part = parts.last = operation;
  std::array<const OneDNNTensor *, 3> tensors = {
      &operation.source, &operation.weights, &operation.destination};
  for (const SharedLoop &loop : getSharedLoops(operation)) {
    int64_t size = 1;
    for (OneDNNRole role : {Source, Weights, Destination})
      if (loop.dims[role])
        size = std::max(size, tensors[role]->sizes[*loop.dims[role]]);
    int64_t length = llvm::alignTo(llvm::divideCeil(size, threads), loop.grain);
    if (threads == 1 || size < threads * loop.grain)
      continue;
    parts.count = llvm::divideCeil(size, length);
    for (OneDNNRole role : {Source, Weights, Destination}) {
      std::optional<unsigned> dim = loop.dims[role];
      if (!dim || tensors[role]->sizes[*dim] == 1)
        continue;
      parts.steps[role] = length * tensors[role]->strides[*dim];
      auto setSize = [&](OneDNNOperation &part, int64_t number) {
        (role == Source    ? part.source
         : role == Weights ? part.weights
                           : part.destination)
            .sizes[*dim] = number;
      };
      setSize(parts.part, length);
      setSize(parts.last, size - (parts.count - 1) * length);
    }
    return parts;
  }
  return parts;
}
