//===- Passes.td - from linalg to native code ---------------*- tablegen -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_TRANSFORMS_CODEGEN_PASSES_TD
#define PER_TRANSFORMS_CODEGEN_PASSES_TD

include "mlir/Pass/PassBase.td"

def ResultsToDestinationsPass
    : Pass<"per-results-to-destinations", "::mlir::ModuleOp"> {
  let summary = "Give every result of a public function a memory to be written to";
  let description = [{
    Each result of a public function gets an argument more, and is written to
    it: after bufferization the function has no results. A result that JAX writes
    into the memory of an argument (`tf.aliasing_output`) gets that argument.

    The function is renamed to `per_NAME`, since `main` and others are taken in
    every process, and described in the attribute `per.entries` of the module,
    an array of dictionaries: the `name`; `arguments` with `name`, `type` and
    `donated`, the position of the result that is written there, or -1;
    `results` with `name` and `type`. Names are those that `jax.result_info` and
    the locations of the arguments give, `argN` and `resultN` without.

    Types must be ranked tensors of static shapes, of integers or floats.

    Example:

    ```mlir
    func.func public @main(%w: tensor<8xf32> {tf.aliasing_output = 0 : i32},
                           %x: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
      %0 = arith.addf %w, %x : tensor<8xf32>
      %1 = arith.mulf %w, %x : tensor<8xf32>
      return %0, %1 : tensor<8xf32>, tensor<8xf32>
    }
    ```

    becomes

    ```mlir
    func.func public @per_main(
        %w: tensor<8xf32> {bufferization.writable = true},
        %x: tensor<8xf32> {bufferization.writable = false},
        %out: tensor<8xf32> {bufferization.writable = true})
        -> (tensor<8xf32>, tensor<8xf32>) {
      %0 = arith.addf %w, %x : tensor<8xf32>
      %1 = arith.mulf %w, %x : tensor<8xf32>
      %2 = bufferization.materialize_in_destination %0 in %w : ...
      %3 = bufferization.materialize_in_destination %1 in %out : ...
      return %2, %3 : tensor<8xf32>, tensor<8xf32>
    }
    ```
  }];
  let dependentDialects = ["::mlir::bufferization::BufferizationDialect"];
}

def DropResultsPass : Pass<"per-drop-results", "::mlir::ModuleOp"> {
  let summary = "Drop the results of entries that are their arguments";
  let description = [{
    After bufferization, an entry of `per-results-to-destinations` returns the
    buffers that it takes for its results. They are dropped. Upstream's
    `drop-equivalent-buffer-results` leaves public functions alone.

    Example:

    ```mlir
    module attributes {per.entries = [{name = "f", arguments = [], results = []} ]} {
      func.func @per_f(%x: memref<16xf32>) -> memref<16xf32> {
        return %x : memref<16xf32>
      }
    }
    ```

    becomes

    ```mlir
    func.func @per_f(%x: memref<16xf32>) {
      return
    }
    ```
  }];
}

def SplitEmptyTensorsPass
    : Pass<"per-split-empty-tensors", "::mlir::func::FuncOp"> {
  let summary = "Give every destination an empty tensor of its own";
  let description = [{
    Common subexpression elimination makes one `tensor.empty` of all those of a
    type. Bufferization would make one buffer of it, which the operations that
    write to it then share: where one of them waits, the others need copies, and
    a loop that carries two tensors made from one would mix them up. Here each use
    gets an empty tensor of its own. A tensor filled with one number is filled anew
    for each use as a destination or as what a loop starts from, which would
    have to be a copy.

    Example:

    ```mlir
    func.func @f(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
      %e = tensor.empty() : tensor<4xf32>
      %0 = linalg.exp ins(%x : tensor<4xf32>) outs(%e : tensor<4xf32>)
          -> tensor<4xf32>
      %1 = linalg.log ins(%x : tensor<4xf32>) outs(%e : tensor<4xf32>)
          -> tensor<4xf32>
      return %0, %1 : tensor<4xf32>, tensor<4xf32>
    }
    ```

    becomes

    ```mlir
    %e = tensor.empty() : tensor<4xf32>
    %0 = linalg.exp ins(%x : tensor<4xf32>) outs(%e : tensor<4xf32>) ...
    %f = tensor.empty() : tensor<4xf32>
    %1 = linalg.log ins(%x : tensor<4xf32>) outs(%f : tensor<4xf32>) ...
    ```
  }];
  let dependentDialects = ["::mlir::tensor::TensorDialect"];
}

def DetachArgumentsPass : Pass<"per-detach-arguments", "::mlir::func::FuncOp"> {
  let summary = "Copy arguments that loops start from, or that are results";
  let description = [{
    One-shot bufferization refuses a loop that starts in the memory which its result
    is put into at the end (`bufferization.materialize_in_destination`), as loops on
    donated arguments do, and loops from an empty tensor after
    `eliminate-empty-tensors`. Here the initial tensor of an `scf.for` or `scf.while`
    that is an argument of the function, or is computed in the memory of one, is
    copied; an empty tensor is an allocation. `per-own-carried-buffers` would give
    them a memory of their own all the same.

    A result that is an argument is saved before other results are put into their
    memories, one of which may be that argument's; one that is in its place stays.

    Example:

    ```mlir
    func.func @loop(%x: tensor<8xf32>, %n: index) -> tensor<8xf32> {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %one = arith.constant 1.0 : f32
      %r = scf.for %i = %c0 to %n step %c1 iter_args(%y = %x) -> tensor<8xf32> {
        %z = tensor.insert %one into %y[%i] : tensor<8xf32>
        scf.yield %z : tensor<8xf32>
      }
      return %r : tensor<8xf32>
    }
    ```

    becomes

    ```mlir
    %own = bufferization.alloc_tensor() copy(%x) : tensor<8xf32>
    %r = scf.for %i = %c0 to %n step %c1 iter_args(%y = %own) -> tensor<8xf32> {
    ...
    ```
  }];
  let dependentDialects = ["::mlir::bufferization::BufferizationDialect"];
}

def ConvertCopiesPass : Pass<"per-convert-copies", "::mlir::func::FuncOp"> {
  let summary = "Make memref.copy a loop nest of linalg";
  let description = [{
    LLVM's lowering of `memref.copy` calls a library function where a buffer is
    not contiguous, and one of LLVM's loops is faster. A contiguous copy becomes
    `memcpy` again.

    Example:

    ```mlir
    func.func @f(%x: memref<4x8xf32>, %y: memref<4x8xf32, strided<[16, 1]>>) {
      memref.copy %x, %y : memref<4x8xf32> to memref<4x8xf32, strided<[16, 1]>>
      return
    }
    ```

    becomes

    ```mlir
    linalg.generic {iterator_types = ["parallel", "parallel"], ...}
        ins(%x : memref<4x8xf32>)
        outs(%y : memref<4x8xf32, strided<[16, 1]>>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    }
    ```
  }];
  let dependentDialects = ["::mlir::linalg::LinalgDialect"];
}

def ApproximateMathPass : Pass<"per-approximate-math"> {
  let summary = "Expand functions of f32 into polynomials that vectorise";
  let description = [{
    Replaces `math` functions of f32, on scalars and vectors, by the polynomials of
    MLIR where these are within a few units in the last place: exp, expm1, log,
    log1p, log2, tanh, atan, cbrt. Those of f16 and bf16 are computed in f32.
    `math.erf` is left to `per-expand-erf`; what else is left calls the library of
    the machine.

    Example:

    ```mlir
    func.func @f(%x: f16) -> f16 {
      %0 = math.tanh %x : f16
      return %0 : f16
    }
    ```

    becomes

    ```mlir
    %0 = arith.extf %x : f16 to f32
    ...
    %9 = arith.divf %7, %8 : f32
    ...
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
                           "::mlir::math::MathDialect",
                           "::mlir::vector::VectorDialect"];
}

def FuseElementwisePass : Pass<"per-fuse-elementwise"> {
  let summary = "Fuse elementwise operations, also those with several users";
  let description = [{
    Upstream's `linalg-fuse-elementwise-ops` leaves a producer with several users in
    memory. Here

    - a producer is fused into each user if it has one, or if it is cheap: a few
      operations on operands that are at most a quarter of its size, such as a
      broadcast;
    - with `several-results`, a producer of the same loops as its first user is
      fused into that, and the fused operation returns both results.

    A sum of products takes no producer: it is code of its own
    (`convert-linalg-to-vector`). A producer whose result is needed elsewhere does
    not go into a reduction.

    Example:

    ```mlir
    func.func @f(%x: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
      %e = tensor.empty() : tensor<8xf32>
      %0 = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>,
                                            affine_map<(i) -> (i)>],
                           iterator_types = ["parallel"]}
          ins(%x : tensor<8xf32>) outs(%e : tensor<8xf32>) {
      ^bb0(%a: f32, %out: f32):
        %2 = math.exp %a : f32
        linalg.yield %2 : f32
      } -> tensor<8xf32>
      %1 = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>,
                                            affine_map<(i) -> (i)>],
                           iterator_types = ["parallel"]}
          ins(%0 : tensor<8xf32>) outs(%e : tensor<8xf32>) {
      ^bb0(%a: f32, %out: f32):
        %2 = arith.mulf %a, %a : f32
        linalg.yield %2 : f32
      } -> tensor<8xf32>
      return %0, %1 : tensor<8xf32>, tensor<8xf32>
    }
    ```

    becomes

    ```mlir
    %0:2 = linalg.generic ... ins(%x : tensor<8xf32>)
        outs(%e, %e : tensor<8xf32>, tensor<8xf32>) {
    ^bb0(%a: f32, %out: f32, %out_0: f32):
      %2 = math.exp %a : f32
      %3 = arith.mulf %2, %2 : f32
      linalg.yield %2, %3 : f32, f32
    } -> (tensor<8xf32>, tensor<8xf32>)
    ```
  }];
  let options = [
    Option<"severalResults", "several-results", "bool", /*default=*/"true",
           "Fuse producers whose result is needed elsewhere too">
  ];
  let dependentDialects = ["::mlir::linalg::LinalgDialect"];
}

def ExpandPadsPass : Pass<"per-expand-pads"> {
  let summary = "Expand tensor.pad into a border and a slice";
  let description = [{
    Bufferization fills the whole result of a `tensor.pad` and copies the source
    into it. Here only the border is filled (both sides of a border of one as one
    slice), and the source is inserted: the operation that computes it then
    writes to its place in the larger buffer (`eliminate-empty-tensors`). Later
    operations on the source read it there, as a slice, unless the border is
    larger than the source.

    Pads of dynamic sizes, or with a value that depends on the position, are left
    alone.

    Example:

    ```mlir
    func.func @pad(%x: tensor<4x8xf32>) -> tensor<5x8xf32> {
      %zero = arith.constant 0.0 : f32
      %0 = tensor.pad %x low[1, 0] high[0, 0] {
      ^bb0(%i: index, %j: index):
        tensor.yield %zero : f32
      } : tensor<4x8xf32> to tensor<5x8xf32>
      return %0 : tensor<5x8xf32>
    }
    ```

    becomes

    ```mlir
    func.func @pad(%x: tensor<4x8xf32>) -> tensor<5x8xf32> {
      %zero = arith.constant 0.0 : f32
      %e = tensor.empty() : tensor<5x8xf32>
      %f = tensor.empty() : tensor<1x8xf32>
      %row = linalg.fill ins(%zero : f32) outs(%f : tensor<1x8xf32>)
          -> tensor<1x8xf32>
      %0 = tensor.insert_slice %row into %e[0, 0] [1, 8] [1, 1]
          : tensor<1x8xf32> into tensor<5x8xf32>
      %1 = tensor.insert_slice %x into %0[1, 0] [4, 8] [1, 1]
          : tensor<4x8xf32> into tensor<5x8xf32>
      return %1 : tensor<5x8xf32>
    }
    ```
  }];
  let dependentDialects = ["::mlir::linalg::LinalgDialect",
                           "::mlir::tensor::TensorDialect"];
}

def CompareRectifiedPass : Pass<"per-compare-rectified"> {
  let summary = "Read the sign of x from max(x, 0)";
  let description = [{
    The gradient of a rectified linear unit asks whether its input is above zero,
    which its output tells as well (not a number is neither). If the input is
    needed for nothing else, the comparison reads the output, and the input needs
    no memory from the forward to the backward pass.

    Example:

    ```mlir
    func.func @relu(%x: tensor<8xf32>, %g: tensor<8xf32>, %e: tensor<8xf32>)
        -> (tensor<8xf32>, tensor<8xf32>) {
      %zero = arith.constant 0.0 : f32
      %h = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>,
                                            affine_map<(i) -> (i)>],
                           iterator_types = ["parallel"]}
          ins(%x : tensor<8xf32>) outs(%e : tensor<8xf32>) {
      ^bb0(%in: f32, %out: f32):
        %0 = arith.maximumf %in, %zero : f32
        linalg.yield %0 : f32
      } -> tensor<8xf32>
      %d = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>,
                                            affine_map<(i) -> (i)>,
                                            affine_map<(i) -> (i)>],
                           iterator_types = ["parallel"]}
          ins(%x, %g : tensor<8xf32>, tensor<8xf32>)
          outs(%e : tensor<8xf32>) {
      ^bb0(%in: f32, %up: f32, %out: f32):
        %0 = arith.cmpf ogt, %in, %zero : f32
        %1 = arith.select %0, %up, %zero : f32
        linalg.yield %1 : f32
      } -> tensor<8xf32>
      return %h, %d : tensor<8xf32>, tensor<8xf32>
    }
    ```

    becomes

    ```mlir
    %d = linalg.generic ... ins(%h, %g : tensor<8xf32>, tensor<8xf32>)
    ```
  }];
  let dependentDialects = ["::mlir::linalg::LinalgDialect"];
}

def FoldReshapesPass : Pass<"per-fold-reshapes"> {
  let summary = "Compute on the shape that tensors have, not on matrices of them";
  let description = [{
    A term is computed from the activations as a matrix of samples. Between two
    reshapes, elementwise operations and reductions take the loops of the tensors
    outside, so that they fuse with what computes and uses these; a reshape of a
    part of a padded tensor would be a copy besides. Reductions become
    `linalg.generic`. Contractions keep their loops.

    Example:

    ```mlir
    func.func @square(%x: tensor<4x2x3xf32>) -> tensor<4x2x3xf32> {
      %m = tensor.collapse_shape %x [[0], [1, 2]]
          : tensor<4x2x3xf32> into tensor<4x6xf32>
      %e = tensor.empty() : tensor<4x6xf32>
      %y = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>,
                                            affine_map<(i, j) -> (i, j)>],
                           iterator_types = ["parallel", "parallel"]}
          ins(%m : tensor<4x6xf32>) outs(%e : tensor<4x6xf32>) {
      ^bb0(%in: f32, %out: f32):
        %0 = arith.mulf %in, %in : f32
        linalg.yield %0 : f32
      } -> tensor<4x6xf32>
      %r = tensor.expand_shape %y [[0], [1, 2]] output_shape [4, 2, 3]
          : tensor<4x6xf32> into tensor<4x2x3xf32>
      return %r : tensor<4x2x3xf32>
    }
    ```

    becomes

    ```mlir
    %y = linalg.generic {...
                         iterator_types = ["parallel", "parallel", "parallel"]}
        ins(%x : tensor<4x2x3xf32>) outs(%e : tensor<4x2x3xf32>) {...}
    ```
  }];
  let dependentDialects = ["::mlir::linalg::LinalgDialect",
                           "::mlir::tensor::TensorDialect"];
}

def SinkProductsPass : Pass<"per-sink-products"> {
  let summary = "Compute sums of products that loops carry after the loop";
  let description = [{
    A loop that adds a product to a tensor in each iteration, and has no other use
    for it, collects the factors instead, and one product follows the loop, with the
    iterations as a loop of its sum. That is how the gradient of a recurrent weight
    is computed: the weight's gradient goes through memory once, not once for each
    time step. A factor that is a slice of a tensor from outside of the loop, as
    activations are that the forward loop has saved, is there already.

    The number of iterations must be known, and the factors that are collected be
    no larger than the sum together. Then the loop holds less memory.

    `canonicalize` removes what the loop then carries for nobody.

    Example:

    ```mlir
    func.func @gradient(%x: tensor<35x20x650xf32>, %g: tensor<20x650xf32>,
                        %w: tensor<650x650xf32>) -> tensor<650x650xf32> {
      %zero = arith.constant 0 : index
      %one = arith.constant 1 : index
      %steps = arith.constant 35 : index
      %r:2 = scf.for %t = %zero to %steps step %one
          iter_args(%sum = %w, %c = %g)
          -> (tensor<650x650xf32>, tensor<20x650xf32>) {
        %h = tensor.extract_slice %x[%t, 0, 0] [1, 20, 650] [1, 1, 1]
            : tensor<35x20x650xf32> to tensor<20x650xf32>
        %next = linalg.generic {
            indexing_maps = [affine_map<(i, j, b) -> (b, i)>,
                             affine_map<(i, j, b) -> (b, j)>,
                             affine_map<(i, j, b) -> (i, j)>],
            iterator_types = ["parallel", "parallel", "reduction"]}
            ins(%h, %c : tensor<20x650xf32>, tensor<20x650xf32>)
            outs(%sum : tensor<650x650xf32>) {
        ^bb0(%p: f32, %q: f32, %out: f32):
          %0 = arith.mulf %p, %q : f32
          %1 = arith.addf %out, %0 : f32
          linalg.yield %1 : f32
        } -> tensor<650x650xf32>
        %d = linalg.mul ins(%c, %h : tensor<20x650xf32>, tensor<20x650xf32>)
                        outs(%c : tensor<20x650xf32>) -> tensor<20x650xf32>
        scf.yield %next, %d : tensor<650x650xf32>, tensor<20x650xf32>
      }
      return %r#0 : tensor<650x650xf32>
    }
    ```

    becomes, after `canonicalize`,

    ```mlir
    %e = tensor.empty() : tensor<35x20x650xf32>
    %r:2 = scf.for %t = %zero to %steps step %one iter_args(%c = %g, %s = %e)
        -> (tensor<20x650xf32>, tensor<35x20x650xf32>) {
      ...
      %n = tensor.insert_slice %c into %s[%t, 0, 0] [1, 20, 650] [1, 1, 1]
          : tensor<20x650xf32> into tensor<35x20x650xf32>
      scf.yield %d, %n : tensor<20x650xf32>, tensor<35x20x650xf32>
    }
    %sum = linalg.generic {
        indexing_maps = [affine_map<(t, i, j, b) -> (t, b, i)>,
                         affine_map<(t, i, j, b) -> (t, b, j)>,
                         affine_map<(t, i, j, b) -> (i, j)>],
        iterator_types = ["reduction", "parallel", "parallel", "reduction"]}
        ins(%x, %r#1 : tensor<35x20x650xf32>, tensor<35x20x650xf32>)
        outs(%w : tensor<650x650xf32>) ...
    ```
  }];
  let dependentDialects = ["::mlir::linalg::LinalgDialect",
                           "::mlir::tensor::TensorDialect"];
}

def FoldAdditionsPass : Pass<"per-fold-additions"> {
  let summary = "Let sums of products start from what they are added to";
  let description = [{
    A sum of products that starts from zeros, and that only an addition uses, starts
    from the other operand of the addition instead. In a loop that adds up
    gradients of weights, bufferization then adds in place.

    Example:

    ```mlir
    func.func @add(%a: tensor<8x4xf32>, %b: tensor<4x8xf32>, %c: tensor<8x8xf32>)
        -> tensor<8x8xf32> {
      %zero = arith.constant 0.0 : f32
      %e = tensor.empty() : tensor<8x8xf32>
      %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8x8xf32>)
          -> tensor<8x8xf32>
      %0 = linalg.matmul ins(%a, %b : tensor<8x4xf32>, tensor<4x8xf32>)
                         outs(%z : tensor<8x8xf32>) -> tensor<8x8xf32>
      %1 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>,
                                            affine_map<(i, j) -> (i, j)>,
                                            affine_map<(i, j) -> (i, j)>],
                           iterator_types = ["parallel", "parallel"]}
          ins(%c, %0 : tensor<8x8xf32>, tensor<8x8xf32>)
          outs(%e : tensor<8x8xf32>) {
      ^bb0(%x: f32, %y: f32, %out: f32):
        %2 = arith.addf %x, %y : f32
        linalg.yield %2 : f32
      } -> tensor<8x8xf32>
      return %1 : tensor<8x8xf32>
    }
    ```

    becomes

    ```mlir
    func.func @add(%a: tensor<8x4xf32>, %b: tensor<4x8xf32>, %c: tensor<8x8xf32>)
        -> tensor<8x8xf32> {
      %0 = linalg.matmul ins(%a, %b : tensor<8x4xf32>, tensor<4x8xf32>)
                         outs(%c : tensor<8x8xf32>) -> tensor<8x8xf32>
      return %0 : tensor<8x8xf32>
    }
    ```
  }];
  let dependentDialects = ["::mlir::linalg::LinalgDialect"];
}

def OrderOutputsPass : Pass<"per-order-outputs"> {
  let summary = "Write contractions in the order in which they are read";
  let description = [{
    JAX computes the gradient of a matrix transposed, and transposes it. Where the
    only use of a sum of products is a transposition, or an elementwise operation
    whose loops go through it in another order, the contraction gets its output in
    that order instead: it costs nothing there.

    Example:

    ```mlir
    func.func @gradient(%x: tensor<128x64xf32>, %y: tensor<128x32xf32>)
        -> tensor<64x32xf32> {
      %zero = arith.constant 0.0 : f32
      %e = tensor.empty() : tensor<32x64xf32>
      %z = linalg.fill ins(%zero : f32) outs(%e : tensor<32x64xf32>)
          -> tensor<32x64xf32>
      %0 = linalg.generic {
          indexing_maps = [affine_map<(i, j, n) -> (n, i)>,
                           affine_map<(i, j, n) -> (n, j)>,
                           affine_map<(i, j, n) -> (i, j)>],
          iterator_types = ["parallel", "parallel", "reduction"]}
          ins(%y, %x : tensor<128x32xf32>, tensor<128x64xf32>)
          outs(%z : tensor<32x64xf32>) {
      ^bb0(%a: f32, %b: f32, %sum: f32):
        %2 = arith.mulf %a, %b : f32
        %3 = arith.addf %sum, %2 : f32
        linalg.yield %3 : f32
      } -> tensor<32x64xf32>
      %f = tensor.empty() : tensor<64x32xf32>
      %1 = linalg.transpose ins(%0 : tensor<32x64xf32>)
                            outs(%f : tensor<64x32xf32>) permutation = [1, 0]
      return %1 : tensor<64x32xf32>
    }
    ```

    becomes

    ```mlir
    %0 = linalg.generic {
        indexing_maps = [..., affine_map<(i, j, n) -> (j, i)>], ...}
        outs(%z : tensor<64x32xf32>) {
    ...
    return %0 : tensor<64x32xf32>
    ```
  }];
  let dependentDialects = ["::mlir::linalg::LinalgDialect",
                           "::mlir::tensor::TensorDialect"];
}

def InterchangeLoopsPass : Pass<"per-interchange-loops"> {
  let summary = "Order loops so that the innermost one goes through memory";
  let description = [{
    Permutes the loops of `linalg.generic` on tensors so that neighbours in memory
    follow each other in the innermost loop, for most operands: tensors will be
    buffers in row-major order. Sums of products are left alone:
    `convert-linalg-to-vector` orders their loops.

    A reduction along the innermost loop then may add in any order
    (`fastmath<reassoc>`), as vectors do. The order is fixed by the code, so the
    same program gives the same bits.

    Example:

    ```mlir
    func.func @sums(%x: tensor<128x64xf32>, %y: tensor<64xf32>)
        -> tensor<64xf32> {
      %0 = linalg.generic {indexing_maps = [affine_map<(c, n) -> (n, c)>,
                                            affine_map<(c, n) -> (c)>],
                           iterator_types = ["parallel", "reduction"]}
          ins(%x : tensor<128x64xf32>) outs(%y : tensor<64xf32>) {
      ^bb0(%in: f32, %out: f32):
        %1 = arith.addf %out, %in : f32
        linalg.yield %1 : f32
      } -> tensor<64xf32>
      return %0 : tensor<64xf32>
    }
    ```

    becomes

    ```mlir
    %0 = linalg.generic {indexing_maps = [affine_map<(n, c) -> (n, c)>,
                                          affine_map<(n, c) -> (c)>],
                         iterator_types = ["reduction", "parallel"]}
    ...
    ```
  }];
  let dependentDialects = ["::mlir::linalg::LinalgDialect"];
}

def SplitSumsPass : Pass<"per-split-sums"> {
  let summary = "Add up long sums in parts";
  let description = [{
    A sum of 100,000 numbers one after the other, as a batch normalisation has them,
    is wrong in the fourth digit of f32. Sums of `linalg.generic` on tensors that
    are longer than 256 are computed in parts of about 64, and the parts are added,
    in parts again if they are many: the error then grows with the logarithm of the
    length. The outer loops become parallel, so that threads can share them.

    The parts depend on the sizes of the loops only. A sum along the innermost loop
    counts as 64 sums where it may be one of vectors (`fastmath<reassoc>`). Sums of products that
    `convert-linalg-to-vector` blocks itself are left alone.

    Example:

    ```mlir
    func.func @sums(%x: tensor<64x128x16xf32>, %y: tensor<16xf32>)
        -> tensor<16xf32> {
      %0 = linalg.generic {indexing_maps = [affine_map<(n, p, c) -> (n, p, c)>,
                                            affine_map<(n, p, c) -> (c)>],
                           iterator_types = ["reduction", "reduction", "parallel"]}
          ins(%x : tensor<64x128x16xf32>) outs(%y : tensor<16xf32>) {
      ^bb0(%in: f32, %out: f32):
        %1 = arith.addf %out, %in : f32
        linalg.yield %1 : f32
      } -> tensor<16xf32>
      return %0 : tensor<16xf32>
    }
    ```

    becomes

    ```mlir
    %zeros = linalg.fill ... -> tensor<64x16xf32>
    %parts = linalg.generic {indexing_maps = [affine_map<(n, p, c) -> (n, p, c)>,
                                              affine_map<(n, p, c) -> (n, c)>],
                             iterator_types = ["parallel", "reduction", "parallel"]}
        ins(%x : tensor<64x128x16xf32>) outs(%zeros : tensor<64x16xf32>) ...
    %0 = linalg.generic {indexing_maps = [affine_map<(n, c) -> (n, c)>,
                                          affine_map<(n, c) -> (c)>],
                         iterator_types = ["reduction", "parallel"]}
        ins(%parts : tensor<64x16xf32>) outs(%y : tensor<16xf32>) ...
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
                           "::mlir::linalg::LinalgDialect",
                           "::mlir::tensor::TensorDialect"];
}

def OwnCarriedBuffersPass : Pass<"per-own-carried-buffers", "::mlir::func::FuncOp"> {
  let summary = "Give what loops and branches carry a buffer of its own";
  let description = [{
    After bufferization `scf.for`, `scf.while`, `scf.if` and `scf.index_switch`
    hand buffers on: an iteration allocates what the next one reads. Here each
    carried buffer gets one memory, allocated outside, and what a region yields is
    copied there unless it is there already. No buffer then outlives the region
    that allocates it: lifetimes nest.

    Buffers must have static shapes.

    Example:

    ```mlir
    func.func @loop(%init: memref<8xf32>, %n: index) -> memref<8xf32> {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %r = scf.for %i = %c0 to %n step %c1 iter_args(%x = %init)
          -> memref<8xf32> {
        %new = memref.alloc() : memref<8xf32>
        linalg.exp ins(%x : memref<8xf32>) outs(%new : memref<8xf32>)
        scf.yield %new : memref<8xf32>
      }
      return %r : memref<8xf32>
    }
    ```

    becomes

    ```mlir
    func.func @loop(%init: memref<8xf32>, %n: index) -> memref<8xf32> {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %own = memref.alloc() : memref<8xf32>
      memref.copy %init, %own : memref<8xf32> to memref<8xf32>
      scf.for %i = %c0 to %n step %c1 {
        %new = memref.alloc() : memref<8xf32>
        linalg.exp ins(%own : memref<8xf32>) outs(%new : memref<8xf32>)
        memref.copy %new, %own : memref<8xf32> to memref<8xf32>
      }
      return %own : memref<8xf32>
    }
    ```
  }];
  let dependentDialects = ["::mlir::memref::MemRefDialect",
                           "::mlir::scf::SCFDialect"];
}

def PlanArenaPass : Pass<"per-plan-arena", "::mlir::ModuleOp"> {
  let summary = "Place all buffers of an entry in one block of memory";
  let description = [{
    Every `memref.alloc` of the functions in `per.entries` becomes a view of one
    block, an argument more. Buffers that are not alive at the same time share
    memory: the largest is placed first, each at the lowest offset that is free
    during its life. Offsets are multiples of 64 bytes. The size of the block is
    `arena_bytes` of the entry.

    A buffer lives from its allocation to the last operation that uses it or a
    view of it, and never longer than the region that allocates it: run
    `per-own-carried-buffers` before. `memref.dealloc` goes away. Buffers allocated in the body of an
    `scf.parallel` or `scf.forall` are left alone, since iterations run at the same
    time.

    With `separate-buffers` the block is empty, and each buffer is allocated and
    freed by itself, for the same life and without alignment: tools that check
    accesses to memory then see an access beyond a buffer, before or after its
    life, or to what nobody wrote.

    Example:

    ```mlir
    module attributes {per.entries = [{name = "f", arguments = [], results = []} ]} {
      func.func @per_f(%x: memref<16xf32>) {
        %a = memref.alloc() : memref<16xf32>
        %b = memref.alloc() : memref<16xf32>
        linalg.exp ins(%x : memref<16xf32>) outs(%a : memref<16xf32>)
        linalg.exp ins(%a : memref<16xf32>) outs(%b : memref<16xf32>)
        linalg.exp ins(%b : memref<16xf32>) outs(%x : memref<16xf32>)
        return
      }
    }
    ```

    becomes

    ```mlir
    func.func @per_f(%x: memref<16xf32>,
                     %arena: memref<128xi8> {llvm.align = 64 : i64}) {
      %c0 = arith.constant 0 : index
      %c64 = arith.constant 64 : index
      %a = memref.view %arena[%c0][] : memref<128xi8> to memref<16xf32>
      %b = memref.view %arena[%c64][] : memref<128xi8> to memref<16xf32>
      ...
    }
    ```
  }];
  let options = [
    Option<"separateBuffers", "separate-buffers", "bool", /*default=*/"false",
           "Allocate and free each buffer by itself instead">
  ];
  let dependentDialects = ["::mlir::memref::MemRefDialect",
                           "::mlir::arith::ArithDialect"];
}

def OutlineKernelsPass : Pass<"per-outline-kernels", "::mlir::ModuleOp"> {
  let summary = "Move loop nests of entries into functions, equal ones into one";
  let description = [{
    Each linalg operation of the functions in `per.entries`, also in loops, becomes
    a call of a private function, with buffers of static shape as arguments. An
    operation that initialises a buffer directly before the operation that adds to
    it moves along. Equal operations call the same function.

    Buffers of an entry do not overlap unless they are the same, or views of the
    same, so the arguments are `llvm.noalias`: LLVM then vectorises loops without
    checks. Where two operands are views of one buffer, the buffer is the argument
    and the function takes the views.

    Functions have the bare pointer convention, `llvm.bareptr`.

    Example:

    ```mlir
    module attributes {per.entries = [{name = "f", arguments = [], results = []} ]} {
      func.func @per_f(%x: memref<16xf32>, %y: memref<16xf32>) {
        linalg.exp ins(%x : memref<16xf32>) outs(%y : memref<16xf32>)
        return
      }
    }
    ```

    becomes

    ```mlir
    func.func @per_f(%x: memref<16xf32>, %y: memref<16xf32>) {
      call @per_kernel_exp_0(%x, %y) : (memref<16xf32>, memref<16xf32>) -> ()
      return
    }
    func.func private @per_kernel_exp_0(%x: memref<16xf32> {llvm.noalias},
                                        %y: memref<16xf32> {llvm.noalias})
        attributes {llvm.bareptr} {
      linalg.exp ins(%x : memref<16xf32>) outs(%y : memref<16xf32>)
      return
    }
    ```
  }];
  let dependentDialects = ["::mlir::func::FuncDialect"];
}

def ParallelToOpenMPPass : Pass<"per-parallel-to-openmp", "::mlir::ModuleOp"> {
  let summary = "Convert parallel loops into functions that OpenMP's threads call";
  let description = [{
    An `scf.parallel` of one dimension, from zero in steps of one, without results,
    becomes an `omp.parallel` in which each thread calls a private function, with
    what the body uses and the number of iterations; constants and views are made
    there. The function loops over the thread's share, which one function of the
    module computes. Other loops stay.

    `convert-scf-to-openmp` leaves bodies in functions of OpenMP, which read their
    pointers from memory, where LLVM knows nothing of them: it would vectorise loops
    with checks, for each pair of pointers, beside the loop without vectors. Here
    arguments that are buffers are `llvm.noalias` if each of them is such an argument
    of the loop's function or allocated there, and if they are bare pointers.

    Example:

    ```mlir
    func.func private @f(%x: memref<4x256xf32> {llvm.noalias}, %y: memref<4x256xf32> {llvm.noalias}) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c4 = arith.constant 4 : index
      %c256 = arith.constant 256 : index
      scf.parallel (%thread) = (%c0) to (%c4) step (%c1) {
        scf.for %i = %c0 to %c256 step %c1 {
          %0 = memref.load %x[%thread, %i] : memref<4x256xf32>
          %1 = math.exp %0 : f32
          memref.store %1, %y[%thread, %i] : memref<4x256xf32>
        }
        scf.reduce
      }
      return
    }
    ```

    becomes, with `threads=4` and without `@per_thread_share`,

    ```mlir
    func.func private @per_thread_share(%count: index) -> (index, index)
    func.func private @f(%x: memref<4x256xf32> {llvm.noalias}, %y: memref<4x256xf32> {llvm.noalias}) {
      %c4 = arith.constant 4 : index
      %threads = arith.constant 4 : i32
      omp.parallel num_threads(%threads : i32) {
        func.call @f_part(%x, %y, %c4) : (memref<4x256xf32>, memref<4x256xf32>, index) -> ()
        omp.terminator
      }
      return
    }
    func.func private @f_part(%x: memref<4x256xf32> {llvm.noalias}, %y: memref<4x256xf32> {llvm.noalias},
                              %count: index) attributes {llvm.bareptr, passthrough = ["noinline"]} {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c256 = arith.constant 256 : index
      %first, %last = call @per_thread_share(%count) : (index) -> (index, index)
      scf.for %thread = %first to %last step %c1 {
        scf.for %i = %c0 to %c256 step %c1 {
          %0 = memref.load %x[%thread, %i] : memref<4x256xf32>
          %1 = math.exp %0 : f32
          memref.store %1, %y[%thread, %i] : memref<4x256xf32>
        }
      }
      return
    }
    ```
  }];
  let options = [
    Option<"threads", "threads", "int64_t", /*default=*/"1", "Threads that there are">
  ];
  let dependentDialects = ["::mlir::func::FuncDialect", "::mlir::omp::OpenMPDialect",
                           "::mlir::memref::MemRefDialect", "::mlir::arith::ArithDialect",
                           "::mlir::scf::SCFDialect"];
}

def PackEntriesPass : Pass<"per-pack-entries", "::mlir::ModuleOp"> {
  let summary = "Add functions that take the pointers of an entry as an array";
  let description = [{
    For each function of `per.entries`, in the LLVM dialect with pointers as
    arguments, a function `NAME_packed` that takes one array of them. What the code
    needs of a machine is added to the description of the entry.

    Example:

    ```mlir
    module attributes {per.entries = [{name = "f", arguments = [], results = []} ]} {
      llvm.func @per_f(%x: !llvm.ptr, %arena: !llvm.ptr) {
        llvm.return
      }
    }
    ```

    gets

    ```mlir
    module {
      llvm.func @per_f(!llvm.ptr, !llvm.ptr)
      llvm.func @per_f_packed(%pointers: !llvm.ptr) {
        %0 = llvm.load %pointers : !llvm.ptr -> !llvm.ptr
        %1 = llvm.getelementptr %pointers[1] : (!llvm.ptr) -> !llvm.ptr, !llvm.ptr
        %2 = llvm.load %1 : !llvm.ptr -> !llvm.ptr
        llvm.call @per_f(%0, %2) : (!llvm.ptr, !llvm.ptr) -> ()
        llvm.return
      }
    }
    ```
  }];
  let options = [
    Option<"isa", "isa", "std::string", /*default=*/"\"generic\"",
           "Recorded as `isa` of the entry: what the code needs">,
    Option<"threads", "threads", "int64_t", /*default=*/"1",
           "Recorded as `threads` of the entry">
  ];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect"];
}

#endif // PER_TRANSFORMS_CODEGEN_PASSES_TD
