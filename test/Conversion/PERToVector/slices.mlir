// RUN: per-opt %s --convert-per-to-vector=target=avx2 | FileCheck %s
// The bits are tested in python/tests/test_kernels.py.

// Drawn a panel at a time, stored, and scaled when the norms are known.
// CHECK-LABEL: func @matrix
// CHECK-SAME:  (%[[OUT:.+]]: memref<650x256xf32>, %[[SEED:.+]]: i32, %[[STEP:.+]]: i32)
// CHECK-NOT:   per.slices
// CHECK-DAG:   %[[CAST:.+]] = memref.cast %[[OUT]] : memref<650x256xf32> to memref<?x?xf32, strided<[?, 1], offset: ?>>
// CHECK-DAG:   %[[SITE:.+]] = arith.constant 3 : i32
// CHECK:       call @per_draw_matrix_avx2(%[[CAST]], %[[SEED]], %[[STEP]], %[[SITE]],
// CHECK-COUNT-4: memref.dealloc
func.func @matrix(%out: memref<650x256xf32>, %seed: i32, %step: i32) {
  per.slices seed(%seed : i32) step(%step : i32) site(3) outs(%out : memref<650x256xf32>)
  return
}

// CHECK-LABEL: func private @per_draw_matrix_avx2
// CHECK:         call @per_pair_constants_avx2
// CHECK:         call @per_draw_columns_avx2
// CHECK:         math.sqrt
