// RUN: per-opt %s --convert-per-to-stablehlo --allow-unregistered-dialect -verify-diagnostics -split-input-file

func.func @dynamic(%h: tensor<?x4xf32>, %s: tensor<f32>, %c: tensor<?x4xf32>) -> tensor<?x4xf32> {
  // expected-error @below {{'per.gradient' op needs static shapes to be expanded into StableHLO, got 'tensor<?x4xf32>'; trace the step with fixed sizes, or use convert-per-to-linalg}}
  %r = per.gradient #per.l2 ins(%h : tensor<?x4xf32>) scale(%s : tensor<f32>) samples [0] outs(%c : tensor<?x4xf32>) -> tensor<?x4xf32>
  return %r : tensor<?x4xf32>
}

// -----

func.func @scalar(%h: tensor<8x4xf32>, %s: f32, %c: tensor<8x4xf32>) -> tensor<8x4xf32> {
  // expected-error @below {{'per.gradient' op has a scalar scale that is no constant; expected a tensor of rank 0}}
  %r = per.gradient #per.l2 ins(%h : tensor<8x4xf32>) scale(%s : f32) samples [0] outs(%c : tensor<8x4xf32>) -> tensor<8x4xf32>
  return %r : tensor<8x4xf32>
}

// -----

func.func @offset(%seed: tensor<i32>, %i: index) -> tensor<6x4xi16> {
  %e = tensor.empty() : tensor<6x4xi16>
  // expected-error @below {{'per.slices' op needs constant offsets and sizes to be expanded into StableHLO}}
  %v = per.slices seed(%seed : tensor<i32>) step(%seed : tensor<i32>) site(0) element_offset(%i) outs(%e : tensor<6x4xi16>) -> tensor<6x4xi16>
  return %v : tensor<6x4xi16>
}
