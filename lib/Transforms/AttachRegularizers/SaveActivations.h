//===- SaveActivations.h - activations that nobody saved --------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_SAVEACTIVATIONS_H
#define PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_SAVEACTIVATIONS_H

#include "per/Transforms/AttachSteps.h"

namespace mlir::per {

/// A loop, branch or manual region saves for its backward half what derivatives
/// need: of a ReLU the mask, not the activation. Where the term of a site could
/// not read its activation, loops around it get a stack of it, next to those
/// that they write already; branches and manual regions get a result more, and
/// the manual region of the backward half an operand. Nothing reads them yet,
/// so the function computes what it did. Returns whether there are any: then
/// the step is to be analysed again.
bool saveActivations(const AnalyzedStep &step,
                     ArrayRef<const SiteResult *> sites);

} // namespace mlir::per

#endif // PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_SAVEACTIVATIONS_H
