//===- SampleDims.cpp - samples and features of a site --------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// Follows a site down to the contractions that read it. Every dimension on the
// way is written as a row of factors, each of which says which dimensions of
// the site it stems from: so reshapes may split and merge dimensions.
//
//===----------------------------------------------------------------------===//

#include "per/Analysis/Sites.h"

#include "ControlFlow.h"
#include "LayerInputs.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/bit.h"

using namespace mlir;
using namespace mlir::per;

namespace {
/// Dimensions of the site, as bits.
using DimMask = uint64_t;

struct Factor {
  DimMask origin;
  int64_t size;
  /// The size before slices and paddings: the share of its origin.
  int64_t extent;
};
/// One dimension: factors from the slowest to the fastest.
using Dim = SmallVector<Factor, 2>;
using Dims = SmallVector<Dim, 4>;
} // namespace

static DimMask getOrigin(const Dim &dim) {
  DimMask origin = 0;
  for (const Factor &factor : dim)
    origin |= factor.origin;
  return origin;
}

/// Dimensions of the site that the dimensions of a value hold as a whole. Parts
/// of one (batch and time in one dimension, of which only time is contracted)
/// do not count.
static DimMask getWholeOrigins(ArrayRef<const Dim *> dims,
                               const ViewValue *site) {
  SmallVector<int64_t> extents(site->shape.size(), 1);
  DimMask whole = 0, met = 0;
  for (const Dim *dim : dims)
    for (const Factor &factor : *dim) {
      met |= factor.origin;
      if (llvm::popcount(factor.origin) > 1)
        whole |= factor.origin; // mixed beyond telling
      else if (factor.origin)
        extents[llvm::countr_zero(factor.origin)] *= factor.extent;
    }
  for (auto [index, extent] : llvm::enumerate(extents))
    if ((met >> index & 1) && extent == site->shape[index])
      whole |= DimMask(1) << index;
  return whole;
}

namespace {
/// A value that was reached.
struct Reached {
  const ViewValue *value;
  Dims dims;
  /// Dimensions of the site that were reduced on the way.
  DimMask reduced;
};

class FeatureSearch {
public:
  FeatureSearch(const AnalysisContext &context, const ViewValue *site);
  /// The dimensions of the site that are features for some reader.
  DimMask run();

private:
  void visit(const Reached &from, const ViewUse &use);
  void visitElementwise(const Reached &from, const ViewUse &use);
  void visitContraction(const Reached &from, const ViewUse &use);
  void push(const ViewValue *value, Dims dims, DimMask reduced);

  const AnalysisContext &context;
  const ViewValue *site;
  DenseSet<std::pair<const ViewValue *, DimMask>> seen;
  SmallVector<Reached, 0> worklist;
  DimMask features = 0;
};
} // namespace

//===----------------------------------------------------------------------===//
// Dimensions through shape operations
//===----------------------------------------------------------------------===//

/// The dimensions with the sizes of `shape`: a slice or a padding of them.
static Dims resize(Dims dims, ArrayRef<int64_t> shape) {
  for (auto [dim, size] : llvm::zip_equal(dims, shape)) {
    int64_t product = 1, extent = 1;
    for (const Factor &factor : dim) {
      product *= factor.size;
      extent *= factor.extent;
    }
    if (dim.size() != 1 ? product != size : dim[0].size != size)
      dim = {{getOrigin(dim), size, extent}};
  }
  return dims;
}

/// Takes factors of the product `size` from the front of `factors`. Fails, and
/// takes nothing of use, if no prefix has this product.
static bool takeFactors(SmallVectorImpl<Factor> &factors, int64_t size,
                        Dim &taken) {
  while (!factors.empty() && size != 1) {
    Factor &first = factors.back();
    if (first.size == size || (first.size > 0 && size % first.size == 0)) {
      size = first.size == size ? 1 : size / first.size;
      taken.push_back(first);
      factors.pop_back();
    } else if (size > 0 && first.size % size == 0) {
      bool isExact = first.extent == first.size;
      taken.push_back({first.origin, size, isExact ? size : first.extent});
      first.size /= size;
      if (isExact)
        first.extent = first.size;
      size = 1;
    } else {
      return false;
    }
  }
  return size == 1;
}

/// Spreads the factors of all dimensions over the dimensions of `shape`.
static Dims reshape(const Dims &dims, ArrayRef<int64_t> shape) {
  SmallVector<Factor> factors; // the next one is the last
  DimMask all = 0;
  for (const Dim &dim : llvm::reverse(dims)) {
    all |= getOrigin(dim);
    for (const Factor &factor : llvm::reverse(dim))
      if (factor.size != 1)
        factors.push_back(factor);
  }
  Dims result;
  for (int64_t size : shape)
    if (!takeFactors(factors, size, result.emplace_back())) {
      // Sizes that do not divide each other: any dimension may stem from all.
      result.clear();
      for (int64_t any : shape)
        result.push_back({{all, any, any}});
      return result;
    }
  return result;
}

//===----------------------------------------------------------------------===//
// The search
//===----------------------------------------------------------------------===//

FeatureSearch::FeatureSearch(const AnalysisContext &context,
                             const ViewValue *site)
    : context(context), site(site) {}

DimMask FeatureSearch::run() {
  Dims dims;
  for (auto [index, size] : llvm::enumerate(site->shape))
    dims.push_back({{DimMask(1) << index, size, size}});
  // Congruent copies have readers of their own.
  for (const ViewValue *member :
       context.numbering.getMembers(context.cls(site)))
    if (member->shape == site->shape)
      push(member, dims, 0);
  while (!worklist.empty()) {
    Reached next = worklist.pop_back_val();
    for (const ViewUse &use : next.value->uses)
      visit(next, use);
  }
  return features;
}

void FeatureSearch::push(const ViewValue *value, Dims dims, DimMask reduced) {
  if (!context.activity.isForward(value) || !value->isFloat() ||
      dims.size() != value->shape.size() ||
      !seen.insert({value, reduced}).second)
    return;
  worklist.push_back({value, std::move(dims), reduced});
}

void FeatureSearch::visit(const Reached &from, const ViewUse &use) {
  const ViewNode *node = use.node;
  for (const ViewValue *next : getForwardingValues(use))
    push(next, from.dims, from.reduced);
  if (node->results.empty())
    return;
  const ViewValue *result = node->results[0];
  bool isFirst = use.operandIndex == 0;
  Dims dims;
  switch (node->kind) {
  case NodeKind::Elementwise:
    return visitElementwise(from, use);
  case NodeKind::Contraction:
    return visitContraction(from, use);
  case NodeKind::Reshape:
    return push(result, reshape(from.dims, result->shape), from.reduced);
  case NodeKind::Transpose:
    for (int64_t dim : node->dims)
      dims.push_back(from.dims[dim]);
    return push(result, std::move(dims), from.reduced);
  case NodeKind::Broadcast:
    for (int64_t size : result->shape)
      dims.push_back({{0, size, size}});
    for (auto [index, dim] : llvm::enumerate(node->dims))
      if (from.value->shape[index] == result->shape[dim])
        dims[dim] = from.dims[index];
    return push(result, std::move(dims), from.reduced);
  case NodeKind::Reduce: {
    SmallVector<const Dim *, 4> gone;
    for (auto [index, dim] : llvm::enumerate(from.dims))
      if (llvm::is_contained(node->dims, static_cast<int64_t>(index)))
        gone.push_back(&dim);
      else
        dims.push_back(dim);
    DimMask reduced = from.reduced | getWholeOrigins(gone, site);
    if (use.operandIndex < node->results.size())
      push(node->results[use.operandIndex], std::move(dims), reduced);
    return;
  }
  case NodeKind::ReduceWindow: {
    if (use.operandIndex >= node->results.size())
      return;
    result = node->results[use.operandIndex];
    SmallVector<const Dim *, 4> gone;
    for (auto [dim, before, after] :
         llvm::zip(from.dims, from.value->shape, result->shape))
      if (after == 1 && before != 1)
        gone.push_back(&dim); // pooled as a whole
    return push(result, resize(from.dims, result->shape),
                from.reduced | getWholeOrigins(gone, site));
  }
  case NodeKind::Sort:
    return push(node->results[use.operandIndex], from.dims, from.reduced);
  case NodeKind::Reverse:
  case NodeKind::Slice:
  case NodeKind::Pad:
  case NodeKind::DynamicSlice:
  case NodeKind::Concatenate:
  case NodeKind::DynamicUpdateSlice:
  case NodeKind::Gather:
  case NodeKind::Scatter:
    if ((isFirst || node->kind == NodeKind::Concatenate ||
         (node->kind == NodeKind::DynamicUpdateSlice &&
          use.operandIndex == 1)) &&
        result->shape.size() == from.dims.size())
      push(result, resize(from.dims, result->shape), from.reduced);
    return;
  default:
    return;
  }
}

/// Goes on where the search for sites would come up: linear operations, in the
/// operand that is no statistic. Another site ends the way.
void FeatureSearch::visitElementwise(const Reached &from, const ViewUse &use) {
  const ViewNode *node = use.node;
  ViewValue *result = node->results[0];
  auto isCoefficient = [&](const ViewValue *value) {
    return !context.activity.isActive(value) || context.constant(value) ||
           context.activity.isBroadcastStatistic(value);
  };
  auto othersAreCoefficients = [&] {
    return llvm::all_of(node->operands, [&](const ViewValue *operand) {
      return operand == from.value || isCoefficient(operand);
    });
  };
  if (!node->isFloatFunction() || context.siteValues.contains(result) ||
      from.value->shape.size() != result->shape.size())
    return;
  switch (node->function) {
  case ScalarFunction::Identity:
  case ScalarFunction::Negate:
    break;
  case ScalarFunction::Add:
  case ScalarFunction::Subtract:
    if (isCoefficient(from.value))
      return;
    break;
  case ScalarFunction::Multiply:
  case ScalarFunction::Divide:
    if (isCoefficient(from.value) || !othersAreCoefficients())
      return;
    break;
  case ScalarFunction::Select:
    if (use.operandIndex == 0)
      return;
    break;
  default:
    return;
  }
  push(result, from.dims, from.reduced);
}

void FeatureSearch::visitContraction(const Reached &from, const ViewUse &use) {
  const ViewNode *node = use.node;
  if (use.operandIndex > 1 || !node->contraction ||
      !context.activity.isForward(node->results[0]) ||
      !isLayer(context, node, use.operandIndex))
    return;
  SmallVector<const Dim *, 4> gone;
  for (int64_t dim : node->contraction->sides[use.operandIndex].contracting)
    gone.push_back(&from.dims[dim]);
  features |= from.reduced | getWholeOrigins(gone, site);
}

SmallVector<int64_t> mlir::per::inferSampleDims(const AnalysisContext &context,
                                                const ViewValue *site) {
  constexpr size_t maxRank = 64;
  SmallVector<int64_t> samples;
  int64_t rank = site->shape.size();
  if (rank <= 1 || site->shape.size() > maxRank)
    return samples;
  DimMask features = FeatureSearch(context, site).run();
  if (features == 0)
    features = DimMask(1) << (rank - 1); // no reader says: the last one
  for (int64_t dim = 0; dim < rank; ++dim)
    if (!(features >> dim & 1))
      samples.push_back(dim);
  return samples;
}
