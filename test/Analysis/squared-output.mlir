// RUN: per-opt --allow-unregistered-dialect --per-inline-calls \
// RUN:   --test-per-print-sites %s -o /dev/null 2>&1 | FileCheck %s

// What reaches both operands of a product is an output, not a hidden activation.

// CHECK:      site 0: 16x24xf32 stablehlo.maximum, relu, samples [0]
// CHECK-NEXT: contractions: 3, without a site 2
// CHECK-NOT:  site

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}], function_type = (tensor<20x24xf32>, tensor<24x5xf32>, tensor<16x20xf32>, tensor<16x5xf32>) -> (tensor<f32>, tensor<20x24xf32>, tensor<24x5xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg1: tensor<20x24xf32>, %arg2: tensor<24x5xf32>, %arg3: tensor<16x20xf32>, %arg4: tensor<16x5xf32>):
    %3 = "stablehlo.dot_general"(%arg3, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x20xf32>, tensor<20x24xf32>) -> tensor<16x24xf32>
    %4 = "func.call"(%3) <{callee = @relu}> : (tensor<16x24xf32>) -> tensor<16x24xf32>
    %5 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %6 = "stablehlo.broadcast_in_dim"(%5) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %7 = "stablehlo.compare"(%3, %6) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xi1>
    %8 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %9 = "stablehlo.broadcast_in_dim"(%8) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %10 = "stablehlo.dot_general"(%4, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x24xf32>, tensor<24x5xf32>) -> tensor<16x5xf32>
    %11 = "stablehlo.tanh"(%10) : (tensor<16x5xf32>) -> tensor<16x5xf32>
    %12 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %13 = "stablehlo.broadcast_in_dim"(%12) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %14 = "stablehlo.subtract"(%13, %11) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %15 = "stablehlo.subtract"(%11, %arg4) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %16 = "stablehlo.reshape"(%15) : (tensor<16x5xf32>) -> tensor<80xf32>
    %17 = "stablehlo.dot_general"(%16, %16) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<80xf32>, tensor<80xf32>) -> tensor<f32>
    %18 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %19 = "stablehlo.dot_general"(%18, %16) <{dot_dimension_numbers = #stablehlo.dot<>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<f32>, tensor<80xf32>) -> tensor<80xf32>
    %20 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %21 = "stablehlo.dot_general"(%20, %16) <{dot_dimension_numbers = #stablehlo.dot<>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<f32>, tensor<80xf32>) -> tensor<80xf32>
    %22 = "stablehlo.add"(%19, %21) : (tensor<80xf32>, tensor<80xf32>) -> tensor<80xf32>
    %23 = "stablehlo.reshape"(%22) : (tensor<80xf32>) -> tensor<16x5xf32>
    %24 = "stablehlo.multiply"(%23, %14) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %25 = "stablehlo.multiply"(%24, %11) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %26 = "stablehlo.add"(%24, %25) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %27 = "stablehlo.dot_general"(%26, %4) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x5xf32>, tensor<16x24xf32>) -> tensor<5x24xf32>
    %28 = "stablehlo.transpose"(%27) <{permutation = array<i64: 1, 0>}> : (tensor<5x24xf32>) -> tensor<24x5xf32>
    %29 = "stablehlo.dot_general"(%26, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x5xf32>, tensor<24x5xf32>) -> tensor<16x24xf32>
    %30 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %31 = "stablehlo.broadcast_in_dim"(%30) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %32 = "stablehlo.select"(%7, %29, %31) : (tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %33 = "stablehlo.dot_general"(%32, %arg3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x24xf32>, tensor<16x20xf32>) -> tensor<24x20xf32>
    %34 = "stablehlo.transpose"(%33) <{permutation = array<i64: 1, 0>}> : (tensor<24x20xf32>) -> tensor<20x24xf32>
    %35 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %36 = "stablehlo.broadcast_in_dim"(%35) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<20x24xf32>
    %37 = "stablehlo.multiply"(%36, %34) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %38 = "stablehlo.subtract"(%arg1, %37) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %39 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %40 = "stablehlo.broadcast_in_dim"(%39) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24x5xf32>
    %41 = "stablehlo.multiply"(%40, %28) : (tensor<24x5xf32>, tensor<24x5xf32>) -> tensor<24x5xf32>
    %42 = "stablehlo.subtract"(%arg2, %41) : (tensor<24x5xf32>, tensor<24x5xf32>) -> tensor<24x5xf32>
    "func.return"(%17, %38, %42) : (tensor<f32>, tensor<20x24xf32>, tensor<24x5xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<16x24xf32>) -> tensor<16x24xf32>, res_attrs = [{}], sym_name = "relu", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<16x24xf32>):
    %0 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %2 = "stablehlo.maximum"(%arg0, %1) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    "func.return"(%2) : (tensor<16x24xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
