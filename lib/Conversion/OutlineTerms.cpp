//===- OutlineTerms.cpp - terms as functions that XLA calls ---------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "per/Builder/StableHLOBuilder.h"
#include "per/Conversion/Passes.h"
#include "per/Dialect/PER/IR/PER.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

namespace mlir::per {
#define GEN_PASS_DEF_OUTLINETERMSPASS
#include "per/Conversion/Passes.h.inc"
} // namespace mlir::per

using namespace mlir;
using namespace mlir::per;

namespace {
/// Moves the terms of a module into functions of another.
class TermOutliner {
public:
  TermOutliner(MLIRContext *context, OutlinedTerms &outlined)
      : builder(context), tensors(builder, UnknownLoc::get(context)),
        outlined(outlined) {}

  template <typename OpT> LogicalResult outline(OpT term);

private:
  template <typename OpT>
  func::FuncOp createKernel(OpT term, SlicesOp slices,
                            ArrayRef<Value> operands);
  Value createCall(Operation *term, func::FuncOp kernel,
                   ArrayRef<Value> operands);
  Attribute getLayout(Type type);

  OpBuilder builder;
  StableHLOBuilder tensors;
  OutlinedTerms &outlined;
};
} // namespace

/// Number of the operand that is updated; the kernel writes it in place.
static constexpr unsigned outputOperand = 1;

/// The operation that draws a site's slices, if a kernel can do it instead.
static SlicesOp findSlices(Value slices) {
  auto op = slices.getDefiningOp<SlicesOp>();
  return op && op.drawsWholeSlices() ? op : SlicesOp();
}

template <typename OpT> LogicalResult TermOutliner::outline(OpT term) {
  builder.setInsertionPoint(term);
  tensors.setLoc(term.getLoc());
  SmallVector<Value> operands = {term.getActivations(), term.getOutput(),
                                 term.getScale()};
  SlicesOp slices = findSlices(term.getSlices());
  if (slices)
    operands.append({slices.getSeed(), slices.getStep()});
  else
    operands.push_back(term.getSlices());
  SmallVector<Value> arguments;
  for (Value operand : operands) {
    FailureOr<Value> tensor = tensors.asTensor(operand);
    if (failed(tensor))
      return term.emitOpError("takes a scalar that is no constant; expected a "
                              "tensor of rank 0");
    if (!cast<TensorType>(tensor->getType()).hasStaticShape())
      return term.emitOpError("needs static shapes to be called by XLA, got ")
             << tensor->getType() << "; trace the step with fixed sizes";
    arguments.push_back(*tensor);
  }
  func::FuncOp kernel = createKernel(term, slices, operands);
  term.getResult().replaceAllUsesWith(createCall(term, kernel, arguments));
  term.erase();
  return success();
}

template <typename OpT>
func::FuncOp TermOutliner::createKernel(OpT term, SlicesOp slices,
                                        ArrayRef<Value> operands) {
  auto asTensor = [](Type type) -> Type {
    return isa<TensorType>(type) ? type : RankedTensorType::get({}, type);
  };
  SmallVector<Type> inputs = llvm::map_to_vector(
      operands, [&](Value operand) { return asTensor(operand.getType()); });
  OpBuilder::InsertionGuard guard(builder);
  ModuleOp module = *outlined.kernels;
  builder.setInsertionPointToEnd(module.getBody());
  std::string name = "term_" + std::to_string(outlined.calls.size());
  auto kernel = func::FuncOp::create(
      builder, term.getLoc(), name,
      builder.getFunctionType(inputs, term->getResultTypes()));
  // As JAX marks an argument that is updated in place.
  kernel.setArgAttr(outputOperand, "tf.aliasing_output",
                    builder.getI32IntegerAttr(0));
  builder.setInsertionPointToStart(kernel.addEntryBlock());
  IRMapping mapping;
  mapping.map(operands, kernel.getArguments());
  if (slices) {
    auto type = cast<RankedTensorType>(slices.getOutput().getType());
    mapping.map(
        slices.getOutput(),
        Value(tensor::EmptyOp::create(builder, slices.getLoc(), type.getShape(),
                                      type.getElementType())));
    builder.clone(*slices, mapping);
  }
  Operation *clone = builder.clone(*term, mapping);
  func::ReturnOp::create(builder, term.getLoc(), clone->getResults());
  return kernel;
}

/// Row-major, as kernels have it; XLA may choose another where none is asked
/// for.
Attribute TermOutliner::getLayout(Type type) {
  int64_t rank = cast<RankedTensorType>(type).getRank();
  SmallVector<int64_t> minorToMajor =
      llvm::to_vector(llvm::reverse(llvm::seq<int64_t>(rank)));
  return DenseIntElementsAttr::get(
      RankedTensorType::get(rank, builder.getIndexType()), minorToMajor);
}

Value TermOutliner::createCall(Operation *term, func::FuncOp kernel,
                               ArrayRef<Value> operands) {
  auto getLayouts = [&](TypeRange types) {
    return builder.getArrayAttr(
        llvm::map_to_vector(types, [&](Type type) { return getLayout(type); }));
  };
  Attribute alias = OpaqueAttr::get(
      builder.getStringAttr("stablehlo"),
      "output_operand_alias<output_tuple_indices = [], operand_index = " +
          std::to_string(outputOperand) + ", operand_tuple_indices = []>",
      builder.getNoneType());
  constexpr int32_t typedFFI = 4;
  NamedAttribute properties[] = {
      builder.getNamedAttr("api_version", builder.getI32IntegerAttr(typedFFI)),
      builder.getNamedAttr("backend_config",
                           builder.getDictionaryAttr(builder.getNamedAttr(
                               "kernel", kernel.getSymNameAttr()))),
      builder.getNamedAttr("call_target_name",
                           builder.getStringAttr(kCallTarget)),
      builder.getNamedAttr("has_side_effect", builder.getBoolAttr(false)),
      builder.getNamedAttr("operand_layouts",
                           getLayouts(ValueRange(operands).getTypes())),
      builder.getNamedAttr("output_operand_aliases",
                           builder.getArrayAttr(alias)),
      builder.getNamedAttr("result_layouts",
                           getLayouts(term->getResultTypes()))};
  Value result =
      tensors.create("stablehlo.custom_call", term->getResult(0).getType(),
                     operands, properties);
  outlined.calls.push_back(result.getDefiningOp());
  return result;
}

/// Erases operations of per and their helpers that nobody uses any more.
static void eraseUnused(ModuleOp module) {
  SmallVector<Operation *> ops;
  module.walk([&](Operation *op) {
    if (isa<SlicesOp, tensor::EmptyOp>(op) ||
        op->hasTrait<OpTrait::ConstantLike>())
      ops.push_back(op);
  });
  for (Operation *op : llvm::reverse(ops))
    if (isOpTriviallyDead(op))
      op->erase();
}

FailureOr<OutlinedTerms> mlir::per::outlineTerms(ModuleOp module) {
  MLIRContext *context = module.getContext();
  if (!context->allowsUnregisteredDialects())
    return module.emitError("terms are replaced by unregistered operations; "
                            "run with --allow-unregistered-dialect");
  OutlinedTerms outlined;
  outlined.kernels = ModuleOp::create(module.getLoc(), "kernels");
  TermOutliner outliner(context, outlined);
  WalkResult result = module.walk([&](Operation *op) -> WalkResult {
    auto visit = [&](auto term) -> WalkResult {
      if (!term.getSlices() || !term.getResult())
        return WalkResult::advance();
      return outliner.outline(term);
    };
    if (auto gradient = dyn_cast<GradientOp>(op))
      return visit(gradient);
    if (auto penalty = dyn_cast<PenaltyOp>(op))
      return visit(penalty);
    return WalkResult::advance();
  });
  if (result.wasInterrupted())
    return failure();
  if (!outlined.calls.empty())
    eraseUnused(module);
  return outlined;
}

void mlir::per::setLibrary(ArrayRef<Operation *> calls, StringRef library) {
  constexpr StringLiteral name = "backend_config";
  for (Operation *call : calls) {
    Builder builder(call->getContext());
    NamedAttrList properties(
        cast<DictionaryAttr>(call->getPropertiesAsAttribute()));
    NamedAttrList config(cast<DictionaryAttr>(properties.get(name)));
    config.set("library", builder.getStringAttr(library));
    properties.set(name, config.getDictionary(call->getContext()));
    LogicalResult isSet = call->setPropertiesFromAttribute(
        properties.getDictionary(call->getContext()), /*emitError=*/{});
    assert(succeeded(isSet) && "unregistered operations take any properties");
    (void)isSet;
  }
}

namespace {
struct OutlineTermsPass : per::impl::OutlineTermsPassBase<OutlineTermsPass> {
  using OutlineTermsPassBase::OutlineTermsPassBase;
  void runOnOperation() override {
    ModuleOp module = getOperation();
    FailureOr<OutlinedTerms> outlined = outlineTerms(module);
    if (failed(outlined))
      return signalPassFailure();
    setLibrary(outlined->calls, library);
    if (!outlined->calls.empty())
      module.push_back(outlined->kernels.release());
  }
};
} // namespace
