// RUN: per-opt %s --convert-per-to-linalg=keep-sampled | FileCheck %s
// RUN: per-opt %s --convert-per-to-linalg=keep-analytic | FileCheck %s --check-prefix=ANALYTIC
// RUN: per-opt %s --convert-per-to-linalg="keep-analytic expand-read" | FileCheck %s --check-prefixes=ANALYTIC,READ

// Only what has a kernel is left.
// CHECK-LABEL: func @kept
// CHECK:       per.slices
// CHECK:       per.gradient #per.projected_error
// CHECK-NOT:   per.
// CHECK:       return
func.func @kept(%h: tensor<6x5xf32>, %c: tensor<6x5xf32>, %s: tensor<f32>, %k: tensor<i32>) -> tensor<6x5xf32> {
  %e = tensor.empty() : tensor<5x8xf32>
  %theta = per.slices seed(%k : tensor<i32>) step(%k : tensor<i32>) site(0) outs(%e : tensor<5x8xf32>) -> tensor<5x8xf32>
  %0 = per.gradient #per.projected_error<slices = 8> ins(%h, %theta : tensor<6x5xf32>, tensor<5x8xf32>)
      scale(%s : tensor<f32>) samples [0] outs(%c : tensor<6x5xf32>) -> tensor<6x5xf32>
  %1 = per.gradient #per.l2 ins(%h : tensor<6x5xf32>)
      scale(%s : tensor<f32>) samples [0] outs(%0 : tensor<6x5xf32>) -> tensor<6x5xf32>
  return %1 : tensor<6x5xf32>
}

// Of f64, with slices that are read otherwise, or with slices from elsewhere.
// Slices of f32 have a kernel of their own.
// CHECK-LABEL: func @expanded
// CHECK-NOT:   per.
// CHECK:       per.slices {{.*}} site(1)
// CHECK-NOT:   per.
// CHECK:       return
func.func @expanded(%h: tensor<6x5xf64>, %g: tensor<6x5xf32>, %other: tensor<5x8xf32>, %c: tensor<6x5xf64>,
                    %s: tensor<f32>, %k: tensor<i32>)
    -> (tensor<6x5xf64>, tensor<6x5xf32>, tensor<6x5xf32>, tensor<5x8xf32>) {
  %e = tensor.empty() : tensor<5x8xf64>
  %theta = per.slices seed(%k : tensor<i32>) step(%k : tensor<i32>) site(0) outs(%e : tensor<5x8xf64>) -> tensor<5x8xf64>
  %0 = per.gradient #per.projected_error<slices = 8> ins(%h, %theta : tensor<6x5xf64>, tensor<5x8xf64>)
      scale(%s : tensor<f32>) samples [0] outs(%c : tensor<6x5xf64>) -> tensor<6x5xf64>
  %e1 = tensor.empty() : tensor<5x8xf32>
  %theta1 = per.slices seed(%k : tensor<i32>) step(%k : tensor<i32>) site(1) outs(%e1 : tensor<5x8xf32>) -> tensor<5x8xf32>
  %1 = per.gradient #per.projected_error<slices = 8> ins(%g, %theta1 : tensor<6x5xf32>, tensor<5x8xf32>)
      scale(%s : tensor<f32>) samples [0] outs(%g : tensor<6x5xf32>) -> tensor<6x5xf32>
  %2 = per.gradient #per.projected_error<slices = 8> ins(%g, %other : tensor<6x5xf32>, tensor<5x8xf32>)
      scale(%s : tensor<f32>) samples [0] outs(%g : tensor<6x5xf32>) -> tensor<6x5xf32>
  return %0, %1, %2, %theta1 : tensor<6x5xf64>, tensor<6x5xf32>, tensor<6x5xf32>, tensor<5x8xf32>
}

// CHECK-LABEL: func @analytic
// CHECK-NOT:   per.
// CHECK:       return
// ANALYTIC-LABEL: func @kept
// ANALYTIC-NOT:   per.
// ANALYTIC-LABEL: func @analytic
// ANALYTIC:       per.gradient #per.projected_error<estimator = analytic>
func.func @analytic(%h: tensor<6x5xf32>, %c: tensor<6x5xf32>, %s: tensor<f32>) -> tensor<6x5xf32> {
  %0 = per.gradient #per.projected_error<estimator = analytic> ins(%h : tensor<6x5xf32>)
      scale(%s : tensor<f32>) samples [0] outs(%c : tensor<6x5xf32>) -> tensor<6x5xf32>
  return %0 : tensor<6x5xf32>
}

// What reads the gradient may compute it in passing.
// ANALYTIC-LABEL: func @analytic_read
// READ-NOT:       per.
// READ:           linalg.exp
func.func @analytic_read(%h: tensor<6x5xf32>, %c: tensor<6x5xf32>, %s: tensor<f32>) -> tensor<6x5xf32> {
  %0 = per.gradient #per.projected_error<estimator = analytic> ins(%h : tensor<6x5xf32>)
      scale(%s : tensor<f32>) samples [0] outs(%c : tensor<6x5xf32>) -> tensor<6x5xf32>
  %1 = linalg.exp ins(%0 : tensor<6x5xf32>) outs(%c : tensor<6x5xf32>) -> tensor<6x5xf32>
  return %1 : tensor<6x5xf32>
}

// A term without a kernel reads its slices as a matrix.
// CHECK-LABEL: func @matrix
// CHECK:       per.slices
// CHECK-NOT:   per.
// CHECK:       return
func.func @matrix(%h: tensor<6x5xf32>, %c: tensor<6x5xf32>, %s: tensor<f32>, %k: tensor<i32>) -> tensor<6x5xf32> {
  %e = tensor.empty() : tensor<5x8xf32>
  %theta = per.slices seed(%k : tensor<i32>) step(%k : tensor<i32>) site(0) outs(%e : tensor<5x8xf32>) -> tensor<5x8xf32>
  %0 = per.gradient #per.sliced_wasserstein<slices = 8> ins(%h, %theta : tensor<6x5xf32>, tensor<5x8xf32>)
      scale(%s : tensor<f32>) samples [0] outs(%c : tensor<6x5xf32>) -> tensor<6x5xf32>
  return %0 : tensor<6x5xf32>
}
