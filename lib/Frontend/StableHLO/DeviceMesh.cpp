//===- DeviceMesh.cpp - the devices of a manual computation ---------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// Meshes and shardings are attributes of Shardy, read as text:
//
//   "sdy.mesh"() <{mesh = #sdy.mesh<["data"=4, "model"=2]>, sym_name = "mesh"}>
//   manual_axes = #sdy<manual_axes{"data", "model"}>
//   <@mesh, [{}, {"model"}]>
//
// Devices are numbered in row-major order of the axes.
//
//===----------------------------------------------------------------------===//

#include "DeviceMesh.h"

#include "Placements.h"
#include "per/Frontend/StableHLO.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::stablehlo;

using Axes = SmallVector<std::pair<std::string, int64_t>, 2>;

static std::string getText(Operation *op, StringRef name) {
  std::string text;
  llvm::raw_string_ostream os(text);
  if (Attribute attr = getForeignAttr(op, name))
    attr.print(os);
  return text;
}

/// The word between quotes that `text` starts with, which is consumed.
static std::optional<std::string> consumeQuoted(StringRef &text) {
  if (!text.consume_front("\""))
    return std::nullopt;
  auto [word, rest] = text.split('"');
  text = rest.trim();
  return word.str();
}

/// All axes of the mesh that is named, in order.
static std::optional<Axes> findMesh(Operation *op, StringRef name) {
  for (Operation &symbol :
       op->getParentOfType<ModuleOp>().getBody()->getOperations()) {
    auto symbolName =
        dyn_cast_or_null<StringAttr>(getForeignAttr(&symbol, "sym_name"));
    if (symbol.getName().getStringRef() != "sdy.mesh" || !symbolName ||
        symbolName.getValue() != name)
      continue;
    std::string text = getText(&symbol, "mesh");
    if (StringRef(text).contains("device_ids"))
      return std::nullopt; // another order of the devices
    Axes axes;
    for (StringRef axis : splitList(text)) {
      std::optional<std::string> axisName = consumeQuoted(axis);
      int64_t size;
      if (!axisName || !axis.consume_front("=") || axis.getAsInteger(10, size))
        return std::nullopt;
      axes.push_back({*axisName, size});
    }
    return axes;
  }
  return std::nullopt;
}

/// The axes that split each dimension: `<@mesh, [{"data"}, {}]>`.
static std::optional<SmallVector<MeshAxes, 4>>
parseSharding(StringRef sharding) {
  SmallVector<MeshAxes, 4> dims;
  for (StringRef dim : splitList(sharding)) {
    if (!dim.consume_front("{") || !dim.consume_back("}"))
      return std::nullopt;
    MeshAxes &axes = dims.emplace_back();
    dim = dim.trim();
    while (!dim.empty()) {
      if (dim.consume_front("?")) // open to further axes: not to manual ones
        continue;
      std::optional<std::string> axis = consumeQuoted(dim);
      if (!axis || !(dim.empty() || dim.consume_front(",")))
        return std::nullopt;
      dim = dim.trim();
      axes.push_back(*axis);
    }
  }
  return dims;
}

static StringRef getMeshName(StringRef sharding) {
  if (!sharding.consume_front("<@"))
    return {};
  return sharding.take_until([](char c) { return c == ',' || c == '>'; });
}

/// The mesh of all shardings of a manual computation, and its manual axes.
static std::optional<std::pair<Axes, MeshAxes>> findMeshOf(Operation *region) {
  StringRef meshName;
  SmallVector<std::string> shardings = getShardings(region, "in_shardings");
  llvm::append_range(shardings, getShardings(region, "out_shardings"));
  for (const std::string &sharding : shardings) {
    StringRef name = getMeshName(sharding);
    if (name.empty() || (!meshName.empty() && name != meshName))
      return std::nullopt;
    meshName = name;
  }
  std::optional<Axes> axes = findMesh(region, meshName);
  if (!axes)
    return std::nullopt;
  std::string text = getText(region, "manual_axes");
  MeshAxes manual;
  for (StringRef rest =
           StringRef(text).drop_until([](char c) { return c == '"'; });
       !rest.empty(); rest = rest.drop_until([](char c) { return c == '"'; }))
    if (std::optional<std::string> axis = consumeQuoted(rest))
      manual.push_back(*axis);
  return std::pair(*axes, manual);
}

std::optional<ManualMesh> per::stablehlo::getManualMesh(Operation *region) {
  std::optional<std::pair<Axes, MeshAxes>> found = findMeshOf(region);
  if (!found)
    return std::nullopt;
  ManualMesh mesh;
  const Axes &all = found->first;
  const MeshAxes &manual = found->second;
  for (const auto &axis : all)
    if (llvm::is_contained(manual, axis.first))
      mesh.axes.push_back(axis);
  if (mesh.axes.size() != manual.size())
    return std::nullopt;
  SmallVector<std::string> shardings = getShardings(region, "in_shardings");
  if (shardings.size() != region->getNumOperands())
    return std::nullopt;
  for (const std::string &sharding : shardings) {
    auto dims = parseSharding(sharding);
    if (!dims)
      return std::nullopt;
    // A device holds one part of what manual axes split, and all of the rest.
    for (MeshAxes &axes : *dims)
      llvm::erase_if(axes, [&](const std::string &axis) {
        return !llvm::is_contained(manual, axis);
      });
    mesh.operands.push_back(*dims);
  }
  return mesh;
}

std::optional<MeshAxes> per::stablehlo::getReducedAxes(Operation *collective) {
  auto groups = dyn_cast_or_null<DenseIntElementsAttr>(
      getForeignAttr(collective, "replica_groups"));
  Operation *region = collective->getParentOp();
  while (region && region->getName().getStringRef() != "sdy.manual_computation")
    region = region->getParentOp();
  std::optional<std::pair<Axes, MeshAxes>> mesh;
  if (region)
    mesh = findMeshOf(region);
  if (!groups || groups.getType().getRank() != 2 || !mesh)
    return std::nullopt;

  // The axes along which the first group extends.
  const Axes &axes = mesh->first;
  int64_t groupSize = groups.getType().getDimSize(1), numDevices = 1;
  for (const auto &[name, size] : axes)
    numDevices *= size;
  SmallVector<int64_t> devices =
      llvm::map_to_vector(groups.getValues<APInt>(), [](const APInt &device) {
        return device.getSExtValue();
      });
  if (static_cast<int64_t>(devices.size()) != numDevices || groupSize < 1)
    return std::nullopt;
  MeshAxes reduced;
  int64_t product = 1, stride = numDevices;
  SmallVector<std::pair<int64_t, int64_t>> kept; // strides and sizes
  for (const auto &[name, size] : axes) {
    stride /= size;
    auto coordinate = [&, size = size](int64_t device) {
      return device / stride % size;
    };
    bool varies = llvm::any_of(
        ArrayRef(devices).take_front(groupSize), [&](int64_t device) {
          return coordinate(device) != coordinate(devices.front());
        });
    if (varies) {
      reduced.push_back(name);
      product *= size;
    } else {
      kept.push_back({stride, size});
    }
  }
  // And no group extends along another one.
  for (auto [index, device] : llvm::enumerate(devices))
    for (auto [keptStride, size] : kept)
      if (device / keptStride % size !=
          devices[index / groupSize * groupSize] / keptStride % size)
        return std::nullopt;
  if (product != groupSize)
    return std::nullopt;
  return reduced;
}
