// RUN: per-opt --allow-unregistered-dialect --per-inline-calls \
// RUN:   --test-per-print-sites %s -o /dev/null 2>&1 | FileCheck %s

// A dense layer on samples and time steps has both as sample dimensions. Where
// samples and time are one dimension, and the reader contracts time and
// features, the dimension is not a feature: only a part of it is contracted.

// CHECK:      site 0: 2x3x5xf32 stablehlo.multiply, gelu_tanh, samples [0, 1]
// CHECK-NEXT: site 1: 6x4xf32 stablehlo.tanh, tanh, samples [0]
// CHECK-NEXT: site 2: 2x7xf32 stablehlo.maximum, relu, samples [0]
// CHECK-NEXT: contractions: 4, without a site 1
// CHECK-NOT:  site

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}], function_type = (tensor<4x5xf32>, tensor<5x4xf32>, tensor<12x7xf32>, tensor<7xf32>, tensor<2x3x4xf32>) -> (tensor<f32>, tensor<4x5xf32>, tensor<5x4xf32>, tensor<12x7xf32>, tensor<7xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}, {jax.result_info = "result[1][2]"}, {jax.result_info = "result[1][3]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg1: tensor<4x5xf32>, %arg2: tensor<5x4xf32>, %arg3: tensor<12x7xf32>, %arg4: tensor<7xf32>, %arg5: tensor<2x3x4xf32>):
    %3 = "stablehlo.dot_general"(%arg5, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [2], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x3x4xf32>, tensor<4x5xf32>) -> tensor<2x3x5xf32>
    %4 = "stablehlo.multiply"(%3, %3) : (tensor<2x3x5xf32>, tensor<2x3x5xf32>) -> tensor<2x3x5xf32>
    %5 = "stablehlo.multiply"(%4, %3) : (tensor<2x3x5xf32>, tensor<2x3x5xf32>) -> tensor<2x3x5xf32>
    %6 = "stablehlo.multiply"(%3, %3) : (tensor<2x3x5xf32>, tensor<2x3x5xf32>) -> tensor<2x3x5xf32>
    %7 = "stablehlo.constant"() <{value = dense<3.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %8 = "stablehlo.broadcast_in_dim"(%7) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3x5xf32>
    %9 = "stablehlo.multiply"(%8, %6) : (tensor<2x3x5xf32>, tensor<2x3x5xf32>) -> tensor<2x3x5xf32>
    %10 = "stablehlo.constant"() <{value = dense<4.471500e-02> : tensor<f32>}> : () -> tensor<f32>
    %11 = "stablehlo.broadcast_in_dim"(%10) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3x5xf32>
    %12 = "stablehlo.multiply"(%11, %5) : (tensor<2x3x5xf32>, tensor<2x3x5xf32>) -> tensor<2x3x5xf32>
    %13 = "stablehlo.add"(%3, %12) : (tensor<2x3x5xf32>, tensor<2x3x5xf32>) -> tensor<2x3x5xf32>
    %14 = "stablehlo.constant"() <{value = dense<0.797884583> : tensor<f32>}> : () -> tensor<f32>
    %15 = "stablehlo.broadcast_in_dim"(%14) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3x5xf32>
    %16 = "stablehlo.multiply"(%15, %13) : (tensor<2x3x5xf32>, tensor<2x3x5xf32>) -> tensor<2x3x5xf32>
    %17 = "stablehlo.tanh"(%16) : (tensor<2x3x5xf32>) -> tensor<2x3x5xf32>
    %18 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %19 = "stablehlo.broadcast_in_dim"(%18) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3x5xf32>
    %20 = "stablehlo.subtract"(%19, %17) : (tensor<2x3x5xf32>, tensor<2x3x5xf32>) -> tensor<2x3x5xf32>
    %21 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %22 = "stablehlo.broadcast_in_dim"(%21) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3x5xf32>
    %23 = "stablehlo.add"(%22, %17) : (tensor<2x3x5xf32>, tensor<2x3x5xf32>) -> tensor<2x3x5xf32>
    %24 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %25 = "stablehlo.broadcast_in_dim"(%24) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3x5xf32>
    %26 = "stablehlo.multiply"(%25, %23) : (tensor<2x3x5xf32>, tensor<2x3x5xf32>) -> tensor<2x3x5xf32>
    %27 = "stablehlo.multiply"(%3, %26) : (tensor<2x3x5xf32>, tensor<2x3x5xf32>) -> tensor<2x3x5xf32>
    %28 = "stablehlo.reshape"(%27) : (tensor<2x3x5xf32>) -> tensor<6x5xf32>
    %29 = "stablehlo.dot_general"(%28, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<6x5xf32>, tensor<5x4xf32>) -> tensor<6x4xf32>
    %30 = "stablehlo.tanh"(%29) : (tensor<6x4xf32>) -> tensor<6x4xf32>
    %31 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %32 = "stablehlo.broadcast_in_dim"(%31) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x4xf32>
    %33 = "stablehlo.subtract"(%32, %30) : (tensor<6x4xf32>, tensor<6x4xf32>) -> tensor<6x4xf32>
    %34 = "stablehlo.reshape"(%30) : (tensor<6x4xf32>) -> tensor<2x3x4xf32>
    %35 = "stablehlo.reshape"(%34) : (tensor<2x3x4xf32>) -> tensor<2x12xf32>
    %36 = "stablehlo.dot_general"(%35, %arg3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x12xf32>, tensor<12x7xf32>) -> tensor<2x7xf32>
    %37 = "func.call"(%36) <{callee = @relu}> : (tensor<2x7xf32>) -> tensor<2x7xf32>
    %38 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %39 = "stablehlo.broadcast_in_dim"(%38) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x7xf32>
    %40 = "stablehlo.compare"(%36, %39) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<2x7xf32>, tensor<2x7xf32>) -> tensor<2x7xi1>
    %41 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %42 = "stablehlo.broadcast_in_dim"(%41) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x7xf32>
    %43 = "stablehlo.dot_general"(%37, %arg4) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x7xf32>, tensor<7xf32>) -> tensor<2xf32>
    %44 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %45 = "stablehlo.reduce"(%43, %44) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg6: tensor<f32>, %arg7: tensor<f32>):
      %100 = "stablehlo.add"(%arg6, %arg7) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%100) : (tensor<f32>) -> ()
    }) : (tensor<2xf32>, tensor<f32>) -> tensor<f32>
    %46 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %47 = "stablehlo.broadcast_in_dim"(%46) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2xf32>
    %48 = "stablehlo.dot_general"(%47, %37) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2xf32>, tensor<2x7xf32>) -> tensor<7xf32>
    %49 = "stablehlo.dot_general"(%47, %arg4) <{dot_dimension_numbers = #stablehlo.dot<>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2xf32>, tensor<7xf32>) -> tensor<2x7xf32>
    %50 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %51 = "stablehlo.broadcast_in_dim"(%50) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x7xf32>
    %52 = "stablehlo.select"(%40, %49, %51) : (tensor<2x7xi1>, tensor<2x7xf32>, tensor<2x7xf32>) -> tensor<2x7xf32>
    %53 = "stablehlo.dot_general"(%52, %35) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x7xf32>, tensor<2x12xf32>) -> tensor<7x12xf32>
    %54 = "stablehlo.transpose"(%53) <{permutation = array<i64: 1, 0>}> : (tensor<7x12xf32>) -> tensor<12x7xf32>
    %55 = "stablehlo.dot_general"(%52, %arg3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x7xf32>, tensor<12x7xf32>) -> tensor<2x12xf32>
    %56 = "stablehlo.reshape"(%55) : (tensor<2x12xf32>) -> tensor<2x3x4xf32>
    %57 = "stablehlo.reshape"(%56) : (tensor<2x3x4xf32>) -> tensor<6x4xf32>
    %58 = "stablehlo.multiply"(%57, %33) : (tensor<6x4xf32>, tensor<6x4xf32>) -> tensor<6x4xf32>
    %59 = "stablehlo.multiply"(%58, %30) : (tensor<6x4xf32>, tensor<6x4xf32>) -> tensor<6x4xf32>
    %60 = "stablehlo.add"(%58, %59) : (tensor<6x4xf32>, tensor<6x4xf32>) -> tensor<6x4xf32>
    %61 = "stablehlo.dot_general"(%60, %28) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<6x4xf32>, tensor<6x5xf32>) -> tensor<4x5xf32>
    %62 = "stablehlo.transpose"(%61) <{permutation = array<i64: 1, 0>}> : (tensor<4x5xf32>) -> tensor<5x4xf32>
    %63 = "stablehlo.dot_general"(%60, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<6x4xf32>, tensor<5x4xf32>) -> tensor<6x5xf32>
    %64 = "stablehlo.reshape"(%63) : (tensor<6x5xf32>) -> tensor<2x3x5xf32>
    %65 = "stablehlo.multiply"(%3, %64) : (tensor<2x3x5xf32>, tensor<2x3x5xf32>) -> tensor<2x3x5xf32>
    %66 = "stablehlo.multiply"(%64, %26) : (tensor<2x3x5xf32>, tensor<2x3x5xf32>) -> tensor<2x3x5xf32>
    %67 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %68 = "stablehlo.broadcast_in_dim"(%67) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3x5xf32>
    %69 = "stablehlo.multiply"(%68, %65) : (tensor<2x3x5xf32>, tensor<2x3x5xf32>) -> tensor<2x3x5xf32>
    %70 = "stablehlo.multiply"(%69, %20) : (tensor<2x3x5xf32>, tensor<2x3x5xf32>) -> tensor<2x3x5xf32>
    %71 = "stablehlo.multiply"(%70, %17) : (tensor<2x3x5xf32>, tensor<2x3x5xf32>) -> tensor<2x3x5xf32>
    %72 = "stablehlo.add"(%70, %71) : (tensor<2x3x5xf32>, tensor<2x3x5xf32>) -> tensor<2x3x5xf32>
    %73 = "stablehlo.constant"() <{value = dense<0.797884583> : tensor<f32>}> : () -> tensor<f32>
    %74 = "stablehlo.broadcast_in_dim"(%73) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3x5xf32>
    %75 = "stablehlo.multiply"(%74, %72) : (tensor<2x3x5xf32>, tensor<2x3x5xf32>) -> tensor<2x3x5xf32>
    %76 = "stablehlo.add"(%66, %75) : (tensor<2x3x5xf32>, tensor<2x3x5xf32>) -> tensor<2x3x5xf32>
    %77 = "stablehlo.constant"() <{value = dense<4.471500e-02> : tensor<f32>}> : () -> tensor<f32>
    %78 = "stablehlo.broadcast_in_dim"(%77) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x3x5xf32>
    %79 = "stablehlo.multiply"(%78, %75) : (tensor<2x3x5xf32>, tensor<2x3x5xf32>) -> tensor<2x3x5xf32>
    %80 = "stablehlo.multiply"(%79, %9) : (tensor<2x3x5xf32>, tensor<2x3x5xf32>) -> tensor<2x3x5xf32>
    %81 = "stablehlo.add"(%76, %80) : (tensor<2x3x5xf32>, tensor<2x3x5xf32>) -> tensor<2x3x5xf32>
    %82 = "stablehlo.dot_general"(%81, %arg5) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0, 1], rhs_contracting_dimensions = [0, 1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<2x3x5xf32>, tensor<2x3x4xf32>) -> tensor<5x4xf32>
    %83 = "stablehlo.transpose"(%82) <{permutation = array<i64: 1, 0>}> : (tensor<5x4xf32>) -> tensor<4x5xf32>
    %84 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %85 = "stablehlo.broadcast_in_dim"(%84) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x5xf32>
    %86 = "stablehlo.multiply"(%85, %83) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %87 = "stablehlo.subtract"(%arg1, %86) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %88 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %89 = "stablehlo.broadcast_in_dim"(%88) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x4xf32>
    %90 = "stablehlo.multiply"(%89, %62) : (tensor<5x4xf32>, tensor<5x4xf32>) -> tensor<5x4xf32>
    %91 = "stablehlo.subtract"(%arg2, %90) : (tensor<5x4xf32>, tensor<5x4xf32>) -> tensor<5x4xf32>
    %92 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %93 = "stablehlo.broadcast_in_dim"(%92) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<12x7xf32>
    %94 = "stablehlo.multiply"(%93, %54) : (tensor<12x7xf32>, tensor<12x7xf32>) -> tensor<12x7xf32>
    %95 = "stablehlo.subtract"(%arg3, %94) : (tensor<12x7xf32>, tensor<12x7xf32>) -> tensor<12x7xf32>
    %96 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %97 = "stablehlo.broadcast_in_dim"(%96) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<7xf32>
    %98 = "stablehlo.multiply"(%97, %48) : (tensor<7xf32>, tensor<7xf32>) -> tensor<7xf32>
    %99 = "stablehlo.subtract"(%arg4, %98) : (tensor<7xf32>, tensor<7xf32>) -> tensor<7xf32>
    "func.return"(%45, %87, %91, %95, %99) : (tensor<f32>, tensor<4x5xf32>, tensor<5x4xf32>, tensor<12x7xf32>, tensor<7xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<2x7xf32>) -> tensor<2x7xf32>, res_attrs = [{}], sym_name = "relu", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<2x7xf32>):
    %0 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2x7xf32>
    %2 = "stablehlo.maximum"(%arg0, %1) : (tensor<2x7xf32>, tensor<2x7xf32>) -> tensor<2x7xf32>
    "func.return"(%2) : (tensor<2x7xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
