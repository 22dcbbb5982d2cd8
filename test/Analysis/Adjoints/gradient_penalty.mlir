// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --test-per-print-adjoints -o /dev/null | FileCheck %s

// A gradient penalty: double differentiation.

// CHECK-LABEL: adjoints of @main
// CHECK: site 1: {{.*}}: failed: the loss depends on a gradient that was taken through this activation

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}], function_type = (tensor<20x24xf32>, tensor<24x5xf32>, tensor<16x20xf32>, tensor<16x5xf32>) -> (tensor<f32>, tensor<20x24xf32>, tensor<24x5xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<20x24xf32>, %arg1: tensor<24x5xf32>, %arg2: tensor<16x20xf32>, %arg3: tensor<16x5xf32>):
    %0 = "stablehlo.dot_general"(%arg2, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x20xf32>, tensor<20x24xf32>) -> tensor<16x24xf32>
    %1 = "stablehlo.tanh"(%0) : (tensor<16x24xf32>) -> tensor<16x24xf32>
    %2 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %3 = "stablehlo.broadcast_in_dim"(%2) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %4 = "stablehlo.subtract"(%3, %1) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %5 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %6 = "stablehlo.broadcast_in_dim"(%5) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %7 = "stablehlo.subtract"(%6, %1) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %8 = "stablehlo.dot_general"(%1, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<24x5xf32>) -> tensor<16x5xf32>
    %9 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %10 = "stablehlo.reduce"(%8, %9) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg20: tensor<f32>, %arg21: tensor<f32>):
      %123 = "stablehlo.add"(%arg20, %arg21) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%123) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<f32>
    %11 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %12 = "stablehlo.broadcast_in_dim"(%11) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %13 = "stablehlo.dot_general"(%12, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<16x5xf32>, tensor<24x5xf32>) -> tensor<16x24xf32>
    %14 = "stablehlo.multiply"(%13, %7) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %15 = "stablehlo.multiply"(%14, %1) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %16 = "stablehlo.add"(%14, %15) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %17 = "stablehlo.dot_general"(%16, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<16x24xf32>, tensor<20x24xf32>) -> tensor<16x20xf32>
    %18 = "stablehlo.dot_general"(%arg2, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x20xf32>, tensor<20x24xf32>) -> tensor<16x24xf32>
    %19 = "stablehlo.tanh"(%18) : (tensor<16x24xf32>) -> tensor<16x24xf32>
    %20 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %21 = "stablehlo.broadcast_in_dim"(%20) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %22 = "stablehlo.subtract"(%21, %19) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %23 = "stablehlo.dot_general"(%19, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<24x5xf32>) -> tensor<16x5xf32>
    %24 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %25 = "stablehlo.reduce"(%23, %24) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg18: tensor<f32>, %arg19: tensor<f32>):
      %122 = "stablehlo.maximum"(%arg18, %arg19) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%122) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %26 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %27 = "stablehlo.broadcast_in_dim"(%26) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16xf32>
    %28 = "stablehlo.maximum"(%27, %25) : (tensor<16xf32>, tensor<16xf32>) -> tensor<16xf32>
    %29 = "stablehlo.broadcast_in_dim"(%28) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %30 = "stablehlo.broadcast_in_dim"(%29) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x5xf32>
    %31 = "stablehlo.subtract"(%23, %30) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %32 = "stablehlo.exponential"(%31) : (tensor<16x5xf32>) -> tensor<16x5xf32>
    %33 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %34 = "stablehlo.reduce"(%32, %33) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg16: tensor<f32>, %arg17: tensor<f32>):
      %121 = "stablehlo.add"(%arg16, %arg17) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%121) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %35 = "stablehlo.broadcast_in_dim"(%34) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %36 = "stablehlo.log"(%35) : (tensor<16x1xf32>) -> tensor<16x1xf32>
    %37 = "stablehlo.broadcast_in_dim"(%36) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x5xf32>
    %38 = "stablehlo.subtract"(%31, %37) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %39 = "stablehlo.multiply"(%38, %arg3) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %40 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %41 = "stablehlo.reduce"(%39, %40) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg14: tensor<f32>, %arg15: tensor<f32>):
      %120 = "stablehlo.add"(%arg14, %arg15) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%120) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %42 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %43 = "stablehlo.reduce"(%41, %42) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg12: tensor<f32>, %arg13: tensor<f32>):
      %119 = "stablehlo.add"(%arg12, %arg13) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%119) : (tensor<f32>) -> ()
    }) : (tensor<16xf32>, tensor<f32>) -> tensor<f32>
    %44 = "stablehlo.constant"() <{value = dense<1.600000e+01> : tensor<f32>}> : () -> tensor<f32>
    %45 = "stablehlo.divide"(%43, %44) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %46 = "stablehlo.negate"(%45) : (tensor<f32>) -> tensor<f32>
    %47 = "stablehlo.multiply"(%17, %17) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %48 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %49 = "stablehlo.broadcast_in_dim"(%48) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x20xf32>
    %50 = "stablehlo.multiply"(%49, %17) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %51 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %52 = "stablehlo.reduce"(%47, %51) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg10: tensor<f32>, %arg11: tensor<f32>):
      %118 = "stablehlo.add"(%arg10, %arg11) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%118) : (tensor<f32>) -> ()
    }) : (tensor<16x20xf32>, tensor<f32>) -> tensor<16xf32>
    %53 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %54 = "stablehlo.reduce"(%52, %53) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg8: tensor<f32>, %arg9: tensor<f32>):
      %117 = "stablehlo.add"(%arg8, %arg9) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%117) : (tensor<f32>) -> ()
    }) : (tensor<16xf32>, tensor<f32>) -> tensor<f32>
    %55 = "stablehlo.constant"() <{value = dense<1.600000e+01> : tensor<f32>}> : () -> tensor<f32>
    %56 = "stablehlo.divide"(%54, %55) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %57 = "stablehlo.add"(%46, %56) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %58 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %59 = "stablehlo.constant"() <{value = dense<1.600000e+01> : tensor<f32>}> : () -> tensor<f32>
    %60 = "stablehlo.divide"(%58, %59) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %61 = "stablehlo.broadcast_in_dim"(%60) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16xf32>
    %62 = "stablehlo.broadcast_in_dim"(%61) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x20xf32>
    %63 = "stablehlo.multiply"(%62, %50) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %64 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %65 = "stablehlo.negate"(%64) : (tensor<f32>) -> tensor<f32>
    %66 = "stablehlo.constant"() <{value = dense<1.600000e+01> : tensor<f32>}> : () -> tensor<f32>
    %67 = "stablehlo.divide"(%65, %66) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %68 = "stablehlo.broadcast_in_dim"(%67) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16xf32>
    %69 = "stablehlo.broadcast_in_dim"(%68) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x5xf32>
    %70 = "stablehlo.multiply"(%69, %arg3) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %71 = "stablehlo.negate"(%70) : (tensor<16x5xf32>) -> tensor<16x5xf32>
    %72 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %73 = "stablehlo.reduce"(%71, %72) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg6: tensor<f32>, %arg7: tensor<f32>):
      %116 = "stablehlo.add"(%arg6, %arg7) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%116) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %74 = "stablehlo.reshape"(%73) : (tensor<16xf32>) -> tensor<16x1xf32>
    %75 = "stablehlo.divide"(%74, %35) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %76 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %77 = "stablehlo.reduce"(%75, %76) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg4: tensor<f32>, %arg5: tensor<f32>):
      %115 = "stablehlo.add"(%arg4, %arg5) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%115) : (tensor<f32>) -> ()
    }) : (tensor<16x1xf32>, tensor<f32>) -> tensor<16xf32>
    %78 = "stablehlo.broadcast_in_dim"(%77) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x5xf32>
    %79 = "stablehlo.multiply"(%78, %32) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %80 = "stablehlo.add"(%70, %79) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %81 = "stablehlo.dot_general"(%80, %19) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x5xf32>, tensor<16x24xf32>) -> tensor<5x24xf32>
    %82 = "stablehlo.transpose"(%81) <{permutation = array<i64: 1, 0>}> : (tensor<5x24xf32>) -> tensor<24x5xf32>
    %83 = "stablehlo.dot_general"(%80, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<16x5xf32>, tensor<24x5xf32>) -> tensor<16x24xf32>
    %84 = "stablehlo.multiply"(%83, %22) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %85 = "stablehlo.multiply"(%84, %19) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %86 = "stablehlo.add"(%84, %85) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %87 = "stablehlo.dot_general"(%86, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<16x20xf32>) -> tensor<24x20xf32>
    %88 = "stablehlo.transpose"(%87) <{permutation = array<i64: 1, 0>}> : (tensor<24x20xf32>) -> tensor<20x24xf32>
    %89 = "stablehlo.dot_general"(%63, %16) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x20xf32>, tensor<16x24xf32>) -> tensor<20x24xf32>
    %90 = "stablehlo.add"(%88, %89) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %91 = "stablehlo.dot_general"(%63, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x20xf32>, tensor<20x24xf32>) -> tensor<16x24xf32>
    %92 = "stablehlo.multiply"(%14, %91) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %93 = "stablehlo.multiply"(%91, %1) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %94 = "stablehlo.add"(%91, %93) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %95 = "stablehlo.multiply"(%13, %94) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %96 = "stablehlo.multiply"(%94, %7) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %97 = "stablehlo.dot_general"(%96, %12) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<16x5xf32>) -> tensor<24x5xf32>
    %98 = "stablehlo.add"(%82, %97) : (tensor<24x5xf32>, tensor<24x5xf32>) -> tensor<24x5xf32>
    %99 = "stablehlo.negate"(%95) : (tensor<16x24xf32>) -> tensor<16x24xf32>
    %100 = "stablehlo.add"(%92, %99) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %101 = "stablehlo.multiply"(%100, %4) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %102 = "stablehlo.multiply"(%101, %1) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %103 = "stablehlo.add"(%101, %102) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %104 = "stablehlo.dot_general"(%103, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<16x20xf32>) -> tensor<24x20xf32>
    %105 = "stablehlo.transpose"(%104) <{permutation = array<i64: 1, 0>}> : (tensor<24x20xf32>) -> tensor<20x24xf32>
    %106 = "stablehlo.add"(%90, %105) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %107 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %108 = "stablehlo.broadcast_in_dim"(%107) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<20x24xf32>
    %109 = "stablehlo.multiply"(%108, %106) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %110 = "stablehlo.subtract"(%arg0, %109) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %111 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %112 = "stablehlo.broadcast_in_dim"(%111) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24x5xf32>
    %113 = "stablehlo.multiply"(%112, %98) : (tensor<24x5xf32>, tensor<24x5xf32>) -> tensor<24x5xf32>
    %114 = "stablehlo.subtract"(%arg1, %113) : (tensor<24x5xf32>, tensor<24x5xf32>) -> tensor<24x5xf32>
    "func.return"(%57, %110, %114) : (tensor<f32>, tensor<20x24xf32>, tensor<24x5xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
