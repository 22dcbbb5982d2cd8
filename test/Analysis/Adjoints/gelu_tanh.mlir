// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --test-per-print-adjoints -o /dev/null | \
// RUN:   FileCheck %s --implicit-check-not='assumed'

// Two layers of GELU, SGD with momentum: cut inside the function.

// CHECK-LABEL: adjoints of @main: 2 sites, 3 contractions
// CHECK: site 0: stablehlo.multiply 16x24xf32 gelu_tanh samples (0): cotangent stablehlo.dot_general, by value, cut 2, terminals 2, path 11
// CHECK: site 1: {{.*}}: cotangent stablehlo.dot_general, by value, cut 2, terminals 2, path 11

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}, {}], function_type = (tensor<20x24xf32>, tensor<24xf32>, tensor<24x16xf32>, tensor<16x5xf32>, tensor<16x20xf32>, tensor<16x5xf32>) -> (tensor<f32>, tensor<20x24xf32>, tensor<24xf32>, tensor<24x16xf32>, tensor<16x5xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}, {jax.result_info = "result[1][2]"}, {jax.result_info = "result[1][3]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<20x24xf32>, %arg1: tensor<24xf32>, %arg2: tensor<24x16xf32>, %arg3: tensor<16x5xf32>, %arg4: tensor<16x20xf32>, %arg5: tensor<16x5xf32>):
    %0 = "stablehlo.dot_general"(%arg4, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x20xf32>, tensor<20x24xf32>) -> tensor<16x24xf32>
    %1 = "stablehlo.broadcast_in_dim"(%arg1) <{broadcast_dimensions = array<i64: 1>}> : (tensor<24xf32>) -> tensor<1x24xf32>
    %2 = "stablehlo.broadcast_in_dim"(%1) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x24xf32>) -> tensor<16x24xf32>
    %3 = "stablehlo.add"(%0, %2) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %4 = "stablehlo.multiply"(%3, %3) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %5 = "stablehlo.multiply"(%4, %3) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %6 = "stablehlo.multiply"(%3, %3) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %7 = "stablehlo.constant"() <{value = dense<3.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %8 = "stablehlo.broadcast_in_dim"(%7) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %9 = "stablehlo.multiply"(%8, %6) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %10 = "stablehlo.constant"() <{value = dense<4.471500e-02> : tensor<f32>}> : () -> tensor<f32>
    %11 = "stablehlo.broadcast_in_dim"(%10) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %12 = "stablehlo.multiply"(%11, %5) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %13 = "stablehlo.add"(%3, %12) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %14 = "stablehlo.constant"() <{value = dense<0.797884583> : tensor<f32>}> : () -> tensor<f32>
    %15 = "stablehlo.broadcast_in_dim"(%14) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %16 = "stablehlo.multiply"(%15, %13) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %17 = "stablehlo.tanh"(%16) : (tensor<16x24xf32>) -> tensor<16x24xf32>
    %18 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %19 = "stablehlo.broadcast_in_dim"(%18) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %20 = "stablehlo.subtract"(%19, %17) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %21 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %22 = "stablehlo.broadcast_in_dim"(%21) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %23 = "stablehlo.add"(%22, %17) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %24 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %25 = "stablehlo.broadcast_in_dim"(%24) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %26 = "stablehlo.multiply"(%25, %23) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %27 = "stablehlo.multiply"(%3, %26) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %28 = "stablehlo.dot_general"(%27, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<24x16xf32>) -> tensor<16x16xf32>
    %29 = "stablehlo.multiply"(%28, %28) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %30 = "stablehlo.multiply"(%29, %28) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %31 = "stablehlo.multiply"(%28, %28) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %32 = "stablehlo.constant"() <{value = dense<3.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %33 = "stablehlo.broadcast_in_dim"(%32) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x16xf32>
    %34 = "stablehlo.multiply"(%33, %31) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %35 = "stablehlo.constant"() <{value = dense<4.471500e-02> : tensor<f32>}> : () -> tensor<f32>
    %36 = "stablehlo.broadcast_in_dim"(%35) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x16xf32>
    %37 = "stablehlo.multiply"(%36, %30) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %38 = "stablehlo.add"(%28, %37) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %39 = "stablehlo.constant"() <{value = dense<0.797884583> : tensor<f32>}> : () -> tensor<f32>
    %40 = "stablehlo.broadcast_in_dim"(%39) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x16xf32>
    %41 = "stablehlo.multiply"(%40, %38) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %42 = "stablehlo.tanh"(%41) : (tensor<16x16xf32>) -> tensor<16x16xf32>
    %43 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %44 = "stablehlo.broadcast_in_dim"(%43) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x16xf32>
    %45 = "stablehlo.subtract"(%44, %42) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %46 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %47 = "stablehlo.broadcast_in_dim"(%46) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x16xf32>
    %48 = "stablehlo.add"(%47, %42) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %49 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %50 = "stablehlo.broadcast_in_dim"(%49) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x16xf32>
    %51 = "stablehlo.multiply"(%50, %48) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %52 = "stablehlo.multiply"(%28, %51) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %53 = "stablehlo.dot_general"(%52, %arg3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x16xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %54 = "stablehlo.subtract"(%53, %arg5) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %55 = "stablehlo.multiply"(%54, %54) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %56 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %57 = "stablehlo.broadcast_in_dim"(%56) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %58 = "stablehlo.multiply"(%57, %54) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %59 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %60 = "stablehlo.reduce"(%55, %59) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg10: tensor<f32>, %arg11: tensor<f32>):
      %133 = "stablehlo.add"(%arg10, %arg11) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%133) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<f32>
    %61 = "stablehlo.constant"() <{value = dense<8.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %62 = "stablehlo.divide"(%60, %61) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %63 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %64 = "stablehlo.constant"() <{value = dense<8.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %65 = "stablehlo.divide"(%63, %64) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %66 = "stablehlo.broadcast_in_dim"(%65) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %67 = "stablehlo.multiply"(%66, %58) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %68 = "stablehlo.dot_general"(%67, %52) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x5xf32>, tensor<16x16xf32>) -> tensor<5x16xf32>
    %69 = "stablehlo.transpose"(%68) <{permutation = array<i64: 1, 0>}> : (tensor<5x16xf32>) -> tensor<16x5xf32>
    %70 = "stablehlo.dot_general"(%67, %arg3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x16xf32>
    %71 = "stablehlo.multiply"(%28, %70) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %72 = "stablehlo.multiply"(%70, %51) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %73 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %74 = "stablehlo.broadcast_in_dim"(%73) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x16xf32>
    %75 = "stablehlo.multiply"(%74, %71) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %76 = "stablehlo.multiply"(%75, %45) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %77 = "stablehlo.multiply"(%76, %42) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %78 = "stablehlo.add"(%76, %77) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %79 = "stablehlo.constant"() <{value = dense<0.797884583> : tensor<f32>}> : () -> tensor<f32>
    %80 = "stablehlo.broadcast_in_dim"(%79) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x16xf32>
    %81 = "stablehlo.multiply"(%80, %78) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %82 = "stablehlo.add"(%72, %81) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %83 = "stablehlo.constant"() <{value = dense<4.471500e-02> : tensor<f32>}> : () -> tensor<f32>
    %84 = "stablehlo.broadcast_in_dim"(%83) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x16xf32>
    %85 = "stablehlo.multiply"(%84, %81) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %86 = "stablehlo.multiply"(%85, %34) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %87 = "stablehlo.add"(%82, %86) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %88 = "stablehlo.dot_general"(%87, %27) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x16xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %89 = "stablehlo.transpose"(%88) <{permutation = array<i64: 1, 0>}> : (tensor<16x24xf32>) -> tensor<24x16xf32>
    %90 = "stablehlo.dot_general"(%87, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<16x16xf32>, tensor<24x16xf32>) -> tensor<16x24xf32>
    %91 = "stablehlo.multiply"(%3, %90) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %92 = "stablehlo.multiply"(%90, %26) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %93 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %94 = "stablehlo.broadcast_in_dim"(%93) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %95 = "stablehlo.multiply"(%94, %91) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %96 = "stablehlo.multiply"(%95, %20) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %97 = "stablehlo.multiply"(%96, %17) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %98 = "stablehlo.add"(%96, %97) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %99 = "stablehlo.constant"() <{value = dense<0.797884583> : tensor<f32>}> : () -> tensor<f32>
    %100 = "stablehlo.broadcast_in_dim"(%99) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %101 = "stablehlo.multiply"(%100, %98) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %102 = "stablehlo.add"(%92, %101) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %103 = "stablehlo.constant"() <{value = dense<4.471500e-02> : tensor<f32>}> : () -> tensor<f32>
    %104 = "stablehlo.broadcast_in_dim"(%103) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %105 = "stablehlo.multiply"(%104, %101) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %106 = "stablehlo.multiply"(%105, %9) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %107 = "stablehlo.add"(%102, %106) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %108 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %109 = "stablehlo.reduce"(%107, %108) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg8: tensor<f32>, %arg9: tensor<f32>):
      %132 = "stablehlo.add"(%arg8, %arg9) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%132) : (tensor<f32>) -> ()
    }) : (tensor<16x24xf32>, tensor<f32>) -> tensor<24xf32>
    %110 = "stablehlo.reshape"(%109) : (tensor<24xf32>) -> tensor<1x24xf32>
    %111 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %112 = "stablehlo.reduce"(%110, %111) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg6: tensor<f32>, %arg7: tensor<f32>):
      %131 = "stablehlo.add"(%arg6, %arg7) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%131) : (tensor<f32>) -> ()
    }) : (tensor<1x24xf32>, tensor<f32>) -> tensor<24xf32>
    %113 = "stablehlo.dot_general"(%107, %arg4) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<16x20xf32>) -> tensor<24x20xf32>
    %114 = "stablehlo.transpose"(%113) <{permutation = array<i64: 1, 0>}> : (tensor<24x20xf32>) -> tensor<20x24xf32>
    %115 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %116 = "stablehlo.broadcast_in_dim"(%115) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<20x24xf32>
    %117 = "stablehlo.multiply"(%116, %114) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %118 = "stablehlo.subtract"(%arg0, %117) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %119 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %120 = "stablehlo.broadcast_in_dim"(%119) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24xf32>
    %121 = "stablehlo.multiply"(%120, %112) : (tensor<24xf32>, tensor<24xf32>) -> tensor<24xf32>
    %122 = "stablehlo.subtract"(%arg1, %121) : (tensor<24xf32>, tensor<24xf32>) -> tensor<24xf32>
    %123 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %124 = "stablehlo.broadcast_in_dim"(%123) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24x16xf32>
    %125 = "stablehlo.multiply"(%124, %89) : (tensor<24x16xf32>, tensor<24x16xf32>) -> tensor<24x16xf32>
    %126 = "stablehlo.subtract"(%arg2, %125) : (tensor<24x16xf32>, tensor<24x16xf32>) -> tensor<24x16xf32>
    %127 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %128 = "stablehlo.broadcast_in_dim"(%127) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %129 = "stablehlo.multiply"(%128, %69) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %130 = "stablehlo.subtract"(%arg3, %129) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    "func.return"(%62, %118, %122, %126, %130) : (tensor<f32>, tensor<20x24xf32>, tensor<24xf32>, tensor<24x16xf32>, tensor<16x5xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
