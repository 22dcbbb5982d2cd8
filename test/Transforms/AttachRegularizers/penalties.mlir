// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --per-attach-regularizers="regularizer=#per.l2 lambda=1 differentiated=false" | FileCheck %s

// A function that nobody differentiated: the penalty is added to the loss.

// CHECK-LABEL: func.func @main
// CHECK: %[[SCALE:.+]] = "stablehlo.constant"() <{value = dense<2.500000e-01>
// CHECK: %[[H:.+]] = "stablehlo.tanh"
// CHECK: %[[LOSS:.+]] = "stablehlo.reduce"
// CHECK: %[[ZERO:.+]] = "stablehlo.constant"() <{value = dense<0.000000e+00>
// CHECK: %[[R:.+]] = per.penalty #per.l2 ins(%[[H]] : tensor<4x7xf32>) scale(%[[SCALE]] : tensor<f32>) samples [0] outs(%[[ZERO]] : tensor<f32>)
// CHECK: %[[SUM:.+]] = "stablehlo.add"(%[[LOSS]], %[[R]])
// CHECK: return %[[SUM]]
func.func @main(%x: tensor<4x5xf32>, %w: tensor<5x7xf32>, %v: tensor<7x1xf32>) -> tensor<f32> {
  %p = "stablehlo.dot_general"(%x, %w) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x5xf32>, tensor<5x7xf32>) -> tensor<4x7xf32>
  %h = "stablehlo.tanh"(%p) : (tensor<4x7xf32>) -> tensor<4x7xf32>
  %o = "stablehlo.dot_general"(%h, %v) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x7xf32>, tensor<7x1xf32>) -> tensor<4x1xf32>
  %z = "stablehlo.constant"() <{value = dense<0.0> : tensor<f32>}> : () -> tensor<f32>
  %l = "stablehlo.reduce"(%o, %z) <{dimensions = array<i64: 0, 1>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %s = "stablehlo.add"(%a, %b) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    "stablehlo.return"(%s) : (tensor<f32>) -> ()
  }) : (tensor<4x1xf32>, tensor<f32>) -> tensor<f32>
  return %l : tensor<f32>
}
