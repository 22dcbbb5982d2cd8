// Damaged on purpose, an attached function is noticed by the proof every time;
// undamaged, it passes. Both sites have one shape, so that the term of one can
// be made to read the other. The folder Proof has edits that are recorded
// faithfully, but wrong.

// RUN: per-opt %s --allow-unregistered-dialect --test-per-mutate-attached -o /dev/null
// RUN: per-opt %s --allow-unregistered-dialect --test-per-mutate-attached="regularizer=#per.projected_error" -o /dev/null

// RUN: not per-opt %s --allow-unregistered-dialect --test-per-mutate-attached="mutation=missing-terminal" 2>&1 | FileCheck %s --check-prefix=MISSING-TERMINAL
// MISSING-TERMINAL: error: internal error: {{.*}}operand {{[0-9]+}} is neither that of the original nor an intended use of a terminal

// RUN: not per-opt %s --allow-unregistered-dialect --test-per-mutate-attached="mutation=slipped-in" 2>&1 | FileCheck %s --check-prefix=SLIPPED-IN
// SLIPPED-IN: error: internal error: {{.*}}operand {{[0-9]+}} is neither that of the original nor an intended use of a terminal

// RUN: not per-opt %s --allow-unregistered-dialect --test-per-mutate-attached="mutation=all-uses" 2>&1 | FileCheck %s --check-prefix=ALL-USES
// ALL-USES: error: internal error: {{.*}}operand {{[0-9]+}} is neither that of the original nor an intended use of a terminal

// RUN: not per-opt %s --allow-unregistered-dialect --test-per-mutate-attached="mutation=inside-used" 2>&1 | FileCheck %s --check-prefix=INSIDE-USED
// INSIDE-USED: error: internal error: {{.*}}operand {{[0-9]+}} is neither that of the original nor an intended use of a terminal

// RUN: not per-opt %s --allow-unregistered-dialect --test-per-mutate-attached="mutation=clone-operand" 2>&1 | FileCheck %s --check-prefix=CLONE-OPERAND
// CLONE-OPERAND: error: internal error: {{.*}}operand 0 is neither that of the original nor an intended use of a terminal

// RUN: not per-opt %s --allow-unregistered-dialect --test-per-mutate-attached="mutation=clone-attribute" 2>&1 | FileCheck %s --check-prefix=CLONE-ATTRIBUTE
// CLONE-ATTRIBUTE: error: internal error: {{.*}}a cloned 'stablehlo.add' differs from its original

// RUN: not per-opt %s --allow-unregistered-dialect --test-per-mutate-attached="mutation=clone-operation" 2>&1 | FileCheck %s --check-prefix=CLONE-OPERATION
// CLONE-OPERATION: error: internal error: {{.*}}a cloned 'stablehlo.add' differs from its original

// RUN: not per-opt %s --allow-unregistered-dialect --test-per-mutate-attached="mutation=other-site" 2>&1 | FileCheck %s --check-prefix=OTHER-SITE
// OTHER-SITE: error: internal error: {{.*}}the term reads a value that is not known to be the site's

// RUN: not per-opt %s --allow-unregistered-dialect --test-per-mutate-attached="mutation=other-activation-class" 2>&1 | FileCheck %s --check-prefix=OTHER-ACTIVATION-CLASS
// OTHER-ACTIVATION-CLASS: error: internal error: {{.*}}the term reads a value that is not known to be the site's

// RUN: not per-opt %s --allow-unregistered-dialect --test-per-mutate-attached="mutation=sample-dims" 2>&1 | FileCheck %s --check-prefix=SAMPLE-DIMS
// SAMPLE-DIMS: error: internal error: {{.*}}the term has other sample dimensions than planned

// RUN: not per-opt %s --allow-unregistered-dialect --test-per-mutate-attached="mutation=regularizer" 2>&1 | FileCheck %s --check-prefix=REGULARIZER
// REGULARIZER: error: internal error: {{.*}}the term is not of the regulariser that was asked for

// RUN: not per-opt %s --allow-unregistered-dialect --test-per-mutate-attached="mutation=scale" 2>&1 | FileCheck %s --check-prefix=SCALE
// SCALE: error: internal error: {{.*}}the scale of the term is not that of the options

// RUN: not per-opt %s --allow-unregistered-dialect --test-per-mutate-attached="mutation=effect" 2>&1 | FileCheck %s --check-prefix=EFFECT
// EFFECT: error: internal error: {{.*}}what was made for a term may have effects

// RUN: not per-opt %s --allow-unregistered-dialect --test-per-mutate-attached="mutation=support-used" 2>&1 | FileCheck %s --check-prefix=SUPPORT-USED
// SUPPORT-USED: error: internal error: {{.*}}operand {{[0-9]+}} is neither that of the original

// RUN: not per-opt %s --allow-unregistered-dialect --test-per-mutate-attached="mutation=gone" 2>&1 | FileCheck %s --check-prefix=GONE
// GONE: error: internal error: {{.*}}a 'stablehlo.add' of the original is gone

// RUN: not per-opt %s --allow-unregistered-dialect --test-per-mutate-attached="mutation=attribute" 2>&1 | FileCheck %s --check-prefix=ATTRIBUTE
// ATTRIBUTE: error: internal error: {{.*}}the operation was changed

// RUN: not per-opt %s --allow-unregistered-dialect --test-per-mutate-attached="mutation=moved" 2>&1 | FileCheck %s --check-prefix=MOVED
// MOVED: error: internal error: {{.*}}the operation was moved

// RUN: not per-opt %s --allow-unregistered-dialect --test-per-mutate-attached="mutation=function-attribute" 2>&1 | FileCheck %s --check-prefix=FUNCTION-ATTRIBUTE
// FUNCTION-ATTRIBUTE: error: internal error: {{.*}}its signature or attributes were changed

// RUN: not per-opt %s --allow-unregistered-dialect --test-per-mutate-attached="mutation=block-argument" 2>&1 | FileCheck %s --check-prefix=BLOCK-ARGUMENT
// BLOCK-ARGUMENT: error: internal error: {{.*}}the arguments of a block were changed

// RUN: not per-opt %s --allow-unregistered-dialect --test-per-mutate-attached="regularizer=#per.projected_error mutation=slices-site" 2>&1 | FileCheck %s --check-prefix=SLICES-SITE
// SLICES-SITE: error: internal error: {{.*}}the slices of the term are not those of the site

// RUN: not per-opt %s --allow-unregistered-dialect --test-per-mutate-attached="regularizer=#per.projected_error mutation=slices-step" 2>&1 | FileCheck %s --check-prefix=SLICES-STEP
// SLICES-STEP: error: internal error: {{.*}}the slices of the term are of another seed or step

// RUN: not per-opt %s --allow-unregistered-dialect --test-per-mutate-attached="regularizer=#per.projected_error mutation=slices-gone" 2>&1 | FileCheck %s --check-prefix=SLICES-GONE
// SLICES-GONE: error: internal error: {{.*}}the term has no slices

// RUN: not per-opt %S/Proof/terminal-left-out.mlir --allow-unregistered-dialect --test-per-mutate-attached="mutation=results" 2>&1 | FileCheck %s --check-prefix=RESULTS
// RESULTS: error: internal error: {{.*}}operand {{[0-9]+}} is neither that of the original

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
