// RUN: per-opt %s --allow-unregistered-dialect --per-expand-composites | FileCheck %s
// RUN: per-opt %s --allow-unregistered-dialect --per-expand-composites --per-finish-import | FileCheck %s --check-prefix=FINISHED

// CHECK-LABEL: func @composites
// CHECK: call @chlo.top_k.impl(%{{.*}}) : (tensor<8xf32>) -> (tensor<3xf32>, tensor<3xi32>)
// CHECK: "per_import.erf"(%{{.*}}) : (tensor<8xf32>) -> tensor<8xf32>
// CHECK: "per_import.erf"(%{{.*}}) : (tensor<8xbf16>) -> tensor<8xbf16>
// CHECK: call @chlo.erf.impl
// CHECK-NOT: composite

// FINISHED-LABEL: func @composites
// FINISHED: linalg.generic
// FINISHED: ^bb0(%[[X:.*]]: f32, %{{.*}}: f32):
// FINISHED-NEXT: %[[Y:.*]] = math.erf %[[X]] : f32
// FINISHED-NEXT: linalg.yield %[[Y]]
// FINISHED: ^bb0(%[[X:.*]]: bf16, %{{.*}}: bf16):
// FINISHED-NEXT: %[[W:.*]] = arith.extf %[[X]]
// FINISHED-NEXT: %[[Y:.*]] = math.erf %[[W]] : f32
// FINISHED-NEXT: %[[Z:.*]] = arith.truncf %[[Y]]
// FINISHED-NEXT: linalg.yield %[[Z]]
func.func @composites(%x: tensor<8xf32>, %h: tensor<8xbf16>, %d: tensor<8xf64>) -> (tensor<3xf32>, tensor<8xf32>, tensor<8xbf16>, tensor<8xf64>) {
  %t:2 = "stablehlo.composite"(%x) <{composite_attributes = {k = 3 : i64}, decomposition = @chlo.top_k.impl, name = "chlo.top_k"}> : (tensor<8xf32>) -> (tensor<3xf32>, tensor<3xi32>)
  %a = "stablehlo.composite"(%x) <{decomposition = @chlo.erf.impl_0, name = "chlo.erf", version = 1 : i32}> : (tensor<8xf32>) -> tensor<8xf32>
  %b = "chlo.erf"(%h) : (tensor<8xbf16>) -> tensor<8xbf16>
  %c = "stablehlo.composite"(%d) <{decomposition = @chlo.erf.impl, name = "chlo.erf", version = 1 : i32}> : (tensor<8xf64>) -> tensor<8xf64>
  return %t#0, %a, %b, %c : tensor<3xf32>, tensor<8xf32>, tensor<8xbf16>, tensor<8xf64>
}
func.func private @chlo.top_k.impl(tensor<8xf32>) -> (tensor<3xf32>, tensor<3xi32>)
func.func private @chlo.erf.impl(tensor<8xf64>) -> tensor<8xf64>
func.func private @chlo.erf.impl_0(tensor<8xf32>) -> tensor<8xf32>
