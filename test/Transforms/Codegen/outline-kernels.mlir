// RUN: per-opt %s --per-outline-kernels --split-input-file | FileCheck %s

// Equal operations are one function; a fill moves along with what adds to it; a view of
// an argument is made in the function.
// CHECK-LABEL: func.func @per_f(
// CHECK-SAME: %[[X:.*]]: memref<16x8xf32>, %[[Y:.*]]: memref<16x8xf32>, %[[S:.*]]: memref<16xf32>
// CHECK: call @[[EXP:per_kernel_exp_0]](%[[X]], %[[Y]])
// CHECK-NEXT: call @[[EXP]](%[[Y]], %[[X]])
// CHECK-NEXT: call @[[SUM:per_kernel_generic_1]](%[[S]], %[[X]])
// CHECK-NEXT: call @[[VIEW:per_kernel_copy_2]](%[[X]], %[[Y]])
// CHECK-NEXT: return
// CHECK: func.func private @[[EXP]](%{{.*}}: memref<16x8xf32> {llvm.noalias}, %{{.*}}: memref<16x8xf32> {llvm.noalias})
// CHECK-SAME: llvm.bareptr
// CHECK: func.func private @[[SUM]]
// CHECK: linalg.fill
// CHECK: linalg.generic
// CHECK: func.func private @[[VIEW]]
// CHECK: memref.subview
// CHECK: linalg.copy
module attributes {per.entries = [{name = "f", arguments = [], results = []}]} {
  func.func @per_f(%x: memref<16x8xf32>, %y: memref<16x8xf32>, %s: memref<16xf32>) {
    %zero = arith.constant 0.0 : f32
    %row = memref.subview %x[3, 0] [1, 8] [1, 1] : memref<16x8xf32> to memref<8xf32, strided<[1], offset: 24>>
    %to = memref.subview %y[5, 0] [1, 8] [1, 1] : memref<16x8xf32> to memref<8xf32, strided<[1], offset: 40>>
    linalg.fill ins(%zero : f32) outs(%s : memref<16xf32>)
    linalg.exp ins(%x : memref<16x8xf32>) outs(%y : memref<16x8xf32>)
    linalg.exp ins(%y : memref<16x8xf32>) outs(%x : memref<16x8xf32>)
    linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>],
                    iterator_types = ["parallel", "reduction"]}
        ins(%x : memref<16x8xf32>) outs(%s : memref<16xf32>) {
    ^bb0(%in: f32, %out: f32):
      %0 = arith.addf %in, %out : f32
      linalg.yield %0 : f32
    }
    linalg.copy ins(%row : memref<8xf32, strided<[1], offset: 24>>) outs(%to : memref<8xf32, strided<[1], offset: 40>>)
    return
  }
}

// -----

// A buffer that may be another one is not promised to be apart from it.
// CHECK-LABEL: func.func @per_f(
// CHECK: linalg.exp
module attributes {per.entries = [{name = "f", arguments = [], results = []}]} {
  func.func @per_f(%c: i1, %x: memref<16xf32>, %y: memref<16xf32>) {
    %z = arith.select %c, %x, %y : memref<16xf32>
    linalg.exp ins(%z : memref<16xf32>) outs(%x : memref<16xf32>)
    return
  }
}
