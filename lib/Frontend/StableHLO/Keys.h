//===- Keys.h - what congruent nodes must agree in --------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_FRONTEND_STABLEHLO_KEYS_H
#define PER_LIB_FRONTEND_STABLEHLO_KEYS_H

#include "mlir/IR/Operation.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SetVector.h"

#include <string>

namespace mlir::per::stablehlo {

/// Writes the keys of the nodes of one view.
class KeyWriter {
public:
  /// Name, attributes by name, and bodies of `op`. A body is written by
  /// structure: never by its text, whose SSA names depend on where it stands.
  /// Values of the outside that bodies use are appended to `captures` in the
  /// order of their first use, and named by it.
  std::string getKey(Operation *op, llvm::SetVector<Value> &captures);

  /// Name and attributes alone, for operations whose blocks are nodes.
  std::string getShallowKey(Operation *op);

private:
  void writeAttrs(Operation *op, llvm::raw_ostream &os);
  void writeRegions(Operation *op, llvm::DenseMap<Value, unsigned> &locals,
                    llvm::SetVector<Value> &captures, llvm::raw_ostream &os);

  /// Large constants are named by number: printing them would cost more than
  /// all of the analysis.
  llvm::DenseMap<Attribute, unsigned> largeAttrs;
};

} // namespace mlir::per::stablehlo

#endif // PER_LIB_FRONTEND_STABLEHLO_KEYS_H
