//===- ValueNumberingImpl.h - state of the numbering ------------*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_ANALYSIS_VALUENUMBERINGIMPL_H
#define PER_LIB_ANALYSIS_VALUENUMBERINGIMPL_H

#include "NodeSignatures.h"
#include "per/Analysis/ValueNumbering.h"

namespace mlir::per {

/// First words of the keys in the table, apart from each other.
enum KeyTag : unsigned {
  ConstantKey,           // number, type
  ReshapeKey,            // root, type
  NodeKey,               // signature, result number, operands, captures
  FingerprintKey,        // type, signature
  RecurrenceKey,         // its text
  RecurrenceArgumentKey, // recurrence, group of loops
  RecurrenceResultKey,   // recurrence, that of the condition
  PlacementKey,          // operand of a region, its placement
};

/// What is known of a loop.
struct LoopFacts {
  /// The carry that counts, and its step.
  std::optional<unsigned> inductionCarry;
  double step = 0;
  /// For carries that other loops may have too: the number of their recurrence,
  /// and of the condition's.
  SmallVector<std::optional<unsigned>, 0> recurrences;
  std::optional<unsigned> condition;
};

struct ValueNumbering::Impl {
  Impl(const GraphView &view, const ConstantFolder &constants);

  /// Numbers all values, in one sweep.
  void run();

  const GraphView &view;
  const ConstantFolder &constants;
  NodeSignatures signatures;

  static constexpr Class kNone = ~0u;
  std::vector<Class> classes;                     // by value id
  std::vector<const ViewValue *> representatives; // by class
  std::vector<Class> reshapeRoots;                // by class
  std::vector<ViewValue *> members;               // sorted by class, then id
  std::vector<unsigned> memberOffsets;            // by class
  KeyTable table;

  DenseMap<const ViewNode *, LoopFacts> loops;
  SmallVector<Stack, 0> stacks;
  DenseMap<Class, unsigned> stackOfClass; // index into `stacks`
  DenseMap<std::pair<const ViewBlock *, const ViewNode *>, ViewValue *>
      stackIndices;
  /// Results of branches: a class, and a result that has it.
  DenseMap<Class, const ViewValue *> branchResults;
  /// Results of regions: (class, placement) to the class of what was yielded.
  DenseMap<std::pair<Class, unsigned>, Class> regionResults;
  llvm::StringMap<unsigned> placements;
  /// Values that are known to be the index of a stack before they are
  /// numbered, and the class of that index.
  DenseMap<const ViewValue *, Class> knownIndices;

  // Classes.
  void assign(const ViewValue *value, Class cls);
  void assignNew(const ViewValue *value);
  void assignByKey(const ViewValue *value, ArrayRef<unsigned> key);
  bool assignConstant(const ViewValue *value);
  bool hasClass(const ViewValue *value) const {
    return classes[value->id] != kNone;
  }
  Class getClass(const ViewValue *value) const { return classes[value->id]; }
  Class getReshapeRoot(Class cls) const { return reshapeRoots[cls]; }
  ViewValue *resolveInBlock(ViewValue *value, const ViewBlock *block) const;

  // Nodes.
  void numberNode(const ViewNode *node);
  void numberPureNode(const ViewNode *node);
  void numberReshape(const ViewNode *node);
  bool numberStackRead(const ViewNode *node);
  unsigned internPlacement(StringRef text);
  void numberRegionArguments(const ViewNode *region);
  void leaveBlocks(const ViewNode *node);
  void collectMembers();

  // Loops (LoopNumbering.cpp).
  void enterLoop(const ViewNode *loop);
  void leaveLoop(const ViewNode *loop);
  bool alignWithStacks(const ViewNode *loop);
  void collectStacks(const ViewNode *loop);
  void findInduction(const ViewNode *loop, LoopFacts &facts) const;
  bool isAffineIndex(const ViewValue *index, const ViewNode *loop) const;

  // Recurrences (LoopRecurrences.cpp).
  struct Recurrence {
    unsigned number;
    /// Whether only constants enter it, as into a counter.
    bool isConstant;
  };
  void countCarries();
  unsigned getCarryFingerprint(const ViewNode *loop, unsigned carry);
  std::optional<Recurrence> findRecurrence(const ViewNode *loop,
                                           const ViewValue *root);
  void assignRecurrences(const ViewNode *loop);

  /// Number of loops that have a carry of this fingerprint.
  DenseMap<unsigned, std::pair<const ViewNode *, unsigned>> carryCounts;
  /// The group of loops, in step with each other, in which a recurrence was
  /// first seen.
  DenseMap<unsigned, unsigned> groupOfRecurrence;
  unsigned numGroups = 0;
};

} // namespace mlir::per

#endif // PER_LIB_ANALYSIS_VALUENUMBERINGIMPL_H
