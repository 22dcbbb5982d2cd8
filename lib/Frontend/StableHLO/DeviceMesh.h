//===- DeviceMesh.h - the devices of a manual computation -------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_FRONTEND_STABLEHLO_DEVICEMESH_H
#define PER_LIB_FRONTEND_STABLEHLO_DEVICEMESH_H

#include "per/Analysis/GraphView.h"

namespace mlir::per::stablehlo {

/// The manual axes of an `sdy.manual_computation` and how its operands are
/// split along them; none if that cannot be read.
std::optional<ManualMesh> getManualMesh(Operation *region);

/// The axes of the mesh between whose devices a collective inside of an
/// `sdy.manual_computation` reduces; none if its groups are no such axes.
std::optional<MeshAxes> getReducedAxes(Operation *collective);

} // namespace mlir::per::stablehlo

#endif // PER_LIB_FRONTEND_STABLEHLO_DEVICEMESH_H
