// RUN: per-opt %s --per-approximate-math | FileCheck %s

// CHECK-LABEL: func.func @polynomials(
// CHECK-NOT: math.{{exp|log|tanh}}
// CHECK: return
func.func @polynomials(%x: f32, %y: f16) -> (f32, f32, f16) {
  %0 = math.exp %x : f32
  %1 = math.log %x : f32
  %2 = math.tanh %y : f16
  return %0, %1, %2 : f32, f32, f16
}

// Near its zeros the polynomial of the sine is off by many units; f64 has none; erf is ours.
// CHECK-LABEL: func.func @kept(
// CHECK: math.sin
// CHECK: math.exp %{{.*}} : f64
// CHECK: math.erf %{{.*}} : f32
func.func @kept(%x: f32, %y: f64) -> (f32, f64, f32) {
  %0 = math.sin %x : f32
  %1 = math.exp %y : f64
  %2 = math.erf %x : f32
  return %0, %1, %2 : f32, f64, f32
}
