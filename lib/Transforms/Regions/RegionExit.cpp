//===- RegionExit.cpp - values out of loops and branches --------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "RegionExit.h"

#include "BranchResult.h"
#include "ManualRegionResult.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/Interfaces/FunctionInterfaces.h"

using namespace mlir;
using namespace mlir::per;

RegionExit::RegionExit(const GraphView &view, const Frontend &frontend,
                       ArrayRef<Operation *> kept)
    : view(view), frontend(frontend), layouts(view), constants(view),
      numbering(view, constants) {
  for (const ViewNode *node : view.nodes) {
    for (const ViewBlock *block : node->blocks)
      nodeOfBlock[block->ir] = node;
    if (!node->blocks.empty() && llvm::is_contained(kept, node->op))
      keptLoops.insert(node);
  }
}

FailureOr<SmallVector<Value>> RegionExit::leave(ArrayRef<LeavingValue> values) {
  // An operand of an operation follows its value when the latter's definition
  // is replaced.
  SmallVector<Operation *> anchors;
  SmallVector<const ViewValue *> activations;
  for (const LeavingValue &leaving : values) {
    // The view of an iteration is another one.
    activations.push_back(view.lookup(leaving.activation->ir));
    OpBuilder builder(leaving.getBlock()->getTerminator());
    anchors.push_back(UnrealizedConversionCastOp::create(
        builder, leaving.loc, leaving.value.getType(), leaving.value));
  }
  SmallVector<Value> results;
  bool isValid = true;
  for (auto [anchor, leaving, activation] :
       llvm::zip(anchors, values, activations)) {
    while (isValid && !isa<FunctionOpInterface>(anchor->getParentOp())) {
      FailureOr<Value> outside = leaveRegion(
          {anchor->getOperand(0), activation, leaving.loc, leaving.isSummed});
      isValid = succeeded(outside);
      if (!isValid)
        break;
      anchor->setOperand(0, *outside);
      anchor->moveBefore(outside->getParentBlock()->getTerminator());
    }
  }
  for (Operation *anchor : anchors) {
    results.push_back(anchor->getOperand(0));
    anchor->erase();
  }
  if (!isValid)
    return failure();
  return results;
}

/// From the block of the value to the one around it.
FailureOr<Value> RegionExit::leaveRegion(const LeavingValue &leaving) {
  const ViewNode *node = nodeOfBlock.lookup(leaving.getBlock());
  assert(node && "a block of the function that is no block of its view");
  auto type = cast<RankedTensorType>(leaving.value.getType());
  switch (node->kind) {
  case NodeKind::While:
    return leaveLoop(leaving, node);
  case NodeKind::Branch:
    return addBranchResult(leaving.value, [&](OpBuilder &builder) {
      return frontend.createZero(builder, leaving.loc, type);
    });
  default:
    return leaveManualRegion(leaving, node);
  }
}

//===----------------------------------------------------------------------===//
// Loops
//===----------------------------------------------------------------------===//

FailureOr<Value> RegionExit::leaveLoop(const LeavingValue &leaving,
                                       const ViewNode *node) {
  if (leaving.isSummed && !keptLoops.contains(node))
    return sumInLoop(leaving, node);
  return stackInLoop(leaving, node);
}

/// A carry of a loop, which is replaced and perhaps gets another block.
FailureOr<Value> RegionExit::addCarry(Operation *loop, const ViewNode *node,
                                      Value init, CarryUpdate update) {
  FailureOr<Value> last = addLoopCarry(loop, init, update);
  if (succeeded(last))
    for (Region &region : last->getDefiningOp()->getRegions())
      nodeOfBlock[&region.front()] = node;
  return last;
}

FailureOr<Value> RegionExit::sumInLoop(const LeavingValue &leaving,
                                       const ViewNode *node) {
  Operation *loop = leaving.getBlock()->getParentOp();
  OpBuilder builder(loop);
  auto type = cast<RankedTensorType>(leaving.value.getType());
  Value zero = frontend.createZero(builder, leaving.loc, type);
  return addCarry(loop, node, zero,
                  [&](OpBuilder &builder, Location loc, Value sum) {
                    return frontend.createAdd(builder, loc, sum, leaving.value);
                  });
}

FailureOr<Value> RegionExit::stackInLoop(const LeavingValue &leaving,
                                         const ViewNode *node) {
  std::optional<int64_t> count = numbering.getTripCount(node);
  if (!count || *count < 1) {
    InFlightDiagnostic diagnostic = emitError(leaving.loc)
                                    << "the site is inside of a loop that ";
    if (count)
      diagnostic << "never runs: there is nothing to return";
    else
      diagnostic << "runs a number of times that is not known before it runs: "
                    "what its iterations compute is no tensor of a static "
                    "shape; take a loop from a constant to a constant";
    diagnostic.attachNote(node->getLoc()) << "the loop is here";
    return diagnostic;
  }
  FailureOr<unsigned> counter =
      getCounter(leaving.getBlock()->getParentOp(), node);
  if (failed(counter))
    return failure();
  Operation *loop = leaving.getBlock()->getParentOp(); // with the counter
  auto type = cast<RankedTensorType>(leaving.value.getType());
  SmallVector<int64_t> shape = {*count};
  llvm::append_range(shape, type.getShape());
  OpBuilder builder(loop);
  Value empty = frontend.createZero(builder, leaving.loc, type.clone(shape));
  return addCarry(
      loop, node, empty, [&](OpBuilder &builder, Location loc, Value stack) {
        Block *body = cast<BlockArgument>(stack).getOwner();
        return frontend.createStackWrite(builder, loc, stack, leaving.value,
                                         body->getArgument(*counter));
      });
}

/// The number of the iteration, from 0: an induction variable of the user's may
/// run from anywhere to anywhere.
FailureOr<unsigned> RegionExit::getCounter(Operation *loop,
                                           const ViewNode *node) {
  auto known = counters.find(node);
  if (known != counters.end())
    return known->second;
  OpBuilder builder(loop);
  IntegerType i32 = builder.getI32Type();
  Value zero = frontend.createIntegerConstant(builder, loop->getLoc(), i32, 0);
  FailureOr<Value> last = addCarry(
      loop, node, zero, [&](OpBuilder &builder, Location loc, Value number) {
        counters[node] = cast<BlockArgument>(number).getArgNumber();
        Value one = frontend.createIntegerConstant(builder, loc, i32, 1);
        return frontend.createAdd(builder, loc, number, one);
      });
  if (failed(last))
    return failure();
  return counters[node];
}

//===----------------------------------------------------------------------===//
// Manual regions
//===----------------------------------------------------------------------===//

/// A region that is differentiated from outside has a second one for its
/// backward half.
static bool isOverSameDevices(const ViewNode *a, const ViewNode *b) {
  return a == b || (a && a->mesh && b->mesh && a->block == b->block &&
                    a->mesh->axes == b->mesh->axes);
}

FailureOr<Value> RegionExit::leaveManualRegion(const LeavingValue &leaving,
                                               const ViewNode *node) {
  std::optional<DeviceLayout> layout;
  if (node->mesh &&
      isOverSameDevices(getManualRegion(leaving.activation->block), node))
    layout = layouts.getLayout(leaving.activation);
  if (!layout) {
    InFlightDiagnostic diagnostic =
        emitError(leaving.loc)
        << "the site is inside of '" << node->getOpName()
        << "', and it is not clear how what the devices hold makes up one "
           "tensor; let the region split its operands (in_specs of shard_map) "
           "instead of cutting a part out by the device's number";
    diagnostic.attachNote(node->getLoc()) << "the region is here";
    return diagnostic;
  }
  if (leaving.isSummed)
    return addSumOfDevices(frontend, leaving.value, leaving.loc, *node->mesh,
                           *layout);
  return addManualRegionResult(frontend, leaving.value, *layout);
}
