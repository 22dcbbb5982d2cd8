//===- PEROps.td - the operations of the per dialect ----------*- tablegen -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_DIALECT_PER_IR_PEROPS_TD
#define PER_DIALECT_PER_IR_PEROPS_TD

include "mlir/Interfaces/DestinationStyleOpInterface.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"
include "mlir/IR/OpAsmInterface.td"
include "per/Dialect/PER/IR/PERAttrs.td"

//===----------------------------------------------------------------------===//
// Operand types
//===----------------------------------------------------------------------===//

def PER_Float : AnyTypeOf<[F16, BF16, F32, F64]>;

/// Seed and step: 32 bits, as a scalar or a rank-0 tensor (captured by loops).
def PER_Word : AnyTypeOf<[I32, 0DTensorOf<[I32]>], "32-bit signless integer or rank-0 tensor of it">;

/// The weight of a term.
def PER_Scale : AnyTypeOf<[PER_Float, 0DTensorOf<[PER_Float]>], "float or rank-0 float tensor">;

def PER_FloatShaped : AnyTypeOf<
  [RankedTensorOf<[PER_Float]>, MemRefRankOf<[PER_Float], [0, 1, 2, 3, 4, 5, 6, 7, 8]>],
  "ranked tensor or memref of floats">;

class PER_Op<string mnemonic, list<Trait> traits = []>
    : Op<PER_Dialect, mnemonic, !listconcat([
        DestinationStyleOpInterface,
        DeclareOpInterfaceMethods<MemoryEffectsOpInterface>], traits)> {
  let hasVerifier = 1;
}

//===----------------------------------------------------------------------===//
// Slices
//===----------------------------------------------------------------------===//

class PER_DrawOp<string mnemonic, list<Trait> traits = []>
    : PER_Op<mnemonic, !listconcat([AttrSizedOperandSegments], traits)>;

def PER_SlicesOp : PER_DrawOp<"slices"> {
  let summary = "random unit directions, a function of (seed, step, site)";
  let description = [{
    Writes the directions of a site, `d` elements (rows) by `s` slices
    (columns), to the destination. Element `i` of slice `k` is a function of
    `(seed, step, site, i, k)` alone, defined on integers (`docs/slices.md`), so
    it has the same bits on every target and after any tiling or sharding.

    With an i16 destination the op writes the raw integers `v`, whose law is
    normal with standard deviation 7168. With a float destination it writes
    `float(v) * r_k`, where `r_k = 1 / sqrt(N_k)` and `N_k = sum_i v^2` is the
    squared norm of the whole slice. `norms` gives the `N_k` (from
    `per.slice_norms`); without it the destination must hold whole slices.

    `offsets(%i, %k)` are the element and the slice of the destination's first
    entry: a tile of the matrix.

    Example:

    ```mlir
    %empty = tensor.empty() : tensor<650x256xf32>
    %theta = per.slices seed(%seed : i32) step(%step : i32) site(3)
        outs(%empty : tensor<650x256xf32>) -> tensor<650x256xf32>
    ```
  }];
  let arguments = (ins
    PER_Word:$seed, PER_Word:$step,
    Optional<Index>:$element_offset, Optional<Index>:$slice_offset,
    Optional<AnyTypeOf<[1DTensorOf<[I64]>, MemRefRankOf<[I64], [1]>]>>:$norms,
    AnyTypeOf<[2DTensorOf<[I16, F16, BF16, F32, F64]>,
               MemRefRankOf<[I16, F16, BF16, F32, F64], [2]>]>:$output,
    ConfinedAttr<I64Attr, [IntNonNegative]>:$site);
  let results = (outs Optional<AnyRankedTensor>:$result);
  let assemblyFormat = [{
    `seed` `(` $seed `:` type($seed) `)` `step` `(` $step `:` type($step) `)`
    `site` `(` $site `)`
    (`offsets` `(` $element_offset^ `,` $slice_offset `)`)?
    (`norms` `(` $norms^ `:` type($norms) `)`)?
    `outs` `(` $output `:` type($output) `)` attr-dict (`->` type($result)^)?
  }];
  let extraClassDeclaration = [{
    ::mlir::MutableOperandRange getDpsInitsMutable() { return getOutputMutable(); }
  }];
  let hasCanonicalizer = 1;
}

def PER_SliceNormsOp : PER_DrawOp<"slice_norms"> {
  let summary = "squared norms of the integer slices, exactly";
  let description = [{
    Adds `sum_i v(seed, step, site, i, k)^2` over `elements` elements, from the
    element offset on, to entry `k` of the destination. The sum is exact in
    64 bits, so it is the same in any order and over any split of the elements.

    Example:

    ```mlir
    %n = per.slice_norms seed(%seed : i32) step(%step : i32) site(3)
        elements(%d) outs(%zero : tensor<256xi64>) -> tensor<256xi64>
    ```
  }];
  let arguments = (ins
    PER_Word:$seed, PER_Word:$step, Index:$elements,
    Optional<Index>:$element_offset, Optional<Index>:$slice_offset,
    AnyTypeOf<[1DTensorOf<[I64]>, MemRefRankOf<[I64], [1]>]>:$output,
    ConfinedAttr<I64Attr, [IntNonNegative]>:$site);
  let results = (outs Optional<AnyRankedTensor>:$result);
  let assemblyFormat = [{
    `seed` `(` $seed `:` type($seed) `)` `step` `(` $step `:` type($step) `)`
    `site` `(` $site `)` `elements` `(` $elements `)`
    (`offsets` `(` $element_offset^ `,` $slice_offset `)`)?
    `outs` `(` $output `:` type($output) `)` attr-dict (`->` type($result)^)?
  }];
  let extraClassDeclaration = [{
    ::mlir::MutableOperandRange getDpsInitsMutable() { return getOutputMutable(); }
  }];
}

//===----------------------------------------------------------------------===//
// Terms
//===----------------------------------------------------------------------===//

class PER_TermOp<string mnemonic> : PER_Op<mnemonic> {
  let arguments = (ins
    PER_RegularizerAttrInterface:$regularizer,
    PER_FloatShaped:$activations, Optional<PER_FloatShaped>:$slices,
    PER_Scale:$scale, PER_FloatShaped:$output,
    DenseI64ArrayAttr:$sample_dims);
  let results = (outs Optional<AnyRankedTensor>:$result);
  let assemblyFormat = [{
    $regularizer `ins` `(` $activations (`,` $slices^)? `:`
    type($activations) (`,` type($slices)^)? `)`
    `scale` `(` $scale `:` type($scale) `)` `samples` $sample_dims
    `outs` `(` $output `:` type($output) `)` attr-dict (`->` type($result)^)?
  }];
  let extraClassDeclaration = [{
    ::mlir::MutableOperandRange getDpsInitsMutable() { return getOutputMutable(); }

    /// The dimensions of the activations that are no samples, in order.
    ::llvm::SmallVector<int64_t> getFeatureDims();
    /// Product of the sample dimensions, or ShapedType::kDynamic.
    int64_t getNumSamples();
    /// Product of the feature dimensions, or ShapedType::kDynamic.
    int64_t getNumFeatures();
  }];
  let hasFolder = 1;
}

def PER_PenaltyOp : PER_TermOp<"penalty"> {
  let summary = "adds scale * R(h) to a scalar";
  let description = [{
    `outs += scale * R(h)`, where R is the regulariser, in its sum form. The
    dimensions `samples` of `h` are samples, the others are features in
    row-major order. Regularisers with directions take them as second input,
    d x s (`per.slices`).

    Example:

    ```mlir
    %r = per.penalty #per.projected_error<slices = 256>
        ins(%h, %theta : tensor<128x650xf32>, tensor<650x256xf32>)
        scale(%lambda : tensor<f32>) samples [0]
        outs(%zero : tensor<f32>) -> tensor<f32>
    ```
  }];
}

def PER_GradientOp : PER_TermOp<"gradient"> {
  let summary = "adds scale * dR/dh to a cotangent";
  let description = [{
    `outs += scale * dR/dh`: the cotangent of `h` with the term in it. Inputs
    as in `per.penalty`; the destination has `h`'s shape and may have another
    float type. The term is computed in f32 (f64 for f64 activations) and
    rounded once, to the type of the destination.

    Example:

    ```mlir
    %c1 = per.gradient #per.projected_error<estimator = analytic>
        ins(%h : tensor<128x32x32x16xf32>) scale(%lambda : tensor<f32>)
        samples [0] outs(%c : tensor<128x32x32x16xf32>)
        -> tensor<128x32x32x16xf32>
    ```
  }];
}

#endif // PER_DIALECT_PER_IR_PEROPS_TD
