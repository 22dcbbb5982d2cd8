//===- OneDNNOperation.h - operations of oneDNN, by name --------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// Code that calls oneDNN names an operation by a symbol, which says all that
// oneDNN has to know to make it. Whoever loads the code makes the operation,
// and the symbol's address is what the code passes to `per_onednn_execute`.
//
//===----------------------------------------------------------------------===//

#ifndef PER_SUPPORT_ONEDNNOPERATION_H
#define PER_SUPPORT_ONEDNNOPERATION_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>

namespace mlir::per {

/// The function that executes an operation: of the operation, and the memory of
/// source, weights and destination.
constexpr llvm::StringLiteral kOneDNNExecute = "per_onednn_execute";

/// Whether a symbol is the function above or an operation.
bool isOneDNNSymbol(llvm::StringRef name);

/// oneDNN's tensors have no more dimensions.
constexpr size_t kOneDNNMaxRank = 12;

/// A tensor with its dimensions in oneDNN's order.
struct OneDNNTensor {
  bool isBF16 = false; // else f32
  llvm::SmallVector<int64_t> sizes;
  llvm::SmallVector<int64_t> strides; // in elements
};

struct OneDNNOperation {
  enum class Kind {
    /// destination = source * weights.
    Product,
    /// destination = source convolved with weights, without padding.
    Convolution,
    /// weights = the gradient of a convolution, of its source and the gradient
    /// of its destination.
    WeightsGradient
  };

  Kind kind = Kind::Product;
  /// The result is added to what the output holds.
  bool isAdded = false;
  /// Of a product, after dimensions of the batch, [rows, sum]; of a convolution
  /// [image, channel, positions...].
  OneDNNTensor source;
  /// [sum, columns]; [output channel, input channel, taps...], with the group
  /// before them if there are groups.
  OneDNNTensor weights;
  /// [rows, columns]; [image, output channel, positions...].
  OneDNNTensor destination;
  /// Of a convolution, along its positions: the distance between neighbours in
  /// the destination, and between taps, both in elements of the source.
  llvm::SmallVector<int64_t> steps, dilations;

  bool hasGroups() const { return weights.sizes.size() > source.sizes.size(); }
  OneDNNTensor &getOutput() {
    return kind == Kind::WeightsGradient ? weights : destination;
  }

  /// The name of the operation; equal operations have the same.
  std::string getSymbol() const;
  /// The operation of that name; none if there is no such.
  static std::optional<OneDNNOperation> fromSymbol(llvm::StringRef symbol);
};

} // namespace mlir::per

#endif // PER_SUPPORT_ONEDNNOPERATION_H
