//===- Passes.td - conversions of per -----------------------*- tablegen -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_CONVERSION_PASSES_TD
#define PER_CONVERSION_PASSES_TD

include "mlir/Pass/PassBase.td"

def ConvertPERToLinalgPass : Pass<"convert-per-to-linalg"> {
  let summary = "Expand per operations into linalg on tensors";
  let description = [{
    Replaces every per operation on tensors by operations of linalg, arith,
    math and tensor that compute the same. Shapes may be dynamic. Activations
    of bf16 and f16 are computed with in f32, and a term is rounded once, to the
    type of its destination.

    The result runs under the stock passes: `math.erf` needs
    `convert-math-to-libm` or a polynomial. A regulariser that needs a number of
    samples asserts it where the batch is dynamic (`cf.assert`).

    Example, with `scale` folded into the last operation:

    ```mlir
    %r = per.gradient #per.l2 ins(%h : tensor<8x4xf32>) scale(%s : tensor<f32>)
        samples [0] outs(%c : tensor<8x4xf32>) -> tensor<8x4xf32>
    ```

    becomes

    ```mlir
    %g = linalg.generic ... ins(%h : tensor<8x4xf32>) ... {
      %2 = arith.mulf %in, %two : f32
      linalg.yield %2 : f32
    } -> tensor<8x4xf32>
    %r = linalg.generic ... ins(%c, %g, %s : ...) ... {
      %3 = arith.mulf %in_g, %in_s : f32
      %4 = arith.addf %in_c, %3 : f32
      linalg.yield %4 : f32
    } -> tensor<8x4xf32>
    ```
  }];
  let dependentDialects = [
    "::mlir::affine::AffineDialect", "::mlir::arith::ArithDialect",
    "::mlir::cf::ControlFlowDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::math::MathDialect", "::mlir::tensor::TensorDialect"];
}

def ConvertPERToStableHLOPass : Pass<"convert-per-to-stablehlo"> {
  let summary = "Expand per operations into StableHLO";
  let description = [{
    Replaces every per operation on tensors by plain StableHLO (and
    `chlo.erf`), which XLA shards and fuses by itself. The operations are
    unregistered ones in generic form, with the properties that jaxlib prints:
    run it with `--allow-unregistered-dialect`. Helper operations of other
    dialects that hold constants and destinations (`arith.constant`,
    `tensor.empty`) become StableHLO constants or go away.

    All shapes must be static; seed, step and scale are tensors of rank 0 or
    constants. Slices look up a table of 65,536 integers, held once a function.

    Example:

    ```mlir
    %r = per.gradient #per.l1 ins(%h : tensor<8x4xf32>) scale(%s : tensor<f32>)
        samples [0] outs(%c : tensor<8x4xf32>) -> tensor<8x4xf32>
    ```

    becomes

    ```mlir
    %0 = "stablehlo.sign"(%h) : (tensor<8x4xf32>) -> tensor<8x4xf32>
    %1 = "stablehlo.broadcast_in_dim"(%s) <{broadcast_dimensions = array<i64>}>
        : (tensor<f32>) -> tensor<8x4xf32>
    %2 = "stablehlo.multiply"(%0, %1)
        : (tensor<8x4xf32>, tensor<8x4xf32>) -> tensor<8x4xf32>
    %r = "stablehlo.add"(%c, %2)
        : (tensor<8x4xf32>, tensor<8x4xf32>) -> tensor<8x4xf32>
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect"];
}

#endif // PER_CONVERSION_PASSES_TD
