// y = log(1 + exp(p)) in a loop whose backward half has 1 + exp(p) alone: y is
// computed again from it.

// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --per-attach-regularizers="regularizer=#per.l2 lambda=0.5" | FileCheck %s

// CHECK-COUNT-2: "stablehlo.while"
// CHECK: %[[ROW:.+]] = "stablehlo.reshape"(%{{.+}}) : (tensor<1x4x6xf32>) -> tensor<4x6xf32>
// CHECK: %[[Y:.+]] = "stablehlo.log"(%{{.+}}) : (tensor<4x6xf32>)
// CHECK-NEXT: %[[T:.+]] = per.gradient #per.l2 ins(%[[Y]] : tensor<4x6xf32>)
// CHECK: (%[[T]]

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}], function_type = (tensor<5x6xf32>, tensor<7x4x5xf32>, tensor<4x3xf32>, tensor<6x3xf32>) -> (tensor<f32>, tensor<5x6xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<5x6xf32>, %arg1: tensor<7x4x5xf32>, %arg2: tensor<4x3xf32>, %arg3: tensor<6x3xf32>):
    %0 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1 = "stablehlo.broadcast_in_dim"(%0) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %2 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %3 = "stablehlo.broadcast_in_dim"(%2) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<7x4x6xf32>
    %4 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %5 = "stablehlo.broadcast_in_dim"(%4) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<7x4x6xf32>
    %6 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %7:7 = "stablehlo.while"(%arg1, %arg0, %arg3, %6, %1, %3, %5) ({
    ^bb0(%arg27: tensor<7x4x5xf32>, %arg28: tensor<5x6xf32>, %arg29: tensor<6x3xf32>, %arg30: tensor<i32>, %arg31: tensor<4x3xf32>, %arg32: tensor<7x4x6xf32>, %arg33: tensor<7x4x6xf32>):
      %75 = "stablehlo.constant"() <{value = dense<7> : tensor<i32>}> : () -> tensor<i32>
      %76 = "stablehlo.compare"(%arg30, %75) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%76) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg20: tensor<7x4x5xf32>, %arg21: tensor<5x6xf32>, %arg22: tensor<6x3xf32>, %arg23: tensor<i32>, %arg24: tensor<4x3xf32>, %arg25: tensor<7x4x6xf32>, %arg26: tensor<7x4x6xf32>):
      %53 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %54 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %55 = "stablehlo.dynamic_slice"(%arg20, %arg23, %53, %54) <{slice_sizes = array<i64: 1, 4, 5>}> : (tensor<7x4x5xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x4x5xf32>
      %56 = "stablehlo.reshape"(%55) : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
      %57 = "stablehlo.dot_general"(%56, %arg21) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x5xf32>, tensor<5x6xf32>) -> tensor<4x6xf32>
      %58 = "stablehlo.exponential"(%57) : (tensor<4x6xf32>) -> tensor<4x6xf32>
      %59 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %60 = "stablehlo.broadcast_in_dim"(%59) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
      %61 = "stablehlo.add"(%60, %58) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      %62 = "stablehlo.log"(%61) : (tensor<4x6xf32>) -> tensor<4x6xf32>
      %63 = "stablehlo.dot_general"(%62, %arg22) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<6x3xf32>) -> tensor<4x3xf32>
      %64 = "stablehlo.add"(%arg24, %63) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
      %65 = "stablehlo.broadcast_in_dim"(%58) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<4x6xf32>) -> tensor<1x4x6xf32>
      %66 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %67 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %68 = "stablehlo.dynamic_update_slice"(%arg25, %65, %arg23, %66, %67) : (tensor<7x4x6xf32>, tensor<1x4x6xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<7x4x6xf32>
      %69 = "stablehlo.broadcast_in_dim"(%61) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<4x6xf32>) -> tensor<1x4x6xf32>
      %70 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %71 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %72 = "stablehlo.dynamic_update_slice"(%arg26, %69, %arg23, %70, %71) : (tensor<7x4x6xf32>, tensor<1x4x6xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<7x4x6xf32>
      %73 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %74 = "stablehlo.add"(%arg23, %73) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg20, %arg21, %arg22, %74, %64, %68, %72) : (tensor<7x4x5xf32>, tensor<5x6xf32>, tensor<6x3xf32>, tensor<i32>, tensor<4x3xf32>, tensor<7x4x6xf32>, tensor<7x4x6xf32>) -> ()
    }) : (tensor<7x4x5xf32>, tensor<5x6xf32>, tensor<6x3xf32>, tensor<i32>, tensor<4x3xf32>, tensor<7x4x6xf32>, tensor<7x4x6xf32>) -> (tensor<7x4x5xf32>, tensor<5x6xf32>, tensor<6x3xf32>, tensor<i32>, tensor<4x3xf32>, tensor<7x4x6xf32>, tensor<7x4x6xf32>)
    %8 = "stablehlo.subtract"(%7#4, %arg2) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %9 = "stablehlo.multiply"(%8, %8) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %10 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %11 = "stablehlo.broadcast_in_dim"(%10) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %12 = "stablehlo.multiply"(%11, %8) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %13 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %14 = "stablehlo.reduce"(%9, %13) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg18: tensor<f32>, %arg19: tensor<f32>):
      %52 = "stablehlo.add"(%arg18, %arg19) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%52) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<f32>) -> tensor<f32>
    %15 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %16 = "stablehlo.broadcast_in_dim"(%15) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %17 = "stablehlo.multiply"(%16, %12) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %18 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %19 = "stablehlo.broadcast_in_dim"(%18) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x6xf32>
    %20 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %21:7 = "stablehlo.while"(%arg1, %7#5, %7#6, %arg3, %20, %19, %17) ({
    ^bb0(%arg11: tensor<7x4x5xf32>, %arg12: tensor<7x4x6xf32>, %arg13: tensor<7x4x6xf32>, %arg14: tensor<6x3xf32>, %arg15: tensor<i32>, %arg16: tensor<5x6xf32>, %arg17: tensor<4x3xf32>):
      %50 = "stablehlo.constant"() <{value = dense<7> : tensor<i32>}> : () -> tensor<i32>
      %51 = "stablehlo.compare"(%arg15, %50) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%51) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg4: tensor<7x4x5xf32>, %arg5: tensor<7x4x6xf32>, %arg6: tensor<7x4x6xf32>, %arg7: tensor<6x3xf32>, %arg8: tensor<i32>, %arg9: tensor<5x6xf32>, %arg10: tensor<4x3xf32>):
      %26 = "stablehlo.constant"() <{value = dense<7> : tensor<i32>}> : () -> tensor<i32>
      %27 = "stablehlo.subtract"(%26, %arg8) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %28 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %29 = "stablehlo.subtract"(%27, %28) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %30 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %31 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %32 = "stablehlo.dynamic_slice"(%arg4, %29, %30, %31) <{slice_sizes = array<i64: 1, 4, 5>}> : (tensor<7x4x5xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x4x5xf32>
      %33 = "stablehlo.reshape"(%32) : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
      %34 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %35 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %36 = "stablehlo.dynamic_slice"(%arg5, %29, %34, %35) <{slice_sizes = array<i64: 1, 4, 6>}> : (tensor<7x4x6xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x4x6xf32>
      %37 = "stablehlo.reshape"(%36) : (tensor<1x4x6xf32>) -> tensor<4x6xf32>
      %38 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %39 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %40 = "stablehlo.dynamic_slice"(%arg6, %29, %38, %39) <{slice_sizes = array<i64: 1, 4, 6>}> : (tensor<7x4x6xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x4x6xf32>
      %41 = "stablehlo.reshape"(%40) : (tensor<1x4x6xf32>) -> tensor<4x6xf32>
      %42 = "stablehlo.dot_general"(%arg10, %arg7) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<6x3xf32>) -> tensor<4x6xf32>
      %43 = "stablehlo.divide"(%42, %41) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      %44 = "stablehlo.multiply"(%43, %37) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      %45 = "stablehlo.dot_general"(%44, %33) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<4x5xf32>) -> tensor<6x5xf32>
      %46 = "stablehlo.transpose"(%45) <{permutation = array<i64: 1, 0>}> : (tensor<6x5xf32>) -> tensor<5x6xf32>
      %47 = "stablehlo.add"(%arg9, %46) : (tensor<5x6xf32>, tensor<5x6xf32>) -> tensor<5x6xf32>
      %48 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %49 = "stablehlo.add"(%arg8, %48) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg4, %arg5, %arg6, %arg7, %49, %47, %arg10) : (tensor<7x4x5xf32>, tensor<7x4x6xf32>, tensor<7x4x6xf32>, tensor<6x3xf32>, tensor<i32>, tensor<5x6xf32>, tensor<4x3xf32>) -> ()
    }) : (tensor<7x4x5xf32>, tensor<7x4x6xf32>, tensor<7x4x6xf32>, tensor<6x3xf32>, tensor<i32>, tensor<5x6xf32>, tensor<4x3xf32>) -> (tensor<7x4x5xf32>, tensor<7x4x6xf32>, tensor<7x4x6xf32>, tensor<6x3xf32>, tensor<i32>, tensor<5x6xf32>, tensor<4x3xf32>)
    %22 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %23 = "stablehlo.broadcast_in_dim"(%22) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x6xf32>
    %24 = "stablehlo.multiply"(%23, %21#5) : (tensor<5x6xf32>, tensor<5x6xf32>) -> tensor<5x6xf32>
    %25 = "stablehlo.subtract"(%arg0, %24) : (tensor<5x6xf32>, tensor<5x6xf32>) -> tensor<5x6xf32>
    "func.return"(%14, %25) : (tensor<f32>, tensor<5x6xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
