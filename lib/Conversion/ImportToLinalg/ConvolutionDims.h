//===- ConvolutionDims.h - the shape of a convolution -----------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_CONVERSION_IMPORTTOLINALG_CONVOLUTIONDIMS_H
#define PER_LIB_CONVERSION_IMPORTTOLINALG_CONVOLUTIONDIMS_H

#include "mlir/IR/Operation.h"

#include <optional>

namespace mlir::per::imported {

/// One tensor of a convolution: its two dimensions that are not spatial (batch
/// and feature; of the kernel input and output feature), and the spatial ones.
struct ConvolutionLayout {
  int64_t first = -1, second = -1;
  SmallVector<int64_t> spatial;
};

/// One spatial dimension:
/// `out[o] = sum_k dilated[o * stride + k * kernelDilation - low] * kernel[k]`,
/// where `dilated` is the input with `inputDilation - 1` zeros between its
/// elements.
struct ConvolutionWindow {
  int64_t input, kernel, output;
  int64_t stride, inputDilation, kernelDilation, low;
};

/// What the attributes of stablehlo.convolution say.
struct ConvolutionDims {
  ConvolutionLayout input, kernel, output;
  SmallVector<ConvolutionWindow> windows;
  int64_t featureGroups = 1, batchGroups = 1;

  /// Whether it is a plain forward convolution of images, channels last, for
  /// which there is a named operation.
  bool isPlainForward() const;
};

/// Reads a convolution of static shapes; none if its attributes are absent, do
/// not fit the types, or reverse the window.
std::optional<ConvolutionDims> readConvolution(Operation *op);

/// The outputs `period * i + first` of one spatial dimension, which see the
/// same taps `tap + tapStride * j` of the kernel and no zeros between elements:
/// `out = sum_j input[i * stride + j * dilation + offset] * kernel[tap ...]`.
struct ConvolutionPhase {
  int64_t first, count;
  int64_t tap, numTaps;
  int64_t offset;
};

/// All phases of a spatial dimension: one if the input is not dilated.
struct ConvolutionPhases {
  explicit ConvolutionPhases(const ConvolutionWindow &window);

  int64_t period, tapStride, stride, dilation;
  /// How many there are, and those that have taps.
  int64_t numPhases;
  SmallVector<ConvolutionPhase> phases;

  /// The input elements that are read: from `begin` to before `end`, partly
  /// outside of the input.
  int64_t begin = 0, end = 0;

  /// How many input elements a phase reads from its offset on.
  int64_t getExtent(const ConvolutionPhase &phase) const {
    return (phase.count - 1) * stride + (phase.numTaps - 1) * dilation + 1;
  }
};

} // namespace mlir::per::imported

#endif // PER_LIB_CONVERSION_IMPORTTOLINALG_CONVOLUTIONDIMS_H
