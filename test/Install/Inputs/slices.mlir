func.func @slices(%seed: i32, %out: tensor<5x3xf32>) -> tensor<5x3xf32> {
  %r = per.slices seed(%seed : i32) step(%seed : i32) site(3) outs(%out : tensor<5x3xf32>) -> tensor<5x3xf32>
  return %r : tensor<5x3xf32>
}
