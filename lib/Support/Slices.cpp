//===- Slices.cpp - the definition of the slices --------------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Support/Slices.h"

#include <algorithm>
#include <cmath>
#include <vector>

using namespace mlir::per;

std::array<uint32_t, 4> mlir::per::philox4x32(std::array<uint32_t, 4> counter,
                                              std::array<uint32_t, 2> key) {
  auto [c0, c1, c2, c3] = counter;
  for (unsigned round = 0; round < kPhiloxRounds; ++round) {
    uint64_t p0 = uint64_t(kPhiloxMultipliers[0]) * c0;
    uint64_t p1 = uint64_t(kPhiloxMultipliers[1]) * c2;
    c0 = uint32_t(p1 >> 32) ^ c1 ^ key[0];
    c1 = uint32_t(p1);
    c2 = uint32_t(p0 >> 32) ^ c3 ^ key[1];
    c3 = uint32_t(p0);
    key[0] += kPhiloxKeySteps[0];
    key[1] += kPhiloxKeySteps[1];
  }
  return {c0, c1, c2, c3};
}

const std::array<int16_t, 64> mlir::per::kNormal16Constant = {
    31706, 0,     0,     0,     4151,  2883,  1700,  562,   7724,  6787,  5953,
    5193,  10562, 9793,  9123,  8524,  12973, 12309, 11736, 11230, 15100, 14508,
    14001, 13556, 17020, 16482, 16023, 15622, 18781, 18285, 17864, 17497, 20417,
    19955, 19563, 19223, 21950, 21516, 21148, 20829, 23396, 22985, 22639, 22338,
    24769, 24378, 24049, 23764, 26080, 25707, 25392, 25120, 27331, 26974, 26673,
    26413, 0,     28355, 0,     27773, 0,     0,     29218, 0};
const std::array<int16_t, 64> mlir::per::kNormal16Linear = {
    0,     0,     0,     0,     -5319, -4875, -4623, -4509, -4020, -3520, -3173,
    -2922, -3331, -2859, -2526, -2279, -2893, -2456, -2150, -1917, -2586, -2180,
    -1894, -1680, -2357, -1979, -1709, -1510, -2177, -1819, -1566, -1381, -2034,
    -1695, -1454, -1280, -1914, -1587, -1364, -1195, -1812, -1505, -1290, -1126,
    -1720, -1427, -1224, -1069, -1640, -1364, -1167, -1021, 0,     0,     0,
    0,     0,     0,     0,     0,     0,     0,     0,     0};
const std::array<int16_t, 64> mlir::per::kNormal16Quadratic = {
    0,   0,   0,   0,    1155, 676, 361, 118, 1213, 814, 591, 438, 1138,
    775, 561, 425, 1067, 730,  533, 404, 980, 678,  495, 379, 917, 622,
    462, 353, 875, 596,  430,  319, 816, 552, 410,  301, 776, 524, 389,
    297, 740, 509, 359,  271,  708, 487, 343, 258,  -6,  -6,  -6,  -6,
    0,   0,   0,   0,    0,    0,   0,   0,   0,    0,   0,   0};

int16_t mlir::per::normal16(uint16_t bits) {
  // The tail probability is m / 2^17; m is odd, so it has a leading one.
  uint32_t m = ((uint32_t(bits) << 1) & 0xffff) | 1;
  int leadingZeros = 0;
  while (!((m << leadingZeros) & 0x8000))
    ++leadingZeros;
  uint32_t n = (m << leadingZeros) & 0xffff;
  unsigned segment = (4 * leadingZeros + (n >> 13)) & 63;
  int32_t u = int32_t(n & 0x1fff) - 4096;
  int32_t slope = kNormal16Linear[segment] +
                  ((u * kNormal16Quadratic[segment] + 0x4000) >> 15);
  int32_t r = kNormal16Constant[segment] + ((u * slope + 0x4000) >> 15);
  r = std::max(r, 1);
  return bits & 0x8000 ? -r : r;
}

const std::array<int16_t, 65536> &mlir::per::getNormal16Table() {
  static const std::array<int16_t, 65536> table = [] {
    std::array<int16_t, 65536> entries;
    for (unsigned bits = 0; bits < entries.size(); ++bits)
      entries[bits] = normal16(bits);
    return entries;
  }();
  return table;
}

int16_t mlir::per::drawSliceElement(uint32_t seed, uint32_t step, uint32_t site,
                                    uint32_t element, uint32_t slice) {
  std::array<uint32_t, 4> words =
      philox4x32({element >> 1, slice >> 2, site, 0}, {seed, step});
  return normal16(words[slice & 3] >> (element & 1 ? 16 : 0));
}

void mlir::per::drawSlices(uint32_t seed, uint32_t step, uint32_t site,
                           int64_t d, int64_t s, int16_t *v) {
  // One counter gives two elements of four slices.
  for (int64_t i = 0; i < d; i += 2)
    for (int64_t k = 0; k < s; k += 4) {
      std::array<uint32_t, 4> words = philox4x32(
          {uint32_t(i >> 1), uint32_t(k >> 2), site, 0}, {seed, step});
      for (int64_t j = 0; j < std::min<int64_t>(4, s - k); ++j) {
        v[i * s + k + j] = normal16(words[j]);
        if (i + 1 < d)
          v[(i + 1) * s + k + j] = normal16(words[j] >> 16);
      }
    }
}

void mlir::per::computeSliceNorms(const int16_t *v, int64_t d, int64_t s,
                                  int64_t *norms) {
  std::fill_n(norms, s, 0);
  for (int64_t i = 0; i < d; ++i)
    for (int64_t k = 0; k < s; ++k)
      norms[k] += int64_t(v[i * s + k]) * v[i * s + k];
}

float mlir::per::computeInverseNorm(int64_t norm) {
  return float(1.0 / std::sqrt(double(norm)));
}

template <typename Float>
static void normalize(const int16_t *v, int64_t d, int64_t s, Float *theta) {
  std::vector<int64_t> norms(s);
  computeSliceNorms(v, d, s, norms.data());
  std::vector<Float> inverse(s);
  std::transform(norms.begin(), norms.end(), inverse.begin(),
                 computeInverseNorm);
  for (int64_t i = 0; i < d; ++i)
    for (int64_t k = 0; k < s; ++k)
      theta[i * s + k] = Float(v[i * s + k]) * inverse[k];
}

void mlir::per::normalizeSlices(const int16_t *v, int64_t d, int64_t s,
                                float *theta) {
  normalize(v, d, s, theta);
}

void mlir::per::normalizeSlices(const int16_t *v, int64_t d, int64_t s,
                                double *theta) {
  normalize(v, d, s, theta);
}
