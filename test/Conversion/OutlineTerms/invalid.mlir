// RUN: per-opt %s --per-outline-terms --allow-unregistered-dialect -verify-diagnostics -split-input-file

func.func @dynamic(%h: tensor<?x4xf32>, %theta: tensor<4x8xf32>, %s: tensor<f32>, %c: tensor<?x4xf32>) -> tensor<?x4xf32> {
  // expected-error @below {{'per.gradient' op needs static shapes to be called by XLA, got 'tensor<?x4xf32>'; trace the step with fixed sizes}}
  %r = per.gradient #per.projected_error<slices = 8> ins(%h, %theta : tensor<?x4xf32>, tensor<4x8xf32>) scale(%s : tensor<f32>) samples [0] outs(%c : tensor<?x4xf32>) -> tensor<?x4xf32>
  return %r : tensor<?x4xf32>
}

// -----

func.func @scalar(%h: tensor<8x4xf32>, %theta: tensor<4x8xf32>, %s: f32, %c: tensor<8x4xf32>) -> tensor<8x4xf32> {
  // expected-error @below {{'per.gradient' op takes a scalar that is no constant; expected a tensor of rank 0}}
  %r = per.gradient #per.projected_error<slices = 8> ins(%h, %theta : tensor<8x4xf32>, tensor<4x8xf32>) scale(%s : f32) samples [0] outs(%c : tensor<8x4xf32>) -> tensor<8x4xf32>
  return %r : tensor<8x4xf32>
}
