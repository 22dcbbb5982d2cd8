// RUN: per-opt %s --canonicalize --split-input-file | FileCheck %s

// No term is the destination itself, not the destination plus 0 (-0 stays -0).
// CHECK-LABEL: func @zero_scale
// CHECK-SAME:    %[[H:.+]]: tensor<6x5xf32>, %[[C:.+]]: tensor<6x5xf32>, %[[R:.+]]: tensor<f64>)
// CHECK-NEXT:    return %[[C]], %[[C]], %[[R]]
func.func @zero_scale(%h: tensor<6x5xf32>, %c: tensor<6x5xf32>, %r: tensor<f64>)
    -> (tensor<6x5xf32>, tensor<6x5xf32>, tensor<f64>) {
  %zero = arith.constant 0.0 : f32
  %minus_zero = arith.constant dense<-0.0> : tensor<bf16>
  %0 = per.gradient #per.l1 ins(%h : tensor<6x5xf32>) scale(%zero : f32) samples [0]
      outs(%c : tensor<6x5xf32>) -> tensor<6x5xf32>
  %1 = per.gradient #per.l1 ins(%h : tensor<6x5xf32>) scale(%minus_zero : tensor<bf16>) samples [0]
      outs(%c : tensor<6x5xf32>) -> tensor<6x5xf32>
  %2 = per.penalty #per.l1 ins(%h : tensor<6x5xf32>) scale(%zero : f32) samples [0]
      outs(%r : tensor<f64>) -> tensor<f64>
  return %0, %1, %2 : tensor<6x5xf32>, tensor<6x5xf32>, tensor<f64>
}

// -----

// A scale that is not 0, or not known, stays.
// CHECK-LABEL: func @other_scale
// CHECK-COUNT-2: per.gradient
func.func @other_scale(%h: tensor<6x5xf32>, %c: tensor<6x5xf32>, %scale: f32) -> tensor<6x5xf32> {
  %tiny = arith.constant 1.0e-45 : f32
  %0 = per.gradient #per.l1 ins(%h : tensor<6x5xf32>) scale(%tiny : f32) samples [0]
      outs(%c : tensor<6x5xf32>) -> tensor<6x5xf32>
  %1 = per.gradient #per.l1 ins(%h : tensor<6x5xf32>) scale(%scale : f32) samples [0]
      outs(%0 : tensor<6x5xf32>) -> tensor<6x5xf32>
  return %1 : tensor<6x5xf32>
}

// -----

// CHECK-LABEL: func @zero_scale_buffers
// CHECK-NEXT:    return
func.func @zero_scale_buffers(%h: memref<6x5xf32>, %c: memref<6x5xf32>) {
  %zero = arith.constant 0.0 : f32
  per.gradient #per.l1 ins(%h : memref<6x5xf32>) scale(%zero : f32) samples [0] outs(%c : memref<6x5xf32>)
  return
}

// -----

// An offset of 0 is no offset; others stay.
// CHECK-LABEL: func @offsets
// CHECK-SAME:    %[[SEED:.+]]: i32, %[[K:.+]]: index, %[[V:.+]]: tensor<5x3xi16>, %[[N:.+]]: tensor<3xi64>)
// CHECK:         per.slices {{.*}} site(3) slice_offset(%[[K]]) outs
// CHECK:         per.slice_norms {{.*}} elements(%[[K]]) element_offset(%[[K]]) outs
func.func @offsets(%seed: i32, %k: index, %v: tensor<5x3xi16>, %n: tensor<3xi64>) -> (tensor<5x3xi16>, tensor<3xi64>) {
  %c0 = arith.constant 0 : index
  %0 = per.slices seed(%seed : i32) step(%seed : i32) site(3) element_offset(%c0) slice_offset(%k)
      outs(%v : tensor<5x3xi16>) -> tensor<5x3xi16>
  %1 = per.slice_norms seed(%seed : i32) step(%seed : i32) site(3) elements(%k) element_offset(%k) slice_offset(%c0)
      outs(%n : tensor<3xi64>) -> tensor<3xi64>
  return %0, %1 : tensor<5x3xi16>, tensor<3xi64>
}

// -----

// Casts fold into the op (upstream's pattern of destination-style ops); the
// number of slices becomes known with the operand's size.
// CHECK-LABEL: func @casts
// CHECK-SAME:    %[[H:.+]]: tensor<6x5xf32>, %[[THETA:.+]]: tensor<5x3xf32>, %[[SCALE:.+]]: f32, %[[C:.+]]: tensor<6x5xf32>)
// CHECK-NEXT:    %[[R:.+]] = per.gradient #per.projected_error<slices = 3> ins(%[[H]], %[[THETA]] : tensor<6x5xf32>, tensor<5x3xf32>) scale(%[[SCALE]] : f32) samples [0] outs(%[[C]] : tensor<6x5xf32>) -> tensor<6x5xf32>
// CHECK-NEXT:    return %[[R]]
func.func @casts(%h: tensor<6x5xf32>, %theta: tensor<5x3xf32>, %scale: f32, %c: tensor<6x5xf32>) -> tensor<6x5xf32> {
  %h1 = tensor.cast %h : tensor<6x5xf32> to tensor<?x5xf32>
  %theta1 = tensor.cast %theta : tensor<5x3xf32> to tensor<5x?xf32>
  %c1 = tensor.cast %c : tensor<6x5xf32> to tensor<?x5xf32>
  %r = per.gradient #per.projected_error<slices = ?> ins(%h1, %theta1 : tensor<?x5xf32>, tensor<5x?xf32>)
      scale(%scale : f32) samples [0] outs(%c1 : tensor<?x5xf32>) -> tensor<?x5xf32>
  %r1 = tensor.cast %r : tensor<?x5xf32> to tensor<6x5xf32>
  return %r1 : tensor<6x5xf32>
}

// -----

// CHECK-LABEL: func @number_of_slices
// CHECK:         per.penalty #per.sliced_wasserstein<p = 2, slices = 3>
func.func @number_of_slices(%h: tensor<6x5xf32>, %theta: tensor<5x3xf32>, %scale: f32, %r: tensor<f32>) -> tensor<f32> {
  %0 = per.penalty #per.sliced_wasserstein<p = 2, slices = ?> ins(%h, %theta : tensor<6x5xf32>, tensor<5x3xf32>)
      scale(%scale : f32) samples [0] outs(%r : tensor<f32>) -> tensor<f32>
  return %0 : tensor<f32>
}

// -----

// CHECK-LABEL: func @memref_cast
// CHECK-SAME:    %[[H:.+]]: memref<6x5xf32>, %[[SCALE:.+]]: f32, %[[C:.+]]: memref<?x5xf32>)
// CHECK-NEXT:    per.gradient #per.l2 ins(%[[H]] : memref<6x5xf32>)
func.func @memref_cast(%h: memref<6x5xf32>, %scale: f32, %c: memref<?x5xf32>) {
  %h1 = memref.cast %h : memref<6x5xf32> to memref<?x5xf32>
  per.gradient #per.l2 ins(%h1 : memref<?x5xf32>) scale(%scale : f32) samples [0] outs(%c : memref<?x5xf32>)
  return
}

// -----

// The sizes of a result are those of its destination.
// CHECK-LABEL: func @dim
// CHECK-SAME:    %[[C:[a-z0-9_]+]]: tensor<?x5xf32>)
// CHECK:         %[[D:.+]] = tensor.dim %[[C]], %{{.+}}
// CHECK-NEXT:    return %[[D]]
func.func @dim(%h: tensor<?x5xf32>, %scale: f32, %c: tensor<?x5xf32>) -> index {
  %c0 = arith.constant 0 : index
  %r = per.gradient #per.l2 ins(%h : tensor<?x5xf32>) scale(%scale : f32) samples [0] outs(%c : tensor<?x5xf32>) -> tensor<?x5xf32>
  %d = tensor.dim %r, %c0 : tensor<?x5xf32>
  return %d : index
}
