// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --test-per-print-adjoints -o /dev/null | FileCheck %s

// Gradients of each example of a convolution.

// CHECK-LABEL: adjoints of @main
// CHECK: site 0: {{.*}} per example (0)
// CHECK: site 1: {{.*}} per example (0)

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}], function_type = (tensor<3x3x3x8xf32>, tensor<3x3x8x8xf32>, tensor<512x5xf32>, tensor<4x8x8x3xf32>, tensor<4x5xf32>) -> (tensor<f32>, tensor<3x3x3x8xf32>, tensor<3x3x8x8xf32>, tensor<512x5xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}, {jax.result_info = "result[1][2]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<3x3x3x8xf32>, %arg1: tensor<3x3x8x8xf32>, %arg2: tensor<512x5xf32>, %arg3: tensor<4x8x8x3xf32>, %arg4: tensor<4x5xf32>):
    %0 = "stablehlo.broadcast_in_dim"(%arg3) <{broadcast_dimensions = array<i64: 0, 2, 3, 4>}> : (tensor<4x8x8x3xf32>) -> tensor<4x1x8x8x3xf32>
    %1 = "stablehlo.broadcast_in_dim"(%arg4) <{broadcast_dimensions = array<i64: 0, 2>}> : (tensor<4x5xf32>) -> tensor<4x1x5xf32>
    %2 = "stablehlo.reshape"(%0) : (tensor<4x1x8x8x3xf32>) -> tensor<4x8x8x3xf32>
    %3 = "stablehlo.convolution"(%2, %arg0) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<1> : tensor<2x2xi64>, rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<4x8x8x3xf32>, tensor<3x3x3x8xf32>) -> tensor<4x8x8x8xf32>
    %4 = "stablehlo.reshape"(%3) : (tensor<4x8x8x8xf32>) -> tensor<4x1x8x8x8xf32>
    %5 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %6 = "stablehlo.broadcast_in_dim"(%5) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x1x8x8x8xf32>
    %7 = "stablehlo.maximum"(%4, %6) : (tensor<4x1x8x8x8xf32>, tensor<4x1x8x8x8xf32>) -> tensor<4x1x8x8x8xf32>
    %8 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %9 = "stablehlo.broadcast_in_dim"(%8) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x1x8x8x8xf32>
    %10 = "stablehlo.compare"(%4, %9) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<4x1x8x8x8xf32>, tensor<4x1x8x8x8xf32>) -> tensor<4x1x8x8x8xi1>
    %11 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %12 = "stablehlo.broadcast_in_dim"(%11) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1x8x8x8xf32>
    %13 = "stablehlo.reshape"(%7) : (tensor<4x1x8x8x8xf32>) -> tensor<4x8x8x8xf32>
    %14 = "stablehlo.convolution"(%13, %arg1) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<1> : tensor<2x2xi64>, rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<4x8x8x8xf32>, tensor<3x3x8x8xf32>) -> tensor<4x8x8x8xf32>
    %15 = "stablehlo.reshape"(%14) : (tensor<4x8x8x8xf32>) -> tensor<4x1x8x8x8xf32>
    %16 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %17 = "stablehlo.broadcast_in_dim"(%16) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x1x8x8x8xf32>
    %18 = "stablehlo.maximum"(%15, %17) : (tensor<4x1x8x8x8xf32>, tensor<4x1x8x8x8xf32>) -> tensor<4x1x8x8x8xf32>
    %19 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %20 = "stablehlo.broadcast_in_dim"(%19) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x1x8x8x8xf32>
    %21 = "stablehlo.compare"(%15, %20) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<4x1x8x8x8xf32>, tensor<4x1x8x8x8xf32>) -> tensor<4x1x8x8x8xi1>
    %22 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %23 = "stablehlo.broadcast_in_dim"(%22) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1x8x8x8xf32>
    %24 = "stablehlo.reshape"(%18) : (tensor<4x1x8x8x8xf32>) -> tensor<4x1x512xf32>
    %25 = "stablehlo.dot_general"(%24, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [2], rhs_contracting_dimensions = [0]>}> : (tensor<4x1x512xf32>, tensor<512x5xf32>) -> tensor<4x1x5xf32>
    %26 = "stablehlo.subtract"(%25, %1) : (tensor<4x1x5xf32>, tensor<4x1x5xf32>) -> tensor<4x1x5xf32>
    %27 = "stablehlo.multiply"(%26, %26) : (tensor<4x1x5xf32>, tensor<4x1x5xf32>) -> tensor<4x1x5xf32>
    %28 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %29 = "stablehlo.broadcast_in_dim"(%28) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x1x5xf32>
    %30 = "stablehlo.multiply"(%29, %26) : (tensor<4x1x5xf32>, tensor<4x1x5xf32>) -> tensor<4x1x5xf32>
    %31 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %32 = "stablehlo.reduce"(%27, %31) <{dimensions = array<i64: 1, 2>}> ({
    ^bb0(%arg13: tensor<f32>, %arg14: tensor<f32>):
      %106 = "stablehlo.add"(%arg13, %arg14) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%106) : (tensor<f32>) -> ()
    }) : (tensor<4x1x5xf32>, tensor<f32>) -> tensor<4xf32>
    %33 = "stablehlo.constant"() <{value = dense<5.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %34 = "stablehlo.broadcast_in_dim"(%33) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4xf32>
    %35 = "stablehlo.divide"(%32, %34) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %36 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %37 = "stablehlo.constant"() <{value = dense<5.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %38 = "stablehlo.divide"(%36, %37) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %39 = "stablehlo.broadcast_in_dim"(%38) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1x5xf32>
    %40 = "stablehlo.broadcast_in_dim"(%39) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<1x5xf32>) -> tensor<1x1x5xf32>
    %41 = "stablehlo.broadcast_in_dim"(%40) <{broadcast_dimensions = array<i64: 0, 1, 2>}> : (tensor<1x1x5xf32>) -> tensor<4x1x5xf32>
    %42 = "stablehlo.multiply"(%41, %30) : (tensor<4x1x5xf32>, tensor<4x1x5xf32>) -> tensor<4x1x5xf32>
    %43 = "stablehlo.dot_general"(%42, %24) <{dot_dimension_numbers = #stablehlo.dot<lhs_batching_dimensions = [0], rhs_batching_dimensions = [0], lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<4x1x5xf32>, tensor<4x1x512xf32>) -> tensor<4x5x512xf32>
    %44 = "stablehlo.transpose"(%43) <{permutation = array<i64: 0, 2, 1>}> : (tensor<4x5x512xf32>) -> tensor<4x512x5xf32>
    %45 = "stablehlo.dot_general"(%42, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [2], rhs_contracting_dimensions = [1]>}> : (tensor<4x1x5xf32>, tensor<512x5xf32>) -> tensor<4x1x512xf32>
    %46 = "stablehlo.reshape"(%45) : (tensor<4x1x512xf32>) -> tensor<4x1x8x8x8xf32>
    %47 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %48 = "stablehlo.broadcast_in_dim"(%47) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1x8x8x8xf32>
    %49 = "stablehlo.broadcast_in_dim"(%48) <{broadcast_dimensions = array<i64: 1, 2, 3, 4>}> : (tensor<1x8x8x8xf32>) -> tensor<4x1x8x8x8xf32>
    %50 = "stablehlo.select"(%21, %46, %49) : (tensor<4x1x8x8x8xi1>, tensor<4x1x8x8x8xf32>, tensor<4x1x8x8x8xf32>) -> tensor<4x1x8x8x8xf32>
    %51 = "stablehlo.reshape"(%7) : (tensor<4x1x8x8x8xf32>) -> tensor<4x8x8x8xf32>
    %52 = "stablehlo.transpose"(%50) <{permutation = array<i64: 1, 2, 3, 0, 4>}> : (tensor<4x1x8x8x8xf32>) -> tensor<1x8x8x4x8xf32>
    %53 = "stablehlo.reshape"(%52) : (tensor<1x8x8x4x8xf32>) -> tensor<1x8x8x32xf32>
    %54 = "stablehlo.convolution"(%51, %53) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[f, 0, 1, b]x[i, 0, 1, o]->[0, 1, b, f]>, feature_group_count = 4 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<1> : tensor<2x2xi64>, rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<4x8x8x8xf32>, tensor<1x8x8x32xf32>) -> tensor<3x3x8x32xf32>
    %55 = "stablehlo.reshape"(%54) : (tensor<3x3x8x32xf32>) -> tensor<3x3x8x4x8xf32>
    %56 = "stablehlo.reverse"(%arg1) <{dimensions = array<i64: 0, 1>}> : (tensor<3x3x8x8xf32>) -> tensor<3x3x8x8xf32>
    %57 = "stablehlo.reshape"(%50) : (tensor<4x1x8x8x8xf32>) -> tensor<4x8x8x8xf32>
    %58 = "stablehlo.convolution"(%57, %56) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, o, i]->[b, 0, 1, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<1> : tensor<2x2xi64>, rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<4x8x8x8xf32>, tensor<3x3x8x8xf32>) -> tensor<4x8x8x8xf32>
    %59 = "stablehlo.reshape"(%58) : (tensor<4x8x8x8xf32>) -> tensor<4x1x8x8x8xf32>
    %60 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %61 = "stablehlo.broadcast_in_dim"(%60) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1x8x8x8xf32>
    %62 = "stablehlo.broadcast_in_dim"(%61) <{broadcast_dimensions = array<i64: 1, 2, 3, 4>}> : (tensor<1x8x8x8xf32>) -> tensor<4x1x8x8x8xf32>
    %63 = "stablehlo.select"(%10, %59, %62) : (tensor<4x1x8x8x8xi1>, tensor<4x1x8x8x8xf32>, tensor<4x1x8x8x8xf32>) -> tensor<4x1x8x8x8xf32>
    %64 = "stablehlo.reshape"(%0) : (tensor<4x1x8x8x3xf32>) -> tensor<4x8x8x3xf32>
    %65 = "stablehlo.transpose"(%63) <{permutation = array<i64: 1, 2, 3, 0, 4>}> : (tensor<4x1x8x8x8xf32>) -> tensor<1x8x8x4x8xf32>
    %66 = "stablehlo.reshape"(%65) : (tensor<1x8x8x4x8xf32>) -> tensor<1x8x8x32xf32>
    %67 = "stablehlo.convolution"(%64, %66) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[f, 0, 1, b]x[i, 0, 1, o]->[0, 1, b, f]>, feature_group_count = 4 : i64, lhs_dilation = array<i64: 1, 1>, padding = dense<1> : tensor<2x2xi64>, rhs_dilation = array<i64: 1, 1>, window_reversal = array<i1: false, false>, window_strides = array<i64: 1, 1>}> : (tensor<4x8x8x3xf32>, tensor<1x8x8x32xf32>) -> tensor<3x3x3x32xf32>
    %68 = "stablehlo.reshape"(%67) : (tensor<3x3x3x32xf32>) -> tensor<3x3x3x4x8xf32>
    %69 = "stablehlo.transpose"(%68) <{permutation = array<i64: 3, 0, 1, 2, 4>}> : (tensor<3x3x3x4x8xf32>) -> tensor<4x3x3x3x8xf32>
    %70 = "stablehlo.transpose"(%55) <{permutation = array<i64: 3, 0, 1, 2, 4>}> : (tensor<3x3x8x4x8xf32>) -> tensor<4x3x3x8x8xf32>
    %71 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %72 = "stablehlo.reduce"(%35, %71) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg11: tensor<f32>, %arg12: tensor<f32>):
      %105 = "stablehlo.add"(%arg11, %arg12) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%105) : (tensor<f32>) -> ()
    }) : (tensor<4xf32>, tensor<f32>) -> tensor<f32>
    %73 = "stablehlo.constant"() <{value = dense<4.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %74 = "stablehlo.divide"(%72, %73) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %75 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %76 = "stablehlo.reduce"(%69, %75) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg9: tensor<f32>, %arg10: tensor<f32>):
      %104 = "stablehlo.add"(%arg9, %arg10) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%104) : (tensor<f32>) -> ()
    }) : (tensor<4x3x3x3x8xf32>, tensor<f32>) -> tensor<3x3x3x8xf32>
    %77 = "stablehlo.constant"() <{value = dense<4.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %78 = "stablehlo.broadcast_in_dim"(%77) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x3x3x8xf32>
    %79 = "stablehlo.divide"(%76, %78) : (tensor<3x3x3x8xf32>, tensor<3x3x3x8xf32>) -> tensor<3x3x3x8xf32>
    %80 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %81 = "stablehlo.broadcast_in_dim"(%80) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x3x3x8xf32>
    %82 = "stablehlo.multiply"(%81, %79) : (tensor<3x3x3x8xf32>, tensor<3x3x3x8xf32>) -> tensor<3x3x3x8xf32>
    %83 = "stablehlo.subtract"(%arg0, %82) : (tensor<3x3x3x8xf32>, tensor<3x3x3x8xf32>) -> tensor<3x3x3x8xf32>
    %84 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %85 = "stablehlo.reduce"(%70, %84) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg7: tensor<f32>, %arg8: tensor<f32>):
      %103 = "stablehlo.add"(%arg7, %arg8) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%103) : (tensor<f32>) -> ()
    }) : (tensor<4x3x3x8x8xf32>, tensor<f32>) -> tensor<3x3x8x8xf32>
    %86 = "stablehlo.constant"() <{value = dense<4.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %87 = "stablehlo.broadcast_in_dim"(%86) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x3x8x8xf32>
    %88 = "stablehlo.divide"(%85, %87) : (tensor<3x3x8x8xf32>, tensor<3x3x8x8xf32>) -> tensor<3x3x8x8xf32>
    %89 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %90 = "stablehlo.broadcast_in_dim"(%89) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x3x8x8xf32>
    %91 = "stablehlo.multiply"(%90, %88) : (tensor<3x3x8x8xf32>, tensor<3x3x8x8xf32>) -> tensor<3x3x8x8xf32>
    %92 = "stablehlo.subtract"(%arg1, %91) : (tensor<3x3x8x8xf32>, tensor<3x3x8x8xf32>) -> tensor<3x3x8x8xf32>
    %93 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %94 = "stablehlo.reduce"(%44, %93) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg5: tensor<f32>, %arg6: tensor<f32>):
      %102 = "stablehlo.add"(%arg5, %arg6) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%102) : (tensor<f32>) -> ()
    }) : (tensor<4x512x5xf32>, tensor<f32>) -> tensor<512x5xf32>
    %95 = "stablehlo.constant"() <{value = dense<4.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %96 = "stablehlo.broadcast_in_dim"(%95) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<512x5xf32>
    %97 = "stablehlo.divide"(%94, %96) : (tensor<512x5xf32>, tensor<512x5xf32>) -> tensor<512x5xf32>
    %98 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %99 = "stablehlo.broadcast_in_dim"(%98) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<512x5xf32>
    %100 = "stablehlo.multiply"(%99, %97) : (tensor<512x5xf32>, tensor<512x5xf32>) -> tensor<512x5xf32>
    %101 = "stablehlo.subtract"(%arg2, %100) : (tensor<512x5xf32>, tensor<512x5xf32>) -> tensor<512x5xf32>
    "func.return"(%74, %83, %92, %101) : (tensor<f32>, tensor<3x3x3x8xf32>, tensor<3x3x8x8xf32>, tensor<512x5xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
