// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --test-per-print-adjoints -o /dev/null | FileCheck %s

// Two steps in one graph: the activation of the first has its gradient in the loss.

// CHECK-LABEL: adjoints of @main
// CHECK: site 0: {{.*}}: cotangent stablehlo.dot_general
// CHECK: other step: {{.*}}: skipped: its gradient is a part of the loss: it belongs to an earlier optimizer step
// CHECK: other step: {{.*}}: skipped: no gradient passes through it

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}], function_type = (tensor<20x24xf32>, tensor<24x5xf32>, tensor<16x20xf32>, tensor<16x5xf32>) -> (tensor<f32>, tensor<20x24xf32>, tensor<24x5xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<20x24xf32>, %arg1: tensor<24x5xf32>, %arg2: tensor<16x20xf32>, %arg3: tensor<16x5xf32>):
    %0 = "stablehlo.dot_general"(%arg2, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x20xf32>, tensor<20x24xf32>) -> tensor<16x24xf32>
    %1 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %2 = "stablehlo.broadcast_in_dim"(%1) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %3 = "stablehlo.maximum"(%0, %2) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %4 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %5 = "stablehlo.broadcast_in_dim"(%4) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %6 = "stablehlo.compare"(%0, %5) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xi1>
    %7 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %8 = "stablehlo.broadcast_in_dim"(%7) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %9 = "stablehlo.dot_general"(%3, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<24x5xf32>) -> tensor<16x5xf32>
    %10 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %11 = "stablehlo.reduce"(%9, %10) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg26: tensor<f32>, %arg27: tensor<f32>):
      %143 = "stablehlo.maximum"(%arg26, %arg27) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%143) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %12 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %13 = "stablehlo.broadcast_in_dim"(%12) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16xf32>
    %14 = "stablehlo.maximum"(%13, %11) : (tensor<16xf32>, tensor<16xf32>) -> tensor<16xf32>
    %15 = "stablehlo.broadcast_in_dim"(%14) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %16 = "stablehlo.broadcast_in_dim"(%15) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x5xf32>
    %17 = "stablehlo.subtract"(%9, %16) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %18 = "stablehlo.exponential"(%17) : (tensor<16x5xf32>) -> tensor<16x5xf32>
    %19 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %20 = "stablehlo.reduce"(%18, %19) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg24: tensor<f32>, %arg25: tensor<f32>):
      %142 = "stablehlo.add"(%arg24, %arg25) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%142) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %21 = "stablehlo.broadcast_in_dim"(%20) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %22 = "stablehlo.log"(%21) : (tensor<16x1xf32>) -> tensor<16x1xf32>
    %23 = "stablehlo.broadcast_in_dim"(%22) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x5xf32>
    %24 = "stablehlo.subtract"(%17, %23) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %25 = "stablehlo.multiply"(%24, %arg3) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %26 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %27 = "stablehlo.reduce"(%25, %26) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg22: tensor<f32>, %arg23: tensor<f32>):
      %141 = "stablehlo.add"(%arg22, %arg23) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%141) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %28 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %29 = "stablehlo.reduce"(%27, %28) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg20: tensor<f32>, %arg21: tensor<f32>):
      %140 = "stablehlo.add"(%arg20, %arg21) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%140) : (tensor<f32>) -> ()
    }) : (tensor<16xf32>, tensor<f32>) -> tensor<f32>
    %30 = "stablehlo.constant"() <{value = dense<1.600000e+01> : tensor<f32>}> : () -> tensor<f32>
    %31 = "stablehlo.divide"(%29, %30) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %32 = "stablehlo.negate"(%31) : (tensor<f32>) -> tensor<f32>
    %33 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %34 = "stablehlo.negate"(%33) : (tensor<f32>) -> tensor<f32>
    %35 = "stablehlo.constant"() <{value = dense<1.600000e+01> : tensor<f32>}> : () -> tensor<f32>
    %36 = "stablehlo.divide"(%34, %35) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %37 = "stablehlo.broadcast_in_dim"(%36) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16xf32>
    %38 = "stablehlo.broadcast_in_dim"(%37) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x5xf32>
    %39 = "stablehlo.multiply"(%38, %arg3) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %40 = "stablehlo.negate"(%39) : (tensor<16x5xf32>) -> tensor<16x5xf32>
    %41 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %42 = "stablehlo.reduce"(%40, %41) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg18: tensor<f32>, %arg19: tensor<f32>):
      %139 = "stablehlo.add"(%arg18, %arg19) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%139) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %43 = "stablehlo.reshape"(%42) : (tensor<16xf32>) -> tensor<16x1xf32>
    %44 = "stablehlo.divide"(%43, %21) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %45 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %46 = "stablehlo.reduce"(%44, %45) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg16: tensor<f32>, %arg17: tensor<f32>):
      %138 = "stablehlo.add"(%arg16, %arg17) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%138) : (tensor<f32>) -> ()
    }) : (tensor<16x1xf32>, tensor<f32>) -> tensor<16xf32>
    %47 = "stablehlo.broadcast_in_dim"(%46) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x5xf32>
    %48 = "stablehlo.multiply"(%47, %18) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %49 = "stablehlo.add"(%39, %48) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %50 = "stablehlo.dot_general"(%49, %3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x5xf32>, tensor<16x24xf32>) -> tensor<5x24xf32>
    %51 = "stablehlo.transpose"(%50) <{permutation = array<i64: 1, 0>}> : (tensor<5x24xf32>) -> tensor<24x5xf32>
    %52 = "stablehlo.dot_general"(%49, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<16x5xf32>, tensor<24x5xf32>) -> tensor<16x24xf32>
    %53 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %54 = "stablehlo.broadcast_in_dim"(%53) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %55 = "stablehlo.select"(%6, %52, %54) : (tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %56 = "stablehlo.dot_general"(%55, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<16x20xf32>) -> tensor<24x20xf32>
    %57 = "stablehlo.transpose"(%56) <{permutation = array<i64: 1, 0>}> : (tensor<24x20xf32>) -> tensor<20x24xf32>
    %58 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %59 = "stablehlo.broadcast_in_dim"(%58) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<20x24xf32>
    %60 = "stablehlo.multiply"(%59, %57) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %61 = "stablehlo.subtract"(%arg0, %60) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %62 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %63 = "stablehlo.broadcast_in_dim"(%62) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24x5xf32>
    %64 = "stablehlo.multiply"(%63, %51) : (tensor<24x5xf32>, tensor<24x5xf32>) -> tensor<24x5xf32>
    %65 = "stablehlo.subtract"(%arg1, %64) : (tensor<24x5xf32>, tensor<24x5xf32>) -> tensor<24x5xf32>
    %66 = "stablehlo.dot_general"(%arg2, %61) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x20xf32>, tensor<20x24xf32>) -> tensor<16x24xf32>
    %67 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %68 = "stablehlo.broadcast_in_dim"(%67) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %69 = "stablehlo.maximum"(%66, %68) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %70 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %71 = "stablehlo.broadcast_in_dim"(%70) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %72 = "stablehlo.compare"(%66, %71) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xi1>
    %73 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %74 = "stablehlo.broadcast_in_dim"(%73) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %75 = "stablehlo.dot_general"(%69, %65) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<24x5xf32>) -> tensor<16x5xf32>
    %76 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %77 = "stablehlo.reduce"(%75, %76) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg14: tensor<f32>, %arg15: tensor<f32>):
      %137 = "stablehlo.maximum"(%arg14, %arg15) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%137) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %78 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %79 = "stablehlo.broadcast_in_dim"(%78) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16xf32>
    %80 = "stablehlo.maximum"(%79, %77) : (tensor<16xf32>, tensor<16xf32>) -> tensor<16xf32>
    %81 = "stablehlo.broadcast_in_dim"(%80) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %82 = "stablehlo.broadcast_in_dim"(%81) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x5xf32>
    %83 = "stablehlo.subtract"(%75, %82) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %84 = "stablehlo.exponential"(%83) : (tensor<16x5xf32>) -> tensor<16x5xf32>
    %85 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %86 = "stablehlo.reduce"(%84, %85) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg12: tensor<f32>, %arg13: tensor<f32>):
      %136 = "stablehlo.add"(%arg12, %arg13) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%136) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %87 = "stablehlo.broadcast_in_dim"(%86) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %88 = "stablehlo.log"(%87) : (tensor<16x1xf32>) -> tensor<16x1xf32>
    %89 = "stablehlo.broadcast_in_dim"(%88) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x5xf32>
    %90 = "stablehlo.subtract"(%83, %89) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %91 = "stablehlo.multiply"(%90, %arg3) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %92 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %93 = "stablehlo.reduce"(%91, %92) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg10: tensor<f32>, %arg11: tensor<f32>):
      %135 = "stablehlo.add"(%arg10, %arg11) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%135) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %94 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %95 = "stablehlo.reduce"(%93, %94) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg8: tensor<f32>, %arg9: tensor<f32>):
      %134 = "stablehlo.add"(%arg8, %arg9) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%134) : (tensor<f32>) -> ()
    }) : (tensor<16xf32>, tensor<f32>) -> tensor<f32>
    %96 = "stablehlo.constant"() <{value = dense<1.600000e+01> : tensor<f32>}> : () -> tensor<f32>
    %97 = "stablehlo.divide"(%95, %96) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %98 = "stablehlo.negate"(%97) : (tensor<f32>) -> tensor<f32>
    %99 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %100 = "stablehlo.negate"(%99) : (tensor<f32>) -> tensor<f32>
    %101 = "stablehlo.constant"() <{value = dense<1.600000e+01> : tensor<f32>}> : () -> tensor<f32>
    %102 = "stablehlo.divide"(%100, %101) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %103 = "stablehlo.broadcast_in_dim"(%102) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16xf32>
    %104 = "stablehlo.broadcast_in_dim"(%103) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x5xf32>
    %105 = "stablehlo.multiply"(%104, %arg3) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %106 = "stablehlo.negate"(%105) : (tensor<16x5xf32>) -> tensor<16x5xf32>
    %107 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %108 = "stablehlo.reduce"(%106, %107) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg6: tensor<f32>, %arg7: tensor<f32>):
      %133 = "stablehlo.add"(%arg6, %arg7) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%133) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %109 = "stablehlo.reshape"(%108) : (tensor<16xf32>) -> tensor<16x1xf32>
    %110 = "stablehlo.divide"(%109, %87) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %111 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %112 = "stablehlo.reduce"(%110, %111) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg4: tensor<f32>, %arg5: tensor<f32>):
      %132 = "stablehlo.add"(%arg4, %arg5) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%132) : (tensor<f32>) -> ()
    }) : (tensor<16x1xf32>, tensor<f32>) -> tensor<16xf32>
    %113 = "stablehlo.broadcast_in_dim"(%112) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x5xf32>
    %114 = "stablehlo.multiply"(%113, %84) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %115 = "stablehlo.add"(%105, %114) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %116 = "stablehlo.dot_general"(%115, %69) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x5xf32>, tensor<16x24xf32>) -> tensor<5x24xf32>
    %117 = "stablehlo.transpose"(%116) <{permutation = array<i64: 1, 0>}> : (tensor<5x24xf32>) -> tensor<24x5xf32>
    %118 = "stablehlo.dot_general"(%115, %65) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<16x5xf32>, tensor<24x5xf32>) -> tensor<16x24xf32>
    %119 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %120 = "stablehlo.broadcast_in_dim"(%119) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %121 = "stablehlo.select"(%72, %118, %120) : (tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %122 = "stablehlo.dot_general"(%121, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<16x20xf32>) -> tensor<24x20xf32>
    %123 = "stablehlo.transpose"(%122) <{permutation = array<i64: 1, 0>}> : (tensor<24x20xf32>) -> tensor<20x24xf32>
    %124 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %125 = "stablehlo.broadcast_in_dim"(%124) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<20x24xf32>
    %126 = "stablehlo.multiply"(%125, %123) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %127 = "stablehlo.subtract"(%61, %126) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %128 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %129 = "stablehlo.broadcast_in_dim"(%128) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24x5xf32>
    %130 = "stablehlo.multiply"(%129, %117) : (tensor<24x5xf32>, tensor<24x5xf32>) -> tensor<24x5xf32>
    %131 = "stablehlo.subtract"(%65, %130) : (tensor<24x5xf32>, tensor<24x5xf32>) -> tensor<24x5xf32>
    "func.return"(%98, %127, %131) : (tensor<f32>, tensor<20x24xf32>, tensor<24x5xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
