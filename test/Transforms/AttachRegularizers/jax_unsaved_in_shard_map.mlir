// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --per-attach-regularizers="regularizer=#per.l2 lambda=new" | FileCheck %s

// A sine in front of a weight that is not trained, in a manual region: it saves
// the derivative alone. The region yields the sine too, split as the batch is,
// and that of the backward half takes it.

// CHECK-LABEL: func.func public @main
// CHECK: %[[FORWARD:.+]]:3 = "sdy.manual_computation"({{.+}}out_shardings = #sdy.sharding_per_value<[<@mesh, [{"data"}, {}]>, <@mesh, [{"data"}, {}]>, <@mesh, [{"data"}, {}]>]>
// CHECK: %[[Y:.+]] = "stablehlo.sine"
// CHECK: "sdy.return"({{.+}}, %[[Y]])
// CHECK: -> (tensor<4x6xf32>, tensor<4x5xf32>, tensor<4x6xf32>)
// CHECK: "sdy.manual_computation"(%{{[^)]+}}, %[[FORWARD]]#2, %{{[^)]+}}) <{in_shardings
// CHECK-SAME: <@mesh, [{}, {}]>, <@mesh, [{"data"}, {}]>, <@mesh, []>]>
// CHECK: ^bb0({{.+}}, %[[READ:.+]]: tensor<2x6xf32>, %{{.+}}: tensor<f32>):
// CHECK: %[[C:.+]] = "stablehlo.dot_general"
// CHECK: per.gradient #per.l2 ins(%[[READ]] : tensor<2x6xf32>) {{.*}} outs(%[[C]] : tensor<2x6xf32>)
// CHECK-NOT: per.gradient

"builtin.module"() <{sym_name = "jit_region"}> ({
  "sdy.mesh"() <{mesh = #sdy.mesh<["data"=2]>, sym_name = "mesh"}> {stablehlo.mesh = {axes = [{name = "data", size = 2 : i64}]}} : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<5x6xf32>, tensor<6x5xf32>, tensor<4x5xf32>) -> (tensor<f32>, tensor<5x6xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<5x6xf32>, %arg1: tensor<6x5xf32>, %arg2: tensor<4x5xf32>):
    %0 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %2 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %3:2 = "sdy.manual_computation"(%arg2, %arg0, %arg1) <{in_shardings = #sdy.sharding_per_value<[<@mesh, [{"data"}, {}]>, <@mesh, [{}, {}]>, <@mesh, [{}, {}]>]>, manual_axes = #sdy<manual_axes{"data"}>, out_shardings = #sdy.sharding_per_value<[<@mesh, [{"data"}, {}]>, <@mesh, [{"data"}, {}]>]>}> ({
    ^bb0(%arg14: tensor<2x5xf32>, %arg15: tensor<5x6xf32>, %arg16: tensor<6x5xf32>):
      %19 = "stablehlo.dot_general"(%arg14, %arg15) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<2x5xf32>, tensor<5x6xf32>) -> tensor<2x6xf32>
      %20 = "stablehlo.sine"(%19) : (tensor<2x6xf32>) -> tensor<2x6xf32>
      %21 = "stablehlo.cosine"(%19) : (tensor<2x6xf32>) -> tensor<2x6xf32>
      %22 = "stablehlo.dot_general"(%20, %arg16) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<2x6xf32>, tensor<6x5xf32>) -> tensor<2x5xf32>
      "sdy.return"(%21, %22) : (tensor<2x6xf32>, tensor<2x5xf32>) -> ()
    }) : (tensor<4x5xf32>, tensor<5x6xf32>, tensor<6x5xf32>) -> (tensor<4x6xf32>, tensor<4x5xf32>)
    %4 = "stablehlo.multiply"(%3#1, %3#1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %5 = "stablehlo.broadcast_in_dim"(%2) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x5xf32>
    %6 = "stablehlo.multiply"(%5, %3#1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %7 = "stablehlo.reduce"(%4, %1) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg12: tensor<f32>, %arg13: tensor<f32>):
      %18 = "stablehlo.add"(%arg12, %arg13) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%18) : (tensor<f32>) -> ()
    }) : (tensor<4x5xf32>, tensor<f32>) -> tensor<f32>
    %8 = "stablehlo.broadcast_in_dim"(%0) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x5xf32>
    %9 = "stablehlo.multiply"(%8, %6) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %10 = "sdy.manual_computation"(%9, %arg2, %3#0, %arg1) <{in_shardings = #sdy.sharding_per_value<[<@mesh, [{"data"}, {}]>, <@mesh, [{"data"}, {}]>, <@mesh, [{"data"}, {}]>, <@mesh, [{}, {}]>]>, manual_axes = #sdy<manual_axes{"data"}>, out_shardings = #sdy.sharding_per_value<[<@mesh, [{}, {}]>]>}> ({
    ^bb0(%arg6: tensor<2x5xf32>, %arg7: tensor<2x5xf32>, %arg8: tensor<2x6xf32>, %arg9: tensor<6x5xf32>):
      %12 = "stablehlo.dot_general"(%arg6, %arg9) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<2x5xf32>, tensor<6x5xf32>) -> tensor<2x6xf32>
      %13 = "stablehlo.multiply"(%12, %arg8) : (tensor<2x6xf32>, tensor<2x6xf32>) -> tensor<2x6xf32>
      %14 = "stablehlo.dot_general"(%13, %arg7) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<2x6xf32>, tensor<2x5xf32>) -> tensor<6x5xf32>
      %15 = "stablehlo.transpose"(%14) <{permutation = array<i64: 1, 0>}> : (tensor<6x5xf32>) -> tensor<5x6xf32>
      %16 = "stablehlo.all_reduce"(%15) <{channel_handle = #stablehlo.channel_handle<handle = 1, type = 0>, replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>, use_global_device_ids}> ({
      ^bb0(%arg10: tensor<f32>, %arg11: tensor<f32>):
        %17 = "stablehlo.add"(%arg10, %arg11) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%17) : (tensor<f32>) -> ()
      }) : (tensor<5x6xf32>) -> tensor<5x6xf32>
      "sdy.return"(%16) : (tensor<5x6xf32>) -> ()
    }) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x6xf32>, tensor<6x5xf32>) -> tensor<5x6xf32>
    %11 = "stablehlo.subtract"(%arg0, %10) : (tensor<5x6xf32>, tensor<5x6xf32>) -> tensor<5x6xf32>
    "func.return"(%7, %11) : (tensor<f32>, tensor<5x6xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 2 : i32, mhlo.num_replicas = 1 : i32} : () -> ()

