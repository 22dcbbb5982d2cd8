// RUN: per-opt %s --transform-preload-library=transform-library-paths=%S/Inputs/tile.mlir --transform-interpreter \
// RUN: | FileCheck %s --check-prefix=TILED
// RUN: per-opt %s --transform-preload-library=transform-library-paths=%S/Inputs/tile.mlir --transform-interpreter \
// RUN:   --convert-per-to-linalg --one-shot-bufferize=bufferize-function-boundaries --buffer-deallocation-pipeline \
// RUN:   --convert-bufferization-to-memref \
// RUN:   --scf-forall-to-for --convert-linalg-to-loops --expand-strided-metadata --lower-affine --convert-scf-to-cf \
// RUN:   --convert-vector-to-llvm --convert-math-to-llvm --convert-math-to-libm --convert-arith-to-llvm \
// RUN:   --convert-index-to-llvm --finalize-memref-to-llvm --convert-func-to-llvm --convert-cf-to-llvm \
// RUN:   --reconcile-unrealized-casts \
// RUN: | mlir-runner -e main -entry-point-result=void --shared-libs=%mlir_runner_utils | FileCheck %s

// Whole ops and their tiles give the same numbers: slices over elements and
// slices, norms as two parts of the elements, gradient and penalty over samples
// and slices.

// TILED-LABEL: func.func @tiled
// TILED:         scf.forall
// TILED:           per.slice_norms
// TILED-COUNT-2: scf.for
// TILED:           per.slices
// TILED-COUNT-2: scf.for
// TILED:           per.gradient #per.projected_error<slices = ?>
// TILED-COUNT-2: scf.for
// TILED:           per.penalty #per.projected_error<slices = ?>

func.func @whole(%seed: i32, %h: tensor<7x5xf64>, %c: tensor<7x5xf64>, %r: tensor<f64>, %scale: f64) -> (tensor<5x10xf64>, tensor<7x5xf64>, tensor<f64>) attributes {whole} {
  %e = tensor.empty() : tensor<5x10xf64>
  %theta = per.slices seed(%seed : i32) step(%seed : i32) site(3) outs(%e : tensor<5x10xf64>) -> tensor<5x10xf64>
  %g = per.gradient #per.projected_error<slices = 10> ins(%h, %theta : tensor<7x5xf64>, tensor<5x10xf64>)
      scale(%scale : f64) samples [0] outs(%c : tensor<7x5xf64>) -> tensor<7x5xf64>
  %p = per.penalty #per.projected_error<slices = 10> ins(%h, %theta : tensor<7x5xf64>, tensor<5x10xf64>)
      scale(%scale : f64) samples [0] outs(%r : tensor<f64>) -> tensor<f64>
  return %theta, %g, %p : tensor<5x10xf64>, tensor<7x5xf64>, tensor<f64>
}
func.func @tiled(%seed: i32, %h: tensor<7x5xf64>, %c: tensor<7x5xf64>, %r: tensor<f64>, %scale: f64) -> (tensor<5x10xf64>, tensor<7x5xf64>, tensor<f64>) attributes {tiled} {
  %d = arith.constant 5 : index
  %zeros = arith.constant dense<0> : tensor<10xi64>
  %n = per.slice_norms seed(%seed : i32) step(%seed : i32) site(3) elements(%d) outs(%zeros : tensor<10xi64>) -> tensor<10xi64>
  %e = tensor.empty() : tensor<5x10xf64>
  %theta = per.slices seed(%seed : i32) step(%seed : i32) site(3) norms(%n : tensor<10xi64>) outs(%e : tensor<5x10xf64>) -> tensor<5x10xf64>
  %g = per.gradient #per.projected_error<slices = 10> ins(%h, %theta : tensor<7x5xf64>, tensor<5x10xf64>)
      scale(%scale : f64) samples [0] outs(%c : tensor<7x5xf64>) -> tensor<7x5xf64>
  %p = per.penalty #per.projected_error<slices = 10> ins(%h, %theta : tensor<7x5xf64>, tensor<5x10xf64>)
      scale(%scale : f64) samples [0] outs(%r : tensor<f64>) -> tensor<f64>
  return %theta, %g, %p : tensor<5x10xf64>, tensor<7x5xf64>, tensor<f64>
}

// The largest difference of two tensors.
func.func @difference(%a: tensor<?x?xf64>, %b: tensor<?x?xf64>) -> f64 {
  %zero = arith.constant dense<0.0> : tensor<f64>
  %m = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> ()>],
                       iterator_types = ["reduction", "reduction"]}
      ins(%a, %b : tensor<?x?xf64>, tensor<?x?xf64>) outs(%zero : tensor<f64>) {
  ^bb0(%x: f64, %y: f64, %max: f64):
    %d = arith.subf %x, %y : f64
    %abs = math.absf %d : f64
    %new = arith.maximumf %abs, %max : f64
    linalg.yield %new : f64
  } -> tensor<f64>
  %r = tensor.extract %m[] : tensor<f64>
  return %r : f64
}

func.func @main() {
  %seed = arith.constant 1234 : i32
  %scale = arith.constant 0.37 : f64
  %e = tensor.empty() : tensor<7x5xf64>
  // Activations of both signs, from -2.9 to 3.1; a cotangent that is not 0.
  %h = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      outs(%e : tensor<7x5xf64>) {
  ^bb0(%o: f64):
    %i = linalg.index 0 : index
    %j = linalg.index 1 : index
    %five = arith.constant 5 : index
    %i5 = arith.muli %i, %five : index
    %k = arith.addi %i5, %j : index
    %ki = arith.index_cast %k : index to i32
    %kf = arith.sitofp %ki : i32 to f64
    %c17 = arith.constant 17.3 : f64
    %x = arith.mulf %kf, %c17 : f64
    %s = math.sin %x : f64
    %three = arith.constant 3.0 : f64
    %v = arith.mulf %s, %three : f64
    linalg.yield %v : f64
  } -> tensor<7x5xf64>
  %c = arith.constant dense<0.125> : tensor<7x5xf64>
  %r = arith.constant dense<-1.5> : tensor<f64>
  %w:3 = call @whole(%seed, %h, %c, %r, %scale) : (i32, tensor<7x5xf64>, tensor<7x5xf64>, tensor<f64>, f64) -> (tensor<5x10xf64>, tensor<7x5xf64>, tensor<f64>)
  %t:3 = call @tiled(%seed, %h, %c, %r, %scale) : (i32, tensor<7x5xf64>, tensor<7x5xf64>, tensor<f64>, f64) -> (tensor<5x10xf64>, tensor<7x5xf64>, tensor<f64>)
  // Slices have the same bits.
  // CHECK: slices 0{{$}}
  vector.print str "slices "
  %w0 = tensor.cast %w#0 : tensor<5x10xf64> to tensor<?x?xf64>
  %t0 = tensor.cast %t#0 : tensor<5x10xf64> to tensor<?x?xf64>
  %d0 = call @difference(%w0, %t0) : (tensor<?x?xf64>, tensor<?x?xf64>) -> f64
  vector.print %d0 : f64
  // Sums agree up to their order, and the term is there.
  // CHECK: gradient 1
  // CHECK: term 1
  vector.print str "gradient "
  %w1 = tensor.cast %w#1 : tensor<7x5xf64> to tensor<?x?xf64>
  %t1 = tensor.cast %t#1 : tensor<7x5xf64> to tensor<?x?xf64>
  %d1 = call @difference(%w1, %t1) : (tensor<?x?xf64>, tensor<?x?xf64>) -> f64
  %eps = arith.constant 1.0e-13 : f64
  %same = arith.cmpf olt, %d1, %eps : f64
  vector.print %same : i1
  vector.print str "term "
  %c1 = tensor.cast %c : tensor<7x5xf64> to tensor<?x?xf64>
  %d2 = call @difference(%w1, %c1) : (tensor<?x?xf64>, tensor<?x?xf64>) -> f64
  %tenth = arith.constant 0.1 : f64
  %differs = arith.cmpf ogt, %d2, %tenth : f64
  vector.print %differs : i1
  // CHECK: penalty 1
  vector.print str "penalty "
  %p0 = tensor.extract %w#2[] : tensor<f64>
  %p1 = tensor.extract %t#2[] : tensor<f64>
  %pd = arith.subf %p0, %p1 : f64
  %pa = math.absf %pd : f64
  %peps = arith.constant 1.0e-11 : f64
  %psame = arith.cmpf olt, %pa, %peps : f64
  vector.print %psame : i1
  // CHECK: penalty term 1
  vector.print str "penalty term "
  %one = arith.constant 1.0 : f64
  %pbig = arith.cmpf ogt, %p1, %one : f64
  vector.print %pbig : i1
  return
}
