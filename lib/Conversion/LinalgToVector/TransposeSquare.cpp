//===- TransposeSquare.cpp - squares transposed in registers --------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "TransposeSquare.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mlir::per;

static void emitSquare(KernelBuilder &k, VectorType vector, VectorsOf source,
                       VectorsOf target, int64_t rows, int64_t columns,
                       int64_t written) {
  const int64_t lanes = vector.getNumElements();
  auto firstOf = [&](int64_t count) {
    return count < lanes ? k.firstLanes(count, lanes) : Num();
  };
  VectorType stored =
      k.vec(cast<MemRefType>(source.buffer.getType()).getElementType(), lanes);
  SmallVector<Num> square;
  for (int64_t j = 0; j < lanes; ++j) {
    if (j >= columns) {
      square.push_back(
          k.num(arith::ConstantOp::create(k.b, k.b.getZeroAttr(vector))));
      continue;
    }
    Num part = k.loadMasked(source.buffer, {source.place + source.stride * j},
                            firstOf(rows), stored);
    square.push_back(k.convertFloat(part, vector.getElementType()));
  }
  k.transpose(square);
  for (int64_t i = 0; i < rows; ++i)
    k.storeMasked(square[i], target.buffer, {target.place + target.stride * i},
                  firstOf(written));
}

/// The function for whole squares: of each buffer the place and the stride.
static func::FuncOp getTransposeSquare(KernelBuilder &k, VectorType vector,
                                       Type source) {
  const int64_t lanes = vector.getNumElements();
  Type target = vector.getElementType();
  std::string name;
  llvm::raw_string_ostream(name)
      << "per_transpose_" << source << "_" << target << "_" << lanes;
  SmallVector<Type> types = {k.flat(source), k.index, k.index,
                             k.flat(target), k.index, k.index};
  return k.function(name, types, [&](ArrayRef<Num> args) {
    emitSquare(k, vector, {args[0], args[1], args[2]},
               {args[3], args[4], args[5]}, lanes, lanes, lanes);
  });
}

void mlir::per::transposeSquare(KernelBuilder &k, VectorType vector,
                                VectorsOf source, VectorsOf target,
                                int64_t rows, int64_t columns,
                                int64_t written) {
  const int64_t lanes = vector.getNumElements();
  if (rows < lanes || columns < lanes)
    return emitSquare(k, vector, source, target, rows, columns, written);
  Type element = cast<MemRefType>(source.buffer.getType()).getElementType();
  k.call(getTransposeSquare(k, vector, element),
         {source.buffer, source.place, source.stride, target.buffer,
          target.place, target.stride});
}
