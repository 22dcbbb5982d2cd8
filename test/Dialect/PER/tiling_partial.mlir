// RUN: per-opt %s --transform-interpreter --canonicalize --cse --split-input-file -verify-diagnostics | FileCheck %s

// Four threads, each with a penalty of its own, which are added to the
// destination at the end.
// CHECK-LABEL: func @penalty
// CHECK-SAME:    %[[H:.+]]: tensor<30x5xf32>, %[[SCALE:.+]]: f32, %[[R:.+]]: tensor<f32>)
// CHECK:         %[[ZEROS:.+]] = linalg.fill {{.*}} -> tensor<4xf32>
// CHECK:         %[[PARTS:.+]] = scf.forall (%[[T:[a-z0-9_]+]]) in (4) shared_outs(%[[OUT:[a-z0-9_]+]] = %[[ZEROS]])
// CHECK:           %[[ENTRY:.+]] = tensor.extract_slice %[[OUT]][%[[T]]] [1] [1] : tensor<4xf32> to tensor<f32>
// CHECK:           %[[HT:.+]] = tensor.extract_slice %[[H]]
// CHECK:           %[[PART:.+]] = per.penalty #per.l1 ins(%[[HT]] : tensor<?x5xf32>) scale(%[[SCALE]] : f32) samples [0] outs(%[[ENTRY]] : tensor<f32>)
// CHECK:           tensor.parallel_insert_slice %[[PART]] into %[[OUT]][%[[T]]] [1] [1]
// CHECK:         %[[SUM:.+]] = linalg.reduce ins(%[[PARTS]] : tensor<4xf32>) outs(%[[R]] : tensor<f32>) dimensions = [0]
// CHECK:         return %[[SUM]]
func.func @penalty(%h: tensor<30x5xf32>, %scale: f32, %r: tensor<f32>) -> tensor<f32> {
  %0 = per.penalty #per.l1 ins(%h : tensor<30x5xf32>) scale(%scale : f32) samples [0] outs(%r : tensor<f32>) -> tensor<f32>
  return %0 : tensor<f32>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%root: !transform.any_op {transform.readonly}) {
    %0 = transform.structured.match ops{["per.penalty"]} in %root : (!transform.any_op) -> !transform.any_op
    %fill, %part, %merge, %loop = transform.structured.tile_reduction_using_forall %0 by num_threads = [4] tile_sizes = []
        : (!transform.any_op) -> (!transform.any_op, !transform.any_op, !transform.any_op, !transform.any_op)
    transform.yield
  }
}

// -----

// Norms: parts of the elements; the offset of each part is added.
// CHECK-LABEL: func @norms
// CHECK-SAME:    %[[N:[a-z0-9_]+]]: tensor<3xi64>)
// CHECK:         %[[ZEROS:.+]] = linalg.fill {{.*}} -> tensor<3x8xi64>
// CHECK:         %[[PARTS:.+]] = scf.forall (%[[T:[a-z0-9_]+]]) in (8) shared_outs(%[[OUT:[a-z0-9_]+]] = %[[ZEROS]])
// CHECK:           %[[ENTRY:.+]] = tensor.extract_slice %[[OUT]][0, %[[T]]] [3, 1] [1, 1] : tensor<3x8xi64> to tensor<3xi64>
// CHECK:           %[[PART:.+]] = per.slice_norms {{.*}} elements(%{{.+}}) element_offset(%{{.+}}) outs(%[[ENTRY]] : tensor<3xi64>)
// CHECK:           tensor.parallel_insert_slice %[[PART]] into %[[OUT]][0, %[[T]]] [3, 1] [1, 1]
// CHECK:         linalg.reduce ins(%[[PARTS]] : tensor<3x8xi64>) outs(%[[N]] : tensor<3xi64>) dimensions = [1]
func.func @norms(%seed: i32, %n: tensor<3xi64>) -> tensor<3xi64> {
  %d = arith.constant 650 : index
  %0 = per.slice_norms seed(%seed : i32) step(%seed : i32) site(3) elements(%d) outs(%n : tensor<3xi64>) -> tensor<3xi64>
  return %0 : tensor<3xi64>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%root: !transform.any_op {transform.readonly}) {
    %0 = transform.structured.match ops{["per.slice_norms"]} in %root : (!transform.any_op) -> !transform.any_op
    %fill, %part, %merge, %loop = transform.structured.tile_reduction_using_forall %0 by num_threads = [0, 8] tile_sizes = []
        : (!transform.any_op) -> (!transform.any_op, !transform.any_op, !transform.any_op, !transform.any_op)
    transform.yield
  }
}
