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
using namespace mlir;
using namespace mlir::per;

/// Both vectors as 16-bit integers, one behind the other.
static Num roundBoth(KernelBuilder &k, Num first, Num second) {
  int64_t count = 2 * k.lanes;
  return k.bitcast(k.intrinsic("llvm.x86.avx512bf16.cvtne2ps2bf16.512",
                               k.vec(k.b.getBF16Type(), count),
                               {second, first}),
                   k.vec(k.i16, count));
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
  VectorType numbers = k.vec(k.b.getBF16Type(), 2 * k.lanes);
  return k.intrinsic("llvm.x86.avx512bf16.dpbf16ps.512", k.vec(k.f32),
                     {sum, k.bitcast(a, numbers), k.bitcast(b, numbers)});
}

Num mlir::per::roundToBF16(KernelBuilder &k, Num x) {
  return k.convertFloat(k.convertFloat(x, k.i16), k.f32);
}
