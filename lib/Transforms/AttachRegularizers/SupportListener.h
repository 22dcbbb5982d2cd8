//===- SupportListener.h - records what is made for terms -------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_SUPPORTLISTENER_H
#define PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_SUPPORTLISTENER_H

#include "mlir/IR/Builders.h"
#include "llvm/ADT/SetVector.h"

namespace mlir::per {

/// Enters every operation that a builder makes into the support of an edit
/// record.
class SupportListener : public OpBuilder::Listener {
public:
  explicit SupportListener(llvm::SetVector<Operation *> &support)
      : support(support) {}
  void notifyOperationInserted(Operation *op,
                               OpBuilder::InsertPoint previous) override {
    support.insert(op);
  }

private:
  llvm::SetVector<Operation *> &support;
};

} // namespace mlir::per

#endif // PER_LIB_TRANSFORMS_ATTACHREGULARIZERS_SUPPORTLISTENER_H
