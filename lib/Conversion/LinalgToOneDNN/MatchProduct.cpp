//===- MatchProduct.cpp - sums of products as products of matrices --------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "OneDNNCall.h"

using namespace mlir;
using namespace mlir::per;

/// Rows of a product that are outside of its matrices count as a batch if there
/// are at least that many inside.
constexpr int64_t kInnerRows = 32;
/// More than that many dimensions of a batch are left alone.
constexpr size_t kMaxBatches = 4;

OneDNNTensor &OneDNNCall::getTensor(OneDNNRole role) {
  return role == Source    ? operation.source
         : role == Weights ? operation.weights
                           : operation.destination;
}

void OneDNNCall::addDimension(const Contraction &c, OneDNNRole role,
                              std::optional<unsigned> loop) {
  OneDNNTensor &tensor = getTensor(role);
  int64_t stride = loop ? accesses[role].strides[*loop] : 0;
  tensor.sizes.push_back(stride ? c.sizes[*loop] : 1);
  // Of one element, any is right.
  tensor.strides.push_back(stride ? stride : 1);
}

namespace {
/// The loops of a product by role.
struct ProductLoops {
  SmallVector<unsigned> batches, rows, columns, sums;
};
} // namespace

/// Gives loops their roles by the operands that they go through, and merges
/// them; false if a loop has none of the roles.
static bool assignLoops(Contraction &c, ProductLoops &loops) {
  for (unsigned loop = 0; loop < c.sizes.size(); ++loop) {
    if (c.sizes[loop] == 1)
      continue;
    bool left = c.left.strides[loop], right = c.right.strides[loop],
         output = c.output.strides[loop];
    if (left + right + output < 2)
      return false;
    (!output  ? loops.sums
     : !right ? loops.rows
     : !left  ? loops.columns
              : loops.batches)
        .push_back(loop);
  }
  auto sortBy = [](SmallVector<unsigned> &role, const Access &access) {
    llvm::sort(role, [&](unsigned a, unsigned b) {
      return std::make_pair(-access.strides[a], a) <
             std::make_pair(-access.strides[b], b);
    });
  };
  sortBy(loops.sums, c.left);
  for (auto *role : {&loops.batches, &loops.rows, &loops.columns})
    sortBy(*role, c.output);
  for (auto *role : {&loops.batches, &loops.rows, &loops.columns, &loops.sums})
    mergeLoops(*role, c.sizes, {c.left, c.right, c.output});
  return true;
}

/// Whether no element is at two places, and one of the last two dimensions has
/// neighbours.
static bool isMatrix(const OneDNNTensor &tensor) {
  SmallVector<std::pair<int64_t, int64_t>> dims; // strides and sizes
  for (auto [size, stride] : llvm::zip_equal(tensor.sizes, tensor.strides))
    if (size > 1)
      dims.emplace_back(stride, size);
  llvm::sort(dims);
  for (unsigned i = 1; i < dims.size(); ++i)
    if (dims[i].first < dims[i - 1].first * dims[i - 1].second)
      return false;
  return tensor.strides.back() == 1 ||
         tensor.strides[tensor.strides.size() - 2] == 1;
}

std::optional<OneDNNCall> mlir::per::matchOneDNNProduct(const Contraction &of) {
  Contraction c = of;
  ProductLoops loops;
  if (!assignLoops(c, loops) || loops.rows.empty() || loops.columns.empty() ||
      loops.sums.size() != 1)
    return std::nullopt;
  // oneDNN wants rows of neighbours in the destination.
  if (c.output.strides[loops.columns.back()] != 1) {
    std::swap(c.left, c.right);
    std::swap(loops.rows, loops.columns);
  }
  if (c.output.strides[loops.columns.back()] != 1 || loops.columns.size() != 1)
    return std::nullopt;
  unsigned row = loops.rows.pop_back_val();
  if (!loops.rows.empty() && c.sizes[row] < kInnerRows)
    return std::nullopt;
  loops.batches.append(loops.rows);
  if (loops.batches.size() > kMaxBatches)
    return std::nullopt;
  OneDNNCall call;
  call.accesses = {c.left, c.right, c.output};
  call.operation.kind = OneDNNOperation::Kind::Product;
  for (OneDNNRole role : {Source, Weights, Destination})
    for (unsigned loop : loops.batches)
      call.addDimension(c, role, loop);
  unsigned column = loops.columns.front(), sum = loops.sums.front();
  for (auto [role, loop] :
       {std::pair(Source, row), std::pair(Source, sum), std::pair(Weights, sum),
        std::pair(Weights, column), std::pair(Destination, row),
        std::pair(Destination, column)})
    call.addDimension(c, role, loop);
  for (OneDNNRole role : {Source, Weights, Destination})
    if (!isMatrix(call.getTensor(role)))
      return std::nullopt;
  return call;
}
