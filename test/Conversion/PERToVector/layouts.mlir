// RUN: per-opt %s --convert-per-to-vector --canonicalize --cse --split-input-file | FileCheck %s

// Samples in front: views, whatever the rank.
// CHECK-LABEL: func @view
// CHECK-NOT:   memref.copy
// CHECK:       memref.reinterpret_cast %{{.+}} to offset: [0], sizes: [%{{.+}}, 48], strides: [48, 1] : memref<?x4x4x3xf32>
// CHECK-NOT:   memref.copy
// CHECK:       call @per_sampled_gradient_f32_f32_avx512
func.func @view(%h: memref<?x4x4x3xf32>, %c: memref<?x4x4x3xf32>, %s: f32, %k: i32) {
  %theta = memref.alloc() : memref<48x8xf32>
  per.slices seed(%k : i32) step(%k : i32) site(0) outs(%theta : memref<48x8xf32>)
  per.gradient #per.projected_error<slices = 8> ins(%h, %theta : memref<?x4x4x3xf32>, memref<48x8xf32>)
      scale(%s : f32) samples [0] outs(%c : memref<?x4x4x3xf32>)
  return
}

// -----

// Rows at a distance are no copy either. bf16 are moved as integers.
// CHECK-LABEL: func @rows
// CHECK-NOT:   memref.copy
// CHECK:       memref.collapse_shape %{{.+}} {{\[}}[0], [1, 2]] : memref<6x4x3xf32, strided<[40, 3, 1]>> into memref<6x12xf32, strided<[40, 1]>>
// CHECK-NOT:   memref.copy
// CHECK:       call @per_sampled_gradient_f32_i16_avx512
func.func @rows(%h: memref<6x4x3xf32, strided<[40, 3, 1]>>, %c: memref<6x4x3xbf16>, %s: f32, %k: i32) {
  %theta = memref.alloc() : memref<12x8xf32>
  per.slices seed(%k : i32) step(%k : i32) site(0) outs(%theta : memref<12x8xf32>)
  per.gradient #per.projected_error<slices = 8> ins(%h, %theta : memref<6x4x3xf32, strided<[40, 3, 1]>>, memref<12x8xf32>)
      scale(%s : f32) samples [0] outs(%c : memref<6x4x3xbf16>)
  return
}

// -----

// Samples behind features: copies with the samples in front; the cotangent
// comes back.
// CHECK-LABEL: func @transposed
// CHECK-SAME:  (%[[H:.+]]: memref<5x6xf32>, %[[C:.+]]: memref<5x6xf32>,
// CHECK:       %[[HT:.+]] = memref.transpose %[[H]] (d0, d1) -> (d1, d0)
// CHECK:       memref.copy %[[HT]], %{{.+}} : {{.*}} to memref<6x5xf32>
// CHECK:       %[[CT:.+]] = memref.transpose %[[C]] (d0, d1) -> (d1, d0)
// CHECK:       memref.copy %[[CT]], %[[COPY:.+]] : {{.*}} to memref<6x5xf32>
// CHECK:       call @per_sampled_gradient_f32_f32_avx512
// CHECK:       memref.copy %[[COPY]], %[[CT]]
func.func @transposed(%h: memref<5x6xf32>, %c: memref<5x6xf32>, %s: f32, %k: i32) {
  %theta = memref.alloc() : memref<5x8xf32>
  per.slices seed(%k : i32) step(%k : i32) site(0) outs(%theta : memref<5x8xf32>)
  per.gradient #per.projected_error<slices = 8> ins(%h, %theta : memref<5x6xf32>, memref<5x8xf32>)
      scale(%s : f32) samples [1] outs(%c : memref<5x6xf32>)
  return
}

// -----

// A penalty and a gradient with the same slices: both kernels draw them.
// CHECK-LABEL: func @both
// CHECK-NOT:   per.slices
// CHECK:       call @per_sampled_penalty_f32_f32_avx512
// CHECK:       call @per_sampled_gradient_f32_f32_avx512
// CHECK:       func private @per_sampled_penalty_f32_f32_avx512
// CHECK-NOT:     call @per_draw_rows
// CHECK:         vector.reduction <add>, {{.*}} : vector<16xf64> into f64
func.func @both(%h: memref<6x5xf32>, %c: memref<6x5xf32>, %p: memref<f32>, %s: f32, %k: i32) {
  %theta = memref.alloc() : memref<5x8xf32>
  per.slices seed(%k : i32) step(%k : i32) site(0) outs(%theta : memref<5x8xf32>)
  per.penalty #per.projected_error<slices = 8> ins(%h, %theta : memref<6x5xf32>, memref<5x8xf32>)
      scale(%s : f32) samples [0] outs(%p : memref<f32>)
  per.gradient #per.projected_error<slices = 8> ins(%h, %theta : memref<6x5xf32>, memref<5x8xf32>)
      scale(%s : f32) samples [0] outs(%c : memref<6x5xf32>)
  memref.dealloc %theta : memref<5x8xf32>
  return
}
