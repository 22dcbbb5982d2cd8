//===- TensorCopy.h - copies between layouts of a tensor --------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_RUNTIME_TENSORCOPY_H
#define PER_LIB_RUNTIME_TENSORCOPY_H

#include "per/Support/OneDNNOperation.h"

namespace mlir::per {

/// Copies a tensor to one of the same sizes and element type, with other
/// strides: in runs of neighbours as long as both have them. oneDNN's own
/// copies of tensors with gaps go element by element.
class TensorCopy {
public:
  TensorCopy(const OneDNNTensor &from, const OneDNNTensor &to);

  void run(const void *from, void *to) const;

private:
  /// Iterations, and the bytes between neighbours.
  struct Loop {
    int64_t size, from, to;
  };

  void runLoop(size_t number, const char *from, char *to) const;

  llvm::SmallVector<Loop> loops; // outermost first
  int64_t runBytes;
};

} // namespace mlir::per

#endif // PER_LIB_RUNTIME_TENSORCOPY_H
