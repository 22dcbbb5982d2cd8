// RUN: per-opt %s --per-parallel-to-openmp=threads=4 --split-input-file | FileCheck %s
// RUN: not per-opt %s --per-parallel-to-openmp=threads=0 2>&1 | FileCheck %s --check-prefix=BAD
// BAD: expected at least one thread, got 0

// Threads call a function with buffers, numbers and the number of iterations; it makes constants and
// views itself, and loops over its share.
// CHECK-LABEL: func.func private @f(
// CHECK-SAME: %[[X:.*]]: memref<4x256xf32> {llvm.noalias}
// CHECK: %[[TEMPORARY:.*]] = memref.alloca
// CHECK: scf.for %[[I:.*]] =
// CHECK: omp.parallel num_threads(%c4_i32{{.*}} : i32)
// CHECK-NEXT: func.call @f_part(%[[X]], %[[I]], %[[TEMPORARY]], %c4)
// CHECK-NEXT: omp.terminator
// CHECK: omp.parallel
// CHECK-NEXT: func.call @f_part_0(%[[TEMPORARY]], %c4)
// CHECK-NEXT: omp.terminator
// CHECK: func.func private @f_part(
// CHECK-SAME: %[[A:.*]]: memref<4x256xf32> {llvm.noalias}, %[[B:.*]]: index, %[[C:.*]]: memref<1024xf32> {llvm.noalias}, %[[COUNT:.*]]: index)
// CHECK-SAME: attributes {llvm.bareptr, passthrough = ["noinline"]}
// CHECK-DAG: %[[TWO:.*]] = arith.constant 2.0
// CHECK-DAG: %[[FLAT:.*]] = memref.collapse_shape %[[A]]
// CHECK: %[[SHARE:.*]]:2 = call @per_thread_share(%[[COUNT]])
// CHECK: scf.for %[[D:.*]] = %[[SHARE]]#0 to %[[SHARE]]#1
// CHECK: %[[LOADED:.*]] = memref.load %[[FLAT]][%[[B]]]
// CHECK: %[[PRODUCT:.*]] = arith.mulf %[[LOADED]], %[[TWO]]
// CHECK: memref.store %[[PRODUCT]], %[[C]][%[[D]]]
// CHECK: return
// CHECK: func.func private @per_thread_share(%[[N:.*]]: index) -> (index, index)
// CHECK: omp.wsloop nowait
// CHECK-NEXT: omp.loop_nest (%{{.*}}) : index = (%c0) to (%[[N]]) step (%c1)
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

// Loops with results, of two dimensions, or that begin or step elsewhere stay; one in another is a part
// of its body.
// CHECK-LABEL: func.func @others(
// CHECK: scf.parallel {{.*}} init
// CHECK: scf.parallel (%{{.*}}, %{{.*}}) =
// CHECK: scf.parallel (%{{.*}}) = (%c1)
// CHECK: omp.parallel
// CHECK-NEXT: func.call @others_part
// CHECK: func.func private @others_part(
// CHECK: scf.for
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
  scf.parallel (%i, %j) = (%c0, %c0) to (%c16, %c16) step (%c1, %c1) {
    memref.store %zero, %x[%j] : memref<16xf32>
    scf.reduce
  }
  scf.parallel (%i) = (%c1) to (%c16) step (%c1) {
    memref.store %zero, %x[%i] : memref<16xf32>
    scf.reduce
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
