// RUN: per-opt %s --verify-roundtrip | FileCheck %s
// RUN: per-opt %s --mlir-print-op-generic | per-opt | FileCheck %s
// RUN: per-opt %s --emit-bytecode | per-opt | FileCheck %s

// CHECK-LABEL: func @slices
// CHECK-SAME:    %[[SEED:.+]]: i32, %[[STEP:.+]]: tensor<i32>, %[[I:.+]]: index, %[[K:.+]]: index, %[[N:.+]]: tensor<?xi64>, %[[V:.+]]: tensor<650x256xi16>, %[[T:.+]]: tensor<?x?xbf16>)
func.func @slices(%seed: i32, %step: tensor<i32>, %i: index, %k: index, %n: tensor<?xi64>,
                  %v: tensor<650x256xi16>, %t: tensor<?x?xbf16>) {
  // CHECK: per.slices seed(%[[SEED]] : i32) step(%[[STEP]] : tensor<i32>) site(3) outs(%[[V]] : tensor<650x256xi16>) -> tensor<650x256xi16>
  %0 = per.slices seed(%seed : i32) step(%step : tensor<i32>) site(3) outs(%v : tensor<650x256xi16>) -> tensor<650x256xi16>
  // CHECK: per.slices {{.*}} site(4294967295) slice_offset(%[[K]]) outs(%[[T]] : tensor<?x?xbf16>)
  %1 = per.slices seed(%seed : i32) step(%step : tensor<i32>) site(4294967295) slice_offset(%k)
      outs(%t : tensor<?x?xbf16>) -> tensor<?x?xbf16>
  // CHECK: per.slices {{.*}} site(0) element_offset(%[[I]]) slice_offset(%[[K]]) norms(%[[N]] : tensor<?xi64>) outs(%[[T]] : tensor<?x?xbf16>)
  %2 = per.slices seed(%seed : i32) step(%step : tensor<i32>) site(0) element_offset(%i) slice_offset(%k)
      norms(%n : tensor<?xi64>) outs(%t : tensor<?x?xbf16>) -> tensor<?x?xbf16>
  // CHECK: per.slice_norms seed(%[[SEED]] : i32) step(%[[STEP]] : tensor<i32>) site(7) elements(%[[I]]) outs(%[[N]] : tensor<?xi64>) -> tensor<?xi64>
  %3 = per.slice_norms seed(%seed : i32) step(%step : tensor<i32>) site(7) elements(%i) outs(%n : tensor<?xi64>) -> tensor<?xi64>
  // CHECK: per.slice_norms {{.*}} elements(%[[I]]) element_offset(%[[I]]) slice_offset(%[[K]]) outs(%[[N]] : tensor<?xi64>)
  %4 = per.slice_norms seed(%seed : i32) step(%step : tensor<i32>) site(7) elements(%i) element_offset(%i) slice_offset(%k)
      outs(%n : tensor<?xi64>) -> tensor<?xi64>
  return
}

// CHECK-LABEL: func @terms
// CHECK-SAME:    %[[H:.+]]: tensor<128x650xf32>, %[[THETA:.+]]: tensor<650x256xf32>, %[[SCALE:.+]]: tensor<f32>, %[[C:.+]]: tensor<128x650xbf16>, %[[R:.+]]: tensor<f64>)
func.func @terms(%h: tensor<128x650xf32>, %theta: tensor<650x256xf32>, %scale: tensor<f32>,
                 %c: tensor<128x650xbf16>, %r: tensor<f64>) {
  // The default number of slices is not printed.
  // CHECK: per.gradient #per.projected_error ins(%[[H]], %[[THETA]] : tensor<128x650xf32>, tensor<650x256xf32>) scale(%[[SCALE]] : tensor<f32>) samples [0] outs(%[[C]] : tensor<128x650xbf16>) -> tensor<128x650xbf16>
  %0 = per.gradient #per.projected_error<slices = 256> ins(%h, %theta : tensor<128x650xf32>, tensor<650x256xf32>)
      scale(%scale : tensor<f32>) samples [0] outs(%c : tensor<128x650xbf16>) -> tensor<128x650xbf16>
  // CHECK: per.penalty #per.projected_error<slices = ?> ins(%[[H]], %[[THETA]] : tensor<128x650xf32>, tensor<650x256xf32>) scale(%[[SCALE]] : tensor<f32>) samples [0] outs(%[[R]] : tensor<f64>) -> tensor<f64>
  %1 = per.penalty #per.projected_error<slices = ?> ins(%h, %theta : tensor<128x650xf32>, tensor<650x256xf32>)
      scale(%scale : tensor<f32>) samples [0] outs(%r : tensor<f64>) -> tensor<f64>
  // Two sample dimensions, none (one sample).
  // CHECK: per.gradient #per.l1 {{.*}} samples [0, 1] outs
  %2 = per.gradient #per.l1 ins(%h : tensor<128x650xf32>) scale(%scale : tensor<f32>) samples [0, 1]
      outs(%c : tensor<128x650xbf16>) -> tensor<128x650xbf16>
  // CHECK: per.gradient #per.l2 {{.*}} samples [] outs
  %3 = per.gradient #per.l2 ins(%h : tensor<128x650xf32>) scale(%scale : tensor<f32>) samples []
      outs(%c : tensor<128x650xbf16>) -> tensor<128x650xbf16>
  // CHECK: per.penalty #per.huber<delta = {{.*}}5.0{{.*}}> ins
  %4 = per.penalty #per.huber<delta = 0.5> ins(%h : tensor<128x650xf32>) scale(%scale : tensor<f32>) samples [0]
      outs(%r : tensor<f64>) -> tensor<f64>
  // CHECK: per.penalty #per.pseudo_huber ins
  %5 = per.penalty #per.pseudo_huber<delta = 1.0> ins(%h : tensor<128x650xf32>) scale(%scale : tensor<f32>) samples [0]
      outs(%r : tensor<f64>) -> tensor<f64>
  // CHECK: per.penalty #per.variance_constancy<n = 64> ins
  %6 = per.penalty #per.variance_constancy<n = 64, beta = 1.0> ins(%h : tensor<128x650xf32>) scale(%scale : tensor<f32>)
      samples [0] outs(%r : tensor<f64>) -> tensor<f64>
  // CHECK: per.penalty #per.projected_error<products = bf16> ins(%[[H]], %[[THETA]] :
  %bf16 = per.penalty #per.projected_error<products = bf16> ins(%h, %theta : tensor<128x650xf32>, tensor<650x256xf32>)
      scale(%scale : tensor<f32>) samples [0] outs(%r : tensor<f64>) -> tensor<f64>
  // CHECK: per.penalty #per.projected_error<estimator = analytic> ins(%[[H]] :
  %7 = per.penalty #per.projected_error<estimator = analytic> ins(%h : tensor<128x650xf32>) scale(%scale : tensor<f32>)
      samples [0] outs(%r : tensor<f64>) -> tensor<f64>
  // CHECK: per.gradient #per.sliced_wasserstein ins(%[[H]], %[[THETA]] : tensor<128x650xf32>, tensor<650x256xf32>)
  %8 = per.gradient #per.sliced_wasserstein<p = 1, slices = 256> ins(%h, %theta : tensor<128x650xf32>, tensor<650x256xf32>)
      scale(%scale : tensor<f32>) samples [0] outs(%c : tensor<128x650xbf16>) -> tensor<128x650xbf16>
  // CHECK: per.penalty #per.sliced_wasserstein<p = 2, slices = ?> ins
  %9 = per.penalty #per.sliced_wasserstein<p = 2, slices = ?> ins(%h, %theta : tensor<128x650xf32>, tensor<650x256xf32>)
      scale(%scale : tensor<f32>) samples [0] outs(%r : tensor<f64>) -> tensor<f64>
  return
}

// CHECK-LABEL: func @buffers
// CHECK-SAME:    %[[SEED:.+]]: i32, %[[D:.+]]: index, %[[H:.+]]: memref<?x5xf16, strided<[?, 1], offset: ?>>, %[[THETA:.+]]: memref<5x3xf32>, %[[N:.+]]: memref<3xi64>, %[[C:.+]]: memref<?x5xf16>, %[[R:.+]]: memref<f32>, %[[SCALE:.+]]: f16)
func.func @buffers(%seed: i32, %d: index, %h: memref<?x5xf16, strided<[?, 1], offset: ?>>, %theta: memref<5x3xf32>,
                   %n: memref<3xi64>, %c: memref<?x5xf16>, %r: memref<f32>, %scale: f16) {
  // CHECK: per.slice_norms {{.*}} outs(%[[N]] : memref<3xi64>){{$}}
  per.slice_norms seed(%seed : i32) step(%seed : i32) site(0) elements(%d) outs(%n : memref<3xi64>)
  // CHECK: per.slices {{.*}} norms(%[[N]] : memref<3xi64>) outs(%[[THETA]] : memref<5x3xf32>){{$}}
  per.slices seed(%seed : i32) step(%seed : i32) site(0) norms(%n : memref<3xi64>) outs(%theta : memref<5x3xf32>)
  // CHECK: per.penalty {{.*}} outs(%[[R]] : memref<f32>){{$}}
  per.penalty #per.projected_error<slices = 3> ins(%h, %theta : memref<?x5xf16, strided<[?, 1], offset: ?>>, memref<5x3xf32>)
      scale(%scale : f16) samples [0] outs(%r : memref<f32>)
  // CHECK: per.gradient {{.*}} outs(%[[C]] : memref<?x5xf16>){{$}}
  per.gradient #per.projected_error<slices = 3> ins(%h, %theta : memref<?x5xf16, strided<[?, 1], offset: ?>>, memref<5x3xf32>)
      scale(%scale : f16) samples [0] outs(%c : memref<?x5xf16>)
  return
}
