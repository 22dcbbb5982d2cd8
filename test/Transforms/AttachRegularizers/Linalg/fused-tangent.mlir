// A step with a forward-mode derivative along its gradient, fused. The product
// of the cotangent with the mask is inside of the weight gradient; the tangent's
// is not, it matches, and comes out of the same layers. It is no cotangent, and
// the one inside says that the choice is open.

// RUN: not per-opt %s --per-attach-regularizers="regularizer=#per.l2 lambda=1.0" -o /dev/null 2>&1 | FileCheck %s

// CHECK: error: site 0 ('linalg.generic', relu, tensor<16x24xf32>) has no cotangent that is safe to edit: 2 candidates for its cotangent tried: ambiguous, 2 different adjoints match; what combines its derivative with other values is inside of fused operations: attach before fusion

#map = affine_map<(d0, d1) -> (d0, d1)>
#map1 = affine_map<(d0, d1) -> (d0)>
#map2 = affine_map<(d0) -> (d0)>
#map3 = affine_map<(d0) -> ()>
#map4 = affine_map<() -> ()>
#map5 = affine_map<(d0, d1, d2) -> (d2, d0)>
#map6 = affine_map<(d0, d1, d2) -> (d2, d1)>
#map7 = affine_map<(d0, d1, d2) -> (d0, d1)>
#map8 = affine_map<(d0, d1) -> (d1, d0)>
#map9 = affine_map<(d0, d1, d2) -> (d0, d2)>
#map10 = affine_map<(d0, d1, d2) -> (d1, d2)>
module @jit_of_leaves {
  func.func public @main(%arg0: tensor<20x24xf32>, %arg1: tensor<24x5xf32>, %arg2: tensor<16x20xf32>, %arg3: tensor<16x5xf32>) -> (tensor<f32>, tensor<20x24xf32>, tensor<24x5xf32>, tensor<f32>) {
    %cst = arith.constant 1.000000e-01 : f32
    %cst_0 = arith.constant -6.250000e-02 : f32
    %cst_1 = arith.constant 1.600000e+01 : f32
    %cst_2 = arith.constant 0xFF800000 : f32
    %cst_3 = arith.constant 0.000000e+00 : f32
    %0 = tensor.empty() : tensor<16x24xf32>
    %1 = linalg.fill ins(%cst_3 : f32) outs(%0 : tensor<16x24xf32>) -> tensor<16x24xf32>
    %2 = linalg.matmul ins(%arg2, %arg0 : tensor<16x20xf32>, tensor<20x24xf32>) outs(%1 : tensor<16x24xf32>) -> tensor<16x24xf32>
    %3 = linalg.generic {indexing_maps = [#map], iterator_types = ["parallel", "parallel"]} outs(%0 : tensor<16x24xf32>) {
    ^bb0(%out: f32):
      linalg.yield %cst_3 : f32
    } -> tensor<16x24xf32>
    %4 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel"]} ins(%2, %3 : tensor<16x24xf32>, tensor<16x24xf32>) outs(%0 : tensor<16x24xf32>) {
    ^bb0(%in: f32, %in_4: f32, %out: f32):
      %47 = arith.maximumf %in, %in_4 : f32
      linalg.yield %47 : f32
    } -> tensor<16x24xf32>
    %5 = tensor.empty() : tensor<16x24xi1>
    %6 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel"]} ins(%2, %3 : tensor<16x24xf32>, tensor<16x24xf32>) outs(%5 : tensor<16x24xi1>) {
    ^bb0(%in: f32, %in_4: f32, %out: i1):
      %47 = arith.cmpf ogt, %in, %in_4 : f32
      linalg.yield %47 : i1
    } -> tensor<16x24xi1>
    %7 = tensor.empty() : tensor<16x5xf32>
    %8 = linalg.fill ins(%cst_3 : f32) outs(%7 : tensor<16x5xf32>) -> tensor<16x5xf32>
    %9 = linalg.matmul ins(%4, %arg1 : tensor<16x24xf32>, tensor<24x5xf32>) outs(%8 : tensor<16x5xf32>) -> tensor<16x5xf32>
    %10 = tensor.empty() : tensor<16xf32>
    %11 = linalg.fill ins(%cst_2 : f32) outs(%10 : tensor<16xf32>) -> tensor<16xf32>
    %12 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "reduction"]} ins(%9 : tensor<16x5xf32>) outs(%11 : tensor<16xf32>) {
    ^bb0(%in: f32, %out: f32):
      %47 = arith.maximumf %out, %in : f32
      linalg.yield %47 : f32
    } -> tensor<16xf32>
    %13 = linalg.generic {indexing_maps = [#map, #map1, #map], iterator_types = ["parallel", "parallel"]} ins(%9, %12 : tensor<16x5xf32>, tensor<16xf32>) outs(%7 : tensor<16x5xf32>) {
    ^bb0(%in: f32, %in_4: f32, %out: f32):
      %47 = arith.subf %in, %in_4 : f32
      linalg.yield %47 : f32
    } -> tensor<16x5xf32>
    %14 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel"]} ins(%13 : tensor<16x5xf32>) outs(%7 : tensor<16x5xf32>) {
    ^bb0(%in: f32, %out: f32):
      %47 = math.exp %in : f32
      linalg.yield %47 : f32
    } -> tensor<16x5xf32>
    %15 = linalg.fill ins(%cst_3 : f32) outs(%10 : tensor<16xf32>) -> tensor<16xf32>
    %16 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "reduction"]} ins(%14 : tensor<16x5xf32>) outs(%15 : tensor<16xf32>) {
    ^bb0(%in: f32, %out: f32):
      %47 = arith.addf %out, %in : f32
      linalg.yield %47 : f32
    } -> tensor<16xf32>
    %17 = linalg.generic {indexing_maps = [#map, #map1, #map, #map1], iterator_types = ["parallel", "reduction"]} ins(%13, %16, %arg3 : tensor<16x5xf32>, tensor<16xf32>, tensor<16x5xf32>) outs(%15 : tensor<16xf32>) {
    ^bb0(%in: f32, %in_4: f32, %in_5: f32, %out: f32):
      %47 = math.log %in_4 : f32
      %48 = arith.subf %in, %47 : f32
      %49 = arith.mulf %48, %in_5 : f32
      %50 = arith.addf %out, %49 : f32
      linalg.yield %50 : f32
    } -> tensor<16xf32>
    %18 = tensor.empty() : tensor<f32>
    %19 = linalg.fill ins(%cst_3 : f32) outs(%18 : tensor<f32>) -> tensor<f32>
    %20 = linalg.generic {indexing_maps = [#map2, #map3], iterator_types = ["reduction"]} ins(%17 : tensor<16xf32>) outs(%19 : tensor<f32>) {
    ^bb0(%in: f32, %out: f32):
      %47 = arith.addf %out, %in : f32
      linalg.yield %47 : f32
    } -> tensor<f32>
    %21 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = []} ins(%20 : tensor<f32>) outs(%18 : tensor<f32>) {
    ^bb0(%in: f32, %out: f32):
      %47 = arith.divf %in, %cst_1 : f32
      %48 = arith.negf %47 : f32
      linalg.yield %48 : f32
    } -> tensor<f32>
    %22 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel"]} ins(%arg3 : tensor<16x5xf32>) outs(%7 : tensor<16x5xf32>) {
    ^bb0(%in: f32, %out: f32):
      %47 = arith.mulf %in, %cst_0 : f32
      linalg.yield %47 : f32
    } -> tensor<16x5xf32>
    %23 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "reduction"]} ins(%22 : tensor<16x5xf32>) outs(%15 : tensor<16xf32>) {
    ^bb0(%in: f32, %out: f32):
      %47 = arith.negf %in : f32
      %48 = arith.addf %out, %47 : f32
      linalg.yield %48 : f32
    } -> tensor<16xf32>
    %24 = linalg.generic {indexing_maps = [#map, #map1, #map1, #map, #map], iterator_types = ["parallel", "parallel"]} ins(%22, %23, %16, %14 : tensor<16x5xf32>, tensor<16xf32>, tensor<16xf32>, tensor<16x5xf32>) outs(%7 : tensor<16x5xf32>) {
    ^bb0(%in: f32, %in_4: f32, %in_5: f32, %in_6: f32, %out: f32):
      %47 = arith.divf %in_4, %in_5 : f32
      %48 = arith.addf %47, %cst_3 : f32
      %49 = arith.mulf %48, %in_6 : f32
      %50 = arith.addf %in, %49 : f32
      linalg.yield %50 : f32
    } -> tensor<16x5xf32>
    %25 = tensor.empty() : tensor<5x24xf32>
    %26 = linalg.fill ins(%cst_3 : f32) outs(%25 : tensor<5x24xf32>) -> tensor<5x24xf32>
    %27 = linalg.generic {indexing_maps = [#map5, #map6, #map7], iterator_types = ["parallel", "parallel", "reduction"]} ins(%24, %4 : tensor<16x5xf32>, tensor<16x24xf32>) outs(%26 : tensor<5x24xf32>) {
    ^bb0(%in: f32, %in_4: f32, %out: f32):
      %47 = arith.mulf %in, %in_4 : f32
      %48 = arith.addf %out, %47 : f32
      linalg.yield %48 : f32
    } -> tensor<5x24xf32>
    %28 = tensor.empty() : tensor<24x5xf32>
    %29 = linalg.generic {indexing_maps = [#map8, #map], iterator_types = ["parallel", "parallel"]} ins(%27 : tensor<5x24xf32>) outs(%28 : tensor<24x5xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<24x5xf32>
    %30 = linalg.generic {indexing_maps = [#map9, #map10, #map7], iterator_types = ["parallel", "parallel", "reduction"]} ins(%24, %arg1 : tensor<16x5xf32>, tensor<24x5xf32>) outs(%1 : tensor<16x24xf32>) {
    ^bb0(%in: f32, %in_4: f32, %out: f32):
      %47 = arith.mulf %in, %in_4 : f32
      %48 = arith.addf %out, %47 : f32
      linalg.yield %48 : f32
    } -> tensor<16x24xf32>
    %31 = tensor.empty() : tensor<24x20xf32>
    %32 = linalg.fill ins(%cst_3 : f32) outs(%31 : tensor<24x20xf32>) -> tensor<24x20xf32>
    %33 = linalg.generic {indexing_maps = [#map5, #map5, #map5, #map6, #map7], iterator_types = ["parallel", "parallel", "reduction"]} ins(%6, %30, %3, %arg2 : tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>, tensor<16x20xf32>) outs(%32 : tensor<24x20xf32>) {
    ^bb0(%in: i1, %in_4: f32, %in_5: f32, %in_6: f32, %out: f32):
      %47 = arith.select %in, %in_4, %in_5 : f32
      %48 = arith.mulf %47, %in_6 : f32
      %49 = arith.addf %out, %48 : f32
      linalg.yield %49 : f32
    } -> tensor<24x20xf32>
    %34 = tensor.empty() : tensor<20x24xf32>
    %35 = linalg.generic {indexing_maps = [#map8, #map], iterator_types = ["parallel", "parallel"]} ins(%33 : tensor<24x20xf32>) outs(%34 : tensor<20x24xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<20x24xf32>
    %36 = linalg.matmul ins(%arg2, %35 : tensor<16x20xf32>, tensor<20x24xf32>) outs(%1 : tensor<16x24xf32>) -> tensor<16x24xf32>
    %37 = linalg.generic {indexing_maps = [#map, #map, #map, #map], iterator_types = ["parallel", "parallel"]} ins(%6, %36, %3 : tensor<16x24xi1>, tensor<16x24xf32>, tensor<16x24xf32>) outs(%0 : tensor<16x24xf32>) {
    ^bb0(%in: i1, %in_4: f32, %in_5: f32, %out: f32):
      %47 = arith.select %in, %in_4, %in_5 : f32
      linalg.yield %47 : f32
    } -> tensor<16x24xf32>
    %38 = linalg.matmul ins(%37, %arg1 : tensor<16x24xf32>, tensor<24x5xf32>) outs(%8 : tensor<16x5xf32>) -> tensor<16x5xf32>
    %39 = linalg.matmul ins(%4, %29 : tensor<16x24xf32>, tensor<24x5xf32>) outs(%8 : tensor<16x5xf32>) -> tensor<16x5xf32>
    %40 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel"]} ins(%38, %39 : tensor<16x5xf32>, tensor<16x5xf32>) outs(%7 : tensor<16x5xf32>) {
    ^bb0(%in: f32, %in_4: f32, %out: f32):
      %47 = arith.addf %in, %in_4 : f32
      linalg.yield %47 : f32
    } -> tensor<16x5xf32>
    %41 = linalg.generic {indexing_maps = [#map, #map, #map1], iterator_types = ["parallel", "reduction"]} ins(%40, %14 : tensor<16x5xf32>, tensor<16x5xf32>) outs(%15 : tensor<16xf32>) {
    ^bb0(%in: f32, %in_4: f32, %out: f32):
      %47 = arith.mulf %in, %in_4 : f32
      %48 = arith.addf %out, %47 : f32
      linalg.yield %48 : f32
    } -> tensor<16xf32>
    %42 = linalg.generic {indexing_maps = [#map, #map1, #map1, #map, #map1], iterator_types = ["parallel", "reduction"]} ins(%40, %41, %16, %arg3 : tensor<16x5xf32>, tensor<16xf32>, tensor<16xf32>, tensor<16x5xf32>) outs(%15 : tensor<16xf32>) {
    ^bb0(%in: f32, %in_4: f32, %in_5: f32, %in_6: f32, %out: f32):
      %47 = arith.divf %in_4, %in_5 : f32
      %48 = arith.subf %in, %47 : f32
      %49 = arith.mulf %48, %in_6 : f32
      %50 = arith.addf %out, %49 : f32
      linalg.yield %50 : f32
    } -> tensor<16xf32>
    %43 = linalg.generic {indexing_maps = [#map2, #map3], iterator_types = ["reduction"]} ins(%42 : tensor<16xf32>) outs(%19 : tensor<f32>) {
    ^bb0(%in: f32, %out: f32):
      %47 = arith.addf %out, %in : f32
      linalg.yield %47 : f32
    } -> tensor<f32>
    %44 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel"]} ins(%arg0, %35 : tensor<20x24xf32>, tensor<20x24xf32>) outs(%34 : tensor<20x24xf32>) {
    ^bb0(%in: f32, %in_4: f32, %out: f32):
      %47 = arith.mulf %in_4, %cst : f32
      %48 = arith.subf %in, %47 : f32
      linalg.yield %48 : f32
    } -> tensor<20x24xf32>
    %45 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel"]} ins(%arg1, %29 : tensor<24x5xf32>, tensor<24x5xf32>) outs(%28 : tensor<24x5xf32>) {
    ^bb0(%in: f32, %in_4: f32, %out: f32):
      %47 = arith.mulf %in_4, %cst : f32
      %48 = arith.subf %in, %47 : f32
      linalg.yield %48 : f32
    } -> tensor<24x5xf32>
    %46 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = []} ins(%43 : tensor<f32>) outs(%18 : tensor<f32>) {
    ^bb0(%in: f32, %out: f32):
      %47 = arith.divf %in, %cst_1 : f32
      %48 = arith.negf %47 : f32
      %49 = arith.mulf %48, %cst_3 : f32
      linalg.yield %49 : f32
    } -> tensor<f32>
    return %21, %44, %45, %46 : tensor<f32>, tensor<20x24xf32>, tensor<24x5xf32>, tensor<f32>
  }
}

