// RUN: per-opt %s --allow-unregistered-dialect --per-finish-import | FileCheck %s

// CHECK-LABEL: func @case_of_three
// CHECK-SAME: (%[[N:.*]]: tensor<i32>, %[[A:.*]]: tensor<8xf32>, %[[B:.*]]: tensor<8xf32>)
// CHECK: %[[INT:.*]] = tensor.extract %[[N]][]
// CHECK: %[[INDEX:.*]] = arith.index_cast %[[INT]]
// CHECK: %[[R:.*]] = scf.index_switch %[[INDEX]] -> tensor<8xf32>
// CHECK: case 0 {
// CHECK:   scf.yield %[[A]]
// CHECK: case 1 {
// CHECK:   scf.yield %[[B]]
// CHECK: default {
// CHECK:   %[[C:.*]] = arith.constant dense<0.0
// CHECK:   scf.yield %[[C]]
// CHECK: return %[[R]]
func.func @case_of_three(%n: tensor<i32>, %a: tensor<8xf32>, %b: tensor<8xf32>) -> tensor<8xf32> {
  %r = "stablehlo.case"(%n) ({
    "stablehlo.return"(%a) : (tensor<8xf32>) -> ()
  }, {
    "stablehlo.return"(%b) : (tensor<8xf32>) -> ()
  }, {
    %c = arith.constant dense<0.0> : tensor<8xf32>
    "stablehlo.return"(%c) : (tensor<8xf32>) -> ()
  }) : (tensor<i32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// CHECK-LABEL: func @case_of_two
// CHECK-SAME: (%[[N:.*]]: tensor<i32>, %[[A:.*]]: tensor<8xf32>, %[[B:.*]]: tensor<8xf32>)
// CHECK: %[[INT:.*]] = tensor.extract %[[N]][]
// CHECK: %[[ZERO:.*]] = arith.constant 0 : i32
// CHECK: %[[FIRST:.*]] = arith.cmpi eq, %[[INT]], %[[ZERO]]
// CHECK: scf.if %[[FIRST]] -> (tensor<8xf32>, tensor<8xf32>)
// CHECK:   scf.yield %[[A]], %[[B]]
// CHECK: } else {
// CHECK:   scf.yield %[[B]], %[[A]]
func.func @case_of_two(%n: tensor<i32>, %a: tensor<8xf32>, %b: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
  %r:2 = "stablehlo.case"(%n) ({
    "stablehlo.return"(%a, %b) : (tensor<8xf32>, tensor<8xf32>) -> ()
  }, {
    "stablehlo.return"(%b, %a) : (tensor<8xf32>, tensor<8xf32>) -> ()
  }) : (tensor<i32>) -> (tensor<8xf32>, tensor<8xf32>)
  return %r#0, %r#1 : tensor<8xf32>, tensor<8xf32>
}

// CHECK-LABEL: func @case_of_one
// CHECK-NEXT: %[[C:.*]] = arith.constant
// CHECK-NEXT: return %[[C]]
func.func @case_of_one(%n: tensor<i32>) -> tensor<f32> {
  %r = "stablehlo.case"(%n) ({
    %c = arith.constant dense<1.0> : tensor<f32>
    "stablehlo.return"(%c) : (tensor<f32>) -> ()
  }) : (tensor<i32>) -> tensor<f32>
  return %r : tensor<f32>
}

// A branch in a branch.
// CHECK-LABEL: func @if
// CHECK-SAME: (%[[P:.*]]: tensor<i1>, %[[A:.*]]: tensor<f32>, %[[B:.*]]: tensor<f32>)
// CHECK: %[[T:.*]] = tensor.extract %[[P]][]
// CHECK: scf.if %[[T]]
// CHECK:   scf.if
// CHECK: } else {
// CHECK:   scf.yield %[[B]]
func.func @if(%p: tensor<i1>, %a: tensor<f32>, %b: tensor<f32>) -> tensor<f32> {
  %r = "stablehlo.if"(%p) ({
    %s = "stablehlo.if"(%p) ({
      "stablehlo.return"(%a) : (tensor<f32>) -> ()
    }, {
      "stablehlo.return"(%b) : (tensor<f32>) -> ()
    }) : (tensor<i1>) -> tensor<f32>
    "stablehlo.return"(%s) : (tensor<f32>) -> ()
  }, {
    "stablehlo.return"(%b) : (tensor<f32>) -> ()
  }) : (tensor<i1>) -> tensor<f32>
  return %r : tensor<f32>
}

// Where a value lives does not matter on one device.
// CHECK-NOT: sdy
// CHECK-LABEL: func @placement
// CHECK-SAME: (%[[A:.*]]: tensor<8xf32>)
// CHECK-NEXT: return %[[A]]
"sdy.mesh"() <{mesh = #sdy.mesh<["data"=8]>, sym_name = "mesh"}> : () -> ()
func.func @placement(%a: tensor<8xf32>) -> tensor<8xf32> {
  %r = "sdy.sharding_constraint"(%a) <{sharding = #sdy.sharding<@mesh, [{"data"}]>}> : (tensor<8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// CHECK-LABEL: func @barrier
// CHECK-SAME: (%[[A:.*]]: tensor<f32>, %[[B:.*]]: tensor<8xf32>)
// CHECK-NEXT: return %[[B]], %[[A]]
func.func @barrier(%a: tensor<f32>, %b: tensor<8xf32>) -> (tensor<8xf32>, tensor<f32>) {
  %r:2 = "stablehlo.optimization_barrier"(%a, %b) : (tensor<f32>, tensor<8xf32>) -> (tensor<f32>, tensor<8xf32>)
  return %r#1, %r#0 : tensor<8xf32>, tensor<f32>
}
