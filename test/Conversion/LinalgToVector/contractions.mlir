// RUN: per-opt %s --convert-linalg-to-vector --split-input-file | FileCheck %s
// RUN: per-opt %s --convert-linalg-to-vector=target=avx2 --split-input-file | FileCheck %s --check-prefix=AVX2
// RUN: per-opt %s --convert-linalg-to-vector=threads=4 --split-input-file | FileCheck %s --check-prefix=THREADS
// RUN: per-opt %s --convert-linalg-to-vector=tiles=6:4x3 --split-input-file | FileCheck %s --check-prefix=TILES

// That the results are right is shown by python/tests/test_contractions.py.

// Tiles of 13 rows and one of 11 by two vectors; the sum is whole, so the zeros are constants.
// CHECK-LABEL: func.func @product(
// CHECK-NOT: linalg
// CHECK: scf.for {{.*}} {
// CHECK: scf.for {{.*}} iter_args({{.*}}) -> (vector<16xf32>
// CHECK-COUNT-2: vector.load {{.*}} vector<16xf32>
// CHECK: memref.load
// CHECK: vector.broadcast
// CHECK: vector.fma
// AVX2-LABEL: func.func @product(
// AVX2: vector.fma {{.*}} : vector<8xf32>
// A small product is not worth waking threads.
// THREADS-LABEL: func.func @product(
// THREADS-NOT: scf.parallel
// Twelve sums, of the three vectors of a row by four numbers.
// TILES-LABEL: func.func @product(
// TILES: scf.for {{.*}} = %c0{{.*}} to %c2
// TILES: scf.for {{.*}} = %c0{{.*}} to %c6
// TILES: scf.for
// TILES: vector.load
// TILES-COUNT-3: vector.load
// TILES-COUNT-12: vector.fma
func.func @product(%a: memref<24x64xf32>, %b: memref<64x96xf32>, %c: memref<24x96xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%c : memref<24x96xf32>)
  linalg.matmul ins(%a, %b : memref<24x64xf32>, memref<64x96xf32>) outs(%c : memref<24x96xf32>)
  return
}

// -----

// A long sum goes in blocks; the zeros stay. Rows that are far apart are copied, 256 KiB of panels at
// a time: four, which go by each tile of rows.
// CHECK-LABEL: func.func @long(
// CHECK: %[[PANEL:.*]] = memref.alloca() {alignment = 64 : i64} : memref<65536xf32>
// CHECK: call @per_fill_f32(
// CHECK-COUNT-8: vector.store %{{.*}}, %[[PANEL]]
// CHECK-NOT: vector.store %{{.*}}, %[[PANEL]]
// CHECK: scf.for %{{.*}} to %c9{{.*}} step
// CHECK: scf.for %{{.*}} to %c4{{.*}} step
// CHECK: vector.load %[[PANEL]]
// CHECK: vector.fma
// THREADS-LABEL: func.func @long(
// THREADS: memref.alloca() {alignment = 64 : i64} : memref<262144xf32>
// THREADS: scf.parallel
func.func @long(%a: memref<128x4096xf32>, %b: memref<4096x512xf32>, %c: memref<128x512xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%c : memref<128x512xf32>)
  linalg.matmul ins(%a, %b : memref<128x4096xf32>, memref<4096x512xf32>) outs(%c : memref<128x512xf32>)
  return
}

// -----

// 10 columns are a part of a vector.
// CHECK-LABEL: func.func @ragged(
// CHECK: vector.maskedload
// CHECK: vector.fma
// CHECK: vector.maskedstore
func.func @ragged(%a: memref<7x5xf64>, %b: memref<5x3xf64>, %c: memref<7x3xf64>) {
  linalg.matmul ins(%a, %b : memref<7x5xf64>, memref<5x3xf64>) outs(%c : memref<7x3xf64>)
  return
}

// -----

// bf16 moves as integers and is widened in registers.
// CHECK-LABEL: func.func @narrow(
// CHECK: vector.load {{.*}} : memref<{{.*}}xi16{{.*}}>, vector<16xi16>
// CHECK: vector.fma {{.*}} : vector<16xf32>
func.func @narrow(%a: memref<8x16xbf16>, %b: memref<16x16xbf16>, %c: memref<8x16xf32>) {
  linalg.matmul ins(%a, %b : memref<8x16xbf16>, memref<16x16xbf16>) outs(%c : memref<8x16xf32>)
  return
}

// -----

// CHECK-LABEL: func.func @convolution(
// CHECK-NOT: linalg
// CHECK: vector.fma
func.func @convolution(%x: memref<4x10x10x8xf32>, %w: memref<3x3x8x16xf32>, %y: memref<4x4x4x16xf32>) {
  linalg.conv_2d_nhwc_hwcf {strides = dense<2> : tensor<2xi64>}
      ins(%x, %w : memref<4x10x10x8xf32>, memref<3x3x8x16xf32>) outs(%y : memref<4x4x4x16xf32>)
  return
}

// -----

// The other operand is transposed, 32 columns by 16 of the sum, while it is copied.
// CHECK-LABEL: func.func @transposed(
// CHECK: %[[PANEL:.*]] = memref.alloca() {alignment = 64 : i64} : memref<3072xf32>
// CHECK: %[[TARGET:.*]] = memref.cast %[[PANEL]]
// CHECK: call @per_transpose_f32_f32_16(%{{.*}}, %{{.*}}, %{{.*}}, %[[TARGET]], %{{.*}}, %{{.*}})
// CHECK: vector.load %[[PANEL]]
// CHECK: vector.fma
// CHECK-NOT: linalg
func.func @transposed(%x: memref<8x48xf32>, %y: memref<64x48xf32>, %z: memref<8x64xf32>) {
  linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>,
                                   affine_map<(m, n, k) -> (m, n)>],
                  iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%x, %y : memref<8x48xf32>, memref<64x48xf32>) outs(%z : memref<8x64xf32>) {
  ^bb0(%a: f32, %b: f32, %s: f32):
    %0 = arith.mulf %a, %b : f32
    %1 = arith.addf %s, %0 : f32
    linalg.yield %1 : f32
  }
  return
}

// -----

// What is no sum of products, or has neighbours along neither columns nor sum, or is dynamic, stays.
// CHECK-LABEL: func.func @others(
// CHECK: linalg.add
// CHECK: linalg.generic
// CHECK: linalg.matmul
func.func @others(%x: memref<8x8xf32>, %y: memref<8x8xf32>, %z: memref<8x8xf32>,
                  %s: memref<8x8xf32, strided<[18, 2]>>, %d: memref<?x?xf32>) {
  linalg.add ins(%x, %y : memref<8x8xf32>, memref<8x8xf32>) outs(%z : memref<8x8xf32>)
  linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>,
                                   affine_map<(m, n, k) -> (m, n)>],
                  iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%x, %s : memref<8x8xf32>, memref<8x8xf32, strided<[18, 2]>>) outs(%z : memref<8x8xf32>) {
  ^bb0(%a: f32, %b: f32, %sum: f32):
    %0 = arith.mulf %a, %b : f32
    %1 = arith.addf %sum, %0 : f32
    linalg.yield %1 : f32
  }
  linalg.matmul ins(%d, %d : memref<?x?xf32>, memref<?x?xf32>) outs(%d : memref<?x?xf32>)
  return
}

// -----

// Squares of 16 by 16 in registers: four rounds of 16 exchanges, in a function for all of them.
// CHECK-LABEL: func.func @transpose(
// CHECK: scf.for
// CHECK: scf.for
// CHECK: call @per_transpose_f32_f32_16(
// CHECK-LABEL: func.func @another(
// CHECK: call @per_transpose_f32_f32_16(
// CHECK-LABEL: func.func private @per_transpose_f32_f32_16(
// CHECK-COUNT-64: vector.shuffle
// CHECK-NOT: vector.shuffle
// CHECK-NOT: linalg
func.func @transpose(%x: memref<32x64xf32>, %y: memref<64x32xf32>) {
  linalg.transpose ins(%x : memref<32x64xf32>) outs(%y : memref<64x32xf32>) permutation = [1, 0]
  return
}
func.func @another(%x: memref<16x16xf32>, %y: memref<16x16xf32>) {
  linalg.transpose ins(%x : memref<16x16xf32>) outs(%y : memref<16x16xf32>) permutation = [1, 0]
  return
}

// -----

// What is over of a matrix is transposed in place, with masks.
// CHECK-LABEL: func.func @ragged(
// CHECK-COUNT-12: vector.maskedload
// CHECK-COUNT-64: vector.shuffle
// CHECK-COUNT-10: vector.maskedstore
// CHECK-NOT: call
func.func @ragged(%x: memref<12x10xf32>, %y: memref<10x12xf32>) {
  linalg.transpose ins(%x : memref<12x10xf32>) outs(%y : memref<10x12xf32>) permutation = [1, 0]
  return
}

// -----

// The gradient of a 5 x 5 kernel. A row of the image serves five taps, so that iterations of the sum
// share numbers: they are not written out side by side, lest LLVM keep the numbers in registers. Four
// threads cannot share five rows of taps well, but their four tiles each, 20 pieces.
// CHECK-LABEL: func.func @gradient(
// CHECK: scf.for {{.*}} iter_args({{.*}}) -> (vector<16xf32>
// CHECK: scf.for {{.*}} step %c1{{.*}} iter_args({{.*}}) -> (vector<16xf32>
// CHECK-COUNT-20: vector.fma
// CHECK-NOT: vector.fma
// THREADS-LABEL: func.func @gradient(
// THREADS: scf.parallel
// THREADS: %[[TOTAL:.*]] = arith.muli %{{.*}}, %c20{{.*}} : index
// THREADS: arith.divui %[[TOTAL]], %c4
func.func @gradient(%x: memref<8x36x36x16xf32>, %dy: memref<8x32x32x16xf32>, %dw: memref<5x5x16x16xf32>) {
  linalg.generic {indexing_maps = [affine_map<(kh, kw, ci, co, n, h, w) -> (n, kh + h, kw + w, ci)>,
                                   affine_map<(kh, kw, ci, co, n, h, w) -> (n, h, w, co)>,
                                   affine_map<(kh, kw, ci, co, n, h, w) -> (kh, kw, ci, co)>],
                  iterator_types = ["parallel", "parallel", "parallel", "parallel",
                                    "reduction", "reduction", "reduction"]}
      ins(%x, %dy : memref<8x36x36x16xf32>, memref<8x32x32x16xf32>) outs(%dw : memref<5x5x16x16xf32>) {
  ^bb0(%a: f32, %b: f32, %sum: f32):
    %0 = arith.mulf %a, %b : f32
    %1 = arith.addf %sum, %0 : f32
    linalg.yield %1 : f32
  }
  return
}
