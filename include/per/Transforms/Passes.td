//===- Passes.td - passes on training graphs-------------------*- tablegen -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_TRANSFORMS_PASSES_TD
#define PER_TRANSFORMS_PASSES_TD

include "mlir/Pass/PassBase.td"

def InlineCallsPass : Pass<"per-inline-calls", "::mlir::ModuleOp"> {
  let summary = "replace the calls of a function by the bodies of the callees";
  let description = [{
    Replaces every `func.call` that the function reaches, also those inside of
    loops and branches, by a copy of the callee's body. A training step comes
    from JAX with a function for each layer; the analysis wants one graph.

    The upstream inliner asks the operations of a callee whether they may be
    inlined, and unregistered ones (StableHLO in generic form) refuse. This pass
    copies any operation.

    Copied operations get call site locations, so both the line in the callee
    and the call stay known. Private functions that nothing refers to any more
    are erased. Recursion, callees without a body and callees of several blocks
    are errors.

    Example:

    ```mlir
    func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
      %0 = call @relu(%x) : (tensor<4xf32>) -> tensor<4xf32>
      return %0 : tensor<4xf32>
    }
    func.func private @relu(%x: tensor<4xf32>) -> tensor<4xf32> {
      %zero = arith.constant dense<0.0> : tensor<4xf32>
      %0 = arith.maximumf %x, %zero : tensor<4xf32>
      return %0 : tensor<4xf32>
    }
    ```

    becomes

    ```mlir
    func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
      %zero = arith.constant dense<0.0> : tensor<4xf32>
      %0 = arith.maximumf %x, %zero : tensor<4xf32>
      return %0 : tensor<4xf32>
    }
    ```
  }];
  let options = [
    Option<"function", "function", "std::string", /*default=*/"\"main\"",
           "Name of the function whose calls are inlined">
  ];
}

/// Options that every pass on the sites of a training step has.
class PER_SiteOptions {
  list<Option> selection = [
    Option<"function", "function", "std::string", "\"main\"",
           "Name of the function that holds the training step">,
    Option<"lossResult", "loss-result", "unsigned", "0",
           "Number of the result that is the loss">,
    Option<"sitesLocation", "sites-location", "std::string", "",
           "Only sites whose location name matches this POSIX extended regular "
           "expression somewhere; empty: all">,
    ListOption<"sitesFamily", "sites-family", "std::string",
           "Only sites of these activation families (relu, gelu, tanh, ...)">,
    ListOption<"sitesIndex", "sites-index", "unsigned",
           "Only the sites of these indices (program order among all sites)">,
  ];
  list<Option> bounds = [
    ListOption<"coneBudgets", "cone-budgets", "unsigned",
           "Numbers of nodes of the cone of a site, tried in turn "
           "(default 12,40,140)">,
    Option<"closureBudget", "closure-budget", "unsigned", "64",
           "Bound on the nodes of the forward closure of a candidate">,
    Option<"familyBudget", "family-budget", "unsigned", "200",
           "Bound on the values computable from the cone of a site">,
    Option<"candidateBudget", "candidate-budget", "unsigned", "64",
           "Bound on the candidates for the cotangent of one site">,
  ];
}
def PER_SiteOptionLists : PER_SiteOptions;

/// Options of a term that do not depend on how it is added.
class PER_TermOptions {
  list<Option> term = [
    Option<"regularizer", "regularizer", "std::string",
           "\"#per.projected_error\"",
           "The regulariser, an attribute in MLIR syntax; in braces if it "
           "contains spaces">,
    Option<"seed", "seed", "std::string", "\"0\"",
           "Seed of the slices: a number, `new` or `arg:N` (rank-0 i32 or ui32)">,
    Option<"step", "step", "std::string", "\"0\"",
           "Training step, so that slices are drawn afresh in each: a number, "
           "`new` or `arg:N` (rank-0 i32 or ui32)">,
    Option<"reduction", "reduction", "::mlir::per::Reduction",
           "::mlir::per::Reduction::Mean",
           "How the term is reduced over samples",
           [{::llvm::cl::values(
             clEnumValN(::mlir::per::Reduction::Mean, "mean",
                        "mean over samples (Eq. 6 of the paper)"),
             clEnumValN(::mlir::per::Reduction::Sum, "sum",
                        "sum over samples (Algorithm 1 of the paper)"))}]>,
    Option<"sampleDims", "sample-dims", "std::string", "\"auto\"",
           "Dimensions of every site that are samples: `auto` (those that no "
           "reading contraction contracts), `none`, or a list like `0,1`">,
  ];
}
def PER_TermOptionLists : PER_TermOptions;

def AttachRegularizersPass : Pass<"per-attach-regularizers", "::mlir::ModuleOp"> {
  let summary = "add a regulariser of the hidden activations to a training step";
  let description = [{
    The module holds a training step that was already differentiated: it
    returns the loss, and computes gradients behind it. The pass finds each
    hidden activation `y` of the forward half and its cotangent `c` in the
    backward half, and replaces `c` by `c + scale * dR/dy` on the way to the
    inputs of `y`. Nobody has to mark anything, and no spelling of a derivative
    is looked for: `c` is recognised because some value behind the loss is
    `c * f'(p)` where `y = f(p)` (`docs/attach.md`).

    With `differentiated=false` the function is one that nobody differentiated
    yet, and the pass adds `scale * R(y)` to the loss instead.

    The edited module is proved before the pass succeeds: every operation of
    the original is still there with its operands, but for the intended uses;
    the coefficient of the term in the edited values is `dy/dp`; the term reads
    the site's own activation; no part of the cotangent bypasses it. A module
    that fails is never written.

    `scale` is `lambda`, divided by the number of samples for `reduction=mean`,
    and by the number of slices. The values `lambda`, `seed` and `step` are
    each a number; `new`, an argument added at the end of the function (in this
    order); or `arg:N`, an argument that the function already has.

    Before, with `%y = max(%p, 0)` and its cotangent `%c`:

    ```mlir
    %y = "stablehlo.maximum"(%p, %zero) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %m = "stablehlo.compare"(%p, %zero) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xi1>
    %o = "stablehlo.dot_general"(%y, %w) : (tensor<4x7xf32>, tensor<7x3xf32>) -> tensor<4x3xf32>
    // The loss, and the cotangent %ct of %o.
    %c = "stablehlo.dot_general"(%ct, %w) : (tensor<4x3xf32>, tensor<7x3xf32>) -> tensor<4x7xf32>
    %v = "stablehlo.select"(%m, %c, %zero) : (tensor<4x7xi1>, tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %gw = "stablehlo.dot_general"(%x, %v) : (tensor<4x5xf32>, tensor<4x7xf32>) -> tensor<5x7xf32>
    ```

    After `per-attach-regularizers{regularizer=#per.l2 lambda=new}`:

    ```mlir
    // %lambda is an added argument of the function.
    %scale = "stablehlo.multiply"(%lambda, %one_over_b) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %c = "stablehlo.dot_general"(%ct, %w) : (tensor<4x3xf32>, tensor<7x3xf32>) -> tensor<4x7xf32>
    %c1 = per.gradient #per.l2 ins(%y : tensor<4x7xf32>) scale(%scale : tensor<f32>)
        samples [0] outs(%c : tensor<4x7xf32>) -> tensor<4x7xf32>
    %v1 = "stablehlo.select"(%m, %c1, %zero) : (tensor<4x7xi1>, tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %gw = "stablehlo.dot_general"(%x, %v1) : (tensor<4x5xf32>, tensor<4x7xf32>) -> tensor<5x7xf32>
    ```

    Each site gives a remark at its location: index, location, shape, samples
    and features, family, where the cotangent was found, and whether the weight
    of the term is known or assumed.
  }];
  let dependentDialects = ["::mlir::per::PERDialect",
                           "::mlir::arith::ArithDialect",
                           "::mlir::linalg::LinalgDialect",
                           "::mlir::tensor::TensorDialect"];
  let options = !listconcat([
    Option<"lambda", "lambda", "std::string", "\"new\"",
           "Weight of the regulariser: a number, `new` or `arg:N` (a rank-0 "
           "float tensor). A constant 0 leaves the module as it is">,
    Option<"lossScale", "loss-scale", "std::string", "",
           "Factor by which the step scales its loss before differentiating "
           "it: a number or `arg:N`; empty: none">,
    ListOption<"weights", "weights", "double",
           "Measured factor of every attached site's term, in order; empty: 1">,
    Option<"onFailure", "on-failure", "::mlir::per::FailurePolicy",
           "::mlir::per::FailurePolicy::Error",
           "What a selected site without a cotangent is",
           [{::llvm::cl::values(
             clEnumValN(::mlir::per::FailurePolicy::Error, "error",
                        "an error: the pass fails"),
             clEnumValN(::mlir::per::FailurePolicy::Skip, "skip",
                        "a remark: the site gets no term"))}]>,
    Option<"differentiated", "differentiated", "bool", "true",
           "Whether the function holds a backward half; if not, lambda * R(h) "
           "is added to its loss">,
    Option<"report", "report", "std::string", "",
           "File to write the report to, as JSON; empty: none">],
    PER_TermOptionLists.term, PER_SiteOptionLists.selection, PER_SiteOptionLists.bounds);
}

def CaptureSitesPass : Pass<"per-capture-sites", "::mlir::ModuleOp"> {
  let summary = "return what a training step computes at its sites";
  let description = [{
    Adds one result for each selected site to the function, in the order of the
    sites: its activation, its cotangent, its penalty R(h) (the regulariser's
    value, without lambda), or the product of its cotangent and the direction of
    number `step` (`per-perturb-sites`).

    A tensor that is computed in a loop has a leading dimension more: the
    iterations, in the order in which they run (for a cotangent of a forward
    loop: from its last iteration to its first). Numbers are summed over them. A
    branch that is not taken gives zero. Out of a manual region (`shard_map`)
    comes the tensor of which the devices hold parts, or the sum over them. A
    penalty is the mean over micro-batches and over devices that share a batch.
    Sites in a loop over optimizer steps have tensors and penalties of every
    step. A loop whose number of iterations is not known is an error for tensors,
    as is a region in which it is not clear how the parts make up a whole.

    Before:

    ```mlir
    func.func @main(%p: tensor<4x7xf32>, %loss: tensor<f32>) -> tensor<f32> {
      %y = "stablehlo.tanh"(%p) : (tensor<4x7xf32>) -> tensor<4x7xf32>
      return %loss : tensor<f32>
    }
    ```

    After `per-capture-sites{what=activations}`:

    ```mlir
    func.func @main(%p: tensor<4x7xf32>, %loss: tensor<f32>) -> (tensor<f32>, tensor<4x7xf32>) {
      %y = "stablehlo.tanh"(%p) : (tensor<4x7xf32>) -> tensor<4x7xf32>
      return %loss, %y : tensor<f32>, tensor<4x7xf32>
    }
    ```
  }];
  let dependentDialects = ["::mlir::per::PERDialect",
                           "::mlir::linalg::LinalgDialect",
                           "::mlir::tensor::TensorDialect"];
  let options = !listconcat([
    Option<"what", "what", "::mlir::per::Captured",
           "::mlir::per::Captured::Activations", "What is returned",
           [{::llvm::cl::values(
             clEnumValN(::mlir::per::Captured::Activations, "activations",
                        "the activation itself"),
             clEnumValN(::mlir::per::Captured::Cotangents, "cotangents",
                        "its cotangent in the backward half"),
             clEnumValN(::mlir::per::Captured::Penalties, "penalties",
                        "the value of the regulariser"),
             clEnumValN(::mlir::per::Captured::CotangentProducts,
                        "cotangent-products",
                        "the product of the cotangent and a direction"))}]>],
    PER_TermOptionLists.term, PER_SiteOptionLists.selection,
    PER_SiteOptionLists.bounds);
}

def PerturbSitesPass : Pass<"per-perturb-sites", "::mlir::ModuleOp"> {
  let summary = "move the activations of a training step along fixed directions";
  let description = [{
    Adds an argument `epsilon` (a rank-0 tensor of f32, at the end) and replaces
    the uses of each selected activation `y` in the forward half by
    `y + epsilon * v`, where `v` is a pseudo-random unit vector that depends on
    the index of the site and the number `step`. With L the loss and c the cotangents,

    ```
    sum <c, v> = (L(epsilon) - L(-epsilon)) / (2 epsilon)
    ```

    up to rounding and curvature: a check of the cotangents that were found, on
    real inputs. `per-capture-sites{what=cotangent-products}` gives the left
    side.

    Before:

    ```mlir
    %y = "stablehlo.tanh"(%p) : (tensor<4x7xf32>) -> tensor<4x7xf32>
    %o = "stablehlo.dot_general"(%y, %w) : (tensor<4x7xf32>, tensor<7x3xf32>) -> tensor<4x3xf32>
    ```

    After:

    ```mlir
    %y = "stablehlo.tanh"(%p) : (tensor<4x7xf32>) -> tensor<4x7xf32>
    %step = "stablehlo.multiply"(%v, %all_epsilon) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %y1 = "stablehlo.add"(%y, %step) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %o = "stablehlo.dot_general"(%y1, %w) : (tensor<4x7xf32>, tensor<7x3xf32>) -> tensor<4x3xf32>
    ```
  }];
  let dependentDialects = ["::mlir::per::PERDialect",
                           "::mlir::linalg::LinalgDialect",
                           "::mlir::tensor::TensorDialect"];
  let options = !listconcat([
    Option<"step", "step", "std::string", "\"0\"",
           "Number of the directions: a number or `arg:N` (rank-0 i32 or ui32)">],
    PER_SiteOptionLists.selection, PER_SiteOptionLists.bounds);
}

#endif // PER_TRANSFORMS_PASSES_TD
