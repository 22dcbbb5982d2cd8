// RUN: per-opt %s --allow-unregistered-dialect --per-finish-import | FileCheck %s

// Signatures, values and what regions take lose their sign; casts between the
// kinds go.
// CHECK-LABEL: func @signatures
// CHECK-SAME: (%[[A:.*]]: tensor<2xi32> {jax.name = "key"}, %[[P:.*]]: tensor<i1>) -> (tensor<2xi32> {jax.result_info = "result"})
// CHECK-NOT: unrealized_conversion_cast
// CHECK: scf.if %{{.*}} -> (tensor<2xi32>)
// CHECK: call @callee(%{{.*}}) : (tensor<2xi32>) -> tensor<i8>
func.func @signatures(%a: tensor<2xui32> {jax.name = "key"}, %p: tensor<i1>) -> (tensor<2xui32> {jax.result_info = "result"}) {
  %s = builtin.unrealized_conversion_cast %a : tensor<2xui32> to tensor<2xi32>
  %t = builtin.unrealized_conversion_cast %s : tensor<2xi32> to tensor<2xui32>
  %r = "stablehlo.if"(%p) ({
    "stablehlo.return"(%a) : (tensor<2xui32>) -> ()
  }, {
    "stablehlo.return"(%t) : (tensor<2xui32>) -> ()
  }) : (tensor<i1>) -> tensor<2xui32>
  %c = call @callee(%r) : (tensor<2xui32>) -> tensor<ui8>
  return %r : tensor<2xui32>
}

// CHECK: func private @callee(tensor<2xi32>) -> tensor<i8>
func.func private @callee(tensor<2xui32>) -> tensor<ui8>
