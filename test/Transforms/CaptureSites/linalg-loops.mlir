// RUN: per-opt %s --split-input-file --per-capture-sites="sites-index=0,1" | FileCheck %s

// Two activations of a counting loop, and a loop with a condition in it.

#id = affine_map<(d0, d1) -> (d0, d1)>

// CHECK-LABEL: func.func @main
// CHECK-SAME: -> (tensor<f32>, tensor<3x4x5xf32>, tensor<3x2x4x5xf32>)
// CHECK: %[[FOR:.+]]:4 = scf.for {{.*}} iter_args(%{{.+}} = %{{.+}}, %[[N:.+]] = %{{.+}}, %[[S0:.+]] = %{{.+}}, %[[S1:.+]] = %{{.+}}) -> (tensor<4x5xf32>, tensor<i32>, tensor<3x4x5xf32>, tensor<3x2x4x5xf32>)
// CHECK: %[[Y0:.+]] = linalg.generic
// CHECK: math.tanh
// CHECK: %[[WHILE:.+]]:4 = scf.while
// CHECK: scf.condition(%{{.+}}) %{{.+}}, %{{.+}}, %{{.+}}, %{{.+}} : tensor<i32>, tensor<4x5xf32>, tensor<i32>, tensor<2x4x5xf32>
// CHECK: math.tanh
// CHECK: tensor.insert_slice
// CHECK: arith.addi
// CHECK: %[[I:.+]] = tensor.extract %[[N]][]
// CHECK: tensor.insert_slice %[[Y0]] into %[[S0]]
// CHECK: tensor.insert_slice %[[WHILE]]#3 into %[[S1]]
// CHECK: return %{{.+}}, %[[FOR]]#2, %[[FOR]]#3
func.func @main(%x: tensor<4x5xf32>, %w: tensor<5x5xf32>) -> tensor<f32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %zero = arith.constant 0.0 : f32
  %loop = scf.for %i = %c0 to %c3 step %c1 iter_args(%h = %x) -> tensor<4x5xf32> {
    %empty = tensor.empty() : tensor<4x5xf32>
    %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<4x5xf32>) -> tensor<4x5xf32>
    %p = linalg.matmul ins(%h, %w : tensor<4x5xf32>, tensor<5x5xf32>) outs(%init : tensor<4x5xf32>) -> tensor<4x5xf32>
    %y = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%p : tensor<4x5xf32>) outs(%empty : tensor<4x5xf32>) {
    ^bb0(%a: f32, %b: f32):
      %t = math.tanh %a : f32
      linalg.yield %t : f32
    } -> tensor<4x5xf32>
    %first = arith.constant dense<0> : tensor<i32>
    %inner:2 = scf.while (%j = %first, %g = %y) : (tensor<i32>, tensor<4x5xf32>) -> (tensor<i32>, tensor<4x5xf32>) {
      %j0 = tensor.extract %j[] : tensor<i32>
      %two = arith.constant 2 : i32
      %go = arith.cmpi slt, %j0, %two : i32
      scf.condition(%go) %j, %g : tensor<i32>, tensor<4x5xf32>
    } do {
    ^bb0(%j: tensor<i32>, %g: tensor<4x5xf32>):
      %one = arith.constant dense<1> : tensor<i32>
      %ie = tensor.empty() : tensor<i32>
      %next = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%j, %one : tensor<i32>, tensor<i32>) outs(%ie : tensor<i32>) {
      ^bb0(%a: i32, %b: i32, %c: i32):
        %s = arith.addi %a, %b : i32
        linalg.yield %s : i32
      } -> tensor<i32>
      %q = linalg.matmul ins(%g, %w : tensor<4x5xf32>, tensor<5x5xf32>) outs(%init : tensor<4x5xf32>) -> tensor<4x5xf32>
      %z = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%q : tensor<4x5xf32>) outs(%empty : tensor<4x5xf32>) {
      ^bb0(%a: f32, %b: f32):
        %t = math.tanh %a : f32
        linalg.yield %t : f32
      } -> tensor<4x5xf32>
      scf.yield %next, %z : tensor<i32>, tensor<4x5xf32>
    }
    scf.yield %inner#1 : tensor<4x5xf32>
  }
  %le = tensor.empty() : tensor<f32>
  %li = linalg.fill ins(%zero : f32) outs(%le : tensor<f32>) -> tensor<f32>
  %loss = linalg.generic {indexing_maps = [#id, affine_map<(d0, d1) -> ()>], iterator_types = ["reduction", "reduction"]} ins(%loop : tensor<4x5xf32>) outs(%li : tensor<f32>) {
  ^bb0(%a: f32, %b: f32):
    %s = arith.addf %a, %b : f32
    linalg.yield %s : f32
  } -> tensor<f32>
  return %loss : tensor<f32>
}
