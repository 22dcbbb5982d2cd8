// RUN: per-opt %s --per-outline-terms=library=abc --allow-unregistered-dialect --mlir-print-op-generic | FileCheck %s

// The slices go into the kernel, and the cotangent is updated in place.
// CHECK-LABEL: sym_name = "gradient"
// CHECK: ^bb0(%[[H:.+]]: tensor<8x2x3xf32>, %[[S:.+]]: tensor<f32>, %[[C:.+]]: tensor<8x2x3xbf16>, %[[SEED:.+]]: tensor<i32>, %[[STEP:.+]]: tensor<i32>):
// CHECK-NEXT: %[[R:.+]] = "stablehlo.custom_call"(%[[H]], %[[C]], %[[S]], %[[SEED]], %[[STEP]]) <{
// CHECK-SAME: api_version = 4 : i32
// CHECK-SAME: backend_config = {kernel = "term_0", library = "abc"}
// CHECK-SAME: call_target_name = "per_native_term"
// CHECK-SAME: has_side_effect = false
// CHECK-SAME: operand_layouts = [dense<[2, 1, 0]> : tensor<3xindex>, dense<[2, 1, 0]> : tensor<3xindex>, dense<> : tensor<0xindex>, dense<> : tensor<0xindex>, dense<> : tensor<0xindex>]
// CHECK-SAME: output_operand_aliases = [#stablehlo.output_operand_alias<output_tuple_indices = [], operand_index = 1, operand_tuple_indices = []>]
// CHECK-SAME: result_layouts = [dense<[2, 1, 0]> : tensor<3xindex>]
// CHECK-SAME: -> tensor<8x2x3xbf16>
// CHECK-NEXT: "func.return"(%[[R]])
func.func @gradient(%h: tensor<8x2x3xf32>, %s: tensor<f32>, %c: tensor<8x2x3xbf16>, %seed: tensor<i32>, %step: tensor<i32>) -> tensor<8x2x3xbf16> {
  %e = tensor.empty() : tensor<6x16xf32>
  %theta = per.slices seed(%seed : tensor<i32>) step(%step : tensor<i32>) site(3) outs(%e : tensor<6x16xf32>) -> tensor<6x16xf32>
  %r = per.gradient #per.projected_error<slices = 16> ins(%h, %theta : tensor<8x2x3xf32>, tensor<6x16xf32>)
      scale(%s : tensor<f32>) samples [0] outs(%c : tensor<8x2x3xbf16>) -> tensor<8x2x3xbf16>
  return %r : tensor<8x2x3xbf16>
}

// Constants are operands.
// CHECK-LABEL: sym_name = "constants"
// CHECK-DAG: %[[ONE:.+]] = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}>
// CHECK-DAG: %[[HALF:.+]] = "stablehlo.constant"() <{value = dense<5.000000e-01> : tensor<f32>}>
// CHECK: "stablehlo.custom_call"(%{{.+}}, %{{.+}}, %[[HALF]], %[[ONE]], %{{.+}}) {{.*}}kernel = "term_1"
func.func @constants(%h: tensor<8x6xf32>, %l: tensor<f32>, %step: tensor<i32>) -> tensor<f32> {
  %seed = arith.constant 1 : i32
  %s = arith.constant 0.5 : f32
  %e = tensor.empty() : tensor<6x16xf32>
  %theta = per.slices seed(%seed : i32) step(%step : tensor<i32>) site(4) outs(%e : tensor<6x16xf32>) -> tensor<6x16xf32>
  %r = per.penalty #per.sliced_wasserstein<slices = 16> ins(%h, %theta : tensor<8x6xf32>, tensor<6x16xf32>)
      scale(%s : f32) samples [0] outs(%l : tensor<f32>) -> tensor<f32>
  return %r : tensor<f32>
}

// Slices that others draw are an operand; those that others read stay.
// CHECK-LABEL: sym_name = "others"
// CHECK: "per.slices"
// CHECK: "stablehlo.custom_call"(%{{.+}}, %{{.+}}, %{{.+}}, %{{.+}}, %{{.+}}) {{.*}}kernel = "term_2"
// CHECK: "stablehlo.custom_call"(%{{.+}}, %{{.+}}, %{{.+}}, %{{.+}}) {{.*}}kernel = "term_3"
func.func @others(%h: tensor<8x6xf32>, %given: tensor<6x16xf32>, %s: tensor<f32>, %c: tensor<8x6xf32>, %seed: tensor<i32>) -> (tensor<8x6xf32>, tensor<6x16xf32>) {
  %e = tensor.empty() : tensor<6x16xf32>
  %theta = per.slices seed(%seed : tensor<i32>) step(%seed : tensor<i32>) site(5) outs(%e : tensor<6x16xf32>) -> tensor<6x16xf32>
  %r0 = per.gradient #per.projected_error<slices = 16> ins(%h, %theta : tensor<8x6xf32>, tensor<6x16xf32>)
      scale(%s : tensor<f32>) samples [0] outs(%c : tensor<8x6xf32>) -> tensor<8x6xf32>
  %r1 = per.gradient #per.projected_error<slices = 16> ins(%h, %given : tensor<8x6xf32>, tensor<6x16xf32>)
      scale(%s : tensor<f32>) samples [0] outs(%r0 : tensor<8x6xf32>) -> tensor<8x6xf32>
  return %r1, %theta : tensor<8x6xf32>, tensor<6x16xf32>
}

// Terms without slices stay.
// CHECK-LABEL: sym_name = "analytic"
// CHECK: "per.gradient"
func.func @analytic(%h: tensor<8x6xf32>, %s: tensor<f32>, %c: tensor<8x6xf32>) -> tensor<8x6xf32> {
  %r = per.gradient #per.projected_error<estimator = analytic> ins(%h : tensor<8x6xf32>)
      scale(%s : tensor<f32>) samples [0] outs(%c : tensor<8x6xf32>) -> tensor<8x6xf32>
  return %r : tensor<8x6xf32>
}

// CHECK: "builtin.module"() <{sym_name = "kernels"}>
// CHECK: arg_attrs = [{}, {tf.aliasing_output = 0 : i32}, {}, {}, {}]
// CHECK-SAME: function_type = (tensor<8x2x3xf32>, tensor<8x2x3xbf16>, tensor<f32>, tensor<i32>, tensor<i32>) -> tensor<8x2x3xbf16>
// CHECK-SAME: sym_name = "term_0"
// CHECK: ^bb0(%[[H:.+]]: tensor<8x2x3xf32>, %[[C:.+]]: tensor<8x2x3xbf16>, %[[S:.+]]: tensor<f32>, %[[SEED:.+]]: tensor<i32>, %[[STEP:.+]]: tensor<i32>):
// CHECK: %[[E:.+]] = "tensor.empty"() : () -> tensor<6x16xf32>
// CHECK: %[[THETA:.+]] = "per.slices"(%[[SEED]], %[[STEP]], %[[E]]) <{{.*}}site = 3
// CHECK: %[[R:.+]] = "per.gradient"(%[[H]], %[[THETA]], %[[S]], %[[C]])
// CHECK: "func.return"(%[[R]])
// CHECK: function_type = (tensor<8x6xf32>, tensor<f32>, tensor<f32>, tensor<i32>, tensor<i32>) -> tensor<f32>
// CHECK: function_type = (tensor<8x6xf32>, tensor<8x6xf32>, tensor<f32>, tensor<6x16xf32>) -> tensor<8x6xf32>
