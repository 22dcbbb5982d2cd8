// RUN: per-opt %s --allow-unregistered-dialect --per-finish-import=max-unrolled-trips=0 --canonicalize --split-input-file | FileCheck %s

#s = affine_map<() -> ()>

// A counter from constant to constant, with a step of 3: 4, 7, 10.
// CHECK-LABEL: func @counted
// CHECK-SAME: (%[[X:.*]]: tensor<8xf32>)
// CHECK-DAG: %[[LOWER:.*]] = arith.constant 4 : index
// CHECK-DAG: %[[UPPER:.*]] = arith.constant 12 : index
// CHECK-DAG: %[[STEP:.*]] = arith.constant 3 : index
// CHECK-DAG: %[[LAST:.*]] = arith.constant dense<13> : tensor<i32>
// CHECK: %[[LOOP:.*]] = scf.for %[[I:[a-z0-9]+]] = %[[LOWER]] to %[[UPPER]] step %[[STEP]] iter_args(%[[C:.*]] = %[[X]])
// CHECK:   %[[INT:.*]] = arith.index_cast %[[I]] : index to i32
// CHECK:   %[[COUNTER:.*]] = tensor.from_elements %[[INT]] : tensor<i32>
// CHECK:   %[[NEXT:.*]] = func.call @body(%[[COUNTER]], %[[C]])
// CHECK:   scf.yield %[[NEXT]]
// CHECK: return %[[LAST]], %[[LOOP]]
func.func @counted(%x: tensor<8xf32>) -> (tensor<i32>, tensor<8xf32>) {
  %start = arith.constant dense<4> : tensor<i32>
  %stop = arith.constant dense<12> : tensor<i32>
  %three = arith.constant 3 : i32
  %r:2 = "stablehlo.while"(%start, %x) ({
  ^bb0(%i: tensor<i32>, %c: tensor<8xf32>):
    %e = tensor.empty() : tensor<i1>
    %p = linalg.generic {indexing_maps = [#s, #s, #s], iterator_types = []}
        ins(%i, %stop : tensor<i32>, tensor<i32>) outs(%e : tensor<i1>) {
    ^bb0(%a: i32, %b: i32, %o: i1):
      %q = arith.cmpi slt, %a, %b : i32
      linalg.yield %q : i1
    } -> tensor<i1>
    "stablehlo.return"(%p) : (tensor<i1>) -> ()
  }, {
  ^bb0(%i: tensor<i32>, %c: tensor<8xf32>):
    %n = func.call @body(%i, %c) : (tensor<i32>, tensor<8xf32>) -> tensor<8xf32>
    %e = tensor.empty() : tensor<i32>
    %j = linalg.generic {indexing_maps = [#s, #s], iterator_types = []}
        ins(%i : tensor<i32>) outs(%e : tensor<i32>) {
    ^bb0(%a: i32, %o: i32):
      %q = arith.addi %three, %a : i32
      linalg.yield %q : i32
    } -> tensor<i32>
    "stablehlo.return"(%j, %n) : (tensor<i32>, tensor<8xf32>) -> ()
  }) : (tensor<i32>, tensor<8xf32>) -> (tensor<i32>, tensor<8xf32>)
  return %r#0, %r#1 : tensor<i32>, tensor<8xf32>
}
func.func private @body(tensor<i32>, tensor<8xf32>) -> tensor<8xf32>

// -----

#s = affine_map<() -> ()>

// Bounds of run time: the upper one is carried, and unchanged.
// CHECK-LABEL: func @run_time_bounds
// CHECK-SAME: (%[[LOW:.*]]: tensor<i64>, %[[HIGH:.*]]: tensor<i64>, %[[X:.*]]: tensor<f32>)
// CHECK-DAG: %[[A:.*]] = tensor.extract %[[LOW]][]
// CHECK-DAG: %[[LOWER:.*]] = arith.index_cast %[[A]] : i64 to index
// CHECK-DAG: %[[B:.*]] = tensor.extract %[[HIGH]][]
// CHECK-DAG: %[[UPPER:.*]] = arith.index_cast %[[B]] : i64 to index
// CHECK: scf.for %{{.*}} = %[[LOWER]] to %[[UPPER]] step %{{.*}} iter_args(%{{.*}} = %[[X]])
// CHECK: %[[LAST:.*]] = arith.maxsi %[[LOWER]], %[[UPPER]]
// CHECK: arith.index_cast %[[LAST]] : index to i64
func.func @run_time_bounds(%low: tensor<i64>, %high: tensor<i64>, %x: tensor<f32>) -> (tensor<i64>, tensor<f32>) {
  %one = arith.constant dense<1> : tensor<i64>
  %r:3 = "stablehlo.while"(%low, %high, %x) ({
  ^bb0(%i: tensor<i64>, %n: tensor<i64>, %c: tensor<f32>):
    %e = tensor.empty() : tensor<i1>
    %p = linalg.generic {indexing_maps = [#s, #s, #s], iterator_types = []}
        ins(%i, %n : tensor<i64>, tensor<i64>) outs(%e : tensor<i1>) {
    ^bb0(%a: i64, %b: i64, %o: i1):
      %q = arith.cmpi slt, %a, %b : i64
      linalg.yield %q : i1
    } -> tensor<i1>
    "stablehlo.return"(%p) : (tensor<i1>) -> ()
  }, {
  ^bb0(%i: tensor<i64>, %n: tensor<i64>, %c: tensor<f32>):
    %e = tensor.empty() : tensor<i64>
    %j = linalg.generic {indexing_maps = [#s, #s, #s], iterator_types = []}
        ins(%i, %one : tensor<i64>, tensor<i64>) outs(%e : tensor<i64>) {
    ^bb0(%a: i64, %b: i64, %o: i64):
      %q = arith.addi %a, %b : i64
      linalg.yield %q : i64
    } -> tensor<i64>
    %d = linalg.generic {indexing_maps = [#s], iterator_types = []} outs(%c : tensor<f32>) {
    ^bb0(%o: f32):
      %q = arith.addf %o, %o : f32
      linalg.yield %q : f32
    } -> tensor<f32>
    "stablehlo.return"(%j, %n, %d) : (tensor<i64>, tensor<i64>, tensor<f32>) -> ()
  }) : (tensor<i64>, tensor<i64>, tensor<f32>) -> (tensor<i64>, tensor<i64>, tensor<f32>)
  return %r#0, %r#2 : tensor<i64>, tensor<f32>
}

// -----

#s = affine_map<() -> ()>

// The condition is computed on scalars; a reduction in it stays one.
// CHECK-LABEL: func @not_counted
// CHECK: scf.while (%[[C:.*]] = %{{.*}})
// CHECK:   %[[SUM:.*]] = linalg.generic {{.*}} iterator_types = ["reduction"]
// CHECK:   %[[SCALAR:.*]] = tensor.extract %[[SUM]][]
// CHECK:   %[[P:.*]] = arith.cmpf olt, %[[SCALAR]], %{{.*}}
// CHECK:   scf.condition(%[[P]]) %[[C]]
// CHECK: } do {
// CHECK:   scf.yield
func.func @not_counted(%x: tensor<8xf32>) -> tensor<8xf32> {
  %zero = arith.constant dense<0.0> : tensor<f32>
  %limit = arith.constant 100.0 : f32
  %r = "stablehlo.while"(%x) ({
  ^bb0(%c: tensor<8xf32>):
    %sum = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> ()>], iterator_types = ["reduction"]}
        ins(%c : tensor<8xf32>) outs(%zero : tensor<f32>) {
    ^bb0(%a: f32, %o: f32):
      %q = arith.addf %a, %o : f32
      linalg.yield %q : f32
    } -> tensor<f32>
    %e = tensor.empty() : tensor<i1>
    %p = linalg.generic {indexing_maps = [#s, #s], iterator_types = []}
        ins(%sum : tensor<f32>) outs(%e : tensor<i1>) {
    ^bb0(%a: f32, %o: i1):
      %q = arith.cmpf olt, %a, %limit : f32
      linalg.yield %q : i1
    } -> tensor<i1>
    "stablehlo.return"(%p) : (tensor<i1>) -> ()
  }, {
  ^bb0(%c: tensor<8xf32>):
    %n = func.call @body(%c) : (tensor<8xf32>) -> tensor<8xf32>
    "stablehlo.return"(%n) : (tensor<8xf32>) -> ()
  }) : (tensor<8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}
func.func private @body(tensor<8xf32>) -> tensor<8xf32>
