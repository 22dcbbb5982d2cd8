// RUN: per-opt --allow-unregistered-dialect --per-inline-calls --split-input-file --verify-diagnostics %s

// expected-error @below {{found no function 'main'}}
module {
  func.func @step() {
    return
  }
}

// -----

// expected-error @below {{expected a function with a body}}
func.func private @main()

// -----

func.func @main(%x: tensor<f32>) -> tensor<f32> {
  // expected-error @below {{calls 'external', which has no body to inline}}
  %0 = call @external(%x) : (tensor<f32>) -> tensor<f32>
  return %0 : tensor<f32>
}
func.func private @external(tensor<f32>) -> tensor<f32>

// -----

func.func @main(%x: tensor<f32>) -> tensor<f32> {
  %0 = call @even(%x) : (tensor<f32>) -> tensor<f32>
  return %0 : tensor<f32>
}
func.func private @even(%x: tensor<f32>) -> tensor<f32> {
  %0 = call @odd(%x) : (tensor<f32>) -> tensor<f32>
  return %0 : tensor<f32>
}
func.func private @odd(%x: tensor<f32>) -> tensor<f32> {
  // expected-error @below {{is part of a recursion through 'even', which cannot be inlined}}
  %0 = call @even(%x) : (tensor<f32>) -> tensor<f32>
  return %0 : tensor<f32>
}

// -----

func.func @main(%x: tensor<f32>) -> tensor<f32> {
  // expected-error @below {{calls 'jumps', which has more than one block}}
  %0 = call @jumps(%x) : (tensor<f32>) -> tensor<f32>
  return %0 : tensor<f32>
}
func.func private @jumps(%x: tensor<f32>) -> tensor<f32> {
  cf.br ^next
^next:
  return %x : tensor<f32>
}

// -----

func.func @main(%x: tensor<f32>) -> tensor<f32> {
  // expected-error @below {{calls 'foreign', which does not end with func.return}}
  %0 = call @foreign(%x) : (tensor<f32>) -> tensor<f32>
  return %0 : tensor<f32>
}
func.func private @foreign(%x: tensor<f32>) -> tensor<f32> {
  "stablehlo.return"() : () -> ()
}
