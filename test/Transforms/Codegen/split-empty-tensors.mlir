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

// A loop starts from zeros of its own, in whichever form; what only reads them shares them.
// CHECK-LABEL: func.func @loops(
// CHECK: %[[Z:.*]] = linalg.generic
// CHECK: %[[A:.*]] = linalg.generic
// CHECK: %[[B:.*]] = linalg.generic
// CHECK: scf.for {{.*}} iter_args(%{{.*}} = %[[B]], %{{.*}} = %[[A]])
// CHECK: linalg.exp ins(%[[Z]]
#id = affine_map<(i) -> (i)>
func.func @loops(%n: index, %x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) {
  %zero = arith.constant 0.0 : f32
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %e = tensor.empty() : tensor<4xf32>
  %z = linalg.generic {indexing_maps = [#id], iterator_types = ["parallel"]} outs(%e : tensor<4xf32>) {
  ^bb0(%out: f32):
    linalg.yield %zero : f32
  } -> tensor<4xf32>
  %r:2 = scf.for %i = %c0 to %n step %c1 iter_args(%a = %z, %b = %z) -> (tensor<4xf32>, tensor<4xf32>) {
    %0 = linalg.add ins(%a, %x : tensor<4xf32>, tensor<4xf32>) outs(%a : tensor<4xf32>) -> tensor<4xf32>
    %1 = linalg.mul ins(%b, %0 : tensor<4xf32>, tensor<4xf32>) outs(%b : tensor<4xf32>) -> tensor<4xf32>
    scf.yield %0, %1 : tensor<4xf32>, tensor<4xf32>
  }
  %2 = linalg.exp ins(%z : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  return %r#0, %r#1, %2 : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
}
