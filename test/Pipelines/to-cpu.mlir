// RUN: per-opt %s --per-to-cpu=stop-after=destinations | FileCheck %s --check-prefix=DESTINATIONS
// RUN: per-opt %s --per-to-cpu=stop-after=terms | FileCheck %s --check-prefix=TERMS
// RUN: per-opt %s --per-to-cpu=stop-after=fusion | FileCheck %s --check-prefix=FUSION
// RUN: per-opt %s --per-to-cpu=stop-after=packing | FileCheck %s --check-prefix=FUSION
// RUN: per-opt %s --per-to-cpu=stop-after=buffers | FileCheck %s --check-prefix=BUFFERS
// RUN: per-opt %s --per-to-cpu=stop-after=kernels | FileCheck %s --check-prefix=KERNELS
// RUN: per-opt %s --per-to-cpu=stop-after=loops | FileCheck %s --check-prefix=LOOPS
// RUN: per-opt %s --per-to-cpu="stop-after=loops threads=2" | FileCheck %s --check-prefix=THREADS
// RUN: per-opt %s --per-to-cpu | FileCheck %s --check-prefix=LLVM
// RUN: per-opt %s --per-to-cpu=target=generic | FileCheck %s --check-prefix=GENERIC
// RUN: per-opt %s --per-to-cpu="disable=per-interchange-loops,convert-linalg-to-vector stop-after=fusion" | FileCheck %s --check-prefix=ORDER
// RUN: per-opt %s --per-to-cpu="separate-buffers stop-after=kernels" | FileCheck %s --check-prefix=SEPARATE
// ORDER: iterator_types = ["parallel", "parallel", "reduction"]
// SEPARATE: arena_bytes = 0
// SEPARATE: memref.alloc
// SEPARATE: memref.dealloc

// A bad option is one line.
// RUN: not per-opt %s --per-to-cpu=stop-after=nowhere 2>&1 | FileCheck %s --check-prefix=STAGE
// RUN: not per-opt %s --per-to-cpu=threads=0 2>&1 | FileCheck %s --check-prefix=COUNT
// RUN: not per-opt %s --per-to-cpu=disable=canonicalize 2>&1 | FileCheck %s --check-prefix=DISABLE
// RUN: not per-opt %s --per-to-cpu=providers=mkl 2>&1 | FileCheck %s --check-prefix=PROVIDER
// PROVIDER: per-to-cpu: there is no provider 'mkl'; there is onednn
// DISABLE: per-to-cpu: the pass 'canonicalize' cannot be disabled; those that can are linalg-fold-unit-extent-dims, per-fold-reshapes, per-fuse-elementwise,
// STAGE: per-to-cpu: there is no stage 'nowhere'; stages are destinations, terms, fusion, packing, buffers, kernels, loops, llvm
// COUNT: per-to-cpu: expected at least one thread, got 0

// DESTINATIONS: per.entries
// DESTINATIONS: func.func public @per_main
// DESTINATIONS: bufferization.materialize_in_destination
// TERMS: per.slices
// TERMS: per.gradient #per.projected_error
// TERMS-NOT: per.gradient #per.l2
// FUSION-COUNT-3: linalg.generic
// FUSION-NOT: linalg.generic
// BUFFERS: func.func public @per_main({{.*}}) attributes
// BUFFERS-NOT: tensor<
// KERNELS: arena_bytes =
// KERNELS: call @per_sampled_gradient
// KERNELS: call @per_kernel
// KERNELS-NOT: memref.alloc
// LOOPS-NOT: linalg.
// LOOPS: scf.for
// THREADS: omp.parallel num_threads
// LLVM: isa = "avx512", name = "main"
// LLVM: llvm.func @per_main(
// LLVM: llvm.func @per_main_packed(
// GENERIC: isa = "generic"
// GENERIC-NOT: vector<16xf32>
func.func public @main(%h: tensor<512x256xf32>, %c: tensor<512x256xf32>, %scale: tensor<f32>,
                       %seed: tensor<i32>, %step: tensor<i32>) -> (tensor<512x256xf32>, tensor<256xf32>) {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<256x64xf32>
  %theta = per.slices seed(%seed : tensor<i32>) step(%step : tensor<i32>) site(0)
      outs(%e : tensor<256x64xf32>) -> tensor<256x64xf32>
  %0 = per.gradient #per.projected_error<slices = 64> ins(%h, %theta : tensor<512x256xf32>, tensor<256x64xf32>)
      scale(%scale : tensor<f32>) samples [0] outs(%c : tensor<512x256xf32>) -> tensor<512x256xf32>
  %1 = per.gradient #per.l2 ins(%h : tensor<512x256xf32>) scale(%scale : tensor<f32>) samples [0]
      outs(%0 : tensor<512x256xf32>) -> tensor<512x256xf32>
  %f = tensor.empty() : tensor<256xf32>
  %z = linalg.fill ins(%zero : f32) outs(%f : tensor<256xf32>) -> tensor<256xf32>
  %2 = linalg.generic {indexing_maps = [affine_map<(c, n) -> (n, c)>, affine_map<(c, n) -> (c)>],
                       iterator_types = ["parallel", "reduction"]}
      ins(%1 : tensor<512x256xf32>) outs(%z : tensor<256xf32>) {
  ^bb0(%in: f32, %out: f32):
    %3 = arith.addf %out, %in : f32
    linalg.yield %3 : f32
  } -> tensor<256xf32>
  return %1, %2 : tensor<512x256xf32>, tensor<256xf32>
}
