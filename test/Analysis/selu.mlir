// RUN: per-opt --allow-unregistered-dialect --per-inline-calls \
// RUN:   --test-per-print-sites %s -o /dev/null 2>&1 | FileCheck %s

// The scale of selu belongs to the activation.

// CHECK:      site 0: 16x24xf32 stablehlo.multiply, selu, samples [0]
// CHECK-NEXT: site 1: 16x16xf32 stablehlo.multiply, selu, samples [0]
// CHECK-NEXT: contractions: 3, without a site 1
// CHECK-NOT:  site

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}, {}], function_type = (tensor<20x24xf32>, tensor<24xf32>, tensor<24x16xf32>, tensor<16x5xf32>, tensor<16x20xf32>, tensor<16x5xf32>) -> (tensor<f32>, tensor<20x24xf32>, tensor<24xf32>, tensor<24x16xf32>, tensor<16x5xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}, {jax.result_info = "result[1][2]"}, {jax.result_info = "result[1][3]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg52: tensor<20x24xf32>, %arg53: tensor<24xf32>, %arg54: tensor<24x16xf32>, %arg55: tensor<16x5xf32>, %arg56: tensor<16x20xf32>, %arg57: tensor<16x5xf32>):
    %88 = "stablehlo.dot_general"(%arg56, %arg52) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x20xf32>, tensor<20x24xf32>) -> tensor<16x24xf32>
    %89 = "stablehlo.broadcast_in_dim"(%arg53) <{broadcast_dimensions = array<i64: 1>}> : (tensor<24xf32>) -> tensor<1x24xf32>
    %90 = "stablehlo.broadcast_in_dim"(%89) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x24xf32>) -> tensor<16x24xf32>
    %91 = "stablehlo.add"(%88, %90) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %92:6 = "func.call"(%91) <{callee = @selu}> : (tensor<16x24xf32>) -> (tensor<16x24xf32>, tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>, tensor<f32>, tensor<16x24xi1>)
    %93 = "stablehlo.dot_general"(%92#0, %arg54) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x24xf32>, tensor<24x16xf32>) -> tensor<16x16xf32>
    %94:6 = "func.call"(%93) <{callee = @selu_1}> : (tensor<16x16xf32>) -> (tensor<16x16xf32>, tensor<16x16xi1>, tensor<16x16xf32>, tensor<16x16xf32>, tensor<f32>, tensor<16x16xi1>)
    %95 = "stablehlo.dot_general"(%94#0, %arg55) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x16xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %96 = "stablehlo.subtract"(%95, %arg57) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %97 = "stablehlo.multiply"(%96, %96) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %98 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %99 = "stablehlo.broadcast_in_dim"(%98) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %100 = "stablehlo.multiply"(%99, %96) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %101 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %102 = "stablehlo.reduce"(%97, %101) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg62: tensor<f32>, %arg63: tensor<f32>):
      %167 = "stablehlo.add"(%arg62, %arg63) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%167) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<f32>
    %103 = "stablehlo.constant"() <{value = dense<8.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %104 = "stablehlo.divide"(%102, %103) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %105 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %106 = "stablehlo.constant"() <{value = dense<8.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %107 = "stablehlo.divide"(%105, %106) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %108 = "stablehlo.broadcast_in_dim"(%107) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %109 = "stablehlo.multiply"(%108, %100) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %110 = "stablehlo.dot_general"(%109, %94#0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x5xf32>, tensor<16x16xf32>) -> tensor<5x16xf32>
    %111 = "stablehlo.transpose"(%110) <{permutation = array<i64: 1, 0>}> : (tensor<5x16xf32>) -> tensor<16x5xf32>
    %112 = "stablehlo.dot_general"(%109, %arg55) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x16xf32>
    %113 = "func.call"(%94#1, %94#2, %94#3, %94#4, %94#5, %112) <{callee = @selu_5}> : (tensor<16x16xi1>, tensor<16x16xf32>, tensor<16x16xf32>, tensor<f32>, tensor<16x16xi1>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %114 = "stablehlo.dot_general"(%113, %92#0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x16xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %115 = "stablehlo.transpose"(%114) <{permutation = array<i64: 1, 0>}> : (tensor<16x24xf32>) -> tensor<24x16xf32>
    %116 = "stablehlo.dot_general"(%113, %arg54) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x16xf32>, tensor<24x16xf32>) -> tensor<16x24xf32>
    %117 = "func.call"(%92#1, %92#2, %92#3, %92#4, %92#5, %116) <{callee = @selu_9}> : (tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>, tensor<f32>, tensor<16x24xi1>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %118 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %119 = "stablehlo.reduce"(%117, %118) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg60: tensor<f32>, %arg61: tensor<f32>):
      %166 = "stablehlo.add"(%arg60, %arg61) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%166) : (tensor<f32>) -> ()
    }) : (tensor<16x24xf32>, tensor<f32>) -> tensor<24xf32>
    %120 = "stablehlo.reshape"(%119) : (tensor<24xf32>) -> tensor<1x24xf32>
    %121 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %122 = "stablehlo.reduce"(%120, %121) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg58: tensor<f32>, %arg59: tensor<f32>):
      %165 = "stablehlo.add"(%arg58, %arg59) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%165) : (tensor<f32>) -> ()
    }) : (tensor<1x24xf32>, tensor<f32>) -> tensor<24xf32>
    %123 = "stablehlo.dot_general"(%117, %arg56) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x24xf32>, tensor<16x20xf32>) -> tensor<24x20xf32>
    %124 = "stablehlo.transpose"(%123) <{permutation = array<i64: 1, 0>}> : (tensor<24x20xf32>) -> tensor<20x24xf32>
    %125 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %126 = "stablehlo.broadcast_in_dim"(%125) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<20x24xf32>
    %127 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %128 = "stablehlo.broadcast_in_dim"(%127) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24xf32>
    %129 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %130 = "stablehlo.broadcast_in_dim"(%129) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24x16xf32>
    %131 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %132 = "stablehlo.broadcast_in_dim"(%131) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %133 = "stablehlo.constant"() <{value = dense<0.899999976> : tensor<f32>}> : () -> tensor<f32>
    %134 = "stablehlo.broadcast_in_dim"(%133) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<20x24xf32>
    %135 = "stablehlo.multiply"(%134, %126) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %136 = "stablehlo.add"(%124, %135) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %137 = "stablehlo.constant"() <{value = dense<0.899999976> : tensor<f32>}> : () -> tensor<f32>
    %138 = "stablehlo.broadcast_in_dim"(%137) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24xf32>
    %139 = "stablehlo.multiply"(%138, %128) : (tensor<24xf32>, tensor<24xf32>) -> tensor<24xf32>
    %140 = "stablehlo.add"(%122, %139) : (tensor<24xf32>, tensor<24xf32>) -> tensor<24xf32>
    %141 = "stablehlo.constant"() <{value = dense<0.899999976> : tensor<f32>}> : () -> tensor<f32>
    %142 = "stablehlo.broadcast_in_dim"(%141) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24x16xf32>
    %143 = "stablehlo.multiply"(%142, %130) : (tensor<24x16xf32>, tensor<24x16xf32>) -> tensor<24x16xf32>
    %144 = "stablehlo.add"(%115, %143) : (tensor<24x16xf32>, tensor<24x16xf32>) -> tensor<24x16xf32>
    %145 = "stablehlo.constant"() <{value = dense<0.899999976> : tensor<f32>}> : () -> tensor<f32>
    %146 = "stablehlo.broadcast_in_dim"(%145) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %147 = "stablehlo.multiply"(%146, %132) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %148 = "stablehlo.add"(%111, %147) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %149 = "stablehlo.constant"() <{value = dense<-1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %150 = "stablehlo.broadcast_in_dim"(%149) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<20x24xf32>
    %151 = "stablehlo.multiply"(%150, %136) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %152 = "stablehlo.constant"() <{value = dense<-1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %153 = "stablehlo.broadcast_in_dim"(%152) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24xf32>
    %154 = "stablehlo.multiply"(%153, %140) : (tensor<24xf32>, tensor<24xf32>) -> tensor<24xf32>
    %155 = "stablehlo.constant"() <{value = dense<-1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %156 = "stablehlo.broadcast_in_dim"(%155) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24x16xf32>
    %157 = "stablehlo.multiply"(%156, %144) : (tensor<24x16xf32>, tensor<24x16xf32>) -> tensor<24x16xf32>
    %158 = "stablehlo.constant"() <{value = dense<-1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %159 = "stablehlo.broadcast_in_dim"(%158) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %160 = "stablehlo.multiply"(%159, %148) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %161 = "stablehlo.add"(%arg52, %151) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %162 = "stablehlo.add"(%arg53, %154) : (tensor<24xf32>, tensor<24xf32>) -> tensor<24xf32>
    %163 = "stablehlo.add"(%arg54, %157) : (tensor<24x16xf32>, tensor<24x16xf32>) -> tensor<24x16xf32>
    %164 = "stablehlo.add"(%arg55, %160) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    "func.return"(%104, %161, %162, %163, %164) : (tensor<f32>, tensor<20x24xf32>, tensor<24xf32>, tensor<24x16xf32>, tensor<16x5xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<16x24xf32>) -> (tensor<16x24xf32>, tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>, tensor<f32>, tensor<16x24xi1>), res_attrs = [{}, {}, {}, {}, {}, {}], sym_name = "selu", sym_visibility = "private"}> ({
  ^bb0(%arg51: tensor<16x24xf32>):
    %83 = "stablehlo.constant"() <{value = dense<1.67326319> : tensor<f32>}> : () -> tensor<f32>
    %84:6 = "func.call"(%arg51, %83) <{callee = @elu}> : (tensor<16x24xf32>, tensor<f32>) -> (tensor<16x24xf32>, tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>, tensor<f32>, tensor<16x24xi1>)
    %85 = "stablehlo.constant"() <{value = dense<1.05070102> : tensor<f32>}> : () -> tensor<f32>
    %86 = "stablehlo.broadcast_in_dim"(%85) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %87 = "stablehlo.multiply"(%86, %84#0) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    "func.return"(%87, %84#1, %84#2, %84#3, %84#4, %84#5) : (tensor<16x24xf32>, tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>, tensor<f32>, tensor<16x24xi1>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<16x24xf32>, tensor<f32>) -> (tensor<16x24xf32>, tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>, tensor<f32>, tensor<16x24xi1>), res_attrs = [{}, {}, {}, {}, {}, {}], sym_name = "elu", sym_visibility = "private"}> ({
  ^bb0(%arg49: tensor<16x24xf32>, %arg50: tensor<f32>):
    %67 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %68 = "stablehlo.broadcast_in_dim"(%67) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %69 = "stablehlo.compare"(%arg49, %68) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xi1>
    %70 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %71 = "stablehlo.broadcast_in_dim"(%70) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %72 = "stablehlo.compare"(%arg49, %71) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xi1>
    %73 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %74:2 = "func.call"(%72, %73, %arg49) <{callee = @_where}> : (tensor<16x24xi1>, tensor<f32>, tensor<16x24xf32>) -> (tensor<16x24xf32>, tensor<16x24xf32>)
    %75 = "stablehlo.exponential_minus_one"(%74#0) : (tensor<16x24xf32>) -> tensor<16x24xf32>
    %76 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %77 = "stablehlo.broadcast_in_dim"(%76) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %78 = "stablehlo.add"(%75, %77) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %79 = "stablehlo.convert"(%arg50) : (tensor<f32>) -> tensor<f32>
    %80 = "stablehlo.broadcast_in_dim"(%79) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %81 = "stablehlo.multiply"(%80, %75) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %82 = "func.call"(%69, %arg49, %81) <{callee = @_where_0}> : (tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    "func.return"(%82, %72, %74#1, %78, %79, %69) : (tensor<16x24xf32>, tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>, tensor<f32>, tensor<16x24xi1>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<16x24xi1>, tensor<f32>, tensor<16x24xf32>) -> (tensor<16x24xf32>, tensor<16x24xf32>), res_attrs = [{}, {}], sym_name = "_where", sym_visibility = "private"}> ({
  ^bb0(%arg46: tensor<16x24xi1>, %arg47: tensor<f32>, %arg48: tensor<16x24xf32>):
    %62 = "stablehlo.convert"(%arg47) : (tensor<f32>) -> tensor<f32>
    %63 = "stablehlo.broadcast_in_dim"(%62) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %64 = "stablehlo.select"(%arg46, %63, %arg48) : (tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %65 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %66 = "stablehlo.broadcast_in_dim"(%65) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    "func.return"(%64, %66) : (tensor<16x24xf32>, tensor<16x24xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>, res_attrs = [{}], sym_name = "_where_0", sym_visibility = "private"}> ({
  ^bb0(%arg43: tensor<16x24xi1>, %arg44: tensor<16x24xf32>, %arg45: tensor<16x24xf32>):
    %61 = "stablehlo.select"(%arg43, %arg44, %arg45) : (tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    "func.return"(%61) : (tensor<16x24xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<16x16xf32>) -> (tensor<16x16xf32>, tensor<16x16xi1>, tensor<16x16xf32>, tensor<16x16xf32>, tensor<f32>, tensor<16x16xi1>), res_attrs = [{}, {}, {}, {}, {}, {}], sym_name = "selu_1", sym_visibility = "private"}> ({
  ^bb0(%arg42: tensor<16x16xf32>):
    %56 = "stablehlo.constant"() <{value = dense<1.67326319> : tensor<f32>}> : () -> tensor<f32>
    %57:6 = "func.call"(%arg42, %56) <{callee = @elu_2}> : (tensor<16x16xf32>, tensor<f32>) -> (tensor<16x16xf32>, tensor<16x16xi1>, tensor<16x16xf32>, tensor<16x16xf32>, tensor<f32>, tensor<16x16xi1>)
    %58 = "stablehlo.constant"() <{value = dense<1.05070102> : tensor<f32>}> : () -> tensor<f32>
    %59 = "stablehlo.broadcast_in_dim"(%58) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x16xf32>
    %60 = "stablehlo.multiply"(%59, %57#0) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    "func.return"(%60, %57#1, %57#2, %57#3, %57#4, %57#5) : (tensor<16x16xf32>, tensor<16x16xi1>, tensor<16x16xf32>, tensor<16x16xf32>, tensor<f32>, tensor<16x16xi1>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<16x16xf32>, tensor<f32>) -> (tensor<16x16xf32>, tensor<16x16xi1>, tensor<16x16xf32>, tensor<16x16xf32>, tensor<f32>, tensor<16x16xi1>), res_attrs = [{}, {}, {}, {}, {}, {}], sym_name = "elu_2", sym_visibility = "private"}> ({
  ^bb0(%arg40: tensor<16x16xf32>, %arg41: tensor<f32>):
    %40 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %41 = "stablehlo.broadcast_in_dim"(%40) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x16xf32>
    %42 = "stablehlo.compare"(%arg40, %41) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xi1>
    %43 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %44 = "stablehlo.broadcast_in_dim"(%43) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x16xf32>
    %45 = "stablehlo.compare"(%arg40, %44) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xi1>
    %46 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %47:2 = "func.call"(%45, %46, %arg40) <{callee = @_where_3}> : (tensor<16x16xi1>, tensor<f32>, tensor<16x16xf32>) -> (tensor<16x16xf32>, tensor<16x16xf32>)
    %48 = "stablehlo.exponential_minus_one"(%47#0) : (tensor<16x16xf32>) -> tensor<16x16xf32>
    %49 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %50 = "stablehlo.broadcast_in_dim"(%49) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x16xf32>
    %51 = "stablehlo.add"(%48, %50) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %52 = "stablehlo.convert"(%arg41) : (tensor<f32>) -> tensor<f32>
    %53 = "stablehlo.broadcast_in_dim"(%52) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x16xf32>
    %54 = "stablehlo.multiply"(%53, %48) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %55 = "func.call"(%42, %arg40, %54) <{callee = @_where_4}> : (tensor<16x16xi1>, tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    "func.return"(%55, %45, %47#1, %51, %52, %42) : (tensor<16x16xf32>, tensor<16x16xi1>, tensor<16x16xf32>, tensor<16x16xf32>, tensor<f32>, tensor<16x16xi1>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<16x16xi1>, tensor<f32>, tensor<16x16xf32>) -> (tensor<16x16xf32>, tensor<16x16xf32>), res_attrs = [{}, {}], sym_name = "_where_3", sym_visibility = "private"}> ({
  ^bb0(%arg37: tensor<16x16xi1>, %arg38: tensor<f32>, %arg39: tensor<16x16xf32>):
    %35 = "stablehlo.convert"(%arg38) : (tensor<f32>) -> tensor<f32>
    %36 = "stablehlo.broadcast_in_dim"(%35) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x16xf32>
    %37 = "stablehlo.select"(%arg37, %36, %arg39) : (tensor<16x16xi1>, tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %38 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %39 = "stablehlo.broadcast_in_dim"(%38) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x16xf32>
    "func.return"(%37, %39) : (tensor<16x16xf32>, tensor<16x16xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<16x16xi1>, tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>, res_attrs = [{}], sym_name = "_where_4", sym_visibility = "private"}> ({
  ^bb0(%arg34: tensor<16x16xi1>, %arg35: tensor<16x16xf32>, %arg36: tensor<16x16xf32>):
    %34 = "stablehlo.select"(%arg34, %arg35, %arg36) : (tensor<16x16xi1>, tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    "func.return"(%34) : (tensor<16x16xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}, {}], function_type = (tensor<16x16xi1>, tensor<16x16xf32>, tensor<16x16xf32>, tensor<f32>, tensor<16x16xi1>, tensor<16x16xf32>) -> tensor<16x16xf32>, res_attrs = [{}], sym_name = "selu_5", sym_visibility = "private"}> ({
  ^bb0(%arg28: tensor<16x16xi1>, %arg29: tensor<16x16xf32>, %arg30: tensor<16x16xf32>, %arg31: tensor<f32>, %arg32: tensor<16x16xi1>, %arg33: tensor<16x16xf32>):
    %30 = "stablehlo.constant"() <{value = dense<1.05070102> : tensor<f32>}> : () -> tensor<f32>
    %31 = "stablehlo.broadcast_in_dim"(%30) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x16xf32>
    %32 = "stablehlo.multiply"(%31, %arg33) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %33 = "func.call"(%arg28, %arg29, %arg30, %arg31, %arg32, %32) <{callee = @elu_6}> : (tensor<16x16xi1>, tensor<16x16xf32>, tensor<16x16xf32>, tensor<f32>, tensor<16x16xi1>, tensor<16x16xf32>) -> tensor<16x16xf32>
    "func.return"(%33) : (tensor<16x16xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}, {}], function_type = (tensor<16x16xi1>, tensor<16x16xf32>, tensor<16x16xf32>, tensor<f32>, tensor<16x16xi1>, tensor<16x16xf32>) -> tensor<16x16xf32>, res_attrs = [{}], sym_name = "elu_6", sym_visibility = "private"}> ({
  ^bb0(%arg22: tensor<16x16xi1>, %arg23: tensor<16x16xf32>, %arg24: tensor<16x16xf32>, %arg25: tensor<f32>, %arg26: tensor<16x16xi1>, %arg27: tensor<16x16xf32>):
    %24:2 = "func.call"(%arg26, %arg27) <{callee = @_where_7}> : (tensor<16x16xi1>, tensor<16x16xf32>) -> (tensor<16x16xf32>, tensor<16x16xf32>)
    %25 = "stablehlo.broadcast_in_dim"(%arg25) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x16xf32>
    %26 = "stablehlo.multiply"(%25, %24#1) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %27 = "stablehlo.multiply"(%26, %arg24) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %28 = "func.call"(%arg22, %arg23, %27) <{callee = @_where_8}> : (tensor<16x16xi1>, tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %29 = "stablehlo.add"(%24#0, %28) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    "func.return"(%29) : (tensor<16x16xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<16x16xi1>, tensor<16x16xf32>) -> (tensor<16x16xf32>, tensor<16x16xf32>), res_attrs = [{}, {}], sym_name = "_where_7", sym_visibility = "private"}> ({
  ^bb0(%arg20: tensor<16x16xi1>, %arg21: tensor<16x16xf32>):
    %20 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %21 = "stablehlo.broadcast_in_dim"(%20) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x16xf32>
    %22 = "stablehlo.select"(%arg20, %21, %arg21) : (tensor<16x16xi1>, tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    %23 = "stablehlo.select"(%arg20, %arg21, %21) : (tensor<16x16xi1>, tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    "func.return"(%23, %22) : (tensor<16x16xf32>, tensor<16x16xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<16x16xi1>, tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>, res_attrs = [{}], sym_name = "_where_8", sym_visibility = "private"}> ({
  ^bb0(%arg17: tensor<16x16xi1>, %arg18: tensor<16x16xf32>, %arg19: tensor<16x16xf32>):
    %17 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %18 = "stablehlo.broadcast_in_dim"(%17) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x16xf32>
    %19 = "stablehlo.select"(%arg17, %18, %arg19) : (tensor<16x16xi1>, tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    "func.return"(%19) : (tensor<16x16xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}, {}], function_type = (tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>, tensor<f32>, tensor<16x24xi1>, tensor<16x24xf32>) -> tensor<16x24xf32>, res_attrs = [{}], sym_name = "selu_9", sym_visibility = "private"}> ({
  ^bb0(%arg11: tensor<16x24xi1>, %arg12: tensor<16x24xf32>, %arg13: tensor<16x24xf32>, %arg14: tensor<f32>, %arg15: tensor<16x24xi1>, %arg16: tensor<16x24xf32>):
    %13 = "stablehlo.constant"() <{value = dense<1.05070102> : tensor<f32>}> : () -> tensor<f32>
    %14 = "stablehlo.broadcast_in_dim"(%13) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %15 = "stablehlo.multiply"(%14, %arg16) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %16 = "func.call"(%arg11, %arg12, %arg13, %arg14, %arg15, %15) <{callee = @elu_10}> : (tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>, tensor<f32>, tensor<16x24xi1>, tensor<16x24xf32>) -> tensor<16x24xf32>
    "func.return"(%16) : (tensor<16x24xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}, {}], function_type = (tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>, tensor<f32>, tensor<16x24xi1>, tensor<16x24xf32>) -> tensor<16x24xf32>, res_attrs = [{}], sym_name = "elu_10", sym_visibility = "private"}> ({
  ^bb0(%arg5: tensor<16x24xi1>, %arg6: tensor<16x24xf32>, %arg7: tensor<16x24xf32>, %arg8: tensor<f32>, %arg9: tensor<16x24xi1>, %arg10: tensor<16x24xf32>):
    %7:2 = "func.call"(%arg9, %arg10) <{callee = @_where_11}> : (tensor<16x24xi1>, tensor<16x24xf32>) -> (tensor<16x24xf32>, tensor<16x24xf32>)
    %8 = "stablehlo.broadcast_in_dim"(%arg8) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %9 = "stablehlo.multiply"(%8, %7#1) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %10 = "stablehlo.multiply"(%9, %arg7) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %11 = "func.call"(%arg5, %arg6, %10) <{callee = @_where_12}> : (tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %12 = "stablehlo.add"(%7#0, %11) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    "func.return"(%12) : (tensor<16x24xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<16x24xi1>, tensor<16x24xf32>) -> (tensor<16x24xf32>, tensor<16x24xf32>), res_attrs = [{}, {}], sym_name = "_where_11", sym_visibility = "private"}> ({
  ^bb0(%arg3: tensor<16x24xi1>, %arg4: tensor<16x24xf32>):
    %3 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %4 = "stablehlo.broadcast_in_dim"(%3) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %5 = "stablehlo.select"(%arg3, %4, %arg4) : (tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %6 = "stablehlo.select"(%arg3, %arg4, %4) : (tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    "func.return"(%6, %5) : (tensor<16x24xf32>, tensor<16x24xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>, res_attrs = [{}], sym_name = "_where_12", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<16x24xi1>, %arg1: tensor<16x24xf32>, %arg2: tensor<16x24xf32>):
    %0 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %2 = "stablehlo.select"(%arg0, %1, %arg2) : (tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    "func.return"(%2) : (tensor<16x24xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
