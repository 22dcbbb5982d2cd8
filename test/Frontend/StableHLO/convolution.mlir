// RUN: per-opt --allow-unregistered-dialect --per-inline-calls --test-per-print-view %s -o /dev/null 2>&1 | FileCheck %s

// A convolution, max-pooling and their transposes. The gradient of the weights
// is a convolution whose batch is the input's features.

// CHECK: block %[[V0:[0-9]+]]:3x3x1x4xf32 %{{[0-9]+}}:16x3xf32 %[[V2:[0-9]+]]:2x8x8x1xf32 %{{[0-9]+}}:2x3xf32
// CHECK: constant splat -INF %[[V8:[0-9]+]]:f32 <-
// CHECK: contraction convolution [ | 1, 2, 3 | 0] [ | 0, 1, 2 | 3] %{{[0-9]+}}:2x4x4x4xf32 <- %[[V2]] %[[V0]]
// CHECK: reduce_window maximum %[[V17:[0-9]+]]:2x2x2x4xf32 <- %[[V13:[0-9]+]] %{{[0-9]+}}
// CHECK: reshape %{{[0-9]+}}:2x16xf32 <- %[[V17]]
// CHECK: pad %[[V33:[0-9]+]]:2x4x4x4xf32 <- %[[V13]] %[[V8]]
// CHECK: select_and_scatter add %[[V34:[0-9]+]]:2x4x4x4xf32 <- %[[V33]] %{{[0-9]+}} %{{[0-9]+}}
// CHECK: slice %[[V35:[0-9]+]]:2x4x4x4xf32 <- %[[V34]]
// CHECK: elementwise select %[[V37:[0-9]+]]:2x4x4x4xf32 <- %{{[0-9]+}} %[[V35]] %{{[0-9]+}}
// CHECK: contraction convolution [ | 0, 1, 2 | 3] [ | 0, 1, 2 | 3] %{{[0-9]+}}:3x3x1x4xf32 <- %[[V2]] %[[V37]]

"builtin.module"() <{sym_name = "jit_f"}> ({
  "func.func"() <{function_type = (tensor<3x3x1x4xf32>, tensor<16x3xf32>, tensor<2x8x8x1xf32>, tensor<2x3xf32>) -> (tensor<f32>, tensor<3x3x1x4xf32>, tensor<16x3xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg1: tensor<3x3x1x4xf32>, %arg2: tensor<16x3xf32>, %arg3: tensor<2x8x8x1xf32>, %arg4: tensor<2x3xf32>):
    %3 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %4 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %5 = "stablehlo.constant"() <{value = dense<6.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %6 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %7 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %8 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %9 = "stablehlo.convolution"(%arg3, %arg1) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 1 : i64, padding = dense<[[0, 1], [0, 1]]> : tensor<2x2xi64>, window_strides = array<i64: 2, 2>}> : (tensor<2x8x8x1xf32>, tensor<3x3x1x4xf32>) -> tensor<2x4x4x4xf32>
    %10 = "func.call"(%9) <{callee = @relu}> : (tensor<2x4x4x4xf32>) -> tensor<2x4x4x4xf32>
    %11 = "stablehlo.broadcast_in_dim"(%8) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4x4x4xf32>
    %12 = "stablehlo.compare"(%9, %11) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<2x4x4x4xf32>, tensor<2x4x4x4xf32>) -> tensor<2x4x4x4xi1>
    %13 = "stablehlo.broadcast_in_dim"(%7) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<f32>
    %14 = "stablehlo.reduce_window"(%10, %13) <{window_dimensions = array<i64: 1, 2, 2, 1>, window_strides = array<i64: 1, 2, 2, 1>}> ({
    ^bb0(%arg11: tensor<f32>, %arg12: tensor<f32>):
      %45 = "stablehlo.maximum"(%arg11, %arg12) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%45) : (tensor<f32>) -> ()
    }) : (tensor<2x4x4x4xf32>, tensor<f32>) -> tensor<2x2x2x4xf32>
    %15 = "stablehlo.reshape"(%14) : (tensor<2x2x2x4xf32>) -> tensor<2x16xf32>
    %16 = "stablehlo.dot_general"(%15, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<2x16xf32>, tensor<16x3xf32>) -> tensor<2x3xf32>
    %17 = "stablehlo.subtract"(%16, %arg4) : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
    %18 = "stablehlo.multiply"(%17, %17) : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
    %19 = "stablehlo.broadcast_in_dim"(%6) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3xf32>
    %20 = "stablehlo.multiply"(%19, %17) : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
    %21 = "stablehlo.reduce"(%18, %8) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg9: tensor<f32>, %arg10: tensor<f32>):
      %44 = "stablehlo.add"(%arg9, %arg10) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%44) : (tensor<f32>) -> ()
    }) : (tensor<2x3xf32>, tensor<f32>) -> tensor<f32>
    %22 = "stablehlo.divide"(%21, %5) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %23 = "stablehlo.divide"(%4, %5) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %24 = "stablehlo.broadcast_in_dim"(%23) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3xf32>
    %25 = "stablehlo.multiply"(%24, %20) : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
    %26 = "stablehlo.dot_general"(%25, %15) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<2x3xf32>, tensor<2x16xf32>) -> tensor<3x16xf32>
    %27 = "stablehlo.transpose"(%26) <{permutation = array<i64: 1, 0>}> : (tensor<3x16xf32>) -> tensor<16x3xf32>
    %28 = "stablehlo.dot_general"(%25, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<2x3xf32>, tensor<16x3xf32>) -> tensor<2x16xf32>
    %29 = "stablehlo.reshape"(%28) : (tensor<2x16xf32>) -> tensor<2x2x2x4xf32>
    %30 = "stablehlo.pad"(%10, %7) <{edge_padding_high = array<i64: 0, 0, 0, 0>, edge_padding_low = array<i64: 0, 0, 0, 0>, interior_padding = array<i64: 0, 0, 0, 0>}> : (tensor<2x4x4x4xf32>, tensor<f32>) -> tensor<2x4x4x4xf32>
    %31 = "stablehlo.select_and_scatter"(%30, %29, %8) <{window_dimensions = array<i64: 1, 2, 2, 1>, window_strides = array<i64: 1, 2, 2, 1>}> ({
    ^bb0(%arg7: tensor<f32>, %arg8: tensor<f32>):
      %43 = "stablehlo.compare"(%arg7, %arg8) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GE>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
      "stablehlo.return"(%43) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg5: tensor<f32>, %arg6: tensor<f32>):
      %42 = "stablehlo.add"(%arg5, %arg6) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%42) : (tensor<f32>) -> ()
    }) : (tensor<2x4x4x4xf32>, tensor<2x2x2x4xf32>, tensor<f32>) -> tensor<2x4x4x4xf32>
    %32 = "stablehlo.slice"(%31) <{limit_indices = array<i64: 2, 4, 4, 4>, start_indices = array<i64: 0, 0, 0, 0>, strides = array<i64: 1, 1, 1, 1>}> : (tensor<2x4x4x4xf32>) -> tensor<2x4x4x4xf32>
    %33 = "stablehlo.broadcast_in_dim"(%8) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4x4x4xf32>
    %34 = "stablehlo.select"(%12, %32, %33) : (tensor<2x4x4x4xi1>, tensor<2x4x4x4xf32>, tensor<2x4x4x4xf32>) -> tensor<2x4x4x4xf32>
    %35 = "stablehlo.convolution"(%arg3, %34) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[f, 0, 1, b]x[i, 0, 1, o]->[0, 1, b, f]>, feature_group_count = 1 : i64, padding = dense<[[0, 1], [0, 1]]> : tensor<2x2xi64>, rhs_dilation = array<i64: 2, 2>}> : (tensor<2x8x8x1xf32>, tensor<2x4x4x4xf32>) -> tensor<3x3x1x4xf32>
    %36 = "stablehlo.broadcast_in_dim"(%3) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x3x1x4xf32>
    %37 = "stablehlo.multiply"(%36, %35) : (tensor<3x3x1x4xf32>, tensor<3x3x1x4xf32>) -> tensor<3x3x1x4xf32>
    %38 = "stablehlo.subtract"(%arg1, %37) : (tensor<3x3x1x4xf32>, tensor<3x3x1x4xf32>) -> tensor<3x3x1x4xf32>
    %39 = "stablehlo.broadcast_in_dim"(%3) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x3xf32>
    %40 = "stablehlo.multiply"(%39, %27) : (tensor<16x3xf32>, tensor<16x3xf32>) -> tensor<16x3xf32>
    %41 = "stablehlo.subtract"(%arg2, %40) : (tensor<16x3xf32>, tensor<16x3xf32>) -> tensor<16x3xf32>
    "func.return"(%22, %38, %41) : (tensor<f32>, tensor<3x3x1x4xf32>, tensor<16x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<2x4x4x4xf32>) -> tensor<2x4x4x4xf32>, sym_name = "relu", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<2x4x4x4xf32>):
    %0 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x4x4x4xf32>
    %2 = "stablehlo.maximum"(%arg0, %1) : (tensor<2x4x4x4xf32>, tensor<2x4x4x4xf32>) -> tensor<2x4x4x4xf32>
    "func.return"(%2) : (tensor<2x4x4x4xf32>) -> ()
  }) : () -> ()
}) {jax.uses_shape_polymorphism = false, mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
