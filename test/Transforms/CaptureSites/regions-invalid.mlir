// RUN: per-opt %s --allow-unregistered-dialect --split-input-file -verify-diagnostics --per-capture-sites

// A loop whose number of iterations is an argument.

func.func @main(%x: tensor<4x5xf32>, %w: tensor<5x5xf32>, %n: tensor<i64>) -> tensor<f32> {
  %start = "stablehlo.constant"() <{value = dense<0> : tensor<i64>}> : () -> tensor<i64>
  // expected-note @+1 {{the loop is here}}
  %loop:2 = "stablehlo.while"(%start, %x) ({
  ^bb0(%i: tensor<i64>, %h: tensor<4x5xf32>):
    %go = "stablehlo.compare"(%i, %n) <{comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i64>, tensor<i64>) -> tensor<i1>
    "stablehlo.return"(%go) : (tensor<i1>) -> ()
  }, {
  ^bb0(%i: tensor<i64>, %h: tensor<4x5xf32>):
    %one = "stablehlo.constant"() <{value = dense<1> : tensor<i64>}> : () -> tensor<i64>
    %next = "stablehlo.add"(%i, %one) : (tensor<i64>, tensor<i64>) -> tensor<i64>
    %p = "stablehlo.dot_general"(%h, %w) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x5xf32>, tensor<5x5xf32>) -> tensor<4x5xf32>
    // expected-error @+1 {{the site is inside of a loop that runs a number of times that is not known before it runs}}
    %y = "stablehlo.tanh"(%p) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    "stablehlo.return"(%next, %y) : (tensor<i64>, tensor<4x5xf32>) -> ()
  }) : (tensor<i64>, tensor<4x5xf32>) -> (tensor<i64>, tensor<4x5xf32>)
  %zero = "stablehlo.constant"() <{value = dense<0.0> : tensor<f32>}> : () -> tensor<f32>
  %loss = "stablehlo.reduce"(%loop#1, %zero) <{dimensions = array<i64: 0, 1>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %sum = "stablehlo.add"(%a, %b) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    "stablehlo.return"(%sum) : (tensor<f32>) -> ()
  }) : (tensor<4x5xf32>, tensor<f32>) -> tensor<f32>
  return %loss : tensor<f32>
}

// -----

// What a device holds depends on its number, and no dimension is split.

module {
  "sdy.mesh"() <{mesh = #sdy.mesh<["data"=4]>, sym_name = "mesh"}> : () -> ()
  func.func @main(%x: tensor<16x5xf32>, %w: tensor<5x5xf32>, %v: tensor<5x3xf32>) -> tensor<f32> {
    // expected-note @+1 {{the region is here}}
    %h = "sdy.manual_computation"(%x, %w) <{in_shardings = #sdy.sharding_per_value<[<@mesh, [{}, {}]>, <@mesh, [{}, {}]>]>, manual_axes = #sdy<manual_axes{"data"}>, out_shardings = #sdy.sharding_per_value<[<@mesh, [{"data"}, {}]>]>}> ({
    ^bb0(%all: tensor<16x5xf32>, %weight: tensor<5x5xf32>):
      %number = "stablehlo.partition_id"() : () -> tensor<ui32>
      %first = "stablehlo.constant"() <{value = dense<0> : tensor<ui32>}> : () -> tensor<ui32>
      %part = "stablehlo.dynamic_slice"(%all, %number, %first) <{slice_sizes = array<i64: 4, 5>}> : (tensor<16x5xf32>, tensor<ui32>, tensor<ui32>) -> tensor<4x5xf32>
      %p = "stablehlo.dot_general"(%part, %weight) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x5xf32>, tensor<5x5xf32>) -> tensor<4x5xf32>
      // expected-error @+1 {{the site is inside of 'sdy.manual_computation', and it is not clear how what the devices hold makes up one tensor; let the region split its operands (in_specs of shard_map) instead of cutting a part out by the device's number}}
      %y = "stablehlo.tanh"(%p) : (tensor<4x5xf32>) -> tensor<4x5xf32>
      "sdy.return"(%y) : (tensor<4x5xf32>) -> ()
    }) : (tensor<16x5xf32>, tensor<5x5xf32>) -> tensor<16x5xf32>
    %o = "stablehlo.dot_general"(%h, %v) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x5xf32>, tensor<5x3xf32>) -> tensor<16x3xf32>
    %zero = "stablehlo.constant"() <{value = dense<0.0> : tensor<f32>}> : () -> tensor<f32>
    %loss = "stablehlo.reduce"(%o, %zero) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%a: tensor<f32>, %b: tensor<f32>):
      %sum = "stablehlo.add"(%a, %b) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%sum) : (tensor<f32>) -> ()
    }) : (tensor<16x3xf32>, tensor<f32>) -> tensor<f32>
    return %loss : tensor<f32>
  }
}
