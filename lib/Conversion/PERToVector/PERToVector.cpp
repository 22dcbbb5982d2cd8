//===- PERToVector.cpp - terms on buffers as calls of kernels -------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "Generators.h"

#include "per/Conversion/Passes.h"
#include "per/Dialect/PER/IR/PER.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Dominance.h"
#include "llvm/ADT/SetVector.h"

namespace mlir::per {
#define GEN_PASS_DEF_CONVERTPERTOVECTORPASS
#include "per/Conversion/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

KernelTarget KernelTarget::get(KernelISA isa) {
  switch (isa) {
  case KernelISA::AVX512BF16:
    return {"avx512bf16", 16, 8, true, true, true, true};
  case KernelISA::AVX512:
    return {"avx512", 16, 8, true, true, true, false};
  case KernelISA::AVX2:
    return {"avx2", 8, 6, true, true, false, false};
  case KernelISA::Generic:
    return {"generic", 4, 4, false, false, false, false};
  }
  llvm_unreachable("unknown instruction set");
}

//===----------------------------------------------------------------------===//
// Which slices a term uses
//===----------------------------------------------------------------------===//

/// The operation that draws the slices in a buffer, if nothing else changes the
/// buffer and all its readers are terms.
static FailureOr<SlicesOp> findSlices(Operation *term, Value buffer,
                                      DominanceInfo &dominance) {
  auto fail = [&](const Twine &reason, Operation *user) {
    InFlightDiagnostic error = term->emitOpError()
                               << "cannot draw its slices where it uses them: "
                               << reason;
    if (user)
      error.attachNote(user->getLoc()) << "used here";
    return failure();
  };
  if (!isa_and_nonnull<memref::AllocOp, memref::AllocaOp>(
          buffer.getDefiningOp()))
    return fail("expected them in a buffer that the same function allocates",
                nullptr);
  SlicesOp slices;
  for (OpOperand &use : buffer.getUses()) {
    Operation *user = use.getOwner();
    if (auto draw = dyn_cast<SlicesOp>(user); draw && !slices) {
      slices = draw;
      continue;
    }
    bool isRead = false;
    if (auto gradient = dyn_cast<GradientOp>(user))
      isRead = use == gradient.getSlicesMutable()[0] &&
               gradient.getOutput() != buffer;
    else if (auto penalty = dyn_cast<PenaltyOp>(user))
      isRead = use == penalty.getSlicesMutable()[0];
    if (!isRead && !isa<memref::DeallocOp>(user))
      return fail("expected one per.slices and terms as users of their buffer",
                  user);
  }
  if (!slices || !dominance.properlyDominates(slices.getOperation(), term))
    return fail("expected a per.slices that draws them before the term",
                nullptr);
  if (!slices.drawsWholeSlices())
    return fail("expected whole slices, without offsets and norms", slices);
  return slices;
}

//===----------------------------------------------------------------------===//
// Matrices of samples and features
//===----------------------------------------------------------------------===//

/// The activations as rows of samples with contiguous features, without a copy;
/// null if their layout does not allow it.
static Value viewAsMatrix(KernelBuilder &k, Value buffer, int64_t numSampleDims,
                          Num samples, Num features) {
  auto type = cast<MemRefType>(buffer.getType());
  int64_t rank = type.getRank();
  if (type.getLayout().isIdentity()) {
    SmallVector<OpFoldResult> sizes = {getAsOpFoldResult(samples),
                                       getAsOpFoldResult(features)};
    OpFoldResult one = k.b.getIndexAttr(1), zero = k.b.getIndexAttr(0);
    return memref::ReinterpretCastOp::create(
        k.b, k.matrix(type.getElementType()), buffer, zero, sizes,
        ArrayRef<OpFoldResult>{getAsOpFoldResult(features), one});
  }
  if (numSampleDims == 0 || numSampleDims == rank)
    return {};
  SmallVector<ReassociationIndices> groups(2);
  for (int64_t dim = 0; dim < rank; ++dim)
    groups[dim >= numSampleDims].push_back(dim);
  if (!memref::CollapseShapeOp::isGuaranteedCollapsible(type, groups))
    return {};
  Value matrix = memref::CollapseShapeOp::create(k.b, buffer, groups);
  SmallVector<int64_t> strides;
  int64_t offset;
  auto collapsed = cast<MemRefType>(matrix.getType());
  if (failed(collapsed.getStridesAndOffset(strides, offset)) || strides[1] != 1)
    return {};
  return matrix;
}

namespace {
/// Activations or a cotangent as a matrix: a view, or a copy that may be
/// written back.
struct Matrix {
  Value value;
  Value permuted, copy; // null for a view

  void writeBack(KernelBuilder &k) {
    if (copy)
      memref::CopyOp::create(k.b, copy, permuted);
  }
  void release(KernelBuilder &k) {
    if (copy)
      memref::DeallocOp::create(k.b, copy);
  }
};
} // namespace

static Matrix asMatrix(KernelBuilder &k, Value buffer,
                       ArrayRef<int64_t> permutation, int64_t numSampleDims,
                       Num samples, Num features) {
  bool isLeading =
      llvm::equal(permutation, llvm::seq<int64_t>(permutation.size()));
  if (isLeading)
    if (Value view = viewAsMatrix(k, buffer, numSampleDims, samples, features))
      return {view, {}, {}};
  Matrix result;
  result.permuted = buffer;
  if (!isLeading)
    result.permuted = memref::TransposeOp::create(
        k.b, buffer,
        AffineMapAttr::get(
            AffineMap::getPermutationMap(permutation, k.b.getContext())));
  auto type = cast<MemRefType>(result.permuted.getType());
  SmallVector<Value> sizes;
  for (int64_t dim = 0; dim < type.getRank(); ++dim)
    if (type.isDynamicDim(dim))
      sizes.push_back(k.dim(result.permuted, dim));
  result.copy = memref::AllocOp::create(
      k.b, MemRefType::get(type.getShape(), type.getElementType()), sizes,
      k.b.getI64IntegerAttr(64));
  memref::CopyOp::create(k.b, result.permuted, result.copy);
  result.value = viewAsMatrix(k, result.copy, numSampleDims, samples, features);
  return result;
}

//===----------------------------------------------------------------------===//
// Terms
//===----------------------------------------------------------------------===//

/// The element type of a matrix in a kernel.
static Type storageOf(KernelBuilder &k, Type element) {
  return element.isBF16() ? k.i16 : element;
}

/// A matrix as the kernel takes it. Both types are one in LLVM.
static Value asStorage(KernelBuilder &k, Value matrix) {
  auto type = cast<MemRefType>(matrix.getType());
  Type element = storageOf(k, type.getElementType());
  if (element == type.getElementType())
    return matrix;
  return UnrealizedConversionCastOp::create(
             k.b, MemRefType::get(type.getShape(), element, type.getLayout()),
             matrix)
      .getResult(0);
}

template <typename OpT> static LogicalResult verifyTerm(OpT op) {
  if (op->getNumResults())
    return op.emitOpError("on tensors has no kernel; run bufferization before "
                          "the conversion");
  auto regularizer = dyn_cast<ProjectedErrorAttr>(op.getRegularizer());
  if (!regularizer)
    return op.emitOpError(
        "has a regulariser without a kernel; run convert-per-to-linalg with "
        "keep-sampled before bufferization");
  if (regularizer.drawsSlices() &&
      getElementTypeOrSelf(op.getActivations().getType()).isF64())
    return op.emitOpError("of f64 has no kernel; run convert-per-to-linalg "
                          "with keep-sampled before bufferization");
  return success();
}

/// The key of slices, as a kernel takes it.
static SmallVector<Value> getKey(KernelBuilder &k, SlicesOp op) {
  Value site = arith::ConstantOp::create(
      k.b, IntegerAttr::get(k.i32, APInt(64, op.getSite()).trunc(32)));
  return {op.getSeed(), op.getStep(), site};
}

/// Inserts the call of a term's kernel; fails if its regulariser has no form
/// for this number of features.
template <typename OpT>
static LogicalResult convertTerm(KernelBuilder &k, OpT op, SlicesOp slices) {
  k.b.setLoc(op.getLoc());
  k.b.setInsertionPoint(op);
  Value h = op.getActivations(), out = op.getOutput();
  SmallVector<int64_t> permutation(op.getSampleDims());
  int64_t numSampleDims = permutation.size();
  llvm::append_range(permutation, op.getFeatureDims());
  Num samples = k.constant(1), features = k.constant(1);
  for (auto [position, dim] : llvm::enumerate(permutation)) {
    Num &size = int64_t(position) < numSampleDims ? samples : features;
    size = size * k.dim(h, dim);
  }
  constexpr bool isGradient = std::is_same_v<OpT, GradientOp>;
  Type outputElement = getElementTypeOrSelf(out.getType());
  auto regularizer = cast<ProjectedErrorAttr>(op.getRegularizer());
  KernelTerm term{isGradient, storageOf(k, getElementTypeOrSelf(h.getType())),
                  isGradient ? storageOf(k, outputElement) : outputElement,
                  PanelForm::Numbers};
  if (regularizer.getProducts() == Products::BF16)
    term.form = k.target.usesPairs ? PanelForm::Pairs : PanelForm::Rounded;
  Type computeType = term.activations.isF64() ? k.f64 : k.f32;

  FailureOr<func::FuncOp> kernel =
      slices ? getSampledKernel(k, term)
             : getAnalyticKernel(k, term, op.getNumFeatures());
  if (failed(kernel))
    return op.emitOpError("has a regulariser that has no form for this site");
  Matrix matrix = asMatrix(k, h, permutation, numSampleDims, samples, features);
  Matrix output{out, {}, {}};
  if (isGradient)
    output = asMatrix(k, out, permutation, numSampleDims, samples, features);
  SmallVector<Value> operands = {
      asStorage(k, matrix.value),
      isGradient ? asStorage(k, output.value) : output.value,
      k.convertFloat(k.num(op.getScale()), computeType)};
  SmallVector<Value> workspace;
  if (slices) {
    Num numSlices = k.dim(op.getSlices(), 1);
    Num panelElements =
        minimum(k.constant(kPanelElements), roundUp(features, 4));
    llvm::append_range(operands, getKey(k, slices));
    operands.append({numSlices, panelElements});
    workspace =
        allocateWorkspace(k, term, samples, features, numSlices, panelElements);
  } else {
    auto type = MemRefType::get({2 * k.lanes * k.target.threads}, computeType);
    workspace.push_back(memref::AllocOp::create(k.b, type, ValueRange(),
                                                k.b.getI64IntegerAttr(64)));
  }
  llvm::append_range(operands, workspace);
  k.call(*kernel, operands);
  output.writeBack(k);
  for (Value buffer : workspace)
    memref::DeallocOp::create(k.b, buffer);
  output.release(k);
  matrix.release(k);
  op.erase();
  return success();
}

/// Whether the slices of a site can be drawn as a matrix.
static bool isMatrixOfSlices(SlicesOp op) {
  auto type = dyn_cast<MemRefType>(op.getOutput().getType());
  return type && type.getElementType().isF32() && type.isLastDimUnitStride() &&
         op.drawsWholeSlices();
}

static void convertSlices(KernelBuilder &k, SlicesOp op) {
  k.b.setLoc(op.getLoc());
  k.b.setInsertionPoint(op);
  SmallVector<Value> operands = {
      memref::CastOp::create(k.b, k.matrix(k.f32), op.getOutput())};
  llvm::append_range(operands, getKey(k, op));
  SmallVector<Value> workspace =
      allocateDrawWorkspace(k, k.dim(op.getOutput(), 1));
  llvm::append_range(operands, workspace);
  k.call(getDrawMatrix(k), operands);
  for (Value buffer : workspace)
    memref::DeallocOp::create(k.b, buffer);
  op.erase();
}

LogicalResult mlir::per::convertPERToVector(ModuleOp module,
                                            const KernelTarget &target) {
  KernelBuilder k(module, target);
  DominanceInfo dominance(module);
  SmallVector<std::pair<Operation *, SlicesOp>> terms;
  llvm::SetVector<Operation *> drawn;
  WalkResult result = module.walk([&](Operation *op) -> WalkResult {
    auto visit = [&](auto term) -> WalkResult {
      if (failed(verifyTerm(term)))
        return failure();
      if (!term.getSlices()) {
        terms.emplace_back(op, SlicesOp());
        return success();
      }
      FailureOr<SlicesOp> slices = findSlices(op, term.getSlices(), dominance);
      if (failed(slices))
        return failure();
      terms.emplace_back(op, *slices);
      drawn.insert(*slices);
      return success();
    };
    if (auto gradient = dyn_cast<GradientOp>(op))
      return visit(gradient);
    if (auto penalty = dyn_cast<PenaltyOp>(op))
      return visit(penalty);
    return WalkResult::advance();
  });
  if (result.wasInterrupted())
    return failure();
  SmallVector<SlicesOp> matrices;
  result = module.walk([&](Operation *op) -> WalkResult {
    auto slices = dyn_cast<SlicesOp>(op);
    if (slices && !drawn.contains(op) && isMatrixOfSlices(slices))
      matrices.push_back(slices);
    else if (isa<SliceNormsOp>(op) || (slices && !drawn.contains(op)))
      return op->emitOpError("is not part of a term with a kernel; run "
                             "convert-per-to-linalg with keep-sampled before "
                             "bufferization");
    return WalkResult::advance();
  });
  if (result.wasInterrupted())
    return failure();

  for (auto [op, slices] : terms) {
    auto gradient = dyn_cast<GradientOp>(op);
    if (failed(gradient ? convertTerm(k, gradient, slices)
                        : convertTerm(k, cast<PenaltyOp>(op), slices)))
      return failure();
  }
  for (SlicesOp op : matrices)
    convertSlices(k, op);
  for (Operation *op : drawn) {
    // Nothing holds slices any more.
    Operation *buffer = cast<SlicesOp>(op).getOutput().getDefiningOp();
    for (Operation *user : llvm::make_early_inc_range(buffer->getUsers()))
      if (user->use_empty() && isa<SlicesOp, memref::DeallocOp>(user))
        user->erase();
    if (buffer->use_empty())
      buffer->erase();
  }
  return success();
}

namespace {
struct ConvertPERToVectorPass
    : per::impl::ConvertPERToVectorPassBase<ConvertPERToVectorPass> {
  using ConvertPERToVectorPassBase::ConvertPERToVectorPassBase;
  void runOnOperation() override {
    if (failed(verifyThreads(getOperation(), threads)))
      return signalPassFailure();
    KernelTarget machine = KernelTarget::get(target);
    machine.keptBytes = keptBytes;
    machine.threads = threads;
    machine.usesPairs &= pairs;
    if (failed(convertPERToVector(getOperation(), machine)))
      signalPassFailure();
  }
};
} // namespace
