// RUN: per-opt %s --convert-per-to-stablehlo --allow-unregistered-dialect --mlir-print-op-generic | FileCheck %s
// The numbers are tested in python/tests/test_expansions.py, under XLA.

// CHECK-LABEL: sym_name = "monte_carlo"
// CHECK: ^bb0(%[[H:.+]]: tensor<8x5xf32>, %[[THETA:.+]]: tensor<5x9xf32>, %[[S:.+]]: tensor<f32>, %[[C:.+]]: tensor<8x5xf32>):
// CHECK: %[[T:.+]] = "stablehlo.dot_general"(%[[H]], %[[THETA]]) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]}>
// CHECK: %[[E:.+]] = "chlo.erf"
// CHECK: %[[G:.+]] = "stablehlo.dot_general"(%[[E]], %[[THETA]]) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>,
// CHECK: %[[SCALE:.+]] = "stablehlo.broadcast_in_dim"(%[[S]]) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<8x5xf32>
// CHECK: %[[TERM:.+]] = "stablehlo.multiply"(%[[G]], %[[SCALE]])
// CHECK: %[[R:.+]] = "stablehlo.add"(%[[C]], %[[TERM]])
// CHECK: "func.return"(%[[R]])
func.func @monte_carlo(%h: tensor<8x5xf32>, %theta: tensor<5x9xf32>, %s: tensor<f32>, %c: tensor<8x5xf32>) -> tensor<8x5xf32> {
  %r = per.gradient #per.projected_error<slices = 9> ins(%h, %theta : tensor<8x5xf32>, tensor<5x9xf32>)
      scale(%s : tensor<f32>) samples [0] outs(%c : tensor<8x5xf32>) -> tensor<8x5xf32>
  return %r : tensor<8x5xf32>
}

// Operands of both products are rounded; sums are not.
// CHECK-LABEL: sym_name = "products_of_bf16"
// CHECK: %[[THETA:.+]] = "stablehlo.convert"(%{{.+}}) : (tensor<5x9xf32>) -> tensor<5x9xbf16>
// CHECK: %[[H:.+]] = "stablehlo.convert"(%{{.+}}) : (tensor<8x5xf32>) -> tensor<8x5xbf16>
// CHECK: "stablehlo.dot_general"(%[[H]], %[[THETA]]) {{.*}} -> tensor<8x9xf32>
// CHECK: %[[E:.+]] = "stablehlo.convert"(%{{.+}}) : (tensor<8x9xf32>) -> tensor<8x9xbf16>
// CHECK: "stablehlo.dot_general"(%[[E]], %[[THETA]]) {{.*}} -> tensor<8x5xf32>
func.func @products_of_bf16(%h: tensor<8x5xf32>, %theta: tensor<5x9xf32>, %s: tensor<f32>, %c: tensor<8x5xf32>) -> tensor<8x5xf32> {
  %r = per.gradient #per.projected_error<slices = 9, products = bf16> ins(%h, %theta : tensor<8x5xf32>, tensor<5x9xf32>)
      scale(%s : tensor<f32>) samples [0] outs(%c : tensor<8x5xf32>) -> tensor<8x5xf32>
  return %r : tensor<8x5xf32>
}

// Nothing is left of the operations that hold constants and destinations.
// CHECK-LABEL: sym_name = "helpers"
// CHECK-NOT: tensor.empty
// CHECK-NOT: arith.constant
// CHECK: "func.return"
func.func @helpers(%h: tensor<8x5xf32>) -> (tensor<f32>, tensor<6x4xi16>) {
  %zero = arith.constant dense<0.0> : tensor<f32>
  %scale = arith.constant 0.5 : f32
  %seed = arith.constant 1 : i32
  %i = arith.constant 2 : index
  %r = per.penalty #per.huber<delta = 0.5> ins(%h : tensor<8x5xf32>) scale(%scale : f32) samples [0] outs(%zero : tensor<f32>) -> tensor<f32>
  %e = tensor.empty() : tensor<6x4xi16>
  %v = per.slices seed(%seed : i32) step(%seed : i32) site(0) element_offset(%i) outs(%e : tensor<6x4xi16>) -> tensor<6x4xi16>
  return %r, %v : tensor<f32>, tensor<6x4xi16>
}

// The table stands once, at the entry of the function.
// CHECK-LABEL: sym_name = "two_sites"
// CHECK: ^bb0
// CHECK-NEXT: %[[TABLE:.+]] = "stablehlo.constant"() <{value = dense<"0x{{[0-9A-F]+}}"> : tensor<65536xi16>}>
// CHECK-NOT: tensor<65536xi16>}>
// CHECK: "stablehlo.gather"(%[[TABLE]],
// CHECK-NOT: tensor<65536xi16>}>
// CHECK: "stablehlo.gather"(%[[TABLE]],
func.func @two_sites(%seed: tensor<i32>, %step: tensor<i32>) -> (tensor<6x4xi16>, tensor<6x4xi16>) {
  %e = tensor.empty() : tensor<6x4xi16>
  %v = per.slices seed(%seed : tensor<i32>) step(%step : tensor<i32>) site(0) outs(%e : tensor<6x4xi16>) -> tensor<6x4xi16>
  %w = per.slices seed(%seed : tensor<i32>) step(%step : tensor<i32>) site(1) outs(%e : tensor<6x4xi16>) -> tensor<6x4xi16>
  return %v, %w : tensor<6x4xi16>, tensor<6x4xi16>
}
