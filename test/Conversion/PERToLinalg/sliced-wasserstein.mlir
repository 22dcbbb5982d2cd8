// RUN: per-opt %s --convert-per-to-linalg --canonicalize --cse | FileCheck %s
// The numbers are tested in python/tests/test_expansions.py and test_wasserstein.py.

// In f32, a projection and its sample are one integer: one vector to sort for
// each slice. Its rank decides the derivative, which goes back to its sample.
// CHECK-LABEL: func @first_order
// CHECK: %[[T:.+]] = linalg.matmul {{.*}} -> tensor<17x9xf32>
// CHECK: %[[ROWS:.+]] = linalg.transpose ins(%[[T]] : tensor<17x9xf32>)
// CHECK: %[[KEYS:.+]] = linalg.generic {{.*}} ins(%[[ROWS]] : tensor<9x17xf32>) outs(%{{.+}} : tensor<9x17xi64>)
// CHECK:   arith.bitcast %{{.+}} : f32 to i32
// CHECK:   arith.ori
// CHECK: %[[SORTED:.+]] = scf.for %[[K:[a-z0-9_]+]] = {{.*}} iter_args(%[[A:.+]] = %[[KEYS]]) -> (tensor<9x17xi64>)
// CHECK:   tensor.extract_slice %[[A]][%[[K]], 0] [1, 17] [1, 1] : tensor<9x17xi64> to tensor<17xi64>
// CHECK:   arith.cmpi slt, %{{.+}}, %{{.+}} : i64
// CHECK:   tensor.insert_slice
// CHECK: %[[BY_RANK:.+]]:2 = linalg.generic {{.*}} ins(%[[SORTED]], {{.*}} outs(%{{.+}}, %{{.+}} : tensor<9x17xf32>, tensor<9x17xi32>)
// CHECK:   math.erf
// CHECK:   arith.maximumf
// CHECK:   arith.minimumf
// CHECK: %[[D:.+]] = scf.for
// CHECK:   scf.for
// CHECK:     tensor.extract %[[BY_RANK]]#0
// CHECK:     tensor.extract %[[BY_RANK]]#1
// CHECK:     tensor.insert
// CHECK: linalg.matmul {{.*}} ins(%[[D]], %{{.+}} : tensor<9x17xf32>, tensor<5x9xf32>) {{.*}} -> tensor<17x5xf32>
func.func @first_order(%h: tensor<17x5xf32>, %theta: tensor<5x9xf32>, %s: tensor<f32>, %c: tensor<17x5xf32>) -> tensor<17x5xf32> {
  %r = per.gradient #per.sliced_wasserstein<slices = 9> ins(%h, %theta : tensor<17x5xf32>, tensor<5x9xf32>)
      scale(%s : tensor<f32>) samples [0] outs(%c : tensor<17x5xf32>) -> tensor<17x5xf32>
  return %r : tensor<17x5xf32>
}

// In f64 the samples are a second vector. The cells of N(0, 1) have one entry
// for each rank.
// CHECK-LABEL: func @second_order
// CHECK: %[[EDGES:.+]] = linalg.generic {{.*}} outs(%{{.+}} : tensor<18xf64>)
// CHECK:   math.log
// CHECK: tensor.extract_slice %[[EDGES]][0] [17] [1]
// CHECK: tensor.extract_slice %[[EDGES]][1] [17] [1]
// CHECK: scf.for {{.*}} -> (tensor<9x17xi64>, tensor<9x17xi32>)
func.func @second_order(%h: tensor<17x5xf64>, %theta: tensor<5x9xf64>, %s: tensor<f64>, %c: tensor<17x5xf64>) -> tensor<17x5xf64> {
  %r = per.gradient #per.sliced_wasserstein<p = 2, slices = 9> ins(%h, %theta : tensor<17x5xf64>, tensor<5x9xf64>)
      scale(%s : tensor<f64>) samples [0] outs(%c : tensor<17x5xf64>) -> tensor<17x5xf64>
  return %r : tensor<17x5xf64>
}

// A penalty needs no samples, only the projections in order. The number of
// passes follows the size of the batch.
// CHECK-LABEL: func @penalty
// CHECK: %[[B:.+]] = tensor.dim %{{.+}}, %{{.+}} : tensor<?x5xf32>
// CHECK: scf.for {{.*}} -> (tensor<?x?xi32>)
// CHECK:   bufferization.alloc_tensor({{.*}}) : tensor<?xi32>
// CHECK:   math.ctlz
// CHECK-NOT: tensor.insert {{.*}} : tensor<?x?xf32>
// CHECK: linalg.reduce
func.func @penalty(%h: tensor<?x5xf32>, %theta: tensor<5x?xf32>, %s: f32, %r0: tensor<f32>) -> tensor<f32> {
  %r = per.penalty #per.sliced_wasserstein<slices = ?> ins(%h, %theta : tensor<?x5xf32>, tensor<5x?xf32>) scale(%s : f32) samples [0]
      outs(%r0 : tensor<f32>) -> tensor<f32>
  return %r : tensor<f32>
}
