// RUN: per-opt %s --transform-interpreter --canonicalize --cse --split-input-file | FileCheck %s

// Tiles that do not divide: 650 = 10 * 64 + 10 elements, 256 = 2 * 100 + 56
// slices. The tile's offsets are added to those of the op.
// CHECK-LABEL: func @slices
// CHECK-SAME:    %[[SEED:[a-z0-9_]+]]: i32, %[[K0:[a-z0-9_]+]]: index, %[[N:[a-z0-9_]+]]: tensor<256xi64>, %[[OUT:[a-z0-9_]+]]: tensor<650x256xf32>)
// CHECK:         scf.for %[[I:[a-z0-9_]+]] = {{.*}} iter_args
// CHECK:           scf.for %[[K:[a-z0-9_]+]] = {{.*}} iter_args(%[[CARRIED:[a-z0-9_]+]] =
// CHECK:           %[[D:[a-z0-9_]+]] = affine.min #{{.+}}(%[[I]])
// CHECK:             %[[S:[a-z0-9_]+]] = affine.min #{{.+}}(%[[K]])
// CHECK-DAG:         %[[TILE:[a-z0-9_]+]] = tensor.extract_slice %[[CARRIED]][%[[I]], %[[K]]] [%[[D]], %[[S]]] [1, 1]
// CHECK-DAG:         %[[NORMS:[a-z0-9_]+]] = tensor.extract_slice %[[N]][%[[K]]] [%[[S]]] [1]
// CHECK-DAG:         %[[K1:[a-z0-9_]+]] = affine.apply #{{.+}}()[%[[K0]], %[[K]]]
// CHECK:             per.slices {{.*}} site(3) element_offset(%[[I]]) slice_offset(%[[K1]]) norms(%[[NORMS]] : tensor<?xi64>) outs(%[[TILE]] : tensor<?x?xf32>)
// CHECK:             tensor.insert_slice %{{.+}} into %[[CARRIED]][%[[I]], %[[K]]] [%[[D]], %[[S]]] [1, 1]
func.func @slices(%seed: i32, %k0: index, %n: tensor<256xi64>, %out: tensor<650x256xf32>) -> tensor<650x256xf32> {
  %r = per.slices seed(%seed : i32) step(%seed : i32) site(3) slice_offset(%k0) norms(%n : tensor<256xi64>)
      outs(%out : tensor<650x256xf32>) -> tensor<650x256xf32>
  return %r : tensor<650x256xf32>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%root: !transform.any_op {transform.readonly}) {
    %0 = transform.structured.match ops{["per.slices"]} in %root : (!transform.any_op) -> !transform.any_op
    %1, %loops:2 = transform.structured.tile_using_for %0 tile_sizes [64, 100]
        : (!transform.any_op) -> (!transform.any_op, !transform.any_op, !transform.any_op)
    transform.yield
  }
}

// -----

// Whole slices need no norms: tiles over slices only, in parallel.
// CHECK-LABEL: func @whole
// CHECK:         scf.forall (%[[T:[a-z0-9_]+]]) in (4) shared_outs(%[[OUT:[a-z0-9_]+]] =
// CHECK:           %[[K:[a-z0-9_]+]] = affine.apply #{{.+}}(%[[T]])
// CHECK:           %[[TILE:[a-z0-9_]+]] = tensor.extract_slice %[[OUT]][0, %[[K]]] [650, 64] [1, 1]
// CHECK:           per.slices {{.*}} site(3) slice_offset(%[[K]]) outs(%[[TILE]] : tensor<650x64xf32>)
func.func @whole(%seed: i32, %out: tensor<650x256xf32>) -> tensor<650x256xf32> {
  %r = per.slices seed(%seed : i32) step(%seed : i32) site(3) outs(%out : tensor<650x256xf32>) -> tensor<650x256xf32>
  return %r : tensor<650x256xf32>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%root: !transform.any_op {transform.readonly}) {
    %0 = transform.structured.match ops{["per.slices"]} in %root : (!transform.any_op) -> !transform.any_op
    %1, %loop = transform.structured.tile_using_forall %0 tile_sizes [0, 64]
        : (!transform.any_op) -> (!transform.any_op, !transform.any_op)
    transform.yield
  }
}

// -----

// Decomposed first, slices tile over elements too.
// CHECK-LABEL: func @decomposed
// CHECK:         %[[N:[a-z0-9_]+]] = per.slice_norms
// CHECK:         scf.for %[[I:[a-z0-9_]+]] =
// CHECK:           per.slices {{.*}} element_offset(%[[I]]) norms(%[[N]] : tensor<3xi64>) outs(%{{.+}} : tensor<?x3xf32>)
func.func @decomposed(%seed: i32, %out: tensor<650x3xf32>) -> tensor<650x3xf32> {
  %r = per.slices seed(%seed : i32) step(%seed : i32) site(3) outs(%out : tensor<650x3xf32>) -> tensor<650x3xf32>
  return %r : tensor<650x3xf32>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%root: !transform.any_op {transform.readonly}) {
    %0 = transform.structured.match ops{["per.slices"]} in %root : (!transform.any_op) -> !transform.any_op
    %1 = transform.structured.decompose_interface %0 : (!transform.any_op) -> !transform.any_op
    %2 = transform.structured.match ops{["per.slices"]} in %root : (!transform.any_op) -> !transform.any_op
    %3, %loop = transform.structured.tile_using_for %2 tile_sizes [64]
        : (!transform.any_op) -> (!transform.any_op, !transform.any_op)
    transform.yield
  }
}

// -----

// Slices are a parallel dimension of the norms, elements a reduction.
// CHECK-LABEL: func @norms
// CHECK-SAME:    %[[SEED:[a-z0-9_]+]]: i32, %[[D:[a-z0-9_]+]]: index, %[[I0:[a-z0-9_]+]]: index, %[[OUT:[a-z0-9_]+]]: tensor<3xi64>)
// CHECK:         scf.for %[[K:[a-z0-9_]+]] = {{.*}} iter_args
// CHECK:           scf.for %[[I:[a-z0-9_]+]] = %{{.+}} to %[[D]] step {{.*}} iter_args(%[[CARRIED:[a-z0-9_]+]] =
// CHECK:           %[[S:[a-z0-9_]+]] = affine.min #{{.+}}(%[[K]])
// CHECK-DAG:         %[[E:[a-z0-9_]+]] = affine.min #{{.+}}(%[[I]])[%[[D]]]
// CHECK-DAG:         %[[TILE:[a-z0-9_]+]] = tensor.extract_slice %[[CARRIED]][%[[K]]] [%[[S]]] [1]
// CHECK-DAG:         %[[I1:[a-z0-9_]+]] = affine.apply #{{.+}}()[%[[I0]], %[[I]]]
// CHECK:             per.slice_norms {{.*}} elements(%[[E]]) element_offset(%[[I1]]) slice_offset(%[[K]]) outs(%[[TILE]] : tensor<?xi64>)
func.func @norms(%seed: i32, %d: index, %i0: index, %out: tensor<3xi64>) -> tensor<3xi64> {
  %r = per.slice_norms seed(%seed : i32) step(%seed : i32) site(3) elements(%d) element_offset(%i0)
      outs(%out : tensor<3xi64>) -> tensor<3xi64>
  return %r : tensor<3xi64>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%root: !transform.any_op {transform.readonly}) {
    %0 = transform.structured.match ops{["per.slice_norms"]} in %root : (!transform.any_op) -> !transform.any_op
    %1, %loops:2 = transform.structured.tile_using_for %0 tile_sizes [2, 64]
        : (!transform.any_op) -> (!transform.any_op, !transform.any_op, !transform.any_op)
    transform.yield
  }
}

// -----

// Memrefs are tiled in place.
// CHECK-LABEL: func @buffers
// CHECK-SAME:    %[[SEED:[a-z0-9_]+]]: i32, %[[OUT:[a-z0-9_]+]]: memref<650x256xi16>)
// CHECK:         scf.for %[[I:[a-z0-9_]+]] =
// CHECK:           scf.for %[[K:[a-z0-9_]+]] =
// CHECK:             %[[TILE:[a-z0-9_]+]] = memref.subview %[[OUT]][%[[I]], %[[K]]]
// CHECK:             per.slices {{.*}} element_offset(%[[I]]) slice_offset(%[[K]]) outs(%[[TILE]] : memref<?x?xi16, {{.*}}>)
func.func @buffers(%seed: i32, %out: memref<650x256xi16>) {
  per.slices seed(%seed : i32) step(%seed : i32) site(3) outs(%out : memref<650x256xi16>)
  return
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%root: !transform.any_op {transform.readonly}) {
    %0 = transform.structured.match ops{["per.slices"]} in %root : (!transform.any_op) -> !transform.any_op
    %1, %loops:2 = transform.structured.tile_using_for %0 tile_sizes [64, 100]
        : (!transform.any_op) -> (!transform.any_op, !transform.any_op, !transform.any_op)
    transform.yield
  }
}
