//===- ManualRegionResult.h - values out of manual regions ------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_TRANSFORMS_REGIONS_MANUALREGIONRESULT_H
#define PER_LIB_TRANSFORMS_REGIONS_MANUALREGIONRESULT_H

#include "per/Analysis/DeviceLayout.h"

namespace mlir::per {

/// Adds a result to the manual region around `value`: the tensor of which each
/// device holds `value`, split as in `layout`; that of a stack is the layout of
/// what is on it. The region is replaced, see `widenOperation`. Fails, with a
/// diagnostic, if the shardings of the region are not understood.
FailureOr<Value> addManualRegionResult(const Frontend &frontend, Value value,
                                       const DeviceLayout &layout);

/// Adds a result that is the sum of a rank-0 number over the devices; devices
/// that hold the same part of the tensor of `layout` count once together.
FailureOr<Value> addSumOfDevices(const Frontend &frontend, Value number,
                                 Location loc, const ManualMesh &mesh,
                                 const DeviceLayout &layout);

} // namespace mlir::per

#endif // PER_LIB_TRANSFORMS_REGIONS_MANUALREGIONRESULT_H
