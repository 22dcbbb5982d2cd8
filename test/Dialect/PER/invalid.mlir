// RUN: per-opt %s --split-input-file -verify-diagnostics

// One case per constraint of docs/spec.md, in its order.

func.func @per_dps_result_missing(%seed: i32, %out: tensor<5x3xf32>) {
  // expected-error @below {{expected the number of tensor results (0) to be equal to the number of output tensors (1)}}
  per.slices seed(%seed : i32) step(%seed : i32) site(0) outs(%out : tensor<5x3xf32>)
  return
}

// -----

func.func @per_dps_result_type(%seed: i32, %out: tensor<5x3xf32>) {
  // expected-error @below {{expected type of operand #2 ('tensor<5x3xf32>') to match type of corresponding result ('tensor<5x3xf64>')}}
  %0 = per.slices seed(%seed : i32) step(%seed : i32) site(0) outs(%out : tensor<5x3xf32>) -> tensor<5x3xf64>
  return
}

// -----

func.func @per_slices_c1(%seed: i32, %n: memref<3xi64>, %out: tensor<5x3xf32>) {
  // expected-error @below {{'per.slices' op expected tensors or memrefs, got both: the destination is a tensor, an input is 'memref<3xi64>'}}
  %0 = per.slices seed(%seed : i32) step(%seed : i32) site(0) norms(%n : memref<3xi64>) outs(%out : tensor<5x3xf32>) -> tensor<5x3xf32>
  return
}

// -----

func.func @per_slices_c2(%seed: i32, %step: tensor<i32>, %out: memref<5x3xf32>) {
  // expected-error @below {{'per.slices' op expected a scalar beside memrefs, got 'tensor<i32>'; use tensor.extract}}
  per.slices seed(%seed : i32) step(%step : tensor<i32>) site(0) outs(%out : memref<5x3xf32>)
  return
}

// -----

func.func @per_slices_c3(%seed: i32, %out: tensor<0x3xf32>) {
  // expected-error @below {{'per.slices' op expected at least one element, got 0}}
  %0 = per.slices seed(%seed : i32) step(%seed : i32) site(0) outs(%out : tensor<0x3xf32>) -> tensor<0x3xf32>
  return
}

// -----

func.func @per_slices_c3_large(%seed: i32, %out: memref<4294967297x3xi16>) {
  // expected-error @below {{'per.slices' op expected at most 2^32 elements, got 4294967297}}
  per.slices seed(%seed : i32) step(%seed : i32) site(0) outs(%out : memref<4294967297x3xi16>)
  return
}

// -----

func.func @per_slices_c4(%seed: i32, %out: tensor<3x0xf32>) {
  // expected-error @below {{'per.slices' op expected at least one slice, got 0}}
  %0 = per.slices seed(%seed : i32) step(%seed : i32) site(0) outs(%out : tensor<3x0xf32>) -> tensor<3x0xf32>
  return
}

// -----

func.func @per_slices_c5(%seed: i32, %out: tensor<5x3xf32>) {
  // expected-error @below {{'per.slices' op expected a site below 2^32, got 4294967296}}
  %0 = per.slices seed(%seed : i32) step(%seed : i32) site(4294967296) outs(%out : tensor<5x3xf32>) -> tensor<5x3xf32>
  return
}

// -----

func.func @per_slices_c5_negative(%seed: i32, %out: tensor<5x3xf32>) {
  // expected-error @below {{attribute 'site' failed to satisfy constraint: 64-bit signless integer attribute whose value is non-negative}}
  %0 = per.slices seed(%seed : i32) step(%seed : i32) site(-1) outs(%out : tensor<5x3xf32>) -> tensor<5x3xf32>
  return
}

// -----

func.func @per_slices_c6(%seed: i32, %n: tensor<3xi64>, %out: tensor<5x3xi16>) {
  // expected-error @below {{'per.slices' op expected no norms with an integer destination: it holds the slices before they are normalised}}
  %0 = per.slices seed(%seed : i32) step(%seed : i32) site(0) norms(%n : tensor<3xi64>) outs(%out : tensor<5x3xi16>) -> tensor<5x3xi16>
  return
}

// -----

func.func @per_slices_c7(%seed: i32, %n: tensor<4xi64>, %out: tensor<?x3xf32>) {
  // expected-error @below {{'per.slices' op expected a norm for each of 3 slices, got 4}}
  %0 = per.slices seed(%seed : i32) step(%seed : i32) site(0) norms(%n : tensor<4xi64>) outs(%out : tensor<?x3xf32>) -> tensor<?x3xf32>
  return
}

// -----

func.func @per_slices_c8(%seed: i32, %i: index, %out: tensor<5x3xf32>) {
  // expected-error @below {{'per.slices' op expected norms: a float destination with an element offset is no whole slice; use per-decompose-slices before tiling}}
  %0 = per.slices seed(%seed : i32) step(%seed : i32) site(0) element_offset(%i) outs(%out : tensor<5x3xf32>) -> tensor<5x3xf32>
  return
}

// -----

func.func @per_slice_norms_c1(%seed: tensor<i32>, %d: index, %out: memref<3xi64>) {
  // expected-error @below {{'per.slice_norms' op expected a scalar beside memrefs, got 'tensor<i32>'; use tensor.extract}}
  per.slice_norms seed(%seed : tensor<i32>) step(%seed : tensor<i32>) site(0) elements(%d) outs(%out : memref<3xi64>)
  return
}

// -----

func.func @per_slice_norms_c2(%seed: i32, %d: index, %out: memref<0xi64>) {
  // expected-error @below {{'per.slice_norms' op expected at least one slice, got 0}}
  per.slice_norms seed(%seed : i32) step(%seed : i32) site(0) elements(%d) outs(%out : memref<0xi64>)
  return
}

// -----

func.func @per_slice_norms_c3(%seed: i32, %d: index, %out: memref<3xi64>) {
  // expected-error @below {{'per.slice_norms' op expected a site below 2^32, got 4294967296}}
  per.slice_norms seed(%seed : i32) step(%seed : i32) site(4294967296) elements(%d) outs(%out : memref<3xi64>)
  return
}

// -----

func.func @per_term_c1(%h: memref<6x5xf32>, %scale: f32, %c: tensor<6x5xf32>) {
  // expected-error @below {{'per.gradient' op expected tensors or memrefs, got both: the destination is a tensor, an input is 'memref<6x5xf32>'}}
  %0 = per.gradient #per.l1 ins(%h : memref<6x5xf32>) scale(%scale : f32) samples [0] outs(%c : tensor<6x5xf32>) -> tensor<6x5xf32>
  return
}

// -----

func.func @per_term_c1_slices(%h: memref<6x5xf32>, %theta: tensor<5x3xf32>, %scale: f32, %c: memref<6x5xf32>) {
  // expected-error @below {{'per.gradient' op expected tensors or memrefs, got both: the destination is a memref, an input is 'tensor<5x3xf32>'}}
  per.gradient #per.projected_error<slices = 3> ins(%h, %theta : memref<6x5xf32>, tensor<5x3xf32>) scale(%scale : f32) samples [0] outs(%c : memref<6x5xf32>)
  return
}

// -----

func.func @per_term_c2(%h: memref<6x5xf32>, %scale: tensor<f32>, %r: memref<f32>) {
  // expected-error @below {{'per.penalty' op expected a scalar beside memrefs, got 'tensor<f32>'; use tensor.extract}}
  per.penalty #per.l1 ins(%h : memref<6x5xf32>) scale(%scale : tensor<f32>) samples [0] outs(%r : memref<f32>)
  return
}

// -----

func.func @per_term_c3_range(%h: memref<6x5xf32>, %scale: f32, %r: memref<f32>) {
  // expected-error @below {{'per.penalty' op expected sample dimensions in increasing order, below the rank 2, got [2]}}
  per.penalty #per.l1 ins(%h : memref<6x5xf32>) scale(%scale : f32) samples [2] outs(%r : memref<f32>)
  return
}

// -----

func.func @per_term_c3_order(%h: memref<6x5xf32>, %scale: f32, %r: memref<f32>) {
  // expected-error @below {{'per.penalty' op expected sample dimensions in increasing order, below the rank 2, got [1, 0]}}
  per.penalty #per.l1 ins(%h : memref<6x5xf32>) scale(%scale : f32) samples [1, 0] outs(%r : memref<f32>)
  return
}

// -----

func.func @per_term_c3_twice(%h: memref<6x5xf32>, %scale: f32, %r: memref<f32>) {
  // expected-error @below {{'per.penalty' op expected sample dimensions in increasing order, below the rank 2, got [0, 0]}}
  per.penalty #per.l1 ins(%h : memref<6x5xf32>) scale(%scale : f32) samples [0, 0] outs(%r : memref<f32>)
  return
}

// -----

func.func @per_term_c3_negative(%h: memref<6x5xf32>, %scale: f32, %r: memref<f32>) {
  // expected-error @below {{'per.penalty' op expected sample dimensions in increasing order, below the rank 2, got [-1]}}
  per.penalty #per.l1 ins(%h : memref<6x5xf32>) scale(%scale : f32) samples [-1] outs(%r : memref<f32>)
  return
}

// -----

func.func @per_term_c4_missing(%h: memref<6x5xf32>, %scale: f32, %r: memref<f32>) {
  // expected-error @below {{'per.penalty' op expected slices as second input of #per.projected_error}}
  per.penalty #per.projected_error ins(%h : memref<6x5xf32>) scale(%scale : f32) samples [0] outs(%r : memref<f32>)
  return
}

// -----

func.func @per_term_c4_present(%h: memref<6x5xf32>, %theta: memref<5x3xf32>, %scale: f32, %r: memref<f32>) {
  // expected-error @below {{'per.penalty' op expected no slices as second input of #per.projected_error<estimator = analytic>}}
  per.penalty #per.projected_error<estimator = analytic> ins(%h, %theta : memref<6x5xf32>, memref<5x3xf32>) scale(%scale : f32) samples [0] outs(%r : memref<f32>)
  return
}

// -----

func.func @per_term_c5(%h: memref<6x5xf32>, %theta: memref<5xf32>, %scale: f32, %r: memref<f32>) {
  // expected-error @below {{'per.penalty' op expected slices of rank 2 (elements x slices), got 'memref<5xf32>'}}
  per.penalty #per.projected_error<slices = 1> ins(%h, %theta : memref<6x5xf32>, memref<5xf32>) scale(%scale : f32) samples [0] outs(%r : memref<f32>)
  return
}

// -----

func.func @per_term_c6(%h: memref<?x5x7xf32>, %theta: memref<5x3xf32>, %scale: f32, %r: memref<f32>) {
  // expected-error @below {{'per.penalty' op expected slices of 35 elements (the features of a sample), got 5}}
  per.penalty #per.projected_error<slices = 3> ins(%h, %theta : memref<?x5x7xf32>, memref<5x3xf32>) scale(%scale : f32) samples [0] outs(%r : memref<f32>)
  return
}

// -----

func.func @per_term_c7(%h: memref<6x5xf32>, %theta: memref<5x3xf32>, %scale: f32, %c: memref<6x5xf32>) {
  // expected-error @below {{'per.gradient' op expected 256 slices, as in #per.projected_error, got 3}}
  per.gradient #per.projected_error ins(%h, %theta : memref<6x5xf32>, memref<5x3xf32>) scale(%scale : f32) samples [0] outs(%c : memref<6x5xf32>)
  return
}

// -----

func.func @per_term_c7_none(%h: memref<6x5xf32>, %theta: memref<5x0xf32>, %scale: f32, %c: memref<6x5xf32>) {
  // expected-error @below {{'per.gradient' op expected at least one slice, got 0}}
  per.gradient #per.projected_error<slices = ?> ins(%h, %theta : memref<6x5xf32>, memref<5x0xf32>) scale(%scale : f32) samples [0] outs(%c : memref<6x5xf32>)
  return
}

// -----

func.func @per_term_c8(%h: memref<6x5xbf16>, %theta: memref<5x3xbf16>, %scale: f32, %c: memref<6x5xf32>) {
  // expected-error @below {{'per.gradient' op expected slices of the compute type 'f32', got 'bf16'}}
  per.gradient #per.projected_error<slices = 3> ins(%h, %theta : memref<6x5xbf16>, memref<5x3xbf16>) scale(%scale : f32) samples [0] outs(%c : memref<6x5xf32>)
  return
}

// -----

func.func @per_term_c8_f64(%h: memref<6x5xf64>, %theta: memref<5x3xf32>, %scale: f32, %c: memref<6x5xf64>) {
  // expected-error @below {{'per.gradient' op expected slices of the compute type 'f64', got 'f32'}}
  per.gradient #per.projected_error<slices = 3> ins(%h, %theta : memref<6x5xf64>, memref<5x3xf32>) scale(%scale : f32) samples [0] outs(%c : memref<6x5xf64>)
  return
}

// -----

// A static empty batch is an error even beside a dynamic dimension.
func.func @per_term_c9_samples(%h: memref<0x?x5xf32>, %scale: f32, %r: memref<f32>) {
  // expected-error @below {{'per.penalty' op expected at least one sample, got 0}}
  per.penalty #per.l1 ins(%h : memref<0x?x5xf32>) scale(%scale : f32) samples [0, 1] outs(%r : memref<f32>)
  return
}

// -----

func.func @per_term_c9_features(%h: memref<6x0xf32>, %scale: f32, %r: memref<f32>) {
  // expected-error @below {{'per.penalty' op expected at least one feature, got 0}}
  per.penalty #per.l1 ins(%h : memref<6x0xf32>) scale(%scale : f32) samples [0] outs(%r : memref<f32>)
  return
}

// -----

func.func @per_term_c10(%h: memref<9x5xf32>, %scale: f32, %r: memref<f32>) {
  // expected-error @below {{'per.penalty' op expected at least 10 samples for #per.variance_constancy, got 9}}
  per.penalty #per.variance_constancy ins(%h : memref<9x5xf32>) scale(%scale : f32) samples [0] outs(%r : memref<f32>)
  return
}

// -----

func.func @per_term_c10_ranks(%h: memref<1073741825x1xf32>, %theta: memref<1x1xf32>, %scale: f32, %r: memref<f32>) {
  // expected-error @below {{'per.penalty' op expected at most 2^30 samples for #per.sliced_wasserstein<slices = 1>, got 1073741825}}
  per.penalty #per.sliced_wasserstein<slices = 1> ins(%h, %theta : memref<1073741825x1xf32>, memref<1x1xf32>)
      scale(%scale : f32) samples [0] outs(%r : memref<f32>)
  return
}

// -----

func.func @per_penalty_c1(%h: memref<6x5xf32>, %scale: f32, %r: memref<1xf32>) {
  // expected-error @below {{'per.penalty' op expected a destination of rank 0, got 'memref<1xf32>'}}
  per.penalty #per.l1 ins(%h : memref<6x5xf32>) scale(%scale : f32) samples [0] outs(%r : memref<1xf32>)
  return
}

// -----

func.func @per_gradient_c1(%h: memref<6x5xf32>, %scale: f32, %c: memref<5x6xf32>) {
  // expected-error @below {{'per.gradient' op expected a destination of the shape of the activations, got 'memref<5x6xf32>' for 'memref<6x5xf32>'}}
  per.gradient #per.l1 ins(%h : memref<6x5xf32>) scale(%scale : f32) samples [0] outs(%c : memref<5x6xf32>)
  return
}

// -----

func.func @scale_type(%h: memref<6x5xf32>, %scale: i32, %c: memref<6x5xf32>) {
  // expected-error @below {{operand #1 must be float or rank-0 float tensor, but got 'i32'}}
  per.gradient #per.l1 ins(%h : memref<6x5xf32>) scale(%scale : i32) samples [0] outs(%c : memref<6x5xf32>)
  return
}

// -----

func.func @integer_activations(%h: memref<6x5xi32>, %scale: f32, %c: memref<6x5xf32>) {
  // expected-error @below {{operand #0 must be ranked tensor or memref of floats, but got 'memref<6x5xi32>'}}
  per.gradient #per.l1 ins(%h : memref<6x5xi32>) scale(%scale : f32) samples [0] outs(%c : memref<6x5xf32>)
  return
}

// -----

// The number of features is too large for the product to be held.
func.func @per_term_c9_large(%h: memref<6x4294967296x4294967296xf32>, %scale: f32, %r: memref<f32>) {
  // expected-error @below {{'per.penalty' op expected at most 2^32 features, got 9223372036854775807}}
  per.penalty #per.l1 ins(%h : memref<6x4294967296x4294967296xf32>) scale(%scale : f32) samples [0] outs(%r : memref<f32>)
  return
}
