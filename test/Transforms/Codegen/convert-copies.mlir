// RUN: per-opt %s --per-convert-copies | FileCheck %s

// CHECK-LABEL: func.func @f(
// CHECK-NOT: memref.copy
// CHECK: linalg.generic {{.*}} ins(%{{.*}} : memref<4x8xf32>) outs(%{{.*}} : memref<4x8xf32, strided<[16, 1]>>)
// CHECK-NOT: linalg.generic
func.func @f(%x: memref<4x8xf32>, %y: memref<4x8xf32, strided<[16, 1]>>) {
  memref.copy %x, %y : memref<4x8xf32> to memref<4x8xf32, strided<[16, 1]>>
  memref.copy %x, %x : memref<4x8xf32> to memref<4x8xf32>
  return
}
