// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --test-per-print-adjoints -o /dev/null | \
// RUN:   FileCheck %s --implicit-check-not=': cotangent'

// Forward mode only: tangents match, and come out of no transposed contraction.

// CHECK-LABEL: adjoints of @main
// CHECK: site 0: {{.*}}: failed: {{.*}} does not come out of a contraction with what the activation is contracted with

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}], function_type = (tensor<20x24xf32>, tensor<24x24xf32>, tensor<24x5xf32>, tensor<16x20xf32>, tensor<16x5xf32>) -> (tensor<f32>, tensor<20x24xf32>, tensor<24x24xf32>, tensor<24x5xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}, {jax.result_info = "result[1][2]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<20x24xf32>, %arg1: tensor<24x24xf32>, %arg2: tensor<24x5xf32>, %arg3: tensor<16x20xf32>, %arg4: tensor<16x5xf32>):
    %0 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<20x24xf32>
    %2 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %3 = "stablehlo.broadcast_in_dim"(%2) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24x24xf32>
    %4 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %5 = "stablehlo.broadcast_in_dim"(%4) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24x5xf32>
    %6 = "stablehlo.dot_general"(%arg3, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x20xf32>, tensor<20x24xf32>) -> tensor<16x24xf32>
    %7 = "stablehlo.dot_general"(%arg3, %1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x20xf32>, tensor<20x24xf32>) -> tensor<16x24xf32>
    %8 = "stablehlo.tanh"(%6) : (tensor<16x24xf32>) -> tensor<16x24xf32>
    %9 = "stablehlo.multiply"(%7, %8) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %10 = "stablehlo.add"(%7, %9) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %11 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %12 = "stablehlo.broadcast_in_dim"(%11) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %13 = "stablehlo.subtract"(%12, %8) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %14 = "stablehlo.multiply"(%10, %13) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %15 = "stablehlo.dot_general"(%8, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<24x24xf32>) -> tensor<16x24xf32>
    %16 = "stablehlo.dot_general"(%14, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<24x24xf32>) -> tensor<16x24xf32>
    %17 = "stablehlo.dot_general"(%8, %3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<24x24xf32>) -> tensor<16x24xf32>
    %18 = "stablehlo.add"(%16, %17) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %19 = "stablehlo.tanh"(%15) : (tensor<16x24xf32>) -> tensor<16x24xf32>
    %20 = "stablehlo.multiply"(%18, %19) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %21 = "stablehlo.add"(%18, %20) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %22 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %23 = "stablehlo.broadcast_in_dim"(%22) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %24 = "stablehlo.subtract"(%23, %19) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %25 = "stablehlo.multiply"(%21, %24) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %26 = "stablehlo.dot_general"(%19, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<24x5xf32>) -> tensor<16x5xf32>
    %27 = "stablehlo.dot_general"(%25, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<24x5xf32>) -> tensor<16x5xf32>
    %28 = "stablehlo.dot_general"(%19, %5) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<24x5xf32>) -> tensor<16x5xf32>
    %29 = "stablehlo.add"(%27, %28) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %30 = "stablehlo.subtract"(%26, %arg4) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %31 = "stablehlo.multiply"(%30, %30) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %32 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %33 = "stablehlo.broadcast_in_dim"(%32) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %34 = "stablehlo.multiply"(%33, %30) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %35 = "stablehlo.multiply"(%29, %34) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %36 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %37 = "stablehlo.reduce"(%31, %36) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg7: tensor<f32>, %arg8: tensor<f32>):
      %60 = "stablehlo.add"(%arg7, %arg8) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%60) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<f32>
    %38 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %39 = "stablehlo.reduce"(%35, %38) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg5: tensor<f32>, %arg6: tensor<f32>):
      %59 = "stablehlo.add"(%arg5, %arg6) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%59) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<f32>
    %40 = "stablehlo.constant"() <{value = dense<8.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %41 = "stablehlo.divide"(%37, %40) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %42 = "stablehlo.constant"() <{value = dense<8.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %43 = "stablehlo.divide"(%39, %42) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %44 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %45 = "stablehlo.multiply"(%44, %43) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %46 = "stablehlo.broadcast_in_dim"(%45) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<20x24xf32>
    %47 = "stablehlo.multiply"(%46, %1) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %48 = "stablehlo.subtract"(%arg0, %47) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %49 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %50 = "stablehlo.multiply"(%49, %43) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %51 = "stablehlo.broadcast_in_dim"(%50) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24x24xf32>
    %52 = "stablehlo.multiply"(%51, %3) : (tensor<24x24xf32>, tensor<24x24xf32>) -> tensor<24x24xf32>
    %53 = "stablehlo.subtract"(%arg1, %52) : (tensor<24x24xf32>, tensor<24x24xf32>) -> tensor<24x24xf32>
    %54 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %55 = "stablehlo.multiply"(%54, %43) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %56 = "stablehlo.broadcast_in_dim"(%55) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24x5xf32>
    %57 = "stablehlo.multiply"(%56, %5) : (tensor<24x5xf32>, tensor<24x5xf32>) -> tensor<24x5xf32>
    %58 = "stablehlo.subtract"(%arg2, %57) : (tensor<24x5xf32>, tensor<24x5xf32>) -> tensor<24x5xf32>
    "func.return"(%41, %48, %53, %58) : (tensor<f32>, tensor<20x24xf32>, tensor<24x24xf32>, tensor<24x5xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
