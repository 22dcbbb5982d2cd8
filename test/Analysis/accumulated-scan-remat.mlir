// RUN: per-opt --allow-unregistered-dialect --per-inline-calls \
// RUN:   --test-per-print-sites=congruence %s -o /dev/null 2>&1 | FileCheck %s

// A scan over rematerialised layers inside an accumulation loop: the backward
// loop's recomputed activation is congruent to the forward loop's.

// CHECK:      site 0: 2x8xf32 stablehlo.tanh, tanh, samples [0]
// CHECK-NEXT: contractions: 2, without a site 1
// CHECK-NEXT: loop 0: 5 iterations
// CHECK-NEXT: loop 1: 3 iterations, stack of 1x2x4xf32
// CHECK-NEXT: loop 2: 3 iterations, stack of 1x4x8xf32, stack of 1x8x4xf32
// CHECK-NEXT: site 0 is stablehlo.tanh in stablehlo.while 1 in stablehlo.while 0
// CHECK-NEXT: site 0 is stablehlo.tanh in stablehlo.while 2 in stablehlo.while 0
// CHECK-NOT:  site

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<3x4x8xf32>, tensor<3x8x4xf32>, tensor<5x2x4xf32>) -> (tensor<f32>, tensor<3x4x8xf32>, tensor<3x8x4xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg56: tensor<3x4x8xf32>, %arg57: tensor<3x8x4xf32>, %arg58: tensor<5x2x4xf32>):
    %100 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %101 = "stablehlo.broadcast_in_dim"(%100) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x4x8xf32>
    %102 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %103 = "stablehlo.broadcast_in_dim"(%102) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x8x4xf32>
    %104 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %105 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %106:7 = "stablehlo.while"(%arg58, %arg56, %arg57, %105, %104, %101, %103) ({
    ^bb0(%arg66: tensor<5x2x4xf32>, %arg67: tensor<3x4x8xf32>, %arg68: tensor<3x8x4xf32>, %arg69: tensor<i32>, %arg70: tensor<f32>, %arg71: tensor<3x4x8xf32>, %arg72: tensor<3x8x4xf32>):
      %121 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
      %122 = "stablehlo.compare"(%arg69, %121) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%122) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg59: tensor<5x2x4xf32>, %arg60: tensor<3x4x8xf32>, %arg61: tensor<3x8x4xf32>, %arg62: tensor<i32>, %arg63: tensor<f32>, %arg64: tensor<3x4x8xf32>, %arg65: tensor<3x8x4xf32>):
      %117 = "func.call"(%arg59, %arg62) <{callee = @dynamic_index_in_dim}> : (tensor<5x2x4xf32>, tensor<i32>) -> tensor<2x4xf32>
      %118:3 = "func.call"(%arg60, %arg61, %arg63, %arg64, %arg65, %117) <{callee = @closed_call}> : (tensor<3x4x8xf32>, tensor<3x8x4xf32>, tensor<f32>, tensor<3x4x8xf32>, tensor<3x8x4xf32>, tensor<2x4xf32>) -> (tensor<f32>, tensor<3x4x8xf32>, tensor<3x8x4xf32>)
      %119 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %120 = "stablehlo.add"(%arg62, %119) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg59, %arg60, %arg61, %120, %118#0, %118#1, %118#2) : (tensor<5x2x4xf32>, tensor<3x4x8xf32>, tensor<3x8x4xf32>, tensor<i32>, tensor<f32>, tensor<3x4x8xf32>, tensor<3x8x4xf32>) -> ()
    }) : (tensor<5x2x4xf32>, tensor<3x4x8xf32>, tensor<3x8x4xf32>, tensor<i32>, tensor<f32>, tensor<3x4x8xf32>, tensor<3x8x4xf32>) -> (tensor<5x2x4xf32>, tensor<3x4x8xf32>, tensor<3x8x4xf32>, tensor<i32>, tensor<f32>, tensor<3x4x8xf32>, tensor<3x8x4xf32>)
    %107 = "stablehlo.constant"() <{value = dense<4.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %108 = "stablehlo.divide"(%106#4, %107) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %109 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %110 = "stablehlo.broadcast_in_dim"(%109) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x4x8xf32>
    %111 = "stablehlo.multiply"(%110, %106#5) : (tensor<3x4x8xf32>, tensor<3x4x8xf32>) -> tensor<3x4x8xf32>
    %112 = "stablehlo.subtract"(%arg56, %111) : (tensor<3x4x8xf32>, tensor<3x4x8xf32>) -> tensor<3x4x8xf32>
    %113 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %114 = "stablehlo.broadcast_in_dim"(%113) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x8x4xf32>
    %115 = "stablehlo.multiply"(%114, %106#6) : (tensor<3x8x4xf32>, tensor<3x8x4xf32>) -> tensor<3x8x4xf32>
    %116 = "stablehlo.subtract"(%arg57, %115) : (tensor<3x8x4xf32>, tensor<3x8x4xf32>) -> tensor<3x8x4xf32>
    "func.return"(%108, %112, %116) : (tensor<f32>, tensor<3x4x8xf32>, tensor<3x8x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<5x2x4xf32>, tensor<i32>) -> tensor<2x4xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg54: tensor<5x2x4xf32>, %arg55: tensor<i32>):
    %96 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %97 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %98 = "stablehlo.dynamic_slice"(%arg54, %arg55, %96, %97) <{slice_sizes = array<i64: 1, 2, 4>}> : (tensor<5x2x4xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x2x4xf32>
    %99 = "stablehlo.reshape"(%98) : (tensor<1x2x4xf32>) -> tensor<2x4xf32>
    "func.return"(%99) : (tensor<2x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<3x4x8xf32>, tensor<3x8x4xf32>, tensor<f32>, tensor<3x4x8xf32>, tensor<3x8x4xf32>, tensor<2x4xf32>) -> (tensor<f32>, tensor<3x4x8xf32>, tensor<3x8x4xf32>), res_attrs = [{}, {}, {}], sym_name = "closed_call", sym_visibility = "private"}> ({
  ^bb0(%arg22: tensor<3x4x8xf32>, %arg23: tensor<3x8x4xf32>, %arg24: tensor<f32>, %arg25: tensor<3x4x8xf32>, %arg26: tensor<3x8x4xf32>, %arg27: tensor<2x4xf32>):
    %44 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %45 = "stablehlo.broadcast_in_dim"(%44) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x2x4xf32>
    %46 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %47:5 = "stablehlo.while"(%arg22, %arg23, %46, %arg27, %45) ({
    ^bb0(%arg49: tensor<3x4x8xf32>, %arg50: tensor<3x8x4xf32>, %arg51: tensor<i32>, %arg52: tensor<2x4xf32>, %arg53: tensor<3x2x4xf32>):
      %94 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %95 = "stablehlo.compare"(%arg51, %94) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%95) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg44: tensor<3x4x8xf32>, %arg45: tensor<3x8x4xf32>, %arg46: tensor<i32>, %arg47: tensor<2x4xf32>, %arg48: tensor<3x2x4xf32>):
      %88 = "func.call"(%arg44, %arg46) <{callee = @dynamic_index_in_dim_0}> : (tensor<3x4x8xf32>, tensor<i32>) -> tensor<4x8xf32>
      %89 = "func.call"(%arg45, %arg46) <{callee = @dynamic_index_in_dim_1}> : (tensor<3x8x4xf32>, tensor<i32>) -> tensor<8x4xf32>
      %90:2 = "func.call"(%arg47, %88, %89) <{callee = @closed_call_2}> : (tensor<2x4xf32>, tensor<4x8xf32>, tensor<8x4xf32>) -> (tensor<2x4xf32>, tensor<2x4xf32>)
      %91 = "func.call"(%arg48, %90#1, %arg46) <{callee = @dynamic_update_index_in_dim}> : (tensor<3x2x4xf32>, tensor<2x4xf32>, tensor<i32>) -> tensor<3x2x4xf32>
      %92 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %93 = "stablehlo.add"(%arg46, %92) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg44, %arg45, %93, %90#0, %91) : (tensor<3x4x8xf32>, tensor<3x8x4xf32>, tensor<i32>, tensor<2x4xf32>, tensor<3x2x4xf32>) -> ()
    }) : (tensor<3x4x8xf32>, tensor<3x8x4xf32>, tensor<i32>, tensor<2x4xf32>, tensor<3x2x4xf32>) -> (tensor<3x4x8xf32>, tensor<3x8x4xf32>, tensor<i32>, tensor<2x4xf32>, tensor<3x2x4xf32>)
    %48 = "stablehlo.multiply"(%47#3, %47#3) : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
    %49 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %50 = "stablehlo.broadcast_in_dim"(%49) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4xf32>
    %51 = "stablehlo.multiply"(%50, %47#3) : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
    %52 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %53 = "stablehlo.reduce"(%48, %52) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg42: tensor<f32>, %arg43: tensor<f32>):
      %87 = "stablehlo.add"(%arg42, %arg43) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%87) : (tensor<f32>) -> ()
    }) : (tensor<2x4xf32>, tensor<f32>) -> tensor<f32>
    %54 = "stablehlo.constant"() <{value = dense<8.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %55 = "stablehlo.divide"(%53, %54) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %56 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %57 = "stablehlo.broadcast_in_dim"(%56) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4xf32>
    %58 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %59 = "stablehlo.constant"() <{value = dense<8.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %60 = "stablehlo.divide"(%58, %59) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %61 = "stablehlo.broadcast_in_dim"(%60) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4xf32>
    %62 = "stablehlo.multiply"(%61, %51) : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
    %63 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %64 = "stablehlo.broadcast_in_dim"(%63) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x4x8xf32>
    %65 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %66 = "stablehlo.broadcast_in_dim"(%65) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x8x4xf32>
    %67 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %68:7 = "stablehlo.while"(%47#4, %arg22, %arg23, %67, %62, %64, %66) ({
    ^bb0(%arg35: tensor<3x2x4xf32>, %arg36: tensor<3x4x8xf32>, %arg37: tensor<3x8x4xf32>, %arg38: tensor<i32>, %arg39: tensor<2x4xf32>, %arg40: tensor<3x4x8xf32>, %arg41: tensor<3x8x4xf32>):
      %85 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %86 = "stablehlo.compare"(%arg38, %85) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%86) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg28: tensor<3x2x4xf32>, %arg29: tensor<3x4x8xf32>, %arg30: tensor<3x8x4xf32>, %arg31: tensor<i32>, %arg32: tensor<2x4xf32>, %arg33: tensor<3x4x8xf32>, %arg34: tensor<3x8x4xf32>):
      %73 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %74 = "stablehlo.subtract"(%73, %arg31) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %75 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %76 = "stablehlo.subtract"(%74, %75) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %77 = "func.call"(%arg28, %76) <{callee = @dynamic_index_in_dim_3}> : (tensor<3x2x4xf32>, tensor<i32>) -> tensor<2x4xf32>
      %78 = "func.call"(%arg29, %76) <{callee = @dynamic_index_in_dim_0}> : (tensor<3x4x8xf32>, tensor<i32>) -> tensor<4x8xf32>
      %79 = "func.call"(%arg30, %76) <{callee = @dynamic_index_in_dim_1}> : (tensor<3x8x4xf32>, tensor<i32>) -> tensor<8x4xf32>
      %80:3 = "func.call"(%arg32, %77, %78, %79) <{callee = @closed_call_4}> : (tensor<2x4xf32>, tensor<2x4xf32>, tensor<4x8xf32>, tensor<8x4xf32>) -> (tensor<2x4xf32>, tensor<4x8xf32>, tensor<8x4xf32>)
      %81 = "func.call"(%arg33, %80#1, %76) <{callee = @dynamic_update_index_in_dim_5}> : (tensor<3x4x8xf32>, tensor<4x8xf32>, tensor<i32>) -> tensor<3x4x8xf32>
      %82 = "func.call"(%arg34, %80#2, %76) <{callee = @dynamic_update_index_in_dim_6}> : (tensor<3x8x4xf32>, tensor<8x4xf32>, tensor<i32>) -> tensor<3x8x4xf32>
      %83 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %84 = "stablehlo.add"(%arg31, %83) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg28, %arg29, %arg30, %84, %80#0, %81, %82) : (tensor<3x2x4xf32>, tensor<3x4x8xf32>, tensor<3x8x4xf32>, tensor<i32>, tensor<2x4xf32>, tensor<3x4x8xf32>, tensor<3x8x4xf32>) -> ()
    }) : (tensor<3x2x4xf32>, tensor<3x4x8xf32>, tensor<3x8x4xf32>, tensor<i32>, tensor<2x4xf32>, tensor<3x4x8xf32>, tensor<3x8x4xf32>) -> (tensor<3x2x4xf32>, tensor<3x4x8xf32>, tensor<3x8x4xf32>, tensor<i32>, tensor<2x4xf32>, tensor<3x4x8xf32>, tensor<3x8x4xf32>)
    %69 = "stablehlo.convert"(%arg24) : (tensor<f32>) -> tensor<f32>
    %70 = "stablehlo.add"(%69, %55) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %71 = "stablehlo.add"(%arg25, %68#5) : (tensor<3x4x8xf32>, tensor<3x4x8xf32>) -> tensor<3x4x8xf32>
    %72 = "stablehlo.add"(%arg26, %68#6) : (tensor<3x8x4xf32>, tensor<3x8x4xf32>) -> tensor<3x8x4xf32>
    "func.return"(%70, %71, %72) : (tensor<f32>, tensor<3x4x8xf32>, tensor<3x8x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<3x4x8xf32>, tensor<i32>) -> tensor<4x8xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim_0", sym_visibility = "private"}> ({
  ^bb0(%arg20: tensor<3x4x8xf32>, %arg21: tensor<i32>):
    %40 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %41 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %42 = "stablehlo.dynamic_slice"(%arg20, %arg21, %40, %41) <{slice_sizes = array<i64: 1, 4, 8>}> : (tensor<3x4x8xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x4x8xf32>
    %43 = "stablehlo.reshape"(%42) : (tensor<1x4x8xf32>) -> tensor<4x8xf32>
    "func.return"(%43) : (tensor<4x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<3x8x4xf32>, tensor<i32>) -> tensor<8x4xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim_1", sym_visibility = "private"}> ({
  ^bb0(%arg18: tensor<3x8x4xf32>, %arg19: tensor<i32>):
    %36 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %37 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %38 = "stablehlo.dynamic_slice"(%arg18, %arg19, %36, %37) <{slice_sizes = array<i64: 1, 8, 4>}> : (tensor<3x8x4xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x8x4xf32>
    %39 = "stablehlo.reshape"(%38) : (tensor<1x8x4xf32>) -> tensor<8x4xf32>
    "func.return"(%39) : (tensor<8x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<2x4xf32>, tensor<4x8xf32>, tensor<8x4xf32>) -> (tensor<2x4xf32>, tensor<2x4xf32>), res_attrs = [{}, {}], sym_name = "closed_call_2", sym_visibility = "private"}> ({
  ^bb0(%arg15: tensor<2x4xf32>, %arg16: tensor<4x8xf32>, %arg17: tensor<8x4xf32>):
    %32 = "stablehlo.dot_general"(%arg15, %arg16) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x4xf32>, tensor<4x8xf32>) -> tensor<2x8xf32>
    %33 = "stablehlo.tanh"(%32) : (tensor<2x8xf32>) -> tensor<2x8xf32>
    %34 = "stablehlo.dot_general"(%33, %arg17) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x8xf32>, tensor<8x4xf32>) -> tensor<2x4xf32>
    %35 = "stablehlo.add"(%arg15, %34) : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
    "func.return"(%35, %arg15) : (tensor<2x4xf32>, tensor<2x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<3x2x4xf32>, tensor<2x4xf32>, tensor<i32>) -> tensor<3x2x4xf32>, res_attrs = [{}], sym_name = "dynamic_update_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg12: tensor<3x2x4xf32>, %arg13: tensor<2x4xf32>, %arg14: tensor<i32>):
    %28 = "stablehlo.broadcast_in_dim"(%arg13) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<2x4xf32>) -> tensor<1x2x4xf32>
    %29 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %30 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %31 = "stablehlo.dynamic_update_slice"(%arg12, %28, %arg14, %29, %30) : (tensor<3x2x4xf32>, tensor<1x2x4xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<3x2x4xf32>
    "func.return"(%31) : (tensor<3x2x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<3x2x4xf32>, tensor<i32>) -> tensor<2x4xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim_3", sym_visibility = "private"}> ({
  ^bb0(%arg10: tensor<3x2x4xf32>, %arg11: tensor<i32>):
    %24 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %25 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %26 = "stablehlo.dynamic_slice"(%arg10, %arg11, %24, %25) <{slice_sizes = array<i64: 1, 2, 4>}> : (tensor<3x2x4xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x2x4xf32>
    %27 = "stablehlo.reshape"(%26) : (tensor<1x2x4xf32>) -> tensor<2x4xf32>
    "func.return"(%27) : (tensor<2x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<2x4xf32>, tensor<2x4xf32>, tensor<4x8xf32>, tensor<8x4xf32>) -> (tensor<2x4xf32>, tensor<4x8xf32>, tensor<8x4xf32>), res_attrs = [{}, {}, {}], sym_name = "closed_call_4", sym_visibility = "private"}> ({
  ^bb0(%arg6: tensor<2x4xf32>, %arg7: tensor<2x4xf32>, %arg8: tensor<4x8xf32>, %arg9: tensor<8x4xf32>):
    %8:4 = "stablehlo.optimization_barrier"(%arg7, %arg8, %arg9, %arg6) : (tensor<2x4xf32>, tensor<4x8xf32>, tensor<8x4xf32>, tensor<2x4xf32>) -> (tensor<2x4xf32>, tensor<4x8xf32>, tensor<8x4xf32>, tensor<2x4xf32>)
    %9 = "stablehlo.dot_general"(%8#0, %8#1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x4xf32>, tensor<4x8xf32>) -> tensor<2x8xf32>
    %10 = "stablehlo.tanh"(%9) : (tensor<2x8xf32>) -> tensor<2x8xf32>
    %11 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %12 = "stablehlo.broadcast_in_dim"(%11) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
    %13 = "stablehlo.subtract"(%12, %10) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
    %14 = "stablehlo.dot_general"(%8#3, %10) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x4xf32>, tensor<2x8xf32>) -> tensor<4x8xf32>
    %15 = "stablehlo.transpose"(%14) <{permutation = array<i64: 1, 0>}> : (tensor<4x8xf32>) -> tensor<8x4xf32>
    %16 = "stablehlo.dot_general"(%8#3, %8#2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x4xf32>, tensor<8x4xf32>) -> tensor<2x8xf32>
    %17 = "stablehlo.multiply"(%16, %13) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
    %18 = "stablehlo.multiply"(%17, %10) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
    %19 = "stablehlo.add"(%17, %18) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
    %20 = "stablehlo.dot_general"(%19, %8#0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x8xf32>, tensor<2x4xf32>) -> tensor<8x4xf32>
    %21 = "stablehlo.transpose"(%20) <{permutation = array<i64: 1, 0>}> : (tensor<8x4xf32>) -> tensor<4x8xf32>
    %22 = "stablehlo.dot_general"(%19, %8#1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x8xf32>, tensor<4x8xf32>) -> tensor<2x4xf32>
    %23 = "stablehlo.add"(%8#3, %22) : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
    "func.return"(%23, %21, %15) : (tensor<2x4xf32>, tensor<4x8xf32>, tensor<8x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<3x4x8xf32>, tensor<4x8xf32>, tensor<i32>) -> tensor<3x4x8xf32>, res_attrs = [{}], sym_name = "dynamic_update_index_in_dim_5", sym_visibility = "private"}> ({
  ^bb0(%arg3: tensor<3x4x8xf32>, %arg4: tensor<4x8xf32>, %arg5: tensor<i32>):
    %4 = "stablehlo.broadcast_in_dim"(%arg4) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<4x8xf32>) -> tensor<1x4x8xf32>
    %5 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %6 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %7 = "stablehlo.dynamic_update_slice"(%arg3, %4, %arg5, %5, %6) : (tensor<3x4x8xf32>, tensor<1x4x8xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<3x4x8xf32>
    "func.return"(%7) : (tensor<3x4x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<3x8x4xf32>, tensor<8x4xf32>, tensor<i32>) -> tensor<3x8x4xf32>, res_attrs = [{}], sym_name = "dynamic_update_index_in_dim_6", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<3x8x4xf32>, %arg1: tensor<8x4xf32>, %arg2: tensor<i32>):
    %0 = "stablehlo.broadcast_in_dim"(%arg1) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<8x4xf32>) -> tensor<1x8x4xf32>
    %1 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %2 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %3 = "stablehlo.dynamic_update_slice"(%arg0, %0, %arg2, %1, %2) : (tensor<3x8x4xf32>, tensor<1x8x4xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<3x8x4xf32>
    "func.return"(%3) : (tensor<3x8x4xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
