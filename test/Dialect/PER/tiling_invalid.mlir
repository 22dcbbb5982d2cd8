// RUN: per-opt %s --transform-interpreter --split-input-file -verify-diagnostics

// Tiles that would change the result are refused, each with its reason. (The
// second and third error are of the tiling driver.)

func.func @coupled_features(%h: tensor<30x5xf32>, %theta: tensor<5x3xf32>, %scale: f32, %c: tensor<30x5xf32>) -> tensor<30x5xf32> {
  // expected-error @below {{'per.gradient' op cannot be tiled over dimension 1: #per.projected_error<slices = 3> couples the features of a sample}}
  // expected-error @below {{to tile operation}}
  // expected-error @below {{failed to generate tiling loops}}
  %r = per.gradient #per.projected_error<slices = 3> ins(%h, %theta : tensor<30x5xf32>, tensor<5x3xf32>)
      scale(%scale : f32) samples [0] outs(%c : tensor<30x5xf32>) -> tensor<30x5xf32>
  return %r : tensor<30x5xf32>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%root: !transform.any_op {transform.readonly}) {
    %0 = transform.structured.match ops{["per.gradient"]} in %root : (!transform.any_op) -> !transform.any_op
    %1, %loop = transform.structured.tile_using_for %0 tile_sizes [0, 3]
        : (!transform.any_op) -> (!transform.any_op, !transform.any_op)
    transform.yield
  }
}

// -----

// The batch is dynamic: a tile that starts at 0 does not cover it.
func.func @coupled_samples(%h: tensor<?x5xf32>, %scale: f32, %r: tensor<f32>) -> tensor<f32> {
  // expected-error @below {{'per.penalty' op cannot be tiled over dimension 0: #per.variance_constancy couples the samples of a batch}}
  // expected-error @below {{to tile operation}}
  // expected-error @below {{failed to generate tiling loops}}
  %0 = per.penalty #per.variance_constancy ins(%h : tensor<?x5xf32>) scale(%scale : f32) samples [0]
      outs(%r : tensor<f32>) -> tensor<f32>
  return %0 : tensor<f32>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%root: !transform.any_op {transform.readonly}) {
    %0 = transform.structured.match ops{["per.penalty"]} in %root : (!transform.any_op) -> !transform.any_op
    %1, %loop = transform.structured.tile_using_for %0 tile_sizes [20]
        : (!transform.any_op) -> (!transform.any_op, !transform.any_op)
    transform.yield
  }
}

// -----

func.func @part_of_a_slice(%seed: i32, %out: tensor<650x256xf32>) -> tensor<650x256xf32> {
  // expected-error @below {{'per.slices' op cannot be tiled over elements without norms: use per-decompose-slices before}}
  // expected-error @below {{to tile operation}}
  // expected-error @below {{failed to generate tiling loops}}
  %r = per.slices seed(%seed : i32) step(%seed : i32) site(3) outs(%out : tensor<650x256xf32>) -> tensor<650x256xf32>
  return %r : tensor<650x256xf32>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%root: !transform.any_op {transform.readonly}) {
    %0 = transform.structured.match ops{["per.slices"]} in %root : (!transform.any_op) -> !transform.any_op
    %1, %loop = transform.structured.tile_using_for %0 tile_sizes [64]
        : (!transform.any_op) -> (!transform.any_op, !transform.any_op)
    transform.yield
  }
}

// -----

func.func @coupled_ranks(%h: tensor<30x5xf32>, %theta: tensor<5x8xf32>, %scale: f32, %c: tensor<30x5xf32>) -> tensor<30x5xf32> {
  // expected-error @below {{'per.gradient' op cannot be tiled over dimension 0: #per.sliced_wasserstein<slices = 8> couples the samples of a batch}}
  // expected-error @below {{to tile operation}}
  // expected-error @below {{failed to generate tiling loops}}
  %r = per.gradient #per.sliced_wasserstein<slices = 8> ins(%h, %theta : tensor<30x5xf32>, tensor<5x8xf32>)
      scale(%scale : f32) samples [0] outs(%c : tensor<30x5xf32>) -> tensor<30x5xf32>
  return %r : tensor<30x5xf32>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%root: !transform.any_op {transform.readonly}) {
    %0 = transform.structured.match ops{["per.gradient"]} in %root : (!transform.any_op) -> !transform.any_op
    %1, %loop = transform.structured.tile_using_for %0 tile_sizes [10]
        : (!transform.any_op) -> (!transform.any_op, !transform.any_op)
    transform.yield
  }
}
