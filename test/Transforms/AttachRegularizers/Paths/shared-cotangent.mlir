// h = relu(p) + tanh(q) in bf16: both sites have one cotangent, that of h, and each
// gets a term of its own, which the other one does not see.

// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --per-attach-regularizers="regularizer=#per.l2 lambda=0.5" | FileCheck %s

// CHECK: %[[D:.+]] = "stablehlo.dot_general"({{.*}}rhs_contracting_dimensions = [1]
// CHECK-NEXT: %[[C:.+]] = "stablehlo.convert"(%[[D]])
// CHECK: %[[T1:.+]] = per.gradient #per.l2 {{.*}} outs(%[[C]] : tensor<4x6xbf16>)
// CHECK-NEXT: "stablehlo.multiply"(%[[T1]],
// CHECK: %[[T0:.+]] = per.gradient #per.l2 {{.*}} outs(%[[C]] : tensor<4x6xbf16>)
// CHECK-NEXT: "stablehlo.select"(%{{.+}}, %[[T0]],
// CHECK-NOT: per.gradient

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}], function_type = (tensor<5x6xf32>, tensor<5x6xf32>, tensor<6x3xf32>, tensor<4x5xf32>, tensor<4x3xf32>) -> (tensor<f32>, tensor<5x6xf32>, tensor<5x6xf32>, tensor<6x3xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}, {jax.result_info = "result[1][2]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<5x6xf32>, %arg1: tensor<5x6xf32>, %arg2: tensor<6x3xf32>, %arg3: tensor<4x5xf32>, %arg4: tensor<4x3xf32>):
    %0 = "stablehlo.dot_general"(%arg3, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x5xf32>, tensor<5x6xf32>) -> tensor<4x6xf32>
    %1 = "stablehlo.convert"(%0) : (tensor<4x6xf32>) -> tensor<4x6xbf16>
    %2 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<bf16>}> : () -> tensor<bf16>
    %3 = "stablehlo.broadcast_in_dim"(%2) <{broadcast_dimensions = array<i64>}> : (tensor<bf16>) -> tensor<4x6xbf16>
    %4 = "stablehlo.maximum"(%1, %3) : (tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %5 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<bf16>}> : () -> tensor<bf16>
    %6 = "stablehlo.broadcast_in_dim"(%5) <{broadcast_dimensions = array<i64>}> : (tensor<bf16>) -> tensor<4x6xbf16>
    %7 = "stablehlo.compare"(%1, %6) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xi1>
    %8 = "stablehlo.dot_general"(%arg3, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x5xf32>, tensor<5x6xf32>) -> tensor<4x6xf32>
    %9 = "stablehlo.convert"(%8) : (tensor<4x6xf32>) -> tensor<4x6xbf16>
    %10 = "stablehlo.tanh"(%9) : (tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %11 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<bf16>}> : () -> tensor<bf16>
    %12 = "stablehlo.broadcast_in_dim"(%11) <{broadcast_dimensions = array<i64>}> : (tensor<bf16>) -> tensor<4x6xbf16>
    %13 = "stablehlo.subtract"(%12, %10) : (tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %14 = "stablehlo.add"(%4, %10) : (tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %15 = "stablehlo.convert"(%14) : (tensor<4x6xbf16>) -> tensor<4x6xf32>
    %16 = "stablehlo.dot_general"(%15, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<6x3xf32>) -> tensor<4x3xf32>
    %17 = "stablehlo.subtract"(%16, %arg4) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %18 = "stablehlo.multiply"(%17, %17) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %19 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %20 = "stablehlo.broadcast_in_dim"(%19) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %21 = "stablehlo.multiply"(%20, %17) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %22 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %23 = "stablehlo.reduce"(%18, %22) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg5: tensor<f32>, %arg6: tensor<f32>):
      %55 = "stablehlo.add"(%arg5, %arg6) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%55) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<f32>) -> tensor<f32>
    %24 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %25 = "stablehlo.broadcast_in_dim"(%24) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %26 = "stablehlo.multiply"(%25, %21) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %27 = "stablehlo.dot_general"(%26, %15) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<4x6xf32>) -> tensor<3x6xf32>
    %28 = "stablehlo.transpose"(%27) <{permutation = array<i64: 1, 0>}> : (tensor<3x6xf32>) -> tensor<6x3xf32>
    %29 = "stablehlo.dot_general"(%26, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<6x3xf32>) -> tensor<4x6xf32>
    %30 = "stablehlo.convert"(%29) : (tensor<4x6xf32>) -> tensor<4x6xbf16>
    %31 = "stablehlo.multiply"(%30, %13) : (tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %32 = "stablehlo.multiply"(%31, %10) : (tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %33 = "stablehlo.add"(%31, %32) : (tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %34 = "stablehlo.convert"(%33) : (tensor<4x6xbf16>) -> tensor<4x6xf32>
    %35 = "stablehlo.dot_general"(%34, %arg3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<4x5xf32>) -> tensor<6x5xf32>
    %36 = "stablehlo.transpose"(%35) <{permutation = array<i64: 1, 0>}> : (tensor<6x5xf32>) -> tensor<5x6xf32>
    %37 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<bf16>}> : () -> tensor<bf16>
    %38 = "stablehlo.broadcast_in_dim"(%37) <{broadcast_dimensions = array<i64>}> : (tensor<bf16>) -> tensor<4x6xbf16>
    %39 = "stablehlo.select"(%7, %30, %38) : (tensor<4x6xi1>, tensor<4x6xbf16>, tensor<4x6xbf16>) -> tensor<4x6xbf16>
    %40 = "stablehlo.convert"(%39) : (tensor<4x6xbf16>) -> tensor<4x6xf32>
    %41 = "stablehlo.dot_general"(%40, %arg3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<4x5xf32>) -> tensor<6x5xf32>
    %42 = "stablehlo.transpose"(%41) <{permutation = array<i64: 1, 0>}> : (tensor<6x5xf32>) -> tensor<5x6xf32>
    %43 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %44 = "stablehlo.broadcast_in_dim"(%43) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x6xf32>
    %45 = "stablehlo.multiply"(%44, %42) : (tensor<5x6xf32>, tensor<5x6xf32>) -> tensor<5x6xf32>
    %46 = "stablehlo.subtract"(%arg0, %45) : (tensor<5x6xf32>, tensor<5x6xf32>) -> tensor<5x6xf32>
    %47 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %48 = "stablehlo.broadcast_in_dim"(%47) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x6xf32>
    %49 = "stablehlo.multiply"(%48, %36) : (tensor<5x6xf32>, tensor<5x6xf32>) -> tensor<5x6xf32>
    %50 = "stablehlo.subtract"(%arg1, %49) : (tensor<5x6xf32>, tensor<5x6xf32>) -> tensor<5x6xf32>
    %51 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %52 = "stablehlo.broadcast_in_dim"(%51) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x3xf32>
    %53 = "stablehlo.multiply"(%52, %28) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
    %54 = "stablehlo.subtract"(%arg2, %53) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
    "func.return"(%23, %46, %50, %54) : (tensor<f32>, tensor<5x6xf32>, tensor<5x6xf32>, tensor<6x3xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
