//===- PERInterfaces.td - what a regulariser provides ---------*- tablegen -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_DIALECT_PER_IR_PERINTERFACES_TD
#define PER_DIALECT_PER_IR_PERINTERFACES_TD

include "mlir/IR/OpBase.td"

def PER_RegularizerAttrInterface : AttrInterface<"RegularizerAttrInterface"> {
  let cppNamespace = "::mlir::per";
  let description = [{
    A regulariser `R` of the activations of one site. The activations are seen
    as a matrix `H` of `b` samples (rows) and `d` features (columns), in the
    compute type (f32, or f64 for f64 activations). `R` has *sum* semantics:
    it is the sum over samples (and slices) of the terms whose mean is meant;
    `normalization` tells what that sum is divided by.

    A new regulariser is an attribute that implements this interface. The
    methods without a default are its name and its mathematics, `buildPenalty`
    and `buildGradient`; every transformation of the ops asks the others what
    it may do: a term is split over samples unless `couplesSamples`, over
    features unless `couplesFeatures`, and over slices always.

    Example: the attribute below draws (`getNumSlices` is 256), couples the
    features of a sample but not the samples, and its mean divides by
    `samples * 256`.

    ```mlir
    #per.projected_error<slices = 256>
    ```
  }];
  let methods = [
    InterfaceMethod<"Name of the regulariser, as in reports: `projected_error`.",
      "::llvm::StringRef", "getRegularizerName", (ins)>,
    InterfaceMethod<[{
      Number of random directions that the term projects on, or 0 if it draws
      none. A term with slices takes them as an operand of shape d x s.
      ShapedType::kDynamic: the term draws, and its operand tells how many (a
      tile of a site's term); `normalization` is then not defined.}],
      "int64_t", "getNumSlices", (ins), "", "return 0;">,
    InterfaceMethod<[{
      The same regulariser with another number of directions (or
      ShapedType::kDynamic): what a tile over slices is a term of. Itself if it
      draws none.}],
      "::mlir::Attribute", "withNumSlices", (ins "int64_t":$slices), "",
      "return $_attr;">,
    InterfaceMethod<[{
      Whether the term takes directions as an operand.}],
      "bool", "drawsSlices", (ins), "", "return $_attr.getNumSlices() != 0;">,
    InterfaceMethod<[{
      Whether the gradient of one sample depends on the others. Such a term
      cannot be split over samples, or be computed on one shard of a batch.}],
      "bool", "couplesSamples", (ins), "", "return false;">,
    InterfaceMethod<[{
      Whether the gradient of one feature depends on the others. Such a term
      cannot be split over features.}],
      "bool", "couplesFeatures", (ins), "", "return true;">,
    InterfaceMethod<[{
      What the sum is divided by to give the mean that `reduction = mean` asks
      for, with `samples` and `features` of the site: b for a sum over samples,
      b*s if it is a sum over slices too.}],
      "double", "normalization",
      (ins "double":$samples, "double":$features), "",
      "return samples;">,
    InterfaceMethod<[{
      What `reduction = sum` divides by: the parts of `normalization` that are
      not the number of samples (1/s of the paper's Algorithm 1).}],
      "double", "sumNormalization",
      (ins "double":$samples, "double":$features), "",
      "return 1.0;">,
    InterfaceMethod<[{
      Checks that the regulariser is defined for b samples of d features
      (ShapedType::kDynamic: unknown); emits an error if it is not.}],
      "::llvm::LogicalResult", "verifySite",
      (ins "::llvm::function_ref<::mlir::InFlightDiagnostic()>":$emitError,
           "int64_t":$samples, "int64_t":$features), "",
      "return ::mlir::success();">,
    InterfaceMethod<[{
      Builds R(H), a rank-0 tensor of the compute type. `slices` is the d x s
      matrix of directions, or null. A null result means that the regulariser
      cannot be built for this site.}],
      "::mlir::Value", "buildPenalty",
      (ins "::mlir::per::TensorBuilder &":$builder, "::mlir::Value":$activations,
           "::mlir::Value":$slices)>,
    InterfaceMethod<[{
      Builds dR/dH, of H's shape and the compute type.}],
      "::mlir::Value", "buildGradient",
      (ins "::mlir::per::TensorBuilder &":$builder, "::mlir::Value":$activations,
           "::mlir::Value":$slices)>,
  ];
}

#endif // PER_DIALECT_PER_IR_PERINTERFACES_TD
