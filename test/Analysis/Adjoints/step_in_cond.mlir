// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --test-per-print-adjoints -o /dev/null | \
// RUN:   FileCheck %s --implicit-check-not='assumed'

// The whole step in a branch.

// CHECK-LABEL: adjoints of @main
// CHECK: site 0: {{.*}} relu {{.*}}: cotangent stablehlo.dot_general, by value

"builtin.module"() <{sym_name = "jit_vgcond"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}], function_type = (tensor<20x24xf32>, tensor<24x5xf32>, tensor<16x20xf32>, tensor<16x5xf32>, tensor<i32>) -> (tensor<f32>, tensor<20x24xf32>, tensor<24x5xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<20x24xf32>, %arg1: tensor<24x5xf32>, %arg2: tensor<16x20xf32>, %arg3: tensor<16x5xf32>, %arg4: tensor<i32>):
    %0 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %1 = "stablehlo.compare"(%arg4, %0) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %2 = "stablehlo.convert"(%1) : (tensor<i1>) -> tensor<i32>
    %3:3 = "stablehlo.case"(%2) ({
      %76 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      "stablehlo.return"(%76, %arg0, %arg1) : (tensor<f32>, tensor<20x24xf32>, tensor<24x5xf32>) -> ()
    }, {
      %4 = "stablehlo.dot_general"(%arg2, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x20xf32>, tensor<20x24xf32>) -> tensor<16x24xf32>
      %5 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %6 = "stablehlo.broadcast_in_dim"(%5) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %7 = "stablehlo.maximum"(%4, %6) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %8 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %9 = "stablehlo.broadcast_in_dim"(%8) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %10 = "stablehlo.compare"(%4, %9) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xi1>
      %11 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %12 = "stablehlo.broadcast_in_dim"(%11) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %13 = "stablehlo.dot_general"(%7, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<24x5xf32>) -> tensor<16x5xf32>
      %14 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
      %15 = "stablehlo.reduce"(%13, %14) <{dimensions = array<i64: 1>}> ({
      ^bb0(%arg15: tensor<f32>, %arg16: tensor<f32>):
        %75 = "stablehlo.maximum"(%arg15, %arg16) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%75) : (tensor<f32>) -> ()
      }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
      %16 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
      %17 = "stablehlo.broadcast_in_dim"(%16) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16xf32>
      %18 = "stablehlo.maximum"(%17, %15) : (tensor<16xf32>, tensor<16xf32>) -> tensor<16xf32>
      %19 = "stablehlo.broadcast_in_dim"(%18) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
      %20 = "stablehlo.broadcast_in_dim"(%19) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x5xf32>
      %21 = "stablehlo.subtract"(%13, %20) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
      %22 = "stablehlo.exponential"(%21) : (tensor<16x5xf32>) -> tensor<16x5xf32>
      %23 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %24 = "stablehlo.reduce"(%22, %23) <{dimensions = array<i64: 1>}> ({
      ^bb0(%arg13: tensor<f32>, %arg14: tensor<f32>):
        %74 = "stablehlo.add"(%arg13, %arg14) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%74) : (tensor<f32>) -> ()
      }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
      %25 = "stablehlo.broadcast_in_dim"(%24) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
      %26 = "stablehlo.log"(%25) : (tensor<16x1xf32>) -> tensor<16x1xf32>
      %27 = "stablehlo.broadcast_in_dim"(%26) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x5xf32>
      %28 = "stablehlo.subtract"(%21, %27) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
      %29 = "stablehlo.multiply"(%28, %arg3) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
      %30 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %31 = "stablehlo.reduce"(%29, %30) <{dimensions = array<i64: 1>}> ({
      ^bb0(%arg11: tensor<f32>, %arg12: tensor<f32>):
        %73 = "stablehlo.add"(%arg11, %arg12) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%73) : (tensor<f32>) -> ()
      }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
      %32 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %33 = "stablehlo.reduce"(%31, %32) <{dimensions = array<i64: 0>}> ({
      ^bb0(%arg9: tensor<f32>, %arg10: tensor<f32>):
        %72 = "stablehlo.add"(%arg9, %arg10) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%72) : (tensor<f32>) -> ()
      }) : (tensor<16xf32>, tensor<f32>) -> tensor<f32>
      %34 = "stablehlo.constant"() <{value = dense<1.600000e+01> : tensor<f32>}> : () -> tensor<f32>
      %35 = "stablehlo.divide"(%33, %34) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %36 = "stablehlo.negate"(%35) : (tensor<f32>) -> tensor<f32>
      %37 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %38 = "stablehlo.negate"(%37) : (tensor<f32>) -> tensor<f32>
      %39 = "stablehlo.constant"() <{value = dense<1.600000e+01> : tensor<f32>}> : () -> tensor<f32>
      %40 = "stablehlo.divide"(%38, %39) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %41 = "stablehlo.broadcast_in_dim"(%40) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16xf32>
      %42 = "stablehlo.broadcast_in_dim"(%41) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x5xf32>
      %43 = "stablehlo.multiply"(%42, %arg3) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
      %44 = "stablehlo.negate"(%43) : (tensor<16x5xf32>) -> tensor<16x5xf32>
      %45 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %46 = "stablehlo.reduce"(%44, %45) <{dimensions = array<i64: 1>}> ({
      ^bb0(%arg7: tensor<f32>, %arg8: tensor<f32>):
        %71 = "stablehlo.add"(%arg7, %arg8) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%71) : (tensor<f32>) -> ()
      }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
      %47 = "stablehlo.reshape"(%46) : (tensor<16xf32>) -> tensor<16x1xf32>
      %48 = "stablehlo.divide"(%47, %25) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
      %49 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %50 = "stablehlo.reduce"(%48, %49) <{dimensions = array<i64: 1>}> ({
      ^bb0(%arg5: tensor<f32>, %arg6: tensor<f32>):
        %70 = "stablehlo.add"(%arg5, %arg6) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%70) : (tensor<f32>) -> ()
      }) : (tensor<16x1xf32>, tensor<f32>) -> tensor<16xf32>
      %51 = "stablehlo.broadcast_in_dim"(%50) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x5xf32>
      %52 = "stablehlo.multiply"(%51, %22) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
      %53 = "stablehlo.add"(%43, %52) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
      %54 = "stablehlo.dot_general"(%53, %7) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x5xf32>, tensor<16x24xf32>) -> tensor<5x24xf32>
      %55 = "stablehlo.transpose"(%54) <{permutation = array<i64: 1, 0>}> : (tensor<5x24xf32>) -> tensor<24x5xf32>
      %56 = "stablehlo.dot_general"(%53, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<16x5xf32>, tensor<24x5xf32>) -> tensor<16x24xf32>
      %57 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %58 = "stablehlo.broadcast_in_dim"(%57) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %59 = "stablehlo.select"(%10, %56, %58) : (tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %60 = "stablehlo.dot_general"(%59, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<16x20xf32>) -> tensor<24x20xf32>
      %61 = "stablehlo.transpose"(%60) <{permutation = array<i64: 1, 0>}> : (tensor<24x20xf32>) -> tensor<20x24xf32>
      %62 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
      %63 = "stablehlo.broadcast_in_dim"(%62) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<20x24xf32>
      %64 = "stablehlo.multiply"(%63, %61) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
      %65 = "stablehlo.subtract"(%arg0, %64) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
      %66 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
      %67 = "stablehlo.broadcast_in_dim"(%66) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24x5xf32>
      %68 = "stablehlo.multiply"(%67, %55) : (tensor<24x5xf32>, tensor<24x5xf32>) -> tensor<24x5xf32>
      %69 = "stablehlo.subtract"(%arg1, %68) : (tensor<24x5xf32>, tensor<24x5xf32>) -> tensor<24x5xf32>
      "stablehlo.return"(%36, %65, %69) : (tensor<f32>, tensor<20x24xf32>, tensor<24x5xf32>) -> ()
    }) : (tensor<i32>) -> (tensor<f32>, tensor<20x24xf32>, tensor<24x5xf32>)
    "func.return"(%3#0, %3#1, %3#2) : (tensor<f32>, tensor<20x24xf32>, tensor<24x5xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
