// RUN: per-opt %s --per-sink-products --canonicalize --split-input-file | FileCheck %s

#a = affine_map<(i, j, b) -> (b, i)>
#b = affine_map<(i, j, b) -> (b, j)>
#c = affine_map<(i, j, b) -> (i, j)>

// The loop reads the saved activations from the end, at a position computed on
// tensors of one element: cotangents are put where they belong.
// CHECK-DAG: #[[$A:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d3, d1)>
// CHECK-DAG: #[[$B:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d3, d2)>
// CHECK-DAG: #[[$C:.*]] = affine_map<(d0, d1, d2, d3) -> (d1, d2)>
// CHECK-LABEL: func.func @reversed(
// CHECK-SAME: %[[X:.*]]: tensor<5x4x24xf32>, %[[G:.*]]: tensor<4x32xf32>
// CHECK: %[[E:.*]] = tensor.empty() : tensor<5x4x32xf32>
// CHECK: %[[R:.*]]:2 = scf.for {{.*}} iter_args(%[[Y:.*]] = %[[G]], %[[S:.*]] = %[[E]])
// CHECK:   %[[AT:.*]] = arith.minsi
// CHECK-NOT: tensor.extract_slice
// CHECK-NOT: arith.addf
// CHECK:   %[[N:.*]] = tensor.insert_slice %[[Y]] into %[[S]][%[[AT]], 0, 0] [1, 4, 32] [1, 1, 1]
// CHECK:   scf.yield %{{.*}}, %[[N]]
// CHECK: %[[F:.*]] = linalg.fill ins(%cst{{.*}} : f32)
// CHECK: %[[W:.*]] = linalg.generic {indexing_maps = [#[[$A]], #[[$B]], #[[$C]]], iterator_types = ["reduction", "parallel", "parallel", "reduction"]}
// CHECK-SAME: ins(%[[X]], %[[R]]#1 : tensor<5x4x24xf32>, tensor<5x4x32xf32>) outs(%[[F]] : tensor<24x32xf32>)
// CHECK: arith.mulf
// CHECK: arith.addf
// CHECK: return %[[W]], %[[R]]#0
func.func @reversed(%x: tensor<5x4x24xf32>, %g: tensor<4x32xf32>) -> (tensor<24x32xf32>, tensor<4x32xf32>) {
  %zero = arith.constant 0.0 : f32
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %c5 = arith.constant 5 : index
  %last = arith.constant 4 : i32
  %e = tensor.empty() : tensor<24x32xf32>
  %z = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]} outs(%e : tensor<24x32xf32>) {
  ^bb0(%out: f32):
    linalg.yield %zero : f32
  } -> tensor<24x32xf32>
  %r:2 = scf.for %i = %c0 to %c5 step %c1 iter_args(%sum = %z, %y = %g) -> (tensor<24x32xf32>, tensor<4x32xf32>) {
    %t = arith.index_cast %i : index to i32
    %one = tensor.from_elements %t : tensor<i32>
    %none = tensor.empty() : tensor<i32>
    %back = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%one : tensor<i32>) outs(%none : tensor<i32>) {
    ^bb0(%in: i32, %out: i32):
      %0 = arith.subi %last, %in : i32
      linalg.yield %0 : i32
    } -> tensor<i32>
    %s = tensor.extract %back[] : tensor<i32>
    %at = arith.index_cast %s : i32 to index
    %low = arith.maxsi %at, %c0 : index
    %place = arith.minsi %low, %c4 : index
    %h = tensor.extract_slice %x[%place, 0, 0] [1, 4, 24] [1, 1, 1] : tensor<5x4x24xf32> to tensor<4x24xf32>
    %next = linalg.generic {indexing_maps = [#a, #b, #c], iterator_types = ["parallel", "parallel", "reduction"]}
        ins(%h, %y : tensor<4x24xf32>, tensor<4x32xf32>) outs(%sum : tensor<24x32xf32>) {
    ^bb0(%p: f32, %q: f32, %out: f32):
      %0 = arith.mulf %p, %q : f32
      %1 = arith.addf %out, %0 : f32
      linalg.yield %1 : f32
    } -> tensor<24x32xf32>
    %z4 = tensor.empty() : tensor<4x32xf32>
    %d = linalg.exp ins(%y : tensor<4x32xf32>) outs(%z4 : tensor<4x32xf32>) -> tensor<4x32xf32>
    scf.yield %next, %d : tensor<24x32xf32>, tensor<4x32xf32>
  }
  return %r#0, %r#1 : tensor<24x32xf32>, tensor<4x32xf32>
}

// -----

#a = affine_map<(i, j, b) -> (b, i)>
#b = affine_map<(i, j, b) -> (b, j)>
#c = affine_map<(i, j, b) -> (i, j)>

// A slice that is the same in each iteration is no tensor of all of them: it is collected. A second
// sum finds what the first has collected, and a product with a tensor from outside needs nothing.
// CHECK-LABEL: func.func @shared(
// CHECK-SAME: %[[X:.*]]: tensor<3x2x24xf32>, %[[G:.*]]: tensor<2x32xf32>, %[[W:.*]]: tensor<2x40xf32>, %[[I:.*]]: tensor<24x32xf32>, %[[J:.*]]: tensor<40x32xf32>, %[[AT:.*]]: index)
// CHECK: %[[R:.*]]:3 = scf.for %[[T:.*]] = {{.*}} iter_args(%[[Y:.*]] = %[[G]], %[[S0:.*]] = %{{.*}}, %[[S1:.*]] = %{{.*}}) -> (tensor<2x32xf32>, tensor<3x2x24xf32>, tensor<3x2x32xf32>)
// CHECK:   %[[H:.*]] = tensor.extract_slice %[[X]][%[[AT]], 0, 0]
// CHECK-DAG: tensor.insert_slice %[[H]] into %[[S0]][%[[T]], 0, 0]
// CHECK-DAG: tensor.insert_slice %[[Y]] into %[[S1]][%[[T]], 0, 0]
// CHECK-DAG: linalg.generic {{.*}} ins(%[[R]]#1, %[[R]]#2 : {{.*}}) outs(%[[I]] :
// CHECK-DAG: linalg.generic {{.*}} ins(%[[W]], %[[R]]#2 : {{.*}}) outs(%[[J]] :
func.func @shared(%x: tensor<3x2x24xf32>, %g: tensor<2x32xf32>, %w: tensor<2x40xf32>, %i: tensor<24x32xf32>, %j: tensor<40x32xf32>, %at: index)
    -> (tensor<24x32xf32>, tensor<40x32xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %r:3 = scf.for %t = %c0 to %c3 step %c1 iter_args(%p = %i, %q = %j, %y = %g) -> (tensor<24x32xf32>, tensor<40x32xf32>, tensor<2x32xf32>) {
    %h = tensor.extract_slice %x[%at, 0, 0] [1, 2, 24] [1, 1, 1] : tensor<3x2x24xf32> to tensor<2x24xf32>
    %np = linalg.matmul indexing_maps = [affine_map<(i, j, b) -> (b, i)>, affine_map<(i, j, b) -> (b, j)>, affine_map<(i, j, b) -> (i, j)>]
        ins(%h, %y : tensor<2x24xf32>, tensor<2x32xf32>) outs(%p : tensor<24x32xf32>) -> tensor<24x32xf32>
    %nq = linalg.generic {indexing_maps = [#a, #b, #c], iterator_types = ["parallel", "parallel", "reduction"]}
        ins(%w, %y : tensor<2x40xf32>, tensor<2x32xf32>) outs(%q : tensor<40x32xf32>) {
    ^bb0(%u: f32, %v: f32, %out: f32):
      %0 = arith.mulf %u, %v : f32
      %1 = arith.addf %out, %0 : f32
      linalg.yield %1 : f32
    } -> tensor<40x32xf32>
    %z4 = tensor.empty() : tensor<2x32xf32>
    %d = linalg.exp ins(%y : tensor<2x32xf32>) outs(%z4 : tensor<2x32xf32>) -> tensor<2x32xf32>
    scf.yield %np, %nq, %d : tensor<24x32xf32>, tensor<40x32xf32>, tensor<2x32xf32>
  }
  return %r#0, %r#1 : tensor<24x32xf32>, tensor<40x32xf32>
}

// -----

#a = affine_map<(i, j, b) -> (b, i)>
#b = affine_map<(i, j, b) -> (b, j)>
#c = affine_map<(i, j, b) -> (i, j)>

// Factors that are larger than the sum stay in their iterations: micro-batches save memory. So does
// a sum that something else reads, or a loop of unknown length.
// CHECK-LABEL: func.func @kept(
// CHECK: scf.for
// CHECK-COUNT-2: linalg.generic
// CHECK: scf.yield
// CHECK: scf.for
// CHECK: linalg.generic
// CHECK: scf.yield
// CHECK-NOT: linalg.generic
func.func @kept(%x: tensor<8x64x4xf32>, %i: tensor<4x4xf32>, %j: tensor<4x4xf32>, %s: tensor<2x4xf32>, %n: index)
    -> (tensor<4x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  %r:3 = scf.for %t = %c0 to %c8 step %c1 iter_args(%p = %i, %q = %j, %y = %s) -> (tensor<4x4xf32>, tensor<4x4xf32>, tensor<2x4xf32>) {
    %h = tensor.extract_slice %x[%t, 0, 0] [1, 64, 4] [1, 1, 1] : tensor<8x64x4xf32> to tensor<64x4xf32>
    %e = tensor.empty() : tensor<64x4xf32>
    %k = linalg.exp ins(%h : tensor<64x4xf32>) outs(%e : tensor<64x4xf32>) -> tensor<64x4xf32>
    %np = linalg.generic {indexing_maps = [#a, #b, #c], iterator_types = ["parallel", "parallel", "reduction"]}
        ins(%h, %k : tensor<64x4xf32>, tensor<64x4xf32>) outs(%p : tensor<4x4xf32>) {
    ^bb0(%u: f32, %v: f32, %out: f32):
      %0 = arith.mulf %u, %v : f32
      %1 = arith.addf %out, %0 : f32
      linalg.yield %1 : f32
    } -> tensor<4x4xf32>
    %nq = linalg.generic {indexing_maps = [#a, #b, #c], iterator_types = ["parallel", "parallel", "reduction"]}
        ins(%s, %s : tensor<2x4xf32>, tensor<2x4xf32>) outs(%q : tensor<4x4xf32>) {
    ^bb0(%u: f32, %v: f32, %out: f32):
      %0 = arith.mulf %u, %v : f32
      %1 = arith.addf %out, %0 : f32
      linalg.yield %1 : f32
    } -> tensor<4x4xf32>
    %part = tensor.extract_slice %nq[0, 0] [2, 4] [1, 1] : tensor<4x4xf32> to tensor<2x4xf32>
    scf.yield %np, %nq, %part : tensor<4x4xf32>, tensor<4x4xf32>, tensor<2x4xf32>
  }
  %o = scf.for %t = %c0 to %n step %c1 iter_args(%p = %i) -> tensor<4x4xf32> {
    %f = tensor.extract_slice %r#0[%t, 0] [1, 4] [1, 1] : tensor<4x4xf32> to tensor<1x4xf32>
    %np = linalg.generic {indexing_maps = [#a, #b, #c], iterator_types = ["parallel", "parallel", "reduction"]}
        ins(%f, %f : tensor<1x4xf32>, tensor<1x4xf32>) outs(%p : tensor<4x4xf32>) {
    ^bb0(%u: f32, %v: f32, %out: f32):
      %0 = arith.mulf %u, %v : f32
      %1 = arith.addf %out, %0 : f32
      linalg.yield %1 : f32
    } -> tensor<4x4xf32>
    scf.yield %np : tensor<4x4xf32>
  }
  return %r#0, %r#1, %o : tensor<4x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>
}

// -----

// A position that is looked up in a table is not taken for the iteration's.
// CHECK-LABEL: func.func @looked_up(
// CHECK: scf.for {{.*}} -> (tensor<8x8xf32>)
// CHECK: linalg.generic {{.*}} outs(%{{.*}} : tensor<8x8xf32>)
// CHECK: scf.yield
#a = affine_map<(i, j, b) -> (b, i)>
#b = affine_map<(i, j, b) -> (b, j)>
#c = affine_map<(i, j, b) -> (i, j)>
func.func @looked_up(%a: tensor<4x2x8xf32>, %b: tensor<4x2x8xf32>, %init: tensor<8x8xf32>) -> (tensor<8x8xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %t = arith.constant dense<[3, 2, 7, 0]> : tensor<4xi32>
  %r = scf.for %i = %c0 to %c4 step %c1 iter_args(%s = %init) -> (tensor<8x8xf32>) {
    %i32 = arith.index_cast %i : index to i32
    %e = tensor.from_elements %i32 : tensor<i32>
    %em = tensor.empty() : tensor<i32>
    %g = linalg.generic {indexing_maps = [affine_map<() -> (2)>, affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%t, %e : tensor<4xi32>, tensor<i32>) outs(%em : tensor<i32>) {
    ^bb0(%p: i32, %q: i32, %o: i32):
      %z = arith.subi %p, %q : i32
      linalg.yield %z : i32
    } -> tensor<i32>
    %v = tensor.extract %g[] : tensor<i32>
    %j0 = arith.index_cast %v : i32 to index
    %lo = arith.maxsi %j0, %c0 : index
    %c3 = arith.constant 3 : index
    %j = arith.minsi %lo, %c3 : index
    %sa = tensor.extract_slice %a[%j, 0, 0] [1, 2, 8] [1, 1, 1] : tensor<4x2x8xf32> to tensor<2x8xf32>
    %sb = tensor.extract_slice %b[%j, 0, 0] [1, 2, 8] [1, 1, 1] : tensor<4x2x8xf32> to tensor<2x8xf32>
    %n = linalg.generic {indexing_maps = [#a, #b, #c], iterator_types = ["parallel", "parallel", "reduction"]} ins(%sa, %sb : tensor<2x8xf32>, tensor<2x8xf32>) outs(%s : tensor<8x8xf32>) {
    ^bb0(%p: f32, %q: f32, %o: f32):
      %m = arith.mulf %p, %q : f32
      %w = arith.addf %o, %m : f32
      linalg.yield %w : f32
    } -> tensor<8x8xf32>
    scf.yield %n : tensor<8x8xf32>
  }
  return %r : tensor<8x8xf32>
}
