// RUN: per-opt %s --per-expand-erf | FileCheck %s
// RUN: per-opt %s --per-expand-erf=fma=false | FileCheck %s --check-prefix=PLAIN
// Accuracy is tested in python/tests/test_vector_math.py.

// CHECK-LABEL: func @erf
// CHECK-NOT:   math.erf %{{.+}} : f32
// CHECK:       math.fma {{.*}} : f32
// CHECK:       arith.select {{.*}} : f32
// CHECK:       math.fma {{.*}} : vector<4xf32>
// CHECK:       arith.select {{.*}} : vector<4xi1>, vector<4xf32>
// What is not f32, and tensors, are left.
// CHECK:       math.erf %{{.+}} : f64
// CHECK:       math.erf %{{.+}} : tensor<4xf32>
// PLAIN-NOT:   math.fma
// PLAIN:       arith.mulf {{.*}} fastmath<contract> : f32
func.func @erf(%x: f32, %v: vector<4xf32>, %d: f64, %t: tensor<4xf32>) -> (f32, vector<4xf32>, f64, tensor<4xf32>) {
  %0 = math.erf %x : f32
  %1 = math.erf %v : vector<4xf32>
  %2 = math.erf %d : f64
  %3 = math.erf %t : tensor<4xf32>
  return %0, %1, %2, %3 : f32, vector<4xf32>, f64, tensor<4xf32>
}
