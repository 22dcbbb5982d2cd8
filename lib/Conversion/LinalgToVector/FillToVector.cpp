//===- FillToVector.cpp - small fills by one function ---------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "FillToVector.h"

#include "../KernelBuilder.h"
#include "Flatten.h"

#include <functional>

using namespace mlir;
using namespace mlir::per;

std::optional<Fill> mlir::per::matchFill(linalg::LinalgOp op) {
  auto fillOp = dyn_cast<linalg::FillOp>(op.getOperation());
  if (!fillOp || !op.hasPureBufferSemantics())
    return std::nullopt;
  Type element = getElementTypeOrSelf(fillOp.getOutputs()[0].getType());
  std::optional<Access> target = getAccess(op, op.getDpsInitOperand(0));
  if (!target || !element.isF32() || fillOp.getInputs()[0].getType() != element)
    return std::nullopt;
  Fill fill{fillOp, *target, {1, 1, 1, 1}, {0, 0, 0, 1}};
  // From the innermost loop: one that goes on where those inside end is one
  // with them.
  unsigned loop = Fill::numLoops - 1;
  int64_t elements = 1;
  SmallVector<int64_t> sizes = op.getStaticLoopRanges();
  for (auto [size, stride] : llvm::reverse(llvm::zip(sizes, target->strides))) {
    if (size < 1)
      return std::nullopt;
    elements *= size;
    if (size == 1)
      continue;
    if (stride == fill.sizes[loop] * fill.strides[loop]) {
      fill.sizes[loop] *= size;
      continue;
    }
    if (loop-- == 0)
      return std::nullopt;
    fill.sizes[loop] = size;
    fill.strides[loop] = stride;
  }
  return elements < kParallelWork ? std::optional(fill) : std::nullopt;
}

/// The function: of the buffer, the number, the sizes, and the strides of all
/// loops but the last.
static func::FuncOp getFill(KernelBuilder &k) {
  SmallVector<Type> types = {k.flat(k.f32), k.f32};
  types.append(2 * Fill::numLoops - 1, k.index);
  return k.function("per_fill_f32", types, [&](ArrayRef<Num> args) {
    Value target = args[0];
    Num number = args[1], vector = k.broadcast(number, k.vec(k.f32));
    ArrayRef<Num> sizes = args.slice(2, Fill::numLoops),
                  strides = args.drop_front(2 + Fill::numLoops);
    Num rest = sizes.back() - sizes.back() / k.lanes * k.lanes;
    Num whole = sizes.back() - rest, mask = k.mask(rest, 0);
    std::function<void(unsigned, Num)> emit = [&](unsigned loop, Num place) {
      if (loop + 1 < Fill::numLoops)
        return k.loop(sizes[loop], 1, [&](Num i) {
          emit(loop + 1, place + i * strides[loop]);
        });
      k.loop(whole, k.lanes,
             [&](Num i) { k.store(vector, target, {place + i}); });
      k.storeMasked(vector, target, {place + whole}, mask);
    };
    emit(0, k.constant(0));
  });
}

void mlir::per::convertFill(KernelBuilder &k, Fill &fill) {
  k.b.setLoc(fill.op.getLoc());
  k.b.setInsertionPoint(fill.op);
  SmallVector<Value> operands = {flatten(k, fill.target),
                                 fill.op.getInputs()[0]};
  for (int64_t size : fill.sizes)
    operands.push_back(k.constant(size));
  for (int64_t stride : ArrayRef<int64_t>(fill.strides).drop_back())
    operands.push_back(k.constant(stride));
  k.call(getFill(k), operands);
  fill.op->erase();
}
