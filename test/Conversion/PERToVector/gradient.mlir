// RUN: per-opt %s --convert-per-to-vector --canonicalize --cse | FileCheck %s
// RUN: per-opt %s --convert-per-to-vector=kept-bytes=1000 --canonicalize --cse | FileCheck %s --check-prefix=AGAIN
// RUN: per-opt %s --convert-per-to-vector=threads=2 --canonicalize --cse | FileCheck %s --check-prefix=THREADS
// RUN: not per-opt %s --convert-per-to-vector=threads=0 2>&1 | FileCheck %s --check-prefix=NONE
// RUN: per-opt %s --convert-per-to-vector=target=avx2 --canonicalize --cse --mlir-elide-elementsattrs-if-larger=100 | FileCheck %s --check-prefix=AVX2
// RUN: per-opt %s --convert-per-to-vector=target=generic --canonicalize --cse --mlir-elide-elementsattrs-if-larger=100 | FileCheck %s --check-prefix=GENERIC
// The numbers are tested in python/tests/test_kernels.py.

// No slices in memory: the workspace of a call does not grow with their product.
// CHECK-LABEL: func @two_sites
// CHECK-SAME:  (%[[H:.+]]: memref<128x650xf32>, %[[C:.+]]: memref<128x650xf32>, %[[H2:.+]]: memref<600x40xf32>, %[[C2:.+]]: memref<600x40xf32>, %[[S:.+]]: f32, %[[SEED:.+]]: i32, %[[STEP:.+]]: i32)
// CHECK-NOT:   per.
// CHECK-NOT:   memref<650x256xf32>
// CHECK-DAG:   memref.alloc() {alignment = 64 : i64} : memref<128x400xf32>
// CHECK-DAG:   memref.alloc() {alignment = 64 : i64} : memref<128x272xf32>
// CHECK-DAG:   memref.alloc() {alignment = 64 : i64} : memref<384x32xf32>
// CHECK-DAG:   memref.alloc() {alignment = 64 : i64} : memref<256x32xf32>
// Slices are kept as words of two elements.
// CHECK-DAG:   memref.alloc() {alignment = 64 : i64} : memref<336x272xi32>
// CHECK:       call @per_sampled_gradient_f32_f32_avx512(%{{.+}}, %{{.+}}, %[[S]], %[[SEED]], %[[STEP]], %c-294967296_i32, %c256, %c384,
// CHECK-COUNT-9: memref.dealloc
// More samples than a block: both layouts of the panels stay, 2 of 40 elements
// (32 columns each) and 1 of 33 slices, in groups of 32.
// CHECK-DAG:   memref.alloc() {alignment = 64 : i64} : memref<80x32xf32>
// CHECK-DAG:   memref.alloc() {alignment = 64 : i64} : memref<96x32xf32>
// CHECK-DAG:   memref.alloc() {alignment = 64 : i64} : memref<0x80xi32>
// CHECK:       call @per_sampled_gradient_f32_f32_avx512(%{{.+}}, %{{.+}}, %[[S]], %[[SEED]], %[[STEP]], %c7_i32, %c33, %c40,
// CHECK-COUNT-9: memref.dealloc
// CHECK-NEXT:  return
func.func @two_sites(%h: memref<128x650xf32>, %c: memref<128x650xf32>, %h2: memref<600x40xf32>, %c2: memref<600x40xf32>,
                     %s: f32, %seed: i32, %step: i32) {
  %theta = memref.alloc() : memref<650x256xf32>
  per.slices seed(%seed : i32) step(%step : i32) site(4000000000) outs(%theta : memref<650x256xf32>)
  per.gradient #per.projected_error<slices = 256> ins(%h, %theta : memref<128x650xf32>, memref<650x256xf32>)
      scale(%s : f32) samples [0] outs(%c : memref<128x650xf32>)
  memref.dealloc %theta : memref<650x256xf32>
  %theta2 = memref.alloc() : memref<40x33xf32>
  per.slices seed(%seed : i32) step(%step : i32) site(7) outs(%theta2 : memref<40x33xf32>)
  per.gradient #per.projected_error<slices = 33> ins(%h2, %theta2 : memref<600x40xf32>, memref<40x33xf32>)
      scale(%s : f32) samples [0] outs(%c2 : memref<600x40xf32>)
  memref.dealloc %theta2 : memref<40x33xf32>
  return
}

// One kernel for both.
// CHECK:       func private @per_sampled_gradient_f32_f32_avx512
// CHECK-NOT:     scf.parallel
// Many samples: everything is drawn before the blocks are worked on.
// CHECK:         scf.if
// CHECK:           call @per_draw_columns_keep_avx512
// CHECK:         else
// CHECK:           call @per_draw_columns_avx512
// CHECK:         math.sqrt {{.*}} : vector<8xf64>
// CHECK:         call @per_draw_rows_avx512
// CHECK:         call @per_product_f32_prefetch_f32_avx512
// CHECK:         call @per_product_f32_prefetch_i32_avx512
// Else panels are drawn where they are used, in the second product from words
// that were kept, or again.
// CHECK:       else
// CHECK:         call @per_draw_columns_keep_avx512
// CHECK:         call @per_draw_columns_avx512
// CHECK:         call @per_product_f32_prefetch_f32_avx512
// CHECK:         math.sqrt {{.*}} : vector<8xf64>
// CHECK:         call @per_transpose_words_avx512
// CHECK:       else
// CHECK:         call @per_draw_rows_avx512
// CHECK:         call @per_product_f32_prefetch_i32_avx512
// CHECK-NOT:   @per_sampled_gradient

// Four elements of 32 slices a turn, in registers; nothing of f32 but the panel.
// CHECK-LABEL: func private @per_draw_columns_avx512
// CHECK:         scf.for {{.*}} -> (vector<16xi32>, vector<16xi32>, vector<16xi32>, vector<16xi32>)
// CHECK:           arith.muli {{.*}} : vector<8xi64>
// CHECK:           math.ctlz {{.*}} : vector<16xi32>
// CHECK-COUNT-2:   llvm.call_intrinsic "llvm.x86.avx512.vpermi2var.hi.512"
// CHECK:           llvm.call_intrinsic "llvm.x86.avx512.pmul.hr.sw.512"
// CHECK:           llvm.call_intrinsic "llvm.x86.avx512.pmaddw.d.512"
// CHECK:           scf.yield

// A tile of 8 rows and 2 vectors stays in registers; a sum that starts anew reads
// nothing of its destination.
// CHECK-LABEL: func private @per_tile_8x32_f32_avx512
// CHECK-SAME:    %[[ADD:[a-z0-9]+]]: i1) attributes {no_inline, passthrough = ["noinline"]}
// CHECK:         %[[SUMS:.+]]:16 = scf.for
// CHECK-COUNT-16:  vector.fma {{.*}} : vector<16xf32>
// CHECK-NEXT:      scf.yield
// CHECK:         %[[READS:.+]] = vector.broadcast %[[ADD]] : i1 to vector<16xi1>
// CHECK:         %[[MASK:.+]] = arith.cmpi sgt
// CHECK:         %[[READ:.+]] = arith.andi %[[MASK]], %[[READS]]
// CHECK:         vector.maskedload {{.*}}, %[[READ]],
// CHECK:         vector.maskedstore {{.*}}, %[[MASK]],

// Tiles of 6 by 16. No instruction has the table of normals: it is one in memory.
// AVX2:        memref.global "private" constant @per_normal16 : memref<32768xi16>
// AVX2-LABEL:  func private @per_draw_columns_avx2
// AVX2-NOT:      avx512
// AVX2:          vector.gather {{.*}} : memref<32768xi16>, vector<16xi32>, vector<16xi1>, vector<16xi16>
// AVX2:          llvm.call_intrinsic "llvm.x86.avx2.pmadd.wd"
// AVX2-LABEL:  func private @per_tile_6x16_f32_avx2
// AVX2-COUNT-12: vector.fma {{.*}} : vector<8xf32>
// AVX2-NOT:    @per_tile_7

// GENERIC-NOT: llvm.call_intrinsic
// GENERIC:     func private @per_tile_4x8_f32_generic
// GENERIC:       arith.mulf {{.*}} fastmath<contract> : vector<4xf32>
// GENERIC:       arith.addf {{.*}} fastmath<contract> : vector<4xf32>
// GENERIC-NOT: llvm.call_intrinsic

// AGAIN-LABEL: func @two_sites
// AGAIN:       memref<0x272xi32>

// Rows, panels and constants for each thread; T of the single block is shared.
// THREADS-LABEL: func @two_sites
// THREADS-DAG:   memref<256x400xf32>
// THREADS-DAG:   memref<128x272xf32>
// THREADS-DAG:   memref<768x32xf32>
// THREADS-DAG:   memref<512x32xf32>
// THREADS-DAG:   memref<8x192xi32>
// THREADS-LABEL: func private @per_sampled_gradient_f32_f32_avx512
// THREADS-COUNT-4: scf.parallel
// THREADS-NOT:   scf.parallel

// NONE: error: expected at least one thread, got 0
