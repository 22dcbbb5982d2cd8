//===- RegionEntry.h - values inside of isolated regions --------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_TRANSFORMS_REGIONS_REGIONENTRY_H
#define PER_LIB_TRANSFORMS_REGIONS_REGIONENTRY_H

#include "per/Analysis/GraphView.h"
#include "per/Transforms/EditProof.h"

namespace mlir::per {

/// Brings values of the function's entry into blocks. Loops and branches read
/// them from outside; a manual region (shard_map) is isolated and takes them as
/// further operands, replicated over its devices.
class RegionEntry {
public:
  RegionEntry(const Frontend &frontend,
              SmallVectorImpl<RegionCapture> &captures)
      : frontend(frontend), captures(captures) {}

  /// The value as seen in `block`; null for null.
  FailureOr<Value> enter(Value value, ViewBlock *block);

private:
  void addCapture(const ViewNode *region, Value value);

  const Frontend &frontend;
  SmallVectorImpl<RegionCapture> &captures;
  DenseMap<std::pair<Operation *, Value>, Value> entered;
};

} // namespace mlir::per

#endif // PER_LIB_TRANSFORMS_REGIONS_REGIONENTRY_H
