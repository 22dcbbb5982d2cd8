// RUN: per-opt --test-per-print-view=key-length=0 --split-input-file %s -o /dev/null 2>&1 | FileCheck %s

// A fused body is one node an operation; only the yielded one has the tensor.

// CHECK-LABEL: block %0:4x8xf32 %1:8xf32
// CHECK: broadcast [1] %[[B:[0-9]+]]:4x8xf32 <- %1
// CHECK-NEXT: elementwise add %[[SUM:[0-9]+]]:4x8xf32 <- %0 %[[B]]
// CHECK-NEXT: elementwise exp %[[E:[0-9]+]]:4x8xf32 <- %[[SUM]]
// CHECK-NEXT: return <- %[[E]]
#rows = affine_map<(i, j) -> (i, j)>
#row = affine_map<(i, j) -> (j)>
func.func @main(%x: tensor<4x8xf32>, %b: tensor<8xf32>) -> tensor<4x8xf32> {
  %init = tensor.empty() : tensor<4x8xf32>
  %y = linalg.generic {indexing_maps = [#rows, #row, #rows], iterator_types = ["parallel", "parallel"]}
      ins(%x, %b : tensor<4x8xf32>, tensor<8xf32>) outs(%init : tensor<4x8xf32>) {
  ^bb0(%in: f32, %bias: f32, %out: f32):
    %s = arith.addf %in, %bias : f32
    %e = math.exp %s : f32
    linalg.yield %e : f32
  } -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// Scalars of the outside are broadcasts; a copy of an operand is an identity; a
// map that permutes is a transposition, one that runs backwards a reversal.

// CHECK-LABEL: block %0:4x8xf32 %1:f32
// CHECK: transpose [1, 0] %[[T:[0-9]+]]:8x4xf32 <- %0
// CHECK-NEXT: broadcast %[[S:[0-9]+]]:8x4xf32 <- %1
// CHECK-NEXT: elementwise multiply %[[P:[0-9]+]]:8x4xf32 <- %[[T]] %[[S]]
// CHECK: reverse [0] %[[R:[0-9]+]]:8x4xf32 <- %[[P]]
// CHECK: elementwise identity %[[C:[0-9]+]]:8x4xf32 <- %[[R]]
// CHECK-NEXT: return <- %[[C]]
#id = affine_map<(i, j) -> (i, j)>
#swap = affine_map<(i, j) -> (j, i)>
#back = affine_map<(i, j) -> (-i + 7, j)>
func.func @main(%x: tensor<4x8xf32>, %s: f32) -> tensor<8x4xf32> {
  %init = tensor.empty() : tensor<8x4xf32>
  %p = linalg.generic {indexing_maps = [#swap, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<4x8xf32>) outs(%init : tensor<8x4xf32>) {
  ^bb0(%in: f32, %out: f32):
    %m = arith.mulf %in, %s : f32
    linalg.yield %m : f32
  } -> tensor<8x4xf32>
  %r = linalg.generic {indexing_maps = [#back, #id], iterator_types = ["parallel", "parallel"]}
      ins(%p : tensor<8x4xf32>) outs(%init : tensor<8x4xf32>) {
  ^bb0(%in: f32, %out: f32):
    linalg.yield %in : f32
  } -> tensor<8x4xf32>
  %c = linalg.copy ins(%r : tensor<8x4xf32>) outs(%init : tensor<8x4xf32>) -> tensor<8x4xf32>
  return %c : tensor<8x4xf32>
}

// -----

// Comparisons of unsigned integers are not looked into; those of signed ones
// and of floats are. A boolean turned signed is -1.

// CHECK-LABEL: block %0:4xi32 %1:4xf32
// CHECK: pure %{{[0-9]+}}:4xi1 <- %0 %0
// CHECK: elementwise compare_lt integer %{{[0-9]+}}:4xi1 <- %0 %0
// CHECK: elementwise compare_eq %[[M:[0-9]+]]:4xi1 <- %1 %1
// CHECK: elementwise identity %{{[0-9]+}}:4xf32 <- %[[M]]
// CHECK: pure %{{[0-9]+}}:4xf32 <- %[[M]]
func.func @main(%i: tensor<4xi32>, %x: tensor<4xf32>) -> tensor<4xf32> {
  %f = tensor.empty() : tensor<4xf32>
  %u = arith.cmpi ult, %i, %i : tensor<4xi32>
  %s = arith.cmpi slt, %i, %i : tensor<4xi32>
  %m = arith.cmpf oeq, %x, %x : tensor<4xf32>
  %0 = arith.uitofp %m : tensor<4xi1> to tensor<4xf32>
  %1 = arith.sitofp %m : tensor<4xi1> to tensor<4xf32>
  %c = linalg.copy ins(%0 : tensor<4xf32>) outs(%f : tensor<4xf32>) -> tensor<4xf32>
  return %c : tensor<4xf32>
}

// -----

// A concatenation: branches per element, and reads at positions that are made
// of indices alone. A read at a position that is data is a gather.

// CHECK-LABEL: block %0:2xf32 %1:3xi32 %2:3xf32
// CHECK: iota %[[I:[0-9]+]]:5xindex
// CHECK: pure %[[P:[0-9]+]]:5xi1 <- %[[I]]
// CHECK: slice %[[A:[0-9]+]]:5xf32 <- %0 %[[I]]
// CHECK: slice %[[B:[0-9]+]]:5xf32 <- %2
// CHECK: elementwise select %{{[0-9]+}}:5xf32 <- %[[P]] %[[A]] %[[B]]
// CHECK: gather %{{[0-9]+}}:3xf32 <- %2 %1
#line = affine_map<(i) -> (i)>
func.func @main(%a: tensor<2xf32>, %at: tensor<3xi32>, %b: tensor<3xf32>) -> (tensor<5xf32>, tensor<3xf32>) {
  %c2 = arith.constant 2 : index
  %init = tensor.empty() : tensor<5xf32>
  %joined = linalg.generic {indexing_maps = [#line], iterator_types = ["parallel"]} outs(%init : tensor<5xf32>) {
  ^bb0(%out: f32):
    %i = linalg.index 0 : index
    %isFirst = arith.cmpi ult, %i, %c2 : index
    %v = scf.if %isFirst -> (f32) {
      %e = tensor.extract %a[%i] : tensor<2xf32>
      scf.yield %e : f32
    } else {
      %j = arith.subi %i, %c2 : index
      %e = tensor.extract %b[%j] : tensor<3xf32>
      scf.yield %e : f32
    }
    linalg.yield %v : f32
  } -> tensor<5xf32>
  %init3 = tensor.empty() : tensor<3xf32>
  %picked = linalg.generic {indexing_maps = [#line, #line], iterator_types = ["parallel"]}
      ins(%at : tensor<3xi32>) outs(%init3 : tensor<3xf32>) {
  ^bb0(%index: i32, %out: f32):
    %i = arith.index_cast %index : i32 to index
    %e = tensor.extract %b[%i] : tensor<3xf32>
    linalg.yield %e : f32
  } -> tensor<3xf32>
  return %joined, %picked : tensor<5xf32>, tensor<3xf32>
}

// -----

// A map that repeats elements is no slice; nor is an index cast that may change
// the number an alias.

// CHECK-LABEL: block %0:4xf32 %1:3xi8
// CHECK: gather %[[G:[0-9]+]]:8xf32 <- %0
// CHECK: slice %[[S:[0-9]+]]:2xf32 <- %0
// CHECK: elementwise identity integer %{{[0-9]+}}:3xindex <- %1
#line = affine_map<(i) -> (i)>
#half = affine_map<(i) -> (i floordiv 2)>
#stride = affine_map<(i) -> (i * 2 + 1)>
func.func @main(%x: tensor<4xf32>, %n: tensor<3xi8>) -> (tensor<8xf32>, tensor<2xf32>, tensor<3xindex>) {
  %e8 = tensor.empty() : tensor<8xf32>
  %e2 = tensor.empty() : tensor<2xf32>
  %0 = linalg.generic {indexing_maps = [#half, #line], iterator_types = ["parallel"]}
      ins(%x : tensor<4xf32>) outs(%e8 : tensor<8xf32>) {
  ^bb0(%in: f32, %out: f32):
    linalg.yield %in : f32
  } -> tensor<8xf32>
  %1 = linalg.generic {indexing_maps = [#stride, #line], iterator_types = ["parallel"]}
      ins(%x : tensor<4xf32>) outs(%e2 : tensor<2xf32>) {
  ^bb0(%in: f32, %out: f32):
    linalg.yield %in : f32
  } -> tensor<2xf32>
  %2 = arith.index_cast %n : tensor<3xi8> to tensor<3xindex>
  return %0, %1, %2 : tensor<8xf32>, tensor<2xf32>, tensor<3xindex>
}
