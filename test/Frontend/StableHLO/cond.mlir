// RUN: per-opt --allow-unregistered-dialect --per-inline-calls --test-per-print-view %s -o /dev/null 2>&1 | FileCheck %s

// lax.cond: both branches are entered, their blocks take no arguments.

// CHECK: block %{{[0-9]+}}:8x6xf32 %{{[0-9]+}}:6x3xf32 %{{[0-9]+}}:4x8xf32 %{{[0-9]+}}:4x3xf32
// CHECK: elementwise compare_gt %[[V12:[0-9]+]]:i1 <- %{{[0-9]+}} %{{[0-9]+}}
// CHECK: elementwise identity integer %[[V14:[0-9]+]]:i32 <- %[[V12]]
// CHECK: branch %{{[0-9]+}}:4x6xf32 %[[V27:[0-9]+]]:4x6xf32 %{{[0-9]+}}:4x6xf32 %[[V29:[0-9]+]]:4x6xi1 <- %[[V14]]
// CHECK: block
// CHECK: elementwise tanh %[[V15:[0-9]+]]:4x6xf32 <- %[[V13:[0-9]+]]
// CHECK: return <- %[[V15]] %[[V15]] %{{[0-9]+}} %{{[0-9]+}}
// CHECK: block
// CHECK: elementwise maximum %[[V21:[0-9]+]]:4x6xf32 <- %[[V13]] %{{[0-9]+}}
// CHECK: elementwise compare_gt %[[V23:[0-9]+]]:4x6xi1 <- %[[V13]] %{{[0-9]+}}
// CHECK: return <- %[[V21]] %{{[0-9]+}} %{{[0-9]+}} %[[V23]]
// CHECK: branch %{{[0-9]+}}:4x6xf32 <- %[[V14]]
// CHECK: block
// CHECK: elementwise multiply %{{[0-9]+}}:4x6xf32 <- %{{[0-9]+}} %[[V27]]
// CHECK: return <- %{{[0-9]+}}
// CHECK: block
// CHECK: elementwise select %{{[0-9]+}}:4x6xf32 <- %[[V29]] %{{[0-9]+}} %{{[0-9]+}}

"builtin.module"() <{sym_name = "jit_f"}> ({
  "func.func"() <{function_type = (tensor<8x6xf32>, tensor<6x3xf32>, tensor<4x8xf32>, tensor<4x3xf32>) -> (tensor<f32>, tensor<8x6xf32>, tensor<6x3xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg1: tensor<8x6xf32>, %arg2: tensor<6x3xf32>, %arg3: tensor<4x8xf32>, %arg4: tensor<4x3xf32>):
    %3 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %4 = "stablehlo.constant"() <{value = dense<1.200000e+01> : tensor<f32>}> : () -> tensor<f32>
    %5 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %6 = "stablehlo.constant"() <{value = dense<false> : tensor<i1>}> : () -> tensor<i1>
    %7 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %8 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %9 = "stablehlo.slice"(%arg4) <{limit_indices = array<i64: 1, 1>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<4x3xf32>) -> tensor<1x1xf32>
    %10 = "stablehlo.reshape"(%9) : (tensor<1x1xf32>) -> tensor<f32>
    %11 = "stablehlo.compare"(%10, %8) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %12 = "stablehlo.dot_general"(%arg3, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x8xf32>, tensor<8x6xf32>) -> tensor<4x6xf32>
    %13 = "stablehlo.convert"(%11) : (tensor<i1>) -> tensor<i32>
    %14:4 = "stablehlo.case"(%13) ({
      %48 = "stablehlo.tanh"(%12) : (tensor<4x6xf32>) -> tensor<4x6xf32>
      %49 = "stablehlo.broadcast_in_dim"(%7) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
      %50 = "stablehlo.subtract"(%49, %48) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      %51 = "stablehlo.broadcast_in_dim"(%6) <{broadcast_dimensions = array<i64>}> : (tensor<i1>) -> tensor<4x6xi1>
      "stablehlo.return"(%48, %48, %50, %51) : (tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xi1>) -> ()
    }, {
      %43 = "func.call"(%12) <{callee = @relu}> : (tensor<4x6xf32>) -> tensor<4x6xf32>
      %44 = "stablehlo.broadcast_in_dim"(%8) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
      %45 = "stablehlo.compare"(%12, %44) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xi1>
      %46 = "stablehlo.broadcast_in_dim"(%8) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
      %47 = "stablehlo.broadcast_in_dim"(%8) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
      "stablehlo.return"(%43, %46, %47, %45) : (tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xi1>) -> ()
    }) : (tensor<i32>) -> (tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xi1>)
    %15 = "stablehlo.dot_general"(%14#0, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x6xf32>, tensor<6x3xf32>) -> tensor<4x3xf32>
    %16 = "stablehlo.subtract"(%15, %arg4) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %17 = "stablehlo.multiply"(%16, %16) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %18 = "stablehlo.broadcast_in_dim"(%5) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %19 = "stablehlo.multiply"(%18, %16) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %20 = "stablehlo.reduce"(%17, %8) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg5: tensor<f32>, %arg6: tensor<f32>):
      %42 = "stablehlo.add"(%arg5, %arg6) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%42) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<f32>) -> tensor<f32>
    %21 = "stablehlo.divide"(%20, %4) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %22 = "stablehlo.divide"(%7, %4) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %23 = "stablehlo.broadcast_in_dim"(%22) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %24 = "stablehlo.multiply"(%23, %19) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %25 = "stablehlo.dot_general"(%24, %14#0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<4x3xf32>, tensor<4x6xf32>) -> tensor<3x6xf32>
    %26 = "stablehlo.transpose"(%25) <{permutation = array<i64: 1, 0>}> : (tensor<3x6xf32>) -> tensor<6x3xf32>
    %27 = "stablehlo.dot_general"(%24, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<4x3xf32>, tensor<6x3xf32>) -> tensor<4x6xf32>
    %28 = "stablehlo.case"(%13) ({
      %39 = "stablehlo.multiply"(%27, %14#2) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      %40 = "stablehlo.multiply"(%39, %14#1) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      %41 = "stablehlo.add"(%39, %40) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      "stablehlo.return"(%41) : (tensor<4x6xf32>) -> ()
    }, {
      %37 = "stablehlo.broadcast_in_dim"(%8) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
      %38 = "stablehlo.select"(%14#3, %27, %37) : (tensor<4x6xi1>, tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      "stablehlo.return"(%38) : (tensor<4x6xf32>) -> ()
    }) : (tensor<i32>) -> tensor<4x6xf32>
    %29 = "stablehlo.dot_general"(%28, %arg3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<4x6xf32>, tensor<4x8xf32>) -> tensor<6x8xf32>
    %30 = "stablehlo.transpose"(%29) <{permutation = array<i64: 1, 0>}> : (tensor<6x8xf32>) -> tensor<8x6xf32>
    %31 = "stablehlo.broadcast_in_dim"(%3) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x6xf32>
    %32 = "stablehlo.multiply"(%31, %30) : (tensor<8x6xf32>, tensor<8x6xf32>) -> tensor<8x6xf32>
    %33 = "stablehlo.subtract"(%arg1, %32) : (tensor<8x6xf32>, tensor<8x6xf32>) -> tensor<8x6xf32>
    %34 = "stablehlo.broadcast_in_dim"(%3) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x3xf32>
    %35 = "stablehlo.multiply"(%34, %26) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
    %36 = "stablehlo.subtract"(%arg2, %35) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
    "func.return"(%21, %33, %36) : (tensor<f32>, tensor<8x6xf32>, tensor<6x3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<4x6xf32>) -> tensor<4x6xf32>, sym_name = "relu", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<4x6xf32>):
    %0 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
    %2 = "stablehlo.maximum"(%arg0, %1) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    "func.return"(%2) : (tensor<4x6xf32>) -> ()
  }) : () -> ()
}) {jax.uses_shape_polymorphism = false, mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
