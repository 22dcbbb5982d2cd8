// RUN: per-opt %s --per-attach-regularizers="regularizer=#per.l2 lambda=0.5" | FileCheck %s

// Optimizer steps in a loop that keeps the last loss, with another counting loop
// in each step: the iteration that is analysed has a loop whose counter no
// value of the function stands for.

// CHECK-LABEL: func.func @main
// CHECK: scf.for
// CHECK: scf.for
// CHECK: %[[Y:.+]] = linalg.generic
// CHECK: arith.maximumf
// CHECK: %[[C:.+]] = linalg.generic {{.*}}["parallel", "parallel", "reduction"]
// CHECK: %[[T:.+]] = per.gradient #per.l2 ins(%[[Y]] : tensor<4x7xf32>) {{.*}} samples [0] outs(%[[C]] : tensor<4x7xf32>)
// CHECK-NEXT: linalg.generic {{.*}} ins(%{{.+}}, %[[T]] :
// CHECK: scf.yield
// CHECK-NOT: per.gradient

#id = affine_map<(i, j) -> (i, j)>
#none = affine_map<(i, j) -> ()>
#ik = affine_map<(i, j, k) -> (i, k)>
#jk = affine_map<(i, j, k) -> (j, k)>
#ki = affine_map<(i, j, k) -> (k, i)>
#kj = affine_map<(i, j, k) -> (k, j)>
#ij = affine_map<(i, j, k) -> (i, j)>
func.func @main(%x: tensor<4x5xf32>, %w: tensor<5x7xf32>, %u: tensor<7x3xf32>) -> (tensor<f32>, tensor<5x7xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %zero = arith.constant 0.0 : f32
  %two = arith.constant 2.0 : f32
  %p0 = arith.constant dense<0.0> : tensor<4x7xf32>
  %o0 = arith.constant dense<0.0> : tensor<4x3xf32>
  %g0 = arith.constant dense<0.0> : tensor<5x7xf32>
  %l0 = arith.constant dense<0.0> : tensor<f32>
  %e7 = tensor.empty() : tensor<4x7xf32>
  %e3 = tensor.empty() : tensor<4x3xf32>
  %em = tensor.empty() : tensor<4x7xi1>
  %e5 = tensor.empty() : tensor<4x5xf32>
  %e57 = tensor.empty() : tensor<5x7xf32>
  %last, %trained = scf.for %step = %c0 to %c3 step %c1 iter_args(%previous = %l0, %v = %w) -> (tensor<f32>, tensor<5x7xf32>) {
    %z = scf.for %i = %c0 to %c3 step %c1 iter_args(%a = %x) -> tensor<4x5xf32> {
      %b = linalg.mul ins(%a, %x : tensor<4x5xf32>, tensor<4x5xf32>) outs(%e5 : tensor<4x5xf32>) -> tensor<4x5xf32>
      scf.yield %b : tensor<4x5xf32>
    }
    %p = linalg.matmul ins(%z, %v : tensor<4x5xf32>, tensor<5x7xf32>) outs(%p0 : tensor<4x7xf32>) -> tensor<4x7xf32>
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
    %masked = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
        ins(%mask, %c : tensor<4x7xi1>, tensor<4x7xf32>) outs(%e7 : tensor<4x7xf32>) {
    ^bb0(%m: i1, %in: f32, %out: f32):
      %r = arith.select %m, %in, %zero : f32
      linalg.yield %r : f32
    } -> tensor<4x7xf32>
    %gw = linalg.generic {indexing_maps = [#ki, #kj, #ij], iterator_types = ["parallel", "parallel", "reduction"]}
        ins(%z, %masked : tensor<4x5xf32>, tensor<4x7xf32>) outs(%g0 : tensor<5x7xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %m = arith.mulf %a, %b : f32
      %r = arith.addf %out, %m : f32
      linalg.yield %r : f32
    } -> tensor<5x7xf32>
    %next = linalg.sub ins(%v, %gw : tensor<5x7xf32>, tensor<5x7xf32>) outs(%e57 : tensor<5x7xf32>) -> tensor<5x7xf32>
    scf.yield %loss, %next : tensor<f32>, tensor<5x7xf32>
  }
  return %last, %trained : tensor<f32>, tensor<5x7xf32>
}
