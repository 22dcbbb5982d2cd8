// RUN: per-opt --allow-unregistered-dialect --per-inline-calls \
// RUN:   --test-per-print-sites=congruence %s -o /dev/null 2>&1 | FileCheck %s

// Two recurrences, one from the last step to the first: its stacks are written
// from the end, and read from the beginning.

// CHECK:      site 0: 2x8xf32 stablehlo.tanh, tanh, samples [0]
// CHECK-NEXT: site 1: 2x8xf32 stablehlo.tanh, tanh, samples [0]
// CHECK-NEXT: contractions: 5, without a site 2
// CHECK-NEXT: loop 0: 5 iterations, stack of 1x2x8xf32, stack of 1x2x8xf32, stack of 1x2x8xf32
// CHECK-NEXT: loop 1: 5 iterations, stack of 1x2x8xf32, stack of 1x2x8xf32, stack of 1x2x8xf32
// CHECK-NEXT: loop 2: 5 iterations
// CHECK-NEXT: loop 3: 5 iterations
// CHECK-NEXT: site 0 is stablehlo.tanh in stablehlo.while 0
// CHECK-NEXT: site 0 is stablehlo.reshape in stablehlo.while 3
// CHECK-NEXT: site 1 is stablehlo.tanh in stablehlo.while 1
// CHECK-NEXT: site 1 is stablehlo.reshape in stablehlo.while 2
// CHECK-NOT:  site

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}, {}], function_type = (tensor<4x8xf32>, tensor<8x8xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<16x3xf32>, tensor<5x2x4xf32>) -> (tensor<f32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<16x3xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0][0]"}, {jax.result_info = "result[1][0][1]"}, {jax.result_info = "result[1][1][0]"}, {jax.result_info = "result[1][1][1]"}, {jax.result_info = "result[1][2]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg33: tensor<4x8xf32>, %arg34: tensor<8x8xf32>, %arg35: tensor<4x8xf32>, %arg36: tensor<8x8xf32>, %arg37: tensor<16x3xf32>, %arg38: tensor<5x2x4xf32>):
    %48 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %49 = "stablehlo.broadcast_in_dim"(%48) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
    %50 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %51 = "stablehlo.broadcast_in_dim"(%50) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x2x8xf32>
    %52 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %53 = "stablehlo.broadcast_in_dim"(%52) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x2x8xf32>
    %54 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %55 = "stablehlo.broadcast_in_dim"(%54) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x2x8xf32>
    %56 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %57 = "stablehlo.broadcast_in_dim"(%56) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x2x8xf32>
    %58 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %59:9 = "stablehlo.while"(%arg38, %arg33, %arg34, %58, %49, %51, %53, %55, %57) ({
    ^bb0(%arg108: tensor<5x2x4xf32>, %arg109: tensor<4x8xf32>, %arg110: tensor<8x8xf32>, %arg111: tensor<i32>, %arg112: tensor<2x8xf32>, %arg113: tensor<5x2x8xf32>, %arg114: tensor<5x2x8xf32>, %arg115: tensor<5x2x8xf32>, %arg116: tensor<5x2x8xf32>):
      %179 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
      %180 = "stablehlo.compare"(%arg111, %179) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%180) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg99: tensor<5x2x4xf32>, %arg100: tensor<4x8xf32>, %arg101: tensor<8x8xf32>, %arg102: tensor<i32>, %arg103: tensor<2x8xf32>, %arg104: tensor<5x2x8xf32>, %arg105: tensor<5x2x8xf32>, %arg106: tensor<5x2x8xf32>, %arg107: tensor<5x2x8xf32>):
      %171 = "func.call"(%arg99, %arg102) <{callee = @dynamic_index_in_dim}> : (tensor<5x2x4xf32>, tensor<i32>) -> tensor<2x4xf32>
      %172:5 = "func.call"(%arg100, %arg101, %arg103, %171) <{callee = @closed_call}> : (tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>, tensor<2x4xf32>) -> (tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>)
      %173 = "func.call"(%arg104, %172#1, %arg102) <{callee = @dynamic_update_index_in_dim}> : (tensor<5x2x8xf32>, tensor<2x8xf32>, tensor<i32>) -> tensor<5x2x8xf32>
      %174 = "func.call"(%arg105, %172#2, %arg102) <{callee = @dynamic_update_index_in_dim}> : (tensor<5x2x8xf32>, tensor<2x8xf32>, tensor<i32>) -> tensor<5x2x8xf32>
      %175 = "func.call"(%arg106, %172#3, %arg102) <{callee = @dynamic_update_index_in_dim}> : (tensor<5x2x8xf32>, tensor<2x8xf32>, tensor<i32>) -> tensor<5x2x8xf32>
      %176 = "func.call"(%arg107, %172#4, %arg102) <{callee = @dynamic_update_index_in_dim}> : (tensor<5x2x8xf32>, tensor<2x8xf32>, tensor<i32>) -> tensor<5x2x8xf32>
      %177 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %178 = "stablehlo.add"(%arg102, %177) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg99, %arg100, %arg101, %178, %172#0, %173, %174, %175, %176) : (tensor<5x2x4xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>) -> ()
    }) : (tensor<5x2x4xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>) -> (tensor<5x2x4xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>)
    %60 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %61 = "stablehlo.broadcast_in_dim"(%60) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
    %62 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %63 = "stablehlo.broadcast_in_dim"(%62) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x2x8xf32>
    %64 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %65 = "stablehlo.broadcast_in_dim"(%64) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x2x8xf32>
    %66 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %67 = "stablehlo.broadcast_in_dim"(%66) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x2x8xf32>
    %68 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %69 = "stablehlo.broadcast_in_dim"(%68) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x2x8xf32>
    %70 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %71:9 = "stablehlo.while"(%arg38, %arg35, %arg36, %70, %61, %63, %65, %67, %69) ({
    ^bb0(%arg90: tensor<5x2x4xf32>, %arg91: tensor<4x8xf32>, %arg92: tensor<8x8xf32>, %arg93: tensor<i32>, %arg94: tensor<2x8xf32>, %arg95: tensor<5x2x8xf32>, %arg96: tensor<5x2x8xf32>, %arg97: tensor<5x2x8xf32>, %arg98: tensor<5x2x8xf32>):
      %169 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
      %170 = "stablehlo.compare"(%arg93, %169) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%170) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg81: tensor<5x2x4xf32>, %arg82: tensor<4x8xf32>, %arg83: tensor<8x8xf32>, %arg84: tensor<i32>, %arg85: tensor<2x8xf32>, %arg86: tensor<5x2x8xf32>, %arg87: tensor<5x2x8xf32>, %arg88: tensor<5x2x8xf32>, %arg89: tensor<5x2x8xf32>):
      %157 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
      %158 = "stablehlo.subtract"(%157, %arg84) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %159 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %160 = "stablehlo.subtract"(%158, %159) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %161 = "func.call"(%arg81, %160) <{callee = @dynamic_index_in_dim}> : (tensor<5x2x4xf32>, tensor<i32>) -> tensor<2x4xf32>
      %162:5 = "func.call"(%arg82, %arg83, %arg85, %161) <{callee = @closed_call_0}> : (tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>, tensor<2x4xf32>) -> (tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>)
      %163 = "func.call"(%arg86, %162#1, %160) <{callee = @dynamic_update_index_in_dim}> : (tensor<5x2x8xf32>, tensor<2x8xf32>, tensor<i32>) -> tensor<5x2x8xf32>
      %164 = "func.call"(%arg87, %162#2, %160) <{callee = @dynamic_update_index_in_dim}> : (tensor<5x2x8xf32>, tensor<2x8xf32>, tensor<i32>) -> tensor<5x2x8xf32>
      %165 = "func.call"(%arg88, %162#3, %160) <{callee = @dynamic_update_index_in_dim}> : (tensor<5x2x8xf32>, tensor<2x8xf32>, tensor<i32>) -> tensor<5x2x8xf32>
      %166 = "func.call"(%arg89, %162#4, %160) <{callee = @dynamic_update_index_in_dim}> : (tensor<5x2x8xf32>, tensor<2x8xf32>, tensor<i32>) -> tensor<5x2x8xf32>
      %167 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %168 = "stablehlo.add"(%arg84, %167) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg81, %arg82, %arg83, %168, %162#0, %163, %164, %165, %166) : (tensor<5x2x4xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>) -> ()
    }) : (tensor<5x2x4xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>) -> (tensor<5x2x4xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>)
    %72 = "stablehlo.concatenate"(%59#5, %71#5) <{dimension = 2 : i64}> : (tensor<5x2x8xf32>, tensor<5x2x8xf32>) -> tensor<5x2x16xf32>
    %73 = "stablehlo.dot_general"(%72, %arg37) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [2], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<5x2x16xf32>, tensor<16x3xf32>) -> tensor<5x2x3xf32>
    %74 = "stablehlo.multiply"(%73, %73) : (tensor<5x2x3xf32>, tensor<5x2x3xf32>) -> tensor<5x2x3xf32>
    %75 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %76 = "stablehlo.broadcast_in_dim"(%75) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x2x3xf32>
    %77 = "stablehlo.multiply"(%76, %73) : (tensor<5x2x3xf32>, tensor<5x2x3xf32>) -> tensor<5x2x3xf32>
    %78 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %79 = "stablehlo.reduce"(%74, %78) <{dimensions = array<i64: 0, 1, 2>}> ({
    ^bb0(%arg79: tensor<f32>, %arg80: tensor<f32>):
      %156 = "stablehlo.add"(%arg79, %arg80) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%156) : (tensor<f32>) -> ()
    }) : (tensor<5x2x3xf32>, tensor<f32>) -> tensor<f32>
    %80 = "stablehlo.constant"() <{value = dense<3.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %81 = "stablehlo.divide"(%79, %80) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %82 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %83 = "stablehlo.broadcast_in_dim"(%82) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
    %84 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %85 = "stablehlo.broadcast_in_dim"(%84) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
    %86 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %87 = "stablehlo.constant"() <{value = dense<3.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %88 = "stablehlo.divide"(%86, %87) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %89 = "stablehlo.broadcast_in_dim"(%88) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x2x3xf32>
    %90 = "stablehlo.multiply"(%89, %77) : (tensor<5x2x3xf32>, tensor<5x2x3xf32>) -> tensor<5x2x3xf32>
    %91 = "stablehlo.dot_general"(%90, %72) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0, 1], rhs_contracting_dimensions = [0, 1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<5x2x3xf32>, tensor<5x2x16xf32>) -> tensor<3x16xf32>
    %92 = "stablehlo.transpose"(%91) <{permutation = array<i64: 1, 0>}> : (tensor<3x16xf32>) -> tensor<16x3xf32>
    %93 = "stablehlo.dot_general"(%90, %arg37) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [2], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<5x2x3xf32>, tensor<16x3xf32>) -> tensor<5x2x16xf32>
    %94 = "stablehlo.slice"(%93) <{limit_indices = array<i64: 5, 2, 8>, start_indices = array<i64: 0, 0, 0>, strides = array<i64: 1, 1, 1>}> : (tensor<5x2x16xf32>) -> tensor<5x2x8xf32>
    %95 = "stablehlo.slice"(%93) <{limit_indices = array<i64: 5, 2, 16>, start_indices = array<i64: 0, 0, 8>, strides = array<i64: 1, 1, 1>}> : (tensor<5x2x16xf32>) -> tensor<5x2x8xf32>
    %96 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %97 = "stablehlo.broadcast_in_dim"(%96) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
    %98 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %99 = "stablehlo.broadcast_in_dim"(%98) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x8xf32>
    %100 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %101 = "stablehlo.broadcast_in_dim"(%100) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %102 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %103:10 = "stablehlo.while"(%95, %arg38, %71#6, %71#7, %71#8, %arg36, %102, %99, %101, %97) ({
    ^bb0(%arg69: tensor<5x2x8xf32>, %arg70: tensor<5x2x4xf32>, %arg71: tensor<5x2x8xf32>, %arg72: tensor<5x2x8xf32>, %arg73: tensor<5x2x8xf32>, %arg74: tensor<8x8xf32>, %arg75: tensor<i32>, %arg76: tensor<4x8xf32>, %arg77: tensor<8x8xf32>, %arg78: tensor<2x8xf32>):
      %154 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
      %155 = "stablehlo.compare"(%arg75, %154) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%155) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg59: tensor<5x2x8xf32>, %arg60: tensor<5x2x4xf32>, %arg61: tensor<5x2x8xf32>, %arg62: tensor<5x2x8xf32>, %arg63: tensor<5x2x8xf32>, %arg64: tensor<8x8xf32>, %arg65: tensor<i32>, %arg66: tensor<4x8xf32>, %arg67: tensor<8x8xf32>, %arg68: tensor<2x8xf32>):
      %146 = "func.call"(%arg59, %arg65) <{callee = @dynamic_index_in_dim_1}> : (tensor<5x2x8xf32>, tensor<i32>) -> tensor<2x8xf32>
      %147 = "func.call"(%arg60, %arg65) <{callee = @dynamic_index_in_dim}> : (tensor<5x2x4xf32>, tensor<i32>) -> tensor<2x4xf32>
      %148 = "func.call"(%arg61, %arg65) <{callee = @dynamic_index_in_dim_1}> : (tensor<5x2x8xf32>, tensor<i32>) -> tensor<2x8xf32>
      %149 = "func.call"(%arg62, %arg65) <{callee = @dynamic_index_in_dim_1}> : (tensor<5x2x8xf32>, tensor<i32>) -> tensor<2x8xf32>
      %150 = "func.call"(%arg63, %arg65) <{callee = @dynamic_index_in_dim_1}> : (tensor<5x2x8xf32>, tensor<i32>) -> tensor<2x8xf32>
      %151:3 = "func.call"(%arg64, %arg66, %arg67, %arg68, %146, %147, %148, %149, %150) <{callee = @closed_call_2}> : (tensor<8x8xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x4xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>) -> (tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>)
      %152 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %153 = "stablehlo.add"(%arg65, %152) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg59, %arg60, %arg61, %arg62, %arg63, %arg64, %153, %151#0, %151#1, %151#2) : (tensor<5x2x8xf32>, tensor<5x2x4xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>) -> ()
    }) : (tensor<5x2x8xf32>, tensor<5x2x4xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>) -> (tensor<5x2x8xf32>, tensor<5x2x4xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>)
    %104 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %105 = "stablehlo.broadcast_in_dim"(%104) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
    %106 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %107 = "stablehlo.broadcast_in_dim"(%106) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x8xf32>
    %108 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %109 = "stablehlo.broadcast_in_dim"(%108) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %110 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %111:10 = "stablehlo.while"(%94, %arg38, %59#6, %59#7, %59#8, %arg34, %110, %107, %109, %105) ({
    ^bb0(%arg49: tensor<5x2x8xf32>, %arg50: tensor<5x2x4xf32>, %arg51: tensor<5x2x8xf32>, %arg52: tensor<5x2x8xf32>, %arg53: tensor<5x2x8xf32>, %arg54: tensor<8x8xf32>, %arg55: tensor<i32>, %arg56: tensor<4x8xf32>, %arg57: tensor<8x8xf32>, %arg58: tensor<2x8xf32>):
      %144 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
      %145 = "stablehlo.compare"(%arg55, %144) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%145) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg39: tensor<5x2x8xf32>, %arg40: tensor<5x2x4xf32>, %arg41: tensor<5x2x8xf32>, %arg42: tensor<5x2x8xf32>, %arg43: tensor<5x2x8xf32>, %arg44: tensor<8x8xf32>, %arg45: tensor<i32>, %arg46: tensor<4x8xf32>, %arg47: tensor<8x8xf32>, %arg48: tensor<2x8xf32>):
      %132 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
      %133 = "stablehlo.subtract"(%132, %arg45) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %134 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %135 = "stablehlo.subtract"(%133, %134) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %136 = "func.call"(%arg39, %135) <{callee = @dynamic_index_in_dim_1}> : (tensor<5x2x8xf32>, tensor<i32>) -> tensor<2x8xf32>
      %137 = "func.call"(%arg40, %135) <{callee = @dynamic_index_in_dim}> : (tensor<5x2x4xf32>, tensor<i32>) -> tensor<2x4xf32>
      %138 = "func.call"(%arg41, %135) <{callee = @dynamic_index_in_dim_1}> : (tensor<5x2x8xf32>, tensor<i32>) -> tensor<2x8xf32>
      %139 = "func.call"(%arg42, %135) <{callee = @dynamic_index_in_dim_1}> : (tensor<5x2x8xf32>, tensor<i32>) -> tensor<2x8xf32>
      %140 = "func.call"(%arg43, %135) <{callee = @dynamic_index_in_dim_1}> : (tensor<5x2x8xf32>, tensor<i32>) -> tensor<2x8xf32>
      %141:3 = "func.call"(%arg44, %arg46, %arg47, %arg48, %136, %137, %138, %139, %140) <{callee = @closed_call_3}> : (tensor<8x8xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x4xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>) -> (tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>)
      %142 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %143 = "stablehlo.add"(%arg45, %142) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg39, %arg40, %arg41, %arg42, %arg43, %arg44, %143, %141#0, %141#1, %141#2) : (tensor<5x2x8xf32>, tensor<5x2x4xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>) -> ()
    }) : (tensor<5x2x8xf32>, tensor<5x2x4xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>) -> (tensor<5x2x8xf32>, tensor<5x2x4xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>)
    %112 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %113 = "stablehlo.broadcast_in_dim"(%112) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x8xf32>
    %114 = "stablehlo.multiply"(%113, %111#7) : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
    %115 = "stablehlo.subtract"(%arg33, %114) : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
    %116 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %117 = "stablehlo.broadcast_in_dim"(%116) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %118 = "stablehlo.multiply"(%117, %111#8) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %119 = "stablehlo.subtract"(%arg34, %118) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %120 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %121 = "stablehlo.broadcast_in_dim"(%120) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x8xf32>
    %122 = "stablehlo.multiply"(%121, %103#7) : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
    %123 = "stablehlo.subtract"(%arg35, %122) : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
    %124 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %125 = "stablehlo.broadcast_in_dim"(%124) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %126 = "stablehlo.multiply"(%125, %103#8) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %127 = "stablehlo.subtract"(%arg36, %126) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %128 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %129 = "stablehlo.broadcast_in_dim"(%128) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x3xf32>
    %130 = "stablehlo.multiply"(%129, %92) : (tensor<16x3xf32>, tensor<16x3xf32>) -> tensor<16x3xf32>
    %131 = "stablehlo.subtract"(%arg37, %130) : (tensor<16x3xf32>, tensor<16x3xf32>) -> tensor<16x3xf32>
    "func.return"(%81, %115, %119, %123, %127, %131) : (tensor<f32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<16x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<5x2x4xf32>, tensor<i32>) -> tensor<2x4xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg31: tensor<5x2x4xf32>, %arg32: tensor<i32>):
    %44 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %45 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %46 = "stablehlo.dynamic_slice"(%arg31, %arg32, %44, %45) <{slice_sizes = array<i64: 1, 2, 4>}> : (tensor<5x2x4xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x2x4xf32>
    %47 = "stablehlo.reshape"(%46) : (tensor<1x2x4xf32>) -> tensor<2x4xf32>
    "func.return"(%47) : (tensor<2x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>, tensor<2x4xf32>) -> (tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>), res_attrs = [{}, {}, {}, {}, {}], sym_name = "closed_call", sym_visibility = "private"}> ({
  ^bb0(%arg27: tensor<4x8xf32>, %arg28: tensor<8x8xf32>, %arg29: tensor<2x8xf32>, %arg30: tensor<2x4xf32>):
    %37 = "stablehlo.dot_general"(%arg30, %arg27) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x4xf32>, tensor<4x8xf32>) -> tensor<2x8xf32>
    %38 = "stablehlo.dot_general"(%arg29, %arg28) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x8xf32>, tensor<8x8xf32>) -> tensor<2x8xf32>
    %39 = "stablehlo.add"(%37, %38) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
    %40 = "stablehlo.tanh"(%39) : (tensor<2x8xf32>) -> tensor<2x8xf32>
    %41 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %42 = "stablehlo.broadcast_in_dim"(%41) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
    %43 = "stablehlo.subtract"(%42, %40) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
    "func.return"(%40, %40, %arg29, %40, %43) : (tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<5x2x8xf32>, tensor<2x8xf32>, tensor<i32>) -> tensor<5x2x8xf32>, res_attrs = [{}], sym_name = "dynamic_update_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg24: tensor<5x2x8xf32>, %arg25: tensor<2x8xf32>, %arg26: tensor<i32>):
    %33 = "stablehlo.broadcast_in_dim"(%arg25) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<2x8xf32>) -> tensor<1x2x8xf32>
    %34 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %35 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %36 = "stablehlo.dynamic_update_slice"(%arg24, %33, %arg26, %34, %35) : (tensor<5x2x8xf32>, tensor<1x2x8xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<5x2x8xf32>
    "func.return"(%36) : (tensor<5x2x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>, tensor<2x4xf32>) -> (tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>), res_attrs = [{}, {}, {}, {}, {}], sym_name = "closed_call_0", sym_visibility = "private"}> ({
  ^bb0(%arg20: tensor<4x8xf32>, %arg21: tensor<8x8xf32>, %arg22: tensor<2x8xf32>, %arg23: tensor<2x4xf32>):
    %26 = "stablehlo.dot_general"(%arg23, %arg20) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x4xf32>, tensor<4x8xf32>) -> tensor<2x8xf32>
    %27 = "stablehlo.dot_general"(%arg22, %arg21) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x8xf32>, tensor<8x8xf32>) -> tensor<2x8xf32>
    %28 = "stablehlo.add"(%26, %27) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
    %29 = "stablehlo.tanh"(%28) : (tensor<2x8xf32>) -> tensor<2x8xf32>
    %30 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %31 = "stablehlo.broadcast_in_dim"(%30) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
    %32 = "stablehlo.subtract"(%31, %29) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
    "func.return"(%29, %29, %arg22, %29, %32) : (tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<5x2x8xf32>, tensor<i32>) -> tensor<2x8xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim_1", sym_visibility = "private"}> ({
  ^bb0(%arg18: tensor<5x2x8xf32>, %arg19: tensor<i32>):
    %22 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %23 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %24 = "stablehlo.dynamic_slice"(%arg18, %arg19, %22, %23) <{slice_sizes = array<i64: 1, 2, 8>}> : (tensor<5x2x8xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x2x8xf32>
    %25 = "stablehlo.reshape"(%24) : (tensor<1x2x8xf32>) -> tensor<2x8xf32>
    "func.return"(%25) : (tensor<2x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<8x8xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x4xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>) -> (tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>), res_attrs = [{}, {}, {}], sym_name = "closed_call_2", sym_visibility = "private"}> ({
  ^bb0(%arg9: tensor<8x8xf32>, %arg10: tensor<4x8xf32>, %arg11: tensor<8x8xf32>, %arg12: tensor<2x8xf32>, %arg13: tensor<2x8xf32>, %arg14: tensor<2x4xf32>, %arg15: tensor<2x8xf32>, %arg16: tensor<2x8xf32>, %arg17: tensor<2x8xf32>):
    %11 = "stablehlo.add"(%arg12, %arg13) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
    %12 = "stablehlo.multiply"(%11, %arg17) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
    %13 = "stablehlo.multiply"(%12, %arg16) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
    %14 = "stablehlo.add"(%12, %13) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
    %15 = "stablehlo.dot_general"(%14, %arg15) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<8x8xf32>
    %16 = "stablehlo.transpose"(%15) <{permutation = array<i64: 1, 0>}> : (tensor<8x8xf32>) -> tensor<8x8xf32>
    %17 = "stablehlo.add"(%arg11, %16) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %18 = "stablehlo.dot_general"(%14, %arg9) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x8xf32>, tensor<8x8xf32>) -> tensor<2x8xf32>
    %19 = "stablehlo.dot_general"(%14, %arg14) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x8xf32>, tensor<2x4xf32>) -> tensor<8x4xf32>
    %20 = "stablehlo.transpose"(%19) <{permutation = array<i64: 1, 0>}> : (tensor<8x4xf32>) -> tensor<4x8xf32>
    %21 = "stablehlo.add"(%arg10, %20) : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
    "func.return"(%21, %17, %18) : (tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<8x8xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x4xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>) -> (tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>), res_attrs = [{}, {}, {}], sym_name = "closed_call_3", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<8x8xf32>, %arg1: tensor<4x8xf32>, %arg2: tensor<8x8xf32>, %arg3: tensor<2x8xf32>, %arg4: tensor<2x8xf32>, %arg5: tensor<2x4xf32>, %arg6: tensor<2x8xf32>, %arg7: tensor<2x8xf32>, %arg8: tensor<2x8xf32>):
    %0 = "stablehlo.add"(%arg3, %arg4) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
    %1 = "stablehlo.multiply"(%0, %arg8) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
    %2 = "stablehlo.multiply"(%1, %arg7) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
    %3 = "stablehlo.add"(%1, %2) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
    %4 = "stablehlo.dot_general"(%3, %arg6) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<8x8xf32>
    %5 = "stablehlo.transpose"(%4) <{permutation = array<i64: 1, 0>}> : (tensor<8x8xf32>) -> tensor<8x8xf32>
    %6 = "stablehlo.add"(%arg2, %5) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %7 = "stablehlo.dot_general"(%3, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x8xf32>, tensor<8x8xf32>) -> tensor<2x8xf32>
    %8 = "stablehlo.dot_general"(%3, %arg5) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x8xf32>, tensor<2x4xf32>) -> tensor<8x4xf32>
    %9 = "stablehlo.transpose"(%8) <{permutation = array<i64: 1, 0>}> : (tensor<8x4xf32>) -> tensor<4x8xf32>
    %10 = "stablehlo.add"(%arg1, %9) : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
    "func.return"(%10, %6, %7) : (tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
