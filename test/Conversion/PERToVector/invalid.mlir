// RUN: per-opt %s --convert-per-to-vector -verify-diagnostics -split-input-file

func.func @tensors(%h: tensor<6x5xf32>, %theta: tensor<5x8xf32>, %s: tensor<f32>) -> tensor<6x5xf32> {
  // expected-error @below {{'per.gradient' op on tensors has no kernel; run bufferization before the conversion}}
  %0 = per.gradient #per.projected_error<slices = 8> ins(%h, %theta : tensor<6x5xf32>, tensor<5x8xf32>)
      scale(%s : tensor<f32>) samples [0] outs(%h : tensor<6x5xf32>) -> tensor<6x5xf32>
  return %0 : tensor<6x5xf32>
}

// -----

func.func @l2(%h: memref<6x5xf32>, %c: memref<6x5xf32>, %s: f32) {
  // expected-error @below {{'per.gradient' op has a regulariser without a kernel; run convert-per-to-linalg with keep-sampled before bufferization}}
  per.gradient #per.l2 ins(%h : memref<6x5xf32>) scale(%s : f32) samples [0] outs(%c : memref<6x5xf32>)
  return
}

// -----

func.func @f64(%h: memref<6x5xf64>, %theta: memref<5x8xf64>, %p: memref<f32>, %s: f32) {
  // expected-error @below {{'per.penalty' op of f64 has no kernel; run convert-per-to-linalg with keep-sampled before bufferization}}
  per.penalty #per.projected_error<slices = 8> ins(%h, %theta : memref<6x5xf64>, memref<5x8xf64>) scale(%s : f32) samples [0] outs(%p : memref<f32>)
  return
}

// -----

func.func @argument(%h: memref<6x5xf32>, %theta: memref<5x8xf32>, %c: memref<6x5xf32>, %s: f32) {
  // expected-error @below {{'per.gradient' op cannot draw its slices where it uses them: expected them in a buffer that the same function allocates}}
  per.gradient #per.projected_error<slices = 8> ins(%h, %theta : memref<6x5xf32>, memref<5x8xf32>) scale(%s : f32) samples [0] outs(%c : memref<6x5xf32>)
  return
}

// -----

func.func @changed(%h: memref<6x5xf32>, %c: memref<6x5xf32>, %s: f32, %k: i32, %i: index) {
  %theta = memref.alloc() : memref<5x8xf32>
  per.slices seed(%k : i32) step(%k : i32) site(0) outs(%theta : memref<5x8xf32>)
  // expected-note @below {{used here}}
  memref.store %s, %theta[%i, %i] : memref<5x8xf32>
  // expected-error @below {{'per.gradient' op cannot draw its slices where it uses them: expected one per.slices and terms as users of their buffer}}
  per.gradient #per.projected_error<slices = 8> ins(%h, %theta : memref<6x5xf32>, memref<5x8xf32>) scale(%s : f32) samples [0] outs(%c : memref<6x5xf32>)
  return
}

// -----

func.func @drawn_twice(%h: memref<6x5xf32>, %c: memref<6x5xf32>, %s: f32, %k: i32) {
  %theta = memref.alloc() : memref<5x8xf32>
  // expected-note @below {{used here}}
  per.slices seed(%k : i32) step(%k : i32) site(0) outs(%theta : memref<5x8xf32>)
  // expected-error @below {{'per.gradient' op cannot draw its slices where it uses them: expected one per.slices and terms as users of their buffer}}
  per.gradient #per.projected_error<slices = 8> ins(%h, %theta : memref<6x5xf32>, memref<5x8xf32>) scale(%s : f32) samples [0] outs(%c : memref<6x5xf32>)
  per.slices seed(%k : i32) step(%k : i32) site(1) outs(%theta : memref<5x8xf32>)
  return
}

// -----

// Drawn behind the term, and on one way only.
func.func @not_before(%h: memref<6x5xf32>, %c: memref<6x5xf32>, %s: f32, %k: i32, %on: i1) {
  %theta = memref.alloc() : memref<5x8xf32>
  scf.if %on {
    per.slices seed(%k : i32) step(%k : i32) site(0) outs(%theta : memref<5x8xf32>)
  }
  // expected-error @below {{'per.gradient' op cannot draw its slices where it uses them: expected a per.slices that draws them before the term}}
  per.gradient #per.projected_error<slices = 8> ins(%h, %theta : memref<6x5xf32>, memref<5x8xf32>) scale(%s : f32) samples [0] outs(%c : memref<6x5xf32>)
  return
}

// -----

func.func @tile(%h: memref<6x5xf32>, %c: memref<6x5xf32>, %s: f32, %k: i32, %i: index) {
  %theta = memref.alloc() : memref<5x8xf32>
  // expected-note @below {{used here}}
  per.slices seed(%k : i32) step(%k : i32) site(0) slice_offset(%i) outs(%theta : memref<5x8xf32>)
  // expected-error @below {{'per.gradient' op cannot draw its slices where it uses them: expected whole slices, without offsets and norms}}
  per.gradient #per.projected_error<slices = 8> ins(%h, %theta : memref<6x5xf32>, memref<5x8xf32>) scale(%s : f32) samples [0] outs(%c : memref<6x5xf32>)
  return
}

// -----

func.func @slices(%v: memref<5x8xi16>, %k: i32) {
  // expected-error @below {{'per.slices' op is not part of a term with a kernel; run convert-per-to-linalg with keep-sampled before bufferization}}
  per.slices seed(%k : i32) step(%k : i32) site(0) outs(%v : memref<5x8xi16>)
  return
}
