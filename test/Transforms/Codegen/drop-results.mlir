// RUN: per-opt %s --per-drop-results --split-input-file --verify-diagnostics | FileCheck %s

// CHECK-LABEL: func.func @per_f(%{{.*}}: memref<16xf32>, %{{.*}}: memref<16xf32>) {
// CHECK-NEXT: return
module attributes {per.entries = [{name = "f", arguments = [], results = []}]} {
  func.func @per_f(%x: memref<16xf32>, %y: memref<16xf32>) -> (memref<16xf32>, memref<16xf32>) {
    return %y, %x : memref<16xf32>, memref<16xf32>
  }
}

// -----

module attributes {per.entries = [{name = "f", arguments = [], results = []}]} {
  // expected-error @below {{returns a buffer that is not an argument}}
  func.func @per_f() -> memref<16xf32> {
    %0 = memref.alloc() : memref<16xf32>
    return %0 : memref<16xf32>
  }
}
