//===- Generators.h - the functions that kernels of terms call --*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_CONVERSION_PERTOVECTOR_GENERATORS_H
#define PER_LIB_CONVERSION_PERTOVECTOR_GENERATORS_H

#include "../KernelBuilder.h"

namespace mlir::per {

/// What a row of a panel holds, and a column of the matrix that it is
/// multiplied by: the number of one iteration of the sum, as it is or rounded
/// to bf16; or those of two, rounded, as a pair (BF16Pairs.h).
enum class PanelForm : uint8_t { Numbers, Rounded, Pairs };

/// Iterations of the sum in a row.
constexpr int64_t perRow(PanelForm form) {
  return form == PanelForm::Pairs ? 2 : 1;
}
/// For the names of functions.
inline StringRef prefixOf(PanelForm form) {
  static constexpr StringLiteral prefixes[] = {"", "rounded_", "pairs_"};
  return prefixes[static_cast<unsigned>(form)];
}

/// The key of a site's slices, as scalars of i32.
struct KernelKey {
  Num seed, step, site;
};

/// Fills the table of constants that `getDrawColumns` needs, for pairs of
/// elements from `pair` on, in steps of half a vector. Arguments: the table
/// (`4 x ?` i32), the first pair, the number of pairs, the key.
func::FuncOp getPairConstants(KernelBuilder &k);

/// Draws a panel with elements as rows and slices as columns, and adds the
/// squares of each slice to its norm. Arguments: the table of pairs, the number
/// of elements, the panels, the first row of the panel, the norms, the first
/// slice, the key. With `keepWords` a matrix of words and its first row: the
/// integers are stored there too, two elements in a word.
func::FuncOp getDrawColumns(KernelBuilder &k, bool keepWords, PanelForm form);

/// Draws a panel with slices as rows and elements as columns. Arguments: the
/// panels, the first row, the number of slices, the first element, the key.
func::FuncOp getDrawRows(KernelBuilder &k, PanelForm form);

/// The same panel from words that were kept. Arguments: the panels, the first
/// row, the number of slices, the words and their first row.
func::FuncOp getTransposeWords(KernelBuilder &k, PanelForm form);

/// The inverses of the norms of the columns from `first` to `last`; 0 for those
/// behind the last slice.
void invertNorms(KernelBuilder &k, Value norms, Value inverse, Num slices,
                 Num first, Num last);

/// Product of a matrix with a panel. Arguments: the matrix; the panels and the
/// first row of the panel; the number of its rows; the destination and the
/// position in it; numbers of rows and columns; whether to add to what the
/// destination holds; then a matrix of the type `prefetched` that is read next:
/// the first row, the number of rows, the first column, the number of columns.
func::FuncOp getProduct(KernelBuilder &k, Type destination, Type prefetched,
                        PanelForm form);

/// Samples that a kernel holds projections of at a time, and elements of a
/// panel: the panel fits in the first cache, a block of samples in the second.
constexpr int64_t kSampleBlock = 128;
constexpr int64_t kPanelElements = 384;

/// Allocates a buffer of a workspace.
Value allocateBuffer(KernelBuilder &k, Type element, ArrayRef<Num> sizes);

/// Draws the slices of a site into a matrix of f32, elements by slices.
/// Arguments: the matrix, the key, the workspace.
func::FuncOp getDrawMatrix(KernelBuilder &k);
SmallVector<Value> allocateDrawWorkspace(KernelBuilder &k, Num slices);

/// One term as a kernel.
struct KernelTerm {
  bool isGradient;
  Type activations, output;
  PanelForm form = PanelForm::Numbers; // of operands, if the term is sampled
};

/// The kernel of a term: see SampledKernel.cpp. Arguments: activations, output,
/// scale (f32); the key; the number of slices, the elements of a panel; then
/// the workspace.
func::FuncOp getSampledKernel(KernelBuilder &k, const KernelTerm &term);
/// Allocates a workspace for samples, features, slices and elements of a panel.
SmallVector<Value> allocateWorkspace(KernelBuilder &k, const KernelTerm &term,
                                     Num samples, Num features, Num slices,
                                     Num panelElements);

/// The kernel of an exact term of so many features; none if there is no fit.
/// Arguments: activations, output, scale and a buffer of two vectors for each
/// thread, both of the compute type.
FailureOr<func::FuncOp>
getAnalyticKernel(KernelBuilder &k, const KernelTerm &term, int64_t features);

} // namespace mlir::per

#endif // PER_LIB_CONVERSION_PERTOVECTOR_GENERATORS_H
