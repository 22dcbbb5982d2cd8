// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --per-attach-regularizers="regularizer=#per.l2 lambda=1" | FileCheck %s

// Convolutions: a sample has H*W*C features, so the scale has 1/4 only. The
// derivative of max-pooling stands between two sites.

// CHECK: %[[SCALE:.+]] = "stablehlo.constant"() <{value = dense<2.500000e-01>
// CHECK: per.gradient #per.l2 {{.*}} scale(%[[SCALE]] : tensor<f32>) samples [0] outs(%{{.+}} : tensor<4x3x3x6xf32>)
// CHECK: "stablehlo.select_and_scatter"
// CHECK: per.gradient #per.l2 {{.*}} scale(%[[SCALE]] : tensor<f32>) samples [0] outs(%{{.+}} : tensor<4x6x6x5xf32>)
// CHECK-NOT: per.gradient

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}], function_type = (tensor<3x3x2x5xf32>, tensor<3x3x5x6xf32>, tensor<54x3xf32>, tensor<4x6x6x2xf32>, tensor<4x3xf32>) -> (tensor<f32>, tensor<3x3x2x5xf32>, tensor<3x3x5x6xf32>, tensor<54x3xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1]['k1']"}, {jax.result_info = "result[1]['k2']"}, {jax.result_info = "result[1]['w']"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg2: tensor<3x3x2x5xf32>, %arg3: tensor<3x3x5x6xf32>, %arg4: tensor<54x3xf32>, %arg5: tensor<4x6x6x2xf32>, %arg6: tensor<4x3xf32>):
    %6 = "stablehlo.convolution"(%arg5, %arg2) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<1> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<4x6x6x2xf32>, tensor<3x3x2x5xf32>) -> tensor<4x6x6x5xf32>
    %7 = "func.call"(%6) <{callee = @relu}> : (tensor<4x6x6x5xf32>) -> tensor<4x6x6x5xf32>
    %8 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %9 = "stablehlo.broadcast_in_dim"(%8) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6x6x5xf32>
    %10 = "stablehlo.compare"(%6, %9) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<4x6x6x5xf32>, tensor<4x6x6x5xf32>) -> tensor<4x6x6x5xi1>
    %11 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %12 = "stablehlo.broadcast_in_dim"(%11) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<f32>
    %13 = "stablehlo.reduce_window"(%7, %12) <{base_dilations = array<i64: 1, 1, 1, 1>, padding = dense<0> : tensor<4x2xi64>, window_dilations = array<i64: 1, 1, 1, 1>, window_dimensions = array<i64: 1, 2, 2, 1>, window_strides = array<i64: 1, 2, 2, 1>}> ({
    ^bb0(%arg13: tensor<f32>, %arg14: tensor<f32>):
      %69 = "stablehlo.maximum"(%arg13, %arg14) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%69) : (tensor<f32>) -> ()
    }) : (tensor<4x6x6x5xf32>, tensor<f32>) -> tensor<4x3x3x5xf32>
    %14 = "stablehlo.convolution"(%13, %arg3) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<1> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<4x3x3x5xf32>, tensor<3x3x5x6xf32>) -> tensor<4x3x3x6xf32>
    %15 = "func.call"(%14) <{callee = @relu_0}> : (tensor<4x3x3x6xf32>) -> tensor<4x3x3x6xf32>
    %16 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %17 = "stablehlo.broadcast_in_dim"(%16) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3x3x6xf32>
    %18 = "stablehlo.compare"(%14, %17) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<4x3x3x6xf32>, tensor<4x3x3x6xf32>) -> tensor<4x3x3x6xi1>
    %19 = "stablehlo.reshape"(%15) : (tensor<4x3x3x6xf32>) -> tensor<4x54xf32>
    %20 = "stablehlo.dot_general"(%19, %arg4) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x54xf32>, tensor<54x3xf32>) -> tensor<4x3xf32>
    %21 = "stablehlo.subtract"(%20, %arg6) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %22 = "stablehlo.multiply"(%21, %21) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %23 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %24 = "stablehlo.broadcast_in_dim"(%23) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %25 = "stablehlo.multiply"(%24, %21) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %26 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %27 = "stablehlo.reduce"(%22, %26) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg11: tensor<f32>, %arg12: tensor<f32>):
      %68 = "stablehlo.add"(%arg11, %arg12) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%68) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<f32>) -> tensor<f32>
    %28 = "stablehlo.constant"() <{value = dense<1.200000e+01> : tensor<f32>}> : () -> tensor<f32>
    %29 = "stablehlo.divide"(%27, %28) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %30 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %31 = "stablehlo.constant"() <{value = dense<1.200000e+01> : tensor<f32>}> : () -> tensor<f32>
    %32 = "stablehlo.divide"(%30, %31) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %33 = "stablehlo.broadcast_in_dim"(%32) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %34 = "stablehlo.multiply"(%33, %25) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %35 = "stablehlo.dot_general"(%34, %19) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<4x54xf32>) -> tensor<3x54xf32>
    %36 = "stablehlo.transpose"(%35) <{permutation = array<i64: 1, 0>}> : (tensor<3x54xf32>) -> tensor<54x3xf32>
    %37 = "stablehlo.dot_general"(%34, %arg4) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<54x3xf32>) -> tensor<4x54xf32>
    %38 = "stablehlo.reshape"(%37) : (tensor<4x54xf32>) -> tensor<4x3x3x6xf32>
    %39 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %40 = "stablehlo.broadcast_in_dim"(%39) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3x3x6xf32>
    %41 = "stablehlo.select"(%18, %38, %40) : (tensor<4x3x3x6xi1>, tensor<4x3x3x6xf32>, tensor<4x3x3x6xf32>) -> tensor<4x3x3x6xf32>
    %42 = "stablehlo.convolution"(%13, %41) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[f, 0, 1, b]x[i, 0, 1, o]->[0, 1, b, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<1> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<4x3x3x5xf32>, tensor<4x3x3x6xf32>) -> tensor<3x3x5x6xf32>
    %43 = "stablehlo.reverse"(%arg3) <{dimensions = array<i64: 0, 1>}> : (tensor<3x3x5x6xf32>) -> tensor<3x3x5x6xf32>
    %44 = "stablehlo.convolution"(%41, %43) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, o, i]->[b, 0, 1, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<1> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<4x3x3x6xf32>, tensor<3x3x5x6xf32>) -> tensor<4x3x3x5xf32>
    %45 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %46 = "stablehlo.pad"(%7, %45) <{edge_padding_high = array<i64: 0, 0, 0, 0>, edge_padding_low = array<i64: 0, 0, 0, 0>, interior_padding = array<i64: 0, 0, 0, 0>}> : (tensor<4x6x6x5xf32>, tensor<f32>) -> tensor<4x6x6x5xf32>
    %47 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %48 = "stablehlo.select_and_scatter"(%46, %44, %47) <{padding = dense<0> : tensor<4x2xi64>, window_dimensions = array<i64: 1, 2, 2, 1>, window_strides = array<i64: 1, 2, 2, 1>}> ({
    ^bb0(%arg9: tensor<f32>, %arg10: tensor<f32>):
      %67 = "stablehlo.compare"(%arg9, %arg10) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GE>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
      "stablehlo.return"(%67) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg7: tensor<f32>, %arg8: tensor<f32>):
      %66 = "stablehlo.add"(%arg7, %arg8) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%66) : (tensor<f32>) -> ()
    }) : (tensor<4x6x6x5xf32>, tensor<4x3x3x5xf32>, tensor<f32>) -> tensor<4x6x6x5xf32>
    %49 = "stablehlo.slice"(%48) <{limit_indices = array<i64: 4, 6, 6, 5>, start_indices = array<i64: 0, 0, 0, 0>, strides = array<i64: 1, 1, 1, 1>}> : (tensor<4x6x6x5xf32>) -> tensor<4x6x6x5xf32>
    %50 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %51 = "stablehlo.broadcast_in_dim"(%50) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6x6x5xf32>
    %52 = "stablehlo.select"(%10, %49, %51) : (tensor<4x6x6x5xi1>, tensor<4x6x6x5xf32>, tensor<4x6x6x5xf32>) -> tensor<4x6x6x5xf32>
    %53 = "stablehlo.convolution"(%arg5, %52) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[f, 0, 1, b]x[i, 0, 1, o]->[0, 1, b, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<1> : tensor<2x2xi64>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>], rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<4x6x6x2xf32>, tensor<4x6x6x5xf32>) -> tensor<3x3x2x5xf32>
    %54 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %55 = "stablehlo.broadcast_in_dim"(%54) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x3x2x5xf32>
    %56 = "stablehlo.multiply"(%55, %53) : (tensor<3x3x2x5xf32>, tensor<3x3x2x5xf32>) -> tensor<3x3x2x5xf32>
    %57 = "stablehlo.subtract"(%arg2, %56) : (tensor<3x3x2x5xf32>, tensor<3x3x2x5xf32>) -> tensor<3x3x2x5xf32>
    %58 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %59 = "stablehlo.broadcast_in_dim"(%58) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x3x5x6xf32>
    %60 = "stablehlo.multiply"(%59, %42) : (tensor<3x3x5x6xf32>, tensor<3x3x5x6xf32>) -> tensor<3x3x5x6xf32>
    %61 = "stablehlo.subtract"(%arg3, %60) : (tensor<3x3x5x6xf32>, tensor<3x3x5x6xf32>) -> tensor<3x3x5x6xf32>
    %62 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %63 = "stablehlo.broadcast_in_dim"(%62) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<54x3xf32>
    %64 = "stablehlo.multiply"(%63, %36) : (tensor<54x3xf32>, tensor<54x3xf32>) -> tensor<54x3xf32>
    %65 = "stablehlo.subtract"(%arg4, %64) : (tensor<54x3xf32>, tensor<54x3xf32>) -> tensor<54x3xf32>
    "func.return"(%29, %57, %61, %65) : (tensor<f32>, tensor<3x3x2x5xf32>, tensor<3x3x5x6xf32>, tensor<54x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<4x6x6x5xf32>) -> tensor<4x6x6x5xf32>, res_attrs = [{}], sym_name = "relu", sym_visibility = "private"}> ({
  ^bb0(%arg1: tensor<4x6x6x5xf32>):
    %3 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %4 = "stablehlo.broadcast_in_dim"(%3) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6x6x5xf32>
    %5 = "stablehlo.maximum"(%arg1, %4) : (tensor<4x6x6x5xf32>, tensor<4x6x6x5xf32>) -> tensor<4x6x6x5xf32>
    "func.return"(%5) : (tensor<4x6x6x5xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<4x3x3x6xf32>) -> tensor<4x3x3x6xf32>, res_attrs = [{}], sym_name = "relu_0", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<4x3x3x6xf32>):
    %0 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3x3x6xf32>
    %2 = "stablehlo.maximum"(%arg0, %1) : (tensor<4x3x3x6xf32>, tensor<4x3x3x6xf32>) -> tensor<4x3x3x6xf32>
    "func.return"(%2) : (tensor<4x3x3x6xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
