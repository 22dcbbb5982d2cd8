//===- PEROpVerifiers.cpp - what makes a per op valid -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// The names at the checks (`per_slices_c1`) are those of docs/spec.md and of
// the functions in test/Dialect/PER/invalid.mlir. Results are checked against
// destinations by DestinationStyleOpInterface (`per_dps`).
//
//===----------------------------------------------------------------------===//

#include "per/Dialect/PER/IR/PER.h"

#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mlir::per;

/// Elements, slices and sites are counter words of the generator.
static constexpr int64_t kMaxWords = int64_t(1) << 32;

static bool isTensor(Value value) { return isa<TensorType>(value.getType()); }

/// Checks that shaped operands are all in the form of the destination, and
/// that scalars are no tensors beside memrefs.
static LogicalResult verifyForm(Operation *op, Value output, ValueRange shaped,
                                ValueRange scalars) {
  StringRef form = isTensor(output) ? "tensor" : "memref";
  for (Value value : shaped)
    if (value && isTensor(value) != isTensor(output))
      return op->emitOpError("expected tensors or memrefs, got both: the "
                             "destination is a ")
             << form << ", an input is " << value.getType();
  if (isTensor(output))
    return success();
  for (Value value : scalars)
    if (isTensor(value))
      return op->emitOpError("expected a scalar beside memrefs, got ")
             << value.getType() << "; use tensor.extract";
  return success();
}

static bool differ(int64_t a, int64_t b) {
  return !ShapedType::isDynamic(a) && !ShapedType::isDynamic(b) && a != b;
}

/// Checks that a static size is that of something that exists, and that counter
/// words hold it.
static LogicalResult verifyCount(Operation *op, StringRef what, int64_t count) {
  if (ShapedType::isDynamic(count))
    return success();
  if (count == 0)
    return op->emitOpError("expected at least one ") << what << ", got 0";
  if (count > kMaxWords)
    return op->emitOpError("expected at most 2^32 ")
           << what << "s, got " << count;
  return success();
}

static LogicalResult verifySiteNumber(Operation *op, uint64_t site) {
  if (site < static_cast<uint64_t>(kMaxWords))
    return success();
  return op->emitOpError("expected a site below 2^32, got ") << site;
}

//===----------------------------------------------------------------------===//
// Slices
//===----------------------------------------------------------------------===//

LogicalResult SlicesOp::verify() {
  auto type = cast<ShapedType>(getOutput().getType());
  int64_t elements = type.getDimSize(0), slices = type.getDimSize(1);
  // per_slices_c1, per_slices_c2
  if (failed(
          verifyForm(*this, getOutput(), getNorms(), {getSeed(), getStep()})))
    return failure();
  // per_slices_c3, per_slices_c4
  if (failed(verifyCount(*this, "element", elements)) ||
      failed(verifyCount(*this, "slice", slices)))
    return failure();
  // per_slices_c5
  if (failed(verifySiteNumber(*this, getSite())))
    return failure();
  if (getNorms()) {
    // per_slices_c6
    if (type.getElementType().isInteger())
      return emitOpError("expected no norms with an integer destination: it "
                         "holds the slices before they are normalised");
    // per_slices_c7
    int64_t norms = cast<ShapedType>(getNorms().getType()).getDimSize(0);
    if (differ(norms, slices))
      return emitOpError("expected a norm for each of ")
             << slices << " slices, got " << norms;
  }
  // per_slices_c8
  if (computesNorms() && getElementOffset())
    return emitOpError("expected norms: a float destination with an element "
                       "offset is no whole slice; use per-decompose-slices "
                       "before tiling");
  return success();
}

LogicalResult SliceNormsOp::verify() {
  // per_slice_norms_c1
  if (failed(verifyForm(*this, getOutput(), {}, {getSeed(), getStep()})))
    return failure();
  // per_slice_norms_c2
  if (failed(
          verifyCount(*this, "slice",
                      cast<ShapedType>(getOutput().getType()).getDimSize(0))))
    return failure();
  // per_slice_norms_c3
  return verifySiteNumber(*this, getSite());
}

//===----------------------------------------------------------------------===//
// Terms
//===----------------------------------------------------------------------===//

/// Checks the directions of a term that draws: a d x s matrix.
template <typename OpT> static LogicalResult verifyDirections(OpT op) {
  RegularizerAttrInterface regularizer = op.getRegularizer();
  auto type = cast<ShapedType>(op.getSlices().getType());
  auto activations = cast<ShapedType>(op.getActivations().getType());
  // per_term_c5
  if (type.getRank() != 2)
    return op.emitOpError("expected slices of rank 2 (elements x slices), got ")
           << type;
  // per_term_c6
  if (differ(type.getDimSize(0), op.getNumFeatures()))
    return op.emitOpError("expected slices of ")
           << op.getNumFeatures()
           << " elements (the features of a sample), got "
           << type.getDimSize(0);
  // per_term_c7
  if (differ(type.getDimSize(1), regularizer.getNumSlices()))
    return op.emitOpError("expected ")
           << regularizer.getNumSlices() << " slices, as in "
           << Attribute(regularizer) << ", got " << type.getDimSize(1);
  if (failed(verifyCount(op, "slice", type.getDimSize(1))))
    return failure();
  // per_term_c8
  Type computeType = activations.getElementType();
  if (!computeType.isF64())
    computeType = Float32Type::get(op.getContext());
  if (type.getElementType() != computeType)
    return op.emitOpError("expected slices of the compute type ")
           << computeType << ", got " << type.getElementType();
  return success();
}

template <typename OpT> static LogicalResult verifyTerm(OpT op) {
  RegularizerAttrInterface regularizer = op.getRegularizer();
  int64_t rank = cast<ShapedType>(op.getActivations().getType()).getRank();
  // per_term_c1, per_term_c2
  SmallVector<Value> shaped{op.getActivations()};
  if (op.getSlices())
    shaped.push_back(op.getSlices());
  if (failed(verifyForm(op, op.getOutput(), shaped, op.getScale())))
    return failure();
  // per_term_c3
  int64_t previous = -1;
  for (int64_t dim : op.getSampleDims()) {
    if (dim <= previous || dim >= rank)
      return op.emitOpError("expected sample dimensions in increasing order, "
                            "below the rank ")
             << rank << ", got [" << op.getSampleDims() << "]";
    previous = dim;
  }
  // per_term_c4
  if (regularizer.drawsSlices() != bool(op.getSlices()))
    return op.emitOpError("expected ")
           << (regularizer.drawsSlices() ? "slices" : "no slices")
           << " as second input of " << Attribute(regularizer);
  if (op.getSlices() && failed(verifyDirections(op)))
    return failure();
  // per_term_c9
  if (failed(verifyCount(op, "sample", op.getNumSamples())) ||
      failed(verifyCount(op, "feature", op.getNumFeatures())))
    return failure();
  // per_term_c10
  return regularizer.verifySite([&] { return op.emitOpError(); },
                                op.getNumSamples(), op.getNumFeatures());
}

LogicalResult PenaltyOp::verify() {
  // per_penalty_c1
  auto output = cast<ShapedType>(getOutput().getType());
  if (output.getRank() != 0)
    return emitOpError("expected a destination of rank 0, got ") << output;
  return verifyTerm(*this);
}

LogicalResult GradientOp::verify() {
  // per_gradient_c1
  if (failed(verifyCompatibleShape(getActivations().getType(),
                                   getOutput().getType())))
    return emitOpError("expected a destination of the shape of the "
                       "activations, got ")
           << getOutput().getType() << " for " << getActivations().getType();
  return verifyTerm(*this);
}
