// A loop that saves the mask of relu in a stack of a length that is not known:
// nothing says of what length a stack of the activation is.

// RUN: per-opt %s --allow-unregistered-dialect \
// RUN:   --per-attach-regularizers="regularizer=#per.l2" -verify-diagnostics -o /dev/null

"builtin.module"() <{sym_name = "jit_step"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}, {}, {}], function_type = (tensor<5x6xf32>, tensor<7x4x5xf32>, tensor<4x3xf32>, tensor<6x3xf32>, tensor<?x4x6xf32>) -> (tensor<f32>, tensor<5x6xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1][0]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg0: tensor<5x6xf32>, %arg1: tensor<7x4x5xf32>, %arg2: tensor<4x3xf32>, %arg3: tensor<6x3xf32>, %arg38: tensor<?x4x6xf32>):
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
    %12 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %13:10 = "stablehlo.while"(%arg1, %arg0, %arg3, %5, %3, %9, %7, %12, %1, %arg38) ({
    ^bb0(%arg28: tensor<7x4x5xf32>, %arg29: tensor<5x6xf32>, %arg30: tensor<6x3xf32>, %arg31: tensor<4x6xf32>, %arg32: tensor<4x6xf32>, %arg33: tensor<4x6xf32>, %arg34: tensor<4x6xf32>, %arg35: tensor<i32>, %arg36: tensor<4x3xf32>, %arg37: tensor<?x4x6xf32>):
      %77 = "stablehlo.constant"() <{value = dense<7> : tensor<i32>}> : () -> tensor<i32>
      %78 = "stablehlo.compare"(%arg35, %77) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%78) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg18: tensor<7x4x5xf32>, %arg19: tensor<5x6xf32>, %arg20: tensor<6x3xf32>, %arg21: tensor<4x6xf32>, %arg22: tensor<4x6xf32>, %arg23: tensor<4x6xf32>, %arg24: tensor<4x6xf32>, %arg25: tensor<i32>, %arg26: tensor<4x3xf32>, %arg27: tensor<?x4x6xf32>):
      %54 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %55 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %56 = "stablehlo.dynamic_slice"(%arg18, %arg25, %54, %55) <{slice_sizes = array<i64: 1, 4, 5>}> : (tensor<7x4x5xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x4x5xf32>
      %57 = "stablehlo.reshape"(%56) : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
      %58 = "stablehlo.dot_general"(%57, %arg19) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x5xf32>, tensor<5x6xf32>) -> tensor<4x6xf32>
      %59 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %60 = "stablehlo.broadcast_in_dim"(%59) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
      // expected-error@below {{cannot attach a term to site 0: its activation is not available in the backward half, and cannot be recomputed there or saved for it; give loops values of static shapes}}
      %61 = "stablehlo.maximum"(%58, %60) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      %62 = "stablehlo.compare"(%58, %61) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xi1>
      %63 = "stablehlo.select"(%62, %arg22, %arg21) : (tensor<4x6xi1>, tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      %64 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %65 = "stablehlo.broadcast_in_dim"(%64) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x6xf32>
      %66 = "stablehlo.compare"(%65, %61) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xi1>
      %67 = "stablehlo.select"(%66, %arg24, %arg23) : (tensor<4x6xi1>, tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      %68 = "stablehlo.divide"(%63, %67) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      %69 = "stablehlo.dot_general"(%61, %arg20) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<6x3xf32>) -> tensor<4x3xf32>
      %70 = "stablehlo.add"(%arg26, %69) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
      %71 = "stablehlo.broadcast_in_dim"(%68) <{broadcast_dimensions = array<i64: 1, 2>}> : (tensor<4x6xf32>) -> tensor<1x4x6xf32>
      %72 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %73 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %74 = "stablehlo.dynamic_update_slice"(%arg27, %71, %arg25, %72, %73) : (tensor<?x4x6xf32>, tensor<1x4x6xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<?x4x6xf32>
      %75 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %76 = "stablehlo.add"(%arg25, %75) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg18, %arg19, %arg20, %arg21, %arg22, %arg23, %arg24, %76, %70, %74) : (tensor<7x4x5xf32>, tensor<5x6xf32>, tensor<6x3xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<i32>, tensor<4x3xf32>, tensor<?x4x6xf32>) -> ()
    }) : (tensor<7x4x5xf32>, tensor<5x6xf32>, tensor<6x3xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<i32>, tensor<4x3xf32>, tensor<?x4x6xf32>) -> (tensor<7x4x5xf32>, tensor<5x6xf32>, tensor<6x3xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<i32>, tensor<4x3xf32>, tensor<?x4x6xf32>)
    %14 = "stablehlo.subtract"(%13#8, %arg2) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %15 = "stablehlo.multiply"(%14, %14) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %16 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %17 = "stablehlo.broadcast_in_dim"(%16) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %18 = "stablehlo.multiply"(%17, %14) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %19 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %20 = "stablehlo.reduce"(%15, %19) <{dimensions = array<i64: 0, 1>}> ({
    ^bb0(%arg16: tensor<f32>, %arg17: tensor<f32>):
      %53 = "stablehlo.add"(%arg16, %arg17) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%53) : (tensor<f32>) -> ()
    }) : (tensor<4x3xf32>, tensor<f32>) -> tensor<f32>
    %21 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %22 = "stablehlo.broadcast_in_dim"(%21) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x3xf32>
    %23 = "stablehlo.multiply"(%22, %18) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
    %24 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %25 = "stablehlo.broadcast_in_dim"(%24) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x6xf32>
    %26 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %27:6 = "stablehlo.while"(%arg1, %13#9, %arg3, %26, %25, %23) ({
    ^bb0(%arg10: tensor<7x4x5xf32>, %arg11: tensor<?x4x6xf32>, %arg12: tensor<6x3xf32>, %arg13: tensor<i32>, %arg14: tensor<5x6xf32>, %arg15: tensor<4x3xf32>):
      %51 = "stablehlo.constant"() <{value = dense<7> : tensor<i32>}> : () -> tensor<i32>
      %52 = "stablehlo.compare"(%arg13, %51) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%52) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg4: tensor<7x4x5xf32>, %arg5: tensor<?x4x6xf32>, %arg6: tensor<6x3xf32>, %arg7: tensor<i32>, %arg8: tensor<5x6xf32>, %arg9: tensor<4x3xf32>):
      %32 = "stablehlo.constant"() <{value = dense<7> : tensor<i32>}> : () -> tensor<i32>
      %33 = "stablehlo.subtract"(%32, %arg7) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %34 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %35 = "stablehlo.subtract"(%33, %34) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %36 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %37 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %38 = "stablehlo.dynamic_slice"(%arg4, %35, %36, %37) <{slice_sizes = array<i64: 1, 4, 5>}> : (tensor<7x4x5xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x4x5xf32>
      %39 = "stablehlo.reshape"(%38) : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
      %40 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %41 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %42 = "stablehlo.dynamic_slice"(%arg5, %35, %40, %41) <{slice_sizes = array<i64: 1, 4, 6>}> : (tensor<?x4x6xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x4x6xf32>
      %43 = "stablehlo.reshape"(%42) : (tensor<1x4x6xf32>) -> tensor<4x6xf32>
      %44 = "stablehlo.dot_general"(%arg9, %arg6) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x3xf32>, tensor<6x3xf32>) -> tensor<4x6xf32>
      // expected-note@below {{the term is needed here}}
      %45 = "stablehlo.multiply"(%44, %43) : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
      %46 = "stablehlo.dot_general"(%45, %39) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<4x6xf32>, tensor<4x5xf32>) -> tensor<6x5xf32>
      %47 = "stablehlo.transpose"(%46) <{permutation = array<i64: 1, 0>}> : (tensor<6x5xf32>) -> tensor<5x6xf32>
      %48 = "stablehlo.add"(%arg8, %47) : (tensor<5x6xf32>, tensor<5x6xf32>) -> tensor<5x6xf32>
      %49 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %50 = "stablehlo.add"(%arg7, %49) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg4, %arg5, %arg6, %50, %48, %arg9) : (tensor<7x4x5xf32>, tensor<?x4x6xf32>, tensor<6x3xf32>, tensor<i32>, tensor<5x6xf32>, tensor<4x3xf32>) -> ()
    }) : (tensor<7x4x5xf32>, tensor<?x4x6xf32>, tensor<6x3xf32>, tensor<i32>, tensor<5x6xf32>, tensor<4x3xf32>) -> (tensor<7x4x5xf32>, tensor<?x4x6xf32>, tensor<6x3xf32>, tensor<i32>, tensor<5x6xf32>, tensor<4x3xf32>)
    %28 = "stablehlo.constant"() <{value = dense<1.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %29 = "stablehlo.broadcast_in_dim"(%28) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x6xf32>
    %30 = "stablehlo.multiply"(%29, %27#4) : (tensor<5x6xf32>, tensor<5x6xf32>) -> tensor<5x6xf32>
    %31 = "stablehlo.subtract"(%arg0, %30) : (tensor<5x6xf32>, tensor<5x6xf32>) -> tensor<5x6xf32>
    "func.return"(%20, %31) : (tensor<f32>, tensor<5x6xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()
