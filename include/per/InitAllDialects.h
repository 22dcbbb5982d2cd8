//===- InitAllDialects.h - the project's dialects ---------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_INITALLDIALECTS_H
#define PER_INITALLDIALECTS_H

#include "per/Dialect/PER/IR/PER.h"
#include "per/Dialect/PER/Transforms/Extensions.h"
#include "per/Frontend/ForeignDialects.h"

namespace mlir::per {

/// Registers the dialects of the project and the interfaces that their ops get
/// from outside.
inline void registerAllDialects(DialectRegistry &registry) {
  registry.insert<PERDialect>();
  registerPERExtensions(registry);
  registerForeignDialects(registry);
}

} // namespace mlir::per

#endif // PER_INITALLDIALECTS_H
