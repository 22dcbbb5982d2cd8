// RUN: per-opt %s --cse | FileCheck %s

// The same slices, drawn twice, are drawn once: one destination is as good as
// another, so the empty tensors are the same too.
// CHECK-LABEL: func @same_slices
// CHECK:         %[[THETA:.+]] = per.slices
// CHECK-NOT:     per.slices
// CHECK:         return %[[THETA]], %[[THETA]]
func.func @same_slices(%seed: i32, %step: i32) -> (tensor<5x3xf32>, tensor<5x3xf32>) {
  %e0 = tensor.empty() : tensor<5x3xf32>
  %0 = per.slices seed(%seed : i32) step(%step : i32) site(3) outs(%e0 : tensor<5x3xf32>) -> tensor<5x3xf32>
  %e1 = tensor.empty() : tensor<5x3xf32>
  %1 = per.slices seed(%seed : i32) step(%step : i32) site(3) outs(%e1 : tensor<5x3xf32>) -> tensor<5x3xf32>
  return %0, %1 : tensor<5x3xf32>, tensor<5x3xf32>
}

// Another site, step or offset gives other slices.
// CHECK-LABEL: func @other_slices
// CHECK-COUNT-4: per.slices
func.func @other_slices(%seed: i32, %step: i32, %k: index) -> (tensor<5x3xf32>, tensor<5x3xf32>, tensor<5x3xf32>, tensor<5x3xf32>) {
  %e = tensor.empty() : tensor<5x3xf32>
  %0 = per.slices seed(%seed : i32) step(%step : i32) site(3) outs(%e : tensor<5x3xf32>) -> tensor<5x3xf32>
  %1 = per.slices seed(%seed : i32) step(%step : i32) site(4) outs(%e : tensor<5x3xf32>) -> tensor<5x3xf32>
  %2 = per.slices seed(%step : i32) step(%seed : i32) site(3) outs(%e : tensor<5x3xf32>) -> tensor<5x3xf32>
  %3 = per.slices seed(%seed : i32) step(%step : i32) site(3) slice_offset(%k) outs(%e : tensor<5x3xf32>) -> tensor<5x3xf32>
  return %0, %1, %2, %3 : tensor<5x3xf32>, tensor<5x3xf32>, tensor<5x3xf32>, tensor<5x3xf32>
}

// Terms on buffers add up: two are two.
// CHECK-LABEL: func @buffers
// CHECK-COUNT-2: per.gradient
func.func @buffers(%h: memref<6x5xf32>, %scale: f32, %c: memref<6x5xf32>) {
  per.gradient #per.l1 ins(%h : memref<6x5xf32>) scale(%scale : f32) samples [0] outs(%c : memref<6x5xf32>)
  per.gradient #per.l1 ins(%h : memref<6x5xf32>) scale(%scale : f32) samples [0] outs(%c : memref<6x5xf32>)
  return
}
