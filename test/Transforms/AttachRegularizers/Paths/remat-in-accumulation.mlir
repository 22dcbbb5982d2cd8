// A scan over rematerialised layers inside a loop over micro-batches: the term
// stands in the inner backward loop and reads the copy that was recomputed there
// behind the barrier. Its scale is made once, outside of the loops.

// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --per-attach-regularizers="regularizer=#per.l2 lambda=0.5" | FileCheck %s
// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --per-attach-regularizers="regularizer=#per.sliced_wasserstein<slices=8> lambda=0.5" 2>&1 \
// RUN: | FileCheck %s --check-prefix=COUPLED

// What couples samples knows of one micro-batch at a time, and says so. Its
// slices are drawn once, outside of the loops.
// COUPLED: remark: 'sliced_wasserstein' couples samples: the terms of site 0 are of {{[0-9]+}} micro-batches of 4 samples each, not of the whole batch
// COUPLED: %[[THETA:.+]] = per.slices
// COUPLED-COUNT-3: "stablehlo.while"
// COUPLED: per.gradient #per.sliced_wasserstein<slices = 8> ins(%{{.+}}, %[[THETA]] :

// CHECK: %[[S:.+]] = "stablehlo.constant"() <{value = dense<
// CHECK-COUNT-3: "stablehlo.while"
// CHECK: %[[B:.+]]:{{[0-9]+}} = "stablehlo.optimization_barrier"
// CHECK: %[[Y:.+]] = "stablehlo.tanh"(
// CHECK: per.gradient #per.l2 ins(%[[Y]] : tensor<4x6xf32>) scale(%[[S]] : tensor<f32>) samples [0] outs(%[[B]]#

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}], function_type = (tensor<3x6x6xf32>, tensor<6x3xf32>, tensor<2x4x6xf32>, tensor<2x4x3xf32>) -> (tensor<f32>, tensor<3x6x6xf32>, tensor<6x3xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[1][1]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<3x6x6xf32>, %arg1: tensor<6x3xf32>, %arg2: tensor<2x4x6xf32>, %arg3: tensor<2x4x3xf32>):
    %0 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x6x6xf32>
    %2 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %3 = "stablehlo.broadcast_in_dim"(%2) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x3xf32>
    %4 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %5 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %6:8 = "stablehlo.while"(%arg2, %arg3, %arg0, %arg1, %5, %4, %1, %3) ({
    ^bb0(%arg32: tensor<2x4x6xf32>, %arg33: tensor<2x4x3xf32>, %arg34: tensor<3x6x6xf32>, %arg35: tensor<6x3xf32>, %arg36: tensor<i32>, %arg37: tensor<f32>, %arg38: tensor<3x6x6xf32>, %arg39: tensor<6x3xf32>):
      %98 = "stablehlo.constant"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
      %99 = "stablehlo.compare"(%arg36, %98) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%99) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg4: tensor<2x4x6xf32>, %arg5: tensor<2x4x3xf32>, %arg6: tensor<3x6x6xf32>, %arg7: tensor<6x3xf32>, %arg8: tensor<i32>, %arg9: tensor<f32>, %arg10: tensor<3x6x6xf32>, %arg11: tensor<6x3xf32>):
      %15 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %16 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %17 = "stablehlo.dynamic_slice"(%arg4, %arg8, %15, %16) <{slice_sizes = array<i64: 1, 4, 6>}> : (tensor<2x4x6xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x4x6xf32>
      %18 = "stablehlo.reshape"(%17) : (tensor<1x4x6xf32>) -> tensor<4x6xf32>
      %19 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %20 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %21 = "stablehlo.dynamic_slice"(%arg5, %arg8, %19, %20) <{slice_sizes = array<i64: 1, 4, 3>}> : (tensor<2x4x3xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x4x3xf32>
      %22 = "stablehlo.reshape"(%21) : (tensor<1x4x3xf32>) -> tensor<4x3xf32>
      %23 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %24 = "stablehlo.broadcast_in_dim"(%23) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x4x6xf32>
      %25 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %26:4 = "stablehlo.while"(%arg6, %25, %18, %24) ({
      ^bb0(%arg28: tensor<3x6x6xf32>, %arg29: tensor<i32>, %arg30: tensor<4x6xf32>, %arg31: tensor<3x4x6xf32>):
        %96 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
        %97 = "stablehlo.compare"(%arg29, %96) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
        "stablehlo.return"(%97) : (tensor<i1>) -> ()
      }, {
      ^bb0(%arg24: tensor<3x6x6xf32>, %arg25: tensor<i32>, %arg26: tensor<4x6xf32>, %arg27: tensor<3x4x6xf32>):
        %84 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
        %85 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
        %86 = "stablehlo.dynamic_slice"(%arg24, %arg25, %84, %85) <{slice_sizes = array<i64: 1, 6, 6>}> : (tensor<3x6x6xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x6x6xf32>
        %87 = "stablehlo.reshape"(%86) : (tensor<1x6x6xf32>) -> tensor<6x6xf32>
        %88 = "stablehlo.dot_general"(%arg26, %87) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<6x6xf32>) -> tensor<4x6xf32>
        %89 = "stablehlo.tanh"(%88) : (tensor<4x6xf32>) -> tensor<4x6xf32>
        %90 = "stablehlo.broadcast_in_dim"(%arg26) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<4x6xf32>) -> tensor<1x4x6xf32>
        %91 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
        %92 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
        %93 = "stablehlo.dynamic_update_slice"(%arg27, %90, %arg25, %91, %92) : (tensor<3x4x6xf32>, tensor<1x4x6xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<3x4x6xf32>
        %94 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
        %95 = "stablehlo.add"(%arg25, %94) : (tensor<i32>, tensor<i32>) -> tensor<i32>
        "stablehlo.return"(%arg24, %95, %89, %93) : (tensor<3x6x6xf32>, tensor<i32>, tensor<4x6xf32>, tensor<3x4x6xf32>) -> ()
      }) : (tensor<3x6x6xf32>, tensor<i32>, tensor<4x6xf32>, tensor<3x4x6xf32>) -> (tensor<3x6x6xf32>, tensor<i32>, tensor<4x6xf32>, tensor<3x4x6xf32>)
      %27 = "stablehlo.dot_general"(%26#2, %arg7) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<6x3xf32>) -> tensor<4x3xf32>
      %28 = "stablehlo.subtract"(%27, %22) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
      %29 = "stablehlo.multiply"(%28, %28) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
      %30 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %31 = "stablehlo.broadcast_in_dim"(%30) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
      %32 = "stablehlo.multiply"(%31, %28) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
      %33 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %34 = "stablehlo.reduce"(%29, %33) <{dimensions = array<i64: 0, 1>}> ({
      ^bb0(%arg22: tensor<f32>, %arg23: tensor<f32>):
        %83 = "stablehlo.add"(%arg22, %arg23) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%83) : (tensor<f32>) -> ()
      }) : (tensor<4x3xf32>, tensor<f32>) -> tensor<f32>
      %35 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %36 = "stablehlo.broadcast_in_dim"(%35) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
      %37 = "stablehlo.multiply"(%36, %32) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
      %38 = "stablehlo.dot_general"(%37, %26#2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<4x6xf32>) -> tensor<3x6xf32>
      %39 = "stablehlo.transpose"(%38) <{permutation = array<i64: 1, 0>}> : (tensor<3x6xf32>) -> tensor<6x3xf32>
      %40 = "stablehlo.dot_general"(%37, %arg7) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<6x3xf32>) -> tensor<4x6xf32>
      %41 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %42 = "stablehlo.broadcast_in_dim"(%41) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x6x6xf32>
      %43 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %44:5 = "stablehlo.while"(%26#3, %arg6, %43, %40, %42) ({
      ^bb0(%arg17: tensor<3x4x6xf32>, %arg18: tensor<3x6x6xf32>, %arg19: tensor<i32>, %arg20: tensor<4x6xf32>, %arg21: tensor<3x6x6xf32>):
        %81 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
        %82 = "stablehlo.compare"(%arg19, %81) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
        "stablehlo.return"(%82) : (tensor<i1>) -> ()
      }, {
      ^bb0(%arg12: tensor<3x4x6xf32>, %arg13: tensor<3x6x6xf32>, %arg14: tensor<i32>, %arg15: tensor<4x6xf32>, %arg16: tensor<3x6x6xf32>):
        %51 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
        %52 = "stablehlo.subtract"(%51, %arg14) : (tensor<i32>, tensor<i32>) -> tensor<i32>
        %53 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
        %54 = "stablehlo.subtract"(%52, %53) : (tensor<i32>, tensor<i32>) -> tensor<i32>
        %55 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
        %56 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
        %57 = "stablehlo.dynamic_slice"(%arg12, %54, %55, %56) <{slice_sizes = array<i64: 1, 4, 6>}> : (tensor<3x4x6xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x4x6xf32>
        %58 = "stablehlo.reshape"(%57) : (tensor<1x4x6xf32>) -> tensor<4x6xf32>
        %59 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
        %60 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
        %61 = "stablehlo.dynamic_slice"(%arg13, %54, %59, %60) <{slice_sizes = array<i64: 1, 6, 6>}> : (tensor<3x6x6xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x6x6xf32>
        %62 = "stablehlo.reshape"(%61) : (tensor<1x6x6xf32>) -> tensor<6x6xf32>
        %63:3 = "stablehlo.optimization_barrier"(%58, %62, %arg15) : (tensor<4x6xf32>, tensor<6x6xf32>, tensor<4x6xf32>) -> (tensor<4x6xf32>, tensor<6x6xf32>, tensor<4x6xf32>)
        %64 = "stablehlo.dot_general"(%63#0, %63#1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<6x6xf32>) -> tensor<4x6xf32>
        %65 = "stablehlo.tanh"(%64) : (tensor<4x6xf32>) -> tensor<4x6xf32>
        %66 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
        %67 = "stablehlo.broadcast_in_dim"(%66) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
        %68 = "stablehlo.subtract"(%67, %65) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
        %69 = "stablehlo.multiply"(%63#2, %68) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
        %70 = "stablehlo.multiply"(%69, %65) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
        %71 = "stablehlo.add"(%69, %70) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
        %72 = "stablehlo.dot_general"(%71, %63#0) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<6x6xf32>
        %73 = "stablehlo.transpose"(%72) <{permutation = array<i64: 1, 0>}> : (tensor<6x6xf32>) -> tensor<6x6xf32>
        %74 = "stablehlo.dot_general"(%71, %63#1) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<6x6xf32>) -> tensor<4x6xf32>
        %75 = "stablehlo.broadcast_in_dim"(%73) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<6x6xf32>) -> tensor<1x6x6xf32>
        %76 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
        %77 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
        %78 = "stablehlo.dynamic_update_slice"(%arg16, %75, %54, %76, %77) : (tensor<3x6x6xf32>, tensor<1x6x6xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<3x6x6xf32>
        %79 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
        %80 = "stablehlo.add"(%arg14, %79) : (tensor<i32>, tensor<i32>) -> tensor<i32>
        "stablehlo.return"(%arg12, %arg13, %80, %74, %78) : (tensor<3x4x6xf32>, tensor<3x6x6xf32>, tensor<i32>, tensor<4x6xf32>, tensor<3x6x6xf32>) -> ()
      }) : (tensor<3x4x6xf32>, tensor<3x6x6xf32>, tensor<i32>, tensor<4x6xf32>, tensor<3x6x6xf32>) -> (tensor<3x4x6xf32>, tensor<3x6x6xf32>, tensor<i32>, tensor<4x6xf32>, tensor<3x6x6xf32>)
      %45 = "stablehlo.convert"(%arg9) : (tensor<f32>) -> tensor<f32>
      %46 = "stablehlo.add"(%45, %34) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %47 = "stablehlo.add"(%arg10, %44#4) : (tensor<3x6x6xf32>, tensor<3x6x6xf32>) -> tensor<3x6x6xf32>
      %48 = "stablehlo.add"(%arg11, %39) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
      %49 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %50 = "stablehlo.add"(%arg8, %49) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg4, %arg5, %arg6, %arg7, %50, %46, %47, %48) : (tensor<2x4x6xf32>, tensor<2x4x3xf32>, tensor<3x6x6xf32>, tensor<6x3xf32>, tensor<i32>, tensor<f32>, tensor<3x6x6xf32>, tensor<6x3xf32>) -> ()
    }) : (tensor<2x4x6xf32>, tensor<2x4x3xf32>, tensor<3x6x6xf32>, tensor<6x3xf32>, tensor<i32>, tensor<f32>, tensor<3x6x6xf32>, tensor<6x3xf32>) -> (tensor<2x4x6xf32>, tensor<2x4x3xf32>, tensor<3x6x6xf32>, tensor<6x3xf32>, tensor<i32>, tensor<f32>, tensor<3x6x6xf32>, tensor<6x3xf32>)
    %7 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %8 = "stablehlo.broadcast_in_dim"(%7) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x6x6xf32>
    %9 = "stablehlo.multiply"(%8, %6#6) : (tensor<3x6x6xf32>, tensor<3x6x6xf32>) -> tensor<3x6x6xf32>
    %10 = "stablehlo.subtract"(%arg0, %9) : (tensor<3x6x6xf32>, tensor<3x6x6xf32>) -> tensor<3x6x6xf32>
    %11 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %12 = "stablehlo.broadcast_in_dim"(%11) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6x3xf32>
    %13 = "stablehlo.multiply"(%12, %6#7) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
    %14 = "stablehlo.subtract"(%arg1, %13) : (tensor<6x3xf32>, tensor<6x3xf32>) -> tensor<6x3xf32>
    "func.return"(%6#5, %10, %14) : (tensor<f32>, tensor<3x6x6xf32>, tensor<6x3xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
