// RUN: per-opt %s -split-input-file --convert-linalg-to-onednn=min-work=0 | FileCheck %s
// RUN: per-opt %s -split-input-file --convert-linalg-to-onednn="min-work=0 threads=2" | FileCheck %s --check-prefix=THREADS

// Steps and dilations, channels last: [image, channel, positions].
// CHECK: @per_onednn_convolution_add_bf16_4x8x11x11_968x1x88x8_bf16_16x8x3x3_1x16x384x128_f32_4x16x4x4_256x1x64x16_2x2_2x2()
// CHECK-LABEL: func.func @convolution(
// CHECK-NOT: linalg
// Two images for each thread.
// THREADS: @per_onednn_convolution_add_bf16_2x8x11x11_{{.*}}_f32_2x16x4x4_
// THREADS-LABEL: func.func @convolution(
func.func @convolution(%x: memref<4x11x11x8xbf16>, %w: memref<3x3x8x16xbf16>, %y: memref<4x4x4x16xf32>) {
  linalg.conv_2d_nhwc_hwcf {strides = dense<2> : tensor<2xi64>, dilations = dense<2> : tensor<2xi64>}
      ins(%x, %w : memref<4x11x11x8xbf16>, memref<3x3x8x16xbf16>) outs(%y : memref<4x4x4x16xf32>)
  return
}

// -----

// The gradient of the weights: a convolution with more taps than positions.
// CHECK: @per_onednn_weightsgradient_set_bf16_4x8x9x9_648x1x72x8_f32_16x8x3x3_1x16x384x128_bf16_4x16x4x4_256x1x64x16_2x2_1x1()
// CHECK-LABEL: func.func @gradient(
// CHECK-NOT: linalg
// CHECK: return
// oneDNN only sets it.
// CHECK-LABEL: func.func @added_gradient(
// CHECK: linalg.generic
#input = affine_map<(h, w, c, f, n, i, j) -> (n, h + i * 2, w + j * 2, c)>
#output = affine_map<(h, w, c, f, n, i, j) -> (n, i, j, f)>
#weights = affine_map<(h, w, c, f, n, i, j) -> (h, w, c, f)>
func.func @gradient(%x: memref<4x9x9x8xbf16>, %y: memref<4x4x4x16xbf16>, %w: memref<3x3x8x16xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%w : memref<3x3x8x16xf32>)
  linalg.generic {indexing_maps = [#input, #output, #weights],
                  iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction"]}
      ins(%x, %y : memref<4x9x9x8xbf16>, memref<4x4x4x16xbf16>) outs(%w : memref<3x3x8x16xf32>) {
  ^bb0(%a: bf16, %b: bf16, %s: f32):
    %0 = arith.extf %a : bf16 to f32
    %1 = arith.extf %b : bf16 to f32
    %2 = arith.mulf %0, %1 : f32
    %3 = arith.addf %s, %2 : f32
    linalg.yield %3 : f32
  }
  return
}
func.func @added_gradient(%x: memref<4x9x9x8xbf16>, %y: memref<4x4x4x16xbf16>, %w: memref<3x3x8x16xf32>) {
  linalg.generic {indexing_maps = [#input, #output, #weights],
                  iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction"]}
      ins(%x, %y : memref<4x9x9x8xbf16>, memref<4x4x4x16xbf16>) outs(%w : memref<3x3x8x16xf32>) {
  ^bb0(%a: bf16, %b: bf16, %s: f32):
    %0 = arith.extf %a : bf16 to f32
    %1 = arith.extf %b : bf16 to f32
    %2 = arith.mulf %0, %1 : f32
    %3 = arith.addf %s, %2 : f32
    linalg.yield %3 : f32
  }
  return
}

// -----

// Groups of one channel, of f32: there are no columns for our own vectors.
// CHECK: @per_onednn_convolution_add_f32_2x8x6x6_288x1x48x8_f32_8x1x1x3x3_1x1x1x24x8_f32_2x8x4x4_128x1x32x8_1x1_1x1()
// CHECK-LABEL: func.func @depthwise(
// CHECK-NOT: linalg
func.func @depthwise(%x: memref<2x6x6x8xf32>, %w: memref<3x3x8xf32>, %y: memref<2x4x4x8xf32>) {
  linalg.depthwise_conv_2d_nhwc_hwc ins(%x, %w : memref<2x6x6x8xf32>, memref<3x3x8xf32>) outs(%y : memref<2x4x4x8xf32>)
  return
}

// -----

// With groups of several channels it is our own in f32, and oneDNN's in bf16.
// CHECK: @per_onednn_convolution_add_bf16_2x8x6x6_288x1x48x8_bf16_2x4x4x3x3_4x1x8x96x32_f32_2x8x4x4_128x1x32x8_1x1_1x1()
// CHECK-LABEL: func.func @groups(
// CHECK: llvm.call @per_onednn_execute
// CHECK: linalg.generic
#grouped_input = affine_map<(n, h, w, g, f, i, j, c) -> (n, h + i, w + j, g, c)>
#grouped_weights = affine_map<(n, h, w, g, f, i, j, c) -> (i, j, c, g, f)>
#grouped_output = affine_map<(n, h, w, g, f, i, j, c) -> (n, h, w, g, f)>
func.func @groups(%x: memref<2x6x6x2x4xbf16>, %w: memref<3x3x4x2x4xbf16>, %y: memref<2x4x4x2x4xf32>,
                  %p: memref<2x6x6x2x4xf32>, %q: memref<3x3x4x2x4xf32>) {
  linalg.generic {indexing_maps = [#grouped_input, #grouped_weights, #grouped_output],
                  iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction"]}
      ins(%x, %w : memref<2x6x6x2x4xbf16>, memref<3x3x4x2x4xbf16>) outs(%y : memref<2x4x4x2x4xf32>) {
  ^bb0(%a: bf16, %b: bf16, %s: f32):
    %0 = arith.extf %a : bf16 to f32
    %1 = arith.extf %b : bf16 to f32
    %2 = arith.mulf %0, %1 : f32
    %3 = arith.addf %s, %2 : f32
    linalg.yield %3 : f32
  }
  linalg.generic {indexing_maps = [#grouped_input, #grouped_weights, #grouped_output],
                  iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction"]}
      ins(%p, %q : memref<2x6x6x2x4xf32>, memref<3x3x4x2x4xf32>) outs(%y : memref<2x4x4x2x4xf32>) {
  ^bb0(%a: f32, %b: f32, %s: f32):
    %2 = arith.mulf %a, %b : f32
    %3 = arith.addf %s, %2 : f32
    linalg.yield %3 : f32
  }
  return
}

// -----

// A window with a tap in one dimension only, as the phases of a strided gradient
// have it.
// CHECK: @per_onednn_convolution_add_bf16_2x8x4x6_192x1x48x8_bf16_16x8x1x3_1x16x1x128_f32_2x16x4x4_256x1x64x16_1x1_1x1()
// CHECK-LABEL: func.func @one_window(
// CHECK-NOT: linalg
func.func @one_window(%x: memref<2x4x6x8xbf16>, %w: memref<3x8x16xbf16>, %y: memref<2x4x4x16xf32>) {
  linalg.generic {indexing_maps = [affine_map<(n, h, w, f, j, c) -> (n, h, w + j, c)>, affine_map<(n, h, w, f, j, c) -> (j, c, f)>,
                                   affine_map<(n, h, w, f, j, c) -> (n, h, w, f)>],
                  iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction"]}
      ins(%x, %w : memref<2x4x6x8xbf16>, memref<3x8x16xbf16>) outs(%y : memref<2x4x4x16xf32>) {
  ^bb0(%a: bf16, %b: bf16, %s: f32):
    %0 = arith.extf %a : bf16 to f32
    %1 = arith.extf %b : bf16 to f32
    %2 = arith.mulf %0, %1 : f32
    %3 = arith.addf %s, %2 : f32
    linalg.yield %3 : f32
  }
  return
}

// -----

// A phase of a strided gradient, written between others: oneDNN's result is
// copied there, which a short sum does not pay for.
// CHECK: @per_onednn_convolution_add_bf16_2x32x6_192x1x32_bf16_8x32x4_1x8x256_f32_2x8x3_48x1x16_1_1()
// CHECK-LABEL: func.func @phases(
// CHECK: llvm.call @per_onednn_execute
// CHECK: linalg.conv_1d_nwc_wcf
func.func @phases(%x: memref<2x6x32xbf16>, %w: memref<4x32x8xbf16>, %v: memref<3x32x8xbf16>,
                  %y: memref<2x3x8xf32, strided<[48, 16, 1]>>, %z: memref<2x4x8xf32, strided<[64, 16, 1]>>) {
  linalg.conv_1d_nwc_wcf {strides = dense<1> : tensor<1xi64>, dilations = dense<1> : tensor<1xi64>}
      ins(%x, %w : memref<2x6x32xbf16>, memref<4x32x8xbf16>) outs(%y : memref<2x3x8xf32, strided<[48, 16, 1]>>)
  linalg.conv_1d_nwc_wcf {strides = dense<1> : tensor<1xi64>, dilations = dense<1> : tensor<1xi64>}
      ins(%x, %v : memref<2x6x32xbf16>, memref<3x32x8xbf16>) outs(%z : memref<2x4x8xf32, strided<[64, 16, 1]>>)
  return
}

// -----

// A source that goes on for more than a step after the last window is cut.
// CHECK: @per_onednn_convolution_add_f32_2x64x12_2560x1x64_f32_64x1x1x3_1x1x1x64_f32_2x64x10_640x1x64_1_1()
// CHECK-LABEL: func.func @long_source(
// CHECK-NOT: linalg
func.func @long_source(%x: memref<2x40x64xf32>, %w: memref<3x64xf32>, %y: memref<2x10x64xf32>) {
  linalg.generic {indexing_maps = [affine_map<(n, p, g, t) -> (n, p + t, g)>, affine_map<(n, p, g, t) -> (t, g)>,
                                   affine_map<(n, p, g, t) -> (n, p, g)>],
                  iterator_types = ["parallel", "parallel", "parallel", "reduction"]}
      ins(%x, %w : memref<2x40x64xf32>, memref<3x64xf32>) outs(%y : memref<2x10x64xf32>) {
  ^bb0(%a: f32, %b: f32, %s: f32):
    %0 = arith.mulf %a, %b : f32
    %1 = arith.addf %s, %0 : f32
    linalg.yield %1 : f32
  }
  return
}

// -----

// Taps that run backwards.
// CHECK-LABEL: func.func @reversed(
// CHECK: linalg.generic
func.func @reversed(%x: memref<2x6x8xbf16>, %w: memref<3x8x16xbf16, strided<[-128, 16, 1], offset: 256>>, %y: memref<2x4x16xf32>) {
  linalg.generic {indexing_maps = [affine_map<(n, w, f, j, c) -> (n, w + j, c)>, affine_map<(n, w, f, j, c) -> (j, c, f)>,
                                   affine_map<(n, w, f, j, c) -> (n, w, f)>],
                  iterator_types = ["parallel", "parallel", "parallel", "reduction", "reduction"]}
      ins(%x, %w : memref<2x6x8xbf16>, memref<3x8x16xbf16, strided<[-128, 16, 1], offset: 256>>) outs(%y : memref<2x4x16xf32>) {
  ^bb0(%a: bf16, %b: bf16, %s: f32):
    %0 = arith.extf %a : bf16 to f32
    %1 = arith.extf %b : bf16 to f32
    %2 = arith.mulf %0, %1 : f32
    %3 = arith.addf %s, %2 : f32
    linalg.yield %3 : f32
  }
  return
}
