// RUN: per-opt %s --allow-unregistered-dialect --per-finish-import --canonicalize | FileCheck %s

#s = affine_map<() -> ()>

// An embedding's gradient: windows are rows. The body is taken out of its
// generic, into one over the row.
// CHECK-LABEL: func @rows
// CHECK-SAME: (%[[X:.*]]: tensor<8x5xf32>, %[[I:.*]]: tensor<3x4x1xi32>, %[[U:.*]]: tensor<3x4x5xf32>)
// CHECK-DAG: %[[ZERO:.*]] = arith.constant 0 : index
// CHECK-DAG: %[[LAST:.*]] = arith.constant 7 : index
// CHECK: scf.for %[[A:[a-z0-9]+]] = {{.*}} iter_args(%[[C0:.*]] = %[[X]])
// CHECK:   scf.for %[[B:[a-z0-9]+]] = {{.*}} iter_args(%[[C:.*]] = %[[C0]])
// CHECK:     %[[INT:.*]] = tensor.extract %[[I]][%[[A]], %[[B]], %[[ZERO]]]
// CHECK:     %[[ROW:.*]] = arith.index_cast %[[INT]]
// CHECK:     %[[LOW:.*]] = arith.cmpi sge, %[[ROW]], %[[ZERO]]
// CHECK:     %[[HIGH:.*]] = arith.cmpi sle, %[[ROW]], %[[LAST]]
// CHECK:     %[[IN:.*]] = arith.andi %[[LOW]], %[[HIGH]]
// CHECK:     scf.if %[[IN]]
// CHECK:       %[[OLD:.*]] = tensor.extract_slice %[[C]][%[[ROW]], 0] [1, 5] [1, 1] : tensor<8x5xf32> to tensor<5xf32>
// CHECK:       %[[NEW:.*]] = tensor.extract_slice %[[U]][%[[A]], %[[B]], 0] [1, 1, 5] [1, 1, 1] : tensor<3x4x5xf32> to tensor<5xf32>
// CHECK:       %[[SUM:.*]] = linalg.generic {{.*}} ins(%[[NEW]] : tensor<5xf32>) outs(%[[OLD]] : tensor<5xf32>)
// CHECK:       ^bb0(%[[N:.*]]: f32, %[[O:.*]]: f32):
// CHECK:         arith.addf %[[O]], %[[N]]
// CHECK:       tensor.insert_slice %[[SUM]] into %[[C]][%[[ROW]], 0] [1, 5] [1, 1]
// CHECK:     } else {
// CHECK:       scf.yield %[[C]]
func.func @rows(%x: tensor<8x5xf32>, %i: tensor<3x4x1xi32>, %u: tensor<3x4x5xf32>) -> tensor<8x5xf32> {
  %r = "stablehlo.scatter"(%x, %i, %u) <{scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [2], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 2>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %e = tensor.empty() : tensor<f32>
    %s = linalg.generic {indexing_maps = [#s, #s, #s], iterator_types = []}
        ins(%a, %b : tensor<f32>, tensor<f32>) outs(%e : tensor<f32>) {
    ^bb0(%p: f32, %q: f32, %o: f32):
      %t = arith.addf %p, %q : f32
      linalg.yield %t : f32
    } -> tensor<f32>
    "stablehlo.return"(%s) : (tensor<f32>) -> ()
  }) : (tensor<8x5xf32>, tensor<3x4x1xi32>, tensor<3x4x5xf32>) -> tensor<8x5xf32>
  return %r : tensor<8x5xf32>
}

// Labels: windows are elements; the index vector stands first.
// CHECK-LABEL: func @elements
// CHECK-SAME: (%[[X:.*]]: tensor<8x5xf32>, %[[I:.*]]: tensor<2x8xi64>, %[[U:.*]]: tensor<8xf32>)
// CHECK: scf.for %[[A:[a-z0-9]+]] =
// CHECK-COUNT-2: tensor.extract %[[I]]
// CHECK: scf.if
// CHECK:   %[[NEW:.*]] = tensor.extract %[[U]][%[[A]]]
// CHECK:   tensor.insert %[[NEW]] into %{{.*}}[%{{.*}}, %{{.*}}]
func.func @elements(%x: tensor<8x5xf32>, %i: tensor<2x8xi64>, %u: tensor<8xf32>) -> tensor<8x5xf32> {
  %r = "stablehlo.scatter"(%x, %i, %u) <{scatter_dimension_numbers = #stablehlo.scatter<inserted_window_dims = [0, 1], scatter_dims_to_operand_dims = [0, 1]>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    "stablehlo.return"(%b) : (tensor<f32>) -> ()
  }) : (tensor<8x5xf32>, tensor<2x8xi64>, tensor<8xf32>) -> tensor<8x5xf32>
  return %r : tensor<8x5xf32>
}

// Two operands with one body, and an index that was unsigned.
// CHECK-LABEL: func @two_operands
// CHECK: arith.index_castui
// CHECK: tensor.insert %{{.*}} into
// CHECK: tensor.insert %{{.*}} into
func.func @two_operands(%x: tensor<8xf32>, %y: tensor<8xi32>, %i: tensor<3x1xui8>, %u: tensor<3xf32>, %v: tensor<3xi32>) -> (tensor<8xf32>, tensor<8xi32>) {
  %r:2 = "stablehlo.scatter"(%x, %y, %i, %u, %v) <{scatter_dimension_numbers = #stablehlo.scatter<inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<i32>, %c: tensor<f32>, %d: tensor<i32>):
    "stablehlo.return"(%c, %d) : (tensor<f32>, tensor<i32>) -> ()
  }) : (tensor<8xf32>, tensor<8xi32>, tensor<3x1xui8>, tensor<3xf32>, tensor<3xi32>) -> (tensor<8xf32>, tensor<8xi32>)
  return %r#0, %r#1 : tensor<8xf32>, tensor<8xi32>
}
