// RUN: per-opt %s --per-split-empty-tensors | FileCheck %s

// CHECK-LABEL: func.func @f(
// CHECK-DAG: %[[E:.*]] = tensor.empty
// CHECK-DAG: %[[F:.*]] = linalg.fill {{.*}} outs(%[[E]]
// CHECK: linalg.matmul {{.*}} outs(%[[F]]
// CHECK-DAG: %[[G:.*]] = tensor.empty
// CHECK-DAG: %[[H:.*]] = linalg.fill {{.*}} outs(%[[G]]
// CHECK: linalg.matmul {{.*}} outs(%[[H]]
// CHECK: %[[I:.*]] = tensor.empty
// CHECK: linalg.exp {{.*}} outs(%[[I]]
func.func @f(%x: tensor<4x4xf32>, %zero: f32) -> (tensor<4x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>) {
  %e = tensor.empty() : tensor<4x4xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<4x4xf32>) -> tensor<4x4xf32>
  %0 = linalg.matmul ins(%x, %x : tensor<4x4xf32>, tensor<4x4xf32>) outs(%z : tensor<4x4xf32>) -> tensor<4x4xf32>
  %1 = linalg.matmul ins(%0, %x : tensor<4x4xf32>, tensor<4x4xf32>) outs(%z : tensor<4x4xf32>) -> tensor<4x4xf32>
  %2 = linalg.exp ins(%x : tensor<4x4xf32>) outs(%e : tensor<4x4xf32>) -> tensor<4x4xf32>
  return %0, %1, %2 : tensor<4x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>
}
