// RUN: per-opt %s --allow-unregistered-dialect --per-finish-import --canonicalize | FileCheck %s

// CHECK-LABEL: func @concatenate
// CHECK-SAME: (%[[A:.*]]: tensor<8x5xf32>, %[[B:.*]]: tensor<8x2xf32>)
// CHECK: %[[E:.*]] = tensor.empty() : tensor<8x7xf32>
// CHECK: %[[F:.*]] = tensor.insert_slice %[[A]] into %[[E]][0, 0] [8, 5] [1, 1]
// CHECK: %[[G:.*]] = tensor.insert_slice %[[B]] into %[[F]][0, 5] [8, 2] [1, 1]
// CHECK: return %[[G]]
func.func @concatenate(%a: tensor<8x5xf32>, %b: tensor<8x2xf32>) -> tensor<8x7xf32> {
  %r = "per_import.concatenate"(%a, %b) {dimension = 1 : i64} : (tensor<8x5xf32>, tensor<8x2xf32>) -> tensor<8x7xf32>
  return %r : tensor<8x7xf32>
}

// One sum is carried along the dimension; the sequences before it are a loop,
// what follows it is one row.
// CHECK-LABEL: func @cumulative
// CHECK-SAME: (%[[X:.*]]: tensor<2x8x5xf32>)
// CHECK-DAG: %[[ZERO:.*]] = arith.constant 0.0
// CHECK-DAG: %[[LAST:.*]] = arith.constant 7 : index
// CHECK: scf.for %[[I:[a-z0-9]+]] =
// CHECK:   linalg.fill ins(%[[ZERO]] : f32) outs(%{{.*}} : tensor<5xf32>)
// CHECK:   scf.for %[[J:[a-z0-9]+]] = {{.*}} iter_args(%[[R:.*]] = %{{.*}}, %[[S:.*]] = %{{.*}}) -> (tensor<2x8x5xf32>, tensor<5xf32>)
// CHECK:     %[[K:.*]] = arith.subi %[[LAST]], %[[J]]
// CHECK:     %[[ROW:.*]] = tensor.extract_slice %[[X]][%[[I]], %[[K]], 0] [1, 1, 5]
// CHECK:     %[[SUM:.*]] = linalg.generic {{.*}} ins(%[[ROW]] : tensor<5xf32>) outs(%[[S]] : tensor<5xf32>)
// CHECK:     tensor.insert_slice %[[SUM]] into %[[R]][%[[I]], %[[K]], 0]
func.func @cumulative(%x: tensor<2x8x5xf32>) -> tensor<2x8x5xf32> {
  %r = "per_import.cumulative"(%x) {combiner = "add", dimension = 1 : i64, reverse} : (tensor<2x8x5xf32>) -> tensor<2x8x5xf32>
  return %r : tensor<2x8x5xf32>
}

// CHECK-LABEL: func @unsigned_maximum
// CHECK-DAG: %[[ZERO:.*]] = arith.constant 0 : i8
// CHECK: scf.for {{.*}} iter_args(%[[R:.*]] = %{{.*}}, %[[S:.*]] = %[[ZERO]]) -> (tensor<8xi8>, i8)
// CHECK:   arith.maxui %[[S]], %{{.*}} : i8
// CHECK:   tensor.insert
func.func @unsigned_maximum(%x: tensor<8xui8>) -> tensor<8xui8> {
  %r = "per_import.cumulative"(%x) {combiner = "maximum", dimension = 0 : i64, unsigned} : (tensor<8xui8>) -> tensor<8xui8>
  return %r : tensor<8xui8>
}
