// RUN: per-opt %s --per-outline-parallel --split-input-file | FileCheck %s

// The body takes buffers and numbers, and makes constants and views itself.
// CHECK-LABEL: func.func private @f(
// CHECK-SAME: %[[X:.*]]: memref<4x256xf32> {llvm.noalias}
// CHECK: %[[TEMPORARY:.*]] = memref.alloca
// CHECK: scf.for %[[I:.*]] =
// CHECK: scf.parallel (%[[THREAD:.*]]) =
// CHECK-NEXT: func.call @f_part(%[[X]], %[[I]], %[[TEMPORARY]], %[[THREAD]])
// CHECK-NEXT: scf.reduce
// CHECK: scf.parallel
// CHECK-NEXT: func.call @f_part_0(%[[TEMPORARY]], %{{.*}})
// CHECK-NEXT: scf.reduce
// CHECK: func.func private @f_part(
// CHECK-SAME: %[[A:.*]]: memref<4x256xf32> {llvm.noalias}, %[[B:.*]]: index, %[[C:.*]]: memref<1024xf32> {llvm.noalias}, %[[D:.*]]: index)
// CHECK-SAME: attributes {llvm.bareptr, passthrough = ["noinline"]}
// CHECK-DAG: %[[TWO:.*]] = arith.constant 2.0
// CHECK-DAG: %[[FLAT:.*]] = memref.collapse_shape %[[A]]
// CHECK: %[[LOADED:.*]] = memref.load %[[FLAT]][%[[B]]]
// CHECK: %[[PRODUCT:.*]] = arith.mulf %[[LOADED]], %[[TWO]]
// CHECK: memref.store %[[PRODUCT]], %[[C]][%[[D]]]
// CHECK: return
func.func private @f(%x: memref<4x256xf32> {llvm.noalias}) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %two = arith.constant 2.0 : f32
  %temporary = memref.alloca() : memref<1024xf32>
  %flat = memref.collapse_shape %x [[0, 1]] : memref<4x256xf32> into memref<1024xf32>
  scf.for %i = %c0 to %c4 step %c1 {
    scf.parallel (%thread) = (%c0) to (%c4) step (%c1) {
      %0 = memref.load %flat[%i] : memref<1024xf32>
      %1 = arith.mulf %0, %two : f32
      memref.store %1, %temporary[%thread] : memref<1024xf32>
      scf.reduce
    }
  }
  scf.parallel (%thread) = (%c0) to (%c4) step (%c1) {
    memref.store %two, %temporary[%thread] : memref<1024xf32>
    scf.reduce
  }
  return
}

// -----

// Nothing is known of a buffer that the function did not get as one of its own, nor of the others
// then; a buffer of dynamic shape is more than a pointer.
// CHECK-LABEL: func.func @unknown(
// CHECK: func.func private @unknown_part(
// CHECK-NOT: noalias
// CHECK-SAME: {llvm.bareptr,
// CHECK: func.func private @dynamic_part(
// CHECK-NOT: noalias
// CHECK-SAME: attributes {passthrough
func.func @unknown(%x: memref<16xf32>, %y: memref<16xf32> {llvm.noalias}) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c16 = arith.constant 16 : index
  scf.parallel (%i) = (%c0) to (%c16) step (%c1) {
    %0 = memref.load %x[%i] : memref<16xf32>
    memref.store %0, %y[%i] : memref<16xf32>
    scf.reduce
  }
  return
}
func.func @dynamic(%x: memref<?xf32> {llvm.noalias}, %y: memref<16xf32> {llvm.noalias}) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c16 = arith.constant 16 : index
  scf.parallel (%i) = (%c0) to (%c16) step (%c1) {
    %0 = memref.load %x[%i] : memref<?xf32>
    memref.store %0, %y[%i] : memref<16xf32>
    scf.reduce
  }
  return
}

// -----

// A loop with results stays; one in another is a part of its body.
// CHECK-LABEL: func.func @others(
// CHECK: scf.parallel {{.*}} init
// CHECK-NEXT: memref.load
// CHECK: scf.parallel
// CHECK-NEXT: func.call @others_part
// CHECK: func.func private @others_part(
// CHECK: scf.parallel
// CHECK-NEXT: memref.store
func.func @others(%x: memref<16xf32>) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c16 = arith.constant 16 : index
  %zero = arith.constant 0.0 : f32
  %sum = scf.parallel (%i) = (%c0) to (%c16) step (%c1) init (%zero) -> f32 {
    %0 = memref.load %x[%i] : memref<16xf32>
    scf.reduce(%0 : f32) {
    ^bb0(%a: f32, %b: f32):
      %1 = arith.addf %a, %b : f32
      scf.reduce.return %1 : f32
    }
  }
  scf.parallel (%i) = (%c0) to (%c16) step (%c1) {
    scf.parallel (%j) = (%c0) to (%c16) step (%c1) {
      memref.store %zero, %x[%j] : memref<16xf32>
      scf.reduce
    }
    scf.reduce
  }
  return %sum : f32
}
