// RUN: per-opt %s --convert-per-to-linalg --canonicalize --cse | FileCheck %s
// The bits are tested in python/tests/test_slices.py.

// Philox, whose first product is a constant. One counter gives two elements of four slices: 4 x 2 of them cover 7 x 5.
// CHECK-LABEL: func @integers
// CHECK: %[[W:.+]]:2 = linalg.generic
// CHECK-COUNT-19: arith.mului_extended
// CHECK: -> (tensor<4x2xi64>, tensor<4x2xi64>)
// The two elements of a counter are neighbours in a column.
// CHECK: %[[E:.+]] = linalg.generic {{.*}} ins(%[[W]]#0, %[[W]]#1 : {{.*}}) outs(%{{.*}} : tensor<4x2x2xi64>)
// CHECK: %[[ROWS:.+]] = tensor.collapse_shape %[[E]] {{\[\[}}0, 1], [2]]
// The four slices in each are neighbours in a row.
// CHECK: %[[H:.+]]:4 = linalg.generic {{.*}} ins(%[[ROWS]] : {{.*}})
// CHECK: %[[I:.+]] = linalg.generic {{.*}} ins(%[[H]]#0, %[[H]]#1, %[[H]]#2, %[[H]]#3 : {{.*}}) outs(%{{.*}} : tensor<8x2x4xi32>)
// CHECK: %[[BITS:.+]] = tensor.collapse_shape %[[I]] {{\[\[}}0], [1, 2]]
// CHECK: %[[V:.+]] = linalg.generic {{.*}} ins(%[[BITS]] : {{.*}}) outs(%{{.*}} : tensor<8x8xi16>)
// CHECK:   math.ctlz
// CHECK: tensor.extract_slice %[[V]][0, 0] [7, 5] [1, 1]
// CHECK-NOT: sqrt
// CHECK: return
func.func @integers(%seed: tensor<i32>, %step: tensor<i32>) -> tensor<7x5xi16> {
  %e = tensor.empty() : tensor<7x5xi16>
  %v = per.slices seed(%seed : tensor<i32>) step(%step : tensor<i32>) site(3) outs(%e : tensor<7x5xi16>) -> tensor<7x5xi16>
  return %v : tensor<7x5xi16>
}

// The inverse norm is computed in f64 and rounded to f32, for f64 directions too.
// CHECK-LABEL: func @directions
// CHECK: linalg.reduce {{.*}} outs(%{{.*}} : tensor<5xi64>) {{.*}}dimensions = [0]
// CHECK: %[[N:.+]] = arith.sitofp %{{.*}} : i64 to f64
// CHECK: %[[ROOT:.+]] = math.sqrt %[[N]] : f64
// CHECK: %[[R:.+]] = arith.divf %{{.*}}, %[[ROOT]] : f64
// CHECK: arith.truncf %[[R]] : f64 to f32
// CHECK: arith.mulf %{{.*}} : f64
func.func @directions(%seed: i32, %step: i32) -> tensor<7x5xf64> {
  %e = tensor.empty() : tensor<7x5xf64>
  %v = per.slices seed(%seed : i32) step(%step : i32) site(3) outs(%e : tensor<7x5xf64>) -> tensor<7x5xf64>
  return %v : tensor<7x5xf64>
}
