// RUN: per-opt --allow-unregistered-dialect --per-inline-calls \
// RUN:   --test-per-print-sites %s -o /dev/null 2>&1 | FileCheck %s

// The mean of a layer norm sums exp(-x^2), but nothing is divided by it: no
// softmax, but an activation. The numerator of the cross entropy is no site.

// CHECK:      site 0: 16x32xf32 stablehlo.exponential, gaussian, samples [0]
// CHECK-NEXT: contractions: 2, without a site 1
// CHECK-NOT:  site

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}], function_type = (tensor<20x32xf32>, tensor<32x5xf32>, tensor<16x20xf32>, tensor<16x5xf32>) -> (tensor<f32>, tensor<20x32xf32>, tensor<32x5xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg12: tensor<20x32xf32>, %arg13: tensor<32x5xf32>, %arg14: tensor<16x20xf32>, %arg15: tensor<16x5xf32>):
    %29 = "stablehlo.dot_general"(%arg14, %arg12) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x20xf32>, tensor<20x32xf32>) -> tensor<16x32xf32>
    %30 = "stablehlo.multiply"(%29, %29) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %31 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %32 = "stablehlo.broadcast_in_dim"(%31) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x32xf32>
    %33 = "stablehlo.multiply"(%32, %29) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %34 = "stablehlo.negate"(%30) : (tensor<16x32xf32>) -> tensor<16x32xf32>
    %35 = "stablehlo.exponential"(%34) : (tensor<16x32xf32>) -> tensor<16x32xf32>
    %36 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %37 = "stablehlo.reduce"(%35, %36) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg30: tensor<f32>, %arg31: tensor<f32>):
      %131 = "stablehlo.add"(%arg30, %arg31) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%131) : (tensor<f32>) -> ()
    }) : (tensor<16x32xf32>, tensor<f32>) -> tensor<16xf32>
    %38 = "stablehlo.broadcast_in_dim"(%37) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %39 = "stablehlo.constant"() <{value = dense<3.200000e+01> : tensor<f32>}> : () -> tensor<f32>
    %40 = "stablehlo.broadcast_in_dim"(%39) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %41 = "stablehlo.divide"(%38, %40) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %42 = "stablehlo.broadcast_in_dim"(%41) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x32xf32>
    %43 = "stablehlo.subtract"(%35, %42) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %44 = "stablehlo.multiply"(%43, %43) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %45 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %46 = "stablehlo.broadcast_in_dim"(%45) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x32xf32>
    %47 = "stablehlo.multiply"(%46, %43) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %48 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %49 = "stablehlo.reduce"(%44, %48) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg28: tensor<f32>, %arg29: tensor<f32>):
      %130 = "stablehlo.add"(%arg28, %arg29) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%130) : (tensor<f32>) -> ()
    }) : (tensor<16x32xf32>, tensor<f32>) -> tensor<16xf32>
    %50 = "stablehlo.broadcast_in_dim"(%49) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %51 = "stablehlo.constant"() <{value = dense<3.200000e+01> : tensor<f32>}> : () -> tensor<f32>
    %52 = "stablehlo.broadcast_in_dim"(%51) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %53 = "stablehlo.divide"(%50, %52) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %54 = "stablehlo.constant"() <{value = dense<9.99999974E-6> : tensor<f32>}> : () -> tensor<f32>
    %55 = "stablehlo.broadcast_in_dim"(%54) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %56 = "stablehlo.add"(%53, %55) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %57 = "stablehlo.rsqrt"(%56) : (tensor<16x1xf32>) -> tensor<16x1xf32>
    %58 = "stablehlo.divide"(%57, %56) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %59 = "stablehlo.constant"() <{value = dense<-5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %60 = "stablehlo.broadcast_in_dim"(%59) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %61 = "stablehlo.multiply"(%60, %58) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %62 = "stablehlo.broadcast_in_dim"(%57) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x32xf32>
    %63 = "stablehlo.multiply"(%43, %62) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %64 = "stablehlo.dot_general"(%63, %arg13) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x32xf32>, tensor<32x5xf32>) -> tensor<16x5xf32>
    %65:3 = "func.call"(%64) <{callee = @log_softmax}> : (tensor<16x5xf32>) -> (tensor<16x5xf32>, tensor<16x5xf32>, tensor<16x1xf32>)
    %66 = "stablehlo.multiply"(%65#0, %arg15) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %67 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %68 = "stablehlo.reduce"(%66, %67) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg26: tensor<f32>, %arg27: tensor<f32>):
      %129 = "stablehlo.add"(%arg26, %arg27) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%129) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %69 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %70 = "stablehlo.reduce"(%68, %69) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg24: tensor<f32>, %arg25: tensor<f32>):
      %128 = "stablehlo.add"(%arg24, %arg25) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%128) : (tensor<f32>) -> ()
    }) : (tensor<16xf32>, tensor<f32>) -> tensor<f32>
    %71 = "stablehlo.constant"() <{value = dense<1.600000e+01> : tensor<f32>}> : () -> tensor<f32>
    %72 = "stablehlo.divide"(%70, %71) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %73 = "stablehlo.negate"(%72) : (tensor<f32>) -> tensor<f32>
    %74 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %75 = "stablehlo.negate"(%74) : (tensor<f32>) -> tensor<f32>
    %76 = "stablehlo.constant"() <{value = dense<1.600000e+01> : tensor<f32>}> : () -> tensor<f32>
    %77 = "stablehlo.divide"(%75, %76) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %78 = "stablehlo.broadcast_in_dim"(%77) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16xf32>
    %79 = "stablehlo.broadcast_in_dim"(%78) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x5xf32>
    %80 = "stablehlo.multiply"(%79, %arg15) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %81 = "func.call"(%65#1, %65#2, %80) <{callee = @log_softmax_0}> : (tensor<16x5xf32>, tensor<16x1xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %82 = "stablehlo.dot_general"(%81, %63) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x5xf32>, tensor<16x32xf32>) -> tensor<5x32xf32>
    %83 = "stablehlo.transpose"(%82) <{permutation = array<i64: 1, 0>}> : (tensor<5x32xf32>) -> tensor<32x5xf32>
    %84 = "stablehlo.dot_general"(%81, %arg13) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x5xf32>, tensor<32x5xf32>) -> tensor<16x32xf32>
    %85 = "stablehlo.multiply"(%43, %84) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %86 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %87 = "stablehlo.reduce"(%85, %86) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg22: tensor<f32>, %arg23: tensor<f32>):
      %127 = "stablehlo.add"(%arg22, %arg23) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%127) : (tensor<f32>) -> ()
    }) : (tensor<16x32xf32>, tensor<f32>) -> tensor<16xf32>
    %88 = "stablehlo.reshape"(%87) : (tensor<16xf32>) -> tensor<16x1xf32>
    %89 = "stablehlo.broadcast_in_dim"(%57) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x32xf32>
    %90 = "stablehlo.multiply"(%84, %89) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %91 = "stablehlo.multiply"(%88, %61) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %92 = "stablehlo.constant"() <{value = dense<3.200000e+01> : tensor<f32>}> : () -> tensor<f32>
    %93 = "stablehlo.broadcast_in_dim"(%92) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %94 = "stablehlo.divide"(%91, %93) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %95 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %96 = "stablehlo.reduce"(%94, %95) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg20: tensor<f32>, %arg21: tensor<f32>):
      %126 = "stablehlo.add"(%arg20, %arg21) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%126) : (tensor<f32>) -> ()
    }) : (tensor<16x1xf32>, tensor<f32>) -> tensor<16xf32>
    %97 = "stablehlo.broadcast_in_dim"(%96) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x32xf32>
    %98 = "stablehlo.multiply"(%97, %47) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %99 = "stablehlo.add"(%90, %98) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %100 = "stablehlo.negate"(%99) : (tensor<16x32xf32>) -> tensor<16x32xf32>
    %101 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %102 = "stablehlo.reduce"(%100, %101) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg18: tensor<f32>, %arg19: tensor<f32>):
      %125 = "stablehlo.add"(%arg18, %arg19) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%125) : (tensor<f32>) -> ()
    }) : (tensor<16x32xf32>, tensor<f32>) -> tensor<16xf32>
    %103 = "stablehlo.reshape"(%102) : (tensor<16xf32>) -> tensor<16x1xf32>
    %104 = "stablehlo.constant"() <{value = dense<3.200000e+01> : tensor<f32>}> : () -> tensor<f32>
    %105 = "stablehlo.broadcast_in_dim"(%104) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x1xf32>
    %106 = "stablehlo.divide"(%103, %105) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %107 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %108 = "stablehlo.reduce"(%106, %107) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg16: tensor<f32>, %arg17: tensor<f32>):
      %124 = "stablehlo.add"(%arg16, %arg17) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%124) : (tensor<f32>) -> ()
    }) : (tensor<16x1xf32>, tensor<f32>) -> tensor<16xf32>
    %109 = "stablehlo.broadcast_in_dim"(%108) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x32xf32>
    %110 = "stablehlo.add"(%99, %109) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %111 = "stablehlo.multiply"(%110, %35) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %112 = "stablehlo.negate"(%111) : (tensor<16x32xf32>) -> tensor<16x32xf32>
    %113 = "stablehlo.multiply"(%112, %33) : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x32xf32>
    %114 = "stablehlo.dot_general"(%113, %arg14) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x32xf32>, tensor<16x20xf32>) -> tensor<32x20xf32>
    %115 = "stablehlo.transpose"(%114) <{permutation = array<i64: 1, 0>}> : (tensor<32x20xf32>) -> tensor<20x32xf32>
    %116 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %117 = "stablehlo.broadcast_in_dim"(%116) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<20x32xf32>
    %118 = "stablehlo.multiply"(%117, %115) : (tensor<20x32xf32>, tensor<20x32xf32>) -> tensor<20x32xf32>
    %119 = "stablehlo.subtract"(%arg12, %118) : (tensor<20x32xf32>, tensor<20x32xf32>) -> tensor<20x32xf32>
    %120 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %121 = "stablehlo.broadcast_in_dim"(%120) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<32x5xf32>
    %122 = "stablehlo.multiply"(%121, %83) : (tensor<32x5xf32>, tensor<32x5xf32>) -> tensor<32x5xf32>
    %123 = "stablehlo.subtract"(%arg13, %122) : (tensor<32x5xf32>, tensor<32x5xf32>) -> tensor<32x5xf32>
    "func.return"(%73, %119, %123) : (tensor<f32>, tensor<20x32xf32>, tensor<32x5xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<16x5xf32>) -> (tensor<16x5xf32>, tensor<16x5xf32>, tensor<16x1xf32>), res_attrs = [{}, {}, {}], sym_name = "log_softmax", sym_visibility = "private"}> ({
  ^bb0(%arg7: tensor<16x5xf32>):
    %12 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %13 = "stablehlo.reduce"(%arg7, %12) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg10: tensor<f32>, %arg11: tensor<f32>):
      %28 = "stablehlo.maximum"(%arg10, %arg11) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%28) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %14 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
    %15 = "stablehlo.broadcast_in_dim"(%14) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16xf32>
    %16 = "stablehlo.maximum"(%15, %13) : (tensor<16xf32>, tensor<16xf32>) -> tensor<16xf32>
    %17 = "stablehlo.broadcast_in_dim"(%16) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %18 = "stablehlo.broadcast_in_dim"(%17) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x5xf32>
    %19 = "stablehlo.subtract"(%arg7, %18) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %20 = "stablehlo.exponential"(%19) : (tensor<16x5xf32>) -> tensor<16x5xf32>
    %21 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %22 = "stablehlo.reduce"(%20, %21) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg8: tensor<f32>, %arg9: tensor<f32>):
      %27 = "stablehlo.add"(%arg8, %arg9) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%27) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %23 = "stablehlo.broadcast_in_dim"(%22) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
    %24 = "stablehlo.log"(%23) : (tensor<16x1xf32>) -> tensor<16x1xf32>
    %25 = "stablehlo.broadcast_in_dim"(%24) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x5xf32>
    %26 = "stablehlo.subtract"(%19, %25) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    "func.return"(%26, %20, %23) : (tensor<16x5xf32>, tensor<16x5xf32>, tensor<16x1xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<16x5xf32>, tensor<16x1xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>, res_attrs = [{}], sym_name = "log_softmax_0", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<16x5xf32>, %arg1: tensor<16x1xf32>, %arg2: tensor<16x5xf32>):
    %0 = "stablehlo.negate"(%arg2) : (tensor<16x5xf32>) -> tensor<16x5xf32>
    %1 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %2 = "stablehlo.reduce"(%0, %1) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg5: tensor<f32>, %arg6: tensor<f32>):
      %11 = "stablehlo.add"(%arg5, %arg6) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%11) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
    %3 = "stablehlo.reshape"(%2) : (tensor<16xf32>) -> tensor<16x1xf32>
    %4 = "stablehlo.divide"(%3, %arg1) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
    %5 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %6 = "stablehlo.reduce"(%4, %5) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg3: tensor<f32>, %arg4: tensor<f32>):
      %10 = "stablehlo.add"(%arg3, %arg4) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%10) : (tensor<f32>) -> ()
    }) : (tensor<16x1xf32>, tensor<f32>) -> tensor<16xf32>
    %7 = "stablehlo.broadcast_in_dim"(%6) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x5xf32>
    %8 = "stablehlo.multiply"(%7, %arg0) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %9 = "stablehlo.add"(%arg2, %8) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    "func.return"(%9) : (tensor<16x5xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
