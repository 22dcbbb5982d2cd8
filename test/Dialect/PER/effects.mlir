// RUN: per-opt %s --loop-invariant-code-motion | FileCheck %s --check-prefix=LICM
// RUN: per-opt %s --cse | FileCheck %s --check-prefix=CSE
// RUN: per-opt %s --canonicalize | FileCheck %s --check-prefix=DEAD

// On tensors an op has no effects: slices leave the loop, unused ones go.
// LICM-LABEL: func @hoist
// LICM:         per.slices
// LICM-NEXT:    scf.for
// LICM:           per.gradient
func.func @hoist(%seed: i32, %h: tensor<6x5xf32>, %c: tensor<6x5xf32>, %scale: f32, %n: index) -> tensor<6x5xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %e = tensor.empty() : tensor<5x3xf32>
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%carried = %c) -> tensor<6x5xf32> {
    %theta = per.slices seed(%seed : i32) step(%seed : i32) site(3) outs(%e : tensor<5x3xf32>) -> tensor<5x3xf32>
    %g = per.gradient #per.projected_error<slices = 3> ins(%h, %theta : tensor<6x5xf32>, tensor<5x3xf32>)
        scale(%scale : f32) samples [0] outs(%carried : tensor<6x5xf32>) -> tensor<6x5xf32>
    scf.yield %g : tensor<6x5xf32>
  }
  return %r : tensor<6x5xf32>
}

// On buffers they stay where they are, in their order.
// LICM-LABEL: func @stay
// LICM:         scf.for
// LICM-NEXT:      per.slices
// LICM-NEXT:      per.penalty
func.func @stay(%seed: i32, %h: memref<6x5xf32>, %theta: memref<5x3xf32>, %scale: f32, %r: memref<f32>, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    per.slices seed(%seed : i32) step(%seed : i32) site(3) outs(%theta : memref<5x3xf32>)
    per.penalty #per.projected_error<slices = 3> ins(%h, %theta : memref<6x5xf32>, memref<5x3xf32>)
        scale(%scale : f32) samples [0] outs(%r : memref<f32>)
  }
  return
}

// DEAD-LABEL: func @dead
// DEAD-NOT:     per.
// DEAD:         return
func.func @dead(%seed: i32, %d: index, %h: tensor<6x5xf32>, %scale: f32, %r: tensor<f32>, %n: tensor<3xi64>) {
  %e = tensor.empty() : tensor<5x3xf32>
  %0 = per.slices seed(%seed : i32) step(%seed : i32) site(3) outs(%e : tensor<5x3xf32>) -> tensor<5x3xf32>
  %1 = per.slice_norms seed(%seed : i32) step(%seed : i32) site(3) elements(%d) outs(%n : tensor<3xi64>) -> tensor<3xi64>
  %2 = per.penalty #per.l1 ins(%h : tensor<6x5xf32>) scale(%scale : f32) samples [0] outs(%r : tensor<f32>) -> tensor<f32>
  %3 = per.gradient #per.l1 ins(%h : tensor<6x5xf32>) scale(%scale : f32) samples [0] outs(%h : tensor<6x5xf32>) -> tensor<6x5xf32>
  return
}

// A destination is written: each op is a new value for the loads around it.
// CSE-LABEL: func @writes
// CSE-SAME:    %{{.+}}, %[[THETA:[a-z0-9]+]]: memref<5x3xf32>, %[[N:[a-z0-9]+]]: memref<3xi64>, %[[C:[a-z0-9]+]]: memref<6x5xf32>, %[[R:[a-z0-9]+]]: memref<f32>)
// CSE-COUNT-2: memref.load %[[THETA]]
// CSE-COUNT-2: memref.load %[[N]]
// CSE-COUNT-2: memref.load %[[R]]
// CSE-COUNT-2: memref.load %[[C]]
func.func @writes(%seed: i32, %d: index, %scale: f32, %h: memref<6x5xf32>,
                  %theta: memref<5x3xf32>, %n: memref<3xi64>, %c: memref<6x5xf32>, %r: memref<f32>) -> (f32, f32, i64, i64, f32, f32, f32, f32) {
  %i = arith.constant 1 : index
  %theta0 = memref.load %theta[%i, %i] : memref<5x3xf32>
  per.slices seed(%seed : i32) step(%seed : i32) site(3) outs(%theta : memref<5x3xf32>)
  %theta1 = memref.load %theta[%i, %i] : memref<5x3xf32>
  %n0 = memref.load %n[%i] : memref<3xi64>
  per.slice_norms seed(%seed : i32) step(%seed : i32) site(3) elements(%d) outs(%n : memref<3xi64>)
  %n1 = memref.load %n[%i] : memref<3xi64>
  %r0 = memref.load %r[] : memref<f32>
  per.penalty #per.l1 ins(%h : memref<6x5xf32>) scale(%scale : f32) samples [0] outs(%r : memref<f32>)
  %r1 = memref.load %r[] : memref<f32>
  %c0 = memref.load %c[%i, %i] : memref<6x5xf32>
  per.gradient #per.l1 ins(%h : memref<6x5xf32>) scale(%scale : f32) samples [0] outs(%c : memref<6x5xf32>)
  %c1 = memref.load %c[%i, %i] : memref<6x5xf32>
  return %theta0, %theta1, %n0, %n1, %r0, %r1, %c0, %c1 : f32, f32, i64, i64, f32, f32, f32, f32
}
