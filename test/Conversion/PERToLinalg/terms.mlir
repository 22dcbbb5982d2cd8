// RUN: per-opt %s --convert-per-to-linalg --canonicalize --cse | FileCheck %s
// The numbers are tested in python/tests/test_expansions.py.

// Both products, the second one with the directions transposed.
// CHECK: #[[$TRANSPOSED:map[0-9]*]] = affine_map<(d0, d1, d2) -> (d1, d2)>
// CHECK-LABEL: func @monte_carlo
// CHECK-SAME: (%[[H:.+]]: tensor<128x650xf32>, %[[THETA:.+]]: tensor<650x256xf32>, %[[S:.+]]: tensor<f32>, %[[C:.+]]: tensor<128x650xf32>)
// CHECK: %[[T:.+]] = linalg.matmul ins(%[[H]], %[[THETA]] : {{.*}}) -> tensor<128x256xf32>
// CHECK: %[[E:.+]] = linalg.generic {{.*}} ins(%[[T]] :
// CHECK:   math.erf
// CHECK: %[[G:.+]] = linalg.matmul indexing_maps = [{{.*}}, #[[$TRANSPOSED]], {{.*}}] ins(%[[E]], %[[THETA]] : {{.*}}) -> tensor<128x650xf32>
// CHECK: %[[R:.+]] = linalg.generic {{.*}} ins(%[[C]], %[[G]], %[[S]] :
// CHECK:   arith.mulf
// CHECK:   arith.addf
// CHECK: return %[[R]]
func.func @monte_carlo(%h: tensor<128x650xf32>, %theta: tensor<650x256xf32>, %s: tensor<f32>, %c: tensor<128x650xf32>) -> tensor<128x650xf32> {
  %r = per.gradient #per.projected_error<slices = 256> ins(%h, %theta : tensor<128x650xf32>, tensor<650x256xf32>)
      scale(%s : tensor<f32>) samples [0] outs(%c : tensor<128x650xf32>) -> tensor<128x650xf32>
  return %r : tensor<128x650xf32>
}

// Operands of both products are rounded; sums are not.
// CHECK-LABEL: func @products_of_bf16
// CHECK: linalg.matmul {{.*}} tensor<128x650xbf16>, tensor<650x256xbf16>) outs(%{{.+}} : tensor<128x256xf32>)
// CHECK: linalg.matmul {{.*}} tensor<128x256xbf16>, tensor<650x256xbf16>) outs(%{{.+}} : tensor<128x650xf32>)
func.func @products_of_bf16(%h: tensor<128x650xf32>, %theta: tensor<650x256xf32>, %s: tensor<f32>, %c: tensor<128x650xf32>) -> tensor<128x650xf32> {
  %r = per.gradient #per.projected_error<slices = 256, products = bf16> ins(%h, %theta : tensor<128x650xf32>, tensor<650x256xf32>)
      scale(%s : tensor<f32>) samples [0] outs(%c : tensor<128x650xf32>) -> tensor<128x650xf32>
  return %r : tensor<128x650xf32>
}

// No directions: one reduction of each sample, and a polynomial of its norm.
// CHECK-LABEL: func @analytic
// CHECK-NOT: linalg.matmul
// CHECK: linalg.reduce { arith.addf } {{.*}} dimensions = [1]
// CHECK: linalg.generic {{.*}} iterator_types = ["parallel"]
// CHECK:   math.sqrt
func.func @analytic(%h: tensor<?x650xf32>, %s: tensor<f32>, %c: tensor<?x650xf32>) -> tensor<?x650xf32> {
  %r = per.gradient #per.projected_error<estimator = analytic> ins(%h : tensor<?x650xf32>)
      scale(%s : tensor<f32>) samples [0] outs(%c : tensor<?x650xf32>) -> tensor<?x650xf32>
  return %r : tensor<?x650xf32>
}

// Computed in f32, rounded once, before the sum in the type of the destination.
// CHECK-LABEL: func @low_precision
// CHECK: arith.extf %{{.*}} : bf16 to f32
// CHECK: %[[SCALED:.+]] = arith.mulf %{{.*}} : f32
// CHECK: %[[ROUNDED:.+]] = arith.truncf %[[SCALED]] : f32 to bf16
// CHECK: arith.addf %{{.*}}, %[[ROUNDED]] : bf16
func.func @low_precision(%h: tensor<8x4xbf16>, %s: tensor<f32>, %c: tensor<8x4xbf16>) -> tensor<8x4xbf16> {
  %r = per.gradient #per.l2 ins(%h : tensor<8x4xbf16>) scale(%s : tensor<f32>) samples [0]
      outs(%c : tensor<8x4xbf16>) -> tensor<8x4xbf16>
  return %r : tensor<8x4xbf16>
}

// Samples that are not in front are brought there, and the gradient back.
// CHECK-LABEL: func @features_first
// CHECK: linalg.transpose {{.*}} permutation = [1, 2, 0]
// CHECK: tensor.collapse_shape {{.*}} {{\[\[}}0, 1], [2]]
// CHECK: tensor.expand_shape {{.*}} {{\[\[}}0, 1], [2]]
// CHECK: linalg.transpose {{.*}} permutation = [2, 0, 1]
func.func @features_first(%h: tensor<3x5x4xf32>, %s: tensor<f32>, %c: tensor<3x5x4xf32>) -> tensor<3x5x4xf32> {
  %r = per.gradient #per.variance_constancy<n = 3> ins(%h : tensor<3x5x4xf32>) scale(%s : tensor<f32>) samples [1, 2]
      outs(%c : tensor<3x5x4xf32>) -> tensor<3x5x4xf32>
  return %r : tensor<3x5x4xf32>
}

// A dynamic batch must have the samples that the regulariser needs.
// CHECK-LABEL: func @dynamic_batch
// CHECK: %[[N:.+]] = arith.constant 6 : index
// CHECK: %[[HOLDS:.+]] = arith.cmpi uge, %{{.*}}, %[[N]]
// CHECK: cf.assert %[[HOLDS]], "variance_constancy needs at least 2n samples"
func.func @dynamic_batch(%h: tensor<?x4xf32>, %s: f32, %r0: tensor<f32>) -> tensor<f32> {
  %r = per.penalty #per.variance_constancy<n = 3> ins(%h : tensor<?x4xf32>) scale(%s : f32) samples [0]
      outs(%r0 : tensor<f32>) -> tensor<f32>
  return %r : tensor<f32>
}
