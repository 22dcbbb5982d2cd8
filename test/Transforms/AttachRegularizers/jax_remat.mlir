// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --per-attach-regularizers="regularizer=#per.l2" | FileCheck %s

// Under jax.checkpoint, the term reads the activation that the backward half
// computes again behind the barrier, not the one of the forward half.

// CHECK: "stablehlo.optimization_barrier"
// CHECK: %[[Y1:.+]] = "stablehlo.tanh"(%{{.+}}) : (tensor<4x6xf32>)
// CHECK: per.gradient #per.l2 ins(%[[Y1]] : tensor<4x6xf32>)
// CHECK: per.gradient #per.l2 ins(%{{.+}} : tensor<4x7xf32>)
// CHECK-NOT: per.gradient

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}], function_type = (tensor<5x7xf32>, tensor<7x6xf32>, tensor<6x3xf32>, tensor<4x5xf32>, tensor<4x3xf32>) -> (tensor<f32>, tensor<5x7xf32>, tensor<7x6xf32>, tensor<6x3xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1]['w1']"}, {jax.result_info = "result[1]['w2']"}, {jax.result_info = "result[1]['w3']"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<5x7xf32>, %arg1: tensor<7x6xf32>, %arg2: tensor<6x3xf32>, %arg3: tensor<4x5xf32>, %arg4: tensor<4x3xf32>):
    %0 = "stablehlo.dot_general"(%arg3, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x5xf32>, tensor<5x7xf32>) -> tensor<4x7xf32>
    %1 = "stablehlo.multiply"(%0, %0) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %2 = "stablehlo.multiply"(%1, %0) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %3 = "stablehlo.constant"() <{value = dense<4.471500e-02> : tensor<f32>}> : () -> tensor<f32>
    %4 = "stablehlo.broadcast_in_dim"(%3) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x7xf32>
    %5 = "stablehlo.multiply"(%4, %2) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %6 = "stablehlo.add"(%0, %5) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %7 = "stablehlo.constant"() <{value = dense<0.797884583> : tensor<f32>}> : () -> tensor<f32>
    %8 = "stablehlo.broadcast_in_dim"(%7) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x7xf32>
    %9 = "stablehlo.multiply"(%8, %6) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %10 = "stablehlo.tanh"(%9) : (tensor<4x7xf32>) -> tensor<4x7xf32>
    %11 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %12 = "stablehlo.broadcast_in_dim"(%11) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x7xf32>
    %13 = "stablehlo.add"(%12, %10) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %14 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %15 = "stablehlo.broadcast_in_dim"(%14) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x7xf32>
    %16 = "stablehlo.multiply"(%15, %13) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %17 = "stablehlo.multiply"(%0, %16) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %18 = "stablehlo.dot_general"(%17, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x7xf32>, tensor<7x6xf32>) -> tensor<4x6xf32>
    %19 = "stablehlo.tanh"(%18) : (tensor<4x6xf32>) -> tensor<4x6xf32>
    %20 = "stablehlo.dot_general"(%19, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<6x3xf32>) -> tensor<4x3xf32>
    %21 = "stablehlo.subtract"(%20, %arg4) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %22 = "stablehlo.multiply"(%21, %21) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %23 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %24 = "stablehlo.broadcast_in_dim"(%23) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %25 = "stablehlo.multiply"(%24, %21) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %26 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %27 = "stablehlo.reduce"(%22, %26) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg5: tensor<f32>, %arg6: tensor<f32>):
      %106 = "stablehlo.add"(%arg5, %arg6) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%106) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<f32>) -> tensor<f32>
    %28 = "stablehlo.constant"() <{value = dense<1.200000e+01> : tensor<f32>}> : () -> tensor<f32>
    %29 = "stablehlo.divide"(%27, %28) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %30 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %31 = "stablehlo.constant"() <{value = dense<1.200000e+01> : tensor<f32>}> : () -> tensor<f32>
    %32 = "stablehlo.divide"(%30, %31) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %33 = "stablehlo.broadcast_in_dim"(%32) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %34 = "stablehlo.multiply"(%33, %25) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %35 = "stablehlo.dot_general"(%34, %19) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<4x6xf32>) -> tensor<3x6xf32>
    %36 = "stablehlo.transpose"(%35) <{permutation = array<i64: 1, 0>}> : (tensor<3x6xf32>) -> tensor<6x3xf32>
    %37 = "stablehlo.dot_general"(%34, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<6x3xf32>) -> tensor<4x6xf32>
    %38:4 = "stablehlo.optimization_barrier"(%arg0, %arg1, %arg3, %37) : (tensor<5x7xf32>, tensor<7x6xf32>, tensor<4x5xf32>, tensor<4x6xf32>) -> (tensor<5x7xf32>, tensor<7x6xf32>, tensor<4x5xf32>, tensor<4x6xf32>)
    %39 = "stablehlo.dot_general"(%38#2, %38#0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x5xf32>, tensor<5x7xf32>) -> tensor<4x7xf32>
    %40 = "stablehlo.multiply"(%39, %39) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %41 = "stablehlo.multiply"(%40, %39) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %42 = "stablehlo.multiply"(%39, %39) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %43 = "stablehlo.constant"() <{value = dense<3.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %44 = "stablehlo.broadcast_in_dim"(%43) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x7xf32>
    %45 = "stablehlo.multiply"(%44, %42) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %46 = "stablehlo.constant"() <{value = dense<4.471500e-02> : tensor<f32>}> : () -> tensor<f32>
    %47 = "stablehlo.broadcast_in_dim"(%46) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x7xf32>
    %48 = "stablehlo.multiply"(%47, %41) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %49 = "stablehlo.add"(%39, %48) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %50 = "stablehlo.constant"() <{value = dense<0.797884583> : tensor<f32>}> : () -> tensor<f32>
    %51 = "stablehlo.broadcast_in_dim"(%50) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x7xf32>
    %52 = "stablehlo.multiply"(%51, %49) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %53 = "stablehlo.tanh"(%52) : (tensor<4x7xf32>) -> tensor<4x7xf32>
    %54 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %55 = "stablehlo.broadcast_in_dim"(%54) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x7xf32>
    %56 = "stablehlo.subtract"(%55, %53) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %57 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %58 = "stablehlo.broadcast_in_dim"(%57) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x7xf32>
    %59 = "stablehlo.add"(%58, %53) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %60 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %61 = "stablehlo.broadcast_in_dim"(%60) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x7xf32>
    %62 = "stablehlo.multiply"(%61, %59) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %63 = "stablehlo.multiply"(%39, %62) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %64 = "stablehlo.dot_general"(%63, %38#1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x7xf32>, tensor<7x6xf32>) -> tensor<4x6xf32>
    %65 = "stablehlo.tanh"(%64) : (tensor<4x6xf32>) -> tensor<4x6xf32>
    %66 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %67 = "stablehlo.broadcast_in_dim"(%66) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
    %68 = "stablehlo.subtract"(%67, %65) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %69 = "stablehlo.multiply"(%38#3, %68) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %70 = "stablehlo.multiply"(%69, %65) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %71 = "stablehlo.add"(%69, %70) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %72 = "stablehlo.dot_general"(%71, %63) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<4x7xf32>) -> tensor<6x7xf32>
    %73 = "stablehlo.transpose"(%72) <{permutation = array<i64: 1, 0>}> : (tensor<6x7xf32>) -> tensor<7x6xf32>
    %74 = "stablehlo.dot_general"(%71, %38#1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<7x6xf32>) -> tensor<4x7xf32>
    %75 = "stablehlo.multiply"(%39, %74) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %76 = "stablehlo.multiply"(%74, %62) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %77 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %78 = "stablehlo.broadcast_in_dim"(%77) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x7xf32>
    %79 = "stablehlo.multiply"(%78, %75) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %80 = "stablehlo.multiply"(%79, %56) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %81 = "stablehlo.multiply"(%80, %53) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %82 = "stablehlo.add"(%80, %81) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %83 = "stablehlo.constant"() <{value = dense<0.797884583> : tensor<f32>}> : () -> tensor<f32>
    %84 = "stablehlo.broadcast_in_dim"(%83) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x7xf32>
    %85 = "stablehlo.multiply"(%84, %82) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %86 = "stablehlo.add"(%76, %85) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %87 = "stablehlo.constant"() <{value = dense<4.471500e-02> : tensor<f32>}> : () -> tensor<f32>
    %88 = "stablehlo.broadcast_in_dim"(%87) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x7xf32>
    %89 = "stablehlo.multiply"(%88, %85) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %90 = "stablehlo.multiply"(%89, %45) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %91 = "stablehlo.add"(%86, %90) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %92 = "stablehlo.dot_general"(%91, %38#2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x7xf32>, tensor<4x5xf32>) -> tensor<7x5xf32>
    %93 = "stablehlo.transpose"(%92) <{permutation = array<i64: 1, 0>}> : (tensor<7x5xf32>) -> tensor<5x7xf32>
    %94 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %95 = "stablehlo.broadcast_in_dim"(%94) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x7xf32>
    %96 = "stablehlo.multiply"(%95, %93) : (tensor<5x7xf32>, tensor<5x7xf32>) -> tensor<5x7xf32>
    %97 = "stablehlo.subtract"(%arg0, %96) : (tensor<5x7xf32>, tensor<5x7xf32>) -> tensor<5x7xf32>
    %98 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %99 = "stablehlo.broadcast_in_dim"(%98) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<7x6xf32>
    %100 = "stablehlo.multiply"(%99, %73) : (tensor<7x6xf32>, tensor<7x6xf32>) -> tensor<7x6xf32>
    %101 = "stablehlo.subtract"(%arg1, %100) : (tensor<7x6xf32>, tensor<7x6xf32>) -> tensor<7x6xf32>
    %102 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %103 = "stablehlo.broadcast_in_dim"(%102) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x3xf32>
    %104 = "stablehlo.multiply"(%103, %36) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
    %105 = "stablehlo.subtract"(%arg2, %104) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
    "func.return"(%29, %97, %101, %105) : (tensor<f32>, tensor<5x7xf32>, tensor<7x6xf32>, tensor<6x3xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
