// RUN: per-opt %s --pass-pipeline="builtin.module(func.func(per-detach-arguments))" | FileCheck %s

// An argument is copied.
// CHECK-LABEL: func.func @argument(
// CHECK-SAME: %[[X:.*]]: tensor<8xf32>
// CHECK: %[[OWN:.*]] = bufferization.alloc_tensor() copy(%[[X]]) : tensor<8xf32>
// CHECK: scf.for {{.*}} iter_args(%{{.*}} = %[[OWN]])
func.func @argument(%x: tensor<8xf32>, %n: index) -> tensor<8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %one = arith.constant 1.0 : f32
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%y = %x) -> tensor<8xf32> {
    %z = tensor.insert %one into %y[%i] : tensor<8xf32>
    scf.yield %z : tensor<8xf32>
  }
  return %r : tensor<8xf32>
}

// So is what is computed in its memory, or a view of it.
// CHECK-LABEL: func.func @through(
// CHECK: %[[SLICE:.*]] = tensor.extract_slice
// CHECK: %[[EXP:.*]] = linalg.exp {{.*}} outs(%[[SLICE]]
// CHECK: %[[OWN:.*]] = bufferization.alloc_tensor() copy(%[[EXP]]) : tensor<8xf32>
// CHECK: scf.while (%{{.*}} = %[[OWN]])
func.func @through(%x: tensor<16xf32>, %w: tensor<8xf32>, %stop: i1) -> tensor<8xf32> {
  %part = tensor.extract_slice %x[0] [8] [1] : tensor<16xf32> to tensor<8xf32>
  %e = linalg.exp ins(%w : tensor<8xf32>) outs(%part : tensor<8xf32>) -> tensor<8xf32>
  %r = scf.while (%y = %e) : (tensor<8xf32>) -> tensor<8xf32> {
    scf.condition(%stop) %y : tensor<8xf32>
  } do {
  ^bb0(%y: tensor<8xf32>):
    scf.yield %y : tensor<8xf32>
  }
  return %r : tensor<8xf32>
}

// An empty tensor becomes an allocation, where it is; what is new needs nothing.
// CHECK-LABEL: func.func @empty(
// CHECK: %[[OWN:.*]] = bufferization.alloc_tensor() : tensor<8xf32>
// CHECK: %[[ZEROS:.*]] = linalg.fill {{.*}} outs(%[[OWN]]
// CHECK: %[[SUM:.*]] = arith.addf
// CHECK: scf.for {{.*}} iter_args(%{{.*}} = %[[ZEROS]], %{{.*}} = %[[SUM]], %{{.*}} = %{{.*}})
func.func @empty(%x: tensor<8xf32>, %n: index) -> (tensor<8xf32>, tensor<8xf32>, f32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %one = arith.constant 1.0 : f32
  %e = tensor.empty() : tensor<8xf32>
  %zeros = linalg.fill ins(%one : f32) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %sum = arith.addf %x, %x : tensor<8xf32>
  %r:3 = scf.for %i = %c0 to %n step %c1 iter_args(%y = %zeros, %z = %sum, %s = %one) -> (tensor<8xf32>, tensor<8xf32>, f32) {
    %a = tensor.insert %one into %y[%i] : tensor<8xf32>
    scf.yield %a, %z, %s : tensor<8xf32>, tensor<8xf32>, f32
  }
  return %r#0, %r#1, %r#2 : tensor<8xf32>, tensor<8xf32>, f32
}

// Results that are arguments, one in its place.
// CHECK-LABEL: func.func @results(
// CHECK-SAME: %[[X:.*]]: tensor<8xf32>, %[[Y:.*]]: tensor<8xf32>, %[[Z:.*]]: tensor<2x4xf32>
// CHECK-DAG: %[[B:.*]] = tensor.collapse_shape %[[Z]]
// CHECK-DAG: %[[OLD:.*]] = bufferization.alloc_tensor() copy(%[[Y]])
// CHECK-DAG: %[[PART:.*]] = bufferization.alloc_tensor() copy(%[[B]])
// CHECK: %[[FIRST:.*]] = bufferization.materialize_in_destination %[[OLD]] in %{{.*}}
// CHECK: %[[SECOND:.*]] = bufferization.materialize_in_destination %[[PART]] in %[[Y]]
// CHECK: return %[[FIRST]], %[[SECOND]], %[[X]]
func.func @results(%x: tensor<8xf32>, %y: tensor<8xf32>, %z: tensor<2x4xf32>, %out: tensor<8xf32>)
    -> (tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) {
  %b = tensor.collapse_shape %z [[0, 1]] : tensor<2x4xf32> into tensor<8xf32>
  %0 = bufferization.materialize_in_destination %y in %out : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
  %1 = bufferization.materialize_in_destination %b in %y : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
  %2 = bufferization.materialize_in_destination %x in %x : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
  return %0, %1, %2 : tensor<8xf32>, tensor<8xf32>, tensor<8xf32>
}
