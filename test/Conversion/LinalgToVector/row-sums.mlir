// RUN: per-opt %s --convert-linalg-to-vector --split-input-file | FileCheck %s
// RUN: per-opt %s --convert-linalg-to-vector=threads=2 --split-input-file | FileCheck %s --check-prefix=THREADS

// That the results are right is shown by python/tests/test_contractions.py.

// A row of a part of a padded tensor: four vectors of sums over all of its pieces, then what is
// left of each piece.
// CHECK-LABEL: func.func @squares(
// CHECK-NOT: linalg
// CHECK: %[[SUMS:.*]]:4 = scf.for {{.*}} -> (vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>) {
// CHECK-COUNT-4: vector.load
// CHECK: vector.maskedload
// CHECK: vector.reduction <add>, %{{.*}} fastmath<reassoc>
// CHECK-NOT: linalg
// THREADS-LABEL: func.func @squares(
// THREADS: scf.parallel
func.func @squares(%x: memref<128x34x34x5xf32>, %s: memref<128xf32>) {
  %v = memref.subview %x[0, 1, 1, 0] [128, 32, 31, 5] [1, 1, 1, 1]
    : memref<128x34x34x5xf32> to memref<128x32x31x5xf32, strided<[5780, 170, 5, 1], offset: 175>>
  linalg.generic {indexing_maps = [affine_map<(n, h, w, c) -> (n, h, w, c)>, affine_map<(n, h, w, c) -> (n)>],
                  iterator_types = ["parallel", "reduction", "reduction", "reduction"]}
      ins(%v : memref<128x32x31x5xf32, strided<[5780, 170, 5, 1], offset: 175>>) outs(%s : memref<128xf32>) {
  ^bb0(%in: f32, %sum: f32):
    %0 = arith.mulf %in, %in : f32
    %1 = arith.addf %sum, %0 fastmath<reassoc> : f32
    linalg.yield %1 : f32
  }
  return
}

// -----

// Sums of columns are vectors already; an order that is not free stays; so does a sum of functions
// that are no arithmetic.
// CHECK-LABEL: func.func @others(
// CHECK-COUNT-3: linalg.generic
func.func @others(%x: memref<64x64xf32>, %s: memref<64xf32>) {
  linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (j)>],
                  iterator_types = ["reduction", "parallel"]}
      ins(%x : memref<64x64xf32>) outs(%s : memref<64xf32>) {
  ^bb0(%in: f32, %sum: f32):
    %0 = arith.addf %sum, %in fastmath<reassoc> : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>],
                  iterator_types = ["parallel", "reduction"]}
      ins(%x : memref<64x64xf32>) outs(%s : memref<64xf32>) {
  ^bb0(%in: f32, %sum: f32):
    %0 = arith.addf %sum, %in : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>],
                  iterator_types = ["parallel", "reduction"]}
      ins(%x : memref<64x64xf32>) outs(%s : memref<64xf32>) {
  ^bb0(%in: f32, %sum: f32):
    %0 = math.exp %in : f32
    %1 = arith.addf %sum, %0 fastmath<reassoc> : f32
    linalg.yield %1 : f32
  }
  return
}
