//===- Expansion.cpp - per operations as tensor operations ----------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Conversion/Expansion.h"

#include "mlir/Dialect/Utils/IndexingUtils.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mlir::per;

LogicalResult Expander::expand(Operation *op) {
  if (!isa_and_nonnull<PERDialect>(op->getDialect()))
    return success();
  if (op->getNumResults() == 0)
    return op->emitOpError(
        "on memrefs cannot be expanded; run the conversion before "
        "bufferization");
  b.setLoc(op->getLoc());
  b.getBuilder().setInsertionPoint(op);
  FailureOr<Value> result =
      llvm::TypeSwitch<Operation *, FailureOr<Value>>(op)
          .Case<SlicesOp, SliceNormsOp, PenaltyOp, GradientOp>(
              [&](auto op) { return build(op); });
  if (failed(result))
    return failure();
  op->getResult(0).replaceAllUsesWith(*result);
  op->erase();
  return success();
}

FailureOr<Value> Expander::getOperand(Operation *op, Value value,
                                      StringRef name) {
  FailureOr<Value> tensor = b.asTensor(value);
  if (failed(tensor))
    return op->emitOpError() << "has a scalar " << name
                             << " that is no constant; expected a tensor of "
                                "rank 0";
  return tensor;
}

//===----------------------------------------------------------------------===//
// Slices
//===----------------------------------------------------------------------===//

FailureOr<SliceKey> Expander::getKey(Operation *op, Value seed, Value step,
                                     uint64_t site) {
  if (site > std::numeric_limits<uint32_t>::max())
    return op->emitOpError() << "expected a site of 32 bits, got " << site;
  FailureOr<Value> seedTensor = getOperand(op, seed, "seed");
  FailureOr<Value> stepTensor = getOperand(op, step, "step");
  if (failed(seedTensor) || failed(stepTensor))
    return failure();
  return SliceKey{*seedTensor, *stepTensor, static_cast<uint32_t>(site)};
}

/// Elements and slices are numbered in 32 bits.
LogicalResult Expander::verifyTile(Operation *op, const SliceTile &tile) {
  auto verify = [&](OpFoldResult first, OpFoldResult extent,
                    StringRef name) -> LogicalResult {
    auto end = getConstantIntValue(extent);
    if (!end)
      return success();
    *end += getConstantIntValue(first).value_or(0);
    if (*end > int64_t(std::numeric_limits<uint32_t>::max()))
      return op->emitOpError() << "numbers its " << name << " in 32 bits, got "
                               << *end << " of them";
    return success();
  };
  if (failed(verify(tile.element, tile.numElements, "elements")))
    return failure();
  return verify(tile.slice, tile.numSlices, "slices");
}

static OpFoldResult getOffset(OpBuilder &builder, Value offset) {
  return offset ? getAsOpFoldResult(offset) : builder.getIndexAttr(0);
}

FailureOr<Value> Expander::build(SlicesOp op) {
  FailureOr<SliceKey> key =
      getKey(op, op.getSeed(), op.getStep(), op.getSite());
  TensorShape shape = b.getShape(op.getOutput());
  SliceTile tile{getOffset(b.getBuilder(), op.getElementOffset()),
                 getOffset(b.getBuilder(), op.getSliceOffset()), shape[0],
                 shape[1]};
  if (failed(key) || failed(verifyTile(op, tile)))
    return failure();
  Value v = buildSlices(b, *key, tile, normalForm);
  Type type = getElementType(op.getOutput());
  if (isa<IntegerType>(type))
    return v;
  Value norms =
      op.getNorms() ? op.getNorms() : buildSliceNorms(b, v, normalForm);
  return buildDirections(b, v, norms, type);
}

FailureOr<Value> Expander::build(SliceNormsOp op) {
  FailureOr<SliceKey> key =
      getKey(op, op.getSeed(), op.getStep(), op.getSite());
  SliceTile tile{getOffset(b.getBuilder(), op.getElementOffset()),
                 getOffset(b.getBuilder(), op.getSliceOffset()),
                 getAsOpFoldResult(op.getElements()),
                 b.getShape(op.getOutput())[0]};
  if (failed(key) || failed(verifyTile(op, tile)))
    return failure();
  Value norms =
      buildSliceNorms(b, buildSlices(b, *key, tile, normalForm), normalForm);
  MapOperand operands[] = {sameShape(op.getOutput()), sameShape(norms)};
  return b.map(
      b.getShape(norms), operands, getElementType(norms),
      [](ElementBuilder &e, ArrayRef<Element> x) { return e.add(x[0], x[1]); });
}

//===----------------------------------------------------------------------===//
// Terms
//===----------------------------------------------------------------------===//

static Type getComputeType(Value activations) {
  Type type = getElementType(activations);
  return type.isF64() ? type : Float32Type::get(type.getContext());
}

/// The dimensions of samples, then those of features.
template <typename OpT> static SmallVector<int64_t> getPermutation(OpT op) {
  SmallVector<int64_t> permutation(op.getSampleDims());
  llvm::append_range(permutation, op.getFeatureDims());
  return permutation;
}

static bool isIdentity(ArrayRef<int64_t> permutation) {
  return llvm::equal(permutation, llvm::seq<int64_t>(permutation.size()));
}

/// The activations as a matrix of samples and features, in the compute type.
static Value buildMatrix(TensorBuilder &b, Value activations,
                         ArrayRef<int64_t> permutation, unsigned numRows) {
  Value tensor = b.convert(activations, getComputeType(activations));
  if (!isIdentity(permutation))
    tensor = b.transpose(tensor, permutation);
  return b.flatten(tensor, numRows);
}

static Value convertSlices(TensorBuilder &b, Value slices, Type type) {
  return slices ? b.convert(slices, type) : Value();
}

/// `destination` plus `scale` times `term`, which is rounded to the type of the
/// destination before it is added.
static Value buildAccumulation(TensorBuilder &b, Value destination, Value scale,
                               Value term) {
  Type type = getElementType(destination);
  Type computeType = getElementType(term);
  MapOperand operands[] = {
      sameShape(destination), sameShape(term), {scale, {}}};
  return b.map(b.getShape(destination), operands, type,
               [&](ElementBuilder &e, ArrayRef<Element> x) {
                 Element scaled = e.mul(x[1], e.convert(x[2], computeType));
                 return e.add(x[0], e.convert(scaled, type));
               });
}

FailureOr<Value> Expander::build(PenaltyOp op) {
  FailureOr<Value> scale = getOperand(op, op.getScale(), "scale");
  if (failed(scale))
    return failure();
  Value matrix = buildMatrix(b, op.getActivations(), getPermutation(op),
                             op.getSampleDims().size());
  Value slices = convertSlices(b, op.getSlices(), getElementType(matrix));
  Value penalty = op.getRegularizer().buildPenalty(b, matrix, slices);
  if (!penalty)
    return op.emitOpError("has a regulariser that has no form for this site");
  return buildAccumulation(b, op.getOutput(), *scale, penalty);
}

FailureOr<Value> Expander::build(GradientOp op) {
  FailureOr<Value> scale = getOperand(op, op.getScale(), "scale");
  if (failed(scale))
    return failure();
  SmallVector<int64_t> permutation = getPermutation(op);
  unsigned numRows = op.getSampleDims().size();
  Value matrix = buildMatrix(b, op.getActivations(), permutation, numRows);
  Value slices = convertSlices(b, op.getSlices(), getElementType(matrix));
  Value gradient = op.getRegularizer().buildGradient(b, matrix, slices);
  if (!gradient)
    return op.emitOpError("has a regulariser that has no form for this site");

  TensorShape shape = b.getShape(op.getActivations()), permuted;
  for (int64_t dim : permutation)
    permuted.push_back(shape[dim]);
  gradient = b.unflatten(gradient, numRows, permuted);
  if (!isIdentity(permutation))
    gradient = b.transpose(gradient, invertPermutationVector(permutation));
  return buildAccumulation(b, op.getOutput(), *scale, gradient);
}
