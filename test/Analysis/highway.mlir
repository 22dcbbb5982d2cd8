// RUN: per-opt --allow-unregistered-dialect --per-inline-calls \
// RUN:   --test-per-print-sites %s -o /dev/null 2>&1 | FileCheck %s

// A sum of products that share a value is one function.

// CHECK:      site 0: 16x24xf32 stablehlo.add, elementwise, samples [0]
// CHECK-NEXT: contractions: 4, without a site 3
// CHECK-NOT:  site

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}, {}], function_type = (tensor<20x24xf32>, tensor<20x24xf32>, tensor<20x24xf32>, tensor<24x5xf32>, tensor<16x20xf32>, tensor<16x5xf32>) -> (tensor<f32>, tensor<20x24xf32>, tensor<20x24xf32>, tensor<20x24xf32>, tensor<24x5xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}, {jax.result_info = "result[1][2]"}, {jax.result_info = "result[1][3]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<20x24xf32>, %arg1: tensor<20x24xf32>, %arg2: tensor<20x24xf32>, %arg3: tensor<24x5xf32>, %arg4: tensor<16x20xf32>, %arg5: tensor<16x5xf32>):
    %0 = "stablehlo.dot_general"(%arg4, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x20xf32>, tensor<20x24xf32>) -> tensor<16x24xf32>
    %1 = "stablehlo.negate"(%0) : (tensor<16x24xf32>) -> tensor<16x24xf32>
    %2 = "stablehlo.exponential"(%1) : (tensor<16x24xf32>) -> tensor<16x24xf32>
    %3 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %4 = "stablehlo.broadcast_in_dim"(%3) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %5 = "stablehlo.add"(%4, %2) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %6 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %7 = "stablehlo.broadcast_in_dim"(%6) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %8 = "stablehlo.divide"(%7, %5) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %9 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %10 = "stablehlo.broadcast_in_dim"(%9) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %11 = "stablehlo.subtract"(%10, %8) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %12 = "stablehlo.multiply"(%8, %11) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %13 = "stablehlo.dot_general"(%arg4, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x20xf32>, tensor<20x24xf32>) -> tensor<16x24xf32>
    %14 = "stablehlo.tanh"(%13) : (tensor<16x24xf32>) -> tensor<16x24xf32>
    %15 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %16 = "stablehlo.broadcast_in_dim"(%15) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %17 = "stablehlo.subtract"(%16, %14) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %18 = "stablehlo.multiply"(%8, %14) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %19 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %20 = "stablehlo.broadcast_in_dim"(%19) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %21 = "stablehlo.subtract"(%20, %8) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %22 = "stablehlo.dot_general"(%arg4, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x20xf32>, tensor<20x24xf32>) -> tensor<16x24xf32>
    %23 = "stablehlo.multiply"(%21, %22) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %24 = "stablehlo.add"(%18, %23) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %25 = "stablehlo.dot_general"(%24, %arg3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x24xf32>, tensor<24x5xf32>) -> tensor<16x5xf32>
    %26 = "stablehlo.subtract"(%25, %arg5) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %27 = "stablehlo.multiply"(%26, %26) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %28 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %29 = "stablehlo.broadcast_in_dim"(%28) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %30 = "stablehlo.multiply"(%29, %26) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %31 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %32 = "stablehlo.reduce"(%27, %31) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg6: tensor<f32>, %arg7: tensor<f32>):
      %75 = "stablehlo.add"(%arg6, %arg7) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%75) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<f32>
    %33 = "stablehlo.constant"() <{value = dense<8.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %34 = "stablehlo.divide"(%32, %33) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %35 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %36 = "stablehlo.constant"() <{value = dense<8.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %37 = "stablehlo.divide"(%35, %36) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %38 = "stablehlo.broadcast_in_dim"(%37) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %39 = "stablehlo.multiply"(%38, %30) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %40 = "stablehlo.dot_general"(%39, %24) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x5xf32>, tensor<16x24xf32>) -> tensor<5x24xf32>
    %41 = "stablehlo.transpose"(%40) <{permutation = array<i64: 1, 0>}> : (tensor<5x24xf32>) -> tensor<24x5xf32>
    %42 = "stablehlo.dot_general"(%39, %arg3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x5xf32>, tensor<24x5xf32>) -> tensor<16x24xf32>
    %43 = "stablehlo.multiply"(%21, %42) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %44 = "stablehlo.multiply"(%42, %22) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %45 = "stablehlo.dot_general"(%43, %arg4) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x24xf32>, tensor<16x20xf32>) -> tensor<24x20xf32>
    %46 = "stablehlo.transpose"(%45) <{permutation = array<i64: 1, 0>}> : (tensor<24x20xf32>) -> tensor<20x24xf32>
    %47 = "stablehlo.negate"(%44) : (tensor<16x24xf32>) -> tensor<16x24xf32>
    %48 = "stablehlo.multiply"(%8, %42) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %49 = "stablehlo.multiply"(%42, %14) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %50 = "stablehlo.add"(%47, %49) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %51 = "stablehlo.multiply"(%48, %17) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %52 = "stablehlo.multiply"(%51, %14) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %53 = "stablehlo.add"(%51, %52) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %54 = "stablehlo.dot_general"(%53, %arg4) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x24xf32>, tensor<16x20xf32>) -> tensor<24x20xf32>
    %55 = "stablehlo.transpose"(%54) <{permutation = array<i64: 1, 0>}> : (tensor<24x20xf32>) -> tensor<20x24xf32>
    %56 = "stablehlo.multiply"(%50, %12) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %57 = "stablehlo.dot_general"(%56, %arg4) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x24xf32>, tensor<16x20xf32>) -> tensor<24x20xf32>
    %58 = "stablehlo.transpose"(%57) <{permutation = array<i64: 1, 0>}> : (tensor<24x20xf32>) -> tensor<20x24xf32>
    %59 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %60 = "stablehlo.broadcast_in_dim"(%59) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<20x24xf32>
    %61 = "stablehlo.multiply"(%60, %58) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %62 = "stablehlo.subtract"(%arg0, %61) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %63 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %64 = "stablehlo.broadcast_in_dim"(%63) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<20x24xf32>
    %65 = "stablehlo.multiply"(%64, %55) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %66 = "stablehlo.subtract"(%arg1, %65) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %67 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %68 = "stablehlo.broadcast_in_dim"(%67) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<20x24xf32>
    %69 = "stablehlo.multiply"(%68, %46) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %70 = "stablehlo.subtract"(%arg2, %69) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %71 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %72 = "stablehlo.broadcast_in_dim"(%71) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24x5xf32>
    %73 = "stablehlo.multiply"(%72, %41) : (tensor<24x5xf32>, tensor<24x5xf32>) -> tensor<24x5xf32>
    %74 = "stablehlo.subtract"(%arg3, %73) : (tensor<24x5xf32>, tensor<24x5xf32>) -> tensor<24x5xf32>
    "func.return"(%34, %62, %66, %70, %74) : (tensor<f32>, tensor<20x24xf32>, tensor<20x24xf32>, tensor<20x24xf32>, tensor<24x5xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
