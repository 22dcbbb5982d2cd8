// RUN: per-opt --allow-unregistered-dialect --test-per-print-view --split-input-file --verify-diagnostics %s -o /dev/null 2>/dev/null

// Unregistered operations are verified by the adapter alone.

func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error @below {{unexpected call: inline calls first (per-inline-calls)}}
  %0 = call @f(%x) : (tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
func.func private @f(tensor<4xf32>) -> tensor<4xf32>

// -----

// expected-error @below {{expected a function with a body}}
func.func private @main(tensor<4xf32>) -> tensor<4xf32>

// -----

// expected-error @below {{expected a function of one block, got branches between blocks}}
func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  cf.br ^next
^next:
  return %x : tensor<4xf32>
}

// -----

func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error @below {{unexpected operation of dialect 'arith' in a StableHLO function}}
  %0 = arith.addf %x, %x : tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error @below {{is malformed: expected at least 2 operands, got 1}}
  %0 = "stablehlo.add"(%x) : (tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error @below {{is malformed: expected 1 operands, got 2}}
  %0 = "stablehlo.tanh"(%x, %x) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

func.func @main(%x: tensor<4xf32>, %y: tensor<5xf32>) -> tensor<4xf32> {
  // expected-error @below {{is malformed: operand 1 and the result differ in shape}}
  %0 = "stablehlo.add"(%x, %y) : (tensor<4xf32>, tensor<5xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

func.func @main(%x: tensor<4xf32>) -> tensor<4x5xf32> {
  // expected-error @below {{is malformed: expected an attribute 'broadcast_dimensions' of integers}}
  %0 = "stablehlo.broadcast_in_dim"(%x) : (tensor<4xf32>) -> tensor<4x5xf32>
  return %0 : tensor<4x5xf32>
}

// -----

func.func @main(%x: tensor<4xf32>) -> tensor<4x5xf32> {
  // expected-error @below {{is malformed: dimension 2 is out of range or named twice}}
  %0 = "stablehlo.broadcast_in_dim"(%x) <{broadcast_dimensions = array<i64: 2>}> : (tensor<4xf32>) -> tensor<4x5xf32>
  return %0 : tensor<4x5xf32>
}

// -----

func.func @main(%x: tensor<4x5xf32>) -> tensor<4x4xf32> {
  // expected-error @below {{has dimension numbers that are absent or not in the known form (dimension_numbers)}}
  %0 = "stablehlo.dot_general"(%x, %x) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x4xf32>
  return %0 : tensor<4x4xf32>
}

// -----

func.func @main(%x: tensor<4x5xf32>) -> tensor<4x4xf32> {
  // expected-error @below {{has dimension numbers that do not fit operand 1 of type 'tensor<4x5xf32>'}}
  %0 = "stablehlo.dot_general"(%x, %x) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [2]>}> : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x4xf32>
  return %0 : tensor<4x4xf32>
}

// -----

func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error @below {{is malformed: unexpected number of regions 1}}
  %0 = "stablehlo.while"(%x) ({
  ^bb0(%a: tensor<4xf32>):
    "stablehlo.return"(%a) : (tensor<4xf32>) -> ()
  }) : (tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

func.func @main(%x: tensor<4xf32>, %i: tensor<i32>) -> tensor<4xf32> {
  // expected-error @below {{is malformed: expected region 1 to take 0 values and return 1, got 0 and 2}}
  %0 = "stablehlo.case"(%i) ({
    "stablehlo.return"(%x) : (tensor<4xf32>) -> ()
  }, {
    "stablehlo.return"(%x, %x) : (tensor<4xf32>, tensor<4xf32>) -> ()
  }) : (tensor<i32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error @below {{expected a block that ends with a return}}
  %0 = "sdy.manual_computation"(%x) ({
  ^bb0(%a: tensor<4xf32>):
    %1 = "stablehlo.tanh"(%a) : (tensor<4xf32>) -> tensor<4xf32>
  }) : (tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error @below {{is malformed: expected as many results as operands (2), got 1}}
  %0 = "stablehlo.optimization_barrier"(%x, %x) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

func.func @main(%x: tensor<4x5xf32>, %i: tensor<i32>) -> tensor<1x5xf32> {
  // expected-error @below {{is malformed: expected 3 operands, got 2}}
  %0 = "stablehlo.dynamic_slice"(%x, %i) <{slice_sizes = array<i64: 1, 5>}> : (tensor<4x5xf32>, tensor<i32>) -> tensor<1x5xf32>
  return %0 : tensor<1x5xf32>
}

// -----

func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error @below {{'sdy.return' op is malformed: expected a return at the end of its block, without results}}
  %0 = "sdy.return"(%x) : (tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
