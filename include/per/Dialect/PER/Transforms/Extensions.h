//===- Extensions.h - interfaces that per ops get outside -------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_DIALECT_PER_TRANSFORMS_EXTENSIONS_H
#define PER_DIALECT_PER_TRANSFORMS_EXTENSIONS_H

namespace mlir {
class DialectRegistry;
} // namespace mlir

namespace mlir::per {

/// Registers what the ops implement outside of the dialect's own library:
/// bufferization, and the decomposition of `per.slices`. It takes effect when
/// the dialect is loaded.
void registerPERExtensions(DialectRegistry &registry);

} // namespace mlir::per

#endif // PER_DIALECT_PER_TRANSFORMS_EXTENSIONS_H
