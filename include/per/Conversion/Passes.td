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
    math and tensor that compute the same, and loops of scf where a regulariser
    sorts. Shapes may be dynamic. Activations
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
  let options = [
    Option<"keepSampled", "keep-sampled", "bool", /*default=*/"false",
           "Leave Monte Carlo terms, and slices of f32, where "
           "convert-per-to-vector has a kernel for them">,
    Option<"keepAnalytic", "keep-analytic", "bool", /*default=*/"false",
           "Leave analytic terms, for which convert-per-to-vector has a kernel">,
    Option<"expandRead", "expand-read", "bool", /*default=*/"false",
           "Expand analytic gradients that linalg or tensor operations read all "
           "the same: these compute them in passing">
  ];
  let dependentDialects = [
    "::mlir::affine::AffineDialect", "::mlir::arith::ArithDialect",
    "::mlir::bufferization::BufferizationDialect",
    "::mlir::cf::ControlFlowDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::math::MathDialect", "::mlir::scf::SCFDialect",
    "::mlir::tensor::TensorDialect"];
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

def OutlineTermsPass : Pass<"per-outline-terms", "::mlir::ModuleOp"> {
  let summary = "Outline terms as kernels that XLA calls";
  let description = [{
    Moves every term on tensors that takes slices into a function of its own, in a
    module `@kernels` beside the step's functions, and replaces it by a custom call
    of XLA's typed FFI (`stablehlo.custom_call`, API version 4). The functions draw
    the slices themselves; `per-to-cpu` compiles them. Terms without slices stay:
    `convert-per-to-stablehlo` expands them, and XLA fuses them with what is around
    them.

    The second operand of a call is what the term is added to, which is updated in
    place. The call names the function (`kernel`) and the `library` that it is in,
    for the handler. Slices that are not drawn by one `per.slices` beside the term,
    as in a `shard_map`, are an operand.

    XLA does not divide a custom call among devices: sharded operands are gathered.

    All shapes must be static. Run it with `--allow-unregistered-dialect`.

    Example:

    ```mlir
    %e = tensor.empty() : tensor<4x16xf32>
    %theta = per.slices seed(%seed : tensor<i32>) step(%step : tensor<i32>)
        site(3) outs(%e : tensor<4x16xf32>) -> tensor<4x16xf32>
    %r = per.gradient #per.projected_error<slices = 16>
        ins(%h, %theta : tensor<8x4xf32>, tensor<4x16xf32>)
        scale(%s : tensor<f32>) samples [0] outs(%c : tensor<8x4xf32>)
        -> tensor<8x4xf32>
    ```

    becomes (layouts and aliases left out)

    ```mlir
    %r = "stablehlo.custom_call"(%h, %c, %s, %seed, %step) <{
        api_version = 4 : i32, call_target_name = "per_native_term",
        backend_config = {kernel = "term_0", library = "kernels"}, ...}>
        : (tensor<8x4xf32>, tensor<8x4xf32>, tensor<f32>, tensor<i32>,
           tensor<i32>) -> tensor<8x4xf32>
    ...
    module @kernels {
      func.func @term_0(%h: tensor<8x4xf32>,
                        %c: tensor<8x4xf32> {tf.aliasing_output = 0 : i32},
                        %s: tensor<f32>, %seed: tensor<i32>,
                        %step: tensor<i32>) -> tensor<8x4xf32> {
        ...
      }
    }
    ```
  }];
  let options = [
    Option<"library", "library", "std::string", /*default=*/"\"kernels\"",
           "Name by which the handler finds the functions">
  ];
  let dependentDialects = ["::mlir::func::FuncDialect",
                           "::mlir::tensor::TensorDialect"];
}

def ConvertPERToVectorPass : Pass<"convert-per-to-vector", "::mlir::ModuleOp"> {
  let summary = "Convert terms on buffers into kernels on vectors";
  let description = [{
    Replaces `per.gradient` and `per.penalty` of `#per.projected_error`, on
    buffers, by calls of kernels, functions that the pass adds to the module:
    loops on vectors with everything in registers and caches.

    Analytic terms take one pass over activations and cotangent, a few samples
    at a time.

    The products of Monte Carlo terms are tiled to registers. The `per.slices`
    of a term go away with their buffer: a kernel draws
    panels of them where its products read them, with the same bits
    (`docs/slices.md`). Shapes may be dynamic, of any size. The workspace is
    allocated at the call.

    The second product of a gradient needs the slices again, in another order.
    Up to `kept-bytes` of them are kept, as 16-bit integers, and transposed;
    more are drawn twice. With more than 128 samples the panels of both orders
    are kept in f32.

    With several `threads` the phases of a kernel are `scf.parallel` loops of so
    many iterations. A result has the same bits with any number of them.

    Slices of f32 that something else reads are drawn into their buffer, a panel
    at a time, by a kernel of their own.

    With `products = bf16` the operands of both products are rounded to bf16 where
    they are written for a product. `avx512bf16` adds two products at a time, if
    `pairs` is set; else they are multiplied as f32, with the same roundings of
    the operands.

    The kernels of two terms with the same element types are one function.

    - Activations of f32, bf16 and f16 are computed with in f32, and a term is
      rounded once, with what it is added to.
    - Features that are not contiguous, or samples that are not the leading
      dimensions, are copied.
    - What has no kernel is an error: other terms are expanded on tensors by
      `convert-per-to-linalg{keep-sampled keep-analytic}`, which leaves what this
      pass takes.

    `target` picks sizes of vectors and tiles, and whether instructions are used
    that LLVM does not find by itself: `avx512` (needs F, BW, CD, DQ and VL),
    `avx512bf16` (BF16 too),
    `avx2` (needs AVX2 and FMA), or `generic`, vectors of 128 bits in portable
    form. The bits of the slices are the same on all.

    Example:

    ```mlir
    func.func @term(%h: memref<128x650xf32>, %c: memref<128x650xf32>,
                    %scale: f32, %seed: i32, %step: i32) {
      %theta = memref.alloc() : memref<650x256xf32>
      per.slices seed(%seed : i32) step(%step : i32) site(3)
          outs(%theta : memref<650x256xf32>)
      per.gradient #per.projected_error<slices = 256>
          ins(%h, %theta : memref<128x650xf32>, memref<650x256xf32>)
          scale(%scale : f32) samples [0] outs(%c : memref<128x650xf32>)
      memref.dealloc %theta : memref<650x256xf32>
      return
    }
    ```

    becomes (casts and most of the workspace left out)

    ```mlir
    func.func @term(%h: memref<128x650xf32>, %c: memref<128x650xf32>,
                    %scale: f32, %seed: i32, %step: i32) {
      %site = arith.constant 3 : i32
      %slices = arith.constant 256 : index
      %elements = arith.constant 384 : index
      %rows = memref.alloc() {alignment = 64 : i64} : memref<128x400xf32>
      ...
      call @per_sampled_gradient_f32_f32_avx512(%h, %c, %scale, %seed, %step,
          %site, %slices, %elements, %rows, ...)
      memref.dealloc %rows : memref<128x400xf32>
      ...
      return
    }
    func.func private @per_sampled_gradient_f32_f32_avx512(...) { ... }
    ```
  }];
  let options = [
    Option<"target", "target", "::mlir::per::KernelISA",
           /*default=*/"::mlir::per::KernelISA::AVX512",
           "Instructions that the kernels may use",
           [{::llvm::cl::values(
             clEnumValN(::mlir::per::KernelISA::AVX512BF16, "avx512bf16",
                        "those of avx512, and AVX-512 BF16"),
             clEnumValN(::mlir::per::KernelISA::AVX512, "avx512",
                        "vectors of 512 bits, AVX-512 F, BW, CD, DQ, VL"),
             clEnumValN(::mlir::per::KernelISA::AVX2, "avx2",
                        "vectors of 256 bits, AVX2 and FMA"),
             clEnumValN(::mlir::per::KernelISA::Generic, "generic",
                        "vectors of 128 bits, no particular instructions"))}]>,
    Option<"keptBytes", "kept-bytes", "int64_t", /*default=*/"16777216",
           "Keep slices of at most so many bytes, 2 each, for the second "
           "product; above, draw them again">,
    Option<"pairs", "pairs", "bool", /*default=*/"true",
           "Multiply two bf16 at a time where the target has an instruction: "
           "some processors do fewer than half as many of these as of "
           "multiply-adds of f32">,
    Option<"threads", "threads", "int64_t", /*default=*/"1",
           "Threads that share a kernel, as iterations of scf.parallel">
  ];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::func::FuncDialect",
    "::mlir::LLVM::LLVMDialect", "::mlir::math::MathDialect",
    "::mlir::memref::MemRefDialect", "::mlir::scf::SCFDialect",
    "::mlir::vector::VectorDialect"];
}

def ConvertLinalgToVectorPass
    : Pass<"convert-linalg-to-vector", "::mlir::ModuleOp"> {
  let summary = "Convert contractions on buffers into loops on vectors";
  let description = [{
    Replaces linalg operations that add products of two buffers to a third,
    whatever their name: products of matrices, convolutions and their gradients.
    A tile of the output, some rows by a few vectors of columns, stays in
    registers during the sum, or a block of it. Sizes need not be multiples of
    anything: what is left over has tiles of its own, with masks. A short
    elementwise operation directly after is computed from these registers, if its
    buffers overlap with no operand (`per-join-epilogues` brings it there).

    Sums of what is computed from neighbouring elements are loops on vectors too
    where their order is free (`reassoc`), and so are transposed copies: one function
    of the module transposes a square in registers. Another one fills parts of
    buffers of f32 with a number, if there is not enough to do for threads.

    The output and one operand must have neighbouring elements along a loop that
    the other operand does not have; what else there is stays as it is, for
    `convert-linalg-to-loops`. Shapes and strides must be static. Outputs are of f32
    or f64, operands may be narrower, widened in the body.

    Directly before, a `linalg.fill` of the output with zeros goes away if the sum
    is not in blocks.

    With several `threads` an outer loop is `scf.parallel`; the result has the same
    bits with any number of them.

    A tile of the output stays in registers during a sum: of so many rows by so
    many vectors of columns as `tiles` says for outputs that are so many vectors
    wide. The entries are, with AVX-512, `1:24x1,3:8x3,14x2`, and else `1:14x1,6x2`;
    what is given replaces the entry of its kind.

    Example:

    ```mlir
    func.func @product(%a: memref<128x64xf32>, %b: memref<64x256xf32>,
                       %c: memref<128x256xf32>) {
      linalg.matmul ins(%a, %b : memref<128x64xf32>, memref<64x256xf32>)
                    outs(%c : memref<128x256xf32>)
      return
    }
    ```

    becomes

    ```mlir
    %left = memref.reinterpret_cast %a to offset: [0], sizes: [8192], ...
    scf.for %panel = %c0 to %c8 step %c1 {
      scf.for %rows = %c0 to %c9 step %c1 {
        ...
        %sums:28 = scf.for %i = %c0 to %c64 step %c4 iter_args(...) {
          %part = vector.load %right[%place] : ..., vector<16xf32>
          %number = memref.load %left[%other] : ...
          %factor = vector.broadcast %number : f32 to vector<16xf32>
          %sum = vector.fma %factor, %part, %before : vector<16xf32>
          ...
    ```
  }];
  let options = [
    Option<"target", "target", "::mlir::per::KernelISA",
           /*default=*/"::mlir::per::KernelISA::AVX512",
           "Instructions that the kernels may use",
           [{::llvm::cl::values(
             clEnumValN(::mlir::per::KernelISA::AVX512BF16, "avx512bf16",
                        "those of avx512, and AVX-512 BF16"),
             clEnumValN(::mlir::per::KernelISA::AVX512, "avx512",
                        "vectors of 512 bits, AVX-512 F, BW, CD, DQ, VL"),
             clEnumValN(::mlir::per::KernelISA::AVX2, "avx2",
                        "vectors of 256 bits, AVX2 and FMA"),
             clEnumValN(::mlir::per::KernelISA::Generic, "generic",
                        "vectors of 128 bits, no particular instructions"))}]>,
    Option<"threads", "threads", "int64_t", /*default=*/"1",
           "Threads that share a contraction">,
    ListOption<"tiles", "tiles", "std::string",
               "Tiles of contractions: ROWSxVECTORS, or NUMBER:ROWSxVECTORS for "
               "outputs whose columns are so many vectors">
  ];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::memref::MemRefDialect",
    "::mlir::scf::SCFDialect", "::mlir::vector::VectorDialect"];
}

def ConvertLinalgToOneDNNPass
    : Pass<"convert-linalg-to-onednn", "::mlir::ModuleOp"> {
  let summary = "Convert contractions on buffers into calls of oneDNN";
  let description = [{
    Replaces linalg operations that add products of two buffers to a third by
    calls of oneDNN, where that has faster code than `convert-linalg-to-vector`
    makes:

    - products of matrices of bf16, transposed or not, also with a batch, and
      convolutions of bf16 and the gradients of their weights, if `target` is
      `avx512bf16`;
    - convolutions of f32 in groups of one output channel (depthwise ones), and
      the gradients of their weights.

    Sums are of f32. Shapes and strides must be static; where a view begins may
    be known at run time only. Of loops that run through memory like one a product
    has one of columns and one of the sum; further loops of rows are a batch with
    the same weights. A convolution has one to three dimensions of positions, in
    whatever order its tensors lie: what oneDNN has no fast code for is copied.
    One whose output has gaps stays if its sums are short, unless it has groups
    of one output channel. Operations of fewer than `min-work` products stay.

    Directly before, a `linalg.fill` of the output with zeros goes away. Without
    it oneDNN adds to the output; it cannot for gradients of weights, which stay.

    A call names its operation, with all sizes and strides, by a symbol that the
    code does not define (`per/Support/OneDNNOperation.h`). Who loads the code
    makes the operation, so that an error is one of loading.

    With several `threads` an operation is in parts, iterations of an
    `scf.parallel`: oneDNN itself runs on one thread. Operations that are too
    small for parts run on one.

    Example:

    ```mlir
    func.func @product(%a: memref<128x64xbf16>, %b: memref<64x256xbf16>,
                       %c: memref<128x256xf32>) {
      %zero = arith.constant 0.0 : f32
      linalg.fill ins(%zero : f32) outs(%c : memref<128x256xf32>)
      linalg.matmul ins(%a, %b : memref<128x64xbf16>, memref<64x256xbf16>)
                    outs(%c : memref<128x256xf32>)
      return
    }
    ```

    becomes (casts left out)

    ```mlir
    llvm.mlir.global external @per_onednn_product_set_bf16_128x64_64x1_bf16_64x256_256x1_f32_128x256_256x1()
        : i8
    llvm.func @per_onednn_execute(!llvm.ptr, !llvm.ptr, !llvm.ptr, !llvm.ptr)
    func.func @product(%a: memref<128x64xbf16>, %b: memref<64x256xbf16>,
                       %c: memref<128x256xf32>) {
      %0 = memref.extract_aligned_pointer_as_index %a : ...
      ...
      %operation = llvm.mlir.addressof @per_onednn_product_...
      llvm.call @per_onednn_execute(%operation, %source, %weights, %destination)
          : (!llvm.ptr, !llvm.ptr, !llvm.ptr, !llvm.ptr) -> ()
      return
    }
    ```
  }];
  let options = [
    Option<"target", "target", "::mlir::per::KernelISA",
           /*default=*/"::mlir::per::KernelISA::AVX512BF16",
           "Instructions that the code may use",
           [{::llvm::cl::values(
             clEnumValN(::mlir::per::KernelISA::AVX512BF16, "avx512bf16",
                        "those of avx512, and AVX-512 BF16"),
             clEnumValN(::mlir::per::KernelISA::AVX512, "avx512",
                        "vectors of 512 bits, AVX-512 F, BW, CD, DQ, VL"),
             clEnumValN(::mlir::per::KernelISA::AVX2, "avx2",
                        "vectors of 256 bits, AVX2 and FMA"),
             clEnumValN(::mlir::per::KernelISA::Generic, "generic",
                        "vectors of 128 bits, no particular instructions"))}]>,
    Option<"threads", "threads", "int64_t", /*default=*/"1",
           "Threads that share an operation">,
    Option<"minWork", "min-work", "int64_t", /*default=*/"32768",
           "Leave operations of fewer products than that">
  ];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::LLVM::LLVMDialect",
    "::mlir::memref::MemRefDialect", "::mlir::scf::SCFDialect"];
}

def PackOperandsPass : Pass<"per-pack-operands"> {
  let summary = "Transpose operands of contractions for their vectors";
  let description = [{
    `convert-linalg-to-vector` needs an operand whose neighbours lie along the
    innermost dimension of the output, or along the sum: then it transposes the
    panels that it copies. This pass gives a contraction on tensors a transposed
    copy of an operand

    - where neither holds;
    - where rows are of more than two loops, as in the gradient of a
      convolution's input: they would not share a panel;
    - where the operand does not depend on the iteration of a loop around it:
      `loop-invariant-code-motion` moves the copy out.

    Example:

    ```mlir
    func.func @products(%a: tensor<8x64xf32>, %b: tensor<32x64xf32>,
                        %c: tensor<8x32xf32>, %n: index) -> tensor<8x32xf32> {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %0 = scf.for %i = %c0 to %n step %c1 iter_args(%sum = %c)
          -> tensor<8x32xf32> {
        %1 = linalg.generic {
            indexing_maps = [affine_map<(m, n, k) -> (m, k)>,
                             affine_map<(m, n, k) -> (n, k)>,
                             affine_map<(m, n, k) -> (m, n)>],
            iterator_types = ["parallel", "parallel", "reduction"]}
            ins(%a, %b : tensor<8x64xf32>, tensor<32x64xf32>)
            outs(%sum : tensor<8x32xf32>) {
        ^bb0(%x: f32, %y: f32, %z: f32):
          %2 = arith.mulf %x, %y : f32
          %3 = arith.addf %z, %2 : f32
          linalg.yield %3 : f32
        } -> tensor<8x32xf32>
        scf.yield %1 : tensor<8x32xf32>
      }
      return %0 : tensor<8x32xf32>
    }
    ```

    becomes

    ```mlir
    %e = tensor.empty() : tensor<64x32xf32>
    %t = linalg.transpose ins(%b : tensor<32x64xf32>)
                          outs(%e : tensor<64x32xf32>) permutation = [1, 0]
    ... linalg.generic {indexing_maps = [..., affine_map<(m, n, k) -> (k, n)>, ...
    ```
  }];
  let dependentDialects = ["::mlir::linalg::LinalgDialect",
                           "::mlir::tensor::TensorDialect"];
}

def JoinEpiloguesPass : Pass<"per-join-epilogues"> {
  let summary = "Put contractions where their output is used";
  let description = [{
    `convert-linalg-to-vector` computes an elementwise operation directly after a
    contraction from the output in registers. This pass moves contractions on
    buffers down to an operation that it can do that for: the next that uses their
    output, if nothing on the way writes to what they read. If nothing else needs
    the output, it becomes the place that the operation writes to.

    To be run before memory is shared by buffers that are not alive at the same
    time, and with `per-outline-kernels`, which keeps the two together.

    Example:

    ```mlir
    func.func @relu(%a: memref<8x64xf32>, %b: memref<64x32xf32>,
                    %h: memref<8x32xf32>) {
      %zero = arith.constant 0.0 : f32
      %x = memref.alloc() : memref<8x32xf32>
      linalg.fill ins(%zero : f32) outs(%x : memref<8x32xf32>)
      linalg.matmul ins(%a, %b : memref<8x64xf32>, memref<64x32xf32>)
                    outs(%x : memref<8x32xf32>)
      linalg.generic {
          indexing_maps = [affine_map<(m, n) -> (m, n)>,
                           affine_map<(m, n) -> (m, n)>],
          iterator_types = ["parallel", "parallel"]}
          ins(%x : memref<8x32xf32>) outs(%h : memref<8x32xf32>) {
      ^bb0(%in: f32, %out: f32):
        %0 = arith.maximumf %in, %zero : f32
        linalg.yield %0 : f32
      }
      return
    }
    ```

    becomes

    ```mlir
    linalg.fill ins(%zero : f32) outs(%h : memref<8x32xf32>)
    linalg.matmul ins(%a, %b : memref<8x64xf32>, memref<64x32xf32>)
                  outs(%h : memref<8x32xf32>)
    linalg.generic ... ins(%h : memref<8x32xf32>) outs(%h : memref<8x32xf32>)
    ```
  }];
  let dependentDialects = ["::mlir::linalg::LinalgDialect",
                           "::mlir::memref::MemRefDialect"];
}

def ConvertLinalgToThreadsPass : Pass<"convert-linalg-to-threads"> {
  let summary = "Convert large operations on buffers into loops that threads share";
  let description = [{
    A linalg operation on buffers becomes a loop nest inside of an `scf.parallel`
    with an iteration for each thread, which takes a part of the outermost loop: if
    this loop is parallel, there is an iteration for each thread, and the nest has
    enough to do. Others are left to `convert-linalg-to-loops`. Each element is
    computed as without threads.

    Example:

    ```mlir
    func.func @f(%x: memref<1024x512xf32>, %y: memref<1024x512xf32>) {
      linalg.exp ins(%x : memref<1024x512xf32>) outs(%y : memref<1024x512xf32>)
      return
    }
    ```

    becomes, with `threads=2`,

    ```mlir
    func.func @f(%x: memref<1024x512xf32>, %y: memref<1024x512xf32>) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c2 = arith.constant 2 : index
      %c512 = arith.constant 512 : index
      scf.parallel (%thread) = (%c0) to (%c2) step (%c1) {
        %first = arith.muli %thread, %c512 : index
        scf.for %k = %c0 to %c512 step %c1 {
          %i = arith.addi %first, %k : index
          scf.for %j = %c0 to %c512 step %c1 {
            %0 = memref.load %x[%i, %j] : memref<1024x512xf32>
            %1 = math.exp %0 : f32
            memref.store %1, %y[%i, %j] : memref<1024x512xf32>
          }
        }
        scf.reduce
      }
      return
    }
    ```
  }];
  let options = [
    Option<"threads", "threads", "int64_t", /*default=*/"1",
           "Threads that there are; with 1 nothing changes">,
    Option<"minWork", "min-work", "int64_t", /*default=*/"65536",
           "Leave nests with fewer operations than that">
  ];
  let dependentDialects = ["::mlir::scf::SCFDialect",
                           "::mlir::memref::MemRefDialect",
                           "::mlir::arith::ArithDialect"];
}

def ExpandErfPass : Pass<"per-expand-erf"> {
  let summary = "Expand math.erf of f32 into polynomials";
  let description = [{
    Replaces `math.erf` of f32, on scalars and on vectors, by arithmetic without
    branches, tables or calls: at most 1.1 units in the last place off with
    fused multiply-add. LLVM's loop vectoriser takes the scalar form. Other
    types are left alone.

    Example:

    ```mlir
    func.func @erf(%x: vector<16xf32>) -> vector<16xf32> {
      %0 = math.erf %x : vector<16xf32>
      return %0 : vector<16xf32>
    }
    ```

    becomes, with x P(x^2) + x for small and 1 - exp(Q(x)) for large magnitudes,

    ```mlir
    %1 = math.fma %magnitude, %p, %magnitude : vector<16xf32>
    ...
    %8 = arith.cmpf olt, %magnitude, %middle : vector<16xf32>
    %9 = arith.select %8, %1, %7 : vector<16xi1>, vector<16xf32>
    ...
    ```
  }];
  let options = [
    Option<"fma", "fma", "bool", /*default=*/"true",
           "Use math.fma; else products and sums that may contract">
  ];
  let dependentDialects = ["::mlir::arith::ArithDialect",
                           "::mlir::math::MathDialect"];
}

def ExpandCompositesPass : Pass<"per-expand-composites", "::mlir::ModuleOp"> {
  let summary = "Replace composites of StableHLO by calls";
  let description = [{
    A `stablehlo.composite` becomes a call of its decomposition, which
    `per-inline-calls` then inlines. One is kept: erf of f32, bf16 and f16
    becomes `per_import.erf`, and `per-finish-import` makes `math.erf` of it. The
    decomposition is off by 7 units in the last place, `per-expand-erf` by 1.1.

    Example:

    ```mlir
    func.func @top(%x: tensor<8xf32>) -> tensor<3xf32> {
      %0 = "stablehlo.composite"(%x) <{
          name = "chlo.top_k", decomposition = @chlo.top_k.impl}>
          : (tensor<8xf32>) -> tensor<3xf32>
      return %0 : tensor<3xf32>
    }
    func.func private @chlo.top_k.impl(tensor<8xf32>) -> tensor<3xf32>
    ```

    becomes

    ```mlir
    func.func @top(%x: tensor<8xf32>) -> tensor<3xf32> {
      %0 = call @chlo.top_k.impl(%x) : (tensor<8xf32>) -> tensor<3xf32>
      return %0 : tensor<3xf32>
    }
    func.func private @chlo.top_k.impl(tensor<8xf32>) -> tensor<3xf32>
    ```
  }];
  let dependentDialects = ["::mlir::func::FuncDialect"];
}

def PrepareImportPass : Pass<"per-prepare-import"> {
  let summary = "Keep operations that StableHLO's legalization converts worse";
  let description = [{
    Run before `stablehlo-legalize-to-linalg` (of jaxlib or of StableHLO) on
    StableHLO in generic form; `per-finish-import` runs after it. Both need
    `--allow-unregistered-dialect`.

    - `stablehlo.concatenate` becomes `per_import.concatenate`. The legalization
      would make one scalar loop with a branch for each operand of it.
    - `stablehlo.reduce_window` with a window of the whole dimension (cumsum,
      cumprod, cummax, cummin, forward or reversed) becomes
      `per_import.cumulative`. The legalization would take n^2 steps. This needs
      a combiner of one operation and its neutral element as initial value;
      others (cumlogsumexp) are left to the legalization.
    - `stablehlo.convolution`, but for plain forward ones, becomes
      `per_import.convolution`. The legalization would compute the gradients of
      strided convolutions over zeros, four times as many products at a stride
      of two.
    - Products, convolutions, sums and cumulative sums of bf16 and f16 add up in
      f32. The legalization would add up in the type of the result.

    Example:

    ```mlir
    func.func @cumsum(%x: tensor<8x5xf32>) -> tensor<8x5xf32> {
      %zero = "stablehlo.constant"() <{value = dense<0.0> : tensor<f32>}>
          : () -> tensor<f32>
      %0 = "stablehlo.reduce_window"(%x, %zero) <{
          padding = dense<[[7, 0], [0, 0]]> : tensor<2x2xi64>,
          window_dimensions = array<i64: 8, 1>}> ({
      ^bb0(%a: tensor<f32>, %b: tensor<f32>):
        %s = "stablehlo.add"(%a, %b)
            : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%s) : (tensor<f32>) -> ()
      }) : (tensor<8x5xf32>, tensor<f32>) -> tensor<8x5xf32>
      return %0 : tensor<8x5xf32>
    }
    ```

    becomes

    ```mlir
    %0 = "per_import.cumulative"(%x) {combiner = "add", dimension = 0 : i64}
        : (tensor<8x5xf32>) -> tensor<8x5xf32>
    ```
  }];
}

def FinishImportPass : Pass<"per-finish-import"> {
  let summary = "Convert what StableHLO's legalization leaves";
  let description = [{
    Converts to scf, tensor and linalg what `stablehlo-legalize-to-linalg`
    leaves and `per-prepare-import` kept. Operations of `per` stay whole.

    | operation | becomes |
    | --- | --- |
    | `stablehlo.while` | `scf.for` where a carried integer counts, else `scf.while` |
    | `stablehlo.case`, `stablehlo.if` | `scf.if`, `scf.index_switch` |
    | `stablehlo.optimization_barrier` | nothing: its operands are its results |
    | `sdy.sharding_constraint`, `sdy.reshard` | the same: there is one device |
    | `stablehlo.reduce` without a dimension | `linalg.generic` |
    | `stablehlo.scatter` | a loop over the updates |
    | `stablehlo.sort` | a merge sort of each row |
    | `stablehlo.select_and_scatter` | a loop over the windows |
    | `per_import.cumulative` | a loop along the dimension |
    | `per_import.erf` | `math.erf` in a `linalg.generic` |
    | `per_import.concatenate` | `tensor.insert_slice` |
    | `per_import.convolution` | `linalg.generic`, one for each phase of a dilated input |

    Integers become signless, in the signatures of functions too, and the casts
    that the legalization left between the kinds go away. Elementwise loops of a
    few iterations, such as the rounds of a threefry generator, are unrolled.

    Scatter and sort are what XLA makes of them: updates are applied in order, a
    window that does not lie in the operand as a whole is left out, a sort is
    stable. Shapes must be static.

    What cannot be converted is one error, with a note for each operation.

    Example:

    ```mlir
    func.func @case(%i: tensor<i32>, %a: tensor<8xf32>, %b: tensor<8xf32>)
        -> tensor<8xf32> {
      %0 = "stablehlo.case"(%i) ({
        "stablehlo.return"(%a) : (tensor<8xf32>) -> ()
      }, {
        "stablehlo.return"(%b) : (tensor<8xf32>) -> ()
      }) : (tensor<i32>) -> tensor<8xf32>
      return %0 : tensor<8xf32>
    }
    ```

    becomes

    ```mlir
    func.func @case(%i: tensor<i32>, %a: tensor<8xf32>, %b: tensor<8xf32>)
        -> tensor<8xf32> {
      %c0 = arith.constant 0 : i32
      %1 = tensor.extract %i[] : tensor<i32>
      %2 = arith.cmpi eq, %1, %c0 : i32
      %0 = scf.if %2 -> (tensor<8xf32>) {
        scf.yield %a : tensor<8xf32>
      } else {
        scf.yield %b : tensor<8xf32>
      }
      return %0 : tensor<8xf32>
    }
    ```
  }];
  let options = [
    Option<"maxUnrolledTrips", "max-unrolled-trips", "int64_t", /*default=*/"8",
           "Unroll elementwise loops of at most so many iterations; 0: none">
  ];
  let dependentDialects = [
    "::mlir::arith::ArithDialect",
    "::mlir::bufferization::BufferizationDialect",
    "::mlir::linalg::LinalgDialect", "::mlir::math::MathDialect",
    "::mlir::scf::SCFDialect", "::mlir::tensor::TensorDialect"];
}

#endif // PER_CONVERSION_PASSES_TD
