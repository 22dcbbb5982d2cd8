//===- PERDialect.td - the per dialect ------------------------*- tablegen -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_DIALECT_PER_IR_PERDIALECT_TD
#define PER_DIALECT_PER_IR_PERDIALECT_TD

include "mlir/IR/DialectBase.td"

def PER_Dialect : Dialect {
  let name = "per";
  let cppNamespace = "::mlir::per";
  let summary = "Activation regularisers of a training step";
  let description = [{
    The `per` dialect holds the terms that an activation regulariser adds to a
    training step: the random directions that a sliced regulariser projects on
    (`per.slices`), the value of the regulariser (`per.penalty`) and its
    gradient with respect to the activations (`per.gradient`).

    Which regulariser a term is, is an attribute that implements
    `RegularizerAttrInterface`, e.g. `#per.projected_error<slices = 256>`.

    All ops are in destination-passing style on tensors and memrefs, as in
    `linalg`, and *accumulate*: a term adds `scale * R(h)` or `scale * dR/dh` to
    its destination. Means (1/b over samples, 1/s over slices) are part of
    `scale`, so that an op that was split into tiles adds up to the op itself.

    The constraints that the ops verify are numbered (`per_slices_c1`); the list
    and the meaning of the ops as mathematics are in `docs/spec.md`.

    Example: the cotangent of 128 samples of 650 features with the term of 256
    random directions in it. `%scale` is `lambda / (128 * 256)`.

    ```mlir
    func.func @term(%h: tensor<128x650xf32>, %c: tensor<128x650xf32>,
                    %scale: f32, %seed: i32, %step: i32) -> tensor<128x650xf32> {
      %empty = tensor.empty() : tensor<650x256xf32>
      %theta = per.slices seed(%seed : i32) step(%step : i32) site(3)
          outs(%empty : tensor<650x256xf32>) -> tensor<650x256xf32>
      %r = per.gradient #per.projected_error<slices = 256>
          ins(%h, %theta : tensor<128x650xf32>, tensor<650x256xf32>)
          scale(%scale : f32) samples [0]
          outs(%c : tensor<128x650xf32>) -> tensor<128x650xf32>
      return %r : tensor<128x650xf32>
    }
    ```
  }];
  let useDefaultAttributePrinterParser = 1;
  let extraClassDeclaration = [{
    void registerAttributes();
  }];
  // What tiling and canonicalisation build.
  let dependentDialects = ["::mlir::affine::AffineDialect",
                           "::mlir::arith::ArithDialect",
                           "::mlir::linalg::LinalgDialect",
                           "::mlir::memref::MemRefDialect",
                           "::mlir::tensor::TensorDialect"];
}

#endif // PER_DIALECT_PER_IR_PERDIALECT_TD
