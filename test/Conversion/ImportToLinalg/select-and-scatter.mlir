// RUN: per-opt %s --allow-unregistered-dialect --per-finish-import --canonicalize | FileCheck %s

#s = affine_map<() -> ()>

// Windows of 3 with a stride of 2 overlap: one loop over them, one in them.
// CHECK-LABEL: func @overlapping
// CHECK-SAME: (%[[X:.*]]: tensor<9xf32>, %[[G:.*]]: tensor<4xf32>)
// CHECK: %[[FILL:.*]] = linalg.fill
// CHECK: scf.for %[[W:[a-z0-9]+]] = {{.*}} iter_args(%[[R:.*]] = %[[FILL]])
// CHECK:   %[[S:.*]]:3 = scf.for %[[J:[a-z0-9]+]] = {{.*}} -> (f32, index, i1)
// CHECK:     %[[FIRST:.*]] = arith.muli %[[W]], %{{.*}}
// CHECK:     %[[AT:.*]] = arith.addi %[[FIRST]], %[[J]]
// CHECK:     tensor.extract %[[X]][%[[AT]]]
// CHECK:     arith.cmpf oge
// CHECK:   %[[OLD:.*]] = tensor.extract %[[R]][%[[S]]#1]
// CHECK:   %[[NEW:.*]] = tensor.extract %[[G]][%[[W]]]
// CHECK:   %[[SUM:.*]] = arith.addf %[[OLD]], %[[NEW]]
// CHECK:   tensor.insert %[[SUM]] into %[[R]][%[[S]]#1]
// CHECK-NOT: scf.if

// With padding, elements beyond the edge are no candidates.
// CHECK-LABEL: func @padded
// CHECK: scf.for
// CHECK:   scf.for
// CHECK:     arith.subi
// CHECK:     arith.cmpi sge
// CHECK:     arith.cmpi slt
// CHECK:   scf.if
func.func @overlapping(%x: tensor<9xf32>, %g: tensor<4xf32>) -> tensor<9xf32> {
  %zero = arith.constant dense<0.0> : tensor<f32>
  %r = "stablehlo.select_and_scatter"(%x, %g, %zero) <{window_dimensions = array<i64: 3>, window_strides = array<i64: 2>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %e = tensor.empty() : tensor<i1>
    %s = linalg.generic {indexing_maps = [#s, #s, #s], iterator_types = []}
        ins(%a, %b : tensor<f32>, tensor<f32>) outs(%e : tensor<i1>) {
    ^bb0(%p: f32, %q: f32, %o: i1):
      %t = arith.cmpf oge, %p, %q : f32
      linalg.yield %t : i1
    } -> tensor<i1>
    "stablehlo.return"(%s) : (tensor<i1>) -> ()
  }, {
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %e = tensor.empty() : tensor<f32>
    %s = linalg.generic {indexing_maps = [#s, #s, #s], iterator_types = []}
        ins(%a, %b : tensor<f32>, tensor<f32>) outs(%e : tensor<f32>) {
    ^bb0(%p: f32, %q: f32, %o: f32):
      %t = arith.addf %p, %q : f32
      linalg.yield %t : f32
    } -> tensor<f32>
    "stablehlo.return"(%s) : (tensor<f32>) -> ()
  }) : (tensor<9xf32>, tensor<4xf32>, tensor<f32>) -> tensor<9xf32>
  return %r : tensor<9xf32>
}

func.func @padded(%x: tensor<9xf32>, %g: tensor<5xf32>) -> tensor<9xf32> {
  %zero = arith.constant dense<0.0> : tensor<f32>
  %r = "stablehlo.select_and_scatter"(%x, %g, %zero) <{padding = dense<1> : tensor<1x2xi64>, window_dimensions = array<i64: 3>, window_strides = array<i64: 2>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %t = arith.constant dense<true> : tensor<i1>
    "stablehlo.return"(%t) : (tensor<i1>) -> ()
  }, {
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    "stablehlo.return"(%b) : (tensor<f32>) -> ()
  }) : (tensor<9xf32>, tensor<5xf32>, tensor<f32>) -> tensor<9xf32>
  return %r : tensor<9xf32>
}
