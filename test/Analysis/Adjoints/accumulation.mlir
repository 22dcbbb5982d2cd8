// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --test-per-print-adjoints -o /dev/null | FileCheck %s

// Micro-batches in a loop: the weight is not known.

// CHECK-LABEL: adjoints of @main
// CHECK: site 0: {{.*}} weight assumed: a loop computes both
// CHECK: site 1: {{.*}} weight assumed: a loop computes both

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}], function_type = (tensor<20x24xf32>, tensor<24x16xf32>, tensor<16x5xf32>, tensor<16x20xf32>, tensor<16x5xf32>) -> (tensor<f32>, tensor<20x24xf32>, tensor<24x16xf32>, tensor<16x5xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}, {jax.result_info = "result[1][2]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<20x24xf32>, %arg1: tensor<24x16xf32>, %arg2: tensor<16x5xf32>, %arg3: tensor<16x20xf32>, %arg4: tensor<16x5xf32>):
    %0 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<20x24xf32>
    %2 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %3 = "stablehlo.broadcast_in_dim"(%2) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24x16xf32>
    %4 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %5 = "stablehlo.broadcast_in_dim"(%4) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %6 = "stablehlo.reshape"(%arg3) : (tensor<16x20xf32>) -> tensor<4x4x20xf32>
    %7 = "stablehlo.reshape"(%arg4) : (tensor<16x5xf32>) -> tensor<4x4x5xf32>
    %8 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %9 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %10:10 = "stablehlo.while"(%6, %7, %arg0, %arg1, %arg2, %9, %8, %1, %3, %5) ({
    ^bb0(%arg27: tensor<4x4x20xf32>, %arg28: tensor<4x4x5xf32>, %arg29: tensor<20x24xf32>, %arg30: tensor<24x16xf32>, %arg31: tensor<16x5xf32>, %arg32: tensor<i32>, %arg33: tensor<f32>, %arg34: tensor<20x24xf32>, %arg35: tensor<24x16xf32>, %arg36: tensor<16x5xf32>):
      %158 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
      %159 = "stablehlo.compare"(%arg32, %158) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%159) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg5: tensor<4x4x20xf32>, %arg6: tensor<4x4x5xf32>, %arg7: tensor<20x24xf32>, %arg8: tensor<24x16xf32>, %arg9: tensor<16x5xf32>, %arg10: tensor<i32>, %arg11: tensor<f32>, %arg12: tensor<20x24xf32>, %arg13: tensor<24x16xf32>, %arg14: tensor<16x5xf32>):
      %34 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %35 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %36 = "stablehlo.dynamic_slice"(%arg5, %arg10, %34, %35) <{slice_sizes = array<i64: 1, 4, 20>}> : (tensor<4x4x20xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x4x20xf32>
      %37 = "stablehlo.reshape"(%36) : (tensor<1x4x20xf32>) -> tensor<4x20xf32>
      %38 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %39 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %40 = "stablehlo.dynamic_slice"(%arg6, %arg10, %38, %39) <{slice_sizes = array<i64: 1, 4, 5>}> : (tensor<4x4x5xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x4x5xf32>
      %41 = "stablehlo.reshape"(%40) : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
      %42 = "stablehlo.dot_general"(%37, %arg7) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x20xf32>, tensor<20x24xf32>) -> tensor<4x24xf32>
      %43 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %44 = "stablehlo.broadcast_in_dim"(%43) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x24xf32>
      %45 = "stablehlo.maximum"(%42, %44) : (tensor<4x24xf32>, tensor<4x24xf32>) -> tensor<4x24xf32>
      %46 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %47 = "stablehlo.broadcast_in_dim"(%46) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x24xf32>
      %48 = "stablehlo.compare"(%42, %47) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<4x24xf32>, tensor<4x24xf32>) -> tensor<4x24xi1>
      %49 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %50 = "stablehlo.broadcast_in_dim"(%49) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x24xf32>
      %51 = "stablehlo.dot_general"(%45, %arg8) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x24xf32>, tensor<24x16xf32>) -> tensor<4x16xf32>
      %52 = "stablehlo.multiply"(%51, %51) : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<4x16xf32>
      %53 = "stablehlo.multiply"(%52, %51) : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<4x16xf32>
      %54 = "stablehlo.multiply"(%51, %51) : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<4x16xf32>
      %55 = "stablehlo.constant"() <{value = dense<3.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %56 = "stablehlo.broadcast_in_dim"(%55) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x16xf32>
      %57 = "stablehlo.multiply"(%56, %54) : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<4x16xf32>
      %58 = "stablehlo.constant"() <{value = dense<4.471500e-02> : tensor<f32>}> : () -> tensor<f32>
      %59 = "stablehlo.broadcast_in_dim"(%58) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x16xf32>
      %60 = "stablehlo.multiply"(%59, %53) : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<4x16xf32>
      %61 = "stablehlo.add"(%51, %60) : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<4x16xf32>
      %62 = "stablehlo.constant"() <{value = dense<0.797884583> : tensor<f32>}> : () -> tensor<f32>
      %63 = "stablehlo.broadcast_in_dim"(%62) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x16xf32>
      %64 = "stablehlo.multiply"(%63, %61) : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<4x16xf32>
      %65 = "stablehlo.tanh"(%64) : (tensor<4x16xf32>) -> tensor<4x16xf32>
      %66 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %67 = "stablehlo.broadcast_in_dim"(%66) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x16xf32>
      %68 = "stablehlo.subtract"(%67, %65) : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<4x16xf32>
      %69 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %70 = "stablehlo.broadcast_in_dim"(%69) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x16xf32>
      %71 = "stablehlo.add"(%70, %65) : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<4x16xf32>
      %72 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
      %73 = "stablehlo.broadcast_in_dim"(%72) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x16xf32>
      %74 = "stablehlo.multiply"(%73, %71) : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<4x16xf32>
      %75 = "stablehlo.multiply"(%51, %74) : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<4x16xf32>
      %76 = "stablehlo.dot_general"(%75, %arg9) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x16xf32>, tensor<16x5xf32>) -> tensor<4x5xf32>
      %77 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
      %78 = "stablehlo.reduce"(%76, %77) <{dimensions = array<i64: 1>}> ({
      ^bb0(%arg25: tensor<f32>, %arg26: tensor<f32>):
        %157 = "stablehlo.maximum"(%arg25, %arg26) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%157) : (tensor<f32>) -> ()
      }) : (tensor<4x5xf32>, tensor<f32>) -> tensor<4xf32>
      %79 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
      %80 = "stablehlo.broadcast_in_dim"(%79) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4xf32>
      %81 = "stablehlo.maximum"(%80, %78) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
      %82 = "stablehlo.broadcast_in_dim"(%81) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xf32>) -> tensor<4x1xf32>
      %83 = "stablehlo.broadcast_in_dim"(%82) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<4x1xf32>) -> tensor<4x5xf32>
      %84 = "stablehlo.subtract"(%76, %83) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %85 = "stablehlo.exponential"(%84) : (tensor<4x5xf32>) -> tensor<4x5xf32>
      %86 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %87 = "stablehlo.reduce"(%85, %86) <{dimensions = array<i64: 1>}> ({
      ^bb0(%arg23: tensor<f32>, %arg24: tensor<f32>):
        %156 = "stablehlo.add"(%arg23, %arg24) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%156) : (tensor<f32>) -> ()
      }) : (tensor<4x5xf32>, tensor<f32>) -> tensor<4xf32>
      %88 = "stablehlo.broadcast_in_dim"(%87) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xf32>) -> tensor<4x1xf32>
      %89 = "stablehlo.log"(%88) : (tensor<4x1xf32>) -> tensor<4x1xf32>
      %90 = "stablehlo.broadcast_in_dim"(%89) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<4x1xf32>) -> tensor<4x5xf32>
      %91 = "stablehlo.subtract"(%84, %90) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %92 = "stablehlo.multiply"(%91, %41) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %93 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %94 = "stablehlo.reduce"(%92, %93) <{dimensions = array<i64: 1>}> ({
      ^bb0(%arg21: tensor<f32>, %arg22: tensor<f32>):
        %155 = "stablehlo.add"(%arg21, %arg22) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%155) : (tensor<f32>) -> ()
      }) : (tensor<4x5xf32>, tensor<f32>) -> tensor<4xf32>
      %95 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %96 = "stablehlo.reduce"(%94, %95) <{dimensions = array<i64: 0>}> ({
      ^bb0(%arg19: tensor<f32>, %arg20: tensor<f32>):
        %154 = "stablehlo.add"(%arg19, %arg20) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%154) : (tensor<f32>) -> ()
      }) : (tensor<4xf32>, tensor<f32>) -> tensor<f32>
      %97 = "stablehlo.constant"() <{value = dense<4.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %98 = "stablehlo.divide"(%96, %97) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %99 = "stablehlo.negate"(%98) : (tensor<f32>) -> tensor<f32>
      %100 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %101 = "stablehlo.negate"(%100) : (tensor<f32>) -> tensor<f32>
      %102 = "stablehlo.constant"() <{value = dense<4.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %103 = "stablehlo.divide"(%101, %102) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %104 = "stablehlo.broadcast_in_dim"(%103) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4xf32>
      %105 = "stablehlo.broadcast_in_dim"(%104) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xf32>) -> tensor<4x5xf32>
      %106 = "stablehlo.multiply"(%105, %41) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %107 = "stablehlo.negate"(%106) : (tensor<4x5xf32>) -> tensor<4x5xf32>
      %108 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %109 = "stablehlo.reduce"(%107, %108) <{dimensions = array<i64: 1>}> ({
      ^bb0(%arg17: tensor<f32>, %arg18: tensor<f32>):
        %153 = "stablehlo.add"(%arg17, %arg18) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%153) : (tensor<f32>) -> ()
      }) : (tensor<4x5xf32>, tensor<f32>) -> tensor<4xf32>
      %110 = "stablehlo.reshape"(%109) : (tensor<4xf32>) -> tensor<4x1xf32>
      %111 = "stablehlo.divide"(%110, %88) : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xf32>
      %112 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %113 = "stablehlo.reduce"(%111, %112) <{dimensions = array<i64: 1>}> ({
      ^bb0(%arg15: tensor<f32>, %arg16: tensor<f32>):
        %152 = "stablehlo.add"(%arg15, %arg16) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%152) : (tensor<f32>) -> ()
      }) : (tensor<4x1xf32>, tensor<f32>) -> tensor<4xf32>
      %114 = "stablehlo.broadcast_in_dim"(%113) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xf32>) -> tensor<4x5xf32>
      %115 = "stablehlo.multiply"(%114, %85) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %116 = "stablehlo.add"(%106, %115) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %117 = "stablehlo.dot_general"(%116, %75) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<4x5xf32>, tensor<4x16xf32>) -> tensor<5x16xf32>
      %118 = "stablehlo.transpose"(%117) <{permutation = array<i64: 1, 0>}> : (tensor<5x16xf32>) -> tensor<16x5xf32>
      %119 = "stablehlo.dot_general"(%116, %arg9) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<4x5xf32>, tensor<16x5xf32>) -> tensor<4x16xf32>
      %120 = "stablehlo.multiply"(%51, %119) : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<4x16xf32>
      %121 = "stablehlo.multiply"(%119, %74) : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<4x16xf32>
      %122 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
      %123 = "stablehlo.broadcast_in_dim"(%122) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x16xf32>
      %124 = "stablehlo.multiply"(%123, %120) : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<4x16xf32>
      %125 = "stablehlo.multiply"(%124, %68) : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<4x16xf32>
      %126 = "stablehlo.multiply"(%125, %65) : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<4x16xf32>
      %127 = "stablehlo.add"(%125, %126) : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<4x16xf32>
      %128 = "stablehlo.constant"() <{value = dense<0.797884583> : tensor<f32>}> : () -> tensor<f32>
      %129 = "stablehlo.broadcast_in_dim"(%128) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x16xf32>
      %130 = "stablehlo.multiply"(%129, %127) : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<4x16xf32>
      %131 = "stablehlo.add"(%121, %130) : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<4x16xf32>
      %132 = "stablehlo.constant"() <{value = dense<4.471500e-02> : tensor<f32>}> : () -> tensor<f32>
      %133 = "stablehlo.broadcast_in_dim"(%132) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x16xf32>
      %134 = "stablehlo.multiply"(%133, %130) : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<4x16xf32>
      %135 = "stablehlo.multiply"(%134, %57) : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<4x16xf32>
      %136 = "stablehlo.add"(%131, %135) : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<4x16xf32>
      %137 = "stablehlo.dot_general"(%136, %45) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<4x16xf32>, tensor<4x24xf32>) -> tensor<16x24xf32>
      %138 = "stablehlo.transpose"(%137) <{permutation = array<i64: 1, 0>}> : (tensor<16x24xf32>) -> tensor<24x16xf32>
      %139 = "stablehlo.dot_general"(%136, %arg8) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<4x16xf32>, tensor<24x16xf32>) -> tensor<4x24xf32>
      %140 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %141 = "stablehlo.broadcast_in_dim"(%140) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x24xf32>
      %142 = "stablehlo.select"(%48, %139, %141) : (tensor<4x24xi1>, tensor<4x24xf32>, tensor<4x24xf32>) -> tensor<4x24xf32>
      %143 = "stablehlo.dot_general"(%142, %37) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<4x24xf32>, tensor<4x20xf32>) -> tensor<24x20xf32>
      %144 = "stablehlo.transpose"(%143) <{permutation = array<i64: 1, 0>}> : (tensor<24x20xf32>) -> tensor<20x24xf32>
      %145 = "stablehlo.convert"(%arg11) : (tensor<f32>) -> tensor<f32>
      %146 = "stablehlo.add"(%145, %99) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %147 = "stablehlo.add"(%arg12, %144) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
      %148 = "stablehlo.add"(%arg13, %138) : (tensor<24x16xf32>, tensor<24x16xf32>) -> tensor<24x16xf32>
      %149 = "stablehlo.add"(%arg14, %118) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
      %150 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %151 = "stablehlo.add"(%arg10, %150) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg5, %arg6, %arg7, %arg8, %arg9, %151, %146, %147, %148, %149) : (tensor<4x4x20xf32>, tensor<4x4x5xf32>, tensor<20x24xf32>, tensor<24x16xf32>, tensor<16x5xf32>, tensor<i32>, tensor<f32>, tensor<20x24xf32>, tensor<24x16xf32>, tensor<16x5xf32>) -> ()
    }) : (tensor<4x4x20xf32>, tensor<4x4x5xf32>, tensor<20x24xf32>, tensor<24x16xf32>, tensor<16x5xf32>, tensor<i32>, tensor<f32>, tensor<20x24xf32>, tensor<24x16xf32>, tensor<16x5xf32>) -> (tensor<4x4x20xf32>, tensor<4x4x5xf32>, tensor<20x24xf32>, tensor<24x16xf32>, tensor<16x5xf32>, tensor<i32>, tensor<f32>, tensor<20x24xf32>, tensor<24x16xf32>, tensor<16x5xf32>)
    %11 = "stablehlo.constant"() <{value = dense<4.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %12 = "stablehlo.divide"(%10#6, %11) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %13 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %14 = "stablehlo.broadcast_in_dim"(%13) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<20x24xf32>
    %15 = "stablehlo.multiply"(%14, %10#7) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %16 = "stablehlo.constant"() <{value = dense<4.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %17 = "stablehlo.broadcast_in_dim"(%16) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<20x24xf32>
    %18 = "stablehlo.divide"(%15, %17) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %19 = "stablehlo.subtract"(%arg0, %18) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %20 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %21 = "stablehlo.broadcast_in_dim"(%20) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24x16xf32>
    %22 = "stablehlo.multiply"(%21, %10#8) : (tensor<24x16xf32>, tensor<24x16xf32>) -> tensor<24x16xf32>
    %23 = "stablehlo.constant"() <{value = dense<4.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %24 = "stablehlo.broadcast_in_dim"(%23) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24x16xf32>
    %25 = "stablehlo.divide"(%22, %24) : (tensor<24x16xf32>, tensor<24x16xf32>) -> tensor<24x16xf32>
    %26 = "stablehlo.subtract"(%arg1, %25) : (tensor<24x16xf32>, tensor<24x16xf32>) -> tensor<24x16xf32>
    %27 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %28 = "stablehlo.broadcast_in_dim"(%27) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %29 = "stablehlo.multiply"(%28, %10#9) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %30 = "stablehlo.constant"() <{value = dense<4.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %31 = "stablehlo.broadcast_in_dim"(%30) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %32 = "stablehlo.divide"(%29, %31) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %33 = "stablehlo.subtract"(%arg2, %32) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    "func.return"(%12, %19, %26, %33) : (tensor<f32>, tensor<20x24xf32>, tensor<24x16xf32>, tensor<16x5xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
