// A backward loop has the input of a logarithm alone: the term computes the
// activation again. As in ../Paths/recompute.mlir, on scf.for: the operation is
// cloned with its body.

// RUN: per-opt %s --per-attach-regularizers="regularizer=#per.l2 lambda=0.5" | FileCheck %s

// CHECK: scf.for
// CHECK: scf.for
// CHECK: %[[Y:.+]] = linalg.generic {{.*}} ins(%[[X:[a-z_0-9]+]] : tensor<4x6xf32>)
// CHECK-NEXT: ^bb0
// CHECK-NEXT: math.log
// CHECK-NEXT: linalg.yield
// CHECK-NEXT: }
// CHECK-NEXT: per.gradient #per.l2 ins(%[[Y]] : tensor<4x6xf32>)
// CHECK-NEXT: linalg.generic {{.*}} ins(%{{.+}}, %[[X]] :
// CHECK: arith.divf

#map = affine_map<(d0, d1) -> ()>
#map1 = affine_map<(d0, d1) -> (d0, d1)>
#map2 = affine_map<(d0, d1, d2) -> ()>
#map3 = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#map4 = affine_map<(d0, d1, d2) -> (d1, d2)>
#map5 = affine_map<() -> ()>
#map6 = affine_map<(d0, d1, d2) -> (d0, d2)>
#map7 = affine_map<(d0, d1, d2) -> (d0, d1)>
#map8 = affine_map<(d0, d1, d2) -> (d2, d0)>
#map9 = affine_map<(d0, d1, d2) -> (d2, d1)>
#map10 = affine_map<(d0, d1) -> (d1, d0)>
module @jit_step {
  func.func public @main(%arg0: tensor<5x6xf32>, %arg1: tensor<7x4x5xf32>, %arg2: tensor<4x3xf32>, %arg3: tensor<6x3xf32>) -> (tensor<f32>, tensor<5x6xf32>) {
    %c1 = arith.constant 1 : index
    %c7 = arith.constant 7 : index
    %cst = arith.constant dense<1.000000e-01> : tensor<f32>
    %cst_0 = arith.constant dense<2.000000e+00> : tensor<f32>
    %c1_i32 = arith.constant 1 : i32
    %cst_1 = arith.constant dense<1.000000e+00> : tensor<f32>
    %cst_2 = arith.constant 0.000000e+00 : f32
    %c6 = arith.constant 6 : index
    %c0 = arith.constant 0 : index
    %c7_i32 = arith.constant 7 : i32
    %cst_3 = arith.constant dense<0.000000e+00> : tensor<f32>
    %0 = tensor.empty() : tensor<4x3xf32>
    %1 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel"]} ins(%cst_3 : tensor<f32>) outs(%0 : tensor<4x3xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<4x3xf32>
    %2 = tensor.empty() : tensor<7x4x6xf32>
    %3 = linalg.generic {indexing_maps = [#map2, #map3], iterator_types = ["parallel", "parallel", "parallel"]} ins(%cst_3 : tensor<f32>) outs(%2 : tensor<7x4x6xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<7x4x6xf32>
    %4 = tensor.empty() : tensor<7x4x6xf32>
    %5 = linalg.generic {indexing_maps = [#map2, #map3], iterator_types = ["parallel", "parallel", "parallel"]} ins(%cst_3 : tensor<f32>) outs(%4 : tensor<7x4x6xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<7x4x6xf32>
    %6:3 = scf.for %arg4 = %c0 to %c7 step %c1 iter_args(%arg5 = %1, %arg6 = %3, %arg7 = %5) -> (tensor<4x3xf32>, tensor<7x4x6xf32>, tensor<7x4x6xf32>) {
      %31 = arith.maxsi %arg4, %c0 : index
      %32 = arith.minsi %31, %c6 : index
      %extracted_slice = tensor.extract_slice %arg1[%32, 0, 0] [1, 4, 5] [1, 1, 1] : tensor<7x4x5xf32> to tensor<1x4x5xf32>
      %collapsed = tensor.collapse_shape %extracted_slice [[0, 1], [2]] : tensor<1x4x5xf32> into tensor<4x5xf32>
      %33 = tensor.empty() : tensor<4x6xf32>
      %34 = linalg.fill ins(%cst_2 : f32) outs(%33 : tensor<4x6xf32>) -> tensor<4x6xf32>
      %35 = linalg.matmul ins(%collapsed, %arg0 : tensor<4x5xf32>, tensor<5x6xf32>) outs(%34 : tensor<4x6xf32>) -> tensor<4x6xf32>
      %36 = tensor.empty() : tensor<4x6xf32>
      %37 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%35 : tensor<4x6xf32>) outs(%36 : tensor<4x6xf32>) {
      ^bb0(%in: f32, %out: f32):
        %57 = math.exp %in : f32
        linalg.yield %57 : f32
      } -> tensor<4x6xf32>
      %38 = tensor.empty() : tensor<4x6xf32>
      %39 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel"]} ins(%cst_1 : tensor<f32>) outs(%38 : tensor<4x6xf32>) {
      ^bb0(%in: f32, %out: f32):
        linalg.yield %in : f32
      } -> tensor<4x6xf32>
      %40 = tensor.empty() : tensor<4x6xf32>
      %41 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%39, %37 : tensor<4x6xf32>, tensor<4x6xf32>) outs(%40 : tensor<4x6xf32>) {
      ^bb0(%in: f32, %in_5: f32, %out: f32):
        %57 = arith.addf %in, %in_5 : f32
        linalg.yield %57 : f32
      } -> tensor<4x6xf32>
      %42 = tensor.empty() : tensor<4x6xf32>
      %43 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%41 : tensor<4x6xf32>) outs(%42 : tensor<4x6xf32>) {
      ^bb0(%in: f32, %out: f32):
        %57 = math.log %in : f32
        linalg.yield %57 : f32
      } -> tensor<4x6xf32>
      %44 = tensor.empty() : tensor<4x3xf32>
      %45 = linalg.fill ins(%cst_2 : f32) outs(%44 : tensor<4x3xf32>) -> tensor<4x3xf32>
      %46 = linalg.matmul ins(%43, %arg3 : tensor<4x6xf32>, tensor<6x3xf32>) outs(%45 : tensor<4x3xf32>) -> tensor<4x3xf32>
      %47 = tensor.empty() : tensor<4x3xf32>
      %48 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%arg5, %46 : tensor<4x3xf32>, tensor<4x3xf32>) outs(%47 : tensor<4x3xf32>) {
      ^bb0(%in: f32, %in_5: f32, %out: f32):
        %57 = arith.addf %in, %in_5 : f32
        linalg.yield %57 : f32
      } -> tensor<4x3xf32>
      %49 = tensor.empty() : tensor<1x4x6xf32>
      %50 = linalg.generic {indexing_maps = [#map4, #map3], iterator_types = ["parallel", "parallel", "parallel"]} ins(%37 : tensor<4x6xf32>) outs(%49 : tensor<1x4x6xf32>) {
      ^bb0(%in: f32, %out: f32):
        linalg.yield %in : f32
      } -> tensor<1x4x6xf32>
      %51 = arith.maxsi %arg4, %c0 : index
      %52 = arith.minsi %51, %c6 : index
      %inserted_slice = tensor.insert_slice %50 into %arg6[%52, 0, 0] [1, 4, 6] [1, 1, 1] : tensor<1x4x6xf32> into tensor<7x4x6xf32>
      %53 = tensor.empty() : tensor<1x4x6xf32>
      %54 = linalg.generic {indexing_maps = [#map4, #map3], iterator_types = ["parallel", "parallel", "parallel"]} ins(%41 : tensor<4x6xf32>) outs(%53 : tensor<1x4x6xf32>) {
      ^bb0(%in: f32, %out: f32):
        linalg.yield %in : f32
      } -> tensor<1x4x6xf32>
      %55 = arith.maxsi %arg4, %c0 : index
      %56 = arith.minsi %55, %c6 : index
      %inserted_slice_4 = tensor.insert_slice %54 into %arg7[%56, 0, 0] [1, 4, 6] [1, 1, 1] : tensor<1x4x6xf32> into tensor<7x4x6xf32>
      scf.yield %48, %inserted_slice, %inserted_slice_4 : tensor<4x3xf32>, tensor<7x4x6xf32>, tensor<7x4x6xf32>
    }
    %7 = tensor.empty() : tensor<4x3xf32>
    %8 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%6#0, %arg2 : tensor<4x3xf32>, tensor<4x3xf32>) outs(%7 : tensor<4x3xf32>) {
    ^bb0(%in: f32, %in_4: f32, %out: f32):
      %31 = arith.subf %in, %in_4 : f32
      linalg.yield %31 : f32
    } -> tensor<4x3xf32>
    %9 = tensor.empty() : tensor<4x3xf32>
    %10 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%8, %8 : tensor<4x3xf32>, tensor<4x3xf32>) outs(%9 : tensor<4x3xf32>) {
    ^bb0(%in: f32, %in_4: f32, %out: f32):
      %31 = arith.mulf %in, %in_4 : f32
      linalg.yield %31 : f32
    } -> tensor<4x3xf32>
    %11 = tensor.empty() : tensor<4x3xf32>
    %12 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel"]} ins(%cst_0 : tensor<f32>) outs(%11 : tensor<4x3xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<4x3xf32>
    %13 = tensor.empty() : tensor<4x3xf32>
    %14 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%12, %8 : tensor<4x3xf32>, tensor<4x3xf32>) outs(%13 : tensor<4x3xf32>) {
    ^bb0(%in: f32, %in_4: f32, %out: f32):
      %31 = arith.mulf %in, %in_4 : f32
      linalg.yield %31 : f32
    } -> tensor<4x3xf32>
    %15 = tensor.empty() : tensor<f32>
    %16 = linalg.fill ins(%cst_2 : f32) outs(%15 : tensor<f32>) -> tensor<f32>
    %17 = linalg.generic {indexing_maps = [#map1, #map], iterator_types = ["reduction", "reduction"]} ins(%10 : tensor<4x3xf32>) outs(%16 : tensor<f32>) {
    ^bb0(%in: f32, %out: f32):
      %31 = arith.addf %out, %in : f32
      linalg.yield %31 : f32
    } -> tensor<f32>
    %18 = tensor.empty() : tensor<4x3xf32>
    %19 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel"]} ins(%cst_1 : tensor<f32>) outs(%18 : tensor<4x3xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<4x3xf32>
    %20 = tensor.empty() : tensor<4x3xf32>
    %21 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%19, %14 : tensor<4x3xf32>, tensor<4x3xf32>) outs(%20 : tensor<4x3xf32>) {
    ^bb0(%in: f32, %in_4: f32, %out: f32):
      %31 = arith.mulf %in, %in_4 : f32
      linalg.yield %31 : f32
    } -> tensor<4x3xf32>
    %22 = tensor.empty() : tensor<5x6xf32>
    %23 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel"]} ins(%cst_3 : tensor<f32>) outs(%22 : tensor<5x6xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<5x6xf32>
    %24 = scf.for %arg4 = %c0 to %c7 step %c1 iter_args(%arg5 = %23) -> (tensor<5x6xf32>) {
      %31 = arith.index_cast %arg4 : index to i32
      %from_elements = tensor.from_elements %31 : tensor<i32>
      %32 = tensor.empty() : tensor<i32>
      %33 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = []} ins(%from_elements : tensor<i32>) outs(%32 : tensor<i32>) {
      ^bb0(%in: i32, %out: i32):
        %59 = arith.subi %c7_i32, %in : i32
        linalg.yield %59 : i32
      } -> tensor<i32>
      %34 = tensor.empty() : tensor<i32>
      %35 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = []} ins(%33 : tensor<i32>) outs(%34 : tensor<i32>) {
      ^bb0(%in: i32, %out: i32):
        %59 = arith.subi %in, %c1_i32 : i32
        linalg.yield %59 : i32
      } -> tensor<i32>
      %extracted = tensor.extract %35[] : tensor<i32>
      %36 = arith.index_cast %extracted : i32 to index
      %37 = arith.maxsi %36, %c0 : index
      %38 = arith.minsi %37, %c6 : index
      %extracted_slice = tensor.extract_slice %arg1[%38, 0, 0] [1, 4, 5] [1, 1, 1] : tensor<7x4x5xf32> to tensor<1x4x5xf32>
      %collapsed = tensor.collapse_shape %extracted_slice [[0, 1], [2]] : tensor<1x4x5xf32> into tensor<4x5xf32>
      %extracted_4 = tensor.extract %35[] : tensor<i32>
      %39 = arith.index_cast %extracted_4 : i32 to index
      %40 = arith.maxsi %39, %c0 : index
      %41 = arith.minsi %40, %c6 : index
      %extracted_slice_5 = tensor.extract_slice %6#1[%41, 0, 0] [1, 4, 6] [1, 1, 1] : tensor<7x4x6xf32> to tensor<1x4x6xf32>
      %collapsed_6 = tensor.collapse_shape %extracted_slice_5 [[0, 1], [2]] : tensor<1x4x6xf32> into tensor<4x6xf32>
      %extracted_7 = tensor.extract %35[] : tensor<i32>
      %42 = arith.index_cast %extracted_7 : i32 to index
      %43 = arith.maxsi %42, %c0 : index
      %44 = arith.minsi %43, %c6 : index
      %extracted_slice_8 = tensor.extract_slice %6#2[%44, 0, 0] [1, 4, 6] [1, 1, 1] : tensor<7x4x6xf32> to tensor<1x4x6xf32>
      %collapsed_9 = tensor.collapse_shape %extracted_slice_8 [[0, 1], [2]] : tensor<1x4x6xf32> into tensor<4x6xf32>
      %45 = tensor.empty() : tensor<4x6xf32>
      %46 = linalg.fill ins(%cst_2 : f32) outs(%45 : tensor<4x6xf32>) -> tensor<4x6xf32>
      %47 = linalg.generic {indexing_maps = [#map6, #map4, #map7], iterator_types = ["parallel", "parallel", "reduction"]} ins(%21, %arg3 : tensor<4x3xf32>, tensor<6x3xf32>) outs(%46 : tensor<4x6xf32>) {
      ^bb0(%in: f32, %in_10: f32, %out: f32):
        %59 = arith.mulf %in, %in_10 : f32
        %60 = arith.addf %out, %59 : f32
        linalg.yield %60 : f32
      } -> tensor<4x6xf32>
      %48 = tensor.empty() : tensor<4x6xf32>
      %49 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%47, %collapsed_9 : tensor<4x6xf32>, tensor<4x6xf32>) outs(%48 : tensor<4x6xf32>) {
      ^bb0(%in: f32, %in_10: f32, %out: f32):
        %59 = arith.divf %in, %in_10 : f32
        linalg.yield %59 : f32
      } -> tensor<4x6xf32>
      %50 = tensor.empty() : tensor<4x6xf32>
      %51 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%49, %collapsed_6 : tensor<4x6xf32>, tensor<4x6xf32>) outs(%50 : tensor<4x6xf32>) {
      ^bb0(%in: f32, %in_10: f32, %out: f32):
        %59 = arith.mulf %in, %in_10 : f32
        linalg.yield %59 : f32
      } -> tensor<4x6xf32>
      %52 = tensor.empty() : tensor<6x5xf32>
      %53 = linalg.fill ins(%cst_2 : f32) outs(%52 : tensor<6x5xf32>) -> tensor<6x5xf32>
      %54 = linalg.generic {indexing_maps = [#map8, #map9, #map7], iterator_types = ["parallel", "parallel", "reduction"]} ins(%51, %collapsed : tensor<4x6xf32>, tensor<4x5xf32>) outs(%53 : tensor<6x5xf32>) {
      ^bb0(%in: f32, %in_10: f32, %out: f32):
        %59 = arith.mulf %in, %in_10 : f32
        %60 = arith.addf %out, %59 : f32
        linalg.yield %60 : f32
      } -> tensor<6x5xf32>
      %55 = tensor.empty() : tensor<5x6xf32>
      %56 = linalg.generic {indexing_maps = [#map10, #map1], iterator_types = ["parallel", "parallel"]} ins(%54 : tensor<6x5xf32>) outs(%55 : tensor<5x6xf32>) {
      ^bb0(%in: f32, %out: f32):
        linalg.yield %in : f32
      } -> tensor<5x6xf32>
      %57 = tensor.empty() : tensor<5x6xf32>
      %58 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%arg5, %56 : tensor<5x6xf32>, tensor<5x6xf32>) outs(%57 : tensor<5x6xf32>) {
      ^bb0(%in: f32, %in_10: f32, %out: f32):
        %59 = arith.addf %in, %in_10 : f32
        linalg.yield %59 : f32
      } -> tensor<5x6xf32>
      scf.yield %58 : tensor<5x6xf32>
    }
    %25 = tensor.empty() : tensor<5x6xf32>
    %26 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel"]} ins(%cst : tensor<f32>) outs(%25 : tensor<5x6xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<5x6xf32>
    %27 = tensor.empty() : tensor<5x6xf32>
    %28 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%26, %24 : tensor<5x6xf32>, tensor<5x6xf32>) outs(%27 : tensor<5x6xf32>) {
    ^bb0(%in: f32, %in_4: f32, %out: f32):
      %31 = arith.mulf %in, %in_4 : f32
      linalg.yield %31 : f32
    } -> tensor<5x6xf32>
    %29 = tensor.empty() : tensor<5x6xf32>
    %30 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%arg0, %28 : tensor<5x6xf32>, tensor<5x6xf32>) outs(%29 : tensor<5x6xf32>) {
    ^bb0(%in: f32, %in_4: f32, %out: f32):
      %31 = arith.subf %in, %in_4 : f32
      linalg.yield %31 : f32
    } -> tensor<5x6xf32>
    return %17, %30 : tensor<f32>, tensor<5x6xf32>
  }
}

