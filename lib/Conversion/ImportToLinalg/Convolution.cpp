//===- Convolution.cpp - convolutions and their gradients -----------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// A gradient of a strided convolution is a convolution with zeros between the
// elements of its input or kernel. Here the zeros are not made: those of the
// kernel are a dilation in the access map; those of the input split the output
// into phases, each a dense convolution with every n-th tap of the kernel.
//
//===----------------------------------------------------------------------===//

#include "ConvolutionDims.h"
#include "ForeignOps.h"

#include "per/Conversion/ImportToLinalg.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/ReshapeOpsUtils.h"
#include "mlir/Dialect/Utils/StructuredOpsUtils.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::imported;

namespace {
/// A box of a tensor with strides, for slices.
struct Box {
  explicit Box(RankedTensorType type)
      : offsets(type.getRank(), 0), sizes(type.getShape()),
        strides(type.getRank(), 1) {}
  SmallVector<int64_t> offsets, sizes, strides;

  bool isWhole(RankedTensorType type) const { return sizes == type.getShape(); }
};

/// Builds one convolution. A dimension of groups is split into two; `shift`
/// says where the others then are.
class ConvolutionBuilder {
public:
  ConvolutionBuilder(OpBuilder &builder, Operation *op,
                     const ConvolutionDims &dims);

  Value build();

private:
  Value createZeros(RankedTensorType type);
  Value slice(Value value, const Box &box);
  Value insert(Value value, Value into, const Box &box);
  Value splitGroups(Value value, int64_t dim);
  Value padInput(Value input);
  void createMaps();
  /// The outputs of one phase of each spatial dimension.
  Value createPhase(Value input, Value kernel, RankedTensorType type);
  Value visitPhases(Value input, Value kernel, Value output);

  OpBuilder &builder;
  Operation *op;
  Location loc;
  const ConvolutionDims &dims;
  int64_t groups;
  SmallVector<ConvolutionPhases> phases;
  /// Spatial dimensions of the tensors, after groups are split.
  SmallVector<int64_t> inputDims, kernelDims, outputDims;
  SmallVector<AffineMap> maps;
  SmallVector<utils::IteratorType> iterators;
};
} // namespace

ConvolutionBuilder::ConvolutionBuilder(OpBuilder &builder, Operation *op,
                                       const ConvolutionDims &dims)
    : builder(builder), op(op), loc(op->getLoc()), dims(dims),
      groups(dims.featureGroups * dims.batchGroups) {
  for (const ConvolutionWindow &window : dims.windows)
    phases.emplace_back(window);
  auto shift = [&](ArrayRef<int64_t> spatial, int64_t split) {
    return llvm::map_to_vector(spatial, [&](int64_t dim) {
      return dim + (groups > 1 && dim > split);
    });
  };
  inputDims =
      shift(dims.input.spatial,
            dims.batchGroups > 1 ? dims.input.first : dims.input.second);
  kernelDims = shift(dims.kernel.spatial, dims.kernel.second);
  outputDims = shift(dims.output.spatial, dims.output.second);
}

Value ConvolutionBuilder::createZeros(RankedTensorType type) {
  Value zero = arith::ConstantOp::create(
      builder, loc, builder.getZeroAttr(type.getElementType()));
  Value empty = tensor::EmptyOp::create(builder, loc, type.getShape(),
                                        type.getElementType());
  return linalg::FillOp::create(builder, loc, zero, empty).getResult(0);
}

static SmallVector<OpFoldResult> getAttrs(OpBuilder &builder,
                                          ArrayRef<int64_t> values) {
  return llvm::map_to_vector(values, [&](int64_t value) -> OpFoldResult {
    return builder.getIndexAttr(value);
  });
}

Value ConvolutionBuilder::slice(Value value, const Box &box) {
  if (box.isWhole(cast<RankedTensorType>(value.getType())))
    return value;
  return tensor::ExtractSliceOp::create(
      builder, loc, value, getAttrs(builder, box.offsets),
      getAttrs(builder, box.sizes), getAttrs(builder, box.strides));
}

Value ConvolutionBuilder::insert(Value value, Value into, const Box &box) {
  return tensor::InsertSliceOp::create(
      builder, loc, value, into, getAttrs(builder, box.offsets),
      getAttrs(builder, box.sizes), getAttrs(builder, box.strides));
}

/// Splits a dimension into groups and what is in one.
Value ConvolutionBuilder::splitGroups(Value value, int64_t dim) {
  if (groups == 1)
    return value;
  auto type = cast<RankedTensorType>(value.getType());
  SmallVector<int64_t> shape(type.getShape());
  shape[dim] /= groups;
  shape.insert(shape.begin() + dim, groups);
  SmallVector<ReassociationIndices> reassociation;
  for (int64_t i = 0, next = 0; i < type.getRank(); ++i) {
    ReassociationIndices &indices = reassociation.emplace_back();
    indices.push_back(next++);
    if (i == dim)
      indices.push_back(next++);
  }
  return tensor::ExpandShapeOp::create(builder, loc, type.clone(shape), value,
                                       reassociation);
}

/// The input elements that the windows see, with zeros outside of the input;
/// null if they see none.
Value ConvolutionBuilder::padInput(Value input) {
  auto type = cast<RankedTensorType>(input.getType());
  Box box(type);
  SmallVector<int64_t> low(type.getRank(), 0), high(type.getRank(), 0);
  for (auto [s, along] : llvm::enumerate(phases)) {
    int64_t dim = dims.input.spatial[s], size = type.getDimSize(dim);
    int64_t begin = std::max<int64_t>(0, along.begin);
    int64_t end = std::min(size, along.end);
    if (begin >= end)
      return {};
    box.offsets[dim] = begin;
    box.sizes[dim] = end - begin;
    low[dim] = begin - along.begin;
    high[dim] = along.end - end;
  }
  Value sliced = slice(input, box);
  auto isZero = [](int64_t n) { return n == 0; };
  if (llvm::all_of(low, isZero) && llvm::all_of(high, isZero))
    return sliced;
  SmallVector<int64_t> shape;
  for (auto [size, before, after] : llvm::zip_equal(box.sizes, low, high))
    shape.push_back(size + before + after);
  Value zero = arith::ConstantOp::create(
      builder, loc, builder.getZeroAttr(type.getElementType()));
  return tensor::PadOp::create(builder, loc, type.clone(shape), sliced,
                               getAttrs(builder, low), getAttrs(builder, high),
                               zero);
}

/// Parallel loops in the order of the output's dimensions, then reductions in
/// the order of the kernel's.
void ConvolutionBuilder::createMaps() {
  unsigned numLoops = 0;
  auto addLoop = [&](utils::IteratorType type) {
    iterators.push_back(type);
    return builder.getAffineDimExpr(numLoops++);
  };
  size_t count = phases.size();
  SmallVector<AffineExpr> outs(count), taps(count);
  AffineExpr batch, group, feature, channel;
  SmallVector<AffineExpr> input, kernel, output;
  for (int64_t dim = 0, rank = count + 2; dim < rank; ++dim) {
    const auto *spatial = llvm::find(dims.output.spatial, dim);
    if (spatial != dims.output.spatial.end()) {
      AffineExpr &out = outs[spatial - dims.output.spatial.begin()];
      output.push_back(out = addLoop(utils::IteratorType::parallel));
    } else if (dim == dims.output.first) {
      output.push_back(batch = addLoop(utils::IteratorType::parallel));
    } else {
      if (groups > 1)
        output.push_back(group = addLoop(utils::IteratorType::parallel));
      output.push_back(feature = addLoop(utils::IteratorType::parallel));
    }
  }
  for (int64_t dim = 0, rank = count + 2; dim < rank; ++dim) {
    const auto *spatial = llvm::find(dims.kernel.spatial, dim);
    if (spatial != dims.kernel.spatial.end()) {
      AffineExpr &tap = taps[spatial - dims.kernel.spatial.begin()];
      kernel.push_back(tap = addLoop(utils::IteratorType::reduction));
    } else if (dim == dims.kernel.first) {
      kernel.push_back(channel = addLoop(utils::IteratorType::reduction));
    } else {
      if (groups > 1)
        kernel.push_back(group);
      kernel.push_back(feature);
    }
  }
  for (int64_t dim = 0, rank = count + 2; dim < rank; ++dim) {
    const auto *spatial = llvm::find(dims.input.spatial, dim);
    if (spatial != dims.input.spatial.end()) {
      size_t s = spatial - dims.input.spatial.begin();
      input.push_back(outs[s] * phases[s].stride +
                      taps[s] * phases[s].dilation);
    } else if (dim == dims.input.first) {
      if (dims.batchGroups > 1)
        input.push_back(group);
      input.push_back(batch);
    } else {
      if (dims.featureGroups > 1)
        input.push_back(group);
      input.push_back(channel);
    }
  }
  for (const auto &results : {input, kernel, output})
    maps.push_back(AffineMap::get(numLoops, 0, results, builder.getContext()));
}

/// A float in another float type; integers are of one type.
static Value extend(OpBuilder &builder, Location loc, Value value, Type type) {
  return value.getType() == type
             ? value
             : arith::ExtFOp::create(builder, loc, type, value).getResult();
}

Value ConvolutionBuilder::createPhase(Value input, Value kernel,
                                      RankedTensorType type) {
  return linalg::GenericOp::create(
             builder, loc, type, ValueRange{input, kernel}, createZeros(type),
             maps, iterators,
             [](OpBuilder &body, Location loc, ValueRange elements) {
               Value sum = elements[2];
               Value a = extend(body, loc, elements[0], sum.getType());
               Value b = extend(body, loc, elements[1], sum.getType());
               if (isa<FloatType>(sum.getType())) {
                 Value product = arith::MulFOp::create(body, loc, a, b);
                 sum = arith::AddFOp::create(body, loc, sum, product);
               } else {
                 Value product = arith::MulIOp::create(body, loc, a, b);
                 sum = arith::AddIOp::create(body, loc, sum, product);
               }
               linalg::YieldOp::create(body, loc, sum);
             })
      .getResult(0);
}

Value ConvolutionBuilder::visitPhases(Value input, Value kernel, Value output) {
  auto inputType = cast<RankedTensorType>(input.getType());
  auto kernelType = cast<RankedTensorType>(kernel.getType());
  auto outputType = cast<RankedTensorType>(output.getType());
  int64_t numPhases = 1;
  for (const ConvolutionPhases &along : phases)
    numPhases *= along.phases.size();
  for (int64_t number = 0; number < numPhases; ++number) {
    Box read(inputType), taps(kernelType), written(outputType);
    int64_t rest = number;
    for (auto [s, along] : llvm::enumerate(phases)) {
      const ConvolutionPhase &phase = along.phases[rest % along.phases.size()];
      rest /= along.phases.size();
      read.offsets[inputDims[s]] = phase.offset - along.begin;
      read.sizes[inputDims[s]] = along.getExtent(phase);
      taps.offsets[kernelDims[s]] = phase.tap;
      taps.sizes[kernelDims[s]] = phase.numTaps;
      taps.strides[kernelDims[s]] = along.tapStride;
      written.offsets[outputDims[s]] = phase.first;
      written.sizes[outputDims[s]] = phase.count;
      written.strides[outputDims[s]] = along.period;
    }
    Value result = createPhase(slice(input, read), slice(kernel, taps),
                               outputType.clone(written.sizes));
    output =
        written.isWhole(outputType) ? result : insert(result, output, written);
  }
  return output;
}

Value ConvolutionBuilder::build() {
  auto type = cast<RankedTensorType>(op->getResult(0).getType());
  Value input = padInput(op->getOperand(0));
  if (!input)
    return createZeros(type);
  input = splitGroups(input, dims.batchGroups > 1 ? dims.input.first
                                                  : dims.input.second);
  Value kernel = splitGroups(op->getOperand(1), dims.kernel.second);
  createMaps();

  bool isCovered = llvm::all_of(phases, [](const ConvolutionPhases &along) {
    return static_cast<int64_t>(along.phases.size()) == along.numPhases;
  });
  // Phases without a tap are zero.
  Value output = isCovered
                     ? tensor::EmptyOp::create(builder, loc, type.getShape(),
                                               type.getElementType())
                           .getResult()
                     : createZeros(type);
  output = splitGroups(output, dims.output.second);
  output = visitPhases(input, kernel, output);
  if (groups == 1)
    return output;
  SmallVector<ReassociationIndices> reassociation;
  for (int64_t i = 0, next = 0; i < type.getRank(); ++i) {
    ReassociationIndices &indices = reassociation.emplace_back();
    indices.push_back(next++);
    if (i == dims.output.second)
      indices.push_back(next++);
  }
  return tensor::CollapseShapeOp::create(builder, loc, type, output,
                                         reassociation);
}

LogicalResult mlir::per::convertImportedConvolution(RewriterBase &rewriter,
                                                    Operation *op) {
  std::optional<ConvolutionDims> dims = readConvolution(op);
  if (!dims)
    return rewriter.notifyMatchFailure(
        op, "its attributes cannot be read, or do not fit the types");
  Type result = getElementTypeOrSelf(op->getResult(0));
  for (Type type : op->getOperandTypes()) {
    Type element = getElementTypeOrSelf(type);
    bool isExtended =
        isa<FloatType>(element) && isa<FloatType>(result) &&
        element.getIntOrFloatBitWidth() < result.getIntOrFloatBitWidth();
    if (element != result && !isExtended)
      return rewriter.notifyMatchFailure(
          op, "its operands and its result have element types that do not fit");
  }
  rewriter.replaceOp(op, ConvolutionBuilder(rewriter, op, *dims).build());
  return success();
}
