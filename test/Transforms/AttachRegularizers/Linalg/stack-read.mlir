// A forward loop returns its activations, and its backward loop reads only their
// derivative: the term reads the stack that the loop returns, at the index at
// which the derivative is read. As in ../Paths/stack-read.mlir, on scf.for.

// RUN: per-opt %s --per-attach-regularizers="regularizer=#per.l2 lambda=0.5" | FileCheck %s

// CHECK: %[[F:[0-9]+]]:{{[0-9]+}} = scf.for
// CHECK: scf.for
// CHECK: arith.subi
// CHECK: %[[AT:.+]] = tensor.extract %[[COUNTER:[a-z_0-9]+]][] : tensor<i32>
// CHECK: %[[C:.+]] = linalg.generic {{.*}}["parallel", "parallel", "reduction"]
// CHECK: %[[AGAIN:.+]] = tensor.extract %[[COUNTER]][] : tensor<i32>
// CHECK-NEXT: %[[INDEX:.+]] = arith.index_cast %[[AGAIN]] : i32 to index
// CHECK-NEXT: %[[Y:.+]] = tensor.extract_slice %[[F]]#1[%[[INDEX]], 0, 0] [1, 4, 6] [1, 1, 1] : tensor<7x4x6xf32> to tensor<4x6xf32>
// CHECK-NEXT: per.gradient #per.l2 ins(%[[Y]] : tensor<4x6xf32>) {{.*}} outs(%[[C]] :

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
  func.func public @main(%arg0: tensor<5x6xf32>, %arg1: tensor<7x4x5xf32>, %arg2: tensor<4x3xf32>, %arg3: tensor<6x3xf32>) -> (tensor<f32>, tensor<5x6xf32>, tensor<7x4x6xf32>) {
    %c1 = arith.constant 1 : index
    %c7 = arith.constant 7 : index
    %cst = arith.constant dense<1.000000e-01> : tensor<f32>
    %c1_i32 = arith.constant 1 : i32
    %cst_0 = arith.constant 0.000000e+00 : f32
    %c6 = arith.constant 6 : index
    %c0 = arith.constant 0 : index
    %c7_i32 = arith.constant 7 : i32
    %cst_1 = arith.constant dense<2.000000e+00> : tensor<f32>
    %cst_2 = arith.constant dense<1.000000e+00> : tensor<f32>
    %cst_3 = arith.constant dense<0.000000e+00> : tensor<f32>
    %0 = tensor.empty() : tensor<4x3xf32>
    %1 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel"]} ins(%cst_3 : tensor<f32>) outs(%0 : tensor<4x3xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<4x3xf32>
    %2 = tensor.empty() : tensor<4x6xf32>
    %3 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel"]} ins(%cst_2 : tensor<f32>) outs(%2 : tensor<4x6xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<4x6xf32>
    %4 = tensor.empty() : tensor<4x6xf32>
    %5 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel"]} ins(%cst_3 : tensor<f32>) outs(%4 : tensor<4x6xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<4x6xf32>
    %6 = tensor.empty() : tensor<4x6xf32>
    %7 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel"]} ins(%cst_1 : tensor<f32>) outs(%6 : tensor<4x6xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<4x6xf32>
    %8 = tensor.empty() : tensor<4x6xf32>
    %9 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel"]} ins(%cst_2 : tensor<f32>) outs(%8 : tensor<4x6xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<4x6xf32>
    %10 = tensor.empty() : tensor<7x4x6xf32>
    %11 = linalg.generic {indexing_maps = [#map2, #map3], iterator_types = ["parallel", "parallel", "parallel"]} ins(%cst_3 : tensor<f32>) outs(%10 : tensor<7x4x6xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<7x4x6xf32>
    %12 = tensor.empty() : tensor<7x4x6xf32>
    %13 = linalg.generic {indexing_maps = [#map2, #map3], iterator_types = ["parallel", "parallel", "parallel"]} ins(%cst_3 : tensor<f32>) outs(%12 : tensor<7x4x6xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<7x4x6xf32>
    %14:3 = scf.for %arg4 = %c0 to %c7 step %c1 iter_args(%arg5 = %1, %arg6 = %11, %arg7 = %13) -> (tensor<4x3xf32>, tensor<7x4x6xf32>, tensor<7x4x6xf32>) {
      %39 = arith.maxsi %arg4, %c0 : index
      %40 = arith.minsi %39, %c6 : index
      %extracted_slice = tensor.extract_slice %arg1[%40, 0, 0] [1, 4, 5] [1, 1, 1] : tensor<7x4x5xf32> to tensor<1x4x5xf32>
      %collapsed = tensor.collapse_shape %extracted_slice [[0, 1], [2]] : tensor<1x4x5xf32> into tensor<4x5xf32>
      %41 = tensor.empty() : tensor<4x6xf32>
      %42 = linalg.fill ins(%cst_0 : f32) outs(%41 : tensor<4x6xf32>) -> tensor<4x6xf32>
      %43 = linalg.matmul ins(%collapsed, %arg0 : tensor<4x5xf32>, tensor<5x6xf32>) outs(%42 : tensor<4x6xf32>) -> tensor<4x6xf32>
      %44 = tensor.empty() : tensor<4x6xf32>
      %45 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel"]} ins(%cst_3 : tensor<f32>) outs(%44 : tensor<4x6xf32>) {
      ^bb0(%in: f32, %out: f32):
        linalg.yield %in : f32
      } -> tensor<4x6xf32>
      %46 = tensor.empty() : tensor<4x6xf32>
      %47 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%43, %45 : tensor<4x6xf32>, tensor<4x6xf32>) outs(%46 : tensor<4x6xf32>) {
      ^bb0(%in: f32, %in_5: f32, %out: f32):
        %73 = arith.maximumf %in, %in_5 : f32
        linalg.yield %73 : f32
      } -> tensor<4x6xf32>
      %48 = tensor.empty() : tensor<4x6xi1>
      %49 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%43, %47 : tensor<4x6xf32>, tensor<4x6xf32>) outs(%48 : tensor<4x6xi1>) {
      ^bb0(%in: f32, %in_5: f32, %out: i1):
        %73 = arith.cmpf oeq, %in, %in_5 : f32
        linalg.yield %73 : i1
      } -> tensor<4x6xi1>
      %50 = tensor.empty() : tensor<4x6xf32>
      %51 = linalg.generic {indexing_maps = [#map1, #map1, #map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%49, %3, %5 : tensor<4x6xi1>, tensor<4x6xf32>, tensor<4x6xf32>) outs(%50 : tensor<4x6xf32>) {
      ^bb0(%in: i1, %in_5: f32, %in_6: f32, %out: f32):
        %73 = arith.select %in, %in_5, %in_6 : f32
        linalg.yield %73 : f32
      } -> tensor<4x6xf32>
      %52 = tensor.empty() : tensor<4x6xf32>
      %53 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel"]} ins(%cst_3 : tensor<f32>) outs(%52 : tensor<4x6xf32>) {
      ^bb0(%in: f32, %out: f32):
        linalg.yield %in : f32
      } -> tensor<4x6xf32>
      %54 = tensor.empty() : tensor<4x6xi1>
      %55 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%53, %47 : tensor<4x6xf32>, tensor<4x6xf32>) outs(%54 : tensor<4x6xi1>) {
      ^bb0(%in: f32, %in_5: f32, %out: i1):
        %73 = arith.cmpf oeq, %in, %in_5 : f32
        linalg.yield %73 : i1
      } -> tensor<4x6xi1>
      %56 = tensor.empty() : tensor<4x6xf32>
      %57 = linalg.generic {indexing_maps = [#map1, #map1, #map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%55, %7, %9 : tensor<4x6xi1>, tensor<4x6xf32>, tensor<4x6xf32>) outs(%56 : tensor<4x6xf32>) {
      ^bb0(%in: i1, %in_5: f32, %in_6: f32, %out: f32):
        %73 = arith.select %in, %in_5, %in_6 : f32
        linalg.yield %73 : f32
      } -> tensor<4x6xf32>
      %58 = tensor.empty() : tensor<4x6xf32>
      %59 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%51, %57 : tensor<4x6xf32>, tensor<4x6xf32>) outs(%58 : tensor<4x6xf32>) {
      ^bb0(%in: f32, %in_5: f32, %out: f32):
        %73 = arith.divf %in, %in_5 : f32
        linalg.yield %73 : f32
      } -> tensor<4x6xf32>
      %60 = tensor.empty() : tensor<4x3xf32>
      %61 = linalg.fill ins(%cst_0 : f32) outs(%60 : tensor<4x3xf32>) -> tensor<4x3xf32>
      %62 = linalg.matmul ins(%47, %arg3 : tensor<4x6xf32>, tensor<6x3xf32>) outs(%61 : tensor<4x3xf32>) -> tensor<4x3xf32>
      %63 = tensor.empty() : tensor<4x3xf32>
      %64 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%arg5, %62 : tensor<4x3xf32>, tensor<4x3xf32>) outs(%63 : tensor<4x3xf32>) {
      ^bb0(%in: f32, %in_5: f32, %out: f32):
        %73 = arith.addf %in, %in_5 : f32
        linalg.yield %73 : f32
      } -> tensor<4x3xf32>
      %65 = tensor.empty() : tensor<1x4x6xf32>
      %66 = linalg.generic {indexing_maps = [#map4, #map3], iterator_types = ["parallel", "parallel", "parallel"]} ins(%47 : tensor<4x6xf32>) outs(%65 : tensor<1x4x6xf32>) {
      ^bb0(%in: f32, %out: f32):
        linalg.yield %in : f32
      } -> tensor<1x4x6xf32>
      %67 = arith.maxsi %arg4, %c0 : index
      %68 = arith.minsi %67, %c6 : index
      %inserted_slice = tensor.insert_slice %66 into %arg6[%68, 0, 0] [1, 4, 6] [1, 1, 1] : tensor<1x4x6xf32> into tensor<7x4x6xf32>
      %69 = tensor.empty() : tensor<1x4x6xf32>
      %70 = linalg.generic {indexing_maps = [#map4, #map3], iterator_types = ["parallel", "parallel", "parallel"]} ins(%59 : tensor<4x6xf32>) outs(%69 : tensor<1x4x6xf32>) {
      ^bb0(%in: f32, %out: f32):
        linalg.yield %in : f32
      } -> tensor<1x4x6xf32>
      %71 = arith.maxsi %arg4, %c0 : index
      %72 = arith.minsi %71, %c6 : index
      %inserted_slice_4 = tensor.insert_slice %70 into %arg7[%72, 0, 0] [1, 4, 6] [1, 1, 1] : tensor<1x4x6xf32> into tensor<7x4x6xf32>
      scf.yield %64, %inserted_slice, %inserted_slice_4 : tensor<4x3xf32>, tensor<7x4x6xf32>, tensor<7x4x6xf32>
    }
    %15 = tensor.empty() : tensor<4x3xf32>
    %16 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%14#0, %arg2 : tensor<4x3xf32>, tensor<4x3xf32>) outs(%15 : tensor<4x3xf32>) {
    ^bb0(%in: f32, %in_4: f32, %out: f32):
      %39 = arith.subf %in, %in_4 : f32
      linalg.yield %39 : f32
    } -> tensor<4x3xf32>
    %17 = tensor.empty() : tensor<4x3xf32>
    %18 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%16, %16 : tensor<4x3xf32>, tensor<4x3xf32>) outs(%17 : tensor<4x3xf32>) {
    ^bb0(%in: f32, %in_4: f32, %out: f32):
      %39 = arith.mulf %in, %in_4 : f32
      linalg.yield %39 : f32
    } -> tensor<4x3xf32>
    %19 = tensor.empty() : tensor<4x3xf32>
    %20 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel"]} ins(%cst_1 : tensor<f32>) outs(%19 : tensor<4x3xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<4x3xf32>
    %21 = tensor.empty() : tensor<4x3xf32>
    %22 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%20, %16 : tensor<4x3xf32>, tensor<4x3xf32>) outs(%21 : tensor<4x3xf32>) {
    ^bb0(%in: f32, %in_4: f32, %out: f32):
      %39 = arith.mulf %in, %in_4 : f32
      linalg.yield %39 : f32
    } -> tensor<4x3xf32>
    %23 = tensor.empty() : tensor<f32>
    %24 = linalg.fill ins(%cst_0 : f32) outs(%23 : tensor<f32>) -> tensor<f32>
    %25 = linalg.generic {indexing_maps = [#map1, #map], iterator_types = ["reduction", "reduction"]} ins(%18 : tensor<4x3xf32>) outs(%24 : tensor<f32>) {
    ^bb0(%in: f32, %out: f32):
      %39 = arith.addf %out, %in : f32
      linalg.yield %39 : f32
    } -> tensor<f32>
    %26 = tensor.empty() : tensor<4x3xf32>
    %27 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel"]} ins(%cst_2 : tensor<f32>) outs(%26 : tensor<4x3xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<4x3xf32>
    %28 = tensor.empty() : tensor<4x3xf32>
    %29 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%27, %22 : tensor<4x3xf32>, tensor<4x3xf32>) outs(%28 : tensor<4x3xf32>) {
    ^bb0(%in: f32, %in_4: f32, %out: f32):
      %39 = arith.mulf %in, %in_4 : f32
      linalg.yield %39 : f32
    } -> tensor<4x3xf32>
    %30 = tensor.empty() : tensor<5x6xf32>
    %31 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel"]} ins(%cst_3 : tensor<f32>) outs(%30 : tensor<5x6xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<5x6xf32>
    %32 = scf.for %arg4 = %c0 to %c7 step %c1 iter_args(%arg5 = %31) -> (tensor<5x6xf32>) {
      %39 = arith.index_cast %arg4 : index to i32
      %from_elements = tensor.from_elements %39 : tensor<i32>
      %40 = tensor.empty() : tensor<i32>
      %41 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = []} ins(%from_elements : tensor<i32>) outs(%40 : tensor<i32>) {
      ^bb0(%in: i32, %out: i32):
        %62 = arith.subi %c7_i32, %in : i32
        linalg.yield %62 : i32
      } -> tensor<i32>
      %42 = tensor.empty() : tensor<i32>
      %43 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = []} ins(%41 : tensor<i32>) outs(%42 : tensor<i32>) {
      ^bb0(%in: i32, %out: i32):
        %62 = arith.subi %in, %c1_i32 : i32
        linalg.yield %62 : i32
      } -> tensor<i32>
      %extracted = tensor.extract %43[] : tensor<i32>
      %44 = arith.index_cast %extracted : i32 to index
      %45 = arith.maxsi %44, %c0 : index
      %46 = arith.minsi %45, %c6 : index
      %extracted_slice = tensor.extract_slice %arg1[%46, 0, 0] [1, 4, 5] [1, 1, 1] : tensor<7x4x5xf32> to tensor<1x4x5xf32>
      %collapsed = tensor.collapse_shape %extracted_slice [[0, 1], [2]] : tensor<1x4x5xf32> into tensor<4x5xf32>
      %extracted_4 = tensor.extract %43[] : tensor<i32>
      %47 = arith.index_cast %extracted_4 : i32 to index
      %48 = arith.maxsi %47, %c0 : index
      %49 = arith.minsi %48, %c6 : index
      %extracted_slice_5 = tensor.extract_slice %14#2[%49, 0, 0] [1, 4, 6] [1, 1, 1] : tensor<7x4x6xf32> to tensor<1x4x6xf32>
      %collapsed_6 = tensor.collapse_shape %extracted_slice_5 [[0, 1], [2]] : tensor<1x4x6xf32> into tensor<4x6xf32>
      %50 = tensor.empty() : tensor<4x6xf32>
      %51 = linalg.fill ins(%cst_0 : f32) outs(%50 : tensor<4x6xf32>) -> tensor<4x6xf32>
      %52 = linalg.generic {indexing_maps = [#map6, #map4, #map7], iterator_types = ["parallel", "parallel", "reduction"]} ins(%29, %arg3 : tensor<4x3xf32>, tensor<6x3xf32>) outs(%51 : tensor<4x6xf32>) {
      ^bb0(%in: f32, %in_7: f32, %out: f32):
        %62 = arith.mulf %in, %in_7 : f32
        %63 = arith.addf %out, %62 : f32
        linalg.yield %63 : f32
      } -> tensor<4x6xf32>
      %53 = tensor.empty() : tensor<4x6xf32>
      %54 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%52, %collapsed_6 : tensor<4x6xf32>, tensor<4x6xf32>) outs(%53 : tensor<4x6xf32>) {
      ^bb0(%in: f32, %in_7: f32, %out: f32):
        %62 = arith.mulf %in, %in_7 : f32
        linalg.yield %62 : f32
      } -> tensor<4x6xf32>
      %55 = tensor.empty() : tensor<6x5xf32>
      %56 = linalg.fill ins(%cst_0 : f32) outs(%55 : tensor<6x5xf32>) -> tensor<6x5xf32>
      %57 = linalg.generic {indexing_maps = [#map8, #map9, #map7], iterator_types = ["parallel", "parallel", "reduction"]} ins(%54, %collapsed : tensor<4x6xf32>, tensor<4x5xf32>) outs(%56 : tensor<6x5xf32>) {
      ^bb0(%in: f32, %in_7: f32, %out: f32):
        %62 = arith.mulf %in, %in_7 : f32
        %63 = arith.addf %out, %62 : f32
        linalg.yield %63 : f32
      } -> tensor<6x5xf32>
      %58 = tensor.empty() : tensor<5x6xf32>
      %59 = linalg.generic {indexing_maps = [#map10, #map1], iterator_types = ["parallel", "parallel"]} ins(%57 : tensor<6x5xf32>) outs(%58 : tensor<5x6xf32>) {
      ^bb0(%in: f32, %out: f32):
        linalg.yield %in : f32
      } -> tensor<5x6xf32>
      %60 = tensor.empty() : tensor<5x6xf32>
      %61 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%arg5, %59 : tensor<5x6xf32>, tensor<5x6xf32>) outs(%60 : tensor<5x6xf32>) {
      ^bb0(%in: f32, %in_7: f32, %out: f32):
        %62 = arith.addf %in, %in_7 : f32
        linalg.yield %62 : f32
      } -> tensor<5x6xf32>
      scf.yield %61 : tensor<5x6xf32>
    }
    %33 = tensor.empty() : tensor<5x6xf32>
    %34 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel"]} ins(%cst : tensor<f32>) outs(%33 : tensor<5x6xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<5x6xf32>
    %35 = tensor.empty() : tensor<5x6xf32>
    %36 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%34, %32 : tensor<5x6xf32>, tensor<5x6xf32>) outs(%35 : tensor<5x6xf32>) {
    ^bb0(%in: f32, %in_4: f32, %out: f32):
      %39 = arith.mulf %in, %in_4 : f32
      linalg.yield %39 : f32
    } -> tensor<5x6xf32>
    %37 = tensor.empty() : tensor<5x6xf32>
    %38 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%arg0, %36 : tensor<5x6xf32>, tensor<5x6xf32>) outs(%37 : tensor<5x6xf32>) {
    ^bb0(%in: f32, %in_4: f32, %out: f32):
      %39 = arith.subf %in, %in_4 : f32
      linalg.yield %39 : f32
    } -> tensor<5x6xf32>
    return %25, %38, %14#1 : tensor<f32>, tensor<5x6xf32>, tensor<7x4x6xf32>
  }
}

