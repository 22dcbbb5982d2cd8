// RUN: per-opt %s --convert-per-to-vector=target=avx512bf16 --canonicalize --cse | FileCheck %s
// RUN: per-opt %s --convert-per-to-vector="target=avx512bf16 pairs=false" --canonicalize --cse | FileCheck %s --check-prefixes=F32,F32-512
// RUN: per-opt %s --convert-per-to-vector=target=avx2 --canonicalize --cse --mlir-elide-elementsattrs-if-larger=100 | FileCheck %s --check-prefixes=F32,F32-256
// The numbers are tested in python/tests/test_kernels.py.

// Panels, and rows of H and E, are half as large as those of f32.
// CHECK-LABEL: func @gradient
// CHECK-DAG:   memref.alloc() {alignment = 64 : i64} : memref<128x208xf32>
// CHECK-DAG:   memref.alloc() {alignment = 64 : i64} : memref<192x32xf32>
// CHECK-DAG:   memref.alloc() {alignment = 64 : i64} : memref<128x32xf32>
// CHECK-DAG:   memref.alloc() {alignment = 64 : i64} : memref<128x144xf32>
// CHECK:       call @per_sampled_pairs_gradient_f32_f32_avx512bf16
func.func @gradient(%h: memref<128x650xf32>, %c: memref<128x650xf32>, %s: f32, %seed: i32, %step: i32) {
  %theta = memref.alloc() : memref<650x256xf32>
  per.slices seed(%seed : i32) step(%step : i32) site(3) outs(%theta : memref<650x256xf32>)
  per.gradient #per.projected_error<slices = 256, products = bf16> ins(%h, %theta : memref<128x650xf32>, memref<650x256xf32>)
      scale(%s : f32) samples [0] outs(%c : memref<128x650xf32>)
  memref.dealloc %theta : memref<650x256xf32>
  return
}

// Both integers of a word are rounded, and stored as one pair.
// CHECK-LABEL: func private @per_draw_columns_pairs_avx512bf16
// CHECK:         arith.sitofp {{.*}} : vector<16xi32> to vector<16xf32>
// CHECK:         arith.sitofp {{.*}} : vector<16xi32> to vector<16xf32>
// CHECK:         llvm.call_intrinsic "llvm.x86.avx512bf16.cvtne2ps2bf16.512"
// CHECK:         vector.store {{.*}} : memref<?x32xf32>, vector<16xf32>

// Two products of each sum an instruction.
// CHECK-LABEL: func private @per_tile_pairs_8x32_f32_avx512bf16
// CHECK-COUNT-16: llvm.call_intrinsic "llvm.x86.avx512bf16.dpbf16ps.512"
// CHECK-NEXT:    scf.yield

// Where that is not faster, they are numbers of f32.
// F32-LABEL:     func @gradient
// F32-512-DAG:   memref.alloc() {alignment = 64 : i64} : memref<128x400xf32>
// F32:           call @per_sampled_rounded_gradient_f32_f32_
// F32-LABEL:     func private @per_draw_columns_rounded_
// F32:           arith.sitofp
// F32:           arith.trunci {{.*}} to vector<{{.*}}xi16>
// F32:           arith.extui {{.*}} to vector<{{.*}}xi32>
// F32:           vector.store {{.*}} : memref<?x{{.*}}xf32>, vector<{{.*}}xf32>
// F32-512-LABEL: func private @per_tile_rounded_8x32_f32_avx512bf16
// F32-512-COUNT-16: vector.fma {{.*}} : vector<16xf32>
// F32-512-NEXT:  scf.yield
// F32-256-LABEL: func private @per_tile_rounded_6x16_f32_avx2
// F32-256-COUNT-12: vector.fma {{.*}} : vector<8xf32>
// F32-256-NEXT:  scf.yield
// F32-NOT:       bf16ps
