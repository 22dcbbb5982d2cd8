// RUN: per-opt %s --per-fuse-elementwise --split-input-file | FileCheck %s
// RUN: per-opt %s --per-fuse-elementwise=several-results=false --split-input-file | FileCheck %s --check-prefix=ONE

#id = affine_map<(i, j) -> (i, j)>
#row = affine_map<(i, j) -> (j)>
#all = affine_map<(i, j) -> (i, j)>
#sum = affine_map<(i, j) -> (i)>

// exp is needed twice: the first user returns it.
// CHECK-LABEL: func.func @several(
// CHECK: %[[R:.*]]:2 = linalg.generic {{.*}} outs(%{{.*}}, %{{.*}} :
// CHECK: math.exp
// CHECK: arith.mulf
// CHECK-NOT: linalg.generic
// CHECK: return %[[R]]#{{[01]}}, %[[R]]#{{[01]}}
// ONE-LABEL: func.func @several(
// ONE-COUNT-2: linalg.generic
func.func @several(%x: tensor<8x4xf32>) -> (tensor<8x4xf32>, tensor<8x4xf32>) {
  %e = tensor.empty() : tensor<8x4xf32>
  %0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<8x4xf32>) outs(%e : tensor<8x4xf32>) {
  ^bb0(%a: f32, %out: f32):
    %2 = math.exp %a : f32
    linalg.yield %2 : f32
  } -> tensor<8x4xf32>
  %1 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%0 : tensor<8x4xf32>) outs(%e : tensor<8x4xf32>) {
  ^bb0(%a: f32, %out: f32):
    %2 = arith.mulf %a, %a : f32
    linalg.yield %2 : f32
  } -> tensor<8x4xf32>
  return %0, %1 : tensor<8x4xf32>, tensor<8x4xf32>
}

// -----

#id = affine_map<(i, j) -> (i, j)>
#row = affine_map<(i, j) -> (j)>

// A broadcast goes into both of its users.
// CHECK-LABEL: func.func @cheap(
// CHECK-COUNT-2: linalg.generic {{.*}} ins(%{{.*}}, %{{.*}} : tensor<8x4xf32>, tensor<4xf32>)
// CHECK-NOT: linalg.generic
func.func @cheap(%x: tensor<8x4xf32>, %y: tensor<8x4xf32>, %b: tensor<4xf32>) -> (tensor<8x4xf32>, tensor<8x4xf32>) {
  %e = tensor.empty() : tensor<8x4xf32>
  %0 = linalg.generic {indexing_maps = [#row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%b : tensor<4xf32>) outs(%e : tensor<8x4xf32>) {
  ^bb0(%a: f32, %out: f32):
    linalg.yield %a : f32
  } -> tensor<8x4xf32>
  %1 = linalg.add ins(%x, %x : tensor<8x4xf32>, tensor<8x4xf32>) outs(%e : tensor<8x4xf32>) -> tensor<8x4xf32>
  %2 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%1, %0 : tensor<8x4xf32>, tensor<8x4xf32>) outs(%e : tensor<8x4xf32>) {
  ^bb0(%a: f32, %c: f32, %out: f32):
    %4 = arith.addf %a, %c : f32
    linalg.yield %4 : f32
  } -> tensor<8x4xf32>
  %3 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%y, %0 : tensor<8x4xf32>, tensor<8x4xf32>) outs(%e : tensor<8x4xf32>) {
  ^bb0(%a: f32, %c: f32, %out: f32):
    %4 = arith.mulf %a, %c : f32
    linalg.yield %4 : f32
  } -> tensor<8x4xf32>
  return %2, %3 : tensor<8x4xf32>, tensor<8x4xf32>
}

// -----

#id = affine_map<(i, j) -> (i, j)>
#sum = affine_map<(i, j) -> (i)>

// Into a reduction only what nothing else needs; never into a sum of products.
// CHECK-LABEL: func.func @reductions(
// CHECK: linalg.generic
// CHECK: math.exp
// CHECK: linalg.generic
// CHECK-NEXT: ^bb0
// CHECK-NEXT: arith.addf
// CHECK: linalg.generic
// CHECK: math.log
// CHECK-NEXT: arith.addf
// CHECK: linalg.generic
// CHECK: math.sin
// CHECK-NEXT: linalg.yield
// CHECK: linalg.matmul
func.func @reductions(%x: tensor<8x8xf32>, %z: tensor<8xf32>, %zz: tensor<8x8xf32>)
    -> (tensor<8x8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8x8xf32>) {
  %e = tensor.empty() : tensor<8x8xf32>
  %0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<8x8xf32>) outs(%e : tensor<8x8xf32>) {
  ^bb0(%a: f32, %out: f32):
    %5 = math.exp %a : f32
    linalg.yield %5 : f32
  } -> tensor<8x8xf32>
  %1 = linalg.generic {indexing_maps = [#id, #sum], iterator_types = ["parallel", "reduction"]}
      ins(%0 : tensor<8x8xf32>) outs(%z : tensor<8xf32>) {
  ^bb0(%a: f32, %out: f32):
    %5 = arith.addf %a, %out : f32
    linalg.yield %5 : f32
  } -> tensor<8xf32>
  %2 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<8x8xf32>) outs(%e : tensor<8x8xf32>) {
  ^bb0(%a: f32, %out: f32):
    %5 = math.log %a : f32
    linalg.yield %5 : f32
  } -> tensor<8x8xf32>
  %3 = linalg.generic {indexing_maps = [#id, #sum], iterator_types = ["parallel", "reduction"]}
      ins(%2 : tensor<8x8xf32>) outs(%z : tensor<8xf32>) {
  ^bb0(%a: f32, %out: f32):
    %5 = arith.addf %a, %out : f32
    linalg.yield %5 : f32
  } -> tensor<8xf32>
  %6 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<8x8xf32>) outs(%e : tensor<8x8xf32>) {
  ^bb0(%a: f32, %out: f32):
    %5 = math.sin %a : f32
    linalg.yield %5 : f32
  } -> tensor<8x8xf32>
  %4 = linalg.matmul ins(%6, %x : tensor<8x8xf32>, tensor<8x8xf32>) outs(%zz : tensor<8x8xf32>) -> tensor<8x8xf32>
  return %0, %1, %3, %4 : tensor<8x8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8x8xf32>
}

// -----

#id = affine_map<(i, j) -> (i, j)>

// Used twice by one operation and once by another: computed once.
// CHECK-LABEL: func.func @twice(
// CHECK: linalg.generic
// CHECK: math.exp
// CHECK-NOT: math.exp
// CHECK-NOT: linalg.generic
func.func @twice(%x: tensor<8x4xf32>) -> (tensor<8x4xf32>, tensor<8x4xf32>) {
  %e = tensor.empty() : tensor<8x4xf32>
  %0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<8x4xf32>) outs(%e : tensor<8x4xf32>) {
  ^bb0(%a: f32, %out: f32):
    %2 = math.exp %a : f32
    linalg.yield %2 : f32
  } -> tensor<8x4xf32>
  %1 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%0, %0 : tensor<8x4xf32>, tensor<8x4xf32>) outs(%e : tensor<8x4xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %2 = arith.mulf %a, %b : f32
    linalg.yield %2 : f32
  } -> tensor<8x4xf32>
  return %0, %1 : tensor<8x4xf32>, tensor<8x4xf32>
}

// -----

#id = affine_map<(i) -> (i)>

// The reader's body takes elements from anywhere: the producer stays before it.
// CHECK-LABEL: func.func @gathered(
// CHECK: %[[P:.*]] = linalg.generic
// CHECK: linalg.generic
// CHECK: tensor.extract %[[P]]
func.func @gathered(%x: tensor<8xf32>, %i: tensor<8xindex>, %e: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
  %p = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]} ins(%x : tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = math.exp %in : f32
    linalg.yield %0 : f32
  } -> tensor<8xf32>
  %q = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]} ins(%p, %i : tensor<8xf32>, tensor<8xindex>) outs(%e : tensor<8xf32>) {
  ^bb0(%in: f32, %at: index, %out: f32):
    %0 = tensor.extract %p[%at] : tensor<8xf32>
    %1 = arith.addf %in, %0 : f32
    linalg.yield %1 : f32
  } -> tensor<8xf32>
  return %p, %q : tensor<8xf32>, tensor<8xf32>
}
