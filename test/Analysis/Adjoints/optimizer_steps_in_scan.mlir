// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --test-per-print-adjoints -o /dev/null | \
// RUN:   FileCheck %s --implicit-check-not='assumed'

// Optimizer steps in a scan, the mean of their losses: one iteration is looked at, and its weight is known.

// CHECK-LABEL: adjoints of @main: 1 sites, 2 contractions, in a loop
// CHECK: site 0: {{.*}}: cotangent stablehlo.dot_general, by value

"builtin.module"() <{sym_name = "jit_scansteps"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}], function_type = (tensor<20x24xf32>, tensor<24x5xf32>, tensor<3x16x20xf32>, tensor<3x16x5xf32>) -> (tensor<f32>, tensor<20x24xf32>, tensor<24x5xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<20x24xf32>, %arg1: tensor<24x5xf32>, %arg2: tensor<3x16x20xf32>, %arg3: tensor<3x16x5xf32>):
    %0 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3xf32>
    %2 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %3:6 = "stablehlo.while"(%arg2, %arg3, %2, %arg0, %arg1, %1) ({
    ^bb0(%arg24: tensor<3x16x20xf32>, %arg25: tensor<3x16x5xf32>, %arg26: tensor<i32>, %arg27: tensor<20x24xf32>, %arg28: tensor<24x5xf32>, %arg29: tensor<3xf32>):
      %93 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %94 = "stablehlo.compare"(%arg26, %93) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%94) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg6: tensor<3x16x20xf32>, %arg7: tensor<3x16x5xf32>, %arg8: tensor<i32>, %arg9: tensor<20x24xf32>, %arg10: tensor<24x5xf32>, %arg11: tensor<3xf32>):
      %9 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %10 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %11 = "stablehlo.dynamic_slice"(%arg6, %arg8, %9, %10) <{slice_sizes = array<i64: 1, 16, 20>}> : (tensor<3x16x20xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x16x20xf32>
      %12 = "stablehlo.reshape"(%11) : (tensor<1x16x20xf32>) -> tensor<16x20xf32>
      %13 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %14 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %15 = "stablehlo.dynamic_slice"(%arg7, %arg8, %13, %14) <{slice_sizes = array<i64: 1, 16, 5>}> : (tensor<3x16x5xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x16x5xf32>
      %16 = "stablehlo.reshape"(%15) : (tensor<1x16x5xf32>) -> tensor<16x5xf32>
      %17 = "stablehlo.dot_general"(%12, %arg9) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x20xf32>, tensor<20x24xf32>) -> tensor<16x24xf32>
      %18 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %19 = "stablehlo.broadcast_in_dim"(%18) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %20 = "stablehlo.maximum"(%17, %19) : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %21 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %22 = "stablehlo.broadcast_in_dim"(%21) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %23 = "stablehlo.compare"(%17, %22) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xi1>
      %24 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %25 = "stablehlo.broadcast_in_dim"(%24) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %26 = "stablehlo.dot_general"(%20, %arg10) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<24x5xf32>) -> tensor<16x5xf32>
      %27 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
      %28 = "stablehlo.reduce"(%26, %27) <{dimensions = array<i64: 1>}> ({
      ^bb0(%arg22: tensor<f32>, %arg23: tensor<f32>):
        %92 = "stablehlo.maximum"(%arg22, %arg23) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%92) : (tensor<f32>) -> ()
      }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
      %29 = "stablehlo.constant"() <{value = dense<0xFF800000> : tensor<f32>}> : () -> tensor<f32>
      %30 = "stablehlo.broadcast_in_dim"(%29) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16xf32>
      %31 = "stablehlo.maximum"(%30, %28) : (tensor<16xf32>, tensor<16xf32>) -> tensor<16xf32>
      %32 = "stablehlo.broadcast_in_dim"(%31) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
      %33 = "stablehlo.broadcast_in_dim"(%32) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x5xf32>
      %34 = "stablehlo.subtract"(%26, %33) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
      %35 = "stablehlo.exponential"(%34) : (tensor<16x5xf32>) -> tensor<16x5xf32>
      %36 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %37 = "stablehlo.reduce"(%35, %36) <{dimensions = array<i64: 1>}> ({
      ^bb0(%arg20: tensor<f32>, %arg21: tensor<f32>):
        %91 = "stablehlo.add"(%arg20, %arg21) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%91) : (tensor<f32>) -> ()
      }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
      %38 = "stablehlo.broadcast_in_dim"(%37) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x1xf32>
      %39 = "stablehlo.log"(%38) : (tensor<16x1xf32>) -> tensor<16x1xf32>
      %40 = "stablehlo.broadcast_in_dim"(%39) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<16x1xf32>) -> tensor<16x5xf32>
      %41 = "stablehlo.subtract"(%34, %40) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
      %42 = "stablehlo.multiply"(%41, %16) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
      %43 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %44 = "stablehlo.reduce"(%42, %43) <{dimensions = array<i64: 1>}> ({
      ^bb0(%arg18: tensor<f32>, %arg19: tensor<f32>):
        %90 = "stablehlo.add"(%arg18, %arg19) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%90) : (tensor<f32>) -> ()
      }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
      %45 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %46 = "stablehlo.reduce"(%44, %45) <{dimensions = array<i64: 0>}> ({
      ^bb0(%arg16: tensor<f32>, %arg17: tensor<f32>):
        %89 = "stablehlo.add"(%arg16, %arg17) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%89) : (tensor<f32>) -> ()
      }) : (tensor<16xf32>, tensor<f32>) -> tensor<f32>
      %47 = "stablehlo.constant"() <{value = dense<1.600000e+01> : tensor<f32>}> : () -> tensor<f32>
      %48 = "stablehlo.divide"(%46, %47) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %49 = "stablehlo.negate"(%48) : (tensor<f32>) -> tensor<f32>
      %50 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %51 = "stablehlo.negate"(%50) : (tensor<f32>) -> tensor<f32>
      %52 = "stablehlo.constant"() <{value = dense<1.600000e+01> : tensor<f32>}> : () -> tensor<f32>
      %53 = "stablehlo.divide"(%51, %52) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %54 = "stablehlo.broadcast_in_dim"(%53) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16xf32>
      %55 = "stablehlo.broadcast_in_dim"(%54) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x5xf32>
      %56 = "stablehlo.multiply"(%55, %16) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
      %57 = "stablehlo.negate"(%56) : (tensor<16x5xf32>) -> tensor<16x5xf32>
      %58 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %59 = "stablehlo.reduce"(%57, %58) <{dimensions = array<i64: 1>}> ({
      ^bb0(%arg14: tensor<f32>, %arg15: tensor<f32>):
        %88 = "stablehlo.add"(%arg14, %arg15) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%88) : (tensor<f32>) -> ()
      }) : (tensor<16x5xf32>, tensor<f32>) -> tensor<16xf32>
      %60 = "stablehlo.reshape"(%59) : (tensor<16xf32>) -> tensor<16x1xf32>
      %61 = "stablehlo.divide"(%60, %38) : (tensor<16x1xf32>, tensor<16x1xf32>) -> tensor<16x1xf32>
      %62 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %63 = "stablehlo.reduce"(%61, %62) <{dimensions = array<i64: 1>}> ({
      ^bb0(%arg12: tensor<f32>, %arg13: tensor<f32>):
        %87 = "stablehlo.add"(%arg12, %arg13) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%87) : (tensor<f32>) -> ()
      }) : (tensor<16x1xf32>, tensor<f32>) -> tensor<16xf32>
      %64 = "stablehlo.broadcast_in_dim"(%63) <{broadcast_dimensions = array<i64: 0>}> : (tensor<16xf32>) -> tensor<16x5xf32>
      %65 = "stablehlo.multiply"(%64, %35) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
      %66 = "stablehlo.add"(%56, %65) : (tensor<16x5xf32>, tensor<16x5xf32>) -> tensor<16x5xf32>
      %67 = "stablehlo.dot_general"(%66, %20) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x5xf32>, tensor<16x24xf32>) -> tensor<5x24xf32>
      %68 = "stablehlo.transpose"(%67) <{permutation = array<i64: 1, 0>}> : (tensor<5x24xf32>) -> tensor<24x5xf32>
      %69 = "stablehlo.dot_general"(%66, %arg10) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<16x5xf32>, tensor<24x5xf32>) -> tensor<16x24xf32>
      %70 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %71 = "stablehlo.broadcast_in_dim"(%70) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<16x24xf32>
      %72 = "stablehlo.select"(%23, %69, %71) : (tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>) -> tensor<16x24xf32>
      %73 = "stablehlo.dot_general"(%72, %12) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>}> : (tensor<16x24xf32>, tensor<16x20xf32>) -> tensor<24x20xf32>
      %74 = "stablehlo.transpose"(%73) <{permutation = array<i64: 1, 0>}> : (tensor<24x20xf32>) -> tensor<20x24xf32>
      %75 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
      %76 = "stablehlo.broadcast_in_dim"(%75) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<20x24xf32>
      %77 = "stablehlo.multiply"(%76, %74) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
      %78 = "stablehlo.subtract"(%arg9, %77) : (tensor<20x24xf32>, tensor<20x24xf32>) -> tensor<20x24xf32>
      %79 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
      %80 = "stablehlo.broadcast_in_dim"(%79) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<24x5xf32>
      %81 = "stablehlo.multiply"(%80, %68) : (tensor<24x5xf32>, tensor<24x5xf32>) -> tensor<24x5xf32>
      %82 = "stablehlo.subtract"(%arg10, %81) : (tensor<24x5xf32>, tensor<24x5xf32>) -> tensor<24x5xf32>
      %83 = "stablehlo.broadcast_in_dim"(%49) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1xf32>
      %84 = "stablehlo.dynamic_update_slice"(%arg11, %83, %arg8) : (tensor<3xf32>, tensor<1xf32>, tensor<i32>) -> tensor<3xf32>
      %85 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %86 = "stablehlo.add"(%arg8, %85) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg6, %arg7, %86, %78, %82, %84) : (tensor<3x16x20xf32>, tensor<3x16x5xf32>, tensor<i32>, tensor<20x24xf32>, tensor<24x5xf32>, tensor<3xf32>) -> ()
    }) : (tensor<3x16x20xf32>, tensor<3x16x5xf32>, tensor<i32>, tensor<20x24xf32>, tensor<24x5xf32>, tensor<3xf32>) -> (tensor<3x16x20xf32>, tensor<3x16x5xf32>, tensor<i32>, tensor<20x24xf32>, tensor<24x5xf32>, tensor<3xf32>)
    %4 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %5 = "stablehlo.reduce"(%3#5, %4) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg4: tensor<f32>, %arg5: tensor<f32>):
      %8 = "stablehlo.add"(%arg4, %arg5) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%8) : (tensor<f32>) -> ()
    }) : (tensor<3xf32>, tensor<f32>) -> tensor<f32>
    %6 = "stablehlo.constant"() <{value = dense<3.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %7 = "stablehlo.divide"(%5, %6) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    "func.return"(%7, %3#3, %3#4) : (tensor<f32>, tensor<20x24xf32>, tensor<24x5xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
