// RUN: per-opt --test-per-print-view=key-length=0 --split-input-file %s -o /dev/null 2>&1 | FileCheck %s

// Named operations and generic ones are told by their bodies: batching,
// contracting and free dimensions of both sides.

// CHECK-LABEL: block %0:4x8xf32 %1:8x3xf32 %2:4x3xf32
// CHECK: contraction product [ | 1 | 0] [ | 0 | 1] %[[Y:[0-9]+]]:4x3xf32 <- %0 %1
// A transposed product: the contracted dimension is the first of both.
// CHECK: contraction product [ | 0 | 1] [ | 0 | 1] %[[G:[0-9]+]]:8x3xf32 <- %0 %[[Y]]
// A destination that is not zero is added.
// CHECK: contraction product [ | 1 | 0] [ | 0 | 1] %[[P:[0-9]+]]:4x3xf32 <- %0 %1
// CHECK-NEXT: elementwise add %{{[0-9]+}}:4x3xf32 <- %[[P]] %2
#lhs = affine_map<(i, j, k) -> (k, i)>
#rhs = affine_map<(i, j, k) -> (k, j)>
#out = affine_map<(i, j, k) -> (i, j)>
func.func @main(%x: tensor<4x8xf32>, %w: tensor<8x3xf32>, %bias: tensor<4x3xf32>) -> (tensor<8x3xf32>, tensor<4x3xf32>) {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<4x3xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<4x3xf32>) -> tensor<4x3xf32>
  %y = linalg.matmul ins(%x, %w : tensor<4x8xf32>, tensor<8x3xf32>) outs(%z : tensor<4x3xf32>) -> tensor<4x3xf32>
  %ge = tensor.empty() : tensor<8x3xf32>
  %gz = linalg.fill ins(%zero : f32) outs(%ge : tensor<8x3xf32>) -> tensor<8x3xf32>
  %g = linalg.generic {indexing_maps = [#lhs, #rhs, #out], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%x, %y : tensor<4x8xf32>, tensor<4x3xf32>) outs(%gz : tensor<8x3xf32>) {
  ^bb0(%a: f32, %b: f32, %c: f32):
    %m = arith.mulf %a, %b : f32
    %s = arith.addf %c, %m : f32
    linalg.yield %s : f32
  } -> tensor<8x3xf32>
  %p = linalg.matmul ins(%x, %w : tensor<4x8xf32>, tensor<8x3xf32>) outs(%bias : tensor<4x3xf32>) -> tensor<4x3xf32>
  return %g, %p : tensor<8x3xf32>, tensor<4x3xf32>
}

// -----

// An outer product contracts nothing, and is a contraction all the same. Of an
// elementwise product that is added to something, both factors have one map.

// CHECK-LABEL: block %0:4xf32 %1:3xf32
// CHECK: contraction product [ |  | 0] [ |  | 0] %{{[0-9]+}}:4x3xf32 <- %0 %1
// CHECK-NOT: contraction
// CHECK: elementwise multiply %[[M:[0-9]+]]:4xf32 <- %0 %0
// CHECK-NEXT: elementwise add %{{[0-9]+}}:4xf32 <- %0 %[[M]]
#left = affine_map<(i, j) -> (i)>
#right = affine_map<(i, j) -> (j)>
#both = affine_map<(i, j) -> (i, j)>
#line = affine_map<(i) -> (i)>
func.func @main(%u: tensor<4xf32>, %v: tensor<3xf32>) -> (tensor<4x3xf32>, tensor<4xf32>) {
  %z = arith.constant dense<0.0> : tensor<4x3xf32>
  %o = linalg.generic {indexing_maps = [#left, #right, #both], iterator_types = ["parallel", "parallel"]}
      ins(%u, %v : tensor<4xf32>, tensor<3xf32>) outs(%z : tensor<4x3xf32>) {
  ^bb0(%a: f32, %b: f32, %c: f32):
    %m = arith.mulf %a, %b : f32
    %s = arith.addf %c, %m : f32
    linalg.yield %s : f32
  } -> tensor<4x3xf32>
  %q = linalg.generic {indexing_maps = [#line, #line, #line], iterator_types = ["parallel"]}
      ins(%u, %u : tensor<4xf32>, tensor<4xf32>) outs(%u : tensor<4xf32>) {
  ^bb0(%a: f32, %b: f32, %c: f32):
    %m = arith.mulf %a, %b : f32
    %s = arith.addf %c, %m : f32
    linalg.yield %s : f32
  } -> tensor<4xf32>
  return %o, %q : tensor<4x3xf32>, tensor<4xf32>
}

// -----

// A window in the maps of a product is a convolution: of the image the batch is
// kept, of the filter the output features.

// CHECK-LABEL: block %0:2x8x8x3xf32 %1:3x3x3x5xf32
// CHECK: pad %[[P:[0-9]+]]:2x10x10x3xf32 <- %0
// CHECK: contraction convolution [ | 1, 2, 3 | 0] [ | 0, 1, 2 | 3] %{{[0-9]+}}:2x8x8x5xf32 <- %[[P]] %1
func.func @main(%x: tensor<2x8x8x3xf32>, %k: tensor<3x3x3x5xf32>) -> tensor<2x8x8x5xf32> {
  %zero = arith.constant 0.0 : f32
  %p = tensor.pad %x low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%a: index, %b: index, %c: index, %d: index):
    tensor.yield %zero : f32
  } : tensor<2x8x8x3xf32> to tensor<2x10x10x3xf32>
  %e = tensor.empty() : tensor<2x8x8x5xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<2x8x8x5xf32>) -> tensor<2x8x8x5xf32>
  %y = linalg.conv_2d_nhwc_hwcf ins(%p, %k : tensor<2x10x10x3xf32>, tensor<3x3x3x5xf32>)
      outs(%z : tensor<2x8x8x5xf32>) -> tensor<2x8x8x5xf32>
  return %y : tensor<2x8x8x5xf32>
}
