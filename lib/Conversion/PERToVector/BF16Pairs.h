//===- BF16Pairs.h - products of two bf16 at a time -------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// A pair is two bf16 in 32 bits, the first one in the low half. Vectors and
// buffers of pairs have the type f32, so that what moves them is that of single
// numbers. Pairs are for targets with AVX-512 BF16.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_CONVERSION_PERTOVECTOR_BF16PAIRS_H
#define PER_LIB_CONVERSION_PERTOVECTOR_BF16PAIRS_H

#include "../KernelBuilder.h"

namespace mlir::per {

/// Pairs of the numbers in the same lane of two vectors of f32, rounded.
Num pairLanes(KernelBuilder &k, Num low, Num high);

/// Pairs of neighbours in two vectors of f32 that follow one another, rounded.
Num pairNeighbours(KernelBuilder &k, Num first, Num second);

/// sum + a0 b0 + a1 b1 in each lane, of pairs a and b.
Num addPairProducts(KernelBuilder &k, Num a, Num b, Num sum);

/// A vector of f32, rounded to bf16, on any target.
Num roundToBF16(KernelBuilder &k, Num x);

} // namespace mlir::per

#endif // PER_LIB_CONVERSION_PERTOVECTOR_BF16PAIRS_H
