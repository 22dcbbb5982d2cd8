// RUN: per-opt %s --convert-per-to-vector --canonicalize --cse | FileCheck %s
// RUN: per-opt %s --convert-per-to-vector=threads=2 --canonicalize --cse | FileCheck %s --check-prefix=THREADS
// The numbers are tested in python/tests/test_kernels.py.

// CHECK-LABEL: func @term
// CHECK:       %[[NORMS:.+]] = memref.alloc() {alignment = 64 : i64} : memref<32xf32>
// CHECK:       call @per_analytic_gradient_650_f32_f32_avx512
// CHECK:       memref.dealloc %[[NORMS]]
// THREADS:     memref.alloc() {alignment = 64 : i64} : memref<64xf32>
func.func @term(%h: memref<128x650xf32>, %c: memref<128x650xf32>, %s: f32) {
  per.gradient #per.projected_error<estimator = analytic> ins(%h : memref<128x650xf32>)
      scale(%s : f32) samples [0] outs(%c : memref<128x650xf32>)
  return
}

// Four samples of 650 features stay in the first cache. The norms of the first ones, with
// four sums that do not wait for each other and a masked rest; then a polynomial for four
// samples at a time, and their update in one loop with the norms of the next ones.
// CHECK-LABEL: func private @per_analytic_gradient_650_f32_f32_avx512
// CHECK-NOT:     scf.parallel
// CHECK:         scf.for
// CHECK:           scf.for %{{.+}} = %c0 to %c640 step %c64
// CHECK-COUNT-4:     vector.fma
// CHECK:           vector.maskedload
// CHECK:         scf.for
// CHECK:           math.sqrt {{.*}} : vector<16xf32>
// CHECK:           scf.for
// CHECK:             scf.if
// CHECK:               scf.for %{{.+}} = %c0 to %c640 step %c64
// CHECK-NEXT:            %[[NEXT:.+]] = vector.load
// CHECK-NEXT:            vector.fma %[[NEXT]], %[[NEXT]],
// CHECK-NEXT:            %[[H:.+]] = vector.load
// CHECK-NEXT:            %[[C:.+]] = vector.load
// CHECK-NEXT:            %[[SUM:.+]] = vector.fma %{{.+}}, %[[H]], %[[C]]
// CHECK-NEXT:            vector.store %[[SUM]]
// CHECK:               vector.maskedstore
// The last samples have none behind them.
// CHECK:             } else {
// CHECK:               scf.for
// CHECK-NOT:             vector.fma %[[X:.+]], %[[X]],
// CHECK:               vector.maskedstore
// THREADS:       scf.parallel
