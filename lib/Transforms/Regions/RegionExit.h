//===- RegionExit.h - values out of loops and branches ----------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_TRANSFORMS_REGIONS_REGIONEXIT_H
#define PER_LIB_TRANSFORMS_REGIONS_REGIONEXIT_H

#include "per/Analysis/DeviceLayout.h"
#include "per/Analysis/ValueNumbering.h"
#include "per/Transforms/LoopCarry.h"

namespace mlir::per {

/// A value on its way out of the regions around it.
struct LeavingValue {
  Value value;
  /// The site's activation. How the devices of a manual region hold it, they
  /// hold its cotangent.
  const ViewValue *activation;
  /// Of the site, for errors.
  Location loc;
  /// A number that is summed over the iterations of loops; otherwise what each
  /// iteration computes is kept.
  bool isSummed = false;

  Block *getBlock() const {
    Value at = value;
    return at.getParentBlock();
  }
};

/// Brings values to the function's level:
///   - out of a loop as the sum over its iterations, or with a leading
///   dimension
///     more, the iterations in the order in which they run;
///   - out of a branch as they are, and as zero where another block is taken;
///   - out of a manual region (shard_map) as the tensor that the devices hold
///     parts of, or as the sum over the devices that hold different parts.
class RegionExit {
public:
  /// Of the whole function, also if its sites were found in one iteration of a
  /// loop. `kept` are loops (as in the view) whose iterations are kept for
  /// numbers too: each is an optimizer step of its own.
  RegionExit(const GraphView &view, const Frontend &frontend,
             ArrayRef<Operation *> kept = {});

  /// All values at once, because the operations around them are replaced on the
  /// way, and with them their results. Emits an error at the first that cannot
  /// leave.
  FailureOr<SmallVector<Value>> leave(ArrayRef<LeavingValue> values);

private:
  FailureOr<Value> leaveRegion(const LeavingValue &leaving);
  FailureOr<Value> leaveLoop(const LeavingValue &leaving, const ViewNode *loop);
  FailureOr<Value> sumInLoop(const LeavingValue &leaving, const ViewNode *node);
  FailureOr<Value> stackInLoop(const LeavingValue &leaving,
                               const ViewNode *node);
  FailureOr<unsigned> getCounter(Operation *loop, const ViewNode *node);
  FailureOr<Value> addCarry(Operation *loop, const ViewNode *node, Value init,
                            CarryUpdate update);
  FailureOr<Value> leaveManualRegion(const LeavingValue &leaving,
                                     const ViewNode *node);

  const GraphView &view;
  const Frontend &frontend;
  DeviceLayouts layouts;
  ConstantFolder constants;
  ValueNumbering numbering;
  /// The node around each block.
  DenseMap<Block *, const ViewNode *> nodeOfBlock;
  DenseSet<const ViewNode *> keptLoops;
  /// Of a loop, the argument of its body that is the number of the iteration.
  DenseMap<const ViewNode *, unsigned> counters;
};

} // namespace mlir::per

#endif // PER_LIB_TRANSFORMS_REGIONS_REGIONEXIT_H
