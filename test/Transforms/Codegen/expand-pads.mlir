// RUN: per-opt %s --per-expand-pads | FileCheck %s

// The border goes around: whole rows above and below, then what is left of the columns.
// CHECK-LABEL: func.func @pad(
// CHECK-SAME: %[[X:.*]]: tensor<4x8xf32>
// CHECK: %[[E:.*]] = tensor.empty() : tensor<7x11xf32>
// CHECK: linalg.fill {{.*}} -> tensor<1x11xf32>
// CHECK: %[[A:.*]] = tensor.insert_slice %{{.*}} into %[[E]][0, 0] [1, 11] [1, 1]
// CHECK: %[[B:.*]] = tensor.insert_slice %{{.*}} into %[[A]][5, 0] [2, 11] [1, 1]
// CHECK: %[[C:.*]] = tensor.insert_slice %{{.*}} into %[[B]][1, 8] [4, 3] [1, 1]
// CHECK: %[[D:.*]] = tensor.insert_slice %[[X]] into %[[C]][1, 0] [4, 8] [1, 1]
// CHECK: return %[[D]]
func.func @pad(%x: tensor<4x8xf32>) -> tensor<7x11xf32> {
  %0 = tensor.pad %x low[1, 0] high[2, 3] {
  ^bb0(%i: index, %j: index):
    %zero = arith.constant 0.0 : f32
    tensor.yield %zero : f32
  } : tensor<4x8xf32> to tensor<7x11xf32>
  return %0 : tensor<7x11xf32>
}

// One slice is both sides of a border of one.
// CHECK-LABEL: func.func @around(
// CHECK-SAME: %[[X:.*]]: tensor<4x8xf32>
// CHECK: %[[E:.*]] = tensor.empty() : tensor<6x10xf32>
// CHECK: linalg.fill {{.*}} -> tensor<2x10xf32>
// CHECK: %[[A:.*]] = tensor.insert_slice %{{.*}} into %[[E]][0, 0] [2, 10] [5, 1]
// CHECK: linalg.fill {{.*}} -> tensor<4x2xf32>
// CHECK: %[[B:.*]] = tensor.insert_slice %{{.*}} into %[[A]][1, 0] [4, 2] [1, 9]
// CHECK: %[[C:.*]] = tensor.insert_slice %[[X]] into %[[B]][1, 1] [4, 8] [1, 1]
// CHECK: return %[[C]]
func.func @around(%x: tensor<4x8xf32>) -> tensor<6x10xf32> {
  %0 = tensor.pad %x low[1, 1] high[1, 1] {
  ^bb0(%i: index, %j: index):
    %zero = arith.constant 0.0 : f32
    tensor.yield %zero : f32
  } : tensor<4x8xf32> to tensor<6x10xf32>
  return %0 : tensor<6x10xf32>
}

// CHECK-LABEL: func.func @left(
// CHECK-COUNT-2: tensor.pad
func.func @left(%x: tensor<?xf32>, %y: tensor<4xindex>, %zero: f32) -> (tensor<?xf32>, tensor<5xindex>) {
  %0 = tensor.pad %x low[1] high[0] {
  ^bb0(%i: index):
    tensor.yield %zero : f32
  } : tensor<?xf32> to tensor<?xf32>
  %1 = tensor.pad %y low[1] high[0] {
  ^bb0(%i: index):
    tensor.yield %i : index
  } : tensor<4xindex> to tensor<5xindex>
  return %0, %1 : tensor<?xf32>, tensor<5xindex>
}

// Operations after the pad read the source from the padded tensor, those before it do not.
// CHECK-LABEL: func.func @read_later(
// CHECK: %[[H:.*]] = linalg.exp
// CHECK: linalg.negf ins(%[[H]] :
// CHECK: %[[P:.*]] = tensor.insert_slice %[[H]] into
// CHECK: %[[S:.*]] = tensor.extract_slice %[[P]][1, 0] [4, 8] [1, 1]
// CHECK: linalg.add ins(%[[S]], %[[S]] :
// CHECK: linalg.square ins(%{{.*}} : tensor<4x8xf32>) outs(%[[H]] :
func.func @read_later(%x: tensor<4x8xf32>, %e: tensor<4x8xf32>) -> (tensor<4x8xf32>, tensor<6x8xf32>, tensor<4x8xf32>, tensor<4x8xf32>) {
  %zero = arith.constant 0.0 : f32
  %h = linalg.exp ins(%x : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  %a = linalg.negf ins(%h : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  %p = tensor.pad %h low[1, 0] high[1, 0] {
  ^bb0(%i: index, %j: index):
    tensor.yield %zero : f32
  } : tensor<4x8xf32> to tensor<6x8xf32>
  %b = linalg.add ins(%h, %h : tensor<4x8xf32>, tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  %c = linalg.square ins(%x : tensor<4x8xf32>) outs(%h : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %a, %p, %b, %c : tensor<4x8xf32>, tensor<6x8xf32>, tensor<4x8xf32>, tensor<4x8xf32>
}

// A border larger than the source is not worth it.
// CHECK-LABEL: func.func @wide(
// CHECK-NOT: tensor.extract_slice
func.func @wide(%x: tensor<4xf32>, %e: tensor<4xf32>) -> (tensor<9xf32>, tensor<4xf32>) {
  %zero = arith.constant 0.0 : f32
  %h = linalg.exp ins(%x : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %p = tensor.pad %h low[5] high[0] {
  ^bb0(%i: index):
    tensor.yield %zero : f32
  } : tensor<4xf32> to tensor<9xf32>
  %b = linalg.negf ins(%h : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  return %p, %b : tensor<9xf32>, tensor<4xf32>
}
