// RUN: per-opt --allow-unregistered-dialect --per-inline-calls \
// RUN:   --test-per-print-sites=congruence %s -o /dev/null 2>&1 | FileCheck %s

// A recurrent network inside each rematerialised layer of a scan. The backward loop
// over layers (2) runs the recurrence again (3), with a stack more than the
// original (1), and then backwards (4): all have the same activation.

// CHECK:      site 0: 2x8xf32 stablehlo.tanh, tanh, samples [0]
// CHECK-NEXT: contractions: 3, without a site 1
// CHECK-NEXT: loop 0: 3 iterations, stack of 1x5x2x4xf32
// CHECK-NEXT: loop 1: 5 iterations, stack of 1x2x8xf32
// CHECK-NEXT: loop 2: 3 iterations, stack of 1x4x8xf32, stack of 1x8x8xf32, stack of 1x8x4xf32
// CHECK-NEXT: loop 3: 5 iterations, stack of 1x2x8xf32, stack of 1x2x8xf32
// CHECK-NEXT: loop 4: 5 iterations, stack of 1x2x4xf32
// CHECK-NEXT: site 0 is stablehlo.tanh in stablehlo.while 1 in stablehlo.while 0
// CHECK-NEXT: site 0 is stablehlo.tanh in stablehlo.while 3 in stablehlo.while 2
// CHECK-NEXT: site 0 is stablehlo.reshape in stablehlo.while 4 in stablehlo.while 2
// CHECK-NOT:  site

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}], function_type = (tensor<3x4x8xf32>, tensor<3x8x8xf32>, tensor<3x8x4xf32>, tensor<5x2x4xf32>) -> (tensor<f32>, tensor<3x4x8xf32>, tensor<3x8x8xf32>, tensor<3x8x4xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}, {jax.result_info = "result[1][2]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg117: tensor<3x4x8xf32>, %arg118: tensor<3x8x8xf32>, %arg119: tensor<3x8x4xf32>, %arg120: tensor<5x2x4xf32>):
    %139 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %140 = "stablehlo.broadcast_in_dim"(%139) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
    "func.call"(%140) <{callee = @closed_call}> : (tensor<2x8xf32>) -> ()
    %141 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %142 = "stablehlo.broadcast_in_dim"(%141) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x5x2x4xf32>
    %143 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %144:7 = "stablehlo.while"(%arg117, %arg118, %arg119, %140, %143, %arg120, %142) ({
    ^bb0(%arg148: tensor<3x4x8xf32>, %arg149: tensor<3x8x8xf32>, %arg150: tensor<3x8x4xf32>, %arg151: tensor<2x8xf32>, %arg152: tensor<i32>, %arg153: tensor<5x2x4xf32>, %arg154: tensor<3x5x2x4xf32>):
      %204 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %205 = "stablehlo.compare"(%arg152, %204) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%205) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg141: tensor<3x4x8xf32>, %arg142: tensor<3x8x8xf32>, %arg143: tensor<3x8x4xf32>, %arg144: tensor<2x8xf32>, %arg145: tensor<i32>, %arg146: tensor<5x2x4xf32>, %arg147: tensor<3x5x2x4xf32>):
      %197 = "func.call"(%arg141, %arg145) <{callee = @dynamic_index_in_dim}> : (tensor<3x4x8xf32>, tensor<i32>) -> tensor<4x8xf32>
      %198 = "func.call"(%arg142, %arg145) <{callee = @dynamic_index_in_dim_0}> : (tensor<3x8x8xf32>, tensor<i32>) -> tensor<8x8xf32>
      %199 = "func.call"(%arg143, %arg145) <{callee = @dynamic_index_in_dim_1}> : (tensor<3x8x4xf32>, tensor<i32>) -> tensor<8x4xf32>
      %200:2 = "func.call"(%arg144, %arg146, %197, %198, %199) <{callee = @closed_call_2}> : (tensor<2x8xf32>, tensor<5x2x4xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<8x4xf32>) -> (tensor<5x2x4xf32>, tensor<5x2x4xf32>)
      %201 = "func.call"(%arg147, %200#1, %arg145) <{callee = @dynamic_update_index_in_dim_6}> : (tensor<3x5x2x4xf32>, tensor<5x2x4xf32>, tensor<i32>) -> tensor<3x5x2x4xf32>
      %202 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %203 = "stablehlo.add"(%arg145, %202) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg141, %arg142, %arg143, %arg144, %203, %200#0, %201) : (tensor<3x4x8xf32>, tensor<3x8x8xf32>, tensor<3x8x4xf32>, tensor<2x8xf32>, tensor<i32>, tensor<5x2x4xf32>, tensor<3x5x2x4xf32>) -> ()
    }) : (tensor<3x4x8xf32>, tensor<3x8x8xf32>, tensor<3x8x4xf32>, tensor<2x8xf32>, tensor<i32>, tensor<5x2x4xf32>, tensor<3x5x2x4xf32>) -> (tensor<3x4x8xf32>, tensor<3x8x8xf32>, tensor<3x8x4xf32>, tensor<2x8xf32>, tensor<i32>, tensor<5x2x4xf32>, tensor<3x5x2x4xf32>)
    %145 = "stablehlo.multiply"(%144#5, %144#5) : (tensor<5x2x4xf32>, tensor<5x2x4xf32>) -> tensor<5x2x4xf32>
    %146 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %147 = "stablehlo.broadcast_in_dim"(%146) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x2x4xf32>
    %148 = "stablehlo.multiply"(%147, %144#5) : (tensor<5x2x4xf32>, tensor<5x2x4xf32>) -> tensor<5x2x4xf32>
    %149 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %150 = "stablehlo.reduce"(%145, %149) <{dimensions = array<i64: 0, 1, 2>}> ({
    ^bb0(%arg139: tensor<f32>, %arg140: tensor<f32>):
      %196 = "stablehlo.add"(%arg139, %arg140) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%196) : (tensor<f32>) -> ()
    }) : (tensor<5x2x4xf32>, tensor<f32>) -> tensor<f32>
    %151 = "stablehlo.constant"() <{value = dense<4.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %152 = "stablehlo.divide"(%150, %151) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %153 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %154 = "stablehlo.broadcast_in_dim"(%153) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x2x4xf32>
    %155 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %156 = "stablehlo.constant"() <{value = dense<4.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %157 = "stablehlo.divide"(%155, %156) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %158 = "stablehlo.broadcast_in_dim"(%157) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x2x4xf32>
    %159 = "stablehlo.multiply"(%158, %148) : (tensor<5x2x4xf32>, tensor<5x2x4xf32>) -> tensor<5x2x4xf32>
    %160 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %161 = "stablehlo.broadcast_in_dim"(%160) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x4x8xf32>
    %162 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %163 = "stablehlo.broadcast_in_dim"(%162) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x8x8xf32>
    %164 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %165 = "stablehlo.broadcast_in_dim"(%164) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x8x4xf32>
    %166 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %167:9 = "stablehlo.while"(%arg117, %arg118, %arg119, %144#6, %166, %159, %161, %163, %165) ({
    ^bb0(%arg130: tensor<3x4x8xf32>, %arg131: tensor<3x8x8xf32>, %arg132: tensor<3x8x4xf32>, %arg133: tensor<3x5x2x4xf32>, %arg134: tensor<i32>, %arg135: tensor<5x2x4xf32>, %arg136: tensor<3x4x8xf32>, %arg137: tensor<3x8x8xf32>, %arg138: tensor<3x8x4xf32>):
      %194 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %195 = "stablehlo.compare"(%arg134, %194) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%195) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg121: tensor<3x4x8xf32>, %arg122: tensor<3x8x8xf32>, %arg123: tensor<3x8x4xf32>, %arg124: tensor<3x5x2x4xf32>, %arg125: tensor<i32>, %arg126: tensor<5x2x4xf32>, %arg127: tensor<3x4x8xf32>, %arg128: tensor<3x8x8xf32>, %arg129: tensor<3x8x4xf32>):
      %180 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %181 = "stablehlo.subtract"(%180, %arg125) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %182 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %183 = "stablehlo.subtract"(%181, %182) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %184 = "func.call"(%arg121, %183) <{callee = @dynamic_index_in_dim}> : (tensor<3x4x8xf32>, tensor<i32>) -> tensor<4x8xf32>
      %185 = "func.call"(%arg122, %183) <{callee = @dynamic_index_in_dim_0}> : (tensor<3x8x8xf32>, tensor<i32>) -> tensor<8x8xf32>
      %186 = "func.call"(%arg123, %183) <{callee = @dynamic_index_in_dim_1}> : (tensor<3x8x4xf32>, tensor<i32>) -> tensor<8x4xf32>
      %187 = "func.call"(%arg124, %183) <{callee = @dynamic_index_in_dim_7}> : (tensor<3x5x2x4xf32>, tensor<i32>) -> tensor<5x2x4xf32>
      %188:4 = "func.call"(%arg126, %184, %185, %186, %187) <{callee = @closed_call_8}> : (tensor<5x2x4xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<8x4xf32>, tensor<5x2x4xf32>) -> (tensor<5x2x4xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<8x4xf32>)
      %189 = "func.call"(%arg127, %188#1, %183) <{callee = @dynamic_update_index_in_dim_13}> : (tensor<3x4x8xf32>, tensor<4x8xf32>, tensor<i32>) -> tensor<3x4x8xf32>
      %190 = "func.call"(%arg128, %188#2, %183) <{callee = @dynamic_update_index_in_dim_14}> : (tensor<3x8x8xf32>, tensor<8x8xf32>, tensor<i32>) -> tensor<3x8x8xf32>
      %191 = "func.call"(%arg129, %188#3, %183) <{callee = @dynamic_update_index_in_dim_15}> : (tensor<3x8x4xf32>, tensor<8x4xf32>, tensor<i32>) -> tensor<3x8x4xf32>
      %192 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %193 = "stablehlo.add"(%arg125, %192) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg121, %arg122, %arg123, %arg124, %193, %188#0, %189, %190, %191) : (tensor<3x4x8xf32>, tensor<3x8x8xf32>, tensor<3x8x4xf32>, tensor<3x5x2x4xf32>, tensor<i32>, tensor<5x2x4xf32>, tensor<3x4x8xf32>, tensor<3x8x8xf32>, tensor<3x8x4xf32>) -> ()
    }) : (tensor<3x4x8xf32>, tensor<3x8x8xf32>, tensor<3x8x4xf32>, tensor<3x5x2x4xf32>, tensor<i32>, tensor<5x2x4xf32>, tensor<3x4x8xf32>, tensor<3x8x8xf32>, tensor<3x8x4xf32>) -> (tensor<3x4x8xf32>, tensor<3x8x8xf32>, tensor<3x8x4xf32>, tensor<3x5x2x4xf32>, tensor<i32>, tensor<5x2x4xf32>, tensor<3x4x8xf32>, tensor<3x8x8xf32>, tensor<3x8x4xf32>)
    %168 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %169 = "stablehlo.broadcast_in_dim"(%168) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x4x8xf32>
    %170 = "stablehlo.multiply"(%169, %167#6) : (tensor<3x4x8xf32>, tensor<3x4x8xf32>) -> tensor<3x4x8xf32>
    %171 = "stablehlo.subtract"(%arg117, %170) : (tensor<3x4x8xf32>, tensor<3x4x8xf32>) -> tensor<3x4x8xf32>
    %172 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %173 = "stablehlo.broadcast_in_dim"(%172) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x8x8xf32>
    %174 = "stablehlo.multiply"(%173, %167#7) : (tensor<3x8x8xf32>, tensor<3x8x8xf32>) -> tensor<3x8x8xf32>
    %175 = "stablehlo.subtract"(%arg118, %174) : (tensor<3x8x8xf32>, tensor<3x8x8xf32>) -> tensor<3x8x8xf32>
    %176 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %177 = "stablehlo.broadcast_in_dim"(%176) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x8x4xf32>
    %178 = "stablehlo.multiply"(%177, %167#8) : (tensor<3x8x4xf32>, tensor<3x8x4xf32>) -> tensor<3x8x4xf32>
    %179 = "stablehlo.subtract"(%arg119, %178) : (tensor<3x8x4xf32>, tensor<3x8x4xf32>) -> tensor<3x8x4xf32>
    "func.return"(%152, %171, %175, %179) : (tensor<f32>, tensor<3x4x8xf32>, tensor<3x8x8xf32>, tensor<3x8x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<2x8xf32>) -> (), res_attrs = [], sym_name = "closed_call", sym_visibility = "private"}> ({
  ^bb0(%arg116: tensor<2x8xf32>):
    "func.return"() : () -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<3x4x8xf32>, tensor<i32>) -> tensor<4x8xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg114: tensor<3x4x8xf32>, %arg115: tensor<i32>):
    %135 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %136 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %137 = "stablehlo.dynamic_slice"(%arg114, %arg115, %135, %136) <{slice_sizes = array<i64: 1, 4, 8>}> : (tensor<3x4x8xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x4x8xf32>
    %138 = "stablehlo.reshape"(%137) : (tensor<1x4x8xf32>) -> tensor<4x8xf32>
    "func.return"(%138) : (tensor<4x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<3x8x8xf32>, tensor<i32>) -> tensor<8x8xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim_0", sym_visibility = "private"}> ({
  ^bb0(%arg112: tensor<3x8x8xf32>, %arg113: tensor<i32>):
    %131 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %132 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %133 = "stablehlo.dynamic_slice"(%arg112, %arg113, %131, %132) <{slice_sizes = array<i64: 1, 8, 8>}> : (tensor<3x8x8xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x8x8xf32>
    %134 = "stablehlo.reshape"(%133) : (tensor<1x8x8xf32>) -> tensor<8x8xf32>
    "func.return"(%134) : (tensor<8x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<3x8x4xf32>, tensor<i32>) -> tensor<8x4xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim_1", sym_visibility = "private"}> ({
  ^bb0(%arg110: tensor<3x8x4xf32>, %arg111: tensor<i32>):
    %127 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %128 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %129 = "stablehlo.dynamic_slice"(%arg110, %arg111, %127, %128) <{slice_sizes = array<i64: 1, 8, 4>}> : (tensor<3x8x4xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x8x4xf32>
    %130 = "stablehlo.reshape"(%129) : (tensor<1x8x4xf32>) -> tensor<8x4xf32>
    "func.return"(%130) : (tensor<8x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<2x8xf32>, tensor<5x2x4xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<8x4xf32>) -> (tensor<5x2x4xf32>, tensor<5x2x4xf32>), res_attrs = [{}, {}], sym_name = "closed_call_2", sym_visibility = "private"}> ({
  ^bb0(%arg105: tensor<2x8xf32>, %arg106: tensor<5x2x4xf32>, %arg107: tensor<4x8xf32>, %arg108: tensor<8x8xf32>, %arg109: tensor<8x4xf32>):
    %125 = "func.call"(%arg105, %arg107, %arg108, %arg106) <{callee = @closed_call_3}> : (tensor<2x8xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<5x2x4xf32>) -> tensor<5x2x8xf32>
    %126 = "stablehlo.dot_general"(%125, %arg109) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [2], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<5x2x8xf32>, tensor<8x4xf32>) -> tensor<5x2x4xf32>
    "func.return"(%126, %arg106) : (tensor<5x2x4xf32>, tensor<5x2x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<2x8xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<5x2x4xf32>) -> tensor<5x2x8xf32>, res_attrs = [{}], sym_name = "closed_call_3", sym_visibility = "private"}> ({
  ^bb0(%arg89: tensor<2x8xf32>, %arg90: tensor<4x8xf32>, %arg91: tensor<8x8xf32>, %arg92: tensor<5x2x4xf32>):
    %114 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %115 = "stablehlo.broadcast_in_dim"(%114) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x2x8xf32>
    %116 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %117:6 = "stablehlo.while"(%arg92, %arg90, %arg91, %116, %arg89, %115) ({
    ^bb0(%arg99: tensor<5x2x4xf32>, %arg100: tensor<4x8xf32>, %arg101: tensor<8x8xf32>, %arg102: tensor<i32>, %arg103: tensor<2x8xf32>, %arg104: tensor<5x2x8xf32>):
      %123 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
      %124 = "stablehlo.compare"(%arg102, %123) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%124) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg93: tensor<5x2x4xf32>, %arg94: tensor<4x8xf32>, %arg95: tensor<8x8xf32>, %arg96: tensor<i32>, %arg97: tensor<2x8xf32>, %arg98: tensor<5x2x8xf32>):
      %118 = "func.call"(%arg93, %arg96) <{callee = @dynamic_index_in_dim_4}> : (tensor<5x2x4xf32>, tensor<i32>) -> tensor<2x4xf32>
      %119:2 = "func.call"(%arg94, %arg95, %arg97, %118) <{callee = @closed_call_5}> : (tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>, tensor<2x4xf32>) -> (tensor<2x8xf32>, tensor<2x8xf32>)
      %120 = "func.call"(%arg98, %119#1, %arg96) <{callee = @dynamic_update_index_in_dim}> : (tensor<5x2x8xf32>, tensor<2x8xf32>, tensor<i32>) -> tensor<5x2x8xf32>
      %121 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %122 = "stablehlo.add"(%arg96, %121) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg93, %arg94, %arg95, %122, %119#0, %120) : (tensor<5x2x4xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<2x8xf32>, tensor<5x2x8xf32>) -> ()
    }) : (tensor<5x2x4xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<2x8xf32>, tensor<5x2x8xf32>) -> (tensor<5x2x4xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<2x8xf32>, tensor<5x2x8xf32>)
    "func.return"(%117#5) : (tensor<5x2x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<5x2x4xf32>, tensor<i32>) -> tensor<2x4xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim_4", sym_visibility = "private"}> ({
  ^bb0(%arg87: tensor<5x2x4xf32>, %arg88: tensor<i32>):
    %110 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %111 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %112 = "stablehlo.dynamic_slice"(%arg87, %arg88, %110, %111) <{slice_sizes = array<i64: 1, 2, 4>}> : (tensor<5x2x4xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x2x4xf32>
    %113 = "stablehlo.reshape"(%112) : (tensor<1x2x4xf32>) -> tensor<2x4xf32>
    "func.return"(%113) : (tensor<2x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>, tensor<2x4xf32>) -> (tensor<2x8xf32>, tensor<2x8xf32>), res_attrs = [{}, {}], sym_name = "closed_call_5", sym_visibility = "private"}> ({
  ^bb0(%arg83: tensor<4x8xf32>, %arg84: tensor<8x8xf32>, %arg85: tensor<2x8xf32>, %arg86: tensor<2x4xf32>):
    %106 = "stablehlo.dot_general"(%arg86, %arg83) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x4xf32>, tensor<4x8xf32>) -> tensor<2x8xf32>
    %107 = "stablehlo.dot_general"(%arg85, %arg84) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x8xf32>, tensor<8x8xf32>) -> tensor<2x8xf32>
    %108 = "stablehlo.add"(%106, %107) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
    %109 = "stablehlo.tanh"(%108) : (tensor<2x8xf32>) -> tensor<2x8xf32>
    "func.return"(%109, %109) : (tensor<2x8xf32>, tensor<2x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<5x2x8xf32>, tensor<2x8xf32>, tensor<i32>) -> tensor<5x2x8xf32>, res_attrs = [{}], sym_name = "dynamic_update_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg80: tensor<5x2x8xf32>, %arg81: tensor<2x8xf32>, %arg82: tensor<i32>):
    %102 = "stablehlo.broadcast_in_dim"(%arg81) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<2x8xf32>) -> tensor<1x2x8xf32>
    %103 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %104 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %105 = "stablehlo.dynamic_update_slice"(%arg80, %102, %arg82, %103, %104) : (tensor<5x2x8xf32>, tensor<1x2x8xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<5x2x8xf32>
    "func.return"(%105) : (tensor<5x2x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<3x5x2x4xf32>, tensor<5x2x4xf32>, tensor<i32>) -> tensor<3x5x2x4xf32>, res_attrs = [{}], sym_name = "dynamic_update_index_in_dim_6", sym_visibility = "private"}> ({
  ^bb0(%arg77: tensor<3x5x2x4xf32>, %arg78: tensor<5x2x4xf32>, %arg79: tensor<i32>):
    %97 = "stablehlo.broadcast_in_dim"(%arg78) <{broadcast_dimensions = array<i64: 1, 2, 3>}> : (tensor<5x2x4xf32>) -> tensor<1x5x2x4xf32>
    %98 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %99 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %100 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %101 = "stablehlo.dynamic_update_slice"(%arg77, %97, %arg79, %98, %99, %100) : (tensor<3x5x2x4xf32>, tensor<1x5x2x4xf32>, tensor<i32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<3x5x2x4xf32>
    "func.return"(%101) : (tensor<3x5x2x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<3x5x2x4xf32>, tensor<i32>) -> tensor<5x2x4xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim_7", sym_visibility = "private"}> ({
  ^bb0(%arg75: tensor<3x5x2x4xf32>, %arg76: tensor<i32>):
    %92 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %93 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %94 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %95 = "stablehlo.dynamic_slice"(%arg75, %arg76, %92, %93, %94) <{slice_sizes = array<i64: 1, 5, 2, 4>}> : (tensor<3x5x2x4xf32>, tensor<i32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x5x2x4xf32>
    %96 = "stablehlo.reshape"(%95) : (tensor<1x5x2x4xf32>) -> tensor<5x2x4xf32>
    "func.return"(%96) : (tensor<5x2x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<5x2x4xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<8x4xf32>, tensor<5x2x4xf32>) -> (tensor<5x2x4xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<8x4xf32>), res_attrs = [{}, {}, {}, {}], sym_name = "closed_call_8", sym_visibility = "private"}> ({
  ^bb0(%arg28: tensor<5x2x4xf32>, %arg29: tensor<4x8xf32>, %arg30: tensor<8x8xf32>, %arg31: tensor<8x4xf32>, %arg32: tensor<5x2x4xf32>):
    %39:5 = "stablehlo.optimization_barrier"(%arg29, %arg30, %arg31, %arg32, %arg28) : (tensor<4x8xf32>, tensor<8x8xf32>, tensor<8x4xf32>, tensor<5x2x4xf32>, tensor<5x2x4xf32>) -> (tensor<4x8xf32>, tensor<8x8xf32>, tensor<8x4xf32>, tensor<5x2x4xf32>, tensor<5x2x4xf32>)
    %40 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %41 = "stablehlo.broadcast_in_dim"(%40) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
    %42 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %43 = "stablehlo.broadcast_in_dim"(%42) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
    %44 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %45 = "stablehlo.broadcast_in_dim"(%44) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x2x8xf32>
    %46 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %47 = "stablehlo.broadcast_in_dim"(%46) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x2x8xf32>
    %48 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %49 = "stablehlo.broadcast_in_dim"(%48) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x2x8xf32>
    %50 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %51 = "stablehlo.broadcast_in_dim"(%50) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x2x8xf32>
    %52 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %53:9 = "stablehlo.while"(%39#3, %39#0, %39#1, %52, %41, %45, %47, %49, %51) ({
    ^bb0(%arg66: tensor<5x2x4xf32>, %arg67: tensor<4x8xf32>, %arg68: tensor<8x8xf32>, %arg69: tensor<i32>, %arg70: tensor<2x8xf32>, %arg71: tensor<5x2x8xf32>, %arg72: tensor<5x2x8xf32>, %arg73: tensor<5x2x8xf32>, %arg74: tensor<5x2x8xf32>):
      %90 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
      %91 = "stablehlo.compare"(%arg69, %90) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%91) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg57: tensor<5x2x4xf32>, %arg58: tensor<4x8xf32>, %arg59: tensor<8x8xf32>, %arg60: tensor<i32>, %arg61: tensor<2x8xf32>, %arg62: tensor<5x2x8xf32>, %arg63: tensor<5x2x8xf32>, %arg64: tensor<5x2x8xf32>, %arg65: tensor<5x2x8xf32>):
      %82 = "func.call"(%arg57, %arg60) <{callee = @dynamic_index_in_dim_4}> : (tensor<5x2x4xf32>, tensor<i32>) -> tensor<2x4xf32>
      %83:5 = "func.call"(%arg58, %arg59, %arg61, %82) <{callee = @closed_call_9}> : (tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>, tensor<2x4xf32>) -> (tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>)
      %84 = "func.call"(%arg62, %83#1, %arg60) <{callee = @dynamic_update_index_in_dim}> : (tensor<5x2x8xf32>, tensor<2x8xf32>, tensor<i32>) -> tensor<5x2x8xf32>
      %85 = "func.call"(%arg63, %83#2, %arg60) <{callee = @dynamic_update_index_in_dim}> : (tensor<5x2x8xf32>, tensor<2x8xf32>, tensor<i32>) -> tensor<5x2x8xf32>
      %86 = "func.call"(%arg64, %83#3, %arg60) <{callee = @dynamic_update_index_in_dim}> : (tensor<5x2x8xf32>, tensor<2x8xf32>, tensor<i32>) -> tensor<5x2x8xf32>
      %87 = "func.call"(%arg65, %83#4, %arg60) <{callee = @dynamic_update_index_in_dim}> : (tensor<5x2x8xf32>, tensor<2x8xf32>, tensor<i32>) -> tensor<5x2x8xf32>
      %88 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %89 = "stablehlo.add"(%arg60, %88) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg57, %arg58, %arg59, %89, %83#0, %84, %85, %86, %87) : (tensor<5x2x4xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>) -> ()
    }) : (tensor<5x2x4xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>) -> (tensor<5x2x4xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>)
    %54 = "stablehlo.dot_general"(%39#4, %53#5) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0, 1], rhs_contracting_dimensions = [0, 1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<5x2x4xf32>, tensor<5x2x8xf32>) -> tensor<4x8xf32>
    %55 = "stablehlo.transpose"(%54) <{permutation = array<i64: 1, 0>}> : (tensor<4x8xf32>) -> tensor<8x4xf32>
    %56 = "stablehlo.dot_general"(%39#4, %39#2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [2], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<5x2x4xf32>, tensor<8x4xf32>) -> tensor<5x2x8xf32>
    %57 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %58 = "stablehlo.broadcast_in_dim"(%57) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
    %59 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %60 = "stablehlo.broadcast_in_dim"(%59) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x8xf32>
    %61 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %62 = "stablehlo.broadcast_in_dim"(%61) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %63 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %64 = "stablehlo.broadcast_in_dim"(%63) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x2x4xf32>
    %65 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %66:12 = "stablehlo.while"(%56, %39#3, %53#6, %53#7, %53#8, %39#0, %39#1, %65, %60, %62, %58, %64) ({
    ^bb0(%arg45: tensor<5x2x8xf32>, %arg46: tensor<5x2x4xf32>, %arg47: tensor<5x2x8xf32>, %arg48: tensor<5x2x8xf32>, %arg49: tensor<5x2x8xf32>, %arg50: tensor<4x8xf32>, %arg51: tensor<8x8xf32>, %arg52: tensor<i32>, %arg53: tensor<4x8xf32>, %arg54: tensor<8x8xf32>, %arg55: tensor<2x8xf32>, %arg56: tensor<5x2x4xf32>):
      %80 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
      %81 = "stablehlo.compare"(%arg52, %80) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%81) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg33: tensor<5x2x8xf32>, %arg34: tensor<5x2x4xf32>, %arg35: tensor<5x2x8xf32>, %arg36: tensor<5x2x8xf32>, %arg37: tensor<5x2x8xf32>, %arg38: tensor<4x8xf32>, %arg39: tensor<8x8xf32>, %arg40: tensor<i32>, %arg41: tensor<4x8xf32>, %arg42: tensor<8x8xf32>, %arg43: tensor<2x8xf32>, %arg44: tensor<5x2x4xf32>):
      %67 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
      %68 = "stablehlo.subtract"(%67, %arg40) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %69 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %70 = "stablehlo.subtract"(%68, %69) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %71 = "func.call"(%arg33, %70) <{callee = @dynamic_index_in_dim_10}> : (tensor<5x2x8xf32>, tensor<i32>) -> tensor<2x8xf32>
      %72 = "func.call"(%arg34, %70) <{callee = @dynamic_index_in_dim_4}> : (tensor<5x2x4xf32>, tensor<i32>) -> tensor<2x4xf32>
      %73 = "func.call"(%arg35, %70) <{callee = @dynamic_index_in_dim_10}> : (tensor<5x2x8xf32>, tensor<i32>) -> tensor<2x8xf32>
      %74 = "func.call"(%arg36, %70) <{callee = @dynamic_index_in_dim_10}> : (tensor<5x2x8xf32>, tensor<i32>) -> tensor<2x8xf32>
      %75 = "func.call"(%arg37, %70) <{callee = @dynamic_index_in_dim_10}> : (tensor<5x2x8xf32>, tensor<i32>) -> tensor<2x8xf32>
      %76:4 = "func.call"(%arg38, %arg39, %arg41, %arg42, %arg43, %71, %72, %73, %74, %75) <{callee = @closed_call_11}> : (tensor<4x8xf32>, tensor<8x8xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x4xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>) -> (tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>, tensor<2x4xf32>)
      %77 = "func.call"(%arg44, %76#3, %70) <{callee = @dynamic_update_index_in_dim_12}> : (tensor<5x2x4xf32>, tensor<2x4xf32>, tensor<i32>) -> tensor<5x2x4xf32>
      %78 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %79 = "stablehlo.add"(%arg40, %78) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg33, %arg34, %arg35, %arg36, %arg37, %arg38, %arg39, %79, %76#0, %76#1, %76#2, %77) : (tensor<5x2x8xf32>, tensor<5x2x4xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>, tensor<5x2x4xf32>) -> ()
    }) : (tensor<5x2x8xf32>, tensor<5x2x4xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>, tensor<5x2x4xf32>) -> (tensor<5x2x8xf32>, tensor<5x2x4xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>, tensor<5x2x4xf32>)
    "func.return"(%66#11, %66#8, %66#9, %55) : (tensor<5x2x4xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<8x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>, tensor<2x4xf32>) -> (tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>), res_attrs = [{}, {}, {}, {}, {}], sym_name = "closed_call_9", sym_visibility = "private"}> ({
  ^bb0(%arg24: tensor<4x8xf32>, %arg25: tensor<8x8xf32>, %arg26: tensor<2x8xf32>, %arg27: tensor<2x4xf32>):
    %32 = "stablehlo.dot_general"(%arg27, %arg24) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x4xf32>, tensor<4x8xf32>) -> tensor<2x8xf32>
    %33 = "stablehlo.dot_general"(%arg26, %arg25) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x8xf32>, tensor<8x8xf32>) -> tensor<2x8xf32>
    %34 = "stablehlo.add"(%32, %33) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
    %35 = "stablehlo.tanh"(%34) : (tensor<2x8xf32>) -> tensor<2x8xf32>
    %36 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %37 = "stablehlo.broadcast_in_dim"(%36) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
    %38 = "stablehlo.subtract"(%37, %35) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
    "func.return"(%35, %35, %arg26, %35, %38) : (tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<5x2x8xf32>, tensor<i32>) -> tensor<2x8xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim_10", sym_visibility = "private"}> ({
  ^bb0(%arg22: tensor<5x2x8xf32>, %arg23: tensor<i32>):
    %28 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %29 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %30 = "stablehlo.dynamic_slice"(%arg22, %arg23, %28, %29) <{slice_sizes = array<i64: 1, 2, 8>}> : (tensor<5x2x8xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x2x8xf32>
    %31 = "stablehlo.reshape"(%30) : (tensor<1x2x8xf32>) -> tensor<2x8xf32>
    "func.return"(%31) : (tensor<2x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<4x8xf32>, tensor<8x8xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x4xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>) -> (tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>, tensor<2x4xf32>), res_attrs = [{}, {}, {}, {}], sym_name = "closed_call_11", sym_visibility = "private"}> ({
  ^bb0(%arg12: tensor<4x8xf32>, %arg13: tensor<8x8xf32>, %arg14: tensor<4x8xf32>, %arg15: tensor<8x8xf32>, %arg16: tensor<2x8xf32>, %arg17: tensor<2x8xf32>, %arg18: tensor<2x4xf32>, %arg19: tensor<2x8xf32>, %arg20: tensor<2x8xf32>, %arg21: tensor<2x8xf32>):
    %16 = "stablehlo.add"(%arg16, %arg17) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
    %17 = "stablehlo.multiply"(%16, %arg21) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
    %18 = "stablehlo.multiply"(%17, %arg20) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
    %19 = "stablehlo.add"(%17, %18) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
    %20 = "stablehlo.dot_general"(%19, %arg19) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<8x8xf32>
    %21 = "stablehlo.transpose"(%20) <{permutation = array<i64: 1, 0>}> : (tensor<8x8xf32>) -> tensor<8x8xf32>
    %22 = "stablehlo.add"(%arg15, %21) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %23 = "stablehlo.dot_general"(%19, %arg13) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x8xf32>, tensor<8x8xf32>) -> tensor<2x8xf32>
    %24 = "stablehlo.dot_general"(%19, %arg18) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x8xf32>, tensor<2x4xf32>) -> tensor<8x4xf32>
    %25 = "stablehlo.transpose"(%24) <{permutation = array<i64: 1, 0>}> : (tensor<8x4xf32>) -> tensor<4x8xf32>
    %26 = "stablehlo.add"(%arg14, %25) : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
    %27 = "stablehlo.dot_general"(%19, %arg12) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x8xf32>, tensor<4x8xf32>) -> tensor<2x4xf32>
    "func.return"(%26, %22, %23, %27) : (tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>, tensor<2x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<5x2x4xf32>, tensor<2x4xf32>, tensor<i32>) -> tensor<5x2x4xf32>, res_attrs = [{}], sym_name = "dynamic_update_index_in_dim_12", sym_visibility = "private"}> ({
  ^bb0(%arg9: tensor<5x2x4xf32>, %arg10: tensor<2x4xf32>, %arg11: tensor<i32>):
    %12 = "stablehlo.broadcast_in_dim"(%arg10) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<2x4xf32>) -> tensor<1x2x4xf32>
    %13 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %14 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %15 = "stablehlo.dynamic_update_slice"(%arg9, %12, %arg11, %13, %14) : (tensor<5x2x4xf32>, tensor<1x2x4xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<5x2x4xf32>
    "func.return"(%15) : (tensor<5x2x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<3x4x8xf32>, tensor<4x8xf32>, tensor<i32>) -> tensor<3x4x8xf32>, res_attrs = [{}], sym_name = "dynamic_update_index_in_dim_13", sym_visibility = "private"}> ({
  ^bb0(%arg6: tensor<3x4x8xf32>, %arg7: tensor<4x8xf32>, %arg8: tensor<i32>):
    %8 = "stablehlo.broadcast_in_dim"(%arg7) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<4x8xf32>) -> tensor<1x4x8xf32>
    %9 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %10 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %11 = "stablehlo.dynamic_update_slice"(%arg6, %8, %arg8, %9, %10) : (tensor<3x4x8xf32>, tensor<1x4x8xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<3x4x8xf32>
    "func.return"(%11) : (tensor<3x4x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<3x8x8xf32>, tensor<8x8xf32>, tensor<i32>) -> tensor<3x8x8xf32>, res_attrs = [{}], sym_name = "dynamic_update_index_in_dim_14", sym_visibility = "private"}> ({
  ^bb0(%arg3: tensor<3x8x8xf32>, %arg4: tensor<8x8xf32>, %arg5: tensor<i32>):
    %4 = "stablehlo.broadcast_in_dim"(%arg4) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<8x8xf32>) -> tensor<1x8x8xf32>
    %5 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %6 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %7 = "stablehlo.dynamic_update_slice"(%arg3, %4, %arg5, %5, %6) : (tensor<3x8x8xf32>, tensor<1x8x8xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<3x8x8xf32>
    "func.return"(%7) : (tensor<3x8x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<3x8x4xf32>, tensor<8x4xf32>, tensor<i32>) -> tensor<3x8x4xf32>, res_attrs = [{}], sym_name = "dynamic_update_index_in_dim_15", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<3x8x4xf32>, %arg1: tensor<8x4xf32>, %arg2: tensor<i32>):
    %0 = "stablehlo.broadcast_in_dim"(%arg1) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<8x4xf32>) -> tensor<1x8x4xf32>
    %1 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %2 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %3 = "stablehlo.dynamic_update_slice"(%arg0, %0, %arg2, %1, %2) : (tensor<3x8x4xf32>, tensor<1x8x4xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<3x8x4xf32>
    "func.return"(%3) : (tensor<3x8x4xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
