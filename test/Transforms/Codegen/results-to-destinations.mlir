// RUN: per-opt %s --per-results-to-destinations --split-input-file --verify-diagnostics | FileCheck %s

// CHECK: per.entries = [{arguments = [{donated = 0 : i64, name = "w", type = tensor<8xf32>}, {donated = -1 : i64, name = "arg1", type = tensor<8xf32>}],
// CHECK-SAME: name = "main", results = [{name = "new_w", type = tensor<8xf32>}, {name = "result1", type = tensor<8xf32>}]}]
// CHECK-LABEL: func.func public @per_main(
// CHECK-SAME: %[[W:[a-z0-9]+]]: tensor<8xf32> {bufferization.writable = true}
// CHECK-SAME: %[[X:[a-z0-9]+]]: tensor<8xf32> {bufferization.writable = false}
// CHECK-SAME: %[[OUT:[a-z0-9]+]]: tensor<8xf32> {bufferization.writable = true}
// CHECK-SAME: attributes {llvm.bareptr}
// CHECK: %[[SUM:.*]] = arith.addf
// CHECK: %[[PRODUCT:.*]] = arith.mulf
// CHECK: %[[R0:.*]] = bufferization.materialize_in_destination %[[SUM]] in %[[W]]
// CHECK: %[[R1:.*]] = bufferization.materialize_in_destination %[[PRODUCT]] in %[[OUT]]
// CHECK: return %[[R0]], %[[R1]]
func.func public @main(%w: tensor<8xf32> {tf.aliasing_output = 0 : i32} loc("w"), %x: tensor<8xf32>)
    -> (tensor<8xf32> {jax.result_info = "new_w"}, tensor<8xf32>) {
  %0 = arith.addf %w, %x : tensor<8xf32>
  %1 = arith.mulf %w, %x : tensor<8xf32>
  return %0, %1 : tensor<8xf32>, tensor<8xf32>
}

// Private functions stay what they are.
// CHECK-LABEL: func.func private @other() -> tensor<4xf32>
func.func private @other() -> tensor<4xf32> {
  %0 = arith.constant dense<0.0> : tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

// expected-error @below {{expected tensors of static shape, of integers or floats, got 'tensor<?xf32>' as argument 0}}
func.func @dynamic(%x: tensor<?xf32>) -> tensor<?xf32> {
  return %x : tensor<?xf32>
}

// -----

// expected-error @below {{got 'tensor<4xcomplex<f32>>' as result 0}}
func.func @complex() -> tensor<4xcomplex<f32>> {
  %0 = arith.constant dense<(0.0, 0.0)> : tensor<4xcomplex<f32>>
  return %0 : tensor<4xcomplex<f32>>
}

// -----

// expected-error @below {{argument 0: 'tf.aliasing_output' does not name a result of the same type that no other argument names}}
func.func @wrong_alias(%x: tensor<4xf32> {tf.aliasing_output = 0 : i32}) -> tensor<8xf32> {
  %0 = arith.constant dense<0.0> : tensor<8xf32>
  return %0 : tensor<8xf32>
}

// -----

// expected-error @below {{expected a public function with a body}}
module {
  func.func private @nothing()
}

// -----

// expected-error @below {{cannot be renamed to 'per_f': there is one already}}
func.func @f(%x: tensor<4xf32>) -> tensor<4xf32> {
  return %x : tensor<4xf32>
}
// expected-note @below {{here}}
func.func private @per_f()

// -----

// expected-error @below {{is called in the module; run inline before}}
func.func @g(%x: tensor<4xf32>) -> tensor<4xf32> {
  return %x : tensor<4xf32>
}
func.func private @h(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = call @g(%x) : (tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
