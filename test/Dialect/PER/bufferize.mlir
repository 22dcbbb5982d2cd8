// RUN: per-opt %s --one-shot-bufferize="bufferize-function-boundaries" --split-input-file | FileCheck %s

// The destination is updated in place, the rank-0 scale is loaded.
// CHECK-LABEL: func @gradient
// CHECK-SAME:    %[[H:.+]]: memref<6x5xf32, {{.*}}>, %[[THETA:.+]]: memref<5x3xf32, {{.*}}>, %[[SCALE:.+]]: memref<f32, {{.*}}>, %[[C:.+]]: memref<6x5xbf16, {{.*}}>)
// CHECK-NOT:     memref.alloc
// CHECK:         %[[S:.+]] = memref.load %[[SCALE]][]
// CHECK:         per.gradient #per.projected_error<slices = 3> ins(%[[H]], %[[THETA]] : {{.*}}) scale(%[[S]] : f32) samples [0] outs(%[[C]] : memref<6x5xbf16, {{.*}}>)
// CHECK-NOT:     ->
// CHECK:         return %[[C]]
func.func @gradient(%h: tensor<6x5xf32>, %theta: tensor<5x3xf32>, %scale: tensor<f32>,
                    %c: tensor<6x5xbf16> {bufferization.writable = true}) -> tensor<6x5xbf16> {
  %r = per.gradient #per.projected_error<slices = 3> ins(%h, %theta : tensor<6x5xf32>, tensor<5x3xf32>)
      scale(%scale : tensor<f32>) samples [0] outs(%c : tensor<6x5xbf16>) -> tensor<6x5xbf16>
  return %r : tensor<6x5xbf16>
}

// -----

// The old cotangent is read again: the destination is a copy, with its values.
// CHECK-LABEL: func @copy
// CHECK-SAME:    %[[H:.+]]: memref<6x5xf32, {{.*}}>, %[[SCALE:.+]]: f32, %[[C:.+]]: memref<6x5xf32, {{.*}}>)
// CHECK:         %[[NEW:.+]] = memref.alloc()
// CHECK:         memref.copy %[[C]], %[[NEW]]
// CHECK:         per.gradient #per.l1 ins(%[[H]] : {{.*}}) scale(%[[SCALE]] : f32) samples [0] outs(%[[NEW]] : memref<6x5xf32>)
// CHECK:         return %[[NEW]], %[[C]]
func.func @copy(%h: tensor<6x5xf32>, %scale: f32, %c: tensor<6x5xf32>) -> (tensor<6x5xf32>, tensor<6x5xf32>) {
  %r = per.gradient #per.l1 ins(%h : tensor<6x5xf32>) scale(%scale : f32) samples [0]
      outs(%c : tensor<6x5xf32>) -> tensor<6x5xf32>
  return %r, %c : tensor<6x5xf32>, tensor<6x5xf32>
}

// -----

// The destination of slices is overwritten: no copy of what it held, although
// that is used again.
// CHECK-LABEL: func @slices
// CHECK-SAME:    %[[SEED:.+]]: memref<i32, {{.*}}>, %[[STEP:.+]]: i32, %[[OLD:.+]]: memref<5x3xf32, {{.*}}>, %[[N:.+]]: memref<3xi64, {{.*}}>)
// CHECK-NOT:     memref.copy
// CHECK:         %[[NEW:.+]] = memref.alloc()
// CHECK:         %[[S:.+]] = memref.load %[[SEED]][]
// CHECK:         per.slices seed(%[[S]] : i32) step(%[[STEP]] : i32) site(4) norms(%[[N]] : memref<3xi64, {{.*}}>) outs(%[[NEW]] : memref<5x3xf32>)
// CHECK-NOT:     memref.copy
// CHECK:         return %[[NEW]], %[[OLD]]
func.func @slices(%seed: tensor<i32>, %step: i32, %old: tensor<5x3xf32>, %n: tensor<3xi64>) -> (tensor<5x3xf32>, tensor<5x3xf32>) {
  %r = per.slices seed(%seed : tensor<i32>) step(%step : i32) site(4) norms(%n : tensor<3xi64>)
      outs(%old : tensor<5x3xf32>) -> tensor<5x3xf32>
  return %r, %old : tensor<5x3xf32>, tensor<5x3xf32>
}

// -----

// Norms add up, so their destination is copied with its values.
// CHECK-LABEL: func @norms
// CHECK-SAME:    %{{.+}}: i32, %[[D:.+]]: index, %[[OLD:.+]]: memref<3xi64, {{.*}}>)
// CHECK:         %[[NEW:.+]] = memref.alloc()
// CHECK:         memref.copy %[[OLD]], %[[NEW]]
// CHECK:         per.slice_norms {{.*}} elements(%[[D]]) outs(%[[NEW]] : memref<3xi64>)
func.func @norms(%seed: i32, %d: index, %old: tensor<3xi64>) -> (tensor<3xi64>, tensor<3xi64>) {
  %r = per.slice_norms seed(%seed : i32) step(%seed : i32) site(0) elements(%d)
      outs(%old : tensor<3xi64>) -> tensor<3xi64>
  return %r, %old : tensor<3xi64>, tensor<3xi64>
}

// -----

// CHECK-LABEL: func @penalty
// CHECK:         per.penalty #per.l2 ins(%{{.+}} : memref<?x5xf16, {{.*}}>) scale(%{{.+}} : f64) samples [0] outs(%{{.+}} : memref<f64, {{.*}}>)
func.func @penalty(%h: tensor<?x5xf16>, %scale: f64, %r: tensor<f64> {bufferization.writable = true}) -> tensor<f64> {
  %0 = per.penalty #per.l2 ins(%h : tensor<?x5xf16>) scale(%scale : f64) samples [0] outs(%r : tensor<f64>) -> tensor<f64>
  return %0 : tensor<f64>
}
