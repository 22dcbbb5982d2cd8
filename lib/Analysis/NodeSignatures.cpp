//===- NodeSignatures.cpp - what nodes are, apart from operands -----------===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "NodeSignatures.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/bit.h"

using namespace mlir;
using namespace mlir::per;

unsigned &KeyTable::lookupOrInsert(ArrayRef<unsigned> words, bool &isNew) {
  auto it = map.find(words);
  isNew = it == map.end();
  if (!isNew)
    return it->second;
  auto *copy = storage.Allocate<unsigned>(words.size());
  llvm::copy(words, copy);
  return map[ArrayRef<unsigned>(copy, words.size())];
}

unsigned KeyTable::intern(ArrayRef<unsigned> words) {
  bool isNew;
  unsigned &number = lookupOrInsert(words, isNew);
  if (isNew)
    number = map.size();
  return number;
}

static void append(SmallVectorImpl<unsigned> &words, uint64_t word) {
  words.push_back(static_cast<unsigned>(word));
  words.push_back(static_cast<unsigned>(word >> 32));
}

unsigned NodeSignatures::internKey(StringRef key) {
  return keys.try_emplace(key, keys.size()).first->second;
}

/// Appends the structure of the node's blocks: every node by its signature, and
/// every operand as the position of a value inside or as the number of a
/// capture. Notes the captures.
void NodeSignatures::encodeBlocks(const ViewNode *node,
                                  SmallVectorImpl<unsigned> &words) {
  Info &info = infos[node->position];
  llvm::DenseMap<const ViewValue *, unsigned> local, captured;
  auto encode = [&](ViewValue *value) {
    if (auto it = local.find(value); it != local.end())
      return words.push_back(2 * it->second);
    auto [it, isNew] = captured.try_emplace(value, info.captures.size());
    if (isNew)
      info.captures.push_back(value);
    words.push_back(2 * it->second + 1);
  };
  auto define = [&](const ViewValue *value) {
    unsigned number = local.size();
    local[value] = number;
  };
  for (const ViewBlock *block : node->blocks) {
    words.push_back(block->arguments.size());
    for (const ViewValue *argument : block->arguments) {
      words.push_back(getType(argument));
      define(argument);
    }
    words.push_back(block->nodes.size());
    for (const ViewNode *inner : block->nodes) {
      words.push_back(getSignature(inner));
      words.push_back(inner->operands.size());
      llvm::for_each(inner->operands, encode);
      llvm::for_each(getCaptures(inner), encode);
      llvm::for_each(inner->results, define);
      info.isPure &= isPure(inner);
    }
  }
}

NodeSignatures::NodeSignatures(const GraphView &view)
    : types(view.values.size()), infos(view.nodes.size()) {
  SmallVector<unsigned> words;
  for (const ViewValue *value : view.values) {
    words.clear();
    append(words, reinterpret_cast<uintptr_t>(
                      value->elementType.getAsOpaquePointer()));
    words.push_back(value->isRanked);
    for (int64_t size : value->shape)
      append(words, size);
    types[value->id] = table.intern(words);
  }
  // From the last node: the nodes of a block come before the one that holds it.
  for (const ViewNode *node : llvm::reverse(view.nodes)) {
    Info &info = infos[node->position];
    info.isPure =
        node->kind != NodeKind::Random && node->kind != NodeKind::Opaque;
    words.assign({static_cast<unsigned>(node->kind),
                  static_cast<unsigned>(node->function), node->hasCombiner,
                  internKey(node->key)});
    append(words, llvm::bit_cast<uint64_t>(node->splat.value_or(0)));
    words.push_back(node->dims.size());
    for (int64_t dim : node->dims)
      append(words, dim);
    for (const ViewValue *result : node->results)
      words.push_back(getType(result));
    encodeBlocks(node, words);
    info.signature = table.intern(words);
  }
}
