// RUN: per-opt %s --convert-per-to-stablehlo --allow-unregistered-dialect --mlir-print-op-generic | FileCheck %s
// The numbers are tested in python/tests/test_expansions.py and test_wasserstein.py, under XLA.

// One operand to sort: a projection and its sample are one integer.
// CHECK-LABEL: sym_name = "first_order"
// CHECK: %[[T:.+]] = "stablehlo.dot_general"
// CHECK: %[[ROWS:.+]] = "stablehlo.transpose"(%[[T]]) <{permutation = array<i64: 1, 0>}> : (tensor<8x9xf32>) -> tensor<9x8xf32>
// CHECK: "stablehlo.bitcast_convert"(%{{.+}}) : (tensor<9x8xf32>) -> tensor<9x8xi32>
// CHECK: %[[KEYS:.+]] = "stablehlo.or"
// CHECK: %[[SORTED:.+]] = "stablehlo.sort"(%[[KEYS]]) <{dimension = 1 : i64, is_stable = false}> ({
// CHECK-NEXT: ^bb0(%[[A:.+]]: tensor<i64>, %[[B:.+]]: tensor<i64>):
// CHECK-NEXT:   %[[LESS:.+]] = "stablehlo.compare"(%[[A]], %[[B]]) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}>
// CHECK-NEXT:   "stablehlo.return"(%[[LESS]])
// CHECK: "chlo.erf"
// CHECK: "stablehlo.scatter"({{.*}}) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<inserted_window_dims = [0, 1], scatter_dims_to_operand_dims = [0, 1], index_vector_dim = 2>, unique_indices = true}> ({
// CHECK-NEXT: ^bb0(%{{.+}}: tensor<f32>, %[[NEW:.+]]: tensor<f32>):
// CHECK-NEXT:   "stablehlo.return"(%[[NEW]])
// CHECK: "stablehlo.dot_general"
// CHECK-SAME: (tensor<9x8xf32>, tensor<5x9xf32>) -> tensor<8x5xf32>
func.func @first_order(%h: tensor<8x5xf32>, %theta: tensor<5x9xf32>, %s: tensor<f32>, %c: tensor<8x5xf32>) -> tensor<8x5xf32> {
  %r = per.gradient #per.sliced_wasserstein<slices = 9> ins(%h, %theta : tensor<8x5xf32>, tensor<5x9xf32>)
      scale(%s : tensor<f32>) samples [0] outs(%c : tensor<8x5xf32>) -> tensor<8x5xf32>
  return %r : tensor<8x5xf32>
}

// CHECK-LABEL: sym_name = "second_order"
// CHECK: "stablehlo.log"(%{{.+}}) : (tensor<9xf64>) -> tensor<9xf64>
// CHECK: "stablehlo.sort"(%{{.+}}, %{{.+}}) <{dimension = 1 : i64, is_stable = true}>
// CHECK: (tensor<9x8xi64>, tensor<9x8xi32>) -> (tensor<9x8xi64>, tensor<9x8xi32>)
func.func @second_order(%h: tensor<8x5xf64>, %theta: tensor<5x9xf64>, %s: tensor<f64>, %c: tensor<8x5xf64>) -> tensor<8x5xf64> {
  %r = per.gradient #per.sliced_wasserstein<p = 2, slices = 9> ins(%h, %theta : tensor<8x5xf64>, tensor<5x9xf64>)
      scale(%s : tensor<f64>) samples [0] outs(%c : tensor<8x5xf64>) -> tensor<8x5xf64>
  return %r : tensor<8x5xf64>
}
