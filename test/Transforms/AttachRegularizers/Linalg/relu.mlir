// RUN: per-opt %s --per-attach-regularizers="regularizer=#per.l2 lambda=new" | FileCheck %s
// RUN: per-opt %s --per-attach-regularizers="regularizer=#per.l2 lambda=new" --convert-per-to-linalg \
// RUN:   | FileCheck %s --check-prefix=EXPANDED

// A rectifier on linalg, its backward half a select in a body: the operation is
// cloned as a whole, with the term in the place of the cotangent. The scale is
// made at the start of the function, of the added argument.

// CHECK-LABEL: func.func @main
// CHECK-SAME: %[[X:.+]]: tensor<4x5xf32>, %{{.+}}: tensor<5x7xf32>, %[[U:.+]]: tensor<7x3xf32>, %[[LAMBDA:.+]]: tensor<f32>)
// CHECK: %[[QUARTER:.+]] = arith.constant dense<2.500000e-01> : tensor<f32>
// CHECK: %[[SCALE:.+]] = linalg.generic {{.*}} ins(%[[LAMBDA]], %[[QUARTER]] : tensor<f32>, tensor<f32>)
// CHECK: %[[Y:.+]] = linalg.generic {{.*}} ins(%{{.+}} : tensor<4x7xf32>)
// CHECK: arith.maximumf
// CHECK: %[[C:.+]] = linalg.generic {{.*}} ins(%{{.+}}, %[[U]] : tensor<4x3xf32>, tensor<7x3xf32>)
// CHECK: %[[T:.+]] = per.gradient #per.l2 ins(%[[Y]] : tensor<4x7xf32>) scale(%[[SCALE]] : tensor<f32>) samples [0] outs(%[[C]] : tensor<4x7xf32>)
// CHECK-NEXT: %[[V:.+]] = linalg.generic {{.*}} ins(%{{.+}}, %[[T]] : tensor<4x7xi1>, tensor<4x7xf32>)
// CHECK: arith.select
// CHECK-NOT: arith.select
// CHECK: %[[GW:.+]] = linalg.generic {{.*}} ins(%[[X]], %[[V]] :
// CHECK: return %{{.+}}, %[[GW]]

// EXPANDED-NOT: per.

#id = affine_map<(i, j) -> (i, j)>
#none = affine_map<(i, j) -> ()>
#ik = affine_map<(i, j, k) -> (i, k)>
#jk = affine_map<(i, j, k) -> (j, k)>
#ki = affine_map<(i, j, k) -> (k, i)>
#kj = affine_map<(i, j, k) -> (k, j)>
#ij = affine_map<(i, j, k) -> (i, j)>
func.func @main(%x: tensor<4x5xf32>, %w: tensor<5x7xf32>, %u: tensor<7x3xf32>) -> (tensor<f32>, tensor<5x7xf32>) {
  %zero = arith.constant 0.0 : f32
  %two = arith.constant 2.0 : f32
  %p0 = arith.constant dense<0.0> : tensor<4x7xf32>
  %o0 = arith.constant dense<0.0> : tensor<4x3xf32>
  %g0 = arith.constant dense<0.0> : tensor<5x7xf32>
  %l0 = arith.constant dense<0.0> : tensor<f32>
  %e7 = tensor.empty() : tensor<4x7xf32>
  %e3 = tensor.empty() : tensor<4x3xf32>
  %em = tensor.empty() : tensor<4x7xi1>
  %p = linalg.matmul ins(%x, %w : tensor<4x5xf32>, tensor<5x7xf32>) outs(%p0 : tensor<4x7xf32>) -> tensor<4x7xf32>
  %y = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%p : tensor<4x7xf32>) outs(%e7 : tensor<4x7xf32>) {
  ^bb0(%in: f32, %out: f32):
    %r = arith.maximumf %in, %zero : f32
    linalg.yield %r : f32
  } -> tensor<4x7xf32>
  %mask = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%p : tensor<4x7xf32>) outs(%em : tensor<4x7xi1>) {
  ^bb0(%in: f32, %out: i1):
    %r = arith.cmpf ogt, %in, %zero : f32
    linalg.yield %r : i1
  } -> tensor<4x7xi1>
  %o = linalg.matmul ins(%y, %u : tensor<4x7xf32>, tensor<7x3xf32>) outs(%o0 : tensor<4x3xf32>) -> tensor<4x3xf32>
  %square = linalg.mul ins(%o, %o : tensor<4x3xf32>, tensor<4x3xf32>) outs(%e3 : tensor<4x3xf32>) -> tensor<4x3xf32>
  %loss = linalg.generic {indexing_maps = [#id, #none], iterator_types = ["reduction", "reduction"]}
      ins(%square : tensor<4x3xf32>) outs(%l0 : tensor<f32>) {
  ^bb0(%in: f32, %out: f32):
    %r = arith.addf %out, %in : f32
    linalg.yield %r : f32
  } -> tensor<f32>
  %ct = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%o : tensor<4x3xf32>) outs(%e3 : tensor<4x3xf32>) {
  ^bb0(%in: f32, %out: f32):
    %r = arith.mulf %in, %two : f32
    linalg.yield %r : f32
  } -> tensor<4x3xf32>
  %c = linalg.generic {indexing_maps = [#ik, #jk, #ij], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%ct, %u : tensor<4x3xf32>, tensor<7x3xf32>) outs(%p0 : tensor<4x7xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %m = arith.mulf %a, %b : f32
    %r = arith.addf %out, %m : f32
    linalg.yield %r : f32
  } -> tensor<4x7xf32>
  %v = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%mask, %c : tensor<4x7xi1>, tensor<4x7xf32>) outs(%e7 : tensor<4x7xf32>) {
  ^bb0(%m: i1, %in: f32, %out: f32):
    %r = arith.select %m, %in, %zero : f32
    linalg.yield %r : f32
  } -> tensor<4x7xf32>
  %gw = linalg.generic {indexing_maps = [#ki, #kj, #ij], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%x, %v : tensor<4x5xf32>, tensor<4x7xf32>) outs(%g0 : tensor<5x7xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %m = arith.mulf %a, %b : f32
    %r = arith.addf %out, %m : f32
    linalg.yield %r : f32
  } -> tensor<5x7xf32>
  return %loss, %gw : tensor<f32>, tensor<5x7xf32>
}
