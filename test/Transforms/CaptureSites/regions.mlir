// RUN: per-opt %s --allow-unregistered-dialect --split-input-file \
// RUN:   --per-capture-sites="what=activations" | FileCheck %s --check-prefixes=CHECK,TENSOR
// RUN: per-opt %s --allow-unregistered-dialect --split-input-file \
// RUN:   --per-capture-sites="what=penalties regularizer=#per.l2" | FileCheck %s --check-prefixes=CHECK,NUMBER

// Three iterations that count from 5 down to 2: a counter of our own says where
// in the stack each writes; a penalty needs none.

// CHECK-LABEL: func.func @main
// TENSOR-SAME: -> (tensor<f32>, tensor<3x4x5xf32>)
// TENSOR: %[[START:.+]] = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}>
// TENSOR: %[[EMPTY:.+]] = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<3x4x5xf32>}>
// TENSOR: %[[LOOP:.+]]:4 = "stablehlo.while"(%{{.+}}, %{{.+}}, %[[START]], %[[EMPTY]])
// TENSOR: ^bb0(%{{.+}}, %{{.+}}, %{{.+}}: tensor<i32>, %{{.+}}: tensor<3x4x5xf32>):
// TENSOR: stablehlo.return
// TENSOR: ^bb0(%{{.+}}, %{{.+}}, %[[I:.+]]: tensor<i32>, %[[STACK:.+]]: tensor<3x4x5xf32>):
// TENSOR: %[[H:.+]] = "stablehlo.tanh"
// TENSOR: %[[NEXT:.+]] = "stablehlo.add"(%[[I]], %{{.+}})
// TENSOR: %[[ROW:.+]] = "stablehlo.reshape"(%[[H]]) : (tensor<4x5xf32>) -> tensor<1x4x5xf32>
// TENSOR: %[[WRITTEN:.+]] = "stablehlo.dynamic_update_slice"(%[[STACK]], %[[ROW]], %[[I]],
// TENSOR: "stablehlo.return"(%{{.+}}, %{{.+}}, %[[NEXT]], %[[WRITTEN]])
// TENSOR: return %{{.+}}, %[[LOOP]]#3 :

// NUMBER-SAME: -> (tensor<f32>, tensor<f32>)
// NUMBER: %[[LOOP:.+]]:3 = "stablehlo.while"
// NUMBER: stablehlo.return
// NUMBER: ^bb0(%{{.+}}, %{{.+}}, %[[SUM:.+]]: tensor<f32>):
// NUMBER: %[[R:.+]] = per.penalty #per.l2 ins(%{{.+}} : tensor<4x5xf32>)
// NUMBER: %[[NEXT:.+]] = "stablehlo.add"(%[[SUM]], %[[R]])
// NUMBER: "stablehlo.return"(%{{.+}}, %{{.+}}, %[[NEXT]])
// NUMBER: return %{{.+}}, %[[LOOP]]#2 :
func.func @main(%x: tensor<4x5xf32>, %w: tensor<5x5xf32>) -> tensor<f32> {
  %five = "stablehlo.constant"() <{value = dense<5> : tensor<i64>}> : () -> tensor<i64>
  %loop:2 = "stablehlo.while"(%five, %x) ({
  ^bb0(%i: tensor<i64>, %h: tensor<4x5xf32>):
    %two = "stablehlo.constant"() <{value = dense<2> : tensor<i64>}> : () -> tensor<i64>
    %go = "stablehlo.compare"(%i, %two) <{comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<i64>, tensor<i64>) -> tensor<i1>
    "stablehlo.return"(%go) : (tensor<i1>) -> ()
  }, {
  ^bb0(%i: tensor<i64>, %h: tensor<4x5xf32>):
    %minus = "stablehlo.constant"() <{value = dense<-1> : tensor<i64>}> : () -> tensor<i64>
    %next = "stablehlo.add"(%i, %minus) : (tensor<i64>, tensor<i64>) -> tensor<i64>
    %p = "stablehlo.dot_general"(%h, %w) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x5xf32>, tensor<5x5xf32>) -> tensor<4x5xf32>
    %y = "stablehlo.tanh"(%p) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    "stablehlo.return"(%next, %y) : (tensor<i64>, tensor<4x5xf32>) -> ()
  }) : (tensor<i64>, tensor<4x5xf32>) -> (tensor<i64>, tensor<4x5xf32>)
  %zero = "stablehlo.constant"() <{value = dense<0.0> : tensor<f32>}> : () -> tensor<f32>
  %loss = "stablehlo.reduce"(%loop#1, %zero) <{dimensions = array<i64: 0, 1>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %sum = "stablehlo.add"(%a, %b) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    "stablehlo.return"(%sum) : (tensor<f32>) -> ()
  }) : (tensor<4x5xf32>, tensor<f32>) -> tensor<f32>
  return %loss : tensor<f32>
}

// -----

// A branch that is not taken gives zero.

// CHECK-LABEL: func.func @main
// CHECK: %[[CASE:.+]]:2 = "stablehlo.case"
// TENSOR: %[[H:.+]] = "stablehlo.tanh"
// NUMBER: %[[H:.+]] = per.penalty
// CHECK: "stablehlo.return"(%{{.+}}, %[[H]])
// TENSOR: %[[ZERO:.+]] = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<4x5xf32>}>
// NUMBER: %[[ZERO:.+]] = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}>
// CHECK: "stablehlo.return"(%{{.+}}, %[[ZERO]])
// CHECK: return %{{.+}}, %[[CASE]]#1 :
func.func @main(%x: tensor<4x5xf32>, %w: tensor<5x5xf32>, %v: tensor<5x3xf32>, %which: tensor<i32>) -> tensor<f32> {
  %case = "stablehlo.case"(%which) ({
    %p = "stablehlo.dot_general"(%x, %w) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x5xf32>, tensor<5x5xf32>) -> tensor<4x5xf32>
    %y = "stablehlo.tanh"(%p) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    "stablehlo.return"(%y) : (tensor<4x5xf32>) -> ()
  }, {
    "stablehlo.return"(%x) : (tensor<4x5xf32>) -> ()
  }) : (tensor<i32>) -> tensor<4x5xf32>
  %o = "stablehlo.dot_general"(%case, %v) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x5xf32>, tensor<5x3xf32>) -> tensor<4x3xf32>
  %zero = "stablehlo.constant"() <{value = dense<0.0> : tensor<f32>}> : () -> tensor<f32>
  %loss = "stablehlo.reduce"(%o, %zero) <{dimensions = array<i64: 0, 1>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %sum = "stablehlo.add"(%a, %b) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    "stablehlo.return"(%sum) : (tensor<f32>) -> ()
  }) : (tensor<4x3xf32>, tensor<f32>) -> tensor<f32>
  return %loss : tensor<f32>
}

// -----

// The parts of four devices make up one tensor; penalties are summed over the
// devices that hold different parts, so not over the replicas along "model".

// CHECK-LABEL: func.func @main
// TENSOR-SAME: -> (tensor<f32>, tensor<16x5xf32>)
// TENSOR: "sdy.manual_computation"{{.*}}out_shardings = #sdy.sharding_per_value<[<@mesh, [{"data"}, {}]>, <@mesh, [{"data"}, {}]>]>
// TENSOR: %[[H:.+]] = "stablehlo.tanh"
// TENSOR: "sdy.return"(%[[H]], %[[H]])

// NUMBER: "sdy.manual_computation"{{.*}}out_shardings = #sdy.sharding_per_value<[<@mesh, [{"data"}, {}]>, <@mesh, [{"data", "model"}]>]>
// NUMBER: per.penalty #per.l2
// NUMBER: "sdy.return"(%{{.+}}, %{{.+}}) : (tensor<4x5xf32>, tensor<1xf32>)
// NUMBER: %[[SUM:.+]] = "stablehlo.reduce"(%{{.+}}#1,
// NUMBER: %[[HALF:.+]] = "stablehlo.constant"() <{value = dense<5.000000e-01>
// NUMBER: "stablehlo.multiply"(%[[SUM]], %[[HALF]])
module {
  "sdy.mesh"() <{mesh = #sdy.mesh<["data"=4, "model"=2]>, sym_name = "mesh"}> : () -> ()
  func.func @main(%x: tensor<16x5xf32>, %w: tensor<5x5xf32>, %v: tensor<5x3xf32>) -> tensor<f32> {
    %h = "sdy.manual_computation"(%x, %w) <{in_shardings = #sdy.sharding_per_value<[<@mesh, [{"data"}, {}]>, <@mesh, [{}, {}]>]>, manual_axes = #sdy<manual_axes{"data", "model"}>, out_shardings = #sdy.sharding_per_value<[<@mesh, [{"data"}, {}]>]>}> ({
    ^bb0(%part: tensor<4x5xf32>, %all: tensor<5x5xf32>):
      %p = "stablehlo.dot_general"(%part, %all) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<4x5xf32>, tensor<5x5xf32>) -> tensor<4x5xf32>
      %y = "stablehlo.tanh"(%p) : (tensor<4x5xf32>) -> tensor<4x5xf32>
      "sdy.return"(%y) : (tensor<4x5xf32>) -> ()
    }) : (tensor<16x5xf32>, tensor<5x5xf32>) -> tensor<16x5xf32>
    %o = "stablehlo.dot_general"(%h, %v) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<16x5xf32>, tensor<5x3xf32>) -> tensor<16x3xf32>
    %zero = "stablehlo.constant"() <{value = dense<0.0> : tensor<f32>}> : () -> tensor<f32>
    %loss = "stablehlo.reduce"(%o, %zero) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%a: tensor<f32>, %b: tensor<f32>):
      %sum = "stablehlo.add"(%a, %b) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%sum) : (tensor<f32>) -> ()
    }) : (tensor<16x3xf32>, tensor<f32>) -> tensor<f32>
    return %loss : tensor<f32>
  }
}
