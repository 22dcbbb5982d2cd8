// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --test-per-print-adjoints -o /dev/null | \
// RUN:   FileCheck %s --implicit-check-not='failed'

// One scale before and after the activation: the consumer test decides.

// CHECK-LABEL: adjoints of @main
// CHECK: site 0: {{.*}}: cotangent

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}], function_type = (tensor<20x24xf32>, tensor<24x5xf32>, tensor<24x5xf32>, tensor<16x20xf32>, tensor<16x5xf32>) -> (tensor<f32>, tensor<20x24xf32>, tensor<24x5xf32>, tensor<24x5xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}, {jax.result_info = "result[1][2]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<20x24xf32>, %arg1: tensor<24x5xf32>, %arg2: tensor<24x5xf32>, %arg3: tensor<16x20xf32>, %arg4: tensor<16x5xf32>):
    %0 = "stablehlo.dot_general"(%arg3, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x20xf32>, tensor<20x24xf32>) -> tensor<16x24xf32>
    %1 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %2 = "stablehlo.broadcast_in_dim"(%1) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %3 = "stablehlo.multiply"(%2, %0) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %4 = "stablehlo.tanh"(%3) : (tensor<16x24xf32>) -> tensor<16x24xf32>
    %5 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %6 = "stablehlo.broadcast_in_dim"(%5) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %7 = "stablehlo.subtract"(%6, %4) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %8 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %9 = "stablehlo.broadcast_in_dim"(%8) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %10 = "stablehlo.multiply"(%4, %9) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %11 = "stablehlo.dot_general"(%10, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<24x5xf32>) -> tensor<16x5xf32>
    %12 = "stablehlo.dot_general"(%4, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<24x5xf32>) -> tensor<16x5xf32>
    %13 = "stablehlo.add"(%11, %12) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %14 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %15 = "stablehlo.reduce"(%13, %14) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg15: tensor<f32>, %arg16: tensor<f32>):
      %89 = "stablehlo.maximum"(%arg15, %arg16) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%89) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %16 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %17 = "stablehlo.broadcast_in_dim"(%16) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16xf32>
    %18 = "stablehlo.maximum"(%17, %15) : (tensor<16xf32>, tensor<16xf32>) -> tensor<16xf32>
    %19 = "stablehlo.broadcast_in_dim"(%18) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %20 = "stablehlo.broadcast_in_dim"(%19) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x5xf32>
    %21 = "stablehlo.subtract"(%13, %20) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %22 = "stablehlo.exponential"(%21) : (tensor<16x5xf32>) -> tensor<16x5xf32>
    %23 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %24 = "stablehlo.reduce"(%22, %23) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg13: tensor<f32>, %arg14: tensor<f32>):
      %88 = "stablehlo.add"(%arg13, %arg14) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%88) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %25 = "stablehlo.broadcast_in_dim"(%24) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %26 = "stablehlo.log"(%25) : (tensor<16x1xf32>) -> tensor<16x1xf32>
    %27 = "stablehlo.broadcast_in_dim"(%26) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x5xf32>
    %28 = "stablehlo.subtract"(%21, %27) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %29 = "stablehlo.multiply"(%28, %arg4) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %30 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %31 = "stablehlo.reduce"(%29, %30) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg11: tensor<f32>, %arg12: tensor<f32>):
      %87 = "stablehlo.add"(%arg11, %arg12) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%87) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %32 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %33 = "stablehlo.reduce"(%31, %32) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg9: tensor<f32>, %arg10: tensor<f32>):
      %86 = "stablehlo.add"(%arg9, %arg10) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%86) : (tensor<f32>) -> ()
    }) : (tensor<16xf32>, tensor<f32>) -> tensor<f32>
    %34 = "stablehlo.constant"() <{value = dense<1.600000e+01> : tensor<f32>}> : () -> tensor<f32>
    %35 = "stablehlo.divide"(%33, %34) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %36 = "stablehlo.negate"(%35) : (tensor<f32>) -> tensor<f32>
    %37 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %38 = "stablehlo.negate"(%37) : (tensor<f32>) -> tensor<f32>
    %39 = "stablehlo.constant"() <{value = dense<1.600000e+01> : tensor<f32>}> : () -> tensor<f32>
    %40 = "stablehlo.divide"(%38, %39) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %41 = "stablehlo.broadcast_in_dim"(%40) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16xf32>
    %42 = "stablehlo.broadcast_in_dim"(%41) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x5xf32>
    %43 = "stablehlo.multiply"(%42, %arg4) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %44 = "stablehlo.negate"(%43) : (tensor<16x5xf32>) -> tensor<16x5xf32>
    %45 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %46 = "stablehlo.reduce"(%44, %45) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg7: tensor<f32>, %arg8: tensor<f32>):
      %85 = "stablehlo.add"(%arg7, %arg8) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%85) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %47 = "stablehlo.reshape"(%46) : (tensor<16xf32>) -> tensor<16x1xf32>
    %48 = "stablehlo.divide"(%47, %25) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %49 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %50 = "stablehlo.reduce"(%48, %49) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg5: tensor<f32>, %arg6: tensor<f32>):
      %84 = "stablehlo.add"(%arg5, %arg6) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%84) : (tensor<f32>) -> ()
    }) : (tensor<16x1xf32>, tensor<f32>) -> tensor<16xf32>
    %51 = "stablehlo.broadcast_in_dim"(%50) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x5xf32>
    %52 = "stablehlo.multiply"(%51, %22) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %53 = "stablehlo.add"(%43, %52) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %54 = "stablehlo.dot_general"(%53, %4) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x5xf32>, tensor<16x24xf32>) -> tensor<5x24xf32>
    %55 = "stablehlo.transpose"(%54) <{permutation = array<i64: 1, 0>}> : (tensor<5x24xf32>) -> tensor<24x5xf32>
    %56 = "stablehlo.dot_general"(%53, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<16x5xf32>, tensor<24x5xf32>) -> tensor<16x24xf32>
    %57 = "stablehlo.dot_general"(%53, %10) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x5xf32>, tensor<16x24xf32>) -> tensor<5x24xf32>
    %58 = "stablehlo.transpose"(%57) <{permutation = array<i64: 1, 0>}> : (tensor<5x24xf32>) -> tensor<24x5xf32>
    %59 = "stablehlo.dot_general"(%53, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<16x5xf32>, tensor<24x5xf32>) -> tensor<16x24xf32>
    %60 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %61 = "stablehlo.broadcast_in_dim"(%60) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %62 = "stablehlo.multiply"(%59, %61) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %63 = "stablehlo.add"(%56, %62) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %64 = "stablehlo.multiply"(%63, %7) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %65 = "stablehlo.multiply"(%64, %4) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %66 = "stablehlo.add"(%64, %65) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %67 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %68 = "stablehlo.broadcast_in_dim"(%67) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %69 = "stablehlo.multiply"(%68, %66) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %70 = "stablehlo.dot_general"(%69, %arg3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<16x20xf32>) -> tensor<24x20xf32>
    %71 = "stablehlo.transpose"(%70) <{permutation = array<i64: 1, 0>}> : (tensor<24x20xf32>) -> tensor<20x24xf32>
    %72 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %73 = "stablehlo.broadcast_in_dim"(%72) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<20x24xf32>
    %74 = "stablehlo.multiply"(%73, %71) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %75 = "stablehlo.subtract"(%arg0, %74) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %76 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %77 = "stablehlo.broadcast_in_dim"(%76) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24x5xf32>
    %78 = "stablehlo.multiply"(%77, %58) : (tensor<24x5xf32>, tensor<24x5xf32>) -> tensor<24x5xf32>
    %79 = "stablehlo.subtract"(%arg1, %78) : (tensor<24x5xf32>, tensor<24x5xf32>) -> tensor<24x5xf32>
    %80 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %81 = "stablehlo.broadcast_in_dim"(%80) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24x5xf32>
    %82 = "stablehlo.multiply"(%81, %55) : (tensor<24x5xf32>, tensor<24x5xf32>) -> tensor<24x5xf32>
    %83 = "stablehlo.subtract"(%arg2, %82) : (tensor<24x5xf32>, tensor<24x5xf32>) -> tensor<24x5xf32>
    "func.return"(%36, %75, %79, %83) : (tensor<f32>, tensor<20x24xf32>, tensor<24x5xf32>, tensor<24x5xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
