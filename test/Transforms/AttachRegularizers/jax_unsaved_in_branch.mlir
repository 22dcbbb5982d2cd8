// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --per-attach-regularizers="regularizer=#per.l2 lambda=new" | FileCheck %s

// A sine in front of a weight that is not trained: the branch saves its
// derivative alone. It yields the sine too, which is zero where it is not taken.

// CHECK-LABEL: func.func public @main
// CHECK: %[[FORWARD:.+]]:5 = "stablehlo.case"
// CHECK: %[[ZERO:.+]] = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<4x6xf32>}>
// CHECK: "stablehlo.return"({{.+}}, %[[ZERO]])
// CHECK: %[[Y:.+]] = "stablehlo.sine"
// CHECK: "stablehlo.return"({{.+}}, %[[Y]])
// CHECK: "stablehlo.case"
// CHECK: %[[C:.+]] = "stablehlo.dot_general"(%{{.+}}, %[[FORWARD]]#3)
// CHECK: %[[SUM:.+]] = per.gradient #per.l2 ins(%[[FORWARD]]#4 : tensor<4x6xf32>) {{.*}} outs(%[[C]] : tensor<4x6xf32>)
// CHECK: "stablehlo.multiply"(%[[SUM]], %[[FORWARD]]#2)
// CHECK-NOT: per.gradient

"builtin.module"() <{sym_name = "jit_branch"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}], function_type = (tensor<5x6xf32>, tensor<6x5xf32>, tensor<i1>, tensor<4x5xf32>) -> (tensor<f32>, tensor<5x6xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<5x6xf32>, %arg1: tensor<6x5xf32>, %arg2: tensor<i1>, %arg3: tensor<4x5xf32>):
    %0 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %2 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %3 = "stablehlo.convert"(%arg2) : (tensor<i1>) -> tensor<i32>
    %4:4 = "stablehlo.case"(%3) ({
      %23 = "stablehlo.broadcast_in_dim"(%2) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x5xf32>
      %24 = "stablehlo.broadcast_in_dim"(%2) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
      %25 = "stablehlo.broadcast_in_dim"(%2) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x5xf32>
      "stablehlo.return"(%arg3, %23, %24, %25) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x6xf32>, tensor<6x5xf32>) -> ()
    }, {
      %19 = "stablehlo.dot_general"(%arg3, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x5xf32>, tensor<5x6xf32>) -> tensor<4x6xf32>
      %20 = "stablehlo.sine"(%19) : (tensor<4x6xf32>) -> tensor<4x6xf32>
      %21 = "stablehlo.cosine"(%19) : (tensor<4x6xf32>) -> tensor<4x6xf32>
      %22 = "stablehlo.dot_general"(%20, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x6xf32>, tensor<6x5xf32>) -> tensor<4x5xf32>
      "stablehlo.return"(%22, %arg3, %21, %arg1) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x6xf32>, tensor<6x5xf32>) -> ()
    }) : (tensor<i32>) -> (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x6xf32>, tensor<6x5xf32>)
    %5 = "stablehlo.multiply"(%4#0, %4#0) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %6 = "stablehlo.broadcast_in_dim"(%1) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x5xf32>
    %7 = "stablehlo.multiply"(%6, %4#0) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %8 = "stablehlo.reduce"(%5, %2) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg7: tensor<f32>, %arg8: tensor<f32>):
      %18 = "stablehlo.add"(%arg7, %arg8) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%18) : (tensor<f32>) -> ()
    }) : (tensor<4x5xf32>, tensor<f32>) -> tensor<f32>
    %9 = "stablehlo.broadcast_in_dim"(%0) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x5xf32>
    %10 = "stablehlo.multiply"(%9, %7) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %11 = "stablehlo.case"(%3) ({
      %17 = "stablehlo.broadcast_in_dim"(%2) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x6xf32>
      "stablehlo.return"(%17) : (tensor<5x6xf32>) -> ()
    }, {
      %13 = "stablehlo.dot_general"(%10, %4#3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<4x5xf32>, tensor<6x5xf32>) -> tensor<4x6xf32>
      %14 = "stablehlo.multiply"(%13, %4#2) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      %15 = "stablehlo.dot_general"(%14, %4#1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<4x6xf32>, tensor<4x5xf32>) -> tensor<6x5xf32>
      %16 = "stablehlo.transpose"(%15) <{permutation = array<i64: 1, 0>}> : (tensor<6x5xf32>) -> tensor<5x6xf32>
      "stablehlo.return"(%16) : (tensor<5x6xf32>) -> ()
    }) : (tensor<i32>) -> tensor<5x6xf32>
    %12 = "stablehlo.subtract"(%arg0, %11) : (tensor<5x6xf32>, tensor<5x6xf32>) -> tensor<5x6xf32>
    "func.return"(%8, %12) : (tensor<f32>, tensor<5x6xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()

