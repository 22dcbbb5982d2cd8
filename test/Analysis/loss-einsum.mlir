// RUN: per-opt --allow-unregistered-dialect --per-inline-calls \
// RUN:   --test-per-print-sites %s -o /dev/null 2>&1 | FileCheck %s

// A contraction in a loss, with no dimension of its own, is no layer.

// CHECK:      site 0: 16x24xf32 stablehlo.maximum, relu, samples [0]
// CHECK-NEXT: contractions: 3, without a site 2
// CHECK-NOT:  site

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}], function_type = (tensor<20x24xf32>, tensor<24x5xf32>, tensor<16x20xf32>, tensor<16x5xf32>) -> (tensor<f32>, tensor<20x24xf32>, tensor<24x5xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg9: tensor<20x24xf32>, %arg10: tensor<24x5xf32>, %arg11: tensor<16x20xf32>, %arg12: tensor<16x5xf32>):
    %56 = "stablehlo.dot_general"(%arg11, %arg9) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x20xf32>, tensor<20x24xf32>) -> tensor<16x24xf32>
    %57 = "func.call"(%56) <{callee = @relu}> : (tensor<16x24xf32>) -> tensor<16x24xf32>
    %58 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %59 = "stablehlo.broadcast_in_dim"(%58) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %60 = "stablehlo.compare"(%56, %59) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xi1>
    %61 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %62 = "stablehlo.broadcast_in_dim"(%61) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %63 = "stablehlo.dot_general"(%57, %arg10) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x24xf32>, tensor<24x5xf32>) -> tensor<16x5xf32>
    %64:3 = "func.call"(%63) <{callee = @log_sigmoid}> : (tensor<16x5xf32>) -> (tensor<16x5xf32>, tensor<16x5xf32>, tensor<16x5xf32>)
    %65 = "stablehlo.dot_general"(%64#0, %arg12) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0, 1], rhs_contracting_dimensions = [0, 1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<f32>
    %66 = "stablehlo.negate"(%65) : (tensor<f32>) -> tensor<f32>
    %67 = "stablehlo.constant"() <{value = dense<1.600000e+01> : tensor<f32>}> : () -> tensor<f32>
    %68 = "stablehlo.divide"(%66, %67) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %69 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %70 = "stablehlo.constant"() <{value = dense<1.600000e+01> : tensor<f32>}> : () -> tensor<f32>
    %71 = "stablehlo.divide"(%69, %70) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %72 = "stablehlo.negate"(%71) : (tensor<f32>) -> tensor<f32>
    %73 = "stablehlo.dot_general"(%72, %arg12) <{dot_dimension_numbers = #stablehlo.dot<>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<f32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %74 = "func.call"(%64#1, %64#2, %73) <{callee = @log_sigmoid_0}> : (tensor<16x5xf32>, tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %75 = "stablehlo.dot_general"(%74, %57) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x5xf32>, tensor<16x24xf32>) -> tensor<5x24xf32>
    %76 = "stablehlo.transpose"(%75) <{permutation = array<i64: 1, 0>}> : (tensor<5x24xf32>) -> tensor<24x5xf32>
    %77 = "stablehlo.dot_general"(%74, %arg10) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x5xf32>, tensor<24x5xf32>) -> tensor<16x24xf32>
    %78 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %79 = "stablehlo.broadcast_in_dim"(%78) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %80 = "stablehlo.select"(%60, %77, %79) : (tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %81 = "stablehlo.dot_general"(%80, %arg11) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x24xf32>, tensor<16x20xf32>) -> tensor<24x20xf32>
    %82 = "stablehlo.transpose"(%81) <{permutation = array<i64: 1, 0>}> : (tensor<24x20xf32>) -> tensor<20x24xf32>
    %83 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %84 = "stablehlo.broadcast_in_dim"(%83) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<20x24xf32>
    %85 = "stablehlo.multiply"(%84, %82) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %86 = "stablehlo.subtract"(%arg9, %85) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %87 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %88 = "stablehlo.broadcast_in_dim"(%87) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24x5xf32>
    %89 = "stablehlo.multiply"(%88, %76) : (tensor<24x5xf32>, tensor<24x5xf32>) -> tensor<24x5xf32>
    %90 = "stablehlo.subtract"(%arg10, %89) : (tensor<24x5xf32>, tensor<24x5xf32>) -> tensor<24x5xf32>
    "func.return"(%68, %86, %90) : (tensor<f32>, tensor<20x24xf32>, tensor<24x5xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<16x24xf32>) -> tensor<16x24xf32>, res_attrs = [{}], sym_name = "relu", sym_visibility = "private"}> ({
  ^bb0(%arg8: tensor<16x24xf32>):
    %53 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %54 = "stablehlo.broadcast_in_dim"(%53) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %55 = "stablehlo.maximum"(%arg8, %54) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    "func.return"(%55) : (tensor<16x24xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<16x5xf32>) -> (tensor<16x5xf32>, tensor<16x5xf32>, tensor<16x5xf32>), res_attrs = [{}, {}, {}], sym_name = "log_sigmoid", sym_visibility = "private"}> ({
  ^bb0(%arg7: tensor<16x5xf32>):
    %50 = "stablehlo.negate"(%arg7) : (tensor<16x5xf32>) -> tensor<16x5xf32>
    %51:3 = "func.call"(%50) <{callee = @softplus}> : (tensor<16x5xf32>) -> (tensor<16x5xf32>, tensor<16x5xf32>, tensor<16x5xf32>)
    %52 = "stablehlo.negate"(%51#0) : (tensor<16x5xf32>) -> tensor<16x5xf32>
    "func.return"(%52, %51#1, %51#2) : (tensor<16x5xf32>, tensor<16x5xf32>, tensor<16x5xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<16x5xf32>) -> (tensor<16x5xf32>, tensor<16x5xf32>, tensor<16x5xf32>), res_attrs = [{}, {}, {}], sym_name = "softplus", sym_visibility = "private"}> ({
  ^bb0(%arg6: tensor<16x5xf32>):
    %4 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %5 = "stablehlo.broadcast_in_dim"(%4) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %6 = "stablehlo.maximum"(%arg6, %5) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %7 = "stablehlo.broadcast_in_dim"(%4) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %8 = "stablehlo.subtract"(%arg6, %7) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %9 = "stablehlo.compare"(%8, %8) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xi1>
    %10 = "stablehlo.broadcast_in_dim"(%4) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %11 = "stablehlo.add"(%arg6, %10) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %12 = "stablehlo.abs"(%8) : (tensor<16x5xf32>) -> tensor<16x5xf32>
    %13 = "stablehlo.negate"(%12) : (tensor<16x5xf32>) -> tensor<16x5xf32>
    %14 = "stablehlo.exponential"(%13) : (tensor<16x5xf32>) -> tensor<16x5xf32>
    %15 = "stablehlo.log_plus_one"(%14) : (tensor<16x5xf32>) -> tensor<16x5xf32>
    %16 = "stablehlo.add"(%6, %15) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %17 = "stablehlo.select"(%9, %11, %16) : (tensor<16x5xi1>, tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %18 = "stablehlo.constant"() <{value = dense<0x7F800000> : tensor<f32>}> : () -> tensor<f32>
    %19 = "stablehlo.broadcast_in_dim"(%18) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %20 = "stablehlo.compare"(%arg6, %19) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xi1>
    %21 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %22 = "stablehlo.broadcast_in_dim"(%21) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %23 = "stablehlo.select"(%20, %22, %arg6) : (tensor<16x5xi1>, tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %24 = "stablehlo.constant"() <{value = dense<0x7F800000> : tensor<f32>}> : () -> tensor<f32>
    %25 = "stablehlo.broadcast_in_dim"(%24) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %26 = "stablehlo.compare"(%17, %25) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xi1>
    %27 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %28 = "stablehlo.broadcast_in_dim"(%27) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %29 = "stablehlo.select"(%26, %28, %17) : (tensor<16x5xi1>, tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %30 = "stablehlo.subtract"(%23, %29) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %31 = "stablehlo.exponential"(%30) : (tensor<16x5xf32>) -> tensor<16x5xf32>
    %32 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %33 = "stablehlo.constant"() <{value = dense<0x7F800000> : tensor<f32>}> : () -> tensor<f32>
    %34 = "stablehlo.compare"(%32, %33) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %35 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %36 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %37 = "stablehlo.select"(%34, %36, %35) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %38 = "stablehlo.constant"() <{value = dense<0x7F800000> : tensor<f32>}> : () -> tensor<f32>
    %39 = "stablehlo.broadcast_in_dim"(%38) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %40 = "stablehlo.compare"(%17, %39) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xi1>
    %41 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %42 = "stablehlo.broadcast_in_dim"(%41) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %43 = "stablehlo.select"(%40, %42, %17) : (tensor<16x5xi1>, tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %44 = "stablehlo.broadcast_in_dim"(%37) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %45 = "stablehlo.subtract"(%44, %43) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %46 = "stablehlo.exponential"(%45) : (tensor<16x5xf32>) -> tensor<16x5xf32>
    %47 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %48 = "stablehlo.broadcast_in_dim"(%47) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %49 = "stablehlo.multiply"(%48, %46) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    "func.return"(%17, %31, %49) : (tensor<16x5xf32>, tensor<16x5xf32>, tensor<16x5xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<16x5xf32>, tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>, res_attrs = [{}], sym_name = "log_sigmoid_0", sym_visibility = "private"}> ({
  ^bb0(%arg3: tensor<16x5xf32>, %arg4: tensor<16x5xf32>, %arg5: tensor<16x5xf32>):
    %1 = "stablehlo.negate"(%arg5) : (tensor<16x5xf32>) -> tensor<16x5xf32>
    %2 = "func.call"(%arg3, %arg4, %1) <{callee = @softplus_1}> : (tensor<16x5xf32>, tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %3 = "stablehlo.negate"(%2) : (tensor<16x5xf32>) -> tensor<16x5xf32>
    "func.return"(%3) : (tensor<16x5xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<16x5xf32>, tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>, res_attrs = [{}], sym_name = "softplus_1", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<16x5xf32>, %arg1: tensor<16x5xf32>, %arg2: tensor<16x5xf32>):
    %0 = "stablehlo.multiply"(%arg2, %arg0) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    "func.return"(%0) : (tensor<16x5xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
