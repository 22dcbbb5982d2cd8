// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --per-attach-regularizers="regularizer=#per.l2 lambda=new" | FileCheck %s

// The predicate of the inner branch is a result of the outer one in the backward
// half, and so is what the inner branch saved.

// CHECK-LABEL: func.func public @main
// CHECK: %[[FORWARD:.+]]:6 = "stablehlo.case"
// CHECK: %[[INNER:.+]]:5 = "stablehlo.case"
// CHECK: %[[Y:.+]] = "stablehlo.tanh"
// CHECK: "stablehlo.return"(%{{.+}}, %{{.+}}, %[[Y]], %{{.+}}, %{{.+}})
// CHECK: "stablehlo.return"(%[[INNER]]#0, %[[INNER]]#1, %{{.+}}, %[[INNER]]#2, %[[INNER]]#3, %[[INNER]]#4)
// CHECK: "stablehlo.case"
// CHECK: "stablehlo.case"(%[[FORWARD]]#2)
// CHECK: %[[C:.+]] = "stablehlo.dot_general"(%{{.+}}, %[[FORWARD]]#5)
// CHECK: per.gradient #per.l2 ins(%[[FORWARD]]#3 : tensor<4x6xf32>) {{.*}} outs(%[[C]] : tensor<4x6xf32>)
// CHECK-NOT: per.gradient

"builtin.module"() <{sym_name = "jit_nested"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}], function_type = (tensor<5x6xf32>, tensor<6x5xf32>, tensor<i1>, tensor<i1>, tensor<4x5xf32>) -> (tensor<f32>, tensor<5x6xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<5x6xf32>, %arg1: tensor<6x5xf32>, %arg2: tensor<i1>, %arg3: tensor<i1>, %arg4: tensor<4x5xf32>):
    %0 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %2 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %3 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %4 = "stablehlo.convert"(%arg2) : (tensor<i1>) -> tensor<i32>
    %5:6 = "stablehlo.case"(%4) ({
      %35 = "stablehlo.broadcast_in_dim"(%3) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x5xf32>
      %36 = "stablehlo.broadcast_in_dim"(%3) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
      %37 = "stablehlo.broadcast_in_dim"(%3) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
      %38 = "stablehlo.broadcast_in_dim"(%3) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x5xf32>
      "stablehlo.return"(%arg4, %35, %2, %36, %37, %38) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<i32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<6x5xf32>) -> ()
    }, {
      %24 = "stablehlo.convert"(%arg3) : (tensor<i1>) -> tensor<i32>
      %25:5 = "stablehlo.case"(%24) ({
        %31 = "stablehlo.broadcast_in_dim"(%3) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x5xf32>
        %32 = "stablehlo.broadcast_in_dim"(%3) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
        %33 = "stablehlo.broadcast_in_dim"(%3) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
        %34 = "stablehlo.broadcast_in_dim"(%3) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x5xf32>
        "stablehlo.return"(%arg4, %31, %32, %33, %34) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<6x5xf32>) -> ()
      }, {
        %26 = "stablehlo.dot_general"(%arg4, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x5xf32>, tensor<5x6xf32>) -> tensor<4x6xf32>
        %27 = "stablehlo.tanh"(%26) : (tensor<4x6xf32>) -> tensor<4x6xf32>
        %28 = "stablehlo.broadcast_in_dim"(%1) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
        %29 = "stablehlo.subtract"(%28, %27) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
        %30 = "stablehlo.dot_general"(%27, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x6xf32>, tensor<6x5xf32>) -> tensor<4x5xf32>
        "stablehlo.return"(%30, %arg4, %27, %29, %arg1) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<6x5xf32>) -> ()
      }) : (tensor<i32>) -> (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<6x5xf32>)
      "stablehlo.return"(%25#0, %25#1, %24, %25#2, %25#3, %25#4) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<i32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<6x5xf32>) -> ()
    }) : (tensor<i32>) -> (tensor<4x5xf32>, tensor<4x5xf32>, tensor<i32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<6x5xf32>)
    %6 = "stablehlo.multiply"(%5#0, %5#0) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %7 = "stablehlo.broadcast_in_dim"(%0) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x5xf32>
    %8 = "stablehlo.multiply"(%7, %5#0) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %9 = "stablehlo.reduce"(%6, %3) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg8: tensor<f32>, %arg9: tensor<f32>):
      %23 = "stablehlo.add"(%arg8, %arg9) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%23) : (tensor<f32>) -> ()
    }) : (tensor<4x5xf32>, tensor<f32>) -> tensor<f32>
    %10 = "stablehlo.broadcast_in_dim"(%1) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x5xf32>
    %11 = "stablehlo.multiply"(%10, %8) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %12 = "stablehlo.case"(%4) ({
      %22 = "stablehlo.broadcast_in_dim"(%3) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x6xf32>
      "stablehlo.return"(%22) : (tensor<5x6xf32>) -> ()
    }, {
      %14 = "stablehlo.case"(%5#2) ({
        %21 = "stablehlo.broadcast_in_dim"(%3) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x6xf32>
        "stablehlo.return"(%21) : (tensor<5x6xf32>) -> ()
      }, {
        %15 = "stablehlo.dot_general"(%11, %5#5) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<4x5xf32>, tensor<6x5xf32>) -> tensor<4x6xf32>
        %16 = "stablehlo.multiply"(%15, %5#4) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
        %17 = "stablehlo.multiply"(%16, %5#3) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
        %18 = "stablehlo.add"(%16, %17) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
        %19 = "stablehlo.dot_general"(%18, %5#1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<4x6xf32>, tensor<4x5xf32>) -> tensor<6x5xf32>
        %20 = "stablehlo.transpose"(%19) <{permutation = array<i64: 1, 0>}> : (tensor<6x5xf32>) -> tensor<5x6xf32>
        "stablehlo.return"(%20) : (tensor<5x6xf32>) -> ()
      }) : (tensor<i32>) -> tensor<5x6xf32>
      "stablehlo.return"(%14) : (tensor<5x6xf32>) -> ()
    }) : (tensor<i32>) -> tensor<5x6xf32>
    %13 = "stablehlo.subtract"(%arg0, %12) : (tensor<5x6xf32>, tensor<5x6xf32>) -> tensor<5x6xf32>
    "func.return"(%9, %13) : (tensor<f32>, tensor<5x6xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()

