// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --test-per-print-adjoints -o /dev/null | FileCheck %s

// An activation in each branch of a conditional: residuals pass through its results, and both branches read one cotangent.

// CHECK-LABEL: adjoints of @main
// CHECK: site 0: {{.*}} silu {{.*}}: cotangent stablehlo.dot_general, by value, cut 2, terminals 2, path 4
// CHECK: site 1: {{.*}} gelu_tanh {{.*}}: cotangent stablehlo.dot_general, by value, cut 2, terminals 2, path 11

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}, {}], function_type = (tensor<20x24xf32>, tensor<24x24xf32>, tensor<24x5xf32>, tensor<16x20xf32>, tensor<16x5xf32>, tensor<i32>) -> (tensor<f32>, tensor<20x24xf32>, tensor<24x24xf32>, tensor<24x5xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}, {jax.result_info = "result[1][2]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<20x24xf32>, %arg1: tensor<24x24xf32>, %arg2: tensor<24x5xf32>, %arg3: tensor<16x20xf32>, %arg4: tensor<16x5xf32>, %arg5: tensor<i32>):
    %0 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1 = "stablehlo.compare"(%arg5, %0) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %2 = "stablehlo.dot_general"(%arg3, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x20xf32>, tensor<20x24xf32>) -> tensor<16x24xf32>
    %3 = "stablehlo.convert"(%1) : (tensor<i1>) -> tensor<i32>
    %4:8 = "stablehlo.case"(%3) ({
      %136 = "stablehlo.dot_general"(%2, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<24x24xf32>) -> tensor<16x24xf32>
      %137 = "stablehlo.negate"(%136) : (tensor<16x24xf32>) -> tensor<16x24xf32>
      %138 = "stablehlo.exponential"(%137) : (tensor<16x24xf32>) -> tensor<16x24xf32>
      %139 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %140 = "stablehlo.broadcast_in_dim"(%139) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %141 = "stablehlo.add"(%140, %138) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %142 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %143 = "stablehlo.broadcast_in_dim"(%142) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %144 = "stablehlo.divide"(%143, %141) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %145 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %146 = "stablehlo.broadcast_in_dim"(%145) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %147 = "stablehlo.subtract"(%146, %144) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %148 = "stablehlo.multiply"(%144, %147) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %149 = "stablehlo.multiply"(%136, %144) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %150 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %151 = "stablehlo.broadcast_in_dim"(%150) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24x24xf32>
      %152 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %153 = "stablehlo.broadcast_in_dim"(%152) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %154 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %155 = "stablehlo.broadcast_in_dim"(%154) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %156 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %157 = "stablehlo.broadcast_in_dim"(%156) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %158 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %159 = "stablehlo.broadcast_in_dim"(%158) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %160 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %161 = "stablehlo.broadcast_in_dim"(%160) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %162 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %163 = "stablehlo.broadcast_in_dim"(%162) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      "stablehlo.return"(%149, %arg1, %2, %148, %144, %136, %161, %163) : (tensor<16x24xf32>, tensor<24x24xf32>, tensor<16x24xf32>, tensor<16x24xf32>, tensor<16x24xf32>, tensor<16x24xf32>, tensor<16x24xf32>, tensor<16x24xf32>) -> ()
    }, {
      %97 = "stablehlo.dot_general"(%2, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<24x24xf32>) -> tensor<16x24xf32>
      %98 = "stablehlo.multiply"(%97, %97) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %99 = "stablehlo.multiply"(%98, %97) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %100 = "stablehlo.multiply"(%97, %97) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %101 = "stablehlo.constant"() <{value = dense<3.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %102 = "stablehlo.broadcast_in_dim"(%101) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %103 = "stablehlo.multiply"(%102, %100) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %104 = "stablehlo.constant"() <{value = dense<4.471500e-02> : tensor<f32>}> : () -> tensor<f32>
      %105 = "stablehlo.broadcast_in_dim"(%104) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %106 = "stablehlo.multiply"(%105, %99) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %107 = "stablehlo.add"(%97, %106) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %108 = "stablehlo.constant"() <{value = dense<0.797884583> : tensor<f32>}> : () -> tensor<f32>
      %109 = "stablehlo.broadcast_in_dim"(%108) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %110 = "stablehlo.multiply"(%109, %107) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %111 = "stablehlo.tanh"(%110) : (tensor<16x24xf32>) -> tensor<16x24xf32>
      %112 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %113 = "stablehlo.broadcast_in_dim"(%112) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %114 = "stablehlo.subtract"(%113, %111) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %115 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %116 = "stablehlo.broadcast_in_dim"(%115) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %117 = "stablehlo.add"(%116, %111) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %118 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
      %119 = "stablehlo.broadcast_in_dim"(%118) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %120 = "stablehlo.multiply"(%119, %117) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %121 = "stablehlo.multiply"(%97, %120) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %122 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %123 = "stablehlo.broadcast_in_dim"(%122) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24x24xf32>
      %124 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %125 = "stablehlo.broadcast_in_dim"(%124) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %126 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %127 = "stablehlo.broadcast_in_dim"(%126) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %128 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %129 = "stablehlo.broadcast_in_dim"(%128) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %130 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %131 = "stablehlo.broadcast_in_dim"(%130) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %132 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %133 = "stablehlo.broadcast_in_dim"(%132) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %134 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %135 = "stablehlo.broadcast_in_dim"(%134) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      "stablehlo.return"(%121, %arg1, %2, %103, %111, %114, %120, %97) : (tensor<16x24xf32>, tensor<24x24xf32>, tensor<16x24xf32>, tensor<16x24xf32>, tensor<16x24xf32>, tensor<16x24xf32>, tensor<16x24xf32>, tensor<16x24xf32>) -> ()
    }) : (tensor<i32>) -> (tensor<16x24xf32>, tensor<24x24xf32>, tensor<16x24xf32>, tensor<16x24xf32>, tensor<16x24xf32>, tensor<16x24xf32>, tensor<16x24xf32>, tensor<16x24xf32>)
    %5 = "stablehlo.dot_general"(%4#0, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<24x5xf32>) -> tensor<16x5xf32>
    %6 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %7 = "stablehlo.reduce"(%5, %6) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg16: tensor<f32>, %arg17: tensor<f32>):
      %96 = "stablehlo.maximum"(%arg16, %arg17) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%96) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %8 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %9 = "stablehlo.broadcast_in_dim"(%8) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16xf32>
    %10 = "stablehlo.maximum"(%9, %7) : (tensor<16xf32>, tensor<16xf32>) -> tensor<16xf32>
    %11 = "stablehlo.broadcast_in_dim"(%10) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %12 = "stablehlo.broadcast_in_dim"(%11) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x5xf32>
    %13 = "stablehlo.subtract"(%5, %12) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %14 = "stablehlo.exponential"(%13) : (tensor<16x5xf32>) -> tensor<16x5xf32>
    %15 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %16 = "stablehlo.reduce"(%14, %15) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg14: tensor<f32>, %arg15: tensor<f32>):
      %95 = "stablehlo.add"(%arg14, %arg15) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%95) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %17 = "stablehlo.broadcast_in_dim"(%16) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %18 = "stablehlo.log"(%17) : (tensor<16x1xf32>) -> tensor<16x1xf32>
    %19 = "stablehlo.broadcast_in_dim"(%18) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x5xf32>
    %20 = "stablehlo.subtract"(%13, %19) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %21 = "stablehlo.multiply"(%20, %arg4) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %22 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %23 = "stablehlo.reduce"(%21, %22) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg12: tensor<f32>, %arg13: tensor<f32>):
      %94 = "stablehlo.add"(%arg12, %arg13) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%94) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %24 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %25 = "stablehlo.reduce"(%23, %24) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg10: tensor<f32>, %arg11: tensor<f32>):
      %93 = "stablehlo.add"(%arg10, %arg11) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%93) : (tensor<f32>) -> ()
    }) : (tensor<16xf32>, tensor<f32>) -> tensor<f32>
    %26 = "stablehlo.constant"() <{value = dense<1.600000e+01> : tensor<f32>}> : () -> tensor<f32>
    %27 = "stablehlo.divide"(%25, %26) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %28 = "stablehlo.negate"(%27) : (tensor<f32>) -> tensor<f32>
    %29 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %30 = "stablehlo.negate"(%29) : (tensor<f32>) -> tensor<f32>
    %31 = "stablehlo.constant"() <{value = dense<1.600000e+01> : tensor<f32>}> : () -> tensor<f32>
    %32 = "stablehlo.divide"(%30, %31) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %33 = "stablehlo.broadcast_in_dim"(%32) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16xf32>
    %34 = "stablehlo.broadcast_in_dim"(%33) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x5xf32>
    %35 = "stablehlo.multiply"(%34, %arg4) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %36 = "stablehlo.negate"(%35) : (tensor<16x5xf32>) -> tensor<16x5xf32>
    %37 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %38 = "stablehlo.reduce"(%36, %37) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg8: tensor<f32>, %arg9: tensor<f32>):
      %92 = "stablehlo.add"(%arg8, %arg9) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%92) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %39 = "stablehlo.reshape"(%38) : (tensor<16xf32>) -> tensor<16x1xf32>
    %40 = "stablehlo.divide"(%39, %17) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %41 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %42 = "stablehlo.reduce"(%40, %41) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg6: tensor<f32>, %arg7: tensor<f32>):
      %91 = "stablehlo.add"(%arg6, %arg7) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%91) : (tensor<f32>) -> ()
    }) : (tensor<16x1xf32>, tensor<f32>) -> tensor<16xf32>
    %43 = "stablehlo.broadcast_in_dim"(%42) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x5xf32>
    %44 = "stablehlo.multiply"(%43, %14) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %45 = "stablehlo.add"(%35, %44) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %46 = "stablehlo.dot_general"(%45, %4#0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x5xf32>, tensor<16x24xf32>) -> tensor<5x24xf32>
    %47 = "stablehlo.transpose"(%46) <{permutation = array<i64: 1, 0>}> : (tensor<5x24xf32>) -> tensor<24x5xf32>
    %48 = "stablehlo.dot_general"(%45, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<16x5xf32>, tensor<24x5xf32>) -> tensor<16x24xf32>
    %49:2 = "stablehlo.case"(%3) ({
      %84 = "stablehlo.multiply"(%4#5, %48) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %85 = "stablehlo.multiply"(%48, %4#4) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %86 = "stablehlo.multiply"(%84, %4#3) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %87 = "stablehlo.add"(%85, %86) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %88 = "stablehlo.dot_general"(%87, %4#2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<24x24xf32>
      %89 = "stablehlo.transpose"(%88) <{permutation = array<i64: 1, 0>}> : (tensor<24x24xf32>) -> tensor<24x24xf32>
      %90 = "stablehlo.dot_general"(%87, %4#1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<16x24xf32>, tensor<24x24xf32>) -> tensor<16x24xf32>
      "stablehlo.return"(%89, %90) : (tensor<24x24xf32>, tensor<16x24xf32>) -> ()
    }, {
      %64 = "stablehlo.multiply"(%4#7, %48) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %65 = "stablehlo.multiply"(%48, %4#6) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %66 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
      %67 = "stablehlo.broadcast_in_dim"(%66) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %68 = "stablehlo.multiply"(%67, %64) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %69 = "stablehlo.multiply"(%68, %4#5) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %70 = "stablehlo.multiply"(%69, %4#4) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %71 = "stablehlo.add"(%69, %70) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %72 = "stablehlo.constant"() <{value = dense<0.797884583> : tensor<f32>}> : () -> tensor<f32>
      %73 = "stablehlo.broadcast_in_dim"(%72) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %74 = "stablehlo.multiply"(%73, %71) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %75 = "stablehlo.add"(%65, %74) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %76 = "stablehlo.constant"() <{value = dense<4.471500e-02> : tensor<f32>}> : () -> tensor<f32>
      %77 = "stablehlo.broadcast_in_dim"(%76) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %78 = "stablehlo.multiply"(%77, %74) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %79 = "stablehlo.multiply"(%78, %4#3) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %80 = "stablehlo.add"(%75, %79) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %81 = "stablehlo.dot_general"(%80, %4#2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<24x24xf32>
      %82 = "stablehlo.transpose"(%81) <{permutation = array<i64: 1, 0>}> : (tensor<24x24xf32>) -> tensor<24x24xf32>
      %83 = "stablehlo.dot_general"(%80, %4#1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<16x24xf32>, tensor<24x24xf32>) -> tensor<16x24xf32>
      "stablehlo.return"(%82, %83) : (tensor<24x24xf32>, tensor<16x24xf32>) -> ()
    }) : (tensor<i32>) -> (tensor<24x24xf32>, tensor<16x24xf32>)
    %50 = "stablehlo.dot_general"(%49#1, %arg3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<16x20xf32>) -> tensor<24x20xf32>
    %51 = "stablehlo.transpose"(%50) <{permutation = array<i64: 1, 0>}> : (tensor<24x20xf32>) -> tensor<20x24xf32>
    %52 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %53 = "stablehlo.broadcast_in_dim"(%52) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<20x24xf32>
    %54 = "stablehlo.multiply"(%53, %51) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %55 = "stablehlo.subtract"(%arg0, %54) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %56 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %57 = "stablehlo.broadcast_in_dim"(%56) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24x24xf32>
    %58 = "stablehlo.multiply"(%57, %49#0) : (tensor<24x24xf32>, tensor<24x24xf32>) -> tensor<24x24xf32>
    %59 = "stablehlo.subtract"(%arg1, %58) : (tensor<24x24xf32>, tensor<24x24xf32>) -> tensor<24x24xf32>
    %60 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %61 = "stablehlo.broadcast_in_dim"(%60) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24x5xf32>
    %62 = "stablehlo.multiply"(%61, %47) : (tensor<24x5xf32>, tensor<24x5xf32>) -> tensor<24x5xf32>
    %63 = "stablehlo.subtract"(%arg2, %62) : (tensor<24x5xf32>, tensor<24x5xf32>) -> tensor<24x5xf32>
    "func.return"(%28, %55, %59, %63) : (tensor<f32>, tensor<20x24xf32>, tensor<24x24xf32>, tensor<24x5xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
