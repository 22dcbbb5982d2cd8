//===- Capture.h - what a function outlined from another takes --*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_TRANSFORMS_CODEGEN_CAPTURE_H
#define PER_LIB_TRANSFORMS_CODEGEN_CAPTURE_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/SetVector.h"

namespace mlir::per {

/// The values that operations use from outside, for a function that they move
/// to: it takes buffers and scalars as arguments, and makes constants and views
/// itself. It does not take views, so that arguments which are different
/// buffers are seen not to overlap.
class Capture {
public:
  /// Adds the operands of an operation, and what its regions use from outside.
  void add(Operation *op);
  /// Adds what a region uses from outside.
  void add(Region &region);

  /// The values to call the function with.
  ArrayRef<Value> getArguments() const { return arguments.getArrayRef(); }

  /// Whether each buffer among the arguments is of a type that can be a bare
  /// pointer.
  bool canBeBarePointers() const;

  /// A private function that is not in a module yet, with the arguments and
  /// further ones. Its body has the constants and views, and no terminator;
  /// `mapping` maps all captured values to those in the function.
  func::FuncOp createFunction(Location loc, StringRef name, TypeRange further,
                              IRMapping &mapping) const;

private:
  void add(Value value);

  llvm::SetVector<Operation *> helpers; // each after those that it uses
  llvm::SetVector<Value> arguments;
};

} // namespace mlir::per

#endif // PER_LIB_TRANSFORMS_CODEGEN_CAPTURE_H
