// RUN: per-opt %s --per-fold-reshapes --canonicalize | FileCheck %s

#row = affine_map<(i, j) -> (i, j)>
#first = affine_map<(i, j) -> (i)>

// What is computed by rows of a matrix is computed on the shape that the tensor had: rows are sums
// over all other dimensions.
// CHECK-LABEL: func.func @rows(
// CHECK-SAME: %[[X:[a-z0-9]+]]: tensor<4x2x3xf32>
// CHECK-NOT: tensor.collapse_shape
// CHECK: %[[S:.*]] = linalg.generic {{.*}} iterator_types = ["parallel", "reduction", "reduction"]} ins(%[[X]] :
// CHECK: linalg.generic {{.*}} iterator_types = ["parallel", "parallel", "parallel"]} ins(%[[X]], %[[S]] : tensor<4x2x3xf32>, tensor<4xf32>)
// CHECK-NOT: tensor.expand_shape
func.func @rows(%x: tensor<4x2x3xf32>, %zeros: tensor<4xf32>) -> tensor<4x2x3xf32> {
  %m = tensor.collapse_shape %x [[0], [1, 2]] : tensor<4x2x3xf32> into tensor<4x6xf32>
  %s = linalg.reduce {arith.addf} ins(%m : tensor<4x6xf32>) outs(%zeros : tensor<4xf32>) dimensions = [1]
  %e = tensor.empty() : tensor<4x6xf32>
  %y = linalg.generic {indexing_maps = [#row, #first, #row], iterator_types = ["parallel", "parallel"]}
      ins(%m, %s : tensor<4x6xf32>, tensor<4xf32>) outs(%e : tensor<4x6xf32>) {
  ^bb0(%in: f32, %sum: f32, %out: f32):
    %0 = arith.mulf %in, %sum : f32
    linalg.yield %0 : f32
  } -> tensor<4x6xf32>
  %r = tensor.expand_shape %y [[0], [1, 2]] output_shape [4, 2, 3] : tensor<4x6xf32> into tensor<4x2x3xf32>
  return %r : tensor<4x2x3xf32>
}

// A contraction keeps its loops.
// CHECK-LABEL: func.func @contraction(
// CHECK: tensor.collapse_shape
// CHECK: linalg.matmul
func.func @contraction(%x: tensor<4x2x3xf32>, %w: tensor<6x8xf32>, %c: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %m = tensor.collapse_shape %x [[0], [1, 2]] : tensor<4x2x3xf32> into tensor<4x6xf32>
  %y = linalg.matmul ins(%m, %w : tensor<4x6xf32>, tensor<6x8xf32>) outs(%c : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}
