// RUN: per-opt --allow-unregistered-dialect --split-input-file \
// RUN:   --test-per-print-sites %s -o /dev/null 2>&1 | FileCheck %s

// An exponential that is also summed is part of a softmax if the sum divides
// what is made of that exponential, and an activation if not.

// The sum of the exponential divides another value: an activation.

// CHECK:      site 0: 4x6xf32 stablehlo.exponential, gaussian
// CHECK-NEXT: contractions: 3, without a site 2

"builtin.module"() ({
  "func.func"() <{function_type = (tensor<5x6xf32>, tensor<6x3xf32>, tensor<5x3xf32>, tensor<4x5xf32>) -> tensor<f32>, sym_name = "main"}> ({
  ^bb0(%arg0: tensor<5x6xf32>, %arg1: tensor<6x3xf32>, %arg2: tensor<5x3xf32>, %arg3: tensor<4x5xf32>):
    %0 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1 = "stablehlo.dot_general"(%arg3, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x5xf32>, tensor<5x6xf32>) -> tensor<4x6xf32>
    %2 = "stablehlo.multiply"(%1, %1) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %3 = "stablehlo.negate"(%2) : (tensor<4x6xf32>) -> tensor<4x6xf32>
    %4 = "stablehlo.exponential"(%3) : (tensor<4x6xf32>) -> tensor<4x6xf32>
    %5 = "stablehlo.dot_general"(%arg3, %arg2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x5xf32>, tensor<5x3xf32>) -> tensor<4x3xf32>
    %6 = "stablehlo.reduce"(%4, %0) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg9: tensor<f32>, %arg10: tensor<f32>):
      %15 = "stablehlo.add"(%arg9, %arg10) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%15) : (tensor<f32>) -> ()
    }) : (tensor<4x6xf32>, tensor<f32>) -> tensor<4xf32>
    %7 = "stablehlo.broadcast_in_dim"(%6) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xf32>) -> tensor<4x1xf32>
    %8 = "stablehlo.broadcast_in_dim"(%7) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<4x1xf32>) -> tensor<4x3xf32>
    %9 = "stablehlo.divide"(%5, %8) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %10 = "stablehlo.dot_general"(%4, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x6xf32>, tensor<6x3xf32>) -> tensor<4x3xf32>
    %11 = "stablehlo.add"(%9, %10) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %12 = "stablehlo.multiply"(%11, %11) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %13 = "stablehlo.reduce"(%12, %0) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg7: tensor<f32>, %arg8: tensor<f32>):
      %14 = "stablehlo.add"(%arg7, %arg8) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%14) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<f32>) -> tensor<f32>
    "func.return"(%13) : (tensor<f32>) -> ()
  }) : () -> ()
}) : () -> ()

// -----

// The logarithm of the sum makes a part of the loss: an activation.

// CHECK:      site 0: 4x6xf32 stablehlo.exponential, gaussian
// CHECK-NEXT: contractions: 2, without a site 1

"builtin.module"() ({
  "func.func"() <{function_type = (tensor<5x6xf32>, tensor<6x3xf32>, tensor<5x3xf32>, tensor<4x5xf32>) -> tensor<f32>, sym_name = "main"}> ({
  ^bb0(%arg0: tensor<5x6xf32>, %arg1: tensor<6x3xf32>, %arg2: tensor<5x3xf32>, %arg3: tensor<4x5xf32>):
    %0 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1 = "stablehlo.dot_general"(%arg3, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x5xf32>, tensor<5x6xf32>) -> tensor<4x6xf32>
    %2 = "stablehlo.multiply"(%1, %1) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %3 = "stablehlo.negate"(%2) : (tensor<4x6xf32>) -> tensor<4x6xf32>
    %4 = "stablehlo.exponential"(%3) : (tensor<4x6xf32>) -> tensor<4x6xf32>
    %5 = "stablehlo.dot_general"(%4, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x6xf32>, tensor<6x3xf32>) -> tensor<4x3xf32>
    %6 = "stablehlo.multiply"(%5, %5) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %7 = "stablehlo.reduce"(%6, %0) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg9: tensor<f32>, %arg10: tensor<f32>):
      %12 = "stablehlo.add"(%arg9, %arg10) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%12) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<f32>) -> tensor<f32>
    %8 = "stablehlo.reduce"(%4, %0) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg7: tensor<f32>, %arg8: tensor<f32>):
      %11 = "stablehlo.add"(%arg7, %arg8) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%11) : (tensor<f32>) -> ()
    }) : (tensor<4x6xf32>, tensor<f32>) -> tensor<f32>
    %9 = "stablehlo.log"(%8) : (tensor<f32>) -> tensor<f32>
    %10 = "stablehlo.add"(%7, %9) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    "func.return"(%10) : (tensor<f32>) -> ()
  }) : () -> ()
}) : () -> ()

// -----

// A reciprocal of the sum scales what the exponential is contracted to: a
// softmax, normalised late.

// CHECK-NEXT: contractions: 2, without a site 2

"builtin.module"() ({
  "func.func"() <{function_type = (tensor<5x6xf32>, tensor<6x3xf32>, tensor<5x3xf32>, tensor<4x5xf32>) -> tensor<f32>, sym_name = "main"}> ({
  ^bb0(%arg0: tensor<5x6xf32>, %arg1: tensor<6x3xf32>, %arg2: tensor<5x3xf32>, %arg3: tensor<4x5xf32>):
    %0 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %2 = "stablehlo.dot_general"(%arg3, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x5xf32>, tensor<5x6xf32>) -> tensor<4x6xf32>
    %3 = "stablehlo.multiply"(%2, %2) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %4 = "stablehlo.negate"(%3) : (tensor<4x6xf32>) -> tensor<4x6xf32>
    %5 = "stablehlo.exponential"(%4) : (tensor<4x6xf32>) -> tensor<4x6xf32>
    %6 = "stablehlo.dot_general"(%5, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x6xf32>, tensor<6x3xf32>) -> tensor<4x3xf32>
    %7 = "stablehlo.reduce"(%5, %1) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg9: tensor<f32>, %arg10: tensor<f32>):
      %16 = "stablehlo.add"(%arg9, %arg10) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%16) : (tensor<f32>) -> ()
    }) : (tensor<4x6xf32>, tensor<f32>) -> tensor<4xf32>
    %8 = "stablehlo.broadcast_in_dim"(%7) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xf32>) -> tensor<4x1xf32>
    %9 = "stablehlo.broadcast_in_dim"(%0) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x1xf32>
    %10 = "stablehlo.divide"(%9, %8) : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<4x1xf32>
    %11 = "stablehlo.broadcast_in_dim"(%10) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<4x1xf32>) -> tensor<4x3xf32>
    %12 = "stablehlo.multiply"(%6, %11) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %13 = "stablehlo.multiply"(%12, %12) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %14 = "stablehlo.reduce"(%13, %1) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg7: tensor<f32>, %arg8: tensor<f32>):
      %15 = "stablehlo.add"(%arg7, %arg8) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%15) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<f32>) -> tensor<f32>
    "func.return"(%14) : (tensor<f32>) -> ()
  }) : () -> ()
}) : () -> ()

// -----

// A softmax over the logarithm of the sum.

// CHECK-NEXT: contractions: 2, without a site 2

"builtin.module"() ({
  "func.func"() <{function_type = (tensor<5x6xf32>, tensor<6x3xf32>, tensor<5x3xf32>, tensor<4x5xf32>) -> tensor<f32>, sym_name = "main"}> ({
  ^bb0(%arg0: tensor<5x6xf32>, %arg1: tensor<6x3xf32>, %arg2: tensor<5x3xf32>, %arg3: tensor<4x5xf32>):
    %0 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1 = "stablehlo.dot_general"(%arg3, %arg0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x5xf32>, tensor<5x6xf32>) -> tensor<4x6xf32>
    %2 = "stablehlo.exponential"(%1) : (tensor<4x6xf32>) -> tensor<4x6xf32>
    %3 = "stablehlo.reduce"(%2, %0) <{dimensions = array<i64: 1>}> ({
    ^bb0(%arg9: tensor<f32>, %arg10: tensor<f32>):
      %13 = "stablehlo.add"(%arg9, %arg10) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%13) : (tensor<f32>) -> ()
    }) : (tensor<4x6xf32>, tensor<f32>) -> tensor<4xf32>
    %4 = "stablehlo.broadcast_in_dim"(%3) <{broadcast_dimensions = array<i64: 0>}> : (tensor<4xf32>) -> tensor<4x1xf32>
    %5 = "stablehlo.log"(%4) : (tensor<4x1xf32>) -> tensor<4x1xf32>
    %6 = "stablehlo.broadcast_in_dim"(%5) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<4x1xf32>) -> tensor<4x6xf32>
    %7 = "stablehlo.subtract"(%1, %6) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
    %8 = "stablehlo.exponential"(%7) : (tensor<4x6xf32>) -> tensor<4x6xf32>
    %9 = "stablehlo.dot_general"(%8, %arg1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x6xf32>, tensor<6x3xf32>) -> tensor<4x3xf32>
    %10 = "stablehlo.multiply"(%9, %9) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %11 = "stablehlo.reduce"(%10, %0) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg7: tensor<f32>, %arg8: tensor<f32>):
      %12 = "stablehlo.add"(%arg7, %arg8) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%12) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<f32>) -> tensor<f32>
    "func.return"(%11) : (tensor<f32>) -> ()
  }) : () -> ()
}) : () -> ()
