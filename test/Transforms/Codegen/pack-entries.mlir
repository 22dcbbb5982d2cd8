// RUN: per-opt %s --per-pack-entries="isa=avx2 threads=3" --split-input-file --verify-diagnostics | FileCheck %s

// CHECK: isa = "avx2"
// CHECK-SAME: threads = 3 : i64
// CHECK-LABEL: llvm.func @per_f(
// CHECK-LABEL: llvm.func @per_f_packed(
// CHECK-SAME: %[[P:.*]]: !llvm.ptr
// CHECK: %[[P0:.*]] = llvm.getelementptr %[[P]][0]
// CHECK: %[[X:.*]] = llvm.load %[[P0]]
// CHECK: %[[P1:.*]] = llvm.getelementptr %[[P]][1]
// CHECK: %[[ARENA:.*]] = llvm.load %[[P1]]
// CHECK: llvm.call @per_f(%[[X]], %[[ARENA]])
module attributes {per.entries = [{name = "f", arguments = [], results = []}]} {
  llvm.func @per_f(%x: !llvm.ptr, %arena: !llvm.ptr) {
    llvm.return
  }
}

// -----

module attributes {per.entries = [{name = "f", arguments = [], results = []}]} {
  // expected-error @below {{expected pointers as arguments}}
  llvm.func @per_f(%x: i64) {
    llvm.return
  }
}

// -----

module attributes {per.entries = [{name = "f", arguments = [], results = []}]} {
  // expected-error @below {{expected a 'llvm.func'}}
  func.func @per_f() {
    return
  }
}
