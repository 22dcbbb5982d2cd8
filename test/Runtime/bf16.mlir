// Numbers of bf16 on processors without instructions for them: no function of a compiler's own library, which is not
// everywhere (`__truncsfbf2` is in libgcc from version 13).

// RUN: per-compile %s --cache-dir= --isa=avx2 --cpu=haswell --triple=x86_64-linux-gnu -o %t.avx2.o
// RUN: llvm-nm --undefined-only %t.avx2.o | FileCheck %s --allow-empty
// RUN: per-compile %s --cache-dir= --isa=generic --cpu=x86-64 --triple=x86_64-linux-gnu -o %t.generic.o
// RUN: llvm-nm --undefined-only %t.generic.o | FileCheck %s --allow-empty
// CHECK-NOT: bf2

#same = affine_map<(i, j) -> (i, j)>
#turned = affine_map<(i, j) -> (j, i)>
func.func @main(%x: tensor<64x32xbf16>, %y: tensor<64x4xf32>, %z: tensor<4x3xf32>)
    -> (tensor<64x32xbf16>, tensor<4x64xbf16>, tensor<4x3xbf16>) {
  %e = tensor.empty() : tensor<64x32xbf16>
  %root = linalg.generic {indexing_maps = [#same, #same], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<64x32xbf16>) outs(%e : tensor<64x32xbf16>) {
  ^bb0(%in: bf16, %out: bf16):
    %0 = math.sqrt %in : bf16
    linalg.yield %0 : bf16
  } -> tensor<64x32xbf16>
  %f = tensor.empty() : tensor<4x64xbf16>
  %narrow = linalg.generic {indexing_maps = [#same, #turned], iterator_types = ["parallel", "parallel"]}
      ins(%y : tensor<64x4xf32>) outs(%f : tensor<4x64xbf16>) {
  ^bb0(%in: f32, %out: bf16):
    %0 = arith.truncf %in : f32 to bf16
    linalg.yield %0 : bf16
  } -> tensor<4x64xbf16>
  // Few enough for the optimiser to make vectors of the bf16 themselves.
  %g = tensor.empty() : tensor<4x3xbf16>
  %few = linalg.generic {indexing_maps = [#same, #same], iterator_types = ["parallel", "parallel"]}
      ins(%z : tensor<4x3xf32>) outs(%g : tensor<4x3xbf16>) {
  ^bb0(%in: f32, %out: bf16):
    %0 = arith.truncf %in : f32 to bf16
    linalg.yield %0 : bf16
  } -> tensor<4x3xbf16>
  return %root, %narrow, %few : tensor<64x32xbf16>, tensor<4x64xbf16>, tensor<4x3xbf16>
}
