// RUN: per-opt --allow-unregistered-dialect --per-inline-calls --test-per-print-view %s -o /dev/null 2>&1 | FileCheck %s

// A recurrent cell in a scan: the forward loop writes residual stacks, the
// backward one reads them at the mirrored index.

// CHECK: block %[[V0:[0-9]+]]:3x4xf32 %[[V1:[0-9]+]]:4x4xf32 %{{[0-9]+}}:4x2xf32 %[[V3:[0-9]+]]:5x2x3xf32 %{{[0-9]+}}:2x2xf32
// CHECK: constant splat 0.000000e+00 %{{[0-9]+}}:f32 <-
// CHECK: while %{{[0-9]+}}:5x2x3xf32 %{{[0-9]+}}:3x4xf32 %{{[0-9]+}}:4x4xf32 %{{[0-9]+}}:i32 %{{[0-9]+}}:2x4xf32 %[[V59:[0-9]+]]:5x2x4xf32 %[[V60:[0-9]+]]:5x2x4xf32 %[[V61:[0-9]+]]:5x2x4xf32 <- %[[V3]] %[[V0]] %[[V1]] %[[V11:[0-9]+]] %{{[0-9]+}} %{{[0-9]+}} %{{[0-9]+}} %{{[0-9]+}}
// CHECK: block %{{[0-9]+}}:5x2x3xf32 %{{[0-9]+}}:3x4xf32 %{{[0-9]+}}:4x4xf32 %[[V20:[0-9]+]]:i32 %{{[0-9]+}}:2x4xf32 %{{[0-9]+}}:5x2x4xf32 %{{[0-9]+}}:5x2x4xf32 %{{[0-9]+}}:5x2x4xf32
// CHECK: elementwise compare_lt integer %[[V25:[0-9]+]]:i1 <- %[[V20]] %[[V10:[0-9]+]]
// CHECK: return <- %[[V25]]
// CHECK: dynamic_slice %[[V35:[0-9]+]]:1x2x3xf32 <- %[[V26:[0-9]+]] %[[V29:[0-9]+]] %[[V34:[0-9]+]] %[[V34]]
// CHECK: reshape %{{[0-9]+}}:2x3xf32 <- %[[V35]]
// CHECK: elementwise tanh %[[V41:[0-9]+]]:2x4xf32 <- %{{[0-9]+}}
// CHECK: dynamic_update_slice %[[V46:[0-9]+]]:5x2x4xf32 <- %{{[0-9]+}} %{{[0-9]+}} %[[V29]] %[[V44:[0-9]+]] %[[V44]]
// CHECK: elementwise add integer %[[V53:[0-9]+]]:i32 <- %[[V29]] %[[V9:[0-9]+]]
// CHECK: return <- %[[V26]] %{{[0-9]+}} %{{[0-9]+}} %[[V53]] %[[V41]] %[[V46]] %{{[0-9]+}} %{{[0-9]+}}
// CHECK: while %{{[0-9]+}}:5x2x3xf32 %{{[0-9]+}}:5x2x4xf32 %{{[0-9]+}}:5x2x4xf32 %{{[0-9]+}}:5x2x4xf32 %{{[0-9]+}}:4x4xf32 %{{[0-9]+}}:i32 %{{[0-9]+}}:3x4xf32 %{{[0-9]+}}:4x4xf32 %{{[0-9]+}}:2x4xf32 <- %[[V3]] %[[V59]] %[[V60]] %[[V61]] %[[V1]] %[[V11]] %{{[0-9]+}} %{{[0-9]+}} %{{[0-9]+}}
// CHECK: elementwise subtract integer %[[V96:[0-9]+]]:i32 <- %[[V10]] %[[V92:[0-9]+]]
// CHECK: elementwise subtract integer %[[V97:[0-9]+]]:i32 <- %[[V96]] %[[V9]]
// CHECK: dynamic_slice %{{[0-9]+}}:1x2x3xf32 <- %{{[0-9]+}} %[[V97]] %[[V98:[0-9]+]] %[[V98]]
// CHECK: elementwise add integer %{{[0-9]+}}:i32 <- %[[V92]] %[[V9]]

"builtin.module"() <{sym_name = "jit_f"}> ({
  "func.func"() <{function_type = (tensor<3x4xf32>, tensor<4x4xf32>, tensor<4x2xf32>, tensor<5x2x3xf32>, tensor<2x2xf32>) -> (tensor<f32>, tensor<3x4xf32>, tensor<4x4xf32>, tensor<4x2xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}, {jax.result_info = "result[1][2]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg19: tensor<3x4xf32>, %arg20: tensor<4x4xf32>, %arg21: tensor<4x2xf32>, %arg22: tensor<5x2x3xf32>, %arg23: tensor<2x2xf32>):
    %26 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %27 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %28 = "stablehlo.constant"() <{value = dense<4.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %29 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %30 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %31 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
    %32 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %33 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %34 = "stablehlo.broadcast_in_dim"(%33) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4xf32>
    %35 = "stablehlo.broadcast_in_dim"(%33) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x2x4xf32>
    %36 = "stablehlo.broadcast_in_dim"(%33) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x2x4xf32>
    %37 = "stablehlo.broadcast_in_dim"(%33) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x2x4xf32>
    %38:8 = "stablehlo.while"(%arg22, %arg19, %arg20, %32, %34, %35, %36, %37) ({
    ^bb0(%arg52: tensor<5x2x3xf32>, %arg53: tensor<3x4xf32>, %arg54: tensor<4x4xf32>, %arg55: tensor<i32>, %arg56: tensor<2x4xf32>, %arg57: tensor<5x2x4xf32>, %arg58: tensor<5x2x4xf32>, %arg59: tensor<5x2x4xf32>):
      %80 = "stablehlo.compare"(%arg55, %31) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%80) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg44: tensor<5x2x3xf32>, %arg45: tensor<3x4xf32>, %arg46: tensor<4x4xf32>, %arg47: tensor<i32>, %arg48: tensor<2x4xf32>, %arg49: tensor<5x2x4xf32>, %arg50: tensor<5x2x4xf32>, %arg51: tensor<5x2x4xf32>):
      %74 = "func.call"(%arg44, %arg47) <{callee = @dynamic_index_in_dim}> : (tensor<5x2x3xf32>, tensor<i32>) -> tensor<2x3xf32>
      %75:4 = "func.call"(%arg45, %arg46, %arg48, %74) <{callee = @closed_call}> : (tensor<3x4xf32>, tensor<4x4xf32>, tensor<2x4xf32>, tensor<2x3xf32>) -> (tensor<2x4xf32>, tensor<2x4xf32>, tensor<2x4xf32>, tensor<2x4xf32>)
      %76 = "func.call"(%arg49, %75#1, %arg47) <{callee = @dynamic_update_index_in_dim}> : (tensor<5x2x4xf32>, tensor<2x4xf32>, tensor<i32>) -> tensor<5x2x4xf32>
      %77 = "func.call"(%arg50, %75#2, %arg47) <{callee = @dynamic_update_index_in_dim}> : (tensor<5x2x4xf32>, tensor<2x4xf32>, tensor<i32>) -> tensor<5x2x4xf32>
      %78 = "func.call"(%arg51, %75#3, %arg47) <{callee = @dynamic_update_index_in_dim}> : (tensor<5x2x4xf32>, tensor<2x4xf32>, tensor<i32>) -> tensor<5x2x4xf32>
      %79 = "stablehlo.add"(%arg47, %30) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg44, %arg45, %arg46, %79, %75#0, %76, %77, %78) : (tensor<5x2x3xf32>, tensor<3x4xf32>, tensor<4x4xf32>, tensor<i32>, tensor<2x4xf32>, tensor<5x2x4xf32>, tensor<5x2x4xf32>, tensor<5x2x4xf32>) -> ()
    }) : (tensor<5x2x3xf32>, tensor<3x4xf32>, tensor<4x4xf32>, tensor<i32>, tensor<2x4xf32>, tensor<5x2x4xf32>, tensor<5x2x4xf32>, tensor<5x2x4xf32>) -> (tensor<5x2x3xf32>, tensor<3x4xf32>, tensor<4x4xf32>, tensor<i32>, tensor<2x4xf32>, tensor<5x2x4xf32>, tensor<5x2x4xf32>, tensor<5x2x4xf32>)
    %39 = "stablehlo.dot_general"(%38#4, %arg21) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<2x4xf32>, tensor<4x2xf32>) -> tensor<2x2xf32>
    %40 = "stablehlo.subtract"(%39, %arg23) : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x2xf32>
    %41 = "stablehlo.multiply"(%40, %40) : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x2xf32>
    %42 = "stablehlo.broadcast_in_dim"(%29) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x2xf32>
    %43 = "stablehlo.multiply"(%42, %40) : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x2xf32>
    %44 = "stablehlo.reduce"(%41, %33) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg42: tensor<f32>, %arg43: tensor<f32>):
      %73 = "stablehlo.add"(%arg42, %arg43) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%73) : (tensor<f32>) -> ()
    }) : (tensor<2x2xf32>, tensor<f32>) -> tensor<f32>
    %45 = "stablehlo.divide"(%44, %28) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %46 = "stablehlo.divide"(%27, %28) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %47 = "stablehlo.broadcast_in_dim"(%46) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x2xf32>
    %48 = "stablehlo.multiply"(%47, %43) : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x2xf32>
    %49 = "stablehlo.dot_general"(%48, %38#4) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<2x2xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
    %50 = "stablehlo.transpose"(%49) <{permutation = array<i64: 1, 0>}> : (tensor<2x4xf32>) -> tensor<4x2xf32>
    %51 = "stablehlo.dot_general"(%48, %arg21) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<2x2xf32>, tensor<4x2xf32>) -> tensor<2x4xf32>
    %52 = "stablehlo.broadcast_in_dim"(%33) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x4xf32>
    %53 = "stablehlo.broadcast_in_dim"(%33) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x4xf32>
    %54:9 = "stablehlo.while"(%arg22, %38#5, %38#6, %38#7, %arg20, %32, %52, %53, %51) ({
    ^bb0(%arg33: tensor<5x2x3xf32>, %arg34: tensor<5x2x4xf32>, %arg35: tensor<5x2x4xf32>, %arg36: tensor<5x2x4xf32>, %arg37: tensor<4x4xf32>, %arg38: tensor<i32>, %arg39: tensor<3x4xf32>, %arg40: tensor<4x4xf32>, %arg41: tensor<2x4xf32>):
      %72 = "stablehlo.compare"(%arg38, %31) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%72) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg24: tensor<5x2x3xf32>, %arg25: tensor<5x2x4xf32>, %arg26: tensor<5x2x4xf32>, %arg27: tensor<5x2x4xf32>, %arg28: tensor<4x4xf32>, %arg29: tensor<i32>, %arg30: tensor<3x4xf32>, %arg31: tensor<4x4xf32>, %arg32: tensor<2x4xf32>):
      %64 = "stablehlo.subtract"(%31, %arg29) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %65 = "stablehlo.subtract"(%64, %30) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %66 = "func.call"(%arg24, %65) <{callee = @dynamic_index_in_dim}> : (tensor<5x2x3xf32>, tensor<i32>) -> tensor<2x3xf32>
      %67 = "func.call"(%arg25, %65) <{callee = @dynamic_index_in_dim_0}> : (tensor<5x2x4xf32>, tensor<i32>) -> tensor<2x4xf32>
      %68 = "func.call"(%arg26, %65) <{callee = @dynamic_index_in_dim_0}> : (tensor<5x2x4xf32>, tensor<i32>) -> tensor<2x4xf32>
      %69 = "func.call"(%arg27, %65) <{callee = @dynamic_index_in_dim_0}> : (tensor<5x2x4xf32>, tensor<i32>) -> tensor<2x4xf32>
      %70:3 = "func.call"(%arg28, %arg30, %arg31, %arg32, %66, %67, %68, %69) <{callee = @closed_call_1}> : (tensor<4x4xf32>, tensor<3x4xf32>, tensor<4x4xf32>, tensor<2x4xf32>, tensor<2x3xf32>, tensor<2x4xf32>, tensor<2x4xf32>, tensor<2x4xf32>) -> (tensor<3x4xf32>, tensor<4x4xf32>, tensor<2x4xf32>)
      %71 = "stablehlo.add"(%arg29, %30) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg24, %arg25, %arg26, %arg27, %arg28, %71, %70#0, %70#1, %70#2) : (tensor<5x2x3xf32>, tensor<5x2x4xf32>, tensor<5x2x4xf32>, tensor<5x2x4xf32>, tensor<4x4xf32>, tensor<i32>, tensor<3x4xf32>, tensor<4x4xf32>, tensor<2x4xf32>) -> ()
    }) : (tensor<5x2x3xf32>, tensor<5x2x4xf32>, tensor<5x2x4xf32>, tensor<5x2x4xf32>, tensor<4x4xf32>, tensor<i32>, tensor<3x4xf32>, tensor<4x4xf32>, tensor<2x4xf32>) -> (tensor<5x2x3xf32>, tensor<5x2x4xf32>, tensor<5x2x4xf32>, tensor<5x2x4xf32>, tensor<4x4xf32>, tensor<i32>, tensor<3x4xf32>, tensor<4x4xf32>, tensor<2x4xf32>)
    %55 = "stablehlo.broadcast_in_dim"(%26) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x4xf32>
    %56 = "stablehlo.multiply"(%55, %54#6) : (tensor<3x4xf32>, tensor<3x4xf32>) -> tensor<3x4xf32>
    %57 = "stablehlo.subtract"(%arg19, %56) : (tensor<3x4xf32>, tensor<3x4xf32>) -> tensor<3x4xf32>
    %58 = "stablehlo.broadcast_in_dim"(%26) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x4xf32>
    %59 = "stablehlo.multiply"(%58, %54#7) : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
    %60 = "stablehlo.subtract"(%arg20, %59) : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
    %61 = "stablehlo.broadcast_in_dim"(%26) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x2xf32>
    %62 = "stablehlo.multiply"(%61, %50) : (tensor<4x2xf32>, tensor<4x2xf32>) -> tensor<4x2xf32>
    %63 = "stablehlo.subtract"(%arg21, %62) : (tensor<4x2xf32>, tensor<4x2xf32>) -> tensor<4x2xf32>
    "func.return"(%45, %57, %60, %63) : (tensor<f32>, tensor<3x4xf32>, tensor<4x4xf32>, tensor<4x2xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<5x2x3xf32>, tensor<i32>) -> tensor<2x3xf32>, sym_name = "dynamic_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg17: tensor<5x2x3xf32>, %arg18: tensor<i32>):
    %23 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %24 = "stablehlo.dynamic_slice"(%arg17, %arg18, %23, %23) <{slice_sizes = array<i64: 1, 2, 3>}> : (tensor<5x2x3xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x2x3xf32>
    %25 = "stablehlo.reshape"(%24) : (tensor<1x2x3xf32>) -> tensor<2x3xf32>
    "func.return"(%25) : (tensor<2x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<3x4xf32>, tensor<4x4xf32>, tensor<2x4xf32>, tensor<2x3xf32>) -> (tensor<2x4xf32>, tensor<2x4xf32>, tensor<2x4xf32>, tensor<2x4xf32>), sym_name = "closed_call", sym_visibility = "private"}> ({
  ^bb0(%arg13: tensor<3x4xf32>, %arg14: tensor<4x4xf32>, %arg15: tensor<2x4xf32>, %arg16: tensor<2x3xf32>):
    %16 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %17 = "stablehlo.dot_general"(%arg16, %arg13) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<2x3xf32>, tensor<3x4xf32>) -> tensor<2x4xf32>
    %18 = "stablehlo.dot_general"(%arg15, %arg14) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<2x4xf32>, tensor<4x4xf32>) -> tensor<2x4xf32>
    %19 = "stablehlo.add"(%17, %18) : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
    %20 = "stablehlo.tanh"(%19) : (tensor<2x4xf32>) -> tensor<2x4xf32>
    %21 = "stablehlo.broadcast_in_dim"(%16) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4xf32>
    %22 = "stablehlo.subtract"(%21, %20) : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
    "func.return"(%20, %arg15, %20, %22) : (tensor<2x4xf32>, tensor<2x4xf32>, tensor<2x4xf32>, tensor<2x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<5x2x4xf32>, tensor<2x4xf32>, tensor<i32>) -> tensor<5x2x4xf32>, sym_name = "dynamic_update_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg10: tensor<5x2x4xf32>, %arg11: tensor<2x4xf32>, %arg12: tensor<i32>):
    %13 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %14 = "stablehlo.broadcast_in_dim"(%arg11) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<2x4xf32>) -> tensor<1x2x4xf32>
    %15 = "stablehlo.dynamic_update_slice"(%arg10, %14, %arg12, %13, %13) : (tensor<5x2x4xf32>, tensor<1x2x4xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<5x2x4xf32>
    "func.return"(%15) : (tensor<5x2x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<5x2x4xf32>, tensor<i32>) -> tensor<2x4xf32>, sym_name = "dynamic_index_in_dim_0", sym_visibility = "private"}> ({
  ^bb0(%arg8: tensor<5x2x4xf32>, %arg9: tensor<i32>):
    %10 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %11 = "stablehlo.dynamic_slice"(%arg8, %arg9, %10, %10) <{slice_sizes = array<i64: 1, 2, 4>}> : (tensor<5x2x4xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x2x4xf32>
    %12 = "stablehlo.reshape"(%11) : (tensor<1x2x4xf32>) -> tensor<2x4xf32>
    "func.return"(%12) : (tensor<2x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<4x4xf32>, tensor<3x4xf32>, tensor<4x4xf32>, tensor<2x4xf32>, tensor<2x3xf32>, tensor<2x4xf32>, tensor<2x4xf32>, tensor<2x4xf32>) -> (tensor<3x4xf32>, tensor<4x4xf32>, tensor<2x4xf32>), sym_name = "closed_call_1", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<4x4xf32>, %arg1: tensor<3x4xf32>, %arg2: tensor<4x4xf32>, %arg3: tensor<2x4xf32>, %arg4: tensor<2x3xf32>, %arg5: tensor<2x4xf32>, %arg6: tensor<2x4xf32>, %arg7: tensor<2x4xf32>):
    %0 = "stablehlo.multiply"(%arg3, %arg7) : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
    %1 = "stablehlo.multiply"(%0, %arg6) : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
    %2 = "stablehlo.add"(%0, %1) : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
    %3 = "stablehlo.dot_general"(%2, %arg5) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<4x4xf32>
    %4 = "stablehlo.transpose"(%3) <{permutation = array<i64: 1, 0>}> : (tensor<4x4xf32>) -> tensor<4x4xf32>
    %5 = "stablehlo.add"(%arg2, %4) : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
    %6 = "stablehlo.dot_general"(%2, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<2x4xf32>, tensor<4x4xf32>) -> tensor<2x4xf32>
    %7 = "stablehlo.dot_general"(%2, %arg4) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<2x4xf32>, tensor<2x3xf32>) -> tensor<4x3xf32>
    %8 = "stablehlo.transpose"(%7) <{permutation = array<i64: 1, 0>}> : (tensor<4x3xf32>) -> tensor<3x4xf32>
    %9 = "stablehlo.add"(%arg1, %8) : (tensor<3x4xf32>, tensor<3x4xf32>) -> tensor<3x4xf32>
    "func.return"(%9, %5, %6) : (tensor<3x4xf32>, tensor<4x4xf32>, tensor<2x4xf32>) -> ()
  }) : () -> ()
}) {jax.uses_shape_polymorphism = false, mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
