//===- NodeSignatures.h - what nodes are, apart from operands ---*- C++ -*-===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#ifndef PER_LIB_ANALYSIS_NODESIGNATURES_H
#define PER_LIB_ANALYSIS_NODESIGNATURES_H

#include "per/Analysis/GraphView.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Allocator.h"

namespace mlir::per {

/// Maps sequences of words to numbers.
class KeyTable {
public:
  /// The number of `words`; `isNew` tells whether it was entered just now,
  /// with the value 0.
  unsigned &lookupOrInsert(ArrayRef<unsigned> words, bool &isNew);
  /// A dense number for `words`, the same for equal ones.
  unsigned intern(ArrayRef<unsigned> words);

private:
  llvm::DenseMap<ArrayRef<unsigned>, unsigned> map;
  llvm::BumpPtrAllocator storage;
};

/// Numbers that say all of what a node is but its operands: kind, function,
/// attributes, types, and the structure of its blocks. Two nodes with equal
/// signatures, congruent operands and congruent captures compute the same.
class NodeSignatures {
public:
  explicit NodeSignatures(const GraphView &view);

  /// Element type and shape.
  unsigned getType(const ViewValue *value) const { return types[value->id]; }
  unsigned getSignature(const ViewNode *node) const {
    return infos[node->position].signature;
  }
  /// The values from outside that the blocks of the node read, in the order of
  /// their first use. Empty for nodes without blocks.
  ArrayRef<ViewValue *> getCaptures(const ViewNode *node) const {
    return infos[node->position].captures;
  }
  /// Neither the node nor anything in its blocks is random or opaque.
  bool isPure(const ViewNode *node) const {
    return infos[node->position].isPure;
  }

private:
  struct Info {
    unsigned signature = 0;
    bool isPure = true;
    SmallVector<ViewValue *, 0> captures;
  };
  unsigned internKey(StringRef key);
  void encodeBlocks(const ViewNode *node, SmallVectorImpl<unsigned> &words);

  KeyTable table;
  llvm::StringMap<unsigned> keys;
  std::vector<unsigned> types; // by value id
  std::vector<Info> infos;     // by node position
};

} // namespace mlir::per

#endif // PER_LIB_ANALYSIS_NODESIGNATURES_H
