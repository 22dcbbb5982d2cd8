// RUN: per-opt %s -split-input-file --convert-linalg-to-onednn=min-work=0 | FileCheck %s
// RUN: per-opt %s -split-input-file --convert-linalg-to-onednn="min-work=0 threads=2" | FileCheck %s --check-prefix=THREADS
// RUN: per-opt %s -split-input-file --convert-linalg-to-onednn="min-work=0 target=avx512" | FileCheck %s --check-prefix=AVX512
// RUN: per-opt %s -split-input-file --convert-linalg-to-onednn | FileCheck %s --check-prefix=SMALL
// AVX512-NOT: per_onednn
// SMALL-NOT: per_onednn
// RUN: not per-opt %s -split-input-file --convert-linalg-to-onednn=threads=0 2>&1 | FileCheck %s --check-prefix=COUNT
// COUNT: expected at least one thread, got 0

// CHECK-DAG: llvm.mlir.global external @[[$OPERATION:per_onednn_product_set_bf16_48x16_16x1_bf16_16x32_32x1_f32_48x32_32x1]]()
// CHECK-DAG: llvm.func @per_onednn_execute(!llvm.ptr, !llvm.ptr, !llvm.ptr, !llvm.ptr)
// CHECK-LABEL: func.func @product(
// CHECK-SAME: %[[A:.*]]: memref<48x16xbf16>, %[[B:.*]]: memref<16x32xbf16>, %[[C:.*]]: memref<48x32xf32>
// CHECK-NOT: linalg
// CHECK-DAG: %[[PA:.*]] = memref.extract_aligned_pointer_as_index %[[A]]
// CHECK-DAG: %[[PB:.*]] = memref.extract_aligned_pointer_as_index %[[B]]
// CHECK-DAG: %[[PC:.*]] = memref.extract_aligned_pointer_as_index %[[C]]
// CHECK-DAG: %[[ADDRESS:.*]] = llvm.mlir.addressof @[[$OPERATION]]
// CHECK: %[[SOURCE:.*]] = arith.index_cast %[[PA]]
// CHECK: %[[SP:.*]] = llvm.inttoptr %[[SOURCE]]
// CHECK: %[[WEIGHTS:.*]] = arith.index_cast %[[PB]]
// CHECK: %[[WP:.*]] = llvm.inttoptr %[[WEIGHTS]]
// CHECK: %[[DESTINATION:.*]] = arith.index_cast %[[PC]]
// CHECK: %[[DP:.*]] = llvm.inttoptr %[[DESTINATION]]
// CHECK: llvm.call @per_onednn_execute(%[[ADDRESS]], %[[SP]], %[[WP]], %[[DP]])

// Rows in parts of full vectors, the last one smaller.
// THREADS-DAG: llvm.mlir.global external @[[$PART:per_onednn_product_set_bf16_32x16_16x1_bf16_16x32_32x1_f32_32x32_32x1]]()
// THREADS-DAG: llvm.mlir.global external @[[$LAST:per_onednn_product_set_bf16_16x16_16x1_bf16_16x32_32x1_f32_16x32_32x1]]()
// THREADS-LABEL: func.func @product(
// THREADS-DAG: %[[P:.*]] = llvm.mlir.addressof @[[$PART]]
// THREADS-DAG: %[[L:.*]] = llvm.mlir.addressof @[[$LAST]]
// THREADS: scf.parallel (%[[NUMBER:.*]]) =
// THREADS: %[[IS_LAST:.*]] = arith.cmpi eq, %[[NUMBER]]
// THREADS: llvm.select %[[IS_LAST]], %[[L]], %[[P]]
// THREADS: arith.constant 1024 : index
// THREADS: llvm.call @per_onednn_execute
func.func @product(%a: memref<48x16xbf16>, %b: memref<16x32xbf16>, %c: memref<48x32xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%c : memref<48x32xf32>)
  linalg.matmul ins(%a, %b : memref<48x16xbf16>, memref<16x32xbf16>) outs(%c : memref<48x32xf32>)
  return
}

// -----

// Without zeros oneDNN adds. An output that is transposed is the other product.
// CHECK: @per_onednn_product_add_bf16_32x16_1x32_bf16_16x48_1x16_f32_32x48_48x1()
// CHECK-LABEL: func.func @transposed(
// CHECK-NOT: linalg
func.func @transposed(%a: memref<48x16xbf16>, %b: memref<16x32xbf16>, %c: memref<32x48xf32>) {
  linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>,
                                   affine_map<(m, n, k) -> (n, m)>],
                  iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%a, %b : memref<48x16xbf16>, memref<16x32xbf16>) outs(%c : memref<32x48xf32>) {
  ^bb0(%x: bf16, %y: bf16, %s: f32):
    %0 = arith.extf %x : bf16 to f32
    %1 = arith.extf %y : bf16 to f32
    %2 = arith.mulf %0, %1 : f32
    %3 = arith.addf %s, %2 : f32
    linalg.yield %3 : f32
  }
  return
}

// -----

// Two dimensions of a batch that run through memory like one are one; the
// place of a view may be known at run time only.
// CHECK: @per_onednn_product_add_bf16_6x8x16_128x16x1_bf16_6x16x4_64x1x16_f32_6x8x4_32x4x1()
// CHECK-LABEL: func.func @batch(
// CHECK: memref.extract_strided_metadata
// CHECK: llvm.call @per_onednn_execute
// THREADS: @per_onednn_product_add_bf16_3x8x16_128x16x1_bf16_3x16x4_64x1x16_f32_3x8x4_32x4x1()
func.func @batch(%a: memref<5x2x3x8x16xbf16>, %b: memref<2x3x4x16xbf16>, %c: memref<2x3x8x4xf32>, %i: index) {
  %view = memref.subview %a[%i, 0, 0, 0, 0] [1, 2, 3, 8, 16] [1, 1, 1, 1, 1]
      : memref<5x2x3x8x16xbf16> to memref<2x3x8x16xbf16, strided<[384, 128, 16, 1], offset: ?>>
  linalg.generic {indexing_maps = [affine_map<(i, j, m, n, k) -> (i, j, m, k)>, affine_map<(i, j, m, n, k) -> (i, j, n, k)>,
                                   affine_map<(i, j, m, n, k) -> (i, j, m, n)>],
                  iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction"]}
      ins(%view, %b : memref<2x3x8x16xbf16, strided<[384, 128, 16, 1], offset: ?>>, memref<2x3x4x16xbf16>)
      outs(%c : memref<2x3x8x4xf32>) {
  ^bb0(%x: bf16, %y: bf16, %s: f32):
    %0 = arith.extf %x : bf16 to f32
    %1 = arith.extf %y : bf16 to f32
    %2 = arith.mulf %0, %1 : f32
    %3 = arith.addf %s, %2 : f32
    linalg.yield %3 : f32
  }
  return
}

// -----

// Rows of a view with gaps count as a batch that has the weights in common.
// CHECK: @per_onednn_product_add_bf16_3x40x16_656x16x1_bf16_1x16x8_1x8x1_f32_3x40x8_320x8x1()
// CHECK-LABEL: func.func @rows(
// CHECK-NOT: linalg
func.func @rows(%a: memref<3x41x16xbf16>, %b: memref<16x8xbf16>, %c: memref<3x40x8xf32>) {
  %view = memref.subview %a[0, 1, 0] [3, 40, 16] [1, 1, 1]
      : memref<3x41x16xbf16> to memref<3x40x16xbf16, strided<[656, 16, 1], offset: 16>>
  linalg.generic {indexing_maps = [affine_map<(i, m, n, k) -> (i, m, k)>, affine_map<(i, m, n, k) -> (k, n)>,
                                   affine_map<(i, m, n, k) -> (i, m, n)>],
                  iterator_types = ["parallel", "parallel", "parallel", "reduction"]}
      ins(%view, %b : memref<3x40x16xbf16, strided<[656, 16, 1], offset: 16>>, memref<16x8xbf16>) outs(%c : memref<3x40x8xf32>) {
  ^bb0(%x: bf16, %y: bf16, %s: f32):
    %0 = arith.extf %x : bf16 to f32
    %1 = arith.extf %y : bf16 to f32
    %2 = arith.mulf %0, %1 : f32
    %3 = arith.addf %s, %2 : f32
    linalg.yield %3 : f32
  }
  return
}

// -----

// Our own code is as fast for f32, and needs no oneDNN; so are products with a
// vector. Others have no operation.
// CHECK-LABEL: func.func @own(
func.func @own(%a: memref<48x16xf32>, %b: memref<16x32xf32>, %c: memref<48x32xf32>,
               %x: memref<16xbf16>, %m: memref<16x32xbf16>, %y: memref<32xf32>,
               %p: memref<48x16xf16>, %q: memref<16x32xf16>, %d: memref<?x16xbf16>, %e: memref<?x32xf32>) {
  // CHECK: linalg.matmul
  linalg.matmul ins(%a, %b : memref<48x16xf32>, memref<16x32xf32>) outs(%c : memref<48x32xf32>)
  // CHECK: linalg.vecmat
  linalg.vecmat ins(%x, %m : memref<16xbf16>, memref<16x32xbf16>) outs(%y : memref<32xf32>)
  // CHECK: linalg.matmul
  linalg.matmul ins(%p, %q : memref<48x16xf16>, memref<16x32xf16>) outs(%c : memref<48x32xf32>)
  // CHECK: linalg.matmul
  // CHECK-NOT: llvm.call
  linalg.matmul ins(%d, %m : memref<?x16xbf16>, memref<16x32xbf16>) outs(%e : memref<?x32xf32>)
  return
}

// -----

// No neighbours along a matrix: oneDNN has its reference code only.
// CHECK-LABEL: func.func @gaps(
// CHECK: linalg.matmul
func.func @gaps(%a: memref<48x16xbf16, strided<[32, 2]>>, %b: memref<16x32xbf16>, %c: memref<48x32xf32>) {
  linalg.matmul ins(%a, %b : memref<48x16xbf16, strided<[32, 2]>>, memref<16x32xbf16>) outs(%c : memref<48x32xf32>)
  return
}
