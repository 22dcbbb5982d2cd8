// RUN: per-opt %s --allow-unregistered-dialect --per-attach-regularizers=regularizer=#per.l2 \
// RUN:   -split-input-file -verify-diagnostics

// expected-error@below {{function 'main' returns nothing: expected a loss among its results}}
func.func @main(%x: tensor<4x5xf32>) {
  return
}

// -----

// expected-error@below {{function 'main' has no body}}
func.func private @main(%x: tensor<4x5xf32>) -> tensor<f32>

// -----

// expected-error@below {{the loss, result 0, must be a floating scalar, got 'tensor<i32>'}}
func.func @main(%x: tensor<i32>) -> tensor<i32> {
  return %x : tensor<i32>
}

// -----

// No network at all.
// expected-error@below {{no hidden activation was found: the loss depends on 0 contractions}}
// expected-note@below {{is the right result named as the loss?}}
func.func @main(%x: tensor<f32>) -> tensor<f32> {
  return %x : tensor<f32>
}

// -----

// A network that nobody differentiated.
// expected-error@below {{function 'main' has no backward half: every contraction leads to the loss; differentiate it first, or use differentiated=false}}
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
