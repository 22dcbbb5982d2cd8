//===- EditProof.h - proof of an attached training step ---------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//
//
// The rewriter records what it did; the proof looks at nothing but this record,
// a snapshot of the function before, and the function after. It runs on every
// attached module, before anybody sees it.
//
//===----------------------------------------------------------------------===//

#ifndef PER_TRANSFORMS_EDITPROOF_H
#define PER_TRANSFORMS_EDITPROOF_H

#include "per/Analysis/Cone.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/ADT/SetVector.h"

namespace mlir::per {

/// Every operation of a function and how it was connected.
class FunctionSnapshot {
public:
  struct Entry {
    Operation *op;
    Block *block;
    OperationName name;
    DictionaryAttr attributes;
    Attribute properties;
    SmallVector<Value, 4> operands;
    SmallVector<Type, 2> resultTypes;
  };
  explicit FunctionSnapshot(Operation *function);

  Operation *getFunction() const { return function; }
  ArrayRef<Entry> getEntries() const { return entries; }

private:
  Operation *function;
  std::vector<Entry> entries;
};

/// The edit of one site.
struct TermEdit {
  TermEdit(unsigned site, Location loc) : site(site), loc(loc) {}

  unsigned site;
  Location loc;
  /// The activation and its cotangent in the original function.
  Value activation, cotangent;
  /// The per.gradient.
  Operation *term = nullptr;
  /// What was cloned, in program order, and the clone of each.
  SmallVector<Operation *, 8> path, clones;
  /// The terminals as they were before this edit, and what reads as each of
  /// them after it.
  SmallVector<std::pair<Value, Value>, 2> rerouted;
  // How the adjoint was matched, see `Adjoint`.
  SampleMode mode = SampleMode::ByValue;
  double tolerance = 0;
  unsigned coneSize = 0;
};

/// Values passed into an isolated region (shard_map) as further operands.
struct RegionCapture {
  Operation *region;
  /// The attributes that say how operands enter may have changed.
  SmallVector<Value, 4> values;
};

/// Everything that was done to a function.
struct EditRecord {
  explicit EditRecord(Operation *function) : before(function) {}

  FunctionSnapshot before;
  /// In the order in which they were carried out.
  SmallVector<TermEdit, 0> edits;
  /// Operations that compute what the terms read: scales, slices, recomputed
  /// activations.
  llvm::SetVector<Operation *> support;
  SmallVector<RegionCapture, 0> captures;
  /// The values of all sites: cones stop there.
  SmallVector<Value> sites;
};

/// Proves all edits, in four parts:
///  (a) every operation of the original is still there with the same operands,
///      but for the intended uses of terminals; the new operations are the
///      terms, the clones and the support, and the support feeds terms only;
///  (b) each term reads a value of its site's class, and its coefficient in the
///      terminals is the derivative of the activation by a cut of its inputs,
///      on samples that the analysis never saw;
///  (c) nothing between a term and its terminals is used elsewhere, and nothing
///      new is in the forward half;
///  (d) no part of the cotangent bypasses the term: the escape, root, layer and
///      consumer tests hold on the new graph.
/// On failure an error names the site and the obligation; the module must be
/// dropped.
LogicalResult proveEdits(const EditRecord &record, const Frontend &frontend,
                         unsigned lossResult, AnalysisBounds bounds);

/// Part (a) alone.
LogicalResult proveStructure(const EditRecord &record);

} // namespace mlir::per

#endif // PER_TRANSFORMS_EDITPROOF_H
