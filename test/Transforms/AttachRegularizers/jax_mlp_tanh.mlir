// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --per-attach-regularizers="regularizer={#per.projected_error<slices = 16>} lambda=0.25 seed=7 step=new reduction=sum" | FileCheck %s

// The derivative of tanh reads the cotangent twice on its way, as c*(1-y) and
// that times y: both must read the term. Slices are drawn once a site, at the
// start of the function, under the site's index.

// CHECK-LABEL: func.func public @main
// CHECK-SAME: %[[STEP:arg6]]: tensor<i32>)
// The paper's Algorithm 1 divides by the number of slices only: 0.25 / 16.
// CHECK: %[[SCALE:.+]] = "stablehlo.constant"() <{value = dense<1.562500e-02> : tensor<f32>}>
// CHECK: %[[SEED:.+]] = "stablehlo.constant"() <{value = dense<7> : tensor<i32>}>
// CHECK: %[[S0:.+]] = per.slices seed(%[[SEED]] : tensor<i32>) step(%[[STEP]] : tensor<i32>) site(0) outs(%{{.+}} : tensor<7x16xf32>)
// CHECK: %[[S1:.+]] = per.slices seed(%[[SEED]] : tensor<i32>) step(%[[STEP]] : tensor<i32>) site(1) outs(%{{.+}} : tensor<6x16xf32>)
// CHECK: %[[Y0:.+]] = "stablehlo.tanh"
// CHECK: %[[Y1:.+]] = "stablehlo.tanh"
// CHECK: %[[T1:.+]] = per.gradient #per.projected_error<slices = 16> ins(%[[Y1]], %[[S1]] :
// CHECK-SAME: scale(%[[SCALE]] : tensor<f32>)
// CHECK-NEXT: %[[A:.+]] = "stablehlo.multiply"(%[[T1]], %{{.+}})
// CHECK-NEXT: %[[B:.+]] = "stablehlo.multiply"(%[[A]], %[[Y1]])
// CHECK-NEXT: %[[V:.+]] = "stablehlo.add"(%[[A]], %[[B]])
// CHECK-NEXT: "stablehlo.dot_general"(%[[V]], %[[Y0]])
// CHECK: per.gradient #per.projected_error<slices = 16> ins(%[[Y0]], %[[S0]] :
// CHECK-NOT: per.gradient

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}, {}], function_type = (tensor<7xf32>, tensor<5x7xf32>, tensor<7x6xf32>, tensor<6x3xf32>, tensor<4x5xf32>, tensor<4x3xf32>) -> (tensor<f32>, tensor<7xf32>, tensor<5x7xf32>, tensor<7x6xf32>, tensor<6x3xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1]['b1']"}, {jax.result_info = "result[1]['w1']"}, {jax.result_info = "result[1]['w2']"}, {jax.result_info = "result[1]['w3']"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<7xf32>, %arg1: tensor<5x7xf32>, %arg2: tensor<7x6xf32>, %arg3: tensor<6x3xf32>, %arg4: tensor<4x5xf32>, %arg5: tensor<4x3xf32>):
    %0 = "stablehlo.dot_general"(%arg4, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x5xf32>, tensor<5x7xf32>) -> tensor<4x7xf32>
    %1 = "stablehlo.broadcast_in_dim"(%arg0) <{broadcast_dimensions = array<i64: 1>}> : (tensor<7xf32>) -> tensor<1x7xf32>
    %2 = "stablehlo.broadcast_in_dim"(%1) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x7xf32>) -> tensor<4x7xf32>
    %3 = "stablehlo.add"(%0, %2) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %4 = "stablehlo.tanh"(%3) : (tensor<4x7xf32>) -> tensor<4x7xf32>
    %5 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %6 = "stablehlo.broadcast_in_dim"(%5) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x7xf32>
    %7 = "stablehlo.subtract"(%6, %4) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %8 = "stablehlo.dot_general"(%4, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x7xf32>, tensor<7x6xf32>) -> tensor<4x6xf32>
    %9 = "stablehlo.tanh"(%8) : (tensor<4x6xf32>) -> tensor<4x6xf32>
    %10 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %11 = "stablehlo.broadcast_in_dim"(%10) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
    %12 = "stablehlo.subtract"(%11, %9) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %13 = "stablehlo.dot_general"(%9, %arg3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<6x3xf32>) -> tensor<4x3xf32>
    %14 = "stablehlo.subtract"(%13, %arg5) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %15 = "stablehlo.multiply"(%14, %14) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %16 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %17 = "stablehlo.broadcast_in_dim"(%16) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %18 = "stablehlo.multiply"(%17, %14) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %19 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %20 = "stablehlo.reduce"(%15, %19) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg10: tensor<f32>, %arg11: tensor<f32>):
      %65 = "stablehlo.add"(%arg10, %arg11) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%65) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<f32>) -> tensor<f32>
    %21 = "stablehlo.constant"() <{value = dense<1.200000e+01> : tensor<f32>}> : () -> tensor<f32>
    %22 = "stablehlo.divide"(%20, %21) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %23 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %24 = "stablehlo.constant"() <{value = dense<1.200000e+01> : tensor<f32>}> : () -> tensor<f32>
    %25 = "stablehlo.divide"(%23, %24) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %26 = "stablehlo.broadcast_in_dim"(%25) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %27 = "stablehlo.multiply"(%26, %18) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %28 = "stablehlo.dot_general"(%27, %9) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<4x6xf32>) -> tensor<3x6xf32>
    %29 = "stablehlo.transpose"(%28) <{permutation = array<i64: 1, 0>}> : (tensor<3x6xf32>) -> tensor<6x3xf32>
    %30 = "stablehlo.dot_general"(%27, %arg3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<6x3xf32>) -> tensor<4x6xf32>
    %31 = "stablehlo.multiply"(%30, %12) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %32 = "stablehlo.multiply"(%31, %9) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %33 = "stablehlo.add"(%31, %32) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %34 = "stablehlo.dot_general"(%33, %4) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<4x7xf32>) -> tensor<6x7xf32>
    %35 = "stablehlo.transpose"(%34) <{permutation = array<i64: 1, 0>}> : (tensor<6x7xf32>) -> tensor<7x6xf32>
    %36 = "stablehlo.dot_general"(%33, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<7x6xf32>) -> tensor<4x7xf32>
    %37 = "stablehlo.multiply"(%36, %7) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %38 = "stablehlo.multiply"(%37, %4) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %39 = "stablehlo.add"(%37, %38) : (tensor<4x7xf32>, tensor<4x7xf32>) -> tensor<4x7xf32>
    %40 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %41 = "stablehlo.reduce"(%39, %40) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg8: tensor<f32>, %arg9: tensor<f32>):
      %64 = "stablehlo.add"(%arg8, %arg9) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%64) : (tensor<f32>) -> ()
    }) : (tensor<4x7xf32>, tensor<f32>) -> tensor<7xf32>
    %42 = "stablehlo.reshape"(%41) : (tensor<7xf32>) -> tensor<1x7xf32>
    %43 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %44 = "stablehlo.reduce"(%42, %43) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg6: tensor<f32>, %arg7: tensor<f32>):
      %63 = "stablehlo.add"(%arg6, %arg7) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%63) : (tensor<f32>) -> ()
    }) : (tensor<1x7xf32>, tensor<f32>) -> tensor<7xf32>
    %45 = "stablehlo.dot_general"(%39, %arg4) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x7xf32>, tensor<4x5xf32>) -> tensor<7x5xf32>
    %46 = "stablehlo.transpose"(%45) <{permutation = array<i64: 1, 0>}> : (tensor<7x5xf32>) -> tensor<5x7xf32>
    %47 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %48 = "stablehlo.broadcast_in_dim"(%47) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<7xf32>
    %49 = "stablehlo.multiply"(%48, %44) : (tensor<7xf32>, tensor<7xf32>) -> tensor<7xf32>
    %50 = "stablehlo.subtract"(%arg0, %49) : (tensor<7xf32>, tensor<7xf32>) -> tensor<7xf32>
    %51 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %52 = "stablehlo.broadcast_in_dim"(%51) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x7xf32>
    %53 = "stablehlo.multiply"(%52, %46) : (tensor<5x7xf32>, tensor<5x7xf32>) -> tensor<5x7xf32>
    %54 = "stablehlo.subtract"(%arg1, %53) : (tensor<5x7xf32>, tensor<5x7xf32>) -> tensor<5x7xf32>
    %55 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %56 = "stablehlo.broadcast_in_dim"(%55) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<7x6xf32>
    %57 = "stablehlo.multiply"(%56, %35) : (tensor<7x6xf32>, tensor<7x6xf32>) -> tensor<7x6xf32>
    %58 = "stablehlo.subtract"(%arg2, %57) : (tensor<7x6xf32>, tensor<7x6xf32>) -> tensor<7x6xf32>
    %59 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %60 = "stablehlo.broadcast_in_dim"(%59) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x3xf32>
    %61 = "stablehlo.multiply"(%60, %29) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
    %62 = "stablehlo.subtract"(%arg3, %61) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
    "func.return"(%22, %50, %54, %58, %62) : (tensor<f32>, tensor<7xf32>, tensor<5x7xf32>, tensor<7x6xf32>, tensor<6x3xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
