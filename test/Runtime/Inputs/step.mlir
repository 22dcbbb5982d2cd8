// A step as the pipeline leaves it: w' = w - rate * w in the memory of w, and
// the loss, the sum of w, by way of the arena.
module attributes {per.entries = [{
    name = "main",
    arguments = [
      {name = "state['w']", type = tensor<5xf32>, donated = 1 : i64},
      {name = "rate", type = tensor<f32>, donated = -1 : i64},
      {name = "flag", type = tensor<2xi1>, donated = -1 : i64}],
    results = [
      {name = "result[0]", type = tensor<f32>},
      {name = "result[1]['w']", type = tensor<5xf32>},
      {name = "result[2]", type = tensor<2xi1>}],
    arena_bytes = 64 : i64, isa = "generic", threads = 1 : i64}]} {
  llvm.func internal @update(%w: !llvm.ptr, %rate: f32) attributes {no_inline} {
    %zero = llvm.mlir.constant(0 : i64) : i64
    %one = llvm.mlir.constant(1 : i64) : i64
    %size = llvm.mlir.constant(5 : i64) : i64
    llvm.br ^loop(%zero : i64)
  ^loop(%i: i64):
    %p = llvm.getelementptr %w[%i] : (!llvm.ptr, i64) -> !llvm.ptr, f32
    %x = llvm.load %p : !llvm.ptr -> f32
    %m = llvm.fmul %rate, %x : f32
    %y = llvm.fsub %x, %m : f32
    llvm.store %y, %p : f32, !llvm.ptr
    %next = llvm.add %i, %one : i64
    %more = llvm.icmp "slt" %next, %size : i64
    llvm.cond_br %more, ^loop(%next : i64), ^done
  ^done:
    llvm.return
  }
  llvm.func internal @sum(%w: !llvm.ptr, %out: !llvm.ptr) attributes {no_inline} {
    %zero = llvm.mlir.constant(0 : i64) : i64
    %one = llvm.mlir.constant(1 : i64) : i64
    %size = llvm.mlir.constant(5 : i64) : i64
    %start = llvm.mlir.constant(0.0 : f32) : f32
    llvm.br ^loop(%zero, %start : i64, f32)
  ^loop(%i: i64, %sum: f32):
    %p = llvm.getelementptr %w[%i] : (!llvm.ptr, i64) -> !llvm.ptr, f32
    %x = llvm.load %p : !llvm.ptr -> f32
    %y = llvm.fadd %sum, %x : f32
    %next = llvm.add %i, %one : i64
    %more = llvm.icmp "slt" %next, %size : i64
    llvm.cond_br %more, ^loop(%next, %y : i64, f32), ^done
  ^done:
    llvm.store %y, %out : f32, !llvm.ptr
    llvm.return
  }
  llvm.func @per_main(%w: !llvm.ptr, %rate: !llvm.ptr, %flag: !llvm.ptr,
                      %loss: !llvm.ptr, %flag_out: !llvm.ptr, %arena: !llvm.ptr) {
    llvm.call @sum(%w, %arena) : (!llvm.ptr, !llvm.ptr) -> ()
    %sum = llvm.load %arena : !llvm.ptr -> f32
    llvm.store %sum, %loss : f32, !llvm.ptr
    %value = llvm.load %rate : !llvm.ptr -> f32
    llvm.call @update(%w, %value) : (!llvm.ptr, f32) -> ()
    %bits = llvm.load %flag {alignment = 1 : i64} : !llvm.ptr -> i16
    llvm.store %bits, %flag_out {alignment = 1 : i64} : i16, !llvm.ptr
    llvm.return
  }
  llvm.func @per_main_packed(%pointers: !llvm.ptr) {
    %w = llvm.load %pointers : !llvm.ptr -> !llvm.ptr
    %p1 = llvm.getelementptr %pointers[1] : (!llvm.ptr) -> !llvm.ptr, !llvm.ptr
    %rate = llvm.load %p1 : !llvm.ptr -> !llvm.ptr
    %p2 = llvm.getelementptr %pointers[2] : (!llvm.ptr) -> !llvm.ptr, !llvm.ptr
    %flag = llvm.load %p2 : !llvm.ptr -> !llvm.ptr
    %p3 = llvm.getelementptr %pointers[3] : (!llvm.ptr) -> !llvm.ptr, !llvm.ptr
    %loss = llvm.load %p3 : !llvm.ptr -> !llvm.ptr
    %p4 = llvm.getelementptr %pointers[4] : (!llvm.ptr) -> !llvm.ptr, !llvm.ptr
    %flag_out = llvm.load %p4 : !llvm.ptr -> !llvm.ptr
    %p5 = llvm.getelementptr %pointers[5] : (!llvm.ptr) -> !llvm.ptr, !llvm.ptr
    %arena = llvm.load %p5 : !llvm.ptr -> !llvm.ptr
    llvm.call @per_main(%w, %rate, %flag, %loss, %flag_out, %arena)
        : (!llvm.ptr, !llvm.ptr, !llvm.ptr, !llvm.ptr, !llvm.ptr, !llvm.ptr) -> ()
    llvm.return
  }
}
