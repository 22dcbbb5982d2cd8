//===- BufferizableOpInterfaceImpl.h - per ops on buffers -------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_DIALECT_PER_TRANSFORMS_BUFFERIZABLEOPINTERFACEIMPL_H
#define PER_LIB_DIALECT_PER_TRANSFORMS_BUFFERIZABLEOPINTERFACEIMPL_H

#include "mlir/IR/MLIRContext.h"

namespace mlir::per {

/// Attaches BufferizableOpInterface to the ops of a loaded dialect.
void attachBufferizableOpInterface(MLIRContext &context);

} // namespace mlir::per

#endif // PER_LIB_DIALECT_PER_TRANSFORMS_BUFFERIZABLEOPINTERFACEIMPL_H
