// RUN: per-opt --allow-unregistered-dialect --per-inline-calls \
// RUN:   --test-per-print-sites=congruence %s -o /dev/null 2>&1 | FileCheck %s

// A rematerialised recurrence: the second loop writes stacks that the first one
// does not; their carries are congruent all the same.

// CHECK:      site 0: 2x8xf32 stablehlo.tanh, tanh, samples [0]
// CHECK-NEXT: contractions: 3, without a site 1
// CHECK-NEXT: loop 0: 5 iterations
// CHECK-NEXT: loop 1: 5 iterations, stack of 1x2x8xf32, stack of 1x2x8xf32, stack of 1x2x8xf32
// CHECK-NEXT: loop 2: 5 iterations
// CHECK-NEXT: site 0 is stablehlo.tanh in stablehlo.while 0
// CHECK-NEXT: site 0 is stablehlo.tanh in stablehlo.while 1
// CHECK-NEXT: site 0 is stablehlo.reshape in stablehlo.while 2
// CHECK-NOT:  site

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}], function_type = (tensor<4x8xf32>, tensor<8x8xf32>, tensor<8x3xf32>, tensor<5x2x4xf32>) -> (tensor<f32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<8x3xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}, {jax.result_info = "result[1][2]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg37: tensor<4x8xf32>, %arg38: tensor<8x8xf32>, %arg39: tensor<8x3xf32>, %arg40: tensor<5x2x4xf32>):
    %41 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %42 = "stablehlo.broadcast_in_dim"(%41) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
    %43 = "func.call"(%arg37, %arg38, %42, %arg40) <{callee = @closed_call}> : (tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>, tensor<5x2x4xf32>) -> tensor<2x8xf32>
    %44 = "stablehlo.dot_general"(%43, %arg39) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x8xf32>, tensor<8x3xf32>) -> tensor<2x3xf32>
    %45 = "stablehlo.multiply"(%44, %44) : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
    %46 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %47 = "stablehlo.broadcast_in_dim"(%46) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3xf32>
    %48 = "stablehlo.multiply"(%47, %44) : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
    %49 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %50 = "stablehlo.reduce"(%45, %49) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg75: tensor<f32>, %arg76: tensor<f32>):
      %114 = "stablehlo.add"(%arg75, %arg76) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%114) : (tensor<f32>) -> ()
    }) : (tensor<2x3xf32>, tensor<f32>) -> tensor<f32>
    %51 = "stablehlo.constant"() <{value = dense<6.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %52 = "stablehlo.divide"(%50, %51) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %53 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %54 = "stablehlo.constant"() <{value = dense<6.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %55 = "stablehlo.divide"(%53, %54) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %56 = "stablehlo.broadcast_in_dim"(%55) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3xf32>
    %57 = "stablehlo.multiply"(%56, %48) : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
    %58 = "stablehlo.dot_general"(%57, %43) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x3xf32>, tensor<2x8xf32>) -> tensor<3x8xf32>
    %59 = "stablehlo.transpose"(%58) <{permutation = array<i64: 1, 0>}> : (tensor<3x8xf32>) -> tensor<8x3xf32>
    %60 = "stablehlo.dot_general"(%57, %arg39) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x3xf32>, tensor<8x3xf32>) -> tensor<2x8xf32>
    %61:4 = "stablehlo.optimization_barrier"(%arg37, %arg38, %arg40, %60) : (tensor<4x8xf32>, tensor<8x8xf32>, tensor<5x2x4xf32>, tensor<2x8xf32>) -> (tensor<4x8xf32>, tensor<8x8xf32>, tensor<5x2x4xf32>, tensor<2x8xf32>)
    %62 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %63 = "stablehlo.broadcast_in_dim"(%62) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
    %64 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %65 = "stablehlo.broadcast_in_dim"(%64) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
    %66 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %67 = "stablehlo.broadcast_in_dim"(%66) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x2x8xf32>
    %68 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %69 = "stablehlo.broadcast_in_dim"(%68) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x2x8xf32>
    %70 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %71 = "stablehlo.broadcast_in_dim"(%70) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x2x8xf32>
    %72 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %73:8 = "stablehlo.while"(%61#2, %61#0, %61#1, %72, %63, %67, %69, %71) ({
    ^bb0(%arg67: tensor<5x2x4xf32>, %arg68: tensor<4x8xf32>, %arg69: tensor<8x8xf32>, %arg70: tensor<i32>, %arg71: tensor<2x8xf32>, %arg72: tensor<5x2x8xf32>, %arg73: tensor<5x2x8xf32>, %arg74: tensor<5x2x8xf32>):
      %112 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
      %113 = "stablehlo.compare"(%arg70, %112) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%113) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg59: tensor<5x2x4xf32>, %arg60: tensor<4x8xf32>, %arg61: tensor<8x8xf32>, %arg62: tensor<i32>, %arg63: tensor<2x8xf32>, %arg64: tensor<5x2x8xf32>, %arg65: tensor<5x2x8xf32>, %arg66: tensor<5x2x8xf32>):
      %105 = "func.call"(%arg59, %arg62) <{callee = @dynamic_index_in_dim}> : (tensor<5x2x4xf32>, tensor<i32>) -> tensor<2x4xf32>
      %106:4 = "func.call"(%arg60, %arg61, %arg63, %105) <{callee = @closed_call_1}> : (tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>, tensor<2x4xf32>) -> (tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>)
      %107 = "func.call"(%arg64, %106#1, %arg62) <{callee = @dynamic_update_index_in_dim}> : (tensor<5x2x8xf32>, tensor<2x8xf32>, tensor<i32>) -> tensor<5x2x8xf32>
      %108 = "func.call"(%arg65, %106#2, %arg62) <{callee = @dynamic_update_index_in_dim}> : (tensor<5x2x8xf32>, tensor<2x8xf32>, tensor<i32>) -> tensor<5x2x8xf32>
      %109 = "func.call"(%arg66, %106#3, %arg62) <{callee = @dynamic_update_index_in_dim}> : (tensor<5x2x8xf32>, tensor<2x8xf32>, tensor<i32>) -> tensor<5x2x8xf32>
      %110 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %111 = "stablehlo.add"(%arg62, %110) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg59, %arg60, %arg61, %111, %106#0, %107, %108, %109) : (tensor<5x2x4xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>) -> ()
    }) : (tensor<5x2x4xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>) -> (tensor<5x2x4xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>)
    %74 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %75 = "stablehlo.broadcast_in_dim"(%74) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x8xf32>
    %76 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %77 = "stablehlo.broadcast_in_dim"(%76) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %78 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %79:9 = "stablehlo.while"(%61#2, %73#5, %73#6, %73#7, %61#1, %78, %75, %77, %61#3) ({
    ^bb0(%arg50: tensor<5x2x4xf32>, %arg51: tensor<5x2x8xf32>, %arg52: tensor<5x2x8xf32>, %arg53: tensor<5x2x8xf32>, %arg54: tensor<8x8xf32>, %arg55: tensor<i32>, %arg56: tensor<4x8xf32>, %arg57: tensor<8x8xf32>, %arg58: tensor<2x8xf32>):
      %103 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
      %104 = "stablehlo.compare"(%arg55, %103) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%104) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg41: tensor<5x2x4xf32>, %arg42: tensor<5x2x8xf32>, %arg43: tensor<5x2x8xf32>, %arg44: tensor<5x2x8xf32>, %arg45: tensor<8x8xf32>, %arg46: tensor<i32>, %arg47: tensor<4x8xf32>, %arg48: tensor<8x8xf32>, %arg49: tensor<2x8xf32>):
      %92 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
      %93 = "stablehlo.subtract"(%92, %arg46) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %94 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %95 = "stablehlo.subtract"(%93, %94) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %96 = "func.call"(%arg41, %95) <{callee = @dynamic_index_in_dim}> : (tensor<5x2x4xf32>, tensor<i32>) -> tensor<2x4xf32>
      %97 = "func.call"(%arg42, %95) <{callee = @dynamic_index_in_dim_2}> : (tensor<5x2x8xf32>, tensor<i32>) -> tensor<2x8xf32>
      %98 = "func.call"(%arg43, %95) <{callee = @dynamic_index_in_dim_2}> : (tensor<5x2x8xf32>, tensor<i32>) -> tensor<2x8xf32>
      %99 = "func.call"(%arg44, %95) <{callee = @dynamic_index_in_dim_2}> : (tensor<5x2x8xf32>, tensor<i32>) -> tensor<2x8xf32>
      %100:3 = "func.call"(%arg45, %arg47, %arg48, %arg49, %96, %97, %98, %99) <{callee = @closed_call_3}> : (tensor<8x8xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>, tensor<2x4xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>) -> (tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>)
      %101 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %102 = "stablehlo.add"(%arg46, %101) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg41, %arg42, %arg43, %arg44, %arg45, %102, %100#0, %100#1, %100#2) : (tensor<5x2x4xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>) -> ()
    }) : (tensor<5x2x4xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>) -> (tensor<5x2x4xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>)
    %80 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %81 = "stablehlo.broadcast_in_dim"(%80) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x8xf32>
    %82 = "stablehlo.multiply"(%81, %79#6) : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
    %83 = "stablehlo.subtract"(%arg37, %82) : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
    %84 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %85 = "stablehlo.broadcast_in_dim"(%84) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x8xf32>
    %86 = "stablehlo.multiply"(%85, %79#7) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %87 = "stablehlo.subtract"(%arg38, %86) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %88 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %89 = "stablehlo.broadcast_in_dim"(%88) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x3xf32>
    %90 = "stablehlo.multiply"(%89, %59) : (tensor<8x3xf32>, tensor<8x3xf32>) -> tensor<8x3xf32>
    %91 = "stablehlo.subtract"(%arg39, %90) : (tensor<8x3xf32>, tensor<8x3xf32>) -> tensor<8x3xf32>
    "func.return"(%52, %83, %87, %91) : (tensor<f32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<8x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>, tensor<5x2x4xf32>) -> tensor<2x8xf32>, res_attrs = [{}], sym_name = "closed_call", sym_visibility = "private"}> ({
  ^bb0(%arg23: tensor<4x8xf32>, %arg24: tensor<8x8xf32>, %arg25: tensor<2x8xf32>, %arg26: tensor<5x2x4xf32>):
    %33 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %34:5 = "stablehlo.while"(%arg26, %arg23, %arg24, %33, %arg25) ({
    ^bb0(%arg32: tensor<5x2x4xf32>, %arg33: tensor<4x8xf32>, %arg34: tensor<8x8xf32>, %arg35: tensor<i32>, %arg36: tensor<2x8xf32>):
      %39 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
      %40 = "stablehlo.compare"(%arg35, %39) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%40) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg27: tensor<5x2x4xf32>, %arg28: tensor<4x8xf32>, %arg29: tensor<8x8xf32>, %arg30: tensor<i32>, %arg31: tensor<2x8xf32>):
      %35 = "func.call"(%arg27, %arg30) <{callee = @dynamic_index_in_dim}> : (tensor<5x2x4xf32>, tensor<i32>) -> tensor<2x4xf32>
      %36 = "func.call"(%arg28, %arg29, %arg31, %35) <{callee = @closed_call_0}> : (tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>, tensor<2x4xf32>) -> tensor<2x8xf32>
      %37 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %38 = "stablehlo.add"(%arg30, %37) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg27, %arg28, %arg29, %38, %36) : (tensor<5x2x4xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<2x8xf32>) -> ()
    }) : (tensor<5x2x4xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<2x8xf32>) -> (tensor<5x2x4xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<i32>, tensor<2x8xf32>)
    "func.return"(%34#4) : (tensor<2x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<5x2x4xf32>, tensor<i32>) -> tensor<2x4xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg21: tensor<5x2x4xf32>, %arg22: tensor<i32>):
    %29 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %30 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %31 = "stablehlo.dynamic_slice"(%arg21, %arg22, %29, %30) <{slice_sizes = array<i64: 1, 2, 4>}> : (tensor<5x2x4xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x2x4xf32>
    %32 = "stablehlo.reshape"(%31) : (tensor<1x2x4xf32>) -> tensor<2x4xf32>
    "func.return"(%32) : (tensor<2x4xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>, tensor<2x4xf32>) -> tensor<2x8xf32>, res_attrs = [{}], sym_name = "closed_call_0", sym_visibility = "private"}> ({
  ^bb0(%arg17: tensor<4x8xf32>, %arg18: tensor<8x8xf32>, %arg19: tensor<2x8xf32>, %arg20: tensor<2x4xf32>):
    %25 = "stablehlo.dot_general"(%arg20, %arg17) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x4xf32>, tensor<4x8xf32>) -> tensor<2x8xf32>
    %26 = "stablehlo.dot_general"(%arg19, %arg18) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x8xf32>, tensor<8x8xf32>) -> tensor<2x8xf32>
    %27 = "stablehlo.add"(%25, %26) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
    %28 = "stablehlo.tanh"(%27) : (tensor<2x8xf32>) -> tensor<2x8xf32>
    "func.return"(%28) : (tensor<2x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>, tensor<2x4xf32>) -> (tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>), res_attrs = [{}, {}, {}, {}], sym_name = "closed_call_1", sym_visibility = "private"}> ({
  ^bb0(%arg13: tensor<4x8xf32>, %arg14: tensor<8x8xf32>, %arg15: tensor<2x8xf32>, %arg16: tensor<2x4xf32>):
    %18 = "stablehlo.dot_general"(%arg16, %arg13) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x4xf32>, tensor<4x8xf32>) -> tensor<2x8xf32>
    %19 = "stablehlo.dot_general"(%arg15, %arg14) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x8xf32>, tensor<8x8xf32>) -> tensor<2x8xf32>
    %20 = "stablehlo.add"(%18, %19) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
    %21 = "stablehlo.tanh"(%20) : (tensor<2x8xf32>) -> tensor<2x8xf32>
    %22 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %23 = "stablehlo.broadcast_in_dim"(%22) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x8xf32>
    %24 = "stablehlo.subtract"(%23, %21) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
    "func.return"(%21, %arg15, %21, %24) : (tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<5x2x8xf32>, tensor<2x8xf32>, tensor<i32>) -> tensor<5x2x8xf32>, res_attrs = [{}], sym_name = "dynamic_update_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg10: tensor<5x2x8xf32>, %arg11: tensor<2x8xf32>, %arg12: tensor<i32>):
    %14 = "stablehlo.broadcast_in_dim"(%arg11) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<2x8xf32>) -> tensor<1x2x8xf32>
    %15 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %16 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %17 = "stablehlo.dynamic_update_slice"(%arg10, %14, %arg12, %15, %16) : (tensor<5x2x8xf32>, tensor<1x2x8xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<5x2x8xf32>
    "func.return"(%17) : (tensor<5x2x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<5x2x8xf32>, tensor<i32>) -> tensor<2x8xf32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim_2", sym_visibility = "private"}> ({
  ^bb0(%arg8: tensor<5x2x8xf32>, %arg9: tensor<i32>):
    %10 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %11 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %12 = "stablehlo.dynamic_slice"(%arg8, %arg9, %10, %11) <{slice_sizes = array<i64: 1, 2, 8>}> : (tensor<5x2x8xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x2x8xf32>
    %13 = "stablehlo.reshape"(%12) : (tensor<1x2x8xf32>) -> tensor<2x8xf32>
    "func.return"(%13) : (tensor<2x8xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<8x8xf32>, tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>, tensor<2x4xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>) -> (tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>), res_attrs = [{}, {}, {}], sym_name = "closed_call_3", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<8x8xf32>, %arg1: tensor<4x8xf32>, %arg2: tensor<8x8xf32>, %arg3: tensor<2x8xf32>, %arg4: tensor<2x4xf32>, %arg5: tensor<2x8xf32>, %arg6: tensor<2x8xf32>, %arg7: tensor<2x8xf32>):
    %0 = "stablehlo.multiply"(%arg3, %arg7) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
    %1 = "stablehlo.multiply"(%0, %arg6) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
    %2 = "stablehlo.add"(%0, %1) : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
    %3 = "stablehlo.dot_general"(%2, %arg5) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<8x8xf32>
    %4 = "stablehlo.transpose"(%3) <{permutation = array<i64: 1, 0>}> : (tensor<8x8xf32>) -> tensor<8x8xf32>
    %5 = "stablehlo.add"(%arg2, %4) : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
    %6 = "stablehlo.dot_general"(%2, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x8xf32>, tensor<8x8xf32>) -> tensor<2x8xf32>
    %7 = "stablehlo.dot_general"(%2, %arg4) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x8xf32>, tensor<2x4xf32>) -> tensor<8x4xf32>
    %8 = "stablehlo.transpose"(%7) <{permutation = array<i64: 1, 0>}> : (tensor<8x4xf32>) -> tensor<4x8xf32>
    %9 = "stablehlo.add"(%arg1, %8) : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
    "func.return"(%9, %5, %6) : (tensor<4x8xf32>, tensor<8x8xf32>, tensor<2x8xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
