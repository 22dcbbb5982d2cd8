// RUN: per-opt --test-per-print-view --split-input-file --verify-diagnostics %s -o /dev/null 2>/dev/null

func.func @main(%x: memref<4xf32>) {
  // expected-error @below {{unexpected memref in a linalg-on-tensors function: expected a module before bufferization}}
  linalg.exp ins(%x : memref<4xf32>) outs(%x : memref<4xf32>)
  return
}

// -----

func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error @below {{unexpected call: inline calls first (per-inline-calls)}}
  %0 = call @f(%x) : (tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
func.func private @f(%x: tensor<4xf32>) -> tensor<4xf32> {
  %e = tensor.empty() : tensor<4xf32>
  %0 = linalg.exp ins(%x : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
