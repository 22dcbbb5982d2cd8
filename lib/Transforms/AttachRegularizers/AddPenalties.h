//===- AddPenalties.h - penalties in the loss -------------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_ADDPENALTIES_H
#define PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_ADDPENALTIES_H

#include "per/Transforms/AttachRegularizers.h"

namespace mlir::per {

/// Adds lambda * R(h) of the selected sites to the loss of a function that is
/// not differentiated.
FailureOr<AttachReport> addPenalties(ModuleOp module,
                                     const AttachOptions &options);

} // namespace mlir::per

#endif // PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_ADDPENALTIES_H
