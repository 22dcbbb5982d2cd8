//===- Capture.cpp - what a function outlined from another takes ----------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "Capture.h"

#include "mlir/Conversion/LLVMCommon/TypeConverter.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Interfaces/ViewLikeInterface.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;
using namespace mlir::per;

/// Whether the function makes the value itself: a constant, or a view of a
/// buffer but for the buffers of the arena, which are views of bytes.
static bool isHelper(Operation *op) {
  return op && (op->hasTrait<OpTrait::ConstantLike>() ||
                (isa<ViewLikeOpInterface>(op) && !isa<memref::ViewOp>(op)));
}

void Capture::add(Value value) {
  Operation *definition = value.getDefiningOp();
  if (!isHelper(definition)) {
    arguments.insert(value);
    return;
  }
  if (helpers.contains(definition))
    return;
  for (Value operand : definition->getOperands())
    add(operand);
  helpers.insert(definition);
}

void Capture::add(Operation *op) {
  for (Value operand : op->getOperands())
    add(operand);
  for (Region &region : op->getRegions())
    add(region);
}

void Capture::add(Region &region) {
  llvm::SetVector<Value> captured;
  getUsedValuesDefinedAbove(region, captured);
  for (Value value : captured)
    add(value);
}

bool Capture::canBeBarePointers() const {
  return llvm::all_of(arguments, [](Value value) {
    auto type = dyn_cast<BaseMemRefType>(value.getType());
    return !type || LLVMTypeConverter::canConvertToBarePtr(type);
  });
}

func::FuncOp Capture::createFunction(Location loc, StringRef name,
                                     TypeRange further,
                                     IRMapping &mapping) const {
  OpBuilder b(loc.getContext());
  SmallVector<Type> types(ValueRange(getArguments()).getTypes());
  llvm::append_range(types, further);
  auto function =
      func::FuncOp::create(loc, name, b.getFunctionType(types, TypeRange()));
  function.setPrivate();
  // A profile shows them, and they are compiled apart.
  function->setAttr("passthrough", b.getStrArrayAttr({"noinline"}));
  if (canBeBarePointers())
    function->setAttr("llvm.bareptr", b.getUnitAttr());
  Block *body = function.addEntryBlock();
  b.setInsertionPointToStart(body);
  mapping.map(getArguments(),
              body->getArguments().take_front(arguments.size()));
  for (Operation *helper : helpers)
    b.clone(*helper, mapping);
  return function;
}
