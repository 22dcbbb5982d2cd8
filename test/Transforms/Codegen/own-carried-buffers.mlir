// RUN: per-opt %s --per-own-carried-buffers --canonicalize --split-input-file --verify-diagnostics | FileCheck %s

// What an iteration allocates is copied to the memory of the loop.
// CHECK-LABEL: func.func @for(
// CHECK-SAME: %[[INIT:.*]]: memref<8xf32>
// CHECK: %[[OWN:.*]] = memref.alloc() : memref<8xf32>
// CHECK: memref.copy %[[INIT]], %[[OWN]]
// CHECK: scf.for
// CHECK-NOT: iter_args
// CHECK: %[[NEW:.*]] = memref.alloc() : memref<8xf32>
// CHECK: linalg.exp ins(%[[OWN]] : memref<8xf32>) outs(%[[NEW]]
// CHECK: memref.copy %[[NEW]], %[[OWN]]
// CHECK: return %[[OWN]]
func.func @for(%init: memref<8xf32>, %n: index) -> memref<8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%x = %init) -> memref<8xf32> {
    %new = memref.alloc() : memref<8xf32>
    linalg.exp ins(%x : memref<8xf32>) outs(%new : memref<8xf32>)
    scf.yield %new : memref<8xf32>
  }
  return %r : memref<8xf32>
}

// -----

// A buffer that is allocated for the loop is the loop's own; in place nothing is copied.
// CHECK-LABEL: func.func @in_place(
// CHECK: %[[OWN:.*]] = memref.alloc
// CHECK-NOT: memref.alloc
// CHECK-NOT: memref.copy
// CHECK: scf.for
// CHECK: linalg.exp ins(%[[OWN]] : memref<8xf32>) outs(%[[OWN]]
// CHECK-NOT: memref.copy
func.func @in_place(%n: index, %zero: f32) -> memref<8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %init = memref.alloc() : memref<8xf32>
  linalg.fill ins(%zero : f32) outs(%init : memref<8xf32>)
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%x = %init) -> memref<8xf32> {
    linalg.exp ins(%x : memref<8xf32>) outs(%x : memref<8xf32>)
    scf.yield %x : memref<8xf32>
  }
  return %r : memref<8xf32>
}

// -----

// Two that are exchanged: one is saved before it is overwritten.
// CHECK-LABEL: func.func @exchange(
// CHECK: %[[A:.*]] = memref.alloc
// CHECK: %[[B:.*]] = memref.alloc
// CHECK: scf.for
// CHECK-DAG: %[[OLD_B:.*]] = memref.alloc
// CHECK-DAG: memref.copy %[[B]], %[[OLD_B]]
// CHECK: memref.copy %[[OLD_B]], %[[A]]
// CHECK: memref.copy %{{.*}}, %[[B]]
func.func @exchange(%x: memref<8xf32>, %y: memref<8xf32>, %n: index) -> (memref<8xf32>, memref<8xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r:2 = scf.for %i = %c0 to %n step %c1 iter_args(%a = %x, %b = %y) -> (memref<8xf32>, memref<8xf32>) {
    scf.yield %b, %a : memref<8xf32>, memref<8xf32>
  }
  return %r#0, %r#1 : memref<8xf32>, memref<8xf32>
}

// -----

// CHECK-LABEL: func.func @while(
// CHECK: %[[OWN:.*]] = memref.alloc
// CHECK: scf.while
// CHECK: memref.load %[[OWN]]
// CHECK: linalg.exp ins(%[[OWN]] : memref<8xf32>) outs(%[[NEW:.*]] :
// CHECK: memref.copy %[[NEW]], %[[OWN]]
// CHECK: return %[[OWN]]
func.func @while(%init: memref<8xf32>, %bound: f32) -> memref<8xf32> {
  %c0 = arith.constant 0 : index
  %r = scf.while (%x = %init) : (memref<8xf32>) -> memref<8xf32> {
    %first = memref.load %x[%c0] : memref<8xf32>
    %again = arith.cmpf olt, %first, %bound : f32
    scf.condition(%again) %x : memref<8xf32>
  } do {
  ^bb0(%x: memref<8xf32>):
    %new = memref.alloc() : memref<8xf32>
    linalg.exp ins(%x : memref<8xf32>) outs(%new : memref<8xf32>)
    scf.yield %new : memref<8xf32>
  }
  return %r : memref<8xf32>
}

// -----

// CHECK-LABEL: func.func @branches(
// CHECK-SAME: %[[C:.*]]: i1, %[[X:.*]]: memref<8xf32>
// CHECK: %[[OWN:.*]] = memref.alloc
// CHECK: scf.if %[[C]]
// CHECK: memref.copy %{{.*}}, %[[OWN]]
// CHECK: else
// CHECK: memref.copy %[[X]], %[[OWN]]
// CHECK: return %[[OWN]]
func.func @branches(%c: i1, %x: memref<8xf32>) -> memref<8xf32> {
  %r = scf.if %c -> memref<8xf32> {
    %new = memref.alloc() : memref<8xf32>
    linalg.exp ins(%x : memref<8xf32>) outs(%new : memref<8xf32>)
    scf.yield %new : memref<8xf32>
  } else {
    scf.yield %x : memref<8xf32>
  }
  return %r : memref<8xf32>
}

// -----

func.func @dynamic(%c: i1, %x: memref<?xf32>, %y: memref<?xf32>) -> memref<?xf32> {
  // expected-error @below {{carries a buffer of dynamic shape, which cannot have a memory of its own}}
  %r = scf.if %c -> memref<?xf32> {
    scf.yield %x : memref<?xf32>
  } else {
    scf.yield %y : memref<?xf32>
  }
  return %r : memref<?xf32>
}
