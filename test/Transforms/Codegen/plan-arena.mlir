// RUN: per-opt %s --per-plan-arena --canonicalize --split-input-file --verify-diagnostics | FileCheck %s

// RUN: per-opt %s --per-plan-arena=separate-buffers --split-input-file --verify-diagnostics | FileCheck %s --check-prefix=SEPARATE

// Three buffers in a chain need the room of two.
// CHECK: arena_bytes = 128 : i64
// CHECK-LABEL: func.func @per_chain(
// CHECK-SAME: %[[X:.*]]: memref<16xf32>, %[[ARENA:.*]]: memref<128xi8> {llvm.align = 64 : i64}
// CHECK-DAG: %[[C0:.*]] = arith.constant 0 : index
// CHECK-DAG: %[[C64:.*]] = arith.constant 64 : index
// CHECK: %[[A:.*]] = memref.view %[[ARENA]][%[[C0]]][]
// CHECK: %[[B:.*]] = memref.view %[[ARENA]][%[[C64]]][]
// CHECK: linalg.exp ins(%[[X]] : memref<16xf32>) outs(%[[A]]
// CHECK: linalg.exp ins(%[[A]] : memref<16xf32>) outs(%[[B]]
// CHECK: %[[C:.*]] = memref.view %[[ARENA]][%[[C0]]][]
// CHECK: linalg.exp ins(%[[B]] : memref<16xf32>) outs(%[[C]]
// CHECK-NOT: memref.dealloc

// Or each by itself, as long as it is used.
// SEPARATE: arena_bytes = 0 : i64
// SEPARATE-LABEL: func.func @per_chain(
// SEPARATE-SAME: memref<0xi8>
// SEPARATE: %[[A:.*]] = memref.alloc() : memref<16xf32>
// SEPARATE: %[[B:.*]] = memref.alloc() : memref<16xf32>
// SEPARATE: linalg.exp
// SEPARATE: linalg.exp ins(%[[A]]
// SEPARATE-NEXT: memref.dealloc %[[A]]
// SEPARATE: %[[C:.*]] = memref.alloc() : memref<16xf32>
// SEPARATE: linalg.exp ins(%[[B]]
// SEPARATE-NEXT: memref.dealloc %[[B]]
// SEPARATE-NEXT: linalg.exp ins(%[[C]]
// SEPARATE-NEXT: memref.dealloc %[[C]]
// SEPARATE-NOT: memref.view

// SEPARATE-LABEL: func.func @per_loop(
// SEPARATE: scf.for
// SEPARATE: memref.dealloc %{{.*}} : memref<16xf32>
// SEPARATE: }
// SEPARATE-DAG: memref.dealloc %{{.*}} : memref<32xbf16>
// SEPARATE-DAG: memref.dealloc %{{.*}} : memref<3xi1>
module attributes {per.entries = [{name = "chain", arguments = [], results = []}]} {
  func.func @per_chain(%x: memref<16xf32>) {
    %a = memref.alloc() : memref<16xf32>
    %b = memref.alloc() {alignment = 64 : i64} : memref<16xf32>
    linalg.exp ins(%x : memref<16xf32>) outs(%a : memref<16xf32>)
    linalg.exp ins(%a : memref<16xf32>) outs(%b : memref<16xf32>)
    memref.dealloc %a : memref<16xf32>
    %c = memref.alloc() : memref<16xf32>
    linalg.exp ins(%b : memref<16xf32>) outs(%c : memref<16xf32>)
    linalg.exp ins(%c : memref<16xf32>) outs(%x : memref<16xf32>)
    return
  }
}

// -----

// A buffer that a loop reads lives in all its iterations; i1 takes a byte; a cast is a view.
// CHECK: arena_bytes = 192 : i64
// CHECK-LABEL: func.func @per_loop(
module attributes {per.entries = [{name = "loop", arguments = [], results = []}]} {
  func.func @per_loop(%x: memref<16xf32>, %n: index, %flag: i1) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %a = memref.alloc() : memref<32xbf16>
    %view = builtin.unrealized_conversion_cast %a : memref<32xbf16> to memref<32xi16>
    %mask = memref.alloc() : memref<3xi1>
    memref.store %flag, %mask[%c0] : memref<3xi1>
    scf.for %i = %c0 to %n step %c1 {
      %b = memref.alloc() : memref<16xf32>
      linalg.exp ins(%x : memref<16xf32>) outs(%b : memref<16xf32>)
      %bits = memref.load %view[%i] : memref<32xi16>
      memref.store %bits, %view[%c0] : memref<32xi16>
      %set = memref.load %mask[%c0] : memref<3xi1>
      memref.store %set, %mask[%c1] : memref<3xi1>
      linalg.exp ins(%b : memref<16xf32>) outs(%x : memref<16xf32>)
    }
    return
  }
}

// -----

module attributes {per.entries = [{name = "f", arguments = [], results = []}]} {
  func.func @per_f(%n: index) {
    // expected-error @below {{needs a static shape and the identity layout to have a place in the arena}}
    %a = memref.alloc(%n) : memref<?xf32>
    memref.dealloc %a : memref<?xf32>
    return
  }
}

// -----

module attributes {per.entries = [{name = "f", arguments = [], results = []}]} {
  func.func @per_f(%c: i1, %x: memref<4xf32>) {
    %r = scf.if %c -> memref<4xf32> {
      // expected-error @below {{outlives the region that allocates it; run per-own-carried-buffers before}}
      %a = memref.alloc() : memref<4xf32>
      scf.yield %a : memref<4xf32>
    } else {
      scf.yield %x : memref<4xf32>
    }
    linalg.exp ins(%r : memref<4xf32>) outs(%x : memref<4xf32>)
    return
  }
}

// -----

// expected-error @below {{expected the attribute 'per.entries'; run per-results-to-destinations before}}
module {}

// -----

// expected-error @below {{expected a function 'per_g' for an entry of 'per.entries'}}
module attributes {per.entries = [{name = "g", arguments = [], results = []}]} {}
