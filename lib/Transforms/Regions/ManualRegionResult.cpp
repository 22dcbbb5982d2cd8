//===- ManualRegionResult.cpp - values out of manual regions ----*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ManualRegionResult.h"

#include "../CreateTensorBuilder.h"
#include "WidenOperation.h"

using namespace mlir;
using namespace mlir::per;

FailureOr<Value> per::addManualRegionResult(const Frontend &frontend,
                                            Value value,
                                            const DeviceLayout &layout) {
  Block *block = value.getParentBlock();
  auto part = cast<RankedTensorType>(value.getType());
  // No leading dimension of a stack is split.
  SmallVector<MeshAxes> dims(part.getRank() - layout.dims.size());
  llvm::append_range(dims, layout.dims);
  FailureOr<RankedTensorType> type =
      frontend.declareRegionResult(block->getParentOp(), part, dims);
  if (failed(type))
    return failure();
  Operation *yield = block->getTerminator();
  yield->insertOperands(yield->getNumOperands(), value);
  return widenOperation(block->getParentOp(), {}, *type)->getResults().back();
}

FailureOr<Value> per::addSumOfDevices(const Frontend &frontend, Value number,
                                      Location loc, const ManualMesh &mesh,
                                      const DeviceLayout &layout) {
  auto type = cast<FloatType>(getElementType(number));
  // One element a device, which the compiler sums up as it does with any
  // sharded tensor: no collective of our own.
  OpBuilder builder(number.getParentBlock()->getTerminator());
  auto inside = createTensorBuilder(frontend, builder, loc);
  Value element = inside->map(
      {builder.getIndexAttr(1)}, MapOperand{number, {}}, type,
      [](ElementBuilder &, ArrayRef<Element> operands) { return operands[0]; });
  DeviceLayout split;
  MeshAxes &all = split.dims.emplace_back();
  int64_t numReplicas = 1;
  for (const auto &[name, size] : mesh.axes) {
    all.push_back(name);
    if (llvm::none_of(layout.dims, [&, &name = name](const MeshAxes &axes) {
          return llvm::is_contained(axes, name);
        }))
      numReplicas *= size;
  }
  FailureOr<Value> elements = addManualRegionResult(frontend, element, split);
  if (failed(elements))
    return failure();
  builder.setInsertionPointAfterValue(*elements);
  Value sum = createTensorBuilder(frontend, builder, loc)->sumAll(*elements);
  if (numReplicas == 1)
    return sum;
  Value share =
      frontend.createScalarConstant(builder, loc, type, 1.0 / numReplicas);
  return frontend.createMultiply(builder, loc, sum, share);
}
