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
include "mlir/Interfaces/TilingInterface.td"
include "mlir/IR/OpAsmInterface.td"
include "per/Dialect/PER/IR/PERAttrs.td"

//===----------------------------------------------------------------------===//
// Operand types
//===----------------------------------------------------------------------===//

def PER_Float : AnyTypeOf<[F16, BF16, F32, F64]>;

/// Seed and step: 32 bits, as a scalar or a rank-0 tensor (captured by loops).
def PER_Word : AnyTypeOf<[I32, 0DTensorOf<[I32]>],
  "32-bit signless integer or rank-0 tensor of it">;

/// The weight of a term.
def PER_Scale : AnyTypeOf<[PER_Float, 0DTensorOf<[PER_Float]>],
  "float or rank-0 float tensor">;

def PER_FloatShaped : AnyTypeOf<
  [RankedTensorOf<[PER_Float]>, MemRefOf<[PER_Float]>],
  "ranked tensor or memref of floats">;

/// Squared norms of slices.
def PER_Norms : AnyTypeOf<[1DTensorOf<[I64]>, MemRefRankOf<[I64], [1]>],
  "rank-1 tensor or memref of 64-bit integers">;

/// A matrix of directions: raw integers, or unit vectors.
def PER_SliceMatrix : AnyTypeOf<
  [2DTensorOf<[I16, F16, BF16, F32, F64]>,
   MemRefRankOf<[I16, F16, BF16, F32, F64], [2]>],
  "rank-2 tensor or memref of i16 or floats">;

//===----------------------------------------------------------------------===//
// Base class
//===----------------------------------------------------------------------===//

/// An op in destination-passing style: tensors with a result, or memrefs.
class PER_Op<string mnemonic, list<string> tilingMethods, list<Trait> traits = []>
    : Op<PER_Dialect, mnemonic, !listconcat([
        DestinationStyleOpInterface,
        DeclareOpInterfaceMethods<ConditionallySpeculatable>,
        DeclareOpInterfaceMethods<MemoryEffectsOpInterface>,
        DeclareOpInterfaceMethods<TilingInterface, !listconcat([
          "getLoopIteratorTypes", "getIterationDomain",
          "getTiledImplementation", "getResultTilePosition"], tilingMethods)>],
        traits)> {
  let hasVerifier = 1;
  let hasCanonicalizer = 1;
  code dpsDeclaration = [{
    ::mlir::MutableOperandRange getDpsInitsMutable() { return getOutputMutable(); }
  }];
}

/// A reduction that can be split among threads, each with a part of the result.
def PER_PartialReduction : DeclareOpInterfaceMethods<PartialReductionOpInterface, [
  "generateInitialTensorForPartialReduction", "tileToPartialReduction",
  "mergeReductions", "getPartialResultTilePosition"]>;

//===----------------------------------------------------------------------===//
// Slices
//===----------------------------------------------------------------------===//

class PER_DrawOp<string mnemonic, list<Trait> traits = []>
    : PER_Op<mnemonic, ["generateResultTileValue",
                        "getIterationDomainTileFromResultTile"],
             !listconcat([AttrSizedOperandSegments], traits)>;

def PER_SlicesOp : PER_DrawOp<"slices"> {
  let summary = "random unit directions, a function of (seed, step, site)";
  let description = [{
    Writes the directions of a site, `d` elements (rows) by `s` slices
    (columns), to the destination. Element `i` of slice `k` is a function of
    `(seed, step, site, i, k)` alone, defined on integers (`docs/slices.md`), so
    it has the same bits on every target and after any tiling or sharding.

    - `seed`, `step`: the key of the counter-based generator.
    - `site`: which stream of it; 32 bits.
    - `element_offset`, `slice_offset`: `i` and `k` of the first entry of the
      destination, 0 if not given. With them the destination is a tile of the
      matrix.
    - `norms`: entry `k` is the squared norm `N_k = sum_i v^2` of the whole slice
      `k` (`per.slice_norms`), for the slices of the destination.
    - `outs`: overwritten; what it held is not read.

    With an i16 destination the op writes the raw integers `v`, whose law is
    normal with standard deviation 7168. With a float destination it writes
    `v * r_k` in f32 (f64 if the destination is f64), rounded to the type of the
    destination, where `r_k = f32(1 / sqrt(f64(N_k)))`. Without `norms` a float
    destination must hold whole slices, and the op sums the norms itself;
    `per-decompose-slices` makes them explicit, so that the op can be tiled over
    elements.

    Offsets plus sizes beyond 2^32 are undefined, and so are norms of another
    number of elements than the slices have.

    Example:

    ```mlir
    %empty = tensor.empty() : tensor<650x256xf32>
    %theta = per.slices seed(%seed : i32) step(%step : i32) site(3)
        outs(%empty : tensor<650x256xf32>) -> tensor<650x256xf32>
    ```

    A tile of it, 64 elements from `%i` on of 32 slices from `%k` on:

    ```mlir
    %empty = tensor.empty() : tensor<64x32xf32>
    %tile = per.slices seed(%seed : i32) step(%step : i32) site(3)
        element_offset(%i) slice_offset(%k) norms(%norms : tensor<32xi64>)
        outs(%empty : tensor<64x32xf32>) -> tensor<64x32xf32>
    ```
  }];
  let arguments = (ins
    PER_Word:$seed, PER_Word:$step,
    Optional<Index>:$element_offset, Optional<Index>:$slice_offset,
    Optional<PER_Norms>:$norms, PER_SliceMatrix:$output,
    ConfinedAttr<I64Attr, [IntNonNegative]>:$site);
  let results = (outs Optional<AnyRankedTensor>:$result);
  let assemblyFormat = [{
    `seed` `(` $seed `:` type($seed) `)` `step` `(` $step `:` type($step) `)`
    `site` `(` $site `)`
    (`element_offset` `(` $element_offset^ `)`)?
    (`slice_offset` `(` $slice_offset^ `)`)?
    (`norms` `(` $norms^ `:` type($norms) `)`)?
    `outs` `(` $output `:` type($output) `)` attr-dict (`->` type($result)^)?
  }];
  let extraClassDeclaration = dpsDeclaration # [{
    /// Whether the op has to sum the norms itself: a float destination of whole
    /// slices.
    bool computesNorms() {
      return !getNorms() && ::llvm::isa<::mlir::FloatType>(
          ::llvm::cast<::mlir::ShapedType>(getOutput().getType()).getElementType());
    }
    /// Whether the destination is the whole matrix of a site, and the op needs
    /// no norms from elsewhere.
    bool drawsWholeSlices() {
      return !getNorms() && !getElementOffset() && !getSliceOffset();
    }
  }];
}

def PER_SliceNormsOp : PER_DrawOp<"slice_norms", [PER_PartialReduction]> {
  let summary = "squared norms of the integer slices, exactly";
  let description = [{
    Adds `sum_i v(seed, step, site, i, k)^2` over `elements` elements, from the
    element offset on, to entry `k` of the destination. The sum is exact in
    64 bits, so it is the same in any order and over any split of the elements.

    Operands are those of `per.slices`; `slice_offset` is the slice of the first
    entry of the destination. A negative number of elements is undefined.

    Example:

    ```mlir
    %n = per.slice_norms seed(%seed : i32) step(%step : i32) site(3)
        elements(%d) outs(%zero : tensor<256xi64>) -> tensor<256xi64>
    ```
  }];
  let arguments = (ins
    PER_Word:$seed, PER_Word:$step, Index:$elements,
    Optional<Index>:$element_offset, Optional<Index>:$slice_offset,
    PER_Norms:$output, ConfinedAttr<I64Attr, [IntNonNegative]>:$site);
  let results = (outs Optional<AnyRankedTensor>:$result);
  let assemblyFormat = [{
    `seed` `(` $seed `:` type($seed) `)` `step` `(` $step `:` type($step) `)`
    `site` `(` $site `)` `elements` `(` $elements `)`
    (`element_offset` `(` $element_offset^ `)`)?
    (`slice_offset` `(` $slice_offset^ `)`)?
    `outs` `(` $output `:` type($output) `)` attr-dict (`->` type($result)^)?
  }];
  let extraClassDeclaration = dpsDeclaration # [{
    /// Builds a tile of the op that adds to `output`, a tile of its destination.
    SliceNormsOp getTileInto(::mlir::OpBuilder &b, ::mlir::Value output,
                             ::mlir::ArrayRef<::mlir::OpFoldResult> offsets,
                             ::mlir::ArrayRef<::mlir::OpFoldResult> sizes);
  }];
}

//===----------------------------------------------------------------------===//
// Terms
//===----------------------------------------------------------------------===//

class PER_TermOp<string mnemonic, list<string> tilingMethods, list<Trait> traits = []>
    : PER_Op<mnemonic, tilingMethods, traits> {
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
  code termDeclaration = dpsDeclaration # [{
    /// The dimensions of the activations that are no samples, in order.
    ::llvm::SmallVector<int64_t> getFeatureDims();
    /// Product of the sample dimensions, or ShapedType::kDynamic.
    int64_t getNumSamples();
    /// Product of the feature dimensions, or ShapedType::kDynamic.
    int64_t getNumFeatures();
  }];
  let extraClassDeclaration = termDeclaration;
  let hasFolder = 1;
}

def PER_PenaltyOp : PER_TermOp<"penalty", [], [PER_PartialReduction]> {
  let summary = "adds scale * R(h) to a scalar";
  let description = [{
    `outs += scale * R(h)`, where R is the regulariser, in its sum form.

    - The dimensions `samples` of `h` are samples, the others are features in
      row-major order: `h` is a matrix of b samples by d features. A batch of
      dynamic size 0 adds 0.
    - Regularisers with directions take them as second input, d x s
      (`per.slices`), in the compute type: f64 for f64 activations, else f32.
    - `scale` is lambda with all means in it (1/b, 1/s). A constant scale of 0
      is no term at all: the op folds to its destination, whatever `h` holds.
    - The term is computed in the compute type and rounded once, to the type of
      the destination.

    The op tiles over slices, over samples unless the regulariser couples them,
    and over features unless it couples those; the destination is carried from
    tile to tile. As a partial reduction each thread has a destination of its
    own, and their sum is added to that of the op.

    Example:

    ```mlir
    %r = per.penalty #per.projected_error<slices = 256>
        ins(%h, %theta : tensor<128x650xf32>, tensor<650x256xf32>)
        scale(%lambda : tensor<f32>) samples [0]
        outs(%zero : tensor<f32>) -> tensor<f32>
    ```
  }];
  let extraClassDeclaration = termDeclaration # [{
    /// Builds a tile of the op that adds to `output`; emits an error and fails
    /// if the regulariser couples what it would split.
    ::mlir::FailureOr<::mlir::TilingResult>
    getTileInto(::mlir::OpBuilder &b, ::mlir::Value output,
                ::mlir::ArrayRef<::mlir::OpFoldResult> offsets,
                ::mlir::ArrayRef<::mlir::OpFoldResult> sizes);
  }];
}

def PER_GradientOp : PER_TermOp<"gradient", [
    "generateResultTileValue", "getIterationDomainTileFromResultTile"]> {
  let summary = "adds scale * dR/dh to a cotangent";
  let description = [{
    `outs += scale * dR/dh`: the cotangent of `h` with the term in it. Inputs
    as in `per.penalty`; the destination has `h`'s shape and may have another
    float type. The term is computed in f32 (f64 for f64 activations) and
    rounded once, to the type of the destination.

    Tiles as `per.penalty`, samples and features as parallel dimensions. A loop
    over tiles of slices carries the destination, so a destination of 16 bits is
    rounded once a tile.

    Example:

    ```mlir
    %c1 = per.gradient #per.projected_error<estimator = analytic>
        ins(%h : tensor<128x32x32x16xf32>) scale(%lambda : tensor<f32>)
        samples [0] outs(%c : tensor<128x32x32x16xf32>)
        -> tensor<128x32x32x16xf32>
    ```

    On buffers there is no result, and the scale is a scalar:

    ```mlir
    per.gradient #per.l1 ins(%h : memref<128x650xf32>) scale(%lambda : f32)
        samples [0] outs(%c : memref<128x650xf32>)
    ```
  }];
}

#endif // PER_DIALECT_PER_IR_PEROPS_TD
