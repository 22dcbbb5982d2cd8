// RUN: per-opt --allow-unregistered-dialect --per-inline-calls --mlir-print-debuginfo --mlir-print-local-scope %s | FileCheck %s
// RUN: per-opt --allow-unregistered-dialect --per-inline-calls=function=other %s | FileCheck %s --check-prefix=OTHER

// Calls are replaced everywhere that @main reaches them: at its top level, in a
// loop of an unregistered dialect, and in callees. Locations keep both places.

// CHECK-LABEL: func.func public @main(
// CHECK-SAME: %[[X:[a-z0-9]+]]: tensor<4xf32>
// CHECK-NOT: call @
// CHECK: %[[A:.+]] = "stablehlo.tanh"(%[[X]]) : {{.*}} loc(callsite("tanh" at "first"))
// CHECK: %[[B:.+]] = "stablehlo.tanh"(%[[A]]) : {{.*}} loc(callsite(callsite("tanh" at "inner") at "second"))
// CHECK: %[[C:.+]] = "stablehlo.negate"(%[[B]]) : {{.*}} loc(callsite("negate" at "second"))
// CHECK: "stablehlo.while"(%[[C]]) ({
// CHECK: ^{{.*}}(%[[STATE:[a-z0-9]+]]: tensor<4xf32>
// CHECK: }, {
// CHECK: ^{{.*}}(%[[CARRY:[a-z0-9]+]]: tensor<4xf32>
// CHECK: %[[D:.+]] = "stablehlo.tanh"(%[[CARRY]]) : {{.*}} loc(callsite("tanh" at "looped"))
// CHECK: "stablehlo.return"(%[[D]])
// CHECK: "stablehlo.reduce"
// CHECK: ^{{.*}}(%{{[a-z0-9]+}}: tensor<f32> loc(callsite("argument" at "body")), {{.*}}):

// Private functions that nothing refers to any more are gone; @visible is
// public, @layer is still called by @other, @tanh is the body of a composite.
// CHECK-NOT: @only_called
// CHECK: func.func private @layer
// CHECK: func.func private @tanh
// CHECK: func.func @visible
// CHECK-NOT: @only_called
// CHECK: func.func private @other
// CHECK: "stablehlo.composite"{{.*}}decomposition = @tanh
// CHECK-NOT: @only_called

// OTHER-LABEL: func.func public @main
// OTHER: call @tanh
// OTHER: call @layer
// OTHER: call @only_called
// OTHER: func.func private @other
// OTHER-NOT: call @
// OTHER: "stablehlo.tanh"
// OTHER-NOT: call @
// OTHER: "stablehlo.negate"
// OTHER-NOT: call @

func.func public @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = call @tanh(%x) : (tensor<4xf32>) -> tensor<4xf32> loc("first")
  %1 = call @layer(%0) : (tensor<4xf32>) -> tensor<4xf32> loc("second")
  %2 = "stablehlo.while"(%1) ({
  ^bb0(%state: tensor<4xf32>):
    %go = "stablehlo.constant"() <{value = dense<true> : tensor<i1>}> : () -> tensor<i1>
    "stablehlo.return"(%go) : (tensor<i1>) -> ()
  }, {
  ^bb0(%carry: tensor<4xf32>):
    %3 = func.call @tanh(%carry) : (tensor<4xf32>) -> tensor<4xf32> loc("looped")
    "stablehlo.return"(%3) : (tensor<4xf32>) -> ()
  }) : (tensor<4xf32>) -> tensor<4xf32>
  %4 = call @visible(%2) : (tensor<4xf32>) -> tensor<f32> loc("body")
  %5 = call @only_called(%2) : (tensor<4xf32>) -> tensor<4xf32>
  return %5 : tensor<4xf32>
}

func.func private @layer(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = call @tanh(%x) : (tensor<4xf32>) -> tensor<4xf32> loc("inner")
  %1 = "stablehlo.negate"(%0) : (tensor<4xf32>) -> tensor<4xf32> loc("negate")
  return %1 : tensor<4xf32>
}

func.func private @tanh(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = "stablehlo.tanh"(%x) : (tensor<4xf32>) -> tensor<4xf32> loc("tanh")
  return %0 : tensor<4xf32>
}

func.func @visible(%x: tensor<4xf32>) -> tensor<f32> {
  %zero = "stablehlo.constant"() <{value = dense<0.0> : tensor<f32>}> : () -> tensor<f32>
  %0 = "stablehlo.reduce"(%x, %zero) <{dimensions = array<i64: 0>}> ({
  ^bb0(%a: tensor<f32> loc("argument"), %b: tensor<f32>):
    %1 = "stablehlo.add"(%a, %b) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    "stablehlo.return"(%1) : (tensor<f32>) -> ()
  }) : (tensor<4xf32>, tensor<f32>) -> tensor<f32>
  return %0 : tensor<f32>
}

// Returns its argument: nothing is left of the call.
func.func private @only_called(%x: tensor<4xf32>) -> tensor<4xf32> {
  return %x : tensor<4xf32>
}

func.func private @other(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = call @layer(%x) : (tensor<4xf32>) -> tensor<4xf32>
  %1 = "stablehlo.composite"(%0) <{decomposition = @tanh, name = "my.tanh"}> : (tensor<4xf32>) -> tensor<4xf32>
  return %1 : tensor<4xf32>
}
