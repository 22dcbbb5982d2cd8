// RUN: per-opt %s --split-input-file --per-attach-regularizers="regularizer=#per.l2 lambda=1.0" -verify-diagnostics -o /dev/null

// The select by the mask was fused into the gradient of the weight, which
// leaves no value to edit; so was the mask.

#id = affine_map<(i, j) -> (i, j)>
#none = affine_map<(i, j) -> ()>
#ik = affine_map<(i, j, k) -> (i, k)>
#jk = affine_map<(i, j, k) -> (j, k)>
#ki = affine_map<(i, j, k) -> (k, i)>
#kj = affine_map<(i, j, k) -> (k, j)>
#ij = affine_map<(i, j, k) -> (i, j)>
func.func @main(%x: tensor<4x5xf32>, %w: tensor<5x7xf32>, %u: tensor<7x3xf32>) -> (tensor<f32>, tensor<5x7xf32>) {
  %zero = arith.constant 0.0 : f32
  %p0 = arith.constant dense<0.0> : tensor<4x7xf32>
  %o0 = arith.constant dense<0.0> : tensor<4x3xf32>
  %g0 = arith.constant dense<0.0> : tensor<5x7xf32>
  %l0 = arith.constant dense<0.0> : tensor<f32>
  %e7 = tensor.empty() : tensor<4x7xf32>
  %e3 = tensor.empty() : tensor<4x3xf32>
  %p = linalg.matmul ins(%x, %w : tensor<4x5xf32>, tensor<5x7xf32>) outs(%p0 : tensor<4x7xf32>) -> tensor<4x7xf32>
  // expected-error@below {{site 0 ('linalg.generic', relu, tensor<4x7xf32>) has no cotangent that is safe to edit: 1 candidate for its cotangent tried: none is multiplied by its derivative; what combines its derivative with other values is inside of fused operations: attach before fusion}}
  %y = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%p : tensor<4x7xf32>) outs(%e7 : tensor<4x7xf32>) {
  ^bb0(%in: f32, %out: f32):
    %r = arith.maximumf %in, %zero : f32
    linalg.yield %r : f32
  } -> tensor<4x7xf32>
  %o = linalg.matmul ins(%y, %u : tensor<4x7xf32>, tensor<7x3xf32>) outs(%o0 : tensor<4x3xf32>) -> tensor<4x3xf32>
  %square = linalg.mul ins(%o, %o : tensor<4x3xf32>, tensor<4x3xf32>) outs(%e3 : tensor<4x3xf32>) -> tensor<4x3xf32>
  %loss = linalg.generic {indexing_maps = [#id, #none], iterator_types = ["reduction", "reduction"]}
      ins(%square : tensor<4x3xf32>) outs(%l0 : tensor<f32>) {
  ^bb0(%in: f32, %out: f32):
    %r = arith.addf %out, %in : f32
    linalg.yield %r : f32
  } -> tensor<f32>
  %ct = linalg.add ins(%o, %o : tensor<4x3xf32>, tensor<4x3xf32>) outs(%e3 : tensor<4x3xf32>) -> tensor<4x3xf32>
  %c = linalg.generic {indexing_maps = [#ik, #jk, #ij], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%ct, %u : tensor<4x3xf32>, tensor<7x3xf32>) outs(%p0 : tensor<4x7xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %m = arith.mulf %a, %b : f32
    %r = arith.addf %out, %m : f32
    linalg.yield %r : f32
  } -> tensor<4x7xf32>
  %gw = linalg.generic {indexing_maps = [#ki, #kj, #kj, #ij], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%x, %p, %c : tensor<4x5xf32>, tensor<4x7xf32>, tensor<4x7xf32>) outs(%g0 : tensor<5x7xf32>) {
  ^bb0(%a: f32, %q: f32, %in: f32, %out: f32):
    %mask = arith.cmpf ogt, %q, %zero : f32
    %v = arith.select %mask, %in, %zero : f32
    %m = arith.mulf %a, %v : f32
    %r = arith.addf %out, %m : f32
    linalg.yield %r : f32
  } -> tensor<5x7xf32>
  return %loss, %gw : tensor<f32>, tensor<5x7xf32>
}

// -----

// The same in another layout: the backward half reads the pre-activation, of
// which the forward half reads a transposed copy. No verdict that no gradient
// passes through it.

#id = affine_map<(i, j) -> (i, j)>
#swap = affine_map<(i, j) -> (j, i)>
#none = affine_map<(i, j) -> ()>
#ik = affine_map<(i, j, k) -> (i, k)>
#jk = affine_map<(i, j, k) -> (j, k)>
#ki = affine_map<(i, j, k) -> (k, i)>
#kj = affine_map<(i, j, k) -> (k, j)>
#ij = affine_map<(i, j, k) -> (i, j)>
func.func @main(%x: tensor<4x5xf32>, %w: tensor<5x7xf32>, %u: tensor<7x3xf32>) -> (tensor<f32>, tensor<5x7xf32>) {
  %zero = arith.constant 0.0 : f32
  %p0 = arith.constant dense<0.0> : tensor<4x7xf32>
  %o0 = arith.constant dense<0.0> : tensor<4x3xf32>
  %g0 = arith.constant dense<0.0> : tensor<5x7xf32>
  %l0 = arith.constant dense<0.0> : tensor<f32>
  %e7 = tensor.empty() : tensor<7x4xf32>
  %v7 = tensor.empty() : tensor<4x7xf32>
  %e3 = tensor.empty() : tensor<4x3xf32>
  %p = linalg.matmul ins(%x, %w : tensor<4x5xf32>, tensor<5x7xf32>) outs(%p0 : tensor<4x7xf32>) -> tensor<4x7xf32>
  // expected-error@below {{site 0 ('linalg.generic', relu, tensor<7x4xf32>) has no cotangent that is safe to edit: nothing outside the forward half combines its derivative with another value of its shape}}
  %y = linalg.generic {indexing_maps = [#swap, #id], iterator_types = ["parallel", "parallel"]}
      ins(%p : tensor<4x7xf32>) outs(%e7 : tensor<7x4xf32>) {
  ^bb0(%in: f32, %out: f32):
    %r = arith.maximumf %in, %zero : f32
    linalg.yield %r : f32
  } -> tensor<7x4xf32>
  %o = linalg.generic {indexing_maps = [#ki, #kj, #ij], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%y, %u : tensor<7x4xf32>, tensor<7x3xf32>) outs(%o0 : tensor<4x3xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %m = arith.mulf %a, %b : f32
    %r = arith.addf %out, %m : f32
    linalg.yield %r : f32
  } -> tensor<4x3xf32>
  %square = linalg.mul ins(%o, %o : tensor<4x3xf32>, tensor<4x3xf32>) outs(%e3 : tensor<4x3xf32>) -> tensor<4x3xf32>
  %loss = linalg.generic {indexing_maps = [#id, #none], iterator_types = ["reduction", "reduction"]}
      ins(%square : tensor<4x3xf32>) outs(%l0 : tensor<f32>) {
  ^bb0(%in: f32, %out: f32):
    %r = arith.addf %out, %in : f32
    linalg.yield %r : f32
  } -> tensor<f32>
  %ct = linalg.add ins(%o, %o : tensor<4x3xf32>, tensor<4x3xf32>) outs(%e3 : tensor<4x3xf32>) -> tensor<4x3xf32>
  %c = linalg.generic {indexing_maps = [#ik, #jk, #ij], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%ct, %u : tensor<4x3xf32>, tensor<7x3xf32>) outs(%p0 : tensor<4x7xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %m = arith.mulf %a, %b : f32
    %r = arith.addf %out, %m : f32
    linalg.yield %r : f32
  } -> tensor<4x7xf32>
  %v = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%p, %c : tensor<4x7xf32>, tensor<4x7xf32>) outs(%v7 : tensor<4x7xf32>) {
  ^bb0(%q: f32, %in: f32, %out: f32):
    %mask = arith.cmpf ogt, %q, %zero : f32
    %r = arith.select %mask, %in, %zero : f32
    linalg.yield %r : f32
  } -> tensor<4x7xf32>
  %gw = linalg.generic {indexing_maps = [#ki, #kj, #ij], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%x, %v : tensor<4x5xf32>, tensor<4x7xf32>) outs(%g0 : tensor<5x7xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %m = arith.mulf %a, %b : f32
    %r = arith.addf %out, %m : f32
    linalg.yield %r : f32
  } -> tensor<5x7xf32>
  return %loss, %gw : tensor<f32>, tensor<5x7xf32>
}
