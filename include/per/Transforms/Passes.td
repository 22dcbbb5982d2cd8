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

#endif // PER_TRANSFORMS_PASSES_TD
