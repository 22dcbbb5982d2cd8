// RUN: per-opt %s --verify-roundtrip | FileCheck %s

// CHECK-LABEL: func @terms
func.func @terms(%seed: i32, %step: tensor<i32>, %h: tensor<128x650xf32>, %lam: tensor<f32>, %c: tensor<128x650xf32>) -> tensor<128x650xf32> {
  %e = tensor.empty() : tensor<650x256xf32>
  // CHECK: per.slices seed(%{{.*}} : i32) step(%{{.*}} : tensor<i32>) site(3) outs(%{{.*}} : tensor<650x256xf32>) -> tensor<650x256xf32>
  %theta = per.slices seed(%seed : i32) step(%step : tensor<i32>) site(3) outs(%e : tensor<650x256xf32>) -> tensor<650x256xf32>
  // CHECK: per.gradient #per.projected_error ins(%{{.*}}, %{{.*}} : tensor<128x650xf32>, tensor<650x256xf32>) scale(%{{.*}} : tensor<f32>) samples [0] outs(%{{.*}} : tensor<128x650xf32>) -> tensor<128x650xf32>
  %r = per.gradient #per.projected_error<slices = 256> ins(%h, %theta : tensor<128x650xf32>, tensor<650x256xf32>) scale(%lam : tensor<f32>) samples [0] outs(%c : tensor<128x650xf32>) -> tensor<128x650xf32>
  return %r : tensor<128x650xf32>
}
