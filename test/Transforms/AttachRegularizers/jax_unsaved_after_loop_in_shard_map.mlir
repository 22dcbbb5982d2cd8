// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --per-attach-regularizers="regularizer=#per.l2 lambda=new" | FileCheck %s

// A loop of layers that are not trained, and one more of them after it, in a
// manual region: the loop gets a stack of its activations, so that the region's
// later activation stands after another operation than the one that was
// analysed.

// CHECK-LABEL: func.func public @main
// CHECK: %[[FORWARD:.+]]:{{[0-9]+}} = "sdy.manual_computation"
// CHECK: "stablehlo.while"
// CHECK: "stablehlo.dynamic_update_slice"
// CHECK: "sdy.manual_computation"(
// CHECK-COUNT-2: per.gradient #per.l2
// CHECK-NOT: per.gradient

"builtin.module"() <{sym_name = "jit__lambda"}> ({
  "sdy.mesh"() <{mesh = #sdy.mesh<["data"=2]>, sym_name = "mesh"}> {stablehlo.mesh = {axes = [{name = "data", size = 2 : i64}]}} : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<20x24xf32>, tensor<16x20xf32>, tensor<16x5xf32>) -> (tensor<f32>, tensor<20x24xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg24: tensor<20x24xf32>, %arg25: tensor<16x20xf32>, %arg26: tensor<16x5xf32>):
    %52 = "stablehlo.constant"() <{value = dense<0.5> : tensor<24x24xf32>}> : () -> tensor<24x24xf32>
    %53 = "stablehlo.constant"() <{value = dense<0.5> : tensor<24x5xf32>}> : () -> tensor<24x5xf32>
    %54:5 = "sdy.manual_computation"(%52, %53, %arg25, %arg24) <{in_shardings = #sdy.sharding_per_value<[<@mesh, [{}, {}]>, <@mesh, [{}, {}]>, <@mesh, [{"data"}, {}]>, <@mesh, [{}, {}]>]>, manual_axes = #sdy<manual_axes{"data"}>, out_shardings = #sdy.sharding_per_value<[<@mesh, [{"data"}, {}]>, <@mesh, [{"data"}, {}, {}]>, <@mesh, [{"data"}, {}]>, <@mesh, [{"data"}, {}]>, <@mesh, [{"data"}, {}]>]>}> ({
    ^bb0(%arg45: tensor<24x24xf32>, %arg46: tensor<24x5xf32>, %arg47: tensor<8x20xf32>, %arg48: tensor<20x24xf32>):
      %100 = "stablehlo.dot_general"(%arg47, %arg48) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<8x20xf32>, tensor<20x24xf32>) -> tensor<8x24xf32>
      %101 = "stablehlo.constant"() <{value = dense<false> : tensor<i1>}> : () -> tensor<i1>
      %102 = "stablehlo.broadcast_in_dim"(%101) <{broadcast_dimensions = array<i64>}> : (tensor<i1>) -> tensor<3x8x24xi1>
      %103 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %104:4 = "stablehlo.while"(%arg45, %103, %100, %102) ({
      ^bb0(%arg53: tensor<24x24xf32>, %arg54: tensor<i32>, %arg55: tensor<8x24xf32>, %arg56: tensor<3x8x24xi1>):
        %115 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
        %116 = "stablehlo.compare"(%arg54, %115) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
        "stablehlo.return"(%116) : (tensor<i1>) -> ()
      }, {
      ^bb0(%arg49: tensor<24x24xf32>, %arg50: tensor<i32>, %arg51: tensor<8x24xf32>, %arg52: tensor<3x8x24xi1>):
        %111:2 = "func.call"(%arg49, %arg51) <{callee = @closed_call}> : (tensor<24x24xf32>, tensor<8x24xf32>) -> (tensor<8x24xf32>, tensor<8x24xi1>)
        %112 = "func.call"(%arg52, %111#1, %arg50) <{callee = @dynamic_update_index_in_dim}> : (tensor<3x8x24xi1>, tensor<8x24xi1>, tensor<i32>) -> tensor<3x8x24xi1>
        %113 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
        %114 = "stablehlo.add"(%arg50, %113) : (tensor<i32>, tensor<i32>) -> tensor<i32>
        "stablehlo.return"(%arg49, %114, %111#0, %112) : (tensor<24x24xf32>, tensor<i32>, tensor<8x24xf32>, tensor<3x8x24xi1>) -> ()
      }) : (tensor<24x24xf32>, tensor<i32>, tensor<8x24xf32>, tensor<3x8x24xi1>) -> (tensor<24x24xf32>, tensor<i32>, tensor<8x24xf32>, tensor<3x8x24xi1>)
      %105 = "stablehlo.dot_general"(%104#2, %arg45) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<8x24xf32>, tensor<24x24xf32>) -> tensor<8x24xf32>
      %106 = "func.call"(%105) <{callee = @relu_0}> : (tensor<8x24xf32>) -> tensor<8x24xf32>
      %107 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %108 = "stablehlo.broadcast_in_dim"(%107) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x24xf32>
      %109 = "stablehlo.compare"(%105, %108) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<8x24xf32>, tensor<8x24xf32>) -> tensor<8x24xi1>
      %110 = "stablehlo.dot_general"(%106, %arg46) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<8x24xf32>, tensor<24x5xf32>) -> tensor<8x5xf32>
      "sdy.return"(%arg45, %104#3, %109, %arg46, %110) : (tensor<24x24xf32>, tensor<3x8x24xi1>, tensor<8x24xi1>, tensor<24x5xf32>, tensor<8x5xf32>) -> ()
    }) : (tensor<24x24xf32>, tensor<24x5xf32>, tensor<16x20xf32>, tensor<20x24xf32>) -> (tensor<48x24xf32>, tensor<6x8x24xi1>, tensor<16x24xi1>, tensor<48x5xf32>, tensor<16x5xf32>)
    %55:3 = "func.call"(%54#4) <{callee = @log_softmax}> : (tensor<16x5xf32>) -> (tensor<16x5xf32>, tensor<16x5xf32>, tensor<16x1xf32>)
    %56 = "stablehlo.multiply"(%55#0, %arg26) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %57 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %58 = "stablehlo.reduce"(%56, %57) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg43: tensor<f32>, %arg44: tensor<f32>):
      %99 = "stablehlo.add"(%arg43, %arg44) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%99) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<f32>
    %59 = "stablehlo.constant"() <{value = dense<8.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %60 = "stablehlo.divide"(%58, %59) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %61 = "stablehlo.negate"(%60) : (tensor<f32>) -> tensor<f32>
    %62 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %63 = "stablehlo.multiply"(%61, %62) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %64 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %65 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %66 = "stablehlo.multiply"(%64, %65) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %67 = "stablehlo.negate"(%66) : (tensor<f32>) -> tensor<f32>
    %68 = "stablehlo.constant"() <{value = dense<8.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %69 = "stablehlo.divide"(%67, %68) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %70 = "stablehlo.broadcast_in_dim"(%69) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %71 = "stablehlo.multiply"(%70, %arg26) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %72 = "func.call"(%55#1, %55#2, %71) <{callee = @log_softmax_1}> : (tensor<16x5xf32>, tensor<16x1xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %73 = "sdy.manual_computation"(%72, %arg25, %54#0, %54#1, %54#2, %54#3) <{in_shardings = #sdy.sharding_per_value<[<@mesh, [{"data"}, {}]>, <@mesh, [{"data"}, {}]>, <@mesh, [{"data"}, {}]>, <@mesh, [{"data"}, {}, {}]>, <@mesh, [{"data"}, {}]>, <@mesh, [{"data"}, {}]>]>, manual_axes = #sdy<manual_axes{"data"}>, out_shardings = #sdy.sharding_per_value<[<@mesh, [{}, {}]>]>}> ({
    ^bb0(%arg27: tensor<8x5xf32>, %arg28: tensor<8x20xf32>, %arg29: tensor<24x24xf32>, %arg30: tensor<3x8x24xi1>, %arg31: tensor<8x24xi1>, %arg32: tensor<24x5xf32>):
      %78 = "stablehlo.dot_general"(%arg27, %arg32) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<8x5xf32>, tensor<24x5xf32>) -> tensor<8x24xf32>
      %79 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %80 = "stablehlo.broadcast_in_dim"(%79) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x24xf32>
      %81 = "stablehlo.select"(%arg31, %78, %80) : (tensor<8x24xi1>, tensor<8x24xf32>, tensor<8x24xf32>) -> tensor<8x24xf32>
      %82 = "stablehlo.dot_general"(%81, %arg29) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<8x24xf32>, tensor<24x24xf32>) -> tensor<8x24xf32>
      %83 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %84:4 = "stablehlo.while"(%arg30, %arg29, %83, %82) ({
      ^bb0(%arg39: tensor<3x8x24xi1>, %arg40: tensor<24x24xf32>, %arg41: tensor<i32>, %arg42: tensor<8x24xf32>):
        %97 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
        %98 = "stablehlo.compare"(%arg41, %97) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
        "stablehlo.return"(%98) : (tensor<i1>) -> ()
      }, {
      ^bb0(%arg35: tensor<3x8x24xi1>, %arg36: tensor<24x24xf32>, %arg37: tensor<i32>, %arg38: tensor<8x24xf32>):
        %89 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
        %90 = "stablehlo.subtract"(%89, %arg37) : (tensor<i32>, tensor<i32>) -> tensor<i32>
        %91 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
        %92 = "stablehlo.subtract"(%90, %91) : (tensor<i32>, tensor<i32>) -> tensor<i32>
        %93 = "func.call"(%arg35, %92) <{callee = @dynamic_index_in_dim}> : (tensor<3x8x24xi1>, tensor<i32>) -> tensor<8x24xi1>
        %94 = "func.call"(%arg36, %arg38, %93) <{callee = @closed_call_2}> : (tensor<24x24xf32>, tensor<8x24xf32>, tensor<8x24xi1>) -> tensor<8x24xf32>
        %95 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
        %96 = "stablehlo.add"(%arg37, %95) : (tensor<i32>, tensor<i32>) -> tensor<i32>
        "stablehlo.return"(%arg35, %arg36, %96, %94) : (tensor<3x8x24xi1>, tensor<24x24xf32>, tensor<i32>, tensor<8x24xf32>) -> ()
      }) : (tensor<3x8x24xi1>, tensor<24x24xf32>, tensor<i32>, tensor<8x24xf32>) -> (tensor<3x8x24xi1>, tensor<24x24xf32>, tensor<i32>, tensor<8x24xf32>)
      %85 = "stablehlo.dot_general"(%84#3, %arg28) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<8x24xf32>, tensor<8x20xf32>) -> tensor<24x20xf32>
      %86 = "stablehlo.transpose"(%85) <{permutation = array<i64: 1, 0>}> : (tensor<24x20xf32>) -> tensor<20x24xf32>
      %87 = "stablehlo.all_reduce"(%86) <{channel_handle = #stablehlo.channel_handle<handle = 1, type = 1>, replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>, use_global_device_ids}> ({
      ^bb0(%arg33: tensor<f32>, %arg34: tensor<f32>):
        %88 = "stablehlo.add"(%arg33, %arg34) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%88) : (tensor<f32>) -> ()
      }) : (tensor<20x24xf32>) -> tensor<20x24xf32>
      "sdy.return"(%87) : (tensor<20x24xf32>) -> ()
    }) : (tensor<16x5xf32>, tensor<16x20xf32>, tensor<48x24xf32>, tensor<6x8x24xi1>, tensor<16x24xi1>, tensor<48x5xf32>) -> tensor<20x24xf32>
    %74 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %75 = "stablehlo.broadcast_in_dim"(%74) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<20x24xf32>
    %76 = "stablehlo.multiply"(%75, %73) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %77 = "stablehlo.subtract"(%arg24, %76) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    "func.return"(%63, %77) : (tensor<f32>, tensor<20x24xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<24x24xf32>, tensor<8x24xf32>) -> (tensor<8x24xf32>, tensor<8x24xi1>), res_attrs = [{}, {}], sym_name = "closed_call", sym_visibility = "private"}> ({
  ^bb0(%arg22: tensor<24x24xf32>, %arg23: tensor<8x24xf32>):
    %47 = "stablehlo.dot_general"(%arg23, %arg22) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<8x24xf32>, tensor<24x24xf32>) -> tensor<8x24xf32>
    %48 = "func.call"(%47) <{callee = @relu}> : (tensor<8x24xf32>) -> tensor<8x24xf32>
    %49 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %50 = "stablehlo.broadcast_in_dim"(%49) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x24xf32>
    %51 = "stablehlo.compare"(%47, %50) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<8x24xf32>, tensor<8x24xf32>) -> tensor<8x24xi1>
    "func.return"(%48, %51) : (tensor<8x24xf32>, tensor<8x24xi1>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<8x24xf32>) -> tensor<8x24xf32>, res_attrs = [{}], sym_name = "relu", sym_visibility = "private"}> ({
  ^bb0(%arg21: tensor<8x24xf32>):
    %44 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %45 = "stablehlo.broadcast_in_dim"(%44) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x24xf32>
    %46 = "stablehlo.maximum"(%arg21, %45) : (tensor<8x24xf32>, tensor<8x24xf32>) -> tensor<8x24xf32>
    "func.return"(%46) : (tensor<8x24xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<3x8x24xi1>, tensor<8x24xi1>, tensor<i32>) -> tensor<3x8x24xi1>, res_attrs = [{}], sym_name = "dynamic_update_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg18: tensor<3x8x24xi1>, %arg19: tensor<8x24xi1>, %arg20: tensor<i32>):
    %40 = "stablehlo.broadcast_in_dim"(%arg19) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<8x24xi1>) -> tensor<1x8x24xi1>
    %41 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %42 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %43 = "stablehlo.dynamic_update_slice"(%arg18, %40, %arg20, %41, %42) : (tensor<3x8x24xi1>, tensor<1x8x24xi1>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<3x8x24xi1>
    "func.return"(%43) : (tensor<3x8x24xi1>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<8x24xf32>) -> tensor<8x24xf32>, res_attrs = [{}], sym_name = "relu_0", sym_visibility = "private"}> ({
  ^bb0(%arg17: tensor<8x24xf32>):
    %37 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %38 = "stablehlo.broadcast_in_dim"(%37) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x24xf32>
    %39 = "stablehlo.maximum"(%arg17, %38) : (tensor<8x24xf32>, tensor<8x24xf32>) -> tensor<8x24xf32>
    "func.return"(%39) : (tensor<8x24xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<16x5xf32>) -> (tensor<16x5xf32>, tensor<16x5xf32>, tensor<16x1xf32>), res_attrs = [{}, {}, {}], sym_name = "log_softmax", sym_visibility = "private"}> ({
  ^bb0(%arg12: tensor<16x5xf32>):
    %20 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %21 = "stablehlo.reduce"(%arg12, %20) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg15: tensor<f32>, %arg16: tensor<f32>):
      %36 = "stablehlo.maximum"(%arg15, %arg16) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%36) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %22 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %23 = "stablehlo.broadcast_in_dim"(%22) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16xf32>
    %24 = "stablehlo.maximum"(%23, %21) : (tensor<16xf32>, tensor<16xf32>) -> tensor<16xf32>
    %25 = "stablehlo.broadcast_in_dim"(%24) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %26 = "stablehlo.broadcast_in_dim"(%25) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x5xf32>
    %27 = "stablehlo.subtract"(%arg12, %26) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %28 = "stablehlo.exponential"(%27) : (tensor<16x5xf32>) -> tensor<16x5xf32>
    %29 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %30 = "stablehlo.reduce"(%28, %29) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg13: tensor<f32>, %arg14: tensor<f32>):
      %35 = "stablehlo.add"(%arg13, %arg14) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%35) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %31 = "stablehlo.broadcast_in_dim"(%30) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %32 = "stablehlo.log"(%31) : (tensor<16x1xf32>) -> tensor<16x1xf32>
    %33 = "stablehlo.broadcast_in_dim"(%32) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x5xf32>
    %34 = "stablehlo.subtract"(%27, %33) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    "func.return"(%34, %28, %31) : (tensor<16x5xf32>, tensor<16x5xf32>, tensor<16x1xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<16x5xf32>, tensor<16x1xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>, res_attrs = [{}], sym_name = "log_softmax_1", sym_visibility = "private"}> ({
  ^bb0(%arg5: tensor<16x5xf32>, %arg6: tensor<16x1xf32>, %arg7: tensor<16x5xf32>):
    %8 = "stablehlo.negate"(%arg7) : (tensor<16x5xf32>) -> tensor<16x5xf32>
    %9 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %10 = "stablehlo.reduce"(%8, %9) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg10: tensor<f32>, %arg11: tensor<f32>):
      %19 = "stablehlo.add"(%arg10, %arg11) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%19) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %11 = "stablehlo.reshape"(%10) : (tensor<16xf32>) -> tensor<16x1xf32>
    %12 = "stablehlo.divide"(%11, %arg6) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %13 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %14 = "stablehlo.reduce"(%12, %13) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg8: tensor<f32>, %arg9: tensor<f32>):
      %18 = "stablehlo.add"(%arg8, %arg9) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%18) : (tensor<f32>) -> ()
    }) : (tensor<16x1xf32>, tensor<f32>) -> tensor<16xf32>
    %15 = "stablehlo.broadcast_in_dim"(%14) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x5xf32>
    %16 = "stablehlo.multiply"(%15, %arg5) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %17 = "stablehlo.add"(%arg7, %16) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    "func.return"(%17) : (tensor<16x5xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<3x8x24xi1>, tensor<i32>) -> tensor<8x24xi1>, res_attrs = [{}], sym_name = "dynamic_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg3: tensor<3x8x24xi1>, %arg4: tensor<i32>):
    %4 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %5 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %6 = "stablehlo.dynamic_slice"(%arg3, %arg4, %4, %5) <{slice_sizes = array<i64: 1, 8, 24>}> : (tensor<3x8x24xi1>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x8x24xi1>
    %7 = "stablehlo.reshape"(%6) : (tensor<1x8x24xi1>) -> tensor<8x24xi1>
    "func.return"(%7) : (tensor<8x24xi1>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<24x24xf32>, tensor<8x24xf32>, tensor<8x24xi1>) -> tensor<8x24xf32>, res_attrs = [{}], sym_name = "closed_call_2", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<24x24xf32>, %arg1: tensor<8x24xf32>, %arg2: tensor<8x24xi1>):
    %0 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x24xf32>
    %2 = "stablehlo.select"(%arg2, %arg1, %1) : (tensor<8x24xi1>, tensor<8x24xf32>, tensor<8x24xf32>) -> tensor<8x24xf32>
    %3 = "stablehlo.dot_general"(%2, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<8x24xf32>, tensor<24x24xf32>) -> tensor<8x24xf32>
    "func.return"(%3) : (tensor<8x24xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 2 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
