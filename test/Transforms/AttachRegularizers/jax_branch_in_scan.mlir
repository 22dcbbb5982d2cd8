// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --per-attach-regularizers="regularizer=#per.l2 lambda=new" | FileCheck %s

// Each layer of a loop has one of two activations. The backward loop reads which
// one from a stack, and the results of the branches from others.

// CHECK-LABEL: func.func public @main
// CHECK: "stablehlo.while"
// CHECK-COUNT-2: "stablehlo.tanh"
// CHECK: "stablehlo.while"
// CHECK: "stablehlo.case"
// CHECK: per.gradient #per.l2 ins(%[[Y:.+]] : tensor<4x5xf32>) {{.*}} outs(%[[C:.+]] : tensor<4x5xf32>)
// CHECK: }, {
// CHECK: per.gradient #per.l2 ins(%[[Y]] : tensor<4x5xf32>) {{.*}} outs(%[[C]] : tensor<4x5xf32>)
// CHECK-NOT: per.gradient

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}], function_type = (tensor<3x5x5xf32>, tensor<5x3xf32>, tensor<3xi1>, tensor<4x5xf32>, tensor<4x3xf32>) -> (tensor<f32>, tensor<3x5x5xf32>, tensor<5x3xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg26: tensor<3x5x5xf32>, %arg27: tensor<5x3xf32>, %arg28: tensor<3xi1>, %arg29: tensor<4x5xf32>, %arg30: tensor<4x3xf32>):
    %49 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %50 = "stablehlo.broadcast_in_dim"(%49) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x4x5xf32>
    %51 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %52 = "stablehlo.broadcast_in_dim"(%51) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<3xi32>
    %53 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %54 = "stablehlo.broadcast_in_dim"(%53) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x4x5xf32>
    %55 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %56 = "stablehlo.broadcast_in_dim"(%55) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x4x5xf32>
    %57 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %58:8 = "stablehlo.while"(%arg26, %arg28, %57, %arg29, %50, %52, %54, %56) ({
    ^bb0(%arg57: tensor<3x5x5xf32>, %arg58: tensor<3xi1>, %arg59: tensor<i32>, %arg60: tensor<4x5xf32>, %arg61: tensor<3x4x5xf32>, %arg62: tensor<3xi32>, %arg63: tensor<3x4x5xf32>, %arg64: tensor<3x4x5xf32>):
      %114 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %115 = "stablehlo.compare"(%arg59, %114) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%115) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg49: tensor<3x5x5xf32>, %arg50: tensor<3xi1>, %arg51: tensor<i32>, %arg52: tensor<4x5xf32>, %arg53: tensor<3x4x5xf32>, %arg54: tensor<3xi32>, %arg55: tensor<3x4x5xf32>, %arg56: tensor<3x4x5xf32>):
      %105 = "func.call"(%arg49, %arg51) <{callee = @dynamic_index_in_dim}> : (tensor<3x5x5xf32>, tensor<i32>) -> tensor<5x5xf32>
      %106 = "func.call"(%arg50, %arg51) <{callee = @dynamic_index_in_dim_0}> : (tensor<3xi1>, tensor<i32>) -> tensor<i1>
      %107:5 = "func.call"(%arg52, %105, %106) <{callee = @closed_call}> : (tensor<4x5xf32>, tensor<5x5xf32>, tensor<i1>) -> (tensor<4x5xf32>, tensor<4x5xf32>, tensor<i32>, tensor<4x5xf32>, tensor<4x5xf32>)
      %108 = "func.call"(%arg53, %107#1, %arg51) <{callee = @dynamic_update_index_in_dim}> : (tensor<3x4x5xf32>, tensor<4x5xf32>, tensor<i32>) -> tensor<3x4x5xf32>
      %109 = "func.call"(%arg54, %107#2, %arg51) <{callee = @dynamic_update_index_in_dim_1}> : (tensor<3xi32>, tensor<i32>, tensor<i32>) -> tensor<3xi32>
      %110 = "func.call"(%arg55, %107#3, %arg51) <{callee = @dynamic_update_index_in_dim}> : (tensor<3x4x5xf32>, tensor<4x5xf32>, tensor<i32>) -> tensor<3x4x5xf32>
      %111 = "func.call"(%arg56, %107#4, %arg51) <{callee = @dynamic_update_index_in_dim}> : (tensor<3x4x5xf32>, tensor<4x5xf32>, tensor<i32>) -> tensor<3x4x5xf32>
      %112 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %113 = "stablehlo.add"(%arg51, %112) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg49, %arg50, %113, %107#0, %108, %109, %110, %111) : (tensor<3x5x5xf32>, tensor<3xi1>, tensor<i32>, tensor<4x5xf32>, tensor<3x4x5xf32>, tensor<3xi32>, tensor<3x4x5xf32>, tensor<3x4x5xf32>) -> ()
    }) : (tensor<3x5x5xf32>, tensor<3xi1>, tensor<i32>, tensor<4x5xf32>, tensor<3x4x5xf32>, tensor<3xi32>, tensor<3x4x5xf32>, tensor<3x4x5xf32>) -> (tensor<3x5x5xf32>, tensor<3xi1>, tensor<i32>, tensor<4x5xf32>, tensor<3x4x5xf32>, tensor<3xi32>, tensor<3x4x5xf32>, tensor<3x4x5xf32>)
    %59 = "stablehlo.dot_general"(%58#3, %arg27) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x5xf32>, tensor<5x3xf32>) -> tensor<4x3xf32>
    %60 = "stablehlo.subtract"(%59, %arg30) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %61 = "stablehlo.multiply"(%60, %60) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %62 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %63 = "stablehlo.broadcast_in_dim"(%62) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %64 = "stablehlo.multiply"(%63, %60) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %65 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %66 = "stablehlo.reduce"(%61, %65) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg47: tensor<f32>, %arg48: tensor<f32>):
      %104 = "stablehlo.add"(%arg47, %arg48) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%104) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<f32>) -> tensor<f32>
    %67 = "stablehlo.constant"() <{value = dense<1.200000e+01> : tensor<f32>}> : () -> tensor<f32>
    %68 = "stablehlo.divide"(%66, %67) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %69 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %70 = "stablehlo.constant"() <{value = dense<1.200000e+01> : tensor<f32>}> : () -> tensor<f32>
    %71 = "stablehlo.divide"(%69, %70) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %72 = "stablehlo.broadcast_in_dim"(%71) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %73 = "stablehlo.multiply"(%72, %64) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %74 = "stablehlo.dot_general"(%73, %58#3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<4x5xf32>) -> tensor<3x5xf32>
    %75 = "stablehlo.transpose"(%74) <{permutation = array<i64: 1, 0>}> : (tensor<3x5xf32>) -> tensor<5x3xf32>
    %76 = "stablehlo.dot_general"(%73, %arg27) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<5x3xf32>) -> tensor<4x5xf32>
    %77 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %78 = "stablehlo.broadcast_in_dim"(%77) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x5x5xf32>
    %79 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %80:8 = "stablehlo.while"(%arg26, %58#4, %58#5, %58#6, %58#7, %79, %76, %78) ({
    ^bb0(%arg39: tensor<3x5x5xf32>, %arg40: tensor<3x4x5xf32>, %arg41: tensor<3xi32>, %arg42: tensor<3x4x5xf32>, %arg43: tensor<3x4x5xf32>, %arg44: tensor<i32>, %arg45: tensor<4x5xf32>, %arg46: tensor<3x5x5xf32>):
      %102 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %103 = "stablehlo.compare"(%arg44, %102) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%103) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg31: tensor<3x5x5xf32>, %arg32: tensor<3x4x5xf32>, %arg33: tensor<3xi32>, %arg34: tensor<3x4x5xf32>, %arg35: tensor<3x4x5xf32>, %arg36: tensor<i32>, %arg37: tensor<4x5xf32>, %arg38: tensor<3x5x5xf32>):
      %89 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %90 = "stablehlo.subtract"(%89, %arg36) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %91 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %92 = "stablehlo.subtract"(%90, %91) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %93 = "func.call"(%arg31, %92) <{callee = @dynamic_index_in_dim}> : (tensor<3x5x5xf32>, tensor<i32>) -> tensor<5x5xf32>
      %94 = "func.call"(%arg32, %92) <{callee = @dynamic_index_in_dim_2}> : (tensor<3x4x5xf32>, tensor<i32>) -> tensor<4x5xf32>
      %95 = "func.call"(%arg33, %92) <{callee = @dynamic_index_in_dim_3}> : (tensor<3xi32>, tensor<i32>) -> tensor<i32>
      %96 = "func.call"(%arg34, %92) <{callee = @dynamic_index_in_dim_2}> : (tensor<3x4x5xf32>, tensor<i32>) -> tensor<4x5xf32>
      %97 = "func.call"(%arg35, %92) <{callee = @dynamic_index_in_dim_2}> : (tensor<3x4x5xf32>, tensor<i32>) -> tensor<4x5xf32>
      %98:2 = "func.call"(%arg37, %93, %94, %95, %96, %97) <{callee = @closed_call_4}> : (tensor<4x5xf32>, tensor<5x5xf32>, tensor<4x5xf32>, tensor<i32>, tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>, tensor<5x5xf32>)
      %99 = "func.call"(%arg38, %98#1, %92) <{callee = @dynamic_update_index_in_dim_5}> : (tensor<3x5x5xf32>, tensor<5x5xf32>, tensor<i32>) -> tensor<3x5x5xf32>
      %100 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %101 = "stablehlo.add"(%arg36, %100) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg31, %arg32, %arg33, %arg34, %arg35, %101, %98#0, %99) : (tensor<3x5x5xf32>, tensor<3x4x5xf32>, tensor<3xi32>, tensor<3x4x5xf32>, tensor<3x4x5xf32>, tensor<i32>, tensor<4x5xf32>, tensor<3x5x5xf32>) -> ()
    }) : (tensor<3x5x5xf32>, tensor<3x4x5xf32>, tensor<3xi32>, tensor<3x4x5xf32>, tensor<3x4x5xf32>, tensor<i32>, tensor<4x5xf32>, tensor<3x5x5xf32>) -> (tensor<3x5x5xf32>, tensor<3x4x5xf32>, tensor<3xi32>, tensor<3x4x5xf32>, tensor<3x4x5xf32>, tensor<i32>, tensor<4x5xf32>, tensor<3x5x5xf32>)
    %81 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %82 = "stablehlo.broadcast_in_dim"(%81) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x5x5xf32>
    %83 = "stablehlo.multiply"(%82, %80#7) : (tensor<3x5x5xf32>, tensor<3x5x5xf32>) -> tensor<3x5x5xf32>
    %84 = "stablehlo.subtract"(%arg26, %83) : (tensor<3x5x5xf32>, tensor<3x5x5xf32>) -> tensor<3x5x5xf32>
    %85 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %86 = "stablehlo.broadcast_in_dim"(%85) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x3xf32>
    %87 = "stablehlo.multiply"(%86, %75) : (tensor<5x3xf32>, tensor<5x3xf32>) -> tensor<5x3xf32>
    %88 = "stablehlo.subtract"(%arg27, %87) : (tensor<5x3xf32>, tensor<5x3xf32>) -> tensor<5x3xf32>
    "func.return"(%68, %84, %88) : (tensor<f32>, tensor<3x5x5xf32>, tensor<5x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<3x5x5xf32>, tensor<i32>) -> tensor<5x5xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg24: tensor<3x5x5xf32>, %arg25: tensor<i32>):
    %45 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %46 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %47 = "stablehlo.dynamic_slice"(%arg24, %arg25, %45, %46) <{slice_sizes = array<i64: 1, 5, 5>}> : (tensor<3x5x5xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x5x5xf32>
    %48 = "stablehlo.reshape"(%47) : (tensor<1x5x5xf32>) -> tensor<5x5xf32>
    "func.return"(%48) : (tensor<5x5xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<3xi1>, tensor<i32>) -> tensor<i1>, res_attrs = [{}], sym_name = "dynamic_index_in_dim_0", sym_visibility = "private"}> ({
  ^bb0(%arg22: tensor<3xi1>, %arg23: tensor<i32>):
    %43 = "stablehlo.dynamic_slice"(%arg22, %arg23) <{slice_sizes = array<i64: 1>}> : (tensor<3xi1>, tensor<i32>) -> tensor<1xi1>
    %44 = "stablehlo.reshape"(%43) : (tensor<1xi1>) -> tensor<i1>
    "func.return"(%44) : (tensor<i1>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<4x5xf32>, tensor<5x5xf32>, tensor<i1>) -> (tensor<4x5xf32>, tensor<4x5xf32>, tensor<i32>, tensor<4x5xf32>, tensor<4x5xf32>), res_attrs = [{}, {}, {}, {}, {}], sym_name = "closed_call", sym_visibility = "private"}> ({
  ^bb0(%arg19: tensor<4x5xf32>, %arg20: tensor<5x5xf32>, %arg21: tensor<i1>):
    %29 = "stablehlo.dot_general"(%arg19, %arg20) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x5xf32>, tensor<5x5xf32>) -> tensor<4x5xf32>
    %30 = "stablehlo.convert"(%arg21) : (tensor<i1>) -> tensor<i32>
    %31:3 = "stablehlo.case"(%30) ({
      %39 = "stablehlo.tanh"(%29) : (tensor<4x5xf32>) -> tensor<4x5xf32>
      %40 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %41 = "stablehlo.broadcast_in_dim"(%40) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x5xf32>
      %42 = "stablehlo.subtract"(%41, %39) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      "stablehlo.return"(%39, %39, %42) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> ()
    }, {
      %32 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %33 = "stablehlo.broadcast_in_dim"(%32) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x5xf32>
      %34 = "stablehlo.multiply"(%33, %29) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %35 = "stablehlo.tanh"(%34) : (tensor<4x5xf32>) -> tensor<4x5xf32>
      %36 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %37 = "stablehlo.broadcast_in_dim"(%36) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x5xf32>
      %38 = "stablehlo.subtract"(%37, %35) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      "stablehlo.return"(%35, %35, %38) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> ()
    }) : (tensor<i32>) -> (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>)
    "func.return"(%31#0, %arg19, %30, %31#1, %31#2) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<i32>, tensor<4x5xf32>, tensor<4x5xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<3x4x5xf32>, tensor<4x5xf32>, tensor<i32>) -> tensor<3x4x5xf32>, res_attrs = [{}], sym_name = "dynamic_update_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg16: tensor<3x4x5xf32>, %arg17: tensor<4x5xf32>, %arg18: tensor<i32>):
    %25 = "stablehlo.broadcast_in_dim"(%arg17) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<4x5xf32>) -> tensor<1x4x5xf32>
    %26 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %27 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %28 = "stablehlo.dynamic_update_slice"(%arg16, %25, %arg18, %26, %27) : (tensor<3x4x5xf32>, tensor<1x4x5xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<3x4x5xf32>
    "func.return"(%28) : (tensor<3x4x5xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<3xi32>, tensor<i32>, tensor<i32>) -> tensor<3xi32>, res_attrs = [{}], sym_name = "dynamic_update_index_in_dim_1", sym_visibility = "private"}> ({
  ^bb0(%arg13: tensor<3xi32>, %arg14: tensor<i32>, %arg15: tensor<i32>):
    %23 = "stablehlo.broadcast_in_dim"(%arg14) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<1xi32>
    %24 = "stablehlo.dynamic_update_slice"(%arg13, %23, %arg15) : (tensor<3xi32>, tensor<1xi32>, tensor<i32>) -> tensor<3xi32>
    "func.return"(%24) : (tensor<3xi32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<3x4x5xf32>, tensor<i32>) -> tensor<4x5xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim_2", sym_visibility = "private"}> ({
  ^bb0(%arg11: tensor<3x4x5xf32>, %arg12: tensor<i32>):
    %19 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %20 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %21 = "stablehlo.dynamic_slice"(%arg11, %arg12, %19, %20) <{slice_sizes = array<i64: 1, 4, 5>}> : (tensor<3x4x5xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x4x5xf32>
    %22 = "stablehlo.reshape"(%21) : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    "func.return"(%22) : (tensor<4x5xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<3xi32>, tensor<i32>) -> tensor<i32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim_3", sym_visibility = "private"}> ({
  ^bb0(%arg9: tensor<3xi32>, %arg10: tensor<i32>):
    %17 = "stablehlo.dynamic_slice"(%arg9, %arg10) <{slice_sizes = array<i64: 1>}> : (tensor<3xi32>, tensor<i32>) -> tensor<1xi32>
    %18 = "stablehlo.reshape"(%17) : (tensor<1xi32>) -> tensor<i32>
    "func.return"(%18) : (tensor<i32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<4x5xf32>, tensor<5x5xf32>, tensor<4x5xf32>, tensor<i32>, tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>, tensor<5x5xf32>), res_attrs = [{}, {}], sym_name = "closed_call_4", sym_visibility = "private"}> ({
  ^bb0(%arg3: tensor<4x5xf32>, %arg4: tensor<5x5xf32>, %arg5: tensor<4x5xf32>, %arg6: tensor<i32>, %arg7: tensor<4x5xf32>, %arg8: tensor<4x5xf32>):
    %4 = "stablehlo.case"(%arg6) ({
      %14 = "stablehlo.multiply"(%arg3, %arg8) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %15 = "stablehlo.multiply"(%14, %arg7) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %16 = "stablehlo.add"(%14, %15) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      "stablehlo.return"(%16) : (tensor<4x5xf32>) -> ()
    }, {
      %8 = "stablehlo.multiply"(%arg3, %arg8) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %9 = "stablehlo.multiply"(%8, %arg7) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %10 = "stablehlo.add"(%8, %9) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %11 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %12 = "stablehlo.broadcast_in_dim"(%11) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x5xf32>
      %13 = "stablehlo.multiply"(%12, %10) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      "stablehlo.return"(%13) : (tensor<4x5xf32>) -> ()
    }) : (tensor<i32>) -> tensor<4x5xf32>
    %5 = "stablehlo.dot_general"(%4, %arg5) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<5x5xf32>
    %6 = "stablehlo.transpose"(%5) <{permutation = array<i64: 1, 0>}> : (tensor<5x5xf32>) -> tensor<5x5xf32>
    %7 = "stablehlo.dot_general"(%4, %arg4) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x5xf32>, tensor<5x5xf32>) -> tensor<4x5xf32>
    "func.return"(%7, %6) : (tensor<4x5xf32>, tensor<5x5xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<3x5x5xf32>, tensor<5x5xf32>, tensor<i32>) -> tensor<3x5x5xf32>, res_attrs = [{}], sym_name = "dynamic_update_index_in_dim_5", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<3x5x5xf32>, %arg1: tensor<5x5xf32>, %arg2: tensor<i32>):
    %0 = "stablehlo.broadcast_in_dim"(%arg1) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<5x5xf32>) -> tensor<1x5x5xf32>
    %1 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %2 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %3 = "stablehlo.dynamic_update_slice"(%arg0, %0, %arg2, %1, %2) : (tensor<3x5x5xf32>, tensor<1x5x5xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<3x5x5xf32>
    "func.return"(%3) : (tensor<3x5x5xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
