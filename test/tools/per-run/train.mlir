// A step of linalg on tensors: w becomes w - rate * (w - goal), and the loss is
// the sum of (w - goal)^2, so it falls to a quarter each time at a rate of 1/2.

// RUN: %python %S/Inputs/make_arrays.py %t
// RUN: per-run %s --cache-dir=%t/cache "--input=state['w']=%t/v2.npy" --input=rate=0.5 \
// RUN:   "--input=goal=%t/zeros.npy" --iterations=3 --feed-back | FileCheck %s
// RUN: per-run %s --cache-dir= --isa=generic "--input=state['w']=%t/v2.npy" --input=rate=0.5 \
// RUN:   "--input=goal=%t/zeros.npy" --iterations=3 --feed-back --loss=1 | FileCheck %s
// CHECK: call 1: result['loss'] = 55
// CHECK: call 2: result['loss'] = 13.75
// CHECK: call 3: result['loss'] = 3.4375
// REQUIRES: python

#map = affine_map<(d0) -> (d0)>
#scalar = affine_map<(d0) -> ()>
func.func @main(%w: tensor<5xf32> loc("state['w']"),
                %goal: tensor<5xf32> loc("goal"), %rate: tensor<f32> loc("rate"))
    -> (tensor<5xf32> {jax.result_info = "result.state['w']"},
        tensor<f32> {jax.result_info = "result['loss']"}) {
  %zero = arith.constant dense<0.0> : tensor<f32>
  %empty = tensor.empty() : tensor<5xf32>
  %new = linalg.generic {indexing_maps = [#map, #map, #scalar, #map],
      iterator_types = ["parallel"]}
      ins(%w, %goal, %rate : tensor<5xf32>, tensor<5xf32>, tensor<f32>)
      outs(%empty : tensor<5xf32>) {
  ^bb0(%a: f32, %b: f32, %r: f32, %out: f32):
    %difference = arith.subf %a, %b : f32
    %change = arith.mulf %r, %difference : f32
    %result = arith.subf %a, %change : f32
    linalg.yield %result : f32
  } -> tensor<5xf32>
  %loss = linalg.generic {indexing_maps = [#map, #map, #scalar],
      iterator_types = ["reduction"]}
      ins(%w, %goal : tensor<5xf32>, tensor<5xf32>) outs(%zero : tensor<f32>) {
  ^bb0(%a: f32, %b: f32, %sum: f32):
    %difference = arith.subf %a, %b : f32
    %square = arith.mulf %difference, %difference : f32
    %result = arith.addf %sum, %square : f32
    linalg.yield %result : f32
  } -> tensor<f32>
  return %new, %loss : tensor<5xf32>, tensor<f32>
}
