// RUN: per-opt %s --per-interchange-loops --split-input-file | FileCheck %s

// The sum over rows reads rows; it adds in the order that it is written in.
// CHECK: #[[$IN:.*]] = affine_map<(d0, d1) -> (d0, d1)>
// CHECK: #[[$OUT:.*]] = affine_map<(d0, d1) -> (d1)>
// CHECK-LABEL: func.func @columns(
// CHECK: linalg.generic {indexing_maps = [#[[$IN]], #[[$OUT]]], iterator_types = ["reduction", "parallel"]}
// CHECK-NOT: fastmath
func.func @columns(%x: tensor<128x64xf32>, %y: tensor<64xf32>) -> tensor<64xf32> {
  %0 = linalg.generic {indexing_maps = [affine_map<(c, n) -> (n, c)>, affine_map<(c, n) -> (c)>],
                       iterator_types = ["parallel", "reduction"]}
      ins(%x : tensor<128x64xf32>) outs(%y : tensor<64xf32>) {
  ^bb0(%in: f32, %out: f32):
    %1 = arith.addf %out, %in : f32
    linalg.yield %1 : f32
  } -> tensor<64xf32>
  return %0 : tensor<64xf32>
}

// -----

// A sum along a row may be one of vectors; nothing else may change.
// CHECK-LABEL: func.func @rows(
// CHECK: iterator_types = ["parallel", "reduction"]
// CHECK: %[[X:.*]] = arith.addf %{{.*}}, %{{.*}} : f32
// CHECK: arith.addf %{{.*}}, %[[X]] fastmath<reassoc> : f32
func.func @rows(%x: tensor<128x64xf32>, %y: tensor<128xf32>) -> tensor<128xf32> {
  %0 = linalg.generic {indexing_maps = [affine_map<(n, c) -> (n, c)>, affine_map<(n, c) -> (n)>],
                       iterator_types = ["parallel", "reduction"]}
      ins(%x : tensor<128x64xf32>) outs(%y : tensor<128xf32>) {
  ^bb0(%in: f32, %out: f32):
    %1 = arith.addf %in, %in : f32
    %2 = arith.addf %out, %1 : f32
    linalg.yield %2 : f32
  } -> tensor<128xf32>
  return %0 : tensor<128xf32>
}

// -----

// The scalar products of rows are sums along them, no contraction.
// CHECK-LABEL: func.func @dots(
// CHECK: iterator_types = ["parallel", "reduction"]
// CHECK: arith.addf {{.*}} fastmath<reassoc> : f32
func.func @dots(%x: tensor<128x64xf32>, %w: tensor<128x64xf32>, %y: tensor<128xf32>) -> tensor<128xf32> {
  %0 = linalg.generic {indexing_maps = [affine_map<(c, n) -> (n, c)>, affine_map<(c, n) -> (n, c)>,
                                        affine_map<(c, n) -> (n)>],
                       iterator_types = ["reduction", "parallel"]}
      ins(%x, %w : tensor<128x64xf32>, tensor<128x64xf32>) outs(%y : tensor<128xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %1 = arith.mulf %a, %b : f32
    %2 = arith.addf %out, %1 : f32
    linalg.yield %2 : f32
  } -> tensor<128xf32>
  return %0 : tensor<128xf32>
}

// -----

// Contractions have an order of their own.
// CHECK-LABEL: func.func @product(
// CHECK: iterator_types = ["reduction", "parallel", "parallel"]
func.func @product(%x: tensor<4x8xf32>, %y: tensor<8x16xf32>, %z: tensor<4x16xf32>) -> tensor<4x16xf32> {
  %0 = linalg.generic {indexing_maps = [affine_map<(k, n, m) -> (m, k)>, affine_map<(k, n, m) -> (k, n)>,
                                        affine_map<(k, n, m) -> (m, n)>],
                       iterator_types = ["reduction", "parallel", "parallel"]}
      ins(%x, %y : tensor<4x8xf32>, tensor<8x16xf32>) outs(%z : tensor<4x16xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %1 = arith.mulf %a, %b : f32
    %2 = arith.addf %out, %1 : f32
    linalg.yield %2 : f32
  } -> tensor<4x16xf32>
  return %0 : tensor<4x16xf32>
}
