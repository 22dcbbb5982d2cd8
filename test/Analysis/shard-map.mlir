// RUN: per-opt --allow-unregistered-dialect --per-inline-calls \
// RUN:   --test-per-print-sites=congruence %s -o /dev/null 2>&1 | FileCheck %s

// An activation inside a manual region, and the residual of it that the
// backward one takes.

// CHECK:      site 0: 1x8xf32 stablehlo.tanh, tanh, samples [0]
// CHECK-NEXT: contractions: 2, without a site 1
// CHECK-NEXT: site 0 is stablehlo.tanh in sdy.manual_computation 0
// CHECK-NEXT: site 0 is argument in sdy.manual_computation 1
// CHECK-NOT:  site

"builtin.module"() <{sym_name = "jit_step"}> ({
  "sdy.mesh"() <{mesh = #sdy.mesh<["d"=2]>, sym_name = "mesh"}> {stablehlo.mesh = {axes = [{name = "d", size = 2 : i64}]}} : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<4x8xf32>, tensor<8x3xf32>, tensor<2x4xf32>) -> (tensor<f32>, tensor<4x8xf32>, tensor<8x3xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<4x8xf32>, %arg1: tensor<8x3xf32>, %arg2: tensor<2x4xf32>):
    %0:7 = "sdy.manual_computation"(%arg0, %arg1, %arg2) <{in_shardings = #sdy.sharding_per_value<[<@mesh, [{}, {}]>, <@mesh, [{}, {}]>, <@mesh, [{"d"}, {}]>]>, manual_axes = #sdy<manual_axes{"d"}>, out_shardings = #sdy.sharding_per_value<[<@mesh, [{"d"}, {}]>, <@mesh, [{"d"}, {}]>, <@mesh, [{"d"}, {}]>, <@mesh, [{"d"}, {}]>, <@mesh, [{"d"}]>, <@mesh, [{}]>, <@mesh, []>]>}> ({
    ^bb0(%arg15: tensor<4x8xf32>, %arg16: tensor<8x3xf32>, %arg17: tensor<1x4xf32>):
      %29 = "stablehlo.dot_general"(%arg17, %arg15) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<1x4xf32>, tensor<4x8xf32>) -> tensor<1x8xf32>
      %30 = "stablehlo.tanh"(%29) : (tensor<1x8xf32>) -> tensor<1x8xf32>
      %31 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %32 = "stablehlo.broadcast_in_dim"(%31) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1x8xf32>
      %33 = "stablehlo.subtract"(%32, %30) : (tensor<1x8xf32>, tensor<1x8xf32>) -> tensor<1x8xf32>
      %34 = "stablehlo.dot_general"(%30, %arg16) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<1x8xf32>, tensor<8x3xf32>) -> tensor<1x3xf32>
      %35 = "stablehlo.multiply"(%34, %34) : (tensor<1x3xf32>, tensor<1x3xf32>) -> tensor<1x3xf32>
      %36 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %37 = "stablehlo.broadcast_in_dim"(%36) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1x3xf32>
      %38 = "stablehlo.multiply"(%37, %34) : (tensor<1x3xf32>, tensor<1x3xf32>) -> tensor<1x3xf32>
      %39 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %40 = "stablehlo.reduce"(%35, %39) <{dimensions = array<i64: 0, 1>}> ({
      ^bb0(%arg20: tensor<f32>, %arg21: tensor<f32>):
        %50 = "stablehlo.add"(%arg20, %arg21) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%50) : (tensor<f32>) -> ()
      }) : (tensor<1x3xf32>, tensor<f32>) -> tensor<f32>
      %41 = "stablehlo.constant"() <{value = dense<3.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %42 = "stablehlo.divide"(%40, %41) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %43 = "stablehlo.all_reduce"(%42) <{channel_handle = #stablehlo.channel_handle<handle = 1, type = 1>, replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>, use_global_device_ids}> ({
      ^bb0(%arg18: tensor<f32>, %arg19: tensor<f32>):
        %49 = "stablehlo.add"(%arg18, %arg19) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%49) : (tensor<f32>) -> ()
      }) : (tensor<f32>) -> tensor<f32>
      %44 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %45 = "stablehlo.divide"(%43, %44) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %46 = "stablehlo.broadcast_in_dim"(%41) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1xf32>
      %47 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %48 = "stablehlo.broadcast_in_dim"(%47) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1xf32>
      "sdy.return"(%30, %33, %arg16, %38, %46, %48, %45) : (tensor<1x8xf32>, tensor<1x8xf32>, tensor<8x3xf32>, tensor<1x3xf32>, tensor<1xf32>, tensor<1xf32>, tensor<f32>) -> ()
    }) : (tensor<4x8xf32>, tensor<8x3xf32>, tensor<2x4xf32>) -> (tensor<2x8xf32>, tensor<2x8xf32>, tensor<16x3xf32>, tensor<2x3xf32>, tensor<2xf32>, tensor<1xf32>, tensor<f32>)
    %1 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %2:2 = "sdy.manual_computation"(%1, %arg2, %0#0, %0#1, %0#2, %0#3, %0#4, %0#5) <{in_shardings = #sdy.sharding_per_value<[<@mesh, []>, <@mesh, [{"d"}, {}]>, <@mesh, [{"d"}, {}]>, <@mesh, [{"d"}, {}]>, <@mesh, [{"d"}, {}]>, <@mesh, [{"d"}, {}]>, <@mesh, [{"d"}]>, <@mesh, [{}]>]>, manual_axes = #sdy<manual_axes{"d"}>, out_shardings = #sdy.sharding_per_value<[<@mesh, [{}, {}]>, <@mesh, [{}, {}]>]>}> ({
    ^bb0(%arg3: tensor<f32>, %arg4: tensor<1x4xf32>, %arg5: tensor<1x8xf32>, %arg6: tensor<1x8xf32>, %arg7: tensor<8x3xf32>, %arg8: tensor<1x3xf32>, %arg9: tensor<1xf32>, %arg10: tensor<1xf32>):
      %11 = "stablehlo.reshape"(%arg9) : (tensor<1xf32>) -> tensor<f32>
      %12 = "stablehlo.reshape"(%arg10) : (tensor<1xf32>) -> tensor<f32>
      %13 = "stablehlo.divide"(%arg3, %12) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %14 = "stablehlo.divide"(%13, %11) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %15 = "stablehlo.broadcast_in_dim"(%14) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1x3xf32>
      %16 = "stablehlo.multiply"(%15, %arg8) : (tensor<1x3xf32>, tensor<1x3xf32>) -> tensor<1x3xf32>
      %17 = "stablehlo.dot_general"(%16, %arg5) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<1x3xf32>, tensor<1x8xf32>) -> tensor<3x8xf32>
      %18 = "stablehlo.transpose"(%17) <{permutation = array<i64: 1, 0>}> : (tensor<3x8xf32>) -> tensor<8x3xf32>
      %19 = "stablehlo.dot_general"(%16, %arg7) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<1x3xf32>, tensor<8x3xf32>) -> tensor<1x8xf32>
      %20 = "stablehlo.all_reduce"(%18) <{channel_handle = #stablehlo.channel_handle<handle = 1, type = 1>, replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>, use_global_device_ids}> ({
      ^bb0(%arg13: tensor<f32>, %arg14: tensor<f32>):
        %28 = "stablehlo.add"(%arg13, %arg14) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%28) : (tensor<f32>) -> ()
      }) : (tensor<8x3xf32>) -> tensor<8x3xf32>
      %21 = "stablehlo.multiply"(%19, %arg6) : (tensor<1x8xf32>, tensor<1x8xf32>) -> tensor<1x8xf32>
      %22 = "stablehlo.multiply"(%21, %arg5) : (tensor<1x8xf32>, tensor<1x8xf32>) -> tensor<1x8xf32>
      %23 = "stablehlo.add"(%21, %22) : (tensor<1x8xf32>, tensor<1x8xf32>) -> tensor<1x8xf32>
      %24 = "stablehlo.dot_general"(%23, %arg4) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<1x8xf32>, tensor<1x4xf32>) -> tensor<8x4xf32>
      %25 = "stablehlo.transpose"(%24) <{permutation = array<i64: 1, 0>}> : (tensor<8x4xf32>) -> tensor<4x8xf32>
      %26 = "stablehlo.all_reduce"(%25) <{channel_handle = #stablehlo.channel_handle<handle = 1, type = 1>, replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>, use_global_device_ids}> ({
      ^bb0(%arg11: tensor<f32>, %arg12: tensor<f32>):
        %27 = "stablehlo.add"(%arg11, %arg12) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%27) : (tensor<f32>) -> ()
      }) : (tensor<4x8xf32>) -> tensor<4x8xf32>
      "sdy.return"(%26, %20) : (tensor<4x8xf32>, tensor<8x3xf32>) -> ()
    }) : (tensor<f32>, tensor<2x4xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<16x3xf32>, tensor<2x3xf32>, tensor<2xf32>, tensor<1xf32>) -> (tensor<4x8xf32>, tensor<8x3xf32>)
    %3 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %4 = "stablehlo.broadcast_in_dim"(%3) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x8xf32>
    %5 = "stablehlo.multiply"(%4, %2#0) : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
    %6 = "stablehlo.subtract"(%arg0, %5) : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
    %7 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %8 = "stablehlo.broadcast_in_dim"(%7) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x3xf32>
    %9 = "stablehlo.multiply"(%8, %2#1) : (tensor<8x3xf32>, tensor<8x3xf32>) -> tensor<8x3xf32>
    %10 = "stablehlo.subtract"(%arg1, %9) : (tensor<8x3xf32>, tensor<8x3xf32>) -> tensor<8x3xf32>
    "func.return"(%0#6, %6, %10) : (tensor<f32>, tensor<4x8xf32>, tensor<8x3xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 2 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
