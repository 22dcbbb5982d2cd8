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
  }];
  let useDefaultAttributePrinterParser = 1;
  let extraClassDeclaration = [{
    void registerAttributes();
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
                           "::mlir::tensor::TensorDialect"];
}

#endif // PER_DIALECT_PER_IR_PERDIALECT_TD
