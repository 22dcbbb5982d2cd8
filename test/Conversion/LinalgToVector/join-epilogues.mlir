// RUN: per-opt %s --per-join-epilogues --split-input-file | FileCheck %s
// RUN: per-opt %s --per-join-epilogues --convert-linalg-to-vector --split-input-file | FileCheck %s --check-prefix=VECTOR

#id = affine_map<(m, n) -> (m, n)>
#bias = affine_map<(m, n) -> (n)>

// The product adds up in the memory of what is computed from it, which is one kernel with it.
// CHECK-LABEL: func.func @relu(
// CHECK-SAME: %[[H:[a-z0-9]+]]: memref<8x32xf32>)
// CHECK-NOT: memref.alloc
// CHECK: linalg.fill ins(%{{.*}}) outs(%[[H]] :
// CHECK-NEXT: linalg.matmul {{.*}} outs(%[[H]] :
// CHECK-NEXT: linalg.generic {{.*}} ins(%[[H]], %{{.*}} : memref<8x32xf32>, memref<32xf32>) outs(%[[H]] :
// VECTOR-LABEL: func.func @relu(
// VECTOR-NOT: linalg
// What the epilogue reads is asked for before the sum.
// VECTOR: memref.prefetch {{.*}} : memref<32xf32
// VECTOR: vector.fma
// VECTOR: vector.load {{.*}} : memref<32xf32
// VECTOR: arith.addf {{.*}} : vector<16xf32>
// VECTOR: arith.maximumf {{.*}} : vector<16xf32>
// VECTOR: vector.store
func.func @relu(%a: memref<8x64xf32>, %b: memref<64x32xf32>, %c: memref<32xf32>, %h: memref<8x32xf32>) {
  %zero = arith.constant 0.0 : f32
  %x = memref.alloc() : memref<8x32xf32>
  linalg.fill ins(%zero : f32) outs(%x : memref<8x32xf32>)
  linalg.matmul ins(%a, %b : memref<8x64xf32>, memref<64x32xf32>) outs(%x : memref<8x32xf32>)
  linalg.generic {indexing_maps = [#id, #bias, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %c : memref<8x32xf32>, memref<32xf32>) outs(%h : memref<8x32xf32>) {
  ^bb0(%in: f32, %shift: f32, %out: f32):
    %0 = arith.addf %in, %shift : f32
    %1 = arith.maximumf %0, %zero : f32
    linalg.yield %1 : f32
  }
  return
}

// -----

#id = affine_map<(m, n) -> (m, n)>

// An update of weights goes up to their gradient, over what does not concern it, but not over a
// last use of the weights.
// CHECK-LABEL: func.func @update(
// CHECK: %[[G:.*]] = memref.alloc
// CHECK-NEXT: linalg.exp
// CHECK-NEXT: linalg.fill {{.*}} outs(%[[G]] :
// CHECK-NEXT: linalg.matmul {{.*}} outs(%[[G]] :
// CHECK-NEXT: linalg.generic {{.*}} ins(%[[G]], %{{.*}} :
// CHECK: linalg.negf
func.func @update(%a: memref<8x64xf32>, %b: memref<64x32xf32>, %w: memref<8x32xf32>, %y: memref<8x32xf32>, %z: memref<4xf32>) {
  %zero = arith.constant 0.0 : f32
  %g = memref.alloc() : memref<8x32xf32>
  linalg.fill ins(%zero : f32) outs(%g : memref<8x32xf32>)
  linalg.matmul ins(%a, %b : memref<8x64xf32>, memref<64x32xf32>) outs(%g : memref<8x32xf32>)
  linalg.exp ins(%w : memref<8x32xf32>) outs(%y : memref<8x32xf32>)
  linalg.negf ins(%z : memref<4xf32>) outs(%z : memref<4xf32>)
  linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%g, %w : memref<8x32xf32>, memref<8x32xf32>) outs(%w : memref<8x32xf32>) {
  ^bb0(%in: f32, %weight: f32, %out: f32):
    %0 = arith.subf %weight, %in : f32
    linalg.yield %0 : f32
  }
  return
}

// -----

#id = affine_map<(m, n) -> (m, n)>

// The reader writes to an operand of the product: rows that are not yet multiplied would change.
// CHECK-LABEL: func.func @overlap(
// CHECK: linalg.matmul
// CHECK-NEXT: linalg.negf
// VECTOR-LABEL: func.func @overlap(
// VECTOR: linalg.generic
func.func @overlap(%a: memref<8x8xf32>, %b: memref<8x8xf32>, %x: memref<8x8xf32>, %z: memref<4xf32>) {
  linalg.matmul ins(%a, %b : memref<8x8xf32>, memref<8x8xf32>) outs(%x : memref<8x8xf32>)
  linalg.negf ins(%z : memref<4xf32>) outs(%z : memref<4xf32>)
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : memref<8x8xf32>) outs(%a : memref<8x8xf32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = arith.negf %in : f32
    linalg.yield %0 : f32
  }
  return
}

// -----

#id = affine_map<(m, n) -> (m, n)>

// What is between changes an operand of the product, and the reader needs what it writes.
// CHECK-LABEL: func.func @changed(
// CHECK: linalg.matmul
// CHECK-NEXT: linalg.negf
// CHECK-NEXT: linalg.generic
// VECTOR-LABEL: func.func @changed(
// VECTOR: linalg.negf
// VECTOR: linalg.generic
func.func @changed(%a: memref<8x8xf32>, %b: memref<8x8xf32>, %x: memref<8x8xf32>, %h: memref<8x8xf32>) {
  linalg.matmul ins(%a, %b : memref<8x8xf32>, memref<8x8xf32>) outs(%x : memref<8x8xf32>)
  linalg.negf ins(%b : memref<8x8xf32>) outs(%b : memref<8x8xf32>)
  linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %b : memref<8x8xf32>, memref<8x8xf32>) outs(%h : memref<8x8xf32>) {
  ^bb0(%in: f32, %other: f32, %out: f32):
    %0 = arith.mulf %in, %other : f32
    linalg.yield %0 : f32
  }
  return
}

// -----

#id = affine_map<(m, n) -> (m, n)>
#t = affine_map<(m, n) -> (n, m)>

// Read in another order than it is written in, or by functions that are no arithmetic.
// CHECK-LABEL: func.func @others(
// VECTOR-LABEL: func.func @others(
// VECTOR: linalg.generic
// VECTOR: linalg.generic
func.func @others(%a: memref<8x8xf32>, %b: memref<8x8xf32>, %x: memref<8x8xf32>, %y: memref<8x8xf32>, %h: memref<8x8xf32>) {
  linalg.matmul ins(%a, %b : memref<8x8xf32>, memref<8x8xf32>) outs(%x : memref<8x8xf32>)
  linalg.generic {indexing_maps = [#id, #t], iterator_types = ["parallel", "parallel"]}
      ins(%x : memref<8x8xf32>) outs(%h : memref<8x8xf32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = arith.negf %in : f32
    linalg.yield %0 : f32
  }
  linalg.matmul ins(%a, %b : memref<8x8xf32>, memref<8x8xf32>) outs(%y : memref<8x8xf32>)
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%y : memref<8x8xf32>) outs(%h : memref<8x8xf32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = math.tanh %in : f32
    linalg.yield %0 : f32
  }
  return
}

// -----

#id = affine_map<(m, n) -> (m, n)>

// A sum in blocks: after the last one. The output is needed by others too.
// CHECK-LABEL: func.func @blocks(
// CHECK: linalg.fill ins(%{{.*}}) outs(%[[X:[a-z0-9]+]] :
// CHECK: linalg.matmul {{.*}} outs(%[[X]] :
// VECTOR-LABEL: func.func @blocks(
// VECTOR: scf.for
// VECTOR: vector.fma
// VECTOR-NOT: arith.negf
// VECTOR: vector.store
// VECTOR: vector.fma
// VECTOR: vector.store
// VECTOR: arith.negf {{.*}} : vector<16xf32>
// VECTOR: vector.store
// VECTOR: linalg.exp
func.func @blocks(%a: memref<8x2000xf32>, %b: memref<2000x32xf32>, %x: memref<8x32xf32>, %h: memref<8x32xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%x : memref<8x32xf32>)
  linalg.matmul ins(%a, %b : memref<8x2000xf32>, memref<2000x32xf32>) outs(%x : memref<8x32xf32>)
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : memref<8x32xf32>) outs(%h : memref<8x32xf32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = arith.negf %in : f32
    linalg.yield %0 : f32
  }
  linalg.exp ins(%x : memref<8x32xf32>) outs(%x : memref<8x32xf32>)
  return
}
