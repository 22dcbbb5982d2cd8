//===- MatchConvolution.cpp - sums of products as convolutions ------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// The gradient of a convolution's weights is a convolution too, whose channels
// are the images, and with many taps. It is the same loops in other roles: the
// output is the weights then, and an operand the destination.
//
//===----------------------------------------------------------------------===//

#include "OneDNNCall.h"

using namespace mlir;
using namespace mlir::per;

/// oneDNN's convolutions have one to three dimensions of positions.
constexpr size_t kMaxPositions = 3;

namespace {
/// A dimension of the source: a loop of positions in the destination, and maybe
/// one of taps, both with the distance between neighbours.
struct Window {
  std::optional<unsigned> position, tap;
  int64_t step = 1, dilation = 1;
  int64_t size, stride; // of the source
};

/// The loops of a convolution by role.
struct ConvolutionLoops {
  std::optional<unsigned> image, group, inputChannel, outputChannel;
  SmallVector<Window> windows; // the outermost in the source first
};

/// Assigns the loops of a contraction to the roles of a convolution, whose
/// tensors it has as operands.
class LoopAssignment {
public:
  LoopAssignment(const Contraction &c, const Access &source,
                 const Access &weights, const Access &destination)
      : c(c), source(source), weights(weights), destination(destination) {}

  bool run();
  /// Whether the channels of the source are inside of its images, as they are
  /// in all layouts: else the roles are those of the other kind.
  bool areChannelsInside() const;
  /// Whether groups and the channels in them are one dimension of source and
  /// destination.
  bool areGroupsNeighbours() const;

  ConvolutionLoops loops;

private:
  bool addSourceDimension(AffineExpr expr, int64_t size, int64_t stride);
  bool addWindow(AffineExpr expr, int64_t size, int64_t stride);
  bool addOtherLoops();

  bool isIn(const Access &access, unsigned loop) const {
    return access.strides[loop] != 0;
  }

  const Contraction &c;
  const Access &source, &weights, &destination;
};
} // namespace

/// A multiple of a loop as its number and the factor.
static std::optional<std::pair<unsigned, int64_t>> matchTerm(AffineExpr expr) {
  if (auto dim = dyn_cast<AffineDimExpr>(expr))
    return std::make_pair(dim.getPosition(), int64_t(1));
  auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!binary || binary.getKind() != AffineExprKind::Mul)
    return std::nullopt;
  auto dim = dyn_cast<AffineDimExpr>(binary.getLHS());
  auto factor = dyn_cast<AffineConstantExpr>(binary.getRHS());
  if (!dim || !factor || factor.getValue() < 1)
    return std::nullopt;
  return std::make_pair(dim.getPosition(), factor.getValue());
}

bool LoopAssignment::addWindow(AffineExpr expr, int64_t size, int64_t stride) {
  auto sum = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!sum || sum.getKind() != AffineExprKind::Add)
    return false;
  auto position = matchTerm(sum.getLHS()), tap = matchTerm(sum.getRHS());
  if (!position || !tap)
    return false;
  if (isIn(weights, position->first))
    std::swap(position, tap);
  if (isIn(weights, position->first) || isIn(destination, tap->first) ||
      !isIn(destination, position->first) || !isIn(weights, tap->first))
    return false;
  loops.windows.push_back({position->first, tap->first, position->second,
                           tap->second, size, stride});
  return true;
}

bool LoopAssignment::addSourceDimension(AffineExpr expr, int64_t size,
                                        int64_t stride) {
  auto term = matchTerm(expr);
  if (!term)
    return size == 1 || addWindow(expr, size, stride);
  auto [loop, step] = *term;
  if (c.sizes[loop] == 1)
    return true;
  bool isInWeights = isIn(weights, loop), isWritten = isIn(destination, loop);
  if (isWritten && !isInWeights) {
    if (!loops.image && step == 1)
      loops.image = loop;
    else
      loops.windows.push_back({loop, std::nullopt, step, 1, size, stride});
    return true;
  }
  if (step != 1)
    return false;
  std::optional<unsigned> &role = isWritten ? loops.group : loops.inputChannel;
  if (role || !isInWeights)
    return false;
  role = loop;
  return true;
}

/// Finds the output channels, and whether there is nothing else.
bool LoopAssignment::addOtherLoops() {
  for (unsigned loop = 0; loop < c.sizes.size(); ++loop) {
    if (c.sizes[loop] == 1 || isIn(source, loop))
      continue;
    if (loops.outputChannel || !isIn(weights, loop) || !isIn(destination, loop))
      return false;
    loops.outputChannel = loop;
  }
  return true;
}

bool LoopAssignment::areChannelsInside() const {
  auto count = [&](std::optional<unsigned> Window::*loop) {
    int64_t iterations = 1;
    for (const Window &window : loops.windows)
      if (window.*loop)
        iterations *= c.sizes[*(window.*loop)];
    return iterations;
  };
  if (!loops.inputChannel && !loops.image)
    return count(&Window::tap) <= count(&Window::position);
  // One of them alone is inside or outside of the positions.
  int64_t channel = loops.inputChannel ? source.strides[*loops.inputChannel]
                                       : loops.windows.back().stride;
  int64_t image =
      loops.image ? source.strides[*loops.image] : loops.windows.front().stride;
  return channel <= image;
}

bool LoopAssignment::areGroupsNeighbours() const {
  auto areNeighbours = [&](const Access &access,
                           std::optional<unsigned> channel) {
    return !loops.group || !channel ||
           access.strides[*loops.group] ==
               c.sizes[*channel] * access.strides[*channel];
  };
  return areNeighbours(source, loops.inputChannel) &&
         areNeighbours(destination, loops.outputChannel);
}

bool LoopAssignment::run() {
  linalg::LinalgOp op = c.op;
  auto type = cast<MemRefType>(source.operand->get().getType());
  SmallVector<int64_t> strides;
  int64_t offset;
  (void)type.getStridesAndOffset(strides, offset);
  AffineMap map = op.getMatchingIndexingMap(source.operand);
  for (auto [expr, size, stride] :
       llvm::zip_equal(map.getResults(), type.getShape(), strides))
    if (!addSourceDimension(expr, size, stride))
      return false;
  llvm::sort(loops.windows, [](const Window &a, const Window &b) {
    return std::make_pair(-a.stride, a.position) <
           std::make_pair(-b.stride, b.position);
  });
  return !loops.windows.empty() && loops.windows.size() <= kMaxPositions &&
         addOtherLoops();
}

static OneDNNCall createCall(const Contraction &c,
                             const ConvolutionLoops &loops,
                             const std::array<Access, 3> &accesses) {
  OneDNNCall call;
  call.accesses = accesses;
  OneDNNOperation &operation = call.operation;
  // Groups and the channels in them are one dimension, but of the weights.
  auto addChannels = [&](OneDNNRole role, std::optional<unsigned> channel) {
    call.addDimension(c, role, channel ? channel : loops.group);
    if (loops.group && channel)
      call.getTensor(role).sizes.back() *= c.sizes[*loops.group];
  };
  call.addDimension(c, Source, loops.image);
  addChannels(Source, loops.inputChannel);
  if (loops.group)
    call.addDimension(c, Weights, loops.group);
  call.addDimension(c, Weights, loops.outputChannel);
  call.addDimension(c, Weights, loops.inputChannel);
  call.addDimension(c, Destination, loops.image);
  addChannels(Destination, loops.outputChannel);
  auto count = [&](std::optional<unsigned> loop) {
    return loop ? c.sizes[*loop] : 1;
  };
  for (const Window &window : loops.windows) {
    // oneDNN refuses a source that has a step or more beyond the last window.
    int64_t needed = (count(window.position) - 1) * window.step +
                     (count(window.tap) - 1) * window.dilation + 1;
    operation.source.sizes.push_back(
        std::min(window.size, needed + window.step - 1));
    operation.source.strides.push_back(window.stride);
    call.addDimension(c, Weights, window.tap);
    call.addDimension(c, Destination, window.position);
    operation.steps.push_back(window.step);
    operation.dilations.push_back(window.dilation);
  }
  return call;
}

/// Whether the output has loops that the source has alone, and loops of the
/// other operand: else it is a product with a vector, or less.
static bool hasRowsAndColumns(const Contraction &c, const Access &source,
                              const Access &other) {
  bool hasRows = false, hasColumns = false;
  for (auto [loop, size] : llvm::enumerate(c.sizes)) {
    if (size == 1 || c.output.strides[loop] == 0)
      continue;
    bool isInOther = other.strides[loop] != 0;
    hasColumns |= isInOther;
    hasRows |= !isInOther && source.strides[loop] != 0;
  }
  return hasRows && hasColumns;
}

std::optional<OneDNNCall>
mlir::per::matchOneDNNConvolution(const Contraction &c) {
  for (bool swapped : {false, true}) {
    const Access &source = swapped ? c.right : c.left;
    const Access &other = swapped ? c.left : c.right;
    if (!hasRowsAndColumns(c, source, other))
      continue;
    LoopAssignment forward(c, source, other, c.output);
    LoopAssignment gradient(c, source, c.output, other);
    bool isForward = forward.run() && forward.areChannelsInside();
    const LoopAssignment &assigned = isForward ? forward : gradient;
    if ((!isForward && !gradient.run()) || !assigned.areGroupsNeighbours())
      continue;
    OneDNNCall call =
        isForward ? createCall(c, forward.loops, {source, other, c.output})
                  : createCall(c, gradient.loops, {source, c.output, other});
    call.operation.kind = isForward ? OneDNNOperation::Kind::Convolution
                                    : OneDNNOperation::Kind::WeightsGradient;
    return call;
  }
  return std::nullopt;
}
