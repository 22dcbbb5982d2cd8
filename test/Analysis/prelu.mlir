// RUN: per-opt --allow-unregistered-dialect --per-inline-calls \
// RUN:   --test-per-print-sites %s -o /dev/null 2>&1 | FileCheck %s

// A trained slope is a coefficient.

// CHECK:      site 0: 16x24xf32 stablehlo.select, prelu, samples [0]
// CHECK-NEXT: contractions: 2, without a site 1
// CHECK-NOT:  site

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}], function_type = (tensor<20x24xf32>, tensor<24xf32>, tensor<24x5xf32>, tensor<16x20xf32>, tensor<16x5xf32>) -> (tensor<f32>, tensor<20x24xf32>, tensor<24xf32>, tensor<24x5xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}, {jax.result_info = "result[1][2]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg5: tensor<20x24xf32>, %arg6: tensor<24xf32>, %arg7: tensor<24x5xf32>, %arg8: tensor<16x20xf32>, %arg9: tensor<16x5xf32>):
    %5 = "stablehlo.dot_general"(%arg8, %arg5) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x20xf32>, tensor<20x24xf32>) -> tensor<16x24xf32>
    %6 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %7 = "stablehlo.broadcast_in_dim"(%6) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %8 = "stablehlo.compare"(%5, %7) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xi1>
    %9 = "stablehlo.broadcast_in_dim"(%arg6) <{broadcast_dimensions = array<i64: 1>}> : (tensor<24xf32>) -> tensor<1x24xf32>
    %10 = "stablehlo.broadcast_in_dim"(%9) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x24xf32>) -> tensor<16x24xf32>
    %11 = "stablehlo.multiply"(%10, %5) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %12 = "func.call"(%8, %5, %11) <{callee = @_where}> : (tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %13 = "stablehlo.dot_general"(%12, %arg7) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x24xf32>, tensor<24x5xf32>) -> tensor<16x5xf32>
    %14 = "stablehlo.subtract"(%13, %arg9) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %15 = "stablehlo.multiply"(%14, %14) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %16 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %17 = "stablehlo.broadcast_in_dim"(%16) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %18 = "stablehlo.multiply"(%17, %14) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %19 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %20 = "stablehlo.reduce"(%15, %19) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg14: tensor<f32>, %arg15: tensor<f32>):
      %57 = "stablehlo.add"(%arg14, %arg15) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%57) : (tensor<f32>) -> ()
    }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<f32>
    %21 = "stablehlo.constant"() <{value = dense<8.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %22 = "stablehlo.divide"(%20, %21) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %23 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %24 = "stablehlo.constant"() <{value = dense<8.000000e+01> : tensor<f32>}> : () -> tensor<f32>
    %25 = "stablehlo.divide"(%23, %24) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %26 = "stablehlo.broadcast_in_dim"(%25) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x5xf32>
    %27 = "stablehlo.multiply"(%26, %18) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
    %28 = "stablehlo.dot_general"(%27, %12) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x5xf32>, tensor<16x24xf32>) -> tensor<5x24xf32>
    %29 = "stablehlo.transpose"(%28) <{permutation = array<i64: 1, 0>}> : (tensor<5x24xf32>) -> tensor<24x5xf32>
    %30 = "stablehlo.dot_general"(%27, %arg7) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x5xf32>, tensor<24x5xf32>) -> tensor<16x24xf32>
    %31:2 = "func.call"(%8, %30) <{callee = @_where_0}> : (tensor<16x24xi1>, tensor<16x24xf32>) -> (tensor<16x24xf32>, tensor<16x24xf32>)
    %32 = "stablehlo.broadcast_in_dim"(%9) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x24xf32>) -> tensor<16x24xf32>
    %33 = "stablehlo.multiply"(%32, %31#1) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %34 = "stablehlo.add"(%31#0, %33) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %35 = "stablehlo.multiply"(%31#1, %5) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %36 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %37 = "stablehlo.reduce"(%35, %36) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg12: tensor<f32>, %arg13: tensor<f32>):
      %56 = "stablehlo.add"(%arg12, %arg13) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%56) : (tensor<f32>) -> ()
    }) : (tensor<16x24xf32>, tensor<f32>) -> tensor<24xf32>
    %38 = "stablehlo.reshape"(%37) : (tensor<24xf32>) -> tensor<1x24xf32>
    %39 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %40 = "stablehlo.reduce"(%38, %39) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg10: tensor<f32>, %arg11: tensor<f32>):
      %55 = "stablehlo.add"(%arg10, %arg11) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%55) : (tensor<f32>) -> ()
    }) : (tensor<1x24xf32>, tensor<f32>) -> tensor<24xf32>
    %41 = "stablehlo.dot_general"(%34, %arg8) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<16x24xf32>, tensor<16x20xf32>) -> tensor<24x20xf32>
    %42 = "stablehlo.transpose"(%41) <{permutation = array<i64: 1, 0>}> : (tensor<24x20xf32>) -> tensor<20x24xf32>
    %43 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %44 = "stablehlo.broadcast_in_dim"(%43) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<20x24xf32>
    %45 = "stablehlo.multiply"(%44, %42) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %46 = "stablehlo.subtract"(%arg5, %45) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
    %47 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %48 = "stablehlo.broadcast_in_dim"(%47) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24xf32>
    %49 = "stablehlo.multiply"(%48, %40) : (tensor<24xf32>, tensor<24xf32>) -> tensor<24xf32>
    %50 = "stablehlo.subtract"(%arg6, %49) : (tensor<24xf32>, tensor<24xf32>) -> tensor<24xf32>
    %51 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %52 = "stablehlo.broadcast_in_dim"(%51) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24x5xf32>
    %53 = "stablehlo.multiply"(%52, %29) : (tensor<24x5xf32>, tensor<24x5xf32>) -> tensor<24x5xf32>
    %54 = "stablehlo.subtract"(%arg7, %53) : (tensor<24x5xf32>, tensor<24x5xf32>) -> tensor<24x5xf32>
    "func.return"(%22, %46, %50, %54) : (tensor<f32>, tensor<20x24xf32>, tensor<24xf32>, tensor<24x5xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>, res_attrs = [{}], sym_name = "_where", sym_visibility = "private"}> ({
  ^bb0(%arg2: tensor<16x24xi1>, %arg3: tensor<16x24xf32>, %arg4: tensor<16x24xf32>):
    %4 = "stablehlo.select"(%arg2, %arg3, %arg4) : (tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    "func.return"(%4) : (tensor<16x24xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<16x24xi1>, tensor<16x24xf32>) -> (tensor<16x24xf32>, tensor<16x24xf32>), res_attrs = [{}, {}], sym_name = "_where_0", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<16x24xi1>, %arg1: tensor<16x24xf32>):
    %0 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
    %2 = "stablehlo.select"(%arg0, %1, %arg1) : (tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    %3 = "stablehlo.select"(%arg0, %arg1, %1) : (tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
    "func.return"(%3, %2) : (tensor<16x24xf32>, tensor<16x24xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
