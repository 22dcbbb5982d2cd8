// RUN: per-opt --test-per-print-view=key-length=0 --split-input-file %s -o /dev/null 2>&1 | FileCheck %s

// A counting loop carries its counter, and stops where a while loop would.

// CHECK-LABEL: block %0:4xf32
// CHECK: while %{{[0-9]+}}:index %[[R:[0-9]+]]:4xf32 <- %[[LOW:[0-9]+]] %0
// CHECK-NEXT: block %[[I:[0-9]+]]:index %{{[0-9]+}}:4xf32
// CHECK-NEXT: elementwise compare_lt integer %[[GO:[0-9]+]]:i1 <- %[[I]] %{{[0-9]+}}
// CHECK-NEXT: return <- %[[GO]]
// CHECK-NEXT: block %[[J:[0-9]+]]:index %[[X:[0-9]+]]:4xf32
// CHECK: elementwise tanh %[[Y:[0-9]+]]:4xf32 <- %[[X]]
// CHECK: elementwise add integer %[[NEXT:[0-9]+]]:index <- %[[J]] %{{[0-9]+}}
// CHECK-NEXT: return <- %[[NEXT]] %[[Y]]
func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c6 = arith.constant 6 : index
  %e = tensor.empty() : tensor<4xf32>
  %r = scf.for %i = %c0 to %c6 step %c1 iter_args(%h = %x) -> tensor<4xf32> {
    %y = linalg.tanh ins(%h : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
    scf.yield %y : tensor<4xf32>
  }
  return %r : tensor<4xf32>
}

// -----

// CHECK-LABEL: block %0:4xf32 %1:i1
// CHECK: while %[[W:[0-9]+]]:4xf32 <- %0
// CHECK-NEXT: block %{{[0-9]+}}:4xf32
// CHECK: return <- %1
// CHECK-NEXT: block %[[H:[0-9]+]]:4xf32
// CHECK: elementwise exp %[[E:[0-9]+]]:4xf32 <- %[[H]]
// CHECK-NEXT: return <- %[[E]]
// CHECK: branch %[[B:[0-9]+]]:4xf32 <- %1
// CHECK-NEXT: block
// CHECK-NEXT: return <- %[[W]]
// CHECK-NEXT: block
// CHECK-NEXT: return <- %0
func.func @main(%x: tensor<4xf32>, %p: i1) -> tensor<4xf32> {
  %e = tensor.empty() : tensor<4xf32>
  %w = scf.while (%h = %x) : (tensor<4xf32>) -> tensor<4xf32> {
    scf.condition(%p) %h : tensor<4xf32>
  } do {
  ^bb0(%h: tensor<4xf32>):
    %y = linalg.exp ins(%h : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
    scf.yield %y : tensor<4xf32>
  }
  %b = scf.if %p -> tensor<4xf32> {
    scf.yield %w : tensor<4xf32>
  } else {
    scf.yield %x : tensor<4xf32>
  }
  return %b : tensor<4xf32>
}

// -----

// Cases in order with the default behind them; others are not entered.

// CHECK-LABEL: block %0:4xf32 %1:index
// CHECK: branch %{{[0-9]+}}:4xf32 <- %1
// CHECK-NEXT: block
// CHECK-NEXT: return <- %0
// CHECK-NEXT: block
// CHECK: elementwise exp %[[E:[0-9]+]]:4xf32 <- %0
// CHECK-NEXT: return <- %[[E]]
// CHECK-NOT: branch
// CHECK: pure not-understood %{{[0-9]+}}:4xf32 <- %1 %0
func.func @main(%x: tensor<4xf32>, %i: index) -> (tensor<4xf32>, tensor<4xf32>) {
  %e = tensor.empty() : tensor<4xf32>
  %entered = scf.index_switch %i -> tensor<4xf32>
  case 0 {
    scf.yield %x : tensor<4xf32>
  }
  default {
    %y = linalg.exp ins(%x : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
    scf.yield %y : tensor<4xf32>
  }
  %other = scf.index_switch %i -> tensor<4xf32>
  case 3 {
    scf.yield %x : tensor<4xf32>
  }
  default {
    scf.yield %x : tensor<4xf32>
  }
  return %entered, %other : tensor<4xf32>, tensor<4xf32>
}
