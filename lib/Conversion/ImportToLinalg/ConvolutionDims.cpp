//===- ConvolutionDims.cpp - the shape of a convolution -------------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ConvolutionDims.h"

#include "ForeignOps.h"

#include "per/Frontend/StableHLO.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MathExtras.h"

#include <numeric>

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::imported;

/// Reads `[b, 0, 1, f]`: the dimension of each letter, and of each number.
static std::optional<ConvolutionLayout> parseLayout(StringRef text,
                                                    StringRef letters) {
  text = text.trim();
  if (!text.consume_front("[") || !text.consume_back("]"))
    return std::nullopt;
  SmallVector<StringRef> entries;
  text.split(entries, ',');
  ConvolutionLayout layout;
  layout.spatial.assign(entries.size() - std::min<size_t>(2, entries.size()),
                        -1);
  for (auto [dim, entry] : llvm::enumerate(entries)) {
    entry = entry.trim();
    size_t number;
    if (entry == letters.take_front(1))
      layout.first = dim;
    else if (entry == letters.drop_front(1))
      layout.second = dim;
    else if (!entry.getAsInteger(10, number) && number < layout.spatial.size())
      layout.spatial[number] = dim;
    else
      return std::nullopt;
  }
  bool isComplete = layout.first >= 0 && layout.second >= 0 &&
                    !llvm::is_contained(layout.spatial, -1);
  return isComplete ? std::optional(layout) : std::nullopt;
}

/// Reads `conv<[b, 0, f]x[0, i, o]->[b, 0, f]>`.
static bool parseLayouts(StringRef text, ConvolutionDims &dims) {
  text = text.trim();
  if (!text.consume_front("conv<") || !text.consume_back(">"))
    return false;
  auto [inputs, output] = text.split("->");
  auto [input, kernel] = inputs.split("x");
  auto a = parseLayout(input, "bf"), b = parseLayout(kernel, "io"),
       c = parseLayout(output, "bf");
  if (!a || !b || !c)
    return false;
  dims.input = *a;
  dims.kernel = *b;
  dims.output = *c;
  return true;
}

bool ConvolutionDims::isPlainForward() const {
  auto isChannelsLast = [](const ConvolutionLayout &layout) {
    return layout.first == 0 && layout.second == 3 &&
           layout.spatial == SmallVector<int64_t>{1, 2};
  };
  return windows.size() == 2 && featureGroups == 1 && batchGroups == 1 &&
         isChannelsLast(input) && isChannelsLast(output) && kernel.first == 2 &&
         kernel.second == 3 && kernel.spatial == SmallVector<int64_t>{0, 1} &&
         llvm::all_of(windows, [](const ConvolutionWindow &window) {
           return window.inputDilation == 1;
         });
}

std::optional<ConvolutionDims> imported::readConvolution(Operation *op) {
  if (op->getNumOperands() != 2 || op->getNumResults() != 1 || !isStatic(op))
    return std::nullopt;
  auto input = cast<RankedTensorType>(op->getOperand(0).getType());
  auto kernel = cast<RankedTensorType>(op->getOperand(1).getType());
  auto output = cast<RankedTensorType>(op->getResult(0).getType());
  size_t rank = input.getRank();
  ConvolutionDims dims;
  if (kernel.getRank() != input.getRank() ||
      output.getRank() != input.getRank() || rank < 2 ||
      !parseLayouts(getText(op, "dimension_numbers"), dims) ||
      dims.input.spatial.size() + 2 != rank ||
      dims.kernel.spatial.size() + 2 != rank ||
      dims.output.spatial.size() + 2 != rank)
    return std::nullopt;
  dims.featureGroups =
      getInts(op, "feature_group_count").value_or(SmallVector<int64_t>{1})[0];
  dims.batchGroups =
      getInts(op, "batch_group_count").value_or(SmallVector<int64_t>{1})[0];

  size_t count = rank - 2;
  SmallVector<int64_t> ones(count, 1);
  auto strides = getInts(op, "window_strides").value_or(ones);
  auto inputDilation = getInts(op, "lhs_dilation").value_or(ones);
  auto kernelDilation = getInts(op, "rhs_dilation").value_or(ones);
  auto padding =
      getInts(op, "padding").value_or(SmallVector<int64_t>(2 * count, 0));
  if (strides.size() != count || inputDilation.size() != count ||
      kernelDilation.size() != count || padding.size() != 2 * count)
    return std::nullopt;
  if (auto reversal = dyn_cast_or_null<DenseBoolArrayAttr>(
          getForeignAttr(op, "window_reversal")))
    if (llvm::is_contained(reversal.asArrayRef(), true))
      return std::nullopt;

  for (size_t i = 0; i < count; ++i) {
    ConvolutionWindow window;
    window.input = input.getDimSize(dims.input.spatial[i]);
    window.kernel = kernel.getDimSize(dims.kernel.spatial[i]);
    window.output = output.getDimSize(dims.output.spatial[i]);
    window.stride = strides[i];
    window.inputDilation = inputDilation[i];
    window.kernelDilation = kernelDilation[i];
    window.low = padding[2 * i];
    if (window.input < 1 || window.kernel < 1 || window.output < 1 ||
        window.stride < 1 || window.inputDilation < 1 ||
        window.kernelDilation < 1)
      return std::nullopt;
    int64_t padded = (window.input - 1) * window.inputDilation + 1 +
                     window.low + padding[2 * i + 1];
    int64_t extent = (window.kernel - 1) * window.kernelDilation + 1;
    if (padded < extent ||
        (padded - extent) / window.stride + 1 != window.output)
      return std::nullopt;
    dims.windows.push_back(window);
  }

  int64_t groups = dims.featureGroups * dims.batchGroups;
  int64_t batch = input.getDimSize(dims.input.first);
  int64_t features = input.getDimSize(dims.input.second);
  int64_t outputs = kernel.getDimSize(dims.kernel.second);
  bool fits =
      groups >= 1 && (dims.featureGroups == 1 || dims.batchGroups == 1) &&
      outputs % groups == 0 &&
      batch == output.getDimSize(dims.output.first) * dims.batchGroups &&
      features == kernel.getDimSize(dims.kernel.first) * dims.featureGroups &&
      outputs == output.getDimSize(dims.output.second);
  return fits ? std::optional(dims) : std::nullopt;
}

ConvolutionPhases::ConvolutionPhases(const ConvolutionWindow &window) {
  int64_t zeros = window.inputDilation;
  period = zeros / std::gcd(zeros, window.stride);
  tapStride = zeros / std::gcd(zeros, window.kernelDilation);
  stride = period * window.stride / zeros;
  dilation = tapStride * window.kernelDilation / zeros;
  numPhases = std::min(period, window.output);
  bool isFirst = true;
  for (int64_t first = 0; first < numPhases; ++first) {
    ConvolutionPhase phase;
    phase.first = first;
    phase.count = llvm::divideCeil(window.output - first, period);
    phase.numTaps = 0;
    for (phase.tap = 0; phase.tap < std::min(tapStride, window.kernel);
         ++phase.tap) {
      int64_t at = first * window.stride + phase.tap * window.kernelDilation -
                   window.low;
      if (at % zeros != 0)
        continue;
      phase.offset = at / zeros;
      phase.numTaps = llvm::divideCeil(window.kernel - phase.tap, tapStride);
      break;
    }
    if (phase.numTaps == 0)
      continue;
    int64_t last = phase.offset + getExtent(phase);
    begin = isFirst ? phase.offset : std::min(begin, phase.offset);
    end = isFirst ? last : std::max(end, last);
    isFirst = false;
    phases.push_back(phase);
  }
}
