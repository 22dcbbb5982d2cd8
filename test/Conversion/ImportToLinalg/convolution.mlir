// RUN: per-opt %s --allow-unregistered-dialect --per-prepare-import --per-finish-import --canonicalize --split-input-file | FileCheck %s

// The input gradient at a stride of two: four dense convolutions, with 1, 2, 2
// and 4 taps, written to every second row and column.
// CHECK: #[[$IN:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d0, d1 + d4, d2 + d5, d6)>
// CHECK: #[[$KERNEL:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d4, d5, d3, d6)>
// CHECK: #[[$OUT:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d0, d1, d2, d3)>
// CHECK-LABEL: func @input_gradient
// CHECK-SAME: (%[[G:.*]]: tensor<2x4x4x16xf32>, %[[W:.*]]: tensor<3x3x8x16xf32>)
// CHECK: %[[P:.*]] = tensor.pad %[[G]] low[0, 0, 0, 0] high[0, 1, 1, 0]
// CHECK: tensor<2x4x4x16xf32> to tensor<2x5x5x16xf32>
// CHECK: tensor.extract_slice %[[W]][1, 1, 0, 0] [1, 1, 8, 16]
// CHECK: tensor.insert_slice {{.*}}[0, 0, 0, 0] [2, 4, 4, 8] [1, 2, 2, 1]
// CHECK: tensor.extract_slice %[[W]][0, 1, 0, 0] [2, 1, 8, 16] [2,
// CHECK: tensor.insert_slice {{.*}}[0, 1, 0, 0] [2, 4, 4, 8] [1, 2, 2, 1]
// CHECK: tensor.extract_slice %[[W]][1, 0, 0, 0] [1, 2, 8, 16] [{{[12]}}, 2,
// CHECK: tensor.insert_slice {{.*}}[0, 0, 1, 0] [2, 4, 4, 8] [1, 2, 2, 1]
// CHECK: %[[W4:.*]] = tensor.extract_slice %[[W]][0, 0, 0, 0] [2, 2, 8, 16] [2, 2, 1, 1]
// CHECK: linalg.generic {indexing_maps = [#[[$IN]], #[[$KERNEL]], #[[$OUT]]], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction"]} ins(%[[P]], %[[W4]] : tensor<2x5x5x16xf32>, tensor<2x2x8x16xf32>) outs({{.*}} : tensor<2x4x4x8xf32>)
// CHECK: %[[R:.*]] = tensor.insert_slice {{.*}}[0, 1, 1, 0] [2, 4, 4, 8] [1, 2, 2, 1]
// CHECK: return %[[R]]
func.func @input_gradient(%g: tensor<2x4x4x16xf32>, %w: tensor<3x3x8x16xf32>) -> tensor<2x8x8x8xf32> {
  %r = "stablehlo.convolution"(%g, %w) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, o, i]->[b, 0, 1, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 2, 2>, padding = dense<[[1, 2], [1, 2]]> : tensor<2x2xi64>}> : (tensor<2x4x4x16xf32>, tensor<3x3x8x16xf32>) -> tensor<2x8x8x8xf32>
  return %r : tensor<2x8x8x8xf32>
}

// -----

// The weight gradient at a stride of two: the cotangent is a dilated kernel, and
// the dilation is in the map.
// CHECK: #[[$IN:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d4, d0 + d5 * 2, d1 + d6 * 2, d2)>
// CHECK-LABEL: func @weight_gradient
// CHECK-SAME: (%[[X:.*]]: tensor<2x8x8x8xf32>, %[[G:.*]]: tensor<2x4x4x16xf32>)
// CHECK: %[[P:.*]] = tensor.pad %[[X]] low[0, 0, 0, 0] high[0, 1, 1, 0]
// CHECK: linalg.generic {indexing_maps = [#[[$IN]], {{.*}}} ins(%[[P]], %[[G]] : tensor<2x9x9x8xf32>, tensor<2x4x4x16xf32>) outs({{.*}} : tensor<3x3x8x16xf32>)
// CHECK-NOT: tensor.insert_slice
func.func @weight_gradient(%x: tensor<2x8x8x8xf32>, %g: tensor<2x4x4x16xf32>) -> tensor<3x3x8x16xf32> {
  %r = "stablehlo.convolution"(%x, %g) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[f, 0, 1, b]x[i, 0, 1, o]->[0, 1, b, f]>, feature_group_count = 1 : i64, padding = dense<[[0, 1], [0, 1]]> : tensor<2x2xi64>, rhs_dilation = array<i64: 2, 2>}> : (tensor<2x8x8x8xf32>, tensor<2x4x4x16xf32>) -> tensor<3x3x8x16xf32>
  return %r : tensor<3x3x8x16xf32>
}

// -----

// Groups are a dimension of their own.
// CHECK-LABEL: func @groups
// CHECK: tensor.expand_shape {{.*}} : tensor<2x6x6x6xf32> into tensor<2x6x6x3x2xf32>
// CHECK: tensor.expand_shape {{.*}} : tensor<3x3x2x12xf32> into tensor<3x3x2x3x4xf32>
// CHECK: linalg.generic {{.*}} outs({{.*}} : tensor<2x4x4x3x4xf32>)
// CHECK: tensor.collapse_shape {{.*}} : tensor<2x4x4x3x4xf32> into tensor<2x4x4x12xf32>
func.func @groups(%x: tensor<2x6x6x6xf32>, %w: tensor<3x3x2x12xf32>) -> tensor<2x4x4x12xf32> {
  %r = "stablehlo.convolution"(%x, %w) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 3 : i64}> : (tensor<2x6x6x6xf32>, tensor<3x3x2x12xf32>) -> tensor<2x4x4x12xf32>
  return %r : tensor<2x4x4x12xf32>
}

// -----

// A stride greater than the kernel leaves phases without a tap, which are zero.
// CHECK-LABEL: func @gaps
// CHECK: %[[ZERO:.*]] = linalg.fill {{.*}} outs({{.*}} : tensor<1x7x1xf32>)
// CHECK: linalg.generic
// CHECK: tensor.insert_slice {{.*}}[0, 0, 0] [1, 3, 1] [1, 3, 1]
// CHECK: linalg.generic
// CHECK: tensor.insert_slice {{.*}}[0, 1, 0] [1, 2, 1] [1, 3, 1]
// CHECK-NOT: linalg.generic
func.func @gaps(%x: tensor<1x3x1xf32>, %w: tensor<2x1x1xf32>) -> tensor<1x7x1xf32> {
  %r = "stablehlo.convolution"(%x, %w) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, f]x[0, i, o]->[b, 0, f]>, feature_group_count = 1 : i64, lhs_dilation = array<i64: 3>, padding = dense<[[1, 0]]> : tensor<1x2xi64>}> : (tensor<1x3x1xf32>, tensor<2x1x1xf32>) -> tensor<1x7x1xf32>
  return %r : tensor<1x7x1xf32>
}
