// RUN: per-opt %s --convert-per-to-linalg --canonicalize | FileCheck %s
// RUN: per-opt %s --convert-per-to-linalg --one-shot-bufferize=bufferize-function-boundaries --convert-linalg-to-loops \
// RUN:   --convert-scf-to-cf --expand-strided-metadata --convert-math-to-llvm --convert-math-to-libm --convert-to-llvm --reconcile-unrealized-casts \
// RUN: | mlir-runner -e main -entry-point-result=void -shared-libs=%mlir_runner_utils | FileCheck %s --check-prefix=VALUES
// The regulariser of docs/adding-a-regularizer.md: log cosh, and tanh.

func.func private @printMemrefF32(tensor<*xf32>)

// CHECK-LABEL: func @main
// CHECK: math.tanh
func.func @main() {
  %h = arith.constant dense<[[-2.0, -0.5], [0.0, 1.0]]> : tensor<2x2xf32>
  %two = arith.constant 2.0 : f32
  %c = arith.constant dense<10.0> : tensor<2x2xf32>
  %g = per.gradient #example.log_cosh ins(%h : tensor<2x2xf32>) scale(%two : f32) samples [0]
      outs(%c : tensor<2x2xf32>) -> tensor<2x2xf32>
  %u = tensor.cast %g : tensor<2x2xf32> to tensor<*xf32>
  // 10 + 2 tanh(h)
  // VALUES: [8.0719{{.*}},   9.0757{{.*}}]
  // VALUES: [10,   11.523{{.*}}]
  call @printMemrefF32(%u) : (tensor<*xf32>) -> ()
  %zero = arith.constant dense<0.0> : tensor<f32>
  %r = per.penalty #example.log_cosh ins(%h : tensor<2x2xf32>) scale(%two : f32) samples [0]
      outs(%zero : tensor<f32>) -> tensor<f32>
  %v = tensor.cast %r : tensor<f32> to tensor<*xf32>
  // 2 (1.3250027 + 0.1201145 + 0 + 0.4337808) = 3.7577960
  // VALUES: [3.7578]
  call @printMemrefF32(%v) : (tensor<*xf32>) -> ()
  return
}
