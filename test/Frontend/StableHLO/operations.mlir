// RUN: per-opt --allow-unregistered-dialect --test-per-print-view=key-length=200 %s -o /dev/null 2>&1 | FileCheck %s

// How single operations are understood, beyond what the models in this folder
// show.
//
// CHECK: block %0:4x6xf32 %1:4x6xi32 %2:4x6xcomplex<f32> %3:f32

func.func @main(%x: tensor<4x6xf32>, %n: tensor<4x6xi32>, %z: tensor<4x6xcomplex<f32>>, %s: tensor<f32>) -> tensor<4x6xf32> {
  // Splats of every kind: infinities in hexadecimal, booleans, integers of
  // either sign, elements listed one by one.
  // CHECK-NEXT: 0: constant splat INF
  // CHECK-NEXT: 1: constant splat -INF
  // CHECK-NEXT: 2: constant splat nan
  // CHECK-NEXT: 3: constant splat -INF
  // CHECK-NEXT: 4: constant splat INF
  // CHECK-NEXT: 5: constant splat 1.000000e+00
  // CHECK-NEXT: 6: constant splat -1.000000e+00
  // CHECK-NEXT: 7: constant splat 2.550000e+02
  // CHECK-NEXT: 8: constant splat 3.000000e+00
  // CHECK-NEXT: 9: constant %
  %c0 = "stablehlo.constant"() <{value = dense<0x7F800000> : tensor<f32>}> : () -> tensor<f32>
  %c1 = "stablehlo.constant"() <{value = dense<0xFF80> : tensor<bf16>}> : () -> tensor<bf16>
  %c2 = "stablehlo.constant"() <{value = dense<0x7E00> : tensor<f16>}> : () -> tensor<f16>
  %c3 = "stablehlo.constant"() <{value = dense<0xFFF0000000000000> : tensor<2xf64>}> : () -> tensor<2xf64>
  %c4 = "stablehlo.constant"() {value = dense<0x7C> : tensor<f8E5M2>} : () -> tensor<f8E5M2>
  %c5 = "stablehlo.constant"() <{value = dense<true> : tensor<3xi1>}> : () -> tensor<3xi1>
  %c6 = "stablehlo.constant"() <{value = dense<-1> : tensor<i32>}> : () -> tensor<i32>
  %c7 = "stablehlo.constant"() <{value = dense<255> : tensor<ui8>}> : () -> tensor<ui8>
  %c8 = "stablehlo.constant"() <{value = dense<[3.0, 3.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %c9 = "stablehlo.constant"() <{value = dense<[3.0, 4.0]> : tensor<2xf32>}> : () -> tensor<2xf32>

  // Integers: arithmetic is followed, bits are not, a conversion to integers
  // rounds and is no identity.
  // CHECK-NEXT: 10: elementwise add integer %
  // CHECK-NEXT: 11: pure {{.*}} "stablehlo.and"
  // CHECK-NEXT: 12: elementwise identity integer %{{.*}}:4x6xf32
  // CHECK-NEXT: 13: pure %{{.*}}:4x6xi32 {{.*}} "stablehlo.convert"
  // CHECK-NEXT: 14: elementwise compare_lt integer
  // CHECK-NEXT: 15: elementwise identity %{{.*}}:4x6xf32
  // CHECK-NEXT: 16: pure not-understood {{.*}} "stablehlo.add"
  %i0 = "stablehlo.add"(%n, %n) : (tensor<4x6xi32>, tensor<4x6xi32>) -> tensor<4x6xi32>
  %i1 = "stablehlo.and"(%n, %n) : (tensor<4x6xi32>, tensor<4x6xi32>) -> tensor<4x6xi32>
  %i2 = "stablehlo.convert"(%n) : (tensor<4x6xi32>) -> tensor<4x6xf32>
  %i3 = "stablehlo.convert"(%x) : (tensor<4x6xf32>) -> tensor<4x6xi32>
  %i4 = "stablehlo.compare"(%n, %n) <{comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<4x6xi32>, tensor<4x6xi32>) -> tensor<4x6xi1>
  %i5 = "stablehlo.convert"(%i4) : (tensor<4x6xi1>) -> tensor<4x6xf32>
  %i6 = "stablehlo.add"(%z, %z) : (tensor<4x6xcomplex<f32>>, tensor<4x6xcomplex<f32>>) -> tensor<4x6xcomplex<f32>>

  // Predicates and bounds of rank 0.
  // CHECK-NEXT: 17: elementwise compare_ne
  // CHECK-NEXT: 18: elementwise select
  // CHECK-NEXT: 19: elementwise clamp
  %p0 = "stablehlo.compare"(%s, %s) <{comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
  %p1 = "stablehlo.select"(%p0, %x, %x) : (tensor<i1>, tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
  %p2 = "stablehlo.clamp"(%s, %x, %s) : (tensor<f32>, tensor<4x6xf32>, tensor<f32>) -> tensor<4x6xf32>

  // Composites and calls that stand for a known operation, and unknown ones.
  // The body of a composite may be a copy of its own: it is not in the key.
  // CHECK-NEXT: 20: elementwise acosh {{.*}} "stablehlo.composite name="chlo.acosh" version=1 : i32"
  // CHECK-NEXT: 21: opaque not-understood
  // CHECK-NEXT: 22: elementwise erf
  // CHECK-NEXT: 23: elementwise identity
  // CHECK-NEXT: 24: opaque not-understood
  // CHECK-NEXT: 25: opaque not-understood
  // CHECK-NEXT: 26: sort %{{.*}} mhlo.attributes={k = 2 : i64
  // CHECK-NEXT: 27: random %
  %k0 = "stablehlo.composite"(%x) <{decomposition = @impl, name = "chlo.acosh", version = 1 : i32}> : (tensor<4x6xf32>) -> tensor<4x6xf32>
  %k1 = "stablehlo.composite"(%x) <{decomposition = @impl, name = "my.activation"}> : (tensor<4x6xf32>) -> tensor<4x6xf32>
  %k2 = "stablehlo.custom_call"(%x) <{call_target_name = "mhlo.erf"}> : (tensor<4x6xf32>) -> tensor<4x6xf32>
  %k3 = "stablehlo.custom_call"(%x) <{call_target_name = "Sharding"}> {mhlo.sharding = "{replicated}"} : (tensor<4x6xf32>) -> tensor<4x6xf32>
  %k4 = "stablehlo.custom_call"(%x) <{call_target_name = "SPMDFullToShardShape"}> : (tensor<4x6xf32>) -> tensor<2x6xf32>
  %k5 = "my.op"(%x) : (tensor<4x6xf32>) -> tensor<4x6xf32>
  %k6:2 = "stablehlo.custom_call"(%x) <{call_target_name = "mhlo.topk"}> {mhlo.attributes = {k = 2 : i64, largest = true}} : (tensor<4x6xf32>) -> (tensor<4x2xf32>, tensor<4x2xi32>)
  %k7:2 = "stablehlo.rng_bit_generator"(%c8) <{rng_algorithm = #stablehlo<rng_algorithm DEFAULT>}> : (tensor<2xf32>) -> (tensor<2xf32>, tensor<3xui32>)

  // A body is in the key by structure; what it captures is an operand.
  // CHECK-NEXT: 28: reduce add [1] %[[R:[0-9]+]]:4xf32 <- %0 %3 "stablehlo.reduce dimensions=array<i64: 1>{^:tensor<f32>:tensor<f32>;stablehlo.add(%1,%0,):tensor<f32>;stablehlo.return(%2,)}"
  // CHECK-NEXT: 29: reduce [0] not-understood %{{[0-9]+}}:6xf32 <- %0 %3 %3 "stablehlo.reduce dimensions=array<i64: 0>{^:tensor<f32>:tensor<f32>;stablehlo.add(%0,@0,):tensor<f32>;stablehlo.return(%2,
  %r0 = "stablehlo.reduce"(%x, %s) <{dimensions = array<i64: 1>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %0 = "stablehlo.add"(%b, %a) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    "stablehlo.return"(%0) : (tensor<f32>) -> ()
  }) : (tensor<4x6xf32>, tensor<f32>) -> tensor<4xf32>
  %r1 = "stablehlo.reduce"(%x, %s) <{dimensions = array<i64: 0>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %0 = "stablehlo.add"(%a, %s) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    "stablehlo.return"(%0) : (tensor<f32>) -> ()
  }) : (tensor<4x6xf32>, tensor<f32>) -> tensor<6xf32>

  // Batching dimensions; the older dot; a convolution with other layouts.
  // CHECK-NEXT: 30: contraction product [0 | 1 | ] [0 | 1 | ] %{{[0-9]+}}:4xf32
  // CHECK-NEXT: 31: transpose [1, 0]
  // CHECK-NEXT: 32: contraction product [ | 1 | 0] [ | 0 | 1] %{{[0-9]+}}:4x4xf32
  // CHECK-NEXT: 33: contraction convolution [ | 1 | 0] [ | 1 | 0]
  %d0 = "stablehlo.dot_general"(%x, %x) <{dot_dimension_numbers = #stablehlo.dot<lhs_batching_dimensions = [0], rhs_batching_dimensions = [0], lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1]>}> : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4xf32>
  %t = "stablehlo.transpose"(%x) {permutation = dense<[1, 0]> : tensor<2xi64>} : (tensor<4x6xf32>) -> tensor<6x4xf32>
  %d1 = "stablehlo.dot"(%x, %t) : (tensor<4x6xf32>, tensor<6x4xf32>) -> tensor<4x4xf32>
  %d2 = "stablehlo.convolution"(%x, %x) <{dimension_numbers = #stablehlo.conv<[b, f]x[o, i]->[b, f]>}> : (tensor<4x6xf32>, tensor<4x6xf32>) -> tensor<4x4xf32>

  // A term reads its cotangent, which is its destination, first.
  // CHECK-NEXT: 34: elementwise abs %[[C:[0-9]+]]:4x6xf32
  // CHECK-NEXT: 35: term %{{[0-9]+}}:4x6xf32 <- %[[C]] %0 %3
  %c = "stablehlo.abs"(%x) : (tensor<4x6xf32>) -> tensor<4x6xf32>
  %g = per.gradient #per.l2 ins(%x : tensor<4x6xf32>) scale(%s : tensor<f32>) samples [0] outs(%c : tensor<4x6xf32>) -> tensor<4x6xf32>
  return %g : tensor<4x6xf32>
}
func.func private @impl(%x: tensor<4x6xf32>) -> tensor<4x6xf32> {
  return %x : tensor<4x6xf32>
}
