// A lowered module with symbols that are neither functions nor globals is one
// part, however small the parts are to be.

// RUN: per-run %s --cache-dir= --part-size=1 --input=x=3 --output=%t.npz --loss="result[0]" | FileCheck %s
// CHECK: 6

module attributes {per.entries = [{
    name = "main",
    arguments = [{name = "x", type = tensor<f32>, donated = -1 : i64}],
    results = [{name = "result[0]", type = tensor<f32>}],
    arena_bytes = 64 : i64, isa = "generic", threads = 1 : i64}]} {
  llvm.mlir.global internal @factor(2.0 : f32) : f32
  llvm.mlir.alias internal @other_name : f32 {
    %0 = llvm.mlir.addressof @factor : !llvm.ptr
    llvm.return %0 : !llvm.ptr
  }
  llvm.func internal @twice(%x: f32) -> f32 attributes {no_inline} {
    %address = llvm.mlir.addressof @other_name : !llvm.ptr
    %factor = llvm.load %address : !llvm.ptr -> f32
    %y = llvm.fmul %factor, %x : f32
    llvm.return %y : f32
  }
  llvm.func @per_main(%x: !llvm.ptr, %result: !llvm.ptr, %arena: !llvm.ptr) {
    %value = llvm.load %x : !llvm.ptr -> f32
    %y = llvm.call @twice(%value) : (f32) -> f32
    llvm.store %y, %result : f32, !llvm.ptr
    llvm.return
  }
  llvm.func @per_main_packed(%pointers: !llvm.ptr) {
    %x = llvm.load %pointers : !llvm.ptr -> !llvm.ptr
    %p1 = llvm.getelementptr %pointers[1] : (!llvm.ptr) -> !llvm.ptr, !llvm.ptr
    %result = llvm.load %p1 : !llvm.ptr -> !llvm.ptr
    %p2 = llvm.getelementptr %pointers[2] : (!llvm.ptr) -> !llvm.ptr, !llvm.ptr
    %arena = llvm.load %p2 : !llvm.ptr -> !llvm.ptr
    llvm.call @per_main(%x, %result, %arena) : (!llvm.ptr, !llvm.ptr, !llvm.ptr) -> ()
    llvm.return
  }
}
