//===- DeviceLayout.cpp - how values lie on devices -----------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// A forward sweep, repeated until nothing changes, as loops carry values
// around. Layouts only grow: a dimension once split stays split, and what does
// not fit becomes unexplained.
//
//===----------------------------------------------------------------------===//

#include "per/Analysis/DeviceLayout.h"
#include "ControlFlow.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::per;

/// Stands for axes whose names are not known.
static constexpr llvm::StringLiteral kUnknownAxis = "?";

const ViewNode *per::getManualRegion(const ViewBlock *block) {
  for (; block->parent; block = block->parent->block)
    if (block->parent->kind == NodeKind::Region)
      return block->parent;
  return nullptr;
}

int64_t per::countParts(const ViewNode *region, const DeviceLayout &layout,
                        ArrayRef<int64_t> dims) {
  int64_t parts = 1;
  for (int64_t dim : dims)
    for (const std::string &axis : layout.dims[dim])
      for (const auto &[name, size] : region->mesh->axes)
        if (name == axis)
          parts *= size;
  return parts;
}

static void addAxes(MeshAxes &axes, const MeshAxes &more) {
  for (const std::string &axis : more)
    if (!llvm::is_contained(axes, axis))
      axes.push_back(axis);
}

/// All axes along which the value differs.
static MeshAxes getAllAxes(const DeviceLayout &layout) {
  MeshAxes axes = layout.unexplained;
  for (const MeshAxes &dim : layout.dims)
    addAxes(axes, dim);
  return axes;
}

static MeshAxes getManualAxes(const ViewNode *region) {
  if (!region || !region->mesh)
    return {kUnknownAxis.str()};
  MeshAxes axes;
  for (const auto &[name, size] : region->mesh->axes)
    axes.push_back(name);
  return axes;
}

/// Splits a dimension of `layout` along `axes`, if it is not split otherwise.
static void split(DeviceLayout &layout, int64_t dim, const MeshAxes &axes) {
  if (layout.dims[dim].empty())
    layout.dims[dim] = axes;
  else if (!axes.empty() && layout.dims[dim] != axes)
    addAxes(layout.unexplained, axes);
}

static DeviceLayout getWhole(const ViewValue *value) {
  DeviceLayout layout;
  layout.dims.resize(value->shape.size());
  return layout;
}

//===----------------------------------------------------------------------===//
// Operations
//===----------------------------------------------------------------------===//

/// Where the dimensions of an operand go in a reshape: -1 for those that are no
/// dimension of the result. Of dimensions that are merged or taken apart, the
/// slowest goes to the slowest, as the parts of a whole lie one after another
/// along it.
static SmallVector<int64_t> followReshape(ArrayRef<int64_t> from,
                                          ArrayRef<int64_t> to) {
  SmallVector<int64_t> target(from.size(), -1);
  size_t i = 0, j = 0;
  while (i < from.size() && j < to.size()) {
    size_t first = i, firstTarget = j;
    int64_t product = from[i++], targetProduct = to[j++];
    while (product != targetProduct) {
      if (product < targetProduct ? i == from.size() : j == to.size())
        return SmallVector<int64_t>(from.size(), -1);
      if (product < targetProduct)
        product *= from[i++];
      else
        targetProduct *= to[j++];
    }
    target[first] = firstTarget;
  }
  return target;
}

/// The dimension of the result that a dimension of operand `number` is, -1 if
/// it is none; nothing for nodes that do more than move dimensions.
static std::optional<SmallVector<int64_t>>
followDims(const ViewNode *node, unsigned number, const ViewValue *result) {
  const ViewValue *operand = node->operands[number];
  int64_t rank = operand->shape.size();
  SmallVector<int64_t> target(rank, -1);
  auto keepEqual = [&] {
    if (operand->shape.size() != result->shape.size())
      return;
    for (int64_t dim = 0; dim < rank; ++dim)
      if (operand->shape[dim] == result->shape[dim])
        target[dim] = dim;
  };
  switch (node->kind) {
  case NodeKind::Elementwise:
  case NodeKind::Barrier:
  case NodeKind::Term:
    keepEqual();
    return target;
  case NodeKind::Pure:
    // Bit operations are per element; what has another shape is not known.
    if (!node->isUnderstood || operand->shape != result->shape)
      return std::nullopt;
    keepEqual();
    return target;
  case NodeKind::Slice:
  case NodeKind::Pad:
  case NodeKind::DynamicSlice:
  case NodeKind::DynamicUpdateSlice:
  case NodeKind::ReduceWindow:
  case NodeKind::SelectAndScatter:
    keepEqual();
    return target;
  case NodeKind::Concatenate:
    keepEqual();
    target[node->dims.front()] = -1;
    return target;
  case NodeKind::Reverse:
    keepEqual();
    for (int64_t dim : node->dims)
      target[dim] = -1;
    return target;
  case NodeKind::Broadcast:
    for (int64_t dim = 0; dim < rank; ++dim)
      if (operand->shape[dim] == result->shape[node->dims[dim]])
        target[dim] = node->dims[dim];
    return target;
  case NodeKind::Transpose:
    for (auto [to, from] : llvm::enumerate(node->dims))
      target[from] = to;
    return target;
  case NodeKind::Gather: {
    // The last dimension of the indices is a row of them, or not there.
    if (number != 1 || node->dims.empty())
      return std::nullopt;
    int64_t next = 0;
    for (auto [to, size] : llvm::enumerate(result->shape)) {
      if (llvm::is_contained(node->dims, static_cast<int64_t>(to)))
        continue;
      if (next == rank || operand->shape[next] != size)
        return std::nullopt;
      target[next++] = to;
    }
    if (next + 1 < rank)
      return std::nullopt;
    return target;
  }
  case NodeKind::Reshape:
    return followReshape(operand->shape, result->shape);
  case NodeKind::Reduce:
    for (int64_t dim = 0, next = 0; dim < rank; ++dim)
      if (!llvm::is_contained(node->dims, dim))
        target[dim] = next++;
    return target;
  default:
    return std::nullopt;
  }
}

DeviceLayout DeviceLayouts::mapDims(const ViewNode *node,
                                    const ViewValue *result) const {
  DeviceLayout layout = getWhole(result);
  for (auto [number, operand] : llvm::enumerate(node->operands)) {
    if (node->kind == NodeKind::Barrier && number != result->index)
      continue;
    const DeviceLayout &known = layouts[operand->id];
    auto target = followDims(node, number, result);
    if (!target) {
      addAxes(layout.unexplained, getAllAxes(known));
      continue;
    }
    addAxes(layout.unexplained, known.unexplained);
    for (auto [from, to] : llvm::enumerate(*target)) {
      if (to >= 0)
        split(layout, to, known.dims[from]);
      else
        addAxes(layout.unexplained, known.dims[from]);
    }
  }
  return layout;
}

DeviceLayout DeviceLayouts::mapContraction(const ViewNode *node,
                                           const ViewValue *result) const {
  DeviceLayout layout = getWhole(result);
  const ContractionDims &dims = *node->contraction;
  int64_t next = dims.sides[0].batching.size();
  for (unsigned side : {0, 1}) {
    const DeviceLayout &known = layouts[node->operands[side]->id];
    addAxes(layout.unexplained, known.unexplained);
    for (int64_t dim : dims.sides[side].contracting)
      addAxes(layout.unexplained, known.dims[dim]);
    for (auto [to, dim] : llvm::enumerate(dims.sides[side].batching))
      split(layout, to, known.dims[dim]);
    for (int64_t dim : dims.sides[side].free) {
      int64_t to = dims.isConvolution
                       ? (side == 0 ? dims.resultBatch : dims.resultFeatures)
                       : next++;
      if (to < static_cast<int64_t>(layout.dims.size()))
        split(layout, to, known.dims[dim]);
    }
  }
  return layout;
}

/// After a reduction between devices nothing differs along its axes.
DeviceLayout DeviceLayouts::reduceDevices(const ViewNode *node,
                                          const ViewValue *result) const {
  DeviceLayout layout = mapDims(node, result);
  auto isReduced = [&](const std::string &axis) {
    return llvm::is_contained(*node->reducedAxes, axis);
  };
  llvm::erase_if(layout.unexplained, isReduced);
  for (MeshAxes &axes : layout.dims)
    llvm::erase_if(axes, isReduced);
  return layout;
}

/// A concatenation of what the devices along some axes hold (all_gather): a
/// node that concatenates nothing and yet has a larger result. If these axes
/// split the dimension, all devices have the whole of it afterwards.
DeviceLayout DeviceLayouts::gatherDevices(const ViewNode *node,
                                          const ViewValue *result) const {
  const ViewValue *operand = node->operands.front();
  int64_t dim = node->dims.front();
  const DeviceLayout &known = layouts[operand->id];
  DeviceLayout layout = mapDims(node, result);
  const ViewNode *region = getManualRegion(node->block);
  bool isGathered = known.unexplained.empty() && region->mesh &&
                    countParts(region, known, dim) * operand->shape[dim] ==
                        result->shape[dim];
  layout.unexplained =
      isGathered ? MeshAxes() : getManualAxes(getManualRegion(node->block));
  return layout;
}

DeviceLayout DeviceLayouts::infer(const ViewNode *node,
                                  const ViewValue *result) const {
  DeviceLayout layout = getWhole(result);
  switch (node->kind) {
  case NodeKind::Constant:
    return layout;
  case NodeKind::Iota:
    // Of rank 0 it is the number of the device.
    if (result->shape.empty())
      layout.unexplained = getManualAxes(getManualRegion(node->block));
    return layout;
  case NodeKind::Contraction:
    return mapContraction(node, result);
  case NodeKind::Random:
  case NodeKind::Opaque:
  case NodeKind::Region:
    layout.unexplained = getManualAxes(getManualRegion(node->block));
    return layout;
  case NodeKind::Concatenate:
    if (node->operands.size() == 1 &&
        node->operands.front()->shape != result->shape)
      return gatherDevices(node, result);
    return mapDims(node, result);
  case NodeKind::Reduce:
    // What is scattered afterwards is another part on each device.
    if (node->reducedAxes && node->operands.front()->shape != result->shape) {
      layout.unexplained = getManualAxes(getManualRegion(node->block));
      return layout;
    }
    if (node->reducedAxes)
      return reduceDevices(node, result);
    return mapDims(node, result);
  default:
    return mapDims(node, result);
  }
}

//===----------------------------------------------------------------------===//
// The sweep
//===----------------------------------------------------------------------===//

void DeviceLayouts::join(const ViewValue *value, const DeviceLayout &layout) {
  DeviceLayout &known = layouts[value->id];
  DeviceLayout joined = known;
  addAxes(joined.unexplained, layout.unexplained);
  if (layout.dims.size() == joined.dims.size())
    for (auto [dim, axes] : llvm::enumerate(layout.dims))
      split(joined, dim, axes);
  else
    addAxes(joined.unexplained, getAllAxes(layout));
  if (joined.dims == known.dims && joined.unexplained == known.unexplained)
    return;
  known = std::move(joined);
  hasChanged = true;
}

/// What decides over a branch or the end of a loop.
static const ViewValue *getDecision(const ViewNode *node) {
  if (node->kind == NodeKind::Branch)
    return node->operands.front();
  if (node->kind == NodeKind::While)
    return getLoopCondition(node)->getReturn()->operands.front();
  return nullptr;
}

void DeviceLayouts::visit(const ViewNode *node) {
  if (node->kind == NodeKind::Region)
    for (const ViewValue *argument : node->blocks.front()->arguments) {
      DeviceLayout layout = getWhole(argument);
      if (!node->mesh)
        layout.unexplained = getManualAxes(node);
      else if (node->mesh->operands[argument->index].size() ==
               layout.dims.size())
        layout.dims = node->mesh->operands[argument->index];
      join(argument, layout);
    }
  if (!getManualRegion(node->block))
    return;
  const ViewValue *decision = getDecision(node);
  for (const ViewBlock *block : node->blocks)
    if (node->kind == NodeKind::While)
      for (const ViewValue *argument : block->arguments)
        for (const ViewValue *source : getForwardedValues(argument))
          join(argument, layouts[source->id]);
  for (const ViewValue *result : node->results) {
    if (!decision) {
      join(result, infer(node, result));
      continue;
    }
    DeviceLayout layout = getWhole(result);
    layout.unexplained = getAllAxes(layouts[decision->id]);
    join(result, layout);
    for (const ViewValue *source : getForwardedValues(result))
      join(result, layouts[source->id]);
  }
}

DeviceLayouts::DeviceLayouts(const GraphView &view)
    : layouts(view.values.size()) {
  for (const ViewValue *value : view.values)
    layouts[value->id] = getWhole(value);
  if (llvm::none_of(view.nodes, [](const ViewNode *node) {
        return node->kind == NodeKind::Region;
      }))
    return;
  // Each round takes an axis one loop further; there are few of both.
  constexpr unsigned maxNumRounds = 64;
  for (unsigned round = 0; round < maxNumRounds; ++round) {
    hasChanged = false;
    for (const ViewNode *node : view.nodes)
      visit(node);
    if (!hasChanged)
      return;
  }
  for (DeviceLayout &layout : layouts)
    layout.unexplained.push_back(kUnknownAxis.str());
}

std::optional<DeviceLayout>
DeviceLayouts::getLayout(const ViewValue *value) const {
  if (!getManualRegion(value->block))
    return std::nullopt;
  const DeviceLayout &layout = layouts[value->id];
  MeshAxes splitting;
  size_t numUses = 0;
  for (const MeshAxes &dim : layout.dims) {
    addAxes(splitting, dim);
    numUses += dim.size();
  }
  // One axis splits one dimension.
  if (numUses != splitting.size())
    return std::nullopt;
  for (const std::string &axis : layout.unexplained)
    if (!llvm::is_contained(splitting, axis))
      return std::nullopt;
  return DeviceLayout{layout.dims, {}};
}
