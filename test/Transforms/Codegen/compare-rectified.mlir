// RUN: per-opt %s --per-compare-rectified | FileCheck %s

#id = affine_map<(i) -> (i)>

// The sign of x is that of max(x, 0): x is not kept for it.
// CHECK-LABEL: func.func @read(
// CHECK: %[[X:.*]] = linalg.exp
// CHECK: %[[H:.*]] = linalg.generic {{.*}} ins(%[[X]] :
// CHECK: linalg.generic {{.*}} ins(%[[H]], %{{.*}} :
func.func @read(%a: tensor<8xf32>, %g: tensor<8xf32>, %e: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
  %zero = arith.constant 0.0 : f32
  %x = linalg.exp ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %h = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]} ins(%x : tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = arith.maximumf %in, %zero : f32
    linalg.yield %0 : f32
  } -> tensor<8xf32>
  %d = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]} ins(%x, %g : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%in: f32, %up: f32, %out: f32):
    %0 = arith.cmpf ogt, %in, %zero : f32
    %1 = arith.select %0, %up, %zero : f32
    linalg.yield %1 : f32
  } -> tensor<8xf32>
  return %h, %d : tensor<8xf32>, tensor<8xf32>
}

// x and max(x, 0) of one operation: only the second is left.
// CHECK-LABEL: func.func @computed(
// CHECK: %[[H:.*]] = linalg.generic {{.*}} ins(%{{.*}}, %{{.*}} : tensor<8xf32>, tensor<8xf32>) outs(%{{[a-z0-9]*}} : tensor<8xf32>)
// CHECK: linalg.generic {{.*}} ins(%[[H]], %{{.*}} :
func.func @computed(%a: tensor<8xf32>, %b: tensor<8xf32>, %g: tensor<8xf32>, %e: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
  %zero = arith.constant 0.0 : f32
  %h:2 = linalg.generic {indexing_maps = [#id, #id, #id, #id], iterator_types = ["parallel"]} ins(%a, %b : tensor<8xf32>, tensor<8xf32>) outs(%e, %e : tensor<8xf32>, tensor<8xf32>) {
  ^bb0(%u: f32, %v: f32, %o0: f32, %o1: f32):
    %0 = arith.addf %u, %v : f32
    %1 = arith.maximumf %zero, %0 : f32
    linalg.yield %0, %1 : f32, f32
  } -> (tensor<8xf32>, tensor<8xf32>)
  %d = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]} ins(%h#0, %g : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%in: f32, %up: f32, %out: f32):
    %0 = arith.cmpf ogt, %in, %zero : f32
    %1 = arith.select %0, %up, %zero : f32
    linalg.yield %1 : f32
  } -> tensor<8xf32>
  return %h#1, %d : tensor<8xf32>, tensor<8xf32>
}

// x is needed all the same; "not below" differs at zero; so does another bound.
// CHECK-LABEL: func.func @others(
// CHECK: %[[X:.*]] = linalg.exp
// CHECK: linalg.generic {{.*}} ins(%[[X]] :
// CHECK: linalg.generic {{.*}} ins(%[[X]] :
func.func @others(%a: tensor<8xf32>, %e: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) {
  %zero = arith.constant 0.0 : f32
  %x = linalg.exp ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %h = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]} ins(%x : tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = arith.maximumf %in, %zero : f32
    linalg.yield %0 : f32
  } -> tensor<8xf32>
  %d = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]} ins(%x : tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = arith.cmpf oge, %in, %zero : f32
    %1 = arith.uitofp %0 : i1 to f32
    linalg.yield %1 : f32
  } -> tensor<8xf32>
  return %x, %h, %d : tensor<8xf32>, tensor<8xf32>, tensor<8xf32>
}
