// lambda is a new argument, the loss scale and the seed are arguments that the
// function has; the seed is unsigned, and keeps its bits.

// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --per-attach-regularizers="lambda=new seed=arg:4 step=7 loss-scale=arg:5" | FileCheck %s

// CHECK: func.func public @main({{.*}}%[[SEED:arg4]]: tensor<ui32>, %[[SCALE:arg5]]: tensor<f32>, %[[LAMBDA:arg6]]: tensor<f32>)
// CHECK: %[[P:.+]] = "stablehlo.multiply"(%[[LAMBDA]], %[[SCALE]])
// CHECK: %[[Q:.+]] = "stablehlo.constant"() <{value = dense<9.765625E-4> : tensor<f32>}>
// CHECK: %[[S:.+]] = "stablehlo.multiply"(%[[P]], %[[Q]])
// CHECK: %[[BITS:.+]] = "stablehlo.bitcast_convert"(%[[SEED]]) : (tensor<ui32>) -> tensor<i32>
// CHECK: %[[STEP:.+]] = "stablehlo.constant"() <{value = dense<7> : tensor<i32>}>
// CHECK: %[[V:.+]] = per.slices seed(%[[BITS]] : tensor<i32>) step(%[[STEP]] : tensor<i32>) site(0)
// CHECK: per.gradient #per.projected_error ins(%{{.+}}, %[[V]] : {{.*}}) scale(%[[S]] :

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}, {}], function_type = (tensor<5x6xf32>, tensor<6x3xf32>, tensor<4x5xf32>, tensor<4x3xf32>, tensor<ui32>, tensor<f32>) -> (tensor<f32>, tensor<5x6xf32>, tensor<6x3xf32>, tensor<ui32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}, {jax.result_info = "result[2]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<5x6xf32>, %arg1: tensor<6x3xf32>, %arg2: tensor<4x5xf32>, %arg3: tensor<4x3xf32>, %arg4: tensor<ui32>, %arg5: tensor<f32>):
    %0 = "stablehlo.dot_general"(%arg2, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x5xf32>, tensor<5x6xf32>) -> tensor<4x6xf32>
    %1 = "stablehlo.tanh"(%0) : (tensor<4x6xf32>) -> tensor<4x6xf32>
    %2 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %3 = "stablehlo.broadcast_in_dim"(%2) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
    %4 = "stablehlo.subtract"(%3, %1) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %5 = "stablehlo.dot_general"(%1, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<6x3xf32>) -> tensor<4x3xf32>
    %6 = "stablehlo.subtract"(%5, %arg3) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %7 = "stablehlo.multiply"(%6, %6) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %8 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %9 = "stablehlo.broadcast_in_dim"(%8) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %10 = "stablehlo.multiply"(%9, %6) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %11 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %12 = "stablehlo.reduce"(%7, %11) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg6: tensor<f32>, %arg7: tensor<f32>):
      %41 = "stablehlo.add"(%arg6, %arg7) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%41) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<f32>) -> tensor<f32>
    %13 = "stablehlo.multiply"(%12, %arg5) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %14 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %15 = "stablehlo.multiply"(%14, %arg5) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %16 = "stablehlo.broadcast_in_dim"(%15) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %17 = "stablehlo.multiply"(%16, %10) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %18 = "stablehlo.dot_general"(%17, %1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<4x6xf32>) -> tensor<3x6xf32>
    %19 = "stablehlo.transpose"(%18) <{permutation = array<i64: 1, 0>}> : (tensor<3x6xf32>) -> tensor<6x3xf32>
    %20 = "stablehlo.dot_general"(%17, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<6x3xf32>) -> tensor<4x6xf32>
    %21 = "stablehlo.multiply"(%20, %4) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %22 = "stablehlo.multiply"(%21, %1) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %23 = "stablehlo.add"(%21, %22) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %24 = "stablehlo.dot_general"(%23, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<4x5xf32>) -> tensor<6x5xf32>
    %25 = "stablehlo.transpose"(%24) <{permutation = array<i64: 1, 0>}> : (tensor<6x5xf32>) -> tensor<5x6xf32>
    %26 = "stablehlo.divide"(%13, %arg5) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %27 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %28 = "stablehlo.broadcast_in_dim"(%27) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x6xf32>
    %29 = "stablehlo.multiply"(%28, %25) : (tensor<5x6xf32>, tensor<5x6xf32>) -> tensor<5x6xf32>
    %30 = "stablehlo.broadcast_in_dim"(%arg5) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x6xf32>
    %31 = "stablehlo.divide"(%29, %30) : (tensor<5x6xf32>, tensor<5x6xf32>) -> tensor<5x6xf32>
    %32 = "stablehlo.subtract"(%arg0, %31) : (tensor<5x6xf32>, tensor<5x6xf32>) -> tensor<5x6xf32>
    %33 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %34 = "stablehlo.broadcast_in_dim"(%33) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x3xf32>
    %35 = "stablehlo.multiply"(%34, %19) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
    %36 = "stablehlo.broadcast_in_dim"(%arg5) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x3xf32>
    %37 = "stablehlo.divide"(%35, %36) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
    %38 = "stablehlo.subtract"(%arg1, %37) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
    %39 = "stablehlo.constant"() <{value = dense<1> : tensor<ui32>}> : () -> tensor<ui32>
    %40 = "stablehlo.add"(%arg4, %39) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    "func.return"(%26, %32, %38, %40) : (tensor<f32>, tensor<5x6xf32>, tensor<6x3xf32>, tensor<ui32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
