//===- Passes.td - passes on per ops --------------------------*- tablegen -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_DIALECT_PER_TRANSFORMS_PASSES_TD
#define PER_DIALECT_PER_TRANSFORMS_PASSES_TD

include "mlir/Pass/PassBase.td"

def DecomposeSlicesPass : Pass<"per-decompose-slices"> {
  let summary = "make the norms of per.slices explicit";
  let description = [{
    A `per.slices` that gives unit vectors needs the squared norms of whole
    slices. This pass has them summed by a `per.slice_norms` of their own, after
    which a `per.slices` can be tiled over elements too, as each of its entries
    needs one norm only. Both ops are on tensors; integer slices, slices with
    norms and ops on memrefs stay as they are.

    Example:

    ```mlir
    %theta = per.slices seed(%seed : i32) step(%step : i32) site(3)
        outs(%out : tensor<650x256xf32>) -> tensor<650x256xf32>
    ```

    becomes

    ```mlir
    %d = arith.constant 650 : index
    %c0 = arith.constant 0 : i64
    %empty = tensor.empty() : tensor<256xi64>
    %zero = linalg.fill ins(%c0 : i64) outs(%empty : tensor<256xi64>)
        -> tensor<256xi64>
    %norms = per.slice_norms seed(%seed : i32) step(%step : i32) site(3)
        elements(%d) outs(%zero : tensor<256xi64>) -> tensor<256xi64>
    %theta = per.slices seed(%seed : i32) step(%step : i32) site(3)
        norms(%norms : tensor<256xi64>)
        outs(%out : tensor<650x256xf32>) -> tensor<650x256xf32>
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
                           "::mlir::linalg::LinalgDialect",
                           "::mlir::tensor::TensorDialect"];
}

#endif // PER_DIALECT_PER_TRANSFORMS_PASSES_TD
