// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --per-attach-regularizers="regularizer=#per.l2 lambda=new" | FileCheck %s

// Equal activations in the two blocks of a branch are two sites: each has its
// own cotangent.

// CHECK-LABEL: func.func public @main
// CHECK: %[[FORWARD:[^:]+]]:4 = "stablehlo.case"(%[[FLAG:.+]]) ({
// CHECK: "stablehlo.tanh"
// CHECK: }, {
// CHECK: "stablehlo.tanh"
// CHECK: "stablehlo.case"(%[[FLAG]]) ({
// CHECK: per.gradient #per.l2 ins(%[[FORWARD]]#1 : tensor<4x6xf32>)
// CHECK-NOT: per.gradient
// CHECK: }, {
// CHECK: per.gradient #per.l2 ins(%[[FORWARD]]#1 : tensor<4x6xf32>)
// CHECK-NOT: per.gradient

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}, {}], function_type = (tensor<5x6xf32>, tensor<6x3xf32>, tensor<6x3xf32>, tensor<i1>, tensor<4x5xf32>, tensor<4x3xf32>) -> (tensor<f32>, tensor<5x6xf32>, tensor<6x3xf32>, tensor<6x3xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}, {jax.result_info = "result[1][2]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<5x6xf32>, %arg1: tensor<6x3xf32>, %arg2: tensor<6x3xf32>, %arg3: tensor<i1>, %arg4: tensor<4x5xf32>, %arg5: tensor<4x3xf32>):
    %0 = "stablehlo.dot_general"(%arg4, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x5xf32>, tensor<5x6xf32>) -> tensor<4x6xf32>
    %1 = "stablehlo.convert"(%arg3) : (tensor<i1>) -> tensor<i32>
    %2:4 = "stablehlo.case"(%1) ({
      %54 = "stablehlo.tanh"(%0) : (tensor<4x6xf32>) -> tensor<4x6xf32>
      %55 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %56 = "stablehlo.broadcast_in_dim"(%55) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
      %57 = "stablehlo.subtract"(%56, %54) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      %58 = "stablehlo.dot_general"(%54, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<6x3xf32>) -> tensor<4x3xf32>
      "stablehlo.return"(%58, %54, %57, %arg2) : (tensor<4x3xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<6x3xf32>) -> ()
    }, {
      %49 = "stablehlo.tanh"(%0) : (tensor<4x6xf32>) -> tensor<4x6xf32>
      %50 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %51 = "stablehlo.broadcast_in_dim"(%50) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
      %52 = "stablehlo.subtract"(%51, %49) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      %53 = "stablehlo.dot_general"(%49, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<6x3xf32>) -> tensor<4x3xf32>
      "stablehlo.return"(%53, %49, %52, %arg1) : (tensor<4x3xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<6x3xf32>) -> ()
    }) : (tensor<i32>) -> (tensor<4x3xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<6x3xf32>)
    %3 = "stablehlo.subtract"(%2#0, %arg5) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %4 = "stablehlo.multiply"(%3, %3) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %5 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %6 = "stablehlo.broadcast_in_dim"(%5) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %7 = "stablehlo.multiply"(%6, %3) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %8 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %9 = "stablehlo.reduce"(%4, %8) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg6: tensor<f32>, %arg7: tensor<f32>):
      %48 = "stablehlo.add"(%arg6, %arg7) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%48) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<f32>) -> tensor<f32>
    %10 = "stablehlo.constant"() <{value = dense<1.200000e+01> : tensor<f32>}> : () -> tensor<f32>
    %11 = "stablehlo.divide"(%9, %10) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %12 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %13 = "stablehlo.constant"() <{value = dense<1.200000e+01> : tensor<f32>}> : () -> tensor<f32>
    %14 = "stablehlo.divide"(%12, %13) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %15 = "stablehlo.broadcast_in_dim"(%14) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %16 = "stablehlo.multiply"(%15, %7) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %17:3 = "stablehlo.case"(%1) ({
      %40 = "stablehlo.dot_general"(%16, %2#1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<4x6xf32>) -> tensor<3x6xf32>
      %41 = "stablehlo.transpose"(%40) <{permutation = array<i64: 1, 0>}> : (tensor<3x6xf32>) -> tensor<6x3xf32>
      %42 = "stablehlo.dot_general"(%16, %2#3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<6x3xf32>) -> tensor<4x6xf32>
      %43 = "stablehlo.multiply"(%42, %2#2) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      %44 = "stablehlo.multiply"(%43, %2#1) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      %45 = "stablehlo.add"(%43, %44) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      %46 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %47 = "stablehlo.broadcast_in_dim"(%46) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x3xf32>
      "stablehlo.return"(%47, %41, %45) : (tensor<6x3xf32>, tensor<6x3xf32>, tensor<4x6xf32>) -> ()
    }, {
      %32 = "stablehlo.dot_general"(%16, %2#1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<4x6xf32>) -> tensor<3x6xf32>
      %33 = "stablehlo.transpose"(%32) <{permutation = array<i64: 1, 0>}> : (tensor<3x6xf32>) -> tensor<6x3xf32>
      %34 = "stablehlo.dot_general"(%16, %2#3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<6x3xf32>) -> tensor<4x6xf32>
      %35 = "stablehlo.multiply"(%34, %2#2) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      %36 = "stablehlo.multiply"(%35, %2#1) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      %37 = "stablehlo.add"(%35, %36) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      %38 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %39 = "stablehlo.broadcast_in_dim"(%38) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x3xf32>
      "stablehlo.return"(%33, %39, %37) : (tensor<6x3xf32>, tensor<6x3xf32>, tensor<4x6xf32>) -> ()
    }) : (tensor<i32>) -> (tensor<6x3xf32>, tensor<6x3xf32>, tensor<4x6xf32>)
    %18 = "stablehlo.dot_general"(%17#2, %arg4) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<4x5xf32>) -> tensor<6x5xf32>
    %19 = "stablehlo.transpose"(%18) <{permutation = array<i64: 1, 0>}> : (tensor<6x5xf32>) -> tensor<5x6xf32>
    %20 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %21 = "stablehlo.broadcast_in_dim"(%20) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x6xf32>
    %22 = "stablehlo.multiply"(%21, %19) : (tensor<5x6xf32>, tensor<5x6xf32>) -> tensor<5x6xf32>
    %23 = "stablehlo.subtract"(%arg0, %22) : (tensor<5x6xf32>, tensor<5x6xf32>) -> tensor<5x6xf32>
    %24 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %25 = "stablehlo.broadcast_in_dim"(%24) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x3xf32>
    %26 = "stablehlo.multiply"(%25, %17#0) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
    %27 = "stablehlo.subtract"(%arg1, %26) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
    %28 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %29 = "stablehlo.broadcast_in_dim"(%28) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x3xf32>
    %30 = "stablehlo.multiply"(%29, %17#1) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
    %31 = "stablehlo.subtract"(%arg2, %30) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
    "func.return"(%11, %23, %27, %31) : (tensor<f32>, tensor<5x6xf32>, tensor<6x3xf32>, tensor<6x3xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
