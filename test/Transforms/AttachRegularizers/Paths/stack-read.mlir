// A forward loop returns its activations, and its backward loop reads only their
// mask: the term reads the stack that the loop returns, at the index at which the
// mask is read, and is captured by the loop.

// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --per-attach-regularizers="regularizer=#per.l2 lambda=0.5" | FileCheck %s

// CHECK: %[[F:[0-9]+]]:{{[0-9]+}} = "stablehlo.while"
// CHECK: "stablehlo.while"
// CHECK: "stablehlo.dynamic_slice"(%arg{{[0-9]+}}, %[[I:[0-9]+]], {{.*}}slice_sizes = array<i64: 1, 4, 6>
// CHECK: %[[Z:.+]] = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}>
// CHECK-NEXT: %[[ROW:.+]] = "stablehlo.dynamic_slice"(%[[F]]#{{[0-9]+}}, %[[I]], %[[Z]], %[[Z]]) <{slice_sizes = array<i64: 1, 4, 6>}>
// CHECK-NEXT: %[[Y:.+]] = "stablehlo.reshape"(%[[ROW]])
// CHECK-NEXT: per.gradient #per.l2 ins(%[[Y]] : tensor<4x6xf32>)

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}], function_type = (tensor<5x6xf32>, tensor<7x4x5xf32>, tensor<4x3xf32>, tensor<6x3xf32>) -> (tensor<f32>, tensor<5x6xf32>, tensor<7x4x6xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}, {jax.result_info = "result[2]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<5x6xf32>, %arg1: tensor<7x4x5xf32>, %arg2: tensor<4x3xf32>, %arg3: tensor<6x3xf32>):
    %0 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %2 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %3 = "stablehlo.broadcast_in_dim"(%2) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
    %4 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %5 = "stablehlo.broadcast_in_dim"(%4) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
    %6 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %7 = "stablehlo.broadcast_in_dim"(%6) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
    %8 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %9 = "stablehlo.broadcast_in_dim"(%8) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
    %10 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %11 = "stablehlo.broadcast_in_dim"(%10) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<7x4x6xf32>
    %12 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %13 = "stablehlo.broadcast_in_dim"(%12) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<7x4x6xf32>
    %14 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %15:11 = "stablehlo.while"(%arg1, %arg0, %arg3, %5, %3, %9, %7, %14, %1, %11, %13) ({
    ^bb0(%arg29: tensor<7x4x5xf32>, %arg30: tensor<5x6xf32>, %arg31: tensor<6x3xf32>, %arg32: tensor<4x6xf32>, %arg33: tensor<4x6xf32>, %arg34: tensor<4x6xf32>, %arg35: tensor<4x6xf32>, %arg36: tensor<i32>, %arg37: tensor<4x3xf32>, %arg38: tensor<7x4x6xf32>, %arg39: tensor<7x4x6xf32>):
      %83 = "stablehlo.constant"() <{value = dense<7> : tensor<i32>}> : () -> tensor<i32>
      %84 = "stablehlo.compare"(%arg36, %83) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%84) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg18: tensor<7x4x5xf32>, %arg19: tensor<5x6xf32>, %arg20: tensor<6x3xf32>, %arg21: tensor<4x6xf32>, %arg22: tensor<4x6xf32>, %arg23: tensor<4x6xf32>, %arg24: tensor<4x6xf32>, %arg25: tensor<i32>, %arg26: tensor<4x3xf32>, %arg27: tensor<7x4x6xf32>, %arg28: tensor<7x4x6xf32>):
      %56 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %57 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %58 = "stablehlo.dynamic_slice"(%arg18, %arg25, %56, %57) <{slice_sizes = array<i64: 1, 4, 5>}> : (tensor<7x4x5xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x4x5xf32>
      %59 = "stablehlo.reshape"(%58) : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
      %60 = "stablehlo.dot_general"(%59, %arg19) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x5xf32>, tensor<5x6xf32>) -> tensor<4x6xf32>
      %61 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %62 = "stablehlo.broadcast_in_dim"(%61) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
      %63 = "stablehlo.maximum"(%60, %62) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      %64 = "stablehlo.compare"(%60, %63) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xi1>
      %65 = "stablehlo.select"(%64, %arg22, %arg21) : (tensor<4x6xi1>, tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      %66 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %67 = "stablehlo.broadcast_in_dim"(%66) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
      %68 = "stablehlo.compare"(%67, %63) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xi1>
      %69 = "stablehlo.select"(%68, %arg24, %arg23) : (tensor<4x6xi1>, tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      %70 = "stablehlo.divide"(%65, %69) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      %71 = "stablehlo.dot_general"(%63, %arg20) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<6x3xf32>) -> tensor<4x3xf32>
      %72 = "stablehlo.add"(%arg26, %71) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
      %73 = "stablehlo.broadcast_in_dim"(%63) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<4x6xf32>) -> tensor<1x4x6xf32>
      %74 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %75 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %76 = "stablehlo.dynamic_update_slice"(%arg27, %73, %arg25, %74, %75) : (tensor<7x4x6xf32>, tensor<1x4x6xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<7x4x6xf32>
      %77 = "stablehlo.broadcast_in_dim"(%70) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<4x6xf32>) -> tensor<1x4x6xf32>
      %78 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %79 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %80 = "stablehlo.dynamic_update_slice"(%arg28, %77, %arg25, %78, %79) : (tensor<7x4x6xf32>, tensor<1x4x6xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<7x4x6xf32>
      %81 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %82 = "stablehlo.add"(%arg25, %81) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg18, %arg19, %arg20, %arg21, %arg22, %arg23, %arg24, %82, %72, %76, %80) : (tensor<7x4x5xf32>, tensor<5x6xf32>, tensor<6x3xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<i32>, tensor<4x3xf32>, tensor<7x4x6xf32>, tensor<7x4x6xf32>) -> ()
    }) : (tensor<7x4x5xf32>, tensor<5x6xf32>, tensor<6x3xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<i32>, tensor<4x3xf32>, tensor<7x4x6xf32>, tensor<7x4x6xf32>) -> (tensor<7x4x5xf32>, tensor<5x6xf32>, tensor<6x3xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<i32>, tensor<4x3xf32>, tensor<7x4x6xf32>, tensor<7x4x6xf32>)
    %16 = "stablehlo.subtract"(%15#8, %arg2) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %17 = "stablehlo.multiply"(%16, %16) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %18 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %19 = "stablehlo.broadcast_in_dim"(%18) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %20 = "stablehlo.multiply"(%19, %16) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %21 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %22 = "stablehlo.reduce"(%17, %21) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg16: tensor<f32>, %arg17: tensor<f32>):
      %55 = "stablehlo.add"(%arg16, %arg17) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%55) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<f32>) -> tensor<f32>
    %23 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %24 = "stablehlo.broadcast_in_dim"(%23) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %25 = "stablehlo.multiply"(%24, %20) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %26 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %27 = "stablehlo.broadcast_in_dim"(%26) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x6xf32>
    %28 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %29:6 = "stablehlo.while"(%arg1, %15#10, %arg3, %28, %27, %25) ({
    ^bb0(%arg10: tensor<7x4x5xf32>, %arg11: tensor<7x4x6xf32>, %arg12: tensor<6x3xf32>, %arg13: tensor<i32>, %arg14: tensor<5x6xf32>, %arg15: tensor<4x3xf32>):
      %53 = "stablehlo.constant"() <{value = dense<7> : tensor<i32>}> : () -> tensor<i32>
      %54 = "stablehlo.compare"(%arg13, %53) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%54) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg4: tensor<7x4x5xf32>, %arg5: tensor<7x4x6xf32>, %arg6: tensor<6x3xf32>, %arg7: tensor<i32>, %arg8: tensor<5x6xf32>, %arg9: tensor<4x3xf32>):
      %34 = "stablehlo.constant"() <{value = dense<7> : tensor<i32>}> : () -> tensor<i32>
      %35 = "stablehlo.subtract"(%34, %arg7) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %36 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %37 = "stablehlo.subtract"(%35, %36) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %38 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %39 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %40 = "stablehlo.dynamic_slice"(%arg4, %37, %38, %39) <{slice_sizes = array<i64: 1, 4, 5>}> : (tensor<7x4x5xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x4x5xf32>
      %41 = "stablehlo.reshape"(%40) : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
      %42 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %43 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %44 = "stablehlo.dynamic_slice"(%arg5, %37, %42, %43) <{slice_sizes = array<i64: 1, 4, 6>}> : (tensor<7x4x6xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x4x6xf32>
      %45 = "stablehlo.reshape"(%44) : (tensor<1x4x6xf32>) -> tensor<4x6xf32>
      %46 = "stablehlo.dot_general"(%arg9, %arg6) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<6x3xf32>) -> tensor<4x6xf32>
      %47 = "stablehlo.multiply"(%46, %45) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      %48 = "stablehlo.dot_general"(%47, %41) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<4x5xf32>) -> tensor<6x5xf32>
      %49 = "stablehlo.transpose"(%48) <{permutation = array<i64: 1, 0>}> : (tensor<6x5xf32>) -> tensor<5x6xf32>
      %50 = "stablehlo.add"(%arg8, %49) : (tensor<5x6xf32>, tensor<5x6xf32>) -> tensor<5x6xf32>
      %51 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %52 = "stablehlo.add"(%arg7, %51) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg4, %arg5, %arg6, %52, %50, %arg9) : (tensor<7x4x5xf32>, tensor<7x4x6xf32>, tensor<6x3xf32>, tensor<i32>, tensor<5x6xf32>, tensor<4x3xf32>) -> ()
    }) : (tensor<7x4x5xf32>, tensor<7x4x6xf32>, tensor<6x3xf32>, tensor<i32>, tensor<5x6xf32>, tensor<4x3xf32>) -> (tensor<7x4x5xf32>, tensor<7x4x6xf32>, tensor<6x3xf32>, tensor<i32>, tensor<5x6xf32>, tensor<4x3xf32>)
    %30 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %31 = "stablehlo.broadcast_in_dim"(%30) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x6xf32>
    %32 = "stablehlo.multiply"(%31, %29#4) : (tensor<5x6xf32>, tensor<5x6xf32>) -> tensor<5x6xf32>
    %33 = "stablehlo.subtract"(%arg0, %32) : (tensor<5x6xf32>, tensor<5x6xf32>) -> tensor<5x6xf32>
    "func.return"(%22, %33, %15#9) : (tensor<f32>, tensor<5x6xf32>, tensor<7x4x6xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
