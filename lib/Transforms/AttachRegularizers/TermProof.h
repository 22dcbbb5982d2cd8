//===- TermProof.h - proof of what the terms compute ------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_TERMPROOF_H
#define PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_TERMPROOF_H

#include "per/Analysis/AnalysisContext.h"
#include "per/Transforms/EditProof.h"

namespace mlir::per {

/// The rest of part (a), on a view of the new function: each term is what its
/// plan says, with the scale and the slices of the options; support and clones
/// have no effects; regions that took further operands take the others as
/// before.
LogicalResult proveTerms(const EditRecord &record,
                         const AnalysisContext &context);

} // namespace mlir::per

#endif // PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_TERMPROOF_H
