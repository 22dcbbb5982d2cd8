//===- KernelBuilder.cpp - arithmetic and loops of kernels ----------------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "KernelBuilder.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace mlir::per;

//===----------------------------------------------------------------------===//
// Numbers
//===----------------------------------------------------------------------===//

static Type withElement(Type like, Type element) {
  if (auto vector = dyn_cast<VectorType>(like))
    return vector.cloneWith(std::nullopt, element);
  return element;
}

static Num makeConstant(ImplicitLocOpBuilder &b, Type type, TypedAttr element) {
  TypedAttr value = element;
  if (auto vector = dyn_cast<VectorType>(type))
    value = SplatElementsAttr::get(vector, element);
  return Num(b, arith::ConstantOp::create(b, value));
}

Num Num::like(int64_t constant) const {
  Type element = getElementTypeOrSelf(getType());
  if (isa<FloatType>(element))
    return like(double(constant));
  return makeConstant(*builder, getType(),
                      builder->getIntegerAttr(element, constant));
}

Num Num::like(double constant) const {
  return makeConstant(
      *builder, getType(),
      builder->getFloatAttr(getElementTypeOrSelf(getType()), constant));
}

template <typename IntOp, typename FloatOp>
static Num arithmetic(Num x, Num y) {
  ImplicitLocOpBuilder &b = x.getBuilder();
  if (isa<FloatType>(getElementTypeOrSelf(x.getType())))
    return Num(b, b.createOrFold<FloatOp>(x, y));
  return Num(b, b.createOrFold<IntOp>(x, y));
}

template <typename OpT> static Num onIntegers(Num x, Num y) {
  ImplicitLocOpBuilder &b = x.getBuilder();
  return Num(b, b.createOrFold<OpT>(x, y));
}

Num mlir::per::operator+(Num x, Num y) {
  return arithmetic<arith::AddIOp, arith::AddFOp>(x, y);
}
Num mlir::per::operator-(Num x, Num y) {
  return arithmetic<arith::SubIOp, arith::SubFOp>(x, y);
}
Num mlir::per::operator*(Num x, Num y) {
  return arithmetic<arith::MulIOp, arith::MulFOp>(x, y);
}
Num mlir::per::operator/(Num x, Num y) {
  return arithmetic<arith::DivUIOp, arith::DivFOp>(x, y);
}
Num mlir::per::operator&(Num x, Num y) {
  return onIntegers<arith::AndIOp>(x, y);
}
Num mlir::per::operator|(Num x, Num y) {
  return onIntegers<arith::OrIOp>(x, y);
}
Num mlir::per::operator^(Num x, Num y) {
  return onIntegers<arith::XOrIOp>(x, y);
}
Num mlir::per::minimum(Num x, Num y) {
  return onIntegers<arith::MinUIOp>(x, y);
}
Num mlir::per::shiftLeft(Num x, Num y) {
  return onIntegers<arith::ShLIOp>(x, y);
}
Num mlir::per::shiftRight(Num x, int64_t bits) {
  return onIntegers<arith::ShRUIOp>(x, x.like(bits));
}
Num mlir::per::shiftRightSigned(Num x, int64_t bits) {
  return onIntegers<arith::ShRSIOp>(x, x.like(bits));
}

Num mlir::per::isLess(Num x, Num y) {
  ImplicitLocOpBuilder &b = x.getBuilder();
  if (isa<FloatType>(getElementTypeOrSelf(x.getType())))
    return Num(b,
               b.createOrFold<arith::CmpFOp>(arith::CmpFPredicate::OLT, x, y));
  return Num(b, b.createOrFold<arith::CmpIOp>(arith::CmpIPredicate::slt, x, y));
}

Num mlir::per::isEqual(Num x, Num y) {
  ImplicitLocOpBuilder &b = x.getBuilder();
  return Num(b, b.createOrFold<arith::CmpIOp>(arith::CmpIPredicate::eq, x, y));
}

Num mlir::per::select(Num condition, Num x, Num y) {
  ImplicitLocOpBuilder &b = x.getBuilder();
  return Num(b, b.createOrFold<arith::SelectOp>(condition, x, y));
}

//===----------------------------------------------------------------------===//
// Types and constants
//===----------------------------------------------------------------------===//

LogicalResult mlir::per::verifyThreads(Operation *root, int64_t threads) {
  if (threads >= 1)
    return success();
  return root->emitError("expected at least one thread, got ") << threads;
}

KernelBuilder::KernelBuilder(ModuleOp module, const KernelTarget &target)
    : b(module.getLoc(), module.getContext()), module(module), target(target),
      lanes(target.lanes), columns(2 * target.lanes), index(b.getIndexType()),
      i1(b.getI1Type()), i16(b.getI16Type()), i32(b.getI32Type()),
      i64(b.getI64Type()), f32(b.getF32Type()), f64(b.getF64Type()) {}

MemRefType KernelBuilder::matrix(Type element) {
  auto layout = StridedLayoutAttr::get(b.getContext(), ShapedType::kDynamic,
                                       {ShapedType::kDynamic, 1});
  return MemRefType::get({ShapedType::kDynamic, ShapedType::kDynamic}, element,
                         layout);
}

MemRefType KernelBuilder::panel() {
  return MemRefType::get({ShapedType::kDynamic, columns}, f32);
}

MemRefType KernelBuilder::vectorOf(Type element) {
  return MemRefType::get({ShapedType::kDynamic}, element);
}

MemRefType KernelBuilder::flat(Type element) {
  auto layout =
      StridedLayoutAttr::get(b.getContext(), ShapedType::kDynamic, {1});
  return MemRefType::get({ShapedType::kDynamic}, element, layout);
}

VectorType KernelBuilder::vec(Type element, int64_t count) {
  return VectorType::get({count}, element);
}

Num KernelBuilder::constant(int64_t value) {
  return num(arith::ConstantIndexOp::create(b, value));
}

Num KernelBuilder::constant(Type type, ArrayRef<int64_t> values) {
  auto vector = vec(type, values.size());
  SmallVector<Attribute> elements =
      llvm::map_to_vector(values, [&](int64_t v) -> Attribute {
        return b.getIntegerAttr(type, v);
      });
  return num(
      arith::ConstantOp::create(b, DenseElementsAttr::get(vector, elements)));
}

Num KernelBuilder::splat(VectorType type, int64_t value) {
  return makeConstant(b, type, b.getIntegerAttr(type.getElementType(), value));
}

//===----------------------------------------------------------------------===//
// Operations on vectors
//===----------------------------------------------------------------------===//

Num KernelBuilder::broadcast(Num x, VectorType type) {
  return num(vector::BroadcastOp::create(b, type, x));
}

Num KernelBuilder::bitcast(Num x, VectorType type) {
  return num(b.createOrFold<vector::BitCastOp>(type, x));
}

Num KernelBuilder::fma(Num x, Num y, Num z) {
  if (target.hasFMA)
    return num(vector::FMAOp::create(b, x, y, z));
  // Fused all the same by LLVM, if the machine turns out to have it.
  auto contract = arith::FastMathFlagsAttr::get(b.getContext(),
                                                arith::FastMathFlags::contract);
  Value product = arith::MulFOp::create(b, x, y, contract);
  return num(arith::AddFOp::create(b, product, z, contract));
}

Num KernelBuilder::shuffle(Num x, Num y, ArrayRef<int64_t> positions) {
  return num(vector::ShuffleOp::create(b, Value(x), Value(y), positions));
}

void KernelBuilder::transpose(MutableArrayRef<Num> rows) {
  // Exchanges blocks of doubling size across the diagonal.
  int64_t size = rows.size();
  for (int64_t step = 1; step < size; step *= 2) {
    SmallVector<int64_t> low, high;
    for (int64_t lane = 0; lane < size; ++lane) {
      bool isUpper = lane & step;
      low.push_back(isUpper ? size + lane - step : lane);
      high.push_back(isUpper ? size + lane : lane + step);
    }
    for (int64_t row = 0; row < size; ++row) {
      if (row & step)
        continue;
      Num x = rows[row], y = rows[row + step];
      rows[row] = shuffle(x, y, low);
      rows[row + step] = shuffle(x, y, high);
    }
  }
}

Num KernelBuilder::intrinsic(StringRef name, VectorType type,
                             ArrayRef<Value> operands) {
  return num(
      LLVM::CallIntrinsicOp::create(b, type, b.getStringAttr(name), operands)
          .getResult(0));
}

Num KernelBuilder::toFloat(Num x) {
  return num(arith::SIToFPOp::create(b, withElement(x.getType(), f32), x));
}

Num KernelBuilder::zeroExtend(Num x, Type type) {
  return num(b.createOrFold<arith::ExtUIOp>(withElement(x.getType(), type), x));
}

Num KernelBuilder::truncate(Num x, Type type) {
  return num(
      b.createOrFold<arith::TruncIOp>(withElement(x.getType(), type), x));
}

/// The nearest bf16, as its 16 bits; a NaN stays one.
static Num roundToBF16(KernelBuilder &k, Num x) {
  Type words = withElement(x.getType(), k.i32);
  Num bits = k.num(arith::BitcastOp::create(k.b, words, Value(x)));
  // Half a unit; with the last bit a tie goes to the even one.
  Num rounded = bits + (shiftRight(bits, 16) & 1) + bits.like(int64_t(0x7fff));
  Num isNaN = k.num(arith::CmpFOp::create(k.b, arith::CmpFPredicate::UNO,
                                          Value(x), Value(x)));
  Num quiet = bits | 0x00400000;
  return k.truncate(shiftRight(select(isNaN, quiet, rounded), 16), k.i16);
}

Num KernelBuilder::convertFloat(Num x, Type element) {
  Type from = getElementTypeOrSelf(x.getType());
  if (from == element)
    return x;
  if (from == i16) {
    Num bits = zeroExtend(x, i32);
    bits = shiftLeft(bits, bits.like(int64_t(16)));
    Type type = withElement(x.getType(), f32);
    return convertFloat(num(arith::BitcastOp::create(b, type, Value(bits))),
                        element);
  }
  if (element == i16)
    return roundToBF16(*this, convertFloat(x, f32));
  Type type = withElement(x.getType(), element);
  if (from.getIntOrFloatBitWidth() < element.getIntOrFloatBitWidth())
    return num(arith::ExtFOp::create(b, type, Value(x)));
  return num(arith::TruncFOp::create(b, type, Value(x)));
}

Num KernelBuilder::cast(Num x, Type type) {
  return num(b.createOrFold<arith::IndexCastUIOp>(type, x));
}

Num KernelBuilder::firstLanes(int64_t count, int64_t lanes) {
  SmallVector<bool> set(lanes);
  std::fill(set.begin(), set.begin() + count, true);
  return num(arith::ConstantOp::create(
      b, DenseElementsAttr::get(vec(i1, lanes), set)));
}

Num KernelBuilder::mask(Num count, int64_t first) {
  SmallVector<int64_t> positions =
      llvm::to_vector(llvm::seq<int64_t>(first, first + lanes));
  Num position = constant(i32, positions);
  return isLess(position, broadcast(cast(count, i32), vec(i32)));
}

//===----------------------------------------------------------------------===//
// Memory
//===----------------------------------------------------------------------===//

static SmallVector<Value> asValues(ArrayRef<Num> numbers) {
  return SmallVector<Value>(numbers.begin(), numbers.end());
}

Num KernelBuilder::load(Value buffer, ArrayRef<Num> indices) {
  return num(memref::LoadOp::create(b, buffer, asValues(indices)));
}

Num KernelBuilder::loadVector(Value buffer, ArrayRef<Num> indices,
                              VectorType type) {
  return num(vector::LoadOp::create(b, type, buffer, asValues(indices)));
}

Num KernelBuilder::loadMasked(Value buffer, ArrayRef<Num> indices, Num mask,
                              VectorType type) {
  if (!Value(mask))
    return loadVector(buffer, indices, type);
  Value zero = arith::ConstantOp::create(b, b.getZeroAttr(type));
  return num(vector::MaskedLoadOp::create(b, type, buffer, asValues(indices),
                                          mask, zero));
}

void KernelBuilder::store(Num x, Value buffer, ArrayRef<Num> indices) {
  if (isa<VectorType>(x.getType()))
    vector::StoreOp::create(b, x, buffer, asValues(indices));
  else
    memref::StoreOp::create(b, x, buffer, asValues(indices));
}

void KernelBuilder::storeMasked(Num x, Value buffer, ArrayRef<Num> indices,
                                Num mask) {
  if (!Value(mask))
    return store(x, buffer, indices);
  vector::MaskedStoreOp::create(b, buffer, asValues(indices), mask, x);
}

void KernelBuilder::prefetch(Value buffer, ArrayRef<Num> indices,
                             unsigned locality) {
  memref::PrefetchOp::create(b, buffer, asValues(indices), /*isWrite=*/false,
                             locality, /*isDataCache=*/true);
}

Num KernelBuilder::dim(Value buffer, int64_t index) {
  return num(b.createOrFold<memref::DimOp>(buffer, index));
}

Value KernelBuilder::rowsOf(Value buffer, Num first, Num count) {
  OpFoldResult zero = b.getIndexAttr(0), one = b.getIndexAttr(1);
  SmallVector<OpFoldResult> offsets = {getAsOpFoldResult(first), zero};
  SmallVector<OpFoldResult> sizes = {getAsOpFoldResult(count),
                                     getAsOpFoldResult(dim(buffer, 1))};
  SmallVector<OpFoldResult> strides = {one, one};
  return memref::SubViewOp::create(b, buffer, offsets, sizes, strides);
}

//===----------------------------------------------------------------------===//
// Control flow
//===----------------------------------------------------------------------===//

SmallVector<Num> KernelBuilder::loop(Num upper, int64_t step,
                                     ArrayRef<Num> initial, LoopBody body) {
  Value zero = constant(0), stepValue = constant(step);
  auto loop = scf::ForOp::create(
      b, zero, upper, stepValue, asValues(initial),
      [&](OpBuilder &, Location, Value iv, ValueRange carried) {
        SmallVector<Num> values = llvm::map_to_vector(
            carried, [&](Value value) { return num(value); });
        scf::YieldOp::create(b, asValues(body(num(iv), values)));
      });
  return llvm::map_to_vector(loop.getResults(),
                             [&](Value value) { return num(value); });
}

void KernelBuilder::loop(Num lower, Num upper, int64_t step,
                         function_ref<void(Num)> body) {
  Value stepValue = constant(step);
  scf::ForOp::create(b, lower, upper, stepValue, ValueRange(),
                     [&](OpBuilder &, Location, Value iv, ValueRange) {
                       body(num(iv));
                       scf::YieldOp::create(b);
                     });
}

void KernelBuilder::loop(Num upper, int64_t step,
                         function_ref<void(Num)> body) {
  loop(constant(0), upper, step, body);
}

void KernelBuilder::forThreads(function_ref<void(Num)> body) {
  if (target.threads == 1)
    return body(constant(0));
  Value zero = constant(0), one = constant(1), count = constant(target.threads);
  scf::ParallelOp::create(
      b, ValueRange{zero}, ValueRange{count}, ValueRange{one},
      [&](OpBuilder &, Location, ValueRange ivs) { body(num(ivs[0])); });
}

void KernelBuilder::doIf(Num condition, function_ref<void()> body,
                         function_ref<void()> otherwise) {
  auto build = [&](function_ref<void()> body) {
    return [this, body](OpBuilder &, Location) {
      body();
      scf::YieldOp::create(b);
    };
  };
  if (otherwise)
    scf::IfOp::create(b, condition, build(body), build(otherwise));
  else
    scf::IfOp::create(b, condition, build(body));
}

func::FuncOp KernelBuilder::function(const Twine &name, TypeRange arguments,
                                     function_ref<void(ArrayRef<Num>)> body) {
  SmallString<64> storage;
  StringRef symbol = name.toStringRef(storage);
  if (auto existing = module.lookupSymbol<func::FuncOp>(symbol))
    return existing;
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToEnd(module.getBody());
  auto function = func::FuncOp::create(
      b, symbol, b.getFunctionType(arguments, TypeRange()));
  function.setPrivate();
  // One copy of each: they are large, and called from loops. MLIR's inliner
  // reads the one attribute, LLVM's the other.
  function.setNoInline(true);
  function->setAttr("passthrough", b.getStrArrayAttr({"noinline"}));
  Block *entry = function.addEntryBlock();
  b.setInsertionPointToStart(entry);
  SmallVector<Num> values = llvm::map_to_vector(
      entry->getArguments(), [&](Value value) { return num(value); });
  body(values);
  func::ReturnOp::create(b);
  return function;
}

void KernelBuilder::call(func::FuncOp callee, ArrayRef<Value> arguments) {
  SmallVector<Value> operands;
  for (auto [value, type] :
       llvm::zip_equal(arguments, callee.getArgumentTypes()))
    operands.push_back(value.getType() == type
                           ? value
                           : b.createOrFold<memref::CastOp>(type, value));
  func::CallOp::create(b, callee, operands);
}
