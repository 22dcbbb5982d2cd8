//===- PrepareImport.cpp - what the importer shall not convert ------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "ConvolutionDims.h"
#include "ForeignOps.h"
#include "Kept.h"

#include "per/Conversion/ImportToLinalg.h"
#include "per/Conversion/Passes.h"
#include "per/Frontend/StableHLO.h"

#include "mlir/IR/TypeUtilities.h"

namespace mlir::per {
#define GEN_PASS_DEF_PREPAREIMPORTPASS
#include "per/Conversion/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;
using namespace mlir::per::imported;

/// The attribute of the constant that a tensor is, through broadcasts of it and
/// changes of its type.
static TypedAttr getSplatConstant(Value value) {
  Type element = getElementTypeOrSelf(value);
  Operation *def = value.getDefiningOp();
  auto isNamed = [&](StringRef name) {
    return def->getName().getStringRef() == name;
  };
  while (
      def && def->getNumOperands() == 1 &&
      (isNamed("stablehlo.broadcast_in_dim") || isNamed("stablehlo.convert")))
    def = def->getOperand(0).getDefiningOp();
  if (!def || !isNamed("stablehlo.constant"))
    return {};
  auto elements =
      dyn_cast_or_null<DenseElementsAttr>(getForeignAttr(def, "value"));
  if (!elements || !elements.isSplat())
    return {};
  auto splat = cast<TypedAttr>(elements.getSplatValue<Attribute>());
  if (splat.getType() == element)
    return splat;
  // Widened floats.
  auto number = dyn_cast<FloatAttr>(splat);
  auto type = dyn_cast<FloatType>(element);
  if (!number || !type ||
      number.getType().getIntOrFloatBitWidth() > type.getWidth())
    return {};
  APFloat wide = number.getValue();
  bool losesInfo;
  wide.convert(type.getFloatSemantics(), APFloat::rmNearestTiesToEven,
               &losesInfo);
  return FloatAttr::get(type, wide);
}

static bool areAll(const std::optional<SmallVector<int64_t>> &values,
                   int64_t wanted) {
  return !values ||
         llvm::all_of(*values, [&](int64_t value) { return value == wanted; });
}

/// The dimension along which a window of the whole size moves, with padding on
/// one side only; none for other windows.
static std::optional<int64_t>
getCumulativeDim(Operation *op, ArrayRef<int64_t> shape, bool &isReversed) {
  auto sizes = getInts(op, "window_dimensions"),
       padding = getInts(op, "padding");
  if (!sizes || sizes->size() != shape.size() || !padding ||
      padding->size() != 2 * shape.size() ||
      !areAll(getInts(op, "window_strides"), 1) ||
      !areAll(getInts(op, "base_dilations"), 1) ||
      !areAll(getInts(op, "window_dilations"), 1))
    return std::nullopt;
  std::optional<int64_t> result;
  for (auto [dim, n] : llvm::enumerate(shape)) {
    int64_t low = (*padding)[2 * dim], high = (*padding)[2 * dim + 1];
    if ((*sizes)[dim] == 1 && low == 0 && high == 0)
      continue;
    bool isForward = low == n - 1 && high == 0;
    bool isBackward = low == 0 && high == n - 1;
    if (result || (*sizes)[dim] != n || !(isForward || isBackward))
      return std::nullopt;
    result = dim;
    isReversed = isBackward;
  }
  return result;
}

static void keepCumulative(Operation *op) {
  if (op->getNumOperands() != 2 || op->getNumResults() != 1 ||
      !hasRegions(op, 1) || !isStatic(op) ||
      op->getOperand(0).getType() != op->getResult(0).getType())
    return;
  auto type = cast<RankedTensorType>(op->getResult(0).getType());
  bool isReversed = false;
  std::optional<int64_t> dim =
      getCumulativeDim(op, type.getShape(), isReversed);
  StringRef name;
  std::optional<Combiner> combiner = getRegionCombiner(op->getRegion(0), name);
  TypedAttr init = getSplatConstant(op->getOperand(1));
  if (!dim || !combiner || !init)
    return;
  // The padding adds its value again in every window.
  TypedAttr neutral = getNeutral(*combiner, type.getElementType());
  if (!neutral || init != neutral)
    return;

  OpBuilder builder(op);
  OperationState state(op->getLoc(), cumulativeName, op->getOperand(0),
                       op->getResultTypes());
  state.addAttribute("combiner", builder.getStringAttr(name));
  state.addAttribute("dimension", builder.getI64IntegerAttr(*dim));
  if (isReversed)
    state.addAttribute("reverse", builder.getUnitAttr());
  if (type.getElementType().isUnsignedInteger())
    state.addAttribute("unsigned", builder.getUnitAttr());
  op->replaceAllUsesWith(builder.create(state));
  op->erase();
}

static bool isEmpty(Value value) {
  RankedTensorType type = getStaticTensor(value.getType());
  return type && type.getNumElements() == 0;
}

static void keepConcatenate(Operation *op) {
  std::optional<SmallVector<int64_t>> dimension = getInts(op, "dimension");
  if (op->getNumResults() != 1 || !isStatic(op) || !dimension)
    return;
  OpBuilder builder(op);
  SmallVector<Value> inputs(
      llvm::make_filter_range(op->getOperands(), std::not_fn(isEmpty)));
  if (inputs.empty())
    return;
  OperationState state(op->getLoc(), concatenateName, inputs,
                       op->getResultTypes());
  state.addAttribute("dimension", builder.getI64IntegerAttr((*dimension)[0]));
  op->replaceAllUsesWith(builder.create(state));
  op->erase();
}

/// The importer makes the zeros of dilated inputs and kernels, and orders the
/// loops of gradients as they come.
static void keepConvolution(Operation *op) {
  std::optional<ConvolutionDims> dims = readConvolution(op);
  if (!dims || dims->isPlainForward() ||
      !getElementTypeOrSelf(op->getResult(0)).isIntOrFloat())
    return;
  OpBuilder builder(op);
  OperationState state(op->getLoc(), convolutionName, op->getOperands(),
                       op->getResultTypes());
  for (StringRef name :
       {"dimension_numbers", "window_strides", "padding", "lhs_dilation",
        "rhs_dilation", "feature_group_count", "batch_group_count"})
    if (Attribute attr = getForeignAttr(op, name))
      state.addAttribute(name, attr);
  op->replaceAllUsesWith(builder.create(state));
  op->erase();
}

/// The importer makes slices that begin beyond the end of their operand, which
/// its own verifier refuses, of those without elements.
static void replaceEmptySlice(Operation *op) {
  if (op->getNumResults() != 1 || !isEmpty(op->getResult(0)))
    return;
  OpBuilder builder(op);
  OperationState state(op->getLoc(), "stablehlo.constant", ValueRange(),
                       op->getResultTypes());
  auto type = cast<RankedTensorType>(op->getResult(0).getType());
  state.addAttribute("value",
                     DenseElementsAttr::get(type, ArrayRef<Attribute>()));
  op->replaceAllUsesWith(builder.create(state));
  op->erase();
}

void mlir::per::prepareImport(Operation *root) {
  widenSums(root);
  root->walk([](Operation *op) {
    StringRef name = op->getName().getStringRef();
    if (name == "stablehlo.concatenate")
      keepConcatenate(op);
    else if (name == "stablehlo.slice")
      replaceEmptySlice(op);
    else if (name == "stablehlo.convolution")
      keepConvolution(op);
    else if (name == "stablehlo.reduce_window")
      keepCumulative(op);
  });
}

namespace {
struct PrepareImportPass final
    : per::impl::PrepareImportPassBase<PrepareImportPass> {
  void runOnOperation() override { prepareImport(getOperation()); }
};
} // namespace
