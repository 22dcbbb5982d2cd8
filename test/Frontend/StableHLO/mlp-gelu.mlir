// RUN: per-opt --allow-unregistered-dialect --per-inline-calls --test-per-print-view %s -o /dev/null 2>&1 | FileCheck %s

// A layer with the exact GELU, as jax.jit(...).lower() writes it: erfc is an op of
// CHLO, and its derivative a square and an exponential.

// CHECK: block %[[V0:[0-9]+]]:8x6xf32 %{{[0-9]+}}:6xf32 %[[V2:[0-9]+]]:6x3xf32 %[[V3:[0-9]+]]:4x8xf32 %{{[0-9]+}}:4x3xf32
// CHECK: contraction product [ | 1 | 0] [ | 0 | 1] %[[V5:[0-9]+]]:4x6xf32 <- %[[V3]] %[[V0]]
// CHECK: broadcast [0, 1] %[[V7:[0-9]+]]:4x6xf32 <- %{{[0-9]+}}
// CHECK: elementwise add %{{[0-9]+}}:4x6xf32 <- %[[V5]] %[[V7]]
// CHECK: constant splat 7.071068e-01 %{{[0-9]+}}:f32 <-
// CHECK: elementwise multiply %[[V15:[0-9]+]]:4x6xf32 <- %{{[0-9]+}} %{{[0-9]+}}
// CHECK: elementwise erfc %[[V16:[0-9]+]]:4x6xf32 <- %[[V15]]
// CHECK: elementwise square %{{[0-9]+}}:4x6xf32 <- %[[V15]]
// CHECK: elementwise exp %{{[0-9]+}}:4x6xf32 <- %{{[0-9]+}}
// CHECK: elementwise multiply %[[V20:[0-9]+]]:4x6xf32 <- %{{[0-9]+}} %[[V16]]
// CHECK: contraction product [ | 1 | 0] [ | 0 | 1] %{{[0-9]+}}:4x3xf32 <- %[[V20]] %[[V2]]
// CHECK: reduce add [0, 1] %{{[0-9]+}}:f32 <- %{{[0-9]+}} %{{[0-9]+}}
// CHECK: contraction product [ | 0 | 1] [ | 0 | 1] %{{[0-9]+}}:3x6xf32 <- %{{[0-9]+}} %[[V20]]
// CHECK: elementwise multiply %{{[0-9]+}}:4x6xf32 <- %{{[0-9]+}} %[[V16]]
// CHECK: return <- %{{[0-9]+}} %{{[0-9]+}} %{{[0-9]+}} %{{[0-9]+}}

"builtin.module"() <{sym_name = "jit_f"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}], function_type = (tensor<8x6xf32>, tensor<6xf32>, tensor<6x3xf32>, tensor<4x8xf32>, tensor<4x3xf32>) -> (tensor<f32>, tensor<8x6xf32>, tensor<6xf32>, tensor<6x3xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}, {jax.result_info = "result[1][2]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<8x6xf32>, %arg1: tensor<6xf32>, %arg2: tensor<6x3xf32>, %arg3: tensor<4x8xf32>, %arg4: tensor<4x3xf32>):
    %0 = "stablehlo.dot_general"(%arg3, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x8xf32>, tensor<8x6xf32>) -> tensor<4x6xf32>
    %1 = "stablehlo.broadcast_in_dim"(%arg1) <{broadcast_dimensions = array<i64: 1>}> : (tensor<6xf32>) -> tensor<1x6xf32>
    %2 = "stablehlo.broadcast_in_dim"(%1) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x6xf32>) -> tensor<4x6xf32>
    %3 = "stablehlo.add"(%0, %2) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %4 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %5 = "stablehlo.broadcast_in_dim"(%4) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
    %6 = "stablehlo.multiply"(%5, %3) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %7 = "stablehlo.negate"(%3) : (tensor<4x6xf32>) -> tensor<4x6xf32>
    %8 = "stablehlo.constant"() <{value = dense<0.707106769> : tensor<f32>}> : () -> tensor<f32>
    %9 = "stablehlo.broadcast_in_dim"(%8) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
    %10 = "stablehlo.multiply"(%7, %9) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %11 = "chlo.erfc"(%10) : (tensor<4x6xf32>) -> tensor<4x6xf32>
    %12 = "chlo.square"(%10) : (tensor<4x6xf32>) -> tensor<4x6xf32>
    %13 = "stablehlo.negate"(%12) : (tensor<4x6xf32>) -> tensor<4x6xf32>
    %14 = "stablehlo.exponential"(%13) : (tensor<4x6xf32>) -> tensor<4x6xf32>
    %15 = "stablehlo.multiply"(%6, %11) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %16 = "stablehlo.dot_general"(%15, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<6x3xf32>) -> tensor<4x3xf32>
    %17 = "stablehlo.subtract"(%16, %arg4) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %18 = "stablehlo.multiply"(%17, %17) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %19 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %20 = "stablehlo.broadcast_in_dim"(%19) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %21 = "stablehlo.multiply"(%20, %17) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %22 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %23 = "stablehlo.reduce"(%18, %22) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg9: tensor<f32>, %arg10: tensor<f32>):
      %69 = "stablehlo.add"(%arg9, %arg10) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%69) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<f32>) -> tensor<f32>
    %24 = "stablehlo.constant"() <{value = dense<1.200000e+01> : tensor<f32>}> : () -> tensor<f32>
    %25 = "stablehlo.divide"(%23, %24) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %26 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %27 = "stablehlo.constant"() <{value = dense<1.200000e+01> : tensor<f32>}> : () -> tensor<f32>
    %28 = "stablehlo.divide"(%26, %27) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %29 = "stablehlo.broadcast_in_dim"(%28) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %30 = "stablehlo.multiply"(%29, %21) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %31 = "stablehlo.dot_general"(%30, %15) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<4x6xf32>) -> tensor<3x6xf32>
    %32 = "stablehlo.transpose"(%31) <{permutation = array<i64: 1, 0>}> : (tensor<3x6xf32>) -> tensor<6x3xf32>
    %33 = "stablehlo.dot_general"(%30, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<6x3xf32>) -> tensor<4x6xf32>
    %34 = "stablehlo.multiply"(%6, %33) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %35 = "stablehlo.multiply"(%33, %11) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %36 = "stablehlo.constant"() <{value = dense<-1.12837923> : tensor<f32>}> : () -> tensor<f32>
    %37 = "stablehlo.broadcast_in_dim"(%36) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
    %38 = "stablehlo.multiply"(%37, %34) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %39 = "stablehlo.multiply"(%38, %14) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %40 = "stablehlo.constant"() <{value = dense<0.707106769> : tensor<f32>}> : () -> tensor<f32>
    %41 = "stablehlo.broadcast_in_dim"(%40) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
    %42 = "stablehlo.multiply"(%39, %41) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %43 = "stablehlo.negate"(%42) : (tensor<4x6xf32>) -> tensor<4x6xf32>
    %44 = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %45 = "stablehlo.broadcast_in_dim"(%44) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
    %46 = "stablehlo.multiply"(%45, %35) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %47 = "stablehlo.add"(%43, %46) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %48 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %49 = "stablehlo.reduce"(%47, %48) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg7: tensor<f32>, %arg8: tensor<f32>):
      %68 = "stablehlo.add"(%arg7, %arg8) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%68) : (tensor<f32>) -> ()
    }) : (tensor<4x6xf32>, tensor<f32>) -> tensor<6xf32>
    %50 = "stablehlo.reshape"(%49) : (tensor<6xf32>) -> tensor<1x6xf32>
    %51 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %52 = "stablehlo.reduce"(%50, %51) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg5: tensor<f32>, %arg6: tensor<f32>):
      %67 = "stablehlo.add"(%arg5, %arg6) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%67) : (tensor<f32>) -> ()
    }) : (tensor<1x6xf32>, tensor<f32>) -> tensor<6xf32>
    %53 = "stablehlo.dot_general"(%47, %arg3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<4x8xf32>) -> tensor<6x8xf32>
    %54 = "stablehlo.transpose"(%53) <{permutation = array<i64: 1, 0>}> : (tensor<6x8xf32>) -> tensor<8x6xf32>
    %55 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %56 = "stablehlo.broadcast_in_dim"(%55) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x6xf32>
    %57 = "stablehlo.multiply"(%56, %54) : (tensor<8x6xf32>, tensor<8x6xf32>) -> tensor<8x6xf32>
    %58 = "stablehlo.subtract"(%arg0, %57) : (tensor<8x6xf32>, tensor<8x6xf32>) -> tensor<8x6xf32>
    %59 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %60 = "stablehlo.broadcast_in_dim"(%59) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6xf32>
    %61 = "stablehlo.multiply"(%60, %52) : (tensor<6xf32>, tensor<6xf32>) -> tensor<6xf32>
    %62 = "stablehlo.subtract"(%arg1, %61) : (tensor<6xf32>, tensor<6xf32>) -> tensor<6xf32>
    %63 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %64 = "stablehlo.broadcast_in_dim"(%63) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x3xf32>
    %65 = "stablehlo.multiply"(%64, %32) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
    %66 = "stablehlo.subtract"(%arg2, %65) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
    "func.return"(%25, %58, %62, %66) : (tensor<f32>, tensor<8x6xf32>, tensor<6xf32>, tensor<6x3xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
