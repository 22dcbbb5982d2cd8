// RUN: per-opt %s --transform-interpreter --canonicalize --cse --split-input-file | FileCheck %s

// Samples are parallel, slices a reduction that carries the cotangent. A tile of
// slices that does not divide has a dynamic size, so its term has `slices = ?`.
// CHECK-LABEL: func @gradient
// CHECK-SAME:    %[[H:.+]]: tensor<30x5xf32>, %[[THETA:.+]]: tensor<5x256xf32>, %[[SCALE:.+]]: f32, %[[C:.+]]: tensor<30x5xf32>)
// CHECK:         scf.for %[[I:[a-z0-9_]+]] = {{.*}} iter_args
// CHECK:           scf.for %[[K:[a-z0-9_]+]] = {{.*}} iter_args(%[[CARRIED:[a-z0-9_]+]] =
// CHECK:           %[[B:.+]] = affine.min #{{.+}}(%[[I]])
// CHECK:             %[[S:.+]] = affine.min #{{.+}}(%[[K]])
// CHECK-DAG:         %[[CT:.+]] = tensor.extract_slice %[[CARRIED]][%[[I]], 0] [%[[B]], 5] [1, 1]
// CHECK-DAG:         %[[HT:.+]] = tensor.extract_slice %[[H]][%[[I]], 0] [%[[B]], 5] [1, 1]
// CHECK-DAG:         %[[TT:.+]] = tensor.extract_slice %[[THETA]][0, %[[K]]] [5, %[[S]]] [1, 1]
// CHECK:             %[[G:.+]] = per.gradient #per.projected_error<slices = ?> ins(%[[HT]], %[[TT]] : tensor<?x5xf32>, tensor<5x?xf32>) scale(%[[SCALE]] : f32) samples [0] outs(%[[CT]] : tensor<?x5xf32>)
// CHECK:             %[[NEW:.+]] = tensor.insert_slice %[[G]] into %[[CARRIED]][%[[I]], 0]
// CHECK:             scf.yield %[[NEW]]
func.func @gradient(%h: tensor<30x5xf32>, %theta: tensor<5x256xf32>, %scale: f32, %c: tensor<30x5xf32>) -> tensor<30x5xf32> {
  %r = per.gradient #per.projected_error<slices = 256> ins(%h, %theta : tensor<30x5xf32>, tensor<5x256xf32>)
      scale(%scale : f32) samples [0] outs(%c : tensor<30x5xf32>) -> tensor<30x5xf32>
  return %r : tensor<30x5xf32>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%root: !transform.any_op {transform.readonly}) {
    %0 = transform.structured.match ops{["per.gradient"]} in %root : (!transform.any_op) -> !transform.any_op
    %1, %loops:2 = transform.structured.tile_using_for %0 tile_sizes [8, 0, 100]
        : (!transform.any_op) -> (!transform.any_op, !transform.any_op, !transform.any_op)
    transform.yield
  }
}

// -----

// Slices that the tile size divides: the tile is a term of 64 slices. The
// producer of the slices is fused into the loop, with its offset.
// CHECK-LABEL: func @fuse
// CHECK:         scf.for %[[K:[a-z0-9_]+]] = {{.*}} iter_args(%[[CARRIED:[a-z0-9_]+]] =
// CHECK:           %[[THETA:.+]] = per.slices {{.*}} slice_offset(%[[K]]) outs(%{{.+}} : tensor<5x64xf32>)
// CHECK:           %[[R:.+]] = per.gradient #per.projected_error<slices = 64> ins(%{{.+}}, %[[THETA]] : tensor<30x5xf32>, tensor<5x64xf32>) {{.*}} outs(%[[CARRIED]] : tensor<30x5xf32>)
// CHECK:           scf.yield %[[R]]
func.func @fuse(%seed: i32, %h: tensor<30x5xf32>, %scale: f32, %c: tensor<30x5xf32>) -> tensor<30x5xf32> {
  %e = tensor.empty() : tensor<5x256xf32>
  %theta = per.slices seed(%seed : i32) step(%seed : i32) site(2) outs(%e : tensor<5x256xf32>) -> tensor<5x256xf32>
  %r = per.gradient #per.projected_error<slices = 256> ins(%h, %theta : tensor<30x5xf32>, tensor<5x256xf32>)
      scale(%scale : f32) samples [0] outs(%c : tensor<30x5xf32>) -> tensor<30x5xf32>
  return %r : tensor<30x5xf32>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%root: !transform.any_op {transform.readonly}) {
    %0 = transform.structured.match ops{["per.gradient"]} in %root : (!transform.any_op) -> !transform.any_op
    %1, %loop = transform.structured.fuse %0 tile_sizes [0, 0, 64]
        : (!transform.any_op) -> (!transform.any_op, !transform.any_op)
    transform.yield
  }
}

// -----

// The term is fused into the loop over its consumer's tiles, with all slices.
// CHECK-LABEL: func @fuse_term
// CHECK:         scf.for %[[I:[a-z0-9_]+]] =
// CHECK:           %[[G:.+]] = per.gradient #per.projected_error<slices = 3> ins(%{{.+}}, %{{.+}} : tensor<10x5xf32>, tensor<5x3xf32>)
// CHECK:           linalg.exp ins(%[[G]] : tensor<10x5xf32>)
func.func @fuse_term(%h: tensor<30x5xf32>, %theta: tensor<5x3xf32>, %scale: f32, %c: tensor<30x5xf32>) -> tensor<30x5xf32> {
  %g = per.gradient #per.projected_error<slices = 3> ins(%h, %theta : tensor<30x5xf32>, tensor<5x3xf32>)
      scale(%scale : f32) samples [0] outs(%c : tensor<30x5xf32>) -> tensor<30x5xf32>
  %e = tensor.empty() : tensor<30x5xf32>
  %r = linalg.exp ins(%g : tensor<30x5xf32>) outs(%e : tensor<30x5xf32>) -> tensor<30x5xf32>
  return %r : tensor<30x5xf32>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%root: !transform.any_op {transform.readonly}) {
    %0 = transform.structured.match ops{["linalg.exp"]} in %root : (!transform.any_op) -> !transform.any_op
    %1, %loop = transform.structured.fuse %0 tile_sizes [10]
        : (!transform.any_op) -> (!transform.any_op, !transform.any_op)
    transform.yield
  }
}

// -----

// l1 couples nothing: both dimensions are parallel.
// CHECK-LABEL: func @forall
// CHECK:         scf.forall (%{{.+}}, %{{.+}}) in (4, 2)
// CHECK:           per.gradient #per.l1 ins(%{{.+}} : tensor<?x3xf32>) {{.*}} outs(%{{.+}} : tensor<?x3xbf16>)
// CHECK:           tensor.parallel_insert_slice
func.func @forall(%h: tensor<30x6xf32>, %scale: f32, %c: tensor<30x6xbf16>) -> tensor<30x6xbf16> {
  %r = per.gradient #per.l1 ins(%h : tensor<30x6xf32>) scale(%scale : f32) samples [0]
      outs(%c : tensor<30x6xbf16>) -> tensor<30x6xbf16>
  return %r : tensor<30x6xbf16>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%root: !transform.any_op {transform.readonly}) {
    %0 = transform.structured.match ops{["per.gradient"]} in %root : (!transform.any_op) -> !transform.any_op
    %1, %loop = transform.structured.tile_using_forall %0 tile_sizes [8, 3]
        : (!transform.any_op) -> (!transform.any_op, !transform.any_op)
    transform.yield
  }
}

// -----

// A term that couples samples tiles over features, here of a dynamic batch.
// CHECK-LABEL: func @coupled_samples
// CHECK:         scf.for %[[J:[a-z0-9_]+]] =
// CHECK:           per.gradient #per.variance_constancy ins(%{{.+}} : tensor<?x3xf32>)
func.func @coupled_samples(%h: tensor<?x6xf32>, %scale: f32, %c: tensor<?x6xf32>) -> tensor<?x6xf32> {
  %r = per.gradient #per.variance_constancy ins(%h : tensor<?x6xf32>) scale(%scale : f32) samples [0]
      outs(%c : tensor<?x6xf32>) -> tensor<?x6xf32>
  return %r : tensor<?x6xf32>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%root: !transform.any_op {transform.readonly}) {
    %0 = transform.structured.match ops{["per.gradient"]} in %root : (!transform.any_op) -> !transform.any_op
    %1, %loop = transform.structured.tile_using_for %0 tile_sizes [0, 3]
        : (!transform.any_op) -> (!transform.any_op, !transform.any_op)
    transform.yield
  }
}

// -----

// The penalty is a scalar that all loops carry. A whole dynamic number of slices
// leaves the regulariser as it is.
// CHECK-LABEL: func @penalty
// CHECK-SAME:    %{{.+}}, %[[R:[a-z0-9_]+]]: tensor<f32>)
// CHECK:         %[[LOOP:.+]] = scf.for {{.*}} iter_args(%[[CARRIED:[a-z0-9_]+]] = %[[R]])
// CHECK:           %[[NEXT:.+]] = per.penalty #per.projected_error ins(%{{.+}}, %{{.+}} : tensor<?x5xf32>, tensor<5x?xf32>) {{.*}} outs(%[[CARRIED]] : tensor<f32>)
// CHECK:           scf.yield %[[NEXT]]
// CHECK:         return %[[LOOP]]
func.func @penalty(%h: tensor<30x5xf32>, %theta: tensor<5x?xf32>, %scale: f32, %r: tensor<f32>) -> tensor<f32> {
  %0 = per.penalty #per.projected_error<slices = 256> ins(%h, %theta : tensor<30x5xf32>, tensor<5x?xf32>)
      scale(%scale : f32) samples [0] outs(%r : tensor<f32>) -> tensor<f32>
  return %0 : tensor<f32>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%root: !transform.any_op {transform.readonly}) {
    %0 = transform.structured.match ops{["per.penalty"]} in %root : (!transform.any_op) -> !transform.any_op
    %1, %loop = transform.structured.tile_using_for %0 tile_sizes [8]
        : (!transform.any_op) -> (!transform.any_op, !transform.any_op)
    transform.yield
  }
}

// -----

// Memrefs: subviews, and the destination is updated in place.
// CHECK-LABEL: func @buffers
// CHECK-SAME:    %[[H:.+]]: memref<30x5xf32>, %[[THETA:.+]]: memref<5x256xf32>, %{{.+}}: f32, %[[R:.+]]: memref<f32>)
// CHECK:         scf.for %[[I:[a-z0-9_]+]] =
// CHECK:           scf.for %[[K:[a-z0-9_]+]] =
// CHECK-DAG:         %[[HT:.+]] = memref.subview %[[H]][%[[I]], 0] [10, 5] [1, 1]
// CHECK-DAG:         %[[TT:.+]] = memref.subview %[[THETA]][0, %[[K]]] [5, 64] [1, 1]
// CHECK:             per.penalty #per.projected_error<slices = 64> ins(%[[HT]], %[[TT]] : {{.*}}) {{.*}} outs(%[[R]] : memref<f32>)
func.func @buffers(%h: memref<30x5xf32>, %theta: memref<5x256xf32>, %scale: f32, %r: memref<f32>) {
  per.penalty #per.projected_error<slices = 256> ins(%h, %theta : memref<30x5xf32>, memref<5x256xf32>)
      scale(%scale : f32) samples [0] outs(%r : memref<f32>)
  return
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%root: !transform.any_op {transform.readonly}) {
    %0 = transform.structured.match ops{["per.penalty"]} in %root : (!transform.any_op) -> !transform.any_op
    %1, %loops:2 = transform.structured.tile_using_for %0 tile_sizes [10, 0, 64]
        : (!transform.any_op) -> (!transform.any_op, !transform.any_op, !transform.any_op)
    transform.yield
  }
}

// -----

// What couples samples and features tiles over slices.
// CHECK-LABEL: func @coupled_both
// CHECK:         scf.for %[[K:[a-z0-9_]+]] = {{.*}} iter_args(%[[CARRIED:[a-z0-9_]+]] =
// CHECK:           per.gradient #per.sliced_wasserstein<p = 2, slices = 64> ins(%{{.+}}, %{{.+}} : tensor<30x5xf32>, tensor<5x64xf32>) {{.*}} outs(%[[CARRIED]] :
func.func @coupled_both(%h: tensor<30x5xf32>, %theta: tensor<5x256xf32>, %scale: f32, %c: tensor<30x5xf32>) -> tensor<30x5xf32> {
  %r = per.gradient #per.sliced_wasserstein<p = 2> ins(%h, %theta : tensor<30x5xf32>, tensor<5x256xf32>)
      scale(%scale : f32) samples [0] outs(%c : tensor<30x5xf32>) -> tensor<30x5xf32>
  return %r : tensor<30x5xf32>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%root: !transform.any_op {transform.readonly}) {
    %0 = transform.structured.match ops{["per.gradient"]} in %root : (!transform.any_op) -> !transform.any_op
    %1, %loop = transform.structured.tile_using_for %0 tile_sizes [0, 0, 64]
        : (!transform.any_op) -> (!transform.any_op, !transform.any_op)
    transform.yield
  }
}
