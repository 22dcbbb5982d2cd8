// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --per-attach-regularizers="regularizer=#per.l2 lambda=0.1" | FileCheck %s

// Layers over time steps: both forward loops save the mask of relu alone. Both
// get a stack of relu too, and both indices of the backward loops read it.

// CHECK-LABEL: func.func public @main
// CHECK: %[[FORWARD:.+]]:10 = "stablehlo.while"
// CHECK: %[[INNER:.+]]:10 = "stablehlo.while"
// CHECK: %[[Y:.+]] = "stablehlo.maximum"
// CHECK: %[[ROW:.+]] = "stablehlo.reshape"(%[[Y]])
// CHECK: "stablehlo.dynamic_update_slice"(%{{.+}}, %[[ROW]], {{.*}} -> tensor<2x4x6xf32>
// CHECK: %[[ROWS:.+]] = "stablehlo.reshape"(%[[INNER]]#9)
// CHECK: "stablehlo.dynamic_update_slice"(%{{.+}}, %[[ROWS]], {{.*}} -> tensor<3x2x4x6xf32>
// CHECK: "stablehlo.while"
// CHECK: %[[L:.+]] = "stablehlo.subtract"
// CHECK: %[[L:.+]] = "stablehlo.subtract"
// CHECK: "stablehlo.while"
// CHECK: %[[T:.+]] = "stablehlo.subtract"
// CHECK: %[[T:.+]] = "stablehlo.subtract"
// CHECK: %[[LAYER:.+]] = "stablehlo.dynamic_slice"(%[[FORWARD]]#9, %[[L]],
// CHECK: %[[STEPS:.+]] = "stablehlo.reshape"(%[[LAYER]])
// CHECK: %[[SLICE:.+]] = "stablehlo.dynamic_slice"(%[[STEPS]], %[[T]],
// CHECK: %[[READ:.+]] = "stablehlo.reshape"(%[[SLICE]])
// CHECK: per.gradient #per.l2 ins(%[[READ]] : tensor<4x6xf32>)

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<3x6x6xf32>, tensor<2x4x6xf32>, tensor<2x4x6xf32>) -> (tensor<f32>, tensor<3x6x6xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg68: tensor<3x6x6xf32>, %arg69: tensor<2x4x6xf32>, %arg70: tensor<2x4x6xf32>):
    %62 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %63 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %64 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %65 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %66 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %67 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %68 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %69 = "stablehlo.broadcast_in_dim"(%68) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
    %70 = "stablehlo.broadcast_in_dim"(%67) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
    %71 = "stablehlo.broadcast_in_dim"(%66) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
    %72 = "stablehlo.broadcast_in_dim"(%68) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
    %73 = "stablehlo.broadcast_in_dim"(%67) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x2x4x6xf32>
    %74 = "stablehlo.broadcast_in_dim"(%67) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x2x4x6xf32>
    %75:9 = "stablehlo.while"(%arg68, %70, %69, %72, %71, %65, %arg69, %73, %74) ({
    ^bb0(%arg97: tensor<3x6x6xf32>, %arg98: tensor<4x6xf32>, %arg99: tensor<4x6xf32>, %arg100: tensor<4x6xf32>, %arg101: tensor<4x6xf32>, %arg102: tensor<i32>, %arg103: tensor<2x4x6xf32>, %arg104: tensor<3x2x4x6xf32>, %arg105: tensor<3x2x4x6xf32>):
      %103 = "stablehlo.compare"(%arg102, %64) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%103) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg88: tensor<3x6x6xf32>, %arg89: tensor<4x6xf32>, %arg90: tensor<4x6xf32>, %arg91: tensor<4x6xf32>, %arg92: tensor<4x6xf32>, %arg93: tensor<i32>, %arg94: tensor<2x4x6xf32>, %arg95: tensor<3x2x4x6xf32>, %arg96: tensor<3x2x4x6xf32>):
      %98 = "func.call"(%arg88, %arg93) <{callee = @dynamic_index_in_dim}> : (tensor<3x6x6xf32>, tensor<i32>) -> tensor<6x6xf32>
      %99:3 = "func.call"(%arg89, %arg90, %arg91, %arg92, %arg94, %98) <{callee = @closed_call}> : (tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<2x4x6xf32>, tensor<6x6xf32>) -> (tensor<2x4x6xf32>, tensor<2x4x6xf32>, tensor<2x4x6xf32>)
      %100 = "func.call"(%arg95, %99#1, %arg93) <{callee = @dynamic_update_index_in_dim_2}> : (tensor<3x2x4x6xf32>, tensor<2x4x6xf32>, tensor<i32>) -> tensor<3x2x4x6xf32>
      %101 = "func.call"(%arg96, %99#2, %arg93) <{callee = @dynamic_update_index_in_dim_2}> : (tensor<3x2x4x6xf32>, tensor<2x4x6xf32>, tensor<i32>) -> tensor<3x2x4x6xf32>
      %102 = "stablehlo.add"(%arg93, %63) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg88, %arg89, %arg90, %arg91, %arg92, %102, %99#0, %100, %101) : (tensor<3x6x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<i32>, tensor<2x4x6xf32>, tensor<3x2x4x6xf32>, tensor<3x2x4x6xf32>) -> ()
    }) : (tensor<3x6x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<i32>, tensor<2x4x6xf32>, tensor<3x2x4x6xf32>, tensor<3x2x4x6xf32>) -> (tensor<3x6x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<i32>, tensor<2x4x6xf32>, tensor<3x2x4x6xf32>, tensor<3x2x4x6xf32>)
    %76 = "stablehlo.subtract"(%75#6, %arg70) : (tensor<2x4x6xf32>, tensor<2x4x6xf32>) -> tensor<2x4x6xf32>
    %77 = "stablehlo.multiply"(%76, %76) : (tensor<2x4x6xf32>, tensor<2x4x6xf32>) -> tensor<2x4x6xf32>
    %78 = "stablehlo.broadcast_in_dim"(%66) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4x6xf32>
    %79 = "stablehlo.multiply"(%78, %76) : (tensor<2x4x6xf32>, tensor<2x4x6xf32>) -> tensor<2x4x6xf32>
    %80 = "stablehlo.reduce"(%77, %67) <{dimensions = array<i64: 0, 1, 2>}> ({
    ^bb0(%arg86: tensor<f32>, %arg87: tensor<f32>):
      %97 = "stablehlo.add"(%arg86, %arg87) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%97) : (tensor<f32>) -> ()
    }) : (tensor<2x4x6xf32>, tensor<f32>) -> tensor<f32>
    %81 = "stablehlo.broadcast_in_dim"(%68) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4x6xf32>
    %82 = "stablehlo.multiply"(%81, %79) : (tensor<2x4x6xf32>, tensor<2x4x6xf32>) -> tensor<2x4x6xf32>
    %83 = "stablehlo.broadcast_in_dim"(%67) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x6x6xf32>
    %84:6 = "stablehlo.while"(%arg68, %75#7, %75#8, %65, %82, %83) ({
    ^bb0(%arg80: tensor<3x6x6xf32>, %arg81: tensor<3x2x4x6xf32>, %arg82: tensor<3x2x4x6xf32>, %arg83: tensor<i32>, %arg84: tensor<2x4x6xf32>, %arg85: tensor<3x6x6xf32>):
      %96 = "stablehlo.compare"(%arg83, %64) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%96) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg74: tensor<3x6x6xf32>, %arg75: tensor<3x2x4x6xf32>, %arg76: tensor<3x2x4x6xf32>, %arg77: tensor<i32>, %arg78: tensor<2x4x6xf32>, %arg79: tensor<3x6x6xf32>):
      %88 = "stablehlo.subtract"(%64, %arg77) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %89 = "stablehlo.subtract"(%88, %63) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %90 = "func.call"(%arg74, %89) <{callee = @dynamic_index_in_dim}> : (tensor<3x6x6xf32>, tensor<i32>) -> tensor<6x6xf32>
      %91 = "func.call"(%arg75, %89) <{callee = @dynamic_index_in_dim_3}> : (tensor<3x2x4x6xf32>, tensor<i32>) -> tensor<2x4x6xf32>
      %92 = "func.call"(%arg76, %89) <{callee = @dynamic_index_in_dim_3}> : (tensor<3x2x4x6xf32>, tensor<i32>) -> tensor<2x4x6xf32>
      %93:2 = "func.call"(%arg78, %90, %91, %92) <{callee = @closed_call_4}> : (tensor<2x4x6xf32>, tensor<6x6xf32>, tensor<2x4x6xf32>, tensor<2x4x6xf32>) -> (tensor<2x4x6xf32>, tensor<6x6xf32>)
      %94 = "func.call"(%arg79, %93#1, %89) <{callee = @dynamic_update_index_in_dim_6}> : (tensor<3x6x6xf32>, tensor<6x6xf32>, tensor<i32>) -> tensor<3x6x6xf32>
      %95 = "stablehlo.add"(%arg77, %63) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg74, %arg75, %arg76, %95, %93#0, %94) : (tensor<3x6x6xf32>, tensor<3x2x4x6xf32>, tensor<3x2x4x6xf32>, tensor<i32>, tensor<2x4x6xf32>, tensor<3x6x6xf32>) -> ()
    }) : (tensor<3x6x6xf32>, tensor<3x2x4x6xf32>, tensor<3x2x4x6xf32>, tensor<i32>, tensor<2x4x6xf32>, tensor<3x6x6xf32>) -> (tensor<3x6x6xf32>, tensor<3x2x4x6xf32>, tensor<3x2x4x6xf32>, tensor<i32>, tensor<2x4x6xf32>, tensor<3x6x6xf32>)
    %85 = "stablehlo.broadcast_in_dim"(%62) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x6x6xf32>
    %86 = "stablehlo.multiply"(%85, %84#5) : (tensor<3x6x6xf32>, tensor<3x6x6xf32>) -> tensor<3x6x6xf32>
    %87 = "stablehlo.subtract"(%arg68, %86) : (tensor<3x6x6xf32>, tensor<3x6x6xf32>) -> tensor<3x6x6xf32>
    "func.return"(%80, %87) : (tensor<f32>, tensor<3x6x6xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<3x6x6xf32>, tensor<i32>) -> tensor<6x6xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg66: tensor<3x6x6xf32>, %arg67: tensor<i32>):
    %59 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %60 = "stablehlo.dynamic_slice"(%arg66, %arg67, %59, %59) <{slice_sizes = array<i64: 1, 6, 6>}> : (tensor<3x6x6xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x6x6xf32>
    %61 = "stablehlo.reshape"(%60) : (tensor<1x6x6xf32>) -> tensor<6x6xf32>
    "func.return"(%61) : (tensor<6x6xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<2x4x6xf32>, tensor<6x6xf32>) -> (tensor<2x4x6xf32>, tensor<2x4x6xf32>, tensor<2x4x6xf32>), res_attrs = [{}, {}, {}], sym_name = "closed_call", sym_visibility = "private"}> ({
  ^bb0(%arg42: tensor<4x6xf32>, %arg43: tensor<4x6xf32>, %arg44: tensor<4x6xf32>, %arg45: tensor<4x6xf32>, %arg46: tensor<2x4x6xf32>, %arg47: tensor<6x6xf32>):
    %46 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %47 = "stablehlo.constant"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
    %48 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %49 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %50 = "stablehlo.broadcast_in_dim"(%49) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4x6xf32>
    %51 = "stablehlo.broadcast_in_dim"(%49) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4x6xf32>
    %52:9 = "stablehlo.while"(%arg46, %arg42, %arg43, %arg44, %arg45, %arg47, %48, %50, %51) ({
    ^bb0(%arg57: tensor<2x4x6xf32>, %arg58: tensor<4x6xf32>, %arg59: tensor<4x6xf32>, %arg60: tensor<4x6xf32>, %arg61: tensor<4x6xf32>, %arg62: tensor<6x6xf32>, %arg63: tensor<i32>, %arg64: tensor<2x4x6xf32>, %arg65: tensor<2x4x6xf32>):
      %58 = "stablehlo.compare"(%arg63, %47) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%58) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg48: tensor<2x4x6xf32>, %arg49: tensor<4x6xf32>, %arg50: tensor<4x6xf32>, %arg51: tensor<4x6xf32>, %arg52: tensor<4x6xf32>, %arg53: tensor<6x6xf32>, %arg54: tensor<i32>, %arg55: tensor<2x4x6xf32>, %arg56: tensor<2x4x6xf32>):
      %53 = "func.call"(%arg48, %arg54) <{callee = @dynamic_index_in_dim_0}> : (tensor<2x4x6xf32>, tensor<i32>) -> tensor<4x6xf32>
      %54:2 = "func.call"(%arg49, %arg50, %arg51, %arg52, %arg53, %53) <{callee = @closed_call_1}> : (tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<6x6xf32>, tensor<4x6xf32>) -> (tensor<4x6xf32>, tensor<4x6xf32>)
      %55 = "func.call"(%arg55, %54#0, %arg54) <{callee = @dynamic_update_index_in_dim}> : (tensor<2x4x6xf32>, tensor<4x6xf32>, tensor<i32>) -> tensor<2x4x6xf32>
      %56 = "func.call"(%arg56, %54#1, %arg54) <{callee = @dynamic_update_index_in_dim}> : (tensor<2x4x6xf32>, tensor<4x6xf32>, tensor<i32>) -> tensor<2x4x6xf32>
      %57 = "stablehlo.add"(%arg54, %46) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg48, %arg49, %arg50, %arg51, %arg52, %arg53, %57, %55, %56) : (tensor<2x4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<6x6xf32>, tensor<i32>, tensor<2x4x6xf32>, tensor<2x4x6xf32>) -> ()
    }) : (tensor<2x4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<6x6xf32>, tensor<i32>, tensor<2x4x6xf32>, tensor<2x4x6xf32>) -> (tensor<2x4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<6x6xf32>, tensor<i32>, tensor<2x4x6xf32>, tensor<2x4x6xf32>)
    "func.return"(%52#7, %arg46, %52#8) : (tensor<2x4x6xf32>, tensor<2x4x6xf32>, tensor<2x4x6xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<2x4x6xf32>, tensor<i32>) -> tensor<4x6xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim_0", sym_visibility = "private"}> ({
  ^bb0(%arg40: tensor<2x4x6xf32>, %arg41: tensor<i32>):
    %43 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %44 = "stablehlo.dynamic_slice"(%arg40, %arg41, %43, %43) <{slice_sizes = array<i64: 1, 4, 6>}> : (tensor<2x4x6xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x4x6xf32>
    %45 = "stablehlo.reshape"(%44) : (tensor<1x4x6xf32>) -> tensor<4x6xf32>
    "func.return"(%45) : (tensor<4x6xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<6x6xf32>, tensor<4x6xf32>) -> (tensor<4x6xf32>, tensor<4x6xf32>), res_attrs = [{}, {}], sym_name = "closed_call_1", sym_visibility = "private"}> ({
  ^bb0(%arg34: tensor<4x6xf32>, %arg35: tensor<4x6xf32>, %arg36: tensor<4x6xf32>, %arg37: tensor<4x6xf32>, %arg38: tensor<6x6xf32>, %arg39: tensor<4x6xf32>):
    %33 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %34 = "stablehlo.dot_general"(%arg39, %arg38) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x6xf32>, tensor<6x6xf32>) -> tensor<4x6xf32>
    %35 = "stablehlo.broadcast_in_dim"(%33) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
    %36 = "stablehlo.maximum"(%34, %35) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %37 = "stablehlo.compare"(%34, %36) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xi1>
    %38 = "stablehlo.select"(%37, %arg35, %arg34) : (tensor<4x6xi1>, tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %39 = "stablehlo.broadcast_in_dim"(%33) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
    %40 = "stablehlo.compare"(%39, %36) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xi1>
    %41 = "stablehlo.select"(%40, %arg37, %arg36) : (tensor<4x6xi1>, tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %42 = "stablehlo.divide"(%38, %41) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    "func.return"(%36, %42) : (tensor<4x6xf32>, tensor<4x6xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<2x4x6xf32>, tensor<4x6xf32>, tensor<i32>) -> tensor<2x4x6xf32>, res_attrs = [{}], sym_name = "dynamic_update_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg31: tensor<2x4x6xf32>, %arg32: tensor<4x6xf32>, %arg33: tensor<i32>):
    %30 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %31 = "stablehlo.broadcast_in_dim"(%arg32) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<4x6xf32>) -> tensor<1x4x6xf32>
    %32 = "stablehlo.dynamic_update_slice"(%arg31, %31, %arg33, %30, %30) : (tensor<2x4x6xf32>, tensor<1x4x6xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<2x4x6xf32>
    "func.return"(%32) : (tensor<2x4x6xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<3x2x4x6xf32>, tensor<2x4x6xf32>, tensor<i32>) -> tensor<3x2x4x6xf32>, res_attrs = [{}], sym_name = "dynamic_update_index_in_dim_2", sym_visibility = "private"}> ({
  ^bb0(%arg28: tensor<3x2x4x6xf32>, %arg29: tensor<2x4x6xf32>, %arg30: tensor<i32>):
    %27 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %28 = "stablehlo.broadcast_in_dim"(%arg29) <{broadcast_dimensions = array<i64: 1, 2, 3>}> : (tensor<2x4x6xf32>) -> tensor<1x2x4x6xf32>
    %29 = "stablehlo.dynamic_update_slice"(%arg28, %28, %arg30, %27, %27, %27) : (tensor<3x2x4x6xf32>, tensor<1x2x4x6xf32>, tensor<i32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<3x2x4x6xf32>
    "func.return"(%29) : (tensor<3x2x4x6xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<3x2x4x6xf32>, tensor<i32>) -> tensor<2x4x6xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim_3", sym_visibility = "private"}> ({
  ^bb0(%arg26: tensor<3x2x4x6xf32>, %arg27: tensor<i32>):
    %24 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %25 = "stablehlo.dynamic_slice"(%arg26, %arg27, %24, %24, %24) <{slice_sizes = array<i64: 1, 2, 4, 6>}> : (tensor<3x2x4x6xf32>, tensor<i32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x2x4x6xf32>
    %26 = "stablehlo.reshape"(%25) : (tensor<1x2x4x6xf32>) -> tensor<2x4x6xf32>
    "func.return"(%26) : (tensor<2x4x6xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<2x4x6xf32>, tensor<6x6xf32>, tensor<2x4x6xf32>, tensor<2x4x6xf32>) -> (tensor<2x4x6xf32>, tensor<6x6xf32>), res_attrs = [{}, {}], sym_name = "closed_call_4", sym_visibility = "private"}> ({
  ^bb0(%arg8: tensor<2x4x6xf32>, %arg9: tensor<6x6xf32>, %arg10: tensor<2x4x6xf32>, %arg11: tensor<2x4x6xf32>):
    %8 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %9 = "stablehlo.constant"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
    %10 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %11 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %12 = "stablehlo.broadcast_in_dim"(%11) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x6xf32>
    %13 = "stablehlo.broadcast_in_dim"(%11) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4x6xf32>
    %14:7 = "stablehlo.while"(%arg8, %arg10, %arg11, %arg9, %10, %12, %13) ({
    ^bb0(%arg19: tensor<2x4x6xf32>, %arg20: tensor<2x4x6xf32>, %arg21: tensor<2x4x6xf32>, %arg22: tensor<6x6xf32>, %arg23: tensor<i32>, %arg24: tensor<6x6xf32>, %arg25: tensor<2x4x6xf32>):
      %23 = "stablehlo.compare"(%arg23, %9) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%23) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg12: tensor<2x4x6xf32>, %arg13: tensor<2x4x6xf32>, %arg14: tensor<2x4x6xf32>, %arg15: tensor<6x6xf32>, %arg16: tensor<i32>, %arg17: tensor<6x6xf32>, %arg18: tensor<2x4x6xf32>):
      %15 = "stablehlo.subtract"(%9, %arg16) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %16 = "stablehlo.subtract"(%15, %8) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %17 = "func.call"(%arg12, %16) <{callee = @dynamic_index_in_dim_0}> : (tensor<2x4x6xf32>, tensor<i32>) -> tensor<4x6xf32>
      %18 = "func.call"(%arg13, %16) <{callee = @dynamic_index_in_dim_0}> : (tensor<2x4x6xf32>, tensor<i32>) -> tensor<4x6xf32>
      %19 = "func.call"(%arg14, %16) <{callee = @dynamic_index_in_dim_0}> : (tensor<2x4x6xf32>, tensor<i32>) -> tensor<4x6xf32>
      %20:2 = "func.call"(%arg15, %arg17, %17, %18, %19) <{callee = @closed_call_5}> : (tensor<6x6xf32>, tensor<6x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>) -> (tensor<6x6xf32>, tensor<4x6xf32>)
      %21 = "func.call"(%arg18, %20#1, %16) <{callee = @dynamic_update_index_in_dim}> : (tensor<2x4x6xf32>, tensor<4x6xf32>, tensor<i32>) -> tensor<2x4x6xf32>
      %22 = "stablehlo.add"(%arg16, %8) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg12, %arg13, %arg14, %arg15, %22, %20#0, %21) : (tensor<2x4x6xf32>, tensor<2x4x6xf32>, tensor<2x4x6xf32>, tensor<6x6xf32>, tensor<i32>, tensor<6x6xf32>, tensor<2x4x6xf32>) -> ()
    }) : (tensor<2x4x6xf32>, tensor<2x4x6xf32>, tensor<2x4x6xf32>, tensor<6x6xf32>, tensor<i32>, tensor<6x6xf32>, tensor<2x4x6xf32>) -> (tensor<2x4x6xf32>, tensor<2x4x6xf32>, tensor<2x4x6xf32>, tensor<6x6xf32>, tensor<i32>, tensor<6x6xf32>, tensor<2x4x6xf32>)
    "func.return"(%14#6, %14#5) : (tensor<2x4x6xf32>, tensor<6x6xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<6x6xf32>, tensor<6x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>) -> (tensor<6x6xf32>, tensor<4x6xf32>), res_attrs = [{}, {}], sym_name = "closed_call_5", sym_visibility = "private"}> ({
  ^bb0(%arg3: tensor<6x6xf32>, %arg4: tensor<6x6xf32>, %arg5: tensor<4x6xf32>, %arg6: tensor<4x6xf32>, %arg7: tensor<4x6xf32>):
    %3 = "stablehlo.multiply"(%arg5, %arg7) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %4 = "stablehlo.dot_general"(%3, %arg6) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<6x6xf32>
    %5 = "stablehlo.transpose"(%4) <{permutation = array<i64: 1, 0>}> : (tensor<6x6xf32>) -> tensor<6x6xf32>
    %6 = "stablehlo.add"(%arg4, %5) : (tensor<6x6xf32>, tensor<6x6xf32>) -> tensor<6x6xf32>
    %7 = "stablehlo.dot_general"(%3, %arg3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<4x6xf32>, tensor<6x6xf32>) -> tensor<4x6xf32>
    "func.return"(%6, %7) : (tensor<6x6xf32>, tensor<4x6xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<3x6x6xf32>, tensor<6x6xf32>, tensor<i32>) -> tensor<3x6x6xf32>, res_attrs = [{}], sym_name = "dynamic_update_index_in_dim_6", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<3x6x6xf32>, %arg1: tensor<6x6xf32>, %arg2: tensor<i32>):
    %0 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1 = "stablehlo.broadcast_in_dim"(%arg1) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<6x6xf32>) -> tensor<1x6x6xf32>
    %2 = "stablehlo.dynamic_update_slice"(%arg0, %1, %arg2, %0, %0) : (tensor<3x6x6xf32>, tensor<1x6x6xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<3x6x6xf32>
    "func.return"(%2) : (tensor<3x6x6xf32>) -> ()
  }) : () -> ()
}) : () -> ()
