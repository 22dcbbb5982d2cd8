// RUN: per-opt --test-per-print-view=key-length=0 --split-input-file %s -o /dev/null 2>&1 | FileCheck %s

// What comes before the combination is per element. A start that is not neutral
// is combined with the result.

// CHECK-LABEL: block %0:4x8xf32 %1:4xf32
// CHECK: elementwise multiply %[[SQ:[0-9]+]]:4x8xf32 <- %0 %0
// CHECK-NEXT: reduce add [1] %[[S:[0-9]+]]:4xf32 <- %[[SQ]]
// CHECK-NEXT: elementwise add %{{[0-9]+}}:4xf32 <- %[[S]] %1
// CHECK: reduce maximum [0] %{{[0-9]+}}:8xf32 <- %0
// CHECK-NEXT: return
#in = affine_map<(i, j) -> (i, j)>
#rows = affine_map<(i, j) -> (i)>
#columns = affine_map<(i, j) -> (j)>
func.func @main(%x: tensor<4x8xf32>, %start: tensor<4xf32>) -> (tensor<4xf32>, tensor<8xf32>) {
  %s = linalg.generic {indexing_maps = [#in, #rows], iterator_types = ["parallel", "reduction"]}
      ins(%x : tensor<4x8xf32>) outs(%start : tensor<4xf32>) {
  ^bb0(%a: f32, %c: f32):
    %m = arith.mulf %a, %a : f32
    %r = arith.addf %c, %m : f32
    linalg.yield %r : f32
  } -> tensor<4xf32>
  %lowest = arith.constant dense<0xFF800000> : tensor<8xf32>
  %m = linalg.generic {indexing_maps = [#in, #columns], iterator_types = ["reduction", "parallel"]}
      ins(%x : tensor<4x8xf32>) outs(%lowest : tensor<8xf32>) {
  ^bb0(%a: f32, %c: f32):
    %r = arith.maximumf %a, %c : f32
    linalg.yield %r : f32
  } -> tensor<8xf32>
  return %s, %m : tensor<4xf32>, tensor<8xf32>
}

// -----

// Pooling is a window; a reduction of two values is not understood.

// CHECK-LABEL: block %0:1x4x4x2xf32
// CHECK: reduce_window maximum %{{[0-9]+}}:1x2x2x2xf32 <- %0
// CHECK: pure not-understood %{{[0-9]+}}:f32 %{{[0-9]+}}:f32 <- %{{.+}}
#line = affine_map<(i) -> (i)>
#none = affine_map<(i) -> ()>
func.func @main(%x: tensor<1x4x4x2xf32>, %v: tensor<4xf32>) -> (tensor<1x2x2x2xf32>, tensor<f32>) {
  %lowest = arith.constant dense<0xFF800000> : tensor<1x2x2x2xf32>
  %window = tensor.empty() : tensor<2x2xf32>
  %p = linalg.pooling_nhwc_max {strides = dense<2> : vector<2xi64>}
      ins(%x, %window : tensor<1x4x4x2xf32>, tensor<2x2xf32>) outs(%lowest : tensor<1x2x2x2xf32>) -> tensor<1x2x2x2xf32>
  %zero = arith.constant dense<0.0> : tensor<f32>
  %two:2 = linalg.generic {indexing_maps = [#line, #none, #none], iterator_types = ["reduction"]}
      ins(%v : tensor<4xf32>) outs(%zero, %zero : tensor<f32>, tensor<f32>) {
  ^bb0(%a: f32, %c: f32, %d: f32):
    %r = arith.addf %a, %c : f32
    %q = arith.mulf %a, %d : f32
    linalg.yield %r, %q : f32, f32
  } -> (tensor<f32>, tensor<f32>)
  return %p, %two#1 : tensor<1x2x2x2xf32>, tensor<f32>
}
