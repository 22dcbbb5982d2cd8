//===- PERAttrs.td - the regularisers -------------------------*- tablegen -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_DIALECT_PER_IR_PERATTRS_TD
#define PER_DIALECT_PER_IR_PERATTRS_TD

include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/EnumAttr.td"
include "per/Dialect/PER/IR/PERDialect.td"
include "per/Dialect/PER/IR/PERInterfaces.td"

/// A finite number of double precision, written as a decimal: `0.5`.
class PER_Real<string desc = "", string default = ""> : APFloatParameter<desc> {
  let parser = "::mlir::per::detail::parseReal($_parser)";
  let printer = "$_printer.printFloat($_self)";
  let defaultValue = "::llvm::APFloat(" # default # ")";
}

/// A number of directions: at least 1, or `?` if the operand tells it.
class PER_SliceCount<string desc, string default>
    : AttrParameter<"int64_t", desc> {
  let parser = "::mlir::per::detail::parseSliceCount($_parser)";
  let printer = "::mlir::per::detail::printSliceCount($_printer, $_self)";
  let defaultValue = default;
}

def PER_Estimator : I32EnumAttr<"Estimator",
    "how the expectation over directions is computed", [
      I32EnumAttrCase<"MonteCarlo", 0, "monte_carlo">,
      I32EnumAttrCase<"Analytic", 1, "analytic">]> {
  let cppNamespace = "::mlir::per";
  let genSpecializedAttr = 0;
}

def PER_Products : I32EnumAttr<"Products",
    "what operands of products with directions are rounded to", [
      I32EnumAttrCase<"Full", 0, "full">,
      I32EnumAttrCase<"BF16", 1, "bf16">]> {
  let cppNamespace = "::mlir::per";
  let genSpecializedAttr = 0;
}

/// A regulariser. `overrides` names the methods of the interface that the
/// attribute defines itself beside the three every regulariser has to.
class PER_Regularizer<string name, string mnemonic_, list<string> overrides = []>
    : AttrDef<PER_Dialect, name, [
        DeclareAttrInterfaceMethods<PER_RegularizerAttrInterface,
          !listconcat(["getRegularizerName", "buildPenalty", "buildGradient"],
                      overrides)>]> {
  let mnemonic = mnemonic_;
  let extraClassDefinition = [{
    ::llvm::StringRef $cppClass::getRegularizerName() const {
      return getMnemonic();
    }
  }];
}

def PER_ProjectedError : PER_Regularizer<"ProjectedError", "projected_error",
    ["getNumSlices", "withNumSlices", "normalization", "sumNormalization",
     "verifySite"]> {
  let summary = "projected error function regularisation (PER)";
  let description = [{
    With `t = <h, theta>` for a direction `theta` uniform on the unit sphere
    (Joo, Kang, Kim, ICLR 2020, Eq. 5 and 6):

    ```
    R(h)     = E[ t erf(t/sqrt 2) + sqrt(2/pi) exp(-t^2/2) ]
    dR/dh    = E[ erf(t/sqrt 2) theta ]
    ```

    `estimator = monte_carlo` is the paper's Algorithm 1: the expectation is a
    mean over `slices` directions. `estimator = analytic` is exact: by rotation
    invariance `R(h) = sqrt(2/pi) 1F1(-1/2; d/2; -|h|^2/2)` and
    `dR/dh = sqrt(2/pi)/d 1F1(1/2; d/2+1; -|h|^2/2) h`.

    As a term of an op it is the sum over samples, and over slices with
    `monte_carlo`: `sum_ik t_ik erf(t_ik/sqrt 2) + ...` with `T = H Theta`.
    `slices` must be the number of columns of `Theta`. `slices = ?` leaves it to
    the operand; tiling by a size that is not static makes such terms.

    `products = bf16` rounds the operands of both products, `H Theta` and
    `erf(T/sqrt 2) Theta^T`, to bf16, which processors multiply at twice the
    rate or more; sums are as before. A column of `Theta`, and the one of `T`
    that belongs to it, may have a factor taken out before it is rounded, so
    results of two targets differ by roundings.

    Examples: 256 directions, one tile of them, products of bf16, and the exact
    form.

    ```mlir
    #per.projected_error<slices = 256>
    ```
    ```mlir
    #per.projected_error<slices = ?>
    ```
    ```mlir
    #per.projected_error<slices = 256, products = bf16>
    ```
    ```mlir
    #per.projected_error<estimator = analytic>
    ```
  }];
  let parameters = (ins
    PER_SliceCount<"directions of a site", "256">:$slices,
    DefaultValuedParameter<"::mlir::per::Estimator",
      "::mlir::per::Estimator::MonteCarlo", "how the mean is taken">:$estimator,
    DefaultValuedParameter<"::mlir::per::Products",
      "::mlir::per::Products::Full",
      "type of the operands of products">:$products);
  let assemblyFormat = "(`<` struct(params)^ `>`)?";
  let genVerifyDecl = 1;
}

def PER_L1 : PER_Regularizer<"L1", "l1", ["couplesFeatures"]> {
  let summary = "sum of absolute values";
  let description = [{
    `R(H) = sum |h|`, gradient `sign(h)` with `sign(0) = 0`. Under
    `reduction = mean` it is the mean over samples, and still the sum over
    features.

    Example:

    ```mlir
    #per.l1
    ```
  }];
}

def PER_L2 : PER_Regularizer<"L2", "l2", ["couplesFeatures"]> {
  let summary = "sum of squares";
  let description = [{
    `R(H) = sum h^2` (no factor one half, no root), gradient `2 h`.

    Example:

    ```mlir
    #per.l2
    ```
  }];
}

class PER_DeltaRegularizer<string name, string mnemonic>
    : PER_Regularizer<name, mnemonic, ["couplesFeatures"]> {
  let parameters = (ins PER_Real<"where the quadratic part ends", "1.0">:$delta);
  let assemblyFormat = "(`<` struct(params)^ `>`)?";
  let genVerifyDecl = 1;
}

def PER_Huber : PER_DeltaRegularizer<"Huber", "huber"> {
  let summary = "quadratic near zero, linear beyond delta";
  let description = [{
    `R(H) = sum r(h)` with `r(h) = h^2/2` for `|h| <= delta` and
    `delta (|h| - delta/2)` beyond; gradient `clamp(h, -delta, delta)`.

    Example:

    ```mlir
    #per.huber<delta = 0.5>
    ```
  }];
}

def PER_PseudoHuber : PER_DeltaRegularizer<"PseudoHuber", "pseudo_huber"> {
  let summary = "smooth form of huber";
  let description = [{
    `R(H) = sum delta^2 (sqrt(1 + (h/delta)^2) - 1)`, gradient
    `h / sqrt(1 + (h/delta)^2)`.

    Example:

    ```mlir
    #per.pseudo_huber<delta = 2.0>
    ```
  }];
}

def PER_VarianceConstancy : PER_Regularizer<"VarianceConstancy",
    "variance_constancy",
    ["couplesSamples", "couplesFeatures", "normalization", "sumNormalization",
     "verifySite"]> {
  let summary = "variance constancy loss (VCL)";
  let description = [{
    Littwin and Wolf, 2018: the sum over features of
    `(1 - v1 / (v2 + beta))^2`, where `v1` and `v2` are the unbiased variances
    of the feature over the first `n` and the second `n` samples of the batch.
    As a regulariser it is the mean over features (units): both reductions
    divide the sum by their number. The original learns `beta` per unit and
    takes pre-activations; here it is a constant. The term couples samples and
    needs at least `2n` of them.

    Example:

    ```mlir
    #per.variance_constancy<n = 5, beta = 1.0>
    ```
  }];
  let parameters = (ins
    DefaultValuedParameter<"int64_t", "5", "samples of each variance">:$n,
    PER_Real<"added to the second variance", "1.0">:$beta);
  let assemblyFormat = "(`<` struct(params)^ `>`)?";
  let genVerifyDecl = 1;
}

def PER_SlicedWasserstein : PER_Regularizer<"SlicedWasserstein",
    "sliced_wasserstein",
    ["getNumSlices", "withNumSlices", "couplesSamples", "normalization",
     "sumNormalization", "verifySite"]> {
  let summary = "sliced Wasserstein distance of a batch to N(0, I)";
  let description = [{
    The mean over directions `theta` of the Wasserstein distance between the
    law of the `b` projections `<h, theta>` of a batch and N(0, 1) (Bonneel,
    Rabin, Peyre, Pfister, 2015; Joo, Kang, Kim, ICLR 2020, Eq. 4). With `x_i`
    the projection of rank `i`, `a = (i-1)/b`, `c = i/b` and `Q` the quantiles
    of N(0, 1), it is exact, not by quantiles at midpoints:

    ```
    p = 1: W_1   = sum_i int_a^c |x_i - Q(u)| du
           dW_1/dx_i   = 2 clamp(Phi(x_i), a, c) - a - c
    p = 2: W_2^2 = sum_i int_a^c (x_i - Q(u))^2 du      (no root)
           dW_2^2/dx_i = 2 (x_i/b - (phi(Q(a)) - phi(Q(c))))
    ```

    Equal projections keep the order of the samples. As a term of an op it is
    `b` times the sum over the directions, the columns of `Theta`; `slices` must
    be their number, or `?`. The term couples the samples of a batch.

    Examples: 256 directions and W_1, and 64 with W_2 squared.

    ```mlir
    #per.sliced_wasserstein
    ```
    ```mlir
    #per.sliced_wasserstein<p = 2, slices = 64>
    ```
  }];
  let parameters = (ins
    DefaultValuedParameter<"int64_t", "1", "order of the distance, 1 or 2">:$p,
    PER_SliceCount<"directions of a site", "256">:$slices);
  let assemblyFormat = "(`<` struct(params)^ `>`)?";
  let genVerifyDecl = 1;
}

#endif // PER_DIALECT_PER_IR_PERATTRS_TD
