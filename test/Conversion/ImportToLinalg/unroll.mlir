// RUN: per-opt %s --allow-unregistered-dialect --per-finish-import | FileCheck %s
// RUN: per-opt %s --allow-unregistered-dialect --per-finish-import=max-unrolled-trips=2 | FileCheck %s --check-prefix=FEWER

#id = affine_map<(d0) -> (d0)>
#none = affine_map<(d0) -> ()>

// Three rounds of something elementwise: unrolled. A contraction or reduction in
// the body keeps the loop, and so does a number of rounds that is not known.
// CHECK-LABEL: func @elementwise
// CHECK-NOT: scf.for
// CHECK-COUNT-3: math.exp
// CHECK-NOT: math.exp
// FEWER-LABEL: func @elementwise
// FEWER: scf.for
func.func @elementwise(%x: tensor<8xf32>) -> tensor<8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %r = scf.for %i = %c0 to %c3 step %c1 iter_args(%c = %x) -> tensor<8xf32> {
    %n = linalg.generic {indexing_maps = [#id], iterator_types = ["parallel"]} outs(%c : tensor<8xf32>) {
    ^bb0(%o: f32):
      %q = math.exp %o : f32
      linalg.yield %q : f32
    } -> tensor<8xf32>
    scf.yield %n : tensor<8xf32>
  }
  return %r : tensor<8xf32>
}

// CHECK-LABEL: func @reduction
// CHECK: scf.for
func.func @reduction(%x: tensor<8xf32>, %s: tensor<f32>) -> tensor<f32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %r = scf.for %i = %c0 to %c3 step %c1 iter_args(%c = %s) -> tensor<f32> {
    %n = linalg.generic {indexing_maps = [#id, #none], iterator_types = ["reduction"]}
        ins(%x : tensor<8xf32>) outs(%c : tensor<f32>) {
    ^bb0(%a: f32, %o: f32):
      %q = arith.addf %a, %o : f32
      linalg.yield %q : f32
    } -> tensor<f32>
    scf.yield %n : tensor<f32>
  }
  return %r : tensor<f32>
}

// CHECK-LABEL: func @run_time_bound
// CHECK: scf.for
func.func @run_time_bound(%x: tensor<8xf32>, %n: index) -> tensor<8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%c = %x) -> tensor<8xf32> {
    %m = linalg.generic {indexing_maps = [#id], iterator_types = ["parallel"]} outs(%c : tensor<8xf32>) {
    ^bb0(%o: f32):
      %q = math.exp %o : f32
      linalg.yield %q : f32
    } -> tensor<8xf32>
    scf.yield %m : tensor<8xf32>
  }
  return %r : tensor<8xf32>
}
