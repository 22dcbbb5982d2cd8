//===- AnalyticKernel.cpp - exact terms in one pass over the samples ------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// The exact form depends on a sample h of d features by its norm alone
// (docs/mathematics.md): the gradient is h g(|h|^2). A few samples are taken
// together, as many as fit in the first cache: their norms, then g for all of
// them in one vector, then their update, which finds them in the cache. The
// norms of the next samples are summed in the loop that updates these: memory
// is read all the time, and in one order.
//
//===----------------------------------------------------------------------===//

#include "Generators.h"
#include "per/Support/RadialFit.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using namespace mlir::per;

static constexpr double kSqrtTwoOverPi = 0.79788456080286535588;
/// What a group of samples may take of the first cache.
static constexpr int64_t kGroupBytes = 12 << 10;
/// Sums of squares of a sample at a time: they do not wait for each other.
static constexpr int64_t kChains = 4;

namespace {
class AnalyticKernel {
public:
  AnalyticKernel(KernelBuilder &k, const KernelTerm &term, int64_t features,
                 const RadialFit &fit)
      : k(k), term(term), features(features), fit(fit),
        type(term.activations.isF64() ? k.f64 : k.f32),
        lanes(k.lanes * 32 / type.getIntOrFloatBitWidth()),
        vector(k.vec(type, lanes)), tail(features % lanes) {
    int64_t bytes = features * type.getIntOrFloatBitWidth() / 8;
    group = std::clamp<int64_t>(kGroupBytes / bytes, 1, lanes);
  }

  void buildGradient(ArrayRef<Num> args);
  void buildPenalty(ArrayRef<Num> args);

private:
  /// A vector of a row; lanes behind the last feature are 0.
  Num loadPart(Value matrix, Num row, Num column, bool isWhole);
  /// Sums the squares of one row, and adds `factor` times another to `out`.
  Num passOver(Value h, std::optional<Num> summed, Value out = {},
               std::optional<Num> updated = std::nullopt, Num factor = {});
  /// g or the penalty of squared norms.
  Num radialForm(Num squaredNorms);
  Num tailMask() {
    SmallVector<bool> bits;
    for (int64_t lane = 0; lane < lanes; ++lane)
      bits.push_back(lane < tail);
    return k.num(arith::ConstantOp::create(
        k.b, DenseElementsAttr::get(k.vec(k.i1, lanes), bits)));
  }

  KernelBuilder &k;
  const KernelTerm &term;
  int64_t features;
  const RadialFit &fit;
  Type type;
  int64_t lanes, group;
  VectorType vector;
  int64_t tail;
};
} // namespace

Num AnalyticKernel::loadPart(Value matrix, Num row, Num column, bool isWhole) {
  Type element = cast<MemRefType>(matrix.getType()).getElementType();
  VectorType part = k.vec(element, lanes);
  Num x = isWhole ? k.loadVector(matrix, {row, column}, part)
                  : k.loadMasked(matrix, {row, column}, tailMask(), part);
  return k.convertFloat(x, type);
}

Num AnalyticKernel::passOver(Value h, std::optional<Num> summed, Value out,
                             std::optional<Num> updated, Num factor) {
  auto update = [&](Num column, bool isWhole) {
    if (!updated)
      return;
    Num sum =
        k.convertFloat(k.fma(factor, loadPart(h, *updated, column, isWhole),
                             loadPart(out, *updated, column, isWhole)),
                       term.output);
    if (isWhole)
      k.store(sum, out, {*updated, column});
    else
      k.storeMasked(sum, out, {*updated, column}, tailMask());
  };
  auto add = [&](Num &sum, Num column, bool isWhole) {
    if (!summed)
      return;
    Num x = loadPart(h, *summed, column, isWhole);
    sum = k.fma(x, x, sum);
  };
  Num zero = k.num(arith::ConstantOp::create(k.b, k.b.getZeroAttr(vector)));
  SmallVector<Num> sums(kChains, zero);
  int64_t step = kChains * lanes, whole = features / step * step;
  sums = k.loop(k.constant(whole), step, sums,
                [&](Num column, ArrayRef<Num> carried) {
                  SmallVector<Num> next(carried);
                  for (auto [chain, sum] : llvm::enumerate(next)) {
                    add(sum, column + chain * lanes, /*isWhole=*/true);
                    update(column + chain * lanes, /*isWhole=*/true);
                  }
                  return next;
                });
  for (int64_t column = whole; column < features; column += lanes) {
    bool isWhole = column + lanes <= features;
    add(sums[(column - whole) / lanes], k.constant(column), isWhole);
    update(k.constant(column), isWhole);
  }
  Num total = (sums[0] + sums[1]) + (sums[2] + sums[3]);
  // Halves onto each other: the order of a reduction is one after the other.
  for (int64_t width = lanes / 2; width; width /= 2) {
    SmallVector<int64_t> low = llvm::to_vector(llvm::seq<int64_t>(0, width));
    SmallVector<int64_t> high =
        llvm::to_vector(llvm::seq<int64_t>(width, 2 * width));
    total = k.shuffle(total, total, low) + k.shuffle(total, total, high);
  }
  return k.num(vector::ExtractOp::create(k.b, Value(total), 0));
}

Num AnalyticKernel::radialForm(Num squaredNorms) {
  Num scale = squaredNorms.like(fit.scale);
  Num w = scale / (squaredNorms + scale);
  // Clenshaw's recurrence for the sum of c_k T_k(y).
  Num y = w + w - w.like(1.0), twiceY = y + y;
  Num next = w.like(0.0), afterNext = next;
  for (double c : llvm::reverse(llvm::drop_begin(fit.coefficients))) {
    Num current = k.fma(twiceY, next, w.like(c) - afterNext);
    afterNext = next;
    next = current;
  }
  Num sum = k.fma(y, next, w.like(fit.coefficients.front()) - afterNext);
  Num root = k.num(math::SqrtOp::create(k.b, Value(w)));
  return term.isGradient ? sum * root * w.like(kSqrtTwoOverPi / features)
                         : sum / root * w.like(kSqrtTwoOverPi);
}

void AnalyticKernel::buildPenalty(ArrayRef<Num> args) {
  Value h = args[0], out = args[1], norms = args[3];
  Num samples = k.dim(h, 0);
  VectorType wide = k.vec(k.f64, lanes), words = k.vec(k.i64, lanes);
  Num none = k.num(arith::ConstantOp::create(k.b, k.b.getZeroAttr(wide)));
  SmallVector<int64_t> order = llvm::to_vector(llvm::seq<int64_t>(0, lanes));
  auto add = [&](Num first, ArrayRef<Num> total) -> SmallVector<Num> {
    Num numRows = minimum(k.constant(group), samples - first);
    k.loop(numRows, 1,
           [&](Num i) { k.store(passOver(h, first + i), norms, {i}); });
    Num forms = radialForm(k.loadVector(norms, {k.constant(0)}, vector));
    Num isRow = isLess(k.constant(k.i64, order),
                       k.broadcast(k.cast(numRows, k.i64), words));
    return {total[0] +
            k.convertFloat(select(isRow, forms, forms.like(0.0)), k.f64)};
  };
  Num total = k.loop(samples, group, {none}, add)[0];
  Num sum = k.num(
      vector::ReductionOp::create(k.b, vector::CombiningKind::ADD, total));
  Num old = k.convertFloat(k.load(out, {}), k.f64);
  Num result = old + sum * k.convertFloat(args[2], k.f64);
  k.store(k.convertFloat(result, term.output), out, {});
}

void AnalyticKernel::buildGradient(ArrayRef<Num> args) {
  Value h = args[0], out = args[1], buffer = args[3];
  Num scale = args[2], samples = k.dim(h, 0);
  int64_t threads = k.target.threads;
  Num groups = divideUp(samples, group);
  k.forThreads([&](Num thread) {
    // Factors of these samples, norms of the next ones.
    Num factors = thread * (2 * lanes), norms = factors + lanes;
    Num first = thread * groups / threads;
    Num last = (thread + 1) * groups / threads;
    auto rowsIn = [&](Num i) {
      return select(isLess(i, last),
                    minimum(k.constant(group), samples - i * group),
                    k.constant(0));
    };
    k.loop(rowsIn(first), 1, [&](Num i) {
      k.store(passOver(h, first * group + i), buffer, {norms + i});
    });
    k.loop(first, last, 1, [&](Num i) {
      Num forms = radialForm(k.loadVector(buffer, {norms}, vector));
      k.store(forms * k.broadcast(scale, vector), buffer, {factors});
      Num numNext = rowsIn(i + 1);
      k.loop(rowsIn(i), 1, [&](Num j) {
        Num row = i * group + j;
        Num factor = k.broadcast(k.load(buffer, {factors + j}), vector);
        auto updateAndSum = [&] {
          Num sum = passOver(h, row + group, out, row, factor);
          k.store(sum, buffer, {norms + j});
        };
        auto update = [&] { passOver(h, std::nullopt, out, row, factor); };
        k.doIf(isLess(j, numNext), updateAndSum, update);
      });
    });
  });
}

FailureOr<func::FuncOp> mlir::per::getAnalyticKernel(KernelBuilder &k,
                                                     const KernelTerm &term,
                                                     int64_t features) {
  bool isF64 = term.activations.isF64();
  RadialForm form =
      term.isGradient ? RadialForm::Gradient : RadialForm::Penalty;
  std::optional<RadialFit> fit =
      fitRadialForm(form, features, isF64 ? 1e-12 : 1e-7);
  if (!fit)
    return failure();
  Type type = isF64 ? k.f64 : k.f32;
  Type output = term.isGradient ? Type(k.matrix(term.output))
                                : MemRefType::get({}, term.output);
  SmallVector<Type> types = {k.matrix(term.activations), output, type,
                             k.vectorOf(type)};
  std::string name;
  llvm::raw_string_ostream(name)
      << "per_analytic_" << (term.isGradient ? "gradient_" : "penalty_")
      << features << "_" << term.activations << "_" << term.output << "_"
      << k.target.name;
  return k.function(name, types, [&](ArrayRef<Num> args) {
    AnalyticKernel kernel(k, term, features, *fit);
    if (term.isGradient)
      kernel.buildGradient(args);
    else
      kernel.buildPenalty(args);
  });
}
