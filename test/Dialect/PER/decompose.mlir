// RUN: per-opt %s --per-decompose-slices | FileCheck %s

// CHECK-LABEL: func @static
// CHECK-SAME:    %[[SEED:.+]]: i32, %[[STEP:.+]]: tensor<i32>, %[[OUT:.+]]: tensor<650x256xbf16>)
// CHECK-DAG:     %[[D:.+]] = arith.constant 650 : index
// CHECK-DAG:     %[[ZERO:.+]] = arith.constant 0 : i64
// CHECK-DAG:     %[[E:.+]] = tensor.empty() : tensor<256xi64>
// CHECK:         %[[Z:.+]] = linalg.fill ins(%[[ZERO]] : i64) outs(%[[E]] : tensor<256xi64>)
// CHECK:         %[[N:.+]] = per.slice_norms seed(%[[SEED]] : i32) step(%[[STEP]] : tensor<i32>) site(3) elements(%[[D]]) outs(%[[Z]] : tensor<256xi64>)
// CHECK:         %[[R:.+]] = per.slices seed(%[[SEED]] : i32) step(%[[STEP]] : tensor<i32>) site(3) norms(%[[N]] : tensor<256xi64>) outs(%[[OUT]] : tensor<650x256xbf16>) {tag = 1 : i64}
// CHECK:         return %[[R]]
func.func @static(%seed: i32, %step: tensor<i32>, %out: tensor<650x256xbf16>) -> tensor<650x256xbf16> {
  %r = per.slices seed(%seed : i32) step(%step : tensor<i32>) site(3) outs(%out : tensor<650x256xbf16>) {tag = 1 : i64} -> tensor<650x256xbf16>
  return %r : tensor<650x256xbf16>
}

// Norms are those of the slices from the offset on.
// CHECK-LABEL: func @dynamic
// CHECK-SAME:    %[[SEED:.+]]: i32, %[[K:.+]]: index, %[[OUT:.+]]: tensor<?x?xf32>)
// CHECK:         %[[D:.+]] = tensor.dim %[[OUT]], %{{.+}}
// CHECK:         %[[S:.+]] = tensor.dim %[[OUT]], %{{.+}}
// CHECK:         tensor.empty(%[[S]]) : tensor<?xi64>
// CHECK:         %[[N:.+]] = per.slice_norms {{.*}} elements(%[[D]]) slice_offset(%[[K]]) outs(%{{.+}} : tensor<?xi64>)
// CHECK:         per.slices {{.*}} slice_offset(%[[K]]) norms(%[[N]] : tensor<?xi64>) outs(%[[OUT]]
func.func @dynamic(%seed: i32, %k: index, %out: tensor<?x?xf32>) -> tensor<?x?xf32> {
  %r = per.slices seed(%seed : i32) step(%seed : i32) site(3) slice_offset(%k) outs(%out : tensor<?x?xf32>) -> tensor<?x?xf32>
  return %r : tensor<?x?xf32>
}

// Integers, slices that have norms and buffers stay.
// CHECK-LABEL: func @stay
// CHECK-NOT:     per.slice_norms
// CHECK:         return
func.func @stay(%seed: i32, %n: tensor<3xi64>, %v: tensor<5x3xi16>, %out: tensor<5x3xf32>, %buffer: memref<5x3xf32>) -> (tensor<5x3xi16>, tensor<5x3xf32>) {
  %0 = per.slices seed(%seed : i32) step(%seed : i32) site(3) outs(%v : tensor<5x3xi16>) -> tensor<5x3xi16>
  %1 = per.slices seed(%seed : i32) step(%seed : i32) site(3) norms(%n : tensor<3xi64>) outs(%out : tensor<5x3xf32>) -> tensor<5x3xf32>
  per.slices seed(%seed : i32) step(%seed : i32) site(3) outs(%buffer : memref<5x3xf32>)
  return %0, %1 : tensor<5x3xi16>, tensor<5x3xf32>
}
