// RUN: per-opt %s --allow-unregistered-dialect --per-finish-import --canonicalize | FileCheck %s

#s = affine_map<() -> ()>

// 17 elements need five passes; a loop of two passes runs three times.
// CHECK-LABEL: func @columns
// CHECK-SAME: (%[[X:.*]]: tensor<17x5xf32>, %[[N:.*]]: tensor<17x5xi32>)
// CHECK-DAG: %[[THREE:.*]] = arith.constant 3 : index
// CHECK-DAG: %[[FIVE:.*]] = arith.constant 5 : index
// CHECK-DAG: %[[SIZE:.*]] = arith.constant 17 : index
// CHECK: scf.for %[[COLUMN:[a-z0-9]+]] = %{{.*}} to %[[FIVE]] step %{{.*}} iter_args(%[[A:.*]] = %[[X]], %[[B:.*]] = %[[N]])
// CHECK:   %[[KEYS:.*]] = tensor.extract_slice %[[A]][0, %[[COLUMN]]] [17, 1] [1, 1] : tensor<17x5xf32> to tensor<17xf32>
// CHECK:   tensor.extract_slice %[[B]][0, %[[COLUMN]]]
// CHECK:   bufferization.alloc_tensor() : tensor<17xf32>
// CHECK:   bufferization.alloc_tensor() : tensor<17xi32>
// CHECK:   scf.for %{{.*}} = %{{.*}} to %[[THREE]]
// Two runs from both ends at once, as far as the shorter one goes; then the rest
// of the longer one.
// CHECK:     scf.for %[[START:[a-z0-9_]+]] = %{{.*}} to %[[SIZE]]
// CHECK-COUNT-2: arith.minui
// CHECK:       %[[SAFE:.*]] = arith.minui
// CHECK:       scf.for %{{.*}} = %{{.*}} to %[[SAFE]]
// CHECK:         arith.cmpf olt
// CHECK-COUNT-2: tensor.insert
// CHECK:         arith.cmpf olt
// CHECK-COUNT-2: tensor.insert
// CHECK:       scf.for
// CHECK:         arith.cmpf olt
// CHECK-COUNT-2: tensor.insert
// CHECK:     scf.for %{{.*}} = %{{.*}} to %[[SIZE]]
// CHECK:   tensor.insert_slice %{{.*}} into %[[A]][0, %[[COLUMN]]] [17, 1] [1, 1]
func.func @columns(%x: tensor<17x5xf32>, %n: tensor<17x5xi32>) -> (tensor<17x5xf32>, tensor<17x5xi32>) {
  %r:2 = "stablehlo.sort"(%x, %n) <{dimension = 0 : i64, is_stable = true}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>, %c: tensor<i32>, %d: tensor<i32>):
    %e = tensor.empty() : tensor<i1>
    %s = linalg.generic {indexing_maps = [#s, #s, #s], iterator_types = []}
        ins(%a, %b : tensor<f32>, tensor<f32>) outs(%e : tensor<i1>) {
    ^bb0(%p: f32, %q: f32, %o: i1):
      %t = arith.cmpf olt, %p, %q : f32
      linalg.yield %t : i1
    } -> tensor<i1>
    "stablehlo.return"(%s) : (tensor<i1>) -> ()
  }) : (tensor<17x5xf32>, tensor<17x5xi32>) -> (tensor<17x5xf32>, tensor<17x5xi32>)
  return %r#0, %r#1 : tensor<17x5xf32>, tensor<17x5xi32>
}

// CHECK-LABEL: func @one_element
// CHECK-SAME: (%[[X:.*]]: tensor<4x1xf32>)
// CHECK-NEXT: return %[[X]]
func.func @one_element(%x: tensor<4x1xf32>) -> tensor<4x1xf32> {
  %r = "stablehlo.sort"(%x) <{dimension = -1 : i64}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %t = arith.constant dense<true> : tensor<i1>
    "stablehlo.return"(%t) : (tensor<i1>) -> ()
  }) : (tensor<4x1xf32>) -> tensor<4x1xf32>
  return %r : tensor<4x1xf32>
}
