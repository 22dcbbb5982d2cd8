// RUN: per-opt %s --allow-unregistered-dialect --per-finish-import --canonicalize | FileCheck %s

#s = affine_map<() -> ()>

// No dimension: the body once an element, with the initial value.
// CHECK-LABEL: func @no_dimension
// CHECK-SAME: (%[[X:.*]]: tensor<8xf32>, %[[I:.*]]: tensor<f32>)
// CHECK: %[[V:.*]] = tensor.extract %[[I]][]
// CHECK: %[[F:.*]] = linalg.fill ins(%[[V]]
// CHECK: linalg.generic {{.*}} iterator_types = ["parallel"]} ins(%[[X]] : tensor<8xf32>) outs(%[[F]] : tensor<8xf32>)
// CHECK: ^bb0(%[[A:.*]]: f32, %[[B:.*]]: f32):
// CHECK:   arith.subf %[[B]], %[[A]]
func.func @no_dimension(%x: tensor<8xf32>, %i: tensor<f32>) -> tensor<8xf32> {
  %r = "stablehlo.reduce"(%x, %i) <{dimensions = array<i64>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %e = tensor.empty() : tensor<f32>
    %s = linalg.generic {indexing_maps = [#s, #s, #s], iterator_types = []}
        ins(%a, %b : tensor<f32>, tensor<f32>) outs(%e : tensor<f32>) {
    ^bb0(%p: f32, %q: f32, %o: f32):
      %t = arith.subf %p, %q : f32
      linalg.yield %t : f32
    } -> tensor<f32>
    "stablehlo.return"(%s) : (tensor<f32>) -> ()
  }) : (tensor<8xf32>, tensor<f32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// CHECK-LABEL: func @two_operands
// CHECK: linalg.generic {{.*}} iterator_types = ["reduction", "parallel"]} ins({{.*}} : tensor<8x5xf32>, tensor<8x5xi32>) outs({{.*}} : tensor<5xf32>, tensor<5xi32>)
func.func @two_operands(%x: tensor<8x5xf32>, %n: tensor<8x5xi32>, %i: tensor<f32>, %j: tensor<i32>) -> (tensor<5xf32>, tensor<5xi32>) {
  %r:2 = "stablehlo.reduce"(%x, %n, %i, %j) <{dimensions = array<i64: 0>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<i32>, %c: tensor<f32>, %d: tensor<i32>):
    "stablehlo.return"(%c, %d) : (tensor<f32>, tensor<i32>) -> ()
  }) : (tensor<8x5xf32>, tensor<8x5xi32>, tensor<f32>, tensor<i32>) -> (tensor<5xf32>, tensor<5xi32>)
  return %r#0, %r#1 : tensor<5xf32>, tensor<5xi32>
}
