// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --per-attach-regularizers="regularizer=#per.l2 lambda=new" | FileCheck %s

// A recurrent network: the site is in the forward loop, its cotangent is a
// carried value of the backward loop, and the activation is what that loop reads
// from the stack that the forward loop wrote.

// CHECK-LABEL: func.func public @main
// CHECK: %[[SCALE:.+]] = "stablehlo.multiply"(%arg5,
// CHECK: "stablehlo.tanh"
// CHECK: "stablehlo.while"
// CHECK: %[[READ:.+]] = "stablehlo.dynamic_slice"(%{{.+}}) <{slice_sizes = array<i64: 1, 4, 7>}>
// CHECK: per.gradient #per.l2 ins(%[[Y:.+]] : tensor<4x7xf32>) scale(%[[SCALE]] : tensor<f32>) samples [0] outs(%[[CARRY:arg.+]] : tensor<4x7xf32>)
// CHECK-NOT: per.gradient

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}], function_type = (tensor<7x3xf32>, tensor<7x7xf32>, tensor<5x7xf32>, tensor<6x4x5xf32>, tensor<4x3xf32>) -> (tensor<f32>, tensor<7x3xf32>, tensor<7x7xf32>, tensor<5x7xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1]['o']"}, {jax.result_info = "result[1]['u']"}, {jax.result_info = "result[1]['w1']"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg19: tensor<7x3xf32>, %arg20: tensor<7x7xf32>, %arg21: tensor<5x7xf32>, %arg22: tensor<6x4x5xf32>, %arg23: tensor<4x3xf32>):
    %29 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %30 = "stablehlo.broadcast_in_dim"(%29) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x7xf32>
    %31 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %32 = "stablehlo.broadcast_in_dim"(%31) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x4x7xf32>
    %33 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %34 = "stablehlo.broadcast_in_dim"(%33) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x4x7xf32>
    %35 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %36 = "stablehlo.broadcast_in_dim"(%35) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x4x7xf32>
    %37 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %38:8 = "stablehlo.while"(%arg22, %arg21, %arg20, %37, %30, %32, %34, %36) ({
    ^bb0(%arg52: tensor<6x4x5xf32>, %arg53: tensor<5x7xf32>, %arg54: tensor<7x7xf32>, %arg55: tensor<i32>, %arg56: tensor<4x7xf32>, %arg57: tensor<6x4x7xf32>, %arg58: tensor<6x4x7xf32>, %arg59: tensor<6x4x7xf32>):
      %96 = "stablehlo.constant"() <{value = dense<6> : tensor<i32>}> : () -> tensor<i32>
      %97 = "stablehlo.compare"(%arg55, %96) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%97) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg44: tensor<6x4x5xf32>, %arg45: tensor<5x7xf32>, %arg46: tensor<7x7xf32>, %arg47: tensor<i32>, %arg48: tensor<4x7xf32>, %arg49: tensor<6x4x7xf32>, %arg50: tensor<6x4x7xf32>, %arg51: tensor<6x4x7xf32>):
      %89 = "func.call"(%arg44, %arg47) <{callee = @dynamic_index_in_dim}> : (tensor<6x4x5xf32>, tensor<i32>) -> tensor<4x5xf32>
      %90:4 = "func.call"(%arg45, %arg46, %arg48, %89) <{callee = @closed_call}> : (tensor<5x7xf32>, tensor<7x7xf32>, tensor<4x7xf32>, tensor<4x5xf32>) -> (tensor<4x7xf32>, tensor<4x7xf32>, tensor<4x7xf32>, tensor<4x7xf32>)
      %91 = "func.call"(%arg49, %90#1, %arg47) <{callee = @dynamic_update_index_in_dim}> : (tensor<6x4x7xf32>, tensor<4x7xf32>, tensor<i32>) -> tensor<6x4x7xf32>
      %92 = "func.call"(%arg50, %90#2, %arg47) <{callee = @dynamic_update_index_in_dim}> : (tensor<6x4x7xf32>, tensor<4x7xf32>, tensor<i32>) -> tensor<6x4x7xf32>
      %93 = "func.call"(%arg51, %90#3, %arg47) <{callee = @dynamic_update_index_in_dim}> : (tensor<6x4x7xf32>, tensor<4x7xf32>, tensor<i32>) -> tensor<6x4x7xf32>
      %94 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %95 = "stablehlo.add"(%arg47, %94) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg44, %arg45, %arg46, %95, %90#0, %91, %92, %93) : (tensor<6x4x5xf32>, tensor<5x7xf32>, tensor<7x7xf32>, tensor<i32>, tensor<4x7xf32>, tensor<6x4x7xf32>, tensor<6x4x7xf32>, tensor<6x4x7xf32>) -> ()
    }) : (tensor<6x4x5xf32>, tensor<5x7xf32>, tensor<7x7xf32>, tensor<i32>, tensor<4x7xf32>, tensor<6x4x7xf32>, tensor<6x4x7xf32>, tensor<6x4x7xf32>) -> (tensor<6x4x5xf32>, tensor<5x7xf32>, tensor<7x7xf32>, tensor<i32>, tensor<4x7xf32>, tensor<6x4x7xf32>, tensor<6x4x7xf32>, tensor<6x4x7xf32>)
    %39 = "stablehlo.dot_general"(%38#4, %arg19) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x7xf32>, tensor<7x3xf32>) -> tensor<4x3xf32>
    %40 = "stablehlo.subtract"(%39, %arg23) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %41 = "stablehlo.multiply"(%40, %40) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %42 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %43 = "stablehlo.broadcast_in_dim"(%42) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %44 = "stablehlo.multiply"(%43, %40) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %45 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %46 = "stablehlo.reduce"(%41, %45) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg42: tensor<f32>, %arg43: tensor<f32>):
      %88 = "stablehlo.add"(%arg42, %arg43) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%88) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<f32>) -> tensor<f32>
    %47 = "stablehlo.constant"() <{value = dense<1.200000e+01> : tensor<f32>}> : () -> tensor<f32>
    %48 = "stablehlo.divide"(%46, %47) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %49 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %50 = "stablehlo.constant"() <{value = dense<1.200000e+01> : tensor<f32>}> : () -> tensor<f32>
    %51 = "stablehlo.divide"(%49, %50) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %52 = "stablehlo.broadcast_in_dim"(%51) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %53 = "stablehlo.multiply"(%52, %44) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %54 = "stablehlo.dot_general"(%53, %38#4) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<4x7xf32>) -> tensor<3x7xf32>
    %55 = "stablehlo.transpose"(%54) <{permutation = array<i64: 1, 0>}> : (tensor<3x7xf32>) -> tensor<7x3xf32>
    %56 = "stablehlo.dot_general"(%53, %arg19) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<7x3xf32>) -> tensor<4x7xf32>
    %57 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %58 = "stablehlo.broadcast_in_dim"(%57) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x7xf32>
    %59 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %60 = "stablehlo.broadcast_in_dim"(%59) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<7x7xf32>
    %61 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %62:9 = "stablehlo.while"(%arg22, %38#5, %38#6, %38#7, %arg20, %61, %58, %60, %56) ({
    ^bb0(%arg33: tensor<6x4x5xf32>, %arg34: tensor<6x4x7xf32>, %arg35: tensor<6x4x7xf32>, %arg36: tensor<6x4x7xf32>, %arg37: tensor<7x7xf32>, %arg38: tensor<i32>, %arg39: tensor<5x7xf32>, %arg40: tensor<7x7xf32>, %arg41: tensor<4x7xf32>):
      %86 = "stablehlo.constant"() <{value = dense<6> : tensor<i32>}> : () -> tensor<i32>
      %87 = "stablehlo.compare"(%arg38, %86) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%87) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg24: tensor<6x4x5xf32>, %arg25: tensor<6x4x7xf32>, %arg26: tensor<6x4x7xf32>, %arg27: tensor<6x4x7xf32>, %arg28: tensor<7x7xf32>, %arg29: tensor<i32>, %arg30: tensor<5x7xf32>, %arg31: tensor<7x7xf32>, %arg32: tensor<4x7xf32>):
      %75 = "stablehlo.constant"() <{value = dense<6> : tensor<i32>}> : () -> tensor<i32>
      %76 = "stablehlo.subtract"(%75, %arg29) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %77 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %78 = "stablehlo.subtract"(%76, %77) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %79 = "func.call"(%arg24, %78) <{callee = @dynamic_index_in_dim}> : (tensor<6x4x5xf32>, tensor<i32>) -> tensor<4x5xf32>
      %80 = "func.call"(%arg25, %78) <{callee = @dynamic_index_in_dim_0}> : (tensor<6x4x7xf32>, tensor<i32>) -> tensor<4x7xf32>
      %81 = "func.call"(%arg26, %78) <{callee = @dynamic_index_in_dim_0}> : (tensor<6x4x7xf32>, tensor<i32>) -> tensor<4x7xf32>
      %82 = "func.call"(%arg27, %78) <{callee = @dynamic_index_in_dim_0}> : (tensor<6x4x7xf32>, tensor<i32>) -> tensor<4x7xf32>
      %83:3 = "func.call"(%arg28, %arg30, %arg31, %arg32, %79, %80, %81, %82) <{callee = @closed_call_1}> : (tensor<7x7xf32>, tensor<5x7xf32>, tensor<7x7xf32>, tensor<4x7xf32>, tensor<4x5xf32>, tensor<4x7xf32>, tensor<4x7xf32>, tensor<4x7xf32>) -> (tensor<5x7xf32>, tensor<7x7xf32>, tensor<4x7xf32>)
      %84 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %85 = "stablehlo.add"(%arg29, %84) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg24, %arg25, %arg26, %arg27, %arg28, %85, %83#0, %83#1, %83#2) : (tensor<6x4x5xf32>, tensor<6x4x7xf32>, tensor<6x4x7xf32>, tensor<6x4x7xf32>, tensor<7x7xf32>, tensor<i32>, tensor<5x7xf32>, tensor<7x7xf32>, tensor<4x7xf32>) -> ()
    }) : (tensor<6x4x5xf32>, tensor<6x4x7xf32>, tensor<6x4x7xf32>, tensor<6x4x7xf32>, tensor<7x7xf32>, tensor<i32>, tensor<5x7xf32>, tensor<7x7xf32>, tensor<4x7xf32>) -> (tensor<6x4x5xf32>, tensor<6x4x7xf32>, tensor<6x4x7xf32>, tensor<6x4x7xf32>, tensor<7x7xf32>, tensor<i32>, tensor<5x7xf32>, tensor<7x7xf32>, tensor<4x7xf32>)
    %63 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %64 = "stablehlo.broadcast_in_dim"(%63) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<7x3xf32>
    %65 = "stablehlo.multiply"(%64, %55) : (tensor<7x3xf32>, tensor<7x3xf32>) -> tensor<7x3xf32>
    %66 = "stablehlo.subtract"(%arg19, %65) : (tensor<7x3xf32>, tensor<7x3xf32>) -> tensor<7x3xf32>
    %67 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %68 = "stablehlo.broadcast_in_dim"(%67) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<7x7xf32>
    %69 = "stablehlo.multiply"(%68, %62#7) : (tensor<7x7xf32>, tensor<7x7xf32>) -> tensor<7x7xf32>
    %70 = "stablehlo.subtract"(%arg20, %69) : (tensor<7x7xf32>, tensor<7x7xf32>) -> tensor<7x7xf32>
    %71 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %72 = "stablehlo.broadcast_in_dim"(%71) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x7xf32>
    %73 = "stablehlo.multiply"(%72, %62#6) : (tensor<5x7xf32>, tensor<5x7xf32>) -> tensor<5x7xf32>
    %74 = "stablehlo.subtract"(%arg21, %73) : (tensor<5x7xf32>, tensor<5x7xf32>) -> tensor<5x7xf32>
    "func.return"(%48, %66, %70, %74) : (tensor<f32>, tensor<7x3xf32>, tensor<7x7xf32>, tensor<5x7xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<6x4x5xf32>, tensor<i32>) -> tensor<4x5xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg17: tensor<6x4x5xf32>, %arg18: tensor<i32>):
    %25 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %26 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %27 = "stablehlo.dynamic_slice"(%arg17, %arg18, %25, %26) <{slice_sizes = array<i64: 1, 4, 5>}> : (tensor<6x4x5xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x4x5xf32>
    %28 = "stablehlo.reshape"(%27) : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    "func.return"(%28) : (tensor<4x5xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<5x7xf32>, tensor<7x7xf32>, tensor<4x7xf32>, tensor<4x5xf32>) -> (tensor<4x7xf32>, tensor<4x7xf32>, tensor<4x7xf32>, tensor<4x7xf32>), res_attrs = [{}, {}, {}, {}], sym_name = "closed_call", sym_visibility = "private"}> ({
  ^bb0(%arg13: tensor<5x7xf32>, %arg14: tensor<7x7xf32>, %arg15: tensor<4x7xf32>, %arg16: tensor<4x5xf32>):
    %18 = "stablehlo.dot_general"(%arg16, %arg13) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x5xf32>, tensor<5x7xf32>) -> tensor<4x7xf32>
    %19 = "stablehlo.dot_general"(%arg15, %arg14) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x7xf32>, tensor<7x7xf32>) -> tensor<4x7xf32>
    %20 = "stablehlo.add"(%18, %19) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %21 = "stablehlo.tanh"(%20) : (tensor<4x7xf32>) -> tensor<4x7xf32>
    %22 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %23 = "stablehlo.broadcast_in_dim"(%22) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x7xf32>
    %24 = "stablehlo.subtract"(%23, %21) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    "func.return"(%21, %arg15, %21, %24) : (tensor<4x7xf32>, tensor<4x7xf32>, tensor<4x7xf32>, tensor<4x7xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<6x4x7xf32>, tensor<4x7xf32>, tensor<i32>) -> tensor<6x4x7xf32>, res_attrs = [{}], sym_name = "dynamic_update_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg10: tensor<6x4x7xf32>, %arg11: tensor<4x7xf32>, %arg12: tensor<i32>):
    %14 = "stablehlo.broadcast_in_dim"(%arg11) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<4x7xf32>) -> tensor<1x4x7xf32>
    %15 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %16 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %17 = "stablehlo.dynamic_update_slice"(%arg10, %14, %arg12, %15, %16) : (tensor<6x4x7xf32>, tensor<1x4x7xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<6x4x7xf32>
    "func.return"(%17) : (tensor<6x4x7xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<6x4x7xf32>, tensor<i32>) -> tensor<4x7xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim_0", sym_visibility = "private"}> ({
  ^bb0(%arg8: tensor<6x4x7xf32>, %arg9: tensor<i32>):
    %10 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %11 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %12 = "stablehlo.dynamic_slice"(%arg8, %arg9, %10, %11) <{slice_sizes = array<i64: 1, 4, 7>}> : (tensor<6x4x7xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x4x7xf32>
    %13 = "stablehlo.reshape"(%12) : (tensor<1x4x7xf32>) -> tensor<4x7xf32>
    "func.return"(%13) : (tensor<4x7xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<7x7xf32>, tensor<5x7xf32>, tensor<7x7xf32>, tensor<4x7xf32>, tensor<4x5xf32>, tensor<4x7xf32>, tensor<4x7xf32>, tensor<4x7xf32>) -> (tensor<5x7xf32>, tensor<7x7xf32>, tensor<4x7xf32>), res_attrs = [{}, {}, {}], sym_name = "closed_call_1", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<7x7xf32>, %arg1: tensor<5x7xf32>, %arg2: tensor<7x7xf32>, %arg3: tensor<4x7xf32>, %arg4: tensor<4x5xf32>, %arg5: tensor<4x7xf32>, %arg6: tensor<4x7xf32>, %arg7: tensor<4x7xf32>):
    %0 = "stablehlo.multiply"(%arg3, %arg7) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %1 = "stablehlo.multiply"(%0, %arg6) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %2 = "stablehlo.add"(%0, %1) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %3 = "stablehlo.dot_general"(%2, %arg5) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<7x7xf32>
    %4 = "stablehlo.transpose"(%3) <{permutation = array<i64: 1, 0>}> : (tensor<7x7xf32>) -> tensor<7x7xf32>
    %5 = "stablehlo.add"(%arg2, %4) : (tensor<7x7xf32>, tensor<7x7xf32>) -> tensor<7x7xf32>
    %6 = "stablehlo.dot_general"(%2, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x7xf32>, tensor<7x7xf32>) -> tensor<4x7xf32>
    %7 = "stablehlo.dot_general"(%2, %arg4) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x7xf32>, tensor<4x5xf32>) -> tensor<7x5xf32>
    %8 = "stablehlo.transpose"(%7) <{permutation = array<i64: 1, 0>}> : (tensor<7x5xf32>) -> tensor<5x7xf32>
    %9 = "stablehlo.add"(%arg1, %8) : (tensor<5x7xf32>, tensor<5x7xf32>) -> tensor<5x7xf32>
    "func.return"(%9, %5, %6) : (tensor<5x7xf32>, tensor<7x7xf32>, tensor<4x7xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
