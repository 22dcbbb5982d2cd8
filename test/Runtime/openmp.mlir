// The OpenMP library is loaded when code needs it, and not before.

// RUN: per-run %s --cache-dir= --entry=threads | FileCheck %s
// CHECK: call 1: number = 2

// RUN: not env PER_OPENMP_LIBRARY=/nonexistent/libomp.so per-run %s --cache-dir= 2>&1 \
// RUN:   | FileCheck %s --check-prefix=ABSENT
// ABSENT: error: the code runs on several threads and needs LLVM's OpenMP library
// ABSENT-SAME: (Debian package libomp-22-dev), which cannot be loaded: /nonexistent/libomp.so

// RUN: env PER_OPENMP_LIBRARY=/nonexistent/libomp.so per-run %S/Inputs/step.mlir --cache-dir= \
// RUN:   | FileCheck %s --check-prefix=UNUSED
// UNUSED: call 1:

module attributes {per.entries = [{
    name = "threads", arguments = [],
    results = [{name = "number", type = tensor<f32>}],
    arena_bytes = 64 : i64, isa = "generic", threads = 2 : i64}]} {
  llvm.func @per_threads_packed(%pointers: !llvm.ptr) {
    %out = llvm.load %pointers : !llvm.ptr -> !llvm.ptr
    %one = llvm.mlir.constant(1.0 : f32) : f32
    %zero = llvm.mlir.constant(0.0 : f32) : f32
    %two = llvm.mlir.constant(2 : i32) : i32
    llvm.store %zero, %out : f32, !llvm.ptr
    omp.parallel num_threads(%two : i32) {
      %old = llvm.atomicrmw fadd %out, %one monotonic : !llvm.ptr, f32
      omp.terminator
    }
    llvm.return
  }
}
