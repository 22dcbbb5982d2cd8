//===- DeviceLayout.h - how values lie on devices ---------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// In a manual region (shard_map) a value is what one device holds. The operands
// of the region say how they are split; this follows them to every value in it.
//
//===----------------------------------------------------------------------===//

#ifndef PER_ANALYSIS_DEVICELAYOUT_H
#define PER_ANALYSIS_DEVICELAYOUT_H

#include "per/Analysis/GraphView.h"

namespace mlir::per {

/// How the parts of a value that the devices of a manual region hold make up a
/// whole.
struct DeviceLayout {
  /// Along which axes each dimension is split.
  SmallVector<MeshAxes, 4> dims;
  /// Axes along which devices hold different values although no dimension is
  /// split: sums over a part of a dimension, random numbers of each device.
  MeshAxes unexplained;
};

/// The layouts of all values in manual regions.
class DeviceLayouts {
public:
  explicit DeviceLayouts(const GraphView &view);

  /// The layout of a value in a manual region; none if the parts are not known
  /// to make up one tensor, and outside of such regions.
  std::optional<DeviceLayout> getLayout(const ViewValue *value) const;

private:
  void visit(const ViewNode *node);
  void join(const ViewValue *value, const DeviceLayout &layout);
  DeviceLayout infer(const ViewNode *node, const ViewValue *result) const;
  DeviceLayout mapDims(const ViewNode *node, const ViewValue *result) const;
  DeviceLayout mapContraction(const ViewNode *node,
                              const ViewValue *result) const;
  DeviceLayout gatherDevices(const ViewNode *node,
                             const ViewValue *result) const;
  DeviceLayout reduceDevices(const ViewNode *node,
                             const ViewValue *result) const;

  std::vector<DeviceLayout> layouts; // by value id
  bool hasChanged = false;
};

/// The innermost manual region around a block; null if there is none.
const ViewNode *getManualRegion(const ViewBlock *block);

/// Number of devices that hold parts of the given dimensions of a value of
/// `region`.
int64_t countParts(const ViewNode *region, const DeviceLayout &layout,
                   ArrayRef<int64_t> dims);

} // namespace mlir::per

#endif // PER_ANALYSIS_DEVICELAYOUT_H
