//===- TermRewriter.h - puts terms into cotangents --------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_TERMREWRITER_H
#define PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_TERMREWRITER_H

#include "../Regions/RegionEntry.h"
#include "ActivationReader.h"
#include "SitePlan.h"

#include "per/Analysis/AdjointDiscovery.h"
#include "per/Transforms/EditProof.h"

namespace mlir::per {

/// Carries out the edits of a function, one site after the other, and records
/// them.
class TermRewriter {
public:
  TermRewriter(const AnalysisContext &context, const Frontend &frontend,
               EditRecord &record)
      : record(record), reader(context, frontend, record.support),
        regions(frontend, record.captures) {}

  /// What a term reads beside the activation: made at the function's start.
  struct Operands {
    RegularizerAttrInterface regularizer;
    Value scale;
    Value slices; // may be null
  };

  /// Replaces the cotangent c of the site by c + term on the way to the
  /// terminals; everything else goes on reading c. Emits an error if the
  /// activation cannot be read there.
  LogicalResult attach(const SitePlan &plan, const Operands &operands);

private:
  Value getCurrent(Value original) const;
  SmallVector<Operation *, 8> collectPath(const Adjoint &adjoint,
                                          Value cotangent) const;

  EditRecord &record;
  ActivationReader reader;
  RegionEntry regions;
  /// What reads as a terminal of the original function now, and the clones of
  /// each operation: one site's terminal can be another one's cotangent, and
  /// paths can share operations.
  DenseMap<Value, Value> current;
  DenseMap<Operation *, SmallVector<Operation *, 1>> clonesOf;
};

} // namespace mlir::per

#endif // PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_TERMREWRITER_H
