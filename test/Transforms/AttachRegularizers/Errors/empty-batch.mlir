// A static empty batch has no mean.

// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --per-attach-regularizers="regularizer=#per.l2" -verify-diagnostics -o /dev/null

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}], function_type = (tensor<5x6xf32>, tensor<6x3xf32>, tensor<0x5xf32>, tensor<0x3xf32>) -> (tensor<f32>, tensor<5x6xf32>, tensor<6x3xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<5x6xf32>, %arg1: tensor<6x3xf32>, %arg2: tensor<0x5xf32>, %arg3: tensor<0x3xf32>):
    %0 = "stablehlo.dot_general"(%arg2, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<0x5xf32>, tensor<5x6xf32>) -> tensor<0x6xf32>
    // expected-error@below {{site 0 is empty: it has 0 samples of 6 features}}
    %1 = "stablehlo.tanh"(%0) : (tensor<0x6xf32>) -> tensor<0x6xf32>
    %2 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %3 = "stablehlo.broadcast_in_dim"(%2) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<0x6xf32>
    %4 = "stablehlo.subtract"(%3, %1) : (tensor<0x6xf32>, tensor<0x6xf32>) -> tensor<0x6xf32>
    %5 = "stablehlo.dot_general"(%1, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<0x6xf32>, tensor<6x3xf32>) -> tensor<0x3xf32>
    %6 = "stablehlo.subtract"(%5, %arg3) : (tensor<0x3xf32>, tensor<0x3xf32>) -> tensor<0x3xf32>
    %7 = "stablehlo.multiply"(%6, %6) : (tensor<0x3xf32>, tensor<0x3xf32>) -> tensor<0x3xf32>
    %8 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %9 = "stablehlo.broadcast_in_dim"(%8) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<0x3xf32>
    %10 = "stablehlo.multiply"(%9, %6) : (tensor<0x3xf32>, tensor<0x3xf32>) -> tensor<0x3xf32>
    %11 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %12 = "stablehlo.reduce"(%7, %11) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg4: tensor<f32>, %arg5: tensor<f32>):
      %32 = "stablehlo.add"(%arg4, %arg5) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%32) : (tensor<f32>) -> ()
    }) : (tensor<0x3xf32>, tensor<f32>) -> tensor<f32>
    %13 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %14 = "stablehlo.broadcast_in_dim"(%13) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<0x3xf32>
    %15 = "stablehlo.multiply"(%14, %10) : (tensor<0x3xf32>, tensor<0x3xf32>) -> tensor<0x3xf32>
    %16 = "stablehlo.dot_general"(%15, %1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<0x3xf32>, tensor<0x6xf32>) -> tensor<3x6xf32>
    %17 = "stablehlo.transpose"(%16) <{permutation = array<i64: 1, 0>}> : (tensor<3x6xf32>) -> tensor<6x3xf32>
    %18 = "stablehlo.dot_general"(%15, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<0x3xf32>, tensor<6x3xf32>) -> tensor<0x6xf32>
    %19 = "stablehlo.multiply"(%18, %4) : (tensor<0x6xf32>, tensor<0x6xf32>) -> tensor<0x6xf32>
    %20 = "stablehlo.multiply"(%19, %1) : (tensor<0x6xf32>, tensor<0x6xf32>) -> tensor<0x6xf32>
    %21 = "stablehlo.add"(%19, %20) : (tensor<0x6xf32>, tensor<0x6xf32>) -> tensor<0x6xf32>
    %22 = "stablehlo.dot_general"(%21, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<0x6xf32>, tensor<0x5xf32>) -> tensor<6x5xf32>
    %23 = "stablehlo.transpose"(%22) <{permutation = array<i64: 1, 0>}> : (tensor<6x5xf32>) -> tensor<5x6xf32>
    %24 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %25 = "stablehlo.broadcast_in_dim"(%24) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x6xf32>
    %26 = "stablehlo.multiply"(%25, %23) : (tensor<5x6xf32>, tensor<5x6xf32>) -> tensor<5x6xf32>
    %27 = "stablehlo.subtract"(%arg0, %26) : (tensor<5x6xf32>, tensor<5x6xf32>) -> tensor<5x6xf32>
    %28 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %29 = "stablehlo.broadcast_in_dim"(%28) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x3xf32>
    %30 = "stablehlo.multiply"(%29, %17) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
    %31 = "stablehlo.subtract"(%arg1, %30) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
    "func.return"(%12, %27, %31) : (tensor<f32>, tensor<5x6xf32>, tensor<6x3xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
