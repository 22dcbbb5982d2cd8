//===- Slices.h - the definition of the slices ------------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// The random directions of a site as plain functions on integers. They are the
// reference for all generated code, which has the same bits. docs/slices.md
// gives the definition in words.
//
//===----------------------------------------------------------------------===//

#ifndef PER_SUPPORT_SLICES_H
#define PER_SUPPORT_SLICES_H

#include <array>
#include <cstdint>

namespace mlir::per {

/// Constants of Philox4x32 (Salmon, Moraes, Dror and Shaw, SC 2011).
constexpr unsigned kPhiloxRounds = 10;
constexpr std::array<uint32_t, 2> kPhiloxMultipliers = {0xD2511F53, 0xCD9E8D57};
constexpr std::array<uint32_t, 2> kPhiloxKeySteps = {0x9E3779B9, 0xBB67AE85};

/// The four random words of a counter, under a key.
std::array<uint32_t, 4> philox4x32(std::array<uint32_t, 4> counter,
                                   std::array<uint32_t, 2> key);

/// Coefficients of the quadratics that `normal16` is made of, by segment: the
/// number of leading zeros of the tail probability, then its next two bits.
extern const std::array<int16_t, 64> kNormal16Constant;
extern const std::array<int16_t, 64> kNormal16Linear;
extern const std::array<int16_t, 64> kNormal16Quadratic;

/// Maps 16 uniform bits to an integer whose law is normal with standard
/// deviation 7168: never 0, at most 31706 in magnitude. The highest bit is the
/// sign: normal16(h | 0x8000) == -normal16(h).
int16_t normal16(uint16_t bits);

/// normal16 of 0 .. 65535.
const std::array<int16_t, 65536> &getNormal16Table();

/// Element `element` of slice `slice` of a site.
int16_t drawSliceElement(uint32_t seed, uint32_t step, uint32_t site,
                         uint32_t element, uint32_t slice);

/// Fills the d x s matrix `v` (row-major) with the slices of a site.
void drawSlices(uint32_t seed, uint32_t step, uint32_t site, int64_t d,
                int64_t s, int16_t *v);

/// The squared norms of the s columns of `v`, exactly.
void computeSliceNorms(const int16_t *v, int64_t d, int64_t s, int64_t *norms);

/// 1 / sqrt(norm), computed in double precision and rounded to f32.
float computeInverseNorm(int64_t norm);

/// The unit directions: every column of `v` divided by its norm. For double,
/// the product of the integer and the same inverse norm in f32.
void normalizeSlices(const int16_t *v, int64_t d, int64_t s, float *theta);
void normalizeSlices(const int16_t *v, int64_t d, int64_t s, double *theta);

} // namespace mlir::per

#endif // PER_SUPPORT_SLICES_H
