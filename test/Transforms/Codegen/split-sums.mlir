// RUN: per-opt %s --per-split-sums --split-input-file | FileCheck %s

// Loops that are left over become parallel; what they add up starts from zero.
// CHECK: #[[$ALL:.*]] = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
// CHECK: #[[$PARTS:.*]] = affine_map<(d0, d1, d2) -> (d0, d2)>
// CHECK: #[[$IN:.*]] = affine_map<(d0, d1) -> (d0, d1)>
// CHECK: #[[$OUT:.*]] = affine_map<(d0, d1) -> (d1)>
// CHECK-LABEL: func.func @loops(
// CHECK-SAME: %[[X:.*]]: tensor<64x128x16xf32>, %[[Y:.*]]: tensor<16xf32>)
// CHECK: %[[ZEROS:.*]] = linalg.fill ins(%{{.*}} : f32) outs(%{{.*}} : tensor<64x16xf32>)
// CHECK: %[[SUMS:.*]] = linalg.generic {indexing_maps = [#[[$ALL]], #[[$PARTS]]], iterator_types = ["parallel", "reduction", "parallel"]}
// CHECK-SAME: ins(%[[X]] : tensor<64x128x16xf32>) outs(%[[ZEROS]] : tensor<64x16xf32>)
// CHECK: %[[SUM:.*]] = linalg.generic {indexing_maps = [#[[$IN]], #[[$OUT]]], iterator_types = ["reduction", "parallel"]}
// CHECK-SAME: ins(%[[SUMS]] : tensor<64x16xf32>) outs(%[[Y]] : tensor<16xf32>)
// CHECK: return %[[SUM]]
func.func @loops(%x: tensor<64x128x16xf32>, %y: tensor<16xf32>) -> tensor<16xf32> {
  %0 = linalg.generic {indexing_maps = [affine_map<(n, p, c) -> (n, p, c)>, affine_map<(n, p, c) -> (c)>],
                       iterator_types = ["reduction", "reduction", "parallel"]}
      ins(%x : tensor<64x128x16xf32>) outs(%y : tensor<16xf32>) {
  ^bb0(%in: f32, %out: f32):
    %1 = arith.addf %out, %in : f32
    linalg.yield %1 : f32
  } -> tensor<16xf32>
  return %0 : tensor<16xf32>
}

// -----

// A single loop is split. What the parts do not divide is added before; many
// parts are added in parts. An operand without the loop stays as it is.
// CHECK-LABEL: func.func @rows(
// CHECK-SAME: %[[X:.*]]: tensor<20001x16xf32>, %[[S:.*]]: tensor<16xf32>, %[[Y:.*]]: tensor<16xf32>)
// CHECK: %[[LAST:.*]] = tensor.extract_slice %[[X]][19968, 0] [33, 16] [1, 1]
// CHECK: %[[REST:.*]] = linalg.generic {{.*}} ins(%[[LAST]], %[[S]] : tensor<33x16xf32>, tensor<16xf32>) outs(%[[Y]] :
// CHECK: %[[FIRST:.*]] = tensor.extract_slice %[[X]][0, 0] [19968, 16] [1, 1]
// CHECK: %[[BLOCKS:.*]] = tensor.expand_shape %[[FIRST]] {{\[}}[0, 1], [2]] output_shape [312, 64, 16]
// CHECK: linalg.fill {{.*}} tensor<312x16xf32>
// CHECK: %[[SUMS:.*]] = linalg.generic {{.*}} iterator_types = ["parallel", "reduction", "parallel"]
// CHECK-SAME: ins(%[[BLOCKS]], %[[S]] :
// CHECK: tensor.extract_slice %[[SUMS]][256, 0] [56, 16] [1, 1]
// CHECK: outs(%[[REST]] : tensor<16xf32>)
// CHECK: tensor.expand_shape {{.*}} output_shape [4, 64, 16]
func.func @rows(%x: tensor<20001x16xf32>, %s: tensor<16xf32>, %y: tensor<16xf32>) -> tensor<16xf32> {
  %0 = linalg.generic {indexing_maps = [affine_map<(n, c) -> (n, c)>, affine_map<(n, c) -> (c)>,
                                        affine_map<(n, c) -> (c)>],
                       iterator_types = ["reduction", "parallel"]}
      ins(%x, %s : tensor<20001x16xf32>, tensor<16xf32>) outs(%y : tensor<16xf32>) {
  ^bb0(%in: f32, %scale: f32, %out: f32):
    %1 = arith.subf %in, %scale : f32
    %2 = arith.addf %out, %1 : f32
    linalg.yield %2 : f32
  } -> tensor<16xf32>
  return %0 : tensor<16xf32>
}

// -----

// A short sum stays, a row of vectors counts as short, a contraction has blocks
// of its own, a maximum has no rounding, and a position would be another one.
// CHECK-LABEL: func.func @stay(
// CHECK-NOT: tensor.expand_shape
// CHECK-NOT: linalg.fill
// CHECK-COUNT-5: linalg.generic
// CHECK-NOT: linalg.generic
func.func @stay(%x: tensor<256x16xf32>, %long: tensor<16x8192xf32>, %w: tensor<16x8192xf32>, %y: tensor<16xf32>,
                %z: tensor<16x16xf32>) -> (tensor<16xf32>, tensor<16xf32>, tensor<16x16xf32>, tensor<16xf32>, tensor<16xf32>) {
  %0 = linalg.generic {indexing_maps = [affine_map<(n, c) -> (n, c)>, affine_map<(n, c) -> (c)>],
                       iterator_types = ["reduction", "parallel"]}
      ins(%x : tensor<256x16xf32>) outs(%y : tensor<16xf32>) {
  ^bb0(%in: f32, %out: f32):
    %5 = arith.addf %out, %in : f32
    linalg.yield %5 : f32
  } -> tensor<16xf32>
  %1 = linalg.generic {indexing_maps = [affine_map<(c, n) -> (c, n)>, affine_map<(c, n) -> (c)>],
                       iterator_types = ["parallel", "reduction"]}
      ins(%long : tensor<16x8192xf32>) outs(%y : tensor<16xf32>) {
  ^bb0(%in: f32, %out: f32):
    %5 = arith.addf %out, %in fastmath<reassoc> : f32
    linalg.yield %5 : f32
  } -> tensor<16xf32>
  %2 = linalg.generic {indexing_maps = [affine_map<(i, j, n) -> (i, n)>, affine_map<(i, j, n) -> (j, n)>,
                                        affine_map<(i, j, n) -> (i, j)>],
                       iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%long, %w : tensor<16x8192xf32>, tensor<16x8192xf32>) outs(%z : tensor<16x16xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %5 = arith.mulf %a, %b : f32
    %6 = arith.addf %out, %5 : f32
    linalg.yield %6 : f32
  } -> tensor<16x16xf32>
  %3 = linalg.generic {indexing_maps = [affine_map<(n, c) -> (c, n)>, affine_map<(n, c) -> (c)>],
                       iterator_types = ["reduction", "parallel"]}
      ins(%long : tensor<16x8192xf32>) outs(%y : tensor<16xf32>) {
  ^bb0(%in: f32, %out: f32):
    %5 = arith.maximumf %out, %in : f32
    linalg.yield %5 : f32
  } -> tensor<16xf32>
  %4 = linalg.generic {indexing_maps = [affine_map<(n, c) -> (c, n)>, affine_map<(n, c) -> (c)>],
                       iterator_types = ["reduction", "parallel"]}
      ins(%long : tensor<16x8192xf32>) outs(%y : tensor<16xf32>) {
  ^bb0(%in: f32, %out: f32):
    %5 = linalg.index 0 : index
    %6 = arith.index_cast %5 : index to i32
    %7 = arith.sitofp %6 : i32 to f32
    %8 = arith.addf %out, %7 : f32
    linalg.yield %8 : f32
  } -> tensor<16xf32>
  return %0, %1, %2, %3, %4 : tensor<16xf32>, tensor<16xf32>, tensor<16x16xf32>, tensor<16xf32>, tensor<16xf32>
}

// -----

// The sum of everything, with products of what both operands have: to a scalar.
// CHECK-LABEL: func.func @everything(
// CHECK: linalg.generic {{.*}} iterator_types = ["parallel", "reduction"]
// CHECK-SAME: outs(%{{.*}} : tensor<1000xf32>)
// CHECK: linalg.generic {{.*}} iterator_types = ["reduction"]
// CHECK: arith.addf {{.*}} fastmath<reassoc>
func.func @everything(%x: tensor<1000x3000xf32>, %w: tensor<1000x3000xf32>, %y: tensor<f32>) -> tensor<f32> {
  %0 = linalg.generic {indexing_maps = [affine_map<(n, c) -> (n, c)>, affine_map<(n, c) -> (n, c)>,
                                        affine_map<(n, c) -> ()>],
                       iterator_types = ["reduction", "reduction"]}
      ins(%x, %w : tensor<1000x3000xf32>, tensor<1000x3000xf32>) outs(%y : tensor<f32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %1 = arith.mulf %a, %b : f32
    %2 = arith.addf %out, %1 fastmath<reassoc> : f32
    linalg.yield %2 : f32
  } -> tensor<f32>
  return %0 : tensor<f32>
}
