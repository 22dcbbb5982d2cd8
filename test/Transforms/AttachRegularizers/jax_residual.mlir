// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --per-attach-regularizers="regularizer=#per.l2" | FileCheck %s

// The cotangent of a block's output goes to the block and past it: the skip
// connection must read the cotangent without the term.

// CHECK: %[[C:.+]] = "stablehlo.dot_general"(%[[SKIP:[0-9]+]], %arg4) <{{{.*}}rhs_contracting_dimensions = [1]
// CHECK: %[[T:.+]] = per.gradient #per.l2 {{.*}} outs(%[[C]] : tensor<4x8xf32>)
// CHECK-NEXT: %[[V:.+]] = "stablehlo.select"(%{{.+}}, %[[T]], %{{.+}})
// CHECK: %[[D:.+]] = "stablehlo.dot_general"(%[[V]], %arg3)
// CHECK-NEXT: "stablehlo.add"(%[[SKIP]], %[[D]])
// CHECK: per.gradient #per.l2
// CHECK-NOT: per.gradient

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}, {}, {}], function_type = (tensor<5x7xf32>, tensor<7x6xf32>, tensor<6x7xf32>, tensor<7x8xf32>, tensor<8x7xf32>, tensor<4x5xf32>, tensor<4x7xf32>) -> (tensor<f32>, tensor<5x7xf32>, tensor<7x6xf32>, tensor<6x7xf32>, tensor<7x8xf32>, tensor<8x7xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1]['w1']"}, {jax.result_info = "result[1]['w2']"}, {jax.result_info = "result[1]['w3']"}, {jax.result_info = "result[1]['w4']"}, {jax.result_info = "result[1]['w5']"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg1: tensor<5x7xf32>, %arg2: tensor<7x6xf32>, %arg3: tensor<6x7xf32>, %arg4: tensor<7x8xf32>, %arg5: tensor<8x7xf32>, %arg6: tensor<4x5xf32>, %arg7: tensor<4x7xf32>):
    %3 = "stablehlo.dot_general"(%arg6, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x5xf32>, tensor<5x7xf32>) -> tensor<4x7xf32>
    %4 = "stablehlo.dot_general"(%3, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x7xf32>, tensor<7x6xf32>) -> tensor<4x6xf32>
    %5 = "stablehlo.tanh"(%4) : (tensor<4x6xf32>) -> tensor<4x6xf32>
    %6 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %7 = "stablehlo.broadcast_in_dim"(%6) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
    %8 = "stablehlo.subtract"(%7, %5) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %9 = "stablehlo.dot_general"(%5, %arg3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<6x7xf32>) -> tensor<4x7xf32>
    %10 = "stablehlo.add"(%3, %9) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %11 = "stablehlo.dot_general"(%10, %arg4) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x7xf32>, tensor<7x8xf32>) -> tensor<4x8xf32>
    %12 = "func.call"(%11) <{callee = @relu}> : (tensor<4x8xf32>) -> tensor<4x8xf32>
    %13 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %14 = "stablehlo.broadcast_in_dim"(%13) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x8xf32>
    %15 = "stablehlo.compare"(%11, %14) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xi1>
    %16 = "stablehlo.dot_general"(%12, %arg5) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x8xf32>, tensor<8x7xf32>) -> tensor<4x7xf32>
    %17 = "stablehlo.add"(%10, %16) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %18 = "stablehlo.subtract"(%17, %arg7) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %19 = "stablehlo.multiply"(%18, %18) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %20 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %21 = "stablehlo.broadcast_in_dim"(%20) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x7xf32>
    %22 = "stablehlo.multiply"(%21, %18) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %23 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %24 = "stablehlo.reduce"(%19, %23) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg8: tensor<f32>, %arg9: tensor<f32>):
      %74 = "stablehlo.add"(%arg8, %arg9) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%74) : (tensor<f32>) -> ()
    }) : (tensor<4x7xf32>, tensor<f32>) -> tensor<f32>
    %25 = "stablehlo.constant"() <{value = dense<2.800000e+01> : tensor<f32>}> : () -> tensor<f32>
    %26 = "stablehlo.divide"(%24, %25) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %27 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %28 = "stablehlo.constant"() <{value = dense<2.800000e+01> : tensor<f32>}> : () -> tensor<f32>
    %29 = "stablehlo.divide"(%27, %28) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %30 = "stablehlo.broadcast_in_dim"(%29) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x7xf32>
    %31 = "stablehlo.multiply"(%30, %22) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %32 = "stablehlo.dot_general"(%31, %12) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x7xf32>, tensor<4x8xf32>) -> tensor<7x8xf32>
    %33 = "stablehlo.transpose"(%32) <{permutation = array<i64: 1, 0>}> : (tensor<7x8xf32>) -> tensor<8x7xf32>
    %34 = "stablehlo.dot_general"(%31, %arg5) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x7xf32>, tensor<8x7xf32>) -> tensor<4x8xf32>
    %35 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %36 = "stablehlo.broadcast_in_dim"(%35) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x8xf32>
    %37 = "stablehlo.select"(%15, %34, %36) : (tensor<4x8xi1>, tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
    %38 = "stablehlo.dot_general"(%37, %10) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x8xf32>, tensor<4x7xf32>) -> tensor<8x7xf32>
    %39 = "stablehlo.transpose"(%38) <{permutation = array<i64: 1, 0>}> : (tensor<8x7xf32>) -> tensor<7x8xf32>
    %40 = "stablehlo.dot_general"(%37, %arg4) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x8xf32>, tensor<7x8xf32>) -> tensor<4x7xf32>
    %41 = "stablehlo.add"(%31, %40) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %42 = "stablehlo.dot_general"(%41, %5) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x7xf32>, tensor<4x6xf32>) -> tensor<7x6xf32>
    %43 = "stablehlo.transpose"(%42) <{permutation = array<i64: 1, 0>}> : (tensor<7x6xf32>) -> tensor<6x7xf32>
    %44 = "stablehlo.dot_general"(%41, %arg3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x7xf32>, tensor<6x7xf32>) -> tensor<4x6xf32>
    %45 = "stablehlo.multiply"(%44, %8) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %46 = "stablehlo.multiply"(%45, %5) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %47 = "stablehlo.add"(%45, %46) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %48 = "stablehlo.dot_general"(%47, %3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<4x7xf32>) -> tensor<6x7xf32>
    %49 = "stablehlo.transpose"(%48) <{permutation = array<i64: 1, 0>}> : (tensor<6x7xf32>) -> tensor<7x6xf32>
    %50 = "stablehlo.dot_general"(%47, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<7x6xf32>) -> tensor<4x7xf32>
    %51 = "stablehlo.add"(%41, %50) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %52 = "stablehlo.dot_general"(%51, %arg6) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x7xf32>, tensor<4x5xf32>) -> tensor<7x5xf32>
    %53 = "stablehlo.transpose"(%52) <{permutation = array<i64: 1, 0>}> : (tensor<7x5xf32>) -> tensor<5x7xf32>
    %54 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %55 = "stablehlo.broadcast_in_dim"(%54) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x7xf32>
    %56 = "stablehlo.multiply"(%55, %53) : (tensor<5x7xf32>, tensor<5x7xf32>) -> tensor<5x7xf32>
    %57 = "stablehlo.subtract"(%arg1, %56) : (tensor<5x7xf32>, tensor<5x7xf32>) -> tensor<5x7xf32>
    %58 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %59 = "stablehlo.broadcast_in_dim"(%58) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<7x6xf32>
    %60 = "stablehlo.multiply"(%59, %49) : (tensor<7x6xf32>, tensor<7x6xf32>) -> tensor<7x6xf32>
    %61 = "stablehlo.subtract"(%arg2, %60) : (tensor<7x6xf32>, tensor<7x6xf32>) -> tensor<7x6xf32>
    %62 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %63 = "stablehlo.broadcast_in_dim"(%62) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x7xf32>
    %64 = "stablehlo.multiply"(%63, %43) : (tensor<6x7xf32>, tensor<6x7xf32>) -> tensor<6x7xf32>
    %65 = "stablehlo.subtract"(%arg3, %64) : (tensor<6x7xf32>, tensor<6x7xf32>) -> tensor<6x7xf32>
    %66 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %67 = "stablehlo.broadcast_in_dim"(%66) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<7x8xf32>
    %68 = "stablehlo.multiply"(%67, %39) : (tensor<7x8xf32>, tensor<7x8xf32>) -> tensor<7x8xf32>
    %69 = "stablehlo.subtract"(%arg4, %68) : (tensor<7x8xf32>, tensor<7x8xf32>) -> tensor<7x8xf32>
    %70 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %71 = "stablehlo.broadcast_in_dim"(%70) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x7xf32>
    %72 = "stablehlo.multiply"(%71, %33) : (tensor<8x7xf32>, tensor<8x7xf32>) -> tensor<8x7xf32>
    %73 = "stablehlo.subtract"(%arg5, %72) : (tensor<8x7xf32>, tensor<8x7xf32>) -> tensor<8x7xf32>
    "func.return"(%26, %57, %61, %65, %69, %73) : (tensor<f32>, tensor<5x7xf32>, tensor<7x6xf32>, tensor<6x7xf32>, tensor<7x8xf32>, tensor<8x7xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<4x8xf32>) -> tensor<4x8xf32>, res_attrs = [{}], sym_name = "relu", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<4x8xf32>):
    %0 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x8xf32>
    %2 = "stablehlo.maximum"(%arg0, %1) : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
    "func.return"(%2) : (tensor<4x8xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
