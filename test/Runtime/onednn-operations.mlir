// Operations are made when the code is loaded, by their names.
// REQUIRES: onednn

// RUN: per-run %s --cache-dir= --entry=good | FileCheck %s
// CHECK: calls: 1
// An empty name of the library is none.
// RUN: env PER_ONEDNN_LIBRARY= per-run %s --cache-dir= --entry=good | FileCheck %s

// RUN: sed s/f32_4x3_3x1/f32_4x5_5x1/ %s > %t.mlir
// RUN: not per-run %t.mlir --cache-dir= --entry=good 2>&1 | FileCheck %s --check-prefix=SIZES
// SIZES: error: oneDNN {{[23]}}.{{[0-9]+}} has no fast code on this machine for per_onednn_product_set_f32_4x2_2x1_f32_2x3_3x1_f32_4x5_5x1; compile without providers=onednn

// RUN: sed s/onednn_product/onednn_quotient/ %s > %t.mlir
// RUN: not per-run %t.mlir --cache-dir= --entry=good 2>&1 | FileCheck %s --check-prefix=NAME
// NAME: error: there is no operation 'per_onednn_quotient_set_{{.*}}' of oneDNN

// RUN: sed s/f32_4x3_3x1/f32_4x3x1_3x1/ %s > %t.mlir
// RUN: not per-run %t.mlir --cache-dir= --entry=good 2>&1 | FileCheck %s --check-prefix=RANK
// RANK: error: there is no operation
// RUN: sed s/f32_4x2_2x1/f32_4_1/ %s > %t.mlir
// RUN: not per-run %t.mlir --cache-dir= --entry=good 2>&1 | FileCheck %s --check-prefix=RANK
// RUN: sed s/f32_4x3_3x1/f32_4x3x1_3x1x1/ %s > %t.mlir
// RUN: not per-run %t.mlir --cache-dir= --entry=good 2>&1 | FileCheck %s --check-prefix=RANK
// RUN: sed s/product_set.*_4x3_3x1/product_set_f32_4_1_f32_2_1_f32_3_1/ %s > %t.mlir
// RUN: not per-run %t.mlir --cache-dir= --entry=good 2>&1 | FileCheck %s --check-prefix=RANK

// Convolutions: of the destination, of the weights, and of the steps.
// RUN: sed s/product_set.*_4x3_3x1/convolution_set_f32_4x2x8_16x8x1_f32_2x2x3_6x3x1_f32_4_1_1_1/ %s > %t.mlir
// RUN: not per-run %t.mlir --cache-dir= --entry=good 2>&1 | FileCheck %s --check-prefix=RANK
// RUN: sed s/product_set.*_4x3_3x1/convolution_set_f32_4x2x8_16x8x1_f32_2_1_f32_4x2x6_12x6x1_1_1/ %s > %t.mlir
// RUN: not per-run %t.mlir --cache-dir= --entry=good 2>&1 | FileCheck %s --check-prefix=RANK
// RUN: sed s/product_set.*_4x3_3x1/convolution_set_f32_4x2x8_16x8x1_f32_2x2x3_6x3x1_f32_4x2x6_12x6x1_1x1_1x1/ %s > %t.mlir
// RUN: not per-run %t.mlir --cache-dir= --entry=good 2>&1 | FileCheck %s --check-prefix=RANK

// oneDNN only sets gradients of weights.
// RUN: sed s/product_set.*_4x3_3x1/weightsgradient_add_f32_4x2x8_16x8x1_f32_2x2x3_6x3x1_f32_4x2x6_12x6x1_1_1/ %s > %t.mlir
// RUN: not per-run %t.mlir --cache-dir= --entry=good 2>&1 | FileCheck %s --check-prefix=RANK

module attributes {per.entries = [{
    name = "good",
    arguments = [{name = "a", type = tensor<4x2xf32>, donated = -1 : i64},
                 {name = "b", type = tensor<2x3xf32>, donated = -1 : i64}],
    results = [{name = "c", type = tensor<4x3xf32>}],
    arena_bytes = 64 : i64, isa = "generic", threads = 1 : i64}]} {
  llvm.mlir.global external @per_onednn_product_set_f32_4x2_2x1_f32_2x3_3x1_f32_4x3_3x1() : i8
  llvm.func @per_onednn_execute(!llvm.ptr, !llvm.ptr, !llvm.ptr, !llvm.ptr)
  llvm.func @per_good_packed(%pointers: !llvm.ptr) {
    %operation = llvm.mlir.addressof @per_onednn_product_set_f32_4x2_2x1_f32_2x3_3x1_f32_4x3_3x1 : !llvm.ptr
    %a = llvm.load %pointers : !llvm.ptr -> !llvm.ptr
    %0 = llvm.getelementptr %pointers[1] : (!llvm.ptr) -> !llvm.ptr, !llvm.ptr
    %b = llvm.load %0 : !llvm.ptr -> !llvm.ptr
    %1 = llvm.getelementptr %pointers[2] : (!llvm.ptr) -> !llvm.ptr, !llvm.ptr
    %c = llvm.load %1 : !llvm.ptr -> !llvm.ptr
    llvm.call @per_onednn_execute(%operation, %a, %b, %c) : (!llvm.ptr, !llvm.ptr, !llvm.ptr, !llvm.ptr) -> ()
    llvm.return
  }
}
