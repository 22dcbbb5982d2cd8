//===- Kernels.h - per operations as vector code ----------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_CONVERSION_KERNELS_H
#define PER_CONVERSION_KERNELS_H

#include "mlir/IR/Builders.h"

#include <string>

namespace mlir::per {

/// What kernels are generated for.
enum class KernelISA { Generic, AVX2, AVX512, AVX512BF16 };

/// Sizes and instructions of a machine's vectors.
struct KernelTarget {
  std::string name;
  /// Lanes of f32 in a vector.
  int64_t lanes;
  /// Rows of a register tile, which has two vectors of columns.
  int64_t tileRows;
  bool hasFMA, hasAVX2, hasAVX512, hasBF16;
  /// Whether products of bf16 are computed two at a time, which `hasBF16` has
  /// an instruction for. Not every processor does as many of these as of
  /// multiply-adds of f32.
  bool usesPairs = hasBF16;
  /// The most bytes of slices that a kernel keeps from its first product for
  /// the second: what a last cache holds is read faster than drawn again.
  int64_t keptBytes = 16 << 20;
  /// How many threads share the work of a kernel.
  int64_t threads = 1;

  static KernelTarget get(KernelISA isa);
};

/// The error function of f32 or of a vector of them: at most 1.1 units in the
/// last place with fused multiply-add, and 2 without. NaN gives NaN.
Value buildErfF32(OpBuilder &builder, Location loc, Value x, bool useFMA);

/// The exponential of f32 or of a vector of them, at most 1 unit in the last
/// place off for -87 <= x <= 88; smaller x give exp(-87), larger ones exp(88).
/// NaN gives NaN.
Value buildExpF32(OpBuilder &builder, Location loc, Value x, bool useFMA);

} // namespace mlir::per

#endif // PER_CONVERSION_KERNELS_H
