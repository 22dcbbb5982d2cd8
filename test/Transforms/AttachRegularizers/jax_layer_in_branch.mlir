// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --per-attach-regularizers="regularizer=#per.l2 lambda=new" | FileCheck %s

// A layer in a branch. The term reads the activation from the result of the
// branch that computed it, inside of the branch that differentiates it.

// CHECK-LABEL: func.func public @main
// CHECK: %[[SCALE:.+]] = "stablehlo.multiply"(%arg6,
// CHECK: %[[FORWARD:[^:]+]]:5 = "stablehlo.case"(%[[FLAG:.+]]) ({
// CHECK: }, {
// CHECK: %[[Y:.+]] = "stablehlo.tanh"
// CHECK: "stablehlo.return"(%{{[^,]+}}, %{{[^,]+}}, %[[Y]],
// CHECK: "stablehlo.case"(%[[FLAG]]) ({
// CHECK: }, {
// CHECK: %[[C:.+]] = "stablehlo.dot_general"({{.*}}, %[[FORWARD]]#4)
// CHECK-NEXT: per.gradient #per.l2 ins(%[[FORWARD]]#2 : tensor<4x6xf32>) scale(%[[SCALE]] : tensor<f32>) samples [0] outs(%[[C]] : tensor<4x6xf32>)
// CHECK-NOT: per.gradient

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}, {}], function_type = (tensor<5x6xf32>, tensor<6x5xf32>, tensor<5x3xf32>, tensor<i1>, tensor<4x5xf32>, tensor<4x3xf32>) -> (tensor<f32>, tensor<5x6xf32>, tensor<6x5xf32>, tensor<5x3xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}, {jax.result_info = "result[1][2]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<5x6xf32>, %arg1: tensor<6x5xf32>, %arg2: tensor<5x3xf32>, %arg3: tensor<i1>, %arg4: tensor<4x5xf32>, %arg5: tensor<4x3xf32>):
    %0 = "stablehlo.convert"(%arg3) : (tensor<i1>) -> tensor<i32>
    %1:5 = "stablehlo.case"(%0) ({
      %53 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %54 = "stablehlo.broadcast_in_dim"(%53) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x5xf32>
      %55 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %56 = "stablehlo.broadcast_in_dim"(%55) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
      %57 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %58 = "stablehlo.broadcast_in_dim"(%57) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
      %59 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %60 = "stablehlo.broadcast_in_dim"(%59) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x5xf32>
      "stablehlo.return"(%arg4, %54, %56, %58, %60) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<6x5xf32>) -> ()
    }, {
      %46 = "stablehlo.dot_general"(%arg4, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x5xf32>, tensor<5x6xf32>) -> tensor<4x6xf32>
      %47 = "stablehlo.tanh"(%46) : (tensor<4x6xf32>) -> tensor<4x6xf32>
      %48 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %49 = "stablehlo.broadcast_in_dim"(%48) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
      %50 = "stablehlo.subtract"(%49, %47) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      %51 = "stablehlo.dot_general"(%47, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<6x5xf32>) -> tensor<4x5xf32>
      %52 = "stablehlo.add"(%arg4, %51) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      "stablehlo.return"(%52, %arg4, %47, %50, %arg1) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<6x5xf32>) -> ()
    }) : (tensor<i32>) -> (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<6x5xf32>)
    %2 = "stablehlo.dot_general"(%1#0, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x5xf32>, tensor<5x3xf32>) -> tensor<4x3xf32>
    %3 = "stablehlo.subtract"(%2, %arg5) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %4 = "stablehlo.multiply"(%3, %3) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %5 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %6 = "stablehlo.broadcast_in_dim"(%5) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %7 = "stablehlo.multiply"(%6, %3) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %8 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %9 = "stablehlo.reduce"(%4, %8) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg6: tensor<f32>, %arg7: tensor<f32>):
      %45 = "stablehlo.add"(%arg6, %arg7) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%45) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<f32>) -> tensor<f32>
    %10 = "stablehlo.constant"() <{value = dense<1.200000e+01> : tensor<f32>}> : () -> tensor<f32>
    %11 = "stablehlo.divide"(%9, %10) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %12 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %13 = "stablehlo.constant"() <{value = dense<1.200000e+01> : tensor<f32>}> : () -> tensor<f32>
    %14 = "stablehlo.divide"(%12, %13) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %15 = "stablehlo.broadcast_in_dim"(%14) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %16 = "stablehlo.multiply"(%15, %7) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %17 = "stablehlo.dot_general"(%16, %1#0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<4x5xf32>) -> tensor<3x5xf32>
    %18 = "stablehlo.transpose"(%17) <{permutation = array<i64: 1, 0>}> : (tensor<3x5xf32>) -> tensor<5x3xf32>
    %19 = "stablehlo.dot_general"(%16, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<5x3xf32>) -> tensor<4x5xf32>
    %20:2 = "stablehlo.case"(%0) ({
      %41 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %42 = "stablehlo.broadcast_in_dim"(%41) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x6xf32>
      %43 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %44 = "stablehlo.broadcast_in_dim"(%43) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x5xf32>
      "stablehlo.return"(%42, %44) : (tensor<5x6xf32>, tensor<6x5xf32>) -> ()
    }, {
      %33 = "stablehlo.dot_general"(%19, %1#2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x5xf32>, tensor<4x6xf32>) -> tensor<5x6xf32>
      %34 = "stablehlo.transpose"(%33) <{permutation = array<i64: 1, 0>}> : (tensor<5x6xf32>) -> tensor<6x5xf32>
      %35 = "stablehlo.dot_general"(%19, %1#4) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x5xf32>, tensor<6x5xf32>) -> tensor<4x6xf32>
      %36 = "stablehlo.multiply"(%35, %1#3) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      %37 = "stablehlo.multiply"(%36, %1#2) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      %38 = "stablehlo.add"(%36, %37) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      %39 = "stablehlo.dot_general"(%38, %1#1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<4x5xf32>) -> tensor<6x5xf32>
      %40 = "stablehlo.transpose"(%39) <{permutation = array<i64: 1, 0>}> : (tensor<6x5xf32>) -> tensor<5x6xf32>
      "stablehlo.return"(%40, %34) : (tensor<5x6xf32>, tensor<6x5xf32>) -> ()
    }) : (tensor<i32>) -> (tensor<5x6xf32>, tensor<6x5xf32>)
    %21 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %22 = "stablehlo.broadcast_in_dim"(%21) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x6xf32>
    %23 = "stablehlo.multiply"(%22, %20#0) : (tensor<5x6xf32>, tensor<5x6xf32>) -> tensor<5x6xf32>
    %24 = "stablehlo.subtract"(%arg0, %23) : (tensor<5x6xf32>, tensor<5x6xf32>) -> tensor<5x6xf32>
    %25 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %26 = "stablehlo.broadcast_in_dim"(%25) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x5xf32>
    %27 = "stablehlo.multiply"(%26, %20#1) : (tensor<6x5xf32>, tensor<6x5xf32>) -> tensor<6x5xf32>
    %28 = "stablehlo.subtract"(%arg1, %27) : (tensor<6x5xf32>, tensor<6x5xf32>) -> tensor<6x5xf32>
    %29 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %30 = "stablehlo.broadcast_in_dim"(%29) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x3xf32>
    %31 = "stablehlo.multiply"(%30, %18) : (tensor<5x3xf32>, tensor<5x3xf32>) -> tensor<5x3xf32>
    %32 = "stablehlo.subtract"(%arg2, %31) : (tensor<5x3xf32>, tensor<5x3xf32>) -> tensor<5x3xf32>
    "func.return"(%11, %24, %28, %32) : (tensor<f32>, tensor<5x6xf32>, tensor<6x5xf32>, tensor<5x3xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
