// RUN: per-opt %s --convert-linalg-to-vector --cse -split-input-file | FileCheck %s

// Fills of parts of buffers are calls of one function, which has loops for four sizes.

// Two columns of each image: 128 x 32 rows, two places 33 columns apart, and 3 channels.
// CHECK-LABEL: func.func @border(
// CHECK-SAME: %[[X:.*]]: memref<128x34x34x3xf32>, %[[VALUE:.*]]: f32
// CHECK-DAG: %[[N0:.*]] = arith.constant 128 : index
// CHECK-DAG: %[[N1:.*]] = arith.constant 32 : index
// CHECK-DAG: %[[N2:.*]] = arith.constant 2 : index
// CHECK-DAG: %[[N3:.*]] = arith.constant 3 : index
// CHECK-DAG: %[[S0:.*]] = arith.constant 3468 : index
// CHECK-DAG: %[[S1:.*]] = arith.constant 102 : index
// CHECK-DAG: %[[S2:.*]] = arith.constant 99 : index
// CHECK: %[[FLAT:.*]] = memref.cast %{{.*}} : memref<443700xf32, {{.*}}> to memref<?xf32, strided<[1], offset: ?>>
// CHECK: call @per_fill_f32(%[[FLAT]], %[[VALUE]], %[[N0]], %[[N1]], %[[N2]], %[[N3]], %[[S0]], %[[S1]], %[[S2]])
func.func @border(%x: memref<128x34x34x3xf32>, %value: f32) {
  %columns = memref.subview %x[0, 1, 0, 0] [128, 32, 2, 3] [1, 1, 33, 1]
      : memref<128x34x34x3xf32> to memref<128x32x2x3xf32, strided<[3468, 102, 99, 1], offset: 102>>
  linalg.fill ins(%value : f32) outs(%columns : memref<128x32x2x3xf32, strided<[3468, 102, 99, 1], offset: 102>>)
  return
}

// Loops through memory without a gap are one.
// CHECK-LABEL: func.func @whole(
// CHECK-DAG: %[[ONE:.*]] = arith.constant 1 : index
// CHECK-DAG: %[[ALL:.*]] = arith.constant 420 : index
// CHECK: call @per_fill_f32(%{{.*}}, %{{.*}}, %[[ONE]], %[[ONE]], %[[ONE]], %[[ALL]], %{{.*}})
func.func @whole(%x: memref<4x5x21xf32>, %value: f32) {
  linalg.fill ins(%value : f32) outs(%x : memref<4x5x21xf32>)
  return
}

// The last loop is along neighbours, of which there may be one.
// CHECK-LABEL: func.func @apart(
// CHECK-DAG: %[[ONE:.*]] = arith.constant 1 : index
// CHECK-DAG: %[[SIZE:.*]] = arith.constant 6 : index
// CHECK-DAG: %[[STRIDE:.*]] = arith.constant 8 : index
// CHECK: call @per_fill_f32(%{{.*}}, %{{.*}}, %[[ONE]], %[[ONE]], %[[SIZE]], %[[ONE]], %{{.*}}, %{{.*}}, %[[STRIDE]])
func.func @apart(%x: memref<6x8xf32>, %value: f32) {
  %column = memref.subview %x[0, 3] [6, 1] [1, 1] : memref<6x8xf32> to memref<6x1xf32, strided<[8, 1], offset: 3>>
  linalg.fill ins(%value : f32) outs(%column : memref<6x1xf32, strided<[8, 1], offset: 3>>)
  return
}

// CHECK-LABEL: func.func private @per_fill_f32(
// CHECK-COUNT-4: scf.for
// CHECK: vector.store
// CHECK: vector.maskedstore
// CHECK-NOT: per_fill_f32

// -----

// Large ones are for threads to share; other types, five loops and no elements stay too.
// CHECK-LABEL: func.func @others(
// CHECK-COUNT-4: linalg.fill
// CHECK-NOT: call
func.func @others(%large: memref<1024x1024xf32>, %double: memref<4x4xf64>, %deep: memref<4x4x4x4x4xf32>,
                  %none: memref<0x4xf32>, %value: f32, %precise: f64) {
  linalg.fill ins(%value : f32) outs(%large : memref<1024x1024xf32>)
  linalg.fill ins(%precise : f64) outs(%double : memref<4x4xf64>)
  %part = memref.subview %deep[0, 0, 0, 0, 0] [2, 2, 2, 2, 2] [1, 1, 1, 1, 1]
      : memref<4x4x4x4x4xf32> to memref<2x2x2x2x2xf32, strided<[256, 64, 16, 4, 1]>>
  linalg.fill ins(%value : f32) outs(%part : memref<2x2x2x2x2xf32, strided<[256, 64, 16, 4, 1]>>)
  linalg.fill ins(%value : f32) outs(%none : memref<0x4xf32>)
  return
}
