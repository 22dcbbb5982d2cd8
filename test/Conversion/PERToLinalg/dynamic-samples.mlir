// RUN: per-opt %s --convert-per-to-linalg | FileCheck %s
// RUN: per-opt %s --convert-per-to-linalg \
// RUN:   --canonicalize --cse --eliminate-empty-tensors --empty-tensor-to-alloc-tensor \
// RUN:   --one-shot-bufferize="bufferize-function-boundaries function-boundary-type-conversion=identity-layout-map" \
// RUN:   --convert-linalg-to-loops --expand-strided-metadata --lower-affine --convert-scf-to-cf \
// RUN:   --convert-math-to-llvm --convert-math-to-libm --convert-to-llvm --reconcile-unrealized-casts \
// RUN: | mlir-runner -e main -entry-point-result=void --shared-libs=%mlir_runner_utils | FileCheck %s --check-prefix=VALUES

// Two dynamic sample dimensions: a tensor.expand_shape from one dimension to two
// dynamic ones crashes upstream's expand-strided-metadata. Elements are read by
// their number instead.

// CHECK-LABEL: func.func @gradient
// CHECK: tensor.collapse_shape
// CHECK-NOT: tensor.expand_shape
// CHECK: linalg.index 0
// CHECK: linalg.index 1
// CHECK: linalg.index 2
// CHECK: tensor.extract
// CHECK-NOT: tensor.expand_shape
func.func @gradient(%h: tensor<?x?x3xf32>, %c: tensor<?x?x3xf32>, %s: tensor<f32>) -> tensor<?x?x3xf32> {
  %0 = per.gradient #per.projected_error<estimator = analytic> ins(%h : tensor<?x?x3xf32>) scale(%s : tensor<f32>) samples [0, 1] outs(%c : tensor<?x?x3xf32>) -> tensor<?x?x3xf32>
  return %0 : tensor<?x?x3xf32>
}

// One dynamic dimension of them is expanded as before.
// CHECK-LABEL: func.func @one_dynamic
// CHECK: tensor.expand_shape
func.func @one_dynamic(%h: tensor<?x2x3xf32>, %c: tensor<?x2x3xf32>, %s: tensor<f32>) -> tensor<?x2x3xf32> {
  %0 = per.gradient #per.projected_error<estimator = analytic> ins(%h : tensor<?x2x3xf32>) scale(%s : tensor<f32>) samples [0, 1] outs(%c : tensor<?x2x3xf32>) -> tensor<?x2x3xf32>
  return %0 : tensor<?x2x3xf32>
}

func.func private @printMemrefF32(%ptr : memref<*xf32>) attributes {llvm.emit_c_interface}

// The same numbers, sample by sample.
// VALUES: data =
// VALUES-NEXT: {{^}}[[FIRST:.*[0-9].*]]{{$}}
// VALUES-NEXT: {{^}}[[SECOND:.*[0-9].*]]{{$}}
// VALUES-NEXT: {{^}}[[THIRD:.*[0-9].*]]{{$}}
// VALUES-NEXT: {{^}}[[FOURTH:.*[0-9].*]]{{$}}
// VALUES: data =
// VALUES-NEXT: {{^}}[[FIRST]]{{$}}
// VALUES-NEXT: {{^}}[[SECOND]]{{$}}
// VALUES-NEXT: {{^}}[[THIRD]]{{$}}
// VALUES-NEXT: {{^}}[[FOURTH]]{{$}}
func.func @main() {
  %h = arith.constant dense<[[[0.0, 0.1, 0.2], [0.3, -0.4, 0.5]], [[6.0, 0.7, -8.0], [0.9, 10.0, 1.1]]]> : tensor<2x2x3xf32>
  %c = arith.constant dense<[[[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]], [[6.0, 7.0, 8.0], [9.0, 10.0, 11.0]]]> : tensor<2x2x3xf32>
  %s = arith.constant dense<0.5> : tensor<f32>
  %dh = tensor.cast %h : tensor<2x2x3xf32> to tensor<?x?x3xf32>
  %dc = tensor.cast %c : tensor<2x2x3xf32> to tensor<?x?x3xf32>
  %g = call @gradient(%dh, %dc, %s) : (tensor<?x?x3xf32>, tensor<?x?x3xf32>, tensor<f32>) -> tensor<?x?x3xf32>
  %gb = bufferization.to_buffer %g : tensor<?x?x3xf32> to memref<?x?x3xf32>
  %gp = memref.cast %gb : memref<?x?x3xf32> to memref<*xf32>
  call @printMemrefF32(%gp) : (memref<*xf32>) -> ()
  %oh = tensor.cast %h : tensor<2x2x3xf32> to tensor<?x2x3xf32>
  %oc = tensor.cast %c : tensor<2x2x3xf32> to tensor<?x2x3xf32>
  %o = call @one_dynamic(%oh, %oc, %s) : (tensor<?x2x3xf32>, tensor<?x2x3xf32>, tensor<f32>) -> tensor<?x2x3xf32>
  %ob = bufferization.to_buffer %o : tensor<?x2x3xf32> to memref<?x2x3xf32>
  %op = memref.cast %ob : memref<?x2x3xf32> to memref<*xf32>
  call @printMemrefF32(%op) : (memref<*xf32>) -> ()
  return
}
