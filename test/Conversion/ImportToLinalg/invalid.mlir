// RUN: per-opt %s --allow-unregistered-dialect --per-finish-import -verify-diagnostics -split-input-file

func.func @several(%x: tensor<8xf32>, %y: tensor<?xf32>) -> (tensor<8xf32>, tensor<?xf32>) {
  // expected-error @below {{cannot convert 3 operations to linalg; compute without it, or compile for XLA}}
  // expected-note @below {{'stablehlo.fft': has no conversion}}
  %a = "stablehlo.fft"(%x) : (tensor<8xf32>) -> tensor<8xf32>
  // expected-note @below {{'stablehlo.sort': expected a dimension, and operands of static shapes}}
  %b = "stablehlo.sort"(%y) <{dimension = 0 : i64}> ({
  ^bb0(%p: tensor<f32>, %q: tensor<f32>):
    %t = arith.constant dense<true> : tensor<i1>
    "stablehlo.return"(%t) : (tensor<i1>) -> ()
  }) : (tensor<?xf32>) -> tensor<?xf32>
  // expected-note @below {{'unknown.op': has no conversion}}
  "unknown.op"() : () -> ()
  return %a, %b : tensor<8xf32>, tensor<?xf32>
}

// -----

func.func @cast(%x: tensor<8xcomplex<f32>>) -> tensor<8xf32> {
  // expected-error @below {{cannot convert 1 operation to linalg}}
  // expected-note @below {{'builtin.unrealized_conversion_cast': has no conversion}}
  %a = builtin.unrealized_conversion_cast %x : tensor<8xcomplex<f32>> to tensor<8xf32>
  return %a : tensor<8xf32>
}

// -----

func.func @sort(%x: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
  // expected-error @below {{cannot convert 2 operations}}
  // expected-note @below {{'stablehlo.sort': its dimension is out of range}}
  %a = "stablehlo.sort"(%x) <{dimension = 1 : i64}> ({
  ^bb0(%p: tensor<f32>, %q: tensor<f32>):
    %t = arith.constant dense<true> : tensor<i1>
    "stablehlo.return"(%t) : (tensor<i1>) -> ()
  }) : (tensor<8xf32>) -> tensor<8xf32>
  // expected-note @below {{'stablehlo.sort': expected a comparator of two arguments for each operand}}
  %b = "stablehlo.sort"(%x) <{dimension = 0 : i64}> ({
    %t = arith.constant dense<true> : tensor<i1>
    "stablehlo.return"(%t) : (tensor<i1>) -> ()
  }) : (tensor<8xf32>) -> tensor<8xf32>
  return %a, %b : tensor<8xf32>, tensor<8xf32>
}

// -----

func.func @scatter(%x: tensor<8xf32>, %i: tensor<3x1xi32>, %u: tensor<3xf32>, %w: tensor<3x9xf32>) -> (tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) {
  // expected-error @below {{cannot convert 3 operations}}
  // expected-note @below {{'stablehlo.scatter': its scatter_dimension_numbers cannot be read, or do not fit the types}}
  %a = "stablehlo.scatter"(%x, %i, %u) ({
  ^bb0(%p: tensor<f32>, %q: tensor<f32>):
    "stablehlo.return"(%q) : (tensor<f32>) -> ()
  }) : (tensor<8xf32>, tensor<3x1xi32>, tensor<3xf32>) -> tensor<8xf32>
  // expected-note @below {{do not fit the types}}
  %b = "stablehlo.scatter"(%x, %i, %u) <{scatter_dimension_numbers = #stablehlo.scatter<inserted_window_dims = [1], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>}> ({
  ^bb0(%p: tensor<f32>, %q: tensor<f32>):
    "stablehlo.return"(%q) : (tensor<f32>) -> ()
  }) : (tensor<8xf32>, tensor<3x1xi32>, tensor<3xf32>) -> tensor<8xf32>
  // expected-note @below {{'stablehlo.scatter': its window is larger than the operand}}
  %c = "stablehlo.scatter"(%x, %i, %w) <{scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>}> ({
  ^bb0(%p: tensor<f32>, %q: tensor<f32>):
    "stablehlo.return"(%q) : (tensor<f32>) -> ()
  }) : (tensor<8xf32>, tensor<3x1xi32>, tensor<3x9xf32>) -> tensor<8xf32>
  return %a, %b, %c : tensor<8xf32>, tensor<8xf32>, tensor<8xf32>
}

// -----

func.func @control_flow(%x: tensor<f32>, %n: tensor<2xi32>) -> (tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>) {
  // expected-error @below {{cannot convert 4 operations}}
  // expected-note @below {{'stablehlo.while': expected a condition, a body, and results of the operands' types}}
  %a = "stablehlo.while"(%x) ({
  ^bb0(%c: tensor<f32>):
    "stablehlo.return"(%c) : (tensor<f32>) -> ()
  }) : (tensor<f32>) -> tensor<f32>
  // expected-note @below {{'stablehlo.while': expected a condition of one value, and a body that yields values of the operands' types}}
  %b = "stablehlo.while"(%x) ({
  ^bb0(%c: tensor<f32>):
    "stablehlo.return"(%c, %c) : (tensor<f32>, tensor<f32>) -> ()
  }, {
  ^bb0(%c: tensor<f32>):
    "stablehlo.return"(%c) : (tensor<f32>) -> ()
  }) : (tensor<f32>) -> tensor<f32>
  // expected-note @below {{'stablehlo.case': expected one operand, an integer tensor of rank 0}}
  %c = "stablehlo.case"(%n) ({
    "stablehlo.return"(%x) : (tensor<f32>) -> ()
  }) : (tensor<2xi32>) -> tensor<f32>
  // expected-note @below {{'stablehlo.optimization_barrier': expected results of the operands' types}}
  %d = "stablehlo.optimization_barrier"(%x, %x) : (tensor<f32>, tensor<f32>) -> tensor<f32>
  return %a, %b, %c, %d : tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>
}

// -----

func.func @windows(%x: tensor<9xf32>, %g: tensor<5xf32>, %z: tensor<f32>) -> (tensor<9xf32>, tensor<9xf32>, tensor<12xf32>) {
  // expected-error @below {{cannot convert 3 operations}}
  // expected-note @below {{'stablehlo.select_and_scatter': its windows do not fit the types of its operands}}
  %a = "stablehlo.select_and_scatter"(%x, %g, %z) <{window_dimensions = array<i64: 3>, window_strides = array<i64: 2>}> ({
  ^bb0(%p: tensor<f32>, %q: tensor<f32>):
    %t = arith.constant dense<true> : tensor<i1>
    "stablehlo.return"(%t) : (tensor<i1>) -> ()
  }, {
  ^bb0(%p: tensor<f32>, %q: tensor<f32>):
    "stablehlo.return"(%p) : (tensor<f32>) -> ()
  }) : (tensor<9xf32>, tensor<5xf32>, tensor<f32>) -> tensor<9xf32>
  // expected-note @below {{'per_import.cumulative': expected a dimension, a known combiner, and one operand of static shape}}
  %b = "per_import.cumulative"(%x) {combiner = "subtract", dimension = 0 : i64} : (tensor<9xf32>) -> tensor<9xf32>
  // expected-note @below {{'per_import.concatenate': its operands do not fit}}
  %c = "per_import.concatenate"(%x, %g) {dimension = 0 : i64} : (tensor<9xf32>, tensor<5xf32>) -> tensor<12xf32>
  return %a, %b, %c : tensor<9xf32>, tensor<9xf32>, tensor<12xf32>
}

// -----

func.func @convolution(%x: tensor<1x5x2xf32>, %w: tensor<3x2x4xf32>, %n: tensor<3x2x4xi32>) -> (tensor<1x5x4xf32>, tensor<1x3x4xf32>) {
  // expected-error @below {{cannot convert 2 operations}}
  // expected-note @below {{'per_import.convolution': its attributes cannot be read, or do not fit the types}}
  %a = "per_import.convolution"(%x, %w) {dimension_numbers = #stablehlo.conv<[b, 0, f]x[0, i, o]->[b, 0, f]>} : (tensor<1x5x2xf32>, tensor<3x2x4xf32>) -> tensor<1x5x4xf32>
  // expected-note @below {{'per_import.convolution': its operands and its result have element types that do not fit}}
  %b = "per_import.convolution"(%x, %n) {dimension_numbers = #stablehlo.conv<[b, 0, f]x[0, i, o]->[b, 0, f]>} : (tensor<1x5x2xf32>, tensor<3x2x4xi32>) -> tensor<1x3x4xf32>
  return %a, %b : tensor<1x5x4xf32>, tensor<1x3x4xf32>
}

// -----

// In a body that is copied and goes away with its operation.
func.func @inside(%x: tensor<8xf32>, %i: tensor<3x1xi32>, %u: tensor<3xf32>) -> tensor<8xf32> {
  %r = "stablehlo.scatter"(%x, %i, %u) <{scatter_dimension_numbers = #stablehlo.scatter<inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>}> ({
  ^bb0(%p: tensor<f32>, %q: tensor<f32>):
    // expected-error @below {{cannot convert 1 operation to linalg}}
    // expected-note @below {{'stablehlo.custom_call': has no conversion}}
    %s = "stablehlo.custom_call"(%p, %q) <{call_target_name = "f"}> : (tensor<f32>, tensor<f32>) -> tensor<f32>
    "stablehlo.return"(%s) : (tensor<f32>) -> ()
  }) : (tensor<8xf32>, tensor<3x1xi32>, tensor<3xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}
