// What is wrong with the options, each as one error of its own. No edited module
// is printed.

// RUN: not per-opt %s --allow-unregistered-dialect --per-attach-regularizers="regularizer=#per.l2 function=step" 2>&1 | FileCheck %s --check-prefix=E0 --implicit-check-not=per.gradient
// E0: error: {{.*}}no function is named 'step'
// RUN: not per-opt %s --allow-unregistered-dialect --per-attach-regularizers="regularizer=#per.l2 loss-result=9" 2>&1 | FileCheck %s --check-prefix=E1 --implicit-check-not=per.gradient
// E1: error: {{.*}}the loss is result 9 of a function that has 4
// RUN: not per-opt %s --allow-unregistered-dialect --per-attach-regularizers="regularizer=#per.l2 loss-result=1" 2>&1 | FileCheck %s --check-prefix=E2 --implicit-check-not=per.gradient
// E2: error: {{.*}}must be a floating scalar, got 'tensor<5x6xf32>'
// RUN: not per-opt %s --allow-unregistered-dialect --per-attach-regularizers="regularizer=#per.l2 lambda=-1" 2>&1 | FileCheck %s --check-prefix=E3 --implicit-check-not=per.gradient
// E3: error: {{.*}}lambda must be a finite number that is not negative, got -1
// RUN: not per-opt %s --allow-unregistered-dialect --per-attach-regularizers="regularizer=#per.l2 lambda=nan" 2>&1 | FileCheck %s --check-prefix=E4 --implicit-check-not=per.gradient
// E4: error: {{.*}}lambda must be a finite number that is not negative
// RUN: not per-opt %s --allow-unregistered-dialect --per-attach-regularizers="regularizer=#per.l2 lambda=arg:9" 2>&1 | FileCheck %s --check-prefix=E5 --implicit-check-not=per.gradient
// E5: error: {{.*}}lambda is argument 9 of a function that has 5
// RUN: not per-opt %s --allow-unregistered-dialect --per-attach-regularizers="regularizer=#per.l2 lambda=arg:0" 2>&1 | FileCheck %s --check-prefix=E6 --implicit-check-not=per.gradient
// E6: error: {{.*}}lambda is argument 0: expected a rank-0 tensor of floats, got
// RUN: not per-opt %s --allow-unregistered-dialect --per-attach-regularizers="regularizer=#per.l2 lambda=arg:x" 2>&1 | FileCheck %s --check-prefix=E7 --implicit-check-not=per.gradient
// E7: error: {{.*}}option 'lambda': expected an argument number after 'arg:'
// RUN: not per-opt %s --allow-unregistered-dialect --per-attach-regularizers="regularizer=#per.l2 lambda=much" 2>&1 | FileCheck %s --check-prefix=E8 --implicit-check-not=per.gradient
// E8: error: {{.*}}option 'lambda': expected a number, 'new' or 'arg:N', got 'much'
// RUN: not per-opt %s --allow-unregistered-dialect --per-attach-regularizers="regularizer=#per.l2 seed=4294967296" 2>&1 | FileCheck %s --check-prefix=E9 --implicit-check-not=per.gradient
// E9: error: {{.*}}seed must be an integer from 0 to 4294967295
// RUN: not per-opt %s --allow-unregistered-dialect --per-attach-regularizers="regularizer=#per.l2 step=-1" 2>&1 | FileCheck %s --check-prefix=E10 --implicit-check-not=per.gradient
// E10: error: {{.*}}step must be an integer from 0 to 4294967295, got -1
// RUN: not per-opt %s --allow-unregistered-dialect --per-attach-regularizers="regularizer=#per.l2 step=0.5" 2>&1 | FileCheck %s --check-prefix=E11 --implicit-check-not=per.gradient
// E11: error: {{.*}}step must be an integer from 0 to 4294967295
// RUN: not per-opt %s --allow-unregistered-dialect --per-attach-regularizers="regularizer=#per.l2 seed=arg:1" 2>&1 | FileCheck %s --check-prefix=E12 --implicit-check-not=per.gradient
// E12: error: {{.*}}seed is argument 1: expected a rank-0 tensor of i32 or ui32, got
// RUN: not per-opt %s --allow-unregistered-dialect --per-attach-regularizers="regularizer=#per.l2 loss-scale=0" 2>&1 | FileCheck %s --check-prefix=E13 --implicit-check-not=per.gradient
// E13: error: {{.*}}the loss scale must be a finite positive number, got 0
// RUN: not per-opt %s --allow-unregistered-dialect --per-attach-regularizers="regularizer=#per.l2 loss-scale=new" 2>&1 | FileCheck %s --check-prefix=E14 --implicit-check-not=per.gradient
// E14: error: {{.*}}the loss scale must be a number or an argument
// RUN: not per-opt %s --allow-unregistered-dialect --per-attach-regularizers="regularizer=#per.l2 sample-dims=2" 2>&1 | FileCheck %s --check-prefix=E15 --implicit-check-not=per.gradient
// E15: error: {{.*}}sample dimension 2 does not exist: the site has rank 2
// RUN: not per-opt %s --allow-unregistered-dialect --per-attach-regularizers="regularizer=#per.l2 sample-dims=0,0" 2>&1 | FileCheck %s --check-prefix=E16 --implicit-check-not=per.gradient
// E16: error: {{.*}}sample dimension 0 is given twice
// RUN: not per-opt %s --allow-unregistered-dialect --per-attach-regularizers="regularizer=#per.l2 sample-dims=first" 2>&1 | FileCheck %s --check-prefix=E17 --implicit-check-not=per.gradient
// E17: error: {{.*}}option 'sample-dims': expected 'auto', 'none' or a list of dimensions like '0,1', got 'first'
// RUN: not per-opt %s --allow-unregistered-dialect --per-attach-regularizers="regularizer=#per.l2 sites-index=2" 2>&1 | FileCheck %s --check-prefix=E18 --implicit-check-not=per.gradient
// E18: error: {{.*}}no site has index 2: the function has 2 sites
// RUN: not per-opt %s --allow-unregistered-dialect --per-attach-regularizers="regularizer=#per.l2 sites-location=(" 2>&1 | FileCheck %s --check-prefix=E19 --implicit-check-not=per.gradient
// E19: error: {{.*}}invalid regular expression for site locations
// RUN: not per-opt %s --allow-unregistered-dialect --per-attach-regularizers="regularizer=#per.l2 sites-family=gelu" 2>&1 | FileCheck %s --check-prefix=E20 --implicit-check-not=per.gradient
// E20: error: {{.*}}no site gets a term: 2 found, 0 selected
// RUN: not per-opt %s --allow-unregistered-dialect --per-attach-regularizers="regularizer=#per.l2 weights=1,2,3" 2>&1 | FileCheck %s --check-prefix=E21 --implicit-check-not=per.gradient
// E21: error: {{.*}}expected one weight for each of the 2 attached sites, got 3
// RUN: not per-opt %s --allow-unregistered-dialect --per-attach-regularizers="regularizer=#per.l2 weights=1,-2" 2>&1 | FileCheck %s --check-prefix=E22 --implicit-check-not=per.gradient
// E22: error: {{.*}}weights must be finite and positive, got -2
// RUN: not per-opt %s --allow-unregistered-dialect --per-attach-regularizers="regularizer=#per.l3" 2>&1 | FileCheck %s --check-prefix=E23 --implicit-check-not=per.gradient
// E23: error: {{.*}}expected a regulariser such as #per.projected_error
// RUN: not per-opt %s --allow-unregistered-dialect --per-attach-regularizers="regularizer=#per.variance_constancy" 2>&1 | FileCheck %s --check-prefix=E24 --implicit-check-not=per.gradient
// E24: error: {{.*}}samples
// RUN: not per-opt %s --allow-unregistered-dialect --per-attach-regularizers="regularizer=#per.l2 report=/nowhere/report.json" 2>&1 | FileCheck %s --check-prefix=E25 --implicit-check-not=per.gradient
// E25: error: {{.*}}cannot write the report: 
// RUN: not per-opt %s --allow-unregistered-dialect --per-attach-regularizers="regularizer=#per.projected_error<slices=?>" 2>&1 | FileCheck %s --check-prefix=E26 --implicit-check-not=per.gradient
// E26: error: {{.*}}'#per.projected_error<slices=?>' leaves the number of slices open: expected a number, such as slices = 256

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}], function_type = (tensor<5x6xf32>, tensor<6x6xf32>, tensor<6x3xf32>, tensor<4x5xf32>, tensor<4x3xf32>) -> (tensor<f32>, tensor<5x6xf32>, tensor<6x6xf32>, tensor<6x3xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1]['w1']"}, {jax.result_info = "result[1]['w2']"}, {jax.result_info = "result[1]['w3']"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<5x6xf32>, %arg1: tensor<6x6xf32>, %arg2: tensor<6x3xf32>, %arg3: tensor<4x5xf32>, %arg4: tensor<4x3xf32>):
    %0 = "stablehlo.dot_general"(%arg3, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x5xf32>, tensor<5x6xf32>) -> tensor<4x6xf32>
    %1 = "stablehlo.tanh"(%0) : (tensor<4x6xf32>) -> tensor<4x6xf32>
    %2 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %3 = "stablehlo.broadcast_in_dim"(%2) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
    %4 = "stablehlo.subtract"(%3, %1) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %5 = "stablehlo.dot_general"(%1, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<6x6xf32>) -> tensor<4x6xf32>
    %6 = "stablehlo.tanh"(%5) : (tensor<4x6xf32>) -> tensor<4x6xf32>
    %7 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %8 = "stablehlo.broadcast_in_dim"(%7) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
    %9 = "stablehlo.subtract"(%8, %6) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %10 = "stablehlo.dot_general"(%6, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<6x3xf32>) -> tensor<4x3xf32>
    %11 = "stablehlo.subtract"(%10, %arg4) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %12 = "stablehlo.multiply"(%11, %11) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %13 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %14 = "stablehlo.broadcast_in_dim"(%13) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %15 = "stablehlo.multiply"(%14, %11) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %16 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %17 = "stablehlo.reduce"(%12, %16) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg5: tensor<f32>, %arg6: tensor<f32>):
      %51 = "stablehlo.add"(%arg5, %arg6) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%51) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<f32>) -> tensor<f32>
    %18 = "stablehlo.constant"() <{value = dense<1.200000e+01> : tensor<f32>}> : () -> tensor<f32>
    %19 = "stablehlo.divide"(%17, %18) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %20 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %21 = "stablehlo.constant"() <{value = dense<1.200000e+01> : tensor<f32>}> : () -> tensor<f32>
    %22 = "stablehlo.divide"(%20, %21) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %23 = "stablehlo.broadcast_in_dim"(%22) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %24 = "stablehlo.multiply"(%23, %15) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %25 = "stablehlo.dot_general"(%24, %6) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<4x6xf32>) -> tensor<3x6xf32>
    %26 = "stablehlo.transpose"(%25) <{permutation = array<i64: 1, 0>}> : (tensor<3x6xf32>) -> tensor<6x3xf32>
    %27 = "stablehlo.dot_general"(%24, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<6x3xf32>) -> tensor<4x6xf32>
    %28 = "stablehlo.multiply"(%27, %9) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %29 = "stablehlo.multiply"(%28, %6) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %30 = "stablehlo.add"(%28, %29) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %31 = "stablehlo.dot_general"(%30, %1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<6x6xf32>
    %32 = "stablehlo.transpose"(%31) <{permutation = array<i64: 1, 0>}> : (tensor<6x6xf32>) -> tensor<6x6xf32>
    %33 = "stablehlo.dot_general"(%30, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<6x6xf32>) -> tensor<4x6xf32>
    %34 = "stablehlo.multiply"(%33, %4) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %35 = "stablehlo.multiply"(%34, %1) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %36 = "stablehlo.add"(%34, %35) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %37 = "stablehlo.dot_general"(%36, %arg3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<4x5xf32>) -> tensor<6x5xf32>
    %38 = "stablehlo.transpose"(%37) <{permutation = array<i64: 1, 0>}> : (tensor<6x5xf32>) -> tensor<5x6xf32>
    %39 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %40 = "stablehlo.broadcast_in_dim"(%39) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x6xf32>
    %41 = "stablehlo.multiply"(%40, %38) : (tensor<5x6xf32>, tensor<5x6xf32>) -> tensor<5x6xf32>
    %42 = "stablehlo.subtract"(%arg0, %41) : (tensor<5x6xf32>, tensor<5x6xf32>) -> tensor<5x6xf32>
    %43 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %44 = "stablehlo.broadcast_in_dim"(%43) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x6xf32>
    %45 = "stablehlo.multiply"(%44, %32) : (tensor<6x6xf32>, tensor<6x6xf32>) -> tensor<6x6xf32>
    %46 = "stablehlo.subtract"(%arg1, %45) : (tensor<6x6xf32>, tensor<6x6xf32>) -> tensor<6x6xf32>
    %47 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %48 = "stablehlo.broadcast_in_dim"(%47) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x3xf32>
    %49 = "stablehlo.multiply"(%48, %26) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
    %50 = "stablehlo.subtract"(%arg2, %49) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
    "func.return"(%19, %42, %46, %50) : (tensor<f32>, tensor<5x6xf32>, tensor<6x6xf32>, tensor<6x3xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
