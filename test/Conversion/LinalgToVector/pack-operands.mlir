// RUN: per-opt %s --per-pack-operands --loop-invariant-code-motion | FileCheck %s

#mk = affine_map<(m, n, k) -> (m, k)>
#nk = affine_map<(m, n, k) -> (n, k)>
#mn = affine_map<(m, n, k) -> (m, n)>

// The weights of a loop are transposed once.
// CHECK-LABEL: func.func @loop(
// CHECK-SAME: %[[W:[a-z0-9]+]]: tensor<32x64xf32>
// CHECK: %[[T:.*]] = linalg.transpose ins(%[[W]] : tensor<32x64xf32>) outs(%{{.*}} : tensor<64x32xf32>) permutation = [1, 0]
// CHECK: scf.for
// CHECK: linalg.generic {{.*}} ins(%{{.*}}, %[[T]] : tensor<8x64xf32>, tensor<64x32xf32>)
func.func @loop(%w: tensor<32x64xf32>, %x: tensor<8x64xf32>, %init: tensor<8x32xf32>, %n: index) -> tensor<8x32xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%h = %init) -> tensor<8x32xf32> {
    %0 = linalg.generic {indexing_maps = [#mk, #nk, #mn], iterator_types = ["parallel", "parallel", "reduction"]}
        ins(%x, %w : tensor<8x64xf32>, tensor<32x64xf32>) outs(%h : tensor<8x32xf32>) {
    ^bb0(%a: f32, %b: f32, %s: f32):
      %1 = arith.mulf %a, %b : f32
      %2 = arith.addf %s, %1 : f32
      linalg.yield %2 : f32
    } -> tensor<8x32xf32>
    scf.yield %0 : tensor<8x32xf32>
  }
  return %r : tensor<8x32xf32>
}

// Elsewhere panels are transposed as they are copied.
// CHECK-LABEL: func.func @once(
// CHECK-NOT: linalg.transpose
func.func @once(%w: tensor<32x64xf32>, %x: tensor<8x64xf32>, %init: tensor<8x32xf32>) -> tensor<8x32xf32> {
  %0 = linalg.generic {indexing_maps = [#mk, #nk, #mn], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%x, %w : tensor<8x64xf32>, tensor<32x64xf32>) outs(%init : tensor<8x32xf32>) {
  ^bb0(%a: f32, %b: f32, %s: f32):
    %1 = arith.mulf %a, %b : f32
    %2 = arith.addf %s, %1 : f32
    linalg.yield %2 : f32
  } -> tensor<8x32xf32>
  return %0 : tensor<8x32xf32>
}

// Rows of three loops, which are not one in the padded image.
// CHECK-LABEL: func.func @gradient_of_input(
// CHECK: linalg.transpose ins(%{{.*}} : tensor<3x3x8x16xf32>) outs(%{{.*}} : tensor<3x3x16x8xf32>) permutation = [0, 1, 3, 2]
func.func @gradient_of_input(%g: tensor<4x10x10x16xf32>, %w: tensor<3x3x8x16xf32>, %init: tensor<4x8x8x8xf32>) -> tensor<4x8x8x8xf32> {
  %0 = linalg.generic {
      indexing_maps = [affine_map<(n, h, w, c, i, j, o) -> (n, h + i, w + j, o)>,
                       affine_map<(n, h, w, c, i, j, o) -> (i, j, c, o)>,
                       affine_map<(n, h, w, c, i, j, o) -> (n, h, w, c)>],
      iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction"]}
      ins(%g, %w : tensor<4x10x10x16xf32>, tensor<3x3x8x16xf32>) outs(%init : tensor<4x8x8x8xf32>) {
  ^bb0(%a: f32, %b: f32, %s: f32):
    %1 = arith.mulf %a, %b : f32
    %2 = arith.addf %s, %1 : f32
    linalg.yield %2 : f32
  } -> tensor<4x8x8x8xf32>
  return %0 : tensor<4x8x8x8xf32>
}

// CHECK-LABEL: func.func @as_it_is(
// CHECK-NOT: linalg.transpose
func.func @as_it_is(%x: tensor<8x64xf32>, %w: tensor<64x32xf32>, %c: tensor<8x32xf32>) -> tensor<8x32xf32> {
  %0 = linalg.matmul ins(%x, %w : tensor<8x64xf32>, tensor<64x32xf32>) outs(%c : tensor<8x32xf32>) -> tensor<8x32xf32>
  return %0 : tensor<8x32xf32>
}
