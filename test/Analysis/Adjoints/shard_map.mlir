// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --test-per-print-adjoints -o /dev/null | FileCheck %s

// A differentiated shard_map: residuals pass from one manual computation to the other.

// CHECK-LABEL: adjoints of @main
// CHECK: site 0: stablehlo.maximum 4x24xf32 relu {{.*}}: cotangent stablehlo.dot_general, by class

"builtin.module"() <{sym_name = "jit_smfwd"}> ({
  "sdy.mesh"() <{mesh = #sdy.mesh<["d"=4]>, sym_name = "mesh"}> {stablehlo.mesh = {axes = [{name = "d", size = 4 : i64}]}} : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}, {}], function_type = (tensor<20x24xf32>, tensor<24x5xf32>, tensor<16x20xf32>, tensor<16x5xf32>) -> (tensor<f32>, tensor<20x24xf32>, tensor<24x5xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<20x24xf32>, %arg1: tensor<24x5xf32>, %arg2: tensor<16x20xf32>, %arg3: tensor<16x5xf32>):
    %0:7 = "sdy.manual_computation"(%arg0, %arg1, %arg2, %arg3) <{in_shardings = #sdy.sharding_per_value<[<@mesh, [{}, {}]>, <@mesh, [{}, {}]>, <@mesh, [{"d"}, {}]>, <@mesh, [{"d"}, {}]>]>, manual_axes = #sdy<manual_axes{"d"}>, out_shardings = #sdy.sharding_per_value<[<@mesh, [{"d"}, {}]>, <@mesh, [{"d"}, {}]>, <@mesh, [{"d"}, {}]>, <@mesh, [{"d"}, {}]>, <@mesh, [{"d"}, {}]>, <@mesh, [{"d"}]>, <@mesh, []>]>}> ({
    ^bb0(%arg24: tensor<20x24xf32>, %arg25: tensor<24x5xf32>, %arg26: tensor<4x20xf32>, %arg27: tensor<4x5xf32>):
      %47 = "stablehlo.dot_general"(%arg26, %arg24) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x20xf32>, tensor<20x24xf32>) -> tensor<4x24xf32>
      %48 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %49 = "stablehlo.broadcast_in_dim"(%48) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x24xf32>
      %50 = "stablehlo.maximum"(%47, %49) : (tensor<4x24xf32>, tensor<4x24xf32>) -> tensor<4x24xf32>
      %51 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %52 = "stablehlo.broadcast_in_dim"(%51) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x24xf32>
      %53 = "stablehlo.compare"(%47, %52) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<4x24xf32>, tensor<4x24xf32>) -> tensor<4x24xi1>
      %54 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %55 = "stablehlo.broadcast_in_dim"(%54) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x24xf32>
      %56 = "stablehlo.dot_general"(%50, %arg25) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x24xf32>, tensor<24x5xf32>) -> tensor<4x5xf32>
      %57 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
      %58 = "stablehlo.reduce"(%56, %57) <{dimensions = array<i64: 1>}> ({
      ^bb0(%arg36: tensor<f32>, %arg37: tensor<f32>):
        %89 = "stablehlo.maximum"(%arg36, %arg37) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%89) : (tensor<f32>) -> ()
      }) : (tensor<4x5xf32>, tensor<f32>) -> tensor<4xf32>
      %59 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
      %60 = "stablehlo.broadcast_in_dim"(%59) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4xf32>
      %61 = "stablehlo.maximum"(%60, %58) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
      %62 = "stablehlo.broadcast_in_dim"(%61) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xf32>) -> tensor<4x1xf32>
      %63 = "stablehlo.broadcast_in_dim"(%62) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<4x1xf32>) -> tensor<4x5xf32>
      %64 = "stablehlo.subtract"(%56, %63) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %65 = "stablehlo.exponential"(%64) : (tensor<4x5xf32>) -> tensor<4x5xf32>
      %66 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %67 = "stablehlo.reduce"(%65, %66) <{dimensions = array<i64: 1>}> ({
      ^bb0(%arg34: tensor<f32>, %arg35: tensor<f32>):
        %88 = "stablehlo.add"(%arg34, %arg35) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%88) : (tensor<f32>) -> ()
      }) : (tensor<4x5xf32>, tensor<f32>) -> tensor<4xf32>
      %68 = "stablehlo.broadcast_in_dim"(%67) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xf32>) -> tensor<4x1xf32>
      %69 = "stablehlo.log"(%68) : (tensor<4x1xf32>) -> tensor<4x1xf32>
      %70 = "stablehlo.broadcast_in_dim"(%69) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<4x1xf32>) -> tensor<4x5xf32>
      %71 = "stablehlo.subtract"(%64, %70) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %72 = "stablehlo.multiply"(%71, %arg27) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %73 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %74 = "stablehlo.reduce"(%72, %73) <{dimensions = array<i64: 1>}> ({
      ^bb0(%arg32: tensor<f32>, %arg33: tensor<f32>):
        %87 = "stablehlo.add"(%arg32, %arg33) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%87) : (tensor<f32>) -> ()
      }) : (tensor<4x5xf32>, tensor<f32>) -> tensor<4xf32>
      %75 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %76 = "stablehlo.reduce"(%74, %75) <{dimensions = array<i64: 0>}> ({
      ^bb0(%arg30: tensor<f32>, %arg31: tensor<f32>):
        %86 = "stablehlo.add"(%arg30, %arg31) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%86) : (tensor<f32>) -> ()
      }) : (tensor<4xf32>, tensor<f32>) -> tensor<f32>
      %77 = "stablehlo.constant"() <{value = dense<4.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %78 = "stablehlo.divide"(%76, %77) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %79 = "stablehlo.negate"(%78) : (tensor<f32>) -> tensor<f32>
      %80 = "stablehlo.all_reduce"(%79) <{channel_handle = #stablehlo.channel_handle<handle = 1, type = 1>, replica_groups = dense<[[0, 1, 2, 3]]> : tensor<1x4xi64>, use_global_device_ids}> ({
      ^bb0(%arg28: tensor<f32>, %arg29: tensor<f32>):
        %85 = "stablehlo.add"(%arg28, %arg29) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%85) : (tensor<f32>) -> ()
      }) : (tensor<f32>) -> tensor<f32>
      %81 = "stablehlo.constant"() <{value = dense<4.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %82 = "stablehlo.divide"(%80, %81) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %83 = "stablehlo.constant"() <{value = dense<4.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %84 = "stablehlo.broadcast_in_dim"(%83) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1xf32>
      "sdy.return"(%53, %55, %50, %65, %68, %84, %82) : (tensor<4x24xi1>, tensor<4x24xf32>, tensor<4x24xf32>, tensor<4x5xf32>, tensor<4x1xf32>, tensor<1xf32>, tensor<f32>) -> ()
    }) : (tensor<20x24xf32>, tensor<24x5xf32>, tensor<16x20xf32>, tensor<16x5xf32>) -> (tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>, tensor<16x5xf32>, tensor<16x1xf32>, tensor<4xf32>, tensor<f32>)
    %1 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %2 = "stablehlo.constant"() <{value = dense<4.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %3 = "stablehlo.divide"(%1, %2) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %4:2 = "sdy.manual_computation"(%3, %arg2, %0#0, %0#1, %arg1, %0#2, %0#3, %0#4, %arg3, %0#5) <{in_shardings = #sdy.sharding_per_value<[<@mesh, []>, <@mesh, [{"d"}, {}]>, <@mesh, [{"d"}, {}]>, <@mesh, [{"d"}, {}]>, <@mesh, [{}, {}]>, <@mesh, [{"d"}, {}]>, <@mesh, [{"d"}, {}]>, <@mesh, [{"d"}, {}]>, <@mesh, [{"d"}, {}]>, <@mesh, [{"d"}]>]>, manual_axes = #sdy<manual_axes{"d"}>, out_shardings = #sdy.sharding_per_value<[<@mesh, [{}, {}]>, <@mesh, [{}, {}]>]>}> ({
    ^bb0(%arg4: tensor<f32>, %arg5: tensor<4x20xf32>, %arg6: tensor<4x24xi1>, %arg7: tensor<4x24xf32>, %arg8: tensor<24x5xf32>, %arg9: tensor<4x24xf32>, %arg10: tensor<4x5xf32>, %arg11: tensor<4x1xf32>, %arg12: tensor<4x5xf32>, %arg13: tensor<1xf32>):
      %13 = "stablehlo.reshape"(%arg13) : (tensor<1xf32>) -> tensor<f32>
      %14 = "stablehlo.divide"(%arg4, %13) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %15 = "stablehlo.all_reduce"(%14) <{channel_handle = #stablehlo.channel_handle<handle = 1, type = 1>, replica_groups = dense<[[0, 1, 2, 3]]> : tensor<1x4xi64>, use_global_device_ids}> ({
      ^bb0(%arg22: tensor<f32>, %arg23: tensor<f32>):
        %46 = "stablehlo.add"(%arg22, %arg23) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%46) : (tensor<f32>) -> ()
      }) : (tensor<f32>) -> tensor<f32>
      %16 = "stablehlo.negate"(%15) : (tensor<f32>) -> tensor<f32>
      %17 = "stablehlo.constant"() <{value = dense<4.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %18 = "stablehlo.divide"(%16, %17) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %19 = "stablehlo.broadcast_in_dim"(%18) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4xf32>
      %20 = "stablehlo.broadcast_in_dim"(%19) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xf32>) -> tensor<4x5xf32>
      %21 = "stablehlo.multiply"(%20, %arg12) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %22 = "stablehlo.negate"(%21) : (tensor<4x5xf32>) -> tensor<4x5xf32>
      %23 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %24 = "stablehlo.reduce"(%22, %23) <{dimensions = array<i64: 1>}> ({
      ^bb0(%arg20: tensor<f32>, %arg21: tensor<f32>):
        %45 = "stablehlo.add"(%arg20, %arg21) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%45) : (tensor<f32>) -> ()
      }) : (tensor<4x5xf32>, tensor<f32>) -> tensor<4xf32>
      %25 = "stablehlo.reshape"(%24) : (tensor<4xf32>) -> tensor<4x1xf32>
      %26 = "stablehlo.divide"(%25, %arg11) : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xf32>
      %27 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %28 = "stablehlo.reduce"(%26, %27) <{dimensions = array<i64: 1>}> ({
      ^bb0(%arg18: tensor<f32>, %arg19: tensor<f32>):
        %44 = "stablehlo.add"(%arg18, %arg19) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%44) : (tensor<f32>) -> ()
      }) : (tensor<4x1xf32>, tensor<f32>) -> tensor<4xf32>
      %29 = "stablehlo.broadcast_in_dim"(%28) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xf32>) -> tensor<4x5xf32>
      %30 = "stablehlo.multiply"(%29, %arg10) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %31 = "stablehlo.add"(%21, %30) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %32 = "stablehlo.dot_general"(%31, %arg9) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<4x5xf32>, tensor<4x24xf32>) -> tensor<5x24xf32>
      %33 = "stablehlo.transpose"(%32) <{permutation = array<i64: 1, 0>}> : (tensor<5x24xf32>) -> tensor<24x5xf32>
      %34 = "stablehlo.dot_general"(%31, %arg8) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<4x5xf32>, tensor<24x5xf32>) -> tensor<4x24xf32>
      %35 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %36 = "stablehlo.broadcast_in_dim"(%35) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x24xf32>
      %37 = "stablehlo.select"(%arg6, %34, %36) : (tensor<4x24xi1>, tensor<4x24xf32>, tensor<4x24xf32>) -> tensor<4x24xf32>
      %38 = "stablehlo.dot_general"(%37, %arg5) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<4x24xf32>, tensor<4x20xf32>) -> tensor<24x20xf32>
      %39 = "stablehlo.transpose"(%38) <{permutation = array<i64: 1, 0>}> : (tensor<24x20xf32>) -> tensor<20x24xf32>
      %40 = "stablehlo.all_reduce"(%39) <{channel_handle = #stablehlo.channel_handle<handle = 1, type = 1>, replica_groups = dense<[[0, 1, 2, 3]]> : tensor<1x4xi64>, use_global_device_ids}> ({
      ^bb0(%arg16: tensor<f32>, %arg17: tensor<f32>):
        %43 = "stablehlo.add"(%arg16, %arg17) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%43) : (tensor<f32>) -> ()
      }) : (tensor<20x24xf32>) -> tensor<20x24xf32>
      %41 = "stablehlo.all_reduce"(%33) <{channel_handle = #stablehlo.channel_handle<handle = 1, type = 1>, replica_groups = dense<[[0, 1, 2, 3]]> : tensor<1x4xi64>, use_global_device_ids}> ({
      ^bb0(%arg14: tensor<f32>, %arg15: tensor<f32>):
        %42 = "stablehlo.add"(%arg14, %arg15) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%42) : (tensor<f32>) -> ()
      }) : (tensor<24x5xf32>) -> tensor<24x5xf32>
      "sdy.return"(%40, %41) : (tensor<20x24xf32>, tensor<24x5xf32>) -> ()
    }) : (tensor<f32>, tensor<16x20xf32>, tensor<16x24xi1>, tensor<16x24xf32>, tensor<24x5xf32>, tensor<16x24xf32>, tensor<16x5xf32>, tensor<16x1xf32>, tensor<16x5xf32>, tensor<4xf32>) -> (tensor<20x24xf32>, tensor<24x5xf32>)
    %5 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %6 = "stablehlo.broadcast_in_dim"(%5) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<20x24xf32>
    %7 = "stablehlo.multiply"(%6, %4#0) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %8 = "stablehlo.subtract"(%arg0, %7) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %9 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %10 = "stablehlo.broadcast_in_dim"(%9) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24x5xf32>
    %11 = "stablehlo.multiply"(%10, %4#1) : (tensor<24x5xf32>, tensor<24x5xf32>) -> tensor<24x5xf32>
    %12 = "stablehlo.subtract"(%arg1, %11) : (tensor<24x5xf32>, tensor<24x5xf32>) -> tensor<24x5xf32>
    "func.return"(%0#6, %8, %12) : (tensor<f32>, tensor<20x24xf32>, tensor<24x5xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 4 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
