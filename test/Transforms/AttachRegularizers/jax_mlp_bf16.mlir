// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --per-attach-regularizers="regularizer=#per.l2 lambda=new" | FileCheck %s

// Activations of bf16, parameters of f32: the scale is of the compute type.

// CHECK-LABEL: func.func public @main
// CHECK: %[[SCALE:.+]] = "stablehlo.multiply"(%{{.+}}, %{{.+}}) : (tensor<f32>, tensor<f32>)
// CHECK: per.gradient #per.l2 ins(%{{.+}} : tensor<4x6xbf16>) scale(%[[SCALE]] : tensor<f32>) samples [0] outs(%{{.+}} : tensor<4x6xbf16>)
// CHECK: per.gradient #per.l2 ins(%{{.+}} : tensor<4x7xbf16>) scale(%[[SCALE]] : tensor<f32>) samples [0] outs(%{{.+}} : tensor<4x7xbf16>)

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}, {}], function_type = (tensor<7xf32>, tensor<5x7xf32>, tensor<7x6xf32>, tensor<6x3xf32>, tensor<4x5xf32>, tensor<4x3xf32>) -> (tensor<f32>, tensor<7xf32>, tensor<5x7xf32>, tensor<7x6xf32>, tensor<6x3xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1]['b1']"}, {jax.result_info = "result[1]['w1']"}, {jax.result_info = "result[1]['w2']"}, {jax.result_info = "result[1]['w3']"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<7xf32>, %arg1: tensor<5x7xf32>, %arg2: tensor<7x6xf32>, %arg3: tensor<6x3xf32>, %arg4: tensor<4x5xf32>, %arg5: tensor<4x3xf32>):
    %0 = "stablehlo.convert"(%arg4) : (tensor<4x5xf32>) -> tensor<4x5xbf16>
    %1 = "stablehlo.convert"(%arg1) : (tensor<5x7xf32>) -> tensor<5x7xbf16>
    %2 = "stablehlo.dot_general"(%0, %1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x5xbf16>, tensor<5x7xbf16>) -> tensor<4x7xbf16>
    %3 = "stablehlo.convert"(%arg0) : (tensor<7xf32>) -> tensor<7xbf16>
    %4 = "stablehlo.broadcast_in_dim"(%3) <{broadcast_dimensions = array<i64: 1>}> : (tensor<7xbf16>) -> tensor<1x7xbf16>
    %5 = "stablehlo.broadcast_in_dim"(%4) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x7xbf16>) -> tensor<4x7xbf16>
    %6 = "stablehlo.add"(%2, %5) : (tensor<4x7xbf16>, tensor<4x7xbf16>) -> tensor<4x7xbf16>
    %7 = "stablehlo.multiply"(%6, %6) : (tensor<4x7xbf16>, tensor<4x7xbf16>) -> tensor<4x7xbf16>
    %8 = "stablehlo.multiply"(%7, %6) : (tensor<4x7xbf16>, tensor<4x7xbf16>) -> tensor<4x7xbf16>
    %9 = "stablehlo.multiply"(%6, %6) : (tensor<4x7xbf16>, tensor<4x7xbf16>) -> tensor<4x7xbf16>
    %10 = "stablehlo.constant"() <{value = dense<3.000000e+00> : tensor<bf16>}> : () -> tensor<bf16>
    %11 = "stablehlo.broadcast_in_dim"(%10) <{broadcast_dimensions = array<i64>}> : (tensor<bf16>) -> tensor<4x7xbf16>
    %12 = "stablehlo.multiply"(%11, %9) : (tensor<4x7xbf16>, tensor<4x7xbf16>) -> tensor<4x7xbf16>
    %13 = "stablehlo.constant"() <{value = dense<4.467770e-02> : tensor<bf16>}> : () -> tensor<bf16>
    %14 = "stablehlo.broadcast_in_dim"(%13) <{broadcast_dimensions = array<i64>}> : (tensor<bf16>) -> tensor<4x7xbf16>
    %15 = "stablehlo.multiply"(%14, %8) : (tensor<4x7xbf16>, tensor<4x7xbf16>) -> tensor<4x7xbf16>
    %16 = "stablehlo.add"(%6, %15) : (tensor<4x7xbf16>, tensor<4x7xbf16>) -> tensor<4x7xbf16>
    %17 = "stablehlo.constant"() <{value = dense<7.968750e-01> : tensor<bf16>}> : () -> tensor<bf16>
    %18 = "stablehlo.broadcast_in_dim"(%17) <{broadcast_dimensions = array<i64>}> : (tensor<bf16>) -> tensor<4x7xbf16>
    %19 = "stablehlo.multiply"(%18, %16) : (tensor<4x7xbf16>, tensor<4x7xbf16>) -> tensor<4x7xbf16>
    %20 = "stablehlo.tanh"(%19) : (tensor<4x7xbf16>) -> tensor<4x7xbf16>
    %21 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<bf16>}> : () -> tensor<bf16>
    %22 = "stablehlo.broadcast_in_dim"(%21) <{broadcast_dimensions = array<i64>}> : (tensor<bf16>) -> tensor<4x7xbf16>
    %23 = "stablehlo.subtract"(%22, %20) : (tensor<4x7xbf16>, tensor<4x7xbf16>) -> tensor<4x7xbf16>
    %24 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<bf16>}> : () -> tensor<bf16>
    %25 = "stablehlo.broadcast_in_dim"(%24) <{broadcast_dimensions = array<i64>}> : (tensor<bf16>) -> tensor<4x7xbf16>
    %26 = "stablehlo.add"(%25, %20) : (tensor<4x7xbf16>, tensor<4x7xbf16>) -> tensor<4x7xbf16>
    %27 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<bf16>}> : () -> tensor<bf16>
    %28 = "stablehlo.broadcast_in_dim"(%27) <{broadcast_dimensions = array<i64>}> : (tensor<bf16>) -> tensor<4x7xbf16>
    %29 = "stablehlo.multiply"(%28, %26) : (tensor<4x7xbf16>, tensor<4x7xbf16>) -> tensor<4x7xbf16>
    %30 = "stablehlo.multiply"(%6, %29) : (tensor<4x7xbf16>, tensor<4x7xbf16>) -> tensor<4x7xbf16>
    %31 = "stablehlo.convert"(%arg2) : (tensor<7x6xf32>) -> tensor<7x6xbf16>
    %32 = "stablehlo.dot_general"(%30, %31) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x7xbf16>, tensor<7x6xbf16>) -> tensor<4x6xbf16>
    %33 = "stablehlo.multiply"(%32, %32) : (tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %34 = "stablehlo.multiply"(%33, %32) : (tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %35 = "stablehlo.multiply"(%32, %32) : (tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %36 = "stablehlo.constant"() <{value = dense<3.000000e+00> : tensor<bf16>}> : () -> tensor<bf16>
    %37 = "stablehlo.broadcast_in_dim"(%36) <{broadcast_dimensions = array<i64>}> : (tensor<bf16>) -> tensor<4x6xbf16>
    %38 = "stablehlo.multiply"(%37, %35) : (tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %39 = "stablehlo.constant"() <{value = dense<4.467770e-02> : tensor<bf16>}> : () -> tensor<bf16>
    %40 = "stablehlo.broadcast_in_dim"(%39) <{broadcast_dimensions = array<i64>}> : (tensor<bf16>) -> tensor<4x6xbf16>
    %41 = "stablehlo.multiply"(%40, %34) : (tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %42 = "stablehlo.add"(%32, %41) : (tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %43 = "stablehlo.constant"() <{value = dense<7.968750e-01> : tensor<bf16>}> : () -> tensor<bf16>
    %44 = "stablehlo.broadcast_in_dim"(%43) <{broadcast_dimensions = array<i64>}> : (tensor<bf16>) -> tensor<4x6xbf16>
    %45 = "stablehlo.multiply"(%44, %42) : (tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %46 = "stablehlo.tanh"(%45) : (tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %47 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<bf16>}> : () -> tensor<bf16>
    %48 = "stablehlo.broadcast_in_dim"(%47) <{broadcast_dimensions = array<i64>}> : (tensor<bf16>) -> tensor<4x6xbf16>
    %49 = "stablehlo.subtract"(%48, %46) : (tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %50 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<bf16>}> : () -> tensor<bf16>
    %51 = "stablehlo.broadcast_in_dim"(%50) <{broadcast_dimensions = array<i64>}> : (tensor<bf16>) -> tensor<4x6xbf16>
    %52 = "stablehlo.add"(%51, %46) : (tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %53 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<bf16>}> : () -> tensor<bf16>
    %54 = "stablehlo.broadcast_in_dim"(%53) <{broadcast_dimensions = array<i64>}> : (tensor<bf16>) -> tensor<4x6xbf16>
    %55 = "stablehlo.multiply"(%54, %52) : (tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %56 = "stablehlo.multiply"(%32, %55) : (tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %57 = "stablehlo.convert"(%arg3) : (tensor<6x3xf32>) -> tensor<6x3xbf16>
    %58 = "stablehlo.dot_general"(%56, %57) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xbf16>, tensor<6x3xbf16>) -> tensor<4x3xbf16>
    %59 = "stablehlo.convert"(%58) : (tensor<4x3xbf16>) -> tensor<4x3xf32>
    %60 = "stablehlo.subtract"(%59, %arg5) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %61 = "stablehlo.multiply"(%60, %60) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %62 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %63 = "stablehlo.broadcast_in_dim"(%62) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %64 = "stablehlo.multiply"(%63, %60) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %65 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %66 = "stablehlo.reduce"(%61, %65) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg10: tensor<f32>, %arg11: tensor<f32>):
      %144 = "stablehlo.add"(%arg10, %arg11) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%144) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<f32>) -> tensor<f32>
    %67 = "stablehlo.constant"() <{value = dense<1.200000e+01> : tensor<f32>}> : () -> tensor<f32>
    %68 = "stablehlo.divide"(%66, %67) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %69 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %70 = "stablehlo.constant"() <{value = dense<1.200000e+01> : tensor<f32>}> : () -> tensor<f32>
    %71 = "stablehlo.divide"(%69, %70) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %72 = "stablehlo.broadcast_in_dim"(%71) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %73 = "stablehlo.multiply"(%72, %64) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %74 = "stablehlo.convert"(%73) : (tensor<4x3xf32>) -> tensor<4x3xbf16>
    %75 = "stablehlo.dot_general"(%74, %56) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xbf16>, tensor<4x6xbf16>) -> tensor<3x6xbf16>
    %76 = "stablehlo.transpose"(%75) <{permutation = array<i64: 1, 0>}> : (tensor<3x6xbf16>) -> tensor<6x3xbf16>
    %77 = "stablehlo.dot_general"(%74, %57) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xbf16>, tensor<6x3xbf16>) -> tensor<4x6xbf16>
    %78 = "stablehlo.convert"(%76) : (tensor<6x3xbf16>) -> tensor<6x3xf32>
    %79 = "stablehlo.multiply"(%32, %77) : (tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %80 = "stablehlo.multiply"(%77, %55) : (tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %81 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<bf16>}> : () -> tensor<bf16>
    %82 = "stablehlo.broadcast_in_dim"(%81) <{broadcast_dimensions = array<i64>}> : (tensor<bf16>) -> tensor<4x6xbf16>
    %83 = "stablehlo.multiply"(%82, %79) : (tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %84 = "stablehlo.multiply"(%83, %49) : (tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %85 = "stablehlo.multiply"(%84, %46) : (tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %86 = "stablehlo.add"(%84, %85) : (tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %87 = "stablehlo.constant"() <{value = dense<7.968750e-01> : tensor<bf16>}> : () -> tensor<bf16>
    %88 = "stablehlo.broadcast_in_dim"(%87) <{broadcast_dimensions = array<i64>}> : (tensor<bf16>) -> tensor<4x6xbf16>
    %89 = "stablehlo.multiply"(%88, %86) : (tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %90 = "stablehlo.add"(%80, %89) : (tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %91 = "stablehlo.constant"() <{value = dense<4.467770e-02> : tensor<bf16>}> : () -> tensor<bf16>
    %92 = "stablehlo.broadcast_in_dim"(%91) <{broadcast_dimensions = array<i64>}> : (tensor<bf16>) -> tensor<4x6xbf16>
    %93 = "stablehlo.multiply"(%92, %89) : (tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %94 = "stablehlo.multiply"(%93, %38) : (tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %95 = "stablehlo.add"(%90, %94) : (tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %96 = "stablehlo.dot_general"(%95, %30) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xbf16>, tensor<4x7xbf16>) -> tensor<6x7xbf16>
    %97 = "stablehlo.transpose"(%96) <{permutation = array<i64: 1, 0>}> : (tensor<6x7xbf16>) -> tensor<7x6xbf16>
    %98 = "stablehlo.dot_general"(%95, %31) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xbf16>, tensor<7x6xbf16>) -> tensor<4x7xbf16>
    %99 = "stablehlo.convert"(%97) : (tensor<7x6xbf16>) -> tensor<7x6xf32>
    %100 = "stablehlo.multiply"(%6, %98) : (tensor<4x7xbf16>, tensor<4x7xbf16>) -> tensor<4x7xbf16>
    %101 = "stablehlo.multiply"(%98, %29) : (tensor<4x7xbf16>, tensor<4x7xbf16>) -> tensor<4x7xbf16>
    %102 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<bf16>}> : () -> tensor<bf16>
    %103 = "stablehlo.broadcast_in_dim"(%102) <{broadcast_dimensions = array<i64>}> : (tensor<bf16>) -> tensor<4x7xbf16>
    %104 = "stablehlo.multiply"(%103, %100) : (tensor<4x7xbf16>, tensor<4x7xbf16>) -> tensor<4x7xbf16>
    %105 = "stablehlo.multiply"(%104, %23) : (tensor<4x7xbf16>, tensor<4x7xbf16>) -> tensor<4x7xbf16>
    %106 = "stablehlo.multiply"(%105, %20) : (tensor<4x7xbf16>, tensor<4x7xbf16>) -> tensor<4x7xbf16>
    %107 = "stablehlo.add"(%105, %106) : (tensor<4x7xbf16>, tensor<4x7xbf16>) -> tensor<4x7xbf16>
    %108 = "stablehlo.constant"() <{value = dense<7.968750e-01> : tensor<bf16>}> : () -> tensor<bf16>
    %109 = "stablehlo.broadcast_in_dim"(%108) <{broadcast_dimensions = array<i64>}> : (tensor<bf16>) -> tensor<4x7xbf16>
    %110 = "stablehlo.multiply"(%109, %107) : (tensor<4x7xbf16>, tensor<4x7xbf16>) -> tensor<4x7xbf16>
    %111 = "stablehlo.add"(%101, %110) : (tensor<4x7xbf16>, tensor<4x7xbf16>) -> tensor<4x7xbf16>
    %112 = "stablehlo.constant"() <{value = dense<4.467770e-02> : tensor<bf16>}> : () -> tensor<bf16>
    %113 = "stablehlo.broadcast_in_dim"(%112) <{broadcast_dimensions = array<i64>}> : (tensor<bf16>) -> tensor<4x7xbf16>
    %114 = "stablehlo.multiply"(%113, %110) : (tensor<4x7xbf16>, tensor<4x7xbf16>) -> tensor<4x7xbf16>
    %115 = "stablehlo.multiply"(%114, %12) : (tensor<4x7xbf16>, tensor<4x7xbf16>) -> tensor<4x7xbf16>
    %116 = "stablehlo.add"(%111, %115) : (tensor<4x7xbf16>, tensor<4x7xbf16>) -> tensor<4x7xbf16>
    %117 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<bf16>}> : () -> tensor<bf16>
    %118 = "stablehlo.reduce"(%116, %117) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg8: tensor<bf16>, %arg9: tensor<bf16>):
      %143 = "stablehlo.add"(%arg8, %arg9) : (tensor<bf16>, tensor<bf16>) -> tensor<bf16>
      "stablehlo.return"(%143) : (tensor<bf16>) -> ()
    }) : (tensor<4x7xbf16>, tensor<bf16>) -> tensor<7xbf16>
    %119 = "stablehlo.reshape"(%118) : (tensor<7xbf16>) -> tensor<1x7xbf16>
    %120 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<bf16>}> : () -> tensor<bf16>
    %121 = "stablehlo.reduce"(%119, %120) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg6: tensor<bf16>, %arg7: tensor<bf16>):
      %142 = "stablehlo.add"(%arg6, %arg7) : (tensor<bf16>, tensor<bf16>) -> tensor<bf16>
      "stablehlo.return"(%142) : (tensor<bf16>) -> ()
    }) : (tensor<1x7xbf16>, tensor<bf16>) -> tensor<7xbf16>
    %122 = "stablehlo.convert"(%121) : (tensor<7xbf16>) -> tensor<7xf32>
    %123 = "stablehlo.dot_general"(%116, %0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x7xbf16>, tensor<4x5xbf16>) -> tensor<7x5xbf16>
    %124 = "stablehlo.transpose"(%123) <{permutation = array<i64: 1, 0>}> : (tensor<7x5xbf16>) -> tensor<5x7xbf16>
    %125 = "stablehlo.convert"(%124) : (tensor<5x7xbf16>) -> tensor<5x7xf32>
    %126 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %127 = "stablehlo.broadcast_in_dim"(%126) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<7xf32>
    %128 = "stablehlo.multiply"(%127, %122) : (tensor<7xf32>, tensor<7xf32>) -> tensor<7xf32>
    %129 = "stablehlo.subtract"(%arg0, %128) : (tensor<7xf32>, tensor<7xf32>) -> tensor<7xf32>
    %130 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %131 = "stablehlo.broadcast_in_dim"(%130) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x7xf32>
    %132 = "stablehlo.multiply"(%131, %125) : (tensor<5x7xf32>, tensor<5x7xf32>) -> tensor<5x7xf32>
    %133 = "stablehlo.subtract"(%arg1, %132) : (tensor<5x7xf32>, tensor<5x7xf32>) -> tensor<5x7xf32>
    %134 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %135 = "stablehlo.broadcast_in_dim"(%134) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<7x6xf32>
    %136 = "stablehlo.multiply"(%135, %99) : (tensor<7x6xf32>, tensor<7x6xf32>) -> tensor<7x6xf32>
    %137 = "stablehlo.subtract"(%arg2, %136) : (tensor<7x6xf32>, tensor<7x6xf32>) -> tensor<7x6xf32>
    %138 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %139 = "stablehlo.broadcast_in_dim"(%138) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x3xf32>
    %140 = "stablehlo.multiply"(%139, %78) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
    %141 = "stablehlo.subtract"(%arg3, %140) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
    "func.return"(%68, %129, %133, %137, %141) : (tensor<f32>, tensor<7xf32>, tensor<5x7xf32>, tensor<7x6xf32>, tensor<6x3xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
