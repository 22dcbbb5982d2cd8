// RUN: per-opt %s --convert-per-to-linalg -verify-diagnostics -split-input-file

func.func @buffers(%h: memref<8x4xf32>, %s: f32, %c: memref<8x4xf32>) {
  // expected-error @below {{'per.gradient' op on memrefs cannot be expanded; run the conversion before bufferization}}
  per.gradient #per.l2 ins(%h : memref<8x4xf32>) scale(%s : f32) samples [0] outs(%c : memref<8x4xf32>)
  return
}
