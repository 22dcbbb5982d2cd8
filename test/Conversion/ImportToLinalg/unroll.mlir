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

// A constant that is carried and rotated: its elements are constants afterwards.
// CHECK-LABEL: func @rotations
// CHECK-NOT: tensor.extract_slice
// CHECK-DAG: arith.constant dense<13> : tensor<1xi32>
// CHECK-DAG: arith.constant dense<15> : tensor<1xi32>
// CHECK-DAG: arith.constant dense<17> : tensor<1xi32>
// CHECK-NOT: tensor.extract_slice
// CHECK: return
func.func @rotations(%x: tensor<1xi32>) -> tensor<1xi32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %odd = arith.constant dense<[13, 17]> : tensor<2xi32>
  %even = arith.constant dense<[15, 19]> : tensor<2xi32>
  %r:3 = scf.for %i = %c0 to %c3 step %c1 iter_args(%c = %x, %a = %odd, %b = %even)
      -> (tensor<1xi32>, tensor<2xi32>, tensor<2xi32>) {
    %s = tensor.extract_slice %a[0] [1] [1] : tensor<2xi32> to tensor<1xi32>
    %t = tensor.extract_slice %a[1] [1] [1] : tensor<2xi32> to tensor<1xi32>
    %n = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]}
        ins(%s, %t : tensor<1xi32>, tensor<1xi32>) outs(%c : tensor<1xi32>) {
    ^bb0(%p: i32, %q: i32, %o: i32):
      %u = arith.shli %o, %p : i32
      %v = arith.shrui %u, %q : i32
      linalg.yield %v : i32
    } -> tensor<1xi32>
    scf.yield %n, %b, %a : tensor<1xi32>, tensor<2xi32>, tensor<2xi32>
  }
  return %r#0 : tensor<1xi32>
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
