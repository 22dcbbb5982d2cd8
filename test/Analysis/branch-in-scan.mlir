// RUN: per-opt --allow-unregistered-dialect --per-inline-calls \
// RUN:   --test-per-print-sites=congruence %s -o /dev/null 2>&1 | FileCheck %s

// An activation in a branch inside a loop over layers.

// CHECK:      site 0: 2x8xf32 stablehlo.multiply, gelu_tanh, samples [0]
// CHECK-NEXT: contractions: 2, without a site 1
// CHECK-NEXT: loop 1: 3 iterations, stack of 1x4x8xf32, stack of 1x2x4xf32, stack of 1x2x8xf32, stack of 1x2x8xf32, stack of 1x2x8xf32, stack of 1x2x8xf32, stack of 1x2x8xf32, stack of 1x8x4xf32, stack of 1x2x8xf32
// CHECK-NEXT: loop 3: 3 iterations, stack of 1x4x8xf32, stack of 1x8x4xf32
// CHECK-NEXT: site 0 is stablehlo.multiply in stablehlo.case 2 in stablehlo.while 1
// CHECK-NOT:  site

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}], function_type = (tensor<3x4x8xf32>, tensor<3x8x4xf32>, tensor<2x4xf32>, tensor<i32>) -> (tensor<f32>, tensor<3x4x8xf32>, tensor<3x8x4xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg44: tensor<3x4x8xf32>, %arg45: tensor<3x8x4xf32>, %arg46: tensor<2x4xf32>, %arg47: tensor<i32>):
    %87 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %88 = "stablehlo.compare"(%arg47, %87) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %89 = "stablehlo.convert"(%88) : (tensor<i1>) -> tensor<i32>
    %90:9 = "stablehlo.case"(%89) ({
      %195 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %196 = "stablehlo.broadcast_in_dim"(%195) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x8xf32>
      %197 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %198 = "stablehlo.broadcast_in_dim"(%197) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4xf32>
      %199 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %200 = "stablehlo.broadcast_in_dim"(%199) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
      %201 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %202 = "stablehlo.broadcast_in_dim"(%201) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
      %203 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %204 = "stablehlo.broadcast_in_dim"(%203) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
      %205 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %206 = "stablehlo.broadcast_in_dim"(%205) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
      %207 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %208 = "stablehlo.broadcast_in_dim"(%207) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
      %209 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %210 = "stablehlo.broadcast_in_dim"(%209) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x4xf32>
      %211 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %212 = "stablehlo.broadcast_in_dim"(%211) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
      %213 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %214 = "stablehlo.broadcast_in_dim"(%213) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x8xf32>
      %215 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %216 = "stablehlo.broadcast_in_dim"(%215) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4xf32>
      %217 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %218 = "stablehlo.broadcast_in_dim"(%217) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
      %219 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %220 = "stablehlo.broadcast_in_dim"(%219) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
      %221 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %222 = "stablehlo.broadcast_in_dim"(%221) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
      %223 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %224 = "stablehlo.broadcast_in_dim"(%223) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
      %225 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %226 = "stablehlo.broadcast_in_dim"(%225) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
      %227 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %228 = "stablehlo.broadcast_in_dim"(%227) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x4xf32>
      %229 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %230 = "stablehlo.broadcast_in_dim"(%229) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
      "stablehlo.return"(%196, %198, %200, %202, %204, %206, %208, %210, %212) : (tensor<4x8xf32>, tensor<2x4xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<8x4xf32>, tensor<2x8xf32>) -> ()
    }, {
      %177 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %178 = "stablehlo.broadcast_in_dim"(%177) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x8xf32>
      %179 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %180 = "stablehlo.broadcast_in_dim"(%179) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4xf32>
      %181 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %182 = "stablehlo.broadcast_in_dim"(%181) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
      %183 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %184 = "stablehlo.broadcast_in_dim"(%183) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
      %185 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %186 = "stablehlo.broadcast_in_dim"(%185) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
      %187 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %188 = "stablehlo.broadcast_in_dim"(%187) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
      %189 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %190 = "stablehlo.broadcast_in_dim"(%189) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
      %191 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %192 = "stablehlo.broadcast_in_dim"(%191) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x4xf32>
      %193 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %194 = "stablehlo.broadcast_in_dim"(%193) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
      "stablehlo.return"(%178, %180, %182, %184, %186, %188, %190, %192, %194) : (tensor<4x8xf32>, tensor<2x4xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<8x4xf32>, tensor<2x8xf32>) -> ()
    }) : (tensor<i32>) -> (tensor<4x8xf32>, tensor<2x4xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<8x4xf32>, tensor<2x8xf32>)
    %91 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %92 = "stablehlo.broadcast_in_dim"(%91) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x4x8xf32>
    %93 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %94 = "stablehlo.broadcast_in_dim"(%93) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x2x4xf32>
    %95 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %96 = "stablehlo.broadcast_in_dim"(%95) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x2x8xf32>
    %97 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %98 = "stablehlo.broadcast_in_dim"(%97) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x2x8xf32>
    %99 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %100 = "stablehlo.broadcast_in_dim"(%99) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x2x8xf32>
    %101 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %102 = "stablehlo.broadcast_in_dim"(%101) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x2x8xf32>
    %103 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %104 = "stablehlo.broadcast_in_dim"(%103) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x2x8xf32>
    %105 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %106 = "stablehlo.broadcast_in_dim"(%105) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x8x4xf32>
    %107 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %108 = "stablehlo.broadcast_in_dim"(%107) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x2x8xf32>
    %109 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %110:23 = "stablehlo.while"(%arg44, %arg45, %89, %90#0, %90#1, %90#2, %90#3, %90#4, %90#5, %90#6, %90#7, %90#8, %109, %arg46, %92, %94, %96, %98, %100, %102, %104, %106, %108) ({
    ^bb0(%arg101: tensor<3x4x8xf32>, %arg102: tensor<3x8x4xf32>, %arg103: tensor<i32>, %arg104: tensor<4x8xf32>, %arg105: tensor<2x4xf32>, %arg106: tensor<2x8xf32>, %arg107: tensor<2x8xf32>, %arg108: tensor<2x8xf32>, %arg109: tensor<2x8xf32>, %arg110: tensor<2x8xf32>, %arg111: tensor<8x4xf32>, %arg112: tensor<2x8xf32>, %arg113: tensor<i32>, %arg114: tensor<2x4xf32>, %arg115: tensor<3x4x8xf32>, %arg116: tensor<3x2x4xf32>, %arg117: tensor<3x2x8xf32>, %arg118: tensor<3x2x8xf32>, %arg119: tensor<3x2x8xf32>, %arg120: tensor<3x2x8xf32>, %arg121: tensor<3x2x8xf32>, %arg122: tensor<3x8x4xf32>, %arg123: tensor<3x2x8xf32>):
      %175 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %176 = "stablehlo.compare"(%arg113, %175) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%176) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg78: tensor<3x4x8xf32>, %arg79: tensor<3x8x4xf32>, %arg80: tensor<i32>, %arg81: tensor<4x8xf32>, %arg82: tensor<2x4xf32>, %arg83: tensor<2x8xf32>, %arg84: tensor<2x8xf32>, %arg85: tensor<2x8xf32>, %arg86: tensor<2x8xf32>, %arg87: tensor<2x8xf32>, %arg88: tensor<8x4xf32>, %arg89: tensor<2x8xf32>, %arg90: tensor<i32>, %arg91: tensor<2x4xf32>, %arg92: tensor<3x4x8xf32>, %arg93: tensor<3x2x4xf32>, %arg94: tensor<3x2x8xf32>, %arg95: tensor<3x2x8xf32>, %arg96: tensor<3x2x8xf32>, %arg97: tensor<3x2x8xf32>, %arg98: tensor<3x2x8xf32>, %arg99: tensor<3x8x4xf32>, %arg100: tensor<3x2x8xf32>):
      %161 = "func.call"(%arg78, %arg90) <{callee = @dynamic_index_in_dim}> : (tensor<3x4x8xf32>, tensor<i32>) -> tensor<4x8xf32>
      %162 = "func.call"(%arg79, %arg90) <{callee = @dynamic_index_in_dim_0}> : (tensor<3x8x4xf32>, tensor<i32>) -> tensor<8x4xf32>
      %163:10 = "func.call"(%arg80, %arg81, %arg82, %arg83, %arg84, %arg85, %arg86, %arg87, %arg88, %arg89, %arg91, %161, %162) <{callee = @closed_call}> : (tensor<i32>, tensor<4x8xf32>, tensor<2x4xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<8x4xf32>, tensor<2x8xf32>, tensor<2x4xf32>, tensor<4x8xf32>, tensor<8x4xf32>) -> (tensor<2x4xf32>, tensor<4x8xf32>, tensor<2x4xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<8x4xf32>, tensor<2x8xf32>)
      %164 = "func.call"(%arg92, %163#1, %arg90) <{callee = @dynamic_update_index_in_dim}> : (tensor<3x4x8xf32>, tensor<4x8xf32>, tensor<i32>) -> tensor<3x4x8xf32>
      %165 = "func.call"(%arg93, %163#2, %arg90) <{callee = @dynamic_update_index_in_dim_1}> : (tensor<3x2x4xf32>, tensor<2x4xf32>, tensor<i32>) -> tensor<3x2x4xf32>
      %166 = "func.call"(%arg94, %163#3, %arg90) <{callee = @dynamic_update_index_in_dim_2}> : (tensor<3x2x8xf32>, tensor<2x8xf32>, tensor<i32>) -> tensor<3x2x8xf32>
      %167 = "func.call"(%arg95, %163#4, %arg90) <{callee = @dynamic_update_index_in_dim_2}> : (tensor<3x2x8xf32>, tensor<2x8xf32>, tensor<i32>) -> tensor<3x2x8xf32>
      %168 = "func.call"(%arg96, %163#5, %arg90) <{callee = @dynamic_update_index_in_dim_2}> : (tensor<3x2x8xf32>, tensor<2x8xf32>, tensor<i32>) -> tensor<3x2x8xf32>
      %169 = "func.call"(%arg97, %163#6, %arg90) <{callee = @dynamic_update_index_in_dim_2}> : (tensor<3x2x8xf32>, tensor<2x8xf32>, tensor<i32>) -> tensor<3x2x8xf32>
      %170 = "func.call"(%arg98, %163#7, %arg90) <{callee = @dynamic_update_index_in_dim_2}> : (tensor<3x2x8xf32>, tensor<2x8xf32>, tensor<i32>) -> tensor<3x2x8xf32>
      %171 = "func.call"(%arg99, %163#8, %arg90) <{callee = @dynamic_update_index_in_dim_3}> : (tensor<3x8x4xf32>, tensor<8x4xf32>, tensor<i32>) -> tensor<3x8x4xf32>
      %172 = "func.call"(%arg100, %163#9, %arg90) <{callee = @dynamic_update_index_in_dim_2}> : (tensor<3x2x8xf32>, tensor<2x8xf32>, tensor<i32>) -> tensor<3x2x8xf32>
      %173 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %174 = "stablehlo.add"(%arg90, %173) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg78, %arg79, %arg80, %arg81, %arg82, %arg83, %arg84, %arg85, %arg86, %arg87, %arg88, %arg89, %174, %163#0, %164, %165, %166, %167, %168, %169, %170, %171, %172) : (tensor<3x4x8xf32>, tensor<3x8x4xf32>, tensor<i32>, tensor<4x8xf32>, tensor<2x4xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<8x4xf32>, tensor<2x8xf32>, tensor<i32>, tensor<2x4xf32>, tensor<3x4x8xf32>, tensor<3x2x4xf32>, tensor<3x2x8xf32>, tensor<3x2x8xf32>, tensor<3x2x8xf32>, tensor<3x2x8xf32>, tensor<3x2x8xf32>, tensor<3x8x4xf32>, tensor<3x2x8xf32>) -> ()
    }) : (tensor<3x4x8xf32>, tensor<3x8x4xf32>, tensor<i32>, tensor<4x8xf32>, tensor<2x4xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<8x4xf32>, tensor<2x8xf32>, tensor<i32>, tensor<2x4xf32>, tensor<3x4x8xf32>, tensor<3x2x4xf32>, tensor<3x2x8xf32>, tensor<3x2x8xf32>, tensor<3x2x8xf32>, tensor<3x2x8xf32>, tensor<3x2x8xf32>, tensor<3x8x4xf32>, tensor<3x2x8xf32>) -> (tensor<3x4x8xf32>, tensor<3x8x4xf32>, tensor<i32>, tensor<4x8xf32>, tensor<2x4xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<8x4xf32>, tensor<2x8xf32>, tensor<i32>, tensor<2x4xf32>, tensor<3x4x8xf32>, tensor<3x2x4xf32>, tensor<3x2x8xf32>, tensor<3x2x8xf32>, tensor<3x2x8xf32>, tensor<3x2x8xf32>, tensor<3x2x8xf32>, tensor<3x8x4xf32>, tensor<3x2x8xf32>)
    %111 = "stablehlo.multiply"(%110#13, %110#13) : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
    %112 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %113 = "stablehlo.broadcast_in_dim"(%112) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4xf32>
    %114 = "stablehlo.multiply"(%113, %110#13) : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
    %115 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %116 = "stablehlo.reduce"(%111, %115) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg76: tensor<f32>, %arg77: tensor<f32>):
      %160 = "stablehlo.add"(%arg76, %arg77) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%160) : (tensor<f32>) -> ()
    }) : (tensor<2x4xf32>, tensor<f32>) -> tensor<f32>
    %117 = "stablehlo.constant"() <{value = dense<8.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %118 = "stablehlo.divide"(%116, %117) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %119 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %120 = "stablehlo.broadcast_in_dim"(%119) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4xf32>
    %121 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %122 = "stablehlo.constant"() <{value = dense<8.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %123 = "stablehlo.divide"(%121, %122) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %124 = "stablehlo.broadcast_in_dim"(%123) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4xf32>
    %125 = "stablehlo.multiply"(%124, %114) : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
    %126 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %127 = "stablehlo.broadcast_in_dim"(%126) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x4x8xf32>
    %128 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %129 = "stablehlo.broadcast_in_dim"(%128) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x8x4xf32>
    %130 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %131:14 = "stablehlo.while"(%110#14, %110#15, %110#16, %110#17, %110#18, %110#19, %110#20, %110#21, %110#22, %89, %130, %125, %127, %129) ({
    ^bb0(%arg62: tensor<3x4x8xf32>, %arg63: tensor<3x2x4xf32>, %arg64: tensor<3x2x8xf32>, %arg65: tensor<3x2x8xf32>, %arg66: tensor<3x2x8xf32>, %arg67: tensor<3x2x8xf32>, %arg68: tensor<3x2x8xf32>, %arg69: tensor<3x8x4xf32>, %arg70: tensor<3x2x8xf32>, %arg71: tensor<i32>, %arg72: tensor<i32>, %arg73: tensor<2x4xf32>, %arg74: tensor<3x4x8xf32>, %arg75: tensor<3x8x4xf32>):
      %158 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %159 = "stablehlo.compare"(%arg72, %158) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%159) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg48: tensor<3x4x8xf32>, %arg49: tensor<3x2x4xf32>, %arg50: tensor<3x2x8xf32>, %arg51: tensor<3x2x8xf32>, %arg52: tensor<3x2x8xf32>, %arg53: tensor<3x2x8xf32>, %arg54: tensor<3x2x8xf32>, %arg55: tensor<3x8x4xf32>, %arg56: tensor<3x2x8xf32>, %arg57: tensor<i32>, %arg58: tensor<i32>, %arg59: tensor<2x4xf32>, %arg60: tensor<3x4x8xf32>, %arg61: tensor<3x8x4xf32>):
      %140 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %141 = "stablehlo.subtract"(%140, %arg58) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %142 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %143 = "stablehlo.subtract"(%141, %142) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %144 = "func.call"(%arg48, %143) <{callee = @dynamic_index_in_dim}> : (tensor<3x4x8xf32>, tensor<i32>) -> tensor<4x8xf32>
      %145 = "func.call"(%arg49, %143) <{callee = @dynamic_index_in_dim_4}> : (tensor<3x2x4xf32>, tensor<i32>) -> tensor<2x4xf32>
      %146 = "func.call"(%arg50, %143) <{callee = @dynamic_index_in_dim_5}> : (tensor<3x2x8xf32>, tensor<i32>) -> tensor<2x8xf32>
      %147 = "func.call"(%arg51, %143) <{callee = @dynamic_index_in_dim_5}> : (tensor<3x2x8xf32>, tensor<i32>) -> tensor<2x8xf32>
      %148 = "func.call"(%arg52, %143) <{callee = @dynamic_index_in_dim_5}> : (tensor<3x2x8xf32>, tensor<i32>) -> tensor<2x8xf32>
      %149 = "func.call"(%arg53, %143) <{callee = @dynamic_index_in_dim_5}> : (tensor<3x2x8xf32>, tensor<i32>) -> tensor<2x8xf32>
      %150 = "func.call"(%arg54, %143) <{callee = @dynamic_index_in_dim_5}> : (tensor<3x2x8xf32>, tensor<i32>) -> tensor<2x8xf32>
      %151 = "func.call"(%arg55, %143) <{callee = @dynamic_index_in_dim_0}> : (tensor<3x8x4xf32>, tensor<i32>) -> tensor<8x4xf32>
      %152 = "func.call"(%arg56, %143) <{callee = @dynamic_index_in_dim_5}> : (tensor<3x2x8xf32>, tensor<i32>) -> tensor<2x8xf32>
      %153:3 = "func.call"(%arg57, %arg59, %144, %145, %146, %147, %148, %149, %150, %151, %152) <{callee = @closed_call_6}> : (tensor<i32>, tensor<2x4xf32>, tensor<4x8xf32>, tensor<2x4xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<8x4xf32>, tensor<2x8xf32>) -> (tensor<2x4xf32>, tensor<4x8xf32>, tensor<8x4xf32>)
      %154 = "func.call"(%arg60, %153#1, %143) <{callee = @dynamic_update_index_in_dim}> : (tensor<3x4x8xf32>, tensor<4x8xf32>, tensor<i32>) -> tensor<3x4x8xf32>
      %155 = "func.call"(%arg61, %153#2, %143) <{callee = @dynamic_update_index_in_dim_3}> : (tensor<3x8x4xf32>, tensor<8x4xf32>, tensor<i32>) -> tensor<3x8x4xf32>
      %156 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %157 = "stablehlo.add"(%arg58, %156) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg48, %arg49, %arg50, %arg51, %arg52, %arg53, %arg54, %arg55, %arg56, %arg57, %157, %153#0, %154, %155) : (tensor<3x4x8xf32>, tensor<3x2x4xf32>, tensor<3x2x8xf32>, tensor<3x2x8xf32>, tensor<3x2x8xf32>, tensor<3x2x8xf32>, tensor<3x2x8xf32>, tensor<3x8x4xf32>, tensor<3x2x8xf32>, tensor<i32>, tensor<i32>, tensor<2x4xf32>, tensor<3x4x8xf32>, tensor<3x8x4xf32>) -> ()
    }) : (tensor<3x4x8xf32>, tensor<3x2x4xf32>, tensor<3x2x8xf32>, tensor<3x2x8xf32>, tensor<3x2x8xf32>, tensor<3x2x8xf32>, tensor<3x2x8xf32>, tensor<3x8x4xf32>, tensor<3x2x8xf32>, tensor<i32>, tensor<i32>, tensor<2x4xf32>, tensor<3x4x8xf32>, tensor<3x8x4xf32>) -> (tensor<3x4x8xf32>, tensor<3x2x4xf32>, tensor<3x2x8xf32>, tensor<3x2x8xf32>, tensor<3x2x8xf32>, tensor<3x2x8xf32>, tensor<3x2x8xf32>, tensor<3x8x4xf32>, tensor<3x2x8xf32>, tensor<i32>, tensor<i32>, tensor<2x4xf32>, tensor<3x4x8xf32>, tensor<3x8x4xf32>)
    %132 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %133 = "stablehlo.broadcast_in_dim"(%132) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x4x8xf32>
    %134 = "stablehlo.multiply"(%133, %131#12) : (tensor<3x4x8xf32>, tensor<3x4x8xf32>) -> tensor<3x4x8xf32>
    %135 = "stablehlo.subtract"(%arg44, %134) : (tensor<3x4x8xf32>, tensor<3x4x8xf32>) -> tensor<3x4x8xf32>
    %136 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %137 = "stablehlo.broadcast_in_dim"(%136) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x8x4xf32>
    %138 = "stablehlo.multiply"(%137, %131#13) : (tensor<3x8x4xf32>, tensor<3x8x4xf32>) -> tensor<3x8x4xf32>
    %139 = "stablehlo.subtract"(%arg45, %138) : (tensor<3x8x4xf32>, tensor<3x8x4xf32>) -> tensor<3x8x4xf32>
    "func.return"(%118, %135, %139) : (tensor<f32>, tensor<3x4x8xf32>, tensor<3x8x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<3x4x8xf32>, tensor<i32>) -> tensor<4x8xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg42: tensor<3x4x8xf32>, %arg43: tensor<i32>):
    %83 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %84 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %85 = "stablehlo.dynamic_slice"(%arg42, %arg43, %83, %84) <{slice_sizes = array<i64: 1, 4, 8>}> : (tensor<3x4x8xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x4x8xf32>
    %86 = "stablehlo.reshape"(%85) : (tensor<1x4x8xf32>) -> tensor<4x8xf32>
    "func.return"(%86) : (tensor<4x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<3x8x4xf32>, tensor<i32>) -> tensor<8x4xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim_0", sym_visibility = "private"}> ({
  ^bb0(%arg40: tensor<3x8x4xf32>, %arg41: tensor<i32>):
    %79 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %80 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %81 = "stablehlo.dynamic_slice"(%arg40, %arg41, %79, %80) <{slice_sizes = array<i64: 1, 8, 4>}> : (tensor<3x8x4xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x8x4xf32>
    %82 = "stablehlo.reshape"(%81) : (tensor<1x8x4xf32>) -> tensor<8x4xf32>
    "func.return"(%82) : (tensor<8x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<i32>, tensor<4x8xf32>, tensor<2x4xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<8x4xf32>, tensor<2x8xf32>, tensor<2x4xf32>, tensor<4x8xf32>, tensor<8x4xf32>) -> (tensor<2x4xf32>, tensor<4x8xf32>, tensor<2x4xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<8x4xf32>, tensor<2x8xf32>), res_attrs = [{}, {}, {}, {}, {}, {}, {}, {}, {}, {}], sym_name = "closed_call", sym_visibility = "private"}> ({
  ^bb0(%arg27: tensor<i32>, %arg28: tensor<4x8xf32>, %arg29: tensor<2x4xf32>, %arg30: tensor<2x8xf32>, %arg31: tensor<2x8xf32>, %arg32: tensor<2x8xf32>, %arg33: tensor<2x8xf32>, %arg34: tensor<2x8xf32>, %arg35: tensor<8x4xf32>, %arg36: tensor<2x8xf32>, %arg37: tensor<2x4xf32>, %arg38: tensor<4x8xf32>, %arg39: tensor<8x4xf32>):
    %52:10 = "stablehlo.case"(%arg27) ({
      "stablehlo.return"(%arg37, %arg28, %arg29, %arg30, %arg31, %arg32, %arg33, %arg34, %arg35, %arg36) : (tensor<2x4xf32>, tensor<4x8xf32>, tensor<2x4xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<8x4xf32>, tensor<2x8xf32>) -> ()
    }, {
      %53 = "stablehlo.dot_general"(%arg37, %arg38) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x4xf32>, tensor<4x8xf32>) -> tensor<2x8xf32>
      %54 = "stablehlo.multiply"(%53, %53) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
      %55 = "stablehlo.multiply"(%54, %53) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
      %56 = "stablehlo.multiply"(%53, %53) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
      %57 = "stablehlo.constant"() <{value = dense<3.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %58 = "stablehlo.broadcast_in_dim"(%57) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
      %59 = "stablehlo.multiply"(%58, %56) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
      %60 = "stablehlo.constant"() <{value = dense<4.471500e-02> : tensor<f32>}> : () -> tensor<f32>
      %61 = "stablehlo.broadcast_in_dim"(%60) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
      %62 = "stablehlo.multiply"(%61, %55) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
      %63 = "stablehlo.add"(%53, %62) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
      %64 = "stablehlo.constant"() <{value = dense<0.797884583> : tensor<f32>}> : () -> tensor<f32>
      %65 = "stablehlo.broadcast_in_dim"(%64) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
      %66 = "stablehlo.multiply"(%65, %63) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
      %67 = "stablehlo.tanh"(%66) : (tensor<2x8xf32>) -> tensor<2x8xf32>
      %68 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %69 = "stablehlo.broadcast_in_dim"(%68) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
      %70 = "stablehlo.subtract"(%69, %67) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
      %71 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %72 = "stablehlo.broadcast_in_dim"(%71) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
      %73 = "stablehlo.add"(%72, %67) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
      %74 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
      %75 = "stablehlo.broadcast_in_dim"(%74) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
      %76 = "stablehlo.multiply"(%75, %73) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
      %77 = "stablehlo.multiply"(%53, %76) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
      %78 = "stablehlo.dot_general"(%77, %arg39) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x8xf32>, tensor<8x4xf32>) -> tensor<2x4xf32>
      "stablehlo.return"(%78, %arg38, %arg37, %59, %67, %70, %76, %53, %arg39, %77) : (tensor<2x4xf32>, tensor<4x8xf32>, tensor<2x4xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<8x4xf32>, tensor<2x8xf32>) -> ()
    }) : (tensor<i32>) -> (tensor<2x4xf32>, tensor<4x8xf32>, tensor<2x4xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<8x4xf32>, tensor<2x8xf32>)
    "func.return"(%52#0, %52#1, %52#2, %52#3, %52#4, %52#5, %52#6, %52#7, %52#8, %52#9) : (tensor<2x4xf32>, tensor<4x8xf32>, tensor<2x4xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<8x4xf32>, tensor<2x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<3x4x8xf32>, tensor<4x8xf32>, tensor<i32>) -> tensor<3x4x8xf32>, res_attrs = [{}], sym_name = "dynamic_update_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg24: tensor<3x4x8xf32>, %arg25: tensor<4x8xf32>, %arg26: tensor<i32>):
    %48 = "stablehlo.broadcast_in_dim"(%arg25) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<4x8xf32>) -> tensor<1x4x8xf32>
    %49 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %50 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %51 = "stablehlo.dynamic_update_slice"(%arg24, %48, %arg26, %49, %50) : (tensor<3x4x8xf32>, tensor<1x4x8xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<3x4x8xf32>
    "func.return"(%51) : (tensor<3x4x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<3x2x4xf32>, tensor<2x4xf32>, tensor<i32>) -> tensor<3x2x4xf32>, res_attrs = [{}], sym_name = "dynamic_update_index_in_dim_1", sym_visibility = "private"}> ({
  ^bb0(%arg21: tensor<3x2x4xf32>, %arg22: tensor<2x4xf32>, %arg23: tensor<i32>):
    %44 = "stablehlo.broadcast_in_dim"(%arg22) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<2x4xf32>) -> tensor<1x2x4xf32>
    %45 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %46 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %47 = "stablehlo.dynamic_update_slice"(%arg21, %44, %arg23, %45, %46) : (tensor<3x2x4xf32>, tensor<1x2x4xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<3x2x4xf32>
    "func.return"(%47) : (tensor<3x2x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<3x2x8xf32>, tensor<2x8xf32>, tensor<i32>) -> tensor<3x2x8xf32>, res_attrs = [{}], sym_name = "dynamic_update_index_in_dim_2", sym_visibility = "private"}> ({
  ^bb0(%arg18: tensor<3x2x8xf32>, %arg19: tensor<2x8xf32>, %arg20: tensor<i32>):
    %40 = "stablehlo.broadcast_in_dim"(%arg19) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<2x8xf32>) -> tensor<1x2x8xf32>
    %41 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %42 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %43 = "stablehlo.dynamic_update_slice"(%arg18, %40, %arg20, %41, %42) : (tensor<3x2x8xf32>, tensor<1x2x8xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<3x2x8xf32>
    "func.return"(%43) : (tensor<3x2x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<3x8x4xf32>, tensor<8x4xf32>, tensor<i32>) -> tensor<3x8x4xf32>, res_attrs = [{}], sym_name = "dynamic_update_index_in_dim_3", sym_visibility = "private"}> ({
  ^bb0(%arg15: tensor<3x8x4xf32>, %arg16: tensor<8x4xf32>, %arg17: tensor<i32>):
    %36 = "stablehlo.broadcast_in_dim"(%arg16) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<8x4xf32>) -> tensor<1x8x4xf32>
    %37 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %38 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %39 = "stablehlo.dynamic_update_slice"(%arg15, %36, %arg17, %37, %38) : (tensor<3x8x4xf32>, tensor<1x8x4xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<3x8x4xf32>
    "func.return"(%39) : (tensor<3x8x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<3x2x4xf32>, tensor<i32>) -> tensor<2x4xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim_4", sym_visibility = "private"}> ({
  ^bb0(%arg13: tensor<3x2x4xf32>, %arg14: tensor<i32>):
    %32 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %33 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %34 = "stablehlo.dynamic_slice"(%arg13, %arg14, %32, %33) <{slice_sizes = array<i64: 1, 2, 4>}> : (tensor<3x2x4xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x2x4xf32>
    %35 = "stablehlo.reshape"(%34) : (tensor<1x2x4xf32>) -> tensor<2x4xf32>
    "func.return"(%35) : (tensor<2x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<3x2x8xf32>, tensor<i32>) -> tensor<2x8xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim_5", sym_visibility = "private"}> ({
  ^bb0(%arg11: tensor<3x2x8xf32>, %arg12: tensor<i32>):
    %28 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %29 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %30 = "stablehlo.dynamic_slice"(%arg11, %arg12, %28, %29) <{slice_sizes = array<i64: 1, 2, 8>}> : (tensor<3x2x8xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x2x8xf32>
    %31 = "stablehlo.reshape"(%30) : (tensor<1x2x8xf32>) -> tensor<2x8xf32>
    "func.return"(%31) : (tensor<2x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<i32>, tensor<2x4xf32>, tensor<4x8xf32>, tensor<2x4xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<8x4xf32>, tensor<2x8xf32>) -> (tensor<2x4xf32>, tensor<4x8xf32>, tensor<8x4xf32>), res_attrs = [{}, {}, {}], sym_name = "closed_call_6", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<i32>, %arg1: tensor<2x4xf32>, %arg2: tensor<4x8xf32>, %arg3: tensor<2x4xf32>, %arg4: tensor<2x8xf32>, %arg5: tensor<2x8xf32>, %arg6: tensor<2x8xf32>, %arg7: tensor<2x8xf32>, %arg8: tensor<2x8xf32>, %arg9: tensor<8x4xf32>, %arg10: tensor<2x8xf32>):
    %0:3 = "stablehlo.case"(%arg0) ({
      %24 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %25 = "stablehlo.broadcast_in_dim"(%24) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x8xf32>
      %26 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %27 = "stablehlo.broadcast_in_dim"(%26) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x4xf32>
      "stablehlo.return"(%25, %27, %arg1) : (tensor<4x8xf32>, tensor<8x4xf32>, tensor<2x4xf32>) -> ()
    }, {
      %1 = "stablehlo.dot_general"(%arg1, %arg10) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x4xf32>, tensor<2x8xf32>) -> tensor<4x8xf32>
      %2 = "stablehlo.transpose"(%1) <{permutation = array<i64: 1, 0>}> : (tensor<4x8xf32>) -> tensor<8x4xf32>
      %3 = "stablehlo.dot_general"(%arg1, %arg9) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x4xf32>, tensor<8x4xf32>) -> tensor<2x8xf32>
      %4 = "stablehlo.multiply"(%arg8, %3) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
      %5 = "stablehlo.multiply"(%3, %arg7) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
      %6 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
      %7 = "stablehlo.broadcast_in_dim"(%6) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
      %8 = "stablehlo.multiply"(%7, %4) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
      %9 = "stablehlo.multiply"(%8, %arg6) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
      %10 = "stablehlo.multiply"(%9, %arg5) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
      %11 = "stablehlo.add"(%9, %10) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
      %12 = "stablehlo.constant"() <{value = dense<0.797884583> : tensor<f32>}> : () -> tensor<f32>
      %13 = "stablehlo.broadcast_in_dim"(%12) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
      %14 = "stablehlo.multiply"(%13, %11) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
      %15 = "stablehlo.add"(%5, %14) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
      %16 = "stablehlo.constant"() <{value = dense<4.471500e-02> : tensor<f32>}> : () -> tensor<f32>
      %17 = "stablehlo.broadcast_in_dim"(%16) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
      %18 = "stablehlo.multiply"(%17, %14) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
      %19 = "stablehlo.multiply"(%18, %arg4) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
      %20 = "stablehlo.add"(%15, %19) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
      %21 = "stablehlo.dot_general"(%20, %arg3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x8xf32>, tensor<2x4xf32>) -> tensor<8x4xf32>
      %22 = "stablehlo.transpose"(%21) <{permutation = array<i64: 1, 0>}> : (tensor<8x4xf32>) -> tensor<4x8xf32>
      %23 = "stablehlo.dot_general"(%20, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x8xf32>, tensor<4x8xf32>) -> tensor<2x4xf32>
      "stablehlo.return"(%22, %2, %23) : (tensor<4x8xf32>, tensor<8x4xf32>, tensor<2x4xf32>) -> ()
    }) : (tensor<i32>) -> (tensor<4x8xf32>, tensor<8x4xf32>, tensor<2x4xf32>)
    "func.return"(%0#2, %0#0, %0#1) : (tensor<2x4xf32>, tensor<4x8xf32>, tensor<8x4xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
