//===- SiteReaders.cpp - contractions that read a site --------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "SiteReaders.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Sequence.h"

using namespace mlir;
using namespace mlir::per;

/// Dimensions of a reshape's result as those of its operand, where they
/// correspond one to one.
static SmallVector<int64_t, 4> mapReshape(ArrayRef<int64_t> from,
                                          ArrayRef<int64_t> to) {
  SmallVector<int64_t, 4> map(to.size(), -1);
  size_t i = 0, k = 0;
  int64_t before = 1, after = 1; // elements of the dimensions passed so far
  while (i < from.size() && k < to.size()) {
    if (before == after && from[i] == to[k]) {
      map[k++] = i++;
      continue;
    }
    if (before <= after)
      before *= from[i++];
    else
      after *= to[k++];
    if (before == after)
      before = after = 1;
  }
  return map;
}

/// The site's dimensions in the result of a shape step; none if it is no shape
/// step that is followed.
static std::optional<SmallVector<int64_t, 4>>
mapThroughStep(const ViewNode *node, ArrayRef<int64_t> dims) {
  SmallVector<int64_t, 4> own;
  switch (node->kind) {
  case NodeKind::Transpose:
    own.assign(node->dims);
    break;
  case NodeKind::Reshape:
    own =
        mapReshape(node->operands.front()->shape, node->results.front()->shape);
    break;
  case NodeKind::Elementwise:
    if (node->function != ScalarFunction::Identity)
      return std::nullopt;
    return SmallVector<int64_t, 4>(dims);
  case NodeKind::Reverse:
  case NodeKind::Pad:
    return SmallVector<int64_t, 4>(dims);
  default:
    return std::nullopt;
  }
  return llvm::map_to_vector<4>(
      own, [&](int64_t dim) { return dim < 0 ? -1 : dims[dim]; });
}

SmallVector<SiteReader> per::collectReaders(const AnalysisContext &context,
                                            const ViewValue *site) {
  SmallVector<SiteReader> readers;
  SmallVector<std::pair<ViewValue *, SmallVector<int64_t, 4>>> worklist;
  SmallVector<int64_t, 4> identity =
      llvm::to_vector<4>(llvm::seq<int64_t>(0, site->shape.size()));
  for (ViewValue *copy : context.numbering.getMembers(context.cls(site)))
    if (copy->shape == site->shape)
      worklist.push_back({copy, identity});
  DenseSet<const ViewValue *> seen;
  while (!worklist.empty()) {
    auto [value, dims] = worklist.pop_back_val();
    if (!seen.insert(value).second)
      continue;
    for (ViewUse use : value->uses) {
      if (use.node->kind == NodeKind::Contraction) {
        if (use.operandIndex < 2 && use.node->contraction)
          readers.push_back({use.node, use.operandIndex, dims});
      } else if (auto mapped = mapThroughStep(use.node, dims)) {
        worklist.push_back({use.node->results.front(), std::move(*mapped)});
      }
    }
  }
  return readers;
}

SmallVector<int64_t, 4> SiteReader::toSiteDims(ArrayRef<int64_t> dims) const {
  SmallVector<int64_t, 4> result;
  for (int64_t dim : dims)
    if (siteDims[dim] >= 0)
      result.push_back(siteDims[dim]);
  return result;
}
