// RUN: per-opt %s --per-order-outputs --split-input-file | FileCheck %s

#yn = affine_map<(i, j, n) -> (n, i)>
#xn = affine_map<(i, j, n) -> (n, j)>
#ij = affine_map<(i, j, n) -> (i, j)>

// CHECK: #[[$JI:.*]] = affine_map<(d0, d1, d2) -> (d1, d0)>
// CHECK-LABEL: func.func @transposed(
// CHECK: %[[R:.*]] = linalg.generic {indexing_maps = [{{.*}}, #[[$JI]]]
// CHECK-SAME: outs(%{{.*}} : tensor<64x32xf32>)
// CHECK-NOT: linalg.transpose
// CHECK: return %[[R]]
func.func @transposed(%x: tensor<128x64xf32>, %y: tensor<128x32xf32>, %zero: f32) -> tensor<64x32xf32> {
  %e = tensor.empty() : tensor<32x64xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<32x64xf32>) -> tensor<32x64xf32>
  %0 = linalg.generic {indexing_maps = [#yn, #xn, #ij], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%y, %x : tensor<128x32xf32>, tensor<128x64xf32>) outs(%z : tensor<32x64xf32>) {
  ^bb0(%a: f32, %b: f32, %sum: f32):
    %2 = arith.mulf %a, %b : f32
    %3 = arith.addf %sum, %2 : f32
    linalg.yield %3 : f32
  } -> tensor<32x64xf32>
  %f = tensor.empty() : tensor<64x32xf32>
  %1 = linalg.transpose ins(%0 : tensor<32x64xf32>) outs(%f : tensor<64x32xf32>) permutation = [1, 0]
  return %1 : tensor<64x32xf32>
}

// -----

// Read in another order by an update, and from a named operation.
// CHECK: #[[$ID:.*]] = affine_map<(d0, d1) -> (d0, d1)>
// CHECK-LABEL: func.func @read(
// CHECK: linalg.generic {{.*}} outs(%{{.*}} : tensor<16x8xf32>)
// CHECK: linalg.generic {indexing_maps = [#[[$ID]], #[[$ID]], #[[$ID]]]
func.func @read(%a: tensor<8x4xf32>, %b: tensor<4x16xf32>, %p: tensor<16x8xf32>, %zero: f32) -> tensor<16x8xf32> {
  %e = tensor.empty() : tensor<8x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8x16xf32>) -> tensor<8x16xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<8x4xf32>, tensor<4x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  %f = tensor.empty() : tensor<16x8xf32>
  %1 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (j, i)>,
                                        affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%p, %0 : tensor<16x8xf32>, tensor<8x16xf32>) outs(%f : tensor<16x8xf32>) {
  ^bb0(%x: f32, %y: f32, %out: f32):
    %2 = arith.subf %x, %y : f32
    linalg.yield %2 : f32
  } -> tensor<16x8xf32>
  return %1 : tensor<16x8xf32>
}

// -----

// Two readers: it stays.
// CHECK-LABEL: func.func @two(
// CHECK: linalg.matmul
// CHECK: linalg.transpose
func.func @two(%a: tensor<8x4xf32>, %b: tensor<4x16xf32>, %zero: f32) -> (tensor<16x8xf32>, tensor<8x16xf32>) {
  %e = tensor.empty() : tensor<8x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8x16xf32>) -> tensor<8x16xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<8x4xf32>, tensor<4x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  %f = tensor.empty() : tensor<16x8xf32>
  %1 = linalg.transpose ins(%0 : tensor<8x16xf32>) outs(%f : tensor<16x8xf32>) permutation = [1, 0]
  return %1, %0 : tensor<16x8xf32>, tensor<8x16xf32>
}
