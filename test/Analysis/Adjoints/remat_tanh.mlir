// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --test-per-print-adjoints -o /dev/null | \
// RUN:   FileCheck %s --implicit-check-not='failed' --implicit-check-not='skipped'

// jax.checkpoint: matched by congruence behind the barrier.

// CHECK-LABEL: adjoints of @main
// CHECK: site 0: {{.*}}: cotangent {{.*}}, by class, cut 1
// CHECK: site 1: {{.*}}: cotangent
// CHECK: site 2: {{.*}}: cotangent

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}, {}, {}, {}, {}], function_type = (tensor<20x32xf32>, tensor<32x20xf32>, tensor<20x32xf32>, tensor<32x20xf32>, tensor<20x32xf32>, tensor<32x20xf32>, tensor<20x5xf32>, tensor<16x20xf32>, tensor<16x5xf32>) -> (tensor<f32>, tensor<20x32xf32>, tensor<32x20xf32>, tensor<20x32xf32>, tensor<32x20xf32>, tensor<20x32xf32>, tensor<32x20xf32>, tensor<20x5xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}, {jax.result_info = "result[1][2]"}, {jax.result_info = "result[1][3]"}, {jax.result_info = "result[1][4]"}, {jax.result_info = "result[1][5]"}, {jax.result_info = "result[1][6]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<20x32xf32>, %arg1: tensor<32x20xf32>, %arg2: tensor<20x32xf32>, %arg3: tensor<32x20xf32>, %arg4: tensor<20x32xf32>, %arg5: tensor<32x20xf32>, %arg6: tensor<20x5xf32>, %arg7: tensor<16x20xf32>, %arg8: tensor<16x5xf32>):
    %0 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1 = "stablehlo.reduce"(%arg7, %0) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg63: tensor<f32>, %arg64: tensor<f32>):
      %371 = "stablehlo.add"(%arg63, %arg64) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%371) : (tensor<f32>) -> ()
    }) : (tensor<16x20xf32>, tensor<f32>) -> tensor<16xf32>
    %2 = "stablehlo.broadcast_in_dim"(%1) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %3 = "stablehlo.constant"() <{value = dense<2.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %4 = "stablehlo.broadcast_in_dim"(%3) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %5 = "stablehlo.divide"(%2, %4) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %6 = "stablehlo.broadcast_in_dim"(%5) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x20xf32>
    %7 = "stablehlo.subtract"(%arg7, %6) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %8 = "stablehlo.broadcast_in_dim"(%5) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x20xf32>
    %9 = "stablehlo.subtract"(%arg7, %8) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %10 = "stablehlo.multiply"(%9, %9) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %11 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %12 = "stablehlo.reduce"(%10, %11) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg61: tensor<f32>, %arg62: tensor<f32>):
      %370 = "stablehlo.add"(%arg61, %arg62) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%370) : (tensor<f32>) -> ()
    }) : (tensor<16x20xf32>, tensor<f32>) -> tensor<16xf32>
    %13 = "stablehlo.broadcast_in_dim"(%12) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %14 = "stablehlo.constant"() <{value = dense<2.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %15 = "stablehlo.broadcast_in_dim"(%14) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %16 = "stablehlo.divide"(%13, %15) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %17 = "stablehlo.constant"() <{value = dense<9.99999974E-6> : tensor<f32>}> : () -> tensor<f32>
    %18 = "stablehlo.broadcast_in_dim"(%17) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %19 = "stablehlo.add"(%16, %18) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %20 = "stablehlo.rsqrt"(%19) : (tensor<16x1xf32>) -> tensor<16x1xf32>
    %21 = "stablehlo.broadcast_in_dim"(%20) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x20xf32>
    %22 = "stablehlo.multiply"(%7, %21) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %23 = "stablehlo.dot_general"(%22, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x20xf32>, tensor<20x32xf32>) -> tensor<16x32xf32>
    %24 = "stablehlo.tanh"(%23) : (tensor<16x32xf32>) -> tensor<16x32xf32>
    %25 = "stablehlo.dot_general"(%24, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x32xf32>, tensor<32x20xf32>) -> tensor<16x20xf32>
    %26 = "stablehlo.add"(%arg7, %25) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %27 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %28 = "stablehlo.reduce"(%26, %27) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg59: tensor<f32>, %arg60: tensor<f32>):
      %369 = "stablehlo.add"(%arg59, %arg60) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%369) : (tensor<f32>) -> ()
    }) : (tensor<16x20xf32>, tensor<f32>) -> tensor<16xf32>
    %29 = "stablehlo.broadcast_in_dim"(%28) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %30 = "stablehlo.constant"() <{value = dense<2.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %31 = "stablehlo.broadcast_in_dim"(%30) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %32 = "stablehlo.divide"(%29, %31) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %33 = "stablehlo.broadcast_in_dim"(%32) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x20xf32>
    %34 = "stablehlo.subtract"(%26, %33) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %35 = "stablehlo.broadcast_in_dim"(%32) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x20xf32>
    %36 = "stablehlo.subtract"(%26, %35) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %37 = "stablehlo.multiply"(%36, %36) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %38 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %39 = "stablehlo.reduce"(%37, %38) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg57: tensor<f32>, %arg58: tensor<f32>):
      %368 = "stablehlo.add"(%arg57, %arg58) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%368) : (tensor<f32>) -> ()
    }) : (tensor<16x20xf32>, tensor<f32>) -> tensor<16xf32>
    %40 = "stablehlo.broadcast_in_dim"(%39) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %41 = "stablehlo.constant"() <{value = dense<2.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %42 = "stablehlo.broadcast_in_dim"(%41) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %43 = "stablehlo.divide"(%40, %42) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %44 = "stablehlo.constant"() <{value = dense<9.99999974E-6> : tensor<f32>}> : () -> tensor<f32>
    %45 = "stablehlo.broadcast_in_dim"(%44) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %46 = "stablehlo.add"(%43, %45) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %47 = "stablehlo.rsqrt"(%46) : (tensor<16x1xf32>) -> tensor<16x1xf32>
    %48 = "stablehlo.broadcast_in_dim"(%47) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x20xf32>
    %49 = "stablehlo.multiply"(%34, %48) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %50 = "stablehlo.dot_general"(%49, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x20xf32>, tensor<20x32xf32>) -> tensor<16x32xf32>
    %51 = "stablehlo.tanh"(%50) : (tensor<16x32xf32>) -> tensor<16x32xf32>
    %52 = "stablehlo.dot_general"(%51, %arg3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x32xf32>, tensor<32x20xf32>) -> tensor<16x20xf32>
    %53 = "stablehlo.add"(%26, %52) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %54 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %55 = "stablehlo.reduce"(%53, %54) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg55: tensor<f32>, %arg56: tensor<f32>):
      %367 = "stablehlo.add"(%arg55, %arg56) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%367) : (tensor<f32>) -> ()
    }) : (tensor<16x20xf32>, tensor<f32>) -> tensor<16xf32>
    %56 = "stablehlo.broadcast_in_dim"(%55) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %57 = "stablehlo.constant"() <{value = dense<2.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %58 = "stablehlo.broadcast_in_dim"(%57) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %59 = "stablehlo.divide"(%56, %58) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %60 = "stablehlo.broadcast_in_dim"(%59) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x20xf32>
    %61 = "stablehlo.subtract"(%53, %60) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %62 = "stablehlo.broadcast_in_dim"(%59) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x20xf32>
    %63 = "stablehlo.subtract"(%53, %62) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %64 = "stablehlo.multiply"(%63, %63) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %65 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %66 = "stablehlo.reduce"(%64, %65) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg53: tensor<f32>, %arg54: tensor<f32>):
      %366 = "stablehlo.add"(%arg53, %arg54) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%366) : (tensor<f32>) -> ()
    }) : (tensor<16x20xf32>, tensor<f32>) -> tensor<16xf32>
    %67 = "stablehlo.broadcast_in_dim"(%66) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %68 = "stablehlo.constant"() <{value = dense<2.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %69 = "stablehlo.broadcast_in_dim"(%68) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %70 = "stablehlo.divide"(%67, %69) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %71 = "stablehlo.constant"() <{value = dense<9.99999974E-6> : tensor<f32>}> : () -> tensor<f32>
    %72 = "stablehlo.broadcast_in_dim"(%71) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %73 = "stablehlo.add"(%70, %72) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %74 = "stablehlo.rsqrt"(%73) : (tensor<16x1xf32>) -> tensor<16x1xf32>
    %75 = "stablehlo.broadcast_in_dim"(%74) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x20xf32>
    %76 = "stablehlo.multiply"(%61, %75) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %77 = "stablehlo.dot_general"(%76, %arg4) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x20xf32>, tensor<20x32xf32>) -> tensor<16x32xf32>
    %78 = "stablehlo.tanh"(%77) : (tensor<16x32xf32>) -> tensor<16x32xf32>
    %79 = "stablehlo.dot_general"(%78, %arg5) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x32xf32>, tensor<32x20xf32>) -> tensor<16x20xf32>
    %80 = "stablehlo.add"(%53, %79) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %81 = "stablehlo.dot_general"(%80, %arg6) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x20xf32>, tensor<20x5xf32>) -> tensor<16x5xf32>
    %82 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %83 = "stablehlo.reduce"(%81, %82) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg51: tensor<f32>, %arg52: tensor<f32>):
      %365 = "stablehlo.maximum"(%arg51, %arg52) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%365) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %84 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %85 = "stablehlo.broadcast_in_dim"(%84) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16xf32>
    %86 = "stablehlo.maximum"(%85, %83) : (tensor<16xf32>, tensor<16xf32>) -> tensor<16xf32>
    %87 = "stablehlo.broadcast_in_dim"(%86) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %88 = "stablehlo.broadcast_in_dim"(%87) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x5xf32>
    %89 = "stablehlo.subtract"(%81, %88) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %90 = "stablehlo.exponential"(%89) : (tensor<16x5xf32>) -> tensor<16x5xf32>
    %91 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %92 = "stablehlo.reduce"(%90, %91) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg49: tensor<f32>, %arg50: tensor<f32>):
      %364 = "stablehlo.add"(%arg49, %arg50) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%364) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %93 = "stablehlo.broadcast_in_dim"(%92) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %94 = "stablehlo.log"(%93) : (tensor<16x1xf32>) -> tensor<16x1xf32>
    %95 = "stablehlo.broadcast_in_dim"(%94) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x5xf32>
    %96 = "stablehlo.subtract"(%89, %95) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %97 = "stablehlo.multiply"(%96, %arg8) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %98 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %99 = "stablehlo.reduce"(%97, %98) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg47: tensor<f32>, %arg48: tensor<f32>):
      %363 = "stablehlo.add"(%arg47, %arg48) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%363) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %100 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %101 = "stablehlo.reduce"(%99, %100) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg45: tensor<f32>, %arg46: tensor<f32>):
      %362 = "stablehlo.add"(%arg45, %arg46) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%362) : (tensor<f32>) -> ()
    }) : (tensor<16xf32>, tensor<f32>) -> tensor<f32>
    %102 = "stablehlo.constant"() <{value = dense<1.600000e+01> : tensor<f32>}> : () -> tensor<f32>
    %103 = "stablehlo.divide"(%101, %102) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %104 = "stablehlo.negate"(%103) : (tensor<f32>) -> tensor<f32>
    %105 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %106 = "stablehlo.negate"(%105) : (tensor<f32>) -> tensor<f32>
    %107 = "stablehlo.constant"() <{value = dense<1.600000e+01> : tensor<f32>}> : () -> tensor<f32>
    %108 = "stablehlo.divide"(%106, %107) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %109 = "stablehlo.broadcast_in_dim"(%108) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16xf32>
    %110 = "stablehlo.broadcast_in_dim"(%109) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x5xf32>
    %111 = "stablehlo.multiply"(%110, %arg8) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %112 = "stablehlo.negate"(%111) : (tensor<16x5xf32>) -> tensor<16x5xf32>
    %113 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %114 = "stablehlo.reduce"(%112, %113) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg43: tensor<f32>, %arg44: tensor<f32>):
      %361 = "stablehlo.add"(%arg43, %arg44) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%361) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %115 = "stablehlo.reshape"(%114) : (tensor<16xf32>) -> tensor<16x1xf32>
    %116 = "stablehlo.divide"(%115, %93) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %117 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %118 = "stablehlo.reduce"(%116, %117) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg41: tensor<f32>, %arg42: tensor<f32>):
      %360 = "stablehlo.add"(%arg41, %arg42) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%360) : (tensor<f32>) -> ()
    }) : (tensor<16x1xf32>, tensor<f32>) -> tensor<16xf32>
    %119 = "stablehlo.broadcast_in_dim"(%118) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x5xf32>
    %120 = "stablehlo.multiply"(%119, %90) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %121 = "stablehlo.add"(%111, %120) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %122 = "stablehlo.dot_general"(%121, %80) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x5xf32>, tensor<16x20xf32>) -> tensor<5x20xf32>
    %123 = "stablehlo.transpose"(%122) <{permutation = array<i64: 1, 0>}> : (tensor<5x20xf32>) -> tensor<20x5xf32>
    %124 = "stablehlo.dot_general"(%121, %arg6) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<16x5xf32>, tensor<20x5xf32>) -> tensor<16x20xf32>
    %125:4 = "stablehlo.optimization_barrier"(%53, %arg4, %arg5, %124) : (tensor<16x20xf32>, tensor<20x32xf32>, tensor<32x20xf32>, tensor<16x20xf32>) -> (tensor<16x20xf32>, tensor<20x32xf32>, tensor<32x20xf32>, tensor<16x20xf32>)
    %126 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %127 = "stablehlo.reduce"(%125#0, %126) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg39: tensor<f32>, %arg40: tensor<f32>):
      %359 = "stablehlo.add"(%arg39, %arg40) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%359) : (tensor<f32>) -> ()
    }) : (tensor<16x20xf32>, tensor<f32>) -> tensor<16xf32>
    %128 = "stablehlo.broadcast_in_dim"(%127) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %129 = "stablehlo.constant"() <{value = dense<2.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %130 = "stablehlo.broadcast_in_dim"(%129) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %131 = "stablehlo.divide"(%128, %130) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %132 = "stablehlo.broadcast_in_dim"(%131) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x20xf32>
    %133 = "stablehlo.subtract"(%125#0, %132) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %134 = "stablehlo.broadcast_in_dim"(%131) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x20xf32>
    %135 = "stablehlo.subtract"(%125#0, %134) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %136 = "stablehlo.multiply"(%135, %135) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %137 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %138 = "stablehlo.broadcast_in_dim"(%137) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x20xf32>
    %139 = "stablehlo.multiply"(%138, %135) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %140 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %141 = "stablehlo.reduce"(%136, %140) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg37: tensor<f32>, %arg38: tensor<f32>):
      %358 = "stablehlo.add"(%arg37, %arg38) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%358) : (tensor<f32>) -> ()
    }) : (tensor<16x20xf32>, tensor<f32>) -> tensor<16xf32>
    %142 = "stablehlo.broadcast_in_dim"(%141) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %143 = "stablehlo.constant"() <{value = dense<2.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %144 = "stablehlo.broadcast_in_dim"(%143) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %145 = "stablehlo.divide"(%142, %144) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %146 = "stablehlo.constant"() <{value = dense<9.99999974E-6> : tensor<f32>}> : () -> tensor<f32>
    %147 = "stablehlo.broadcast_in_dim"(%146) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %148 = "stablehlo.add"(%145, %147) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %149 = "stablehlo.rsqrt"(%148) : (tensor<16x1xf32>) -> tensor<16x1xf32>
    %150 = "stablehlo.divide"(%149, %148) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %151 = "stablehlo.constant"() <{value = dense<-5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %152 = "stablehlo.broadcast_in_dim"(%151) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %153 = "stablehlo.multiply"(%152, %150) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %154 = "stablehlo.broadcast_in_dim"(%149) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x20xf32>
    %155 = "stablehlo.multiply"(%133, %154) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %156 = "stablehlo.dot_general"(%155, %125#1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x20xf32>, tensor<20x32xf32>) -> tensor<16x32xf32>
    %157 = "stablehlo.tanh"(%156) : (tensor<16x32xf32>) -> tensor<16x32xf32>
    %158 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %159 = "stablehlo.broadcast_in_dim"(%158) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x32xf32>
    %160 = "stablehlo.subtract"(%159, %157) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %161 = "stablehlo.dot_general"(%125#3, %157) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x20xf32>, tensor<16x32xf32>) -> tensor<20x32xf32>
    %162 = "stablehlo.transpose"(%161) <{permutation = array<i64: 1, 0>}> : (tensor<20x32xf32>) -> tensor<32x20xf32>
    %163 = "stablehlo.dot_general"(%125#3, %125#2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<16x20xf32>, tensor<32x20xf32>) -> tensor<16x32xf32>
    %164 = "stablehlo.multiply"(%163, %160) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %165 = "stablehlo.multiply"(%164, %157) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %166 = "stablehlo.add"(%164, %165) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %167 = "stablehlo.dot_general"(%166, %155) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x32xf32>, tensor<16x20xf32>) -> tensor<32x20xf32>
    %168 = "stablehlo.transpose"(%167) <{permutation = array<i64: 1, 0>}> : (tensor<32x20xf32>) -> tensor<20x32xf32>
    %169 = "stablehlo.dot_general"(%166, %125#1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<16x32xf32>, tensor<20x32xf32>) -> tensor<16x20xf32>
    %170 = "stablehlo.multiply"(%133, %169) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %171 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %172 = "stablehlo.reduce"(%170, %171) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg35: tensor<f32>, %arg36: tensor<f32>):
      %357 = "stablehlo.add"(%arg35, %arg36) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%357) : (tensor<f32>) -> ()
    }) : (tensor<16x20xf32>, tensor<f32>) -> tensor<16xf32>
    %173 = "stablehlo.reshape"(%172) : (tensor<16xf32>) -> tensor<16x1xf32>
    %174 = "stablehlo.broadcast_in_dim"(%149) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x20xf32>
    %175 = "stablehlo.multiply"(%169, %174) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %176 = "stablehlo.multiply"(%173, %153) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %177 = "stablehlo.constant"() <{value = dense<2.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %178 = "stablehlo.broadcast_in_dim"(%177) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %179 = "stablehlo.divide"(%176, %178) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %180 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %181 = "stablehlo.reduce"(%179, %180) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg33: tensor<f32>, %arg34: tensor<f32>):
      %356 = "stablehlo.add"(%arg33, %arg34) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%356) : (tensor<f32>) -> ()
    }) : (tensor<16x1xf32>, tensor<f32>) -> tensor<16xf32>
    %182 = "stablehlo.broadcast_in_dim"(%181) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x20xf32>
    %183 = "stablehlo.multiply"(%182, %139) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %184 = "stablehlo.negate"(%183) : (tensor<16x20xf32>) -> tensor<16x20xf32>
    %185 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %186 = "stablehlo.reduce"(%184, %185) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg31: tensor<f32>, %arg32: tensor<f32>):
      %355 = "stablehlo.add"(%arg31, %arg32) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%355) : (tensor<f32>) -> ()
    }) : (tensor<16x20xf32>, tensor<f32>) -> tensor<16xf32>
    %187 = "stablehlo.reshape"(%186) : (tensor<16xf32>) -> tensor<16x1xf32>
    %188 = "stablehlo.add"(%125#3, %183) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %189 = "stablehlo.negate"(%175) : (tensor<16x20xf32>) -> tensor<16x20xf32>
    %190 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %191 = "stablehlo.reduce"(%189, %190) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg29: tensor<f32>, %arg30: tensor<f32>):
      %354 = "stablehlo.add"(%arg29, %arg30) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%354) : (tensor<f32>) -> ()
    }) : (tensor<16x20xf32>, tensor<f32>) -> tensor<16xf32>
    %192 = "stablehlo.reshape"(%191) : (tensor<16xf32>) -> tensor<16x1xf32>
    %193 = "stablehlo.add"(%188, %175) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %194 = "stablehlo.add"(%187, %192) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %195 = "stablehlo.constant"() <{value = dense<2.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %196 = "stablehlo.broadcast_in_dim"(%195) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %197 = "stablehlo.divide"(%194, %196) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %198 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %199 = "stablehlo.reduce"(%197, %198) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg27: tensor<f32>, %arg28: tensor<f32>):
      %353 = "stablehlo.add"(%arg27, %arg28) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%353) : (tensor<f32>) -> ()
    }) : (tensor<16x1xf32>, tensor<f32>) -> tensor<16xf32>
    %200 = "stablehlo.broadcast_in_dim"(%199) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x20xf32>
    %201 = "stablehlo.add"(%193, %200) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %202:4 = "stablehlo.optimization_barrier"(%26, %arg2, %arg3, %201) : (tensor<16x20xf32>, tensor<20x32xf32>, tensor<32x20xf32>, tensor<16x20xf32>) -> (tensor<16x20xf32>, tensor<20x32xf32>, tensor<32x20xf32>, tensor<16x20xf32>)
    %203 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %204 = "stablehlo.reduce"(%202#0, %203) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg25: tensor<f32>, %arg26: tensor<f32>):
      %352 = "stablehlo.add"(%arg25, %arg26) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%352) : (tensor<f32>) -> ()
    }) : (tensor<16x20xf32>, tensor<f32>) -> tensor<16xf32>
    %205 = "stablehlo.broadcast_in_dim"(%204) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %206 = "stablehlo.constant"() <{value = dense<2.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %207 = "stablehlo.broadcast_in_dim"(%206) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %208 = "stablehlo.divide"(%205, %207) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %209 = "stablehlo.broadcast_in_dim"(%208) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x20xf32>
    %210 = "stablehlo.subtract"(%202#0, %209) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %211 = "stablehlo.broadcast_in_dim"(%208) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x20xf32>
    %212 = "stablehlo.subtract"(%202#0, %211) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %213 = "stablehlo.multiply"(%212, %212) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %214 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %215 = "stablehlo.broadcast_in_dim"(%214) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x20xf32>
    %216 = "stablehlo.multiply"(%215, %212) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %217 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %218 = "stablehlo.reduce"(%213, %217) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg23: tensor<f32>, %arg24: tensor<f32>):
      %351 = "stablehlo.add"(%arg23, %arg24) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%351) : (tensor<f32>) -> ()
    }) : (tensor<16x20xf32>, tensor<f32>) -> tensor<16xf32>
    %219 = "stablehlo.broadcast_in_dim"(%218) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %220 = "stablehlo.constant"() <{value = dense<2.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %221 = "stablehlo.broadcast_in_dim"(%220) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %222 = "stablehlo.divide"(%219, %221) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %223 = "stablehlo.constant"() <{value = dense<9.99999974E-6> : tensor<f32>}> : () -> tensor<f32>
    %224 = "stablehlo.broadcast_in_dim"(%223) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %225 = "stablehlo.add"(%222, %224) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %226 = "stablehlo.rsqrt"(%225) : (tensor<16x1xf32>) -> tensor<16x1xf32>
    %227 = "stablehlo.divide"(%226, %225) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %228 = "stablehlo.constant"() <{value = dense<-5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %229 = "stablehlo.broadcast_in_dim"(%228) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %230 = "stablehlo.multiply"(%229, %227) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %231 = "stablehlo.broadcast_in_dim"(%226) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x20xf32>
    %232 = "stablehlo.multiply"(%210, %231) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %233 = "stablehlo.dot_general"(%232, %202#1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x20xf32>, tensor<20x32xf32>) -> tensor<16x32xf32>
    %234 = "stablehlo.tanh"(%233) : (tensor<16x32xf32>) -> tensor<16x32xf32>
    %235 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %236 = "stablehlo.broadcast_in_dim"(%235) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x32xf32>
    %237 = "stablehlo.subtract"(%236, %234) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %238 = "stablehlo.dot_general"(%202#3, %234) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x20xf32>, tensor<16x32xf32>) -> tensor<20x32xf32>
    %239 = "stablehlo.transpose"(%238) <{permutation = array<i64: 1, 0>}> : (tensor<20x32xf32>) -> tensor<32x20xf32>
    %240 = "stablehlo.dot_general"(%202#3, %202#2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<16x20xf32>, tensor<32x20xf32>) -> tensor<16x32xf32>
    %241 = "stablehlo.multiply"(%240, %237) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %242 = "stablehlo.multiply"(%241, %234) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %243 = "stablehlo.add"(%241, %242) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %244 = "stablehlo.dot_general"(%243, %232) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x32xf32>, tensor<16x20xf32>) -> tensor<32x20xf32>
    %245 = "stablehlo.transpose"(%244) <{permutation = array<i64: 1, 0>}> : (tensor<32x20xf32>) -> tensor<20x32xf32>
    %246 = "stablehlo.dot_general"(%243, %202#1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<16x32xf32>, tensor<20x32xf32>) -> tensor<16x20xf32>
    %247 = "stablehlo.multiply"(%210, %246) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %248 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %249 = "stablehlo.reduce"(%247, %248) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg21: tensor<f32>, %arg22: tensor<f32>):
      %350 = "stablehlo.add"(%arg21, %arg22) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%350) : (tensor<f32>) -> ()
    }) : (tensor<16x20xf32>, tensor<f32>) -> tensor<16xf32>
    %250 = "stablehlo.reshape"(%249) : (tensor<16xf32>) -> tensor<16x1xf32>
    %251 = "stablehlo.broadcast_in_dim"(%226) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x20xf32>
    %252 = "stablehlo.multiply"(%246, %251) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %253 = "stablehlo.multiply"(%250, %230) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %254 = "stablehlo.constant"() <{value = dense<2.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %255 = "stablehlo.broadcast_in_dim"(%254) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %256 = "stablehlo.divide"(%253, %255) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %257 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %258 = "stablehlo.reduce"(%256, %257) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg19: tensor<f32>, %arg20: tensor<f32>):
      %349 = "stablehlo.add"(%arg19, %arg20) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%349) : (tensor<f32>) -> ()
    }) : (tensor<16x1xf32>, tensor<f32>) -> tensor<16xf32>
    %259 = "stablehlo.broadcast_in_dim"(%258) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x20xf32>
    %260 = "stablehlo.multiply"(%259, %216) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %261 = "stablehlo.negate"(%260) : (tensor<16x20xf32>) -> tensor<16x20xf32>
    %262 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %263 = "stablehlo.reduce"(%261, %262) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg17: tensor<f32>, %arg18: tensor<f32>):
      %348 = "stablehlo.add"(%arg17, %arg18) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%348) : (tensor<f32>) -> ()
    }) : (tensor<16x20xf32>, tensor<f32>) -> tensor<16xf32>
    %264 = "stablehlo.reshape"(%263) : (tensor<16xf32>) -> tensor<16x1xf32>
    %265 = "stablehlo.add"(%202#3, %260) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %266 = "stablehlo.negate"(%252) : (tensor<16x20xf32>) -> tensor<16x20xf32>
    %267 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %268 = "stablehlo.reduce"(%266, %267) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg15: tensor<f32>, %arg16: tensor<f32>):
      %347 = "stablehlo.add"(%arg15, %arg16) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%347) : (tensor<f32>) -> ()
    }) : (tensor<16x20xf32>, tensor<f32>) -> tensor<16xf32>
    %269 = "stablehlo.reshape"(%268) : (tensor<16xf32>) -> tensor<16x1xf32>
    %270 = "stablehlo.add"(%265, %252) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %271 = "stablehlo.add"(%264, %269) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %272 = "stablehlo.constant"() <{value = dense<2.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %273 = "stablehlo.broadcast_in_dim"(%272) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %274 = "stablehlo.divide"(%271, %273) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %275 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %276 = "stablehlo.reduce"(%274, %275) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg13: tensor<f32>, %arg14: tensor<f32>):
      %346 = "stablehlo.add"(%arg13, %arg14) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%346) : (tensor<f32>) -> ()
    }) : (tensor<16x1xf32>, tensor<f32>) -> tensor<16xf32>
    %277 = "stablehlo.broadcast_in_dim"(%276) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x20xf32>
    %278 = "stablehlo.add"(%270, %277) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %279:4 = "stablehlo.optimization_barrier"(%arg7, %arg0, %arg1, %278) : (tensor<16x20xf32>, tensor<20x32xf32>, tensor<32x20xf32>, tensor<16x20xf32>) -> (tensor<16x20xf32>, tensor<20x32xf32>, tensor<32x20xf32>, tensor<16x20xf32>)
    %280 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %281 = "stablehlo.reduce"(%279#0, %280) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg11: tensor<f32>, %arg12: tensor<f32>):
      %345 = "stablehlo.add"(%arg11, %arg12) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%345) : (tensor<f32>) -> ()
    }) : (tensor<16x20xf32>, tensor<f32>) -> tensor<16xf32>
    %282 = "stablehlo.broadcast_in_dim"(%281) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %283 = "stablehlo.constant"() <{value = dense<2.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %284 = "stablehlo.broadcast_in_dim"(%283) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %285 = "stablehlo.divide"(%282, %284) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %286 = "stablehlo.broadcast_in_dim"(%285) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x20xf32>
    %287 = "stablehlo.subtract"(%279#0, %286) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %288 = "stablehlo.broadcast_in_dim"(%285) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x20xf32>
    %289 = "stablehlo.subtract"(%279#0, %288) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %290 = "stablehlo.multiply"(%289, %289) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %291 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %292 = "stablehlo.reduce"(%290, %291) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg9: tensor<f32>, %arg10: tensor<f32>):
      %344 = "stablehlo.add"(%arg9, %arg10) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%344) : (tensor<f32>) -> ()
    }) : (tensor<16x20xf32>, tensor<f32>) -> tensor<16xf32>
    %293 = "stablehlo.broadcast_in_dim"(%292) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %294 = "stablehlo.constant"() <{value = dense<2.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %295 = "stablehlo.broadcast_in_dim"(%294) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %296 = "stablehlo.divide"(%293, %295) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %297 = "stablehlo.constant"() <{value = dense<9.99999974E-6> : tensor<f32>}> : () -> tensor<f32>
    %298 = "stablehlo.broadcast_in_dim"(%297) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %299 = "stablehlo.add"(%296, %298) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %300 = "stablehlo.rsqrt"(%299) : (tensor<16x1xf32>) -> tensor<16x1xf32>
    %301 = "stablehlo.broadcast_in_dim"(%300) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x20xf32>
    %302 = "stablehlo.multiply"(%287, %301) : (tensor<16x20xf32>, tensor<16x20xf32>) -> tensor<16x20xf32>
    %303 = "stablehlo.dot_general"(%302, %279#1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x20xf32>, tensor<20x32xf32>) -> tensor<16x32xf32>
    %304 = "stablehlo.tanh"(%303) : (tensor<16x32xf32>) -> tensor<16x32xf32>
    %305 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %306 = "stablehlo.broadcast_in_dim"(%305) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x32xf32>
    %307 = "stablehlo.subtract"(%306, %304) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %308 = "stablehlo.dot_general"(%279#3, %304) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x20xf32>, tensor<16x32xf32>) -> tensor<20x32xf32>
    %309 = "stablehlo.transpose"(%308) <{permutation = array<i64: 1, 0>}> : (tensor<20x32xf32>) -> tensor<32x20xf32>
    %310 = "stablehlo.dot_general"(%279#3, %279#2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<16x20xf32>, tensor<32x20xf32>) -> tensor<16x32xf32>
    %311 = "stablehlo.multiply"(%310, %307) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %312 = "stablehlo.multiply"(%311, %304) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %313 = "stablehlo.add"(%311, %312) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %314 = "stablehlo.dot_general"(%313, %302) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x32xf32>, tensor<16x20xf32>) -> tensor<32x20xf32>
    %315 = "stablehlo.transpose"(%314) <{permutation = array<i64: 1, 0>}> : (tensor<32x20xf32>) -> tensor<20x32xf32>
    %316 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %317 = "stablehlo.broadcast_in_dim"(%316) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<20x32xf32>
    %318 = "stablehlo.multiply"(%317, %315) : (tensor<20x32xf32>, tensor<20x32xf32>) -> tensor<20x32xf32>
    %319 = "stablehlo.subtract"(%arg0, %318) : (tensor<20x32xf32>, tensor<20x32xf32>) -> tensor<20x32xf32>
    %320 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %321 = "stablehlo.broadcast_in_dim"(%320) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<32x20xf32>
    %322 = "stablehlo.multiply"(%321, %309) : (tensor<32x20xf32>, tensor<32x20xf32>) -> tensor<32x20xf32>
    %323 = "stablehlo.subtract"(%arg1, %322) : (tensor<32x20xf32>, tensor<32x20xf32>) -> tensor<32x20xf32>
    %324 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %325 = "stablehlo.broadcast_in_dim"(%324) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<20x32xf32>
    %326 = "stablehlo.multiply"(%325, %245) : (tensor<20x32xf32>, tensor<20x32xf32>) -> tensor<20x32xf32>
    %327 = "stablehlo.subtract"(%arg2, %326) : (tensor<20x32xf32>, tensor<20x32xf32>) -> tensor<20x32xf32>
    %328 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %329 = "stablehlo.broadcast_in_dim"(%328) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<32x20xf32>
    %330 = "stablehlo.multiply"(%329, %239) : (tensor<32x20xf32>, tensor<32x20xf32>) -> tensor<32x20xf32>
    %331 = "stablehlo.subtract"(%arg3, %330) : (tensor<32x20xf32>, tensor<32x20xf32>) -> tensor<32x20xf32>
    %332 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %333 = "stablehlo.broadcast_in_dim"(%332) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<20x32xf32>
    %334 = "stablehlo.multiply"(%333, %168) : (tensor<20x32xf32>, tensor<20x32xf32>) -> tensor<20x32xf32>
    %335 = "stablehlo.subtract"(%arg4, %334) : (tensor<20x32xf32>, tensor<20x32xf32>) -> tensor<20x32xf32>
    %336 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %337 = "stablehlo.broadcast_in_dim"(%336) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<32x20xf32>
    %338 = "stablehlo.multiply"(%337, %162) : (tensor<32x20xf32>, tensor<32x20xf32>) -> tensor<32x20xf32>
    %339 = "stablehlo.subtract"(%arg5, %338) : (tensor<32x20xf32>, tensor<32x20xf32>) -> tensor<32x20xf32>
    %340 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %341 = "stablehlo.broadcast_in_dim"(%340) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<20x5xf32>
    %342 = "stablehlo.multiply"(%341, %123) : (tensor<20x5xf32>, tensor<20x5xf32>) -> tensor<20x5xf32>
    %343 = "stablehlo.subtract"(%arg6, %342) : (tensor<20x5xf32>, tensor<20x5xf32>) -> tensor<20x5xf32>
    "func.return"(%104, %319, %323, %327, %331, %335, %339, %343) : (tensor<f32>, tensor<20x32xf32>, tensor<32x20xf32>, tensor<20x32xf32>, tensor<32x20xf32>, tensor<20x32xf32>, tensor<32x20xf32>, tensor<20x5xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
