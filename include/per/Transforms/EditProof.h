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

#include <optional>

namespace mlir::per {

/// Every operation of a function and how it was connected, in program order.
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
  DictionaryAttr getFunctionAttributes() const { return attributes; }
  ArrayRef<Entry> getEntries() const { return entries; }
  /// The blocks of all regions, with the types of their arguments.
  ArrayRef<std::pair<Block *, SmallVector<Type, 4>>> getBlocks() const {
    return blocks;
  }

private:
  Operation *function;
  DictionaryAttr attributes;
  std::vector<Entry> entries;
  std::vector<std::pair<Block *, SmallVector<Type, 4>>> blocks;
};

/// A run-time scalar of a step: an argument of the function, or a number.
struct StepScalar {
  Value argument; // null: the number
  double number = 0;
};

/// What the options say that all terms of a function read.
struct TermInputs {
  StepScalar lambda, seed, step;
  std::optional<StepScalar> lossScale;
};

/// What the plan says that a term is. The proof holds the new operations
/// against it.
struct PlannedTerm {
  Attribute regularizer;
  SmallVector<int64_t> sampleDims;
  /// The scale is lambda * factor (* loss scale).
  double factor = 1;
  int64_t features = 1;
  /// 0: it draws no slices.
  int64_t numSlices = 0;
};

/// The edit of one site.
struct TermEdit {
  TermEdit(unsigned site, Location loc) : site(site), loc(loc) {}

  unsigned site;
  Location loc;
  /// The activation and its cotangent in the original function.
  Value activation, cotangent;
  PlannedTerm plan;
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
  SmallVector<Value, 4> values;
  /// How operands entered and results left before, see `ViewNode`. The
  /// attributes that say so have grown.
  SmallVector<std::string, 0> operandPlacements, resultPlacements;
};

/// Everything that was done to a function.
struct EditRecord {
  explicit EditRecord(Operation *function) : before(function) {}

  FunctionSnapshot before;
  TermInputs inputs;
  /// In the order in which they were carried out.
  SmallVector<TermEdit, 0> edits;
  /// Operations that compute what the terms read: scales, slices, recomputed
  /// activations.
  llvm::SetVector<Operation *> support;
  SmallVector<RegionCapture, 0> captures;
  /// The loops over optimizer steps that the analysis entered, outermost first.
  SmallVector<Operation *, 1> loops;
  /// The values of all sites: cones stop there.
  SmallVector<Value> sites;
};

/// Proves all edits, in four parts:
///  (a) every operation of the original is still there, in the same order and
///      with the same operands, but for the intended uses of terminals; the new
///      operations are the terms, the clones and the support; the support has
///      no effects and feeds terms only; each term is what its plan says, with
///      the scale and the slices that the options say;
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

/// Part (a), as far as it needs no view of the function.
LogicalResult proveStructure(const EditRecord &record);

} // namespace mlir::per

#endif // PER_TRANSFORMS_EDITPROOF_H
