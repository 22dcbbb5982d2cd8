// RUN: per-opt --allow-unregistered-dialect --per-inline-calls --test-per-print-view %s -o /dev/null 2>&1 | FileCheck %s

// jax.checkpoint: recomputed layers behind barriers.

// CHECK: block %[[V0:[0-9]+]]:8x6xf32 %[[V1:[0-9]+]]:6x3xf32 %[[V2:[0-9]+]]:4x8xf32 %{{[0-9]+}}:4x3xf32
// CHECK: contraction product [ | 1 | 0] [ | 0 | 1] %[[V9:[0-9]+]]:4x6xf32 <- %[[V2]] %[[V0]]
// CHECK: elementwise tanh %[[V10:[0-9]+]]:4x6xf32 <- %[[V9]]
// CHECK: barrier %[[V22:[0-9]+]]:4x6xf32 %[[V23:[0-9]+]]:6x3xf32 %[[V24:[0-9]+]]:4x3xf32 <- %[[V10]] %[[V1]] %{{[0-9]+}}
// CHECK: contraction product [ | 1 | 0] [ | 0 | 1] %[[V25:[0-9]+]]:4x3xf32 <- %[[V22]] %[[V23]]
// CHECK: elementwise tanh %{{[0-9]+}}:4x3xf32 <- %[[V25]]
// CHECK: elementwise multiply %{{[0-9]+}}:4x3xf32 <- %[[V24]] %{{[0-9]+}}
// CHECK: barrier %[[V35:[0-9]+]]:4x8xf32 %[[V36:[0-9]+]]:8x6xf32 %{{[0-9]+}}:4x6xf32 <- %[[V2]] %[[V0]] %{{[0-9]+}}
// CHECK: contraction product [ | 1 | 0] [ | 0 | 1] %{{[0-9]+}}:4x6xf32 <- %[[V35]] %[[V36]]

"builtin.module"() <{sym_name = "jit_f"}> ({
  "func.func"() <{function_type = (tensor<8x6xf32>, tensor<6x3xf32>, tensor<4x8xf32>, tensor<4x3xf32>) -> (tensor<f32>, tensor<8x6xf32>, tensor<6x3xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<8x6xf32>, %arg1: tensor<6x3xf32>, %arg2: tensor<4x8xf32>, %arg3: tensor<4x3xf32>):
    %0 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %1 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %2 = "stablehlo.constant"() <{value = dense<1.200000e+01> : tensor<f32>}> : () -> tensor<f32>
    %3 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %4 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %5 = "stablehlo.dot_general"(%arg2, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x8xf32>, tensor<8x6xf32>) -> tensor<4x6xf32>
    %6 = "stablehlo.tanh"(%5) : (tensor<4x6xf32>) -> tensor<4x6xf32>
    %7 = "stablehlo.dot_general"(%6, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x6xf32>, tensor<6x3xf32>) -> tensor<4x3xf32>
    %8 = "stablehlo.tanh"(%7) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %9 = "stablehlo.subtract"(%8, %arg3) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %10 = "stablehlo.multiply"(%9, %9) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %11 = "stablehlo.broadcast_in_dim"(%4) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %12 = "stablehlo.multiply"(%11, %9) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %13 = "stablehlo.reduce"(%10, %3) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg4: tensor<f32>, %arg5: tensor<f32>):
      %45 = "stablehlo.add"(%arg4, %arg5) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%45) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<f32>) -> tensor<f32>
    %14 = "stablehlo.divide"(%13, %2) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %15 = "stablehlo.divide"(%1, %2) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %16 = "stablehlo.broadcast_in_dim"(%15) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %17 = "stablehlo.multiply"(%16, %12) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %18:3 = "stablehlo.optimization_barrier"(%6, %arg1, %17) : (tensor<4x6xf32>, tensor<6x3xf32>, tensor<4x3xf32>) -> (tensor<4x6xf32>, tensor<6x3xf32>, tensor<4x3xf32>)
    %19 = "stablehlo.dot_general"(%18#0, %18#1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x6xf32>, tensor<6x3xf32>) -> tensor<4x3xf32>
    %20 = "stablehlo.tanh"(%19) : (tensor<4x3xf32>) -> tensor<4x3xf32>
    %21 = "stablehlo.broadcast_in_dim"(%1) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %22 = "stablehlo.subtract"(%21, %20) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %23 = "stablehlo.multiply"(%18#2, %22) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %24 = "stablehlo.multiply"(%23, %20) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %25 = "stablehlo.add"(%23, %24) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %26 = "stablehlo.dot_general"(%25, %18#0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<4x3xf32>, tensor<4x6xf32>) -> tensor<3x6xf32>
    %27 = "stablehlo.transpose"(%26) <{permutation = array<i64: 1, 0>}> : (tensor<3x6xf32>) -> tensor<6x3xf32>
    %28 = "stablehlo.dot_general"(%25, %18#1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<4x3xf32>, tensor<6x3xf32>) -> tensor<4x6xf32>
    %29:3 = "stablehlo.optimization_barrier"(%arg2, %arg0, %28) : (tensor<4x8xf32>, tensor<8x6xf32>, tensor<4x6xf32>) -> (tensor<4x8xf32>, tensor<8x6xf32>, tensor<4x6xf32>)
    %30 = "stablehlo.dot_general"(%29#0, %29#1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x8xf32>, tensor<8x6xf32>) -> tensor<4x6xf32>
    %31 = "stablehlo.tanh"(%30) : (tensor<4x6xf32>) -> tensor<4x6xf32>
    %32 = "stablehlo.broadcast_in_dim"(%1) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
    %33 = "stablehlo.subtract"(%32, %31) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %34 = "stablehlo.multiply"(%29#2, %33) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %35 = "stablehlo.multiply"(%34, %31) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %36 = "stablehlo.add"(%34, %35) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %37 = "stablehlo.dot_general"(%36, %29#0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<4x6xf32>, tensor<4x8xf32>) -> tensor<6x8xf32>
    %38 = "stablehlo.transpose"(%37) <{permutation = array<i64: 1, 0>}> : (tensor<6x8xf32>) -> tensor<8x6xf32>
    %39 = "stablehlo.broadcast_in_dim"(%0) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x6xf32>
    %40 = "stablehlo.multiply"(%39, %38) : (tensor<8x6xf32>, tensor<8x6xf32>) -> tensor<8x6xf32>
    %41 = "stablehlo.subtract"(%arg0, %40) : (tensor<8x6xf32>, tensor<8x6xf32>) -> tensor<8x6xf32>
    %42 = "stablehlo.broadcast_in_dim"(%0) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x3xf32>
    %43 = "stablehlo.multiply"(%42, %27) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
    %44 = "stablehlo.subtract"(%arg1, %43) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
    "func.return"(%14, %41, %44) : (tensor<f32>, tensor<8x6xf32>, tensor<6x3xf32>) -> ()
  }) : () -> ()
}) {jax.uses_shape_polymorphism = false, mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
