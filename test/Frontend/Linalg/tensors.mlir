// RUN: per-opt --allow-unregistered-dialect --test-per-print-view=key-length=0 --split-input-file %s -o /dev/null 2>&1 | FileCheck %s

// A dynamic slice as StableHLO legalizes it: the counter itself is the index,
// through the element of a rank-0 tensor, the cast and the clamp.

// CHECK-LABEL: block %0:6x4xf32 %1:i32 %2:4xf32
// CHECK: dynamic_slice %[[S:[0-9]+]]:1x4xf32 <- %0 %1 %{{[0-9]+}}
// CHECK-NEXT: reshape %{{[0-9]+}}:4xf32 <- %[[S]]
// CHECK: reshape %[[U:[0-9]+]]:1x4xf32 <- %2
// CHECK: dynamic_update_slice %{{[0-9]+}}:6x4xf32 <- %0 %[[U]] %1 %{{[0-9]+}}
// A clamp to other bounds is a function of its own.
// CHECK: elementwise minimum integer %[[I:[0-9]+]]:index
// CHECK: dynamic_slice %{{[0-9]+}}:1x4xf32 <- %0 %[[I]]
func.func @main(%stack: tensor<6x4xf32>, %i: tensor<i32>, %v: tensor<4xf32>) -> (tensor<4xf32>, tensor<6x4xf32>, tensor<1x4xf32>) {
  %c0 = arith.constant 0 : index
  %c3 = arith.constant 3 : index
  %c5 = arith.constant 5 : index
  %e = tensor.extract %i[] : tensor<i32>
  %index = arith.index_cast %e : i32 to index
  %low = arith.maxsi %index, %c0 : index
  %at = arith.minsi %low, %c5 : index
  %s = tensor.extract_slice %stack[%at, 0] [1, 4] [1, 1] : tensor<6x4xf32> to tensor<4xf32>
  %u = tensor.insert_slice %v into %stack[%at, 0] [1, 4] [1, 1] : tensor<4xf32> into tensor<6x4xf32>
  %other = arith.minsi %low, %c3 : index
  %t = tensor.extract_slice %stack[%other, 0] [1, 4] [1, 1] : tensor<6x4xf32> to tensor<1x4xf32>
  %e4 = tensor.empty() : tensor<4xf32>
  %y = linalg.exp ins(%s : tensor<4xf32>) outs(%e4 : tensor<4xf32>) -> tensor<4xf32>
  return %y, %u, %t : tensor<4xf32>, tensor<6x4xf32>, tensor<1x4xf32>
}

// -----

// Gaps of a strided gradient are padding; unsigned integers are aliases; what
// is left of StableHLO is read as on that level.

// CHECK-LABEL: block %0:2xf32 %1:2xui32
// CHECK: pad %{{[0-9]+}}:4xf32 <- %0
// CHECK: elementwise add integer %{{[0-9]+}}:2xi32 <- %1 %1
// CHECK: concatenate [0] %{{[0-9]+}}:4xf32 <- %0 %0
// CHECK: barrier %[[B:[0-9]+]]:2xf32 <- %0
// CHECK: elementwise identity %{{[0-9]+}}:2xf32 <- %[[B]]
func.func @main(%x: tensor<2xf32>, %k: tensor<2xui32>) -> (tensor<4xf32>, tensor<2xi32>, tensor<4xf32>, tensor<2xf32>) {
  %z = arith.constant dense<0.0> : tensor<4xf32>
  %p = tensor.insert_slice %x into %z[0] [2] [2] : tensor<2xf32> into tensor<4xf32>
  %s = builtin.unrealized_conversion_cast %k : tensor<2xui32> to tensor<2xi32>
  %d = arith.addi %s, %s : tensor<2xi32>
  %c = tensor.concat dim(0) %x, %x : (tensor<2xf32>, tensor<2xf32>) -> tensor<4xf32>
  %b = "stablehlo.optimization_barrier"(%x) : (tensor<2xf32>) -> tensor<2xf32>
  %e = tensor.empty() : tensor<2xf32>
  %y = linalg.copy ins(%b : tensor<2xf32>) outs(%e : tensor<2xf32>) -> tensor<2xf32>
  return %p, %d, %c, %y : tensor<4xf32>, tensor<2xi32>, tensor<4xf32>, tensor<2xf32>
}
