// RUN: per-opt --allow-unregistered-dialect --per-inline-calls --test-per-print-view %s -o /dev/null 2>&1 | FileCheck %s

// An exported step with a symbolic batch: operands that are shapes are not
// operands of the view; reading a dimension depends on no value.

// CHECK: block %[[V0:[0-9]+]]:8x6xf32 %{{[0-9]+}}:6xf32 %[[V2:[0-9]+]]:6x3xf32 %[[V3:[0-9]+]]:?x8xf32 %{{[0-9]+}}:?x3xf32
// CHECK: pure %[[V6:[0-9]+]]:i32 <-
// CHECK: elementwise compare_ge integer %[[V8:[0-9]+]]:i1 <- %[[V6]] %{{[0-9]+}}
// CHECK: pure <- %[[V8]] %[[V6]]
// CHECK: contraction product [ | 1 | 0] [ | 0 | 1] %[[V17:[0-9]+]]:?x6xf32 <- %[[V3]] %[[V0]]
// CHECK: broadcast [0, 1] %[[V21:[0-9]+]]:?x6xf32 <- %{{[0-9]+}}
// CHECK: elementwise add %[[V22:[0-9]+]]:?x6xf32 <- %[[V17]] %[[V21]]
// CHECK: reshape %[[V25:[0-9]+]]:1xi32 <- %[[V6]]
// CHECK: concatenate [0] %{{[0-9]+}}:2xi32 <- %[[V25]] %{{[0-9]+}}
// CHECK: broadcast %[[V27:[0-9]+]]:?x6xf32 <- %{{[0-9]+}}
// CHECK: elementwise maximum %[[V28:[0-9]+]]:?x6xf32 <- %[[V22]] %[[V27]]
// CHECK: contraction product [ | 1 | 0] [ | 0 | 1] %{{[0-9]+}}:?x3xf32 <- %[[V28]] %[[V2]]
// CHECK: elementwise multiply integer %[[V41:[0-9]+]]:i32 <- %{{[0-9]+}} %{{[0-9]+}}
// CHECK: elementwise identity integer %[[V42:[0-9]+]]:f32 <- %[[V41]]
// CHECK: elementwise divide %{{[0-9]+}}:f32 <- %{{[0-9]+}} %[[V42]]

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{function_type = (tensor<8x6xf32>, tensor<6xf32>, tensor<6x3xf32>, tensor<?x8xf32>, tensor<?x3xf32>) -> (tensor<f32>, tensor<8x6xf32>, tensor<6xf32>, tensor<6x3xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}, {jax.result_info = "result[1][2]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg14: tensor<8x6xf32>, %arg15: tensor<6xf32>, %arg16: tensor<6x3xf32>, %arg17: tensor<?x8xf32>, %arg18: tensor<?x3xf32>):
    %65 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %66 = "stablehlo.get_dimension_size"(%arg17) <{dimension = 0 : i64}> : (tensor<?x8xf32>) -> tensor<i32>
    %67 = "stablehlo.get_dimension_size"(%arg18) <{dimension = 0 : i64}> : (tensor<?x3xf32>) -> tensor<i32>
    %68 = "stablehlo.compare"(%66, %65) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction GE>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    "stablehlo.custom_call"(%68, %66) <{api_version = 2 : i32, call_target_name = "shape_assertion", has_side_effect = true}> {error_message = "Input shapes do not match the polymorphic shapes specification. Expected value >= 1 for dimension variable 'b'. Using the following polymorphic shapes specifications: args[1].shape = (b, 8),args[2].shape = (b, 3). Obtained dimension variables: 'b' = {0} from specification 'b' for dimension args[1].shape[0] (= {0}), . Please see https://docs.jax.dev/en/latest/export/shape_poly.html#shape-assertion-errors for more details."} : (tensor<i1>, tensor<i32>) -> ()
    %69 = "stablehlo.compare"(%67, %66) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    "stablehlo.custom_call"(%69, %67, %66) <{api_version = 2 : i32, call_target_name = "shape_assertion", has_side_effect = true}> {error_message = "Input shapes do not match the polymorphic shapes specification. Found inconsistency between dimension size args[2].shape[0] (= {0}) and the specification 'b' (= {1}). Using the following polymorphic shapes specifications: args[1].shape = (b, 8),args[2].shape = (b, 3). Obtained dimension variables: 'b' = {1} from specification 'b' for dimension args[1].shape[0] (= {1}), . Please see https://docs.jax.dev/en/latest/export/shape_poly.html#shape-assertion-errors for more details."} : (tensor<i1>, tensor<i32>, tensor<i32>) -> ()
    %70:4 = "func.call"(%66, %arg14, %arg15, %arg16, %arg17, %arg18) <{callee = @_wrapped_jax_export_main}> : (tensor<i32>, tensor<8x6xf32>, tensor<6xf32>, tensor<6x3xf32>, tensor<?x8xf32>, tensor<?x3xf32>) -> (tensor<f32>, tensor<8x6xf32>, tensor<6xf32>, tensor<6x3xf32>)
    "func.return"(%70#0, %70#1, %70#2, %70#3) : (tensor<f32>, tensor<8x6xf32>, tensor<6xf32>, tensor<6x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{jax.global_constant = "b"}, {}, {}, {}, {}, {}], function_type = (tensor<i32>, tensor<8x6xf32>, tensor<6xf32>, tensor<6x3xf32>, tensor<?x8xf32>, tensor<?x3xf32>) -> (tensor<f32>, tensor<8x6xf32>, tensor<6xf32>, tensor<6x3xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}, {jax.result_info = "result[1][2]"}], sym_name = "_wrapped_jax_export_main", sym_visibility = "private"}> ({
  ^bb0(%arg2: tensor<i32>, %arg3: tensor<8x6xf32>, %arg4: tensor<6xf32>, %arg5: tensor<6x3xf32>, %arg6: tensor<?x8xf32>, %arg7: tensor<?x3xf32>):
    %6 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %7 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %8 = "stablehlo.constant"() <{value = dense<3> : tensor<1xi32>}> : () -> tensor<1xi32>
    %9 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
    %10 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %11 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %12 = "stablehlo.constant"() <{value = dense<6> : tensor<1xi32>}> : () -> tensor<1xi32>
    %13 = "stablehlo.dot_general"(%arg6, %arg3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<?x8xf32>, tensor<8x6xf32>) -> tensor<?x6xf32>
    %14 = "stablehlo.broadcast_in_dim"(%arg4) <{broadcast_dimensions = array<i64: 1>}> : (tensor<6xf32>) -> tensor<1x6xf32>
    %15 = "stablehlo.reshape"(%arg2) : (tensor<i32>) -> tensor<1xi32>
    %16 = "stablehlo.concatenate"(%15, %12) <{dimension = 0 : i64}> : (tensor<1xi32>, tensor<1xi32>) -> tensor<2xi32>
    %17 = "stablehlo.dynamic_broadcast_in_dim"(%14, %16) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x6xf32>, tensor<2xi32>) -> tensor<?x6xf32>
    %18 = "stablehlo.add"(%13, %17) : (tensor<?x6xf32>, tensor<?x6xf32>) -> tensor<?x6xf32>
    %19 = "func.call"(%arg2, %18) <{callee = @relu}> : (tensor<i32>, tensor<?x6xf32>) -> tensor<?x6xf32>
    %20 = "stablehlo.reshape"(%arg2) : (tensor<i32>) -> tensor<1xi32>
    %21 = "stablehlo.concatenate"(%20, %12) <{dimension = 0 : i64}> : (tensor<1xi32>, tensor<1xi32>) -> tensor<2xi32>
    %22 = "stablehlo.dynamic_broadcast_in_dim"(%11, %21) <{broadcast_dimensions = array<i64>}> : (tensor<f32>, tensor<2xi32>) -> tensor<?x6xf32>
    %23 = "stablehlo.compare"(%18, %22) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<?x6xf32>, tensor<?x6xf32>) -> tensor<?x6xi1>
    %24 = "stablehlo.dot_general"(%19, %arg5) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<?x6xf32>, tensor<6x3xf32>) -> tensor<?x3xf32>
    %25 = "stablehlo.subtract"(%24, %arg7) : (tensor<?x3xf32>, tensor<?x3xf32>) -> tensor<?x3xf32>
    %26 = "stablehlo.multiply"(%25, %25) : (tensor<?x3xf32>, tensor<?x3xf32>) -> tensor<?x3xf32>
    %27 = "stablehlo.reshape"(%arg2) : (tensor<i32>) -> tensor<1xi32>
    %28 = "stablehlo.concatenate"(%27, %8) <{dimension = 0 : i64}> : (tensor<1xi32>, tensor<1xi32>) -> tensor<2xi32>
    %29 = "stablehlo.dynamic_broadcast_in_dim"(%10, %28) <{broadcast_dimensions = array<i64>}> : (tensor<f32>, tensor<2xi32>) -> tensor<?x3xf32>
    %30 = "stablehlo.multiply"(%29, %25) : (tensor<?x3xf32>, tensor<?x3xf32>) -> tensor<?x3xf32>
    %31 = "stablehlo.convert"(%arg2) : (tensor<i32>) -> tensor<i32>
    %32 = "stablehlo.multiply"(%31, %9) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %33 = "stablehlo.convert"(%32) : (tensor<i32>) -> tensor<f32>
    %34 = "stablehlo.reduce"(%26, %11) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg12: tensor<f32>, %arg13: tensor<f32>):
      %64 = "stablehlo.add"(%arg12, %arg13) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%64) : (tensor<f32>) -> ()
    }) : (tensor<?x3xf32>, tensor<f32>) -> tensor<f32>
    %35 = "stablehlo.divide"(%34, %33) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %36 = "stablehlo.divide"(%7, %33) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %37 = "stablehlo.reshape"(%arg2) : (tensor<i32>) -> tensor<1xi32>
    %38 = "stablehlo.concatenate"(%37, %8) <{dimension = 0 : i64}> : (tensor<1xi32>, tensor<1xi32>) -> tensor<2xi32>
    %39 = "stablehlo.dynamic_broadcast_in_dim"(%36, %38) <{broadcast_dimensions = array<i64>}> : (tensor<f32>, tensor<2xi32>) -> tensor<?x3xf32>
    %40 = "stablehlo.multiply"(%39, %30) : (tensor<?x3xf32>, tensor<?x3xf32>) -> tensor<?x3xf32>
    %41 = "stablehlo.dot_general"(%40, %19) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<?x3xf32>, tensor<?x6xf32>) -> tensor<3x6xf32>
    %42 = "stablehlo.transpose"(%41) <{permutation = array<i64: 1, 0>}> : (tensor<3x6xf32>) -> tensor<6x3xf32>
    %43 = "stablehlo.dot_general"(%40, %arg5) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<?x3xf32>, tensor<6x3xf32>) -> tensor<?x6xf32>
    %44 = "stablehlo.reshape"(%arg2) : (tensor<i32>) -> tensor<1xi32>
    %45 = "stablehlo.concatenate"(%44, %12) <{dimension = 0 : i64}> : (tensor<1xi32>, tensor<1xi32>) -> tensor<2xi32>
    %46 = "stablehlo.dynamic_broadcast_in_dim"(%11, %45) <{broadcast_dimensions = array<i64>}> : (tensor<f32>, tensor<2xi32>) -> tensor<?x6xf32>
    %47 = "stablehlo.select"(%23, %43, %46) : (tensor<?x6xi1>, tensor<?x6xf32>, tensor<?x6xf32>) -> tensor<?x6xf32>
    %48 = "stablehlo.reduce"(%47, %11) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg10: tensor<f32>, %arg11: tensor<f32>):
      %63 = "stablehlo.add"(%arg10, %arg11) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%63) : (tensor<f32>) -> ()
    }) : (tensor<?x6xf32>, tensor<f32>) -> tensor<6xf32>
    %49 = "stablehlo.reshape"(%48) : (tensor<6xf32>) -> tensor<1x6xf32>
    %50 = "stablehlo.reduce"(%49, %11) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg8: tensor<f32>, %arg9: tensor<f32>):
      %62 = "stablehlo.add"(%arg8, %arg9) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%62) : (tensor<f32>) -> ()
    }) : (tensor<1x6xf32>, tensor<f32>) -> tensor<6xf32>
    %51 = "stablehlo.dot_general"(%47, %arg6) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<?x6xf32>, tensor<?x8xf32>) -> tensor<6x8xf32>
    %52 = "stablehlo.transpose"(%51) <{permutation = array<i64: 1, 0>}> : (tensor<6x8xf32>) -> tensor<8x6xf32>
    %53 = "stablehlo.broadcast_in_dim"(%6) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x6xf32>
    %54 = "stablehlo.multiply"(%53, %52) : (tensor<8x6xf32>, tensor<8x6xf32>) -> tensor<8x6xf32>
    %55 = "stablehlo.subtract"(%arg3, %54) : (tensor<8x6xf32>, tensor<8x6xf32>) -> tensor<8x6xf32>
    %56 = "stablehlo.broadcast_in_dim"(%6) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6xf32>
    %57 = "stablehlo.multiply"(%56, %50) : (tensor<6xf32>, tensor<6xf32>) -> tensor<6xf32>
    %58 = "stablehlo.subtract"(%arg4, %57) : (tensor<6xf32>, tensor<6xf32>) -> tensor<6xf32>
    %59 = "stablehlo.broadcast_in_dim"(%6) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x3xf32>
    %60 = "stablehlo.multiply"(%59, %42) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
    %61 = "stablehlo.subtract"(%arg5, %60) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
    "func.return"(%35, %55, %58, %61) : (tensor<f32>, tensor<8x6xf32>, tensor<6xf32>, tensor<6x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{jax.global_constant = "b"}, {}], function_type = (tensor<i32>, tensor<?x6xf32>) -> tensor<?x6xf32>, sym_name = "relu", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<i32>, %arg1: tensor<?x6xf32>):
    %0 = "stablehlo.constant"() <{value = dense<6> : tensor<1xi32>}> : () -> tensor<1xi32>
    %1 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %2 = "stablehlo.reshape"(%arg0) : (tensor<i32>) -> tensor<1xi32>
    %3 = "stablehlo.concatenate"(%2, %0) <{dimension = 0 : i64}> : (tensor<1xi32>, tensor<1xi32>) -> tensor<2xi32>
    %4 = "stablehlo.dynamic_broadcast_in_dim"(%1, %3) <{broadcast_dimensions = array<i64>}> : (tensor<f32>, tensor<2xi32>) -> tensor<?x6xf32>
    %5 = "stablehlo.maximum"(%arg1, %4) : (tensor<?x6xf32>, tensor<?x6xf32>) -> tensor<?x6xf32>
    "func.return"(%5) : (tensor<?x6xf32>) -> ()
  }) : () -> ()
}) {jax.uses_shape_polymorphism = true, mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
