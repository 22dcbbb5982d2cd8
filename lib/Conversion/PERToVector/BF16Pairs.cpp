//===- BF16Pairs.cpp - products of two bf16 at a time --------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// AVX-512 BF16 adds two products to each sum at a time, of neighbours in a lane
// of 32 bits (VDPBF16PS). Elsewhere a bf16 is widened, by a shift or a mask.
//
//===----------------------------------------------------------------------===//

#include "BF16Pairs.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

using namespace mlir;
using namespace mlir::per;

static Num callIntrinsic(KernelBuilder &k, StringRef name, VectorType type,
                         ArrayRef<Value> operands) {
  return k.num(LLVM::CallIntrinsicOp::create(k.b, type, k.b.getStringAttr(name),
                                             operands)
                   .getResult(0));
}

/// Both vectors as 16-bit integers, one behind the other.
static Num roundBoth(KernelBuilder &k, Num first, Num second) {
  int64_t count = 2 * k.lanes;
  VectorType shorts = k.vec(k.i16, count);
  if (k.target.hasBF16)
    return k.bitcast(callIntrinsic(k, "llvm.x86.avx512bf16.cvtne2ps2bf16.512",
                                   k.vec(k.b.getBF16Type(), count),
                                   {second, first}),
                     shorts);
  return k.shuffle(k.convertFloat(first, k.i16), k.convertFloat(second, k.i16),
                   llvm::to_vector(llvm::seq<int64_t>(0, count)));
}

Num mlir::per::pairLanes(KernelBuilder &k, Num low, Num high) {
  SmallVector<int64_t> order;
  for (int64_t lane = 0; lane < k.lanes; ++lane)
    llvm::append_values(order, lane, k.lanes + lane);
  Num both = roundBoth(k, low, high);
  return k.bitcast(k.shuffle(both, both, order), k.vec(k.f32));
}

Num mlir::per::pairNeighbours(KernelBuilder &k, Num first, Num second) {
  return k.bitcast(roundBoth(k, first, second), k.vec(k.f32));
}

Num mlir::per::addPairProducts(KernelBuilder &k, Num a, Num b, Num sum) {
  VectorType vector = k.vec(k.f32), words = k.vec(k.i32);
  if (k.target.hasBF16) {
    VectorType numbers = k.vec(k.b.getBF16Type(), 2 * k.lanes);
    return callIntrinsic(k, "llvm.x86.avx512bf16.dpbf16ps.512", vector,
                         {sum, k.bitcast(a, numbers), k.bitcast(b, numbers)});
  }
  auto low = [&](Num x) {
    Num bits = k.bitcast(x, words);
    return k.bitcast(shiftLeft(bits, bits.like(int64_t(16))), vector);
  };
  auto high = [&](Num x) {
    return k.bitcast(k.bitcast(x, words) & int64_t(0xffff0000), vector);
  };
  return k.fma(high(a), high(b), k.fma(low(a), low(b), sum));
}
