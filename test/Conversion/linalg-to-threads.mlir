// RUN: per-opt %s --convert-linalg-to-threads=threads=4 --split-input-file | FileCheck %s
// RUN: per-opt %s --convert-linalg-to-threads --split-input-file | FileCheck %s --check-prefix=ONE
// RUN: not per-opt %s --convert-linalg-to-threads=threads=0 2>&1 | FileCheck %s --check-prefix=BAD
// BAD: expected at least one thread, got 0

// A quarter of the rows for each thread.
// CHECK-LABEL: func.func @large(
// CHECK: scf.parallel (%[[THREAD:.*]]) = (%c0{{.*}}) to (%c4{{.*}}) step (%c1{{.*}})
// CHECK: %[[FIRST:.*]] = arith.muli %[[THREAD]], %c256
// CHECK: scf.for %[[K:.*]] = %c0{{.*}} to %c256{{.*}} step
// CHECK: %[[I:[0-9]+]] = arith.addi %[[FIRST]], %[[K]]
// CHECK: scf.for
// CHECK: affine.apply #{{.*}}(%[[I]])
// CHECK: memref.load
// CHECK: math.exp
// CHECK: scf.reduce
// ONE-LABEL: func.func @large(
// ONE: linalg.exp
func.func @large(%x: memref<1024x512xf32>, %y: memref<1024x512xf32>) {
  linalg.exp ins(%x : memref<1024x512xf32>) outs(%y : memref<1024x512xf32>)
  return
}

// -----

// From 1023 * thread / 4 to where the next thread begins.
// CHECK-LABEL: func.func @ragged(
// CHECK: scf.parallel (%[[THREAD:.*]]) =
// CHECK: %[[SCALED:.*]] = arith.muli %[[THREAD]], %c1023
// CHECK: %[[FIRST:.*]] = arith.divui %[[SCALED]], %c4
// CHECK: %[[NEXT:.*]] = arith.addi %[[THREAD]], %c1
// CHECK: %[[SCALEDNEXT:.*]] = arith.muli %[[NEXT]], %c1023
// CHECK: %[[END:.*]] = arith.divui %[[SCALEDNEXT]], %c4
// CHECK: %[[COUNT:.*]] = arith.subi %[[END]], %[[FIRST]]
// CHECK: scf.for %{{.*}} = %c0{{.*}} to %[[COUNT]] step
func.func @ragged(%x: memref<1023x512xf32>, %y: memref<1023x512xf32>) {
  linalg.exp ins(%x : memref<1023x512xf32>) outs(%y : memref<1023x512xf32>)
  return
}

// -----

// Too small; a reduction outside; fewer iterations than threads.
// CHECK-LABEL: func.func @left(
// CHECK-NOT: scf.parallel
// CHECK: linalg.exp
// CHECK: linalg.generic
// CHECK: linalg.exp
func.func @left(%x: memref<8x8xf32>, %y: memref<8x8xf32>, %z: memref<1024x512xf32>, %s: memref<512xf32>,
                %w: memref<2x65536xf32>) {
  linalg.exp ins(%x : memref<8x8xf32>) outs(%y : memref<8x8xf32>)
  linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (j)>],
                  iterator_types = ["reduction", "parallel"]}
      ins(%z : memref<1024x512xf32>) outs(%s : memref<512xf32>) {
  ^bb0(%a: f32, %out: f32):
    %0 = arith.addf %a, %out : f32
    linalg.yield %0 : f32
  }
  linalg.exp ins(%w : memref<2x65536xf32>) outs(%w : memref<2x65536xf32>)
  return
}
