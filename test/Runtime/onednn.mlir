// oneDNN is loaded when code needs it, and not before. What is wrong with it is one line.

// RUN: not env PER_ONEDNN_LIBRARY=/nonexistent/libdnnl.so per-run %s --cache-dir= --pipeline=providers=onednn 2>&1 \
// RUN:   | FileCheck %s --check-prefix=ABSENT
// ABSENT: error: the code was compiled with providers=onednn and needs the library oneDNN
// ABSENT-SAME: (package libdnnl2 of Debian 12), which cannot be loaded: /nonexistent/libdnnl.so

// RUN: env PER_ONEDNN_LIBRARY=/nonexistent/libdnnl.so per-run %s --cache-dir= | FileCheck %s --check-prefix=UNUSED
// UNUSED: calls: 1

// RUN: split-file %S/Inputs/onednn-libraries.c %t
// RUN: %cc -shared -fPIC %t/old.c -o %t/old.so
// RUN: not env PER_ONEDNN_LIBRARY=%t/old.so per-run %s --cache-dir= --pipeline=providers=onednn 2>&1 | FileCheck %s --check-prefix=OLD
// OLD: cannot be loaded: {{.*}}old.so: it is version 2.4, and 2.6 to 3 are expected
// RUN: %cc -shared -fPIC %t/partial.c -o %t/partial.so
// RUN: not env PER_ONEDNN_LIBRARY=%t/partial.so per-run %s --cache-dir= --pipeline=providers=onednn 2>&1 | FileCheck %s --check-prefix=PARTIAL
// PARTIAL: cannot be loaded: {{.*}}partial.so: it has no dnnl_engine_create
// RUN: %cc -shared -fPIC %t/threads.c -o %t/threads.so
// RUN: not env PER_ONEDNN_LIBRARY=%t/threads.so per-run %s --cache-dir= --pipeline=providers=onednn 2>&1 | FileCheck %s --check-prefix=RUNTIME
// RUNTIME: cannot be loaded: {{.*}}threads.so: it is made for other threads than those of OpenMP; one for OpenMP, or for one thread, is expected
// RUN: %cc -shared -fPIC %t/other.c -o %t/other.so
// RUN: not env PER_ONEDNN_LIBRARY=%t/other.so per-run %s --cache-dir= --pipeline=providers=onednn 2>&1 | FileCheck %s --check-prefix=OTHER
// OTHER: cannot be loaded: {{.*}}other.so: it has no dnnl_version

// Ahead of time nothing makes the operations.
// RUN: not per-compile %s -o %t/step.a --cache-dir= --pipeline=providers=onednn 2>&1 | FileCheck %s --check-prefix=AHEAD
// AHEAD: error: code with providers=onednn runs where this project loads it (per-run, Python, Executable)

func.func public @main(%x: tensor<4x34x34x16xf32>, %w: tensor<3x3x16xf32>) -> tensor<4x32x32x16xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<4x32x32x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<4x32x32x16xf32>) -> tensor<4x32x32x16xf32>
  %0 = linalg.depthwise_conv_2d_nhwc_hwc ins(%x, %w : tensor<4x34x34x16xf32>, tensor<3x3x16xf32>)
      outs(%z : tensor<4x32x32x16xf32>) -> tensor<4x32x32x16xf32>
  return %0 : tensor<4x32x32x16xf32>
}
