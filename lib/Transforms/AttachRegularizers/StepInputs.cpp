//===- StepInputs.cpp - lambda, seed and step as values ---------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "StepInputs.h"

#include "per/Dialect/PER/IR/PER.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/ADT/bit.h"

#include <cmath>

using namespace mlir;
using namespace mlir::per;

//===----------------------------------------------------------------------===//
// Verification
//===----------------------------------------------------------------------===//

static bool isScalarTensor(Type type, function_ref<bool(Type)> isElement) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  return tensor && tensor.getRank() == 0 && isElement(tensor.getElementType());
}

static bool isWord(Type type) {
  return type.isSignlessInteger(32) || type.isUnsignedInteger(32);
}

static LogicalResult verifyArgument(func::FuncOp function, StringRef name,
                                    const ScalarSource &source,
                                    function_ref<bool(Type)> isElement,
                                    StringRef expected) {
  if (source.kind != ScalarSource::Kind::Argument)
    return success();
  if (source.argument >= function.getNumArguments())
    return emitError(function.getLoc(), name)
           << " is argument " << source.argument << " of a function that has "
           << function.getNumArguments();
  Type type = function.getArgument(source.argument).getType();
  if (!isScalarTensor(type, isElement))
    return emitError(function.getLoc(), name)
           << " is argument " << source.argument << ": expected " << expected
           << ", got " << type;
  return success();
}

static LogicalResult verifyFloat(func::FuncOp function, StringRef name,
                                 const ScalarSource &source) {
  return verifyArgument(
      function, name, source, [](Type type) { return isa<FloatType>(type); },
      "a rank-0 tensor of floats");
}

static LogicalResult verifyWord(func::FuncOp function, StringRef name,
                                const ScalarSource &source) {
  if (source.kind == ScalarSource::Kind::Constant) {
    double value = source.constant;
    if (!(value >= 0 && value <= std::numeric_limits<uint32_t>::max()) ||
        value != std::floor(value))
      return emitError(function.getLoc(), name)
             << " must be an integer from 0 to 4294967295, got " << value;
  }
  return verifyArgument(function, name, source, isWord,
                        "a rank-0 tensor of i32 or ui32");
}

LogicalResult per::verifyStepInputs(func::FuncOp function,
                                    const AttachOptions &options) {
  using Kind = ScalarSource::Kind;
  if (options.lambda.kind == Kind::Constant &&
      !(options.lambda.constant >= 0 && std::isfinite(options.lambda.constant)))
    return emitError(function.getLoc(), "lambda")
           << " must be a finite number that is not negative, got "
           << options.lambda.constant;
  if (failed(verifyFloat(function, "lambda", options.lambda)) ||
      failed(verifyWord(function, "seed", options.seed)) ||
      failed(verifyWord(function, "step", options.step)))
    return failure();
  if (!options.lossScale)
    return success();
  if (options.lossScale->kind == Kind::NewArgument)
    return emitError(function.getLoc(), "the loss scale")
           << " must be a number or an argument that the function already has";
  if (options.lossScale->kind == Kind::Constant &&
      !(options.lossScale->constant > 0 &&
        std::isfinite(options.lossScale->constant)))
    return emitError(function.getLoc(), "the loss scale")
           << " must be a finite positive number, got "
           << options.lossScale->constant;
  return verifyFloat(function, "the loss scale", *options.lossScale);
}

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

/// The argument that a source stands for, added if it is new; null for numbers.
static Value getArgument(func::FuncOp function, const ScalarSource &source,
                         StringRef name, Type elementType) {
  if (source.kind == ScalarSource::Kind::Argument)
    return function.getArgument(source.argument);
  if (source.kind == ScalarSource::Kind::Constant)
    return {};
  unsigned index = function.getNumArguments();
  Location loc = NameLoc::get(StringAttr::get(function.getContext(), name));
  LogicalResult inserted =
      function.insertArgument(index, RankedTensorType::get({}, elementType),
                              DictionaryAttr::get(function.getContext()), loc);
  assert(succeeded(inserted) && "the end is a valid place");
  (void)inserted;
  return function.getArgument(index);
}

StepInputs::StepInputs(const Frontend &frontend, func::FuncOp function,
                       const AttachOptions &options,
                       llvm::SetVector<Operation *> &support)
    : frontend(frontend), options(options), listener(support),
      builder(function.getContext(), &listener),
      loc(NameLoc::get(
          StringAttr::get(function.getContext(), "per-attach-regularizers"))) {
  Type f32 = builder.getF32Type(), i32 = builder.getI32Type();
  lambda = getArgument(function, options.lambda, "per_lambda", f32);
  seed = getArgument(function, options.seed, "per_seed", i32);
  step = getArgument(function, options.step, "per_step", i32);
  if (options.lossScale)
    lossScale = getArgument(function, *options.lossScale, "", f32);
  builder.setInsertionPoint(&function.getBody().front().front());
}

TermInputs StepInputs::getSources() const {
  TermInputs sources;
  sources.lambda = {lambda, options.lambda.constant};
  sources.seed = {seed, options.seed.constant};
  sources.step = {step, options.step.constant};
  if (options.lossScale)
    sources.lossScale = StepScalar{lossScale, options.lossScale->constant};
  return sources;
}

Value StepInputs::getFloat(const ScalarSource &source, Value argument,
                           FloatType type) {
  if (!argument)
    return frontend.createScalarConstant(builder, loc, type, source.constant);
  if (getElementTypeOrSelf(argument.getType()) == type)
    return argument;
  return frontend.createConvert(builder, loc, argument, type);
}

Value StepInputs::getScale(FloatType type, double factor) {
  Value &scale = scales[{type, llvm::bit_cast<uint64_t>(factor)}];
  if (scale)
    return scale;
  // What is known now is one number, rounded once.
  SmallVector<Value, 2> runTime;
  auto take = [&](const ScalarSource &source, Value argument) {
    if (argument)
      runTime.push_back(getFloat(source, argument, type));
    else
      factor *= source.constant;
  };
  take(options.lambda, lambda);
  if (options.lossScale)
    take(*options.lossScale, lossScale);
  if (runTime.empty())
    return scale = frontend.createScalarConstant(builder, loc, type, factor);
  Value product = runTime.front();
  for (Value value : ArrayRef(runTime).drop_front())
    product = frontend.createMultiply(builder, loc, product, value);
  if (factor != 1)
    product = frontend.createMultiply(
        builder, loc, product,
        frontend.createScalarConstant(builder, loc, type, factor));
  return scale = product;
}

Value per::createWord(const Frontend &frontend, OpBuilder &builder,
                      Location loc, const ScalarSource &source,
                      Value argument) {
  if (argument)
    return frontend.createSignlessCast(builder, loc, argument);
  return frontend.createIntegerConstant(
      builder, loc, builder.getI32Type(),
      static_cast<int32_t>(static_cast<uint32_t>(source.constant)));
}

Value StepInputs::getWord(const ScalarSource &source, Value argument,
                          Value &cache) {
  if (!cache)
    cache = createWord(frontend, builder, loc, source, argument);
  return cache;
}

Value StepInputs::getSlices(unsigned site, int64_t features, int64_t slices,
                            FloatType type, Location siteLoc) {
  Value seedValue = getWord(options.seed, seed, seedWord);
  Value stepValue = getWord(options.step, step, stepWord);
  SmallVector<int64_t, 2> shape = {features, slices};
  Value empty = tensor::EmptyOp::create(builder, siteLoc, shape, type);
  auto op = SlicesOp::create(builder, siteLoc, empty.getType(), seedValue,
                             stepValue, /*element_offset=*/Value(),
                             /*slice_offset=*/Value(), /*norms=*/Value(), empty,
                             site);
  return op->getResult(0);
}
