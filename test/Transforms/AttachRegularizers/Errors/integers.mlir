// Contractions of integers have no gradient.

// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --per-attach-regularizers="regularizer=#per.l2" -verify-diagnostics -o /dev/null

"builtin.module"() <{sym_name = "jit_step"}> ({
    // expected-error@below {{no hidden activation was found: the loss depends on 2 contractions, and none of them reads a nonlinear function of another}}
    // expected-note@below {{2 of the function's contractions are of integers, which have no gradient}}
  "func.func"() <{arg_attrs = [{}, {}, {}, {}], function_type = (tensor<5x6xi32>, tensor<6x3xi32>, tensor<4x5xi32>, tensor<4x3xf32>) -> (tensor<f32>, tensor<5x6xi32>, tensor<6x3xi32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<5x6xi32>, %arg1: tensor<6x3xi32>, %arg2: tensor<4x5xi32>, %arg3: tensor<4x3xf32>):
    %0 = "stablehlo.dot_general"(%arg2, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x5xi32>, tensor<5x6xi32>) -> tensor<4x6xi32>
    %1 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %2 = "stablehlo.broadcast_in_dim"(%1) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<4x6xi32>
    %3 = "stablehlo.maximum"(%0, %2) : (tensor<4x6xi32>, tensor<4x6xi32>) -> tensor<4x6xi32>
    %4 = "stablehlo.dot_general"(%3, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xi32>, tensor<6x3xi32>) -> tensor<4x3xi32>
    %5 = "stablehlo.convert"(%4) : (tensor<4x3xi32>) -> tensor<4x3xf32>
    %6 = "stablehlo.subtract"(%5, %arg3) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %7 = "stablehlo.multiply"(%6, %6) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %8 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %9 = "stablehlo.reduce"(%7, %8) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg4: tensor<f32>, %arg5: tensor<f32>):
      %12 = "stablehlo.add"(%arg4, %arg5) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%12) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<f32>) -> tensor<f32>
    %10 = "stablehlo.constant"() <{value = dense<1.200000e+01> : tensor<f32>}> : () -> tensor<f32>
    %11 = "stablehlo.divide"(%9, %10) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    "func.return"(%11, %arg0, %arg1) : (tensor<f32>, tensor<5x6xi32>, tensor<6x3xi32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
