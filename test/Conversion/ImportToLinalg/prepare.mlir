// RUN: per-opt %s --per-prepare-import --allow-unregistered-dialect --mlir-print-op-generic | FileCheck %s

// CHECK-LABEL: sym_name = "concatenate"
// CHECK: "per_import.concatenate"(%{{.*}}, %{{.*}}) {dimension = 1 : i64}
func.func @concatenate(%a: tensor<8x5xf32>, %b: tensor<8x2xf32>) -> tensor<8x7xf32> {
  %r = "stablehlo.concatenate"(%a, %b) <{dimension = 1 : i64}> : (tensor<8x5xf32>, tensor<8x2xf32>) -> tensor<8x7xf32>
  return %r : tensor<8x7xf32>
}

// CHECK-LABEL: sym_name = "forward"
// CHECK: "per_import.cumulative"(%{{.*}}) {combiner = "add", dimension = 0 : i64}
func.func @forward(%x: tensor<8x5xf32>) -> tensor<8x5xf32> {
  %zero = "stablehlo.constant"() <{value = dense<0.0> : tensor<f32>}> : () -> tensor<f32>
  %init = "stablehlo.broadcast_in_dim"(%zero) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<f32>
  %r = "stablehlo.reduce_window"(%x, %init) <{padding = dense<[[7, 0], [0, 0]]> : tensor<2x2xi64>, window_dimensions = array<i64: 8, 1>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %s = "stablehlo.add"(%a, %b) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    "stablehlo.return"(%s) : (tensor<f32>) -> ()
  }) : (tensor<8x5xf32>, tensor<f32>) -> tensor<8x5xf32>
  return %r : tensor<8x5xf32>
}

// CHECK-LABEL: sym_name = "backward"
// CHECK: "per_import.cumulative"(%{{.*}}) {combiner = "maximum", dimension = 1 : i64, reverse, unsigned}
func.func @backward(%x: tensor<8x5xui8>) -> tensor<8x5xui8> {
  %init = "stablehlo.constant"() <{value = dense<0> : tensor<ui8>}> : () -> tensor<ui8>
  %r = "stablehlo.reduce_window"(%x, %init) <{padding = dense<[[0, 0], [0, 4]]> : tensor<2x2xi64>, window_dimensions = array<i64: 1, 5>}> ({
  ^bb0(%a: tensor<ui8>, %b: tensor<ui8>):
    %s = "stablehlo.maximum"(%b, %a) : (tensor<ui8>, tensor<ui8>) -> tensor<ui8>
    "stablehlo.return"(%s) : (tensor<ui8>) -> ()
  }) : (tensor<8x5xui8>, tensor<ui8>) -> tensor<8x5xui8>
  return %r : tensor<8x5xui8>
}

// Another initial value, a window of another size, a stride, a dilation, another
// body, an initial value of run time: left alone.
// CHECK-LABEL: sym_name = "others"
// CHECK-NOT: per_import
func.func @others(%x: tensor<8xf32>, %n: tensor<f32>) -> (tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) {
  %one = "stablehlo.constant"() <{value = dense<1.0> : tensor<f32>}> : () -> tensor<f32>
  %zero = "stablehlo.constant"() <{value = dense<0.0> : tensor<f32>}> : () -> tensor<f32>
  %a = "stablehlo.reduce_window"(%x, %one) <{padding = dense<[[7, 0]]> : tensor<1x2xi64>, window_dimensions = array<i64: 8>}> ({
  ^bb0(%p: tensor<f32>, %q: tensor<f32>):
    %s = "stablehlo.add"(%p, %q) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    "stablehlo.return"(%s) : (tensor<f32>) -> ()
  }) : (tensor<8xf32>, tensor<f32>) -> tensor<8xf32>
  %b = "stablehlo.reduce_window"(%x, %zero) <{padding = dense<[[6, 0]]> : tensor<1x2xi64>, window_dimensions = array<i64: 7>}> ({
  ^bb0(%p: tensor<f32>, %q: tensor<f32>):
    %s = "stablehlo.add"(%p, %q) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    "stablehlo.return"(%s) : (tensor<f32>) -> ()
  }) : (tensor<8xf32>, tensor<f32>) -> tensor<8xf32>
  %c = "stablehlo.reduce_window"(%x, %zero) <{padding = dense<[[14, 0]]> : tensor<1x2xi64>, window_dilations = array<i64: 2>, window_dimensions = array<i64: 8>}> ({
  ^bb0(%p: tensor<f32>, %q: tensor<f32>):
    %s = "stablehlo.add"(%p, %q) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    "stablehlo.return"(%s) : (tensor<f32>) -> ()
  }) : (tensor<8xf32>, tensor<f32>) -> tensor<8xf32>
  %d = "stablehlo.reduce_window"(%x, %zero) <{padding = dense<[[7, 0]]> : tensor<1x2xi64>, window_dimensions = array<i64: 8>}> ({
  ^bb0(%p: tensor<f32>, %q: tensor<f32>):
    %s = "stablehlo.add"(%p, %p) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    "stablehlo.return"(%s) : (tensor<f32>) -> ()
  }) : (tensor<8xf32>, tensor<f32>) -> tensor<8xf32>
  %e = "stablehlo.reduce_window"(%x, %n) <{padding = dense<[[7, 0]]> : tensor<1x2xi64>, window_dimensions = array<i64: 8>}> ({
  ^bb0(%p: tensor<f32>, %q: tensor<f32>):
    %s = "stablehlo.add"(%p, %q) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    "stablehlo.return"(%s) : (tensor<f32>) -> ()
  }) : (tensor<8xf32>, tensor<f32>) -> tensor<8xf32>
  return %a, %b, %c, %d, %e : tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>
}

// Sums of bf16 are added up in f32, and rounded once.
// CHECK-LABEL: sym_name = "widened"
// CHECK: %[[DOT:.*]] = "stablehlo.dot_general"({{.*}}) {{.*}} : (tensor<8x5xbf16>, tensor<5x8xbf16>) -> tensor<8x8xf32>
// CHECK: "stablehlo.convert"(%[[DOT]]) : (tensor<8x8xf32>) -> tensor<8x8xbf16>
// CHECK: %[[X:.*]] = "stablehlo.convert"({{.*}}) : (tensor<8x5xbf16>) -> tensor<8x5xf32>
// CHECK: %[[I:.*]] = "stablehlo.convert"({{.*}}) : (tensor<bf16>) -> tensor<f32>
// CHECK: %[[SUM:.*]] = "stablehlo.reduce"(%[[X]], %[[I]])
// CHECK: ^bb0(%{{.*}}: tensor<f32>, %{{.*}}: tensor<f32>):
// CHECK:   "stablehlo.add"({{.*}}) : (tensor<f32>, tensor<f32>) -> tensor<f32>
// CHECK: (tensor<8x5xf32>, tensor<f32>) -> tensor<8xf32>
// CHECK: "stablehlo.convert"(%[[SUM]]) : (tensor<8xf32>) -> tensor<8xbf16>
// CHECK: %[[MAX:.*]] = "stablehlo.reduce"
// CHECK: (tensor<8x5xbf16>, tensor<bf16>) -> tensor<8xbf16>
// CHECK: %[[WIDE:.*]] = "per_import.cumulative"({{.*}}) {combiner = "add", {{.*}}} : (tensor<8x5xf32>) -> tensor<8x5xf32>
// CHECK: "stablehlo.convert"(%[[WIDE]]) : (tensor<8x5xf32>) -> tensor<8x5xbf16>
func.func @widened(%x: tensor<8x5xbf16>, %y: tensor<5x8xbf16>) -> (tensor<8x8xbf16>, tensor<8xbf16>, tensor<8xbf16>, tensor<8x5xbf16>) {
  %zero = "stablehlo.constant"() <{value = dense<0.0> : tensor<bf16>}> : () -> tensor<bf16>
  %a = "stablehlo.dot_general"(%x, %y) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>}> : (tensor<8x5xbf16>, tensor<5x8xbf16>) -> tensor<8x8xbf16>
  %b = "stablehlo.reduce"(%x, %zero) <{dimensions = array<i64: 1>}> ({
  ^bb0(%p: tensor<bf16>, %q: tensor<bf16>):
    %s = "stablehlo.add"(%p, %q) : (tensor<bf16>, tensor<bf16>) -> tensor<bf16>
    "stablehlo.return"(%s) : (tensor<bf16>) -> ()
  }) : (tensor<8x5xbf16>, tensor<bf16>) -> tensor<8xbf16>
  %c = "stablehlo.reduce"(%x, %zero) <{dimensions = array<i64: 1>}> ({
  ^bb0(%p: tensor<bf16>, %q: tensor<bf16>):
    %s = "stablehlo.maximum"(%p, %q) : (tensor<bf16>, tensor<bf16>) -> tensor<bf16>
    "stablehlo.return"(%s) : (tensor<bf16>) -> ()
  }) : (tensor<8x5xbf16>, tensor<bf16>) -> tensor<8xbf16>
  %d = "stablehlo.reduce_window"(%x, %zero) <{padding = dense<[[7, 0], [0, 0]]> : tensor<2x2xi64>, window_dimensions = array<i64: 8, 1>}> ({
  ^bb0(%p: tensor<bf16>, %q: tensor<bf16>):
    %s = "stablehlo.add"(%p, %q) : (tensor<bf16>, tensor<bf16>) -> tensor<bf16>
    "stablehlo.return"(%s) : (tensor<bf16>) -> ()
  }) : (tensor<8x5xbf16>, tensor<bf16>) -> tensor<8x5xbf16>
  return %a, %b, %c, %d : tensor<8x8xbf16>, tensor<8xbf16>, tensor<8xbf16>, tensor<8x5xbf16>
}

// A plain forward convolution has a named operation; a window that is reversed is
// the legalization's too.
// CHECK-LABEL: sym_name = "convolutions"
// CHECK: "stablehlo.convolution"
// CHECK: "stablehlo.convolution"
// CHECK: "per_import.convolution"(%{{.*}}, %{{.*}}) {batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, o, i]->[b, 0, 1, f]>, feature_group_count = 1 : i64}
func.func @convolutions(%x: tensor<1x5x5x2xf32>, %w: tensor<1x1x2x2xf32>) -> (tensor<1x5x5x2xf32>, tensor<1x5x5x2xf32>, tensor<1x5x5x2xf32>) {
  %a = "stablehlo.convolution"(%x, %w) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 1 : i64}> : (tensor<1x5x5x2xf32>, tensor<1x1x2x2xf32>) -> tensor<1x5x5x2xf32>
  %b = "stablehlo.convolution"(%x, %w) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, o, i]->[b, 0, 1, f]>, feature_group_count = 1 : i64, window_reversal = array<i1: true, false>}> : (tensor<1x5x5x2xf32>, tensor<1x1x2x2xf32>) -> tensor<1x5x5x2xf32>
  %c = "stablehlo.convolution"(%x, %w) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, o, i]->[b, 0, 1, f]>, feature_group_count = 1 : i64}> : (tensor<1x5x5x2xf32>, tensor<1x1x2x2xf32>) -> tensor<1x5x5x2xf32>
  return %a, %b, %c : tensor<1x5x5x2xf32>, tensor<1x5x5x2xf32>, tensor<1x5x5x2xf32>
}

// Without elements there is nothing to slice or to concatenate.
// CHECK-LABEL: sym_name = "empty"
// CHECK: "stablehlo.constant"() {value = dense<> : tensor<0xf32>} : () -> tensor<0xf32>
// CHECK: "per_import.concatenate"(%[[X:.*]], %[[X]]) {dimension = 0 : i64}
func.func @empty(%x: tensor<8xf32>) -> (tensor<0xf32>, tensor<16xf32>) {
  %a = "stablehlo.slice"(%x) <{limit_indices = array<i64: 8>, start_indices = array<i64: 8>, strides = array<i64: 1>}> : (tensor<8xf32>) -> tensor<0xf32>
  %b = "stablehlo.concatenate"(%x, %a, %x) <{dimension = 0 : i64}> : (tensor<8xf32>, tensor<0xf32>, tensor<8xf32>) -> tensor<16xf32>
  return %a, %b : tensor<0xf32>, tensor<16xf32>
}
