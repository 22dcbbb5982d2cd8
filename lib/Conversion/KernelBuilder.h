//===- KernelBuilder.h - arithmetic and loops of kernels --------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// What the generators of kernels are written in: numbers (scalars and vectors
// alike) with operators, counted loops, and functions of the module that are
// made once.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_CONVERSION_KERNELBUILDER_H
#define PER_LIB_CONVERSION_KERNELBUILDER_H

#include "per/Conversion/Kernels.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mlir::per {

/// An integer or floating-point value, or a vector of them, with the builder
/// that its operators append to. Operations on constants fold.
class Num {
public:
  Num() = default;
  Num(ImplicitLocOpBuilder &builder, Value value)
      : builder(&builder), value(value) {}

  operator Value() const { return value; }
  Type getType() const { return value.getType(); }
  ImplicitLocOpBuilder &getBuilder() const { return *builder; }

  /// A constant of this type; of all lanes for vectors.
  Num like(int64_t constant) const;
  Num like(double constant) const;

private:
  ImplicitLocOpBuilder *builder = nullptr;
  Value value;
};

Num operator+(Num x, Num y);
Num operator-(Num x, Num y);
Num operator*(Num x, Num y);
Num operator&(Num x, Num y);
Num operator|(Num x, Num y);
Num operator^(Num x, Num y);
/// Division of numbers without sign.
Num operator/(Num x, Num y);
inline Num operator+(Num x, int64_t y) { return x + x.like(y); }
inline Num operator-(Num x, int64_t y) { return x - x.like(y); }
inline Num operator*(Num x, int64_t y) { return x * x.like(y); }
inline Num operator/(Num x, int64_t y) { return x / x.like(y); }
inline Num operator&(Num x, int64_t y) { return x & x.like(y); }
inline Num operator|(Num x, int64_t y) { return x | x.like(y); }
/// x / y, rounded up.
inline Num divideUp(Num x, int64_t y) { return (x + (y - 1)) / y; }
/// x, rounded up to a multiple of y.
inline Num roundUp(Num x, int64_t y) { return divideUp(x, y) * y; }
Num minimum(Num x, Num y);

Num shiftLeft(Num x, Num y);
Num shiftRight(Num x, int64_t bits);
Num shiftRightSigned(Num x, int64_t bits);
Num isLess(Num x, Num y);
Num isEqual(Num x, Num y);
Num select(Num condition, Num x, Num y);

/// Operations that are worth waking threads for.
constexpr int64_t kParallelWork = 1 << 20;

/// Fails with an error at `root` if a pass is to share work between no threads.
LogicalResult verifyThreads(Operation *root, int64_t threads);

/// Appends kernels to a module.
class KernelBuilder {
public:
  KernelBuilder(ModuleOp module, const KernelTarget &target);

  ImplicitLocOpBuilder b;
  ModuleOp module;
  const KernelTarget target;
  /// Lanes of a vector of f32, and columns of panels: two vectors.
  const int64_t lanes, columns;
  Type index, i1, i16, i32, i64, f32, f64;

  /// A buffer of rows whose elements are contiguous.
  MemRefType matrix(Type element);
  /// A buffer of panels: `columns` f32 a row, with vectors of aligned rows.
  MemRefType panel();
  MemRefType vectorOf(Type element);
  /// A buffer of elements one after the other, from anywhere on.
  MemRefType flat(Type element);

  VectorType vec(Type element, int64_t count);
  VectorType vec(Type element) { return vec(element, lanes); }

  Num num(Value value) { return Num(b, value); }
  Num constant(int64_t value);
  /// A vector of these integers.
  Num constant(Type type, ArrayRef<int64_t> values);
  /// An integer in all lanes.
  Num splat(VectorType type, int64_t value);
  /// `x` in all lanes.
  Num broadcast(Num x, VectorType type);
  /// The same bits as another type.
  Num bitcast(Num x, VectorType type);
  /// x * y + z, rounded once where the target can.
  Num fma(Num x, Num y, Num z);
  /// The elements of x and y at these positions.
  Num shuffle(Num x, Num y, ArrayRef<int64_t> positions);
  /// Transposes a square of numbers, a vector each row, in registers.
  void transpose(MutableArrayRef<Num> rows);
  /// A call of an LLVM intrinsic.
  Num intrinsic(StringRef name, VectorType type, ArrayRef<Value> operands);
  /// Integers as floats of the same shape.
  Num toFloat(Num x);
  Num zeroExtend(Num x, Type type);
  Num truncate(Num x, Type type);
  /// Floats to another precision. Matrices of bf16 are of i16 in kernels: LLVM
  /// moves single bf16 through library functions that are not everywhere.
  Num convertFloat(Num x, Type element);
  /// Scalar `type` from an index, or the reverse.
  Num cast(Num x, Type type);
  /// A constant mask of the first `count` of so many lanes.
  Num firstLanes(int64_t count, int64_t lanes);
  /// Which lanes are before `count`, of lanes that start at `first`.
  Num mask(Num count, int64_t first);

  Num load(Value buffer, ArrayRef<Num> indices);
  Num loadVector(Value buffer, ArrayRef<Num> indices, VectorType type);
  /// 0 where the mask is not set; a mask that is none is set everywhere.
  Num loadMasked(Value buffer, ArrayRef<Num> indices, Num mask,
                 VectorType type);
  void store(Num x, Value buffer, ArrayRef<Num> indices);
  void storeMasked(Num x, Value buffer, ArrayRef<Num> indices, Num mask);
  /// Asks for a line that will be read: locality 3 is the first cache, 2 the
  /// second.
  void prefetch(Value buffer, ArrayRef<Num> indices, unsigned locality);
  Num dim(Value buffer, int64_t index);
  /// Some rows of a matrix.
  Value rowsOf(Value buffer, Num first, Num count);

  using LoopBody = function_ref<SmallVector<Num>(Num, ArrayRef<Num>)>;
  SmallVector<Num> loop(Num upper, int64_t step, ArrayRef<Num> initial,
                        LoopBody body);
  void loop(Num upper, int64_t step, function_ref<void(Num)> body);
  void loop(Num lower, Num upper, int64_t step, function_ref<void(Num)> body);
  /// Once for each thread of the target, which may run at the same time.
  void forThreads(function_ref<void(Num)> body);
  void doIf(Num condition, function_ref<void()> body,
            function_ref<void()> otherwise = nullptr);

  /// The function of this name; made, with this body, if the module has none.
  func::FuncOp function(const Twine &name, TypeRange arguments,
                        function_ref<void(ArrayRef<Num>)> body);
  void call(func::FuncOp callee, ArrayRef<Value> arguments);
};

} // namespace mlir::per

#endif // PER_LIB_CONVERSION_KERNELBUILDER_H
